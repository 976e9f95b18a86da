//! Identities of rows: the same in every copy, while the number of a row is that of one copy.
//!
//! A row with a `uid` is known by it. A link is known by what it links. Anything else is known by what it was called
//! when it was first written, so that two desks that add one authority add one: `["ENS"]`, and an area
//! `["[\"ID-2021\"]","3"]`. Where this file had another row of that name before, the identity of the change that
//! wrote the row stands behind it.

use crate::model::bundle::Columns;
use crate::model::catalogue::{self, Table, TableKind};
use crate::store::changes::history::as_json;
use crate::store::{Result, rows};
use rusqlite::Connection;
use serde_json::Value;
use std::collections::HashMap;
use std::rc::Rc;

/// The identities of the rows of a file, read table by table when they are asked for.
#[derive(Default)]
pub(in crate::store) struct Identities {
    tables: HashMap<&'static str, OfTable>,
}

#[derive(Default)]
struct OfTable {
    of_row: HashMap<i64, Rc<str>>,
    /// The numbers that a row had here, the oldest first: a line of a log that came back has a new one.
    rows: HashMap<Rc<str>, Vec<i64>>,
}

impl OfTable {
    fn add(&mut self, row: i64, identity: Rc<str>) {
        if self.of_row.insert(row, Rc::clone(&identity)).is_none() {
            self.rows.entry(identity).or_default().push(row);
        }
    }
}

impl Identities {
    /// The identity of a row that stands or stood in this file.
    pub fn of(&mut self, conn: &Connection, table: &'static Table, row: i64) -> Result<Option<Rc<str>>> {
        Ok(self.table(conn, table)?.of_row.get(&row).cloned())
    }

    /// The numbers that a row has and had here, the oldest first.
    pub fn rows(&mut self, conn: &Connection, table: &'static Table, identity: &str) -> Result<Vec<i64>> {
        Ok(self.table(conn, table)?.rows.get(identity).cloned().unwrap_or_default())
    }

    /// A row was written since they were read.
    pub fn add(&mut self, conn: &Connection, table: &'static Table, row: i64, identity: &str) -> Result<()> {
        self.table(conn, table)?;
        self.tables.entry(table.name).or_default().add(row, identity.into());
        Ok(())
    }

    /// The columns, with identities in the place of the numbers of other rows.
    pub fn sent(&mut self, conn: &Connection, table: &'static Table, mut columns: Columns) -> Result<Columns> {
        for (column, of) in references(table) {
            if let Some(row) = columns.get(column).and_then(Value::as_i64) {
                let identity = self.of(conn, of, row)?.map_or(Value::Null, |identity| Value::from(&*identity));
                columns.insert(column.into(), identity);
            }
        }
        if table.name == "settled" {
            columns.remove("row");
        }
        Ok(columns)
    }

    /// Whether a row with these columns, as they are sent, may have this identity.
    pub fn fits(&self, table: &Table, columns: &Columns, identity: &str) -> bool {
        let by = keys(table);
        let name: Vec<Value> = by.iter().map(|c| columns.get(*c).cloned().unwrap_or_default()).collect();
        let Ok(found) = serde_json::from_str::<Vec<Value>>(identity) else { return false };
        let behind = if table.kind == TableKind::Link { 0 } else { 1 };
        let written = Value::from(found.clone()).to_string();
        found.starts_with(&name) && found.len() <= name.len() + behind && written == identity
    }

    fn table(&mut self, conn: &Connection, table: &'static Table) -> Result<&OfTable> {
        if !self.tables.contains_key(table.name) {
            let read = self.read(conn, table)?;
            self.tables.insert(table.name, read);
        }
        Ok(&self.tables[table.name])
    }

    fn read(&mut self, conn: &Connection, table: &'static Table) -> Result<OfTable> {
        let mut all = OfTable::default();
        if table.has_uid() {
            let sql = format!(
                "SELECT row, was ->> 'uid' FROM history WHERE noun = '{table}' UNION SELECT id, uid FROM {table} ORDER BY 1"
            );
            rows::each(conn, &sql, [], |(row, uid): (i64, String)| {
                all.add(row, uid.into());
                Ok(())
            })?;
            return Ok(all);
        }
        let told: HashMap<i64, String> = rows::all::<(i64, String), Vec<_>>(
            conn,
            "SELECT row, uid FROM row_identity WHERE noun = ?1",
            [table.name],
        )?
        .into_iter()
        .collect();
        // The first version of each row says what it was called.
        let sql = format!(
            "SELECT v.row, v.was, c.uid FROM (
                 SELECT row, since, was FROM history WHERE noun = '{table}'
                 UNION ALL SELECT id, since, {} FROM {table}) v
             JOIN change c ON c.number = v.since ORDER BY v.since, v.row",
            as_json(table)
        );
        let found: Vec<(i64, Columns, String)> = rows::all(conn, &sql, [])?;
        for (row, was, change) in found {
            if all.of_row.contains_key(&row) {
                continue;
            }
            let identity = match told.get(&row) {
                Some(uid) => uid.clone(),
                None => self.named(conn, table, &was, &change, &all)?,
            };
            all.add(row, identity.into());
        }
        Ok(all)
    }

    /// A row by what it is called in these columns.
    fn named(
        &mut self,
        conn: &Connection,
        table: &'static Table,
        columns: &Columns,
        change: &str,
        taken: &OfTable,
    ) -> Result<String> {
        let by = keys(table);
        let of: HashMap<&str, &'static Table> = references(table).collect();
        let mut name: Vec<Value> = Vec::new();
        for column in by {
            let value = columns.get(*column).cloned().unwrap_or_default();
            let identity = match (of.get(column), value.as_i64()) {
                (Some(of), Some(row)) if of.name == table.name => taken.of_row.get(&row).cloned(),
                (Some(of), Some(row)) => self.of(conn, of, row)?,
                _ => None,
            };
            name.push(identity.map_or(value, |identity| Value::from(&*identity)));
        }
        let plain = Value::from(name.clone()).to_string();
        let again = table.name == "settled" || taken.rows.contains_key(plain.as_str());
        if table.kind == TableKind::Link || !again {
            return Ok(plain);
        }
        name.push(change.into());
        Ok(Value::from(name).to_string())
    }
}

/// The columns by which a row is called when it is first written.
fn keys(table: &Table) -> &'static [&'static str] {
    if table.name == "settled" { &["noun", "uid", "field"] } else { table.keys[0] }
}

/// The columns that hold rows of other tables, with these tables.
pub(in crate::store) fn references(table: &'static Table) -> impl Iterator<Item = (&'static str, &'static Table)> {
    table.references().filter_map(|(column, of)| Some((column, catalogue::table(of)?)))
}
