//! The state that a row of a sheet is made from.

use crate::model::revision::digest;
use crate::model::{Entry, EntryFacts, EntryField, EntryId, EntryUpdate, FieldUpdate, PartialDate, State};
use chrono::NaiveDate;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

/// The state that a row of a sheet was made from, or that the file has now.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Base {
    /// The number of the entry in the file.
    pub entry: Option<EntryId>,
    pub as_of: Option<NaiveDate>,
    /// The facts that are known, of [`FIELDS`]: each of them is set, or kept as it may be.
    #[serde(flatten, serialize_with = "as_json", deserialize_with = "of_json")]
    pub known: EntryUpdate,
}

/// The fields that are compared.
pub const FIELDS: [EntryField; 7] = [
    EntryField::Status,
    EntryField::Light,
    EntryField::Note,
    EntryField::Expected,
    EntryField::ExpectedReason,
    EntryField::BlockedBy,
    EntryField::Evidence,
];

/// A field a key, with its code or null.
fn as_json<S: Serializer>(known: &EntryUpdate, to: S) -> Result<S::Ok, S::Error> {
    to.collect_map(FIELDS.iter().map(|f| (f.column(), known.code(*f))))
}

fn of_json<'de, D: Deserializer<'de>>(from: D) -> Result<EntryUpdate, D::Error> {
    let kept = Map::deserialize(from)?;
    let mut known = EntryUpdate::default();
    for field in FIELDS {
        match kept.get(field.column()) {
            None | Some(Value::Null) => {}
            Some(Value::String(code)) => {
                known.say(field, FieldUpdate::Set(code)).map_err(|_| D::Error::custom(code))?
            }
            Some(other) => return Err(D::Error::custom(other)),
        }
    }
    Ok(known)
}

impl Base {
    /// Lines that were made up to show the program are no ground for a report.
    pub fn of_state(state: Option<&State>) -> Base {
        state.map_or_else(Base::default, |s| Base::of(s.entry, s.as_of, &s.facts))
    }

    pub fn of_entry(entry: Option<&Entry>) -> Base {
        entry.map_or_else(Base::default, |e| Base::of(e.id, e.as_of, &e.facts))
    }

    fn of(entry: EntryId, as_of: NaiveDate, facts: &EntryFacts) -> Base {
        if facts.is_illustrative() {
            return Base::default();
        }
        let known = EntryUpdate::of_facts(facts, FIELDS);
        Base { entry: Some(entry), as_of: Some(as_of), known }
    }

    /// The value of a field as the log writes it; `None`: nothing.
    pub fn value(&self, field: EntryField) -> Option<String> {
        self.known.code(field).map(|code| code.into_owned())
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
            "last_status" => self.last.value(EntryField::Status),
            "last_light" => self.last.value(EntryField::Light),
            "last_note" => self.last.value(EntryField::Note),
            "last_expected" => self.last.value(EntryField::Expected),
            "last_blocked" => self.last.value(EntryField::BlockedBy),
            _ => None,
        }
    }
}

/// Printed in row `place` of a sheet: the place, and a digest that no other sheet has. It says nothing of
/// what stands in the file.
pub fn version(place: i64, sheet: &str) -> String {
    format!("{place}-{}", &digest(&format!("{sheet} {place}"))[..6])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::returns::COLUMNS;
    use crate::model::{EntryId, Light, Status};

    fn base() -> Base {
        let facts = EntryFacts {
            light: Some(Light::Red),
            note: Some("n".into()),
            expected: PartialDate::parse("2026-Q4").ok(),
            blocked_by: Some("ice".into()),
            ..EntryFacts::of(Status::Ongoing)
        };
        Base::of(EntryId(7), "2026-08-01".parse().unwrap(), &facts)
    }

    /// Sheets that were sent by earlier versions are read, and a version before this one reads ours.
    #[test]
    fn what_a_sheet_was_made_from_is_kept_as_ever() {
        let kept = r#"{"entry":7,"as_of":"2026-08-01","status":"ongoing","light":"red","note":"n","expected":"2026-Q4","expected_reason":null,"blocked_by":"ice","evidence":null}"#;
        assert_eq!(serde_json::to_string(&base()).unwrap(), kept);
        assert_eq!(serde_json::from_str::<Base>(kept).unwrap(), base());
        assert_eq!(serde_json::from_str::<Base>(r#"{"entry":null,"as_of":null}"#).unwrap(), Base::default());
        assert!(serde_json::from_str::<Base>(&kept.replace("ongoing", "moon")).is_err());
        assert!(serde_json::from_str::<Base>(&kept.replace("\"ice\"", "7")).is_err());
    }

    /// Sheets that come back are held against it, so the cells that nobody typed over must be known.
    #[test]
    fn every_column_that_shows_a_report_has_its_value() {
        let shown = Shown { about: "T".into(), deadline: PartialDate::parse("2026").ok(), last: base() };
        let of_row = ["reference", "asked", "question", "version", "sheet"];
        for column in COLUMNS.iter().filter(|c| !c.is_filled && !of_row.contains(&c.field.name)) {
            assert!(shown.value(column.field.name).is_some(), "{}", column.field.name);
        }
    }
}
