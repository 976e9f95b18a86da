//! The moves of an approved deadline, and the corrections of an original one.

use super::Partial;
use chrono::NaiveDate;

/// One move: from, to, why, and who agreed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    pub before: Option<Partial>,
    pub after: Option<Partial>,
    /// The day it was agreed.
    pub as_of: NaiveDate,
    pub reason: String,
    pub agreed_by: Option<String>,
}

/// The original deadline was written down otherwise than it was signed: from, to, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    pub before: Option<Partial>,
    pub after: Option<Partial>,
    /// The day it was corrected.
    pub as_of: NaiveDate,
    pub reason: String,
}
