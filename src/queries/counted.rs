//! A quarter counted, with what was in it then: the one walk behind every figure of a quarter, its own
//! and the one beside which another is set.

use super::Result;
use crate::model::snapshot::Shown;
use crate::model::{Audience, Lang, ObjectiveId, ObjectiveSnapshot, Quarter, Query, Redaction, Started, State};
use crate::report::summary::Was;
use crate::report::tally::{One, Tally};
use crate::store::{Detail, Store};
use chrono::NaiveDate;
use std::collections::HashMap;

/// The scope of a count: which objectives, as of which day of which quarter, for whom.
pub struct Counting<'a> {
    pub query: &'a Query,
    pub quarter: Quarter,
    pub on: NaiveDate,
    pub audience: Audience,
    pub started: &'a Started,
}

/// The counts of a walk.
#[derive(Debug, Default)]
pub struct Passed {
    /// How much is kept from the audience.
    pub kept_back: Redaction,
    /// Objectives that came into their plan, or into the file, later.
    pub not_yet: i64,
}

impl Counting<'_> {
    /// Every objective that was in its plan by the day, as the audience may see it, with its state at the
    /// end of the quarter before.
    pub fn walk(
        &self,
        store: &Store,
        detail: Detail,
        mut each: impl FnMut(ObjectiveSnapshot, Option<State>) -> crate::store::Result<()>,
    ) -> Result<Passed> {
        let mut passed = Passed::default();
        let before = self.quarter.previous().last_day().min(self.on);
        store.lines(self.query, self.on, Some(before), detail, |line, before| {
            if !self.started.counts(&line, self.quarter, self.on) {
                passed.not_yet += i64::from(self.audience.may_see(line.audience));
                return Ok(());
            }
            match passed.kept_back.line(self.audience, Lang::En, line, before) {
                Some((line, before)) => each(line, before),
                None => Ok(()),
            }
        })?;
        Ok(passed)
    }

    /// The counts, and how many of the entries that they rest on are made up, and how many there are.
    pub fn tally(&self, store: &Store) -> Result<(Tally, (i64, i64))> {
        let mut tally = Tally::default();
        let mut illustrative = (0, 0);
        self.walk(store, Detail::Counts, |line, before| {
            tally.add(One::of(line.state.as_ref(), before.as_ref(), self.quarter));
            if let Some(state) = &line.state {
                illustrative.0 += i64::from(state.is_illustrative());
                illustrative.1 += 1;
            }
            Ok(())
        })?;
        Ok((tally, illustrative))
    }

    /// How each objective stood, by its row.
    pub fn stood(&self, store: &Store) -> Result<HashMap<ObjectiveId, Was>> {
        let mut all = HashMap::new();
        self.walk(store, Detail::Counts, |line, _| {
            let shown = Shown::of(line.state.as_ref(), self.quarter);
            all.insert(line.id, Was { shown, state: line.state, approved: line.deadline_approved });
            Ok(())
        })?;
        Ok(all)
    }
}
