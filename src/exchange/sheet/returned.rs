//! A sheet that came back, as values.

use crate::exchange::refused::RowError;
use crate::exchange::workbook;
use crate::model::returns::Unread;
use crate::model::text::composed;
use crate::model::{Bilingual, both};
use chrono::{DateTime, NaiveDate, Utc};

/// The content of a cell as it was typed.
#[derive(Clone, Debug, PartialEq)]
pub enum Typed {
    Text(String),
    Number(f64),
    Day(NaiveDate),
}

impl Typed {
    /// As a person reads it.
    pub fn words(&self) -> String {
        match self {
            Typed::Text(text) => composed(text).into_owned(),
            Typed::Number(n) => workbook::number_text(*n),
            Typed::Day(day) => day.to_string(),
        }
    }
}

#[derive(Clone, Debug)]
pub struct TypedCell {
    pub field: &'static str,
    /// `L7`, or the heading in a CSV file.
    pub place: String,
    pub typed: Typed,
}

#[derive(Clone, Debug)]
pub struct ReturnedRow {
    /// The sheet of the workbook, where the file has rows on several.
    pub tab: Option<String>,
    pub line: u64,
    pub reference: String,
    pub version: String,
    /// The cells that were filled in, in the order of the columns of a sheet.
    pub cells: Vec<TypedCell>,
    /// The text in the columns that are only shown.
    pub shown: Vec<TypedCell>,
}

impl ReturnedRow {
    /// `line 3`, or `Ark2, line 3`.
    pub fn place(&self) -> Bilingual {
        let line = self.line;
        match &self.tab {
            Some(tab) => both!("{tab}, line {line}", "{tab}, linje {line}"),
            None => both!("line {line}", "linje {line}"),
        }
    }
}

#[derive(Clone, Debug)]
pub struct Returned {
    pub code: String,
    pub filled_by: Option<String>,
    pub rows: Vec<ReturnedRow>,
    pub refused: Vec<RowError>,
    /// Text that is no answer.
    pub unread: Vec<Unread>,
    /// When the file was last saved, as it says itself.
    pub saved_at: Option<DateTime<Utc>>,
    /// Days are counted from 1904.
    pub is_1904: bool,
    /// A CSV file: its numbers are texts.
    pub is_csv: bool,
}
