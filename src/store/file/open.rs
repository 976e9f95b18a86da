//! Opening a file: is it ours, is it whole, is it of this time.

use super::connection::{as_file, identity, read, rest, settings};
use super::upgrade::CURRENT;
use super::{schema_check, upgrade};
use crate::store::{Error, Problem, Result, Store};
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

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
            if version > CURRENT {
                return Err(Error::file(path, Problem::Newer { found: version, known: CURRENT }));
            }
            if version < CURRENT {
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
                found if found > CURRENT => Err(Error::file(path, Problem::Newer { found, known: CURRENT })),
                found if found < CURRENT => Err(crate::model::Refusal::OtherFormat { found, known: CURRENT }.into()),
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
    pub(in crate::store) fn tell<T>(&self, result: Result<T>) -> Result<T> {
        result.map_err(|e| e.in_file(&self.path))
    }
}
