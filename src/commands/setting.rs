//! Setting what the file itself decides.

use crate::model::computed::Thresholds;
use crate::model::{Moment, Operation, Refusal, Word, nearest};
use crate::queries::Result;
use crate::store::Store;

/// Every setting by its name.
pub const NAMES: [&str; 2] = ["green-months", "yellow-months"];

/// The value of a setting.
pub fn value(thresholds: Thresholds, name: &str) -> u32 {
    if name == NAMES[0] { thresholds.green_months } else { thresholds.yellow_months }
}

/// The name as the file spells it.
pub fn named(text: &str) -> std::result::Result<&'static str, Refusal> {
    let wanted = nearest::plain(text);
    NAMES.into_iter().find(|n| nearest::plain(n) == wanted).ok_or_else(|| Refusal::NotAChoice {
        what: Word("a setting", "en indstilling"),
        value: text.to_string(),
        nearest: nearest::words(text, &NAMES.map(|n| Word(n, n))),
        all: NAMES.map(|n| Word(n, n)).to_vec(),
    })
}

/// Sets one, with a reason. Gives the value before and the change; no change where it was so already.
pub fn set(store: &mut Store, moment: &Moment, name: &str, to: u32, reason: &str) -> Result<(u32, Option<i64>)> {
    let before = store.thresholds()?;
    let mut after = before;
    if name == NAMES[0] {
        after.green_months = to;
    } else {
        after.yellow_months = to;
    }
    if after.yellow_months < after.green_months || to > 120 {
        return Err(Refusal::Thresholds { green: after.green_months, yellow: after.yellow_months }.into());
    }
    let old = value(before, name);
    if old == to {
        return Ok((old, None));
    }
    let writing = store.begin(moment, Some(reason))?;
    writing.set(name, to)?;
    let did = Operation::Set { setting: name.to_string(), to, was: old };
    Ok((old, Some(writing.finish(&did)?)))
}
