//! A form to fill in: a page that says how, and a table with cells that are shown and cells that are
//! filled in.

use super::Cell;
use crate::model::Lang;

#[derive(Clone, Debug)]
pub struct Form {
    pub lang: Lang,
    pub title: String,
    /// The names of the two sheets of a workbook: at most 31 characters each.
    pub names: [String; 2],
    pub guide: Vec<Guide>,
    pub columns: Vec<Asked>,
    pub rows: Vec<FormRow>,
    /// Printed at the foot of every page, and kept in the properties of the file.
    pub code: String,
}

/// A line of the page that says how.
#[derive(Clone, Debug)]
pub enum Guide {
    Heading(String),
    Text(String),
    Fact(String, String),
    /// A name, and a cell beside it to fill in.
    Fill(String),
    Space,
}

#[derive(Clone, Debug)]
pub struct Asked {
    pub heading: String,
    /// How wide, in characters.
    pub width: u16,
    pub fill: bool,
    pub holds: Holds,
    /// The words to type, shown when the cell is chosen.
    pub hint: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holds {
    Text,
    /// A day, or a date that is no day.
    Date,
    /// One of these words.
    Choice(Vec<String>),
}

#[derive(Clone, Debug)]
pub struct FormRow {
    pub cells: Vec<Cell>,
    /// Nothing is asked here.
    pub quiet: bool,
}
