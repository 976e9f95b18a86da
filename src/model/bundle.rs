//! The changes that one copy of a file sends to another, and the rows that they touched.

use super::lineage::{Heads, Lineage, OddParents};
use super::{Bilingual, Worded, both, worded};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::HashMap;

/// Columns by name. Where a column refers to another row, its value is a place in [`ChangeBundle::rows`].
pub type Columns = Map<String, Value>;

/// Everything that another copy needs to follow.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChangeBundle {
    /// The shape of the file that it was made from: `user_version`.
    pub format: i64,
    /// The identities of all changes of that file, in the order of their numbers; the first is the
    /// identity of the file.
    pub changes: Vec<String>,
    /// The rows that the steps touch or refer to.
    pub rows: Vec<BundledRow>,
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
    Row {
        place: usize,
    },
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
    /// Its place is another's here.
    Taken {
        name: String,
    },
    Names {
        table: String,
        columns: String,
    },
    Parents(OddParents),
}

impl Worded for Odd {
    fn line(&self) -> Bilingual {
        match self {
            Odd::Row { place } => both!(
                "it refers to row {place} of its own list, which is not there",
                "den henviser til række {place} i sin egen liste, og den er der ikke"
            ),
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
            Odd::Taken { name } => both!("«{name}» is another here", "»{name}« er noget andet her"),
            Odd::Names { table, columns } => both!(
                "a row of {table} is called by {columns}, and is not known by these",
                "en række i {table} kaldes ved {columns} og er ikke kendt ved dem"
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

/// A row, so that it is found in a copy where it may have another id.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BundledRow {
    pub table: String,
    pub id: i64,
    /// The number of the change that wrote it first.
    pub born: i64,
    /// Every name it ever had, the newest first: the columns that no two rows of its table share.
    pub names: Vec<Columns>,
    /// The row as it is now; nothing if it is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub now: Option<Columns>,
}

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
    /// The identities of the newest changes that its author's copy held; `None` in files of changes that are
    /// older than this: all that come before it in [`ChangeBundle::changes`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub knew: Option<Vec<String>>,
    #[serde(rename = "effects", default, skip_serializing_if = "Vec::is_empty")]
    pub row_changes: Vec<RowChange>,
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

/// A row before and after a change; without a before it was added, without an after removed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RowChange {
    pub row: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Columns>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Columns>,
}

impl RowChange {
    /// The columns that it altered.
    pub fn fields(&self) -> Vec<&str> {
        let same = |c: &String, v: &Value| self.before.as_ref().is_some_and(|b| b.get(c) == Some(v));
        let after = self.after.iter().flatten();
        after.filter(|(c, v)| !same(c, v)).map(|(c, _)| c.as_str()).collect()
    }
}

/// A quarter that was frozen or restated, with its words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Frozen {
    pub plan: usize,
    pub columns: Columns,
    pub renderings: Vec<Columns>,
    /// The changes before it that it didn't know, because they came from another copy later.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unseen: Vec<String>,
}

/// The field of a decision that is about the row itself: is it there or not?
pub const WHOLE: &str = "";

impl ChangeBundle {
    /// Adds the steps to the changes that a file knows already. Refused with the first step of which it
    /// can't be what it says that it knew.
    pub fn follow(&self, lineage: &mut Lineage) -> Result<(), (usize, OddParents)> {
        let mut heads = Heads::default();
        let mut changes = self.changes.iter();
        for (at, step) in self.steps.iter().enumerate() {
            // All that stands before it in the list must be known by now.
            for uid in changes.by_ref().take_while(|uid| **uid != step.uid) {
                let place = lineage.place(uid).ok_or((at, OddParents::NotBefore))?;
                heads.add(lineage, place);
            }
            let added = match &step.knew {
                Some(parents) => lineage.add((&step.uid, &step.at), parents),
                None => lineage.add_to((&step.uid, &step.at), &heads),
            };
            heads.add(lineage, added.map_err(|why| (at, why))?);
        }
        Ok(())
    }

    /// The newest step that wrote a field of a row, by touching or by deciding it.
    pub fn writers(&self) -> HashMap<(usize, String), usize> {
        let mut writers = HashMap::new();
        for (at, step) in self.steps.iter().enumerate() {
            for row_change in &step.row_changes {
                for field in row_change.fields() {
                    writers.insert((row_change.row, field.to_string()), at);
                }
                if row_change.before.is_none() || row_change.after.is_none() {
                    writers.insert((row_change.row, WHOLE.to_string()), at);
                }
                if let Some((row, field)) = self.resolves(row_change) {
                    writers.insert((row, field.to_string()), at);
                }
            }
        }
        writers
    }

    /// The row and field that a row change decides, if it is a decision about a row of the bundle. A number
    /// that names a row of another table than the decision does is none.
    pub fn resolves<'a>(&self, row_change: &'a RowChange) -> Option<(usize, &'a str)> {
        let settled = self.rows.get(row_change.row).is_some_and(|r| r.table == "settled");
        let after = row_change.after.as_ref().filter(|_| settled)?;
        let row = usize::try_from(after.get("row")?.as_u64()?).ok()?;
        let entity = after.get("noun")?.as_str()?;
        self.rows.get(row).filter(|r| r.table == entity)?;
        Some((row, after.get("field")?.as_str()?))
    }
}
