//! Reading and writing the nouns: partnerships, plans, areas, authorities, instruments, objectives
//! and activities. The SQL is assembled here from the fields that model::noun describes; only names
//! of columns and fixed pieces go into it, values are always bound.

use super::{Result, Store, Writing, lookup};
use crate::model::noun::{Field, Kind, Noun};
use crate::model::{Record, Refusal, Value, sort_key};
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};
use std::rc::Rc;

/// A noun that is in the file: its row, and what it says.
#[derive(Clone, Debug)]
pub struct Found {
    pub id: i64,
    pub record: Record,
    /// Things hang on it (entries, objectives, roles ...), so it can't be deleted.
    pub since: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    Added,
    Changed,
    Unchanged,
}

/// Which of the dated names of an authority is meant.
#[derive(Clone, Debug)]
pub enum Name<'a> {
    /// The newest.
    Current,
    /// The one from this day; `None`: the one from the beginning.
    From(Option<&'a str>),
}

/// Fields that are no column of the noun's own table.
fn is_elsewhere(noun: Noun, field: &Field) -> bool {
    field.is_many() || (noun == Noun::Authority && matches!(field.name, "name" | "name_en" | "name_da" | "name_from"))
}

/// How a field is read: a piece of SQL over the noun's table `t` (and `n`, the name of an authority).
fn expression(noun: Noun, field: &Field) -> String {
    let name = field.name;
    let subject = if noun == Noun::Activity { ("t.objective", "t.id") } else { ("t.id", "0") };
    match field.kind {
        Kind::Plan if noun == Noun::Activity => {
            "(SELECT p.code FROM plan p JOIN objective o ON o.plan = p.id WHERE o.id = t.objective)".into()
        }
        Kind::Plan => "(SELECT code FROM plan WHERE id = t.plan)".into(),
        Kind::Objective => "(SELECT number FROM objective WHERE id = t.objective)".into(),
        Kind::Audience => format!("coalesce(t.{name}, 'internal')"),
        Kind::Area => format!("(SELECT number FROM area WHERE id = t.{name})"),
        Kind::Flag => format!("CASE t.{name} WHEN 1 THEN 'yes' ELSE 'no' END"),
        Kind::Partnerships => "(SELECT group_concat(code, '|') FROM (SELECT s.code FROM plan_partnership l
             JOIN partnership s ON s.id = l.partnership WHERE l.plan = t.id ORDER BY l.id))"
            .into(),
        Kind::Authorities(role) => format!(
            "(SELECT group_concat(code, '|') FROM (SELECT a.code FROM role r JOIN authority a ON a.id = r.authority
              WHERE r.objective = {} AND coalesce(r.activity, 0) = {} AND r.role = '{}' AND r.until_day IS NULL
              ORDER BY r.place, a.code))",
            subject.0,
            subject.1,
            role.code()
        ),
        Kind::Instruments => "(SELECT group_concat(code, '|') FROM (SELECT s.code FROM objective_instrument l
             JOIN instrument s ON s.id = l.instrument WHERE l.objective = t.id ORDER BY l.id))"
            .into(),
        Kind::Goals => {
            "(SELECT group_concat(goal, '|') FROM (SELECT goal FROM sdg WHERE objective = t.id ORDER BY goal))".into()
        }
        Kind::Tags => {
            "(SELECT group_concat(tag, '|') FROM (SELECT tag FROM tag WHERE objective = t.id ORDER BY id))".into()
        }
        _ if is_elsewhere(noun, field) => format!("n.{name}"),
        _ => format!("t.{name}"),
    }
}

fn select(noun: Noun) -> String {
    let fields: Vec<String> = noun.fields().iter().map(|f| expression(noun, f)).collect();
    let join = if noun == Noun::Authority { "LEFT JOIN authority_name n ON n.authority = t.id" } else { "" };
    format!("SELECT t.id, t.since, {} FROM {} t {join}", fields.join(", "), noun.name())
}

fn order(noun: Noun) -> &'static str {
    match noun {
        Noun::Authority => "ORDER BY t.country <> 'DK', t.country, t.code, coalesce(n.name_from, '')",
        Noun::Plan | Noun::Partnership | Noun::Instrument => "ORDER BY t.code",
        Noun::Area | Noun::Objective => "ORDER BY (SELECT code FROM plan WHERE id = t.plan), t.sort, t.number",
        Noun::Activity => {
            "ORDER BY (SELECT p.code FROM plan p JOIN objective o ON o.plan = p.id WHERE o.id = t.objective),
             (SELECT o.sort FROM objective o WHERE o.id = t.objective), t.sort, t.number"
        }
    }
}

fn found(noun: Noun, r: &Row) -> rusqlite::Result<Found> {
    let mut record = Record::default();
    for (i, field) in noun.fields().iter().enumerate() {
        let text = match r.get_ref(i + 2)? {
            rusqlite::types::ValueRef::Null => continue,
            rusqlite::types::ValueRef::Integer(n) => n.to_string(),
            other => other.as_str().unwrap_or_default().to_string(),
        };
        let value =
            if field.is_many() { Value::Many(text.split('|').map(str::to_string).collect()) } else { Value::One(text) };
        record.set(field.name, Some(value));
    }
    Ok(Found { id: r.get(0)?, record, since: r.get(1)? })
}

/// The row that a key names; `None` where there is none. The outer parts of the key must exist.
pub(super) fn find(conn: &Connection, noun: Noun, key: &[&str]) -> Result<Option<i64>> {
    let unknown = |e: super::Error| match e {
        super::Error::Refusal(Refusal::Unknown { .. }) => Ok(None),
        e => Err(e),
    };
    let id = match (noun, key) {
        (Noun::Plan, [code]) => lookup::plan(conn, code),
        (Noun::Partnership, [code]) => exactly(conn, "SELECT id FROM partnership WHERE code = ?1 COLLATE NOCASE", code),
        (Noun::Instrument, [code]) => exactly(conn, "SELECT id FROM instrument WHERE code = ?1 COLLATE NOCASE", code),
        (Noun::Authority, [code]) => exactly(conn, "SELECT id FROM authority WHERE code = ?1 COLLATE NOCASE", code),
        (Noun::Area, [plan, number]) => {
            let plan = lookup::plan(conn, plan)?;
            let row = conn
                .prepare_cached("SELECT id FROM area WHERE plan = ?1 AND number = ?2 COLLATE NOCASE")?
                .query_row((plan.0, number), |r| r.get(0))
                .optional()?;
            return Ok(row);
        }
        (Noun::Objective, [plan, number]) => {
            let plan = lookup::plan(conn, plan)?;
            return find_objective(conn, plan.0, number);
        }
        (Noun::Activity, [plan, objective, number]) => {
            let plan = lookup::plan(conn, plan)?;
            let objective = lookup::objective(conn, (plan.0, &plan.1), objective)?;
            let row = conn
                .prepare_cached("SELECT id FROM activity WHERE objective = ?1 AND number = ?2")?
                .query_row((objective.0, number), |r| r.get(0))
                .optional()?;
            return Ok(row);
        }
        _ => return Ok(None),
    };
    id.map(|f| Some(f.0)).or_else(unknown)
}

fn find_objective(conn: &Connection, plan: i64, number: &str) -> Result<Option<i64>> {
    Ok(conn
        .prepare_cached("SELECT id FROM objective WHERE plan = ?1 AND number = ?2")?
        .query_row((plan, number), |r| r.get(0))
        .optional()?)
}

fn exactly(conn: &Connection, sql: &'static str, code: &str) -> Result<(i64, String)> {
    let id = conn.prepare_cached(sql)?.query_row([code], |r| r.get(0)).optional()?;
    id.map(|id| (id, code.to_string()))
        .ok_or_else(|| Refusal::Unknown { noun: "row", value: code.to_string(), nearest: vec![] }.into())
}

impl Store {
    /// All of a noun, in the order of the plans; `each` gets them one by one. Those of `plans` only,
    /// where any are named. An authority comes once for each name that it has had.
    pub fn each(&self, noun: Noun, plans: &[String], mut each: impl FnMut(Found) -> Result<()>) -> Result<()> {
        let mut walk = || -> Result<()> {
            let of_plans = match noun {
                Noun::Area | Noun::Objective if !plans.is_empty() => {
                    "WHERE t.plan IN (SELECT p.id FROM plan p JOIN json_each(?1) j ON j.value = p.code)"
                }
                Noun::Activity if !plans.is_empty() => {
                    "WHERE t.objective IN (SELECT o.id FROM objective o JOIN plan p ON p.id = o.plan
                                           JOIN json_each(?1) j ON j.value = p.code)"
                }
                Noun::Plan if !plans.is_empty() => "WHERE t.code IN (SELECT value FROM json_each(?1))",
                _ => "WHERE ?1 = ?1",
            };
            let mut statement = self.conn.prepare(&format!("{} {of_plans} {}", select(noun), order(noun)))?;
            let plans = serde_json::to_string(plans).unwrap_or_default();
            let mut rows = statement.query([plans])?;
            while let Some(r) = rows.next()? {
                each(found(noun, r)?)?;
            }
            Ok(())
        };
        let done = walk();
        self.tell(done)
    }

    /// One noun by its key; refused with the nearest known ones where there is none.
    pub fn noun(&self, noun: Noun, key: &[&str]) -> Result<Found> {
        let found = one(&self.conn, noun, key);
        self.tell(found)
    }
}

fn one(conn: &Connection, noun: Noun, key: &[&str]) -> Result<Found> {
    let id = match (noun, key) {
        (Noun::Plan, [code]) => lookup::plan(conn, code)?.0,
        (Noun::Partnership, [code]) => lookup::partnership(conn, code)?.0,
        (Noun::Instrument, [code]) => lookup::instrument(conn, code)?.0,
        (Noun::Authority, [code]) => lookup::authority(conn, code)?.0,
        (Noun::Area, [plan, number]) => lookup::area(conn, lookup::plan(conn, plan)?.0, number)?.0,
        (Noun::Objective, [plan, number]) => {
            let plan = lookup::plan(conn, plan)?;
            lookup::objective(conn, (plan.0, &plan.1), number)?.0
        }
        (Noun::Activity, [plan, objective, number]) => {
            let plan = lookup::plan(conn, plan)?;
            let objective = lookup::objective(conn, (plan.0, &plan.1), objective)?;
            lookup::activity(conn, (objective.0, &format!("{}/{}", plan.1, objective.1)), number)?.0
        }
        _ => return Err(Refusal::NotAReference { value: key.join("/") }.into()),
    };
    load(conn, noun, id, &Name::Current)
}

pub(super) fn load(conn: &Connection, noun: Noun, id: i64, name: &Name) -> Result<Found> {
    let (which, from) = match (noun, name) {
        (Noun::Authority, Name::Current) => ("ORDER BY coalesce(n.name_from, '') DESC LIMIT 1", None),
        (Noun::Authority, Name::From(from)) => {
            ("ORDER BY coalesce(n.name_from, '') <> ?2 LIMIT 1", Some(from.unwrap_or("")))
        }
        _ => ("", None),
    };
    let sql = format!("{} WHERE t.id = ?1 {which}", select(noun));
    let mut statement = conn.prepare_cached(&sql)?;
    let mut row = match from {
        Some(from) => statement.query_row((id, from), |r| found(noun, r))?,
        None => statement.query_row([id], |r| found(noun, r))?,
    };
    // Another name than the one asked for: that one is still to be written.
    if let Some(from) = from
        && row.record.text("name_from").unwrap_or("") != from
    {
        for field in ["name", "name_en", "name_da", "name_from"] {
            row.record.set(field, None);
        }
    }
    Ok(row)
}

/// The columns of a noun's own table that are written, `since` last.
pub(super) fn all_columns(noun: Noun) -> Vec<&'static str> {
    let mut all = Vec::new();
    for field in noun.fields().iter().filter(|f| !is_elsewhere(noun, f)) {
        all.push(field.name);
        if field.kind == Kind::Number {
            all.push("sort");
        }
    }
    all.push("since");
    all
}

impl Writing<'_> {
    pub fn find(&self, noun: Noun, key: &[&str]) -> Result<Option<i64>> {
        if let (Noun::Objective, [plan, number]) = (noun, key) {
            let plan = self.plan(plan)?;
            // What waits is written only if it is this one.
            let conn = if self.waits(plan.0, number) { self.conn()? } else { &self.tx };
            return find_objective(conn, plan.0, number);
        }
        find(self.conn()?, noun, key)
    }

    fn remember(
        &self,
        kind: Noun,
        plan: i64,
        text: &str,
        find: impl FnOnce() -> Result<(i64, String)>,
    ) -> Result<(i64, Rc<str>)> {
        if let Some(found) = self.known.borrow().get(&(kind, plan)).and_then(|k| k.get(text)) {
            return Ok(found.clone());
        }
        let (id, spelled) = find()?;
        let found: (i64, Rc<str>) = (id, spelled.into());
        self.known.borrow_mut().entry((kind, plan)).or_default().insert(text.to_string(), found.clone());
        Ok(found)
    }

    pub(super) fn plan(&self, code: &str) -> Result<(i64, Rc<str>)> {
        self.remember(Noun::Plan, 0, code, || lookup::plan(&self.tx, code))
    }

    pub(super) fn area(&self, plan: i64, text: &str) -> Result<(i64, Rc<str>)> {
        self.remember(Noun::Area, plan, text, || lookup::area(&self.tx, plan, text))
    }

    pub(super) fn authority(&self, text: &str) -> Result<(i64, Rc<str>)> {
        self.remember(Noun::Authority, 0, text, || lookup::authority(&self.tx, text))
    }

    /// A new or changed plan, area or authority may be what a name means from now on.
    fn forget(&self, noun: Noun) {
        if matches!(noun, Noun::Plan | Noun::Area | Noun::Authority) {
            self.known.borrow_mut().clear();
        }
    }

    pub fn load(&self, noun: Noun, id: i64, name: &Name) -> Result<Found> {
        load(self.conn()?, noun, id, name)
    }

    /// Spells the codes in a record as the file does; refuses those that it does not know.
    /// With the field that names what is not known.
    pub fn resolve(&self, noun: Noun, record: &mut Record) -> std::result::Result<(), (&'static str, super::Error)> {
        for field in noun.fields() {
            self.resolve_field(field, record).map_err(|e| (field.name, e))?;
        }
        Ok(())
    }

    fn resolve_field(&self, field: &Field, record: &mut Record) -> Result<()> {
        let conn = &self.tx;
        let names_another = matches!(
            field.kind,
            Kind::Plan | Kind::Area | Kind::Partnerships | Kind::Instruments | Kind::Authorities(_)
        );
        if names_another && let Some(value) = record.0.get(field.name).cloned() {
            let new = match (field.kind, &value) {
                (Kind::Plan, Value::One(code)) => Value::One(self.plan(code)?.1.to_string()),
                (Kind::Area, Value::One(text)) => {
                    let plan = self.plan(record.text("plan").unwrap_or_default())?;
                    Value::One(self.area(plan.0, text)?.1.to_string())
                }
                (Kind::Partnerships, Value::Many(all)) => {
                    Value::Many(all.iter().map(|c| Ok(lookup::partnership(conn, c)?.1)).collect::<Result<_>>()?)
                }
                (Kind::Instruments, Value::Many(all)) => {
                    Value::Many(all.iter().map(|c| Ok(lookup::instrument(conn, c)?.1)).collect::<Result<_>>()?)
                }
                (Kind::Authorities(_), Value::Many(all)) => {
                    let mut codes = Vec::new();
                    for text in all {
                        codes.extend(authorities(self, text)?);
                    }
                    let mut seen = std::collections::HashSet::new();
                    codes.retain(|c| seen.insert(c.clone()));
                    Value::Many(codes)
                }
                _ => return Ok(()),
            };
            record.set(field.name, Some(new));
        }
        Ok(())
    }

    /// Adds a noun. `record` is complete and resolved.
    pub fn insert(&self, noun: Noun, record: &Record) -> Result<i64> {
        self.forget(noun);
        let conn = self.conn()?;
        let (mut columns, mut values) = self.columns(noun, record, None)?;
        if matches!(noun, Noun::Objective | Noun::Activity) {
            columns.push("uid");
            values.push(Sql::Text(self.uid()));
        }
        let marks: Vec<String> = (1..=columns.len()).map(|i| format!("?{i}")).collect();
        let sql =
            format!("INSERT INTO {} ({}) VALUES ({}) RETURNING id", noun.name(), columns.join(", "), marks.join(", "));
        let id = conn.prepare_cached(&sql)?.query_row(params_from_iter(values), |r| r.get(0))?;
        self.links(noun, id, None, record)?;
        Ok(id)
    }

    /// Changes a noun from what it said to what it says now.
    pub fn update(&self, noun: Noun, id: i64, before: &Record, after: &Record) -> Result<()> {
        self.forget(noun);
        let conn = self.conn()?;
        let (columns, mut values) = self.columns(noun, after, Some(before))?;
        if columns.len() > 1 {
            let sets: Vec<String> = columns.iter().enumerate().map(|(i, c)| format!("{c} = ?{}", i + 1)).collect();
            let sql = format!("UPDATE {} SET {} WHERE id = ?{}", noun.name(), sets.join(", "), columns.len() + 1);
            values.push(Sql::Integer(id));
            conn.prepare_cached(&sql)?.execute(params_from_iter(values))?;
        }
        self.links(noun, id, Some(before), after)
    }

    /// The columns to write, and their values; `since` is the last. Only what differs from `before`.
    fn columns(&self, noun: Noun, record: &Record, before: Option<&Record>) -> Result<(Vec<&'static str>, Vec<Sql>)> {
        let (mut columns, mut values) = (Vec::new(), Vec::new());
        for field in noun.fields().iter().filter(|f| !is_elsewhere(noun, f)) {
            let text = record.text(field.name);
            // The plan of an activity is its objective's.
            let of_the_objective = noun == Noun::Activity && field.kind == Kind::Plan;
            let as_it_was = before.map_or(text.is_none(), |b| b.text(field.name) == text);
            if of_the_objective || as_it_was {
                continue;
            }
            columns.push(field.name);
            values.push(self.value(field, record)?);
            if field.kind == Kind::Number {
                columns.push("sort");
                values.push(Sql::Text(sort_key(text.unwrap_or_default())));
            }
        }
        columns.push("since");
        values.push(Sql::Integer(self.number));
        Ok((columns, values))
    }

    /// A value for each of [`all_columns`]; `record` is complete and resolved.
    pub(super) fn values(&self, noun: Noun, record: &Record, into: &mut Vec<Sql>) -> Result<()> {
        for field in noun.fields().iter().filter(|f| !is_elsewhere(noun, f)) {
            into.push(self.value(field, record)?);
            if field.kind == Kind::Number {
                into.push(Sql::Text(sort_key(record.text(field.name).unwrap_or_default())));
            }
        }
        into.push(Sql::Integer(self.number));
        Ok(())
    }

    /// What a field says, as its column holds it.
    fn value(&self, field: &Field, record: &Record) -> Result<Sql> {
        Ok(match (field.kind, record.text(field.name)) {
            (Kind::Audience, Some("internal")) => Sql::Null,
            (Kind::Flag, text) => Sql::Integer((text == Some("yes")).into()),
            (_, None) => Sql::Null,
            (Kind::Plan, Some(code)) => Sql::Integer(self.plan(code)?.0),
            (Kind::Objective, Some(number)) => {
                let plan = self.plan(record.text("plan").unwrap_or_default())?;
                Sql::Integer(lookup::objective(self.conn()?, (plan.0, &plan.1), number)?.0)
            }
            (Kind::Area, Some(number)) => {
                let plan = self.plan(record.text("plan").unwrap_or_default())?;
                Sql::Integer(self.area(plan.0, number)?.0)
            }
            (Kind::Year, Some(year)) => Sql::Integer(year.parse().unwrap_or_default()),
            (_, Some(text)) => Sql::Text(text.to_string()),
        })
    }

    /// The areas around one, itself included, from the inside out: to see that none lies in itself.
    pub fn areas_around(&self, plan: &str, number: &str) -> Result<Vec<String>> {
        let conn = self.conn()?;
        let plan = lookup::plan(conn, plan)?;
        let mut statement = conn.prepare_cached(
            "WITH RECURSIVE up (id, number, parent, depth) AS (
                 SELECT id, number, parent, 1 FROM area WHERE plan = ?1 AND number = ?2
                 UNION ALL SELECT a.id, a.number, a.parent, depth + 1 FROM area a JOIN up ON a.id = up.parent WHERE depth < 50)
             SELECT number FROM up",
        )?;
        Ok(statement.query_map((plan.0, number), |r| r.get(0))?.collect::<rusqlite::Result<_>>()?)
    }
}

/// One cell may name several with commas or slashes between them, if each of them is known.
fn authorities(w: &Writing, text: &str) -> Result<Vec<String>> {
    match w.authority(text) {
        Ok((_, code)) => Ok(vec![code.to_string()]),
        Err(unknown) => {
            let parts: Vec<&str> = text.split([',', '/', '+', '&']).map(str::trim).filter(|p| !p.is_empty()).collect();
            if parts.len() < 2 {
                return Err(unknown);
            }
            parts
                .iter()
                .map(|p| Ok(w.authority(p)?.1.to_string()))
                .collect::<Result<_>>()
                .map_err(|_: super::Error| unknown)
        }
    }
}

impl Writing<'_> {
    /// The names of those that are in use and not among `seen`.
    pub fn names_without(
        &self,
        noun: Noun,
        plans: &[String],
        seen: &std::collections::HashSet<i64>,
    ) -> Result<Vec<String>> {
        let table = noun.name();
        let name = match noun {
            Noun::Area | Noun::Objective => "(SELECT code FROM plan WHERE id = t.plan) || '/' || t.number",
            Noun::Activity => {
                "(SELECT p.code || '/' || o.number FROM objective o JOIN plan p ON p.id = o.plan WHERE o.id = t.objective) || '/' || t.number"
            }
            _ => "t.code",
        };
        let of_plans = match noun {
            Noun::Area | Noun::Objective => {
                "t.plan IN (SELECT id FROM plan WHERE code IN (SELECT value FROM json_each(?1)))"
            }
            Noun::Activity => {
                "t.objective IN (SELECT o.id FROM objective o JOIN plan p ON p.id = o.plan WHERE p.code IN (SELECT value FROM json_each(?1)))"
            }
            _ => "?1 = ?1",
        };
        let sql = format!("SELECT t.id, {name} FROM {table} t WHERE t.retired_on IS NULL AND {of_plans} ORDER BY t.id");
        let mut statement = self.conn()?.prepare_cached(&sql)?;
        let plans = plans.iter().map(|p| Ok(lookup::plan(self.conn()?, p)?.1)).collect::<Result<Vec<_>>>()?;
        let mut rows = statement.query([serde_json::to_string(&plans).unwrap_or_default()])?;
        let mut names = Vec::new();
        while let Some(r) = rows.next()? {
            if !seen.contains(&r.get(0)?) {
                names.push(r.get(1)?);
            }
        }
        Ok(names)
    }

    /// The number that a new area of a plan gets; `None` where the plan has the area already.
    pub fn area_to_add(&self, plan: &str, text: &str) -> Result<Option<String>> {
        let plan = lookup::plan(self.conn()?, plan)?;
        match lookup::area(self.conn()?, plan.0, text) {
            Ok(_) => Ok(None),
            Err(super::Error::Refusal(Refusal::Unknown { .. })) => {
                let next: i64 = self
                    .conn()?
                    .prepare_cached("SELECT coalesce(max(CAST(number AS INTEGER)), 0) + 1 FROM area WHERE plan = ?1")?
                    .query_row([plan.0], |r| r.get(0))?;
                Ok(Some(next.to_string()))
            }
            Err(e) => Err(e),
        }
    }
}
