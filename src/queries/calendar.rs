//! The deadlines of objectives and activities, gathered for a calendar.

use super::{Error, Result};
use crate::model::calendar::{Calendar, Deadline, Gone, Mark};
use crate::model::{
    Audience, Lang, Moment, ObjectiveId, ObjectiveSnapshot, PartialDate, Query, Redaction, Refusal, Status, names,
};
use crate::store::{Detail, Store};
use std::collections::{HashMap, HashSet};

/// The request for a calendar, besides the filters.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    pub lang: Lang,
    pub audience: Audience,
    pub todos: bool,
    pub alarm: Option<u32>,
}

/// Every deadline as it stands today; what was taken out goes along, so that calendars drop it.
pub fn calendar(store: &Store, moment: &Moment, query: &Query, asked: Asked) -> Result<(Calendar, Redaction)> {
    if asked.audience != Audience::Internal && !query.asks_for_plans_alone() {
        return Err(Refusal::FilterForOthers.into());
    }
    let on = moment.today;
    let mut kept_back = Redaction::default();
    let query = Query { retired: true, ..query.clone() };
    // An activity may be asked for by what its objective is not: its own lead, its own status.
    let whole =
        Query { plan: query.plan.clone(), partnership: query.partnership.clone(), retired: true, ..Query::default() };
    let mut asked_for = HashSet::new();
    if query != whole {
        store.lines(&query, on, None, Detail::Counts, |line, _| {
            asked_for.insert(line.id);
            Ok(())
        })?;
    }
    let is_asked_for = |id: ObjectiveId| query == whole || asked_for.contains(&id);
    let mut lines: HashMap<ObjectiveId, (ObjectiveSnapshot, Option<Gone>)> = HashMap::new();
    let mut order = Vec::new();
    let plans: HashMap<String, _> = store.plans()?.into_iter().map(|p| (p.code.clone(), p)).collect();
    store.lines(&whole, on, None, Detail::Counts, |line, _| {
        if let Some((line, _)) = kept_back.line(asked.audience, asked.lang, line, None) {
            let retired = line.retired_on.is_some_and(|r| r <= on);
            let gone = if retired { Some(Gone::Retired) } else { ended(line.status()) };
            order.push(line.id);
            lines.insert(line.id, (line, gone));
        }
        Ok(())
    })?;
    let authorities = store.authority_names(on)?;
    let named = |codes: &[String]| -> Vec<String> {
        codes.iter().map(|c| names::authority(&authorities, c, asked.lang)).collect()
    };
    let plan = |code: &str| plans.get(code).map_or_else(|| code.to_string(), |p| p.title(asked.lang).to_string());
    let caveat = |code: &str| plans.get(code).and_then(|p| p.caveat(asked.lang)).map(str::to_string);
    let marks = store.marks()?;
    let mut under: HashMap<ObjectiveId, Vec<_>> = HashMap::new();
    for activity in store.activities(&query, on)? {
        under.entry(activity.objective).or_default().push(activity);
    }
    let mut deadlines = Vec::new();
    for id in order {
        let Some((line, gone)) = lines.get(&id) else { continue };
        if is_asked_for(id)
            && let Some(mark) = marks.objectives.get(&id)
            && let Some((due, gone)) = holds(line.deadline_approved, mark, *gone)
        {
            deadlines.push(Deadline {
                mark: mark.clone(),
                reference: line.reference(),
                title: line.title(asked.lang).to_string(),
                due,
                state: line.state.clone(),
                gone,
                lead: named(&line.lead),
                plan: plan(&line.plan),
                caveat: caveat(&line.plan),
            });
        }
        for activity in under.remove(&id).unwrap_or_default() {
            let number = activity.reference.activity.clone().unwrap_or_default();
            let Some(mark) = marks.activities.get(&(id, number)) else { continue };
            let retired = mark.retired_on.is_some_and(|r| r <= on).then_some(Gone::Retired);
            let own = gone.or(retired).or(ended(activity.state.as_ref().map(|s| s.facts.status)));
            let Some((due, gone)) = holds(activity.deadline_approved, mark, own) else { continue };
            let activity = kept_back.activity(asked.audience, asked.lang, activity);
            deadlines.push(Deadline {
                mark: mark.clone(),
                title: asked.lang.pick(&activity.title, activity.title_da.as_deref()).to_string(),
                due,
                gone,
                lead: named(activity.leads()),
                plan: plan(&line.plan),
                caveat: caveat(&line.plan),
                reference: activity.reference,
                state: activity.state,
            });
        }
    }
    // Texts of the log are in no calendar, so none was withheld.
    kept_back.notes = 0;
    let calendar = Calendar { now: moment.now, plans: query.plan, deadlines, todos: asked.todos, alarm: asked.alarm };
    Ok((calendar, kept_back))
}

/// Cancelled objectives, and those that go on elsewhere, have no deadline here any more.
fn ended(status: Option<Status>) -> Option<Gone> {
    status.filter(|s| matches!(s, Status::Cancelled | Status::CarriedOver)).map(Gone::Ended)
}

/// The deadline, or the one that there was; `None`: there never was one.
fn holds(approved: Option<PartialDate>, mark: &Mark, gone: Option<Gone>) -> Option<(PartialDate, Option<Gone>)> {
    match (approved, mark.dropped) {
        (Some(due), _) => Some((due, gone)),
        (None, Some(due)) => Some((due, gone.or(Some(Gone::NoDeadline)))),
        (None, None) => None,
    }
}

/// How long before a deadline to remind of it: 14d, 14, 2w.
pub fn alarm(text: &str) -> Result<u32> {
    let refused = || Error::from(Refusal::NotAnAlarm { value: text.to_string() });
    let text = text.trim();
    let (number, days) = match text.char_indices().next_back() {
        Some((at, 'd')) => (&text[..at], 1),
        Some((at, 'w' | 'u')) => (&text[..at], 7),
        _ => (text, 1),
    };
    if number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit()) {
        return Err(refused());
    }
    let number: u32 = number.parse().map_err(|_| refused())?;
    number.checked_mul(days).filter(|d| *d <= 3660).ok_or_else(refused)
}
