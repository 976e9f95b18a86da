//! The errors of a file, each with a sentence of its own.

use super::file::busy;
use crate::model::both;
use crate::model::{Bilingual, Refusal, Worded};
use rusqlite::{ErrorCode, ffi};
use std::path::Path;
use std::time::Duration;
use thiserror::Error;

#[derive(Debug, Error)]
pub enum Error {
    #[error(transparent)]
    Refusal(#[from] Refusal),
    #[error("{path}: {problem}")]
    File { path: String, problem: Problem },
    /// Not yet told from which file; [`Error::in_file`] turns it into one that is.
    #[error("{0}")]
    Sqlite(#[from] rusqlite::Error),
    #[error("{path}: {source}")]
    Io { path: String, source: std::io::Error },
}

pub type Result<T> = std::result::Result<T, Error>;

#[derive(Debug, PartialEq, Eq)]
pub enum Problem {
    Missing,
    Folder,
    /// Where something should be written, or read from, that is not the file of the desk.
    OtherFolder,
    OtherMissing,
    NoFolder,
    NotADatabase,
    NotOurs,
    Newer {
        found: i64,
        known: i64,
    },
    Damaged {
        detail: String,
    },
    /// A copy that is to be read, whose tables or guards are not those of this program.
    Rebuilt {
        detail: String,
    },
    Replaced,
    ReadOnly,
    Locked {
        waited: Duration,
    },
    Full,
    /// A quota, a limit of the system or a disk: SQLite does not tell them apart.
    Unwritten {
        detail: String,
    },
    TooLarge,
    Denied {
        detail: String,
    },
    Exists,
    Disk {
        detail: String,
    },
    Dangling,
    LongPath,
    NoPermission,
    /// Windows lends a file to several programs only where each agrees; Word, Excel and some scanners do not.
    OpenElsewhere,
    /// A hot journal where nothing may be written.
    Interrupted,
    WriteAheadReadOnly,
    /// The programs that have it open, where that can be found out: «sqlite3 (process 4711)».
    WriteAhead {
        by: Vec<String>,
    },
    Leftover,
    Device,
    /// The words or figures of a frozen quarter, 2026-Q3.0 MX-2030, are not those that its digest is of.
    NotAsFrozen {
        name: String,
    },
    /// A pipe, a device or a socket where a file is read: it might never end, or never begin.
    NotAFile,
    /// The file has a second name; a journal belongs to one of them alone.
    HardLinked {
        names: u64,
    },
    OldReadOnly,
}

crate::model::worded!(Problem);

impl Worded for Error {
    fn line(&self) -> Bilingual {
        match self {
            Error::Refusal(refusal) => refusal.line(),
            Error::File { path, problem } => problem.line().map(|text| format!("{path}: {text}")),
            Error::Sqlite(e) => Bilingual::new(e.to_string(), e.to_string()),
            Error::Io { path, source } => Bilingual::new(format!("{path}: {source}"), format!("{path}: {source}")),
        }
    }

    fn hint(&self) -> Option<Bilingual> {
        match self {
            Error::Refusal(refusal) => refusal.hint(),
            Error::File { problem, .. } => problem.hint(),
            Error::Sqlite(_) => {
                Some(both!("look at the file with: fremdrift verify", "gennemgå filen med: fremdrift verify"))
            }
            Error::Io { .. } => None,
        }
    }
}

impl Error {
    pub fn file(path: &Path, problem: Problem) -> Error {
        Error::File { path: path.display().to_string(), problem }
    }

    /// The same, said of the file that the user named.
    pub fn said_of(self, path: &Path) -> Error {
        match self.in_file(path) {
            Error::File { problem, .. } => Error::file(path, problem),
            e => e,
        }
    }

    pub fn io(path: &Path, source: std::io::Error) -> Error {
        if cfg!(windows) && matches!(source.raw_os_error(), Some(ERROR_SHARING_VIOLATION | ERROR_LOCK_VIOLATION)) {
            return Error::file(path, Problem::OpenElsewhere);
        }
        match source.kind() {
            std::io::ErrorKind::NotFound => Error::file(path, Problem::Missing),
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Error::file(path, Problem::Full),
            std::io::ErrorKind::PermissionDenied => Error::file(path, Problem::NoPermission),
            std::io::ErrorKind::InvalidFilename => Error::file(path, Problem::LongPath),
            std::io::ErrorKind::FileTooLarge => Error::file(path, Problem::TooLarge),
            std::io::ErrorKind::ReadOnlyFilesystem => Error::file(path, Problem::ReadOnly),
            _ => Error::Io { path: path.display().to_string(), source },
        }
    }

    /// The same of something that was brought: what the file's own rules did not let in is refused.
    pub fn brought(self, what: Bilingual) -> Error {
        match &self {
            Error::Sqlite(e) if Problem::of(e).is_none() => {
                Refusal::BreaksARule { what: Box::new(what), rule: e.to_string() }.into()
            }
            _ => self,
        }
    }

    /// Says which file an SQLite error is about, and in our words.
    pub fn in_file(self, path: &Path) -> Error {
        match &self {
            Error::Sqlite(e) => match Problem::of(e) {
                // SQLite keeps 512 bytes for a path, and the journal has a longer name.
                Some(Problem::Denied { .. })
                    if std::path::absolute(path).is_ok_and(|p| p.as_os_str().len() + "-journal".len() > 512) =>
                {
                    Error::file(path, Problem::LongPath)
                }
                Some(problem) => Error::file(path, problem),
                None => self,
            },
            _ => self,
        }
    }
}

/// https://learn.microsoft.com/windows/win32/debug/system-error-codes--0-499-
const ERROR_SHARING_VIOLATION: i32 = 32;
const ERROR_LOCK_VIOLATION: i32 = 33;

impl Problem {
    /// The problem of the file behind an SQLite error; `None` where it says nothing about the file.
    pub fn of(e: &rusqlite::Error) -> Option<Problem> {
        use rusqlite::Error as Sqlite;
        let detail = match e {
            Sqlite::FromSqlConversionFailure(_, _, what) => what.to_string(),
            e => e.to_string(),
        };
        // The file holds what its own rules never let in: a text that is none, a number where a text is.
        if matches!(
            e,
            Sqlite::FromSqlConversionFailure(..)
                | Sqlite::Utf8Error(..)
                | Sqlite::InvalidColumnType(..)
                | Sqlite::IntegralValueOutOfRange(..)
        ) {
            return Some(Problem::Damaged { detail });
        }
        // A file that is read-only has more than one reason; result codes, https://www.sqlite.org/rescode.html
        match e.sqlite_error().map(|e| e.extended_code) {
            Some(ffi::SQLITE_READONLY_DBMOVED) => return Some(Problem::Replaced),
            Some(ffi::SQLITE_READONLY_ROLLBACK | ffi::SQLITE_IOERR_DELETE) => return Some(Problem::Interrupted),
            Some(
                ffi::SQLITE_READONLY_RECOVERY
                | ffi::SQLITE_READONLY_CANTLOCK
                | ffi::SQLITE_READONLY_CANTINIT
                | ffi::SQLITE_READONLY_DIRECTORY,
            ) => {
                return Some(Problem::WriteAheadReadOnly);
            }
            _ => {}
        }
        if e.sqlite_error().is_some_and(|e| e.extended_code == ffi::SQLITE_IOERR_WRITE) {
            return Some(Problem::Unwritten { detail });
        }
        Some(match e.sqlite_error_code()? {
            ErrorCode::NotADatabase => Problem::NotADatabase,
            ErrorCode::DatabaseCorrupt => Problem::Damaged { detail },
            ErrorCode::ReadOnly => Problem::ReadOnly,
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed => {
                Problem::Locked { waited: busy::waited() }
            }
            ErrorCode::DiskFull => Problem::Full,
            // The path stands before it.
            ErrorCode::CannotOpen | ErrorCode::PermissionDenied => {
                Problem::Denied { detail: detail.split(": ").next().unwrap_or_default().to_string() }
            }
            ErrorCode::SystemIoFailure => Problem::Disk { detail },
            _ => return None,
        })
    }
}
