//! A sheet that came back: which one it is, and what was typed in its rows. Rows may have been sorted,
//! columns moved, headings broken over lines.

use super::error::SheetError;
use super::returned::{Returned, Typed};
use super::rows::{Line, columns, is_heading, loose, one_for_several, rows, short};
use crate::exchange::csv_in::{Reader, Row};
use crate::exchange::read_error::ReadError;
use crate::exchange::workbook::{self, CellValue, Workbook, cell_name};
use crate::model::returns::Unread;
use crate::model::{Bilingual, both};
use chrono::NaiveDate;
use std::io::Cursor;

/// The headings stand among the first rows that hold something; else a sheet of a million cells would be
/// searched through for them.
const HEADING_WITHIN: usize = 50;

/// Reads a sheet from the bytes of a file, XLSX or CSV, whatever its name.
pub fn read(bytes: &[u8]) -> Result<Returned, SheetError> {
    if workbook::is_workbook(bytes) {
        return from_workbook(&workbook::read(bytes)?);
    }
    if is_mail(bytes) { Err(SheetError::Mail) } else { from_csv(bytes) }
}

/// The head of an e-mail: lines such as `MIME-Version: 1.0` before the first that is empty.
pub fn is_mail(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(64 * 1024)]);
    let mut lines = head.lines().take_while(|l| !l.is_empty());
    let named = |line: &str| {
        let name = line.split_once(':').map_or("", |(name, _)| name);
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let Some(first) = lines.next().filter(|l| named(l)) else { return false };
    let tells = ["mime-version:", "message-id:", "received:", "content-type:"];
    std::iter::once(first).chain(lines).any(|l| tells.iter().any(|t| l.to_lowercase().starts_with(t)))
}

/// Every sheet of the workbook that has the headings; what stands on others is named.
fn from_workbook(book: &Workbook) -> Result<Returned, SheetError> {
    let mut all: Option<Returned> = None;
    let mut codes: Vec<String> = Vec::new();
    let mut unread = Vec::new();
    let whole: Vec<(&workbook::Sheet, Vec<Line>)> =
        book.sheets.iter().map(|s| (s, lines(&s.rows, book.is_1904))).collect();
    let heading = |lines: &[Line]| lines.iter().take(HEADING_WITHIN).position(is_heading);
    let several = whole.iter().filter(|(_, lines)| heading(lines).is_some()).count() > 1;
    for (sheet, lines) in &whole {
        let tab = several.then(|| sheet.name.clone());
        let within = |cell: String| tab.as_ref().map_or(cell.clone(), |tab| format!("{tab}!{cell}"));
        unread.extend(
            sheet
                .comments
                .iter()
                .map(|(cell, text)| Unread::Comment { place: within(cell.clone()), text: short(text) }),
        );
        let Some(at) = heading(lines) else {
            if is_guide(&sheet.rows) {
                unread.extend(beside_guide(lines));
            } else if !lines.is_empty() {
                let cells = lines.iter().map(|l| l.cells.len()).sum();
                unread.push(Unread::Tab { name: sheet.name.clone(), cells });
            }
            continue;
        };
        let place = |column: usize, line: u64| within(cell_name(column, line as usize));
        for line in &lines[..at] {
            unread.extend(line.cells.iter().filter_map(|c| loose(line, c, place)));
        }
        let columns = columns(&lines[at], place)?;
        let mut found = rows(&columns, (&lines[at], &lines[at + 1..]), place, tab.as_ref(), &mut codes);
        for merged in &sheet.merged {
            found.refused.extend(one_for_several(&columns, merged, lines[at].line));
        }
        match &mut all {
            None => all = Some(found),
            Some(all) => {
                all.rows.append(&mut found.rows);
                all.refused.append(&mut found.refused);
                all.unread.append(&mut found.unread);
            }
        }
    }
    let mut found = all.ok_or(SheetError::NoHeadings)?;
    found.code = one(codes)?;
    found.unread.append(&mut unread);
    found.filled_by = book.sheets.iter().find_map(|s| filled_by(&s.rows));
    found.saved_at = book.saved_at;
    found.is_1904 = book.is_1904;
    Ok(found)
}

fn from_csv(bytes: &[u8]) -> Result<Returned, SheetError> {
    let reader = Reader::new(Box::new(Cursor::new(bytes.to_vec())))?.held();
    let line = |row: &Row| Line {
        line: row.line,
        cells: row
            .cells
            .iter()
            .enumerate()
            .filter(|(_, c)| !c.trim().is_empty())
            .map(|(i, c)| (i, Ok(Typed::Text(c.clone()))))
            .collect(),
    };
    let heading = line(&Row { line: 1, cells: reader.headings().to_vec(), odd: vec![] });
    if !is_heading(&heading) {
        return Err(SheetError::NoHeadings);
    }
    let headings = reader.headings().to_vec();
    let place = |column: usize, _: u64| headings.get(column).cloned().unwrap_or_default();
    let columns = columns(&heading, place)?;
    let mut lines = Vec::new();
    for row in reader {
        match row {
            Ok(row) => lines.push(line(&row)),
            Err(ReadError::NoRows) => break,
            Err(e) => return Err(e.into()),
        }
    }
    let mut codes = Vec::new();
    let mut found = rows(&columns, (&heading, &lines), place, None, &mut codes);
    found.code = one(codes)?;
    found.is_csv = true;
    Ok(found)
}

fn one(mut codes: Vec<String>) -> Result<String, SheetError> {
    match codes.len() {
        0 => Err(SheetError::NoCode),
        1 => Ok(codes.remove(0)),
        _ => Err(SheetError::Several { codes }),
    }
}

fn lines(rows: &[workbook::SheetRow], is_1904: bool) -> Vec<Line> {
    let line = |row: &workbook::SheetRow| Line {
        line: row.line as u64,
        cells: row.cells.iter().map(|c| (c.column, typed(&c.value, is_1904))).collect(),
    };
    rows.iter().map(line).collect()
}

/// The page that says how: it has two columns, and whatever stands beside them is theirs.
fn beside_guide(lines: &[Line]) -> Vec<Unread> {
    let place = |column: usize, line: u64| cell_name(column, line as usize);
    let mut all = Vec::new();
    for line in lines {
        let named = line.cells.iter().any(|c| c.0 == 0);
        all.extend(line.cells.iter().filter(|c| c.0 > 1 || c.0 == 1 && !named).filter_map(|c| loose(line, c, place)));
    }
    all
}

/// A formula counts as the value that was kept of it. A year that was typed into a cell for dates is kept as
/// the day of that number, and no date of a plan lies in 1905.
fn typed(value: &CellValue, is_1904: bool) -> Result<Typed, Bilingual> {
    match value {
        CellValue::Date(day) if year_of(*day, is_1904).is_some() => {
            Ok(Typed::Number(f64::from(year_of(*day, is_1904).unwrap_or_default())))
        }
        CellValue::Text(text) => Ok(Typed::Text(text.clone())),
        CellValue::Number(n) => Ok(Typed::Number(*n)),
        CellValue::Date(day) => Ok(Typed::Day(*day)),
        CellValue::Flag(flag) => Ok(Typed::Text(if *flag { "TRUE" } else { "FALSE" }.into())),
        CellValue::Empty => Err(both!(
            "a formula stands here, and the file does not say what it comes to",
            "her står en formel, og filen siger ikke, hvad den giver"
        )),
        CellValue::Error(_) => {
            Err(both!("a formula stands here that has gone wrong", "her står en formel, der er gået galt"))
        }
    }
}

/// The year whose number stands behind a day.
fn year_of(day: NaiveDate, is_1904: bool) -> Option<i32> {
    (1990..2200).find(|year| workbook::serial_day(f64::from(*year), is_1904) == Some(day))
}

fn asks_who(value: &CellValue) -> bool {
    matches!(value, CellValue::Text(t)
        if t.to_lowercase().starts_with("filled in by") || t.to_lowercase().starts_with("udfyldt af"))
}

fn is_guide(rows: &[workbook::SheetRow]) -> bool {
    rows.iter().any(|row| row.cells.first().is_some_and(|c| asks_who(&c.value)))
}

/// The cell beside «Filled in by».
fn filled_by(rows: &[workbook::SheetRow]) -> Option<String> {
    rows.iter().find_map(|row| {
        let mut cells = row.cells.iter();
        cells.find(|c| asks_who(&c.value))?;
        cells.find_map(|c| typed(&c.value, false).ok()).map(|t| t.words().trim().to_string()).filter(|t| !t.is_empty())
    })
}
