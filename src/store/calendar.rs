//! What a calendar must know of each deadline: its identity, and the newest change of what is shown.

use super::entries::{day, partial};
use super::{Result, Store};
use crate::model::calendar::Mark;
use chrono::{DateTime, Utc};
use rusqlite::types::Type;
use std::collections::HashMap;

/// The marks of objectives, and of activities by their numbers; both by the row of the objective.
#[derive(Debug, Default)]
pub struct Marks {
    pub objectives: HashMap<i64, Mark>,
    pub activities: HashMap<(i64, String), Mark>,
}

/// What was taken away counts by the change that took it: a line of the log that was withdrawn, a role
/// that went. A row that was altered counts by its `since`. An activity is shown with what belongs to
/// its objective, so it is as new as that.
const NEWEST: &str = "
    WITH hung (objective, activity, authority, change) AS (
        SELECT objective, coalesce(activity, 0), authority, since FROM role
        UNION ALL
        SELECT was ->> 'objective', coalesce(was ->> 'activity', 0), was ->> 'authority', until FROM history WHERE noun = 'role'
    ),
    named (authority, change) AS (
        SELECT id, since FROM authority
        UNION ALL SELECT authority, since FROM authority_name
        UNION ALL SELECT was ->> 'authority', until FROM history WHERE noun = 'authority_name'
    ),
    newest_name (authority, change) AS MATERIALIZED (SELECT authority, max(change) FROM named GROUP BY authority),
    touched (objective, activity, change) AS (
        SELECT id, 0, since FROM objective
        UNION ALL SELECT o.id, 0, p.since FROM objective o JOIN plan p ON p.id = o.plan
        UNION ALL SELECT objective, id, since FROM activity
        UNION ALL SELECT objective, activity, change FROM hung
        UNION ALL SELECT h.objective, h.activity, n.change FROM hung h JOIN newest_name n ON n.authority = h.authority
        UNION ALL SELECT objective, coalesce(activity, 0), since FROM entry
        UNION ALL SELECT objective, coalesce(activity, 0), since FROM deadline_move
        UNION ALL SELECT was ->> 'objective', coalesce(was ->> 'activity', 0), until FROM history
                  WHERE noun IN ('entry', 'deadline_move')
    )
    SELECT objective, activity, max(change) FROM touched GROUP BY objective, activity";

/// Objectives and activities; of one without a deadline the last that it had.
const SUBJECTS: &str = "
    WITH subject (objective, activity, number, uid, retired_on, approved) AS (
        SELECT id, 0, NULL, uid, retired_on, deadline_approved FROM objective
        UNION ALL SELECT objective, id, number, uid, retired_on, deadline_approved FROM activity
    )
    SELECT s.objective, s.activity, s.number, s.uid, s.retired_on,
           CASE WHEN s.approved IS NULL THEN (
               SELECT m.before FROM deadline_move m WHERE m.objective = s.objective AND coalesce(m.activity, 0) = s.activity
               AND m.after IS NULL ORDER BY m.as_of DESC, m.id DESC LIMIT 1) END
    FROM subject s";

fn no_moment(e: chrono::ParseError) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, Type::Text, e.into())
}

impl Store {
    pub fn marks(&self) -> Result<Marks> {
        let read = || -> Result<Marks> {
            let mut newest: HashMap<(i64, i64), i64> = HashMap::new();
            let mut statement = self.conn.prepare_cached(NEWEST)?;
            let mut rows = statement.query([])?;
            while let Some(r) = rows.next()? {
                newest.insert((r.get(0)?, r.get(1)?), r.get(2)?);
            }
            let mut made = self.conn.prepare_cached("SELECT at FROM change WHERE number = ?1")?;
            let mut marks = Marks::default();
            let mut statement = self.conn.prepare_cached(SUBJECTS)?;
            let mut rows = statement.query([])?;
            while let Some(r) = rows.next()? {
                let (objective, activity) = (r.get(0)?, r.get(1)?);
                // The words shown of an activity are its objective's too.
                let change = newest.get(&(objective, 0)).max(newest.get(&(objective, activity))).copied();
                let Some(change) = change else { continue };
                let at: String = made.query_row([change], |r| r.get(0))?;
                let mark = Mark {
                    uid: r.get(3)?,
                    change,
                    at: DateTime::parse_from_rfc3339(&at).map_err(no_moment)?.with_timezone(&Utc),
                    retired_on: day(r, 4)?,
                    dropped: partial(r, 5)?,
                };
                match r.get(2)? {
                    Some(number) => marks.activities.insert((objective, number), mark),
                    None => marks.objectives.insert(objective, mark),
                };
            }
            Ok(marks)
        };
        self.tell(read())
    }
}
