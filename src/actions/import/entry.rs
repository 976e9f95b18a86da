//! A row of the log, or what a row of an objective says about how it goes.

use super::super::Error;
use super::super::log::{self, Item};
use super::Changed;
use super::row::{Cells, Import, RowError, one};
use crate::exchange::Refused;
use crate::model::record::Draft;
use crate::model::{Entry, Reference, Refusal, Report, entry, parse_day};
use crate::store::{self, Saved};

impl Import<'_> {
    /// A row of the log. A row that names its entry corrects it; a row that says what an entry of
    /// that day says already is unchanged; any other is added.
    pub fn entry(&mut self, line: u64, cells: &Cells) -> std::result::Result<(), RowError> {
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
        let draft = self.draft(line, entry::FIELDS, cells)?;
        let mut report = Report::of(&draft).map_err(|r| self.refuse(line, None, "", &r))?;
        let as_of = match draft.get("as_of") {
            Some(Some(day)) => {
                parse_day(&day.cell(), None).map_err(|r| self.refuse(line, Some("as_of"), &day.cell(), &r))?
            }
            _ => self.options.as_of.unwrap_or(self.w.moment().today),
        };
        let (subject, spelled) = self.w.subject(&reference).map_err(|e| {
            let field = match &e {
                store::Error::Refusal(Refusal::Unknown { noun: "plan", .. }) => "plan",
                store::Error::Refusal(Refusal::Unknown { noun: "activity", .. }) => "activity",
                _ => "objective",
            };
            let field = if cells.get(field).is_some() { field } else { "reference" };
            self.blame(line, Some(field), cells, e)
        })?;
        if let Some(Some(ask)) = &report.ask {
            report.ask = Some(Some(self.w.authority_code(ask).map_err(|e| self.blame(line, Some("ask"), cells, e))?));
        }
        let uid = cells.get("entry").map(|u| u.trim()).filter(|u| !u.is_empty());
        let store_error = |e: store::Error| self.blame(line, None, cells, e);
        let known = match uid {
            Some(uid) => self.w.entry_by_uid(uid).map_err(store_error)?,
            None => None,
        };
        // A line that was corrected since is known by the one that corrects it.
        let known = match (uid, known) {
            (Some(uid), None) => {
                let log = self.w.log(subject).map_err(store_error)?;
                log.into_iter().find(|e| e.supersedes.as_deref() == Some(uid)).map(|e| (subject, e))
            }
            (_, known) => known,
        };
        // A line of another copy of the file: one that a row of objectives made of it gives way.
        if let (Some(_), None) = (uid, &known) {
            let log = self.w.log(subject).map_err(store_error)?;
            let stand_in = log.iter().find(|e| {
                let free = !self.logged.contains(&e.id);
                free && e.as_of == as_of
                    && report.status == Some(e.status)
                    && report.note == e.note
                    && report.basis == e.basis
            });
            if let Some(e) = stand_in {
                self.w.withdraw_entry(e.id).map_err(store_error)?;
            }
        }
        if let Some(said) = cells.get("said").filter(|s| !s.trim().is_empty()) {
            let before = match &known {
                Some((_, old)) => Some(old.clone()),
                None => self.w.latest(subject, as_of).map_err(store_error)?,
            };
            report.forget_carried(said, before.as_ref());
        }
        if let Some((_, old)) = &known {
            report.audience = report.audience.or(Some(old.audience));
        }
        let alike = |e: &Entry| {
            e.as_of == as_of
                && report.status.is_none_or(|s| s == e.status)
                && report.light.is_none_or(|l| l == e.light)
                && report.note == e.note
                && (report.evidence.is_none() || report.evidence == e.evidence)
                && report.expected.is_none_or(|x| x == e.expected)
                && (report.expected_reason.is_none() || report.expected_reason == e.expected_reason)
                && report.blocked_by.as_ref().is_none_or(|b| *b == e.blocked_by)
                && report.ask.as_ref().is_none_or(|a| *a == e.ask)
                && report.basis == e.basis
                && report.source == e.source
                && report.audience.is_none_or(|a| a == e.audience)
        };
        let corrects = match known {
            Some((of, old)) if of == subject => {
                if alike(&old) {
                    self.logged.insert(old.id);
                    self.done.unchanged += 1;
                    return Ok(());
                }
                Some(old.uid)
            }
            Some(_) => {
                return Err(one(Refused {
                    line,
                    column: self.heading("entry"),
                    value: uid.unwrap_or_default().to_string(),
                    reason: format!("this entry is not about {spelled}"),
                    hint: Some("leave the cell empty to add a new entry".into()),
                }));
            }
            None => {
                let log = self.w.log(subject).map_err(store_error)?;
                if let Some(same) = log.iter().find(|e| !self.logged.contains(&e.id) && alike(e)) {
                    // Lines of one day stand in the order of the file.
                    let last = log.iter().filter(|e| e.as_of == as_of).map(|e| e.id).max();
                    let id = if last.is_some_and(|last| last > same.id && self.added.contains(&last)) {
                        self.w.withdraw_entry(same.id).map_err(store_error)?;
                        self.w.add_entry(subject, &Entry { id: 0, ..same.clone() }).map_err(store_error)?
                    } else {
                        same.id
                    };
                    self.logged.insert(id);
                    self.done.unchanged += 1;
                    return Ok(());
                }
                None
            }
        };
        let other = uid.filter(|_| corrects.is_none()).map(str::to_string);
        let item = Item { reference, as_of, report, corrects: corrects.clone(), uid: other };
        let id = self.record(line, &item, cells)?;
        self.logged.insert(id);
        self.added.insert(id);
        let name = format!("{spelled} {as_of}");
        match corrects {
            Some(_) => self.done.changed.push(Changed { name, differs: vec![] }),
            None => self.done.added.push(name),
        }
        Ok(())
    }

    /// What a row of an objective says about how it goes becomes a line of the log, where it differs
    /// from the newest one.
    pub fn state(
        &mut self,
        line: u64,
        reference: Reference,
        saved: Saved,
        name: &str,
        draft: &Draft,
        cells: &Cells,
    ) -> std::result::Result<(), RowError> {
        let report = Report::of(draft).map_err(|r| self.refuse(line, None, "", &r))?;
        if report.is_empty() {
            return Ok(());
        }
        let today = self.w.moment().today;
        let as_of = match draft.get("as_of") {
            Some(Some(day)) => {
                parse_day(&day.cell(), None).map_err(|r| self.refuse(line, Some("as_of"), &day.cell(), &r))?
            }
            _ => self.options.as_of.unwrap_or(today),
        };
        let store_error = |e: store::Error| self.blame(line, None, cells, e);
        let (subject, _) = self.w.subject(&reference).map_err(store_error)?;
        let latest = self.w.latest(subject, today).map_err(store_error)?;
        if let Some(latest) = &latest {
            let mut report = report.clone();
            if let Some(Some(ask)) = &report.ask {
                report.ask =
                    Some(Some(self.w.authority_code(ask).map_err(|e| self.blame(line, Some("ask"), cells, e))?));
            }
            let differs = (report.status.is_some_and(|s| s != latest.status))
                || report.light.is_some_and(|l| l != latest.light)
                || report.note.is_some() && report.note != latest.note
                || report.evidence.is_some() && report.evidence != latest.evidence
                || report.expected.is_some_and(|e| e != latest.expected)
                || report.blocked_by.as_ref().is_some_and(|b| *b != latest.blocked_by)
                || report.ask.as_ref().is_some_and(|a| *a != latest.ask);
            if !differs {
                return Ok(());
            }
            if as_of < latest.as_of {
                return Err(one(Refused {
                    line,
                    column: self.heading("as_of"),
                    value: as_of.to_string(),
                    reason: format!("{name} has a newer entry, as of {}", latest.as_of),
                    hint: Some("give a later day in as_of, or use: fremdrift import entries".into()),
                }));
            }
        }
        let item = Item { reference, as_of, report, corrects: None, uid: None };
        self.record(line, &item, cells)?;
        self.done.reported += 1;
        if saved == Saved::Unchanged {
            self.done.unchanged = self.done.unchanged.saturating_sub(1);
            self.done.changed.push(Changed { name: name.to_string(), differs: vec![] });
        }
        Ok(())
    }

    fn record(&mut self, line: u64, item: &Item, cells: &Cells) -> std::result::Result<i64, RowError> {
        match log::record(self.w, item) {
            Ok(recorded) => Ok(recorded.now.id),
            Err(Error::Store(e)) => {
                let field = match &e {
                    store::Error::Refusal(refusal) => match refusal {
                        Refusal::Unknown { noun: "authority", .. } => Some("ask"),
                        Refusal::Unknown { noun: "plan", .. } => Some("plan"),
                        Refusal::Unknown { noun: "activity", .. } => Some("activity"),
                        Refusal::Unknown { .. } => Some("objective"),
                        Refusal::LightOnEnded { .. } => Some("light"),
                        Refusal::Future { .. } | Refusal::Retired { .. } => Some("as_of"),
                        Refusal::ExpectedNeedsReason => Some("expected_reason"),
                        Refusal::FirstNeedsStatus { .. } => Some("status"),
                        _ => None,
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
