//! From which day something counts in its plan. Nobody reports on a plan before it is signed, and what
//! joined a plan later was not in it before.

use super::{ActivitySnapshot, ObjectiveId, ObjectiveSnapshot, Quarter};
use chrono::NaiveDate;
use std::collections::HashMap;

/// From when the objectives of a plan count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Begin {
    /// The later of its signing and the first day of its period.
    pub agreed: Option<NaiveDate>,
    /// The day of the first line of its log, or the day on which its first objective was written down.
    pub recorded: Option<NaiveDate>,
}

/// From when what is in the file counts.
#[derive(Clone, Debug, Default)]
pub struct Started {
    pub plans: HashMap<String, Begin>,
    /// Objectives that joined their plan later than it began, by their row.
    pub objectives: HashMap<ObjectiveId, NaiveDate>,
    /// Activities that were written down later, by the row of their objective and their number.
    pub activities: HashMap<(ObjectiveId, String), NaiveDate>,
}

impl Started {
    /// Is the objective counted in a quarter that is seen from this day? Before its plan was agreed only
    /// where something is reported in the quarter: nobody was silent then.
    pub fn counts(&self, line: &ObjectiveSnapshot, quarter: Quarter, on: NaiveDate) -> bool {
        let reported = line.state.as_ref().is_some_and(|s| s.as_of >= quarter.first_day());
        reported || self.since(line).is_none_or(|since| since <= on)
    }

    /// The first day on which something could be reported on it.
    pub fn since(&self, line: &ObjectiveSnapshot) -> Option<NaiveDate> {
        self.since_of(&line.plan, line.id)
    }

    fn since_of(&self, plan: &str, objective: ObjectiveId) -> Option<NaiveDate> {
        let begin = self.plans.get(plan).copied().unwrap_or_default();
        let joined = self.objectives.get(&objective).copied().or(begin.recorded);
        joined.max(begin.agreed)
    }

    /// Was the activity there by this day, under an objective that was? What has been reported on was.
    pub fn counts_activity(&self, line: &ActivitySnapshot, on: NaiveDate) -> bool {
        let number = line.reference.activity.clone().unwrap_or_default();
        let own = self.activities.get(&(line.objective, number)).copied();
        line.state.is_some() || own.max(self.since_of(&line.reference.plan, line.objective)).is_none_or(|s| s <= on)
    }
}
