//! Deadlines as a calendar wants them: one value for each, in the words of the file.

use super::{PartialDate, Reference, Status, snapshot::State};
use chrono::{DateTime, NaiveDate, Utc};

/// The facts that a calendar needs of an objective or activity besides its state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The random identity in the file.
    pub uid: String,
    /// The newest change of anything that is shown of it, and when that was.
    pub change: i64,
    pub at: DateTime<Utc>,
    pub retired_on: Option<NaiveDate>,
    /// The deadline that it had before it was left without one.
    pub dropped: Option<PartialDate>,
}

/// Why a deadline no longer holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gone {
    /// It, or what it belongs to, was taken out of the plan, or the plan itself was.
    Retired,
    /// It, or its objective, was cancelled or goes on elsewhere.
    Ended(Status),
    /// There is no approved deadline any more.
    NoDeadline,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    pub mark: Mark,
    pub reference: Reference,
    pub title: String,
    pub due: PartialDate,
    pub state: Option<State>,
    pub gone: Option<Gone>,
    /// Names of the responsible authorities.
    pub lead: Vec<String>,
    pub plan: String,
    pub caveat: Option<String>,
}

impl Deadline {
    pub fn status(&self) -> Option<Status> {
        self.state.as_ref().map(|s| s.facts.status)
    }

    /// Nothing is to be done about it any more.
    pub fn is_over(&self) -> bool {
        self.gone.is_some() || self.status().is_some_and(Status::is_ended)
    }

    /// The expected date, where it is open and expected at another time than was agreed.
    pub fn expected(&self) -> Option<PartialDate> {
        let state = self.state.as_ref().filter(|_| !self.is_over())?;
        state.facts.expected.filter(|e| *e != self.due)
    }
}

/// A calendar as it is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// The moment that it was made at.
    pub now: DateTime<Utc>,
    /// Codes of the plans that it was asked for; none: all.
    pub plans: Vec<String>,
    pub deadlines: Vec<Deadline>,
    /// Things to do instead of days.
    pub todos: bool,
    /// How many days before a deadline to remind of it.
    pub alarm: Option<u32>,
}
