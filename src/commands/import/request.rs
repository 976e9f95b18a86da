//! The request for an import, and its outcome.

use crate::commands::upsert::{Because, Superseded};
use crate::exchange::{Encoding, Profile};
use crate::model::{Bilingual, EntityKind, EntryField};
use chrono::NaiveDate;

/// The kinds of file that can be imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    EntityKind(EntityKind),
    Entries,
}

#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The plan of rows that don't name theirs.
    pub plan: Option<String>,
    /// Show what would happen, and write nothing.
    pub dry_run: bool,
    /// Areas that the plan does not have yet are added.
    pub add_areas: bool,
    /// Authorities that the file does not know yet are added.
    pub add_authorities: bool,
    pub because: Because,
    /// Where the file says nothing about it: the day that reported states are as of.
    pub as_of: Option<NaiveDate>,
    /// Somebody said that what has ended may be open again.
    pub reopen: bool,
    /// How the file is encoded; found out where nobody says it.
    pub encoding: Option<Encoding>,
    /// The sheets of a workbook that are read; none: all that are shown and have the headings.
    pub sheets: Vec<String>,
    pub area_from: Option<AreaFrom>,
    /// The rows are kept, so that what is refused can go back.
    pub mend: bool,
    /// Words of the file and their meaning: `Slutdato=deadline`, `Forsinket=i gang`.
    pub map: Vec<String>,
    /// Headings whose columns are passed over.
    pub ignore: Vec<String>,
}

/// The place in a workbook that says in which area an objective lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AreaFrom {
    /// The name of its sheet.
    Sheet,
    /// Its own column, and nothing else.
    Column,
    /// The text that stands alone in a row above it.
    Row,
}

/// The outcome of an import, done or tried.
#[derive(Clone, Debug, Default)]
pub struct Imported {
    /// The form in which a CSV file was found: «;» and Windows-1252; nothing of a workbook.
    pub profile: Option<Profile>,
    /// As the file was understood, and the parts that were passed over.
    pub told: Vec<Bilingual>,
    /// Words whose meaning the file knows from now on.
    pub learned: usize,
    /// Each heading with its field.
    pub columns: Vec<Bilingual>,
    pub rows: usize,
    pub added: Vec<String>,
    pub changed: Vec<Changed>,
    pub unchanged: usize,
    /// The first lines that have fewer cells than there are headings: what they lack counts as empty.
    pub short: Vec<u64>,
    /// Deadlines that are not the newest that were agreed, and change nothing.
    pub kept: Vec<Kept>,
    /// In the file of the program, but not in the file that was read; kept as they are.
    pub missing: Vec<String>,
    /// Lines of the log that were added by rows of objectives and activities.
    pub reported: usize,
    pub areas_added: Vec<String>,
    /// Code, name and country.
    pub authorities_added: Vec<Bilingual>,
    /// The objectives that turned green, with an obstacle that was not mentioned again.
    pub still_blocked: Vec<(String, String)>,
    /// Headings that were understood and not taken, because they are computed.
    pub not_taken: Vec<String>,
    pub change: Option<i64>,
}

#[derive(Clone, Debug)]
pub struct Changed {
    pub name: String,
    /// Field, before, after.
    pub differs: Vec<(&'static str, String, String)>,
    /// The same of the line of the log that was added, if one was.
    pub entry: Option<Vec<(EntryField, String, String)>>,
    /// Something that had ended is open again.
    pub reopened: bool,
}

#[derive(Clone, Debug)]
pub struct Kept {
    pub name: String,
    pub superseded: Superseded,
}
