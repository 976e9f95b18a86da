//! A code of the file as a cell: a program reads the code, a person its word in the page's language.

use crate::document::Cell;
use crate::i18n::change_texts;
use crate::model::{FieldType, Lang, Light, RoleKind, Status};

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

/// The cell of what a change did: a program reads what the file says.
pub fn deed(what: &str, lang: Lang) -> Cell {
    named(what, &change_texts::told(lang, what))
}

fn named(code: &str, word: &str) -> Cell {
    Cell::Named { code: code.to_string(), word: word.to_string() }
}
