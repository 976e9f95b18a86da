//! The daily verb: one or more lines of the progress log, as one change.

use crate::model::entry::{self, Entry, EntryFacts, EntryField, EntryUpdate, FieldUpdate, NewEntry};
use crate::model::{Audience, Light, Moment, Operation, Quarter, Reference, Refusal, Status};
use crate::queries::Result;
use crate::store::{ChangeTx, Store, Subject};
use chrono::NaiveDate;

/// A report about one objective or activity.
#[derive(Clone, Debug)]
pub struct Item {
    pub reference: Reference,
    pub as_of: NaiveDate,
    pub update: EntryUpdate,
    /// The identity of the entry that this one corrects.
    pub corrects: Option<String>,
    /// The identity that the line has in another copy of the file.
    pub uid: Option<String>,
    /// It is an answer that others may have, too: two who write it down have written down one line.
    pub is_shared: bool,
    /// Somebody said that what has ended is to be open again.
    pub reopen: bool,
}

/// The entry that is now recorded, and the one before it.
#[derive(Clone, Debug)]
pub struct Recorded {
    pub reference: Reference,
    pub before: Option<Entry>,
    pub now: Entry,
    /// A line with a later day stands, so today's picture is that one's.
    pub newer: Option<Entry>,
    pub warnings: Vec<Warning>,
}

impl Recorded {
    /// Is something open again that had ended?
    pub fn reopened(&self) -> bool {
        self.before.as_ref().is_some_and(|before| self.now.update().reopens(&before.facts))
    }
}

/// Recorded all the same, but worth a second look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// The day is before the plan begins.
    BeforePlan { as_of: NaiveDate, begins: NaiveDate },
    /// It reaches back into a quarter that was frozen: this one, as this revision.
    Late { quarter: Quarter, revision: i64 },
    /// The line is for readers who do not see the objective, which is for this audience.
    ForFewer { objective: Audience, line: Audience },
    /// It has turned green, and what blocked it was said nothing of: is it still blocked?
    StillBlocked { by: String },
    /// The objective has ended, these activities under it have not.
    OpenActivities { status: Status, references: Vec<Reference> },
}

/// Records all items, or none of them. Gives what was recorded, and the change.
pub fn log(store: &mut Store, moment: &Moment, items: &[Item], reason: Option<&str>) -> Result<(Vec<Recorded>, i64)> {
    let writing = store.begin(moment, reason)?;
    let recorded: Vec<Recorded> = items.iter().map(|item| record(&writing, item)).collect::<Result<_>>()?;
    let did = match &recorded[..] {
        [Recorded { reference, now, .. }] => {
            let reference = reference.clone();
            Operation::Log { reference, status: now.facts.status, light: now.facts.light, as_of: now.as_of }
        }
        all => Operation::LogSeveral { entries: all.len() },
    };
    let number = writing.finish(&did)?;
    Ok((recorded, number))
}

/// One line, inside a change that is open already.
pub fn record(w: &ChangeTx, item: &Item) -> Result<Recorded> {
    let (subject, reference) = w.subject(&item.reference)?;
    let today = w.moment().today;
    if item.as_of > today {
        return Err(Refusal::Future { day: item.as_of, today }.into());
    }
    let mut update = item.update.clone();
    if update.is_empty() {
        return Err(Refusal::NothingSaid { reference: reference.to_string() }.into());
    }
    let life = w.life_span(subject)?;
    if let Some(on) = life.retired_on.filter(|on| *on <= item.as_of) {
        return Err(Refusal::Retired { name: reference.to_string(), on }.into());
    }
    // A day before the plan is a slip of the pen or of a program: Excel makes 1905 of a year.
    if let (FieldUpdate::Set(expected), Some(begins)) = (update.expected, life.begins)
        && expected.last_day() < begins
    {
        let (value, plan) = (expected.to_string(), reference.plan.clone());
        return Err(Refusal::BeforePlan { value, plan, begins }.into());
    }
    update.ask = update.ask.try_map(|ask| w.authority_code(&ask))?;
    // The days that are written on: those of the new line and of the one that it corrects.
    let (mut first, mut last) = (item.as_of, item.as_of);
    if let Some(uid) = &item.corrects
        && let Some((_, old)) = w.entry_by_uid(uid)?
    {
        w.withdraw_entry(old.id)?;
        (first, last) = (first.min(old.as_of), last.max(old.as_of));
    }
    let before = w.latest(subject, item.as_of)?;
    if let Some(ended) = before.as_ref().filter(|b| !item.reopen && update.reopens(&b.facts)) {
        let (status, as_of) = (ended.facts.status, ended.as_of);
        return Err(Refusal::Reopens { reference: reference.to_string(), status: status.coded(), as_of }.into());
    }
    let facts_before = before.as_ref().map(|b| &b.facts);
    let new = NewEntry {
        uid: match &item.uid {
            None if item.is_shared => Some(w.uid_of_entry(&reference, item.as_of, &update)?),
            uid => uid.clone(),
        },
        as_of: item.as_of,
        facts: update.apply_to(facts_before, &reference.to_string())?,
        explicit: update.explicit(),
        supersedes: item.corrects.clone(),
    };
    let now = w.add_entry(subject, new)?;
    let newer = rebase_later_entries(w, subject, first, last)?.filter(|n| n.id != now.id);

    let mut warnings = Vec::new();
    if let Some(begins) = life.begins.filter(|b| item.as_of < *b) {
        warnings.push(Warning::BeforePlan { as_of: item.as_of, begins });
    }
    if let Some((quarter, revision)) = w.frozen_since(subject, item.as_of)? {
        warnings.push(Warning::Late { quarter, revision });
    }
    if !now.facts.audience.may_see(life.audience) {
        warnings.push(Warning::ForFewer { objective: life.audience, line: now.facts.audience });
    }
    if let Some(by) = still_blocked(facts_before, &now) {
        warnings.push(Warning::StillBlocked { by });
    }
    if subject.activity.is_none() && now.facts.status.is_ended() && newer.is_none() {
        let open = w.open_activities(subject.objective, today)?;
        if !open.is_empty() {
            let references =
                open.into_iter().map(|number| Reference { activity: Some(number), ..reference.clone() }).collect();
            warnings.push(Warning::OpenActivities { status: now.facts.status, references });
        }
    }
    Ok(Recorded { reference, before, now, newer, warnings })
}

/// The obstacle of an entry that turned green, where the entry only carried it over.
fn still_blocked(before: Option<&EntryFacts>, now: &Entry) -> Option<String> {
    let green = Some(Light::Green);
    let turned = now.facts.light == green && before.is_some_and(|b| b.light != green);
    now.facts.blocked_by.clone().filter(|_| turned && !now.explicit.contains(EntryField::BlockedBy))
}

/// Writes anew the entries from a day on that record something else now (see [`entry::rebase_later_entries`]).
/// `last`: the last day that was written on. Gives the newest entry.
pub fn rebase_later_entries(w: &ChangeTx, subject: Subject, from: NaiveDate, last: NaiveDate) -> Result<Option<Entry>> {
    let mut before = from.pred_opt().map(|day| w.latest(subject, day)).transpose()?.flatten();
    let mut some = w.lines_from(subject, from)?;
    while let Some(end) = some.last().cloned() {
        let failed = std::cell::RefCell::new(None);
        let recorded = |entry: &Entry| {
            w.recorded_facts(entry).unwrap_or_else(|e| {
                failed.replace(Some(e));
                entry.facts.clone()
            })
        };
        let rebased = entry::rebase_later_entries(before.as_ref().map(|b| &b.facts), &some, last, recorded);
        if let Some(e) = failed.into_inner() {
            return Err(e.into());
        }
        for entry in &rebased.rewritten {
            w.rewrite_entry(subject, entry)?;
        }
        if rebased.is_end {
            return Ok(w.newest(subject)?);
        }
        some = w.lines_after(subject, &end)?;
        before = Some(rebased.rewritten.into_iter().rfind(|e| e.id == end.id).unwrap_or(end));
    }
    Ok(before)
}
