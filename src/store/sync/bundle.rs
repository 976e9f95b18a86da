//! The changes that another copy lacks, read from this file.

use super::identity::Identities;
use super::writes;
use crate::model::Refusal;
use crate::model::brought;
use crate::model::bundle::{BundledChange, ChangeBundle, Columns, Frozen, Odd};
use crate::model::catalogue::{self, Table};
use crate::store::changes::history::as_json;
use crate::store::changes::lineage;
use crate::store::file::upgrade::CURRENT;
use crate::store::rows::{self, Select, row};
use crate::store::{Result, Store};
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, params_from_iter};
use serde_json::Value;
use std::collections::{BTreeSet, HashSet};

/// Writes a row as the change that is open, under a number of its own or the one that it had before.
pub(in crate::store) fn add_row(
    conn: &Connection,
    table: &Table,
    row: &Columns,
    own: &[(&str, Option<i64>)],
    change: i64,
) -> Result<i64> {
    let mut columns = known(table, row)?;
    let mut values: Vec<Sql> = columns.iter().map(|c| sql(&row[*c])).collect();
    for (column, value) in own.iter().copied().chain([("since", Some(change))]) {
        if let Some(value) = value {
            columns.push(column);
            values.push(Sql::Integer(value));
        }
    }
    let holes = vec!["?"; columns.len()].join(", ");
    let text = format!("INSERT INTO {table} ({}) VALUES ({holes}) RETURNING id", columns.join(", "));
    rows::one(conn, &text, params_from_iter(values))
}

/// A value of a bundle, as it is bound.
pub(in crate::store) fn sql(value: &Value) -> Sql {
    match value {
        Value::Null => Sql::Null,
        Value::Bool(yes) => Sql::Integer((*yes).into()),
        Value::Number(n) => n.as_i64().map_or(Sql::Null, Sql::Integer),
        Value::String(text) => Sql::Text(text.clone()),
        other => Sql::Text(other.to_string()),
    }
}

/// The identities of all changes, in the order of their numbers.
pub(in crate::store) fn uids(conn: &Connection) -> Result<Vec<String>> {
    rows::all(conn, "SELECT uid FROM change WHERE open IS NULL ORDER BY number", [])
}

row! {
    BundledChange {
        uid = "c.uid", at = "c.at", author = "c.author", verb = "c.verb", what = "c.what",
        operation = "c.operation", reason = "c.reason", undoes = "u.uid", program = "c.program", day = "c.day";
        knew: vec![], writes: vec![], revisions: vec![]
    }
}

/// The quarters that a change froze.
fn frozen(conn: &Connection, ids: &mut Identities, change: i64) -> Result<Vec<Frozen>> {
    let sql = format!("SELECT id, plan, {} FROM revision WHERE since = ?1 ORDER BY id", as_json(&catalogue::REVISION));
    let found: Vec<(i64, i64, Columns)> = rows::all(conn, &sql, [change])?;
    let mut all = Vec::new();
    for (id, plan, mut columns) in found {
        let sql = format!("SELECT {} FROM rendering WHERE revision = ?1 ORDER BY id", as_json(&catalogue::RENDERING));
        let mut renderings: Vec<Columns> = rows::all(conn, &sql, [id])?;
        columns.remove("plan");
        for words in &mut renderings {
            words.remove("revision");
        }
        let plan = ids.of(conn, &catalogue::PLAN, plan)?.unwrap_or_default();
        all.push(Frozen { plan: plan.to_string(), columns, renderings });
    }
    Ok(all)
}

impl Store {
    /// The changes that another copy lacks, with what they wrote. `known` are those that it has.
    pub fn bundle(&self, known: &HashSet<String>) -> Result<ChangeBundle> {
        let read = || -> Result<ChangeBundle> {
            let conn = &self.conn;
            let lineage = lineage::lineage(conn, &self.path)?;
            let changes = uids(conn)?;
            let lacking: BTreeSet<i64> =
                (1..).zip(&changes).filter(|(_, uid)| !known.contains(*uid)).map(|(number, _)| number).collect();
            let (mut writes, mut ids) = (writes::sent(conn, &lacking)?, Identities::default());
            let sql = format!(
                "SELECT {} FROM change c LEFT JOIN change u ON u.number = c.undoes WHERE c.number = ?1",
                BundledChange::COLUMNS
            );
            let mut steps = Vec::new();
            for number in lacking {
                let mut step: BundledChange = rows::one(conn, &sql, [number])?;
                step.writes = writes.remove(&number).unwrap_or_default();
                step.revisions = frozen(conn, &mut ids, number)?;
                step.knew = lineage.place(&step.uid).map(|place| lineage.parents(place)).unwrap_or_default();
                steps.push(step);
            }
            Ok(ChangeBundle { format: CURRENT, changes, steps, content: None, digest: None })
        };
        self.tell(read())
    }

    /// The identities of all changes, in the order of their numbers.
    pub fn change_uids(&self) -> Result<Vec<String>> {
        self.tell(uids(&self.conn))
    }
}

/// The columns that this program's file has, for what came from elsewhere: others are not of our file.
pub(in crate::store) fn known(table: &Table, found: &Columns) -> Result<Vec<&'static str>> {
    match found.keys().find(|c| table.column(c).is_none()) {
        None => Ok(table.columns().map(|c| c.column).filter(|c| found.contains_key(*c)).collect()),
        Some(column) => {
            let why = Odd::Column { table: table.to_string(), column: column.clone() };
            Err(Refusal::OddChange { why: Box::new(why) }.into())
        }
    }
}

/// Holds what came from elsewhere to the rules of what is typed, before it is written.
pub(in crate::store) fn checked(table: &Table, found: &Columns) -> Result<()> {
    brought::check(table, found).map_err(|why| Refusal::OddChange { why: Box::new(why) }.into())
}
