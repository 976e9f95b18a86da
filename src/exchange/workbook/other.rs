//! Workbooks of other kinds than XLSX: the old XLS, and the binary XLSB.

use super::cells::{Cells, damaged, not_too_many, value};
use super::error::WorkbookError;
use super::stream;
use super::values::{Merged, Sheet, Workbook};
use calamine::{Data, DataRef, Reader as _, SheetVisible, Xls, XlsError, Xlsb, XlsbError};
use std::io::Cursor;

/// The names of the sheets that hold cells, and which are hidden.
fn names(sheets: &[calamine::Sheet]) -> Vec<(String, bool)> {
    let cells = sheets.iter().filter(|s| s.typ == calamine::SheetType::WorkSheet);
    let seen = cells.filter(|s| s.visible != SheetVisible::VeryHidden);
    seen.map(|s| (s.name.clone(), s.visible == SheetVisible::Hidden)).collect()
}

pub(super) fn xlsb(bytes: &[u8], largest: u64) -> Result<Workbook, WorkbookError> {
    let mut found = Xlsb::new(Cursor::new(bytes)).map_err(|e| match e {
        XlsbError::Password => WorkbookError::Password,
        e => damaged(&e),
    })?;
    let is_1904 = found.has_1904_epoch();
    let names = names(found.sheets_metadata());
    not_too_many(names.len(), largest)?;
    let mut book = Workbook { is_1904, ..Workbook::default() };
    let mut count = 0;
    for (name, is_hidden) in names {
        let mut reader = found.worksheet_cells_reader(&name).map_err(|e| damaged(&e))?;
        let mut cells = Cells { rows: Vec::new(), count: &mut count };
        while let Some(cell) = reader.next_cell().map_err(|e| damaged(&e))? {
            let at = cell.get_position();
            cells.add(at, value(cell.get_value().clone(), is_1904), false)?;
        }
        book.sheets.push(Sheet { rows: cells.rows, name, is_hidden, ..Sheet::default() });
    }
    Ok(book)
}

pub(super) fn xls(bytes: &[u8]) -> Result<Workbook, WorkbookError> {
    let sound = stream::sound(bytes)?;
    let mut found = Xls::new(Cursor::new(&sound[..])).map_err(|e| match e {
        XlsError::Password => WorkbookError::Password,
        e => damaged(&e),
    })?;
    let is_1904 = found.has_1904_epoch();
    let mut book = Workbook { is_1904, ..Workbook::default() };
    let mut count = 0;
    for (name, is_hidden) in names(found.sheets_metadata()) {
        let range = found.worksheet_range(&name).map_err(|e| damaged(&e))?;
        let merged = found.merge_cells_by_sheet_name(&name).map_err(|e| damaged(&e))?;
        let (line, column) = range.start().unwrap_or_default();
        let mut cells = Cells { rows: Vec::new(), count: &mut count };
        for (row, at, data) in range.used_cells() {
            let place = (line + row as u32, column + at as u32);
            cells.add(place, value(borrowed(data), is_1904), false)?;
        }
        let merged = merged.iter().map(Merged::of).collect();
        book.sheets.push(Sheet { rows: cells.rows, name, is_hidden, merged, ..Sheet::default() });
    }
    Ok(book)
}

fn borrowed(data: &Data) -> DataRef<'_> {
    match data {
        Data::Int(n) => DataRef::Int(*n),
        Data::Float(n) => DataRef::Float(*n),
        Data::String(text) => DataRef::SharedString(text),
        Data::Bool(flag) => DataRef::Bool(*flag),
        Data::DateTime(d) => DataRef::DateTime(*d),
        Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
        Data::DurationIso(text) => DataRef::DurationIso(text.clone()),
        Data::Error(e) => DataRef::Error(e.clone()),
        Data::Empty => DataRef::Empty,
    }
}
