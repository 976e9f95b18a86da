//! Returns: the sheet that goes to one authority for one quarter, and what comes back.

use super::field::{Field, Kind, field};
use super::revision::digest;
use super::{Entry, EntryBasis, Lang, Light, Partial, Quarter, Reference, State, Status};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// The columns of a sheet, in their order. Those that are filled in are [`Column::Fill`].
pub static COLUMNS: &[Column] = &[
    Column::shown(field("reference", "Reference", Kind::Text, "")),
    Column::shown(field("about", "Målsætning eller aktivitet", Kind::Text, "").also(&["objective or activity"])),
    Column::shown(field("asked", "Skal besvares", Kind::Flag, "").also(&["to be answered"])),
    Column::shown(field("deadline", "Godkendt frist", Kind::Partial, "").also(&["approved deadline"])),
    Column::shown(field("last_day", "Sidst indberettet", Kind::Day, "").also(&["last reported"])),
    Column::shown(field("last_status", "Sidste status", Kind::Status, "").also(&["last status"])),
    Column::shown(field("last_light", "Sidste trafiklys", Kind::Light, "").also(&["last light"])),
    Column::shown(field("last_note", "Sidste note", Kind::Text, "").also(&["last note"])),
    Column::shown(field("last_expected", "Sidst forventet", Kind::Partial, "").also(&["last expected"])),
    Column::shown(field("question", "Spørgsmål", Kind::Text, "")),
    Column::fill(field("no_change", "Ingen ændring", Kind::Flag, "").also(&["no change"])),
    Column::fill(field("status", "Ny status", Kind::Status, "").also(&["new status"])),
    Column::fill(field("light", "Nyt trafiklys", Kind::Light, "").also(&["new light"])),
    Column::fill(field("note", "Ny note", Kind::Text, "").also(&["new note"])),
    Column::fill(field("expected", "Ny forventet dato", Kind::Partial, "").also(&["new expected date"])),
    Column::fill(field("expected_reason", "Årsag til ny dato", Kind::Text, "").also(&["reason for the new date"])),
    Column::fill(field("blocked_by", "Blokeret af", Kind::Text, "").also(&["blocked by"])),
    Column::fill(field("evidence", "Dokumentation", Kind::Text, "").also(&["proof"])),
    Column::shown(field("version", "Version", Kind::Text, "")),
    Column::shown(field("sheet", "Skema", Kind::Text, "")),
];

/// The heading of a column in English, as a person reads it.
fn in_english(field: &Field) -> &'static str {
    match field.name {
        "reference" => "Reference",
        "about" => "Objective or activity",
        "asked" => "To be answered",
        "deadline" => "Approved deadline",
        "last_day" => "Last reported",
        "last_status" => "Last status",
        "last_light" => "Last light",
        "last_note" => "Last note",
        "last_expected" => "Last expected",
        "question" => "Question",
        "no_change" => "No change",
        "status" => "New status",
        "light" => "New light",
        "note" => "New note",
        "expected" => "New expected date",
        "expected_reason" => "Reason for the new date",
        "blocked_by" => "Blocked by",
        "evidence" => "Evidence",
        "version" => "Version",
        _ => "Sheet",
    }
}

pub struct Column {
    pub field: Field,
    /// To be filled in; the others are shown, and what is typed over them is not read.
    pub fill: bool,
}

impl Column {
    const fn shown(field: Field) -> Column {
        Column { field, fill: false }
    }

    const fn fill(field: Field) -> Column {
        Column { field, fill: true }
    }

    pub fn heading(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Da => self.field.da,
            Lang::En => in_english(&self.field),
        }
    }

    pub fn of(name: &str) -> Option<&'static Column> {
        COLUMNS.iter().find(|c| c.field.name == name)
    }

    /// The column that a heading names, in either language or both, on one line or two.
    pub fn called(heading: &str) -> Option<&'static Column> {
        let parts: Vec<&str> = heading.split(['\n', '\r', '|']).map(str::trim).filter(|p| !p.is_empty()).collect();
        let whole = heading.replace(['\n', '\r'], " ");
        let named = |text: &str| {
            COLUMNS.iter().find(|c| c.field.is_called(text) || c.field.is_called_as(in_english(&c.field), text))
        };
        named(&whole).or_else(|| parts.iter().find_map(|p| named(p)))
    }
}

/// The state that a row of a sheet was made from, or that the file has now.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Base {
    /// The number of the line of the log in the file.
    pub entry: Option<i64>,
    pub as_of: Option<NaiveDate>,
    pub status: Option<Status>,
    pub light: Option<Light>,
    pub note: Option<String>,
    pub expected: Option<Partial>,
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

    /// Printed in row `place` of a sheet: the place, the line of the log, and a digest of what it says.
    pub fn version(&self, place: i64) -> String {
        let text = serde_json::to_string(self).unwrap_or_default();
        format!("{place}-{}-{}", self.entry.unwrap_or(0), &digest(&text)[..6])
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

/// What became of a cell that was filled in.
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
    pub field: String,
    /// As it was written.
    pub words: String,
    /// As the log writes it; `None`: it is cleared, or can't be read.
    pub value: Option<String>,
    pub became: Became,
}

/// What came back in one row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// «No change» was said.
    pub nil: bool,
    pub said: Vec<Said>,
}

impl Answer {
    pub fn of(&self, field: &str) -> Option<&Said> {
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

/// One row of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetRow {
    /// The number of the row in the file; 0 before it is kept.
    pub id: i64,
    pub place: i64,
    pub reference: Reference,
    pub asked: bool,
    pub version: String,
    pub base: Base,
    pub question: Option<String>,
    pub answer: Option<Answer>,
}

/// A sheet that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    pub id: i64,
    pub code: String,
    pub quarter: Quarter,
    pub authority: String,
    pub due: Option<NaiveDate>,
    pub lang: Lang,
    pub accepted_on: Option<NaiveDate>,
    /// The change that sent it.
    pub since: i64,
    pub rows: Vec<SheetRow>,
}

/// A file that came back and was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    pub file: String,
    pub digest: String,
    pub received_on: NaiveDate,
    pub filled_by: Option<String>,
    pub since: i64,
}

/// A question on an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub reference: Reference,
    pub text: String,
    pub since: i64,
}

/// How the return of one authority stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    NotSent,
    Sent,
    /// Sent, and the day for an answer has gone by.
    Missing,
    Questioned,
    Received,
    /// Everything that was asked is answered with «no change».
    Nil,
    Accepted,
}

impl Standing {
    pub fn code(self) -> &'static str {
        match self {
            Standing::NotSent => "not-sent",
            Standing::Sent => "sent",
            Standing::Missing => "missing",
            Standing::Questioned => "questioned",
            Standing::Received => "received",
            Standing::Nil => "nil",
            Standing::Accepted => "accepted",
        }
    }

    /// Is an answer there that nobody doubts?
    pub fn has_answered(self) -> bool {
        matches!(self, Standing::Received | Standing::Nil | Standing::Accepted)
    }
}

/// What three sides say about one field: the sheet as it was made, the sheet as it came back, the
/// file as it is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Only they changed it.
    Taken,
    /// The file says so already.
    Same,
    /// Both changed it, to different values.
    Conflict,
}

/// Whose value counts where both changed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Theirs,
    Ours,
}

impl Side {
    pub fn parse(text: &str) -> Option<Side> {
        match text.trim().to_lowercase().as_str() {
            "theirs" | "their" | "deres" => Some(Side::Theirs),
            "ours" | "our" | "vores" => Some(Side::Ours),
            _ => None,
        }
    }
}

/// What was decided about conflicts: for all, or field by field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decisions {
    pub all: Option<Side>,
    /// By reference and field; a field that is empty stands for all of its reference.
    pub each: HashMap<(String, String), Side>,
}

impl Decisions {
    pub fn add(&mut self, reference: &str, field: &str, side: Side) {
        self.each.insert((reference.to_lowercase(), field.to_string()), side);
    }

    pub fn of(&self, reference: &str, field: &str) -> Option<Side> {
        let key = |field: &str| (reference.to_lowercase(), field.to_string());
        self.each.get(&key(field)).or_else(|| self.each.get(&key(""))).copied().or(self.all)
    }
}

/// Compares the three. What was settled of an earlier answer counts as known to them.
pub fn three_way(base: Option<&str>, theirs: Option<&str>, now: Option<&str>, landed: Option<Option<&str>>) -> Verdict {
    if theirs == now {
        Verdict::Same
    } else if now == base || landed == Some(now) {
        Verdict::Taken
    } else {
        Verdict::Conflict
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_heading_means_its_own_column() {
        for column in COLUMNS {
            for heading in [
                column.heading(Lang::Da).to_string(),
                column.heading(Lang::En).to_string(),
                format!("{}\n{}", column.heading(Lang::Da), column.heading(Lang::En)),
                format!("{}\r\n{}", column.heading(Lang::En).to_uppercase(), column.heading(Lang::Da)),
            ] {
                let found = Column::called(&heading).map(|c| c.field.name);
                assert_eq!(found, Some(column.field.name), "{heading}");
            }
        }
        assert!(Column::called("").is_none());
    }

    #[test]
    fn nothing_that_both_sides_changed_is_decided_in_silence() {
        use Verdict::*;
        assert_eq!(three_way(Some("a"), Some("b"), Some("a"), None), Taken);
        assert_eq!(three_way(Some("a"), Some("b"), Some("b"), None), Same);
        assert_eq!(three_way(Some("a"), Some("b"), Some("c"), None), Conflict);
        // They typed what the sheet showed, and the file has moved on: that is a statement too.
        assert_eq!(three_way(Some("a"), Some("a"), Some("c"), None), Conflict);
        // They correct what they sent before.
        assert_eq!(three_way(Some("a"), Some("c"), Some("b"), Some(Some("b"))), Taken);
        assert_eq!(three_way(None, None, Some("b"), None), Conflict);
    }
}
