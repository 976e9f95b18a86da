//! A sheet that came back: which one it is, and what was typed in its rows. Rows may have been sorted,
//! columns moved, headings broken over lines.

use super::csv_in::{Reader, Row};
use super::read_error::ReadError;
use super::refused::Refused;
use super::workbook::{self, CellValue, Merged, Workbook, WorkbookError, cell_name};
use crate::model::both;
use crate::model::returns::{COLUMNS, Column};
use crate::model::{Bilingual, Worded};
use chrono::NaiveDate;
use std::io::Cursor;

#[derive(Debug)]
pub enum SheetError {
    Workbook(WorkbookError),
    Csv(ReadError),
    NoHeadings,
    Twice { heading: String, first: String, second: String },
    Several { codes: Vec<String> },
    NoCode,
}

impl From<WorkbookError> for SheetError {
    fn from(e: WorkbookError) -> SheetError {
        SheetError::Workbook(e)
    }
}

impl From<ReadError> for SheetError {
    fn from(e: ReadError) -> SheetError {
        SheetError::Csv(e)
    }
}

impl Worded for SheetError {
    fn line(&self) -> Bilingual {
        match self {
            SheetError::Workbook(e) => e.line(),
            SheetError::Csv(e) => e.line(),
            SheetError::NoHeadings => both!(
                "it has no row of headings with Reference, Version and Sheet",
                "den har ingen række med overskrifterne Reference, Version og Skema"
            ),
            SheetError::Twice { heading, first, second } => both!(
                "the columns {first} and {second} are the same: {heading}",
                "kolonnerne {first} og {second} er ens: {heading}"
            ),
            SheetError::Several { codes } => both!(
                "it has the rows of several sheets: {all}",
                "den har rækker fra flere skemaer: {all}",
                all = codes.join(", ")
            ),
            SheetError::NoCode => {
                both!("no row says which sheet it is from", "ingen række siger, hvilket skema den er fra")
            }
        }
    }

    fn hint(&self) -> Option<Bilingual> {
        match self {
            SheetError::Workbook(e) => e.hint(),
            SheetError::Csv(e) => e.hint(),
            SheetError::NoHeadings => Some(both!(
                "read the file that was sent out and filled in; its headings must still be there",
                "læs den fil, der blev sendt ud og udfyldt; dens overskrifter skal stadig være der"
            )),
            SheetError::Twice { .. } => Some(both!("remove one of them", "fjern en af dem")),
            SheetError::Several { .. } => Some(both!(
                "keep the rows of each sheet in a file of their own",
                "hold hvert skemas rækker i en fil for sig"
            )),
            SheetError::NoCode => Some(both!(
                "copy the columns Version and Sheet back from the sheet that was sent",
                "kopier kolonnerne Version og Skema tilbage fra det skema, der blev sendt"
            )),
        }
    }
}

crate::model::worded!(SheetError);

/// What was typed in a cell.
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
            Typed::Text(text) => text.clone(),
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
    pub line: u64,
    pub reference: String,
    pub version: String,
    /// What was filled in, in the order of the columns of a sheet.
    pub cells: Vec<TypedCell>,
}

#[derive(Clone, Debug)]
pub struct Returned {
    pub code: String,
    pub filled_by: Option<String>,
    pub rows: Vec<ReturnedRow>,
    pub refused: Vec<Refused>,
    /// Days are counted from 1904.
    pub is_1904: bool,
    /// A CSV file: its numbers are texts.
    pub is_csv: bool,
}

/// The headings stand among the first rows that hold something; else a sheet of a million cells would be
/// searched through for them.
const HEADING_WITHIN: usize = 50;

/// One line of either kind of file.
struct Line {
    line: u64,
    cells: Vec<(usize, Result<Typed, Bilingual>)>,
}

/// Reads a sheet from the bytes of a file, XLSX or CSV, whatever its name.
pub fn read(bytes: &[u8]) -> Result<Returned, SheetError> {
    if workbook::is_workbook(bytes) { from_workbook(&workbook::read(bytes)?) } else { from_csv(bytes) }
}

fn from_workbook(book: &Workbook) -> Result<Returned, SheetError> {
    for sheet in &book.sheets {
        let lines: Vec<Line> = sheet
            .rows
            .iter()
            .map(|row| Line {
                line: row.line as u64,
                cells: row.cells.iter().map(|c| (c.column, typed(&c.value))).collect(),
            })
            .collect();
        let Some(at) = lines.iter().take(HEADING_WITHIN).position(is_heading) else { continue };
        let columns = columns(&lines[at], |column, line| cell_name(column, line as usize))?;
        let place = |column: usize, line: u64| cell_name(column, line as usize);
        let mut found = rows(&columns, &lines[at + 1..], place)?;
        for merged in &sheet.merged {
            found.refused.extend(one_for_several(&columns, merged, lines[at].line));
        }
        found.filled_by = book.sheets.iter().find_map(|s| filled_by(&s.rows));
        found.is_1904 = book.is_1904;
        return Ok(found);
    }
    Err(SheetError::NoHeadings)
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
    let heading = line(&Row { line: 1, cells: reader.headings().to_vec() });
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
    let mut found = rows(&columns, &lines, place)?;
    found.is_csv = true;
    Ok(found)
}

/// A formula counts as the value that was kept of it.
fn typed(value: &CellValue) -> Result<Typed, Bilingual> {
    match value {
        CellValue::Text(text) => Ok(Typed::Text(text.clone())),
        CellValue::Number(n) => Ok(Typed::Number(*n)),
        CellValue::Date(day) => Ok(Typed::Day(*day)),
        CellValue::Flag(true) => Ok(Typed::Text("x".into())),
        CellValue::Flag(false) => Ok(Typed::Text("no".into())),
        CellValue::Empty => Err(both!(
            "a formula stands here, and the file does not say what it comes to",
            "her står en formel, og filen siger ikke, hvad den giver"
        )),
        CellValue::Error(_) => {
            Err(both!("a formula stands here that has gone wrong", "her står en formel, der er gået galt"))
        }
    }
}

fn text(line: &Line, column: usize) -> Option<String> {
    let cell = line.cells.iter().find(|c| c.0 == column)?;
    cell.1.as_ref().ok().map(|t| t.words().trim().to_string()).filter(|t| !t.is_empty())
}

fn is_heading(line: &Line) -> bool {
    let names: Vec<&str> = line
        .cells
        .iter()
        .filter_map(|c| c.1.as_ref().ok())
        .filter_map(|t| Column::called(&t.words()))
        .map(|c| c.field.name)
        .collect();
    ["reference", "version", "sheet"].iter().all(|n| names.contains(n))
}

/// Which column of the file holds which column of the sheet. Others are somebody's own, and not read.
fn columns(line: &Line, place: impl Fn(usize, u64) -> String) -> Result<Vec<(usize, &'static Column)>, SheetError> {
    let mut found: Vec<(usize, &'static Column)> = Vec::new();
    for (at, typed) in &line.cells {
        let Some(column) = typed.as_ref().ok().and_then(|t| Column::called(&t.words())) else { continue };
        if let Some((first, _)) = found.iter().find(|(_, c)| c.field.name == column.field.name) {
            return Err(SheetError::Twice {
                heading: column.field.name.to_string(),
                first: place(*first, line.line),
                second: place(*at, line.line),
            });
        }
        found.push((*at, column));
    }
    Ok(found)
}

fn refused(line: u64, column: String, value: &str, reason: Bilingual, hint: Bilingual) -> Refused {
    Refused { line, column, value: value.to_string(), reason, hint: Some(hint) }
}

fn rows(
    columns: &[(usize, &'static Column)],
    lines: &[Line],
    place: impl Fn(usize, u64) -> String,
) -> Result<Returned, SheetError> {
    let at = |name: &str| columns.iter().find(|(_, c)| c.field.name == name).map(|c| c.0);
    let said = |line: &Line, name: &str| at(name).and_then(|c| text(line, c)).unwrap_or_default();
    let mut codes: Vec<String> = Vec::new();
    let mut found = Returned {
        code: String::new(),
        filled_by: None,
        rows: Vec::new(),
        refused: Vec::new(),
        is_1904: false,
        is_csv: false,
    };
    for line in lines {
        let mut cells = Vec::new();
        for column in COLUMNS.iter().filter(|c| c.fill) {
            let Some(at) = at(column.field.name) else { continue };
            match line.cells.iter().find(|c| c.0 == at) {
                Some((_, Ok(typed))) if !typed.words().trim().is_empty() => {
                    cells.push(TypedCell {
                        field: column.field.name,
                        place: place(at, line.line),
                        typed: typed.clone(),
                    });
                }
                Some((_, Err(why))) => {
                    found.refused.push(refused(
                        line.line,
                        place(at, line.line),
                        "",
                        why.clone(),
                        both!("type the value itself", "skriv selve værdien"),
                    ));
                }
                _ => {}
            }
        }
        let (reference, version, code) = (said(line, "reference"), said(line, "version"), said(line, "sheet"));
        if reference.is_empty() {
            if let Some(cell) = cells.first() {
                found.refused.push(refused(
                    line.line,
                    cell.place.clone(),
                    &cell.typed.words(),
                    both!(
                        "the row has no reference, so nobody knows what it is about",
                        "rækken har ingen reference, så ingen ved, hvad den handler om"
                    ),
                    both!(
                        "copy the reference, the version and the sheet from the sheet that was sent",
                        "kopier reference, version og skema fra det skema, der blev sendt"
                    ),
                ));
            }
            continue;
        }
        // Text under the table, without anything that a row of the sheet has.
        if version.is_empty() && code.is_empty() && cells.is_empty() {
            continue;
        }
        if !code.is_empty() && !codes.iter().any(|c| c.eq_ignore_ascii_case(&code)) {
            codes.push(code);
        }
        found.rows.push(ReturnedRow { line: line.line, reference, version, cells });
    }
    found.code = match codes.len() {
        0 => return Err(SheetError::NoCode),
        1 => codes.remove(0),
        _ => return Err(SheetError::Several { codes }),
    };
    Ok(found)
}

/// One value for several rows: nobody knows whether it is meant for all.
fn one_for_several(columns: &[(usize, &'static Column)], merged: &Merged, heading: u64) -> Option<Refused> {
    let several = merged.last_line > merged.first_line || merged.last_column > merged.first_column;
    let within = |c: &usize| (merged.first_column..=merged.last_column).contains(c);
    let fills = columns.iter().any(|(at, c)| c.fill && within(at));
    let below = merged.last_line as u64 > heading;
    (several && fills && below).then(|| {
        let range = format!(
            "{}:{}",
            cell_name(merged.first_column, merged.first_line),
            cell_name(merged.last_column, merged.last_line)
        );
        refused(
            merged.first_line as u64,
            range,
            "",
            both!(
                "these cells are merged into one, so their value belongs to no single cell",
                "cellerne er flettet til én, så værdien hører ikke til nogen enkelt celle"
            ),
            both!(
                "split them, and type a value in each row that it is meant for",
                "del dem, og skriv en værdi i hver række, den gælder"
            ),
        )
    })
}

/// The cell beside «Filled in by».
fn filled_by(rows: &[workbook::SheetRow]) -> Option<String> {
    rows.iter().find_map(|row| {
        let mut cells = row.cells.iter();
        cells.find(|c| {
            matches!(&c.value, CellValue::Text(t)
                if t.to_lowercase().starts_with("filled in by") || t.to_lowercase().starts_with("udfyldt af"))
        })?;
        cells.find_map(|c| typed(&c.value).ok()).map(|t| t.words().trim().to_string()).filter(|t| !t.is_empty())
    })
}
