//! The daily verb: one or more lines of the progress log, as one change.

use super::Result;
use crate::model::{Entry, Light, Moment, Quarter, Reference, Refusal, Report, Status};
use crate::store::{ChangeTx, Store, Subject};
use chrono::NaiveDate;

/// What somebody reports about one objective or activity.
#[derive(Clone, Debug)]
pub struct Item {
    pub reference: Reference,
    pub as_of: NaiveDate,
    pub report: Report,
    /// The identity of the line that this one corrects.
    pub corrects: Option<String>,
    /// The identity that the line has in another copy of the file.
    pub uid: Option<String>,
    /// Somebody said that what has ended is to be open again.
    pub reopen: bool,
}

/// What is now recorded, and what was there before.
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
        self.now.report().reopens(self.before.as_ref()).is_some()
    }
}

/// Recorded all the same, but worth a second look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// The day is before the plan begins.
    BeforePlan { as_of: NaiveDate, begins: NaiveDate },
    /// It reaches back into a quarter that was frozen: this one, as this revision.
    Late { quarter: Quarter, revision: i64 },
    /// It has turned green, and what blocked it was said nothing of: is it still blocked?
    StillBlocked { by: String },
    /// The objective has ended, these activities under it have not.
    OpenActivities { status: Status, references: Vec<Reference> },
}

/// Records all items, or none of them. Gives what was recorded, and the change.
pub fn log(store: &mut Store, moment: &Moment, items: &[Item], reason: Option<&str>) -> Result<(Vec<Recorded>, i64)> {
    let writing = store.begin(moment, "log", reason, None)?;
    let recorded: Vec<Recorded> = items.iter().map(|item| record(&writing, item)).collect::<Result<_>>()?;
    let what = match &recorded[..] {
        [one] => format!("log {}: {}", one.reference, in_short(&one.now)),
        all => format!("log {} entries", all.len()),
    };
    let number = writing.finish(&what)?;
    Ok((recorded, number))
}

fn in_short(entry: &Entry) -> String {
    let light = entry.light.map(|l| format!(", {}", l.code())).unwrap_or_default();
    format!("{}{light} as of {}", entry.status.code(), entry.as_of)
}

/// One line, inside a change that is open already.
pub fn record(w: &ChangeTx, item: &Item) -> Result<Recorded> {
    let (subject, reference) = w.subject(&item.reference)?;
    let today = w.moment().today;
    if item.as_of > today {
        return Err(Refusal::Future { day: item.as_of, today }.into());
    }
    let mut report = item.report.clone();
    if report.is_empty() {
        return Err(Refusal::NothingSaid { reference: reference.to_string() }.into());
    }
    let life = w.life_span(subject)?;
    if let Some(on) = life.retired_on.filter(|on| *on <= item.as_of) {
        return Err(Refusal::Retired { name: reference.to_string(), on }.into());
    }
    // A day before the plan is a slip of the pen or of a program: Excel makes 1905 of a year.
    if let (Some(Some(expected)), Some(begins)) = (report.expected, life.begins)
        && expected.last_day() < begins
    {
        let (value, plan) = (expected.to_string(), reference.plan.clone());
        return Err(Refusal::BeforePlan { value, plan, begins }.into());
    }
    if let Some(Some(ask)) = &report.ask {
        report.ask = Some(Some(w.authority_code(ask)?));
    }
    // The days that are written on: those of the new line and of the one that it corrects.
    let (mut first, mut last) = (item.as_of, item.as_of);
    if let Some(uid) = &item.corrects
        && let Some((_, old)) = w.entry_by_uid(uid)?
    {
        w.withdraw_entry(old.id)?;
        (first, last) = (first.min(old.as_of), last.max(old.as_of));
    }
    let before = w.latest(subject, item.as_of)?;
    if let Some(ended) = report.reopens(before.as_ref()).filter(|_| !item.reopen) {
        let (status, as_of) = (ended.status, ended.as_of);
        return Err(Refusal::Reopens { reference: reference.to_string(), status, as_of }.into());
    }
    let mut now = report.follow(before.as_ref(), item.as_of, &reference.to_string())?;
    now.supersedes = item.corrects.clone();
    now.uid = item.uid.clone().unwrap_or_default();
    now.id = w.add_entry(subject, &now)?;
    let newer = carry_over(w, subject, first, last)?.filter(|n| n.id != now.id);

    let mut warnings = Vec::new();
    if let Some(begins) = life.begins.filter(|b| item.as_of < *b) {
        warnings.push(Warning::BeforePlan { as_of: item.as_of, begins });
    }
    if let Some((quarter, revision)) = w.frozen_since(subject, item.as_of)? {
        warnings.push(Warning::Late { quarter, revision });
    }
    if let Some(by) = still_blocked(before.as_ref(), &now) {
        warnings.push(Warning::StillBlocked { by });
    }
    if subject.activity.is_none() && now.status.is_ended() && newer.is_none() {
        let open = w.open_activities(subject.objective, today)?;
        if !open.is_empty() {
            let references =
                open.into_iter().map(|number| Reference { activity: Some(number), ..reference.clone() }).collect();
            warnings.push(Warning::OpenActivities { status: now.status, references });
        }
    }
    Ok(Recorded { reference, before, now, newer, warnings })
}

/// The obstacle of a line that turned green, where the line only carried it over.
fn still_blocked(before: Option<&Entry>, now: &Entry) -> Option<String> {
    let turned = now.light == Some(Light::Green) && before.is_some_and(|b| b.light != Some(Light::Green));
    let said = now.said.iter().any(|s| s == "blocked_by");
    now.blocked_by.clone().filter(|_| turned && !said)
}

/// Lines from a day on carry over what stands before them; when that has changed, they follow. Gives the
/// newest line. Behind the last day that was written on, the first line that says what it said before ends
/// it: those behind it follow from it as they did.
///
/// A line that can't follow any more (it said nothing of its status, and the line that did is gone)
/// keeps what it says.
pub fn carry_over(w: &ChangeTx, subject: Subject, from: NaiveDate, last: NaiveDate) -> Result<Option<Entry>> {
    let mut before = from.pred_opt().map(|day| w.latest(subject, day)).transpose()?.flatten();
    let mut some = w.lines_from(subject, from)?;
    while let Some(end) = some.last().cloned() {
        for line in some {
            let mut stands = line.clone();
            let mut follows_on = true;
            if let Ok(follows) = line.report().follow(before.as_ref(), line.as_of, "")
                && !follows.says_the_same_as(&line)
            {
                stands = Entry {
                    id: line.id,
                    uid: line.uid.clone(),
                    said: line.said.clone(),
                    supersedes: line.supersedes.clone(),
                    ..follows
                };
                w.withdraw_entry(line.id)?;
                w.add_entry(subject, &stands)?;
                follows_on = false;
            }
            if follows_on && line.as_of > last {
                return Ok(w.newest(subject)?);
            }
            before = Some(stands);
        }
        some = w.lines_after(subject, &end)?;
    }
    Ok(before)
}
