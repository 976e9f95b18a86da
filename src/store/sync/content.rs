//! The content of a copy, row by row, each row by what it is known by in every copy: so that two copies which
//! know the same changes can be held against each other.

use crate::model::Field;
use crate::model::bundle::Columns;
use crate::model::catalogue::{self, Table, TableKind};
use crate::model::revision::digest_bytes;
use crate::store::changes::history::{self, as_json};
use crate::store::rows::{self, Cells};
use crate::store::{Result, Store};
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The tables that are compared, those that are referred to before those that refer to them. How a copy came to
/// say what it says is not what it says.
fn compared() -> impl Iterator<Item = &'static Table> {
    catalogue::ordered().filter(|t| t.shared)
}

/// A quarter that both copies froze is one quarter, though each gave it an identity.
fn is_compared(table: &Table, column: &str) -> bool {
    !table.column(column).is_some_and(|c| c.local) && (table.name, column) != ("revision", "uid")
}

/// Where the order of rows says something, it counts, and not the number that it is kept by.
fn order(table: &Table) -> &'static str {
    match (table.kind, table.name) {
        (TableKind::Log, _) => "row_number() OVER (PARTITION BY objective, activity, as_of ORDER BY id)",
        (_, "role") => {
            "row_number() OVER (PARTITION BY objective, activity, role, from_day, until_day ORDER BY place, (SELECT code FROM authority a WHERE a.id = role.authority))"
        }
        _ => "0",
    }
}

/// The column that numbers the rows of a table in one copy.
fn number(table: &Table) -> &'static str {
    if table.name == "change" { "number" } else { "id" }
}

/// The name under which the order of a row is told.
pub const ORDER: &str = "order";

/// Everything that a copy says: by table and identity, the row in this copy and the digest of what it says.
pub struct Contents {
    rows: BTreeMap<(&'static str, String), (i64, String)>,
}

impl Contents {
    /// SHA-256 of everything, in hexadecimal; the same in every copy that says the same.
    pub fn digest(&self) -> String {
        let mut all = String::new();
        for ((table, key), (_, row)) in &self.rows {
            all.push_str(&format!("{table}\t{key}\t{row}\n"));
        }
        digest_bytes(all.as_bytes())
    }
}

/// Something that two copies say differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// As a person calls it: ID-2021/4.1.
    pub name: String,
    pub table: &'static str,
    /// Empty where the row is only in one of them.
    pub field: String,
    /// `None`: the row is not in this copy, or says nothing there.
    pub ours: Option<String>,
    pub theirs: Option<String>,
}

impl Store {
    /// The content of this file.
    pub fn contents(&self) -> Result<Contents> {
        self.tell(contents(&self.conn))
    }

    /// Where another copy says something else, one a field; the first `most`, and how many there are.
    pub fn differences(&self, other: &Store, most: usize) -> Result<(Vec<Difference>, usize)> {
        let (ours, theirs) = (self.contents()?, other.contents()?);
        let keys: BTreeSet<_> = ours.rows.keys().chain(theirs.rows.keys()).collect();
        let (words, keys): (Vec<_>, Vec<_>) = keys.into_iter().partition(|k| k.0 == "rendering");
        let (mut found, mut all): (Vec<Difference>, _) = (Vec::new(), 0);
        for key in keys.into_iter().chain(words) {
            let (mine, other_row) = (ours.rows.get(key), theirs.rows.get(key));
            if mine.map(|m| &m.1) == other_row.map(|o| &o.1) {
                continue;
            }
            if found.len() >= most {
                all += 1;
                continue;
            }
            let of = catalogue::table(key.0).expect("contents are of tables of the catalogue");
            let mut told = differ(of, (self, mine.map(|m| m.0)), (other, other_row.map(|o| o.0)))?;
            // The words of another quarter are other words.
            told.retain(|d| d.table != "rendering" || !found.iter().any(|f| f.table == "revision" && f.name == d.name));
            all += told.len();
            found.extend(told);
        }
        found.truncate(most);
        Ok((found, all))
    }
}

fn differ(
    table: &'static Table,
    (a, mine): (&Store, Option<i64>),
    (b, theirs): (&Store, Option<i64>),
) -> Result<Vec<Difference>> {
    let read = |store: &Store, id: Option<i64>| id.map(|id| store.tell(row(&store.conn, table, id))).transpose();
    let (mine, theirs) = (read(a, mine)?, read(b, theirs)?);
    let name = match (&mine, &theirs) {
        (Some(row), _) => called(&a.conn, table, row)?,
        (None, Some(row)) => called(&b.conn, table, row)?,
        (None, None) => return Ok(vec![]),
    };
    let said = |field: String, ours, theirs| Difference { name: name.clone(), table: table.name, field, ours, theirs };
    let (Some(mine), Some(theirs)) = (&mine, &theirs) else {
        let there = |row: &Option<Columns>| row.as_ref().map(|_| String::new());
        return Ok(vec![said(String::new(), there(&mine), there(&theirs))]);
    };
    let mut all = Vec::new();
    for field in mine.keys().filter(|c| is_compared(table, c)) {
        let text = |store: &Store, row: &Columns| -> Result<Option<String>> {
            row.get(field).map_or(Ok(None), |v| history::spelled(&store.conn, table, field, v))
        };
        let (ours, theirs) = (text(a, mine)?, text(b, theirs)?);
        if ours != theirs {
            all.push(said(field.clone(), ours, theirs));
        }
    }
    // Another row that it refers to, of the same name in both.
    if all.is_empty() {
        all.push(said(ORDER.into(), Some(String::new()), Some(String::new())));
    }
    Ok(all)
}

/// A row with its place among those of its day or its list.
fn row(conn: &Connection, table: &Table, id: i64) -> Result<Columns> {
    let sql = format!(
        "SELECT was, place FROM (SELECT {} AS id, {} AS was, {} AS place FROM {table}) WHERE id = ?1",
        number(table),
        as_json(table),
        order(table)
    );
    let (mut row, place): (Columns, i64) = rows::one(conn, &sql, [id])?;
    if order(table) != "0" {
        row.insert(ORDER.into(), place.into());
    }
    Ok(row)
}

fn called(conn: &Connection, table: &Table, row: &Columns) -> Result<String> {
    let text = |c: &str| row.get(c).map(|v| v.as_str().map_or(v.to_string(), str::to_string)).unwrap_or_default();
    Ok(match table.name {
        "change" => format!("{} {} {}", text("verb"), text("at"), text("author")),
        "revision" => format!("{}.{} {}", text("quarter"), text("number"), text("code")),
        "rendering" => {
            let of = "SELECT quarter || '.' || number || ' ' || code FROM revision WHERE id = ?1";
            rows::one(conn, of, [row.get("revision").and_then(Value::as_i64)])?
        }
        _ => {
            let (name, part) = (history::name(conn, table, row)?, history::part(conn, table, row)?);
            let day = if order(table) == "0" || table.name == "role" { String::new() } else { text("as_of") };
            [name, part, day].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" ")
        }
    })
}

fn contents(conn: &Connection) -> Result<Contents> {
    let mut keys: HashMap<(&'static str, i64), String> = HashMap::new();
    let mut rows = BTreeMap::new();
    for table in compared() {
        let columns: Vec<&Field> = table.columns().filter(|c| !c.local).collect();
        // The key first, for all: a row may refer to another of its own table.
        let by = table.keys[0];
        let id = number(table);
        let mut all = conn.prepare(&format!("SELECT {id}, {} FROM {table} ORDER BY {id}", by.join(", ")))?;
        let mut read = all.query([])?;
        let mut met: HashMap<String, usize> = HashMap::new();
        while let Some(r) = read.next()? {
            let mut cells = Cells::new(r);
            let id = cells.next()?;
            let mut key = String::new();
            for column in by {
                word(&mut key, cells.value()?, table.refers_to(column), &keys);
            }
            // Of some tables two rows may have one name; they are told apart by their order.
            let again = met.entry(key.clone()).or_default();
            *again += 1;
            if *again > 1 {
                key.push_str(&format!("#{again}"));
            }
            keys.insert((table.name, id), key);
        }
        let names: Vec<&str> = columns.iter().map(|c| c.column).collect();
        let mut all = conn.prepare(&format!("SELECT {id}, {}, {} FROM {table}", order(table), names.join(", ")))?;
        let mut read = all.query([])?;
        while let Some(r) = read.next()? {
            let mut cells = Cells::new(r);
            let number = cells.next()?;
            let mut said = String::new();
            word(&mut said, cells.value()?, None, &keys);
            for column in &columns {
                said.push_str(column.column);
                said.push('=');
                word(&mut said, cells.value()?, column.kind.refers_to(), &keys);
            }
            let key = keys.get(&(table.name, number)).cloned().unwrap_or_default();
            rows.insert((table.name, key), (number, digest_bytes(said.as_bytes())));
        }
    }
    Ok(Contents { rows })
}

/// Adds a value in a form that no other value has; of a reference the key of the row that is meant.
fn word(out: &mut String, value: ValueRef, refers: Option<&'static str>, keys: &HashMap<(&'static str, i64), String>) {
    let text = match (value, refers) {
        (ValueRef::Integer(id), Some(of)) => keys.get(&(of, id)).map_or_else(|| format!("#{id}"), Clone::clone),
        (ValueRef::Null, _) => "-".into(),
        (ValueRef::Integer(n), None) => n.to_string(),
        (ValueRef::Real(n), _) => n.to_string(),
        (ValueRef::Text(bytes) | ValueRef::Blob(bytes), _) => String::from_utf8_lossy(bytes).into_owned(),
    };
    let kind = if matches!(value, ValueRef::Null) { 'n' } else { 'v' };
    out.push_str(&format!("{kind}{}:{text};", text.len()));
}
