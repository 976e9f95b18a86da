//! A workbook as values: its sheets, their cells, and how Excel counts days and names places.

use crate::model::Light;
use chrono::{DateTime, Duration, NaiveDate, Utc};

#[derive(Clone, Debug, Default)]
pub struct Workbook {
    pub sheets: Vec<Sheet>,
    /// Days are counted from 1904 and not from 1900.
    pub is_1904: bool,
    /// When it was last saved, as it says itself.
    pub saved_at: Option<DateTime<Utc>>,
}

#[derive(Clone, Debug, Default)]
pub struct Sheet {
    pub name: String,
    /// Only rows with something in them.
    pub rows: Vec<SheetRow>,
    pub merged: Vec<Merged>,
    /// The cell as `N3`, and what is said beside it.
    pub comments: Vec<(String, String)>,
    pub is_hidden: bool,
    /// Lines that are hidden, by hand or by a filter.
    pub hidden_rows: Vec<usize>,
    pub hidden_columns: Vec<usize>,
    /// Cells filled with a colour of a traffic light: line, column, light. At most as many as there may be cells.
    pub coloured: Vec<(usize, usize, Light)>,
}

#[derive(Clone, Debug, Default)]
pub struct SheetRow {
    /// As Excel counts: the first is 1.
    pub line: usize,
    pub cells: Vec<SheetCell>,
}

#[derive(Clone, Debug)]
pub struct SheetCell {
    /// The first is 0.
    pub column: usize,
    pub value: CellValue,
    pub formula: bool,
    pub shown: Shown,
}

/// How a cell shows its number or its day, where that is not all of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    #[default]
    Plain,
    /// With so many decimals: 1.10.
    Decimals(u8),
    /// A day of which only month and year are shown.
    Month,
    /// A day of which only the year is shown.
    Year,
}

#[derive(Clone, Debug, PartialEq)]
pub enum CellValue {
    /// A formula without a kept result.
    Empty,
    Text(String),
    Number(f64),
    Date(NaiveDate),
    Flag(bool),
    /// #REF! and the like.
    Error(String),
}

/// Cells that are one: lines from 1, columns from 0, the last ones included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    pub first_line: usize,
    pub last_line: usize,
    pub first_column: usize,
    pub last_column: usize,
}

impl Merged {
    pub(super) fn of(d: &calamine::Dimensions) -> Merged {
        Merged {
            first_line: d.start.0 as usize + 1,
            last_line: d.end.0 as usize + 1,
            first_column: d.start.1 as usize,
            last_column: d.end.1 as usize,
        }
    }

    /// `A5:A7`.
    pub fn range(&self) -> String {
        format!("{}:{}", cell_name(self.first_column, self.first_line), cell_name(self.last_column, self.last_line))
    }
}

/// `K5`.
pub fn cell_name(column: usize, line: usize) -> String {
    let mut name = String::new();
    let mut left = column + 1;
    while left > 0 {
        name.insert(0, char::from(b'A' + ((left - 1) % 26) as u8));
        left = (left - 1) / 26;
    }
    format!("{name}{line}")
}

/// The day of a serial number. Excel's first system has a 29 February 1900 that never was.
pub fn serial_day(number: f64, is_1904: bool) -> Option<NaiveDate> {
    if !number.is_finite() || !(0.0..=2_958_465.0).contains(&number) {
        return None;
    }
    let days = number.floor() as i64;
    let first = if is_1904 {
        NaiveDate::from_ymd_opt(1904, 1, 1)?
    } else if days < 60 {
        NaiveDate::from_ymd_opt(1899, 12, 31)?
    } else {
        NaiveDate::from_ymd_opt(1899, 12, 30)?
    };
    first.checked_add_signed(Duration::days(days))
}

/// A number as Excel shows it: 1 and not 1.0, 4.1 and not 4.0999999999999996.
pub fn number_text(number: f64) -> String {
    let shortest = format!("{number}");
    let rounded = format!("{:.14e}", number).parse::<f64>().expect("a number that was just written").to_string();
    if rounded.len() < shortest.len() { rounded } else { shortest }
}
