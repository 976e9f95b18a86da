//! The fields of an entity, each in the canonical text of the file, of CSV and of flags.

use std::collections::BTreeMap;

/// One text, or several in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    One(String),
    Many(Vec<String>),
}

impl Value {
    /// The value as one cell: several are joined by `|`.
    pub fn cell(&self) -> String {
        match self {
            Value::One(text) => text.clone(),
            Value::Many(all) => all.join("|"),
        }
    }

    /// Whether nothing stands in the cell.
    pub fn is_empty(&self) -> bool {
        match self {
            Value::One(text) => text.is_empty(),
            Value::Many(all) => matches!(&all[..], [] | [_]) && all.iter().all(String::is_empty),
        }
    }
}

/// A field that is not there is empty in the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record(pub BTreeMap<&'static str, Value>);

impl Record {
    pub fn text(&self, field: &str) -> Option<&str> {
        match self.0.get(field)? {
            Value::One(text) => Some(text),
            Value::Many(_) => None,
        }
    }

    pub fn many(&self, field: &str) -> &[String] {
        match self.0.get(field) {
            Some(Value::Many(all)) => all,
            _ => &[],
        }
    }

    pub fn cell(&self, field: &str) -> String {
        self.0.get(field).map(Value::cell).unwrap_or_default()
    }

    pub fn set(&mut self, field: &'static str, value: Option<Value>) {
        match value {
            Some(value) if !value.is_empty() => self.0.insert(field, value),
            _ => self.0.remove(field),
        };
    }

    pub fn set_text(&mut self, field: &'static str, text: impl Into<String>) {
        self.set(field, Some(Value::One(text.into())));
    }
}

/// The fields to write of an entity: only those that were named. `None` clears a field.
pub type Draft = BTreeMap<&'static str, Option<Value>>;

/// The words that empty a field, in English and Danish; a blank cell leaves it as it is.
pub const EMPTIES: [&str; 2] = ["(none)", "(ingen)"];

pub fn empties(text: &str) -> bool {
    EMPTIES.iter().any(|word| text.trim().eq_ignore_ascii_case(word))
}
