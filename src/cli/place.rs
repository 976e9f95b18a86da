//! Which file is meant: what is named counts; else one that lies here or above and is the user's own.

use super::failure::Usage;
use anyhow::Result;
use etcetera::BaseStrategy;
use fremdrift::model::both;
use std::path::{Path, PathBuf};

const NAME: &str = "fremdrift.db";

/// `--db` or FREMDRIFT_DB, fremdrift.db here or above, as configured, the user's own. Refused where the
/// one that lies here or above is somebody else's: in a shared folder anybody can put one there (git asks
/// for the same, `safe.directory`, CVE-2022-24765).
pub fn of_the_file(named: Option<&Path>, configured: Option<&Path>) -> Result<PathBuf> {
    if let Some(path) = named {
        return Ok(path.to_path_buf());
    }
    if let Ok(here) = std::env::current_dir() {
        for at in here.ancestors() {
            let candidate = at.join(NAME);
            if !candidate.is_file() {
                continue;
            }
            if is_own(&candidate) || configured.is_some_and(|c| same(c, &candidate)) {
                // Near ones are called as a person would.
                return Ok(if at == here { PathBuf::from(NAME) } else { candidate });
            }
            let found = candidate.display().to_string();
            let what =
                both!("{found} was found, and belongs to somebody else", "{found} blev fundet og tilhører en anden");
            let hint = both!(
                "name it if it is the one you mean: --db \"{found}\" (or FREMDRIFT_DB, or database in the configuration)",
                "angiv den, hvis det er den, du mener: --db \"{found}\" (eller FREMDRIFT_DB, eller database i konfigurationen)"
            );
            return Err(Usage { what, hint }.into());
        }
    }
    if let Some(path) = configured {
        return Ok(path.to_path_buf());
    }
    Ok(etcetera::choose_base_strategy()
        .ok()
        .map(|s| s.data_dir().join("fremdrift").join(NAME))
        .filter(|p| p.is_file())
        .unwrap_or_else(|| PathBuf::from(NAME)))
}

fn same(one: &Path, other: &Path) -> bool {
    one.canonicalize().is_ok_and(|one| other.canonicalize().is_ok_and(|other| one == other))
}

/// Is the file the user's own, and the link that leads to it?
#[cfg(unix)]
fn is_own(path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let own = rustix::process::geteuid().as_raw();
    [std::fs::metadata(path), std::fs::symlink_metadata(path)].into_iter().all(|m| m.is_ok_and(|m| m.uid() == own))
}

/// Elsewhere the owner of a file can't be asked for; folders of all users are no place to work in there.
#[cfg(not(unix))]
fn is_own(_: &Path) -> bool {
    true
}
