//! The changes that another copy lacks, read from this file.

use crate::model::bundle::{BundledChange, BundledRow, ChangeBundle, Columns, Frozen, Odd, RowChange};
use crate::model::catalogue::{self, Table, TableKind};
use crate::model::{Refusal, brought};
use crate::store::changes::history::as_json;
use crate::store::changes::lineage;
use crate::store::file::upgrade::CURRENT;
use crate::store::rows::{self, Select, row};
use crate::store::{Result, Store};
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, named_params, params_from_iter};
use serde_json::Value;
use std::collections::{BTreeSet, HashMap, HashSet};

/// Which rows stood under which name, one after the other; read once a table.
#[derive(Default)]
pub(in crate::store) struct Ancestry {
    by_name: HashMap<&'static str, HashMap<String, BTreeSet<i64>>>,
}

impl Ancestry {
    /// The rows that are the same as this one, the oldest first; `first` is its first version.
    pub(in crate::store) fn same(
        &mut self,
        conn: &Connection,
        table: &Table,
        id: i64,
        first: &Version,
    ) -> Result<BTreeSet<i64>> {
        if table.kind != TableKind::Link {
            return Ok(BTreeSet::from([id]));
        }
        let by = table.keys[0];
        if !self.by_name.contains_key(table.name) {
            let mut by_name: HashMap<String, BTreeSet<i64>> = HashMap::new();
            rows::each(
                conn,
                "SELECT row, was FROM history WHERE noun = ?1",
                [table.name],
                |(id, was): (i64, Columns)| {
                    by_name.entry(name_of(&was, by)).or_default().insert(id);
                    Ok(())
                },
            )?;
            self.by_name.insert(table.name, by_name);
        }
        let mut same = self.by_name[table.name].get(&name_of(&first.was, by)).cloned().unwrap_or_default();
        same.insert(id);
        Ok(same)
    }

    /// A row was taken out since they were read.
    pub(in crate::store) fn add(&mut self, table: &Table, id: i64, was: &Columns) {
        if let Some(by_name) = self.by_name.get_mut(table.name) {
            by_name.entry(name_of(was, table.keys[0])).or_default().insert(id);
        }
    }
}

fn name_of(columns: &Columns, by: &[&str]) -> String {
    let values: Vec<Value> = by.iter().map(|c| columns.get(*c).cloned().unwrap_or_default()).collect();
    Value::from(values).to_string()
}

/// Writes a row as the change that is open; `above` is a column that the row does not bring along.
pub(in crate::store) fn add_row(
    conn: &Connection,
    table: &Table,
    row: &Columns,
    above: Option<(&str, i64)>,
    change: i64,
) -> Result<i64> {
    let mut columns = known(table, row)?;
    let mut values: Vec<Sql> = columns.iter().map(|c| sql(&row[*c])).collect();
    for (column, value) in above.into_iter().chain([("since", change)]) {
        columns.push(column);
        values.push(Sql::Integer(value));
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

/// A version of a row.
pub(in crate::store) struct Version {
    pub since: i64,
    pub until: Option<i64>,
    pub was: Columns,
}

row! { Version { since, until, was } }

/// The versions of one row, oldest first; `None` if there never was one.
pub(in crate::store) fn life(conn: &Connection, table: &Table, id: i64) -> Result<Vec<Version>> {
    let sql = format!(
        "SELECT since, until, was FROM history WHERE noun = '{table}' AND row = :id
         UNION ALL SELECT since, NULL, {} FROM {table} WHERE id = :id ORDER BY since",
        as_json(table)
    );
    rows::all(conn, &sql, named_params! { ":id": id })
}

row! {
    BundledChange {
        uid = "c.uid", at = "c.at", author = "c.author", verb = "c.verb", what = "c.what",
        operation = "c.operation", reason = "c.reason", undoes = "u.uid", program = "c.program", day = "c.day";
        knew: None, row_changes: vec![], revisions: vec![]
    }
}

/// Gathers the rows that are met, each once.
struct BundleBuilder<'a> {
    conn: &'a Connection,
    rows: Vec<BundledRow>,
    at: HashMap<(&'static str, i64), usize>,
    by_uid: HashMap<(&'static str, String), usize>,
    ancestry: Ancestry,
}

impl BundleBuilder<'_> {
    /// The place of a row in the bundle.
    fn row(&mut self, table: &'static Table, id: i64) -> Result<usize> {
        if let Some(at) = self.at.get(&(table.name, id)) {
            return Ok(*at);
        }
        let life = life(self.conn, table, id)?;
        let uid = life
            .first()
            .filter(|_| table.kind == TableKind::Log)
            .and_then(|v| v.was.get("uid"))
            .and_then(Value::as_str);
        let uid = uid.map(str::to_string);
        if let Some(uid) = &uid
            && let Some(at) = self.by_uid.get(&(table.name, uid.clone()))
        {
            self.at.insert((table.name, id), *at);
            return Ok(*at);
        }
        if let Some(first) = life.first()
            && let Some(oldest) = self.ancestry.same(self.conn, table, id, first)?.first().filter(|o| **o < id)
        {
            let at = self.row(table, *oldest)?;
            self.at.insert((table.name, id), at);
            return Ok(at);
        }
        let at = self.rows.len();
        let born = life.first().map_or(0, |v| v.since);
        self.rows.push(BundledRow { table: table.to_string(), id, born, names: vec![], now: None });
        self.at.insert((table.name, id), at);
        if let Some(uid) = uid {
            self.by_uid.insert((table.name, uid), at);
        }
        let mut called: Vec<Columns> = Vec::new();
        for by in table.keys {
            for version in life.iter().rev() {
                let mut name: Columns = version.was.clone();
                name.retain(|column, _| by.contains(&column.as_str()));
                let name = self.refer(table, name)?;
                if !called.contains(&name) {
                    called.push(name);
                }
            }
        }
        let now = match life.first().filter(|_| table.kind == TableKind::Link) {
            Some(first) => self.standing(table, first)?,
            None => life.into_iter().find(|v| v.until.is_none() && table.kind != TableKind::Log).map(|v| v.was),
        };
        let now = now.map(|now| self.refer(table, now)).transpose()?;
        self.rows[at].names = called;
        self.rows[at].now = now;
        Ok(at)
    }

    /// The row that has the name of a row now, whichever row that is: a link is nothing but its name.
    fn standing(&self, table: &Table, first: &Version) -> Result<Option<Columns>> {
        let by = table.keys[0];
        let is: Vec<String> = by.iter().map(|c| format!("{c} IS ?")).collect();
        let text = format!("SELECT {} FROM {table} WHERE {}", as_json(table), is.join(" AND "));
        let values = by.iter().map(|c| sql(first.was.get(*c).unwrap_or(&Value::Null)));
        rows::maybe(self.conn, &text, params_from_iter(values))
    }

    /// The columns, with places in the bundle for the ids of other rows.
    fn refer(&mut self, table: &Table, mut columns: Columns) -> Result<Columns> {
        let mut refers: Vec<(&str, &'static Table)> =
            table.references().filter_map(|(column, of)| Some((column, catalogue::table(of)?))).collect();
        if table.name == "settled" {
            let of = columns.get("noun").and_then(Value::as_str).and_then(catalogue::table);
            match of.filter(|t| t.has_history()) {
                Some(of) => refers.push(("row", of)),
                // A number of this copy means nothing in another; what else is decided about has a uid.
                None => drop(columns.remove("row")),
            }
        }
        for (column, other) in refers {
            if let Some(id) = columns.get(column).and_then(Value::as_i64) {
                let at = self.row(other, id)?;
                columns.insert(column.into(), at.into());
            }
        }
        Ok(columns)
    }

    /// The changes of the rows of one table by one change.
    fn row_changes(&mut self, table: &'static Table, change: i64) -> Result<Vec<RowChange>> {
        let sql = format!(
            "SELECT row, since, was FROM history WHERE noun = '{table}' AND until = ?1
             UNION ALL SELECT row, since, was FROM history WHERE noun = '{table}' AND since = ?1
             UNION ALL SELECT id, since, {} FROM {table} WHERE since = ?1 ORDER BY row",
            as_json(table)
        );
        let found: Vec<(i64, i64, Columns)> = rows::all(self.conn, &sql, [change])?;
        let mut row_changes: Vec<RowChange> = Vec::new();
        let mut met: HashMap<usize, usize> = HashMap::new();
        for (id, since, was) in found {
            let row = self.row(table, id)?;
            let was = self.refer(table, was)?;
            let at = *met.entry(row).or_insert_with(|| {
                row_changes.push(RowChange { row, before: None, after: None });
                row_changes.len() - 1
            });
            let side = if since == change { &mut row_changes[at].after } else { &mut row_changes[at].before };
            *side = Some(was);
        }
        Ok(row_changes)
    }

    fn frozen(&mut self, change: i64) -> Result<Vec<Frozen>> {
        let sql =
            format!("SELECT id, plan, {} FROM revision WHERE since = ?1 ORDER BY id", as_json(&catalogue::REVISION));
        let found: Vec<(i64, i64, Columns)> = rows::all(self.conn, &sql, [change])?;
        let mut frozen = Vec::new();
        for (id, plan, columns) in found {
            let sql =
                format!("SELECT {} FROM rendering WHERE revision = ?1 ORDER BY id", as_json(&catalogue::RENDERING));
            let words: Vec<Columns> = rows::all(self.conn, &sql, [id])?;
            let unseen = rows::all(
                self.conn,
                "SELECT c.uid FROM unseen u JOIN change c ON c.number = u.change WHERE u.revision = ?1 ORDER BY c.number",
                [id],
            )?;
            let without = |mut columns: Columns, column: &str| {
                columns.remove(column);
                columns
            };
            frozen.push(Frozen {
                plan: self.row(&catalogue::PLAN, plan)?,
                columns: without(columns, "plan"),
                renderings: words.into_iter().map(|w| without(w, "revision")).collect(),
                unseen,
            });
        }
        Ok(frozen)
    }
}

impl Store {
    /// The changes that another copy lacks, with what they did. `known` are those that it has.
    pub fn bundle(&self, known: &HashSet<String>) -> Result<ChangeBundle> {
        let read = || -> Result<ChangeBundle> {
            let conn = &self.conn;
            let lineage = lineage::lineage(conn, &self.path)?;
            let changes = uids(conn)?;
            let mut packer = BundleBuilder {
                conn,
                rows: vec![],
                at: HashMap::new(),
                by_uid: HashMap::new(),
                ancestry: Ancestry::default(),
            };
            let mut steps = Vec::new();
            let sql = format!(
                "SELECT {} FROM change c LEFT JOIN change u ON u.number = c.undoes WHERE c.number = ?1",
                BundledChange::COLUMNS
            );
            for ((number, place), _) in (1..).zip(0..).zip(&changes).filter(|(_, uid)| !known.contains(*uid)) {
                let mut step: BundledChange = rows::one(conn, &sql, [number])?;
                for table in catalogue::with_history() {
                    step.row_changes.extend(packer.row_changes(table, number)?);
                }
                step.revisions = packer.frozen(number)?;
                step.knew = Some(lineage.parents(place));
                steps.push(step);
            }
            let rows = packer.rows;
            Ok(ChangeBundle { format: CURRENT, changes, rows, steps, content: None, digest: None })
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
