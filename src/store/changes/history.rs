//! Reading what was: the versions that rows had, and what each change touched.

use crate::model::EntityKind;
use crate::model::bundle::Columns;
use crate::model::catalogue::{self, Table, TableKind};
use crate::model::change::Touch;
use crate::store::rows::{self, Select, row};
use crate::store::{Result, Store, Subject};
use rusqlite::{Connection, named_params};
use serde_json::Value;

/// A live row as the same JSON object that history keeps: its columns without `id` and `since`.
pub(in crate::store) fn as_json(table: &Table) -> String {
    let pairs: Vec<String> = table.columns().map(|c| format!("'{0}', {0}", c.column)).collect();
    format!("json_object({})", pairs.join(", "))
}

struct Version {
    row: i64,
    since: i64,
    /// The change that ended it; `None`: it is live.
    until: Option<i64>,
    was: Columns,
}

row! { Version { row, since, until, was } }

fn versions(conn: &Connection, table: &Table, condition: &str, value: i64) -> Result<Vec<Version>> {
    let sql = format!(
        "WITH v (row, since, until, was) AS (
             SELECT row, since, until, was FROM history WHERE noun = '{table}'
             UNION ALL SELECT id, since, NULL, {} FROM {table})
         SELECT {} FROM v WHERE {condition} ORDER BY row, since",
        as_json(table),
        Version::COLUMNS
    );
    rows::all(conn, &sql, named_params! { ":value": value })
}

/// The change that first wrote a line of a log, also under an older id: a line that came back has
/// another.
pub(in crate::store) fn first_written(conn: &Connection, table: &Table, id: i64, uid: &str) -> Result<i64> {
    let since = format!(
        "SELECT coalesce(min(since), 0) FROM (SELECT since FROM history WHERE noun = '{table}' AND row = ?1
                                              UNION ALL SELECT since FROM {table} WHERE id = ?1)"
    );
    let before = format!(
        "SELECT row FROM history WHERE noun = '{table}' AND until = :since AND row <> :id AND was ->> 'uid' = :uid"
    );
    let mut id = id;
    loop {
        let first: i64 = rows::one(conn, &since, [id])?;
        match rows::maybe(conn, &before, named_params! { ":since": first, ":id": id, ":uid": uid })? {
            Some(older) => id = older,
            None => return Ok(first),
        }
    }
}

/// The differences between two versions of a row, field by field, in words.
fn differences(
    conn: &Connection,
    change: i64,
    table: &Table,
    before: Option<&Columns>,
    after: Option<&Columns>,
) -> Result<Vec<Touch>> {
    let Some(any) = after.or(before) else { return Ok(vec![]) };
    let name = name(conn, table, any)?;
    // Nobody is told of an identity or a place; and what it is part of is in its name.
    let is_told =
        |field: &str| !table.parent.contains(&field) && table.column(field).is_none_or(|column| !column.da.is_empty());
    let mut touches = Vec::new();
    for field in any.keys().filter(|f| is_told(f)) {
        let text = |version: Option<&Columns>| -> Result<Option<String>> {
            version.and_then(|v| v.get(field)).map_or(Ok(None), |v| spelled(conn, table, field, v))
        };
        let (old, new) = (text(before)?, text(after)?);
        if old != new {
            touches.push(Touch {
                change,
                entity: table.to_string(),
                name: name.clone(),
                field: field.clone(),
                before: old,
                after: new,
            });
        }
    }
    Ok(touches)
}

/// A value of a column in words. A row of another table is shown as a person calls it; one that it is not part of
/// and that lies in a plan, with its plan.
pub(in crate::store) fn spelled(
    conn: &Connection,
    table: &Table,
    column: &str,
    value: &Value,
) -> Result<Option<String>> {
    let of = table.refers_to(column).and_then(catalogue::table);
    Ok(Some(match (value, of) {
        (Value::Null, _) => return Ok(None),
        (Value::String(text), _) => text.clone(),
        (Value::Number(id), Some(of)) if of.name == "objective" && !table.parent.contains(&column) => {
            full_name(conn, of, id.as_i64().unwrap_or(0))?
        }
        (Value::Number(id), Some(of)) if !of.called.is_empty() => own_name(conn, of, id.as_i64().unwrap_or(0))?,
        (other, _) => other.to_string(),
    }))
}

/// How a person calls a row beside the one that it is part of: 4.1, ENS; `#7` where it is gone.
fn own_name(conn: &Connection, table: &Table, id: i64) -> Result<String> {
    let sql = format!("SELECT {} FROM {table} WHERE id = ?1", table.called.join(" || ' ' || "));
    Ok(rows::maybe(conn, &sql, [id])?.unwrap_or_else(|| format!("#{id}")))
}

/// The same with the rows that it is part of: ID-2021/4.1.
fn full_name(conn: &Connection, table: &Table, id: i64) -> Result<String> {
    let row: Option<Columns> =
        rows::maybe(conn, &format!("SELECT {} FROM {table} WHERE id = ?1", as_json(table)), [id])?;
    row.map_or_else(|| Ok(format!("#{id}")), |row| name(conn, table, &row))
}

/// How a person calls the row, or the thing that it is part of: ID-2021/4.1, ENS.
pub(in crate::store) fn name(conn: &Connection, table: &Table, row: &Columns) -> Result<String> {
    let mut parts: Vec<String> = Vec::new();
    for column in table.parent {
        let of = table.refers_to(column).and_then(catalogue::table);
        let (Some(of), Some(id)) = (of, row.get(*column).and_then(Value::as_i64)) else { continue };
        parts.push(if parts.is_empty() { full_name(conn, of, id)? } else { own_name(conn, of, id)? });
    }
    if parts.is_empty() || table.kind == TableKind::Entity {
        let own: Vec<&str> = table.called.iter().filter_map(|c| row.get(*c).and_then(Value::as_str)).collect();
        parts.push(own.join(" "));
    }
    Ok(parts.join("/"))
}

/// The words that tell the parts of one thing apart: `role lead ENS` of an objective. Empty where the row is the
/// thing itself.
pub(in crate::store) fn part(conn: &Connection, table: &Table, row: &Columns) -> Result<String> {
    if table.kind == TableKind::Entity || table.parent.is_empty() || table.called.is_empty() {
        return Ok(String::new());
    }
    let mut words = vec![table.to_string()];
    for column in table.called {
        words.extend(row.get(*column).map(|v| spelled(conn, table, column, v)).transpose()?.flatten());
    }
    Ok(words.join(" "))
}

/// The versions of a row in pairs: what a change found, and what it left.
fn pairs(conn: &Connection, table: &Table, versions: &[Version], keep: impl Fn(i64) -> bool) -> Result<Vec<Touch>> {
    let mut touches = Vec::new();
    for (i, v) in versions.iter().enumerate() {
        let before = i.checked_sub(1).map(|p| &versions[p]).filter(|p| p.row == v.row && p.until == Some(v.since));
        if keep(v.since) {
            touches.extend(differences(conn, v.since, table, before.map(|p| &p.was), Some(&v.was))?);
        }
        let goes_on = versions.get(i + 1).is_some_and(|n| n.row == v.row && Some(n.since) == v.until);
        if let Some(until) = v.until.filter(|u| !goes_on && keep(*u)) {
            touches.extend(differences(conn, until, table, Some(&v.was), None)?);
        }
    }
    Ok(touches)
}

impl Store {
    /// Everything that one change touched, field by field.
    pub fn touched(&self, change: i64) -> Result<Vec<Touch>> {
        let read = || -> Result<Vec<Touch>> {
            let mut touches = Vec::new();
            for table in catalogue::with_history() {
                let found = versions(
                    &self.conn,
                    table,
                    "row IN (SELECT row FROM v WHERE since = :value OR until = :value)",
                    change,
                )?;
                touches.extend(pairs(&self.conn, table, &found, |c| c == change)?);
            }
            Ok(touches)
        };
        self.tell(read())
    }

    /// The life of an objective or activity: every field that was ever written, oldest change first.
    /// The lines of the log are among them.
    pub fn life(&self, subject: Subject) -> Result<Vec<Touch>> {
        let read = || -> Result<Vec<Touch>> {
            let mut touches = Vec::new();
            let parts =
                catalogue::with_history().filter(|t| t.parent.contains(&"objective") && t.kind != TableKind::Record);
            for table in [&catalogue::OBJECTIVE].into_iter().chain(parts) {
                let (condition, value) = match (table.name, subject.activity) {
                    ("objective", None) => ("row = :value", subject.objective.0),
                    ("objective", Some(_)) => continue,
                    ("activity", Some(activity)) => ("row = :value", activity.0),
                    (_, _) => ("coalesce(was ->> 'objective', 0) = :value", subject.objective.0),
                };
                let mut found = versions(&self.conn, table, condition, value)?;
                if let Some(activity) = subject.activity
                    && table.name != "activity"
                {
                    found.retain(|v| v.was.get("activity").and_then(Value::as_i64) == Some(activity.0));
                }
                touches.extend(pairs(&self.conn, table, &found, |_| true)?);
            }
            touches.sort_by_key(|t| t.change);
            Ok(touches)
        };
        self.tell(read())
    }

    /// The life of any other row: a plan, an authority ... With what other tables keep of it.
    pub fn life_of(&self, entity: EntityKind, row: i64) -> Result<Vec<Touch>> {
        let read = || -> Result<Vec<Touch>> {
            let table = entity.table();
            let mut touches = pairs(&self.conn, table, &versions(&self.conn, table, "row = :value", row)?, |_| true)?;
            let kept_in = |part: &&Table| table.fields.iter().any(|f| f.kept_in == Some(part.name));
            for part in catalogue::with_history().filter(kept_in).filter(|p| p.parent == [table.name]) {
                let of = format!("was ->> '{table}' = :value");
                touches.extend(pairs(&self.conn, part, &versions(&self.conn, part, &of, row)?, |_| true)?);
            }
            touches.sort_by_key(|t| t.change);
            Ok(touches)
        };
        self.tell(read())
    }
}
