//! Conflicts: of a field, the copy counts that knew of the other's word.

use super::{Conflict, Merge, Why};
use crate::model::Refusal;
use crate::model::bundle::{ChangeBundle, Columns, RowChange, WHOLE};
use crate::model::catalogue::{Table, TableKind};
use crate::model::change::stamp;
use crate::store::changes::{change, history};
use crate::store::rows::{self, Select, row};
use crate::store::sync::bundle::{Version, life};
use crate::store::{ChangeTx, Result};
use rusqlite::named_params;
use serde_json::Value;

row! { Why { reason, agreed_by } }

/// Why the other copy moved a deadline to where it is: the newest move up to a step.
fn their_why(bundle: &ChangeBundle, row: usize, table: &'static Table, last: usize, to: Option<&Value>) -> Option<Why> {
    let steps = bundle.steps.iter().take(last + 1).rev();
    let moves = steps
        .flat_map(|s| &s.row_changes)
        .filter(|e| bundle.rows.get(e.row).is_some_and(|r| r.table == "deadline_move"));
    let found = moves.filter_map(|e| e.after.as_ref()).find(|m| {
        let of = |column: &str| m.get(column).and_then(Value::as_u64).and_then(|v| usize::try_from(v).ok());
        let subject = if table.name == "activity" {
            of("activity")
        } else {
            of("objective").filter(|_| of("activity").is_none())
        };
        subject == Some(row) && m.get("after").filter(|v| !v.is_null()) == to.filter(|v| !v.is_null())
    })?;
    let text = |column: &str| found.get(column).and_then(Value::as_str).map(str::to_string);
    Some(Why { reason: text("reason")?, agreed_by: text("agreed_by") })
}

/// A value in the words of a person.
fn spelled(w: &ChangeTx, table: &Table, column: &str, value: Option<&Value>) -> Result<Option<String>> {
    value.map_or(Ok(None), |v| history::spelled(w.conn()?, table, column, v))
}

impl<'a> Merge<'a> {
    /// The change of this file that wrote a field last, by altering or by deciding it.
    pub(super) fn writer(&self, table: &'static Table, id: i64, field: &str) -> Result<i64> {
        let conn = self.w.conn()?;
        let mut versions = life(conn, table, id)?;
        if let Some(first) = versions.first() {
            let same = self.ancestry.borrow_mut().same(conn, table, id, first)?;
            for other in same.into_iter().filter(|o| *o != id) {
                versions.append(&mut life(conn, table, other)?);
            }
            versions.sort_by_key(|v| (v.since, v.until.is_none(), v.until));
        }
        let mut wrote = 0;
        for (at, version) in versions.iter().enumerate() {
            let before = at.checked_sub(1).map(|b| &versions[b]).filter(|b| b.until == Some(version.since));
            let same = |b: &Version| {
                match field {
                    // In another place of its list it is the same.
                    WHOLE => b.was.iter().all(|(c, v)| c == "place" || version.was.get(c) == Some(v)),
                    field => b.was.get(field) == version.was.get(field),
                }
            };
            // It came, or came back, or was altered.
            if !before.is_some_and(same) {
                wrote = version.since;
            }
        }
        if field == WHOLE {
            wrote = versions.last().and_then(|v| v.until).unwrap_or(wrote);
        }
        let decided: i64 = rows::one(
            conn,
            "SELECT coalesce(max(since), 0) FROM settled WHERE noun = :noun AND row = :row AND field = :field",
            named_params! { ":noun": table.name, ":row": id, ":field": field },
        )?;
        Ok(decided.max(wrote))
    }

    /// Did the step of the bundle know this change of ours?
    pub(super) fn happened_before(&self, step: usize, number: i64) -> bool {
        let place = usize::try_from(number - 1).ok();
        place.is_some_and(|place| self.lineage.happened_before(place, self.place_of(step)))
    }

    /// Where a step stands among the changes of this file, which it follows.
    pub(super) fn place_of(&self, step: usize) -> usize {
        usize::try_from(self.began).expect("changes are counted from one") + step
    }

    /// Whether theirs is taken for a field of a row that is here.
    pub(super) fn accepts(&mut self, row: usize, id: i64, field: &str, row_change: &RowChange) -> Result<bool> {
        let table = self.table(row)?;
        let asked = if field == "sort" { "number" } else { field };
        let key = (row, asked.to_string());
        if let Some(take) = self.verdicts.get(&key) {
            return Ok(*take);
        }
        let Some(last) = self.writers.get(&key).copied() else { return Ok(true) };
        let take = self.resolve(row, id, table, asked, last, row_change)?;
        self.verdicts.insert(key, take);
        Ok(take)
    }

    pub(super) fn resolve(
        &mut self,
        row: usize,
        id: i64,
        table: &'static Table,
        field: &str,
        last: usize,
        row_change: &RowChange,
    ) -> Result<bool> {
        let writer = self.writer(table, id, field)?;
        if self.happened_before(last, writer) {
            return Ok(true);
        }
        let ours = self.live(table, id)?;
        let bundle: &'a ChangeBundle = self.bundle;
        let after = bundle.rows[row].now.as_ref().or(row_change.after.as_ref());
        let theirs = after.map(|a| self.here_or_not(table, a)).transpose()?;
        if field == WHOLE {
            // One copy took it out, the other wrote on it.
            let (was, there) = (Some("…".to_string()), !ours.is_empty());
            let side = |here: bool| Some(if here { "…" } else { "–" }.to_string());
            let theirs = bundle.rows[row].now.is_some();
            if there == theirs {
                return Ok(true);
            }
            let shown = if there { ours } else { self.last(table, id)? };
            return self.conflict(table, id, field, &shown, (was, side(there), side(theirs)), (writer, last));
        }
        let (mine, new) = (ours.get(field), theirs.as_ref().and_then(|t| t.get(field)));
        if mine == new {
            return Ok(false);
        }
        let before = row_change.before.as_ref().map(|b| self.here_or_not(table, b)).transpose()?;
        if before.as_ref().is_some_and(|b| b.get(field) == mine) {
            return Ok(true);
        }
        match field {
            "uid" => return Ok(new.and_then(Value::as_str) < mine.and_then(Value::as_str)),
            "place" => {
                let step = &bundle.steps[last];
                let own = change::change(self.w.conn()?, writer)?;
                let own = (stamp(own.at), own.uid);
                return Ok((step.at.clone(), step.uid.clone()) > own);
            }
            _ => {}
        }
        let words = (
            spelled(&self.w, table, field, before.as_ref().and_then(|b| b.get(field)))?,
            spelled(&self.w, table, field, mine)?,
            spelled(&self.w, table, field, new)?,
        );
        let take = self.conflict(table, id, field, &ours, words, (writer, last))?;
        if let Some(conflict) = self.conflicts.last_mut().filter(|_| field == "deadline_approved") {
            conflict.theirs_why = their_why(bundle, row, table, last, after.and_then(|a| a.get(field)));
        }
        Ok(take)
    }

    /// Why a deadline of this copy was moved to where it is.
    fn why(&self, table: &'static Table, id: i64, column: &str, to: Option<&Value>) -> Result<Option<Why>> {
        if column != "deadline_approved" {
            return Ok(None);
        }
        let of = if table.name == "activity" { "activity" } else { "activity IS NULL AND objective" };
        let newest = format!(
            "SELECT {} FROM deadline_move WHERE {of} = :id AND after IS :to ORDER BY as_of DESC, id DESC LIMIT 1",
            Why::COLUMNS
        );
        self.w.maybe(&newest, named_params! { ":id": id, ":to": to.and_then(Value::as_str) })
    }

    /// Notes a conflict, and says what was decided: nothing is as if ours were kept, but all is listed.
    pub(super) fn conflict(
        &mut self,
        table: &'static Table,
        id: i64,
        column: &str,
        row: &Columns,
        (was, ours, theirs): (Option<String>, Option<String>, Option<String>),
        (writer, last): (i64, usize),
    ) -> Result<bool> {
        let name = history::name(self.w.conn()?, table, row)?;
        let part = history::part(self.w.conn()?, table, row)?;
        let field: Vec<&str> = [part.as_str(), column].into_iter().filter(|t| !t.is_empty()).collect();
        let field = if field.is_empty() { table.to_string() } else { field.join(" ") };
        let take = (self.decide)(&name, &field);
        self.conflicts.push(Conflict {
            name,
            field,
            table,
            row: id,
            column: column.to_string(),
            was,
            ours,
            theirs,
            ours_by: (writer > 0).then(|| change::change(self.w.conn()?, writer)).transpose()?,
            theirs_by: last,
            ours_why: self.why(table, id, column, row.get(column))?,
            theirs_why: None,
            take,
        });
        Ok(take.unwrap_or_default())
    }

    /// Two objectives with one number are not one objective, unless they say the same.
    pub(super) fn is_the_same(&self, table: &'static Table, id: i64, after: &Columns) -> Result<()> {
        let ours = self.live(table, id)?;
        let differ = |field: &str| ours.get(field) != after.get(field);
        if table.kind == TableKind::Entity && table.has_uid() && differ("uid") && differ("title") {
            return Err(Refusal::BothAdded { name: history::name(self.w.conn()?, table, &ours)? }.into());
        }
        Ok(())
    }

    /// The other copy wrote on a row that was taken out here.
    pub(super) fn accepts_row(&mut self, row_change: &RowChange) -> Result<bool> {
        let row = row_change.row;
        let (table, of) = (self.table(row)?, &self.bundle.rows[row]);
        // The other copy has taken it out as well by now.
        if of.now.is_none() {
            return Ok(false);
        }
        if of.born > self.common || !self.shares_a_name(row)? {
            return Ok(true);
        }
        let (id, key) = (of.id, (row, WHOLE.to_string()));
        if let Some(take) = self.verdicts.get(&key) {
            return Ok(*take);
        }
        let newest = self.writers.iter().filter(|(k, _)| k.0 == row).map(|(_, at)| *at).max().unwrap_or_default();
        let take = self.resolve(row, id, table, WHOLE, newest, row_change)?;
        self.verdicts.insert(key, take);
        Ok(take)
    }
}
