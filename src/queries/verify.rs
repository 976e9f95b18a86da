//! Is everything as it was left? The file itself, and what was frozen against what history says.

use super::Counting;
use super::Result;
use crate::model::{Audience, ObjectiveId, Query};
use crate::queries;
use crate::report::summary::{self, ObjectiveRow};
use crate::store::{self, Detail, Finding, Health, Store};
use std::collections::HashMap;

/// Looks the file through; then takes the history back to each frozen quarter and looks whether its
/// objectives stood as was sent. What does not fit is named in that order.
pub fn verify(store: &Store) -> Result<Health> {
    let mut health = store.verify()?;
    // A broken file can't be asked what it knew.
    if !health.findings.is_empty() {
        return Ok(health);
    }
    let mut revisions = store.revisions(None)?;
    revisions.sort_by_key(|r| (r.known_at, r.id));
    let mut known: Option<(i64, Store)> = None;
    // One that came from another copy knew other changes than those that stand before it here.
    for revision in revisions.into_iter().filter(|r| r.change == r.known_at + 1) {
        let Ok(sent) = summary::part::<Vec<ObjectiveRow>>(&store.frozen_content(revision.id)?, "rows") else {
            let detail = format!("the content of {} can't be read", revision.name());
            health.findings.push(Finding { check: "replay", detail });
            continue;
        };
        if known.as_ref().is_none_or(|k| k.0 != revision.known_at) {
            match store.as_known(revision.known_at) {
                Ok(then) => known = Some((revision.known_at, then)),
                // A version in history breaks a rule of the file that it was once in.
                Err(store::Error::Sqlite(e)) => {
                    let detail = format!("history can't be taken back to change {}: {e}", revision.known_at);
                    health.findings.push(Finding { check: "replay", detail });
                    return Ok(health);
                }
                Err(e) => return Err(e.into()),
            }
        }
        let Some((_, then)) = &known else { continue };
        // Its plan may have had another code then.
        let Some(code) = then.plan_of(revision.plan)? else { continue };
        // An objective that was sent of a plan out of use by then was in it all the same.
        let out_of_use = then.plans()?.iter().any(|p| p.code == code && p.is_retired(revision.as_of));
        let query = Query { plan: vec![code], retired: out_of_use, ..Query::default() };
        let rows = queries::rows(then, &query, revision.as_of)?;
        // An objective that had not come into its plan yet may be left out of what was sent.
        let started = then.started()?;
        let (quarter, on) = (revision.quarter, revision.as_of);
        let counting = Counting { query: &query, quarter, on, audience: Audience::Internal, started: &started };
        let mut counted = Vec::new();
        counting.walk(then, Detail::Counts, |line, _| {
            counted.push(line.id);
            Ok(())
        })?;
        if let Some(wrong) = first_difference(&sent, &rows, &counted) {
            let (quarter, number) = (revision.quarter, revision.edition());
            let detail = format!("{quarter} of {}, revision {number}: {wrong}", revision.code);
            health.findings.push(Finding { check: "replay", detail });
        }
    }
    Ok(health)
}

/// The first objective that history says otherwise about.
fn first_difference(sent: &[ObjectiveRow], rows: &[ObjectiveRow], counted: &[ObjectiveId]) -> Option<String> {
    let facts = |r: &ObjectiveRow| {
        (
            r.reference.clone(),
            r.title.clone(),
            r.status,
            r.light,
            r.as_of,
            r.deadline_approved,
            r.expected,
            r.note.clone(),
        )
    };
    let known: HashMap<ObjectiveId, &ObjectiveRow> = rows.iter().map(|r| (r.id, r)).collect();
    for row in sent {
        match known.get(&row.id) {
            None => return Some(format!("{} was sent, and history does not know it", row.reference)),
            Some(then) if facts(then) != facts(row) => {
                return Some(format!("history says something else about {} than was sent", row.reference));
            }
            Some(_) => {}
        }
    }
    let missing = counted.iter().filter(|id| !sent.iter().any(|r| r.id == **id)).count();
    (missing > 0).then(|| format!("{} objectives were sent, history knows {}", sent.len(), sent.len() + missing))
}
