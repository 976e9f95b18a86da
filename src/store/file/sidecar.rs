//! Sidecar files: a journal of a file that is gone, copies that a synchronised folder made.

use super::connection;
use crate::store::{Error, Problem, Result, Store};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The file's name with an ending: `fremdrift.db-journal`.
pub(in crate::store) fn named(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// The files that SQLite would play into a file of this name when it is opened next.
pub(in crate::store) const JOURNALS: [&str; 3] = ["-journal", "-wal", "-shm"];

/// Is there something that belongs to a file of this name, which is not there any more?
pub(in crate::store) fn no_leftovers(path: &Path) -> Result<()> {
    match JOURNALS.iter().map(|e| named(path, e)).find(|j| fs::symlink_metadata(j).is_ok()) {
        Some(journal) => Err(Error::file(&journal, Problem::Leftover)),
        None => Ok(()),
    }
}

/// Whether a file is called as those that copy and synchronise call a copy.
fn is_a_copy(other: &str, stem: &str) -> bool {
    let parts = |c: char| matches!(c, ' ' | '-' | '(' | '.' | '_' | '~');
    let begins = other.strip_prefix(stem).and_then(|rest| rest.chars().next()).is_some_and(parts);
    let ends = other.strip_suffix(stem).and_then(|rest| rest.chars().next_back()).is_some_and(parts);
    begins || ends
}

/// Whether the first bytes of a file say that it is ours.
fn is_ours(path: &Path) -> bool {
    let mut head = [0; 72];
    let read = fs::File::open(path).and_then(|mut f| f.read_exact(&mut head));
    let id = head[68..72].iter().fold(0, |n, b| n << 8 | i64::from(*b));
    read.is_ok() && head.starts_with(b"SQLite format 3\0") && id == connection::APPLICATION_ID
}

impl Store {
    /// Other copies beside the file that know something which it does not, by name: OneDrive makes
    /// «fremdrift-PCNAME.db», Dropbox «fremdrift (Anna's conflicted copy 2026-11-25).db», Nextcloud
    /// «fremdrift (conflicted copy 2026-11-25 101112).db», Syncthing
    /// «fremdrift.sync-conflict-20261125-101112-ABCDEFG.db», Google Drive «fremdrift (1).db»; a Danish Windows
    /// makes «fremdrift - Kopi.db», an older one and LibreOffice «Kopi af fremdrift.db».
    pub fn conflict_copies(&self) -> Result<Vec<PathBuf>> {
        let told = |e| Error::io(&self.path, e);
        let real = fs::canonicalize(&self.path).map_err(told)?;
        let text = |name: Option<&std::ffi::OsStr>| name.map(|n| n.to_string_lossy().to_lowercase());
        let (Some(stem), Some(folder)) = (text(real.file_stem()), real.parent()) else { return Ok(vec![]) };
        let mut found = Vec::new();
        for entry in fs::read_dir(folder).map_err(told)?.flatten() {
            let path = entry.path();
            let called = text(path.file_stem()).is_some_and(|other| is_a_copy(&other, &stem));
            let alike = called && path.extension() == real.extension() && path.is_file();
            if alike && is_ours(&path) && !self.knows(&path) {
                found.push(entry.file_name());
            }
        }
        found.sort();
        // Called as a person would, where the file lies in the folder that was named.
        let near = fs::symlink_metadata(&self.path).is_ok_and(|m| m.is_file());
        Ok(found.into_iter().map(|n| if near { self.path.with_file_name(n) } else { folder.join(n) }).collect())
    }

    /// Whether the newest change of another copy is here too. One that can't be read may hold anything.
    fn knows(&self, other: &Path) -> bool {
        let newest = |store: Store| store.one("SELECT uid FROM change ORDER BY number DESC LIMIT 1", []);
        let here = |uid: String| self.one("SELECT EXISTS (SELECT 1 FROM change WHERE uid = ?1)", [uid]);
        Store::open_to_read(other).and_then(newest).and_then(here).unwrap_or(false)
    }

    /// The mode of the file, where others than its owner may read it: as chmod writes it.
    pub fn wider_than_owner(&self) -> Option<u32> {
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(&self.path).ok()?.permissions().mode() & 0o777;
            (mode & 0o077 != 0).then_some(mode)
        }
        #[cfg(not(unix))]
        None
    }
}
