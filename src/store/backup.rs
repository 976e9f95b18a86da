//! Copies of the file: made with SQLite's online backup, looked at before they are called done.

use super::{Error, Problem, Result, Store, create, open, upgrade};
use rusqlite::{Connection, OpenFlags, backup::Backup};
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

/// Copies a database that may be in use. The target is new, its owner's alone, and synced.
pub fn copy(source: &Path, target: &Path) -> Result<()> {
    create::reserve(target)?;
    let made = || -> Result<()> {
        let from =
            Connection::open_with_flags(source, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        from.busy_timeout(Duration::from_secs(5))?;
        let mut to = Connection::open(target)?;
        to.execute_batch("PRAGMA synchronous = EXTRA")?;
        Backup::new(&from, &mut to)?.run_to_completion(1000, Duration::from_millis(5), None)?;
        whole(&to)?;
        drop(to);
        fs::File::open(target).and_then(|f| f.sync_all()).map_err(|e| Error::io(target, e))
    };
    made().map_err(|e| {
        let _ = fs::remove_file(target);
        // It is the copy that there is no room for.
        match e.in_file(source) {
            Error::File { problem: problem @ (Problem::Full | Problem::Unwritten { .. }), .. } => {
                Error::file(target, problem)
            }
            e => e,
        }
    })
}

fn whole(conn: &Connection) -> Result<()> {
    let answer: String = conn.query_row("PRAGMA integrity_check(1)", [], |r| r.get(0))?;
    if answer == "ok" {
        return Ok(());
    }
    Err(Error::File { path: conn.path().unwrap_or_default().to_string(), problem: Problem::Damaged { detail: answer } })
}

/// Puts `source` in the place of `target`. What was at `target` is kept beside it; its path is given.
pub fn restore(source: &Path, target: &Path, stamp: &str) -> Result<Option<PathBuf>> {
    // Is it one of ours and whole? Opened without upgrading: the backup stays as it is.
    let look = || -> Result<()> {
        match fs::metadata(source) {
            Ok(meta) if meta.is_dir() => return Err(Error::file(source, Problem::OtherFolder)),
            Ok(_) => {}
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
                return Err(Error::file(source, Problem::OtherMissing));
            }
            Err(e) => return Err(Error::io(source, e)),
        }
        let conn = Connection::open_with_flags(source, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let (ours, found) = open::identity(&conn)?;
        if !ours {
            return Err(Error::file(source, Problem::NotOurs));
        }
        if found > upgrade::CURRENT {
            return Err(Error::file(source, Problem::Newer { found, known: upgrade::CURRENT }));
        }
        whole(&conn)
    };
    look().map_err(|e| e.in_file(source))?;
    let beside = |end: &str| {
        let mut name = target.as_os_str().to_owned();
        name.push(end);
        PathBuf::from(name)
    };
    let fresh = beside(&format!(".restoring-{stamp}"));
    copy(source, &fresh)?;
    let kept = beside(&format!(".before-restore-{stamp}"));
    let moved = target.exists();
    let placed = || -> std::io::Result<()> {
        if moved {
            if kept.exists() {
                return Err(std::io::Error::new(std::io::ErrorKind::AlreadyExists, kept.display().to_string()));
            }
            // A copy and then a rename over it: at no moment is there no file.
            fs::copy(target, &kept)?;
            fs::File::open(&kept)?.sync_all()?;
            let journal = beside("-journal");
            if journal.exists() {
                // It belongs to the file that goes, and would be played into the one that comes.
                let mut name = kept.as_os_str().to_owned();
                name.push("-journal");
                fs::rename(&journal, PathBuf::from(name))?;
            }
        }
        // What is kept has its name on the disk before the file is replaced, and a journal has left.
        create::sync_folder(target)?;
        fs::rename(&fresh, target)?;
        create::sync_folder(target)
    };
    placed().map_err(|e| {
        let _ = fs::remove_file(&fresh);
        Error::io(target, e)
    })?;
    Ok(moved.then_some(kept))
}
