//! A change: one command that wrote.

use super::Operation;
use chrono::{DateTime, Utc};

/// How the file says what a change did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Did {
    Operation(Operation),
    /// Until format 6 it was kept as an English sentence.
    Sentence(String),
}

impl Did {
    /// As the file has it, in one column or the other. An operation that this program does not know is told
    /// as it stands.
    pub fn kept(what: &str, operation: Option<&str>) -> Did {
        match operation {
            None => Did::Sentence(what.to_string()),
            Some(json) => Operation::read(json).map_or_else(|_| Did::Sentence(json.to_string()), Did::Operation),
        }
    }
}

#[derive(Clone, Debug)]
pub struct Change {
    pub number: i64,
    pub uid: String,
    pub at: DateTime<Utc>,
    pub author: String,
    pub verb: String,
    pub did: Did,
    pub reason: Option<String>,
    pub undoes: Option<i64>,
    /// The change that it takes back; not told any more where one undo follows the other for long.
    pub undone: Option<Box<Change>>,
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
