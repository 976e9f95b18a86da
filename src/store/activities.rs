//! The activities under objectives, and how each stands as of a day.

use super::entries::partial;
use super::filters::{self, Of};
use super::snapshot_sql::{Detail, approved, holders, roles, state, state_columns};
use super::{Result, Store};
use crate::model::{ActivitySnapshot, Query, Reference};
use chrono::NaiveDate;
use rusqlite::{Row, named_params};

fn line(r: &Row) -> rusqlite::Result<ActivitySnapshot> {
    let [lead, ..] = holders(r, 8)?;
    let [objective_lead, ..] = holders(r, 9)?;
    Ok(ActivitySnapshot {
        reference: Reference { plan: r.get(0)?, objective: r.get(1)?, activity: Some(r.get(2)?) },
        title: r.get(3)?,
        title_da: r.get(4)?,
        objective: r.get(5)?,
        deadline_original: partial(r, 6)?,
        deadline_approved: partial(r, 7)?,
        lead,
        objective_lead,
        state: state(r, 10, Detail::Full)?,
    })
}

impl Store {
    /// The activities that the query asks for, with their state as of `on`; in the order of the plans.
    pub fn activities(&self, query: &Query, on: NaiveDate) -> Result<Vec<ActivitySnapshot>> {
        let found = self.activities_where(query, None, on);
        self.tell(found)
    }

    /// Those under one objective that are there on the day.
    pub fn activities_under(&self, objective: i64, on: NaiveDate) -> Result<Vec<ActivitySnapshot>> {
        let read = || -> Result<Vec<ActivitySnapshot>> {
            // Most objectives have none, and to ask for all of it costs more than to show the rest.
            let some = "SELECT EXISTS (SELECT 1 FROM activity WHERE objective = ?1)";
            match self.conn.query_row(some, [objective], |r| r.get(0))? {
                true => self.activities_where(&Query::default(), Some(objective), on),
                false => Ok(vec![]),
            }
        };
        self.tell(read())
    }

    fn activities_where(&self, query: &Query, under: Option<i64>, on: NaiveDate) -> Result<Vec<ActivitySnapshot>> {
        let moved: bool = self.conn.query_row(
            "SELECT EXISTS (SELECT 1 FROM deadline_move WHERE as_of > :day)",
            named_params! { ":day": on.to_string() },
            |r| r.get(0),
        )?;
        let reformed = !self.successions()?.is_empty();
        let mut pieces = filters::pieces(query, Of::Activity, moved);
        pieces.extend(under.map(|_| "t.objective = :under"));
        let sql = format!(
            "SELECT p.code, o.number, t.number, t.title, t.title_da, t.objective, t.deadline_original, {}, {}, {}, {}
             FROM activity t CROSS JOIN objective o ON o.id = t.objective JOIN plan p ON p.id = o.plan
             LEFT JOIN entry e ON e.id = (SELECT id FROM entry WHERE objective = t.objective AND activity = t.id
                                          AND as_of <= :day ORDER BY as_of DESC, id DESC LIMIT 1)
             WHERE {}{} ORDER BY p.code, o.sort, o.id, t.sort, t.id",
            approved("t", "t.id", moved),
            roles("t.objective", "t.id"),
            roles("t.objective", "0"),
            state_columns("e", Detail::Full),
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
            let line = line(r)?;
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
