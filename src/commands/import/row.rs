//! An import while it runs, and the cells of one of its rows: read, or refused by line and column.

use super::request::{Imported, Options, What};
use crate::commands::deadline;
use crate::exchange::excel::kept_number;
use crate::exchange::{Profile, Row, RowError, excel_made_a_date};
use crate::model::both;
use crate::model::field::{Field, FieldType};
use crate::model::record::{Draft, empties};
use crate::model::text::seen;
use crate::model::{Bilingual, EntityKind, Entry, EntryId, Refusal, Value, Worded, parse_day};
use crate::queries::Error;
use crate::store::{self, ChangeTx, Subject};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// The cells of a row by their columns.
pub(super) struct Cells<'a>(Vec<(&'static str, &'a str)>);

impl<'a> Cells<'a> {
    pub fn of(row: &'a Row, columns: &[Option<&'static str>]) -> std::result::Result<Cells<'a>, RowFailure> {
        let mut cells = Cells(Vec::with_capacity(row.cells.len()));
        for (i, cell) in row.cells.iter().enumerate() {
            match columns.get(i).copied().flatten() {
                Some(column) => cells.0.push((column, kept_number(cell))),
                None if !cell.trim().is_empty() => {
                    return Err(one(RowError {
                        line: row.line,
                        column: String::new(),
                        value: cell.clone(),
                        reason: both!("«{cell}» stands under no heading", "»{cell}« står ikke under nogen overskrift"),
                        hint: Some(both!(
                            "give the column a heading, or empty it",
                            "giv kolonnen en overskrift, eller tøm den"
                        )),
                    }));
                }
                None => {}
            }
        }
        Ok(cells)
    }

    pub fn iter(&self) -> impl Iterator<Item = &(&'static str, &'a str)> {
        self.0.iter()
    }

    pub fn get(&self, column: &str) -> Option<&'a str> {
        self.0.iter().find(|c| c.0 == column).map(|c| c.1)
    }
}

/// An import while it runs.
pub(super) struct Import<'a> {
    pub w: &'a ChangeTx<'a>,
    pub what: What,
    pub options: &'a Options,
    pub headings: Vec<String>,
    pub columns: Vec<Option<&'static str>>,
    /// The rows of the file that were met, and in which line first.
    pub lines: HashMap<i64, u64>,
    /// Lines of the log that a row was matched with.
    pub logged: HashSet<EntryId>,
    /// Lines of the log that this import has added.
    pub added: HashSet<EntryId>,
    /// The logs that rows without a day were held against, as they were before the import.
    pub known: HashMap<Subject, Rc<Vec<Entry>>>,
    pub done: Imported,
}

/// A row is refused with a reason, or everything stops because the file can't be used.
pub(super) type RowFailure = std::result::Result<Vec<RowError>, Box<Error>>;

pub(super) fn made_a_date() -> Bilingual {
    both!(
        "Excel has made a date of the number: format the column as text, or use the column reference",
        "Excel har lavet et nummer om til en dato: formater kolonnen som tekst, og skriv nummeret igen"
    )
}

fn reopens() -> Bilingual {
    both!(
        "is the file older, say of which day it is: --as-of DAY, or a column as_of; is it to be open again, add: --reopen",
        "er filen ældre, så angiv, hvilken dag den gælder: --as-of DAG, eller en kolonne Gælder pr.; skal den være åben igen, så tilføj: --reopen"
    )
}

fn moved() -> Bilingual {
    both!(
        "say why and who agreed: --reason \"...\" --agreed-by \"...\", or in columns «Årsag til flytning» and «Aftalt af» (move_reason, agreed_by)",
        "angiv årsagen, og hvem der har godkendt: --reason \"...\" --agreed-by \"...\", eller i kolonnerne »Årsag til flytning« og »Aftalt af«"
    )
}

pub(super) fn one(refused: RowError) -> RowFailure {
    Ok(vec![refused])
}

fn first(refused: &mut RowFailure) -> Option<&mut RowError> {
    refused.as_mut().ok().and_then(|all| all.first_mut())
}

/// Both, unless either was refused: then what was refused in both.
pub(super) fn both<A, B>(
    a: std::result::Result<A, RowFailure>,
    b: std::result::Result<B, RowFailure>,
) -> std::result::Result<(A, B), RowFailure> {
    match (a, b) {
        (Ok(a), Ok(b)) => Ok((a, b)),
        (Err(a), Ok(_)) => Err(a),
        (Ok(_), Err(b)) => Err(b),
        (Err(Ok(mut a)), Err(Ok(b))) => {
            a.extend(b);
            Err(Ok(a))
        }
        (Err(a), Err(_)) => Err(a),
    }
}

impl<'a> Import<'a> {
    pub fn new(
        w: &'a ChangeTx<'a>,
        what: What,
        options: &'a Options,
        headings: Vec<String>,
        columns: Vec<Option<&'static str>>,
        profile: Profile,
    ) -> Import<'a> {
        Import {
            w,
            what,
            options,
            headings,
            columns,
            lines: HashMap::new(),
            logged: HashSet::new(),
            added: HashSet::new(),
            known: HashMap::new(),
            done: Imported { profile, ..Imported::default() },
        }
    }
}

impl Import<'_> {
    /// The heading as the file writes it, for messages.
    pub fn heading(&self, field: &str) -> String {
        let column = |name: &str| self.columns.iter().position(|c| *c == Some(name));
        let plain = || column(deadline::PLAIN).filter(|_| matches!(field, deadline::ORIGINAL | deadline::APPROVED));
        let at = column(field).or_else(plain);
        at.map_or(field.to_string(), |i| self.headings[i].clone())
    }

    pub fn refuse(&self, line: u64, field: Option<&str>, value: &str, refusal: &Refusal) -> RowFailure {
        one(RowError {
            line,
            column: field.map(|f| self.heading(f)).unwrap_or_default(),
            value: value.to_string(),
            reason: refusal.line(),
            hint: refusal.hint(),
        })
    }

    pub fn blame(&self, line: u64, field: Option<&str>, cells: &Cells, e: store::Error) -> RowFailure {
        match e {
            store::Error::Refusal(refusal) => {
                let value = field.and_then(|f| cells.get(f)).unwrap_or_default();
                let new_area = self.what == What::EntityKind(EntityKind::Objective)
                    && matches!(&refusal, Refusal::Unknown { entity: "area", nearest, .. } if nearest.is_empty());
                let mut refused = self.refuse(line, field, value, &refusal);
                if let (true, Some(r)) = (new_area, first(&mut refused)) {
                    r.hint = Some(both!(
                        "to add the areas of the file to the plan: --add-areas",
                        "tilføj filens indsatsområder til planen med: --add-areas"
                    ));
                }
                if matches!(&refusal, Refusal::ApprovedNeedsReason { .. } | Refusal::ApprovedNeedsAgreement { .. })
                    && let Some(r) = first(&mut refused)
                {
                    r.hint = Some(moved());
                }
                if let (Refusal::Reopens { .. }, Some(r)) = (&refusal, first(&mut refused)) {
                    r.hint = Some(reopens());
                }
                if let Some(r) = first(&mut refused)
                    && matches!(field, Some("number" | "objective"))
                    && excel_made_a_date(value)
                {
                    r.hint = Some(made_a_date());
                }
                refused
            }
            e => Err(Box::new(e.into())),
        }
    }

    /// Reads the cells of the named fields: blank says nothing, the clearing word clears.
    pub fn draft(&self, line: u64, fields: &'static [Field], cells: &Cells) -> std::result::Result<Draft, RowFailure> {
        let mut draft = Draft::new();
        let mut refused = Vec::new();
        for field in fields {
            let Some(text) = cells.get(field.name) else { continue };
            if text.trim().is_empty() {
                // The first of several names of an authority is the one without a day.
                if field.name == "name_from" {
                    draft.insert(field.name, None);
                }
                continue;
            }
            if empties(text) {
                draft.insert(field.name, None);
                continue;
            }
            let value = match (field.kind, field.name) {
                (FieldType::Day, "as_of") => {
                    parse_day(text, Some(self.w.moment().today)).map(|d| Value::One(d.to_string()))
                }
                _ => field.read(text),
            };
            match value {
                Ok(value) => {
                    draft.insert(field.name, Some(value));
                }
                Err(r) => refused.extend(self.refuse(line, Some(field.name), text, &r).map_err(Err)?),
            }
        }
        if refused.is_empty() { Ok(draft) } else { Err(Ok(refused)) }
    }

    /// The parts of the key, from their own columns or from a reference.
    pub fn key(
        &self,
        line: u64,
        names: &[&'static str],
        cells: &Cells,
    ) -> std::result::Result<Vec<String>, RowFailure> {
        let reference = cells.get("reference").map(seen).unwrap_or_default();
        let reference: Vec<&str> = match &*reference {
            "" => vec![],
            reference => reference.split('/').map(str::trim).collect(),
        };
        let mut key = Vec::new();
        for (i, name) in names.iter().enumerate() {
            let own = cells.get(name).map(seen).filter(|c| !c.is_empty());
            let part = match (reference.get(i).copied(), own.as_deref(), *name) {
                // A number that Excel has altered does not count beside a reference.
                (Some(part), _, _) => part,
                (None, Some(own), _) => own,
                (None, None, "plan") => match &self.options.plan {
                    Some(plan) => plan,
                    None => {
                        return Err(one(RowError {
                            line,
                            column: String::new(),
                            value: String::new(),
                            reason: both!(
                                "the row does not say which plan",
                                "rækken siger ikke, hvilken plan den gælder"
                            ),
                            hint: Some(both!(
                                "say which plan all rows are about: --plan ID-2021",
                                "angiv, hvilken plan alle rækker gælder: --plan ID-2021"
                            )),
                        }));
                    }
                },
                (None, None, name) => {
                    let refusal = Refusal::NotACode { what: name, value: String::new() };
                    return Err(self.refuse(line, Some(name), "", &refusal));
                }
            };
            key.push(part.to_string());
        }
        Ok(key)
    }
}
