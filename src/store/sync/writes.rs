//! The writes of the changes of a file, row by row: those that were made in it, from the versions of its rows; those
//! that were taken over, as they came.

use super::identity::Identities;
use crate::model::Refusal;
use crate::model::bundle::{Columns, Odd, RowWrite};
use crate::model::catalogue::{self, Table, TableKind};
use crate::model::entry::{Entry, EntryFacts, EntryField};
use crate::model::fold::Write;
use crate::store::changes::history::as_json;
use crate::store::rows::{self, row};
use crate::store::{ChangeTx, Result, rows::Select};
use rusqlite::{Connection, named_params};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// A version of a row.
pub(in crate::store) struct Version {
    pub since: i64,
    pub until: Option<i64>,
    pub was: Columns,
}

row! { Version { since, until, was } }

/// The versions of one row, oldest first.
pub(in crate::store) fn life(conn: &Connection, table: &Table, id: i64) -> Result<Vec<Version>> {
    let sql = format!(
        "SELECT {columns} FROM history WHERE noun = '{table}' AND row = :id
         UNION ALL SELECT since, NULL, {} FROM {table} WHERE id = :id ORDER BY since",
        as_json(table),
        columns = Version::COLUMNS
    );
    rows::all(conn, &sql, named_params! { ":id": id })
}

/// The mark of a row whose whole version was derived, and not written by the change.
pub(in crate::store) const WHOLE_ROW: &str = "*";

/// The changes of a file that were taken over from another copy: their writes are kept as they came.
pub(in crate::store) fn taken_over(conn: &Connection) -> Result<HashSet<i64>> {
    rows::all(conn, "SELECT number FROM change WHERE knew IS NOT NULL", [])
}

/// The columns that say nothing of a row but where it stands among its like.
fn is_order(column: &str) -> bool {
    matches!(column, "place" | "sort")
}

/// The writes of one row by changes that were made in this file: number and write, the oldest first.
pub(in crate::store) fn made_here(
    conn: &Connection,
    ids: &mut Identities,
    taken_over: &HashSet<i64>,
    table: &'static Table,
    identity: &str,
) -> Result<Vec<(i64, Write)>> {
    let mut before: BTreeMap<i64, Columns> = BTreeMap::new();
    let mut after: BTreeMap<i64, Columns> = BTreeMap::new();
    let mut derived: BTreeMap<i64, BTreeSet<String>> = BTreeMap::new();
    for id in ids.rows(conn, table, identity)? {
        for version in life(conn, table, id)? {
            if let Some(until) = version.until {
                before.insert(until, version.was.clone());
            }
            after.insert(version.since, version.was);
        }
        let marks: Vec<(i64, String)> =
            rows::all(conn, "SELECT since, field FROM derived_write WHERE noun = ?1 AND row = ?2", (table.name, id))?;
        for (change, field) in marks {
            derived.entry(change).or_default().insert(field);
        }
    }
    let changes: BTreeSet<i64> =
        before.keys().chain(after.keys()).copied().filter(|c| !taken_over.contains(c)).collect();
    let mut writes = Vec::new();
    for change in changes {
        let is_derived = |field: &str| derived.get(&change).is_some_and(|d| d.contains(field) || d.contains(WHOLE_ROW));
        let write = match (before.remove(&change), after.remove(&change)) {
            _ if is_derived(WHOLE_ROW) => continue,
            (None, Some(columns)) => Write::Add(ids.sent(conn, table, columns)?),
            (Some(_), None) => Write::Remove,
            // A line is never altered: what it carries over from those before it is computed.
            (Some(_), Some(_)) if table.kind == TableKind::Log => continue,
            (Some(old), Some(mut new)) => {
                new.retain(|column, value| old.get(column) != Some(value) && !is_derived(column));
                if new.is_empty() {
                    continue;
                }
                let only_order = new.keys().all(|c| is_order(c));
                let new = ids.sent(conn, table, new)?;
                if only_order { Write::Place(new) } else { Write::Alter(new) }
            }
            (None, None) => continue,
        };
        writes.push((change, write));
    }
    Ok(writes)
}

/// The writes of one row by changes of other copies: number and write.
pub(in crate::store) fn brought(conn: &Connection, table: &Table, identity: &str) -> Result<Vec<(i64, Write)>> {
    let sql = "SELECT since, added, data FROM foreign_write WHERE noun = ?1 AND uid = ?2 ORDER BY id";
    let found: Vec<(i64, i64, Option<Columns>)> = rows::all(conn, sql, (table.name, identity))?;
    Ok(found.into_iter().map(|(change, added, data)| (change, write_of(added == 1, data))).collect())
}

/// A write as it is sent.
pub(in crate::store) fn write_of(added: bool, data: Option<Columns>) -> Write {
    match data {
        None => Write::Remove,
        Some(columns) if added => Write::Add(columns),
        Some(columns) if columns.keys().all(|c| is_order(c)) => Write::Place(columns),
        Some(columns) => Write::Alter(columns),
    }
}

/// Decisions about one row that stand: the change that made each, and what it says.
pub(in crate::store) fn decided(conn: &Connection, table: &Table, identity: &str) -> Result<Vec<(i64, Write)>> {
    let sql = "SELECT since, field, value FROM settled WHERE noun = ?1 AND uid = ?2 AND value IS NOT NULL ORDER BY id";
    let found: Vec<(i64, String, String)> = rows::all(conn, sql, (table.name, identity))?;
    let read = |(change, field, value): (i64, String, String)| {
        let value = serde_json::from_str::<Value>(&value).ok()?;
        Some((change, Write::Decide(field, value)))
    };
    Ok(found.into_iter().filter_map(read).collect())
}

/// The writes of some changes, for another copy: of each change, table by table in the order in which rows can be
/// written.
pub(in crate::store) fn sent(conn: &Connection, numbers: &BTreeSet<i64>) -> Result<BTreeMap<i64, Vec<RowWrite>>> {
    let mut all: BTreeMap<i64, Vec<RowWrite>> = BTreeMap::new();
    let Some(first) = numbers.first().copied() else { return Ok(all) };
    let (mut ids, taken_over) = (Identities::default(), taken_over(conn)?);
    for table in catalogue::with_history() {
        let sql = format!(
            "SELECT row FROM history WHERE noun = '{table}' AND (since >= ?1 OR until >= ?1)
             UNION SELECT id FROM {table} WHERE since >= ?1 ORDER BY 1"
        );
        let touched: Vec<i64> = rows::all(conn, &sql, [first])?;
        // In the order in which they were written: two lines of one change stand so in every copy.
        let mut rows: Vec<std::rc::Rc<str>> = Vec::new();
        let mut seen = HashSet::new();
        for id in touched {
            rows.extend(ids.of(conn, table, id)?.filter(|identity| seen.insert(identity.clone())));
        }
        for identity in rows {
            for (change, write) in made_here(conn, &mut ids, &taken_over, table, &identity)? {
                if numbers.contains(&change) {
                    all.entry(change).or_default().push(RowWrite::of(table.name, &identity, write));
                }
            }
        }
    }
    let sql = "SELECT since, noun, uid, added, data FROM foreign_write WHERE since >= ?1 ORDER BY id";
    let brought: Vec<(i64, String, String, i64, Option<Columns>)> = rows::all(conn, sql, [first])?;
    for (change, table, row, added, columns) in brought.into_iter().filter(|b| numbers.contains(&b.0)) {
        all.entry(change).or_default().push(RowWrite { table, row, added: added == 1, columns });
    }
    Ok(all)
}

impl ChangeTx<'_> {
    /// The facts with which an entry was written down, whatever stood before it then: as it came from another copy, or as
    /// its first version here has them.
    pub fn recorded_facts(&self, entry: &Entry) -> Result<EntryFacts> {
        let conn = self.conn()?;
        let sql = "SELECT data FROM foreign_write WHERE noun = 'entry' AND uid = ?1 AND added = 1 ORDER BY id LIMIT 1";
        if let Some(columns) = rows::maybe::<Columns>(conn, sql, [&entry.uid])? {
            return self.facts_of(&columns);
        }
        Ok(self
            .withdrawn(&entry.uid)?
            .into_iter()
            .min_by_key(|e| e.changed_in)
            .map_or(entry.facts.clone(), |e| e.facts))
    }

    /// The facts of an entry as it is sent.
    fn facts_of(&self, columns: &Columns) -> Result<EntryFacts> {
        let mut codes: BTreeMap<EntryField, Option<String>> = BTreeMap::new();
        for field in EntryField::ALL.iter().copied() {
            let text = columns.get(field.column()).and_then(Value::as_str).map(str::to_string);
            let code = match (field, text) {
                (EntryField::Ask, Some(identity)) => self.code_of(&identity)?,
                (_, text) => text,
            };
            codes.insert(field, code);
        }
        let odd = |field: EntryField| Refusal::OddChange {
            why: Box::new(Odd::Column { table: "entry".into(), column: field.column().into() }),
        };
        Ok(EntryFacts::read(|field| Ok(codes.get(&field).and_then(|c| c.as_deref())), odd)?)
    }

    /// The code of an authority by its identity.
    fn code_of(&self, identity: &str) -> Result<Option<String>> {
        let conn = self.conn()?;
        let rows = Identities::default().rows(conn, &catalogue::AUTHORITY, identity)?;
        let id = rows.last().copied().unwrap_or_default();
        rows::maybe(conn, "SELECT code FROM authority WHERE id = ?1", [id])
    }
}
