//! The facts of an entry, each named once: its type and when a later entry carries it over. Its column, its
//! headings and its words stand in the catalogue.

use super::values::{Fact, FieldUpdate, Value};
use crate::model::catalogue;
use crate::model::field::{Field, FieldType};
use crate::model::{Audience, EntryBasis, Light, PartialDate, Refusal, Status};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt::{self, Display};
use std::sync::LazyLock;

/// The fields that people write on an entry, beside those that say what it is about: the day, and each
/// [`EntryField`].
pub fn fields() -> &'static [Field] {
    static FIELDS: LazyLock<Vec<Field>> = LazyLock::new(|| catalogue::ENTRY.typed().copied().collect());
    &FIELDS
}

/// When an entry that says nothing of a fact has it from the entry before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carry {
    Always,
    /// From one open entry to the next.
    WhileOpen,
    /// Between entries that have ended with the same status.
    SameEnd,
    /// It belongs to its own entry.
    Never,
}

macro_rules! entry_fields {
    ($($(#[$doc:meta])* $field:ident $name:ident: $fact:ty, $value:ty, $carry:ident;)+) => {
        /// A fact of an entry, in the order of the table.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum EntryField { $($field),+ }

        /// Everything that an entry records of its subject.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct EntryFacts { $($(#[$doc])* pub $name: $fact),+ }

        /// The update of each fact.
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub struct EntryUpdate { $($(#[$doc])* pub $name: FieldUpdate<$value>),+ }

        impl EntryField {
            pub const ALL: &'static [EntryField] = &[$(EntryField::$field),+];

            /// The column in the file, and the key in JSON.
            pub fn column(self) -> &'static str {
                match self { $(EntryField::$field => stringify!($name)),+ }
            }

            pub fn carry(self) -> Carry {
                match self { $(EntryField::$field => Carry::$carry),+ }
            }
        }

        impl EntryFacts {
            /// Reads the facts that `code` gives, as the file writes them; `odd` makes the error of one that can't be.
            pub fn read<'a, E>(
                mut code: impl FnMut(EntryField) -> Result<Option<&'a str>, E>,
                odd: impl Fn(EntryField) -> E,
            ) -> Result<EntryFacts, E> {
                Ok(EntryFacts { $($name: {
                    let odd = || odd(EntryField::$field);
                    let value = code(EntryField::$field)?.map(|code| <$value>::from_code(code).ok_or_else(odd));
                    <$fact>::of(value.transpose()?).ok_or_else(odd)?
                }),+ })
            }

            /// A fact as the file, CSV and flags write it.
            pub fn code(&self, field: EntryField) -> Option<Cow<'_, str>> {
                match field { $(EntryField::$field => self.$name.value().map(Value::code)),+ }
            }

            /// Takes a fact away; a status stays.
            pub fn clear(&mut self, field: EntryField) {
                match field { $(EntryField::$field => if let Some(none) = <$fact>::of(None) { self.$name = none }),+ }
            }
        }

        impl EntryUpdate {
            pub fn says(&self, field: EntryField) -> bool {
                match field { $(EntryField::$field => !self.$name.is_keep()),+ }
            }

            /// The new value of a field, as the file writes it.
            pub fn code(&self, field: EntryField) -> Option<Cow<'_, str>> {
                match field { $(EntryField::$field => self.$name.value().map(Value::code)),+ }
            }

            /// Says something of a field as a person types it.
            pub fn say(&mut self, field: EntryField, text: FieldUpdate<&str>) -> Result<(), Refusal> {
                match field { $(EntryField::$field => self.$name = text.try_map(<$value as Value>::parse)?),+ }
                Ok(())
            }

            /// Says nothing of a field.
            pub fn keep(&mut self, field: EntryField) {
                match field { $(EntryField::$field => self.$name = FieldUpdate::Keep),+ }
            }

            /// Says of a field what the facts are.
            pub(super) fn repeat(&mut self, field: EntryField, facts: &EntryFacts) {
                match field { $(EntryField::$field => self.$name = FieldUpdate::exactly(facts.$name.value().cloned())),+ }
            }

            /// Whether the field would be as it is in the facts. What is not said is no difference.
            pub(super) fn agrees(&self, field: EntryField, facts: &EntryFacts) -> bool {
                match field { $(EntryField::$field => match &self.$name {
                    FieldUpdate::Keep => true,
                    FieldUpdate::Clear => facts.$name.value().is_none(),
                    FieldUpdate::Set(value) => facts.$name.value() == Some(value),
                }),+ }
            }

            /// The facts with what is said, and where nothing is, as they are in the entry that `carried` gives for
            /// the field; `None`: there would be no status.
            pub(super) fn over<'a>(&self, carried: impl Fn(EntryField) -> Option<&'a EntryFacts>) -> Option<EntryFacts> {
                Some(EntryFacts { $($name: <$fact>::of(match &self.$name {
                    FieldUpdate::Keep => carried(EntryField::$field).and_then(|facts| facts.$name.value().cloned()),
                    FieldUpdate::Clear => None,
                    FieldUpdate::Set(value) => Some(value.clone()),
                })?),+ })
            }
        }
    };
}

entry_fields! {
    Status status: Status, Status, Always;
    Light light: Option<Light>, Light, WhileOpen;
    Note note: Option<String>, String, Never;
    Evidence evidence: Option<String>, String, SameEnd;
    Expected expected: Option<PartialDate>, PartialDate, WhileOpen;
    ExpectedReason expected_reason: Option<String>, String, WhileOpen;
    BlockedBy blocked_by: Option<String>, String, WhileOpen;
    /// The code of the authority that can take the obstacle away.
    Ask ask: Option<String>, String, WhileOpen;
    /// `None`: an officer reported it.
    Basis basis: Option<EntryBasis>, EntryBasis, Never;
    Source source: Option<String>, String, Never;
    /// The audience that may read the texts of the entry.
    Audience audience: Audience, Audience, Never;
}

impl EntryField {
    /// The field with this column.
    pub fn named(column: &str) -> Option<EntryField> {
        EntryField::ALL.iter().copied().find(|f| f.column() == column)
    }

    /// Its headings, its type and its words.
    pub fn field(self) -> &'static Field {
        fields().iter().find(|f| f.column == self.column()).expect("a test looks that the catalogue has each of them")
    }

    /// Whether it says how the subject goes, and not only how that is known and who may read it. An entry that
    /// says nothing else says nothing; which of these an entry said itself is kept.
    pub fn is_news(self) -> bool {
        use EntryField::*;
        !matches!(self, ExpectedReason | Basis | Source | Audience)
    }

    /// Whether «(none)» takes it away.
    pub fn is_clearable(self) -> bool {
        self.is_news() && self.carry() == Carry::WhileOpen
    }

    /// Whether it is written in somebody's own words, or names somebody, and so is kept from others.
    pub fn is_text(self) -> bool {
        matches!(self.field().kind, FieldType::Text | FieldType::Authority)
    }
}

impl EntryFacts {
    /// Nothing but a status.
    pub fn of(status: Status) -> EntryFacts {
        let update = EntryUpdate { status: FieldUpdate::Set(status), ..EntryUpdate::default() };
        update.over(|_| None).expect("it has a status")
    }

    /// Whether it was made up to show the program.
    pub fn is_illustrative(&self) -> bool {
        self.basis == Some(EntryBasis::Illustrative)
    }
}

/// Some of the fields of an entry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EntryFields(u16);

impl EntryFields {
    /// Reads the names of fields with blanks between, as the file holds them; a name that is not known is passed
    /// over.
    pub fn read(names: &str) -> EntryFields {
        names.split_whitespace().filter_map(EntryField::named).collect()
    }

    pub fn contains(self, field: EntryField) -> bool {
        self.0 & 1 << field as u16 != 0
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub fn iter(self) -> impl Iterator<Item = EntryField> {
        EntryField::ALL.iter().copied().filter(move |f| self.contains(*f))
    }
}

impl FromIterator<EntryField> for EntryFields {
    fn from_iter<I: IntoIterator<Item = EntryField>>(fields: I) -> EntryFields {
        EntryFields(fields.into_iter().fold(0, |all, field| all | 1 << field as u16))
    }
}

/// The names with blanks between, in the order of the table.
impl Display for EntryFields {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.iter().map(EntryField::column).collect::<Vec<_>>().join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fact_is_a_column_of_the_catalogue_and_the_other_way_round() {
        let columns: Vec<&str> = EntryField::ALL.iter().map(|f| f.field().column).collect();
        let typed: Vec<&str> = fields().iter().map(|f| f.column).filter(|c| *c != "as_of").collect();
        assert_eq!(columns, typed);
        // Answers are kept with the names of columns.
        assert_eq!(serde_json::to_value(EntryField::ALL).unwrap(), serde_json::json!(columns));
    }

    #[test]
    fn facts_are_read_as_they_are_written_and_nothing_else_is_read() {
        let read = |written: &'static [(&str, &str)]| {
            let code = |field: EntryField| Ok(written.iter().find(|w| w.0 == field.column()).map(|w| w.1));
            EntryFacts::read(code, |field| field)
        };
        let facts = EntryFacts {
            light: Some(Light::Red),
            note: Some("n".into()),
            expected: PartialDate::parse("2026-Q1").ok(),
            audience: Audience::Public,
            ..EntryFacts::of(Status::Ongoing)
        };
        let written =
            [("status", "ongoing"), ("light", "red"), ("note", "n"), ("expected", "2026-Q1"), ("audience", "public")];
        for field in EntryField::ALL {
            let code = written.iter().find(|w| w.0 == field.column()).map(|w| w.1);
            assert_eq!(facts.code(*field).as_deref(), code, "{field:?}");
        }
        assert_eq!(
            read(&[
                ("status", "ongoing"),
                ("light", "red"),
                ("note", "n"),
                ("expected", "2026-Q1"),
                ("audience", "public")
            ]),
            Ok(facts)
        );
        assert_eq!(read(&[("status", "completed")]), Ok(EntryFacts::of(Status::Completed)));
        assert_eq!(read(&[("light", "red")]), Err(EntryField::Status));
        assert_eq!(read(&[("status", "ongoing"), ("light", "rød")]), Err(EntryField::Light));
    }

    #[test]
    fn names_of_fields_come_back_in_the_order_of_the_table() {
        let some = EntryFields::read("note status moon ask");
        assert_eq!(some.to_string(), "status note ask");
        assert!(some.contains(EntryField::Ask) && !some.contains(EntryField::Light));
        assert!(EntryFields::read("").is_empty());
    }
}
