//! How the quarters stood, one after the other: as is now known, or as was sent.

use super::Result;
use super::asked::{day_of, is_asked_for, taking_part};
use super::counted::Counting;
use super::quarters::quarters;
use crate::model::{Audience, Moment, PlanInfo, Quarter, Query, Refusal, Revision, Status};
use crate::report::summary;
use crate::report::tally::{Statuses, Tally};
use crate::report::trend::QuarterPoint;
use crate::store::Store;
use serde_json::Value;

/// The quarters up to one, from the first of the plans that take part; as is now known.
pub fn over_time(
    store: &Store,
    moment: &Moment,
    query: &Query,
    until: Quarter,
    audience: Audience,
) -> Result<(Vec<QuarterPoint>, Vec<PlanInfo>)> {
    if audience != Audience::Internal && !query.asks_for_plans_alone() {
        return Err(Refusal::FilterForOthers.into());
    }
    let all = store.plans()?;
    let running = Quarter::of(moment.today);
    let asked: Vec<PlanInfo> = all.iter().filter(|p| is_asked_for(p, query)).cloned().collect();
    let codes: Vec<String> = asked.iter().map(|p| p.code.clone()).collect();
    if codes.is_empty() {
        return Ok((vec![], vec![]));
    }
    let lives = quarters(store, moment, &codes)?;
    let known = lives.iter().flat_map(|p| p.quarters.iter().map(|q| q.quarter));
    let (Some(first), Some(last)) = (known.clone().min(), known.max()) else { return Ok((vec![], asked)) };
    let started = store.started()?;
    let mut quarters: Vec<QuarterPoint> = Vec::new();
    let mut quarter = first;
    while quarter <= last.min(until).min(running) {
        let taking_part = taking_part(&all, query, quarter);
        let query = Query { plan: taking_part.into_iter().map(|p| p.code).collect(), ..query.clone() };
        let as_of = day_of(quarter, moment.today);
        let (tally, illustrative) = match query.plan.is_empty() {
            true => Default::default(),
            false => Counting { query: &query, quarter, on: as_of, audience, started: &started }.tally(store)?,
        };
        let all: Vec<&Revision> = lives
            .iter()
            .filter(|p| query.plan.contains(&p.plan.code) && audience == Audience::Internal)
            .flat_map(|p| p.quarters.iter().filter(|q| q.quarter == quarter).flat_map(|q| &q.revisions))
            .collect();
        let first: Vec<&&Revision> = all.iter().filter(|r| r.number == 0).collect();
        // Whole plans were sent: of a part of them, or where one is missing, nothing can be said.
        let whole = query.asks_for_plans_alone() && !query.retired;
        let is_sent = whole && !first.is_empty() && first.len() == query.plan.len();
        let revision = all.iter().map(|r| r.number).max().filter(|_| is_sent);
        let mut differs = false;
        if is_sent {
            let mut then = Some(Tally::default());
            for r in first {
                let one = sent(&store.frozen_content(r.id)?);
                then = then.zip(one).map(|(all, one)| all.and(&one.0));
            }
            differs = then.is_some_and(|then| then != tally);
        }
        // Before a plan was signed there is nothing to count.
        if !quarters.is_empty() || tally.objectives > 0 || revision.is_some() {
            quarters.push(QuarterPoint { quarter, as_of, tally, illustrative, revision, differs });
        }
        quarter = quarter.next();
    }
    Ok((quarters, asked))
}

/// The quarters of a plan as they had been sent when a revision was: each by the newest revision of then.
pub fn as_reported(store: &Store, revision: &Revision) -> Result<Vec<QuarterPoint>> {
    let all = store.revisions(Some(&revision.code))?;
    let mut quarters: Vec<QuarterPoint> = Vec::new();
    for r in all.iter().filter(|r| r.quarter <= revision.quarter && r.change <= revision.change) {
        let Some((tally, illustrative)) = sent(&store.frozen_content(r.id)?) else { continue };
        let then = QuarterPoint {
            quarter: r.quarter,
            as_of: r.as_of,
            tally,
            illustrative,
            revision: Some(r.number),
            differs: r.number > 0,
        };
        match quarters.iter_mut().find(|t| t.quarter == r.quarter) {
            Some(older) => *older = then,
            None => quarters.push(then),
        }
    }
    quarters.sort_by_key(|t| t.quarter);
    Ok(quarters)
}

/// The counts of a frozen content, and how many of its entries are made up; nothing if it has none that
/// this program knows.
fn sent(content: &str) -> Option<(Tally, (i64, i64))> {
    let content = summary::kept(content)?;
    let of = |key: &str| content[key].as_i64();
    let rows = |key: &str| content[key].as_array().cloned();
    let counted = |rows: &[Value], code: &str| {
        rows.iter().find(|r| r["code"] == code).and_then(|r| r["count"].as_i64()).unwrap_or_default()
    };
    let (by_status, by_light) = (rows("by_status")?, rows("by_light")?);
    let mut tally = Tally {
        objectives: of("objectives")?,
        open: of("open")?,
        due: of("due")?,
        reported: of("reported")?,
        ..Tally::default()
    };
    let codes = Status::ALL.iter().map(|s| s.code()).chain(["never-reported"]);
    let mut statuses = Statuses::default();
    statuses.iter_mut().zip(codes).for_each(|(n, code)| *n = counted(&by_status, code));
    tally.statuses = statuses;
    for shown in crate::model::snapshot::Shown::ALL {
        *tally.lights.of(shown) = counted(&by_light, shown.code());
    }
    let made_up = |key: &str| content["illustrative"][key].as_i64().unwrap_or_default();
    Some((tally, (made_up("entries"), made_up("of"))))
}
