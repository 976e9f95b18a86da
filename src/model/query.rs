//! The filters, the same on list, due, summary, check and export.

use super::snapshot::Shown;
use super::{Interest, ObjectiveSnapshot, Quarter, RoleKind, Status};
use chrono::NaiveDate;

/// Empty lists ask for everything. Within one filter any may match, between filters all must.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Codes as the file writes them; the store has looked them up.
    pub plan: Vec<String>,
    /// The number of one objective.
    pub number: Option<String>,
    pub partnership: Vec<String>,
    /// Numbers or titles of areas, which each plan has of its own; what lies inside an area belongs to it.
    pub area: Vec<String>,
    /// Codes of authorities, in any role or in one.
    pub authority: Vec<(Option<RoleKind>, String)>,
    /// `None`: never reported.
    pub status: Vec<Option<Status>>,
    /// As the place for a light shows it in the quarter of the day.
    pub light: Vec<Shown>,
    pub interest: Vec<Interest>,
    pub tag: Vec<String>,
    pub overdue: bool,
    pub not_reported: bool,
    pub open: bool,
    /// Part of a title, a number or a note, in any case.
    pub text: Option<String>,
    /// Also what has been taken out of the plan.
    pub retired: bool,
}

impl Query {
    /// The filters that a line alone can answer; partnership, area, tag and text are the store's.
    pub fn matches(&self, line: &ObjectiveSnapshot, day: NaiveDate) -> bool {
        let any = |empty: bool, hit: bool| empty || hit;
        let has_role = |(role, code): &(Option<RoleKind>, String)| {
            let held =
                |kind: RoleKind, codes: &[String]| (role.is_none() || *role == Some(kind)) && codes.contains(code);
            held(RoleKind::Lead, &line.lead)
                || held(RoleKind::Supporting, &line.supporting)
                || held(RoleKind::Counterpart, &line.counterpart)
        };
        let shown = Shown::of(line.state.as_ref(), Quarter::of(day));
        any(self.plan.is_empty(), self.plan.contains(&line.plan))
            && self.number.as_ref().is_none_or(|n| *n == line.number)
            && any(self.authority.is_empty(), self.authority.iter().any(has_role))
            && any(self.status.is_empty(), self.status.contains(&line.status()))
            && any(self.light.is_empty(), self.light.contains(&shown))
            && any(self.interest.is_empty(), line.interest.is_some_and(|i| self.interest.contains(&i)))
            && any(!self.overdue, line.is_overdue(day))
            && any(!self.not_reported, shown == Shown::NotReported)
            && any(!self.open, line.is_open())
            && (self.retired || line.retired_on.is_none_or(|r| r > day))
    }
}

impl Query {
    /// A filter by what may be withheld would say whether it is there: for others only the plan may be
    /// asked for.
    pub fn asks_for_plans_alone(&self) -> bool {
        let plans = Query {
            plan: self.plan.clone(),
            partnership: self.partnership.clone(),
            retired: self.retired,
            ..Query::default()
        };
        *self == plans
    }
}
