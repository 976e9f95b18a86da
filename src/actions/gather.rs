//! Reading together what a summary and the checks are made from. Nothing is written here; freezing
//! a quarter reads through the same door.

use super::Result;
use crate::model::{ActivityLine, Authorities, Moment, PlanInfo, Quarter, Query};
use crate::report::check::{self, Check, Finding, Ground};
use crate::report::summary::{Builder, Content, Expired, Frame, SCHEMA};
use crate::store::{Detail, Store};
use chrono::NaiveDate;
use std::collections::{BTreeMap, HashSet};

/// What a summary is asked for.
#[derive(Clone, Debug)]
pub struct Asked {
    pub quarter: Quarter,
    /// Seen from this day instead of the quarter's last.
    pub as_of: Option<NaiveDate>,
    pub compare: Option<Quarter>,
    pub query: Query,
    /// In English and Danish.
    pub scope: (String, String),
    pub command: String,
    pub filters: String,
}

/// The day that a quarter is seen from: its last, or today while it runs.
pub fn day_of(quarter: Quarter, today: NaiveDate) -> NaiveDate {
    quarter.last_day().min(today)
}

/// The plans that take part: those asked for by name, else those that run in the quarter.
fn taking_part(all: &[PlanInfo], query: &Query, quarter: Quarter) -> Vec<PlanInfo> {
    let first = quarter.first_day();
    let asked = |p: &&PlanInfo| {
        (query.partnership.is_empty() || p.partnerships.iter().any(|c| query.partnership.contains(c)))
            && if query.plan.is_empty() {
                p.runs_between(first, quarter.last_day())
            } else {
                query.plan.contains(&p.code)
            }
    };
    all.iter().filter(asked).cloned().collect()
}

fn open_activities(store: &Store, plans: &[String], on: NaiveDate) -> Result<Vec<ActivityLine>> {
    let mut all = store.activities(None, plans, on)?;
    all.retain(|a| !a.state.as_ref().is_some_and(|s| s.status.is_ended()));
    Ok(all)
}

/// The summary in no language.
pub fn summary(store: &Store, moment: &Moment, asked: &Asked) -> Result<Content> {
    let quarter = asked.quarter;
    let on = asked.as_of.unwrap_or_else(|| day_of(quarter, moment.today));
    let compared_with = asked.compare.unwrap_or(quarter.previous());
    let all = store.plans()?;
    let plans = taking_part(&all, &asked.query, quarter);
    let codes: Vec<String> = plans.iter().map(|p| p.code.clone()).collect();
    let authorities: Authorities = store.authority_names(on)?;
    let activities = open_activities(store, &codes, on)?;
    let state = if moment.today > quarter.last_day() {
        "ended"
    } else if moment.today < quarter.first_day() {
        "ahead"
    } else {
        "running"
    };
    let frame = Frame {
        schema: SCHEMA.to_string(),
        quarter,
        as_of: on,
        state: if asked.as_of.is_some() { "ended".into() } else { state.to_string() },
        compared_with,
        scope: asked.scope.clone(),
        known_at: store.newest_change()?,
        command: asked.command.clone(),
        filters: asked.filters.clone(),
    };
    let ground = Ground { quarter, on, plans: &plans, authorities: &authorities, activities: &activities };
    let mut shown: HashSet<String> = HashSet::new();
    let query = Query { plan: codes, ..asked.query.clone() };
    let mut builder = Builder::new(frame, ground, &plans);
    if !query.plan.is_empty() {
        store.lines(&query, on, Some(compared_with.last_day()), Detail::Now, |line, before| {
            if !shown.contains(&line.plan) {
                shown.insert(line.plan.clone());
            }
            builder.add(&line, before.as_ref());
            Ok(())
        })?;
    }
    let mut content = builder.finish(expired(store, &all, asked, quarter, on)?);
    // Plans that run but have nothing that was asked for are not named.
    if asked.query.plan.is_empty() {
        content.plans.retain(|p| shown.contains(&p.code));
    }
    Ok(content)
}

/// Plans that are over and are left out, though objectives of theirs are open.
fn expired(store: &Store, all: &[PlanInfo], asked: &Asked, quarter: Quarter, on: NaiveDate) -> Result<Vec<Expired>> {
    if !asked.query.plan.is_empty() {
        return Ok(vec![]);
    }
    let over: Vec<&PlanInfo> = all
        .iter()
        .filter(|p| p.period_end.is_some_and(|e| e.last_day() < quarter.first_day()))
        .filter(|p| {
            !p.retired
                && (asked.query.partnership.is_empty()
                    || p.partnerships.iter().any(|c| asked.query.partnership.contains(c)))
        })
        .collect();
    if over.is_empty() {
        return Ok(vec![]);
    }
    let query = Query { plan: over.iter().map(|p| p.code.clone()).collect(), open: true, ..asked.query.clone() };
    let mut open: BTreeMap<String, i64> = BTreeMap::new();
    store.lines(&query, on, None, Detail::Counts, |line, _| {
        *open.entry(line.plan).or_default() += 1;
        Ok(())
    })?;
    Ok(over
        .iter()
        .filter_map(|p| {
            let ended = p.period_end?.last_day();
            open.get(&p.code).map(|n| Expired { plan: p.code.clone(), ended, open: *n })
        })
        .collect())
}

/// What the named checks find (all of them where none is named), and the plans that were looked at.
pub fn check(
    store: &Store,
    moment: &Moment,
    query: &Query,
    quarter: Quarter,
    checks: &[Check],
) -> Result<(Vec<Finding>, Vec<PlanInfo>)> {
    let on = day_of(quarter, moment.today);
    let plans = store.plans()?;
    let authorities = store.authority_names(on)?;
    let activities = open_activities(store, &query.plan, on)?;
    let ground = Ground { quarter, on, plans: &plans, authorities: &authorities, activities: &activities };
    let mut findings = Vec::new();
    store.lines(query, on, Some(quarter.previous().last_day()), Detail::Full, |line, before| {
        let found = check::objective(&ground, &line, before.as_ref());
        findings.extend(found.into_iter().filter(|f| checks.is_empty() || checks.contains(&f.check)));
        Ok(())
    })?;
    Ok((findings, plans))
}
