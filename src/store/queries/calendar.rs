//! The facts of a calendar about each deadline: its identity, and the newest change of what is shown.

use crate::model::calendar::Mark;
use crate::model::{ActivityId, ObjectiveId, PartialDate};
use crate::store::rows::{self, Select, row};
use crate::store::{Result, Store};
use chrono::NaiveDate;
use std::collections::HashMap;

/// The marks of objectives, and of activities by their numbers; both by the row of the objective.
#[derive(Debug, Default)]
pub struct Marks {
    pub objectives: HashMap<ObjectiveId, Mark>,
    pub activities: HashMap<(ObjectiveId, String), Mark>,
}

/// A row that was taken away counts by the change that took it: a line of the log that was withdrawn, a role
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
    SELECT objective, nullif(activity, 0), max(change) FROM touched GROUP BY objective, activity";

/// Objectives and activities; of one without a deadline the last that it had.
const SUBJECTS: &str = "
    WITH subject (objective, activity, number, uid, retired_on, approved) AS (
        SELECT id, 0, NULL, uid, retired_on, deadline_approved FROM objective
        UNION ALL SELECT objective, id, number, uid, retired_on, deadline_approved FROM activity
    )
    ";

struct Marked {
    objective: ObjectiveId,
    activity: Option<ActivityId>,
    /// Of an activity.
    number: Option<String>,
    uid: String,
    retired_on: Option<NaiveDate>,
    dropped: Option<PartialDate>,
}

row! {
    Marked {
        objective, activity = "nullif(activity, 0)", number, uid, retired_on,
        dropped = "CASE WHEN approved IS NULL THEN (
            SELECT m.before FROM deadline_move m WHERE m.objective = s.objective AND coalesce(m.activity, 0) = s.activity
            AND m.after IS NULL ORDER BY m.as_of DESC, m.id DESC LIMIT 1) END",
    }
}

impl Store {
    pub fn marks(&self) -> Result<Marks> {
        let read = || -> Result<Marks> {
            let newest: HashMap<(ObjectiveId, Option<ActivityId>), i64> = rows::all(&self.conn, NEWEST, [])?;
            let subjects: Vec<Marked> =
                rows::all(&self.conn, &format!("{SUBJECTS} SELECT {} FROM subject s", Marked::COLUMNS), [])?;
            let mut marks = Marks::default();
            for s in subjects {
                // The words shown of an activity are its objective's too.
                let change = newest.get(&(s.objective, None)).max(newest.get(&(s.objective, s.activity))).copied();
                let Some(change) = change else { continue };
                let at = rows::one(&self.conn, "SELECT at FROM change WHERE number = ?1", [change])?;
                let mark = Mark { uid: s.uid, change, at, retired_on: s.retired_on, dropped: s.dropped };
                match s.number {
                    Some(number) => marks.activities.insert((s.objective, number), mark),
                    None => marks.objectives.insert(s.objective, mark),
                };
            }
            Ok(marks)
        };
        self.tell(read())
    }
}
