//! What can go wrong with the file, each with a sentence of its own.

use crate::model::Refusal;
use rusqlite::ErrorCode;
use std::path::Path;
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

#[derive(Debug, Error, PartialEq, Eq)]
pub enum Problem {
    #[error("there is no such file")]
    Missing,
    #[error("this is a folder, not a file")]
    Folder,
    /// Where something should be written, or read from, that is not the file of the desk.
    #[error("this is a folder, not a file")]
    OtherFolder,
    #[error("there is no such file")]
    OtherMissing,
    #[error("there is no such folder")]
    NoFolder,
    #[error("this is not a database")]
    NotADatabase,
    #[error("this is another program's database")]
    NotOurs,
    #[error("this file was written by a newer fremdrift (format {found}, this program knows {known})")]
    Newer { found: i64, known: i64 },
    #[error("the file is damaged ({detail})")]
    Damaged { detail: String },
    #[error("the file is read-only")]
    ReadOnly,
    #[error("the file is in use by somebody else")]
    Locked,
    #[error("the disk is full")]
    Full,
    /// A quota, a limit of the system or a disk: SQLite does not tell them apart.
    #[error("the file could not be written ({detail})")]
    Unwritten { detail: String },
    #[error("a file may not become so large here")]
    TooLarge,
    #[error("the file can't be opened ({detail})")]
    Denied { detail: String },
    #[error("there is a file already")]
    Exists,
    #[error("the disk does not answer ({detail})")]
    Disk { detail: String },
    #[error("the file needs an upgrade, but can't be written to")]
    OldReadOnly,
}

impl Problem {
    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Problem::Missing => "make one with: fremdrift init --portfolio (or name yours with --db FILE)",
            Problem::Folder => "name the file in it: --db FOLDER/fremdrift.db",
            Problem::OtherFolder => "name a file in it",
            Problem::NoFolder => "make the folder first, or choose another",
            Problem::OtherMissing => "look at the name and the folder",
            Problem::NotADatabase | Problem::NotOurs => {
                "name a fremdrift file with --db FILE, or put your own back with: fremdrift restore BACKUP.db; this one was not touched"
            }
            Problem::Newer { .. } => "use the newer program; the file was not touched",
            Problem::Damaged { .. } => {
                "take the last backup: fremdrift restore BACKUP.db (it keeps a copy of this file)"
            }
            Problem::ReadOnly => "make it writable, or work on a copy: fremdrift backup COPY.db",
            Problem::Locked => "try again in a moment; nothing was written",
            Problem::Full => "make room and try again; the file is as it was",
            Problem::Unwritten { .. } => {
                "look at your quota, at how large a file may become (ulimit -f) and at the disk; the file is as it was"
            }
            Problem::TooLarge => "look at how large a file may become (ulimit -f)",
            Problem::Denied { .. } => "look at the permissions of the file and its folder",
            Problem::Exists => "choose another name; nothing was overwritten",
            Problem::Disk { .. } => "look at the disk or the network share; the file is as it was",
            Problem::OldReadOnly => "make it writable once, so that it can be upgraded (a copy is kept)",
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
        match source.kind() {
            std::io::ErrorKind::NotFound => Error::file(path, Problem::Missing),
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Error::file(path, Problem::Full),
            std::io::ErrorKind::FileTooLarge => Error::file(path, Problem::TooLarge),
            std::io::ErrorKind::ReadOnlyFilesystem => Error::file(path, Problem::ReadOnly),
            _ => Error::Io { path: path.display().to_string(), source },
        }
    }

    /// Says which file an SQLite error is about, and in our words.
    pub fn in_file(self, path: &Path) -> Error {
        match &self {
            Error::Sqlite(e) => match Problem::of(e) {
                Some(problem) => Error::file(path, problem),
                None => self,
            },
            _ => self,
        }
    }
}

impl Problem {
    /// What an SQLite error says about the file; `None` where it says nothing about it.
    pub fn of(e: &rusqlite::Error) -> Option<Problem> {
        let detail = e.to_string();
        use rusqlite::Error as Sqlite;
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
        if e.sqlite_error().is_some_and(|e| e.extended_code == rusqlite::ffi::SQLITE_IOERR_WRITE) {
            return Some(Problem::Unwritten { detail });
        }
        Some(match e.sqlite_error_code()? {
            ErrorCode::NotADatabase => Problem::NotADatabase,
            ErrorCode::DatabaseCorrupt => Problem::Damaged { detail },
            ErrorCode::ReadOnly => Problem::ReadOnly,
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed => {
                Problem::Locked
            }
            ErrorCode::DiskFull => Problem::Full,
            ErrorCode::CannotOpen | ErrorCode::PermissionDenied => Problem::Denied { detail },
            ErrorCode::SystemIoFailure => Problem::Disk { detail },
            _ => return None,
        })
    }
}
