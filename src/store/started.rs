//! From when the objectives and activities of the file count: see [`crate::model::started`].

use super::entries::{day, partial};
use super::{Result, Store};
use crate::model::Started;
use crate::model::started::Begin;
use chrono::NaiveDate;
use rusqlite::Connection;
use std::collections::HashMap;

/// The plans with objectives: their period and signing, and the day of the first line of the log.
const PLANS: &str = "
    SELECT p.code, p.period_start, p.signed_on,
           (SELECT min(e.as_of) FROM objective o JOIN entry e ON e.objective = o.id WHERE o.plan = p.id),
           (SELECT min(e.since) FROM objective o JOIN entry e ON e.objective = o.id WHERE o.plan = p.id)
    FROM plan p WHERE EXISTS (SELECT 1 FROM objective o WHERE o.plan = p.id)";

/// Each objective: from when it is said to be in the plan, the change that first wrote it and its day,
/// and its own first line of the log.
const OBJECTIVES: &str = "
    WITH first (plan, id, added_on, change) AS (
        SELECT p.code, o.id, o.added_on,
               coalesce((SELECT min(h.since) FROM history h WHERE h.noun = 'objective' AND h.row = o.id), o.since)
        FROM objective o JOIN plan p ON p.id = o.plan)
    SELECT f.plan, f.id, f.added_on, f.change, coalesce(c.day, substr(c.at, 1, 10)), (SELECT min(as_of) FROM entry WHERE objective = f.id)
    FROM first f JOIN change c ON c.number = f.change";

const ACTIVITIES: &str = "
    WITH first (plan, objective, id, number, added_on, change) AS (
        SELECT p.code, t.objective, t.id, t.number, t.added_on,
               coalesce((SELECT min(h.since) FROM history h WHERE h.noun = 'activity' AND h.row = t.id), t.since)
        FROM activity t JOIN objective o ON o.id = t.objective JOIN plan p ON p.id = o.plan)
    SELECT f.plan, f.objective, f.number, f.change, coalesce(c.day, substr(c.at, 1, 10)),
           (SELECT min(as_of) FROM entry WHERE objective = f.objective AND activity = f.id), f.added_on
    FROM first f JOIN change c ON c.number = f.change";

/// Something that was written down: its plan, the change, the day, its first line of the log.
struct Written {
    plan: String,
    change: i64,
    on: Option<NaiveDate>,
    line: Option<NaiveDate>,
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
    let mut plans = conn.prepare_cached(PLANS)?;
    let mut rows = plans.query([])?;
    while let Some(r) = rows.next()? {
        let code: String = r.get(0)?;
        if let Some(change) = r.get(4)? {
            reported.insert(code.clone(), change);
        }
        let agreed = partial(r, 1)?.map(|d| d.first_day()).max(day(r, 2)?);
        found.plans.insert(code, Begin { agreed, recorded: day(r, 3)? });
    }
    let mut objectives: Vec<(i64, Option<NaiveDate>, Written)> = Vec::new();
    let mut statement = conn.prepare_cached(OBJECTIVES)?;
    let mut rows = statement.query([])?;
    while let Some(r) = rows.next()? {
        let written = Written { plan: r.get(0)?, change: r.get(3)?, on: day(r, 4)?, line: day(r, 5)? };
        if let Some(begin) = found.plans.get_mut(&written.plan) {
            begin.recorded = begin.recorded.into_iter().chain(written.on).min();
        }
        objectives.push((r.get(1)?, day(r, 2)?, written));
    }
    let mut activities: Vec<(i64, String, Option<NaiveDate>, Written)> = Vec::new();
    let mut statement = conn.prepare_cached(ACTIVITIES)?;
    let mut rows = statement.query([])?;
    while let Some(r) = rows.next()? {
        let written = Written { plan: r.get(0)?, change: r.get(3)?, on: day(r, 4)?, line: day(r, 5)? };
        activities.push((r.get(1)?, r.get(2)?, day(r, 6)?, written));
    }
    let all = objectives.iter().map(|o| &o.2).chain(activities.iter().map(|a| &a.3));
    // Lines that stand may be younger than the first that was reported: look at those that were replaced
    // too, where it can make a difference.
    let first = all.clone().map(|w| w.change).min();
    let open = |w: &Written| Some(w.change) > first && reported.get(&w.plan).is_none_or(|r| *r >= w.change);
    if all.clone().any(open) {
        let plan_of: HashMap<i64, &str> = objectives.iter().map(|(id, _, w)| (*id, w.plan.as_str())).collect();
        for (objective, change) in replaced(conn)? {
            if let Some(plan) = plan_of.get(&objective) {
                reported.entry((*plan).to_string()).and_modify(|r| *r = change.min(*r)).or_insert(change);
            }
        }
    }
    let joined = |w: &Written| {
        let later = reported.get(&w.plan).is_some_and(|r| *r < w.change);
        later.then(|| w.line.into_iter().chain(w.on).min()).flatten()
    };
    for (id, added, written) in &objectives {
        if let Some(since) = added.or(joined(written)) {
            found.objectives.insert(*id, since);
        }
    }
    for (objective, number, added, written) in activities {
        if let Some(since) = added.or(joined(&written)) {
            found.activities.insert((objective, number), since);
        }
    }
    Ok(found)
}

/// The objectives with lines that do not stand any more, and the change that wrote the first of them.
fn replaced(conn: &Connection) -> Result<Vec<(i64, i64)>> {
    let mut all = conn.prepare_cached(
        "SELECT was ->> 'objective', min(since) FROM history WHERE noun = 'entry' GROUP BY was ->> 'objective'",
    )?;
    Ok(all.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<rusqlite::Result<_>>()?)
}
