//! From when the objectives and activities of the file count: see [`crate::model::started`].

use crate::model::started::Begin;
use crate::model::{ObjectiveId, PartialDate, Started};
use crate::store::rows::{self, Select, row};
use crate::store::{Result, Store};
use chrono::NaiveDate;
use rusqlite::Connection;
use std::collections::HashMap;

/// A plan with objectives: its period and signing, and the first line of its log.
struct PlanBegin {
    code: String,
    period_start: Option<PartialDate>,
    signed_on: Option<NaiveDate>,
    first_entry: Option<NaiveDate>,
    /// The change that wrote the first line that stands.
    reported: Option<i64>,
}

row! {
    PlanBegin {
        code, period_start, signed_on,
        first_entry = "(SELECT min(e.as_of) FROM objective o JOIN entry e ON e.objective = o.id WHERE o.plan = p.id)",
        reported = "(SELECT min(e.since) FROM objective o JOIN entry e ON e.objective = o.id WHERE o.plan = p.id)",
    }
}

const OBJECTIVES: &str = "
    WITH first (plan, objective, number, added_on, change) AS (
        SELECT p.code, o.id, NULL, o.added_on,
               coalesce((SELECT min(h.since) FROM history h WHERE h.noun = 'objective' AND h.row = o.id), o.since)
        FROM objective o JOIN plan p ON p.id = o.plan),
    written AS (SELECT f.*, coalesce(c.day, substr(c.at, 1, 10)) AS recorded,
                       (SELECT min(as_of) FROM entry WHERE objective = f.objective) AS entry
                FROM first f JOIN change c ON c.number = f.change)";

const ACTIVITIES: &str = "
    WITH first (plan, objective, activity, number, added_on, change) AS (
        SELECT p.code, t.objective, t.id, t.number, t.added_on,
               coalesce((SELECT min(h.since) FROM history h WHERE h.noun = 'activity' AND h.row = t.id), t.since)
        FROM activity t JOIN objective o ON o.id = t.objective JOIN plan p ON p.id = o.plan),
    written AS (SELECT f.*, coalesce(c.day, substr(c.at, 1, 10)) AS recorded,
                       (SELECT min(as_of) FROM entry WHERE objective = f.objective AND activity = f.activity) AS entry
                FROM first f JOIN change c ON c.number = f.change)";

/// An objective, or an activity under it, and when it was written down.
struct Written {
    plan: String,
    objective: ObjectiveId,
    /// Of an activity.
    number: Option<String>,
    /// From when it is said to be in the plan.
    added_on: Option<NaiveDate>,
    /// The change that first wrote it, and its day.
    change: i64,
    recorded: Option<NaiveDate>,
    /// The first line of its log.
    entry: Option<NaiveDate>,
}

row! { Written { plan, objective, number, added_on, change, recorded, entry } }

fn written(conn: &Connection, of: &str) -> Result<Vec<Written>> {
    rows::all(conn, &format!("{of} SELECT {} FROM written", Written::COLUMNS), [])
}

impl Store {
    /// From when everything counts. What was written down after something had been reported on its plan
    /// joined the plan on that day, unless it says from when or has earlier lines of its own. What was
    /// written down before belongs to the plan from its beginning.
    pub fn started(&self) -> Result<Started> {
        self.tell(started(&self.conn))
    }
}

fn started(conn: &Connection) -> Result<Started> {
    let mut found = Started::default();
    let mut reported: HashMap<String, i64> = HashMap::new();
    let plans = "FROM plan p WHERE EXISTS (SELECT 1 FROM objective o WHERE o.plan = p.id)";
    let plans: Vec<PlanBegin> = rows::all(conn, &format!("SELECT {} {plans}", PlanBegin::COLUMNS), [])?;
    for plan in plans {
        if let Some(change) = plan.reported {
            reported.insert(plan.code.clone(), change);
        }
        let agreed = plan.period_start.map(|d| d.first_day()).max(plan.signed_on);
        found.plans.insert(plan.code, Begin { agreed, recorded: plan.first_entry });
    }
    let objectives = written(conn, OBJECTIVES)?;
    for objective in &objectives {
        if let Some(begin) = found.plans.get_mut(&objective.plan) {
            begin.recorded = begin.recorded.into_iter().chain(objective.recorded).min();
        }
    }
    let activities = written(conn, ACTIVITIES)?;
    let all = objectives.iter().chain(&activities);
    // Lines that stand may be younger than the first that was reported: look at those that were replaced
    // too, where it can make a difference.
    let first = all.clone().map(|w| w.change).min();
    let open = |w: &Written| Some(w.change) > first && reported.get(&w.plan).is_none_or(|r| *r >= w.change);
    if all.clone().any(open) {
        let plan_of: HashMap<ObjectiveId, &str> = objectives.iter().map(|w| (w.objective, w.plan.as_str())).collect();
        for (objective, change) in replaced(conn)? {
            if let Some(plan) = plan_of.get(&objective) {
                reported.entry((*plan).to_string()).and_modify(|r| *r = change.min(*r)).or_insert(change);
            }
        }
    }
    let joined = |w: &Written| {
        let later = reported.get(&w.plan).is_some_and(|r| *r < w.change);
        later.then(|| w.entry.into_iter().chain(w.recorded).min()).flatten()
    };
    for written in objectives.iter().chain(&activities) {
        let Some(since) = written.added_on.or(joined(written)) else { continue };
        match &written.number {
            None => found.objectives.insert(written.objective, since),
            Some(number) => found.activities.insert((written.objective, number.clone()), since),
        };
    }
    Ok(found)
}

/// The objectives with lines that do not stand any more, and the change that wrote the first of them.
fn replaced(conn: &Connection) -> Result<Vec<(ObjectiveId, i64)>> {
    let sql = "SELECT was ->> 'objective', min(since) FROM history WHERE noun = 'entry' GROUP BY was ->> 'objective'";
    rows::all(conn, sql, [])
}
