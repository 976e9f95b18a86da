//! Changes: the one door through which anything is written.

use crate::model::change::stamp;
use crate::model::{Change, Did, EntityKind, Moment, PlanId, Record, Refusal};
use crate::store::file::connection::{ordinary, rest};
use crate::store::file::{busy, place, share};
use crate::store::rows::{Cells, FromRow, Select, row};
use crate::store::{Error, Notice, Problem, Result, Store, rows};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, Params, Transaction, TransactionBehavior, named_params};
use sha2::{Digest, Sha256};
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use uuid::{NoContext, Timestamp, Uuid};

/// From kind and plan, and then the text, to the row and its spelling.
pub(in crate::store) type Known = HashMap<(EntityKind, Option<PlanId>), HashMap<String, (i64, Rc<str>)>>;

/// Objectives that wait to be written (`queue.rs`).
#[derive(Default)]
pub(in crate::store) struct Queue {
    /// The statement that lets one wait.
    pub wait: String,
    /// The row of each, and what it names several of.
    pub rows: Vec<(i64, Record)>,
    /// Plan and number of those that wait.
    pub keys: HashSet<(PlanId, String)>,
    /// The row of the next one.
    pub next: i64,
}

/// An open change. What is written through it lands whole with [`ChangeTx::finish`], or not at all.
pub struct ChangeTx<'a> {
    pub(in crate::store) tx: Transaction<'a>,
    /// The meanings of codes and names, while nothing of the kind is written: an import asks
    /// for the same few over and over.
    pub(in crate::store) known: RefCell<Known>,
    pub(in crate::store) queue: RefCell<Queue>,
    pub(in crate::store) path: PathBuf,
    pub number: i64,
    pub(in crate::store) moment: Moment,
}

impl Store {
    /// Takes the write lock and opens a change. Refused where no author is set.
    pub fn begin(&mut self, moment: &Moment, reason: Option<&str>) -> Result<ChangeTx<'_>> {
        self.begin_undo(moment, reason, None)
    }

    /// The same, for a change that takes another back.
    pub fn begin_undo(&mut self, moment: &Moment, reason: Option<&str>, undoes: Option<i64>) -> Result<ChangeTx<'_>> {
        if moment.by.trim().is_empty() {
            return Err(Refusal::NoAuthor.into());
        }
        let path = self.path.clone();
        open_change(&mut self.conn, &path, moment, reason, undoes).map_err(|e| e.in_file(&path))
    }

    /// The changes, newest first.
    pub fn changes(&self, limit: Option<usize>) -> Result<Vec<Change>> {
        let read = || -> Result<Vec<Change>> {
            let sql =
                format!("SELECT {} FROM change WHERE open IS NULL ORDER BY number DESC LIMIT :limit", Change::COLUMNS);
            let limit = limit.map_or(-1, |l| l as i64);
            let found: Vec<Change> = rows::all(&self.conn, &sql, named_params! { ":limit": limit })?;
            found.into_iter().map(|change| with_undone(&self.conn, change, CHAIN)).collect()
        };
        self.tell(read())
    }

    pub fn change(&self, number: i64) -> Result<Change> {
        let found = change(&self.conn, number);
        self.tell(found)
    }

    /// The newest change: what is known now.
    pub fn newest_change(&self) -> Result<i64> {
        self.one("SELECT coalesce(max(number), 0) FROM change", [])
    }
}

/// The head of a change when it is opened.
pub(in crate::store) struct Head<'a> {
    pub uid: &'a str,
    /// In UTC: 2023-07-05T09:00:00Z.
    pub at: &'a str,
    pub author: &'a str,
    pub reason: Option<&'a str>,
    pub undoes: Option<i64>,
    pub program: &'a str,
    /// The day that it was where the author sat: 2023-07-05. Unknown of changes older than format 6.
    pub day: Option<&'a str>,
    /// The identities of the newest changes that it knew, as a JSON array; `None`: all that are here.
    pub knew: Option<&'a str>,
}

/// The write lock.
pub(in crate::store) fn lock<'a>(conn: &'a mut Connection, path: &Path) -> Result<Transaction<'a>> {
    if conn.is_readonly("main")? {
        return Err(Error::file(path, Problem::ReadOnly));
    }
    place::one_name(path)?;
    rest(conn)?;
    // Nothing is written on a page whose cells do not fit into it. Reading is told of damage without it.
    // Changed pages wait in memory; reading is faster where less of it is touched.
    conn.execute_batch("PRAGMA cell_size_check = ON; PRAGMA cache_size = -8192")?;
    ordinary(conn, path)?;
    if let Some(kind) = (!TOLD.swap(true, Relaxed)).then(|| share::kind(path)).flatten() {
        busy::tell(Notice::Share { file: path, kind: &kind });
    }
    Ok(conn.transaction_with_behavior(TransactionBehavior::Immediate)?)
}

/// Once in a program is enough.
static TOLD: AtomicBool = AtomicBool::new(false);

/// Opens a change; gives its number. While it is open, and only then, rows may be written.
pub(in crate::store) fn open(conn: &Connection, head: &Head) -> Result<i64> {
    rows::one(
        conn,
        "INSERT INTO change (number, uid, at, author, verb, what, reason, undoes, program, open, day, knew)
         VALUES ((SELECT coalesce(max(number), 0) + 1 FROM change),
                 :uid, :at, :author, 'open', '', :reason, :undoes, :program, 1, :day, :knew)
         RETURNING number",
        named_params! {
            ":uid": head.uid, ":at": head.at, ":author": head.author, ":reason": head.reason,
            ":undoes": head.undoes, ":program": head.program, ":day": head.day, ":knew": head.knew,
        },
    )
}

/// Closes the open change with what it did: an operation, or the sentence of an older one.
pub(in crate::store) fn close(conn: &Connection, verb: &str, what: &str, operation: Option<&str>) -> Result<()> {
    conn.prepare_cached(
        "UPDATE change SET open = NULL, verb = :verb, what = :what, operation = :operation WHERE open = 1",
    )?
    .execute(named_params! { ":verb": verb, ":what": what, ":operation": operation })?;
    Ok(())
}

fn open_change<'a>(
    conn: &'a mut Connection,
    path: &Path,
    moment: &Moment,
    reason: Option<&str>,
    undoes: Option<i64>,
) -> Result<ChangeTx<'a>> {
    let tx = lock(conn, path)?;
    let (uid, at) = (uid(moment.now), stamp(moment.now));
    let today = moment.today.to_string();
    let day = moment.today.max(moment.now.date_naive()).to_string();
    let newest: Option<String> = rows::maybe(&tx, "SELECT at FROM change ORDER BY number DESC LIMIT 1", [])?;
    if let Some(newest) = newest.as_deref().and_then(|at| at.get(..10))
        && newest > day.as_str()
    {
        busy::tell(Notice::Clock { newest, today: &day });
    }
    let (author, program) = (moment.by.trim(), env!("CARGO_PKG_VERSION"));
    let head = Head { uid: &uid, at: &at, author, reason, undoes, program, day: Some(&today), knew: None };
    let number = open(&tx, &head).map_err(|e| left_open(&tx, path).unwrap_or(e))?;
    Ok(ChangeTx {
        tx,
        known: RefCell::default(),
        queue: RefCell::default(),
        path: path.to_path_buf(),
        number,
        moment: moment.clone(),
    })
}

/// Where the file says of a change that it is still open, while nobody else can have one open.
fn left_open(conn: &Connection, path: &Path) -> Option<Error> {
    let number: i64 = rows::one(conn, "SELECT number FROM change WHERE open IS NOT NULL", []).ok()?;
    Some(Error::file(path, Problem::Damaged { detail: format!("change {number} was never closed") }))
}

/// How many undos are told one within the other.
const CHAIN: usize = 8;

row! {
    Change {
        number, uid, at, author, verb, did = "what, operation", reason, undoes; undone: None
    }
}

impl FromRow for Did {
    fn from_row(cells: &mut Cells) -> rusqlite::Result<Did> {
        let (what, operation): (String, Option<String>) = (cells.next()?, cells.next()?);
        Ok(Did::kept(&what, operation.as_deref()))
    }
}

pub(in crate::store) fn change(conn: &Connection, number: i64) -> Result<Change> {
    let found = find(conn, number)?.ok_or(Refusal::NoChange { number })?;
    with_undone(conn, found, CHAIN)
}

/// One change, without the one that it takes back.
fn find(conn: &Connection, number: i64) -> Result<Option<Change>> {
    rows::maybe(conn, &format!("SELECT {} FROM change WHERE number = ?1", Change::COLUMNS), [number])
}

fn with_undone(conn: &Connection, change: Change, depth: usize) -> Result<Change> {
    let Some(number) = change.undoes.filter(|_| depth > 0) else { return Ok(change) };
    let undone = find(conn, number)?.map(|undone| with_undone(conn, undone, depth - 1)).transpose()?;
    Ok(Change { undone: undone.map(Box::new), ..change })
}

/// The identity of something by what it says, for two who write the same without knowing of each other: RFC 9562, UUID
/// version 8, of the first half of a SHA-256.
fn uid_of(table: &str, parts: &[&str]) -> String {
    let mut digest = Sha256::new();
    for part in [table].iter().chain(parts) {
        digest.update((part.len() as u64).to_be_bytes());
        digest.update(part.as_bytes());
    }
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest.finalize()[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid().to_string()
}

pub(in crate::store) fn uid(now: DateTime<Utc>) -> String {
    let seconds = u64::try_from(now.timestamp()).unwrap_or(0);
    Uuid::new_v7(Timestamp::from_unix(NoContext, seconds, now.timestamp_subsec_nanos())).to_string()
}

impl ChangeTx<'_> {
    /// The file inside the change, with all that was written into it so far.
    pub(in crate::store) fn conn(&self) -> Result<&Connection> {
        self.flush()?;
        Ok(&self.tx)
    }

    pub fn moment(&self) -> &Moment {
        &self.moment
    }

    /// An identity for a row that another copy gives it too, where it adds a row that says the same: of what it says. One
    /// that a row has already is not given again.
    pub(in crate::store) fn shared_uid(&self, table: &str, parts: &[&str]) -> Result<String> {
        let uid = uid_of(table, parts);
        let taken = rows::one(&self.tx, &format!("SELECT EXISTS (SELECT 1 FROM {table} WHERE uid = ?1)"), [&uid])?;
        Ok(if taken { self.uid() } else { uid })
    }

    /// A new identity for a row: RFC 9562, UUID version 7, of the moment of the change.
    pub(in crate::store) fn uid(&self) -> String {
        uid(self.moment.now)
    }

    /// Gives everything up: nothing was written.
    pub fn abandon(self) -> Result<()> {
        let path = self.path.clone();
        self.flush().map_err(|e| e.in_file(&path))?;
        self.tx.rollback().map_err(|e| Error::from(e).in_file(&path))
    }
}

impl ChangeTx<'_> {
    /// [`rows::all`] of the file inside the change.
    pub(in crate::store) fn all<T: rows::FromRow, C: FromIterator<T>>(
        &self,
        sql: &str,
        bound: impl Params,
    ) -> Result<C> {
        rows::all(self.conn()?, sql, bound)
    }

    /// [`rows::one`] of the file inside the change; also what an INSERT returns.
    pub(in crate::store) fn one<T: rows::FromRow>(&self, sql: &str, bound: impl Params) -> Result<T> {
        rows::one(self.conn()?, sql, bound)
    }

    /// [`rows::maybe`] of the file inside the change.
    pub(in crate::store) fn maybe<T: rows::FromRow>(&self, sql: &str, bound: impl Params) -> Result<Option<T>> {
        rows::maybe(self.conn()?, sql, bound)
    }

    /// Writes; gives how many rows were touched.
    pub(in crate::store) fn write(&self, sql: &str, bound: impl Params) -> Result<usize> {
        Ok(self.conn()?.prepare_cached(sql)?.execute(bound)?)
    }
}
