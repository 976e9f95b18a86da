//! The progress log: what an officer reports, and how a line follows from the one before.

use super::{Basis, Light, Partial, Refusal, Status};
use chrono::NaiveDate;

/// What somebody reports: only the fields that were named. `Some(None)` clears a field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub status: Option<Status>,
    pub light: Option<Option<Light>>,
    pub note: Option<String>,
    pub evidence: Option<String>,
    pub expected: Option<Option<Partial>>,
    pub expected_reason: Option<String>,
    pub blocked_by: Option<Option<String>>,
    /// The code of the authority that can take the obstacle away.
    pub ask: Option<Option<String>>,
    pub basis: Option<Basis>,
    pub source: Option<String>,
}

/// One line of the log, with the whole state as of its day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub id: i64,
    pub uid: String,
    pub as_of: NaiveDate,
    pub status: Status,
    pub light: Option<Light>,
    pub note: Option<String>,
    pub evidence: Option<String>,
    pub expected: Option<Partial>,
    pub expected_reason: Option<String>,
    pub blocked_by: Option<String>,
    pub ask: Option<String>,
    /// The fields that were written on this line; the others are carried over.
    pub said: Vec<String>,
    pub basis: Option<Basis>,
    pub source: Option<String>,
    pub supersedes: Option<String>,
    /// The change that recorded it.
    pub since: i64,
}

impl Report {
    pub fn is_empty(&self) -> bool {
        *self == Report::default() || self.said().is_empty()
    }

    /// The names of the fields that were written, in the order of the table.
    pub fn said(&self) -> Vec<String> {
        [
            ("status", self.status.is_some()),
            ("light", self.light.is_some()),
            ("note", self.note.is_some()),
            ("evidence", self.evidence.is_some()),
            ("expected", self.expected.is_some()),
            ("blocked_by", self.blocked_by.is_some()),
            ("ask", self.ask.is_some()),
        ]
        .into_iter()
        .filter(|(_, said)| *said)
        .map(|(name, _)| name.to_string())
        .collect()
    }

    /// The line that this report makes after `before`, the newest line on or before `as_of`.
    ///
    /// What is not said is carried over: the status; while it is open the light, the expected date
    /// and what blocks it; once it has ended the evidence. A note belongs to its own line.
    /// Refused: a first line without a status, a light on what has ended, a moved expected date
    /// without a reason (the note is one).
    pub fn follow(&self, before: Option<&Entry>, as_of: NaiveDate, name: &str) -> Result<Entry, Refusal> {
        let status = self
            .status
            .or(before.map(|b| b.status))
            .ok_or_else(|| Refusal::FirstNeedsStatus { reference: name.to_string() })?;
        let ended = status.is_ended();
        if ended && let Some(Some(light)) = self.light {
            return Err(Refusal::LightOnEnded { status, light });
        }
        let open_before = before.filter(|b| !ended && !b.status.is_ended());
        let same_end = before.filter(|b| ended && b.status == status);
        let expected_before = open_before.and_then(|b| b.expected);
        let expected = self.expected.unwrap_or(expected_before).filter(|_| !ended);
        let expected_reason = match (self.expected, expected) {
            (_, None) => None,
            (Some(_), new) if new != expected_before => {
                let reason = self.expected_reason.clone().or_else(|| self.note.clone());
                Some(reason.ok_or(Refusal::ExpectedNeedsReason)?)
            }
            _ => self.expected_reason.clone().or_else(|| open_before.and_then(|b| b.expected_reason.clone())),
        };
        let blocked_by = self.blocked_by.clone().unwrap_or_else(|| open_before.and_then(|b| b.blocked_by.clone()));
        let blocked_by = blocked_by.filter(|_| !ended);
        let ask = self.ask.clone().unwrap_or_else(|| open_before.and_then(|b| b.ask.clone()));
        let cleared = matches!(self.blocked_by, Some(None)) && self.ask.is_none();
        Ok(Entry {
            id: 0,
            uid: String::new(),
            as_of,
            status,
            light: if ended { None } else { self.light.unwrap_or_else(|| open_before.and_then(|b| b.light)) },
            note: self.note.clone(),
            evidence: self.evidence.clone().or_else(|| same_end.and_then(|b| b.evidence.clone())),
            expected,
            expected_reason,
            blocked_by,
            ask: ask.filter(|_| !ended && !cleared),
            said: self.said(),
            basis: self.basis,
            source: self.source.clone(),
            supersedes: None,
            since: 0,
        })
    }
}

impl Entry {
    /// What was written on this line itself, without what it carries over.
    pub fn report(&self) -> Report {
        let said = |name: &str| self.said.iter().any(|s| s == name);
        Report {
            status: said("status").then_some(self.status),
            light: said("light").then_some(self.light),
            note: self.note.clone(),
            evidence: if said("evidence") { self.evidence.clone() } else { None },
            expected: said("expected").then_some(self.expected),
            expected_reason: if said("expected") { self.expected_reason.clone() } else { None },
            blocked_by: said("blocked_by").then(|| self.blocked_by.clone()),
            ask: said("ask").then(|| self.ask.clone()),
            basis: self.basis,
            source: self.source.clone(),
        }
    }

    /// The same state and the same words, whoever wrote them when.
    pub fn says_the_same_as(&self, other: &Entry) -> bool {
        let bare = |e: &Entry| Entry { id: 0, uid: String::new(), since: 0, supersedes: None, said: vec![], ..e.clone() };
        bare(self) == bare(other)
    }
}
