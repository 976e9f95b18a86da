//! Plans that are over.

use super::Result;
use super::asked::Asked;
use crate::model::{PlanInfo, Quarter, Query};
use crate::report::summary::Expired;
use crate::store::{Detail, Store};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Plans that are over and are left out, though objectives of theirs are open.
pub fn expired(
    store: &Store,
    all: &[PlanInfo],
    asked: &Asked,
    quarter: Quarter,
    on: NaiveDate,
) -> Result<Vec<Expired>> {
    if !asked.query.plan.is_empty() {
        return Ok(vec![]);
    }
    let over: Vec<&PlanInfo> = all
        .iter()
        .filter(|p| p.period_end.is_some_and(|e| e.last_day() < quarter.first_day()))
        .filter(|p| {
            !p.is_retired(on)
                && (asked.query.partnership.is_empty()
                    || p.partnerships.iter().any(|c| asked.query.partnership.contains(c)))
        })
        .collect();
    if over.is_empty() {
        return Ok(vec![]);
    }
    let query = Query { plan: over.iter().map(|p| p.code.clone()).collect(), open: true, ..asked.query.clone() };
    let mut open: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    store.lines(&query, on, None, Detail::Counts, |line, _| {
        let late = i64::from(line.is_overdue(on));
        let of = open.entry(line.plan).or_default();
        *of = (of.0 + 1, of.1 + late);
        Ok(())
    })?;
    Ok(over
        .iter()
        .filter_map(|p| {
            let ended = p.period_end?.last_day();
            open.get(&p.code).map(|(open, late)| Expired { plan: p.code.clone(), ended, open: *open, late: *late })
        })
        .collect())
}
