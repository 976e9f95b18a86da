//! The rows of the lists in a summary, in no language.

use crate::model::Bilingual;
use crate::model::deadline::Unit;
use crate::model::{Held, Light, PartialDate, Quarter, Status};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// More rows than this no reader takes in; the rest is counted, and a command lists it.
pub(super) const LISTED: usize = 500;

/// A list that may have been cut; `more` says how many are left out.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Truncated<T> {
    pub rows: Vec<T>,
    pub more: i64,
}

impl<T> Default for Truncated<T> {
    fn default() -> Self {
        Truncated { rows: Vec::new(), more: 0 }
    }
}

impl<T> Truncated<T> {
    pub fn push(&mut self, row: T) {
        self.list(|| row);
    }

    /// The row is made only if it will be listed.
    pub fn list(&mut self, row: impl FnOnce() -> T) {
        if self.rows.len() < LISTED { self.rows.push(row()) } else { self.more += 1 }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Subject {
    pub reference: String,
    pub title: String,
    pub title_da: Option<String>,
    pub lead: Vec<String>,
    /// Its newest entry was made up to show the program.
    pub illustrative: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Pair<T> {
    pub before: Option<T>,
    pub after: Option<T>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Changed {
    #[serde(flatten)]
    pub subject: Subject,
    /// In which way, as counted in the comparison; nothing in a content of before there were ways.
    #[serde(default)]
    pub way: Option<Way>,
    pub status: Option<Pair<Status>>,
    /// The lights that stood in the two quarters; one that was not reported in its quarter is none.
    pub light: Option<Pair<Light>>,
    /// The signs in the place of the light in the two quarters: green ... not-reported, ended.
    #[serde(default)]
    pub shown: Option<Pair<String>>,
    /// The newest line of the quarter, or before it, on which silence began or ended.
    #[serde(default)]
    pub last: Option<Last>,
    pub expected: Option<Pair<PartialDate>>,
    pub approved: Option<Pair<PartialDate>>,
    /// Why the expected date moved.
    pub reason: Option<String>,
    /// Why the approved deadline moved, and who agreed.
    #[serde(default)]
    pub agreed: Vec<Agreed>,
    /// The officer's own note, where it is not that reason.
    pub note: Option<String>,
}

/// In which way an objective changed. Silence and a halt are no progress, whatever the light was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    Worse,
    FellSilent,
    Better,
    OnHold,
    Ended,
    Other,
}

impl Way {
    pub const ALL: [Way; 6] = [Way::Worse, Way::FellSilent, Way::Better, Way::OnHold, Way::Ended, Way::Other];
}

/// The last report before a silence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Last {
    pub light: Option<Light>,
    pub as_of: NaiveDate,
}

/// Why an approved deadline was moved, and who agreed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreed {
    pub reason: String,
    pub by: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Attention {
    #[serde(flatten)]
    pub subject: Subject,
    /// red, was-red, overdue, blocked, yellow, was-yellow, not-reported
    pub why: Vec<String>,
    pub status: Option<Status>,
    pub light: Option<Light>,
    /// The light on its newest line, where nothing has been reported since.
    #[serde(default)]
    pub last_light: Option<Light>,
    /// The day of the newest entry.
    pub since: Option<NaiveDate>,
    pub deadline: Option<PartialDate>,
    /// Whole days past the date that passed first.
    pub days_late: Option<i64>,
    /// Which date that is.
    #[serde(default)]
    pub late_by: Option<Held>,
    pub blocked_by: Option<String>,
    /// The code of the authority that can take the obstacle away.
    pub ask: Option<String>,
    pub ask_name: Option<Bilingual>,
    /// The newest note.
    pub note: Option<String>,
    /// Its day, where a newer line says nothing.
    #[serde(default)]
    pub note_as_of: Option<NaiveDate>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Ended {
    #[serde(flatten)]
    pub subject: Subject,
    pub status: Status,
    pub as_of: NaiveDate,
    pub note: Option<String>,
    pub evidence: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Falling {
    #[serde(flatten)]
    pub subject: Subject,
    /// The approved one.
    pub deadline: Option<PartialDate>,
    pub expected: Option<PartialDate>,
    /// Which of the two fall due; the approved one in a content of before there were both.
    #[serde(default)]
    pub falls: Vec<Held>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Slip {
    #[serde(flatten)]
    pub subject: Subject,
    pub original: Option<PartialDate>,
    pub approved: Option<PartialDate>,
    pub expected: Option<PartialDate>,
    /// Whole days from the original deadline to the latest date.
    pub days: i64,
    /// The same, no finer than the dates say.
    #[serde(default)]
    pub by: Option<i64>,
    #[serde(default)]
    pub unit: Option<Unit>,
    /// The light that the dates give.
    pub computed: Option<Light>,
    /// Why it is expected then.
    pub reason: Option<String>,
    /// Why the approved deadline was moved, and who agreed.
    #[serde(default)]
    pub agreed: Vec<Agreed>,
}

/// An objective that was taken out of its plan since the quarter that is compared with.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Retired {
    #[serde(flatten)]
    pub subject: Subject,
    pub on: Option<NaiveDate>,
    pub reason: Option<String>,
}

/// A line of the log that reaches back into a quarter that was frozen before it came.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Late {
    #[serde(flatten)]
    pub subject: Subject,
    pub as_of: NaiveDate,
    /// The frozen quarter.
    pub quarter: Quarter,
    /// The change that recorded or withdrew it, its day and its author.
    pub change: i64,
    pub recorded: NaiveDate,
    pub author: String,
    /// It was known when the quarter was frozen, and taken back since.
    pub withdrawn: bool,
    /// No revision of its quarter knows it yet.
    pub waiting: bool,
}
