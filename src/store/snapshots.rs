//! How everything stands as of a day: the one walk behind lists, checks, summaries and exports.

use super::entries::{audience, day, partial, word};
use super::snapshot_sql::{Detail, assemble, counted, extra, holders, state};
use super::{Result, Store, Subject, filters};
use crate::model::snapshot::{AreaName, Extra};
use crate::model::{Basis, Interest, ObjectiveSnapshot, Query, State};
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

    /// Every objective that the query asks for, with its state as of `on` and, where `before` is
    /// given, as of that day too; in the order of the plans, one by one.
    pub fn lines(
        &self,
        query: &Query,
        on: NaiveDate,
        before: Option<NaiveDate>,
        detail: Detail,
        mut each: impl FnMut(ObjectiveSnapshot, Option<State>) -> Result<()>,
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
        each: &mut dyn FnMut(ObjectiveSnapshot, Option<State>) -> Result<()>,
    ) -> Result<()> {
        let areas = self.areas()?;
        let moved: bool = self.conn.query_row(
            "SELECT EXISTS (SELECT 1 FROM deadline_move WHERE as_of > :day)",
            named_params! { ":day": on.to_string() },
            |r| r.get(0),
        )?;
        let detail = if query.text.is_some() && detail == Detail::Counts { Detail::Full } else { detail };
        let reformed = self.successions()?;
        let sql = assemble(query, before.is_some(), detail, moved, !reformed.is_empty());
        let mut statement = self.conn.prepare_cached(&sql)?;
        self.bind(&mut statement, query, on, before)?;
        let of_before = detail.of_before();
        let wanted = query.text.as_ref().map(|t| t.to_lowercase());
        let mut rows = statement.raw_query();
        while let Some(r) = rows.next()? {
            let area = r.get::<_, Option<i64>>(5)?.and_then(|id| areas.get(&id));
            let [lead, supporting, counterpart] = holders(r, 14)?;
            let line = ObjectiveSnapshot {
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

    /// When something was last reported on a subject before a day; for «not reported since».
    pub fn last_report(&self, subject: Subject, on: NaiveDate) -> Result<Option<NaiveDate>> {
        Ok(self.latest(subject, on)?.map(|e| e.as_of))
    }
}

fn says(line: &ObjectiveSnapshot, wanted: &str) -> bool {
    filters::says(&line.title, line.title_da.as_deref(), &line.number, line.state.as_ref(), wanted)
}
