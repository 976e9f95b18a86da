//! How everything stands as of a day: the one walk behind lists, checks, summaries and exports.

use super::entries::{audience, day, partial, word};
use super::question::{Detail, approved, assemble, counted, extra, holders, roles, state, state_columns};
use super::{Result, Store, Subject};
use crate::model::line::{AreaName, Extra};
use crate::model::{ActivityLine, Basis, Interest, Line, Quarter, Query, Reference, State};
use chrono::NaiveDate;
use rusqlite::named_params;
use std::collections::HashMap;
use std::rc::Rc;

/// The areas of the file: each with the outermost one around it.
type Areas = HashMap<i64, (Rc<AreaName>, i64)>;

impl Store {
    fn areas(&self) -> Result<Areas> {
        let mut statement = self.conn.prepare_cached("SELECT id, number, sort, title, title_da, parent FROM area")?;
        let mut parents = HashMap::new();
        let mut names = HashMap::new();
        let mut rows = statement.query([])?;
        while let Some(r) = rows.next()? {
            let id: i64 = r.get(0)?;
            names.insert(
                id,
                Rc::new(AreaName { number: r.get(1)?, sort: r.get(2)?, title: r.get(3)?, title_da: r.get(4)? }),
            );
            if let Some(parent) = r.get::<_, Option<i64>>(5)? {
                parents.insert(id, parent);
            }
        }
        Ok(names
            .into_iter()
            .map(|(id, name)| {
                let mut root = id;
                for _ in 0..50 {
                    root = parents.get(&root).copied().unwrap_or(root);
                }
                (id, (name, root))
            })
            .collect())
    }

    /// The areas that a filter names and all that lie inside them, as rows.
    fn area_rows(&self, numbers: &[String]) -> Result<Vec<i64>> {
        let mut statement = self.conn.prepare_cached(
            "WITH RECURSIVE inside (id) AS (
                 SELECT id FROM area WHERE number IN (SELECT value FROM json_each(:numbers))
                 UNION SELECT a.id FROM area a JOIN inside i ON a.parent = i.id)
             SELECT id FROM inside",
        )?;
        Ok(statement
            .query_map(named_params! { ":numbers": json(numbers) }, |r| r.get(0))?
            .collect::<rusqlite::Result<_>>()?)
    }

    /// Every objective that the query asks for, with its state as of `on` and, where `before` is
    /// given, as of that day too; in the order of the plans, one by one.
    pub fn lines(
        &self,
        query: &Query,
        on: NaiveDate,
        before: Option<NaiveDate>,
        detail: Detail,
        mut each: impl FnMut(Line, Option<State>) -> Result<()>,
    ) -> Result<()> {
        let done = self.walk(query, on, before, detail, &mut each);
        self.tell(done)
    }

    /// [`Store::lines`], built once and not anew for each who asks.
    fn walk(
        &self,
        query: &Query,
        on: NaiveDate,
        before: Option<NaiveDate>,
        detail: Detail,
        each: &mut dyn FnMut(Line, Option<State>) -> Result<()>,
    ) -> Result<()> {
        let areas = self.areas()?;
        let area_filter = if query.area.is_empty() { vec![] } else { self.area_rows(&query.area)? };
        let moved: bool = self.conn.query_row(
            "SELECT EXISTS (SELECT 1 FROM deadline_move WHERE as_of > :day)",
            named_params! { ":day": on.to_string() },
            |r| r.get(0),
        )?;
        let detail = if query.text.is_some() && detail == Detail::Counts { Detail::Full } else { detail };
        let reformed = self.successions()?;
        let sql = assemble(query, before.is_some(), detail, moved, !reformed.is_empty());
        let mut statement = self.conn.prepare_cached(&sql)?;
        let own = |codes: &mut dyn Iterator<Item = &str>| json(&codes.map(str::to_string).collect::<Vec<_>>());
        let by_role = |role: &str| {
            own(&mut query
                .authority
                .iter()
                .filter(|(r, _)| r.is_none_or(|r| r.code() == role))
                .map(|(_, c)| c.as_str()))
        };
        let bound: Vec<(&str, String)> = vec![
            (":day", on.to_string()),
            (":before", before.unwrap_or_default().to_string()),
            (":quarter", Quarter::of(on).first_day().to_string()),
            (":plan", json(&query.plan)),
            (":number", query.number.clone().unwrap_or_default()),
            (":partnership", json(&query.partnership)),
            (":area", serde_json::to_string(&area_filter).unwrap_or_default()),
            (":authority", own(&mut query.authority.iter().map(|(_, c)| c.as_str()))),
            (":lead", by_role("lead")),
            (":supporting", by_role("supporting")),
            (":counterpart", by_role("counterpart")),
            (":status", own(&mut query.status.iter().map(|s| s.code()))),
            (":light", own(&mut query.light.iter().map(|l| l.code()))),
            (":interest", own(&mut query.interest.iter().map(|i| i.code()))),
            (":tag", json(&query.tag)),
        ];
        for (name, value) in &bound {
            if let Some(index) = statement.parameter_index(name)? {
                statement.raw_bind_parameter(index, value)?;
            }
        }
        let of_before = detail.of_before();
        let wanted = query.text.as_ref().map(|t| t.to_lowercase());
        let mut rows = statement.raw_query();
        while let Some(r) = rows.next()? {
            let area = r.get::<_, Option<i64>>(5)?.and_then(|id| areas.get(&id));
            let [lead, supporting, counterpart] = holders(r, 14)?;
            let line = Line {
                id: r.get(0)?,
                plan: r.get(1)?,
                number: r.get(2)?,
                title: r.get(3)?,
                title_da: r.get(4)?,
                area: area.map(|a| a.0.clone()),
                root: area.and_then(|a| areas.get(&a.1)).map(|a| a.0.clone()),
                interest: r.get_ref(6)?.as_str_or_null().unwrap_or_default().and_then(Interest::from_code),
                continuing: r.get(7)?,
                deadline_original: partial(r, 8)?,
                deadline_approved: partial(r, 9)?,
                basis: word(r, 10, Basis::from_code)?,
                source: r.get(11)?,
                retired_on: day(r, 12)?,
                audience: audience(r, 13)?,
                lead,
                supporting,
                counterpart,
                extra: if detail == Detail::Export { extra(r)? } else { Extra::default() },
                state: state(r, 15, detail)?.map(|mut s| {
                    s.ask = s.ask.map(|code| reformed.current(&code, on));
                    s
                }),
            };
            if wanted.as_ref().is_some_and(|w| !says(&line, w)) || (query.overdue && !line.is_overdue(on)) {
                continue;
            }
            let before = match (before, of_before) {
                (None, _) => None,
                (Some(_), Detail::Counts) => counted(r, 29)?,
                (Some(_), detail) => state(r, 29, detail)?,
            };
            each(line, before)?;
        }
        Ok(())
    }

    /// The activities under one objective, or all of those under `plans`, with their state.
    pub fn activities(&self, of: Option<i64>, plans: &[String], on: NaiveDate) -> Result<Vec<ActivityLine>> {
        self.activities_of(of, plans, on, false)
    }

    /// All activities under `plans`, those that were taken out too.
    pub fn all_activities(&self, plans: &[String], on: NaiveDate) -> Result<Vec<ActivityLine>> {
        self.activities_of(None, plans, on, true)
    }

    fn activities_of(
        &self,
        of: Option<i64>,
        plans: &[String],
        on: NaiveDate,
        retired: bool,
    ) -> Result<Vec<ActivityLine>> {
        let read = || -> Result<Vec<ActivityLine>> {
            // Most objectives have none, and to ask for all of it costs more than to show the rest.
            let some = "SELECT EXISTS (SELECT 1 FROM activity WHERE objective = :of)";
            if of.is_some() && !self.conn.query_row(some, named_params! { ":of": of }, |r| r.get::<_, bool>(0))? {
                return Ok(vec![]);
            }
            let moved: bool = self.conn.query_row(
                "SELECT EXISTS (SELECT 1 FROM deadline_move WHERE as_of > :day)",
                named_params! { ":day": on.to_string() },
                |r| r.get(0),
            )?;
            let sql = format!(
                "SELECT p.code, o.number, t.number, t.title, t.title_da, t.objective, t.deadline_original, {}, {}, {}
                 FROM activity t CROSS JOIN objective o ON o.id = t.objective JOIN plan p ON p.id = o.plan
                 LEFT JOIN entry e ON e.id = (SELECT id FROM entry WHERE objective = t.objective AND activity = t.id
                                              AND as_of <= :day ORDER BY as_of DESC, id DESC LIMIT 1)
                 WHERE {} AND {} ORDER BY p.code, o.sort, o.id, t.sort",
                approved("t", "t.id", moved),
                roles("t.objective", "t.id"),
                state_columns("e", Detail::Full),
                if retired {
                    "1"
                } else {
                    "(t.retired_on IS NULL OR t.retired_on > :day) AND (o.retired_on IS NULL OR o.retired_on > :day)"
                },
                if of.is_some() {
                    "t.objective = :of"
                } else {
                    "(:of IS NULL AND (:plans = '[]' OR p.code IN (SELECT value FROM json_each(:plans))))"
                },
            );
            let mut statement = self.conn.prepare_cached(&sql)?;
            if let Some(i) = statement.parameter_index(":day")? {
                statement.raw_bind_parameter(i, on.to_string())?;
            }
            if let Some(i) = statement.parameter_index(":of")? {
                statement.raw_bind_parameter(i, of)?;
            }
            if let Some(i) = statement.parameter_index(":plans")? {
                statement.raw_bind_parameter(i, json(plans))?;
            }
            let mut all = Vec::new();
            let mut rows = statement.raw_query();
            while let Some(r) = rows.next()? {
                all.push(ActivityLine {
                    reference: Reference { plan: r.get(0)?, objective: r.get(1)?, activity: Some(r.get(2)?) },
                    title: r.get(3)?,
                    title_da: r.get(4)?,
                    objective: r.get(5)?,
                    deadline_original: partial(r, 6)?,
                    deadline_approved: partial(r, 7)?,
                    lead: holders(r, 8)?[0].clone(),
                    state: state(r, 9, Detail::Full)?,
                });
            }
            Ok(all)
        };
        self.tell(read())
    }

    /// When something was last reported on a subject before a day; for «not reported since».
    pub fn last_report(&self, subject: Subject, on: NaiveDate) -> Result<Option<NaiveDate>> {
        Ok(self.latest(subject, on)?.map(|e| e.as_of))
    }
}

fn json(texts: &[String]) -> String {
    serde_json::to_string(texts).unwrap_or_default()
}

fn says(line: &Line, wanted: &str) -> bool {
    let has = |t: &str| t.to_lowercase().contains(wanted);
    has(&line.title)
        || line.title_da.as_deref().is_some_and(has)
        || has(&line.number)
        || line.state.as_ref().and_then(|s| s.note.as_deref()).is_some_and(has)
}
