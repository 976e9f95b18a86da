//! Taking a change back: every row that it touched is put back as it was before, as a new change.

use super::history::{TABLES, columns};
use super::{Result, Subject, Writing, change};
use crate::model::Refusal;
use rusqlite::{OptionalExtension, named_params};
use std::collections::BTreeSet;

impl Writing<'_> {
    /// The newest change that can be undone: not the first, not undone, and no undo itself.
    pub fn newest_to_undo(&self) -> Result<i64> {
        let found: Option<i64> = self
            .conn()
            .prepare_cached(
                "SELECT number FROM change c WHERE open IS NULL AND number > 1 AND undoes IS NULL
                 AND NOT EXISTS (SELECT 1 FROM change u WHERE u.undoes = c.number AND u.open IS NULL
                                 AND NOT EXISTS (SELECT 1 FROM change r WHERE r.undoes = u.number AND r.open IS NULL))
                 ORDER BY number DESC LIMIT 1",
            )?
            .query_row([], |r| r.get(0))
            .optional()?;
        found.ok_or_else(|| Refusal::NothingToUndo.into())
    }

    /// Puts back what change `number` touched, and tells which logs were touched by that.
    ///
    /// Refused where a later change wrote on a row that it touched, or hung something on a row that
    /// it added: that one must be undone first.
    pub fn take_back(&self, number: i64) -> Result<Vec<Subject>> {
        let conn = self.conn();
        change::change(conn, number)?;
        if number == 1 {
            return Err(Refusal::FirstChange { number }.into());
        }
        let undone: Option<i64> = conn
            .query_row(
                "SELECT u.number FROM change u WHERE u.undoes = :number AND u.open IS NULL
                 AND NOT EXISTS (SELECT 1 FROM change r WHERE r.undoes = u.number AND r.open IS NULL)",
                named_params! { ":number": number },
                |r| r.get(0),
            )
            .optional()?;
        if let Some(by) = undone {
            return Err(Refusal::UndoneAlready { number, by }.into());
        }
        let mut by = BTreeSet::new();
        // A later change replaced or removed what this one wrote.
        let mut later = conn.prepare_cached("SELECT DISTINCT until FROM history WHERE since = :number")?;
        by.extend(
            later
                .query_map(named_params! { ":number": number }, |r| r.get::<_, i64>(0))?
                .collect::<rusqlite::Result<Vec<_>>>()?,
        );
        conn.execute_batch("PRAGMA defer_foreign_keys = ON")?;
        let mut logs = Vec::new();
        for table in TABLES.iter().rev() {
            by.extend(self.put_back(table, number, &mut logs)?);
        }
        // What hangs in the air now was written by a later change on a row that is gone.
        let mut hanging = conn.prepare_cached("SELECT \"table\", rowid FROM pragma_foreign_key_check")?;
        let hanging: Vec<(String, i64)> =
            hanging.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
        for (table, row) in hanging {
            let sql = format!("SELECT since FROM {table} WHERE id = ?1");
            by.extend(conn.query_row(&sql, [row], |r| r.get::<_, i64>(0)).optional()?);
        }
        by.remove(&self.number);
        if !by.is_empty() {
            return Err(Refusal::StandsOn { number, by: by.into_iter().collect() }.into());
        }
        Ok(logs)
    }

    /// One table: removes what the change added, restores what it replaced or removed. Gives the
    /// later changes that wrote the same rows again.
    fn put_back(&self, table: &str, number: i64, logs: &mut Vec<Subject>) -> Result<Vec<i64>> {
        let conn = self.conn();
        let columns = columns(conn, table)?;
        if table == "entry" {
            let mut touched = conn.prepare_cached(
                "SELECT objective, activity FROM entry WHERE since = :number
                 UNION SELECT was ->> 'objective', was ->> 'activity' FROM history WHERE noun = 'entry' AND until = :number",
            )?;
            let rows = touched.query_map(named_params! { ":number": number }, |r| {
                Ok(Subject { objective: r.get(0)?, activity: r.get(1)? })
            })?;
            logs.extend(rows.collect::<rusqlite::Result<Vec<_>>>()?);
        }
        // Rows that came back in another life since: somebody wrote there again.
        let mut rewritten = conn.prepare_cached(&format!(
            "SELECT t.since FROM history h JOIN {table} t ON t.id = h.row
             WHERE h.noun = '{table}' AND h.until = :number AND t.since > :number AND t.since <> :self"
        ))?;
        let later: Vec<i64> = rewritten
            .query_map(named_params! { ":number": number, ":self": self.number }, |r| r.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        if !later.is_empty() {
            return Ok(later);
        }
        let names = columns.join(", ");
        let old: Vec<String> = columns.iter().map(|c| format!("h.was ->> '{c}'")).collect();
        // A line of the log is never altered, so it is taken out and put back.
        let replaced = matches!(table, "entry" | "deadline_move");
        if !replaced {
            let sets: Vec<String> = columns.iter().zip(&old).map(|(c, o)| format!("{c} = {o}")).collect();
            conn.execute(
                &format!(
                    "UPDATE {table} SET {}, since = :self FROM history h
                     WHERE h.noun = '{table}' AND h.until = :number AND h.row = {table}.id AND {table}.since = :number",
                    sets.join(", ")
                ),
                named_params! { ":self": self.number, ":number": number },
            )?;
        }
        conn.execute(&format!("DELETE FROM {table} WHERE since = :number"), named_params! { ":number": number })?;
        conn.execute(
            &format!(
                "INSERT INTO {table} (id, {names}, since) SELECT h.row, {}, :self FROM history h
                 WHERE h.noun = '{table}' AND h.until = :number AND NOT EXISTS (SELECT 1 FROM {table} t WHERE t.id = h.row)",
                old.join(", ")
            ),
            named_params! { ":self": self.number, ":number": number },
        )?;
        Ok(vec![])
    }
}
