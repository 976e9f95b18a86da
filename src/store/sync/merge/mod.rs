//! Following another copy: its changes are taken over as they are, and the rows that they wrote follow from all
//! writes that are known then.

use super::bundle::{checked, uids};
use super::folder::{Folder, odd};
use super::identity::references;
use crate::model::bundle::{BundledChange, ChangeBundle, Columns, Odd, RowWrite};
use crate::model::catalogue::{self, Table, TableKind};
use crate::model::change::stamp;
use crate::model::{Change, Moment, Operation, Refusal};
use crate::store::changes::{change, history, lineage};
use crate::store::{ChangeTx, Error, Result, Store, Subject, rows};
use rusqlite::Connection;
use serde_json::Value;
use std::cell::RefCell;
use std::collections::BTreeSet;

/// A merge while it runs.
pub struct Merge<'a> {
    pub w: ChangeTx<'a>,
    bundle: &'a ChangeBundle,
    /// The changes of this file, in the order of their numbers; those taken over are added.
    ours: Vec<String>,
    folder: Folder,
    /// Frozen quarters that came with words which their digest does not cover.
    pub uncovered: Vec<String>,
}

impl Store {
    /// Takes the write lock and makes ready to follow a bundle.
    pub fn merging<'a>(&'a mut self, moment: &Moment, bundle: &'a ChangeBundle) -> Result<Merge<'a>> {
        let path = self.path.clone();
        let tx = change::lock(&mut self.conn, &path).map_err(|e| e.in_file(&path))?;
        tx.execute_batch("PRAGMA defer_foreign_keys = ON").map_err(Error::from)?;
        let ours = uids(&tx)?;
        let folder = Folder::new(&tx, lineage::lineage(&tx, &path)?)?;
        let w = ChangeTx {
            tx,
            known: RefCell::default(),
            queue: RefCell::default(),
            path,
            number: 0,
            moment: moment.clone(),
        };
        Ok(Merge { w, bundle, ours, folder, uncovered: Vec::new() })
    }
}

impl<'a> Merge<'a> {
    /// Whether this file still knows the changes that it was asked for, and no others.
    pub fn begins_with(&self, ours: &[String]) -> bool {
        self.ours == ours
    }

    /// Takes in which changes the steps say that they knew. Refused with the first that can't have.
    pub fn follow_parents(&mut self) -> std::result::Result<(), (usize, Refusal)> {
        self.bundle.follow(&mut self.folder.lineage).map_err(|(at, why)| (at, odd(Odd::Parents(why))))
    }

    /// Takes over one change with all that it wrote. Gives the logs that it touched; the change stays open.
    pub fn take_over(&mut self, step: &BundledChange) -> Result<BTreeSet<Subject>> {
        self.open(step)?;
        for write in &step.writes {
            let table = self.sound(write)?;
            self.keep(table, write)?;
        }
        let mut logs = BTreeSet::new();
        // The parts of a thing go before it, and come after it.
        let removed = step.writes.iter().rev().filter(|w| w.columns.is_none());
        let written = step.writes.iter().filter(|w| w.columns.is_some());
        for write in removed.chain(written) {
            let table = table(&write.table)?;
            if table.name == "entry" {
                logs.extend(self.w.log_of_line(&write.row)?);
            }
            self.refold(table, write)?;
            if table.name == "entry" {
                logs.extend(self.w.log_of_line(&write.row)?);
            }
            if table.kind == TableKind::Log && write.columns.is_some() {
                self.in_order(table, &write.row)?;
            }
        }
        for frozen in &step.revisions {
            let uncovered = self.folder.freeze(self.w.conn()?, frozen)?;
            self.uncovered.extend(uncovered);
        }
        Ok(logs)
    }

    /// Writes the row of a write as it follows from all. A decision is about another row, which follows too.
    fn refold(&mut self, table: &'static Table, write: &RowWrite) -> Result<()> {
        let about = (table.name == "settled").then(|| self.decides(write)).transpose()?.flatten();
        let conn = self.w.conn()?;
        self.folder.refold(conn, table, &write.row)?;
        match about {
            Some((of, identity)) => self.folder.refold(conn, of, &identity),
            None => Ok(()),
        }
    }

    /// The row that a decision is about.
    fn decides(&mut self, write: &RowWrite) -> Result<Option<(&'static Table, String)>> {
        let conn = self.w.conn()?;
        let kept: Option<Columns> = match &write.columns {
            Some(columns) => Some(columns.clone()),
            None => self.folder.folded(conn, &catalogue::SETTLED, &write.row)?.map(|folded| folded.columns),
        };
        let text = |column: &str| kept.as_ref()?.get(column)?.as_str().map(str::to_string);
        let of = text("noun").and_then(|noun| catalogue::table(&noun)).filter(|t| t.has_history());
        Ok(of.zip(text("uid")))
    }

    /// Opens the change of the other copy, as it is.
    fn open(&mut self, step: &BundledChange) -> Result<()> {
        checked(&catalogue::CHANGE, &step.head())?;
        let undoes = match &step.undoes {
            None => None,
            Some(uid) => self.ours.iter().position(|u| u == uid).map(|at| at as i64 + 1),
        };
        let knew = Value::from(step.knew.clone()).to_string();
        self.start(
            &change::Head {
                uid: &step.uid,
                at: &step.at,
                author: &step.author,
                reason: step.reason.as_deref(),
                undoes,
                program: &step.program,
                day: step.day.as_deref(),
                knew: Some(&knew),
            },
            false,
        )
    }

    /// Opens a change of our own, for what was decided.
    pub fn open_own(&mut self, reason: Option<&str>) -> Result<()> {
        let moment = self.w.moment.clone();
        let (uid, at) = (change::uid(moment.now), stamp(moment.now));
        let (author, program) = (moment.by.trim(), env!("CARGO_PKG_VERSION"));
        let today = moment.today.to_string();
        let day = Some(today.as_str());
        let mut heads = crate::model::lineage::Heads::default();
        for place in 0..self.folder.lineage.len() {
            heads.add(&self.folder.lineage, place);
        }
        let added = self.folder.lineage.add_to((&uid, &at), &heads);
        added.map_err(|why| odd(Odd::Parents(why)))?;
        self.start(&change::Head { uid: &uid, at: &at, author, reason, undoes: None, program, day, knew: None }, true)
    }

    fn start(&mut self, head: &change::Head, is_own: bool) -> Result<()> {
        self.w.number = change::open(self.w.conn()?, head)?;
        self.w.known.borrow_mut().clear();
        self.ours.push(head.uid.to_string());
        let place = self
            .folder
            .lineage
            .place(head.uid)
            .ok_or_else(|| odd(Odd::Parents(crate::model::lineage::OddParents::NotBefore)))?;
        self.folder.goes_on(self.w.number, place, is_own);
        Ok(())
    }

    /// Looks at what depends on more rows than one, and closes the change of the other copy with what it says that it
    /// did. `logs`: those that it touched, with their lines as they are carried over now.
    pub fn close(&mut self, step: &BundledChange, logs: &BTreeSet<Subject>) -> Result<Change> {
        self.look_again(logs)?;
        let operation = step.operation.as_ref().map(Value::to_string);
        change::close(self.w.conn()?, &step.verb, &step.what, operation.as_deref())?;
        change::change(self.w.conn()?, self.w.number)
    }

    /// Closes a change of our own.
    pub fn close_own(&mut self, operation: &Operation) -> Result<()> {
        self.w.follows()?;
        change::close(self.w.conn()?, operation.verb().code(), "", Some(&operation.to_json()))
    }

    pub fn look_again(&mut self, logs: &BTreeSet<Subject>) -> Result<()> {
        for of in logs {
            self.folder.contradictions(&self.w, *of)?;
        }
        let conn = self.w.conn()?;
        self.folder.look_again(conn)?;
        self.folder.frozen_twice(conn)
    }

    /// Everything is on the disk, or, where it is not to be kept, gone.
    pub fn end(self, keep: bool) -> Result<()> {
        let path = self.w.path.clone();
        let done = if keep { self.w.tx.commit() } else { self.w.tx.rollback() };
        done.map_err(|e| Error::from(e).in_file(&path))
    }

    /// Holds a write to the rules of the file: of its table, its columns, and its identity.
    fn sound(&mut self, write: &RowWrite) -> Result<&'static Table> {
        let table = table(&write.table)?;
        let Some(columns) = &write.columns else {
            return if self.is_known(table, &write.row)? { Ok(table) } else { Err(never_added(table).into()) };
        };
        let mut held = columns.clone();
        for (column, of) in references(table) {
            if let Some(value) = columns.get(column).filter(|v| !v.is_null()) {
                let strange = || odd(Odd::Reference { table: table.to_string(), column: column.to_string() });
                let identity = value.as_str().ok_or_else(strange)?;
                // A row that lies in itself.
                if of.name == table.name && identity == write.row {
                    return Err(strange().into());
                }
                held.insert(column.to_string(), 1.into());
            }
        }
        checked(table, &held)?;
        let own = || odd(Odd::Identity { table: table.to_string() });
        if write.added {
            let fits = if table.has_uid() {
                columns.get("uid").and_then(Value::as_str) == Some(&write.row)
            } else {
                self.folder.ids.fits(table, columns, &write.row)
            };
            if !fits {
                return Err(own().into());
            }
        } else if columns.contains_key("uid") && table.has_uid() {
            return Err(own().into());
        } else if !self.is_known(table, &write.row)? {
            return Err(never_added(table).into());
        }
        Ok(table)
    }

    /// Whether a row was ever added, here or by another copy.
    fn is_known(&mut self, table: &'static Table, row: &str) -> Result<bool> {
        let conn = self.w.conn()?;
        let here = !self.folder.ids.rows(conn, table, row)?.is_empty();
        Ok(here || !super::writes::brought(conn, table, row)?.is_empty())
    }

    /// Keeps a write as it came.
    fn keep(&self, table: &Table, write: &RowWrite) -> Result<()> {
        let data = write.columns.as_ref().map(|columns| Value::Object(columns.clone()).to_string());
        self.w
            .conn()?
            .prepare_cached("INSERT INTO foreign_write (noun, uid, added, data, since) VALUES (?1, ?2, ?3, ?4, ?5)")?
            .execute((table.name, &write.row, write.added, data, self.w.number))?;
        Ok(())
    }

    /// Lines of one day stand in the order of the changes that recorded them, in every copy alike: those that
    /// belong after a new one are written anew behind it.
    fn in_order(&mut self, table: &'static Table, uid: &str) -> Result<()> {
        let conn = self.w.conn()?;
        let Some(new) = self.folder.live(conn, table, uid)? else { return Ok(()) };
        let beside = format!(
            "SELECT t.id, t.uid FROM {table} n JOIN {table} t
             ON t.objective = n.objective AND t.activity IS n.activity AND t.as_of = n.as_of
             WHERE n.id = ?1 ORDER BY t.id"
        );
        let lines: Vec<(i64, String)> = rows::all(conn, &beside, [new])?;
        if lines.len() < 2 {
            return Ok(());
        }
        let mut stand = Vec::new();
        for (id, uid) in lines {
            let recorded = self.folder.recorded(conn, table, &uid)?;
            stand.push((id, uid, recorded));
        }
        let mut ordered = stand.clone();
        ordered.sort_by(|a, b| {
            let order = |at: Option<(usize, i64)>| Some((self.folder.lineage.order(at?.0), at?.1));
            (order(a.2), &a.1).cmp(&(order(b.2), &b.1))
        });
        let in_place = stand.iter().zip(&ordered).take_while(|(is, should)| is.0 == should.0).count();
        let again: Vec<(i64, String)> =
            ordered.iter().skip(in_place + 1).map(|line| (line.0, line.1.clone())).collect();
        for (id, uid) in again {
            let row: Columns =
                rows::one(conn, &format!("SELECT {} FROM {table} WHERE id = ?1", history::as_json(table)), [id])?;
            conn.prepare_cached(&format!("DELETE FROM {table} WHERE id = ?1"))?.execute([id])?;
            let id = super::bundle::add_row(conn, table, &row, &[], self.w.number)?;
            self.folder.ids.add(conn, table, id, &uid)?;
        }
        Ok(())
    }

    /// The first row whose parent is missing when everything is written.
    pub fn hanging(&self) -> Result<Option<Refusal>> {
        hanging(self.w.conn()?)
    }
}

fn hanging(conn: &Connection) -> Result<Option<Refusal>> {
    let sql = "SELECT \"table\", parent FROM pragma_foreign_key_check LIMIT 1";
    let found: Option<(String, String)> = rows::maybe(conn, sql, [])?;
    Ok(found.map(|(table, column)| odd(Odd::Reference { table, column })))
}

fn never_added(table: &Table) -> Refusal {
    odd(Odd::NeverAdded { table: table.to_string() })
}

fn table(name: &str) -> Result<&'static Table> {
    let known = catalogue::table(name).filter(|t| t.has_history());
    known.ok_or_else(|| odd(Odd::Table { table: name.to_string() }).into())
}
