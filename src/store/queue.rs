//! Objectives that wait to be written, many in one statement: the full-text index writes a piece of its
//! own for every statement, and puts the pieces together again. Who looks at the file inside the change
//! ([`Writing::conn`]) sees what waits, since it is written first.

use super::nouns::{all_columns, values_of};
use super::{Result, Writing};
use crate::model::noun::Kind;
use crate::model::{Noun, Record};
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, params_from_iter};

/// So many are written in one statement; with their columns, below the 32 766 values that one may bind.
const AT_ONCE: usize = 1000;

impl Writing<'_> {
    /// Adds an objective that is not there yet, soon; its row.
    pub fn insert_soon(&self, record: &Record) -> Result<i64> {
        let values = values_of(self, Noun::Objective, record)?;
        let key = (self.plan(record.text("plan").unwrap_or_default())?.0, record.cell("number"));
        let mut queue = self.queue.borrow_mut();
        if queue.rows.is_empty() {
            queue.next = next(&self.tx)?;
        }
        let id = queue.next;
        queue.next += 1;
        queue.keys.insert(key);
        queue.rows.push((values, record.clone()));
        if queue.rows.len() == AT_ONCE {
            drop(queue);
            self.settle()?;
        }
        Ok(id)
    }

    /// Does an objective of this number wait?
    pub(super) fn waits(&self, plan: i64, number: &str) -> bool {
        self.queue.borrow().keys.contains(&(plan, number.to_string()))
    }

    /// Writes what waits.
    pub(super) fn settle(&self) -> Result<()> {
        let mut queue = self.queue.borrow_mut();
        if queue.rows.is_empty() {
            return Ok(());
        }
        let rows = std::mem::take(&mut queue.rows);
        let first = queue.next - rows.len() as i64;
        queue.keys.clear();
        drop(queue);
        self.write_all(first, rows)
    }

    fn write_all(&self, first: i64, rows: Vec<(Vec<Sql>, Record)>) -> Result<()> {
        let columns = all_columns(Noun::Objective);
        let marks = format!("({})", vec!["?"; columns.len() + 2].join(", "));
        let all = vec![marks; rows.len()].join(", ");
        let sql = format!("INSERT INTO objective (id, uid, {}) VALUES {all}", columns.join(", "));
        let mut bound = Vec::with_capacity(rows.len() * (columns.len() + 2));
        let mut records = Vec::with_capacity(rows.len());
        for (id, (values, record)) in (first..).zip(rows) {
            bound.push(Sql::Integer(id));
            bound.push(Sql::Text(self.uid()));
            bound.extend(values);
            records.push((id, record));
        }
        self.tx.prepare_cached(&sql)?.execute(params_from_iter(bound))?;
        for (id, record) in &records {
            self.lists(Noun::Objective, *id, &Record::default(), record)?;
        }
        self.write_roles(&records)
    }

    fn write_roles(&self, records: &[(i64, Record)]) -> Result<()> {
        let mut held = Vec::new();
        for (id, record) in records {
            for field in Noun::Objective.fields() {
                let Kind::Authorities(role) = field.kind else { continue };
                for (code, place) in record.many(field.name).iter().zip(1..) {
                    let authority = self.authority(code)?.0;
                    held.push([
                        Sql::Integer(*id),
                        Sql::Text(role.code().into()),
                        Sql::Integer(authority),
                        Sql::Integer(place),
                        Sql::Integer(self.number),
                    ]);
                }
            }
        }
        for some in held.chunks(AT_ONCE) {
            let all = vec!["(?, ?, ?, ?, ?)"; some.len()].join(", ");
            let sql = format!("INSERT INTO role (objective, role, authority, place, since) VALUES {all}");
            self.tx.prepare(&sql)?.execute(params_from_iter(some.iter().flatten()))?;
        }
        Ok(())
    }
}

fn next(conn: &Connection) -> Result<i64> {
    let sql = "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'objective'), 0) + 1";
    Ok(conn.prepare_cached(sql)?.query_row([], |r| r.get(0))?)
}
