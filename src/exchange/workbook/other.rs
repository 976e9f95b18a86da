//! Workbooks of other kinds than XLSX: the old XLS, and the binary XLSB.

use super::cells::{Cells, damaged, not_too_many, value};
use super::error::{CELLS, WorkbookError};
use super::values::{Merged, Sheet, Workbook};
use crate::model::both;
use calamine::{Data, DataRef, Reader as _, SheetVisible, Xls, XlsError, Xlsb, XlsbError};
use cfb::CompoundFile as Ole;
use std::io::{Cursor, Read};

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
    not_too_wide(bytes)?;
    let mut found = Xls::new(Cursor::new(bytes)).map_err(|e| match e {
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

/// Refuses sheets whose cells lie so far apart that the table from the first to the last would fill the memory,
/// before such a table is made: the records of the stream are walked, and of cells only the places are read
/// ([MS-XLS] 2.5).
fn not_too_wide(bytes: &[u8]) -> Result<(), WorkbookError> {
    const BEGIN: u16 = 0x0809;
    const CELL: [u16; 10] = [0x0001, 0x0002, 0x0003, 0x0006, 0x00bd, 0x00be, 0x00fd, 0x0203, 0x0204, 0x027e];
    let mut file = Ole::open(Cursor::new(bytes)).map_err(|e| damaged(&e))?;
    let name = ["/Workbook", "/Book"].into_iter().find(|name| file.is_stream(name));
    let Some(name) = name else {
        return Err(WorkbookError::Damaged {
            why: both!("there is no workbook in it", "der er ingen projektmappe i den"),
        });
    };
    let mut stream = Vec::new();
    let opened = file.open_stream(name).map_err(|e| damaged(&e))?;
    opened.take(bytes.len() as u64 + 1).read_to_end(&mut stream).map_err(|e| damaged(&e))?;
    let word = |at: usize| stream.get(at..at + 2).map(|b| u16::from_le_bytes([b[0], b[1]]));
    let (mut at, mut all) = (0, 0_u64);
    let (mut most, mut first) = ((0_u64, 0_u64), (u64::MAX, u64::MAX));
    let area = |most: (u64, u64), first: (u64, u64)| {
        if first.0 == u64::MAX { 0 } else { (most.0 - first.0 + 1) * (most.1 - first.1 + 1) }
    };
    while let (Some(kind), Some(length)) = (word(at), word(at + 2)) {
        if kind == BEGIN {
            all += area(most, first);
            (most, first) = ((0, 0), (u64::MAX, u64::MAX));
        } else if matches!(kind & 0x0fff, kind if CELL.contains(&kind) || CELL.contains(&(kind & 0x00ff)))
            && let (Some(row), Some(column)) = (word(at + 4), word(at + 6))
        {
            let (row, column) = (u64::from(row), u64::from(column));
            most = (most.0.max(row), most.1.max(column));
            first = (first.0.min(row), first.1.min(column));
        }
        at += 4 + usize::from(length);
    }
    all += area(most, first);
    if all > 4 * CELLS as u64 {
        return Err(WorkbookError::Damaged {
            why: both!("its cells lie too far apart", "cellerne ligger for langt fra hinanden"),
        });
    }
    Ok(())
}
