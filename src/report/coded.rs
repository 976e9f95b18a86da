//! A code of the file as a cell: a program reads the code, a person its word in the page's language.

use crate::document::Cell;
use crate::i18n::operations;
use crate::model::{Bilingual, Change, FieldType, Lang, Light, RoleKind, Status};

/// The cell of a code of this kind; nothing where the kind has no codes, or not this one.
pub fn cell(kind: FieldType, code: &str, lang: Lang) -> Option<Cell> {
    match kind {
        FieldType::Status => Status::from_code(code).map(Cell::Status),
        FieldType::Light => Light::from_code(code).map(Cell::Light),
        kind => kind.word(code, lang).map(|word| named(code, word)),
    }
}

/// The cell of the role that an authority has.
pub fn role(code: &str, lang: Lang) -> Option<Cell> {
    RoleKind::from_code(code).map(|role| named(code, role.word(lang)))
}

/// The cell of what a change did: a program reads it in English.
pub fn change(change: &Change, lang: Lang) -> Cell {
    bilingual(&operations::change(change), lang)
}

/// The cell of a text that a program reads in English.
pub fn bilingual(text: &Bilingual, lang: Lang) -> Cell {
    named(&text.en, text.to(lang))
}

fn named(code: &str, word: &str) -> Cell {
    Cell::Named { code: code.to_string(), word: word.to_string() }
}
