//! Words of imported files that were given a meaning.

use crate::model::{Moment, Operation};
use crate::queries::Result;
use crate::store::Store;

/// Forgets a word, as a change of its own. Gives it as the file had it.
pub fn forget(store: &mut Store, moment: &Moment, word: &str) -> Result<(String, i64)> {
    let writing = store.begin(moment, None)?;
    let word = writing.forget_word(word)?;
    let change = writing.finish(&Operation::ForgetWord { word: word.clone() })?;
    Ok((word, change))
}
