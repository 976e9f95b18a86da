//! One table of the file, as a value.

use crate::model::Word;
use crate::model::field::Field;
use std::fmt;

/// How the rows of a table live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableKind {
    /// Things that people add, edit and take out of use.
    Entity,
    /// Parts of an entity that are nothing but their names: one that is taken out and put back is the same.
    Link,
    /// Dated facts and decisions beside the entities.
    Record,
    /// Lines that are never altered: a correction is a new line, and what is withdrawn stays in history.
    Log,
    /// Quarters as they were sent: never altered and never deleted.
    Frozen,
    /// The changes themselves, and the versions that rows had.
    Bookkeeping,
    /// Made from the other tables, anew whenever these change; not sent, and without a history.
    Derived,
}

/// A table of the file. `id` and `since` are columns of every table, and are not named here.
#[derive(Debug)]
pub struct Table {
    pub name: &'static str,
    pub kind: TableKind,
    /// As somebody calls one row; `None`: its columns are told of as fields of the row that it is part of.
    pub word: Option<Word>,
    /// The word for several.
    pub plural: Option<Word>,
    /// Whether the Danish word takes «et».
    pub neuter: bool,
    /// Its columns, in the order in which they are read; among those of an entity also what other tables keep
    /// of it.
    pub fields: &'static [Field],
    /// The columns by which a row is known in another copy, where its id is not: no two live rows share them.
    /// The surest first.
    pub keys: &'static [&'static [&'static str]],
    /// The columns that name the row which this one is part of, outermost first.
    pub parent: &'static [&'static str],
    /// The columns by which a person calls a row, beside the row that it is part of.
    pub called: &'static [&'static str],
    /// Whether two copies that know the same changes hold the same rows.
    pub shared: bool,
}

impl Table {
    pub const fn new(
        name: &'static str,
        kind: TableKind,
        fields: &'static [Field],
        keys: &'static [&'static [&'static str]],
    ) -> Table {
        let (word, plural, neuter) = (None, None, false);
        Table { name, kind, word, plural, neuter, fields, keys, parent: &[], called: &[], shared: true }
    }
    pub const fn word(self, en: &'static str, da: &'static str) -> Table {
        Table { word: Some(Word(en, da)), ..self }
    }
    pub const fn plural(self, en: &'static str, da: &'static str) -> Table {
        Table { plural: Some(Word(en, da)), ..self }
    }
    pub const fn neuter(self) -> Table {
        Table { neuter: true, ..self }
    }
    pub const fn parent(self, columns: &'static [&'static str]) -> Table {
        Table { parent: columns, ..self }
    }
    pub const fn called(self, columns: &'static [&'static str]) -> Table {
        Table { called: columns, ..self }
    }
    pub const fn of_one_copy(self) -> Table {
        Table { shared: false, ..self }
    }

    /// The columns that are stored, in the order in which they stand in the file: those that came with a later
    /// format are behind.
    pub fn columns(&self) -> impl Iterator<Item = &'static Field> {
        let mut stored: Vec<&'static Field> = self.fields.iter().filter(|f| f.kept_in.is_none()).collect();
        stored.sort_by_key(|f| f.added);
        stored.into_iter()
    }

    pub fn column(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|f| f.kept_in.is_none() && f.column == name)
    }

    /// A column, or what another table keeps of an entity.
    pub fn field(&self, column: &str) -> Option<&'static Field> {
        self.fields.iter().find(|f| f.column == column)
    }

    /// The columns that people write, in the order in which they are read.
    pub fn typed(&self) -> impl Iterator<Item = &'static Field> {
        self.fields.iter().filter(|f| f.typed)
    }

    /// The columns that refer to rows of other tables, with these tables.
    pub fn references(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let stored = self.fields.iter().filter(|f| f.kept_in.is_none());
        stored.filter_map(|f| Some((f.column, f.kind.refers_to()?)))
    }

    /// The table whose row a column holds.
    pub fn refers_to(&self, column: &str) -> Option<&'static str> {
        self.column(column)?.kind.refers_to()
    }

    /// Whether what a row said before goes to history.
    pub fn has_history(&self) -> bool {
        !matches!(self.kind, TableKind::Frozen | TableKind::Bookkeeping | TableKind::Derived)
    }

    /// Whether each row has an identity that is the same in every copy.
    pub fn has_uid(&self) -> bool {
        self.keys.iter().any(|key| matches!(key, ["uid"]))
    }
}

/// As SQL names it.
impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}
