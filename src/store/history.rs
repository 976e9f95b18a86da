//! Reading what was: the versions that rows had, and what each change touched.

use super::{Result, Store, Subject};
use crate::model::change::Touch;
use rusqlite::{Connection, named_params};
use serde_json::{Map, Value};

/// Every table that has a history, in an order in which rows can be put back.
pub(super) const TABLES: &[&str] = &[
    "partnership",
    "plan",
    "plan_partnership",
    "area",
    "authority",
    "authority_name",
    "instrument",
    "objective",
    "activity",
    "role",
    "sdg",
    "tag",
    "objective_instrument",
    "entry",
    "deadline_move",
    "deadline_correction",
    "succession",
    "carried",
    "setting",
    "sheet",
    "sheet_row",
    "reading",
    "question",
    "settled",
    "put_aside",
];

/// Columns that say nothing to a reader.
const SILENT: &[&str] = &["uid", "sort", "said", "place", "supersedes"];

/// The columns of a table that are stored, without `id` and `since`.
pub(super) fn columns(conn: &Connection, table: &str) -> Result<Vec<String>> {
    let mut statement =
        conn.prepare_cached("SELECT name FROM pragma_table_info(?1) WHERE name NOT IN ('id', 'since')")?;
    Ok(statement.query_map([table], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?)
}

/// A live row as the same JSON object that history keeps.
pub(super) fn as_json(conn: &Connection, table: &str) -> Result<String> {
    let pairs: Vec<String> = columns(conn, table)?.iter().map(|c| format!("'{c}', {c}")).collect();
    Ok(format!("json_object({})", pairs.join(", ")))
}

struct Version {
    row: i64,
    since: i64,
    /// The change that ended it; `None`: it is live.
    until: Option<i64>,
    was: Map<String, Value>,
}

fn versions(conn: &Connection, table: &str, condition: &str, value: i64) -> Result<Vec<Version>> {
    let mut all = Vec::new();
    let live = format!("SELECT id, since, NULL, {} FROM {table}", as_json(conn, table)?);
    let sql = format!(
        "SELECT * FROM (SELECT row, since, until, was FROM history WHERE noun = '{table}'
                        UNION ALL {live}) AS v (row, since, until, was) WHERE {condition} ORDER BY row, since"
    );
    // Older SQLite has no column list after a subquery's alias; a common table expression has.
    let sql = sql.replacen("SELECT * FROM (", "WITH v (row, since, until, was) AS (", 1).replacen(
        ") AS v (row, since, until, was) WHERE",
        ") SELECT row, since, until, was FROM v WHERE",
        1,
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query(named_params! { ":value": value })?;
    while let Some(r) = rows.next()? {
        let was: String = r.get(3)?;
        all.push(Version {
            row: r.get(0)?,
            since: r.get(1)?,
            until: r.get(2)?,
            was: serde_json::from_str(&was).unwrap_or_default(),
        });
    }
    Ok(all)
}

/// What differs between two versions of a row, field by field, in words.
fn differences(
    conn: &Connection,
    change: i64,
    table: &str,
    before: Option<&Map<String, Value>>,
    after: Option<&Map<String, Value>>,
) -> Result<Vec<Touch>> {
    let Some(any) = after.or(before) else { return Ok(vec![]) };
    let name = name(conn, table, any)?;
    let mut touches = Vec::new();
    for field in any.keys().filter(|f| !SILENT.contains(&f.as_str())) {
        let text = |version: Option<&Map<String, Value>>| -> Result<Option<String>> {
            version.and_then(|v| v.get(field)).map_or(Ok(None), |v| spelled(conn, field, v))
        };
        let (old, new) = (text(before)?, text(after)?);
        // A reference to the row above it is in the name already.
        let above = matches!(
            (table, field.as_str()),
            (
                "role" | "sdg" | "tag" | "objective_instrument" | "entry" | "deadline_move" | "deadline_correction",
                "objective" | "activity"
            ) | ("activity", "objective")
                | ("area" | "objective" | "plan_partnership", "plan")
                | ("authority_name", "authority")
        );
        if old != new && !above {
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

/// References to other rows are shown by their codes.
pub(super) fn spelled(conn: &Connection, field: &str, value: &Value) -> Result<Option<String>> {
    let sql = match (field, value) {
        (_, Value::Null) => return Ok(None),
        (_, Value::String(text)) => return Ok(Some(text.clone())),
        ("plan", Value::Number(_)) => "SELECT code FROM plan WHERE id = ?1",
        ("partnership", Value::Number(_)) => "SELECT code FROM partnership WHERE id = ?1",
        ("area" | "parent", Value::Number(_)) => "SELECT number FROM area WHERE id = ?1",
        ("authority" | "successor" | "ask", Value::Number(_)) => "SELECT code FROM authority WHERE id = ?1",
        ("instrument", Value::Number(_)) => "SELECT code FROM instrument WHERE id = ?1",
        ("objective", Value::Number(_)) => "SELECT number FROM objective WHERE id = ?1",
        ("predecessor", Value::Number(_)) => {
            "SELECT p.code || '/' || o.number FROM objective o JOIN plan p ON p.id = o.plan WHERE o.id = ?1"
        }
        (_, other) => return Ok(Some(other.to_string())),
    };
    let id = value.as_i64().unwrap_or_default();
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query([id])?;
    Ok(Some(match rows.next()? {
        Some(r) => r.get(0)?,
        None => format!("#{id}"),
    }))
}

/// How a person calls the row: ID-2021/4.1, ENS.
pub(super) fn name(conn: &Connection, table: &str, row: &Map<String, Value>) -> Result<String> {
    let text = |field: &str| row.get(field).and_then(Value::as_str).unwrap_or_default().to_string();
    let id = |field: &str| row.get(field).and_then(Value::as_i64);
    let one = |sql: &str, id: i64| -> Result<String> {
        let mut statement = conn.prepare_cached(sql)?;
        let mut rows = statement.query([id])?;
        Ok(rows.next()?.map(|r| r.get(0)).transpose()?.unwrap_or_else(|| format!("#{id}")))
    };
    let objective = |id: i64| {
        one("SELECT p.code || '/' || o.number FROM objective o JOIN plan p ON p.id = o.plan WHERE o.id = ?1", id)
    };
    Ok(match table {
        "partnership" | "plan" | "authority" | "instrument" => text("code"),
        "plan_partnership" => one("SELECT code FROM plan WHERE id = ?1", id("plan").unwrap_or_default())?,
        "setting" => text("name"),
        "settled" => text("noun"),
        "put_aside" => format!("{} {}", text("quarter"), text("code")),
        "authority_name" | "succession" => {
            one("SELECT code FROM authority WHERE id = ?1", id("authority").unwrap_or_default())?
        }
        "area" | "objective" => {
            format!(
                "{}/{}",
                one("SELECT code FROM plan WHERE id = ?1", id("plan").unwrap_or_default())?,
                text("number")
            )
        }
        "activity" => format!("{}/{}", objective(id("objective").unwrap_or_default())?, text("number")),
        _ => {
            let of = objective(id("objective").unwrap_or_default())?;
            match id("activity") {
                Some(activity) => format!("{of}/{}", one("SELECT number FROM activity WHERE id = ?1", activity)?),
                None => of,
            }
        }
    })
}

/// What tells the parts of one thing apart: `lead ENS` of the roles of an objective. Empty where the
/// row is the thing itself.
pub(super) fn part(conn: &Connection, table: &str, row: &Map<String, Value>) -> Result<String> {
    let by: &[&str] = match table {
        "role" => &["role", "authority", "from_day"],
        "sdg" => &["goal"],
        "tag" => &["tag"],
        "objective_instrument" => &["instrument"],
        "plan_partnership" => &["partnership"],
        "authority_name" => &["name_from"],
        "succession" => &["successor", "from_day"],
        "carried" => &["predecessor"],
        "sheet" => &["code"],
        "sheet_row" => &["version"],
        _ => return Ok(String::new()),
    };
    let mut words = vec![table.to_string()];
    for column in by {
        words.extend(row.get(*column).map(|v| spelled(conn, column, v)).transpose()?.flatten());
    }
    Ok(words.join(" "))
}

/// The versions of a row in pairs: what a change found, and what it left.
fn pairs(conn: &Connection, table: &str, versions: &[Version], keep: impl Fn(i64) -> bool) -> Result<Vec<Touch>> {
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
            for table in TABLES {
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
            let of_json = "coalesce(was ->> 'objective', 0) = :value";
            for table in [
                "objective",
                "activity",
                "role",
                "sdg",
                "tag",
                "objective_instrument",
                "entry",
                "deadline_move",
                "deadline_correction",
            ] {
                let (condition, value) = match (table, subject.activity) {
                    ("objective", None) => ("row = :value", subject.objective.0),
                    ("objective", Some(_)) => continue,
                    ("activity", Some(activity)) => ("row = :value", activity.0),
                    ("activity", None) => (of_json, subject.objective.0),
                    (_, _) => (of_json, subject.objective.0),
                };
                let mut found = versions(&self.conn, table, condition, value)?;
                if let Some(activity) = subject.activity
                    && table != "activity"
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

    /// The life of any other row: a plan, an authority ...
    pub fn life_of(&self, table: &'static str, row: i64) -> Result<Vec<Touch>> {
        let read = || -> Result<Vec<Touch>> {
            let mut touches = pairs(&self.conn, table, &versions(&self.conn, table, "row = :value", row)?, |_| true)?;
            let (part, of) = match table {
                "authority" => ("authority_name", "was ->> 'authority' = :value"),
                "plan" => ("plan_partnership", "was ->> 'plan' = :value"),
                _ => return Ok(touches),
            };
            touches.extend(pairs(&self.conn, part, &versions(&self.conn, part, of, row)?, |_| true)?);
            touches.sort_by_key(|t| t.change);
            Ok(touches)
        };
        self.tell(read())
    }
}
