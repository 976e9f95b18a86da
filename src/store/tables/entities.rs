//! Reading the entities: partnerships, plans, areas, authorities, instruments, objectives
//! and activities. The SQL is assembled here from the fields that model::entity describes; only names
//! of columns and fixed pieces go into it, values are always bound.

use super::lookup;
use crate::model::entity::EntityKind;
use crate::model::field::{Field, FieldType};
use crate::model::{Record, Refusal, Value};
use crate::store::rows::Cells;
use crate::store::{Result, Store};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};

/// An entity that is in the file: its row, and what it says.
#[derive(Clone, Debug)]
pub struct Found {
    pub id: i64,
    pub record: Record,
    /// The change that last wrote on it.
    pub since: i64,
}

/// Which of the dated names of an authority is meant.
#[derive(Clone, Debug)]
pub enum Name<'a> {
    /// The newest.
    Current,
    /// The one from this day; `None`: the one from the beginning.
    From(Option<&'a str>),
}

/// How a field is read: a piece of SQL over the entity's table `t` (and `n`, the name of an authority). Most have
/// none of what a list holds, and to make ready for sorting it costs more than to look.
pub(in crate::store) fn expression(entity: EntityKind, field: &Field, t: &str) -> String {
    let name = field.name;
    let of_activity = entity == EntityKind::Activity;
    let list = |value: &str, from: &str, order: &str| {
        format!(
            "CASE WHEN EXISTS (SELECT 1 FROM {from}) THEN
             (SELECT group_concat(v, '|') FROM (SELECT {value} AS v FROM {from} ORDER BY {order})) END"
        )
    };
    match field.kind {
        FieldType::Plan if of_activity => {
            format!("(SELECT p.code FROM plan p JOIN objective o ON o.plan = p.id WHERE o.id = {t}.objective)")
        }
        FieldType::Plan => format!("(SELECT code FROM plan WHERE id = {t}.plan)"),
        FieldType::Objective => format!("(SELECT number FROM objective WHERE id = {t}.objective)"),
        FieldType::Audience => format!("coalesce({t}.{name}, 'internal')"),
        FieldType::Area => format!("(SELECT number FROM area WHERE id = {t}.{name})"),
        FieldType::Flag => format!("CASE {t}.{name} WHEN 1 THEN 'yes' ELSE 'no' END"),
        FieldType::Partnerships => list(
            "s.code",
            &format!("plan_partnership l JOIN partnership s ON s.id = l.partnership WHERE l.plan = {t}.id"),
            "l.id",
        ),
        FieldType::Authorities(role) => {
            let (objective, activity) =
                if of_activity { ("objective", format!("{t}.id")) } else { ("id", "0".to_string()) };
            list(
                "a.code",
                &format!(
                    "role r JOIN authority a ON a.id = r.authority WHERE r.objective = {t}.{objective}
                     AND coalesce(r.activity, 0) = {activity} AND r.role = '{}' AND r.until_day IS NULL",
                    role.code()
                ),
                "r.place, a.code",
            )
        }
        FieldType::Instruments => list(
            "s.code",
            &format!("objective_instrument l JOIN instrument s ON s.id = l.instrument WHERE l.objective = {t}.id"),
            "l.id",
        ),
        FieldType::Goals => list("goal", &format!("sdg WHERE objective = {t}.id"), "goal"),
        FieldType::Tags => list("tag", &format!("tag WHERE objective = {t}.id"), "id"),
        _ if field.kept_in.is_some() => format!("n.{name}"),
        _ => format!("{t}.{name}"),
    }
}

fn select(entity: EntityKind) -> String {
    let fields: Vec<String> = entity.fields().iter().map(|f| expression(entity, f, "t")).collect();
    let join = if entity == EntityKind::Authority { "LEFT JOIN authority_name n ON n.authority = t.id" } else { "" };
    format!("SELECT t.id, t.since, {} FROM {} t {join}", fields.join(", "), entity.name())
}

fn order(entity: EntityKind) -> &'static str {
    match entity {
        EntityKind::Authority => "ORDER BY t.country <> 'DK', t.country, t.code, coalesce(n.name_from, '')",
        EntityKind::Plan | EntityKind::Partnership | EntityKind::Instrument => "ORDER BY t.code",
        EntityKind::Area | EntityKind::Objective => {
            "ORDER BY (SELECT code FROM plan WHERE id = t.plan), t.sort, t.number"
        }
        EntityKind::Activity => {
            "ORDER BY (SELECT p.code FROM plan p JOIN objective o ON o.plan = p.id WHERE o.id = t.objective),
             (SELECT o.sort FROM objective o WHERE o.id = t.objective), t.sort, t.number"
        }
    }
}

fn found(entity: EntityKind, r: &Row) -> rusqlite::Result<Found> {
    let mut cells = Cells::new(r);
    let (id, since) = cells.next()?;
    Ok(Found { id, since, record: record(entity.fields().iter(), &mut cells)? })
}

/// The cells of these fields.
pub(in crate::store) fn record(
    fields: impl Iterator<Item = &'static Field>,
    cells: &mut Cells,
) -> rusqlite::Result<Record> {
    let mut record = Record::default();
    for field in fields {
        let text = match cells.value()? {
            ValueRef::Null => continue,
            ValueRef::Integer(n) => n.to_string(),
            other => other.as_str()?.to_string(),
        };
        let value =
            if field.is_many() { Value::Many(text.split('|').map(str::to_string).collect()) } else { Value::One(text) };
        record.set(field.name, Some(value));
    }
    Ok(record)
}

/// The row that a key names; `None` where there is none. The outer parts of the key must exist.
pub(in crate::store) fn find(conn: &Connection, entity: EntityKind, key: &[&str]) -> Result<Option<i64>> {
    match (entity, key) {
        (EntityKind::Plan | EntityKind::Partnership | EntityKind::Instrument | EntityKind::Authority, [code]) => {
            Ok(lookup::by_code(conn, entity, code)?.map(|f| f.0))
        }
        (EntityKind::Area | EntityKind::Objective, [plan, number]) => {
            let plan = lookup::plan(conn, plan)?;
            lookup::row_of(conn, entity, plan.0.0, number)
        }
        (EntityKind::Activity, [plan, objective, number]) => {
            let plan = lookup::plan(conn, plan)?;
            let objective = lookup::objective(conn, (plan.0, &plan.1), objective)?;
            lookup::row_of(conn, entity, objective.0.0, number)
        }
        _ => Ok(None),
    }
}

impl Store {
    /// All of an entity, in the order of the plans; `each` gets them one by one. Those of `plans` only,
    /// where any are named. An authority comes once for each name that it has had.
    pub fn each(&self, entity: EntityKind, plans: &[String], mut each: impl FnMut(Found) -> Result<()>) -> Result<()> {
        let mut walk = || -> Result<()> {
            let of_plans = match entity {
                EntityKind::Area | EntityKind::Objective if !plans.is_empty() => {
                    "WHERE t.plan IN (SELECT p.id FROM plan p JOIN json_each(?1) j ON j.value = p.code)"
                }
                EntityKind::Activity if !plans.is_empty() => {
                    "WHERE t.objective IN (SELECT o.id FROM objective o JOIN plan p ON p.id = o.plan
                                           JOIN json_each(?1) j ON j.value = p.code)"
                }
                EntityKind::Plan if !plans.is_empty() => "WHERE t.code IN (SELECT value FROM json_each(?1))",
                _ => "WHERE ?1 = ?1",
            };
            let mut statement = self.conn.prepare(&format!("{} {of_plans} {}", select(entity), order(entity)))?;
            let plans = serde_json::Value::from(plans).to_string();
            let mut rows = statement.query([plans])?;
            while let Some(r) = rows.next()? {
                each(found(entity, r)?)?;
            }
            Ok(())
        };
        let done = walk();
        self.tell(done)
    }

    /// One entity by its key; refused with the nearest known ones where there is none.
    pub fn entity(&self, entity: EntityKind, key: &[&str]) -> Result<Found> {
        let found = one(&self.conn, entity, key);
        self.tell(found)
    }
}

fn one(conn: &Connection, entity: EntityKind, key: &[&str]) -> Result<Found> {
    let id = match (entity, key) {
        (EntityKind::Plan, [code]) => lookup::plan(conn, code)?.0.0,
        (EntityKind::Partnership, [code]) => lookup::partnership(conn, code)?.0.0,
        (EntityKind::Instrument, [code]) => lookup::instrument(conn, code)?.0.0,
        (EntityKind::Authority, [code]) => lookup::authority(conn, code)?.0.0,
        (EntityKind::Area, [plan, number]) => lookup::area(conn, lookup::plan(conn, plan)?.0, number)?.0.0,
        (EntityKind::Objective, [plan, number]) => {
            let plan = lookup::plan(conn, plan)?;
            lookup::objective(conn, (plan.0, &plan.1), number)?.0.0
        }
        (EntityKind::Activity, [plan, objective, number]) => {
            let plan = lookup::plan(conn, plan)?;
            let objective = lookup::objective(conn, (plan.0, &plan.1), objective)?;
            lookup::activity(conn, (objective.0, &format!("{}/{}", plan.1, objective.1)), number)?.0.0
        }
        _ => return Err(Refusal::NotAReference { value: key.join("/") }.into()),
    };
    load(conn, entity, id, &Name::Current)
}

pub(in crate::store) fn load(conn: &Connection, entity: EntityKind, id: i64, name: &Name) -> Result<Found> {
    let (which, from) = match (entity, name) {
        (EntityKind::Authority, Name::Current) => ("ORDER BY coalesce(n.name_from, '') DESC LIMIT 1", None),
        (EntityKind::Authority, Name::From(from)) => {
            ("ORDER BY coalesce(n.name_from, '') <> ?2 LIMIT 1", Some(from.unwrap_or("")))
        }
        _ => ("", None),
    };
    let sql = format!("{} WHERE t.id = ?1 {which}", select(entity));
    let mut statement = conn.prepare_cached(&sql)?;
    let mut row = match from {
        Some(from) => statement.query_row((id, from), |r| found(entity, r))?,
        None => statement.query_row([id], |r| found(entity, r))?,
    };
    // Another name than the one asked for: that one is still to be written.
    if let Some(from) = from
        && row.record.text("name_from").unwrap_or("") != from
    {
        for field in entity.fields().iter().filter(|f| f.kept_in == Some("authority_name")) {
            row.record.set(field.name, None);
        }
    }
    Ok(row)
}
