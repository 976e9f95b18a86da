//! Objectives that go on in a new plan.

use crate::model::{ObjectiveId, Reference};
use crate::store::{ChangeTx, Result, Store, Subject};
use chrono::NaiveDate;
use rusqlite::named_params;

/// One that went over: from the old plan, to the new one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carried {
    pub from: Reference,
    pub to: Reference,
    pub as_of: NaiveDate,
}

impl Store {
    /// The objectives that went over from one plan to another, in the order of the old plan.
    pub fn carried(&self, old: &str, new: &str) -> Result<Vec<Carried>> {
        let found: Vec<(String, String, NaiveDate)> = self.all(
            "SELECT o.number, n.number, c.as_of FROM carried c
             JOIN objective o ON o.id = c.predecessor JOIN objective n ON n.id = c.objective
             WHERE o.plan = (SELECT id FROM plan WHERE code = :old) AND n.plan = (SELECT id FROM plan WHERE code = :new)
             ORDER BY o.sort, n.sort",
            named_params! { ":old": old, ":new": new },
        )?;
        let of = |(from, to, as_of): (String, String, NaiveDate)| Carried {
            from: Reference::of_objective(old, &from),
            to: Reference::of_objective(new, &to),
            as_of,
        };
        Ok(found.into_iter().map(of).collect())
    }

    /// The objectives that an objective goes on with: the nearest first, over any number of plans.
    pub fn predecessors(&self, objective: ObjectiveId) -> Result<Vec<(Subject, Reference)>> {
        self.related(
            objective,
            "WITH RECURSIVE line (id, depth) AS (
                 SELECT predecessor, 1 FROM carried WHERE objective = :of
                 UNION SELECT c.predecessor, depth + 1 FROM carried c JOIN line l ON c.objective = l.id WHERE depth < 20)
             SELECT o.id, p.code, o.number FROM line l CROSS JOIN objective o ON o.id = l.id CROSS JOIN plan p ON p.id = o.plan
             GROUP BY o.id ORDER BY min(depth), p.code, o.sort",
        )
    }

    /// The objectives that an objective became.
    pub fn successors(&self, objective: ObjectiveId) -> Result<Vec<(Subject, Reference)>> {
        self.related(
            objective,
            "SELECT o.id, p.code, o.number FROM carried c CROSS JOIN objective o ON o.id = c.objective CROSS JOIN plan p ON p.id = o.plan
             WHERE c.predecessor = :of ORDER BY p.code, o.sort",
        )
    }

    /// The few that are carried come first in the statements: without CROSS JOIN, SQLite walks through all
    /// objectives to have them in order.
    fn related(&self, objective: ObjectiveId, sql: &str) -> Result<Vec<(Subject, Reference)>> {
        let bound = named_params! { ":of": objective };
        if !self.one("SELECT EXISTS (SELECT 1 FROM carried WHERE objective = :of OR predecessor = :of)", bound)? {
            return Ok(vec![]);
        }
        let found: Vec<(ObjectiveId, String, String)> = self.all(sql, bound)?;
        let of = |(objective, plan, number): (ObjectiveId, String, String)| {
            (Subject { objective, activity: None }, Reference::of_objective(&plan, &number))
        };
        Ok(found.into_iter().map(of).collect())
    }
}

impl ChangeTx<'_> {
    /// Links two objectives; says whether they were not linked before.
    pub fn carry(&self, objective: ObjectiveId, predecessor: ObjectiveId, as_of: NaiveDate) -> Result<bool> {
        let added = self.write(
            "INSERT INTO carried (objective, predecessor, as_of, since) VALUES (:objective, :predecessor, :as_of, :since)
             ON CONFLICT (objective, predecessor) DO NOTHING",
            named_params! {
                ":objective": objective, ":predecessor": predecessor, ":as_of": as_of.to_string(), ":since": self.number,
            },
        )?;
        Ok(added > 0)
    }
}
