//! The changes that one copy of a file sends to another, and what each wrote.

pub use super::fold::Columns;
use super::fold::Write;
use super::lineage::{Lineage, OddParents};
use super::{Bilingual, Worded, both, worded};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Everything that another copy needs to follow.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChangeBundle {
    /// The shape of the file that it was made from: `user_version`.
    pub format: i64,
    /// The identities of all changes that the copy knows; the first is the identity of the file.
    pub changes: Vec<String>,
    pub steps: Vec<BundledChange>,
    /// The digest of all that the copy says which sends it: who knows the same changes says the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    /// SHA-256 of the file without this, in hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
}

/// Something in a change of another copy that no copy of this file can hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Odd {
    Table {
        table: String,
    },
    Column {
        table: String,
        column: String,
    },
    Reference {
        table: String,
        column: String,
    },
    Decision {
        about: String,
    },
    Value {
        table: String,
        column: String,
        why: Bilingual,
    },
    /// Another row of the same identity says otherwise what it is.
    Identity {
        table: String,
    },
    /// It alters a row that nobody added.
    NeverAdded {
        table: String,
    },
    Parents(OddParents),
}

impl Worded for Odd {
    fn line(&self) -> Bilingual {
        match self {
            Odd::Table { table } => both!("there is no table {table}", "der er ingen tabel {table}"),
            Odd::Column { table, column } => {
                both!("the table {table} has no column {column}", "tabellen {table} har ingen kolonne {column}")
            }
            Odd::Reference { table, column } => both!(
                "the {column} of {table} is not a row of the kind that it should be",
                "{column} i {table} er ikke en række af den rette slags"
            ),
            Odd::Decision { about } => both!(
                "it decides about {about}, which it does not bring along",
                "den afgør noget om {about}, som den ikke har med"
            ),
            Odd::Value { table, column, why } => both!(
                "the {column} of {table} can't be so: {en}",
                "{column} i {table} kan ikke være sådan: {da}",
                en = &why.en,
                da = &why.da
            ),
            Odd::Identity { table } => both!(
                "a row of {table} has an identity that is not its own",
                "en række i {table} har en identitet, der ikke er dens egen"
            ),
            Odd::NeverAdded { table } => both!(
                "it alters a row of {table} that was never added",
                "den ændrer en række i {table}, der aldrig er tilføjet"
            ),
            Odd::Parents(OddParents::NotBefore) => both!(
                "it says that it knew a change that does not come before it",
                "den siger, at den kendte en ændring, der ikke kommer før den"
            ),
            Odd::Parents(OddParents::NoneOrTwice) => both!(
                "it does not say in a way that can be followed which changes it knew",
                "den siger ikke på en måde, der kan følges, hvilke ændringer den kendte"
            ),
            Odd::Parents(OddParents::TooMany) => both!(
                "it says that it knew more branches than can be followed",
                "den siger, at den kendte flere grene, end der kan følges"
            ),
        }
    }

    fn hint(&self) -> Option<Bilingual> {
        None
    }
}

worded!(Odd);

/// One change, and what it did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BundledChange {
    pub uid: String,
    pub at: String,
    pub author: String,
    pub verb: String,
    /// The deed as a sentence, in changes older than format 6.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub what: String,
    /// The deed as an [`Operation`](super::Operation); read when the change is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The identity of the change that it takes back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undoes: Option<String>,
    pub program: String,
    /// The day that it was where the author sat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<String>,
    /// The identities of the newest changes that its author's copy held.
    pub knew: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub writes: Vec<RowWrite>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub revisions: Vec<Frozen>,
}

impl BundledChange {
    /// Its own words, as the columns of a change.
    pub fn head(&self) -> Columns {
        let operation = self.operation.as_ref().map(Value::to_string);
        let texts = [
            ("uid", Some(&self.uid)),
            ("at", Some(&self.at)),
            ("author", Some(&self.author)),
            ("verb", Some(&self.verb)),
            ("what", Some(&self.what)),
            ("operation", operation.as_ref()),
            ("reason", self.reason.as_ref()),
            ("program", Some(&self.program)),
            ("day", self.day.as_ref()),
        ];
        texts.into_iter().filter_map(|(column, text)| Some((column.to_string(), text?.clone().into()))).collect()
    }
}

/// One row as a change wrote it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RowWrite {
    pub table: String,
    /// The identity of the row, alike in every copy.
    pub row: String,
    /// Whether it was added, with all of its columns.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub added: bool,
    /// The columns that were written; `None`: the row was removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub columns: Option<Columns>,
}

impl RowWrite {
    /// A write as it is sent. A decision is sent as the row that holds it.
    pub fn of(table: &str, row: &str, write: Write) -> RowWrite {
        let (added, columns) = match write {
            Write::Add(columns) => (true, Some(columns)),
            Write::Alter(columns) | Write::Place(columns) => (false, Some(columns)),
            Write::Remove | Write::Decide(..) => (false, None),
        };
        RowWrite { table: table.to_string(), row: row.to_string(), added, columns }
    }
}

/// A quarter that was frozen or restated, with its words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Frozen {
    /// The identity of the plan.
    pub plan: String,
    pub columns: Columns,
    pub renderings: Vec<Columns>,
}

impl ChangeBundle {
    /// Adds the steps to the changes that a file knows already. Refused with the first step of which it can't be
    /// what it says that it knew.
    pub fn follow(&self, lineage: &mut Lineage) -> Result<(), (usize, OddParents)> {
        for (at, step) in self.steps.iter().enumerate() {
            lineage.add((&step.uid, &step.at), &step.knew).map_err(|why| (at, why))?;
        }
        Ok(())
    }
}
