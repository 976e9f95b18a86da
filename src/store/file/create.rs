//! A new file, made from schema.sql, readable by its owner alone, never over one that is there.

use super::schema_check::SCHEMA;
use super::{connection, sidecar};
use crate::store::{Error, Problem, Result, Store};
use rusqlite::Connection;
use std::fs::{self, OpenOptions};
use std::path::Path;

impl Store {
    /// Makes an empty file at `path`. Refused where something is already.
    pub fn create(path: &Path) -> Result<Store> {
        reserve(path)?;
        let made = (|| {
            let mut conn = Connection::open(connection::as_file(path))?;
            connection::settings(&mut conn, path)?;
            conn.execute_batch(&format!("BEGIN IMMEDIATE; {SCHEMA}; COMMIT;"))?;
            Ok(Store { conn, path: path.to_path_buf() })
        })();
        made.map_err(|e: Error| {
            // Nothing of ours was there before, so nothing half-made stays.
            let _ = fs::remove_file(path);
            e.in_file(path)
        })
    }
}

impl Store {
    /// Is there room for a new file here? Refused where something is, or where there is no folder.
    pub fn is_free(path: &Path) -> Result<()> {
        if path.is_dir() {
            return Err(Error::file(path, Problem::Folder));
        }
        if fs::symlink_metadata(path).is_ok() {
            return Err(Error::file(path, Problem::Exists));
        }
        sidecar::no_leftovers(path)?;
        let folder = path.parent().filter(|f| !f.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if folder.is_dir() { Ok(()) } else { Err(Error::file(path, Problem::NoFolder)) }
    }

    /// Puts a file that is whole in its place; never over one that came there meanwhile.
    pub fn place(made: &Path, path: &Path) -> Result<()> {
        // A link is refused where a file is; where links can't be had, a look and a rename must do.
        let placed = fs::hard_link(made, path).or_else(|e| match e.kind() {
            std::io::ErrorKind::AlreadyExists => Err(e),
            _ if fs::symlink_metadata(path).is_ok() => Err(std::io::ErrorKind::AlreadyExists.into()),
            _ => fs::rename(made, path),
        });
        placed.map_err(|e| match e.kind() {
            std::io::ErrorKind::AlreadyExists => Error::file(path, Problem::Exists),
            _ => Error::io(path, e),
        })?;
        sync_folder(path).map_err(|e| Error::io(path, e))?;
        Ok(())
    }
}

/// Syncs the folder in which a file lies: until then a power cut may take its name back, or bring an
/// old one again. A folder can be opened, and so synced, on Unix only.
pub fn sync_folder(path: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    {
        let folder = path.parent().filter(|f| !f.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::File::open(folder)?.sync_all()?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

/// Syncs what was written into a file. It is opened to be written: Windows syncs no other.
pub fn sync(path: &Path) -> std::io::Result<()> {
    OpenOptions::new().write(true).open(path)?.sync_all()
}

/// Makes an empty file that only its owner may read or write, or refuses.
pub fn reserve(path: &Path) -> Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists && path.is_dir() => {
            Err(Error::file(path, Problem::Folder))
        }
        Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => Err(Error::file(path, Problem::Exists)),
        Err(e) => Err(match e.kind() {
            std::io::ErrorKind::NotFound => Error::file(path, Problem::NoFolder),
            _ => Error::io(path, e),
        }),
    }
}
