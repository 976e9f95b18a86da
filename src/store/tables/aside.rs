//! The frozen quarters of a file before a backup was put in its place.

use crate::store::file::{busy, connection};
use crate::store::rows::{self, Select, row};
use crate::store::{ChangeTx, Result, Store};
use rusqlite::{Connection, OpenFlags, named_params};
use std::collections::HashSet;
use std::path::Path;

/// A frozen quarter that is only in a file that was put aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PutAside {
    /// The identity of the revision.
    pub uid: String,
    /// Of its plan.
    pub code: String,
    pub quarter: String,
    pub number: i64,
    /// As it was printed.
    pub digest: String,
    /// 2026-10-02
    pub frozen_on: String,
    pub frozen_by: String,
    /// The name of the file.
    pub file: String,
}

/// How far a file knows.
#[derive(Clone, Debug, Default)]
pub struct Past {
    /// The identities of its changes; the first is that of the file.
    pub changes: Vec<String>,
    /// Its frozen quarters, without the name of a file.
    pub frozen: Vec<PutAside>,
}

row! { PutAside { uid, code, quarter, number, digest, frozen_on, frozen_by, file } }

/// In the shape of the table.
const FROZEN: &str = "
    WITH frozen AS (SELECT r.uid, r.code, r.quarter, r.number, r.digest, substr(c.at, 1, 10) AS frozen_on,
                           c.author AS frozen_by, '' AS file FROM revision r JOIN change c ON c.number = r.since)
    SELECT {columns} FROM frozen ORDER BY quarter, code, number";

/// Looks how far a file knows, whatever its format; nothing where it can't be read.
pub fn past(path: &Path) -> Option<Past> {
    if !std::fs::metadata(path).is_ok_and(|m| m.is_file()) {
        return None;
    }
    let read = || -> Result<Past> {
        let mut conn = Connection::open_with_flags(connection::as_file(path), OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        busy::wait(&mut conn, path)?;
        if !connection::identity(&conn)?.0 || crate::store::file::schema_check::tables(&conn)?.is_some() {
            return Ok(Past::default());
        }
        let changes = rows::all(&conn, "SELECT uid FROM change ORDER BY number", [])?;
        // Before format 4 nothing was frozen.
        let frozen = match rows::one(&conn, "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'revision')", [])?
        {
            true => rows::all(&conn, &FROZEN.replace("{columns}", PutAside::COLUMNS), [])?,
            false => vec![],
        };
        Ok(Past { changes, frozen })
    };
    // A damaged file is restored because it can't be read.
    read().ok().filter(|past| !past.changes.is_empty())
}

impl Past {
    /// How many of its changes another file does not know.
    pub fn lost(&self, other: &Past) -> usize {
        let known: HashSet<&String> = other.changes.iter().collect();
        self.changes.iter().filter(|uid| !known.contains(uid)).count()
    }

    /// Its frozen quarters that another file does not hold.
    pub fn only_here<'a>(&'a self, other: &Past) -> Vec<&'a PutAside> {
        self.frozen.iter().filter(|f| !other.frozen.iter().any(|o| o.uid == f.uid)).collect()
    }
}

impl ChangeTx<'_> {
    /// Writes down that a frozen quarter is only in the file that was put aside.
    pub fn put_aside(&self, frozen: &PutAside, file: &str) -> Result<()> {
        self.write(
            "INSERT INTO put_aside (uid, code, quarter, number, digest, frozen_on, frozen_by, file, since)
                 VALUES (:uid, :code, :quarter, :number, :digest, :frozen_on, :frozen_by, :file, :since)",
            named_params! {
                ":uid": frozen.uid, ":code": frozen.code, ":quarter": frozen.quarter, ":number": frozen.number,
                ":digest": frozen.digest, ":frozen_on": frozen.frozen_on, ":frozen_by": frozen.frozen_by,
                ":file": file, ":since": self.number,
            },
        )?;
        Ok(())
    }
}

impl Store {
    /// The frozen quarters that were put aside and are not here again.
    pub fn quarters_put_aside(&self) -> Result<Vec<PutAside>> {
        let sql = format!(
            "SELECT {} FROM put_aside a
             WHERE NOT EXISTS (SELECT 1 FROM revision r WHERE r.uid = a.uid) GROUP BY uid ORDER BY quarter, code, number",
            PutAside::COLUMNS
        );
        self.all(&sql, [])
    }
}
