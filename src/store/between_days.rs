//! What happened in plans between two days: what came, what went, which deadlines were moved.

use super::entries::{day, partial};
use super::{Result, Store};
use crate::model::Move;
use chrono::NaiveDate;
use rusqlite::named_params;
use std::collections::{HashMap, HashSet};

/// An objective that was taken out of its plan.
#[derive(Clone, Debug)]
pub struct Gone {
    pub objective: i64,
    pub on: Option<NaiveDate>,
    pub reason: Option<String>,
}

impl Store {
    /// Objectives of which a line of the log after `from`, until `to`, says that they are open.
    pub fn open_between(&self, from: NaiveDate, to: NaiveDate) -> Result<HashSet<i64>> {
        let read = || -> Result<HashSet<i64>> {
            let mut all = self.conn.prepare_cached(
                "SELECT DISTINCT objective FROM entry WHERE activity IS NULL AND as_of > :from AND as_of <= :to
                 AND status IN ('not-started', 'ongoing', 'suspended')",
            )?;
            let days = named_params! { ":from": from.to_string(), ":to": to.to_string() };
            Ok(all.query_map(days, |r| r.get(0))?.collect::<rusqlite::Result<_>>()?)
        };
        self.tell(read())
    }

    /// Objectives that were taken out after `from`, until `to`, themselves or with their plan.
    pub fn retired_between(&self, from: NaiveDate, to: NaiveDate) -> Result<Vec<Gone>> {
        let read = || -> Result<Vec<Gone>> {
            let mut all = self.conn.prepare_cached(
                "SELECT id, min(own, whole), iif(own <= whole, reason, of_plan) FROM (
                     SELECT o.id, coalesce(o.retired_on, '~') AS own, coalesce(p.retired_on, '~') AS whole,
                            o.retired_reason AS reason, p.retired_reason AS of_plan
                     FROM objective o JOIN plan p ON p.id = o.plan)
                 WHERE min(own, whole) > :from AND min(own, whole) <= :to",
            )?;
            let days = named_params! { ":from": from.to_string(), ":to": to.to_string() };
            let rows = all.query_map(days, |r| Ok(Gone { objective: r.get(0)?, on: day(r, 1)?, reason: r.get(2)? }))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        };
        self.tell(read())
    }

    /// The moves of approved deadlines of objectives until a day; oldest first.
    pub fn moved_until(&self, to: NaiveDate) -> Result<HashMap<i64, Vec<Move>>> {
        let read = || -> Result<HashMap<i64, Vec<Move>>> {
            let mut all = self.conn.prepare_cached(
                "SELECT objective, before, after, as_of, reason, agreed_by FROM deadline_move
                 WHERE activity IS NULL AND as_of <= :to ORDER BY as_of, id",
            )?;
            let mut rows = all.query(named_params! { ":to": to.to_string() })?;
            let mut moves: HashMap<i64, Vec<Move>> = HashMap::new();
            while let Some(r) = rows.next()? {
                moves.entry(r.get(0)?).or_default().push(Move {
                    before: partial(r, 1)?,
                    after: partial(r, 2)?,
                    as_of: day(r, 3)?.unwrap_or_default(),
                    reason: r.get(4)?,
                    agreed_by: r.get(5)?,
                });
            }
            Ok(moves)
        };
        self.tell(read())
    }

    /// The moves of expected dates on the log of objectives, until a day: each line whose date is not
    /// the one of the line before. Illustrative lines are marked.
    pub fn expected_until(&self, to: NaiveDate) -> Result<HashMap<i64, Vec<(Move, bool)>>> {
        let read = || -> Result<HashMap<i64, Vec<(Move, bool)>>> {
            let mut all = self.conn.prepare_cached(
                "SELECT objective, before, expected, as_of, expected_reason, basis = 'illustrative' FROM (
                     SELECT objective, as_of, id, expected, expected_reason, basis,
                            lag(expected) OVER (PARTITION BY objective ORDER BY as_of, id) AS before
                     FROM entry WHERE activity IS NULL AND as_of <= :to)
                 WHERE expected IS NOT NULL AND expected IS NOT before ORDER BY objective, as_of, id",
            )?;
            let mut rows = all.query(named_params! { ":to": to.to_string() })?;
            let mut moves: HashMap<i64, Vec<(Move, bool)>> = HashMap::new();
            while let Some(r) = rows.next()? {
                let one = Move {
                    before: partial(r, 1)?,
                    after: partial(r, 2)?,
                    as_of: day(r, 3)?.unwrap_or_default(),
                    reason: r.get::<_, Option<String>>(4)?.unwrap_or_default(),
                    agreed_by: None,
                };
                moves.entry(r.get(0)?).or_default().push((one, r.get::<_, Option<bool>>(5)?.unwrap_or_default()));
            }
            Ok(moves)
        };
        self.tell(read())
    }

    /// The code of a plan, by its row.
    pub fn plan_of(&self, row: i64) -> Result<Option<String>> {
        let read = || -> Result<Option<String>> {
            let mut plan = self.conn.prepare_cached("SELECT code FROM plan WHERE id = ?1")?;
            let mut rows = plan.query([row])?;
            Ok(rows.next()?.map(|r| r.get(0)).transpose()?)
        };
        self.tell(read())
    }

    /// The plans that have objectives, with the day of the first line of their log.
    pub fn plans_at_work(&self) -> Result<HashMap<String, Option<NaiveDate>>> {
        let read = || -> Result<HashMap<String, Option<NaiveDate>>> {
            let mut all = self.conn.prepare_cached(
                "SELECT p.code, (SELECT min(e.as_of) FROM objective o JOIN entry e ON e.objective = o.id WHERE o.plan = p.id)
                 FROM plan p WHERE EXISTS (SELECT 1 FROM objective o WHERE o.plan = p.id)",
            )?;
            Ok(all.query_map([], |r| Ok((r.get(0)?, day(r, 1)?)))?.collect::<rusqlite::Result<_>>()?)
        };
        self.tell(read())
    }
}
