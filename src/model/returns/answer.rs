//! The answer in a row, and its outcome.

use crate::model::EntryField;
use serde::{Deserialize, Serialize};

/// The outcome of a cell that was filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Became {
    /// It is in the log now.
    Taken,
    /// The file said so already.
    Same,
    /// It differed, and the file's own value was kept.
    Kept,
    /// Both sides changed it, and nobody has decided yet.
    Open,
    /// It can't be.
    Refused,
}

/// A cell that was filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    pub field: EntryField,
    /// As it was written.
    pub words: String,
    /// As the log writes it; `None`: it is cleared, or can't be read.
    pub value: Option<String>,
    pub became: Became,
}

/// The answer in one row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// «No change» was said.
    pub nil: bool,
    pub said: Vec<Said>,
}

impl Answer {
    pub fn of(&self, field: EntryField) -> Option<&Said> {
        self.said.iter().find(|s| s.field == field)
    }

    /// Conflicts that nobody has decided.
    pub fn open(&self) -> usize {
        self.said.iter().filter(|s| s.became == Became::Open).count()
    }

    /// Does it answer what was asked? Not if all of it was refused.
    pub fn answers(&self) -> bool {
        self.nil || self.said.iter().any(|s| s.became != Became::Refused)
    }
}
