//! Writing the entities: what a record names is looked up, and its columns and links are put together.
//! Only names of columns and fixed pieces go into the SQL, values are always bound.

use super::entities::{Found, Name, find, load};
use super::lookup;
use crate::model::entity::EntityKind;
use crate::model::field::{Field, FieldType};
use crate::model::text::folded;
use crate::model::{AreaId, AuthorityId, PlanId, Record, Refusal, Value, sort_key};
use crate::store::{ChangeTx, Result, rows};
use chrono::NaiveDate;
use rusqlite::params_from_iter;
use rusqlite::types::Value as Sql;
use std::collections::HashSet;
use std::rc::Rc;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    Added,
    Changed,
    Unchanged,
}

/// The columns of an entity's own table that are written, `since` last.
pub(in crate::store) fn all_columns(entity: EntityKind) -> Vec<&'static str> {
    let mut all = Vec::new();
    for field in entity.fields().iter().filter(|f| f.kept_in.is_none()) {
        all.push(field.name);
        if field.kind == FieldType::Number {
            all.push("sort");
        }
    }
    all.push("since");
    all
}

impl ChangeTx<'_> {
    pub fn find(&self, entity: EntityKind, key: &[&str]) -> Result<Option<i64>> {
        if let (EntityKind::Objective, [plan, number]) = (entity, key) {
            let plan = self.plan(plan)?;
            // A row that waits is written only if it is this one.
            let conn = if self.is_pending(plan.0, number) { self.conn()? } else { &self.tx };
            return lookup::row_of(conn, EntityKind::Objective, plan.0.0, number);
        }
        find(self.conn()?, entity, key)
    }

    fn remember(
        &self,
        kind: EntityKind,
        plan: Option<PlanId>,
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

    pub(in crate::store) fn plan(&self, code: &str) -> Result<(PlanId, Rc<str>)> {
        let found = self
            .remember(EntityKind::Plan, None, code, || lookup::plan(&self.tx, code).map(|(id, code)| (id.0, code)))?;
        Ok((PlanId(found.0), found.1))
    }

    pub(in crate::store) fn area(&self, plan: PlanId, text: &str) -> Result<(AreaId, Rc<str>)> {
        let found = self.remember(EntityKind::Area, Some(plan), &folded(text), || {
            lookup::area(&self.tx, plan, text).map(|(id, number)| (id.0, number))
        })?;
        Ok((AreaId(found.0), found.1))
    }

    pub(in crate::store) fn authority(&self, text: &str) -> Result<(AuthorityId, Rc<str>)> {
        let found = self.remember(EntityKind::Authority, None, text, || {
            lookup::authority(&self.tx, text).map(|(id, code)| (id.0, code))
        })?;
        Ok((AuthorityId(found.0), found.1))
    }

    /// A new or changed plan, area or authority may be what a name means from now on. A new area is what its
    /// own names mean, and no other.
    fn forget(&self, entity: EntityKind, added: Option<&Record>) -> Result<()> {
        if let (EntityKind::Area, Some(record)) = (entity, added) {
            let plan = self.plan(record.text("plan").unwrap_or_default())?.0;
            let mut known = self.known.borrow_mut();
            if let Some(areas) = known.get_mut(&(EntityKind::Area, Some(plan))) {
                for name in ["number", "title", "title_da"].into_iter().filter_map(|field| record.text(field)) {
                    areas.remove(&folded(name));
                }
            }
            return Ok(());
        }
        if matches!(entity, EntityKind::Plan | EntityKind::Area | EntityKind::Authority) {
            self.known.borrow_mut().clear();
        }
        Ok(())
    }

    pub fn load(&self, entity: EntityKind, id: i64, name: &Name) -> Result<Found> {
        load(self.conn()?, entity, id, name)
    }

    /// Spells the codes in a record as the file does; refuses those that it does not know.
    /// With the field that names what is not known.
    pub fn resolve(
        &self,
        entity: EntityKind,
        record: &mut Record,
    ) -> std::result::Result<(), (&'static str, crate::store::Error)> {
        for field in entity.fields() {
            self.resolve_field(field, record).map_err(|e| (field.name, e))?;
        }
        Ok(())
    }

    fn resolve_field(&self, field: &Field, record: &mut Record) -> Result<()> {
        let conn = &self.tx;
        let names_another = matches!(
            field.kind,
            FieldType::Plan
                | FieldType::Area
                | FieldType::Partnerships
                | FieldType::Instruments
                | FieldType::Authorities(_)
        );
        if names_another && let Some(value) = record.0.get(field.name).cloned() {
            let new = match (field.kind, &value) {
                (FieldType::Plan, Value::One(code)) => Value::One(self.plan(code)?.1.to_string()),
                (FieldType::Area, Value::One(text)) => {
                    let plan = self.plan(record.text("plan").unwrap_or_default())?;
                    Value::One(self.area(plan.0, text)?.1.to_string())
                }
                (FieldType::Partnerships, Value::Many(all)) => {
                    Value::Many(all.iter().map(|c| Ok(lookup::partnership(conn, c)?.1)).collect::<Result<_>>()?)
                }
                (FieldType::Instruments, Value::Many(all)) => {
                    Value::Many(all.iter().map(|c| Ok(lookup::instrument(conn, c)?.1)).collect::<Result<_>>()?)
                }
                (FieldType::Authorities(_), Value::Many(all)) => {
                    let mut codes = Vec::new();
                    for text in all {
                        codes.extend(authorities(self, text)?);
                    }
                    let mut seen = HashSet::new();
                    codes.retain(|c| seen.insert(c.clone()));
                    Value::Many(codes)
                }
                _ => return Ok(()),
            };
            record.set(field.name, Some(new));
        }
        Ok(())
    }

    /// Adds an entity. `record` is complete and resolved.
    pub fn insert(&self, entity: EntityKind, record: &Record) -> Result<i64> {
        self.forget(entity, Some(record))?;
        let conn = self.conn()?;
        let (mut columns, mut values) = self.columns(entity, record, None)?;
        if matches!(entity, EntityKind::Objective | EntityKind::Activity) {
            columns.push("uid");
            values.push(Sql::Text(self.entity_uid(entity, record)?));
        }
        let marks: Vec<String> = (1..=columns.len()).map(|i| format!("?{i}")).collect();
        let sql = format!(
            "INSERT INTO {} ({}) VALUES ({}) RETURNING id",
            entity.name(),
            columns.join(", "),
            marks.join(", ")
        );
        let id = rows::one(conn, &sql, params_from_iter(values))?;
        self.links(entity, id, None, record, None)?;
        Ok(id)
    }

    /// The identity of an objective or an activity that is added: of its place, its number and its title, so that two
    /// who add the same have added one.
    pub(super) fn entity_uid(&self, entity: EntityKind, record: &Record) -> Result<String> {
        let named =
            ["plan", "objective", "number", "title", "title_da"].map(|field| record.text(field).unwrap_or_default());
        self.shared_uid(entity.name(), &named)
    }

    /// Changes an entity from what it said to what it says now.
    /// `from`: the first day of roles that others held before; `None`: they are taken for what they always were.
    pub fn update(
        &self,
        entity: EntityKind,
        id: i64,
        before: &Record,
        after: &Record,
        from: Option<NaiveDate>,
    ) -> Result<()> {
        self.forget(entity, None)?;
        let conn = self.conn()?;
        let (columns, mut values) = self.columns(entity, after, Some(before))?;
        if columns.len() > 1 {
            let sets: Vec<String> = columns.iter().enumerate().map(|(i, c)| format!("{c} = ?{}", i + 1)).collect();
            let sql = format!("UPDATE {} SET {} WHERE id = ?{}", entity.name(), sets.join(", "), columns.len() + 1);
            values.push(Sql::Integer(id));
            conn.prepare_cached(&sql)?.execute(params_from_iter(values))?;
        }
        self.links(entity, id, Some(before), after, from)
    }

    /// The columns to write, and their values; `since` is the last. Only what differs from `before`.
    fn columns(
        &self,
        entity: EntityKind,
        record: &Record,
        before: Option<&Record>,
    ) -> Result<(Vec<&'static str>, Vec<Sql>)> {
        let (mut columns, mut values) = (Vec::new(), Vec::new());
        for field in entity.fields().iter().filter(|f| f.kept_in.is_none()) {
            let text = record.text(field.name);
            // The plan of an activity is its objective's.
            let of_the_objective = entity == EntityKind::Activity && field.kind == FieldType::Plan;
            let as_it_was = before.map_or(text.is_none(), |b| b.text(field.name) == text);
            if of_the_objective || as_it_was {
                continue;
            }
            columns.push(field.name);
            values.push(self.value(field, record)?);
            if field.kind == FieldType::Number {
                columns.push("sort");
                values.push(Sql::Text(sort_key(text.unwrap_or_default())));
            }
        }
        columns.push("since");
        values.push(Sql::Integer(self.number));
        Ok((columns, values))
    }

    /// A value for each of [`all_columns`]; `record` is complete and resolved.
    pub(in crate::store) fn values(&self, entity: EntityKind, record: &Record, into: &mut Vec<Sql>) -> Result<()> {
        for field in entity.fields().iter().filter(|f| f.kept_in.is_none()) {
            into.push(self.value(field, record)?);
            if field.kind == FieldType::Number {
                into.push(Sql::Text(sort_key(record.text(field.name).unwrap_or_default())));
            }
        }
        into.push(Sql::Integer(self.number));
        Ok(())
    }

    /// The value of a field, as its column holds it.
    fn value(&self, field: &Field, record: &Record) -> Result<Sql> {
        Ok(match (field.kind, record.text(field.name)) {
            (FieldType::Audience, Some("internal")) => Sql::Null,
            (FieldType::Flag, text) => Sql::Integer((text == Some("yes")).into()),
            (_, None) => Sql::Null,
            (FieldType::Plan, Some(code)) => Sql::Integer(self.plan(code)?.0.0),
            (FieldType::Objective, Some(number)) => {
                let plan = self.plan(record.text("plan").unwrap_or_default())?;
                Sql::Integer(lookup::objective(self.conn()?, (plan.0, &plan.1), number)?.0.0)
            }
            (FieldType::Area, Some(number)) => {
                let plan = self.plan(record.text("plan").unwrap_or_default())?;
                Sql::Integer(self.area(plan.0, number)?.0.0)
            }
            (FieldType::Year, Some(year)) => {
                let refused = |_| Refusal::NotAYear { value: year.to_string() };
                Sql::Integer(year.parse().map_err(refused)?)
            }
            (_, Some(text)) => Sql::Text(text.to_string()),
        })
    }

    /// The areas around one, itself included, from the inside out: to see that none lies in itself.
    pub fn areas_around(&self, plan: &str, number: &str) -> Result<Vec<String>> {
        let plan = lookup::plan(self.conn()?, plan)?;
        self.all(
            "WITH RECURSIVE up (id, number, parent, depth) AS (
                 SELECT id, number, parent, 1 FROM area WHERE plan = ?1 AND number = ?2
                 UNION ALL SELECT a.id, a.number, a.parent, depth + 1 FROM area a JOIN up ON a.id = up.parent WHERE depth < 50)
             SELECT number FROM up",
            (plan.0, number),
        )
    }
}

/// One cell may name several with commas or slashes between them, if each of them is known.
fn authorities(w: &ChangeTx, text: &str) -> Result<Vec<String>> {
    match w.authority(text) {
        Ok((_, code)) => Ok(vec![code.to_string()]),
        Err(unknown) => {
            let spaced = text.replace(" og ", " + ").replace(" and ", " + ");
            let parts = spaced.split([',', '/', '+', '&']).map(str::trim).filter(|p| !p.is_empty());
            let parts: Vec<&str> = parts.collect();
            if parts.len() < 2 {
                return Err(unknown);
            }
            parts
                .iter()
                .map(|p| Ok(w.authority(p)?.1.to_string()))
                .collect::<Result<_>>()
                .map_err(|_: crate::store::Error| unknown)
        }
    }
}

impl ChangeTx<'_> {
    /// The names of those that are in use and not among `seen`.
    pub fn names_without(&self, entity: EntityKind, plans: &[String], seen: &HashSet<i64>) -> Result<Vec<String>> {
        let table = entity.name();
        let name = match entity {
            EntityKind::Area | EntityKind::Objective => "(SELECT code FROM plan WHERE id = t.plan) || '/' || t.number",
            EntityKind::Activity => {
                "(SELECT p.code || '/' || o.number FROM objective o JOIN plan p ON p.id = o.plan WHERE o.id = t.objective) || '/' || t.number"
            }
            _ => "t.code",
        };
        let of_plans = match entity {
            EntityKind::Area | EntityKind::Objective => {
                "t.plan IN (SELECT id FROM plan WHERE code IN (SELECT value FROM json_each(?1)))"
            }
            EntityKind::Activity => {
                "t.objective IN (SELECT o.id FROM objective o JOIN plan p ON p.id = o.plan WHERE p.code IN (SELECT value FROM json_each(?1)))"
            }
            _ => "?1 = ?1",
        };
        let sql = format!("SELECT t.id, {name} FROM {table} t WHERE t.retired_on IS NULL AND {of_plans} ORDER BY t.id");
        let plans = plans.iter().map(|p| Ok(lookup::plan(self.conn()?, p)?.1)).collect::<Result<Vec<_>>>()?;
        let all: Vec<(i64, String)> = self.all(&sql, [serde_json::Value::from(plans).to_string()])?;
        Ok(all.into_iter().filter(|(id, _)| !seen.contains(id)).map(|(_, name)| name).collect())
    }

    /// The countries of the partnerships that a plan serves.
    pub fn countries_of(&self, plan: &str) -> Result<Vec<String>> {
        let plan = lookup::plan(self.conn()?, plan)?;
        let sql = "SELECT DISTINCT p.country_code FROM plan_partnership l JOIN partnership p ON p.id = l.partnership
             WHERE l.plan = ?1 ORDER BY 1";
        self.all(sql, [plan.0])
    }

    /// The number that a new area of a plan gets; `None` where the plan has the area already.
    pub fn area_to_add(&self, plan: &str, text: &str) -> Result<Option<String>> {
        let plan = lookup::plan(self.conn()?, plan)?;
        match lookup::area(self.conn()?, plan.0, text) {
            Ok(_) => Ok(None),
            Err(crate::store::Error::Refusal(Refusal::Unknown { .. })) => {
                let next = "SELECT coalesce(max(CAST(number AS INTEGER)), 0) + 1 FROM area WHERE plan = ?1";
                let next: i64 = self.one(next, [plan.0])?;
                Ok(Some(next.to_string()))
            }
            Err(e) => Err(e),
        }
    }
}
