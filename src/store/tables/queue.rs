//! Objectives that wait to be written, many in one statement: the full-text index writes a piece of its
//! own for every statement, and puts the pieces together again. Who looks at the file inside the change
//! ([`ChangeTx::conn`]) sees what waits, since it is written first.

use super::entity_writes::all_columns;
use crate::model::field::FieldType;
use crate::model::{EntityKind, PlanId, Record, Value};
use crate::store::{ChangeTx, Result, rows};
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, params_from_iter};

/// So many objectives are written in one statement: more takes more memory and is no faster.
const AT_ONCE: usize = 20_000;
/// So many roles; with their five columns, below the 32 766 values that one may bind.
const ROLES_AT_ONCE: usize = 1000;

impl ChangeTx<'_> {
    /// Adds an objective that is not there yet, soon; its row.
    pub fn insert_deferred(&self, record: &Record) -> Result<i64> {
        let mut row = vec![Sql::Null, Sql::Text(self.entity_uid(EntityKind::Objective, record)?)];
        self.values(EntityKind::Objective, record, &mut row)?;
        let key = (self.plan(record.text("plan").unwrap_or_default())?.0, record.cell("number").to_lowercase());
        let mut queue = self.queue.borrow_mut();
        if queue.wait.is_empty() {
            self.tx.execute_batch(&format!("CREATE TEMP TABLE IF NOT EXISTS waiting ({})", columns()))?;
            queue.wait = format!("INSERT INTO temp.waiting VALUES ({})", vec!["?"; row.len()].join(", "));
        }
        if queue.rows.is_empty() {
            queue.next = next(&self.tx)?;
        }
        let id = queue.next;
        queue.next += 1;
        row[0] = Sql::Integer(id);
        self.tx.prepare_cached(&queue.wait)?.execute(params_from_iter(row))?;
        queue.keys.insert(key);
        // The row itself lies in the table that waits; what it names several of does not.
        let several = record.0.iter().filter(|(_, value)| matches!(value, Value::Many(_)));
        queue.rows.push((id, Record(several.map(|(field, value)| (*field, value.clone())).collect())));
        if queue.rows.len() == AT_ONCE {
            drop(queue);
            self.flush()?;
        }
        Ok(id)
    }

    /// Does an objective of this number wait, in any case?
    pub(in crate::store) fn is_pending(&self, plan: PlanId, number: &str) -> bool {
        self.queue.borrow().keys.contains(&(plan, number.trim().to_lowercase()))
    }

    /// Writes what waits.
    pub(in crate::store) fn flush(&self) -> Result<()> {
        let mut queue = self.queue.borrow_mut();
        if queue.rows.is_empty() {
            return Ok(());
        }
        let rows = std::mem::take(&mut queue.rows);
        queue.keys.clear();
        drop(queue);
        let columns = columns();
        let sql = format!("INSERT INTO objective ({columns}) SELECT {columns} FROM temp.waiting ORDER BY rowid");
        self.tx.prepare_cached(&sql)?.execute([])?;
        self.tx.prepare_cached("DELETE FROM temp.waiting")?.execute([])?;
        for (id, several) in &rows {
            self.lists(EntityKind::Objective, *id, &Record::default(), several)?;
        }
        self.write_roles(&rows)
    }

    fn write_roles(&self, records: &[(i64, Record)]) -> Result<()> {
        let mut held = Vec::new();
        for (id, record) in records {
            for field in EntityKind::Objective.fields() {
                let FieldType::Authorities(role) = field.kind else { continue };
                for (code, place) in record.many(field.name).iter().zip(1..) {
                    let authority = self.authority(code)?.0;
                    held.push([
                        Sql::Integer(*id),
                        Sql::Text(role.code().into()),
                        Sql::Integer(authority.0),
                        Sql::Integer(place),
                        Sql::Integer(self.number),
                    ]);
                }
            }
        }
        for some in held.chunks(ROLES_AT_ONCE) {
            let all = vec!["(?, ?, ?, ?, ?)"; some.len()].join(", ");
            let sql = format!("INSERT INTO role (objective, role, authority, place, since) VALUES {all}");
            self.tx.prepare_cached(&sql)?.execute(params_from_iter(some.iter().flatten()))?;
        }
        Ok(())
    }
}

/// The columns of a row that waits, and of an objective.
fn columns() -> String {
    format!("id, uid, {}", all_columns(EntityKind::Objective).join(", "))
}

fn next(conn: &Connection) -> Result<i64> {
    rows::one(conn, "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'objective'), 0) + 1", [])
}
