//! Taking a change back, as a new change.

use super::log;
use crate::model::{Change, Moment, Operation, Refusal};
use crate::queries::Result;
use crate::store::{Error as StoreError, Store};

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
    let mut writing = store.begin_undo(moment, reason, Some(number))?;
    let logs = if writing.is_taken_over(number)? {
        writing.take_back_among_copies(number)?
    } else {
        match writing.take_back(number) {
            Err(StoreError::Refusal(Refusal::StandsOn { number, by })) => {
                let taken_over =
                    by.iter().map(|n| writing.is_taken_over(*n)).collect::<std::result::Result<Vec<bool>, _>>()?;
                writing.abandon()?;
                // Those who wrote on it in another copy need not have known it.
                if !taken_over.iter().all(|is| *is) {
                    return Err(Refusal::StandsOn { number, by }.into());
                }
                writing = store.begin_undo(moment, reason, Some(number))?;
                writing.take_back_among_copies(number)?
            }
            logs => logs?,
        }
    };
    for subject in logs {
        log::rebase_later_entries(&writing, subject, chrono::NaiveDate::MIN, chrono::NaiveDate::MAX)?;
    }
    let by = writing.finish(&Operation::Undo)?;
    Ok(Undone { undone, by, passed })
}
