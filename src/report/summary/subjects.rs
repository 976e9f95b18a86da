//! Facts of an objective and of an activity alike: why it needs attention, that it ended, when it
//! falls due.

use super::listed::{Attention, Ended, Falling, LISTED, Subject, Truncated};
use crate::model::Bilingual;
use crate::model::deadline::Dates;
use crate::model::snapshot::Shown;
use crate::model::{Authorities, Lang, Light, Quarter, State};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The newest note, where a newer line says nothing.
#[derive(Clone, Debug)]
pub struct Told {
    pub note: String,
    pub as_of: NaiveDate,
}

/// An objective or an activity, seen from a day of a quarter.
pub(super) struct Seen<'a> {
    pub state: Option<&'a State>,
    pub dates: Dates,
    pub quarter: Quarter,
    pub on: NaiveDate,
    pub told: Option<&'a Told>,
}

impl Seen<'_> {
    pub fn shown(&self) -> Shown {
        Shown::of(self.state, self.quarter)
    }

    /// Why it needs attention, the most urgent first. Silence takes nothing away: what was red or yellow
    /// when it was last reported still is.
    fn why(&self) -> Vec<&'static str> {
        let shown = self.shown();
        if shown == Shown::Ended {
            return vec![];
        }
        let silent = shown == Shown::NotReported;
        let last = self.state.and_then(|s| s.facts.light);
        let was = |light: Light| silent && last == Some(light);
        let reasons = [
            ("red", shown == Shown::Light(Light::Red)),
            ("was-red", was(Light::Red)),
            ("overdue", self.dates.late(self.on).is_some()),
            ("blocked", self.state.is_some_and(|s| s.obstacle().is_some())),
            ("yellow", shown == Shown::Light(Light::Yellow)),
            ("was-yellow", was(Light::Yellow)),
            ("not-reported", silent),
        ];
        reasons.into_iter().filter(|(_, holds)| *holds).map(|(word, _)| word).collect()
    }

    fn attention(&self, subject: Subject, why: Vec<&str>, authorities: &Authorities) -> Attention {
        let state = self.state;
        let late = self.dates.late(self.on);
        let cleared = |s: &&State| s.facts.blocked_by.is_some() && s.obstacle().is_none();
        let ask = state.filter(|s| !cleared(s)).and_then(|s| s.facts.ask.as_ref());
        let own = state.and_then(|s| s.facts.note.clone());
        Attention {
            subject,
            why: why.into_iter().map(String::from).collect(),
            status: state.map(|s| s.facts.status),
            light: self.shown().light(),
            last_light: state.filter(|_| self.shown() == Shown::NotReported).and_then(|s| s.facts.light),
            since: state.map(|s| s.as_of),
            deadline: self.dates.approved,
            days_late: late.map(|l| l.days),
            late_by: late.map(|l| l.held),
            blocked_by: state.and_then(State::obstacle).map(String::from),
            ask: ask.cloned(),
            ask_name: ask
                .and_then(|code| authorities.get(code))
                .map(|n| Bilingual::new(n.to(Lang::En), n.to(Lang::Da))),
            note_as_of: self.told.filter(|_| own.is_none()).map(|t| t.as_of),
            note: own.or(self.told.map(|t| t.note.clone())),
        }
    }

    /// It has ended, and had not at the end of the quarter before.
    pub fn ended(&self, before: Option<&State>, subject: impl FnOnce() -> Subject) -> Option<Ended> {
        let state = self.state.filter(|s| s.facts.status.is_ended())?;
        (!before.is_some_and(|b| b.facts.status.is_ended())).then(|| Ended {
            subject: subject(),
            status: state.facts.status,
            as_of: state.as_of,
            note: state.facts.note.clone(),
            evidence: state.facts.evidence.clone(),
        })
    }

    /// One of its dates falls from the day until the end of the next quarter. Which of them are behind it
    /// by then is told as `due` tells it, one that has passed too.
    pub fn falling(&self, subject: impl FnOnce() -> Subject) -> Option<Falling> {
        let until = self.quarter.next().last_day();
        let Dates { approved, expected } = self.dates;
        let falls = self.dates.falling(NaiveDate::MIN, until);
        let comes = !self.dates.falling(self.on, until).is_empty();
        comes.then(|| Falling { subject: subject(), deadline: approved, expected, falls })
    }
}

/// Needs a decision: it will not go away by itself.
pub(super) fn needs_decision(why: &str) -> bool {
    matches!(why, "red" | "was-red" | "overdue" | "blocked")
}

/// The order of urgency.
fn rank(why: &str) -> usize {
    let order = ["red", "was-red", "overdue", "blocked", "yellow", "was-yellow"];
    order.iter().position(|w| *w == why).unwrap_or(order.len())
}

/// The list of attention, counted whole, the most urgent first.
#[derive(Default)]
pub(super) struct Needs {
    all: i64,
    pub to_decide: i64,
    pub silent: i64,
    listed: BTreeMap<usize, Vec<Attention>>,
}

impl Needs {
    pub fn add(&mut self, seen: &Seen, authorities: &Authorities, subject: impl FnOnce() -> Subject) {
        let why = seen.why();
        let Some(first) = why.first() else { return };
        self.all += 1;
        self.to_decide += i64::from(why.iter().any(|w| needs_decision(w)));
        self.silent += i64::from(why == ["not-reported"]);
        let listed = self.listed.entry(rank(first)).or_default();
        if listed.len() < LISTED {
            listed.push(seen.attention(subject(), why, authorities));
        }
    }

    pub fn list(self) -> Truncated<Attention> {
        let rows: Vec<Attention> = self.listed.into_values().flatten().take(LISTED).collect();
        let more = self.all - rows.len() as i64;
        Truncated { rows, more }
    }
}
