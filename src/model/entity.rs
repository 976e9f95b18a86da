//! The entities: the tables of the catalogue whose rows people add and edit, as one type.

use super::catalogue::{self, Table};
use super::field::Field;
use super::{Lang, Word};
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

macro_rules! entities {
    ($($entity:ident: $table:ident;)+) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "lowercase")]
        pub enum EntityKind { $($entity),+ }

        impl EntityKind {
            pub const ALL: [EntityKind; [$(EntityKind::$entity),+].len()] = [$(EntityKind::$entity),+];

            pub fn table(self) -> &'static Table {
                match self { $(EntityKind::$entity => &catalogue::$table),+ }
            }
        }
    };
}

entities! {
    Partnership: PARTNERSHIP;
    Plan: PLAN;
    Area: AREA;
    Authority: AUTHORITY;
    Instrument: INSTRUMENT;
    Objective: OBJECTIVE;
    Activity: ACTIVITY;
}

/// The words that people write of each kind, and those by which they tell one from another.
struct Written {
    fields: Vec<Field>,
    key: Vec<&'static str>,
}

static WRITTEN: LazyLock<[Written; EntityKind::ALL.len()]> = LazyLock::new(|| {
    EntityKind::ALL.map(|entity| {
        let fields: Vec<Field> = entity.table().typed().copied().collect();
        // It is named to say which one is meant, so it is no flag.
        let key = fields.iter().filter(|f| f.required && !f.flag).map(|f| f.name).collect();
        Written { fields, key }
    })
});

impl EntityKind {
    /// The command, the table and, in messages, the word.
    pub fn name(self) -> &'static str {
        self.table().name
    }

    /// The word in a language.
    pub fn word(self, lang: Lang) -> &'static str {
        self.table().word.map_or(self.name(), |word| word.to(lang))
    }

    pub fn plural(self) -> &'static str {
        self.table().plural.map_or(self.name(), |Word(en, _)| en)
    }

    pub fn fields(self) -> &'static [Field] {
        &WRITTEN[self as usize].fields
    }

    /// By its name, as a table or a command has it.
    pub fn named(name: &str) -> Option<EntityKind> {
        EntityKind::ALL.into_iter().find(|entity| entity.name() == name)
    }

    pub fn field(self, name: &str) -> Option<&'static Field> {
        self.fields().iter().find(|f| f.name == name)
    }

    /// The fields that tell one from another, outermost first.
    pub fn key(self) -> &'static [&'static str] {
        &WRITTEN[self as usize].key
    }
}
