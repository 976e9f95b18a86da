//! Taking a change back: every row that it touched is put back as it was before, as a new change.
//!
//! A row can be put back if it still says what the change left: whatever was written on it since has
//! been taken back itself. So changes can be undone step by step, brought back, and undone again.

use super::change;
use super::history::as_json;
use crate::model::Refusal;
use crate::model::catalogue::{self, Table, TableKind};
use crate::model::operation::Verb;
use crate::store::{ChangeTx, Error, Result, Subject, rows};
use rusqlite::named_params;
use std::collections::BTreeSet;

/// Which changes count, which were taken back, and which only took something back.
pub(in crate::store) struct Ledger {
    /// Number, and what it undoes.
    changes: Vec<(i64, Option<i64>)>,
    cancelled: BTreeSet<i64>,
}

impl Ledger {
    /// The undo that took a change back, where it still holds.
    fn undone_by(&self, number: i64) -> Option<i64> {
        let holds = |(n, undoes): &&(i64, Option<i64>)| *undoes == Some(number) && !self.cancelled.contains(n);
        self.changes.iter().find(holds).map(|c| c.0)
    }

    fn counts(&self, number: i64) -> bool {
        !self.cancelled.contains(&number) && self.changes.iter().any(|c| c.0 == number && c.1.is_none())
    }
}

/// Does a row still say what it was left with? What a line of the log carries over follows the lines
/// before it, so a line is the same as long as it is that line.
fn same(table: &Table, now: &str, left: &str) -> bool {
    let uid = |row: &str| serde_json::from_str::<serde_json::Value>(row).ok().map(|v| v["uid"].clone());
    now == left || (table.kind == TableKind::Log && uid(now) == uid(left))
}

pub(in crate::store) fn is_taken(e: &rusqlite::Error) -> bool {
    e.sqlite_error().is_some_and(|e| e.extended_code == rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE)
}

impl ChangeTx<'_> {
    fn ledger(&self) -> Result<Ledger> {
        let changes: Vec<(i64, Option<i64>)> =
            self.all("SELECT number, undoes FROM change WHERE open IS NULL ORDER BY number DESC", [])?;
        let mut cancelled = BTreeSet::new();
        // From the newest back: an undo that was itself undone takes nothing back.
        for (number, undoes) in &changes {
            if let Some(target) = undoes
                && !cancelled.contains(number)
            {
                cancelled.insert(*target);
            }
        }
        Ok(Ledger { changes, cancelled })
    }

    /// Frozen quarters are not undone.
    fn stays(&self, number: i64) -> Result<Option<Refusal>> {
        let verb: String = rows::one(&self.tx, "SELECT verb FROM change WHERE number = ?1", [number])?;
        Ok(match Verb::from_code(&verb) {
            Some(Verb::Freeze | Verb::Restate) => Some(Refusal::FreezeStays { number }),
            Some(Verb::Restore) => Some(Refusal::RestoreStays { number }),
            _ => None,
        })
    }

    /// The newest change that can be undone: not the first, not undone, and no undo itself. With it those
    /// that were passed over on the way, since they stay: the newest first.
    pub fn newest_to_undo(&self) -> Result<(i64, Vec<i64>)> {
        let ledger = self.ledger()?;
        let mut passed = Vec::new();
        for (number, _) in ledger.changes.iter().filter(|c| c.0 > 1 && ledger.counts(c.0)) {
            if self.stays(*number)?.is_none() {
                return Ok((*number, passed));
            }
            passed.push(*number);
        }
        Err(Refusal::NothingToUndo.into())
    }

    /// Refused where a change can't be taken back, or was.
    pub(in crate::store) fn may_be_taken_back(&self, number: i64) -> Result<Ledger> {
        change::change(self.conn()?, number)?;
        if number == 1 {
            return Err(Refusal::FirstChange { number }.into());
        }
        if let Some(stays) = self.stays(number)? {
            return Err(stays.into());
        }
        let ledger = self.ledger()?;
        match ledger.undone_by(number) {
            Some(by) => Err(Refusal::UndoneAlready { number, by }.into()),
            None => Ok(ledger),
        }
    }

    /// Puts back what change `number` touched, and tells which logs were touched by that.
    ///
    /// Refused where a later change wrote on a row that it touched, or hung something on a row that
    /// it added: that one must be undone first.
    pub fn take_back(&self, number: i64) -> Result<Vec<Subject>> {
        let ledger = self.may_be_taken_back(number)?;
        let conn = self.conn()?;
        conn.execute_batch("PRAGMA defer_foreign_keys = ON")?;
        let mut logs = Vec::new();
        let mut later = BTreeSet::new();
        for table in catalogue::with_history().rev() {
            match self.put_back(table, number, &mut logs, &mut later) {
                // Its place was taken meanwhile: a number, a code.
                Err(Error::Sqlite(e)) if is_taken(&e) => later.extend(self.takers(table, number, &e.to_string())?),
                done => done?,
            }
        }
        self.hanging(number, &mut later)?;
        later.remove(&self.number);
        if later.is_empty() {
            return Ok(logs);
        }
        // Those that were taken back do not stand on anything; if all were, name the newest.
        let counted: Vec<i64> = later.iter().copied().filter(|n| ledger.counts(*n)).collect();
        let by = if counted.is_empty() { later.into_iter().next_back().into_iter().collect() } else { counted };
        Err(Refusal::StandsOn { number, by }.into())
    }

    /// One table: removes what the change added, restores what it replaced or removed. `later` gets
    /// the changes that wrote something else on the same rows since.
    fn put_back(&self, table: &Table, number: i64, logs: &mut Vec<Subject>, later: &mut BTreeSet<i64>) -> Result<()> {
        let conn = self.conn()?;
        let columns: Vec<&str> = table.columns().map(|c| c.column).collect();
        if table.name == "entry" {
            let touched: Vec<Subject> = self.all(
                "SELECT objective, activity FROM entry WHERE since = ?1
                 UNION SELECT was ->> 'objective', was ->> 'activity' FROM history
                 WHERE noun = 'entry' AND ?1 IN (since, until)",
                [number],
            )?;
            logs.extend(touched);
        }
        // Rows that were written since, but say again what the change left, are taken for its own;
        // for the others, and for rows that came back after it removed them, the later changes count.
        let live = as_json(table);
        let sql = format!(
            "SELECT h.row, h.was, (SELECT {live} FROM {table} WHERE id = h.row), (SELECT since FROM {table} WHERE id = h.row)
             FROM history h WHERE h.noun = '{table}' AND h.since = ?1"
        );
        let rewritten: Vec<(i64, String, Option<String>, Option<i64>)> = self.all(&sql, [number])?;
        let mut own: Vec<(i64, i64)> = Vec::new();
        let gone = if table.name == "entry" { self.carried_on(number)? } else { BTreeSet::new() };
        for (row, left, now, stamp) in rewritten {
            match (now, stamp) {
                (Some(now), Some(stamp)) if same(table, &now, &left) => own.push((row, stamp)),
                _ if gone.contains(&row) => {}
                _ => later.extend(self.writers(table, row, number)?),
            }
        }
        let sql = format!(
            "SELECT h.row FROM history h JOIN {table} t ON t.id = h.row WHERE h.noun = '{table}' AND h.until = :number
             AND NOT EXISTS (SELECT 1 FROM history v WHERE v.noun = '{table}' AND v.row = h.row AND v.since = :number)
             AND t.since NOT IN (:number, :self)"
        );
        let back: Vec<i64> = self.all(&sql, named_params! { ":number": number, ":self": self.number })?;
        for row in back {
            later.extend(self.writers(table, row, number)?);
        }
        if !later.is_empty() {
            // It will be refused; only the reasons are still gathered.
            return Ok(());
        }
        let stamps: BTreeSet<i64> = own.iter().map(|o| o.1).chain([number]).collect();
        let rows: Vec<i64> = own.iter().map(|o| o.0).collect();
        let own = "(since = :number OR (id IN (SELECT value FROM json_each(:rows)) AND since IN (SELECT value FROM json_each(:stamps))))";
        let json = |numbers: &mut dyn Iterator<Item = i64>| {
            format!("[{}]", numbers.map(|n| n.to_string()).collect::<Vec<_>>().join(","))
        };
        let gone = json(&mut gone.into_iter());
        let (rows, stamps) = (json(&mut rows.into_iter()), json(&mut stamps.into_iter()));
        let names = columns.join(", ");
        let old: Vec<String> = columns.iter().map(|c| format!("h.was ->> '{c}'")).collect();
        // A row that others refer to is altered where it is. The rest is taken out and put back: a line of
        // the log is never altered, and two rows that changed places would meet on the way.
        if catalogue::with_history().any(|t| t.references().any(|(_, of)| of == table.name)) {
            let sets: Vec<String> = columns.iter().zip(&old).map(|(c, o)| format!("{c} = {o}")).collect();
            conn.execute(
                &format!(
                    "UPDATE {table} SET {}, since = :self FROM history h
                     WHERE h.noun = '{table}' AND h.until = :number AND h.row = {table}.id
                     AND {table}.id IN (SELECT id FROM {table} WHERE {own})",
                    sets.join(", ")
                ),
                named_params! { ":self": self.number, ":number": number, ":rows": rows, ":stamps": stamps },
            )?;
        }
        conn.execute(
            &format!("DELETE FROM {table} WHERE {own}"),
            named_params! { ":number": number, ":rows": rows, ":stamps": stamps },
        )?;
        conn.execute(
            &format!(
                "INSERT INTO {table} (id, {names}, since) SELECT h.row, {}, :self FROM history h
                 WHERE h.noun = '{table}' AND h.until = :number AND NOT EXISTS (SELECT 1 FROM {table} t WHERE t.id = h.row)
                 AND h.row NOT IN (SELECT value FROM json_each(:gone))",
                old.join(", ")
            ),
            named_params! { ":self": self.number, ":number": number, ":gone": gone },
        )?;
        Ok(())
    }

    /// The changes that wrote the rows which stand where what `number` removed would go. `told` is what
    /// SQLite says: `UNIQUE constraint failed: activity.objective, activity.number`.
    fn takers(&self, table: &Table, number: i64, told: &str) -> Result<Vec<i64>> {
        let columns = table.columns().map(|c| c.column);
        let named = |c: &&str| told.split([' ', ',']).any(|word| word == format!("{table}.{c}"));
        let same: Vec<String> = columns.filter(named).map(|c| format!("AND h.was ->> '{c}' IS t.{c}")).collect();
        let sql = format!(
            "SELECT DISTINCT t.since FROM {table} t JOIN history h ON h.noun = '{table}' AND h.until = ?1
             AND h.row <> t.id {} WHERE t.since > ?1",
            same.join(" ")
        );
        self.all(&sql, [number])
    }

    /// Lines of the log that a change only wrote anew because a line before them changed, and that a later
    /// change took out since. They are not what the change did: without it they are gone just the same.
    fn carried_on(&self, number: i64) -> Result<BTreeSet<i64>> {
        self.all(
            "SELECT anew.row FROM history anew JOIN history was ON was.noun = 'entry' AND was.row = anew.row
             WHERE anew.noun = 'entry' AND anew.since = ?1 AND was.until = ?1
             AND anew.was ->> 'uid' = was.was ->> 'uid'
             AND NOT EXISTS (SELECT 1 FROM entry e WHERE e.id = anew.row)",
            [number],
        )
    }

    /// The changes after `number` that wrote on a row.
    fn writers(&self, table: &Table, row: i64, number: i64) -> Result<Vec<i64>> {
        let sql = format!(
            "SELECT since FROM history WHERE noun = '{table}' AND row = :row AND since > :number
             UNION SELECT until FROM history WHERE noun = '{table}' AND row = :row AND until > :number
             UNION SELECT since FROM {table} WHERE id = :row AND since > :number"
        );
        self.all(&sql, named_params! { ":row": row, ":number": number })
    }

    /// The rows whose parent is missing now: written by a later change on a row that is gone, or put back by
    /// this one under a row that a later change removed.
    fn hanging(&self, number: i64, later: &mut BTreeSet<i64>) -> Result<()> {
        let hanging: Vec<(String, i64, String)> =
            self.all("SELECT \"table\", rowid, parent FROM pragma_foreign_key_check", [])?;
        // A fault of the changes themselves was there before, and verify reports it.
        let ours = |table: &String| catalogue::table(table).is_some_and(Table::has_history);
        for (table, row, parent) in hanging.into_iter().filter(|(table, _, parent)| ours(table) && ours(parent)) {
            let since: Option<i64> = self.maybe(&format!("SELECT since FROM {table} WHERE id = ?1"), [row])?;
            if let Some(since) = since.filter(|s| *s != self.number) {
                later.insert(since);
                continue;
            }
            let removed = format!(
                "SELECT DISTINCT until FROM history h WHERE noun = :parent AND until > :number
                 AND until <> :self AND NOT EXISTS (SELECT 1 FROM {parent} p WHERE p.id = h.row)"
            );
            let bound = named_params! { ":parent": parent, ":number": number, ":self": self.number };
            later.extend(self.all::<i64, Vec<_>>(&removed, bound)?);
        }
        Ok(())
    }
}
