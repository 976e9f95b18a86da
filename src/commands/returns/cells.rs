//! The cells of a sheet that came back, as the log writes them.

use crate::exchange::sheet::{Returned, ReturnedRow, Typed, TypedCell};
use crate::exchange::workbook::serial_day;
use crate::model::field::FieldType;
use crate::model::record::empties;
use crate::model::returns::{Became, Column};
use crate::model::{EntryField, Light, PartialDate, Refusal, Status, Worded, both};
use crate::report::returns::{FieldRead, Why};

/// A value as the log writes it (`None`: emptied), or why it can't be.
pub(super) type Value = std::result::Result<Option<String>, Why>;

pub(super) fn refusal(refused: &Refusal) -> Why {
    (refused.line(), refused.hint())
}

/// A cell that is only shown, in the form that is compared.
pub(super) fn as_shown(cell: &TypedCell, returned: &Returned) -> Option<String> {
    let words = cell.typed.words();
    let text = words.trim();
    // A value that can't be read is not the one that was shown.
    let read = match Column::of(cell.field).map(|c| c.field.kind) {
        Some(FieldType::Status) => Status::parse(text).map(|s| s.code().to_string()),
        Some(FieldType::Light) => {
            Light::parse(text.trim_start_matches(|c: char| !c.is_alphanumeric())).map(|l| l.code().to_string())
        }
        Some(FieldType::PartialDate | FieldType::Day) => date(&cell.typed, text, returned).map(|d| d.to_string()),
        Some(FieldType::Flag) => {
            Column::of(cell.field).map_or(Ok(String::new()), |c| c.field.read(text).map(|v| v.cell()))
        }
        _ => return Some(folded(text)),
    };
    Some(read.unwrap_or_else(|_| text.to_string()))
}

/// Blanks and line ends come back otherwise than they went.
pub(super) fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(super) fn says_the_same(one: &ReturnedRow, other: &ReturnedRow) -> bool {
    let words = |r: &ReturnedRow| r.cells.iter().map(|c| (c.field, c.typed.words())).collect::<Vec<_>>();
    words(one) == words(other)
}

pub(super) fn nil_cell(row: &ReturnedRow) -> TypedCell {
    let found = row.cells.iter().find(|c| c.field == "no_change");
    found.cloned().unwrap_or(TypedCell { field: "no_change", place: String::new(), typed: Typed::Text("x".into()) })
}

pub(super) fn field(cell: &TypedCell, value: Value) -> FieldRead {
    let (theirs, why, became) = match value {
        Ok(value) => (value, None, Became::Taken),
        Err(why) => (None, Some(why), Became::Refused),
    };
    FieldRead {
        field: EntryField::named(cell.field),
        place: cell.place.clone(),
        words: cell.typed.words(),
        base: None,
        theirs,
        ours: None,
        by: None,
        became,
        before: false,
        is_repeated: false,
        rests_on_file: false,
        why,
    }
}

/// Reads a cell as the log writes its field.
pub(super) fn value(cell: &TypedCell, returned: &Returned) -> Value {
    let words = cell.typed.words();
    let text = words.trim();
    if empties(text) {
        return if EntryField::named(cell.field).is_some_and(EntryField::is_clearable) {
            Ok(None)
        } else {
            Err((
                both!("it can't be emptied", "det kan ikke tømmes"),
                Some(both!(
                    "leave the cell empty to leave it as it is",
                    "lad feltet stå tomt, hvis det skal være, som det er"
                )),
            ))
        };
    }
    let code = match Column::of(cell.field).map(|c| c.field.kind) {
        Some(FieldType::PartialDate) => date(&cell.typed, text, returned).map(|d| d.to_string()),
        // A light may be copied with its sign.
        Some(FieldType::Light) => {
            Light::parse(text.trim_start_matches(|c: char| !c.is_alphanumeric())).map(|l| l.code().to_string())
        }
        Some(FieldType::Status) => Status::parse(text).map(|s| s.code().to_string()),
        _ => Ok(text.to_string()),
    };
    code.map(Some).map_err(|r| refusal(&r))
}

/// A day, a serial number of either date system, a year, or a date as text.
pub(super) fn date(typed: &Typed, text: &str, returned: &Returned) -> std::result::Result<PartialDate, Refusal> {
    match typed {
        Typed::Day(day) => Ok(PartialDate::Day(*day)),
        Typed::Number(n) if *n >= 20_000.0 && !returned.is_csv => match serial_day(*n, returned.is_1904) {
            Some(day) => Ok(PartialDate::Day(day)),
            None => PartialDate::parse(text),
        },
        _ => PartialDate::parse(text),
    }
}
