//! The lines of a sheet that came back: which column holds what, what was filled in, and what is nobody's answer.

use super::error::SheetError;
use super::returned::{Returned, ReturnedRow, Typed, TypedCell};
use crate::exchange::refused::{RowError, shortened};
use crate::exchange::workbook::{Merged, cell_name};
use crate::model::returns::{COLUMNS, Column, Unread};
use crate::model::{Bilingual, both, nearest};

/// One line of either kind of file.
pub(super) struct Line {
    pub line: u64,
    pub cells: Vec<(usize, Result<Typed, Bilingual>)>,
}

/// No more of a text than a line takes.
pub(super) fn short(text: &str) -> String {
    shortened(&text.split_whitespace().collect::<Vec<_>>().join(" ")).into_owned()
}

/// Text that stands where no answer is looked for.
pub(super) fn loose(
    line: &Line,
    (column, typed): &(usize, Result<Typed, Bilingual>),
    place: impl Fn(usize, u64) -> String,
) -> Option<Unread> {
    let text = typed.as_ref().map_or_else(|why| why.en.clone(), Typed::words);
    (!text.trim().is_empty()).then(|| Unread::Cell { place: place(*column, line.line), text: short(&text) })
}

pub(super) fn text(line: &Line, column: usize) -> Option<String> {
    let cell = line.cells.iter().find(|c| c.0 == column)?;
    cell.1.as_ref().ok().map(|t| t.words().trim().to_string()).filter(|t| !t.is_empty())
}

pub(super) fn is_heading(line: &Line) -> bool {
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
pub(super) fn columns(
    line: &Line,
    place: impl Fn(usize, u64) -> String,
) -> Result<Vec<(usize, &'static Column)>, SheetError> {
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

pub(super) fn refused(line: u64, column: String, value: &str, reason: Bilingual, hint: Bilingual) -> RowError {
    RowError { sheet: None, line, column, value: value.to_string(), reason, hint: Some(hint) }
}

/// The rows of one table, with what else stands there. `codes` grows by the sheets that rows say they are of.
pub(super) fn rows(
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
pub(super) fn own(
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
pub(super) fn one_for_several(columns: &[(usize, &'static Column)], merged: &Merged, heading: u64) -> Option<RowError> {
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
