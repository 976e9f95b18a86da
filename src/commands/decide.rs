//! Deciding what copies said without knowing of each other: several conflicts as one change, which knew them all.

use super::merge::settle;
use crate::exchange::refused::Place;
use crate::exchange::workbook::{self, CellValue};
use crate::exchange::{HeadingError, ReadError, Reader, RowError};
use crate::model::{Bilingual, EntryField, Moment, Operation, Refusal, Worded, both, nearest, sort_key};
use crate::queries::conflicts::letter;
use crate::queries::{Error, Result};
use crate::store::{Conflict, Store};
use std::collections::BTreeMap;
use std::io::Cursor;

/// Which conflicts, and whose value of each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub of: Of,
    /// A letter of the list, or an author.
    pub which: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Of {
    All,
    /// The code of a conflict, or a subject: 3f9a12, ID-2021/4.1.
    Named(String),
}

/// The conflicts that were decided, each with the place of the value that counts now.
#[derive(Clone, Debug)]
pub struct Decided {
    pub decided: Vec<(Conflict, usize)>,
    /// How many are left.
    pub left: usize,
    /// Nothing where it was only tried.
    pub change: Option<i64>,
}

/// Reads `3f9a12=b`, `ID-2021/4.1=Bo`, `all=Bo`.
pub fn choice(text: &str) -> std::result::Result<Choice, Refusal> {
    let refused = || Refusal::NotAChoiceOfConflict { value: text.to_string() };
    let (of, which) = text.rsplit_once('=').ok_or_else(refused)?;
    let (of, which) = (of.trim(), which.trim().to_string());
    if of.is_empty() || which.is_empty() {
        return Err(refused());
    }
    let of = match of.to_lowercase().as_str() {
        "all" | "alle" => Of::All,
        _ => Of::Named(of.to_string()),
    };
    Ok(Choice { of, which })
}

/// The place of the value that is meant: by its letter, or by who wrote it.
fn place(conflict: &Conflict, which: &str) -> Option<usize> {
    let by_letter = (0..conflict.values.len()).find(|at| which.eq_ignore_ascii_case(&letter(*at)));
    by_letter.or_else(|| {
        let wrote = |at: &usize| {
            let by = conflict.values[*at].by.as_ref();
            by.is_some_and(|c| c.author.to_lowercase() == which.to_lowercase())
        };
        let mut all = (0..conflict.values.len()).filter(wrote);
        all.next().filter(|_| all.next().is_none())
    })
}

/// The conflicts that choices are about, in the order of the list, each with what is chosen. A later choice counts
/// more.
fn chosen(all: &[Conflict], choices: &[Choice]) -> std::result::Result<BTreeMap<usize, usize>, Refusal> {
    let mut chosen = BTreeMap::new();
    for Choice { of, which } in choices {
        let Of::Named(name) = of else {
            // Where the author said nothing, or nothing can be chosen, it stays undecided.
            let each = all.iter().enumerate().filter(|(_, c)| c.is_decidable());
            chosen.extend(each.filter_map(|(at, c)| Some((at, place(c, which)?))));
            continue;
        };
        let meant = |c: &Conflict| {
            let own = [c.code(), c.subject(), c.name.clone()];
            own.iter().any(|own| own.to_lowercase() == name.to_lowercase())
        };
        let found: Vec<usize> = (0..all.len()).filter(|at| meant(&all[*at])).collect();
        if found.is_empty() {
            return Err(Refusal::NotUndecided { value: name.clone() });
        }
        for at in found {
            let conflict = &all[at];
            if !conflict.is_decidable() {
                let (entity, field) = (conflict.table.name, conflict.column.clone());
                return Err(Refusal::NotChosen { name: conflict.name.clone(), entity, field });
            }
            let letters = (0..conflict.values.len()).map(letter).collect();
            let place = place(conflict, which).ok_or_else(|| Refusal::NotOfThese {
                value: which.clone(),
                name: conflict.name.clone(),
                letters,
            })?;
            chosen.insert(at, place);
        }
    }
    Ok(chosen)
}

/// Decides, as one change.
pub fn decide(
    store: &mut Store,
    moment: &Moment,
    choices: &[Choice],
    reason: Option<&str>,
    dry_run: bool,
) -> Result<Decided> {
    let w = store.begin(moment, reason)?;
    let all = w.conflicts()?;
    let chosen = chosen(&all, choices)?;
    // An objective that has ended has no light, so the status comes last.
    let mut order: Vec<(&usize, &usize)> = chosen.iter().collect();
    order.sort_by_key(|(at, _)| all[**at].column == EntryField::Status.column());
    for (at, place) in order {
        settle(&w, &all[*at], *place, reason)?;
    }
    let left = all.len() - chosen.len();
    let mut decided: Vec<(Conflict, usize)> = chosen.into_iter().map(|(at, place)| (all[at].clone(), place)).collect();
    decided.sort_by_cached_key(|(c, _)| (sort_key(&c.subject()), c.column.clone()));
    if dry_run || decided.is_empty() {
        w.abandon()?;
        return Ok(Decided { decided, left, change: None });
    }
    let change = w.finish(&Operation::Decide { conflicts: decided.len() })?;
    Ok(Decided { decided, left, change: Some(change) })
}

/// Reads the choices in a file of `conflicts -o`: a workbook or CSV, with an x where a value is chosen.
pub fn choices_of(file: &str, bytes: &[u8]) -> Result<Vec<Choice>> {
    let lines = if workbook::is_workbook(bytes) { of_workbook(file, bytes)? } else { of_csv(file, bytes)? };
    let column = |cells: &[String], (en, da): (&str, &str)| {
        cells.iter().position(|c| [en, da].iter().any(|name| nearest::plain(name) == nearest::plain(c)))
    };
    let found = lines
        .iter()
        .enumerate()
        .find_map(|(at, (_, cells))| Some((at, column(cells, ("choice", "Valg"))?, column(cells, ("take", "Vælg"))?)));
    let Some((heading, chosen, take)) = found else {
        let problem = HeadingError::Missing { fields: vec!["choice", "take"] };
        let problems = vec![(Place { sheet: None, line: 1 }, problem)];
        return Err(Error::Headings { file: file.to_string(), problems, told: vec![], hint: None });
    };
    let (mut choices, mut refused): (Vec<Choice>, Vec<RowError>) = (Vec::new(), Vec::new());
    let mut total = 0;
    for (line, cells) in &lines[heading + 1..] {
        total += 1;
        let cell = |at: usize| cells.get(at).map(|c| c.trim()).unwrap_or_default();
        let mut refuse = |at: usize, reason: Bilingual, hint: Option<Bilingual>| {
            let (column, value) = (lines[heading].1[at].clone(), cell(at).to_string());
            refused.push(RowError { sheet: None, line: *line, column, value, reason, hint }.shortened());
        };
        if cell(take).is_empty() {
            continue;
        }
        if !cell(take).eq_ignore_ascii_case("x") {
            let only = both!("an x chooses the value of the row", "et x vælger værdien i rækken");
            refuse(take, only, Some(both!("write x, or leave it empty", "skriv x, eller lad cellen være tom")));
            continue;
        }
        match choice(cell(chosen)) {
            Ok(choice) if choices.iter().any(|c| c.of == choice.of) => refuse(
                take,
                both!("two values of one conflict are chosen", "der er valgt to værdier for én konflikt"),
                Some(both!("leave one x", "lad kun ét x stå")),
            ),
            Ok(choice) => choices.push(choice),
            Err(refusal) => refuse(chosen, refusal.line(), refusal.hint()),
        }
    }
    if refused.is_empty() {
        return Ok(choices);
    }
    let unlisted = refused.len().saturating_sub(LISTED);
    refused.truncate(LISTED);
    Err(Error::Rows { file: file.to_string(), rows: refused, unlisted, total, told: vec![], mend: None })
}

/// More refused rows than this are counted and not listed.
const LISTED: usize = 1000;

/// Rows with their lines, headings among them.
type Lines = Vec<(u64, Vec<String>)>;

/// The sheet of the list: the one with most rows.
fn of_workbook(file: &str, bytes: &[u8]) -> Result<Lines> {
    let told = |e: workbook::WorkbookError| Error::Sheet { file: file.to_string(), source: e.into() };
    let book = workbook::read(bytes).map_err(told)?;
    let lines = book.sheets.iter().map(|sheet| {
        let rows = sheet.rows.iter().map(|row| {
            let mut cells = vec![String::new(); row.cells.iter().map(|c| c.column + 1).max().unwrap_or(0)];
            for cell in &row.cells {
                cells[cell.column] = match &cell.value {
                    CellValue::Text(text) => text.clone(),
                    CellValue::Number(n) => workbook::number_text(*n),
                    _ => String::new(),
                };
            }
            (row.line as u64, cells)
        });
        rows.collect::<Lines>()
    });
    Ok(lines.max_by_key(|l| l.iter().filter(|(_, cells)| cells.len() > 2).count()).unwrap_or_default())
}

fn of_csv(file: &str, bytes: &[u8]) -> Result<Lines> {
    let told = |source| Error::Read { file: file.to_string(), source };
    let reader = Reader::new(Box::new(Cursor::new(bytes.to_vec()))).map_err(told)?.held();
    let mut lines = vec![(1, reader.headings().to_vec())];
    for row in reader {
        match row {
            Ok(row) => lines.push((row.line, row.cells)),
            Err(ReadError::NoRows) => break,
            Err(e) => return Err(told(e)),
        }
    }
    Ok(lines)
}
