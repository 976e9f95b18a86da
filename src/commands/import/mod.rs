//! Reading CSV into the file: any entity, or entries of the log. It lands whole or not at all, every
//! refused row is told, and the second time nothing changes.

mod areas;
mod entity;
mod entry;
mod request;
mod row;

pub use request::{Changed, Imported, Kept, Options, What};

use super::deadline;
use crate::exchange::excel::excel_left;
use crate::exchange::{HeadingError, Matched, ReadError, Reader, Row, RowError, match_headings};
use crate::model::both;
use crate::model::field::{Field, FieldType, field};
use crate::model::operation::file_name;
use crate::model::{EntityKind, Moment, Operation, Refusal, entry as log_line, nearest, redaction};
use crate::queries::{Error, Result};
use crate::store::{ChangeTx, Store};
use row::{Cells, Import, RowFailure, one};
use std::collections::HashSet;
use std::io::Read;

/// More refused rows than this are counted and not listed.
const LISTED: usize = 1000;

/// The memory that rows may take while they wait for others, in bytes.
const WAITING: usize = 16 << 20;

/// A deadline of which the heading does not say whether it is the original or the approved one; and for
/// a row that moves it, why and who agreed.
static MOVES: &[Field] = &[
    field("deadline", "Frist", FieldType::PartialDate, "the deadline"),
    field("move_reason", "Årsag til flytning", FieldType::Text, "why the approved deadline moves"),
    field("agreed_by", "Aftalt af", FieldType::Text, "who agreed to move the approved deadline").also(&["godkendt af"]),
];

/// Headings that exports carry and that are computed, so they are read past.
const COMPUTED: &[(&str, &[&str])] = &[
    ("overdue", &["overdue", "Overskredet"]),
    ("area_title", &["area_title", "Indsatsområdets titel"]),
    ("recorded", &["recorded", "Registreret"]),
    ("author", &["author", "Forfatter"]),
];

/// Imports a file as one change.
pub fn import(
    store: &mut Store,
    moment: &Moment,
    what: What,
    file: &str,
    source: Box<dyn Read>,
    options: &Options,
    progress: &mut dyn FnMut(usize),
) -> Result<Imported> {
    let mut seen = HashSet::new();
    let writing = store.begin(moment, options.because.reason.as_deref())?;
    let mut done = rows(&writing, what, file, source, options, &mut seen, progress)?;
    let nothing = done.added.is_empty() && done.changed.is_empty() && done.reported == 0 && done.areas_added.is_empty();
    if options.dry_run || nothing {
        missing(&writing, what, options, &seen, &mut done)?;
        writing.abandon()?;
        return Ok(done);
    }
    missing(&writing, what, options, &seen, &mut done)?;
    let entity = match what {
        What::EntityKind(entity) => Some(entity),
        What::Entries => None,
    };
    let (added, changed) = (done.added.len(), done.changed.len());
    done.change = Some(writing.finish(&Operation::Import { entity, file: file_name(file), added, changed })?);
    Ok(done)
}

/// The rows of the named plan that the file has and the imported one has not.
fn missing(w: &ChangeTx, what: What, options: &Options, seen: &HashSet<i64>, done: &mut Imported) -> Result<()> {
    if let What::EntityKind(entity) = what {
        let plans: Vec<String> = options.plan.iter().cloned().collect();
        let of_plan = matches!(entity, EntityKind::Area | EntityKind::Objective | EntityKind::Activity);
        if !of_plan || !plans.is_empty() {
            done.missing = w.names_without(entity, &plans, seen)?;
        }
    }
    Ok(())
}

/// Reads all rows inside a change that is open already. `seen` gets the rows of the file.
pub fn rows(
    w: &ChangeTx,
    what: What,
    file: &str,
    source: Box<dyn Read>,
    options: &Options,
    seen: &mut HashSet<i64>,
    progress: &mut dyn FnMut(usize),
) -> Result<Imported> {
    let unreadable = |source| Error::Read { file: file.to_string(), source };
    let mut reader = Reader::encoded(source, options.encoding).map_err(unreadable)?;
    let columns =
        headings(what, reader.headings()).map_err(|problems| Error::Headings { file: file.into(), problems })?;
    let mut import = Import::new(w, what, options, reader.headings().to_vec(), columns.columns, reader.profile());
    import.done.not_taken = import
        .columns
        .iter()
        .zip(&import.headings)
        .filter(|(c, _)| c.is_some_and(|c| COMPUTED.iter().any(|k| k.0 == c)))
        .map(|(_, h)| h.clone())
        .collect();
    let (mut refused, mut unlisted) = (Vec::new(), 0);
    let mut again: Vec<Row> = Vec::new();
    let mut waiting = 0;
    for row in &mut reader {
        import.done.rows += 1;
        if import.done.rows.is_multiple_of(500) {
            progress(import.done.rows);
        }
        let row = match row {
            Ok(row) => row,
            // One row with a cell too many does not keep the others from being looked at.
            Err(ReadError::Extra { .. }) if refused.len() >= LISTED => {
                unlisted += 1;
                continue;
            }
            Err(ReadError::Extra { line, headings, value }) => {
                refused.push(RowError {
                    line,
                    column: String::new(),
                    reason: both!(
                        "there are more cells than the {headings} headings: «{value}»",
                        "der er flere celler end de {headings} overskrifter: »{value}«"
                    ),
                    hint: Some(both!(
                        "a text with the delimiter in it belongs in quotation marks",
                        "en tekst med skilletegnet i skal stå i anførselstegn"
                    )),
                    value,
                });
                continue;
            }
            Err(ReadError::NoRows) => {
                import.done.rows = 0;
                break;
            }
            Err(e) => return Err(unreadable(e)),
        };
        // An area may lie in one that comes further down.
        if what == What::EntityKind(EntityKind::Area) && waiting < WAITING {
            waiting += row.cells.iter().map(|cell| cell.len() + 64).sum::<usize>();
            again.push(row);
            continue;
        }
        if let Err(blames) = import.row(&row) {
            let blames = blames.map_err(|e| *e)?;
            if refused.len() < LISTED {
                refused.extend(blames.into_iter().map(RowError::shortened));
            } else {
                unlisted += 1;
            }
        }
    }
    let mut again = areas::outermost_first(again, &import.columns);
    while !again.is_empty() {
        let before = again.len();
        let (mut last, mut beyond) = (Vec::new(), 0);
        let mut left = Vec::new();
        for row in again {
            let Err(blames) = import.row(&row) else { continue };
            let blames = blames.map_err(|e| *e)?;
            if last.len() < LISTED {
                last.extend(blames.into_iter().map(RowError::shortened));
            } else {
                beyond += 1;
            }
            left.push(row);
        }
        again = left;
        if again.len() == before {
            refused.extend(last);
            unlisted += beyond;
            break;
        }
    }
    import.done.short = reader.short_rows().to_vec();
    if !refused.is_empty() {
        refused.sort_by_key(|r| r.line);
        return Err(Error::Rows { file: file.to_string(), rows: refused, unlisted, total: import.done.rows });
    }
    seen.extend(import.lines.keys());
    Ok(import.done)
}

impl Import<'_> {
    fn row(&mut self, row: &Row) -> std::result::Result<(), RowFailure> {
        let cells = Cells::of(row, &self.columns)?;
        if let Some((field, cell)) = cells.iter().find(|(_, cell)| redaction::is_word(cell)) {
            let refusal = Refusal::WasWithheld { value: cell.trim().to_string() };
            return Err(self.refuse(row.line, Some(field), cell, &refusal));
        }
        if let Some((field, cell, debris)) = cells.iter().find_map(|(f, cell)| Some((f, cell, excel_left(cell)?))) {
            return Err(one(RowError {
                line: row.line,
                column: self.heading(field),
                value: cell.trim().to_string(),
                reason: debris.reason(cell.trim()),
                hint: Some(debris.hint()),
            }));
        }
        match self.what {
            What::EntityKind(entity) => self.entity(entity, row.line, &cells),
            What::Entries => self.entry(row.line, &cells),
        }
    }
}

/// A lone «Frist» may be either deadline; beside the approved one it is the original.
fn plain_deadline(known: &mut Vec<(&'static str, Vec<&'static str>)>, found: &[String]) {
    let Some(at) = known.iter().position(|k| k.0 == deadline::ORIGINAL) else { return };
    let approved = known.iter().filter(|k| k.0 == deadline::APPROVED).flat_map(|k| k.1.clone()).collect::<Vec<_>>();
    let is = |names: &[&str], heading: &String| names.iter().any(|n| nearest::plain(n) == nearest::plain(heading));
    if !found.iter().any(|h| is(&approved, h)) {
        let (own, plain) =
            known[at].1.iter().partition(|n| MOVES[0].names().all(|m| nearest::plain(m) != nearest::plain(n)));
        known[at].1 = own;
        known.push((deadline::PLAIN, plain));
    }
    known.extend(MOVES[1..].iter().map(|f| (f.name, f.names().collect())));
}

/// Which field each heading means; every heading that is not known is told.
fn headings(what: What, found: &[String]) -> std::result::Result<Matched, Vec<HeadingError>> {
    let mut known: Vec<(&'static str, Vec<&'static str>)> = Vec::new();
    let mut required: Vec<&'static str> = Vec::new();
    let add = |known: &mut Vec<(&'static str, Vec<&'static str>)>, field: &Field| {
        // The log's own words come after the entity's: a heading means the first that it fits.
        known.push((field.name, field.names().collect()));
    };
    match what {
        What::EntityKind(entity) => {
            entity.fields().iter().for_each(|f| add(&mut known, f));
            plain_deadline(&mut known, found);
            if matches!(entity, EntityKind::Objective | EntityKind::Activity) {
                log_line::fields().iter().for_each(|f| add(&mut known, f));
                known.push(("reference", vec!["reference", "Reference", "ref"]));
                let has_reference = found.iter().any(|h| nearest::plain(h) == "reference");
                if !has_reference {
                    required.extend(entity.key().iter().filter(|k| **k != "plan"));
                }
            } else {
                required.extend(entity.key().iter().filter(|k| **k != "plan"));
            }
        }
        What::Entries => {
            known.push(("plan", vec!["plan", "Handlingsplan"]));
            known.push(("objective", vec!["objective", "Målsætning", "number", "Nummer", "nr"]));
            known.push(("activity", vec!["activity", "Aktivitet"]));
            known.push(("reference", vec!["reference", "Reference", "ref"]));
            known.push(("entry", vec!["entry", "Indberetning"]));
            known.push(("supersedes", vec!["supersedes", "Retter"]));
            known.push(("said", vec!["said", "Skrevet"]));
            log_line::fields().iter().for_each(|f| {
                let mut names: Vec<_> = f.names().collect();
                match f.name {
                    "entry_basis" => names.extend(["basis", "Grundlag"]),
                    "entry_audience" => names.extend(["audience", "Målgruppe"]),
                    "entry_source" => names.extend(["source", "Kilde"]),
                    _ => {}
                }
                known.push((f.name, names));
            });
        }
    }
    known.extend(COMPUTED.iter().map(|(name, all)| (*name, all.to_vec())));
    let entity = match what {
        What::EntityKind(entity) => entity.name(),
        What::Entries => "entry",
    };
    match_headings(entity, &known, &required, found)
}
