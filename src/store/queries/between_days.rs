//! The events of plans between two days: added and retired rows, deadlines that were moved.

use crate::model::{Move, ObjectiveId, PlanId};
use crate::store::rows::{Select, grouped, row};
use crate::store::{Result, Store};
use chrono::NaiveDate;
use rusqlite::named_params;
use std::collections::{HashMap, HashSet};

/// An objective that was taken out of its plan.
#[derive(Clone, Debug)]
pub struct Gone {
    pub objective: ObjectiveId,
    pub on: Option<NaiveDate>,
    pub reason: Option<String>,
}

row! { Gone { objective = "id", on = "min(own, whole)", reason = "iif(own <= whole, reason, of_plan)" } }

impl Store {
    /// Objectives of which a line of the log after `from`, until `to`, says that they are open.
    pub fn open_between(&self, from: NaiveDate, to: NaiveDate) -> Result<HashSet<ObjectiveId>> {
        self.all(
            "SELECT DISTINCT objective FROM entry WHERE activity IS NULL AND as_of > :from AND as_of <= :to
             AND status IN ('not-started', 'ongoing', 'suspended')",
            named_params! { ":from": from.to_string(), ":to": to.to_string() },
        )
    }

    /// Objectives that were taken out after `from`, until `to`, themselves or with their plan.
    pub fn retired_between(&self, from: NaiveDate, to: NaiveDate) -> Result<Vec<Gone>> {
        let sql = format!(
            "SELECT {} FROM (
                 SELECT o.id, coalesce(o.retired_on, '~') AS own, coalesce(p.retired_on, '~') AS whole,
                        o.retired_reason AS reason, p.retired_reason AS of_plan
                 FROM objective o JOIN plan p ON p.id = o.plan)
             WHERE min(own, whole) > :from AND min(own, whole) <= :to",
            Gone::COLUMNS
        );
        self.all(&sql, named_params! { ":from": from.to_string(), ":to": to.to_string() })
    }

    /// The moves of approved deadlines of objectives until a day; oldest first.
    pub fn moved_until(&self, to: NaiveDate) -> Result<HashMap<ObjectiveId, Vec<Move>>> {
        let sql = format!(
            "SELECT objective, {} FROM deadline_move WHERE activity IS NULL AND as_of <= :to ORDER BY as_of, id",
            Move::COLUMNS
        );
        self.all(&sql, named_params! { ":to": to.to_string() }).map(grouped)
    }

    /// The moves of expected dates on the log of objectives, until a day: each line whose date is not
    /// the one of the line before. Illustrative lines are marked.
    pub fn expected_until(&self, to: NaiveDate) -> Result<HashMap<ObjectiveId, Vec<(Move, bool)>>> {
        let sql = format!(
            "SELECT objective, {}, basis IS 'illustrative' FROM (
                 SELECT objective, as_of, id, expected AS after, coalesce(expected_reason, '') AS reason, NULL AS agreed_by,
                        basis, lag(expected) OVER (PARTITION BY objective ORDER BY as_of, id) AS before
                 FROM entry WHERE activity IS NULL AND as_of <= :to)
             WHERE after IS NOT NULL AND after IS NOT before ORDER BY objective, as_of, id",
            Move::COLUMNS
        );
        let found: Vec<(ObjectiveId, Move, bool)> = self.all(&sql, named_params! { ":to": to.to_string() })?;
        Ok(grouped(found.into_iter().map(|(objective, one, illustrative)| (objective, (one, illustrative))).collect()))
    }

    /// The code of a plan, by its row.
    pub fn plan_of(&self, row: PlanId) -> Result<Option<String>> {
        self.maybe("SELECT code FROM plan WHERE id = ?1", [row])
    }

    /// The plans that have objectives, with the day of the first line of their log.
    pub fn plans_at_work(&self) -> Result<HashMap<String, Option<NaiveDate>>> {
        self.all(
            "SELECT p.code, (SELECT min(e.as_of) FROM objective o JOIN entry e ON e.objective = o.id WHERE o.plan = p.id)
             FROM plan p WHERE EXISTS (SELECT 1 FROM objective o WHERE o.plan = p.id)",
            [],
        )
    }
}
