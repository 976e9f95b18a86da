//! Taking back a change among those of other copies: each field that it wrote gets the value that the file would show
//! without it, as a change that knew it.

use super::folder::Folder;
use super::writes;
use crate::model::Refusal;
use crate::model::bundle::{Columns, RowWrite};
use crate::model::catalogue::{self, Table};
use crate::model::fold::{FoldedRow, PRESENCE, Write, fold};
use crate::store::{ChangeTx, Result, Subject};
use rusqlite::named_params;
use serde_json::Value;
use std::collections::BTreeSet;

impl ChangeTx<'_> {
    /// Whether a change came from another copy.
    pub fn is_taken_over(&self, number: i64) -> Result<bool> {
        Ok(self.maybe("SELECT knew IS NOT NULL FROM change WHERE number = ?1", [number])?.unwrap_or_default())
    }

    /// Takes back change `number`, made here or in another copy, and tells which logs were touched by that. Refused where a later
    /// change wrote something else on what it wrote, or hung something on a row that it added.
    pub fn take_back_among_copies(&self, number: i64) -> Result<Vec<Subject>> {
        self.may_be_taken_back(number)?;
        let conn = self.conn()?;
        conn.execute_batch("PRAGMA defer_foreign_keys = ON")?;
        let mut folder = self.folder()?;
        folder.marks = false;
        let place = folder.places[&number];
        let found = writes::sent(conn, &BTreeSet::from([number]))?.remove(&number).unwrap_or_default();
        let (mut logs, mut later) = (Vec::new(), BTreeSet::new());
        for RowWrite { table, row: uid, .. } in found.into_iter().rev() {
            let Some(table) = catalogue::table(&table).filter(|t| t.has_history()) else { continue };
            let writes = folder.writes(conn, table, &uid)?;
            let stands = fold(&folder.lineage, &writes);
            let others: Vec<(usize, Write)> = writes.iter().filter(|(change, _)| *change != place).cloned().collect();
            let without = fold(&folder.lineage, &others);
            let own = written(&writes, place);
            if table.name == "entry" {
                logs.extend(self.log_of_line(&uid)?);
            }
            let row = Row { table, uid: &uid, place };
            later.extend(self.row_back(&mut folder, &row, &own, &stands, &without, &others)?);
            if table.name == "entry" {
                logs.extend(self.log_of_line(&uid)?);
            }
        }
        later.remove(&self.number);
        later.remove(&number);
        if !later.is_empty() {
            return Err(Refusal::StandsOn { number, by: later.into_iter().collect() }.into());
        }
        Ok(logs)
    }

    /// One row as it would be without the change. Gives the changes that stand in the way.
    fn row_back(
        &self,
        folder: &mut Folder,
        row: &Row,
        own: &BTreeSet<String>,
        stands: &FoldedRow,
        without: &FoldedRow,
        others: &[(usize, Write)],
    ) -> Result<BTreeSet<i64>> {
        let conn = self.conn()?;
        let mut later = BTreeSet::new();
        let live = folder.live(conn, row.table, row.uid)?;
        if own.contains(PRESENCE) && stands.is_there != without.is_there {
            // It added the row, or removed it.
            match live {
                Some(id) if !without.is_there => {
                    let touched = others.iter().map(|(change, _)| *change);
                    let known = touched.filter(|change| folder.lineage.happened_before(row.place, *change));
                    later.extend(known.filter_map(|change| folder.number_of(change)));
                    if folder.is_needed(conn, row.table, id)? {
                        later.extend(self.newest_on(row.table, id)?);
                    }
                    if later.is_empty() {
                        conn.execute(&format!("DELETE FROM {} WHERE id = ?1", row.table), [id])?;
                    }
                    return Ok(later);
                }
                None if without.is_there => {
                    folder.show(conn, row.table, row.uid, without, None)?;
                    return Ok(later);
                }
                _ => {}
            }
        }
        let Some(id) = live.filter(|_| row.table.kind != catalogue::TableKind::Log) else { return Ok(later) };
        let mut back = Columns::new();
        for field in own.iter().filter(|f| !f.is_empty()) {
            let (now, then) = (stands.columns.get(field), without.columns.get(field));
            let is_shown = stands.writers.get(field) == Some(&row.place);
            let is_claim = stands.contested.get(field).is_some_and(|c| c.iter().any(|c| c.change == row.place));
            let Some(then) = then else { continue };
            if is_shown && now != Some(then) {
                back.insert(field.clone(), then.clone());
            } else if is_claim || (is_shown && stands.contested.contains_key(field)) {
                self.write(
                    "INSERT INTO settled (noun, row, field, taken, dropped, uid, value, since)
                     VALUES (:noun, :row, :field, :taken, NULL, :uid, :value, :since)",
                    named_params! {
                        ":noun": row.table.name, ":row": id, ":field": field, ":taken": then.as_str(),
                        ":uid": row.uid, ":value": then.to_string(), ":since": self.number,
                    },
                )?;
            } else if now != Some(then) {
                let wrote = stands.writers.get(field).copied();
                later.extend(
                    wrote.filter(|c| folder.lineage.happened_before(row.place, *c)).and_then(|c| folder.number_of(c)),
                );
            }
        }
        if !back.is_empty() {
            let whole = FoldedRow { columns: merged(&stands.columns, &back), ..stands.clone() };
            folder.show(conn, row.table, row.uid, &whole, Some(id))?;
        }
        Ok(later)
    }

    /// The newest change that wrote something which refers to a row.
    fn newest_on(&self, table: &Table, id: i64) -> Result<Option<i64>> {
        let mut newest: Option<i64> = None;
        for other in catalogue::with_history() {
            for (column, _) in other.references().filter(|(_, of)| *of == table.name) {
                let found: Option<i64> =
                    self.one(&format!("SELECT max(since) FROM {other} WHERE {column} = ?1"), [id])?;
                newest = newest.max(found);
            }
        }
        Ok(newest)
    }

    /// The log that a line stands in, or stood in.
    pub(super) fn log_of_line(&self, uid: &str) -> Result<Option<Subject>> {
        self.maybe(
            "SELECT objective, activity FROM entry WHERE uid = :uid
             UNION ALL SELECT was ->> 'objective', was ->> 'activity' FROM history
             WHERE noun = 'entry' AND json_extract(was, '$.uid') = :uid LIMIT 1",
            named_params! { ":uid": uid },
        )
    }
}

/// A row that a change wrote: its table, its identity, and the place of the change.
struct Row<'a> {
    table: &'static Table,
    uid: &'a str,
    place: usize,
}

/// The fields that a change wrote on a row.
fn written(writes: &[(usize, Write)], place: usize) -> BTreeSet<String> {
    let mut fields = BTreeSet::new();
    for (_, write) in writes.iter().filter(|(change, _)| *change == place) {
        match write {
            Write::Add(columns) => {
                fields.insert(PRESENCE.to_string());
                fields.extend(columns.keys().cloned());
            }
            Write::Alter(columns) | Write::Place(columns) => fields.extend(columns.keys().cloned()),
            Write::Remove => {
                fields.insert(PRESENCE.to_string());
            }
            Write::Decide(..) => {}
        }
    }
    fields
}

fn merged(all: &Columns, some: &Columns) -> Columns {
    let mut merged = all.clone();
    merged.extend(some.iter().map(|(c, v): (&String, &Value)| (c.clone(), v.clone())));
    merged
}
