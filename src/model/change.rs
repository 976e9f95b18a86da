//! A change: one command that wrote.

use chrono::{DateTime, Utc};
use serde::Serialize;

#[derive(Clone, Debug, Serialize)]
pub struct Change {
    pub number: i64,
    pub uid: String,
    pub at: DateTime<Utc>,
    pub author: String,
    pub verb: String,
    pub what: String,
    pub reason: Option<String>,
    pub undoes: Option<i64>,
}

/// One field of one row that a change touched: what it said before and after, as in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touch {
    pub change: i64,
    /// The table.
    pub entity: String,
    /// The reference or code of the row, as a person writes it.
    pub name: String,
    pub field: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// A moment as it is written into files: in UTC, to the second (ISO 8601), 2023-07-05T09:00:00Z.
pub fn stamp(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}
