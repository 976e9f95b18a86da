//! Which row of this file a row of the other copy is.

use super::{Merge, odd};
use crate::model::Refusal;
use crate::model::bundle::{ChangeBundle, Columns, Odd};
use crate::model::catalogue::{self, Table, TableKind};
use crate::store::Result;
use crate::store::changes::history::as_json;
use crate::store::rows;
use crate::store::sync::bundle::{known, life, sql};
use rusqlite::params_from_iter;
use serde_json::Value;

impl<'a> Merge<'a> {
    pub(super) fn is_live(&self, table: &'static Table, id: i64) -> Result<bool> {
        let sql = format!("SELECT EXISTS (SELECT 1 FROM {table} WHERE id = ?1)");
        self.w.one(&sql, [id])
    }

    pub(super) fn claim(&mut self, row: usize, table: &'static Table, id: i64) {
        self.found.insert(row, id);
        self.claimed.insert((table.name, id), row);
    }

    /// The live row of this file that a row of the bundle is.
    pub(super) fn find(&mut self, row: usize) -> Result<Option<i64>> {
        let table = self.table(row)?;
        if let Some(id) = self.found.get(&row).copied()
            && self.is_live(table, id)?
        {
            return Ok(Some(id));
        }
        let bundle: &'a ChangeBundle = self.bundle;
        let of = &bundle.rows[row];
        if of.born <= self.common
            && table.kind != TableKind::Log
            && self.is_live(table, of.id)?
            && self.shares_a_name(row)?
        {
            self.claim(row, table, of.id);
            return Ok(Some(of.id));
        }
        for name in &of.names {
            let Some(name) = self.called_here(table, name)? else { continue };
            let columns = known(table, &name)?;
            let is: Vec<String> = columns.iter().map(|c| format!("{c} IS ?")).collect();
            let was: Vec<String> = columns.iter().map(|c| format!("was ->> '{c}' IS ?")).collect();
            let values = || params_from_iter(columns.iter().map(|c| sql(&name[*c])));
            let live = format!("SELECT id FROM {table} WHERE {}", is.join(" AND "));
            let mut id: Option<i64> = self.w.maybe(&live, values())?;
            // A row with a code may have been called so before. A row with a uid is known by it, and an older
            // number may be another's now; the parts of a thing are nothing but their names.
            if id.is_none() && table.kind == TableKind::Entity && !table.has_uid() {
                let before = format!(
                    "SELECT row FROM history WHERE noun = '{table}' AND {} AND row IN (SELECT id FROM {table}) LIMIT 1",
                    was.join(" AND ")
                );
                id = self.w.maybe(&before, values())?;
            }
            let taken = id.is_some_and(|id| self.claimed.get(&(table.name, id)).is_some_and(|other| *other != row));
            if let Some(id) = id.filter(|_| !taken) {
                self.claim(row, table, id);
                return Ok(Some(id));
            }
        }
        Ok(None)
    }

    /// Was the row of this file with the id of a row of the bundle ever called like it? Changes that were
    /// taken over from each other count the same in both copies, but may have given other ids.
    pub(super) fn shares_a_name(&mut self, row: usize) -> Result<bool> {
        let table = self.table(row)?;
        let bundle: &'a ChangeBundle = self.bundle;
        let of = &bundle.rows[row];
        let versions = life(self.w.conn()?, table, of.id)?;
        for name in &of.names {
            if let Some(name) = self.called_here(table, name)?
                && versions.iter().any(|v| name.iter().all(|(column, value)| v.was.get(column) == Some(value)))
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// A name with the ids of this file. Only of the columns that a row is known by: they refer to rows of
    /// other tables and from there to others still, so nothing is asked about in a circle.
    fn called_here(&mut self, table: &'static Table, name: &Columns) -> Result<Option<Columns>> {
        if !table.keys.iter().any(|by| by.len() == name.len() && by.iter().all(|c| name.contains_key(*c))) {
            let columns = name.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
            return Err(odd(Odd::Names { table: table.to_string(), columns }).into());
        }
        self.here(table, name)
    }

    /// Columns of the bundle with the ids of this file; nothing if a row that they refer to is not here.
    pub(super) fn here(&mut self, table: &'static Table, columns: &Columns) -> Result<Option<Columns>> {
        let mut here = columns.clone();
        for (column, other) in table.references() {
            let Some(value) = columns.get(column).filter(|v| !v.is_null()) else { continue };
            let strange = || odd(Odd::Reference { table: table.to_string(), column: column.to_string() });
            let row = value.as_u64().and_then(|v| usize::try_from(v).ok()).ok_or_else(strange)?;
            // A file from elsewhere may say that a row lies in itself, or in one of another kind.
            if self.table(row)?.name != other {
                return Err(strange().into());
            }
            match self.find(row)? {
                Some(id) => here.insert(column.to_string(), id.into()),
                None => return Ok(None),
            };
        }
        Ok(Some(here))
    }

    /// The same, where it must be here: otherwise it was taken out, and the other copy goes on with it.
    pub(super) fn must_be_here(&mut self, table: &'static Table, columns: &Columns) -> Result<Columns> {
        if let Some(here) = self.here(table, columns)? {
            return Ok(here);
        }
        for (column, other) in table.references() {
            let Some(row) = columns.get(column).and_then(Value::as_u64).and_then(|v| usize::try_from(v).ok()) else {
                continue;
            };
            if self.find(row)?.is_none() {
                return Err(self.gone(other, row)?.into());
            }
        }
        Err(odd(Odd::Reference { table: table.to_string(), column: String::new() }).into())
    }

    /// Did the other copy add the row and take it out again, all since we heard of it last? Then it is
    /// none of ours, whatever it was called.
    pub(super) fn is_transient(&self, row: usize) -> Result<bool> {
        let table = self.table(row)?;
        let of = &self.bundle.rows[row];
        let born = usize::try_from(of.born)
            .ok()
            .and_then(|born| born.checked_sub(1))
            .and_then(|at| self.bundle.changes.get(at));
        let new = born.is_some_and(|uid| self.bundle.steps.iter().any(|s| s.uid == *uid));
        Ok(new && of.now.is_none() && table.kind != TableKind::Log)
    }

    /// Does it refer to a row that neither copy has any more?
    pub(super) fn is_orphaned(&mut self, table: &'static Table, columns: &Columns) -> Result<bool> {
        for (column, other) in table.references() {
            let row = columns.get(column).and_then(Value::as_u64).and_then(|v| usize::try_from(v).ok());
            if let Some(row) = row
                && catalogue::table(other).is_some_and(|t| t.kind != TableKind::Log)
                && self.find(row)?.is_none()
                && self.bundle.rows[row].now.is_none()
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// A row that the other copy needs and that was taken out here: by which change.
    pub(super) fn gone(&mut self, table: &str, row: usize) -> Result<Refusal> {
        let of = &self.bundle.rows[row];
        let mut name = format!("{table} {}", of.id);
        for called in &of.names {
            if let Some(text) = ["number", "code", "title"].iter().find_map(|c| called.get(*c)).and_then(Value::as_str)
            {
                name = format!("{table} {text}");
            }
        }
        let by: Option<i64> =
            self.w.one("SELECT max(until) FROM history WHERE noun = ?1 AND row = ?2", (table, of.id))?;
        Ok(Refusal::GoneHere { name, by: by.filter(|_| of.born <= self.common) })
    }

    pub(super) fn live(&self, table: &'static Table, id: i64) -> Result<Columns> {
        let sql = format!("SELECT {} FROM {table} WHERE id = ?1", as_json(table));
        Ok(rows::maybe(self.w.conn()?, &sql, [id])?.unwrap_or_default())
    }

    /// The columns with our ids; a reference to what is not here is left out.
    pub(super) fn here_or_not(&mut self, table: &'static Table, columns: &Columns) -> Result<Columns> {
        let mut known = columns.clone();
        for (column, _) in table.references() {
            let only: Columns =
                columns.iter().filter(|(c, _)| *c == column).map(|(c, v)| (c.clone(), v.clone())).collect();
            match self.here(table, &only)? {
                Some(here) => known.extend(here),
                None => {
                    known.remove(column);
                }
            }
        }
        Ok(known)
    }

    /// The last version of a row that is gone.
    pub(super) fn last(&self, table: &'static Table, id: i64) -> Result<Columns> {
        let last = "SELECT was FROM history WHERE noun = ?1 AND row = ?2 ORDER BY until DESC LIMIT 1";
        Ok(rows::maybe(self.w.conn()?, last, (table.name, id))?.unwrap_or_default())
    }
}
