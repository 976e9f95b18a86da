//! The activities under objectives, and how each stands as of a day.

use super::filters::{self, Of};
use super::snapshot_sql::{Detail, Holders, approved, moved_after, roles, state, state_columns};
use crate::model::{ActivitySnapshot, ObjectiveId, Query};
use crate::store::rows::{self, Cells, FromRow};
use crate::store::{Result, Store};
use chrono::NaiveDate;

/// The columns of an [`ActivitySnapshot`], in this order.
const COLUMNS: &str = "p.code, o.number, t.number, t.title, t.title_da, t.objective, t.deadline_original, {approved}, {own}, {objective}, {state}";

impl FromRow for ActivitySnapshot {
    fn from_row(cells: &mut Cells) -> rusqlite::Result<ActivitySnapshot> {
        let reference = cells.next()?;
        let (title, title_da, objective) = cells.next()?;
        let (deadline_original, deadline_approved) = cells.next()?;
        let (Holders([lead, ..]), Holders([objective_lead, ..])) = cells.next()?;
        let state = state(cells)?;
        Ok(ActivitySnapshot {
            objective,
            reference,
            title,
            title_da,
            lead,
            objective_lead,
            deadline_original,
            deadline_approved,
            state,
        })
    }
}

impl Store {
    /// The activities that the query asks for, with their state as of `on`; in the order of the plans.
    pub fn activities(&self, query: &Query, on: NaiveDate) -> Result<Vec<ActivitySnapshot>> {
        let found = self.activities_where(query, None, on);
        self.tell(found)
    }

    /// Those under one objective that are there on the day.
    pub fn activities_under(&self, objective: ObjectiveId, on: NaiveDate) -> Result<Vec<ActivitySnapshot>> {
        let read = || -> Result<Vec<ActivitySnapshot>> {
            // Most objectives have none, and to ask for all of it costs more than to show the rest.
            let some = "SELECT EXISTS (SELECT 1 FROM activity WHERE objective = ?1)";
            match rows::one(&self.conn, some, [objective])? {
                true => self.activities_where(&Query::default(), Some(objective), on),
                false => Ok(vec![]),
            }
        };
        self.tell(read())
    }

    fn activities_where(
        &self,
        query: &Query,
        under: Option<ObjectiveId>,
        on: NaiveDate,
    ) -> Result<Vec<ActivitySnapshot>> {
        let moved = moved_after(&self.conn, on)?;
        let reformed = !self.successions()?.is_empty();
        let mut pieces = filters::pieces(query, Of::Activity, moved);
        pieces.extend(under.map(|_| "t.objective = :under"));
        let columns = COLUMNS
            .replace("{approved}", &approved("t", "t.id", moved))
            .replace("{own}", &roles("t.objective", "t.id"))
            .replace("{objective}", &roles("t.objective", "0"))
            .replace("{state}", &state_columns("e", Detail::Full));
        let sql = format!(
            "SELECT {} FROM activity t CROSS JOIN objective o ON o.id = t.objective JOIN plan p ON p.id = o.plan
             LEFT JOIN entry e ON e.id = (SELECT id FROM entry WHERE objective = t.objective AND activity = t.id
                                          AND as_of <= :day ORDER BY as_of DESC, id DESC LIMIT 1)
             WHERE {}{} ORDER BY p.code, o.sort, o.id, t.sort, t.id",
            columns,
            pieces.join(" AND "),
            filters::holds(query, Of::Activity, reformed),
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        self.bind(&mut statement, query, on, None)?;
        if let Some(index) = statement.parameter_index(":under")? {
            statement.raw_bind_parameter(index, under)?;
        }
        let wanted = query.text.as_ref().map(|t| t.to_lowercase());
        let mut all = Vec::new();
        let mut rows = statement.raw_query();
        while let Some(r) = rows.next()? {
            let line: ActivitySnapshot = Cells::new(r).next()?;
            let number = format!("{}/{}", line.reference.objective, line.reference.activity.as_deref().unwrap_or(""));
            let says =
                |w: &String| filters::says(&line.title, line.title_da.as_deref(), &number, line.state.as_ref(), w);
            if wanted.as_ref().is_none_or(says) && (!query.overdue || line.is_overdue(on)) {
                all.push(line);
            }
        }
        Ok(all)
    }
}
