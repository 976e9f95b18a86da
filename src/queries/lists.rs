//! Lists of objectives: as they stand, as they fall due, as two points in time are compared by, and what the
//! checks find in them.

use super::Result;
use super::asked::day_of;
use super::conflicts::of_objectives;
use super::counted::Counting;
use super::known::Known;
use crate::model::{ActivitySnapshot, Audience, Moment, ObjectiveSnapshot, PlanInfo, Quarter, Query};
use crate::report::check::{self, Check, Finding};
use crate::report::summary::ObjectiveRow;
use crate::store::{Detail, Store};
use chrono::NaiveDate;
use std::collections::HashMap;

/// Every objective as it stands on a day, without its texts.
pub fn objectives(store: &Store, query: &Query, on: NaiveDate) -> Result<Vec<ObjectiveSnapshot>> {
    let mut all = Vec::new();
    store.lines(query, on, None, Detail::Counts, |line, _| {
        all.push(line);
        Ok(())
    })?;
    Ok(all)
}

/// Every objective as it stands on a day, with the texts of its newest line.
pub fn promises(store: &Store, query: &Query, on: NaiveDate) -> Result<Vec<ObjectiveSnapshot>> {
    let mut all = Vec::new();
    store.lines(query, on, None, Detail::Full, |line, _| {
        all.push(line);
        Ok(())
    })?;
    Ok(all)
}

/// The open objectives that have a date by the last day, and the open activities.
pub fn due(
    store: &Store,
    query: &Query,
    on: NaiveDate,
    until: NaiveDate,
) -> Result<(Vec<ObjectiveSnapshot>, Vec<ActivitySnapshot>)> {
    let query = Query { open: true, ..query.clone() };
    let mut falling = objectives(store, &query, on)?;
    falling.retain(|objective| objective.dates().first(until).is_some());
    Ok((falling, store.activities(&query, on)?))
}

/// Every objective as it is now known to have stood on a day.
pub fn rows(store: &Store, query: &Query, day: NaiveDate) -> Result<Vec<ObjectiveRow>> {
    let mut rows = Vec::new();
    store.lines(query, day, None, Detail::Export, |line, _| {
        rows.push(ObjectiveRow::of(&line, Quarter::of(day)));
        Ok(())
    })?;
    Ok(rows)
}

/// Those of them that count in a plan by then: the others are new when they come, as in a summary.
pub fn counted_rows(store: &Store, query: &Query, day: NaiveDate) -> Result<Vec<ObjectiveRow>> {
    let (quarter, started) = (Quarter::of(day), store.started()?);
    let mut rows = Vec::new();
    let counting = Counting { query, quarter, on: day, audience: Audience::Internal, started: &started };
    counting.walk(store, Detail::Export, |line, _| {
        rows.push(ObjectiveRow::of(&line, quarter));
        Ok(())
    })?;
    Ok(rows)
}

/// The findings of the named checks (all of them where none is named), and the plans that were looked at.
pub fn check(
    store: &Store,
    moment: &Moment,
    query: &Query,
    quarter: Quarter,
    checks: &[Check],
) -> Result<(Vec<Finding>, Vec<PlanInfo>)> {
    let known = Known::read(store, quarter, day_of(quarter, moment.today), |_| query.plan.clone())?;
    let mut findings = Vec::new();
    let wanted = |c| checks.is_empty() || checks.contains(&c);
    let undecided = if wanted(Check::Undecided) { of_objectives(store)? } else { HashMap::new() };
    known.counting(query).walk(store, Detail::Full, |line, before| {
        findings.extend(check::objective(&known.ground(), &line, before.as_ref(), &wanted));
        let fields = undecided.get(&line.reference().to_string());
        findings.extend(fields.map(|fields| check::undecided(&line, fields)));
        Ok(())
    })?;
    Ok((findings, known.plans))
}
