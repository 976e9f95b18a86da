//! Putting a backup in the place of the file; what was there is kept beside it.

use super::Result;
use crate::model::Moment;
use crate::store::backup;
use std::path::{Path, PathBuf};

/// Gives the path of the copy of what was replaced; `None` where there was nothing.
pub fn restore(source: &Path, target: &Path, moment: &Moment) -> Result<Option<PathBuf>> {
    let stamp = moment.now.format("%Y%m%dT%H%M%SZ").to_string();
    Ok(backup::restore(source, target, &stamp)?)
}
