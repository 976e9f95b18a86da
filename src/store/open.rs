//! Opening a file: is it ours, is it whole, is it of this time.

use super::{Error, Problem, Result, Store, busy, rows, schema_check, upgrade};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// How the file says that it is ours: `frdf`, as in schema.sql.
pub const APPLICATION_ID: i64 = 1_718_772_838;

impl Store {
    /// Opens a file to read or write it; an older one is upgraded first, after a copy. All that is read
    /// before the first change is begun is what stood in it at one moment.
    pub fn open(path: &Path) -> Result<Store> {
        let store = Store::open_to_look(path)?;
        store.tell(schema_check::tables(&store.conn)).and_then(|strange| match strange {
            Some(detail) => Err(Error::file(path, Problem::Rebuilt { detail })),
            None => Ok(store),
        })
    }

    /// The same of a file in which something else may stand in the place of a table, to name it: nothing of
    /// it may be asked before.
    pub fn open_to_look(path: &Path) -> Result<Store> {
        match std::fs::metadata(path) {
            Ok(meta) if meta.is_dir() => return Err(Error::file(path, Problem::Folder)),
            Ok(meta) if !meta.is_file() => return Err(Error::file(path, Problem::NotAFile)),
            Ok(meta) if meta.len() == 0 => return Err(Error::file(path, Problem::NotADatabase)),
            Ok(_) => {}
            Err(_) if path.is_symlink() => return Err(Error::file(path, Problem::Dangling)),
            Err(e) => return Err(Error::io(path, e)),
        }
        let opened = || -> Result<Store> {
            let mut conn = Connection::open_with_flags(
                as_file(path),
                OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
            )?;
            settings(&mut conn, path)?;
            read(&conn)?;
            let mut store = Store { conn, path: path.to_path_buf() };
            let (ours, version) = identity(&store.conn)?;
            if !ours {
                return Err(Error::file(path, Problem::NotOurs));
            }
            if version > upgrade::CURRENT {
                return Err(Error::file(path, Problem::Newer { found: version, known: upgrade::CURRENT }));
            }
            if version < upgrade::CURRENT {
                // A step reads what it rebuilds.
                if let Some(detail) = schema_check::tables(&store.conn)? {
                    return Err(Error::file(path, Problem::Rebuilt { detail }));
                }
                rest(&store.conn)?;
                upgrade::run(&mut store)?;
                read(&store.conn)?;
            }
            Ok(store)
        };
        opened().map_err(|e| e.in_file(path))
    }

    /// Opens another copy to read it; it is never altered, and so never upgraded.
    pub fn open_to_read(path: &Path) -> Result<Store> {
        match std::fs::metadata(path) {
            Ok(meta) if meta.is_dir() => return Err(Error::file(path, Problem::OtherFolder)),
            Ok(meta) if !meta.is_file() => return Err(Error::file(path, Problem::NotAFile)),
            Ok(_) => {}
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Err(Error::file(path, Problem::OtherMissing)),
            Err(e) => return Err(Error::io(path, e)),
        }
        let opened = || -> Result<Store> {
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            let mut conn = Connection::open_with_flags(as_file(path), flags)?;
            settings(&mut conn, path)?;
            read(&conn)?;
            let (ours, version) = identity(&conn)?;
            match version {
                _ if !ours => Err(Error::file(path, Problem::NotOurs)),
                found if found > upgrade::CURRENT => {
                    Err(Error::file(path, Problem::Newer { found, known: upgrade::CURRENT }))
                }
                found if found < upgrade::CURRENT => {
                    Err(crate::model::Refusal::OtherFormat { found, known: upgrade::CURRENT }.into())
                }
                _ => match schema_check::strange(&conn)?.into_iter().next() {
                    Some(strange) => Err(Error::file(path, Problem::Rebuilt { detail: strange.detail })),
                    None => Ok(Store { conn, path: path.to_path_buf() }),
                },
            }
        };
        opened().map_err(|e| e.in_file(path))
    }

    /// Ends the reading, so that others may write: before something is printed, since who reads it may
    /// take all day.
    pub fn rest(&self) -> Result<()> {
        self.tell(rest(&self.conn))
    }

    /// The same, for good. The memory is left to the end of the process, which gives it back at once
    /// and not piece by piece.
    pub fn leave(self) -> Result<()> {
        self.rest()?;
        std::mem::forget(self);
        Ok(())
    }

    /// Counts the steps that SQLite's machine takes for this file from now on, in hundreds: how much work
    /// there is, the same on every machine.
    pub fn count_steps(&mut self) -> Result<Arc<AtomicU64>> {
        let counted = Arc::new(AtomicU64::new(0));
        let count = counted.clone();
        let step = move || {
            count.fetch_add(1, Relaxed);
            false
        };
        self.conn.progress_handler(100, Some(step))?;
        Ok(counted)
    }

    /// Runs something on the file and says in our words what goes wrong with it.
    pub(super) fn tell<T>(&self, result: Result<T>) -> Result<T> {
        result.map_err(|e| e.in_file(&self.path))
    }
}

/// Begins to read: all that is read until [`rest`] stood in the file at one moment, and is locked once.
fn read(conn: &Connection) -> Result<()> {
    Ok(conn.execute_batch("BEGIN")?)
}

/// Ends what [`read`] began, so that others may write.
pub(super) fn rest(conn: &Connection) -> Result<()> {
    if !conn.is_autocommit() {
        conn.execute_batch("COMMIT")?;
    }
    Ok(())
}

/// The path as SQLite takes it for a file, whatever it looks like: `file:x` would be a URI to it, and
/// `:memory:` no file at all.
pub(super) fn as_file(path: &Path) -> Cow<'_, Path> {
    if path.is_absolute() { Cow::Borrowed(path) } else { Cow::Owned(Path::new(".").join(path)) }
}

/// Whether the file is ours, and the shape of the file.
pub fn identity(conn: &Connection) -> Result<(bool, i64)> {
    let ours: i64 = rows::one(conn, "PRAGMA application_id", [])?;
    Ok((ours == APPLICATION_ID, rows::one(conn, "PRAGMA user_version", [])?))
}

/// What was acknowledged survives a power cut: EXTRA, because only it syncs the folder after the journal
/// is gone (SQLite, «PRAGMA synchronous»); and on macOS a sync waits for the disk only where it is a full
/// one («PRAGMA fullfsync»).
pub(super) const DURABLE: &str = "PRAGMA synchronous = EXTRA; PRAGMA fullfsync = ON;";

/// Everything that we rely on is set, nothing assumed.
///
/// The rollback journal, because the file is copied, mailed and kept on shares, where WAL must not
/// be used.
pub fn settings(conn: &mut Connection, path: &Path) -> Result<()> {
    busy::wait(conn, path)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    // A statement is prepared once, whatever is bound to it.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    conn.execute_batch(DURABLE)?;
    conn.execute_batch("PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY;")?;
    conn.set_prepared_statement_cache_capacity(64);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pragma_that_is_relied_on_is_set() {
        let mut conn = Connection::open_in_memory().unwrap();
        settings(&mut conn, Path::new("fremdrift.db")).unwrap();
        let set = [("foreign_keys", 1), ("synchronous", 3), ("fullfsync", 1), ("trusted_schema", 0), ("temp_store", 2)];
        for (name, value) in set {
            let found: i64 = rows::one(&conn, &format!("PRAGMA {name}"), []).unwrap();
            assert_eq!(found, value, "{name}");
        }
    }
}
