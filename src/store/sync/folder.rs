//! Rows of the file as they follow from all writes that it knows, written where they stand otherwise.
//!
//! A change that was taken over writes them under its own number, so history tells who did it. A change that was made
//! here marks what it only computed, so that another copy is sent what its author wrote and computes the rest.

use super::bundle::{add_row, checked, known, sql};
use super::conflict::{self, Kind};
use super::identity::{Identities, references};
use super::writes::{self, WHOLE_ROW};
use crate::model::bundle::{Columns, Odd};
use crate::model::catalogue::{self, Table, TableKind};
use crate::model::fold::{FoldedRow, PRESENCE, Write, fold};
use crate::model::lineage::Lineage;
use crate::model::{Refusal, sort_key};
use crate::store::changes::history::as_json;
use crate::store::{Result, rows};
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, params_from_iter};
use serde_json::Value;
use std::collections::{BTreeSet, HashMap, HashSet};

/// Folds rows while a change is open.
pub(in crate::store) struct Folder {
    pub lineage: Lineage,
    pub ids: Identities,
    /// The changes whose writes came from another copy.
    pub taken_over: HashSet<i64>,
    /// Where the change with each number stands in the lineage.
    pub places: HashMap<i64, usize>,
    /// The change that is open.
    pub number: i64,
    /// Whether the open change was made here.
    pub is_own: bool,
    /// Whether what is written is marked as computed, where the open change was made here.
    pub marks: bool,
    /// The rows that are being written, each since another refers to it.
    required: BTreeSet<(&'static str, String)>,
    /// Names that more than one row claims: table, the row that it is unique in, the name.
    pub(super) claimed: BTreeSet<(&'static str, Option<i64>, String)>,
    /// Areas whose place in the tree was written.
    pub(super) moved: BTreeSet<String>,
}

pub(super) fn odd(why: Odd) -> Refusal {
    Refusal::OddChange { why: Box::new(why) }
}

impl Folder {
    pub fn new(conn: &Connection, lineage: Lineage) -> Result<Folder> {
        let numbers: Vec<(i64, String)> = rows::all(conn, "SELECT number, uid FROM change", [])?;
        let places = numbers.into_iter().filter_map(|(number, uid)| Some((number, lineage.place(&uid)?))).collect();
        Ok(Folder {
            lineage,
            ids: Identities::default(),
            taken_over: writes::taken_over(conn)?,
            places,
            number: 0,
            is_own: false,
            marks: true,
            required: BTreeSet::new(),
            claimed: BTreeSet::new(),
            moved: BTreeSet::new(),
        })
    }

    /// Goes on with the change that is open now.
    pub fn goes_on(&mut self, number: i64, place: usize, is_own: bool) {
        self.number = number;
        self.is_own = is_own;
        self.places.insert(number, place);
        if !is_own {
            self.taken_over.insert(number);
        }
    }

    /// The number of the change at a place of the lineage.
    pub(super) fn number_of(&self, place: usize) -> Option<i64> {
        self.places.iter().find(|(_, at)| **at == place).map(|(number, _)| *number)
    }

    /// Every write of a row that the file knows.
    pub(super) fn writes(
        &mut self,
        conn: &Connection,
        table: &'static Table,
        identity: &str,
    ) -> Result<Vec<(usize, Write)>> {
        let mut all = writes::made_here(conn, &mut self.ids, &self.taken_over, table, identity)?;
        all.extend(writes::brought(conn, table, identity)?);
        all.extend(writes::decided(conn, table, identity)?);
        Ok(all.into_iter().filter_map(|(number, write)| Some((*self.places.get(&number)?, write))).collect())
    }

    /// Where a line of a log stands among the others of its day: the place of the first change that recorded it, alike
    /// in every copy, and its place among the lines of that change.
    pub fn recorded(
        &mut self,
        conn: &Connection,
        table: &'static Table,
        identity: &str,
    ) -> Result<Option<(usize, i64)>> {
        let mut all = writes::made_here(conn, &mut self.ids, &self.taken_over, table, identity)?;
        all.extend(writes::brought(conn, table, identity)?);
        let added = all.into_iter().filter(|(_, write)| matches!(write, Write::Add(_)));
        let placed = added.filter_map(|(number, _)| Some((number, *self.places.get(&number)?)));
        let first = placed.min_by(|a, b| self.lineage.order(a.1).cmp(&self.lineage.order(b.1)));
        let Some((number, place)) = first else { return Ok(None) };
        let within = if self.taken_over.contains(&number) {
            // Of a row there are few writes, of a change there may be many: the plus keeps SQLite from going by the change.
            format!("SELECT min(id) FROM foreign_write WHERE noun = '{table}' AND uid = ?1 AND +since = ?2")
        } else {
            format!(
                "SELECT min(row) FROM (SELECT row FROM history WHERE noun = '{table}' AND json_extract(was, '$.uid') = ?1
                 UNION ALL SELECT id FROM {table} WHERE uid = ?1) WHERE ?2 > 0"
            )
        };
        let at: Option<i64> = rows::one(conn, &within, (identity, number))?;
        Ok(Some((place, at.unwrap_or_default())))
    }

    /// A row as it follows from its writes; `None` where there is none.
    pub fn folded(&mut self, conn: &Connection, table: &'static Table, identity: &str) -> Result<Option<FoldedRow>> {
        let writes = self.writes(conn, table, identity)?;
        Ok((!writes.is_empty()).then(|| fold(&self.lineage, &writes)))
    }

    /// The number of a row that stands.
    pub fn live(&mut self, conn: &Connection, table: &'static Table, identity: &str) -> Result<Option<i64>> {
        for id in self.ids.rows(conn, table, identity)?.into_iter().rev() {
            if rows::one(conn, &format!("SELECT EXISTS (SELECT 1 FROM {table} WHERE id = ?1)"), [id])? {
                return Ok(Some(id));
            }
        }
        Ok(None)
    }

    /// Writes a row as it follows from its writes, and its conflicts.
    pub fn refold(&mut self, conn: &Connection, table: &'static Table, identity: &str) -> Result<()> {
        let Some(folded) = self.folded(conn, table, identity)? else { return Ok(()) };
        let live = self.live(conn, table, identity)?;
        if !folded.is_there {
            return match live {
                Some(id) => self.remove(conn, table, identity, id, &folded),
                None => conflict::forget(conn, table.name, identity),
            };
        }
        let id = self.show(conn, table, identity, &folded, live)?;
        self.keep_conflicts(conn, table, identity, id, &folded, false)
    }

    /// Takes a row out, where nothing that stands refers to it. Else it stays, and that is a conflict.
    fn remove(
        &mut self,
        conn: &Connection,
        table: &'static Table,
        identity: &str,
        id: i64,
        folded: &FoldedRow,
    ) -> Result<()> {
        if self.is_needed(conn, table, id)? {
            return self.keep_conflicts(conn, table, identity, id, folded, true);
        }
        conn.prepare_cached(&format!("DELETE FROM {table} WHERE id = ?1"))?.execute([id])?;
        self.mark(conn, table, id, WHOLE_ROW)?;
        conflict::forget(conn, table.name, identity)
    }

    /// Whether a row that stands refers to it.
    pub fn is_needed(&self, conn: &Connection, table: &Table, id: i64) -> Result<bool> {
        for other in catalogue::with_history() {
            for (column, _) in other.references().filter(|(_, of)| *of == table.name) {
                if rows::one(conn, &format!("SELECT EXISTS (SELECT 1 FROM {other} WHERE {column} = ?1)"), [id])? {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// A row that another one refers to: where it is gone it comes back, and that is a conflict.
    fn required(&mut self, conn: &Connection, table: &'static Table, identity: &str) -> Result<i64> {
        if let Some(id) = self.live(conn, table, identity)? {
            return Ok(id);
        }
        let missing = || odd(Odd::NeverAdded { table: table.to_string() });
        let folded = self.folded(conn, table, identity)?.ok_or_else(missing)?;
        if !self.required.insert((table.name, identity.to_string())) {
            return Err(missing().into());
        }
        let shown = self.show(conn, table, identity, &folded, None);
        self.required.remove(&(table.name, identity.to_string()));
        let id = shown?;
        self.keep_conflicts(conn, table, identity, id, &folded, !folded.is_there)?;
        Ok(id)
    }

    /// The columns with the numbers of this file in the place of identities.
    fn here(&mut self, conn: &Connection, table: &'static Table, columns: &Columns) -> Result<Columns> {
        let mut here = columns.clone();
        for (column, of) in references(table) {
            let Some(value) = columns.get(column).filter(|v| !v.is_null()) else { continue };
            let strange = || odd(Odd::Reference { table: table.to_string(), column: column.to_string() });
            let identity = value.as_str().ok_or_else(strange)?.to_string();
            here.insert(column.to_string(), self.required(conn, of, &identity)?.into());
        }
        if table.name == "settled" {
            let text = |column: &str| columns.get(column).and_then(Value::as_str).unwrap_or_default().to_string();
            let of = catalogue::table(&text("noun")).filter(|t| t.has_history());
            let row = of.map(|of| self.ids.rows(conn, of, &text("uid"))).transpose()?.and_then(|r| r.last().copied());
            here.insert("row".into(), row.unwrap_or_default().into());
        }
        if let Some(number) = here.get("number").and_then(Value::as_str).filter(|_| table.column("sort").is_some()) {
            here.insert("sort".into(), sort_key(number).into());
        }
        Ok(here)
    }

    /// Writes a row that is there. Gives its number.
    pub(super) fn show(
        &mut self,
        conn: &Connection,
        table: &'static Table,
        identity: &str,
        folded: &FoldedRow,
        live: Option<i64>,
    ) -> Result<i64> {
        // A line stands as it was added; what it carries over is computed afterwards.
        if let Some(id) = live.filter(|_| table.kind == TableKind::Log) {
            return Ok(id);
        }
        let mut here = self.here(conn, table, &folded.columns)?;
        let added = table.keys.first().is_none_or(|key| key.iter().all(|c| here.contains_key(*c)));
        if !added {
            return Err(odd(Odd::NeverAdded { table: table.to_string() }).into());
        }
        self.untangled(conn, table, (identity, live), &mut here)?;
        self.named_apart(conn, table, live, &mut here)?;
        checked(table, &here)?;
        let Some(id) = live else {
            let again = self.ids.rows(conn, table, identity)?.last().copied().filter(|_| table.kind != TableKind::Log);
            let id = add_row(conn, table, &here, &[("id", again)], self.number)?;
            self.ids.add(conn, table, id, identity)?;
            if again.is_none() && !table.has_uid() && table.kind != TableKind::Link {
                conn.prepare_cached("INSERT INTO row_identity (noun, row, uid, since) VALUES (?1, ?2, ?3, ?4)")?
                    .execute((table.name, id, identity, self.number))?;
            }
            self.mark(conn, table, id, WHOLE_ROW)?;
            return Ok(id);
        };
        let sql_text = format!("SELECT {} FROM {table} WHERE id = ?1", as_json(table));
        let stands: Columns = rows::one(conn, &sql_text, [id])?;
        let columns: Vec<&str> = known(table, &here)?.into_iter().filter(|c| stands.get(*c) != here.get(*c)).collect();
        self.update(conn, table, id, &columns, &here)?;
        Ok(id)
    }

    /// Alters columns of a row.
    pub(super) fn update(
        &mut self,
        conn: &Connection,
        table: &Table,
        id: i64,
        columns: &[&str],
        here: &Columns,
    ) -> Result<()> {
        if columns.is_empty() {
            return Ok(());
        }
        let sets: Vec<String> = columns.iter().map(|c| format!("{c} = ?")).collect();
        let text = format!("UPDATE {table} SET {}, since = ? WHERE id = ?", sets.join(", "));
        let values = columns.iter().map(|c| sql(&here[*c])).chain([Sql::Integer(self.number), Sql::Integer(id)]);
        conn.prepare_cached(&text)?.execute(params_from_iter(values))?;
        for column in columns {
            self.mark(conn, table, id, column)?;
        }
        Ok(())
    }

    /// Notes what a change that was made here did not write itself.
    fn mark(&self, conn: &Connection, table: &Table, id: i64, field: &str) -> Result<()> {
        if self.is_own && self.marks {
            conn.prepare_cached(
                "INSERT OR IGNORE INTO derived_write (noun, row, field, since) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute((table.name, id, field, self.number))?;
        }
        Ok(())
    }

    /// Keeps the conflicts of a row as they are now.
    fn keep_conflicts(
        &self,
        conn: &Connection,
        table: &Table,
        identity: &str,
        id: i64,
        folded: &FoldedRow,
        is_needed: bool,
    ) -> Result<()> {
        let told = |field: &str| field == PRESENCE || table.column(field).is_some_and(|c| !c.da.is_empty());
        let mut all: Vec<(&str, Kind, Value)> = Vec::new();
        for (field, claims) in folded.contested.iter().filter(|(field, _)| told(field)) {
            let kind = if field == PRESENCE { Kind::Presence } else { Kind::Value };
            all.push((field, kind, conflict::claims(&self.lineage, claims)));
        }
        if is_needed && !folded.contested.contains_key(PRESENCE) {
            let gone = folded
                .writers
                .get(PRESENCE)
                .map(|change| crate::model::fold::Claim { change: *change, value: false.into() });
            all.push((PRESENCE, Kind::Needed, conflict::claims(&self.lineage, gone.as_slice())));
        }
        conflict::replace(conn, (table.name, id, identity), &all, self.number)
    }

    /// Looks again at what depends on more rows than one: rows that stay because others refer to them, and names
    /// that several claim.
    pub fn look_again(&mut self, conn: &Connection) -> Result<()> {
        loop {
            let kept = conflict::of_kind(conn, Kind::Needed)?;
            let mut again = false;
            for (table, identity) in kept {
                let Some(id) = self.live(conn, table, &identity)? else {
                    conflict::forget(conn, table.name, &identity)?;
                    continue;
                };
                if !self.is_needed(conn, table, id)? {
                    self.refold(conn, table, &identity)?;
                    again = true;
                }
            }
            if !again {
                break;
            }
        }
        self.untangle(conn)?;
        self.settle_names(conn)
    }
}
