//! A column of what is exported: its headings, and what its cells hold.

use super::field::{Field, FieldType};

/// The kind of value in the cells of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// As a field of this kind is written.
    Field(FieldType),
    /// A whole number to reckon with.
    Number,
    /// A moment in UTC, as RFC 3339 writes it.
    Moment,
    /// A text in both languages.
    Bilingual,
}

#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// The heading for programs, in English.
    pub key: &'static str,
    pub da: &'static str,
    pub holds: Holds,
    /// One line about it; may be empty.
    pub help: &'static str,
}

impl Column {
    pub const fn new(key: &'static str, da: &'static str, kind: FieldType) -> Column {
        Column { key, da, holds: Holds::Field(kind), help: "" }
    }

    pub const fn holds(self, holds: Holds) -> Column {
        Column { holds, ..self }
    }
}

impl From<&Field> for Column {
    fn from(field: &Field) -> Column {
        Column { key: field.name, da: field.da, holds: Holds::Field(field.kind), help: field.help }
    }
}
