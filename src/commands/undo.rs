//! Taking a change back, as a new change.

use super::log;
use crate::model::{Change, Moment, Operation};
use crate::queries::Result;
use crate::store::Store;

/// The change that was undone, and the change that did it.
#[derive(Clone, Debug)]
pub struct Undone {
    pub undone: Change,
    pub by: i64,
    /// Newer changes that stay, and were passed over.
    pub passed: Vec<Change>,
}

/// Undoes a change; the newest that can be undone where none is named.
pub fn undo(store: &mut Store, moment: &Moment, number: Option<i64>, reason: Option<&str>) -> Result<Undone> {
    let (number, passed) = match number {
        Some(number) => (number, vec![]),
        None => {
            let writing = store.begin(moment, reason)?;
            let newest = writing.newest_to_undo()?;
            writing.abandon()?;
            newest
        }
    };
    let undone = store.change(number)?;
    let passed = passed.into_iter().map(|n| Ok(store.change(n)?)).collect::<Result<_>>()?;
    let writing = store.begin_undo(moment, reason, Some(number))?;
    for subject in writing.take_back(number)? {
        log::rebase_later_entries(&writing, subject, chrono::NaiveDate::MIN, chrono::NaiveDate::MAX)?;
    }
    let by = writing.finish(&Operation::Undo)?;
    Ok(Undone { undone, by, passed })
}
