//! The state that a row of a sheet is made from.

use crate::model::revision::digest;
use crate::model::{Entry, EntryBasis, EntryId, Light, PartialDate, State, Status};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The state that a row of a sheet was made from, or that the file has now.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Base {
    /// The number of the line of the log in the file.
    pub entry: Option<EntryId>,
    pub as_of: Option<NaiveDate>,
    pub status: Option<Status>,
    pub light: Option<Light>,
    pub note: Option<String>,
    pub expected: Option<PartialDate>,
    pub expected_reason: Option<String>,
    pub blocked_by: Option<String>,
    pub evidence: Option<String>,
}

/// The fields that are compared, as they are called in the log.
pub const FIELDS: [&str; 7] = ["status", "light", "note", "expected", "expected_reason", "blocked_by", "evidence"];

impl Base {
    /// What was made up to show the program is no ground for what somebody reports.
    pub fn of_state(state: Option<&State>) -> Base {
        state.filter(|s| !s.is_illustrative()).map_or_else(Base::default, |s| Base {
            entry: Some(s.entry),
            as_of: Some(s.as_of),
            status: Some(s.status),
            light: s.light,
            note: s.note.clone(),
            expected: s.expected,
            expected_reason: s.expected_reason.clone(),
            blocked_by: s.blocked_by.clone(),
            evidence: s.evidence.clone(),
        })
    }

    pub fn of_entry(entry: Option<&Entry>) -> Base {
        entry.filter(|e| e.basis != Some(EntryBasis::Illustrative)).map_or_else(Base::default, |e| Base {
            entry: Some(e.id),
            as_of: Some(e.as_of),
            status: Some(e.status),
            light: e.light,
            note: e.note.clone(),
            expected: e.expected,
            expected_reason: e.expected_reason.clone(),
            blocked_by: e.blocked_by.clone(),
            evidence: e.evidence.clone(),
        })
    }

    /// The value of a field as the log writes it; empty: nothing.
    pub fn value(&self, field: &str) -> Option<String> {
        match field {
            "status" => self.status.map(|s| s.code().to_string()),
            "light" => self.light.map(|l| l.code().to_string()),
            "note" => self.note.clone(),
            "expected" => self.expected.map(|e| e.to_string()),
            "expected_reason" => self.expected_reason.clone(),
            "blocked_by" => self.blocked_by.clone(),
            "evidence" => self.evidence.clone(),
            _ => None,
        }
    }
}

/// The values that a row of a sheet showed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// The title, in the language of the sheet.
    pub about: String,
    pub deadline: Option<PartialDate>,
    /// The reports, as their reader may see them.
    pub last: Base,
}

impl Shown {
    /// The value of a column, as it is written in a file; empty: nothing.
    pub fn value(&self, column: &str) -> Option<String> {
        match column {
            "about" => Some(self.about.clone()),
            "deadline" => self.deadline.map(|d| d.to_string()),
            "last_day" => self.last.as_of.map(|d| d.to_string()),
            "last_status" => self.last.value("status"),
            "last_light" => self.last.value("light"),
            "last_note" => self.last.note.clone(),
            "last_expected" => self.last.value("expected"),
            _ => None,
        }
    }
}

/// Printed in row `place` of a sheet: the place, and a digest that no other sheet has. It says nothing of
/// what stands in the file.
pub fn version(place: i64, sheet: &str) -> String {
    format!("{place}-{}", &digest(&format!("{sheet} {place}"))[..6])
}
