//! The progress log: what an officer reports, and how a line follows from the one before.

use super::catalogue;
use super::field::Field;
use super::record::Draft;
use super::{Audience, EntryBasis, EntryId, Light, OpenFact, PartialDate, Refusal, Status, Value};
use chrono::NaiveDate;
use std::sync::LazyLock;

/// The fields that people write on a line of the log, beside those that say what it is about.
pub fn fields() -> &'static [Field] {
    static FIELDS: LazyLock<Vec<Field>> = LazyLock::new(|| catalogue::ENTRY.typed().copied().collect());
    &FIELDS
}

/// What somebody reports: only the fields that were named. `Some(None)` clears a field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub status: Option<Status>,
    pub light: Option<Option<Light>>,
    pub note: Option<String>,
    pub evidence: Option<String>,
    pub expected: Option<Option<PartialDate>>,
    pub expected_reason: Option<String>,
    pub blocked_by: Option<Option<String>>,
    /// The code of the authority that can take the obstacle away.
    pub ask: Option<Option<String>>,
    pub basis: Option<EntryBasis>,
    pub source: Option<String>,
    /// Who may read the texts of this line; never carried over.
    pub audience: Option<Audience>,
}

/// One line of the log, with the whole state as of its day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub id: EntryId,
    pub uid: String,
    pub as_of: NaiveDate,
    pub status: Status,
    pub light: Option<Light>,
    pub note: Option<String>,
    pub evidence: Option<String>,
    pub expected: Option<PartialDate>,
    pub expected_reason: Option<String>,
    pub blocked_by: Option<String>,
    pub ask: Option<String>,
    /// The fields that were written on this line; the others are carried over.
    pub said: Vec<String>,
    pub basis: Option<EntryBasis>,
    pub source: Option<String>,
    pub audience: Audience,
    pub supersedes: Option<String>,
    /// The change that recorded it.
    pub since: i64,
}

impl Report {
    /// The report that a draft of [`fields`] makes. A field that is cleared is said to be empty.
    pub fn of(draft: &Draft) -> Result<Report, Refusal> {
        let text = |name: &str| draft.get(name).map(|v| v.as_ref().map(Value::cell));
        let said = |name: &str| text(name).flatten();
        Ok(Report {
            status: said("status").map(|s| Status::parse(&s)).transpose()?,
            light: text("light").map(|l| l.map(|l| Light::parse(&l)).transpose()).transpose()?,
            note: said("note"),
            evidence: said("evidence"),
            expected: text("expected").map(|e| e.map(|e| PartialDate::parse(&e)).transpose()).transpose()?,
            expected_reason: said("expected_reason"),
            blocked_by: text("blocked_by"),
            ask: text("ask"),
            basis: said("entry_basis").map(|b| EntryBasis::parse(&b)).transpose()?,
            source: said("entry_source"),
            audience: said("entry_audience").map(|a| Audience::parse(&a)).transpose()?,
        })
    }

    /// Takes back what an exported line carried over and did not say: the fields that are not among
    /// `said`, where they still are as in `before`.
    pub fn forget_carried(&mut self, said: &str, before: Option<&Entry>) {
        let Some(before) = before else { return };
        let carried = |field: &str| !said.split_whitespace().any(|s| s == field);
        if carried("status") && self.status == Some(before.status) {
            self.status = None;
        }
        if carried("light") && self.light == Some(before.light) {
            self.light = None;
        }
        if carried("evidence") && self.evidence == before.evidence {
            self.evidence = None;
        }
        if carried("expected") && self.expected == Some(before.expected) {
            (self.expected, self.expected_reason) = (None, None);
        }
        if carried("blocked_by") && self.blocked_by.as_ref() == Some(&before.blocked_by) {
            self.blocked_by = None;
        }
        if carried("ask") && self.ask.as_ref() == Some(&before.ask) {
            self.ask = None;
        }
    }

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

    /// Whether this says anything else than a line does; what is not said is no difference.
    pub fn differs_from(&self, line: &Entry) -> bool {
        self.status.is_some_and(|s| s != line.status)
            || self.light.is_some_and(|l| l != line.light)
            || self.note.is_some() && self.note != line.note
            || self.evidence.is_some() && self.evidence != line.evidence
            || self.expected.is_some_and(|e| e != line.expected)
            || self.blocked_by.as_ref().is_some_and(|b| *b != line.blocked_by)
            || self.ask.as_ref().is_some_and(|a| *a != line.ask)
    }

    /// The line that had ended what this report opens again. What was made up to show the program ends
    /// nothing of what somebody reports.
    pub fn reopens<'a>(&self, before: Option<&'a Entry>) -> Option<&'a Entry> {
        let opens = self.status.is_some_and(|s| !s.is_ended());
        before.filter(|b| opens && b.status.is_ended() && !self.passes_over(b))
    }

    /// Nothing that was made up is a ground for what somebody reports.
    fn passes_over(&self, before: &Entry) -> bool {
        before.basis == Some(EntryBasis::Illustrative) && self.basis != Some(EntryBasis::Illustrative)
    }

    /// The line that this report makes after `before`, the newest line on or before `as_of`.
    ///
    /// What is not said is carried over: the status; while it is open the light, the expected date
    /// and what blocks it; once it has ended the evidence. A note belongs to its own line. Nothing is
    /// carried over from an illustrative line to one that is not.
    /// Refused: a first line without a status, a light, an expected date or an obstacle on what has ended, a moved expected date
    /// without a reason (the note is one).
    pub fn follow(&self, before: Option<&Entry>, as_of: NaiveDate, name: &str) -> Result<Entry, Refusal> {
        let before = before.filter(|e| !self.passes_over(e));
        let status = self
            .status
            .or(before.map(|b| b.status))
            .ok_or_else(|| Refusal::FirstNeedsStatus { reference: name.to_string() })?;
        let ended = status.is_ended();
        if ended && let Some(Some(light)) = self.light {
            return Err(Refusal::LightOnEnded { status, light });
        }
        let open_only = [
            (OpenFact::Expected, matches!(self.expected, Some(Some(_)))),
            (OpenFact::Obstacle, matches!(self.blocked_by, Some(Some(_)))),
            (OpenFact::Ask, matches!(self.ask, Some(Some(_)))),
        ];
        if let Some((fact, _)) = open_only.into_iter().find(|(_, said)| ended && *said) {
            return Err(Refusal::OpenOnly { status, fact });
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
            id: EntryId(0),
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
            audience: self.audience.unwrap_or(Audience::Internal),
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
            // A reason that was taken from the note is said by the note.
            expected_reason: self.expected_reason.clone().filter(|r| said("expected") && self.note.as_ref() != Some(r)),
            blocked_by: said("blocked_by").then(|| self.blocked_by.clone()),
            ask: said("ask").then(|| self.ask.clone()),
            basis: self.basis,
            source: self.source.clone(),
            audience: Some(self.audience).filter(|a| *a != Audience::Internal),
        }
    }

    /// The fields in which this line says something else than the one before it: name, before, after, as
    /// codes. A note belongs to its own line, so it is told where there is one.
    pub fn changes_from(&self, before: Option<&Entry>) -> Vec<(&'static str, String, String)> {
        let of = |e: &Entry| {
            [
                ("status", Some(e.status.code().to_string())),
                ("light", e.light.map(|l| l.code().to_string())),
                ("note", e.note.clone()),
                ("evidence", e.evidence.clone()),
                ("expected", e.expected.map(|d| d.to_string())),
                ("blocked_by", e.blocked_by.clone()),
                ("ask", e.ask.clone()),
            ]
        };
        let was = before.map(of);
        let told = of(self).into_iter().enumerate().filter_map(|(i, (field, now))| {
            let old = was.as_ref().and_then(|w| w[i].1.clone());
            let nothing = field == "note" && now.is_none();
            (old != now && !nothing).then(|| (field, old.unwrap_or_default(), now.unwrap_or_default()))
        });
        told.collect()
    }

    /// The same state and the same words, whoever wrote them when.
    pub fn says_the_same_as(&self, other: &Entry) -> bool {
        let bare = |e: &Entry| Entry {
            id: EntryId(0),
            uid: String::new(),
            since: 0,
            supersedes: None,
            said: vec![],
            ..e.clone()
        };
        bare(self) == bare(other)
    }
}
