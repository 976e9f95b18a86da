//! How everything stands as of a day: the one walk behind lists, checks, summaries and exports.

use super::snapshot_sql::{Counted, Detail, Head, Holders, assemble, moved_after};
use super::{filters, snapshot_sql};
use crate::model::snapshot::{AreaName, more_fields};
use crate::model::{AreaId, ObjectiveSnapshot, Query, Record, State};
use crate::store::rows::{self, Cells, Select, row};
use crate::store::tables::entities;
use crate::store::{Result, Store, Subject};
use chrono::NaiveDate;
use std::collections::HashMap;
use std::rc::Rc;

/// The areas of the file: each with the outermost one around it.
type Areas = HashMap<AreaId, (Rc<AreaName>, AreaId)>;

row! { AreaName { number, sort, title, title_da } }

impl Store {
    fn areas(&self) -> Result<Areas> {
        let sql = format!("SELECT id, parent, {} FROM area", AreaName::COLUMNS);
        let areas: Vec<(AreaId, Option<AreaId>, AreaName)> = rows::all(&self.conn, &sql, [])?;
        let parents: HashMap<AreaId, AreaId> =
            areas.iter().filter_map(|(id, parent, _)| Some((*id, (*parent)?))).collect();
        Ok(areas
            .into_iter()
            .map(|(id, _, name)| {
                let mut root = id;
                for _ in 0..50 {
                    root = parents.get(&root).copied().unwrap_or(root);
                }
                (id, (Rc::new(name), root))
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
        let moved = moved_after(&self.conn, on)?;
        let detail = if query.text.is_some() && detail == Detail::Counts { Detail::Full } else { detail };
        let reformed = self.successions()?;
        let sql = assemble(query, before.is_some(), detail, moved, !reformed.is_empty());
        let mut statement = self.conn.prepare_cached(&sql)?;
        self.bind(&mut statement, query, on, before)?;
        let wanted = query.text.as_ref().map(|t| t.to_lowercase());
        let mut rows = statement.raw_query();
        while let Some(r) = rows.next()? {
            let mut cells = Cells::new(r);
            let head: Head = cells.next()?;
            let area = head.area.and_then(|id| areas.get(&id));
            let Holders([lead, supporting, counterpart]) = head.holders;
            let state = snapshot_sql::state(&mut cells)?.map(|mut s| {
                s.facts.ask = s.facts.ask.map(|code| reformed.current(&code, on));
                s
            });
            let line = ObjectiveSnapshot {
                id: head.id,
                plan: head.plan,
                number: head.number,
                title: head.title,
                title_da: head.title_da,
                area: area.map(|a| a.0.clone()),
                root: area.and_then(|a| areas.get(&a.1)).map(|a| a.0.clone()),
                interest: head.interest,
                continuing: head.continuing,
                deadline_original: head.deadline_original,
                deadline_approved: head.deadline_approved,
                basis: head.basis,
                source: head.source,
                retired_on: head.retired_on,
                audience: head.audience,
                lead,
                supporting,
                counterpart,
                more: if detail == Detail::Export {
                    entities::record(more_fields(), &mut cells)?
                } else {
                    Record::default()
                },
                state,
            };
            if wanted.as_ref().is_some_and(|w| !says(&line, w)) || (query.overdue && !line.is_overdue(on)) {
                continue;
            }
            let before = match (before, detail) {
                (None, _) => None,
                (Some(_), Detail::Counts) => cells.next::<Option<Counted>>()?.map(|counted| counted.0),
                (Some(_), _) => snapshot_sql::state(&mut cells)?,
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
