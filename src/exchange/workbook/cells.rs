//! Cells while they are read, in bounded memory, whichever kind of workbook they stand in.

use super::error::{CELLS, COLUMNS, WorkbookError};
use super::values::{CellValue, SheetCell, SheetRow, Shown, cell_name, serial_day};
use crate::model::{Bilingual, both};
use calamine::DataRef;

/// How much is read of all sheets, if each were as large as the largest part.
const READ: u64 = 1024 * 1024 * 1024;
/// The longest text that Excel has in a cell.
const TEXT: usize = 32_767;

/// A workbook that its reader can't read, in the words of that reader.
pub(super) fn damaged(e: &dyn std::fmt::Display) -> WorkbookError {
    WorkbookError::Damaged { why: Bilingual::new(e.to_string(), "indholdet kan ikke læses") }
}

/// Refuses so many sheets that reading them takes for ever: any number may say that they are one and the same part.
pub(super) fn not_too_many(sheets: usize, largest: u64) -> Result<(), WorkbookError> {
    if sheets as u64 * largest > READ {
        return Err(WorkbookError::Damaged { why: both!("it has {sheets} sheets", "den har {sheets} ark") });
    }
    Ok(())
}

/// The cells of a sheet while they are read, row by row.
pub(super) struct Cells<'a> {
    pub rows: Vec<SheetRow>,
    /// How many there are in the whole workbook so far.
    pub count: &'a mut usize,
}

impl Cells<'_> {
    /// Adds a cell, its place counted from 0. One that holds nothing is left out; refused where there are too many.
    pub fn add(&mut self, (line, column): (u32, u32), value: CellValue, formula: bool) -> Result<(), WorkbookError> {
        let line = line as usize + 1;
        let is_blank = match &value {
            CellValue::Text(text) => text.trim().is_empty(),
            value => *value == CellValue::Empty,
        };
        if is_blank && !formula {
            return Ok(());
        }
        *self.count += 1;
        let named = || cell_name(column as usize, line);
        if column >= COLUMNS || *self.count > CELLS {
            return Err(WorkbookError::TooMany { cell: named() });
        }
        if matches!(&value, CellValue::Text(t) if t.chars().count() > TEXT) {
            return Err(WorkbookError::LongText { cell: named() });
        }
        let cell = SheetCell { column: column as usize, value, formula, shown: Shown::Plain };
        match self.rows.last_mut().filter(|r| r.line == line) {
            Some(row) => row.cells.push(cell),
            None => self.rows.push(SheetRow { line, cells: vec![cell] }),
        }
        Ok(())
    }
}

/// The value of a cell, whichever kind of workbook it stands in.
pub(super) fn value(data: DataRef, is_1904: bool) -> CellValue {
    match data {
        DataRef::Empty => CellValue::Empty,
        DataRef::Int(n) => CellValue::Number(n as f64),
        DataRef::Float(n) => CellValue::Number(n),
        DataRef::String(text) => CellValue::Text(clean(&text)),
        DataRef::SharedString(text) => CellValue::Text(clean(text)),
        DataRef::Bool(flag) => CellValue::Flag(flag),
        DataRef::DateTime(d) => moment(d.as_f64(), d.is_datetime(), is_1904),
        DataRef::DateTimeIso(text) => match text.get(..10).and_then(|d| d.parse().ok()) {
            Some(day) => CellValue::Date(day),
            None => CellValue::Text(text),
        },
        DataRef::DurationIso(text) => CellValue::Text(text),
        DataRef::Error(e) => CellValue::Error(e.to_string()),
    }
}

/// A date, a time or a span, as the cell shows it.
fn moment(number: f64, is_date: bool, is_1904: bool) -> CellValue {
    let minutes = (number * 1440.0).round();
    let clock = |minutes: f64| format!("{:02}:{:02}", (minutes / 60.0).floor(), minutes % 60.0);
    match serial_day(number, is_1904) {
        _ if number >= 0.0 && (number < 1.0 || !is_date) => CellValue::Text(clock(minutes)),
        Some(day) if number.fract() * 1440.0 < 0.5 => CellValue::Date(day),
        Some(day) => CellValue::Text(format!("{day} {}", clock(minutes % 1440.0))),
        None => CellValue::Number(number),
    }
}

/// Makes every line end \n, and drops control characters. What a workbook can't hold as it is (`_x000D_`)
/// was decoded by the reader.
pub(super) fn clean(text: &str) -> String {
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    lines.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}
