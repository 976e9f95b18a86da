//! The moves of approved deadlines, and the corrections of original ones.

use crate::model::{Correction, Move, ObjectiveId};
use crate::store::rows::{Select, grouped, row};
use crate::store::{ChangeTx, Result, Store, Subject};
use chrono::NaiveDate;
use rusqlite::named_params;
use std::collections::HashMap;

row! { Move { before, after, as_of, reason, agreed_by } }
row! { Correction { before, after, as_of, reason } }

impl Store {
    /// The moves of one deadline, oldest first.
    pub fn moves(&self, subject: Subject) -> Result<Vec<Move>> {
        let sql = format!(
            "SELECT {} FROM deadline_move WHERE objective = :objective AND activity IS :activity ORDER BY as_of, id",
            Move::COLUMNS
        );
        self.all(&sql, named_params! { ":objective": subject.objective, ":activity": subject.activity })
    }

    /// The corrections of one original deadline, oldest first.
    pub fn corrections(&self, subject: Subject) -> Result<Vec<Correction>> {
        let sql = format!(
            "SELECT {} FROM deadline_correction WHERE objective = :objective AND activity IS :activity ORDER BY as_of, id",
            Correction::COLUMNS
        );
        self.all(&sql, named_params! { ":objective": subject.objective, ":activity": subject.activity })
    }

    /// The corrections of objectives until a day, oldest first.
    pub fn corrected_until(&self, to: NaiveDate) -> Result<HashMap<ObjectiveId, Vec<Correction>>> {
        let sql = format!(
            "SELECT objective, {} FROM deadline_correction WHERE activity IS NULL AND as_of <= :to ORDER BY as_of, id",
            Correction::COLUMNS
        );
        self.all(&sql, named_params! { ":to": to.to_string() }).map(grouped)
    }
}

impl ChangeTx<'_> {
    pub fn add_correction(&self, subject: Subject, c: &Correction) -> Result<()> {
        self.write(
            "INSERT INTO deadline_correction (uid, objective, activity, before, after, as_of, reason, since)
             VALUES (:uid, :objective, :activity, :before, :after, :as_of, :reason, :since)",
            named_params! {
                ":uid": self.uid(),
                ":objective": subject.objective,
                ":activity": subject.activity,
                ":before": c.before.map(|d| d.to_string()),
                ":after": c.after.map(|d| d.to_string()),
                ":as_of": c.as_of.to_string(),
                ":reason": c.reason,
                ":since": self.number,
            },
        )?;
        Ok(())
    }

    pub fn has_moves(&self, subject: Subject) -> Result<bool> {
        self.one(
            "SELECT EXISTS (SELECT 1 FROM deadline_move WHERE objective = :objective AND activity IS :activity)",
            named_params! { ":objective": subject.objective, ":activity": subject.activity },
        )
    }

    pub fn add_move(&self, subject: Subject, m: &Move) -> Result<()> {
        self.write(
            "INSERT INTO deadline_move (uid, objective, activity, before, after, as_of, reason, agreed_by, since)
             VALUES (:uid, :objective, :activity, :before, :after, :as_of, :reason, :agreed_by, :since)",
            named_params! {
                ":uid": self.uid(),
                ":objective": subject.objective,
                ":activity": subject.activity,
                ":before": m.before.map(|d| d.to_string()),
                ":after": m.after.map(|d| d.to_string()),
                ":as_of": m.as_of.to_string(),
                ":reason": m.reason,
                ":agreed_by": m.agreed_by,
                ":since": self.number,
            },
        )?;
        Ok(())
    }
}
