//! A row of the log, or what a row of an objective says about how it goes.

use super::Changed;
use super::row::{Cells, Import, RowFailure, one};
use crate::commands::log::{self, Item, Recorded};
use crate::exchange::RowError;
use crate::model::both;
use crate::model::entry::{self, Entry, EntryFacts, EntryField, EntryFields, EntryUpdate, FieldUpdate, NewEntry};
use crate::model::record::Draft;
use crate::model::{Reference, Refusal, parse_day};
use crate::queries::Error;
use crate::store::{self, Saved};
use chrono::NaiveDate;
use std::rc::Rc;

impl Import<'_> {
    /// A row of the log. A row that names its entry corrects it; a row that says what an entry of
    /// that day says already is unchanged; any other is added.
    pub fn entry(&mut self, line: u64, cells: &Cells) -> std::result::Result<(), RowFailure> {
        let has_activity = cells.get("activity").is_some_and(|a| !a.trim().is_empty())
            || cells.get("reference").is_some_and(|r| r.split('/').count() == 3);
        let names: &[&'static str] =
            if has_activity { &["plan", "objective", "activity"] } else { &["plan", "objective"] };
        let key = self.key(line, names, cells)?;
        let reference = match &key[..] {
            [plan, objective, activity] => {
                Reference { plan: plan.clone(), objective: objective.clone(), activity: Some(activity.clone()) }
            }
            _ => Reference::of_objective(&key[0], &key[1]),
        };
        let draft = self.draft(line, entry::fields(), cells)?;
        let mut update = EntryUpdate::of(&draft).map_err(|r| self.refuse(line, None, "", &r))?;
        let dated = self.day(line, &draft)?;
        let as_of = dated.unwrap_or(self.w.moment().today);
        let dated = dated.is_some();
        let (subject, spelled) = self.w.subject(&reference).map_err(|e| {
            let field = match &e {
                store::Error::Refusal(Refusal::Unknown { entity: "plan", .. }) => "plan",
                store::Error::Refusal(Refusal::Unknown { entity: "activity", .. }) => "activity",
                _ => "objective",
            };
            let field = if cells.get(field).is_some() { field } else { "reference" };
            self.blame(line, Some(field), cells, e)
        })?;
        self.find_authority(&mut update, line, cells)?;
        let uid = cells.get("entry").map(|u| u.trim()).filter(|u| !u.is_empty());
        let store_error = |e: store::Error| self.blame(line, None, cells, e);
        let known = match uid {
            Some(uid) => self.w.entry_by_uid(uid).map_err(store_error)?,
            None => None,
        };
        // A line that was corrected since is known by the one that corrects it.
        let mut was: Vec<Entry> = vec![];
        let known = match (uid, known) {
            (Some(uid), None) => {
                was = self.w.withdrawn(uid).map_err(store_error)?;
                self.w.correction_of(subject, uid).map_err(store_error)?.map(|e| (subject, e))
            }
            (_, known) => known,
        };
        // A line of another copy of the file: one that a row of objectives made of it gives way.
        if let (Some(_), None) = (uid, &known) {
            let log = self.w.lines_of(subject, as_of).map_err(store_error)?;
            let stand_in = log.iter().find(|e| {
                let free = !self.logged.contains(&e.id);
                let same = [EntryField::Status, EntryField::Note, EntryField::Basis];
                free && e.as_of == as_of && same.iter().all(|f| update.code(*f) == e.facts.code(*f))
            });
            if let Some(e) = stand_in {
                self.w.withdraw_entry(e.id).map_err(store_error)?;
            }
        }
        let bare = update.clone();
        if let Some(said) = cells.get("said").filter(|s| !s.trim().is_empty()) {
            let before = match &known {
                Some((_, old)) => Some(old.clone()),
                None => self.w.latest(subject, as_of).map_err(store_error)?,
            };
            if let Some(before) = before {
                update.forget_carried(EntryFields::read(said), &before.facts);
            }
        }
        if let Some((_, old)) = known.as_ref().filter(|_| update.audience.is_keep()) {
            update.audience = FieldUpdate::Set(old.facts.audience);
        }
        let alike = |e: &Entry| e.as_of == as_of && update.is_written_in(&e.facts);
        let mut corrected: Option<EntryFacts> = None;
        let corrects = match known {
            Some((of, old)) if of == subject => {
                // The state in an older file was known before the line was corrected.
                if alike(&old) || was.iter().any(|w| w.as_of == as_of && !bare.differs_from(&w.facts)) {
                    self.logged.insert(old.id);
                    self.done.unchanged += 1;
                    return Ok(());
                }
                corrected = Some(old.facts);
                Some(old.uid)
            }
            Some(_) => {
                return Err(one(RowError {
                    sheet: None,
                    line,
                    column: self.heading("entry"),
                    value: uid.unwrap_or_default().to_string(),
                    reason: both!("this entry is not about {spelled}", "denne indberetning handler ikke om {spelled}"),
                    hint: Some(both!(
                        "leave the cell empty to add a new entry",
                        "lad cellen være tom for at tilføje en ny indberetning"
                    )),
                }));
            }
            None => {
                let log = self.w.lines_of(subject, as_of).map_err(store_error)?;
                if let Some(same) = log.iter().find(|e| !self.logged.contains(&e.id) && alike(e)) {
                    // Lines of one day stand in the order of the file.
                    let last = log.iter().filter(|e| e.as_of == as_of).map(|e| e.id).max();
                    let id = if last.is_some_and(|last| last > same.id && self.added.contains(&last)) {
                        self.w.withdraw_entry(same.id).map_err(store_error)?;
                        self.w.add_entry(subject, NewEntry::again(same)).map_err(store_error)?.id
                    } else {
                        same.id
                    };
                    self.logged.insert(id);
                    self.done.unchanged += 1;
                    return Ok(());
                }
                if !dated && uid.is_none() {
                    let known = match self.known.get(&subject) {
                        Some(known) => known.clone(),
                        None => {
                            let all = self.w.log(subject).map_err(store_error)?;
                            let fresh = |e: &Entry| !self.added.contains(&e.id);
                            Rc::new(all.into_iter().filter(fresh).collect::<Vec<_>>())
                        }
                    };
                    self.older(line, &spelled.to_string(), &update, &known)?;
                    self.known.insert(subject, known);
                }
                None
            }
        };
        let other = uid.filter(|_| corrects.is_none()).map(str::to_string);
        // A line that has an identity was taken down somewhere already, with everything that led to it.
        let reopen = self.options.reopen || uid.is_some();
        let item = Item { reference, as_of, update, corrects: corrects.clone(), uid: other, is_shared: true, reopen };
        let recorded = self.record(line, &item, cells)?;
        self.logged.insert(recorded.now.id);
        self.added.insert(recorded.now.id);
        let name = format!("{spelled} {as_of}");
        match corrects {
            Some(_) => self.done.changed.push(Changed {
                name,
                differs: vec![],
                entry: Some(recorded.now.changes_from(corrected.as_ref())),
                reopened: recorded.reopened(),
            }),
            None => self.done.added.push(name),
        }
        Ok(())
    }

    /// The state in a row of an objective becomes a line of the log, where it differs
    /// from the newest one.
    pub fn state(
        &mut self,
        line: u64,
        reference: Reference,
        saved: Saved,
        name: &str,
        draft: &Draft,
        cells: &Cells,
    ) -> std::result::Result<(), RowFailure> {
        let update = EntryUpdate::of(draft).map_err(|r| self.refuse(line, None, "", &r))?;
        if update.is_empty() {
            return Ok(());
        }
        let dated = self.day(line, draft)?;
        let today = self.w.moment().today;
        let as_of = dated.unwrap_or(today);
        let store_error = |e: store::Error| self.blame(line, None, cells, e);
        let (subject, _) = self.w.subject(&reference).map_err(store_error)?;
        let latest = self.w.latest(subject, today).map_err(store_error)?;
        if let Some(latest) = &latest {
            let mut update = update.clone();
            self.find_authority(&mut update, line, cells)?;
            // An answer without news is an answer; without a day it is what is known already.
            if !update.differs_from(&latest.facts) && (dated.is_none() || as_of <= latest.as_of) {
                return Ok(());
            }
            if as_of < latest.as_of {
                let then = self.w.latest(subject, as_of).map_err(store_error)?;
                if then.is_some_and(|then| !update.differs_from(&then.facts)) {
                    return Ok(());
                }
                return Err(one(RowError {
                    sheet: None,
                    line,
                    column: self.heading("as_of"),
                    value: as_of.to_string(),
                    reason: both!(
                        "{name} has a newer entry, as of {day}",
                        "{name} har en nyere indberetning, pr. {day}",
                        day = latest.as_of
                    ),
                    hint: Some(both!(
                        "give a later day in as_of, or use: fremdrift import entries",
                        "angiv en senere dag i kolonnen Gælder pr., eller brug: fremdrift import entries"
                    )),
                }));
            }
            if dated.is_none() && !update.reopens(&latest.facts) {
                let log = self.w.log(subject).map_err(store_error)?;
                self.older(line, name, &update, &log)?;
            }
        }
        let item =
            Item { reference, as_of, update, corrects: None, uid: None, is_shared: true, reopen: self.options.reopen };
        let recorded = self.record(line, &item, cells)?;
        self.done.reported += 1;
        let entry = Some(recorded.now.changes_from(recorded.before.as_ref().map(|b| &b.facts)));
        let reopened = recorded.reopened();
        match (saved, self.done.changed.last_mut()) {
            (Saved::Added, _) => {}
            (Saved::Changed, Some(row)) => (row.entry, row.reopened) = (entry, reopened),
            _ => {
                self.done.unchanged = self.done.unchanged.saturating_sub(1);
                self.done.changed.push(Changed { name: name.to_string(), differs: vec![], entry, reopened });
            }
        }
        Ok(())
    }

    /// The authority that can take an obstacle away, by its code.
    fn find_authority(
        &self,
        update: &mut EntryUpdate,
        line: u64,
        cells: &Cells,
    ) -> std::result::Result<(), RowFailure> {
        let find = |ask: String| self.w.authority_code(&ask).map_err(|e| self.blame(line, Some("ask"), cells, e));
        update.ask = std::mem::take(&mut update.ask).try_map(find)?;
        Ok(())
    }

    /// The day that a row, or whoever imports it, gives for what it reports.
    fn day(&self, line: u64, draft: &Draft) -> std::result::Result<Option<NaiveDate>, RowFailure> {
        match draft.get("as_of") {
            Some(Some(day)) => {
                let day = day.cell();
                parse_day(&day, None).map(Some).map_err(|r| self.refuse(line, Some("as_of"), &day, &r))
            }
            _ => Ok(self.options.as_of),
        }
    }

    /// Refuses a row without a day that says what an earlier line said, where a newer one says otherwise:
    /// nobody can know whether it is an old file or news.
    fn older(&self, line: u64, name: &str, update: &EntryUpdate, log: &[Entry]) -> std::result::Result<(), RowFailure> {
        let Some((newest, earlier)) = log.split_last() else { return Ok(()) };
        if !update.differs_from(&newest.facts) {
            return Ok(());
        }
        let Some(same) = earlier.iter().rev().find(|e| !update.differs_from(&e.facts)) else { return Ok(()) };
        Err(one(RowError {
            sheet: None,
            line,
            column: String::new(),
            value: String::new(),
            reason: both!(
                "{name} was reported so as of {first}, and otherwise as of {last}",
                "{name} er indberettet sådan pr. {first} og anderledes pr. {last}",
                first = same.as_of,
                last = newest.as_of
            ),
            hint: Some(both!(
                "is the file older, or is it news? Say of which day it is: --as-of DAY, or a column as_of",
                "er filen ældre, eller er det nyt? Angiv, hvilken dag den gælder: --as-of DAG, eller en kolonne Gælder pr."
            )),
        }))
    }

    fn record(&mut self, line: u64, item: &Item, cells: &Cells) -> std::result::Result<Recorded, RowFailure> {
        match log::record(self.w, item) {
            Ok(recorded) => {
                for warning in &recorded.warnings {
                    if let log::Warning::StillBlocked { by } = warning {
                        self.done.still_blocked.push((recorded.reference.to_string(), by.clone()));
                    }
                }
                Ok(recorded)
            }
            Err(Error::Store(e)) => {
                let field = match &e {
                    store::Error::Refusal(refusal) => match refusal {
                        Refusal::Unknown { entity: "authority", .. } => Some("ask"),
                        Refusal::Unknown { entity: "plan", .. } => Some("plan"),
                        Refusal::Unknown { entity: "activity", .. } => Some("activity"),
                        Refusal::Unknown { .. } => Some("objective"),
                        Refusal::Future { .. } | Refusal::Retired { .. } => Some("as_of"),
                        Refusal::ExpectedNeedsReason => Some("expected_reason"),
                        other => EntryField::blamed_by(other).map(|f| f.field().name),
                    },
                    _ => None,
                };
                let field = match field {
                    Some("objective") if !self.columns.contains(&Some("objective")) => Some("reference"),
                    other => other,
                };
                Err(self.blame(line, field, cells, e))
            }
            Err(e) => Err(Err(Box::new(e))),
        }
    }
}
