//! One connection to a file: whose file it is, and what is relied on while it is read and written.

use super::{busy, place};
use crate::store::{Error, Notice, Problem, Result, rows};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode};
use std::borrow::Cow;
use std::path::Path;

/// How the file says that it is ours: `frdf`, as in schema.sql.
pub const APPLICATION_ID: i64 = 1_718_772_838;

/// Begins to read: all that is read until [`rest`] stood in the file at one moment, and is locked once.
pub(in crate::store) fn read(conn: &Connection) -> Result<()> {
    Ok(conn.execute_batch("BEGIN")?)
}

/// Ends what [`read`] began, so that others may write.
pub(in crate::store) fn rest(conn: &Connection) -> Result<()> {
    if !conn.is_autocommit() {
        conn.execute_batch("COMMIT")?;
    }
    Ok(())
}

/// The path as SQLite takes it for a file, whatever it looks like: `file:x` would be a URI to it, and
/// `:memory:` no file at all.
pub(in crate::store) fn as_file(path: &Path) -> Cow<'_, Path> {
    if path.is_absolute() { Cow::Borrowed(path) } else { Cow::Owned(Path::new(".").join(path)) }
}

/// Whether the file is ours, and the shape of the file.
pub fn identity(conn: &Connection) -> Result<(bool, i64)> {
    let ours: i64 = rows::one(conn, "PRAGMA application_id", [])?;
    Ok((ours == APPLICATION_ID, rows::one(conn, "PRAGMA user_version", [])?))
}

/// A change that was acknowledged survives a power cut: EXTRA, because only it syncs the folder after the journal
/// is gone (SQLite, «PRAGMA synchronous»); and on macOS a sync waits for the disk only where it is a full
/// one («PRAGMA fullfsync»).
pub(in crate::store) const DURABLE: &str = "PRAGMA synchronous = EXTRA; PRAGMA fullfsync = ON;";

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

fn held(path: &Path) -> Error {
    Error::file(path, Problem::WriteAhead { by: place::held_by(path) })
}

/// A file that somebody switched to WAL is switched back before it is written: it is copied, mailed
/// and kept on shares.
pub(in crate::store) fn ordinary(conn: &Connection, path: &Path) -> Result<()> {
    let mode = |sql: &str| rows::one::<String>(conn, sql, []);
    if mode("PRAGMA journal_mode")? != "wal" {
        return Ok(());
    }
    match mode("PRAGMA journal_mode = DELETE") {
        Ok(now) if now == "delete" => {
            busy::tell(Notice::WriteAhead { file: path });
            Ok(())
        }
        Ok(_) => Err(held(path)),
        Err(Error::Sqlite(e)) if e.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => Err(held(path)),
        Err(e) => Err(e),
    }
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
