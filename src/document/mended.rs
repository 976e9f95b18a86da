//! Rows that go back to whoever wrote them: as they were, with what is refused marked and what can be chosen.

use crate::model::Bilingual;

#[derive(Clone, Debug, Default)]
pub struct Mended {
    pub sheets: Vec<MendedSheet>,
}

#[derive(Clone, Debug, Default)]
pub struct MendedSheet {
    pub name: Option<String>,
    pub headings: Vec<String>,
    /// Said beside each heading; may be fewer.
    pub notes: Vec<Bilingual>,
    /// A column from 0, and the values that it may have.
    pub choices: Vec<(usize, Vec<Bilingual>)>,
    pub rows: Vec<MendedRow>,
}

#[derive(Clone, Debug, Default)]
pub struct MendedRow {
    /// As the file that was read counts.
    pub line: u64,
    pub cells: Vec<String>,
    /// A column from 0, or the whole row, and why it is refused.
    pub refused: Vec<(Option<usize>, Bilingual)>,
}
