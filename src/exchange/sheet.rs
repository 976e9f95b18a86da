//! A sheet that came back: which one it is, and what was typed in its rows. Rows may have been sorted,
//! columns moved, headings broken over lines.

use super::csv_in::{Reader, Row};
use super::read_error::ReadError;
use super::refused::RowError;
use super::sheet_error::SheetError;
use super::workbook::{self, CellValue, Merged, Workbook, cell_name};
use crate::model::returns::{COLUMNS, Column, Unread};
use crate::model::text::composed;
use crate::model::{Bilingual, both, nearest};
use chrono::{DateTime, NaiveDate, Utc};
use std::io::Cursor;

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
    /// What was filled in, in the order of the columns of a sheet.
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
    if workbook::is_workbook(bytes) {
        return from_workbook(&workbook::read(bytes)?);
    }
    if is_mail(bytes) { Err(SheetError::Mail) } else { from_csv(bytes) }
}

/// The head of an e-mail: lines such as `MIME-Version: 1.0` before the first that is empty.
fn is_mail(bytes: &[u8]) -> bool {
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

/// No more of a text than a line takes.
fn short(text: &str) -> String {
    super::refused::shortened(&text.split_whitespace().collect::<Vec<_>>().join(" ")).into_owned()
}

/// Text that stands where no answer is looked for.
fn loose(
    line: &Line,
    (column, typed): &(usize, Result<Typed, Bilingual>),
    place: impl Fn(usize, u64) -> String,
) -> Option<Unread> {
    let text = typed.as_ref().map_or_else(|why| why.en.clone(), Typed::words);
    (!text.trim().is_empty()).then(|| Unread::Cell { place: place(*column, line.line), text: short(&text) })
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

/// Which column of the file holds which column of the sheet. Others are somebody's own, and are named.
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

fn refused(line: u64, column: String, value: &str, reason: Bilingual, hint: Bilingual) -> RowError {
    RowError { line, column, value: value.to_string(), reason, hint: Some(hint) }
}

/// The rows of one table, with what else stands there. `codes` grows by the sheets that rows say they are of.
fn rows(
    columns: &[(usize, &'static Column)],
    (heading, lines): (&Line, &[Line]),
    place: impl Fn(usize, u64) -> String,
    tab: Option<&String>,
    codes: &mut Vec<String>,
) -> Returned {
    let at = |name: &str| columns.iter().find(|(_, c)| c.field.name == name).map(|c| c.0);
    let said = |line: &Line, name: &str| at(name).and_then(|c| text(line, c)).unwrap_or_default();
    let mut found = Returned {
        code: String::new(),
        filled_by: None,
        rows: Vec::new(),
        refused: Vec::new(),
        unread: Vec::new(),
        saved_at: None,
        is_1904: false,
        is_csv: false,
    };
    own(columns, (heading, lines), &place, &mut found);
    for line in lines {
        let (mut cells, mut shown) = (Vec::new(), Vec::new());
        for column in COLUMNS {
            let Some(at) = at(column.field.name) else { continue };
            match line.cells.iter().find(|c| c.0 == at) {
                Some((_, Ok(typed))) if !typed.words().trim().is_empty() => {
                    let cell =
                        TypedCell { field: column.field.name, place: place(at, line.line), typed: typed.clone() };
                    if column.is_filled { cells.push(cell) } else { shown.push(cell) }
                }
                Some((_, Err(why))) if column.is_filled => {
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
        if reference.is_empty()
            && let Some(cell) = cells.first()
        {
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
        // Text under the table, without anything that a row of the sheet has.
        if reference.is_empty() || version.is_empty() && code.is_empty() && cells.is_empty() {
            let known = |c: &usize| columns.iter().any(|(at, column)| at == c && !column.is_filled);
            let words = line.cells.iter().filter(|c| known(&c.0)).filter_map(|c| loose(line, c, &place));
            found.unread.extend(words);
            continue;
        }
        if !code.is_empty() && !codes.iter().any(|c| c.eq_ignore_ascii_case(&code)) {
            codes.push(code);
        }
        found.rows.push(ReturnedRow { tab: tab.cloned(), line: line.line, reference, version, cells, shown });
    }
    found
}

/// Columns that are none of the sheet's: refused where one of ours is missing and may be meant, else named.
fn own(
    columns: &[(usize, &'static Column)],
    (heading, lines): (&Line, &[Line]),
    place: &impl Fn(usize, u64) -> String,
    found: &mut Returned,
) {
    let mut others: Vec<usize> = lines.iter().flat_map(|l| l.cells.iter().map(|c| c.0)).collect();
    others.sort_unstable();
    others.dedup();
    others.retain(|at| !columns.iter().any(|(known, _)| known == at));
    let missing = || {
        let is_there = |c: &&Column| columns.iter().any(|(_, known)| known.field.name == c.field.name);
        COLUMNS.iter().filter(|c| c.is_filled).filter(move |c| !is_there(c))
    };
    for at in others {
        let words = |line: &Line| text(line, at);
        let filled: Vec<String> = lines.iter().filter_map(words).collect();
        let Some(first) = filled.first() else { continue };
        let title = words(heading).unwrap_or_default();
        let spellings = missing().flat_map(|c| c.field.names());
        let meant = nearest::of(&title, spellings).into_iter().next();
        let in_question = meant.is_some() || title.is_empty() && missing().next().is_some();
        if in_question {
            let (shown, n) = (short(&title), filled.len());
            let reason = both!(
                "«{shown}» is no heading of the sheet, and {n} cells under it are filled in",
                "»{shown}« er ingen af skemaets overskrifter, og {n} felter under den er udfyldt"
            );
            let hint = match meant {
                Some(meant) => both!(
                    "did you mean {meant}? write the heading as it was sent, or empty the column",
                    "mente du {meant}? skriv overskriften, som den blev sendt, eller tøm kolonnen"
                ),
                None => both!(
                    "write the heading as it was sent, or empty the column",
                    "skriv overskriften, som den blev sendt, eller tøm kolonnen"
                ),
            };
            found.refused.push(refused(heading.line, place(at, heading.line), &title, reason, hint));
        } else {
            found.unread.push(Unread::Column {
                place: place(at, heading.line),
                heading: short(&title),
                cells: filled.len(),
                first: short(first),
            });
        }
    }
}

/// One value for several rows: nobody knows whether it is meant for all.
fn one_for_several(columns: &[(usize, &'static Column)], merged: &Merged, heading: u64) -> Option<RowError> {
    let several = merged.last_line > merged.first_line || merged.last_column > merged.first_column;
    let within = |c: &usize| (merged.first_column..=merged.last_column).contains(c);
    let fills = columns.iter().any(|(at, c)| c.is_filled && within(at));
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
