//! Counting objectives: how many, how many open, how they stand and what they show. Every report that
//! counts, counts here, so that no two can differ.

use crate::model::snapshot::Shown;
use crate::model::{Light, Quarter, State, Status};
use serde::{Deserialize, Serialize};

/// How many objectives show what in the place of a light.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lights {
    pub green: i64,
    pub yellow: i64,
    pub red: i64,
    pub no_light: i64,
    pub not_reported: i64,
    pub ended: i64,
}

impl Lights {
    pub fn of(&mut self, shown: Shown) -> &mut i64 {
        match shown {
            Shown::Light(Light::Green) => &mut self.green,
            Shown::Light(Light::Yellow) => &mut self.yellow,
            Shown::Light(Light::Red) => &mut self.red,
            Shown::NoLight => &mut self.no_light,
            Shown::NotReported => &mut self.not_reported,
            Shown::Ended => &mut self.ended,
        }
    }

    /// In the order of [`Shown::ALL`].
    pub fn all(&self) -> [i64; 6] {
        [self.green, self.yellow, self.red, self.no_light, self.not_reported, self.ended]
    }
}

/// In the order of [`Status::ALL`], then those that were never reported.
pub type Statuses = [i64; Status::ALL.len() + 1];

/// The place of a status in [`Statuses`].
pub fn place(state: Option<&State>) -> usize {
    state.map_or(Status::ALL.len(), |s| s.facts.status as usize)
}

/// How one objective counts in a quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct One {
    pub open: bool,
    /// A report of it was due in the quarter, or it ended in it.
    pub due: bool,
    /// It was due and came.
    pub reported: bool,
    pub status: usize,
    pub shown: Shown,
}

impl One {
    /// `before` is its state at the end of the quarter before.
    pub fn of(state: Option<&State>, before: Option<&State>, quarter: Quarter) -> One {
        let open = !state.is_some_and(|s| s.facts.status.is_ended());
        let due = open || !before.is_some_and(|b| b.facts.status.is_ended());
        One {
            open,
            due,
            reported: due && state.is_some_and(|s| s.as_of >= quarter.first_day()),
            status: place(state),
            shown: Shown::of(state, quarter),
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub objectives: i64,
    pub open: i64,
    pub due: i64,
    pub reported: i64,
    pub statuses: Statuses,
    pub lights: Lights,
}

impl Tally {
    /// The counts of two plans together.
    pub fn and(mut self, other: &Tally) -> Tally {
        self.objectives += other.objectives;
        self.open += other.open;
        self.due += other.due;
        self.reported += other.reported;
        self.statuses.iter_mut().zip(other.statuses).for_each(|(n, more)| *n += more);
        for (shown, more) in Shown::ALL.into_iter().zip(other.lights.all()) {
            *self.lights.of(shown) += more;
        }
        self
    }

    pub fn add(&mut self, one: One) {
        self.objectives += 1;
        self.open += i64::from(one.open);
        self.due += i64::from(one.due);
        self.reported += i64::from(one.reported);
        self.statuses[one.status] += 1;
        *self.lights.of(one.shown) += 1;
    }
}
