//! Parts that the formats share: the use of the bytes, and texts as they may stand in a file.

use crate::document::{Cell, Document, Note, Table};
use crate::model::{Lang, escaping};
use chrono::{DateTime, Utc};
use std::borrow::Cow;

/// The use that the bytes are made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page<'a> {
    /// In columns of a terminal; only text is broken to it.
    pub width: usize,
    pub colour: bool,
    /// A terminal would obey escape sequences, so there they are shown instead.
    pub terminal: bool,
    /// When: it stands in the properties of a file.
    pub made: DateTime<Utc>,
    /// A Word file whose styles are used.
    pub template: Option<&'a [u8]>,
}

/// The text as a file for people may hold it: with nothing in it that acts, line ends as `\n`.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    escaping::sent(text)
}

/// The title of a file: a list needs none on a terminal, but a file does.
pub(super) fn title(document: &Document) -> &str {
    match document.title.as_str() {
        "" => document.running.as_deref().unwrap_or("fremdrift"),
        title => title,
    }
}

/// The text with plain line ends and nothing in it that acts, on a terminal or in a file.
pub(super) fn safe<'a>(text: &'a str, page: &Page) -> Cow<'a, str> {
    if page.terminal { escaping::visible(text, false) } else { escaping::sent(text) }
}

pub(super) fn is_number(cell: &Cell) -> bool {
    match cell {
        Cell::Count(_) | Cell::Delta(_) => true,
        Cell::Marked(inner) => is_number(inner),
        _ => false,
    }
}

/// Columns of nothing but numbers stand to the right, with their heading.
pub(super) fn number_columns(table: &Table) -> Vec<bool> {
    let column = |index: usize| {
        let mut cells = table.rows.iter().filter_map(|row| row.get(index));
        let mut cells = cells.by_ref().filter(|cell| **cell != Cell::Empty).peekable();
        cells.peek().is_some() && cells.all(is_number)
    };
    (0..table.columns.len()).map(column).collect()
}

/// The word that a caveat begins with.
pub(super) fn note(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "Note:",
        Lang::Da => "Bemærk:",
    }
}

/// The values of a fact, as one text.
pub(super) fn values(cells: &[Cell], lang: Lang, page: &Page) -> String {
    let shown = cells.iter().map(|cell| cell.shown(lang)).filter(|text| !text.is_empty());
    let shown: Vec<String> = shown.map(|text| beside(text, page)).collect();
    shown.join(", ")
}

/// A text that stands in a line with others.
fn beside(text: String, page: &Page) -> String {
    if page.terminal { text } else { escaping::apart(text) }
}

/// A note as it stands in running text.
pub(super) fn noted(note: &Note, lang: Lang, page: &Page) -> String {
    let about = note.about.iter().map(|cell| Cell::text(beside(cell.shown(lang), page)));
    Note { about: about.collect(), says: note.says.clone() }.shown(lang)
}
