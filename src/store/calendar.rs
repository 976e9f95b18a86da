//! What a calendar must know of each deadline: its identity, and the newest change of what is shown.

use super::entries::{day, partial};
use super::{Result, Store};
use crate::model::calendar::Mark;
use chrono::{DateTime, Utc};
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
const MARKS: &str = "
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
    newest_name (authority, change) AS (SELECT authority, max(change) FROM named GROUP BY authority),
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
    ),
    newest (objective, activity, change) AS (
        SELECT objective, activity, max(change) FROM touched GROUP BY objective, activity
    ),
    subject (objective, activity, number, uid, retired_on, approved) AS (
        SELECT id, 0, NULL, uid, retired_on, deadline_approved FROM objective
        UNION ALL SELECT objective, id, number, uid, retired_on, deadline_approved FROM activity
    )
    SELECT s.objective, s.number, s.uid, s.retired_on, c.number, c.at,
           CASE WHEN s.approved IS NULL THEN (
               SELECT m.before FROM deadline_move m WHERE m.objective = s.objective AND coalesce(m.activity, 0) = s.activity
               AND m.after IS NULL ORDER BY m.as_of DESC, m.id DESC LIMIT 1) END
    FROM subject s JOIN change c ON c.number = (
        SELECT max(n.change) FROM newest n WHERE n.objective = s.objective AND n.activity IN (0, s.activity))";

impl Store {
    pub fn marks(&self) -> Result<Marks> {
        let read = || -> Result<Marks> {
            let mut marks = Marks::default();
            let mut statement = self.conn.prepare_cached(MARKS)?;
            let mut rows = statement.query([])?;
            while let Some(r) = rows.next()? {
                let at: String = r.get(5)?;
                let mark = Mark {
                    uid: r.get(2)?,
                    change: r.get(4)?,
                    at: DateTime::parse_from_rfc3339(&at).map(|t| t.with_timezone(&Utc)).unwrap_or_default(),
                    retired_on: day(r, 3)?,
                    dropped: partial(r, 6)?,
                };
                let objective = r.get(0)?;
                match r.get(1)? {
                    Some(number) => marks.activities.insert((objective, number), mark),
                    None => marks.objectives.insert(objective, mark),
                };
            }
            Ok(marks)
        };
        self.tell(read())
    }
}
