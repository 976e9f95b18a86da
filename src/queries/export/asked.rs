//! Which rows of an export the filters ask for.

use super::what::What;
use crate::model::{EntityKind, Query, Refusal};
use crate::queries;
use crate::queries::Result;
use crate::store::{Detail, Store};
use chrono::NaiveDate;
use std::collections::HashSet;

/// The query with its partnerships as plans; refused where it asks for more than the rows of an export say.
pub(super) fn within(store: &Store, what: What, query: &Query) -> Result<Query> {
    let plans = Query { plan: query.plan.clone(), partnership: query.partnership.clone(), ..Query::default() };
    let narrowed = Query { retired: false, ..query.clone() };
    let by = match what {
        What::Entries | What::EntityKind(EntityKind::Objective | EntityKind::Activity) => None,
        What::EntityKind(EntityKind::Plan | EntityKind::Area) => (narrowed != plans).then_some(true),
        _ => (narrowed != Query::default()).then_some(false),
    };
    if let Some(by_plan) = by {
        return Err(crate::store::Error::from(Refusal::NotFiltered { what: what.name(), by_plan }).into());
    }
    if query.partnership.is_empty() {
        return Ok(query.clone());
    }
    let all = store.plans()?;
    let mut plan: Vec<String> = all.into_iter().filter(|p| queries::is_asked_for(p, query)).map(|p| p.code).collect();
    if plan.is_empty() {
        // No plan has no code; an empty list would ask for all.
        plan.push(String::new());
    }
    Ok(Query { plan, partnership: vec![], ..query.clone() })
}

/// The references of the objectives and activities that are asked for; `None`: all of the plans.
pub(super) fn asked_for(store: &Store, what: What, query: &Query, on: NaiveDate) -> Result<Option<HashSet<String>>> {
    let whole = Query { plan: query.plan.clone(), retired: query.retired, ..Query::default() };
    if *query == whole || !matches!(what, What::Entries | What::EntityKind(EntityKind::Activity)) {
        return Ok(None);
    }
    let mut all: HashSet<String> = store.activities(query, on)?.into_iter().map(|a| a.reference.to_string()).collect();
    store.lines(query, on, None, Detail::Counts, |line, _| {
        all.insert(line.reference().to_string());
        Ok(())
    })?;
    Ok(Some(all))
}
