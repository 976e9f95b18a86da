//! Decisions, made here or in the other copy; and frozen quarters.

use super::{Conflict, Merge, odd};
use crate::model::bundle::{ChangeBundle, Frozen, Odd, RowChange, WHOLE};
use crate::model::catalogue::{self, Table};
use crate::model::{Move, PartialDate, Refusal, Word};
use crate::store::changes::change;
use crate::store::rows::{Select, row};
use crate::store::sync::bundle::{add_row, checked};
use crate::store::tables::sealed::covers_words;
use crate::store::{Result, Subject};
use chrono::NaiveDate;
use rusqlite::named_params;
use serde_json::Value;
use std::collections::BTreeSet;

/// The move that leads a deadline to what stands.
struct Led {
    subject: Subject,
    before: Option<PartialDate>,
    after: Option<PartialDate>,
    as_of: NaiveDate,
    reason: Option<String>,
    agreed_by: Option<String>,
}

row! {
    Led {
        subject = "t.objective, t.activity", before = "m.before", after = "t.stands", as_of = "max(m.as_of, :today)",
        reason = "coalesce((SELECT reason FROM change WHERE number = :since), (SELECT reason FROM chosen),
                           (SELECT reason FROM corrected))",
        agreed_by = "(SELECT agreed_by FROM chosen)",
    }
}

impl<'a> Merge<'a> {
    /// A decision of the other copy.
    pub(super) fn apply_resolution(&mut self, row_change: &RowChange) -> Result<()> {
        let bundle: &'a ChangeBundle = self.bundle;
        let Some(after) = &row_change.after else { return Ok(()) };
        checked(&catalogue::SETTLED, after)?;
        let text = |column: &str| after.get(column).and_then(Value::as_str);
        if text("noun") == Some("revision") {
            return self.record_frozen_resolution(text("uid"), text("taken"), text("dropped"));
        }
        let (row, field) = bundle
            .resolves(row_change)
            .ok_or_else(|| odd(Odd::Decision { about: text("noun").unwrap_or_default().into() }))?;
        let table = self.table(row)?;
        let of = &bundle.rows[row];
        let live = self.find(row)?;
        let take = match live {
            Some(id) => self.accepts(row, id, field, row_change)?,
            None => self.accepts_row(&RowChange { row, before: None, after: None })?,
        };
        if take {
            match (&of.now, live) {
                (Some(now), Some(id)) if field != WHOLE => {
                    let fields = if field == "number" { vec!["number", "sort"] } else { vec![field] };
                    self.update(table, id, now, &fields)?;
                }
                (Some(now), None) if field == WHOLE => {
                    self.insert(table, row, now, &mut BTreeSet::new())?;
                }
                (None, Some(id)) if field == WHOLE => {
                    self.remove(table, id)?;
                }
                _ => {}
            }
        }
        let id = match self.find(row)? {
            Some(id) => id,
            None if of.born <= self.common && self.shares_a_name(row)? => of.id,
            None => return Ok(()),
        };
        self.record_resolution(table, id, field, text("taken"), text("dropped"))
    }

    /// Which of two frozen quarters was taken there. What was sent stays, so it is only written down; the
    /// one that is meant may be in the other copy alone.
    fn record_frozen_resolution(&self, uid: Option<&str>, taken: Option<&str>, dropped: Option<&str>) -> Result<()> {
        let id: Option<i64> = self.w.maybe("SELECT id FROM revision WHERE uid = ?1", [uid])?;
        self.write_resolution(&catalogue::REVISION, (id.unwrap_or_default(), uid), WHOLE, taken, dropped)
    }

    pub(super) fn record_resolution(
        &self,
        table: &Table,
        row: i64,
        field: &str,
        taken: Option<&str>,
        dropped: Option<&str>,
    ) -> Result<()> {
        let uid = if table.has_uid() { self.identity(table, row)? } else { None };
        self.write_resolution(table, (row, uid.as_deref()), field, taken, dropped)
    }

    /// The identity of a row that has one, live or gone.
    fn identity(&self, table: &Table, row: i64) -> Result<Option<String>> {
        let sql = format!(
            "SELECT uid FROM {table} WHERE id = :row
             UNION ALL SELECT was ->> 'uid' FROM history WHERE noun = '{table}' AND row = :row LIMIT 1"
        );
        self.w.maybe(&sql, named_params! { ":row": row })
    }

    fn write_resolution(
        &self,
        table: &Table,
        (row, uid): (i64, Option<&str>),
        field: &str,
        taken: Option<&str>,
        dropped: Option<&str>,
    ) -> Result<()> {
        self.w.write(
            "INSERT INTO settled (noun, row, field, taken, dropped, since, uid)
             VALUES (:noun, :row, :field, :taken, :dropped, :since, :uid)",
            named_params! {
                ":noun": table.name, ":row": row, ":field": field, ":taken": taken, ":dropped": dropped,
                ":since": self.w.number, ":uid": uid,
            },
        )?;
        Ok(())
    }

    /// Writes down, in a change of our own, what was decided; the last move of a deadline says what it is.
    pub fn record_resolutions(&self) -> Result<()> {
        for c in &self.conflicts {
            let (taken, dropped) = match c.take {
                Some(true) => (&c.theirs, &c.ours),
                _ => (&c.ours, &c.theirs),
            };
            self.record_resolution(c.table, c.row, &c.column, taken.as_deref(), dropped.as_deref())?;
            if c.column == "deadline_approved" {
                self.move_to_what_stands(c)?;
            }
        }
        Ok(())
    }

    /// The last move of a deadline leads to what stands. It has the reason of the decision, else that of the
    /// move that was chosen, and was agreed by whoever agreed to that one.
    pub(super) fn move_to_what_stands(&self, c: &Conflict) -> Result<()> {
        let of = if c.table.name == "activity" {
            "SELECT t.objective, t.id, t.deadline_approved FROM activity t WHERE t.id = :row"
        } else {
            "SELECT t.id, NULL, t.deadline_approved FROM objective t WHERE t.id = :row"
        };
        let led: Option<Led> = self.w.maybe(
            &format!(
                "WITH t (objective, activity, stands) AS ({of}),
                 m (before, as_of) AS (SELECT m.after, m.as_of FROM deadline_move m JOIN t ON m.objective = t.objective
                                       AND m.activity IS t.activity ORDER BY m.as_of DESC, m.id DESC LIMIT 1),
                 chosen (reason, agreed_by) AS (
                     SELECT m.reason, m.agreed_by FROM deadline_move m JOIN t ON m.objective = t.objective
                     AND m.activity IS t.activity AND m.after IS t.stands ORDER BY m.as_of DESC, m.id DESC LIMIT 1),
                 corrected (reason) AS (
                     SELECT m.reason FROM deadline_correction m JOIN t ON m.objective = t.objective
                     AND m.activity IS t.activity AND m.after IS t.stands ORDER BY m.as_of DESC, m.id DESC LIMIT 1)
                 SELECT {} FROM t JOIN m WHERE m.before IS NOT t.stands",
                Led::COLUMNS
            ),
            named_params! { ":row": c.row, ":today": self.w.moment.today.to_string(), ":since": self.w.number },
        )?;
        let Some(Led { subject, before, after, as_of, reason, agreed_by }) = led else { return Ok(()) };
        let hint = Word(
            "say why one deadline was chosen: --reason \"...\"",
            "begrund, hvorfor den ene frist er valgt: --reason \"...\"",
        );
        let reason = reason.ok_or(Refusal::ReasonNeeded { hint })?;
        self.w.add_move(subject, &Move { before, after, as_of, reason, agreed_by })
    }

    /// A quarter that the other copy froze or restated.
    pub(super) fn freeze(&mut self, frozen: &Frozen, at: usize) -> Result<()> {
        let bundle: &'a ChangeBundle = self.bundle;
        let of = bundle.rows.get(frozen.plan).ok_or_else(|| odd(Odd::Row { place: frozen.plan }))?;
        let plan = self.find(frozen.plan)?.unwrap_or(of.id);
        let text = |column: &str| frozen.columns.get(column).and_then(Value::as_str).unwrap_or_default().to_string();
        let number = frozen.columns.get("number").and_then(Value::as_i64).unwrap_or_default();
        let there: Option<(i64, String, String)> = self.w.maybe(
            "SELECT id, uid, digest FROM revision WHERE plan = ?1 AND quarter = ?2 AND number = ?3",
            (plan, text("quarter"), number),
        )?;
        if let Some((id, uid, digest)) = there {
            if uid == text("uid") || digest == text("digest") {
                return Ok(());
            }
            let (name, field) = (text("code"), format!("{} revision {number}", text("quarter")));
            let take = (self.decide)(&name, &field);
            if take == Some(true) {
                return Err(Refusal::FrozenBoth { quarter: text("quarter"), plan: name }.into());
            }
            let by: i64 = self.w.one("SELECT since FROM revision WHERE id = ?1", [id])?;
            self.conflicts.push(Conflict {
                name,
                field,
                table: &catalogue::REVISION,
                row: id,
                column: WHOLE.into(),
                was: None,
                ours: Some(digest),
                theirs: Some(text("digest")),
                ours_by: Some(change::change(self.w.conn()?, by)?),
                theirs_by: at,
                ours_why: None,
                theirs_why: None,
                take,
            });
            return Ok(());
        }
        if !covers_words(&text("content")) {
            self.uncovered.push(format!("{}.{number} of {}", text("quarter"), text("code")));
        }
        checked(&catalogue::REVISION, &frozen.columns)?;
        for words in &frozen.renderings {
            checked(&catalogue::RENDERING, words)?;
        }
        let conn = self.w.conn()?;
        let revision = add_row(conn, &catalogue::REVISION, &frozen.columns, Some(("plan", plan)), self.w.number)?;
        for words in &frozen.renderings {
            add_row(conn, &catalogue::RENDERING, words, Some(("revision", revision)), self.w.number)?;
        }
        let mut unseen: BTreeSet<i64> = (1..self.w.number).filter(|n| !self.happened_before(at, *n)).collect();
        let number_of = |uid: &String| self.ours.iter().position(|u| u == uid).map(|at| at as i64 + 1);
        unseen.extend(frozen.unseen.iter().filter_map(number_of));
        for change in unseen {
            conn.prepare_cached("INSERT INTO unseen (revision, change, since) VALUES (?1, ?2, ?3)")?.execute((
                revision,
                change,
                self.w.number,
            ))?;
        }
        Ok(())
    }
}
