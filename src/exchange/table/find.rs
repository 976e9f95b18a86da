//! Opening a file and finding its tables.

use super::cells;
use crate::exchange::csv_in::{Profile, Reader, Row, TOP};
use crate::exchange::decode::Encoding;
use crate::exchange::headings::{HeadingError, Matched};
use crate::exchange::read_error::ReadError;
use crate::exchange::refused::shortened;
use crate::exchange::workbook::{self, Sheet};
use crate::model::field::FieldType;
use crate::model::{Bilingual, both};
use std::io::{Cursor, Read};

/// No workbook that is imported is larger, in bytes.
const LARGEST: u64 = 64 << 20;

/// Reads a row of headings: which field each is, or all that is wrong with them.
pub type Headings<'a> = dyn Fn(&[String]) -> Result<Matched, Vec<HeadingError>> + 'a;

/// The tables that somebody asks for.
pub struct Wanted<'a> {
    /// Which field each heading is, or all that is wrong with them.
    pub headings: &'a Headings<'a>,
    /// How many different fields are among these headings.
    pub known: &'a dyn Fn(&[String]) -> usize,
    pub kind: &'a dyn Fn(&'static str) -> Option<FieldType>,
    /// The sheets of a workbook that are named; none: all that are shown and have the headings.
    pub sheets: &'a [String],
    /// Whether it matters of which day the table is, and nobody has said it.
    pub asks_day: bool,
}

/// One table: its headings and its rows.
pub struct Table {
    /// The sheet, where the file is a workbook of several.
    pub sheet: Option<String>,
    /// The line of the headings.
    pub line: u64,
    pub headings: Vec<String>,
    pub columns: Result<Matched, Vec<HeadingError>>,
    rows: Source,
}

enum Source {
    Csv(Box<Reader>),
    Kept(std::vec::IntoIter<Row>),
}

impl Iterator for Table {
    type Item = Result<Row, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.rows {
            Source::Csv(reader) => reader.next(),
            Source::Kept(rows) => rows.next().map(Ok),
        }
    }
}

impl Table {
    /// The lines of rows with fewer cells than there are headings; of many, the first.
    pub fn short_rows(&self) -> &[u64] {
        match &self.rows {
            Source::Csv(reader) => reader.short_rows(),
            Source::Kept(_) => &[],
        }
    }

    /// The form of a CSV file; nothing of a workbook.
    pub fn profile(&self) -> Option<Profile> {
        match &self.rows {
            Source::Csv(reader) => Some(reader.profile()),
            Source::Kept(_) => None,
        }
    }
}

pub struct Tables {
    pub tables: Vec<Table>,
    /// As the file was understood, and the parts that were passed over.
    pub told: Vec<Bilingual>,
}

/// Opens a file, CSV or workbook, whatever its name.
pub fn open(mut source: Box<dyn Read>, encoding: Option<Encoding>, wanted: &Wanted) -> Result<Tables, ReadError> {
    let mut head = Vec::new();
    (&mut source).take(8).read_to_end(&mut head).map_err(ReadError::Io)?;
    let is_workbook = workbook::is_workbook(&head);
    let mut source: Box<dyn Read> = Box::new(Cursor::new(head).chain(source));
    if !is_workbook {
        return csv(Reader::encoded(source, encoding)?, wanted);
    }
    let mut bytes = Vec::new();
    (&mut source).take(LARGEST + 1).read_to_end(&mut bytes).map_err(ReadError::Io)?;
    if bytes.len() as u64 > LARGEST {
        return Err(ReadError::Workbook(workbook::WorkbookError::TooLarge { most: LARGEST }));
    }
    let book = workbook::read(&bytes).map_err(ReadError::Workbook)?;
    sheets(&book, wanted)
}

fn csv(mut reader: Reader, wanted: &Wanted) -> Result<Tables, ReadError> {
    let mut told = Vec::new();
    let mut columns = (wanted.headings)(reader.headings());
    if columns.is_err() {
        let before = reader.look_for_headings(wanted.known);
        if !before.is_empty() {
            let lines: Vec<(usize, String)> = before.iter().map(|r| (r.line as usize, words(&r.cells))).collect();
            told.extend(passed_over(&lines));
            told.extend(lines.iter().find_map(|(_, text)| as_of(text)).filter(|_| wanted.asks_day));
            columns = (wanted.headings)(reader.headings());
        }
    }
    let (line, headings) = (reader.heading_line(), reader.headings().to_vec());
    let table = Table { sheet: None, line, headings, columns, rows: Source::Csv(Box::new(reader)) };
    Ok(Tables { tables: vec![table], told })
}

/// The words of a row, for telling of it.
fn words(cells: &[String]) -> String {
    let filled: Vec<&str> = cells.iter().map(|c| c.trim()).filter(|c| !c.is_empty()).collect();
    shortened(&filled.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")).into_owned()
}

/// The day that a title says the table is of: «status pr. 1. oktober 2026».
fn as_of(text: &str) -> Option<Bilingual> {
    let lower = text.to_lowercase();
    let at = ["pr. ", "per ", "as of ", "pr "].iter().find_map(|word| Some(lower.find(word)? + word.len()))?;
    let rest = lower.get(at..)?;
    let words: Vec<&str> = rest.split_whitespace().take(4).collect();
    let day = (1..=words.len()).rev().find_map(|n| {
        let said = words[..n].join(" ");
        crate::model::parse_day(said.trim_end_matches([',', '.', ')', ';']), None).ok()
    })?;
    Some(both!(
        "the title says {day}: if that is the day of what is reported, add: --as-of {day}",
        "titlen siger {day}: er det den dag, statussen gælder, så tilføj: --as-of {day}"
    ))
}

/// Tells of rows above the headings.
fn passed_over(lines: &[(usize, String)]) -> Option<Bilingual> {
    let numbers: Vec<usize> = lines.iter().map(|l| l.0).collect();
    let Bilingual { en, da } = cells::ranges(&numbers);
    let text = lines.iter().map(|l| l.1.as_str()).collect::<Vec<_>>().join(" | ");
    match lines.len() {
        0 => None,
        1 => Some(both!(
            "line {en} is no heading and was passed over: {text}",
            "linje {da} er ingen overskrift og er sprunget over: {text}"
        )),
        _ => Some(both!(
            "lines {en} are no headings and were passed over: {text}",
            "linje {da} er ingen overskrifter og er sprunget over: {text}"
        )),
    }
}

/// The row with the headings of a sheet, and how many are known.
fn heading<'a>(sheet: &'a Sheet, wanted: &Wanted) -> Option<(usize, &'a workbook::SheetRow)> {
    let mut best: Option<(usize, &workbook::SheetRow)> = None;
    for row in sheet.rows.iter().take(TOP) {
        let found = (wanted.known)(&cells::heading(&row.cells));
        if best.is_none_or(|(most, _)| found > most) {
            best = Some((found, row));
        }
    }
    best
}

fn sheets(book: &workbook::Workbook, wanted: &Wanted) -> Result<Tables, ReadError> {
    let named = |sheet: &Sheet, name: &String| sheet.name.trim().to_lowercase() == name.trim().to_lowercase();
    let names = || book.sheets.iter().filter(|s| !s.rows.is_empty()).map(|s| s.name.clone()).collect::<Vec<_>>();
    if let Some(name) = wanted.sheets.iter().find(|name| !book.sheets.iter().any(|s| named(s, name))) {
        return Err(ReadError::NoSheet { name: name.clone(), sheets: names() });
    }
    let mut told = Vec::new();
    let mut found: Vec<(&Sheet, usize, &workbook::SheetRow)> = Vec::new();
    let several = book.sheets.iter().filter(|s| !s.rows.is_empty()).count() > 1;
    for sheet in book.sheets.iter().filter(|s| !s.rows.is_empty()) {
        let is_named = wanted.sheets.iter().any(|name| named(sheet, name));
        let name = &sheet.name;
        match heading(sheet, wanted) {
            _ if !is_named && !wanted.sheets.is_empty() => {}
            _ if sheet.is_hidden && !is_named => told.push(both!(
                "the sheet «{name}» is hidden and was passed over (to read it: --sheet \"{name}\")",
                "arket »{name}« er skjult og er sprunget over (læs det med: --sheet \"{name}\")"
            )),
            Some((known, row)) => found.push((sheet, known, row)),
            None => {}
        }
    }
    let most = found.iter().map(|f| f.1).max().unwrap_or(0);
    // One sheet is told what is wrong with its headings; of several, those count that have any.
    found.retain(|(sheet, known, _)| {
        let counts = *known >= 2 && *known * 2 >= most || *known == most && (most > 0 || !several);
        if !counts {
            let name = &sheet.name;
            told.push(both!(
                "the sheet «{name}» has none of the headings and was passed over",
                "arket »{name}« har ingen af overskrifterne og er sprunget over"
            ));
        }
        counts
    });
    if found.is_empty() {
        return Err(ReadError::NoTable { sheets: names() });
    }
    let mut tables = Vec::new();
    for (sheet, _, row) in &found {
        let tab = several.then(|| sheet.name.clone());
        let within = |text: Bilingual| match &tab {
            Some(tab) => text.map(|text| format!("{tab}: {text}")),
            None => text,
        };
        let headings = cells::heading(&row.cells);
        let lines: Vec<(usize, String)> = sheet
            .rows
            .iter()
            .take_while(|r| r.line < row.line)
            .map(|r| (r.line, words(&cells::heading(&r.cells))))
            .collect();
        told.extend(passed_over(&lines).map(within));
        told.extend(lines.iter().find_map(|(_, text)| as_of(text)).filter(|_| wanted.asks_day).map(within));
        let columns = (wanted.headings)(&headings);
        let field = |c: &Option<&'static str>| c.and_then(|name| (wanted.kind)(name));
        let kinds: Vec<Option<FieldType>> =
            columns.as_ref().map(|c| c.columns.iter().map(field).collect()).unwrap_or_default();
        let (rows, understood) = cells::rows(sheet, row.line, &headings, &kinds, book.is_1904);
        told.extend(understood.into_iter().map(within));
        tables.push(Table {
            sheet: tab.clone(),
            line: row.line as u64,
            headings,
            columns,
            rows: Source::Kept(rows.into_iter()),
        });
    }
    Ok(Tables { tables, told })
}
