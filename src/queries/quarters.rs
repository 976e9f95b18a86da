//! The quarters of each plan: running, ended, frozen with their revisions.

use super::Result;
use crate::model::{Moment, Quarter};
use crate::report::quarters::{Plan, State, Status};
use crate::store::Store;

/// The quarters of every plan that has objectives, from its first to today's, and how each stands.
pub fn quarters(store: &Store, moment: &Moment, plans: &[String]) -> Result<Vec<Plan>> {
    let work = store.plans_at_work()?;
    let revisions = store.revisions(None)?;
    let late = if revisions.is_empty() { vec![] } else { store.late_lines(None)? };
    let mut all = Vec::new();
    for plan in store.plans()?.into_iter().filter(|p| plans.is_empty() || plans.contains(&p.code)) {
        let Some(first_line) = work.get(&plan.code) else { continue };
        let frozen: Vec<_> = revisions.iter().filter(|r| r.code == plan.code).collect();
        let running = Quarter::of(moment.today);
        let earliest = frozen.iter().map(|r| r.quarter).min();
        let first =
            plan.period_start.map(|p| Quarter::of(p.first_day())).or(first_line.map(Quarter::of)).unwrap_or(running);
        let first = earliest.map_or(first, |e| e.min(first));
        let last = plan.period_end.map_or(running, |p| Quarter::of(p.last_day())).min(running);
        let last = frozen.iter().map(|r| r.quarter).max().map_or(last, |f| f.max(last));
        let mut quarters = Vec::new();
        let mut quarter = first;
        while quarter <= last {
            let own: Vec<_> = frozen.iter().filter(|r| r.quarter == quarter).map(|r| (*r).clone()).collect();
            let state = match (own.is_empty(), quarter.last_day() < moment.today) {
                (false, _) => State::Frozen,
                (true, true) => State::Ended,
                (true, false) => State::Running,
            };
            let waiting = late.iter().filter(|l| l.plan == plan.code && l.quarter == quarter && l.waiting).count();
            quarters.push(Status { quarter, state, revisions: own, waiting: waiting as i64 });
            quarter = quarter.next();
        }
        all.push(Plan { plan, quarters });
    }
    Ok(all)
}
