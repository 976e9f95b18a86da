//! Copies of the file: made with SQLite's online backup, looked at before they are called done.

use super::upgrade::CURRENT;
use super::{busy, connection, create, place, sidecar};
use crate::store::{Error, Problem, Result, Store, rows};
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

impl Store {
    /// Writes a copy to `target`, reads it through, and gives its size in bytes. Never over a file.
    pub fn backup(&self, target: &Path) -> Result<u64> {
        copy(&self.path, target)?;
        fs::metadata(target).map(|m| m.len()).map_err(|e| Error::io(target, e))
    }
}

/// Copies a database that may be in use. The target is new, its owner's alone, and synced. It is made
/// beside its place and put there when it is whole: a copy is taken away alone, and what was cut off
/// half-way would be known only by the journal beside it.
pub fn copy(source: &Path, target: &Path) -> Result<()> {
    Store::is_free(target)?;
    let (_beside, fresh) = prepared(source, target)?;
    Store::place(&fresh, target)
}

/// A whole copy of a database in a folder of its own beside `target`, for which it is made; the folder goes
/// when it is let go of.
pub fn prepared(source: &Path, target: &Path) -> Result<(tempfile::TempDir, PathBuf)> {
    let folder = target.parent().filter(|f| !f.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let beside = tempfile::Builder::new().prefix(".fremdrift-").tempdir_in(folder).map_err(|e| match e.kind() {
        std::io::ErrorKind::NotFound => Error::file(target, Problem::NoFolder),
        kind => Error::io(target, kind.into()),
    })?;
    let fresh = beside.path().join("copy");
    create::reserve(&fresh).map_err(|e| e.said_of(target))?;
    let made = || -> Result<()> {
        let mut from = Connection::open_with_flags(
            connection::as_file(source),
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )?;
        busy::wait(&mut from, source)?;
        let of_copy = |e: rusqlite::Error| Error::from(e).in_file(&fresh).said_of(target);
        let mut to = Connection::open(connection::as_file(&fresh)).map_err(of_copy)?;
        to.execute_batch(connection::DURABLE).map_err(of_copy)?;
        {
            let backup = Backup::new(&from, &mut to)?;
            loop {
                match backup.step(1000)? {
                    StepResult::Done => break,
                    StepResult::More => std::thread::sleep(Duration::from_millis(5)),
                    // It was waited for already.
                    _ => return Err(Error::file(source, Problem::Locked { waited: busy::waited() })),
                }
            }
        }
        // A copy of a file in WAL is in WAL; it is copied and mailed on, so it is none.
        to.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))?;
        whole(&to, target)?;
        drop(to);
        create::sync(&fresh).map_err(|e| Error::io(target, e))
    };
    // It is the copy that there is no room for.
    made().map_err(|e| match e.in_file(source) {
        Error::File { problem: problem @ (Problem::Full | Problem::Unwritten { .. }), .. } => {
            Error::file(target, problem)
        }
        e => e,
    })?;
    Ok((beside, fresh))
}

fn whole(conn: &Connection, path: &Path) -> Result<()> {
    let answer: String = rows::one(conn, "PRAGMA integrity_check(1)", [])?;
    if answer == "ok" {
        return Ok(());
    }
    Err(Error::file(path, Problem::Damaged { detail: answer }))
}

/// Writes a backup into the file itself, in one transaction, as anybody who writes: who waits for the
/// file goes on in what was restored, and nobody is left with a file that has moved away. What was there
/// is copied to `kept` under the same lock. False where SQLite can't read what is at `target`.
fn restored_in_place(source: &Path, target: &Path, kept: &Path) -> Result<bool> {
    // To close a file gives up every lock on it (POSIX): it is opened before they are taken, and closed after.
    let Ok(mut now) = fs::File::open(target) else { return Ok(false) };
    // Under one of several names only that one is replaced.
    if fs::canonicalize(source).ok() == fs::canonicalize(target).ok() || place::names(target) > 1 {
        return Ok(false);
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let Ok(mut to) = Connection::open_with_flags(connection::as_file(target), flags) else { return Ok(false) };
    let mut usable = || -> Result<()> {
        busy::wait(&mut to, target)?;
        to.execute_batch(connection::DURABLE)?;
        to.execute_batch("BEGIN EXCLUSIVE; ROLLBACK")?;
        connection::ordinary(&to, target)
    };
    match usable().map_err(|e| e.in_file(target)) {
        Ok(()) => {}
        Err(e @ Error::File { problem: Problem::Locked { .. } | Problem::WriteAhead { .. }, .. }) => return Err(e),
        Err(_) => return Ok(false),
    }
    let mut from = Connection::open_with_flags(connection::as_file(source), OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    busy::wait(&mut from, source)?;
    let mut written = || -> Result<()> {
        let backup = Backup::new(&from, &mut to)?;
        // It was waited for already.
        let locked = || Error::file(target, Problem::Locked { waited: busy::waited() });
        // The first step takes the lock; on the disk the file is still as it was.
        match backup.step(1)? {
            StepResult::Done | StepResult::More => keep(&mut now, kept)?,
            _ => return Err(locked()),
        }
        loop {
            match backup.step(1000)? {
                StepResult::Done => return Ok(()),
                StepResult::More => {}
                _ => return Err(locked()),
            }
        }
    };
    // The copy that was kept stays: a disk that fails at the very end may have made the change all the same.
    match written().map_err(|e| e.in_file(target)) {
        Ok(()) => {}
        Err(Error::File { problem: Problem::Damaged { .. } | Problem::NotADatabase, .. }) => return Ok(false),
        Err(e) => return Err(e),
    }
    // A backup in WAL makes a file in WAL.
    to.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(())).map_err(|e| Error::from(e).in_file(target))?;
    Ok(true)
}

/// Copies what stands in a file to a new one, its owner's alone, whole or not at all.
fn keep(now: &mut fs::File, kept: &Path) -> Result<()> {
    create::reserve(kept)?;
    let mut copied = || -> std::io::Result<()> {
        let mut copy = fs::OpenOptions::new().write(true).open(kept)?;
        std::io::copy(now, &mut copy)?;
        copy.sync_all()?;
        create::sync_folder(kept)
    };
    copied().map_err(|e| {
        let _ = fs::remove_file(kept);
        Error::io(kept, e)
    })
}

/// Whether a backup can be put in the place of a file: one of ours, whole, and not of a later format.
pub fn look(source: &Path) -> Result<()> {
    // Is it one of ours and whole? Opened without upgrading: the backup stays as it is.
    let look = || -> Result<()> {
        match fs::metadata(source) {
            Ok(meta) if meta.is_dir() => return Err(Error::file(source, Problem::OtherFolder)),
            Ok(meta) if !meta.is_file() => return Err(Error::file(source, Problem::NotAFile)),
            Ok(_) => {}
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
                return Err(Error::file(source, Problem::OtherMissing));
            }
            Err(e) => return Err(Error::io(source, e)),
        }
        let mut conn = Connection::open_with_flags(connection::as_file(source), OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        busy::wait(&mut conn, source)?;
        let (ours, found) = connection::identity(&conn)?;
        if !ours {
            return Err(Error::file(source, Problem::NotOurs));
        }
        if found > CURRENT {
            return Err(Error::file(source, Problem::Newer { found, known: CURRENT }));
        }
        whole(&conn, source)
    };
    look().map_err(|e| e.in_file(source))
}

/// Where what is at `target` is kept when it is replaced; refused where something is there already.
pub fn kept_as(target: &Path, stamp: &str) -> Result<PathBuf> {
    let kept = sidecar::named(target, &format!(".before-restore-{stamp}"));
    if kept.exists() { Err(Error::file(&kept, Problem::Exists)) } else { Ok(kept) }
}

/// Puts `fresh` in the place of `target`. What was there is kept beside it; its path is given.
pub fn restore(fresh: &Path, target: &Path, kept: PathBuf) -> Result<Option<PathBuf>> {
    if restored_in_place(fresh, target, &kept)? {
        return Ok(Some(kept));
    }
    let moved = target.exists();
    let placed = || -> std::io::Result<()> {
        if moved {
            // A copy and then a rename over it: at no moment is there no file.
            fs::copy(target, &kept)?;
            create::sync(&kept)?;
        }
        // They belong to the file that goes, or is gone, and would be played into the one that comes.
        for ending in sidecar::JOURNALS {
            let journal = sidecar::named(target, ending);
            if journal.exists() {
                fs::rename(&journal, sidecar::named(&kept, ending))?;
            }
        }
        // The copy that is kept has its name on the disk before the file is replaced, and a journal has left.
        create::sync_folder(target)?;
        fs::rename(fresh, target)?;
        create::sync_folder(target)
    };
    placed().map_err(|e| Error::io(target, e))?;
    Ok(moved.then_some(kept))
}
