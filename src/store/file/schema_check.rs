//! How a file is built; and whether one is built so, since who may write to it may take its guards out,
//! or put something else in the place of a table.

use crate::model::catalogue;
use crate::store::{Result, rows};
use rusqlite::Connection;
use std::collections::{BTreeMap, HashSet};

/// The whole model, and its documentation.
pub const SCHEMA: &str = include_str!("../../../schema.sql");

/// The lines of the model before and after its guards.
const GUARDS_BEGIN: &str = "writes it anew.\n";
const GUARDS_END: &str = "-- The end of what is generated.\n";

/// The part of the model that makes the guards of every table.
pub fn guards() -> &'static str {
    let (_, rest) = SCHEMA.split_once(GUARDS_BEGIN).expect("schema.sql says where its guards begin");
    rest.split_once(GUARDS_END).expect("schema.sql says where its guards end").0
}

/// Each object by its name: what it is, and how it is made.
type Shape = BTreeMap<String, (String, String)>;

/// Something that is not as this program makes it.
pub struct Strange {
    pub detail: String,
    /// A table can't be asked.
    pub of_table: bool,
}

/// The objects that are not as this program makes them. Another index, table or view does no harm; a trigger acts by
/// itself.
pub fn strange(conn: &Connection) -> Result<Vec<Strange>> {
    let fresh = Connection::open_in_memory()?;
    fresh.execute_batch(SCHEMA)?;
    // The tables of the full-text index are made by SQLite itself, in words of its own.
    let inner: HashSet<String> = rows::all(&fresh, "SELECT name FROM pragma_table_list WHERE type = 'shadow'", [])?;
    let (ours, found) = (shape(&fresh)?, shape(conn)?);
    let mut wrong = Vec::new();
    for (name, made) in &ours {
        let kind = &made.0;
        let how = match found.get(name) {
            None => "not there",
            Some(other) if other != made && !inner.contains(name) => "not the one that this program makes",
            Some(_) => continue,
        };
        wrong.push(Strange { detail: format!("the {kind} {name} is {how}"), of_table: kind == "table" });
    }
    for (name, (kind, _)) in &found {
        if kind == "trigger" && !ours.contains_key(name) {
            let detail = format!("the trigger {name} is none of this program's");
            wrong.push(Strange { detail, of_table: false });
        }
    }
    Ok(wrong)
}

/// A view, or a table of some module, that stands where a table of ours does: to read it may never end.
/// Other objects do no harm by being there.
pub fn tables(conn: &Connection) -> Result<Option<String>> {
    let found: Vec<String> = rows::all(
        conn,
        "SELECT name FROM sqlite_schema WHERE type = 'view' OR type = 'table' AND sql LIKE 'CREATE VIRTUAL%'",
        [],
    )?;
    let ours = |name: &String| catalogue::TABLES.iter().any(|t| t.name.eq_ignore_ascii_case(name));
    let name = found.into_iter().find(ours);
    Ok(name.map(|name| format!("the table {name} is not the one that this program makes")))
}

fn shape(conn: &Connection) -> Result<Shape> {
    let objects: Vec<(String, String, String)> =
        rows::all(conn, "SELECT name, type, sql FROM sqlite_schema WHERE sql IS NOT NULL", [])?;
    Ok(objects.into_iter().map(|(name, kind, sql)| (name, (kind, plain(&sql)))).collect())
}

/// How the comments and lines of a statement fall is no difference: an upgrade lets them fall otherwise.
fn plain(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len());
    let mut rest = sql.chars().peekable();
    let mut quote = None;
    while let Some(c) = rest.next() {
        match (quote, c) {
            (Some(end), c) => {
                out.push(c);
                if c == end {
                    quote = None;
                }
            }
            (None, '\'' | '"') => {
                out.push(c);
                quote = Some(c);
            }
            (None, '-') if rest.peek() == Some(&'-') => while rest.next_if(|c| *c != '\n').is_some() {},
            (None, c) if c.is_whitespace() => {
                if !out.ends_with([' ', '(']) {
                    out.push(' ');
                }
            }
            (None, c) => {
                if matches!(c, ',' | ')') && out.ends_with(' ') {
                    out.pop();
                }
                out.push(c);
            }
        }
    }
    out
}
