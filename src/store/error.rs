//! What can go wrong with the file, each with a sentence of its own.

use super::notice;
use crate::model::Refusal;
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
    /// A copy that is to be read, whose tables or guards are not those of this program.
    #[error("the file is not built as this program builds it: {detail}")]
    Rebuilt { detail: String },
    #[error("the file was replaced by another while it was open here")]
    Replaced,
    #[error("the file is read-only")]
    ReadOnly,
    #[error("the file is in use by somebody else{}", so_long(*waited))]
    Locked { waited: Duration },
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
    #[error("this is a link to a file that is not there")]
    Dangling,
    #[error("the path is too long")]
    LongPath,
    #[error("permission denied")]
    NoPermission,
    /// Windows lends a file to several programs only where each agrees; Word, Excel and some scanners do not.
    #[error("another program has this file open")]
    OpenElsewhere,
    /// A hot journal where nothing may be written.
    #[error(
        "a change was interrupted while it was written, and can't be taken back here: the file or its folder is read-only"
    )]
    Interrupted,
    #[error("the file is in WAL mode, which can't be read where nothing may be written")]
    WriteAheadReadOnly,
    #[error("the file is in WAL mode, and somebody else has it open")]
    WriteAhead,
    #[error("this belongs to a file that is not there any more")]
    Leftover,
    #[error("this is not an ordinary file")]
    Device,
    #[error("the file needs an upgrade, but can't be written to")]
    OldReadOnly,
}

/// How long was waited, where it was long enough to be noticed.
fn so_long(waited: Duration) -> String {
    match waited.as_secs() {
        0 => String::new(),
        1 => "; it was waited for 1 second".to_string(),
        n => format!("; it was waited for {n} seconds"),
    }
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
            Problem::Rebuilt { .. } => {
                "ask for another copy; what else is strange in this one: fremdrift verify --db FILE"
            }
            Problem::Replaced => "nothing was written; try again",
            Problem::ReadOnly => "make it writable, or work on a copy: fremdrift backup COPY.db",
            Problem::Locked { .. } => "nothing was written; try again, or wait longer for it: --wait 60",
            Problem::Full => "make room and try again; the file is as it was",
            Problem::Unwritten { .. } => {
                "look at your quota, at how large a file may become (ulimit -f) and at the disk; the file is as it was"
            }
            Problem::TooLarge => "look at how large a file may become (ulimit -f)",
            Problem::Exists => "choose another name; nothing was overwritten",
            Problem::Disk { .. } => "look at the disk or the network share; the file is as it was",
            Problem::Dangling => "put the file back where the link points, or name it with --db FILE",
            Problem::LongPath => "choose a shorter name, or a folder nearer to the root: SQLite takes 500 bytes in all",
            Problem::Denied { .. } | Problem::NoPermission if cfg!(windows) => {
                "look whether another program has it open, and at the permissions of the file and its folder"
            }
            Problem::Denied { .. } | Problem::NoPermission => "look at the permissions of the file and its folder",
            Problem::OpenElsewhere => "close it there and try again",
            Problem::Interrupted => {
                "make the file and its folder writable, or copy the file and its -journal together to where you may write, and use it there"
            }
            Problem::WriteAheadReadOnly => {
                "copy the file and its -wal together to where you may write, and use it there"
            }
            Problem::WriteAhead => {
                "close the other program and try again: the file is switched back before it is written"
            }
            Problem::Leftover => "move it to another folder, or choose another name",
            Problem::Device => "leave -o out and send the output on: > FILE",
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
    pub fn brought(self, what: &str) -> Error {
        match &self {
            Error::Sqlite(e) if Problem::of(e).is_none() => {
                Refusal::BreaksARule { what: what.to_string(), rule: e.to_string() }.into()
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
    /// What an SQLite error says about the file; `None` where it says nothing about it.
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
                Problem::Locked { waited: notice::waited() }
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
