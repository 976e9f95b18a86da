//! The end of a change that was made here: what follows from it is written, and it is closed.

use super::conflict;
use super::folder::Folder;
use crate::model::Operation;
use crate::model::catalogue;
use crate::model::lineage::Heads;
use crate::store::changes::{change, lineage};
use crate::store::{ChangeTx, Error, Problem, Result, Subject, rows};
use std::collections::BTreeSet;

impl ChangeTx<'_> {
    /// Closes the change with what it did, and commits: it is on the disk.
    pub fn finish(self, operation: &Operation) -> Result<i64> {
        let path = self.path.clone();
        let followed = self.flush().and_then(|()| self.follows());
        followed.map_err(|e| e.in_file(&path))?;
        let (number, tx) = (self.number, self.tx);
        let closed = || -> Result<i64> {
            change::close(&tx, operation.verb().code(), "", Some(&operation.to_json()))?;
            tx.commit()?;
            Ok(number)
        };
        closed().map_err(|e| e.in_file(&path))
    }

    /// Writes what follows from the change for rows with conflicts: those that it ended, and those that it opened
    /// again by taking a decision back.
    pub(super) fn follows(&self) -> Result<()> {
        let conn = self.conn()?;
        let decided: BTreeSet<(String, String)> = rows::all(
            conn,
            "SELECT noun, uid FROM settled WHERE since = ?1 AND uid IS NOT NULL
             UNION SELECT was ->> 'noun', was ->> 'uid' FROM history
             WHERE noun = 'settled' AND until = ?1 AND was ->> 'uid' IS NOT NULL",
            [self.number],
        )?;
        // A line that is taken back may have settled what others said.
        let mut logs: BTreeSet<Subject> = rows::all(
            conn,
            "SELECT DISTINCT was ->> 'objective', was ->> 'activity' FROM history h WHERE noun = 'entry' AND until = ?1
             AND NOT EXISTS (SELECT 1 FROM entry e WHERE e.uid = h.was ->> 'uid')",
            [self.number],
        )?;
        if decided.is_empty() && logs.is_empty() && !conflict::any(conn)? {
            return Ok(());
        }
        let mut folder = self.folder()?;
        // An undo puts back what was computed, and that is computed again.
        conn.execute(
            "INSERT OR IGNORE INTO derived_write (noun, row, field, since)
             SELECT d.noun, d.row, d.field, c.number FROM change c JOIN derived_write d ON d.since = c.undoes
             WHERE c.number = ?1",
            [self.number],
        )?;
        for (noun, uid) in &decided {
            if let Some(table) = catalogue::table(noun).filter(|t| t.has_history()) {
                folder.refold(conn, table, uid)?;
            }
        }
        for kept in conflict::all(conn)? {
            let Some(table) = catalogue::table(&kept.noun).filter(|t| t.has_history()) else { continue };
            if kept.kind() == conflict::Kind::Log {
                logs.extend(self.subject_of(&kept)?);
            } else if self.touched(&kept)? {
                folder.refold(conn, table, &kept.uid)?;
            }
        }
        for of in logs {
            folder.contradictions(self, of)?;
        }
        folder.look_again(conn)?;
        folder.frozen_twice(conn)
    }

    /// A folder for the change that is open here.
    pub(super) fn folder(&self) -> Result<Folder> {
        let conn = self.conn()?;
        let mut known = lineage::lineage(conn, &self.path)?;
        let mut heads = Heads::default();
        (0..known.len()).for_each(|place| heads.add(&known, place));
        let (uid, at): (String, String) =
            rows::one(conn, "SELECT uid, at FROM change WHERE number = ?1", [self.number])?;
        let odd = |_| Error::file(&self.path, Problem::Damaged { detail: lineage::told(self.number) });
        let place = known.add_to((&uid, &at), &heads).map_err(odd)?;
        let mut folder = Folder::new(conn, known)?;
        folder.goes_on(self.number, place, true);
        Ok(folder)
    }

    /// Whether this change wrote on the row of a conflict.
    fn touched(&self, kept: &conflict::Kept) -> Result<bool> {
        let sql = format!(
            "SELECT EXISTS (SELECT 1 FROM {noun} WHERE id = ?1 AND since = ?2)
                 OR EXISTS (SELECT 1 FROM history WHERE noun = '{noun}' AND row = ?1 AND until = ?2)",
            noun = kept.noun
        );
        self.one(&sql, (kept.row, self.number))
    }

    /// The subject of a conflict of a log.
    pub(super) fn subject_of(&self, kept: &conflict::Kept) -> Result<Option<Subject>> {
        let sql = if kept.noun == "activity" {
            "SELECT objective, id FROM activity WHERE id = ?1"
        } else {
            "SELECT id, NULL FROM objective WHERE id = ?1"
        };
        self.maybe(sql, [kept.row])
    }
}
