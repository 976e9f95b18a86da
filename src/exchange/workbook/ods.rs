//! Workbooks of LibreOffice (ODS), read from their one part with cells (OpenDocument 1.3, part 3, chapter 9).

use super::cells::{Cells, clean, damaged as told};
use super::error::{COLUMNS, WorkbookError};
use super::values::{CellValue, Merged, Sheet, Shown, Workbook, cell_name, number_text};
use crate::model::{Bilingual, PartialDate, both};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::HashSet;
use std::io::{Cursor, Read};

/// More of a part is not read, in bytes; `unpacks` has counted them.
const LARGEST: u64 = 64 << 20;
/// As many rows as a sheet has.
const ROWS: u32 = 1_048_576;
/// A merged cell reaches over at most as many rows as are looked at; sheets say how many are merged.
const MERGED: usize = 10_000;

fn damaged(why: Bilingual) -> WorkbookError {
    WorkbookError::Damaged { why }
}

fn attribute(element: &BytesStart, name: &str) -> Option<String> {
    let found = element.attributes().flatten().find(|a| a.key.local_name().as_ref() == name)?;
    Some(found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok()?.into_owned())
}

/// How often an element counts: once where it does not say.
fn times(element: &BytesStart, name: &str) -> u32 {
    attribute(element, name).and_then(|n| n.parse().ok()).unwrap_or(1).clamp(1, ROWS)
}

pub(super) fn read(bytes: &[u8]) -> Result<Workbook, WorkbookError> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|e| told(&e))?;
    let mut part = |name: &str| -> Result<String, WorkbookError> {
        let mut text = String::new();
        let part = archive.by_name(name).map_err(|e| told(&e))?;
        part.take(LARGEST).read_to_string(&mut text).map_err(|e| told(&e))?;
        Ok(text)
    };
    if part("META-INF/manifest.xml").is_ok_and(|m| m.contains("encryption-data")) {
        return Err(WorkbookError::Password);
    }
    let text = part("content.xml")?;
    let mut book = Book { count: 0, unseen: HashSet::new(), sheets: Vec::new() };
    book.walk(&text)?;
    let saved_at = part("meta.xml").ok().and_then(|meta| saved_at(&meta));
    Ok(Workbook { sheets: book.sheets, is_1904: false, saved_at })
}

/// When it was last saved, as it says itself.
fn saved_at(meta: &str) -> Option<chrono::DateTime<chrono::Utc>> {
    let said = meta.split_once("<dc:date>")?.1.split('<').next()?.trim();
    let whole = said.split('.').next()?.trim_end_matches('Z');
    chrono::NaiveDateTime::parse_from_str(whole, "%Y-%m-%dT%H:%M:%S").ok().map(|d| d.and_utc())
}

struct Book {
    count: usize,
    /// The styles of sheets that are not shown.
    unseen: HashSet<String>,
    sheets: Vec<Sheet>,
}

/// A cell while it is read.
struct Open {
    value: CellValue,
    kind: String,
    formula: bool,
    text: String,
    remark: String,
    columns: u32,
    rows: u32,
    times: u32,
}

impl Book {
    fn walk(&mut self, text: &str) -> Result<(), WorkbookError> {
        let mut reader = Reader::from_str(text);
        let mut style = String::new();
        // Tables stand in tables only as what a link has kept of another file.
        let mut depth = 0_u32;
        loop {
            match reader.read_event() {
                Ok(Event::Start(e) | Event::Empty(e)) if e.local_name().as_ref() == "style" => {
                    style = attribute(&e, "name").unwrap_or_default();
                }
                Ok(Event::Start(e) | Event::Empty(e))
                    if e.local_name().as_ref() == "table-properties"
                        && attribute(&e, "display").is_some_and(|d| d == "false") =>
                {
                    self.unseen.insert(style.clone());
                }
                Ok(Event::Start(e)) if e.name().as_ref() == "table:table" && depth == 0 => {
                    depth += 1;
                    let is_hidden = attribute(&e, "style-name").is_some_and(|s| self.unseen.contains(&s));
                    let name = attribute(&e, "name").unwrap_or_default();
                    let sheet = Sheet { name, is_hidden, ..Sheet::default() };
                    let sheet = self.sheet(&mut reader, sheet)?;
                    self.sheets.push(sheet);
                    depth -= 1;
                }
                Ok(Event::Eof) => return Ok(()),
                Err(e) => return Err(told(&e)),
                _ => {}
            }
        }
    }

    fn sheet(&mut self, reader: &mut Reader<&[u8]>, mut sheet: Sheet) -> Result<Sheet, WorkbookError> {
        let (mut line, mut column) = (0_u32, 0_u32);
        let (mut again, mut columns) = (1, 0_u32);
        let mut row: Vec<(u32, Open)> = Vec::new();
        let mut cells = Cells { rows: Vec::new(), count: &mut self.count };
        loop {
            let event = reader.read_event().map_err(|e| told(&e))?;
            match event {
                Event::Start(e) if e.name().as_ref() == "table:table-row" => {
                    (again, column) = (begin_row(&e, line, &mut sheet), 0);
                }
                Event::Empty(e) if e.name().as_ref() == "table:table-row" => {
                    line = line.saturating_add(begin_row(&e, line, &mut sheet));
                }
                Event::End(e) if e.name().as_ref() == "table:table-row" => {
                    if row.is_empty() {
                        line = line.saturating_add(again);
                    }
                    for n in 0..if row.is_empty() { 0 } else { again } {
                        let at = line + n;
                        for (column, open) in &row {
                            keep(&mut sheet, &mut cells, (at, *column), open)?;
                        }
                    }
                    if !row.is_empty() {
                        line = line.saturating_add(again);
                    }
                    row.clear();
                    if line > ROWS {
                        return Err(damaged(both!("it has too many rows", "den har for mange rækker")));
                    }
                }
                Event::Start(e) | Event::Empty(e) if e.name().as_ref() == "table:table-column" => {
                    let n = times(&e, "number-columns-repeated");
                    if attribute(&e, "visibility").is_some_and(|v| v != "visible") {
                        let last = columns.saturating_add(n).min(COLUMNS);
                        sheet.hidden_columns.extend((columns.min(COLUMNS)..last).map(|c| c as usize));
                    }
                    columns = columns.saturating_add(n);
                }
                Event::Empty(e) if is_cell(&e) => column = column.saturating_add(times(&e, "number-columns-repeated")),
                Event::Start(e) if is_cell(&e) => {
                    let covered = e.name().as_ref() == "table:covered-table-cell";
                    let open = cell(reader, &e)?;
                    let times = open.times;
                    let holds = open.value != CellValue::Empty || open.formula || !open.remark.is_empty();
                    if holds && !covered {
                        row.push((column, open));
                    }
                    column = column.saturating_add(times);
                }
                Event::End(e) if e.name().as_ref() == "table:table" => {
                    sheet.rows = cells.rows;
                    return Ok(sheet);
                }
                Event::Eof => {
                    return Err(damaged(both!("it ends in the middle of a sheet", "den slutter midt i et ark")));
                }
                _ => {}
            }
        }
    }
}

fn is_cell(e: &BytesStart) -> bool {
    matches!(e.name().as_ref(), "table:table-cell" | "table:covered-table-cell")
}

/// How many rows it stands for. Of hidden ones no more are named than a reader looks through.
fn begin_row(e: &BytesStart, line: u32, sheet: &mut Sheet) -> u32 {
    let again = times(e, "number-rows-repeated");
    if attribute(e, "visibility").is_some_and(|v| v != "visible") && sheet.hidden_rows.len() < MERGED {
        sheet.hidden_rows.extend((line..line.saturating_add(again.min(1000))).map(|l| l as usize + 1));
    }
    again
}

/// Puts a cell, and what it covers, in its place.
fn keep(sheet: &mut Sheet, cells: &mut Cells, (line, column): (u32, u32), open: &Open) -> Result<(), WorkbookError> {
    for n in 0..open.times {
        let column = column.saturating_add(n);
        cells.add((line, column), open.value.clone(), open.formula)?;
        let shown = shown(open);
        if shown != Shown::Plain
            && let Some(cell) = cells.rows.last_mut().and_then(|r| r.cells.last_mut())
        {
            cell.shown = shown;
        }
        if !open.remark.is_empty() && sheet.comments.len() < MERGED {
            sheet.comments.push((cell_name(column as usize, line as usize + 1), open.remark.clone()));
        }
        if (open.rows > 1 || open.columns > 1) && sheet.merged.len() < MERGED {
            sheet.merged.push(Merged {
                first_line: line as usize + 1,
                last_line: line.saturating_add(open.rows) as usize,
                first_column: column as usize,
                last_column: column.saturating_add(open.columns) as usize - 1,
            });
        }
    }
    Ok(())
}

/// How the cell shows its number or its day: it has the text beside the value.
fn shown(open: &Open) -> Shown {
    let text = open.text.trim();
    match &open.value {
        CellValue::Number(n) => match text.rsplit_once(['.', ',']) {
            Some((whole, decimals)) if !whole.is_empty() && decimals.bytes().all(|b| b.is_ascii_digit()) => {
                let more = decimals.len() > number_text(*n).split_once('.').map_or(0, |(_, d)| d.len());
                if more { Shown::Decimals(decimals.len() as u8) } else { Shown::Plain }
            }
            _ => Shown::Plain,
        },
        CellValue::Date(_) => match PartialDate::parse(text) {
            Ok(PartialDate::Month(..)) => Shown::Month,
            Ok(PartialDate::Year(_)) => Shown::Year,
            _ => Shown::Plain,
        },
        _ => Shown::Plain,
    }
}

/// Reads a cell to its end.
fn cell(reader: &mut Reader<&[u8]>, e: &BytesStart) -> Result<Open, WorkbookError> {
    let kind = attribute(e, "value-type").unwrap_or_default();
    let is_error =
        e.attributes().flatten().any(|a| a.key.as_ref() == "calcext:value-type" && a.value.as_ref() == "error");
    let mut open = Open {
        value: CellValue::Empty,
        kind: if is_error { "error".into() } else { kind },
        formula: attribute(e, "formula").is_some(),
        text: String::new(),
        remark: String::new(),
        columns: times(e, "number-columns-spanned").min(COLUMNS),
        rows: times(e, "number-rows-spanned"),
        times: times(e, "number-columns-repeated"),
    };
    let (mut depth, mut remark, mut paragraphs) = (1_u32, 0_u32, 0_u32);
    while depth > 0 {
        let event = reader.read_event().map_err(|e| told(&e))?;
        let into = if remark > 0 { &mut open.remark } else { &mut open.text };
        match event {
            Event::Start(e) => {
                depth += 1;
                match e.local_name().as_ref() {
                    "annotation" => remark = depth,
                    "p" => {
                        if remark > 0 && !into.is_empty() || remark == 0 && paragraphs > 0 {
                            into.push('\n');
                        }
                        paragraphs += u32::from(remark == 0);
                    }
                    // The author of a remark, and when it was written.
                    "date" | "creator" if remark > 0 => {
                        reader.read_to_end(e.name()).map_err(|e| told(&e))?;
                        depth -= 1;
                    }
                    _ => {}
                }
            }
            Event::Empty(e) => match e.local_name().as_ref() {
                "s" => into.extend(std::iter::repeat_n(' ', times(&e, "c").min(1000) as usize)),
                "tab" => into.push('\t'),
                "line-break" => into.push('\n'),
                "p" if remark == 0 => {
                    if paragraphs > 0 {
                        into.push('\n');
                    }
                    paragraphs += 1;
                }
                _ => {}
            },
            Event::Text(words) => into.push_str(&words.xml10_content()),
            Event::GeneralRef(name) => into.extend(match &*name {
                "amp" => Some('&'),
                "lt" => Some('<'),
                "gt" => Some('>'),
                "quot" => Some('"'),
                "apos" => Some('\''),
                _ => name.resolve_char_ref().ok().flatten(),
            }),
            Event::End(_) => {
                if remark == depth {
                    remark = 0;
                }
                depth -= 1;
            }
            Event::Eof => return Err(damaged(both!("it ends in the middle of a cell", "den slutter midt i en celle"))),
            _ => {}
        }
    }
    open.value = value(e, &open);
    Ok(open)
}

fn value(e: &BytesStart, open: &Open) -> CellValue {
    let text = || CellValue::Text(clean(&open.text));
    let number = || attribute(e, "value").and_then(|v| v.parse::<f64>().ok()).filter(|n| n.is_finite());
    match open.kind.as_str() {
        "error" => CellValue::Error(clean(&open.text)),
        "float" | "currency" => number().map_or_else(text, CellValue::Number),
        "percentage" => number().map_or_else(text, |n| CellValue::Text(format!("{} %", number_text(n * 100.0)))),
        "date" => {
            let said = attribute(e, "date-value").unwrap_or_default();
            match said.get(..10).and_then(|d| d.parse().ok()) {
                Some(day) if said.len() == 10 || said[10..].starts_with("T00:00:00") => CellValue::Date(day),
                _ => text(),
            }
        }
        "boolean" => CellValue::Flag(attribute(e, "boolean-value").is_some_and(|b| b == "true")),
        _ if open.text.trim().is_empty() => CellValue::Empty,
        _ => text(),
    }
}
