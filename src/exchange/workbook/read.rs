//! Reading every sheet of a workbook, cell by cell, in bounded memory.

use super::error::{CELLS, COLUMNS, WorkbookError};
use super::remarks;
use super::unpacked::unpacks;
use super::values::{CellValue, Merged, Sheet, SheetCell, SheetRow, Workbook, cell_name, number_text, serial_day};
use crate::model::{Bilingual, Word, both};
use calamine::{DataRef, Reader as _, SheetVisible, Xlsx, XlsxError};
use chrono::{DateTime, Utc};
use std::io::Cursor;

/// How much is read of all sheets, if each were as large as the largest part.
const READ: u64 = 1024 * 1024 * 1024;
/// The longest text that Excel has in a cell.
const TEXT: usize = 32_767;

/// A zip archive or an OLE file, by its first bytes.
pub fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") || bytes.starts_with(OLE)
}

const OLE: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|w| w == part)
}

/// When a workbook was last saved, as it says itself.
pub fn saved_at(bytes: &[u8]) -> Option<DateTime<Utc>> {
    is_workbook(bytes).then(|| remarks::saved_at(bytes)).flatten()
}

/// Reads every sheet, hidden ones too.
pub fn read(bytes: &[u8]) -> Result<Workbook, WorkbookError> {
    if bytes.starts_with(OLE) {
        return Err(if holds(bytes, &utf16("EncryptedPackage")) {
            WorkbookError::Password
        } else if holds(bytes, &utf16("__properties_version1.0")) {
            WorkbookError::Other { what: Word("an e-mail of Outlook (.msg)", "en mail fra Outlook (.msg)") }
        } else {
            WorkbookError::Old
        });
    }
    let largest = unpacks(bytes)?;
    let mut found = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let is_1904 = found.has_1904_epoch();
    let names: Vec<String> = found
        .sheets_metadata()
        .iter()
        .filter(|s| s.typ == calamine::SheetType::WorkSheet && s.visible != SheetVisible::VeryHidden)
        .map(|s| s.name.clone())
        .collect();
    // Any number of sheets may say that they are one and the same part.
    if names.len() as u64 * largest > READ {
        return Err(WorkbookError::Damaged { why: both!("it has {n} sheets", "den har {n} ark", n = names.len()) });
    }
    let mut book = Workbook { sheets: Vec::new(), is_1904, saved_at: remarks::saved_at(bytes) };
    let mut comments = remarks::comments(bytes);
    let mut cells = 0;
    for name in names {
        let merged = found.merge_cells_by_sheet_name(&name).map_err(damaged)?;
        let merged = merged
            .iter()
            .map(|d| Merged {
                first_line: d.start.0 as usize + 1,
                last_line: d.end.0 as usize + 1,
                first_column: d.start.1 as usize,
                last_column: d.end.1 as usize,
            })
            .collect();
        let mut rows = rows(&mut found, &name, is_1904, &mut cells)?;
        as_shown(&mut found, &name, &mut rows)?;
        let comments = comments.remove(&name).unwrap_or_default();
        book.sheets.push(Sheet { name, rows, merged, comments });
    }
    Ok(book)
}

fn damaged(e: XlsxError) -> WorkbookError {
    match e {
        XlsxError::Password => WorkbookError::Password,
        e => WorkbookError::Damaged { why: Bilingual::new(e.to_string(), e.to_string()) },
    }
}

fn rows(
    book: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    is_1904: bool,
    cells: &mut usize,
) -> Result<Vec<SheetRow>, WorkbookError> {
    let mut reader = book.worksheet_cells_reader(name).map_err(damaged)?;
    let mut rows: Vec<SheetRow> = Vec::new();
    while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(damaged)? {
        let formula = cell.formula.is_some();
        let (line, column) = (cell.pos.0 as usize + 1, cell.pos.1);
        let value = match cell.value {
            DataRef::Empty if !formula => continue,
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
        };
        if matches!(&value, CellValue::Text(t) if t.trim().is_empty()) && !formula {
            continue;
        }
        *cells += 1;
        let named = || cell_name(column as usize, line);
        if column >= COLUMNS || *cells > CELLS {
            return Err(WorkbookError::TooMany { cell: named() });
        }
        if matches!(&value, CellValue::Text(t) if t.chars().count() > TEXT) {
            return Err(WorkbookError::LongText { cell: named() });
        }
        let cell = SheetCell { column: column as usize, value, formula };
        match rows.last_mut().filter(|r| r.line == line) {
            Some(row) => row.cells.push(cell),
            None => rows.push(SheetRow { line, cells: vec![cell] }),
        }
    }
    Ok(rows)
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

/// A share is shown in per cent, and a link has its address behind its words.
fn as_shown(book: &mut Xlsx<Cursor<&[u8]>>, name: &str, rows: &mut [SheetRow]) -> Result<(), WorkbookError> {
    let links = book.hyperlinks_by_sheet_name(name).map_err(damaged)?;
    let mut reader = book.worksheet_cells_reader(name).map_err(damaged)?;
    let is_share: Vec<bool> =
        reader.styles().iter().map(|s| s.number_format.as_ref().is_some_and(|f| f.format_code.contains('%'))).collect();
    let mut shares = std::collections::HashSet::new();
    if is_share.contains(&true) {
        while let Some((line, column, style)) = reader.next_style_id().map_err(damaged)? {
            if is_share.get(style) == Some(&true) {
                shares.insert((line as usize + 1, column as usize));
            }
        }
    }
    for row in rows {
        for cell in &mut row.cells {
            match &mut cell.value {
                CellValue::Number(n) if shares.contains(&(row.line, cell.column)) => {
                    cell.value = CellValue::Text(format!("{} %", number_text(*n * 100.0)));
                }
                CellValue::Text(text) => {
                    let link = links.iter().find(|l| l.contains(row.line as u32 - 1, cell.column as u32));
                    let target = link.and_then(|l| l.target.as_deref()).map(|t| t.trim_start_matches("mailto:"));
                    let says = |target: &str| text.contains(target.trim_end_matches('/'));
                    if let Some(target) = target.filter(|t| !says(t)) {
                        text.push_str(&format!(" ({target})"));
                    }
                }
                _ => {}
            }
        }
    }
    Ok(())
}

/// Makes every line end \n, and drops control characters. What a workbook can't hold as it is (`_x000D_`)
/// was decoded by the reader.
fn clean(text: &str) -> String {
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    lines.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    /// A workbook whose sheets all lie in one part of this many megabytes.
    fn all_in_one(sheets: usize, megabytes: usize) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let of = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        let names: String = (1..=sheets).map(|n| format!("<sheet name=\"{n}\" sheetId=\"{n}\" r:id=\"r\"/>")).collect();
        let rows = "<row r=\"1\"><c r=\"A1\"><v>7</v></c></row>";
        let parts = [
            ("[Content_Types].xml", "<Types/>".to_string()),
            (
                "_rels/.rels",
                format!(
                    "<Relationships><Relationship Id=\"r\" Type=\"{of}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
                ),
            ),
            (
                "xl/workbook.xml",
                format!("<workbook xmlns=\"{main}\" xmlns:r=\"{of}\"><sheets>{names}</sheets></workbook>"),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                format!(
                    "<Relationships><Relationship Id=\"r\" Type=\"{of}/worksheet\" Target=\"worksheets/1.xml\"/></Relationships>"
                ),
            ),
            (
                "xl/worksheets/1.xml",
                format!(
                    "<worksheet xmlns=\"{main}\">{}<sheetData>{rows}</sheetData></worksheet>",
                    " ".repeat(megabytes << 20)
                ),
            ),
        ];
        for (name, text) in parts {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("memory");
            zip.write_all(text.as_bytes()).expect("memory");
        }
        zip.finish().expect("memory").into_inner()
    }

    #[test]
    fn sheets_that_are_all_one_part_are_not_read_for_ever() {
        assert_eq!(read(&all_in_one(3, 0)).expect("three sheets").sheets.len(), 3);
        let told = read(&all_in_one(1000, 2)).expect_err("too many").to_string();
        assert_eq!(told, "it is damaged or cut short: it has 1000 sheets");
    }
}
