//! The moves of approved deadlines, and the corrections of original ones.

use super::{ChangeTx, Result, Store, Subject};
use crate::model::{Correction, Move};
use chrono::NaiveDate;
use rusqlite::{Row, named_params};
use std::collections::HashMap;

impl Store {
    /// The moves of one deadline, oldest first.
    pub fn moves(&self, subject: Subject) -> Result<Vec<Move>> {
        let read = || -> Result<Vec<Move>> {
            let mut statement = self.conn.prepare_cached(
                "SELECT before, after, as_of, reason, agreed_by FROM deadline_move
                 WHERE objective = :objective AND activity IS :activity ORDER BY as_of, id",
            )?;
            let rows = statement.query_map(
                named_params! { ":objective": subject.objective, ":activity": subject.activity },
                |r| {
                    Ok(Move {
                        before: super::entries::partial(r, 0)?,
                        after: super::entries::partial(r, 1)?,
                        as_of: super::entries::day(r, 2)?.unwrap_or_default(),
                        reason: r.get(3)?,
                        agreed_by: r.get(4)?,
                    })
                },
            )?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        };
        self.tell(read())
    }

    /// The corrections of one original deadline, oldest first.
    pub fn corrections(&self, subject: Subject) -> Result<Vec<Correction>> {
        let read = || -> Result<Vec<Correction>> {
            let mut statement = self.conn.prepare_cached(
                "SELECT before, after, as_of, reason FROM deadline_correction
                 WHERE objective = :objective AND activity IS :activity ORDER BY as_of, id",
            )?;
            let of = named_params! { ":objective": subject.objective, ":activity": subject.activity };
            let rows = statement.query_map(of, |r| correction(r, 0))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        };
        self.tell(read())
    }

    /// The corrections of objectives until a day, oldest first.
    pub fn corrected_until(&self, to: NaiveDate) -> Result<HashMap<i64, Vec<Correction>>> {
        let read = || -> Result<HashMap<i64, Vec<Correction>>> {
            let mut all = self.conn.prepare_cached(
                "SELECT objective, before, after, as_of, reason FROM deadline_correction
                 WHERE activity IS NULL AND as_of <= :to ORDER BY as_of, id",
            )?;
            let mut rows = all.query(named_params! { ":to": to.to_string() })?;
            let mut corrected: HashMap<i64, Vec<Correction>> = HashMap::new();
            while let Some(r) = rows.next()? {
                corrected.entry(r.get(0)?).or_default().push(correction(r, 1)?);
            }
            Ok(corrected)
        };
        self.tell(read())
    }
}

fn correction(r: &Row, at: usize) -> rusqlite::Result<Correction> {
    Ok(Correction {
        before: super::entries::partial(r, at)?,
        after: super::entries::partial(r, at + 1)?,
        as_of: super::entries::day(r, at + 2)?.unwrap_or_default(),
        reason: r.get(at + 3)?,
    })
}

impl ChangeTx<'_> {
    pub fn add_correction(&self, subject: Subject, c: &Correction) -> Result<()> {
        self.conn()?
            .prepare_cached(
                "INSERT INTO deadline_correction (uid, objective, activity, before, after, as_of, reason, since)
                 VALUES (:uid, :objective, :activity, :before, :after, :as_of, :reason, :since)",
            )?
            .execute(named_params! {
                ":uid": self.uid(),
                ":objective": subject.objective,
                ":activity": subject.activity,
                ":before": c.before.map(|d| d.to_string()),
                ":after": c.after.map(|d| d.to_string()),
                ":as_of": c.as_of.to_string(),
                ":reason": c.reason,
                ":since": self.number,
            })?;
        Ok(())
    }

    pub fn has_moves(&self, subject: Subject) -> Result<bool> {
        Ok(self
            .conn()?
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM deadline_move WHERE objective = :objective AND activity IS :activity)",
            )?
            .query_row(named_params! { ":objective": subject.objective, ":activity": subject.activity }, |r| {
                r.get(0)
            })?)
    }

    pub fn add_move(&self, subject: Subject, m: &Move) -> Result<()> {
        self.conn()?
            .prepare_cached(
                "INSERT INTO deadline_move (uid, objective, activity, before, after, as_of, reason, agreed_by, since)
                 VALUES (:uid, :objective, :activity, :before, :after, :as_of, :reason, :agreed_by, :since)",
            )?
            .execute(named_params! {
                ":uid": self.uid(),
                ":objective": subject.objective,
                ":activity": subject.activity,
                ":before": m.before.map(|d| d.to_string()),
                ":after": m.after.map(|d| d.to_string()),
                ":as_of": m.as_of.to_string(),
                ":reason": m.reason,
                ":agreed_by": m.agreed_by,
                ":since": self.number,
            })?;
        Ok(())
    }
}
