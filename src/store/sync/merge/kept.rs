//! No line is lost in a merge: one that stood in a copy stands afterwards, or somebody withdrew it.

use super::Merge;
use crate::model::Refusal;
use crate::model::bundle::Columns;
use crate::model::catalogue::{self, TableKind};
use crate::store::changes::{change, history};
use crate::store::{Result, rows};
use rusqlite::named_params;
use serde_json::Value;
use std::collections::BTreeMap;

impl Merge<'_> {
    /// The first line that would be gone though nobody withdrew it, here or in the other copy.
    pub fn lost(&mut self) -> Result<Option<Refusal>> {
        let bundle = self.bundle;
        let conn = self.w.conn()?;
        let now = super::lines(conn)?;
        // How each line of the other copy ended: it stands, or was withdrawn.
        let mut ends: BTreeMap<(&'static str, &str), Option<(&Columns, usize)>> = BTreeMap::new();
        for (at, step) in bundle.steps.iter().enumerate() {
            for row_change in &step.row_changes {
                let table = self.table(row_change.row)?;
                let row = row_change.after.as_ref().or(row_change.before.as_ref());
                let uid = row.and_then(|r| r.get("uid")).and_then(Value::as_str);
                if let Some(uid) = uid.filter(|_| table.kind == TableKind::Log) {
                    ends.insert((table.name, uid), row_change.after.as_ref().map(|after| (after, at)));
                }
            }
        }
        for (table, uid) in self.lines.difference(&now) {
            if !matches!(ends.get(&(*table, uid.as_str())), Some(None)) {
                return Ok(Some(self.lost_here(table, uid)?));
            }
        }
        for ((table, uid), end) in ends {
            let Some((row, at)) = end.filter(|_| !now.contains(&(table, uid.to_string()))) else { continue };
            if !self.withdrawn_here(table, uid)? {
                let step = &bundle.steps[at];
                let as_of = row.get("as_of").and_then(Value::as_str).unwrap_or_default().to_string();
                let recorded = step.at.get(..10).unwrap_or_default().to_string();
                let of = catalogue::table(table).expect("lines are read from tables of the catalogue");
                let here = self.must_be_here(of, row)?;
                let name = history::name(self.w.conn()?, of, &here)?;
                return Ok(Some(Refusal::LineLost { name, as_of, by: step.author.clone(), recorded }));
            }
        }
        Ok(None)
    }

    fn lost_here(&self, table: &'static str, uid: &str) -> Result<Refusal> {
        let conn = self.w.conn()?;
        let of = catalogue::table(table).expect("lines are read from tables of the catalogue");
        let (row, was): (i64, Columns) = rows::one(
            conn,
            "SELECT row, was FROM history WHERE noun = :noun AND was ->> 'uid' = :uid ORDER BY until DESC LIMIT 1",
            named_params! { ":noun": table, ":uid": uid },
        )?;
        let by = change::change(conn, history::first_written(conn, of, row, uid)?)?;
        let as_of = was.get("as_of").and_then(Value::as_str).unwrap_or_default().to_string();
        let recorded = by.at.date_naive().to_string();
        Ok(Refusal::LineLost { name: history::name(conn, of, &was)?, as_of, by: by.author, recorded })
    }

    /// Was it here, and taken out before the merge?
    fn withdrawn_here(&self, table: &str, uid: &str) -> Result<bool> {
        self.w.one(
            "SELECT EXISTS (SELECT 1 FROM history WHERE noun = :noun AND was ->> 'uid' = :uid AND until <= :began)",
            named_params! { ":noun": table, ":uid": uid, ":began": self.began },
        )
    }
}
