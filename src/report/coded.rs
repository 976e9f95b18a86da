//! A code of the file as a cell: a program reads the code, a person its word in the page's language.

use crate::document::Cell;
use crate::model::choice::{InstrumentKind, PlanState};
use crate::model::{Audience, Basis, EntryBasis, Interest, Kind, Lang, Light, RoleKind, Status};

/// The cell of a code of this kind; nothing where the kind has no codes, or not this one.
pub fn cell(kind: Kind, code: &str, lang: Lang) -> Option<Cell> {
    let word = match kind {
        Kind::Status => return Status::from_code(code).map(Cell::Status),
        Kind::Light => return Light::from_code(code).map(Cell::Light),
        Kind::Interest => Interest::from_code(code)?.word(lang),
        Kind::PlanState => PlanState::from_code(code)?.word(lang),
        Kind::InstrumentKind => InstrumentKind::from_code(code)?.word(lang),
        Kind::Audience => Audience::from_code(code)?.word(lang),
        Kind::Basis => Basis::from_code(code)?.word(lang),
        Kind::EntryBasis => EntryBasis::from_code(code)?.word(lang),
        _ => return None,
    };
    Some(named(code, word))
}

/// The cell of the role that an authority has.
pub fn role(code: &str, lang: Lang) -> Option<Cell> {
    RoleKind::from_code(code).map(|role| named(code, role.word(lang)))
}

fn named(code: &str, word: &str) -> Cell {
    Cell::Named { code: code.to_string(), word: word.to_string() }
}
