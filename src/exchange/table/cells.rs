//! Cells of a workbook as the texts that an import reads.

use crate::exchange::csv_in::{Odd, Row};
use crate::exchange::workbook::{CellValue, Sheet, SheetCell, Shown, number_text, serial_day};
use crate::model::field::FieldType;
use crate::model::text::composed;
use crate::model::{Bilingual, both};
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// Merged ranges beyond these are not filled down; sheets say how many cells they merge.
const MERGED: usize = 10_000;
/// A day that is kept as a number is at least this: 2 October 1954.
const DAYS_FROM: f64 = 20_000.0;

/// Cells of one column that were read otherwise than they stand: how many, and the first.
#[derive(Default)]
struct Noted(BTreeMap<(usize, &'static str), (usize, String, String)>);

impl Noted {
    fn add(&mut self, column: usize, what: &'static str, place: String, read: &str) {
        self.0.entry((column, what)).or_insert_with(|| (0, place, read.to_string())).0 += 1;
    }
}

/// The text of a cell, and what of it is worth telling.
fn text(
    cell: &SheetCell,
    kind: Option<FieldType>,
    is_1904: bool,
) -> Result<(String, Option<&'static str>), (Bilingual, Bilingual)> {
    let is_day = matches!(kind, Some(FieldType::PartialDate | FieldType::Day));
    let plain = |text: String| Ok((text, None));
    match &cell.value {
        CellValue::Text(text) => plain(composed(text).into_owned()),
        CellValue::Number(n) if is_day && *n >= DAYS_FROM => match serial_day(*n, is_1904) {
            Some(day) => Ok((day.to_string(), Some("serial"))),
            None => plain(number_text(*n)),
        },
        CellValue::Number(n) => match cell.shown {
            Shown::Decimals(d) if number_text(*n).split_once('.').map_or(0, |(_, d)| d.len()) < usize::from(d) => {
                plain(format!("{n:.d$}", d = usize::from(d)))
            }
            _ => plain(number_text(*n)),
        },
        // A year that was typed into a cell for days is kept as the day of that number.
        CellValue::Date(day) if is_day && year_of(*day, is_1904).is_some() => {
            plain(year_of(*day, is_1904).unwrap_or_default().to_string())
        }
        CellValue::Date(day) => match cell.shown {
            Shown::Month if is_day => Ok((format!("{:04}-{:02}", day.year(), day.month()), Some("month"))),
            Shown::Year if is_day => Ok((format!("{:04}", day.year()), Some("year"))),
            _ => plain(day.to_string()),
        },
        CellValue::Flag(flag) => plain(if *flag { "ja" } else { "nej" }.into()),
        CellValue::Empty => Err((
            both!(
                "a formula stands here, and the file does not say what it comes to",
                "her står en formel, og filen siger ikke, hvad den giver"
            ),
            both!(
                "open the file and save it in Excel or LibreOffice, or type the value itself",
                "åbn filen, og gem den i Excel eller LibreOffice, eller skriv selve værdien"
            ),
        )),
        CellValue::Error(e) => Err((
            both!("a formula stands here that has gone wrong: {e}", "her står en formel, der er gået galt: {e}"),
            both!("mend the formula, or type the value itself", "ret formlen, eller skriv selve værdien"),
        )),
    }
}

/// The year whose number stands behind a day: no day of a plan lies in 1905.
fn year_of(day: NaiveDate, is_1904: bool) -> Option<i32> {
    (1990..2200).find(|year| serial_day(f64::from(*year), is_1904) == Some(day))
}

/// The cells of a row as texts, for a search of headings.
pub(super) fn heading(cells: &[SheetCell]) -> Vec<String> {
    let width = cells.iter().map(|c| c.column + 1).max().unwrap_or(0);
    let mut all = vec![String::new(); width];
    for cell in cells {
        if let Ok((text, _)) = text(cell, None, false) {
            all[cell.column] = text.trim().to_string();
        }
    }
    all
}

/// The rows below the headings, and what was understood of their cells. `kinds` says what each column holds.
pub(super) fn rows(
    sheet: &Sheet,
    heading: usize,
    headings: &[String],
    kinds: &[Option<FieldType>],
    is_1904: bool,
) -> (Vec<Row>, Vec<Bilingual>) {
    let mut noted = Noted::default();
    let mut rows = Vec::new();
    for row in sheet.rows.iter().filter(|r| r.line > heading) {
        let mut read = Row { line: row.line as u64, cells: vec![String::new(); headings.len()], odd: Vec::new() };
        for cell in &row.cells {
            let place = || crate::exchange::workbook::cell_name(cell.column, row.line);
            match text(cell, kinds.get(cell.column).copied().flatten(), is_1904) {
                Ok((text, what)) => {
                    if let Some(what) = what {
                        noted.add(cell.column, what, place(), &text);
                    }
                    if cell.column >= read.cells.len() {
                        read.cells.resize(cell.column + 1, String::new());
                    }
                    read.cells[cell.column] = text;
                }
                Err((reason, hint)) => read.odd.push(Odd { column: cell.column, reason, hint }),
            }
        }
        rows.push(read);
    }
    let mut told = filled_down(sheet, heading, headings, &mut rows);
    for ((column, what), (n, place, read)) in &noted.0 {
        let name = headings.get(*column).map_or("", String::as_str);
        let (en, da) = if *n == 1 { ("cell", "celle") } else { ("cells", "celler") };
        told.push(match *what {
            "month" => both!(
                "{name}: {n} {en} with only a month, the first {place}: {read}",
                "{name}: {n} {da} med kun en måned, den første {place}: {read}"
            ),
            "year" => both!(
                "{name}: {n} {en} with only a year, the first {place}: {read}",
                "{name}: {n} {da} med kun et årstal, den første {place}: {read}"
            ),
            _ => both!(
                "{name}: {n} {en} with the number that Excel keeps of a day, the first {place}: {read}",
                "{name}: {n} {da} med det tal, Excel gemmer en dato som, den første {place}: {read}"
            ),
        });
    }
    hidden(sheet, heading, headings, &mut told);
    coloured(sheet, heading, headings, kinds, &mut rows, &mut told);
    rows.retain(|row| !row.odd.is_empty() || row.cells.iter().any(|cell| !cell.trim().is_empty()));
    (rows, told)
}

/// Gives the value of a merged cell to every row that it reaches over.
fn filled_down(sheet: &Sheet, heading: usize, headings: &[String], rows: &mut [Row]) -> Vec<Bilingual> {
    let mut told: BTreeMap<usize, (usize, usize, String)> = BTreeMap::new();
    for merged in sheet.merged.iter().take(MERGED) {
        if merged.first_line <= heading || merged.last_line == merged.first_line {
            continue;
        }
        let from = rows.partition_point(|r| r.line < merged.first_line as u64);
        let to = rows.partition_point(|r| r.line <= merged.last_line as u64);
        let (column, within) = (merged.first_column, &mut rows[from..to]);
        let Some((first, rest)) = within.split_first_mut() else { continue };
        let Some(value) = first.cells.get(column).filter(|c| !c.trim().is_empty()) else { continue };
        if first.line != merged.first_line as u64 {
            continue;
        }
        for row in rest.iter_mut() {
            if row.cells.len() <= column {
                row.cells.resize(column + 1, String::new());
            }
            row.cells[column].clone_from(value);
        }
        let (n, line, range) = told.entry(column).or_insert_with(|| (0, usize::MAX, String::new()));
        *n += 1;
        if merged.first_line < *line {
            (*line, *range) = (merged.first_line, merged.range());
        }
    }
    told.iter()
        .map(|(column, (n, _, range))| {
            let name = headings.get(*column).map_or("", String::as_str);
            match n {
                1 => both!(
                    "{name}: the merged cell {range} counts for each of its rows",
                    "{name}: den flettede celle {range} gælder for hver af sine rækker"
                ),
                _ => both!(
                    "{name}: {n} merged cells count for each of their rows, the first {range}",
                    "{name}: {n} flettede celler gælder for hver af deres rækker, den første {range}"
                ),
            }
        })
        .collect()
}

/// Numbers as a person writes a list of them: 3, 5 to 8.
pub(super) fn ranges(numbers: &[usize]) -> Bilingual {
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    let runs: Vec<&[usize]> = sorted.chunk_by(|a, b| a + 1 == *b).collect();
    let word = |to: &str| {
        let one = |run: &&[usize]| match run {
            [one] => one.to_string(),
            [first, .., last] => format!("{first}{to}{last}"),
            [] => String::new(),
        };
        let mut all = runs.iter().take(5).map(one).collect::<Vec<_>>().join(", ");
        if runs.len() > 5 {
            all.push_str(", …");
        }
        all
    };
    Bilingual::new(word(" to "), word("-"))
}

fn hidden(sheet: &Sheet, heading: usize, headings: &[String], told: &mut Vec<Bilingual>) {
    let held = |line: &&usize| **line > heading && sheet.rows.iter().any(|r| r.line == **line);
    let lines: Vec<usize> = sheet.hidden_rows.iter().take(MERGED).filter(held).copied().collect();
    if !lines.is_empty() {
        let Bilingual { en, da } = ranges(&lines);
        told.push(both!("hidden rows were read too: {en}", "skjulte rækker er også læst: {da}"));
    }
    let names = |c: &usize| headings.get(*c).map(String::as_str).filter(|name| !name.is_empty());
    let columns: Vec<&str> = sheet.hidden_columns.iter().filter_map(names).collect();
    if !columns.is_empty() {
        let all = columns.join(", ");
        told.push(both!("hidden columns were read too: {all}", "skjulte kolonner er også læst: {all}"));
    }
}

/// A light that is only a colour is read where its cell says nothing.
fn coloured(
    sheet: &Sheet,
    heading: usize,
    headings: &[String],
    kinds: &[Option<FieldType>],
    rows: &mut [Row],
    told: &mut Vec<Bilingual>,
) {
    let Some(column) = kinds.iter().position(|k| *k == Some(FieldType::Light)) else { return };
    let (mut n, mut first) = (0, None);
    for (line, _, light) in sheet.coloured.iter().filter(|c| c.0 > heading && c.1 == column) {
        let at = rows.partition_point(|r| r.line < *line as u64);
        let Some(row) = rows.get_mut(at).filter(|r| r.line == *line as u64) else { continue };
        let is_row = row.cells.iter().filter(|c| !c.trim().is_empty()).count() > 1;
        if let Some(cell) = row.cells.get_mut(column).filter(|c| is_row && c.trim().is_empty()) {
            *cell = light.code().to_string();
            n += 1;
            first.get_or_insert((crate::exchange::workbook::cell_name(column, *line), light.coded()));
        }
    }
    if let Some((place, light)) = first {
        let name = &headings[column];
        let (cell, celle) = if n == 1 { ("cell", "celle") } else { ("cells", "celler") };
        told.push(both!(
            "{name}: {n} {cell} with only a colour, read as the light, the first {place}: {en}",
            "{name}: {n} {celle} med kun en farve, læst som trafiklyset, den første {place}: {da}",
            en = light.0,
            da = light.1
        ));
    }
}
