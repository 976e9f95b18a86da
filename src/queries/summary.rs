//! The summary of a quarter, collected.

use super::Result;
use super::asked::{Asked, day_of, taking_part};
use super::counted::Counting;
use super::expired::expired;
use super::known::Known;
use super::late::{late, late_lines, restated, sent};
use crate::document::Document;
use crate::model::{
    ActivitySnapshot, Audience, Lang, Moment, ObjectiveId, ObjectiveSnapshot, PlanInfo, Query, Redaction, Refusal,
    Started, State,
};
use crate::render::Format;
use crate::report::summary::{
    self as report, Activity, Builder, Content, SCHEMA, Since, SummaryHeader, Told, Truncated, View, WithheldCounts,
};
use crate::store::{Detail, Error as StoreError, Gone, Store};
use chrono::NaiveDate;
use std::collections::{HashMap, HashSet};

/// The content in the form that a format calls for.
pub fn page(content: &Content, format: Format, lang: Lang, view: &View) -> Document {
    match format {
        Format::Csv => report::tidy(content, lang),
        Format::Json => report::data(content, lang),
        _ => report::page(content, lang, view),
    }
}

/// The summary in no language.
pub fn summary(store: &Store, moment: &Moment, asked: &Asked) -> Result<Content> {
    let outside = asked.audience != Audience::Internal;
    if outside && !asked.query.asks_for_plans_alone() {
        return Err(Refusal::FilterForOthers.into());
    }
    let quarter = asked.quarter;
    let on = asked.as_of.unwrap_or_else(|| day_of(quarter, moment.today));
    let compared_with = asked.compare.unwrap_or(quarter.previous());
    if compared_with >= quarter {
        let (quarter, with) = (quarter.to_string(), compared_with.to_string());
        return Err(Refusal::ComparedWithLater { quarter, with }.into());
    }
    let codes_of = |plans: &[PlanInfo]| plans.iter().map(|p| p.code.clone()).collect::<Vec<String>>();
    let known = Known::read(store, quarter, on, |all| codes_of(&taking_part(all, &asked.query, quarter)))?;
    let plans = taking_part(&known.plans, &asked.query, quarter);
    let codes = codes_of(&plans);
    let state = if moment.today > quarter.last_day() {
        "ended"
    } else if moment.today < quarter.first_day() {
        "ahead"
    } else {
        "running"
    };
    let frame = SummaryHeader {
        schema: SCHEMA.to_string(),
        quarter,
        as_of: on,
        state: if asked.as_of.is_some() { "ended".into() } else { state.to_string() },
        compared_with,
        scope: asked.scope.clone(),
        known_at: store.newest_change()?,
        command: asked.command.clone(),
        filters: asked.filters.clone(),
        revision: asked.issue.clone(),
        audience: asked.audience,
        thresholds: known.thresholds,
        sent: None,
        frozen_plans: 0,
    };
    let started = &known.started;
    let counting = |query, quarter, on| Counting { query, quarter, on, audience: asked.audience, started };
    // The quarter that is compared with is counted as its own summary counts it: with what was in it then.
    let then = taking_part(&known.plans, &asked.query, compared_with);
    let then = Query { plan: then.into_iter().map(|p| p.code).collect(), ..asked.query.clone() };
    let day = day_of(compared_with, moment.today).min(on);
    let was = match then.plan.is_empty() {
        true => HashMap::new(),
        false => counting(&then, compared_with, day).stood(store)?,
    };
    let reopened = store.open_between(quarter.previous().last_day(), on)?;
    let mut since = Since { day, was, moved: store.moved_until(on)?, reopened };
    if outside {
        // Why a deadline was moved, and who agreed, is told to nobody outside.
        since.moved.values_mut().flatten().for_each(|m| (m.reason, m.agreed_by) = (String::new(), None));
    }
    let late_lines = if outside { vec![] } else { late_lines(store, &codes, quarter)? };
    let told_late: HashSet<ObjectiveId> = late_lines.iter().map(|l| l.objective).collect();
    let mut shown: Vec<String> = Vec::new();
    let query = Query { plan: codes.clone(), ..asked.query.clone() };
    let then_were: HashSet<ObjectiveId> = since.was.keys().copied().collect();
    let mut builder = Builder::new(frame, known.ground(), &plans, since, asked.most_rows);
    // Of those that late lines are about.
    let mut counted: HashSet<ObjectiveId> = HashSet::new();
    let mut seen: HashSet<ObjectiveId> = HashSet::new();
    let (mut kept_back, mut not_yet) = (Redaction::default(), 0);
    let mut count = |line: ObjectiveSnapshot, previous: Option<State>| {
        // Plan comes after plan.
        if shown.last() != Some(&line.plan) {
            shown.push(line.plan.clone());
        }
        if told_late.contains(&line.id) {
            counted.insert(line.id);
        }
        seen.insert(line.id);
        let told = newest_note(store, &line, on, asked.audience)?;
        builder.add(&line, previous.as_ref(), told.as_ref());
        Ok(())
    };
    if !codes.is_empty() {
        // A frozen quarter is kept with all that is known of it.
        let detail = if asked.issue.is_some() { Detail::Export } else { Detail::Full };
        let walked = counting(&query, quarter, on).walk(store, detail, &mut count)?;
        (kept_back, not_yet) = (walked.kept_back, walked.not_yet);
    }
    let missing = builder.missing();
    if !missing.is_empty() {
        let mut gone: HashMap<ObjectiveId, Gone> =
            store.retired_between(day, on)?.into_iter().map(|g| (g.objective, g)).collect();
        counting(&then, compared_with, day).walk(store, Detail::Counts, |line, _| {
            if missing.contains(&line.id) {
                if !shown.contains(&line.plan) {
                    shown.push(line.plan.clone());
                }
                let retired = gone.remove(&line.id);
                builder.gone(&line, retired.map(|g| (g.on, g.reason.filter(|_| !outside))));
                counted.insert(line.id);
            }
            Ok(())
        })?;
    }
    let last = quarter.previous().last_day().min(on);
    let (now, before) = ((&query, on, &seen), (&then, day, &then_were));
    activities_of(store, asked.audience, started, &mut builder, last, now, before)?;
    let mut content = builder.finish(expired(store, &known.plans, asked, quarter, on)?);
    content.not_yet = not_yet;
    content.withheld = WithheldCounts { objectives: kept_back.objectives as i64, notes: kept_back.notes as i64 };
    // Plans that run but have nothing that was asked for are not named.
    if asked.query.plan.is_empty() {
        content.plans.retain(|p| shown.contains(&p.code));
    }
    sent(store, asked, &mut content)?;
    if outside {
        // Contradictions that we find in our own data are not for others.
        content.contradictions = Truncated::default();
        content.expired = vec![];
        return Ok(content.without_author());
    }
    for line in late_lines.into_iter().filter(|l| counted.contains(&l.objective)) {
        content.late.push(late(line));
    }
    restated(store, &then, compared_with, &mut content)?;
    Ok(content)
}

/// The newest note on what is open, where its newest line has none; for whom it is.
fn newest_note(
    store: &Store,
    line: &ObjectiveSnapshot,
    on: NaiveDate,
    audience: Audience,
) -> std::result::Result<Option<Told>, StoreError> {
    match &line.state {
        Some(state) if state.facts.note.is_none() && line.is_open() => {
            let note = store.newest_note(line.id, on)?.filter(|n| audience.may_see(n.facts.audience));
            Ok(note.and_then(|n| Some(Told { note: n.facts.note?, as_of: n.as_of })))
        }
        _ => Ok(None),
    }
}

/// Hands the activities that are asked for to the summary. Of now and of then: the query, the day, and for
/// others the objectives that they may see.
fn activities_of(
    store: &Store,
    audience: Audience,
    started: &Started,
    builder: &mut Builder,
    last: NaiveDate,
    now: (&Query, NaiveDate, &HashSet<ObjectiveId>),
    then: (&Query, NaiveDate, &HashSet<ObjectiveId>),
) -> Result<()> {
    let outside = audience != Audience::Internal;
    let asked_for = |(query, on, seen): (&Query, NaiveDate, &HashSet<ObjectiveId>)| -> Result<Vec<ActivitySnapshot>> {
        if query.plan.is_empty() {
            return Ok(vec![]);
        }
        let mut all = store.activities(query, on)?;
        all.retain(|a| started.counts_activity(a, on) && (!outside || seen.contains(&a.objective)));
        let mut kept_back = Redaction::default();
        Ok(all.into_iter().map(|a| kept_back.activity(audience, Lang::En, a)).collect())
    };
    let (all, before) = (asked_for(now)?, asked_for(then)?);
    if all.is_empty() && before.is_empty() {
        return Ok(());
    }
    let of = |a: &ActivitySnapshot| (a.objective, a.reference.activity.clone());
    let plans = Query { plan: now.0.plan.clone(), ..Query::default() };
    let previous: HashMap<(ObjectiveId, Option<String>), State> =
        store.activities(&plans, last)?.into_iter().filter_map(|a| Some((of(&a), a.state?))).collect();
    let states: Vec<Option<&State>> = before.iter().map(|a| a.state.as_ref()).collect();
    builder.activities(all.iter().map(|line| Activity { line, previous: previous.get(&of(line)) }), &states);
    Ok(())
}
