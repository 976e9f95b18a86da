//! Putting a backup in the place of the file. What was there is kept beside it, and the file that results
//! says what it no longer knows.

use crate::model::operation::file_name;
use crate::model::{Moment, Operation, Refusal};
use crate::queries::Result;
use crate::store::{PutAside, Store, aside, backup};
use std::path::{Path, PathBuf};

/// Its outcome.
#[derive(Clone, Debug, Default)]
pub struct Restored {
    /// Where what was there is kept; nothing where there was nothing.
    pub kept: Option<PathBuf>,
    /// The change that says so in the file that results.
    pub change: Option<i64>,
    /// How many changes only the file that was put aside knows; nothing where it can't be read.
    pub lost: Option<usize>,
    /// The frozen quarters that only it holds.
    pub frozen: Vec<PutAside>,
}

/// Puts a backup in the place of a file. One of another file is refused, unless `another` is allowed.
pub fn restore(source: &Path, target: &Path, moment: &Moment, another: bool) -> Result<Restored> {
    let stamp = moment.now.format("%Y%m%dT%H%M%SZ").to_string();
    backup::look(source)?;
    let kept = backup::kept_as(target, &stamp)?;
    let there = std::fs::symlink_metadata(target).is_ok();
    let (was, comes) = (aside::past(target), aside::past(source));
    if let (Some(was), Some(comes)) = (&was, &comes)
        && was.changes.first() != comes.changes.first()
        && !another
    {
        return Err(Refusal::BackupOfAnother { file: source.display().to_string() }.into());
    }
    let (_beside, fresh) = backup::prepared(source, target)?;
    let mut done = Restored::default();
    if there {
        let comes = comes.unwrap_or_default();
        done.lost = was.as_ref().map(|was| was.lost(&comes));
        let only_there = was.as_ref().map(|was| was.only_here(&comes)).unwrap_or_default();
        done.change = Some(tell(&fresh, source, &kept, moment, done.lost, &only_there)?);
        let file = file_name(&kept.to_string_lossy());
        done.frozen = only_there.into_iter().map(|q| PutAside { file: file.clone(), ..q.clone() }).collect();
    }
    done.kept = backup::restore(&fresh, target, kept)?;
    Ok(done)
}

/// Writes into the file that comes what it puts aside.
fn tell(
    fresh: &Path,
    source: &Path,
    kept: &Path,
    moment: &Moment,
    lost: Option<usize>,
    frozen: &[&PutAside],
) -> Result<i64> {
    let name = |path: &Path| file_name(&path.to_string_lossy());
    let (from, file) = (name(source), name(kept));
    let mut store = Store::open(fresh).map_err(|e| e.said_of(source))?;
    let writing = store.begin(moment, None)?;
    for quarter in frozen {
        writing.put_aside(quarter, &file)?;
    }
    Ok(writing.finish(&Operation::Restore { file: from, lost, put_aside: file })?)
}
