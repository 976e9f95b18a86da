//! The moves of approved deadlines.

use super::{Result, Store, Subject, Writing};
use crate::model::Move;
use rusqlite::named_params;

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
}

impl Writing<'_> {
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
