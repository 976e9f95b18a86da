//! The moves of an approved deadline.

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
