//! Following another copy: its changes are written again as changes of their own, row by row, except
//! where both copies wrote the same field without knowing of each other.

use super::bundle::{Ancestry, add_row, checked, known, sql, uids};
use crate::model::bundle::{BundledChange, ChangeBundle, Columns, Odd, RowChange, WHOLE};
use crate::model::catalogue::{self, Table, TableKind};
use crate::model::change::stamp;
use crate::model::lineage::Lineage;
use crate::model::{Change, Moment, Operation, Refusal};
use crate::store::changes::change;
use crate::store::changes::history;
use crate::store::changes::lineage;
use crate::store::changes::undo::is_taken;
use crate::store::{ChangeTx, Error, Result, Store, Subject, rows};
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, params_from_iter};
use serde_json::Value;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

mod conflict;
mod find;
mod kept;
mod reopened;
mod resolution;

pub use reopened::Reopened;

/// Where both copies wrote the same field, each without knowing of the other.
#[derive(Clone, Debug)]
pub struct Conflict {
    /// The subject: ID-2021/4.1.
    pub name: String,
    /// The field; for parts of it (a role, a tag) with the words that tell them apart.
    pub field: String,
    /// The table of the row that it is about.
    table: &'static Table,
    row: i64,
    column: String,
    pub was: Option<String>,
    pub ours: Option<String>,
    pub theirs: Option<String>,
    pub ours_by: Option<Change>,
    /// The step of the bundle that wrote it last.
    pub theirs_by: usize,
    /// Why it was moved and who agreed, where it is an approved deadline.
    pub ours_why: Option<Why>,
    pub theirs_why: Option<Why>,
    /// Whether theirs is taken; `None`: nobody has decided.
    pub take: Option<bool>,
}

/// Why a deadline was moved, and who agreed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    pub reason: String,
    pub agreed_by: Option<String>,
}

impl Conflict {
    /// Is it about the row itself? Then its values are … where it is there, and – where it is not.
    pub fn is_whole(&self) -> bool {
        self.column == WHOLE && self.table.name != "revision"
    }
}

/// A merge while it runs.
pub struct Merge<'a> {
    pub w: ChangeTx<'a>,
    bundle: &'a ChangeBundle,
    /// The changes of this file, in the order of their numbers; those taken over are added.
    ours: Vec<String>,
    /// Up to this change both copies have the same history, and so the same ids.
    common: i64,
    /// Which change of this file, and then of the steps, knew which.
    lineage: Lineage,
    writers: HashMap<(usize, String), usize>,
    found: HashMap<usize, i64>,
    /// The same the other way: no two rows of the bundle are one row here.
    claimed: HashMap<(&'static str, i64), usize>,
    verdicts: HashMap<(usize, String), bool>,
    ancestry: RefCell<Ancestry>,
    decide: &'a dyn Fn(&str, &str) -> Option<bool>,
    /// The newest change before the merge.
    began: i64,
    /// The lines that stood here before: table and uid.
    lines: BTreeSet<(&'static str, String)>,
    pub conflicts: Vec<Conflict>,
    /// Frozen quarters that came with words which their digest does not cover.
    pub uncovered: Vec<String>,
}

impl Store {
    /// Takes the write lock and makes ready to follow a bundle. `decide` says of a name and a field
    /// whether theirs is taken.
    pub fn merging<'a>(
        &'a mut self,
        moment: &Moment,
        bundle: &'a ChangeBundle,
        decide: &'a dyn Fn(&str, &str) -> Option<bool>,
    ) -> Result<Merge<'a>> {
        let path = self.path.clone();
        let tx = change::lock(&mut self.conn, &path).map_err(|e| e.in_file(&path))?;
        tx.execute_batch("PRAGMA defer_foreign_keys = ON").map_err(Error::from)?;
        let ours = uids(&tx)?;
        let lineage = lineage::lineage(&tx, &path)?;
        let lines = lines(&tx)?;
        let common = ours.iter().zip(&bundle.changes).take_while(|(a, b)| a == b).count();
        let w = ChangeTx {
            tx,
            known: RefCell::default(),
            queue: RefCell::default(),
            path,
            number: 0,
            moment: moment.clone(),
        };
        Ok(Merge {
            w,
            bundle,
            began: ours.len() as i64,
            ours,
            common: i64::try_from(common).expect("as many as there are changes"),
            lineage,
            writers: bundle.writers(),
            found: HashMap::new(),
            claimed: HashMap::new(),
            verdicts: HashMap::new(),
            ancestry: RefCell::default(),
            decide,
            lines,
            conflicts: Vec::new(),
            uncovered: Vec::new(),
        })
    }
}

impl<'a> Merge<'a> {
    /// Whether this file still knows the changes that it was asked for, and no others.
    pub fn begins_with(&self, ours: &[String]) -> bool {
        self.ours == ours
    }

    /// Takes in which changes the steps say that they knew. Refused with the first that can't have.
    pub fn follow_parents(&mut self) -> std::result::Result<(), (usize, Refusal)> {
        self.bundle.follow(&mut self.lineage).map_err(|(at, why)| (at, odd(Odd::Parents(why))))
    }

    fn table(&self, row: usize) -> Result<&'static Table> {
        let table = &self.bundle.rows.get(row).ok_or_else(|| odd(Odd::Row { place: row }))?.table;
        let known = catalogue::table(table).filter(|t| t.has_history());
        known.ok_or_else(|| odd(Odd::Table { table: table.clone() }).into())
    }

    /// Opens a change that says what a step of the other copy says of itself.
    pub fn open(&mut self, at: usize, step: &BundledChange) -> Result<()> {
        checked(&catalogue::CHANGE, &step.head())?;
        let undoes = match &step.undoes {
            None => None,
            Some(uid) => self.ours.iter().position(|u| u == uid).map(|at| at as i64 + 1),
        };
        let knew = Value::from(self.lineage.parents(self.place_of(at))).to_string();
        self.start(&change::Head {
            uid: &step.uid,
            at: &step.at,
            author: &step.author,
            reason: step.reason.as_deref(),
            undoes,
            program: &step.program,
            day: step.day.as_deref(),
            knew: Some(&knew),
        })
    }

    /// Opens a change of our own, for what was decided.
    pub fn open_own(&mut self, reason: Option<&str>) -> Result<()> {
        let moment = self.w.moment.clone();
        let (uid, at) = (change::uid(moment.now), stamp(moment.now));
        let (author, program) = (moment.by.trim(), env!("CARGO_PKG_VERSION"));
        let today = moment.today.to_string();
        let day = Some(today.as_str());
        self.start(&change::Head { uid: &uid, at: &at, author, reason, undoes: None, program, day, knew: None })
    }

    fn start(&mut self, head: &change::Head) -> Result<()> {
        self.w.number = change::open(self.w.conn()?, head)?;
        self.w.known.borrow_mut().clear();
        self.ours.push(head.uid.to_string());
        Ok(())
    }

    /// Closes the open change with what a step of the other copy says that it did.
    pub fn close(&mut self, step: &BundledChange) -> Result<Change> {
        let operation = step.operation.as_ref().map(Value::to_string);
        change::close(self.w.conn()?, &step.verb, &step.what, operation.as_deref())?;
        change::change(self.w.conn()?, self.w.number)
    }

    /// Closes a change of our own.
    pub fn close_own(&mut self, operation: &Operation) -> Result<()> {
        change::close(self.w.conn()?, operation.verb().code(), "", Some(&operation.to_json()))
    }

    /// Everything is on the disk, or, where it is not to be kept, gone.
    pub fn end(self, keep: bool) -> Result<()> {
        let path = self.w.path.clone();
        let done = if keep { self.w.tx.commit() } else { self.w.tx.rollback() };
        done.map_err(|e| Error::from(e).in_file(&path))
    }

    /// Writes again what a step did. Gives the logs that it touched.
    pub fn apply(&mut self, at: usize) -> Result<BTreeSet<Subject>> {
        let bundle: &'a ChangeBundle = self.bundle;
        let step = &bundle.steps[at];
        let mut logs = BTreeSet::new();
        let mut ordered: Vec<&RowChange> = step.row_changes.iter().rev().filter(|e| e.after.is_none()).collect();
        ordered.extend(step.row_changes.iter().filter(|e| e.before.is_some() && e.after.is_some()));
        ordered.extend(step.row_changes.iter().filter(|e| e.before.is_none()));
        for row_change in ordered {
            let table = self.table(row_change.row)?;
            self.row_change(table, row_change, &mut logs).map_err(|e| match e {
                Error::Sqlite(e) if is_taken(&e) => {
                    odd(Odd::Taken { name: called(row_change).unwrap_or_else(|| table.to_string()) }).into()
                }
                e => e,
            })?;
        }
        for frozen in &step.revisions {
            self.freeze(frozen, at)?;
        }
        Ok(logs)
    }

    fn row_change(
        &mut self,
        table: &'static Table,
        row_change: &RowChange,
        logs: &mut BTreeSet<Subject>,
    ) -> Result<()> {
        if table.name == "settled" {
            return self.apply_resolution(row_change);
        }
        if self.is_transient(row_change.row)? {
            return Ok(());
        }
        let live = self.find(row_change.row)?;
        match (live, &row_change.after) {
            (None, None) => {}
            (None, Some(_)) if table.kind == TableKind::Log && row_change.before.is_some() => {}
            // A list was written anew, and this part of it stayed as it was.
            (None, Some(_)) if row_change.before.is_some() && row_change.fields().iter().all(|f| *f == "place") => {}
            (None, Some(after)) => {
                if row_change.before.is_some() && !self.accepts_row(row_change)? {
                    return Ok(());
                }
                if !self.is_orphaned(table, after)? {
                    self.insert(table, row_change.row, after, logs)?;
                }
            }
            // It was put back later: by a step that follows, or by one of ours that the other copy knows.
            (Some(_), None) if table.kind == TableKind::Link && self.bundle.rows[row_change.row].now.is_some() => {}
            (Some(id), None) => {
                if table.kind == TableKind::Log || self.accepts(row_change.row, id, WHOLE, row_change)? {
                    if table.name == "entry" {
                        logs.extend(self.log_of(id)?);
                    }
                    self.remove(table, id)?;
                }
            }
            (Some(_), Some(_)) if table.kind == TableKind::Log => {}
            (Some(id), Some(after)) => {
                if row_change.before.is_none() {
                    self.is_the_same(table, id, after)?;
                }
                let mut fields = Vec::new();
                for field in row_change.fields() {
                    if self.accepts(row_change.row, id, field, row_change)? {
                        fields.push(field);
                    }
                }
                self.update(table, id, after, &fields)?;
            }
        }
        Ok(())
    }

    fn insert(
        &mut self,
        table: &'static Table,
        row: usize,
        after: &Columns,
        logs: &mut BTreeSet<Subject>,
    ) -> Result<i64> {
        let here = self.must_be_here(table, after)?;
        checked(table, &here)?;
        let id = add_row(self.w.conn()?, table, &here, None, self.w.number)?;
        self.claim(row, table, id);
        if table.kind == TableKind::Log {
            self.in_order(table, id)?;
        }
        if table.name == "entry" {
            let id = self.find(row)?.unwrap_or(id);
            logs.extend(self.log_of(id)?);
        }
        Ok(id)
    }

    fn remove(&self, table: &'static Table, id: i64) -> Result<()> {
        let was = self.live(table, id)?;
        self.w.conn()?.prepare_cached(&format!("DELETE FROM {table} WHERE id = ?1"))?.execute([id])?;
        self.ancestry.borrow_mut().add(table, id, &was);
        Ok(())
    }

    fn update(&mut self, table: &'static Table, id: i64, after: &Columns, fields: &[&str]) -> Result<()> {
        let only: Columns =
            after.iter().filter(|(c, _)| fields.contains(&c.as_str())).map(|(c, v)| (c.clone(), v.clone())).collect();
        let here = self.must_be_here(table, &only)?;
        let ours = self.live(table, id)?;
        // How a number sorts is right beside that number.
        let number = after.get("number").filter(|_| here.contains_key("sort"));
        let held = number.into_iter().map(|n| ("number".to_string(), n.clone())).chain(here.clone()).collect();
        checked(table, &held)?;
        let columns = known(table, &here)?;
        let columns: Vec<&&str> = columns.iter().filter(|c| ours.get(**c) != here.get(**c)).collect();
        if columns.is_empty() {
            return Ok(());
        }
        let sets: Vec<String> = columns.iter().map(|c| format!("{c} = ?")).collect();
        let sql_text = format!("UPDATE {table} SET {}, since = ? WHERE id = ?", sets.join(", "));
        let values = columns.iter().map(|c| sql(&here[**c])).chain([Sql::Integer(self.w.number), Sql::Integer(id)]);
        self.w.conn()?.prepare_cached(&sql_text)?.execute(params_from_iter(values))?;
        Ok(())
    }

    fn log_of(&self, id: i64) -> Result<Option<Subject>> {
        self.w.maybe("SELECT objective, activity FROM entry WHERE id = ?1", [id])
    }

    /// Lines of one day stand in the order of the changes that recorded them, in every copy alike: those that
    /// belong after a new one are written anew behind it.
    fn in_order(&self, table: &'static Table, new: i64) -> Result<()> {
        let conn = self.w.conn()?;
        let beside = format!(
            "SELECT t.id, t.uid FROM {table} n JOIN {table} t
             ON t.objective = n.objective AND t.activity IS n.activity AND t.as_of = n.as_of
             WHERE n.id = ?1 ORDER BY t.id"
        );
        let lines: Vec<(i64, String)> = rows::all(conn, &beside, [new])?;
        let mut stand = Vec::new();
        for (id, uid) in lines {
            let number = history::first_written(conn, table, id, &uid)?;
            stand.push((id, usize::try_from(number - 1).ok()));
        }
        let mut ordered = stand.clone();
        ordered.sort_by_key(|(_, place)| place.and_then(|place| self.lineage.order(place)));
        let in_place = stand.iter().zip(&ordered).take_while(|(is, should)| is.0 == should.0).count();
        let again: Vec<i64> = ordered.iter().skip(in_place + 1).map(|line| line.0).collect();
        for id in again {
            let row = self.live(table, id)?;
            self.remove(table, id)?;
            add_row(conn, table, &row, None, self.w.number)?;
        }
        Ok(())
    }

    /// The first row whose parent is missing when everything is written: one copy took out what the other goes on with.
    pub fn hanging(&self) -> Result<Option<Refusal>> {
        let conn = self.w.conn()?;
        let hanging = "SELECT \"table\", rowid, parent FROM pragma_foreign_key_check LIMIT 1";
        let found: Option<(String, i64, String)> = rows::maybe(conn, hanging, [])?;
        let Some((table, id, parent)) = found else { return Ok(None) };
        if let (Some(of), Some(parent)) = (catalogue::table(&table), catalogue::table(&parent)) {
            let row = self.live(of, id)?;
            for (column, _) in of.references().filter(|(_, to)| *to == parent.name) {
                let Some(above) = row.get(column).and_then(Value::as_i64) else { continue };
                let last = self.last(parent, above)?;
                if !self.is_live(parent, above)? && !last.is_empty() {
                    let name = format!("{parent} {}", history::name(conn, parent, &last)?);
                    return Ok(Some(Refusal::GoneHere { name, by: None }));
                }
            }
        }
        Ok(Some(Refusal::GoneHere { name: format!("{parent} of {table}"), by: None }))
    }
}

/// Every line that stands: table and uid.
fn lines(conn: &Connection) -> Result<BTreeSet<(&'static str, String)>> {
    let mut all = BTreeSet::new();
    for table in catalogue::with_history().filter(|t| t.kind == TableKind::Log) {
        let uids: Vec<String> = rows::all(conn, &format!("SELECT uid FROM {table}"), [])?;
        all.extend(uids.into_iter().map(|uid| (table.name, uid)));
    }
    Ok(all)
}

fn odd(why: Odd) -> Refusal {
    Refusal::OddChange { why: Box::new(why) }
}

/// The name that the other copy has for the row of a change.
fn called(row_change: &RowChange) -> Option<String> {
    let row: BTreeMap<&str, &Value> = row_change.after.as_ref()?.iter().map(|(c, v)| (c.as_str(), v)).collect();
    ["number", "code"].iter().find_map(|c| row.get(c)).and_then(|v| v.as_str()).map(str::to_string)
}
