//! Facts of the file's place: under which names it lies, and which programs have it open.

use crate::store::{Error, Problem, Result};
use std::path::Path;

/// Under how many names (hard links) the file lies; 1 where nobody can tell.
pub(in crate::store) fn names(path: &Path) -> u64 {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        std::fs::metadata(path).map_or(1, |meta| meta.nlink())
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        1
    }
}

/// Refuses a file with more than one name: a journal is found by the name of its file, so who is killed
/// while writing under one of them leaves the others damaged.
pub(in crate::store) fn one_name(path: &Path) -> Result<()> {
    match names(path) {
        0 | 1 => Ok(()),
        names => Err(Error::file(path, Problem::HardLinked { names })),
    }
}

/// The other programs that have the file open: «sqlite3 (process 4711)». Of other users', and elsewhere
/// than on Linux, nobody can tell.
pub(in crate::store) fn held_by(path: &Path) -> Vec<String> {
    let Ok(real) = std::fs::canonicalize(path) else { return vec![] };
    let own = std::fs::read_link("/proc/self").ok().and_then(|p| p.to_string_lossy().parse::<u32>().ok());
    let mut holders = Vec::new();
    // proc(5): a link for every file that a process has open.
    for process in std::fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Ok(number) = process.file_name().to_string_lossy().parse::<u32>() else { continue };
        if own == Some(number) {
            continue;
        }
        let open = std::fs::read_dir(process.path().join("fd")).into_iter().flatten().flatten();
        if open.filter_map(|fd| std::fs::read_link(fd.path()).ok()).any(|file| file == real) {
            // It may have ended since.
            let Ok(name) = std::fs::read_to_string(process.path().join("comm")) else { continue };
            holders.push(format!("{} (process {number})", name.trim()));
        }
    }
    holders.sort();
    holders
}
