//! The names of fields where their history is told.

use crate::model::catalogue::{self, TableKind};
use crate::model::{Field, Lang, Word};

/// A column of a table in Danish: «Indberetning: trafiklys»; `None`: nobody is told of it.
pub fn danish(table: &str, column: &str) -> Option<String> {
    let (word, field) = found(table, column)?;
    let Some(Word(_, part)) = word else { return Some(field.da.to_string()) };
    // A heading that stands among those of an objective begins with the name of its table.
    let own = if field.name == field.column { field.da } else { field.da.split_once(' ').map_or(field.da, |w| w.1) };
    let own = if own.starts_with("SHA") { own.to_string() } else { lower(own) };
    Some(format!("{}: {own}", upper(part)))
}

/// The field, with its table where that is not plain: `entry status`.
pub fn field(table: &str, column: &str, lang: Lang) -> String {
    let english = || match found(table, column) {
        Some((Some(Word(part, _)), _)) => format!("{part} {column}"),
        _ => column.to_string(),
    };
    match lang {
        Lang::En => english(),
        Lang::Da => danish(table, column).unwrap_or_else(english),
    }
}

/// A column that is told of, with the word for what it is part of. An entity and a revision are named beside
/// their fields.
fn found(table: &str, column: &str) -> Option<(Option<Word>, &'static Field)> {
    let table = catalogue::table(table)?;
    let field = table.field(column).filter(|f| !f.da.is_empty())?;
    let is_part = table.has_history() && table.kind != TableKind::Entity;
    Some((table.word.filter(|_| is_part), field))
}

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|c| c.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

fn upper(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|c| c.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
