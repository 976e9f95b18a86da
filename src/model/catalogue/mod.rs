//! The tables of the file, each said once: its columns with their types and words, how its rows are known in
//! another copy, what they are part of. Out of this come the guards and the history of the file, the order of
//! undo, the keys of a merge, headings and flags, the words of history, and what may go to others.
//!
//! `schema.sql` explains the same tables to whoever opens the file, with its checks and indexes; a test holds
//! the two against each other.

mod entities;
mod guards;
mod parts;
mod table;

pub use entities::{ACTIVITY, AREA, AUTHORITY, INSTRUMENT, OBJECTIVE, PARTNERSHIP, PLAN};
pub use parts::{CHANGE, DEADLINE_CORRECTION, DEADLINE_MOVE, ENTRY, RENDERING, REVISION, SETTLED};
use std::sync::LazyLock;
pub use table::{Table, TableKind};

/// Every table, in the order in which a change is told of.
pub static TABLES: [&Table; 35] = [
    &parts::CHANGE,
    &parts::HISTORY,
    &entities::PARTNERSHIP,
    &entities::PLAN,
    &parts::PLAN_PARTNERSHIP,
    &entities::AREA,
    &entities::AUTHORITY,
    &parts::AUTHORITY_NAME,
    &entities::INSTRUMENT,
    &entities::OBJECTIVE,
    &entities::ACTIVITY,
    &parts::ROLE,
    &parts::SDG,
    &parts::TAG,
    &parts::OBJECTIVE_INSTRUMENT,
    &parts::ENTRY,
    &parts::DEADLINE_MOVE,
    &parts::DEADLINE_CORRECTION,
    &parts::SUCCESSION,
    &parts::CARRIED,
    &parts::SETTING,
    &parts::WORD,
    &parts::SHEET,
    &parts::SHEET_ROW,
    &parts::READING,
    &parts::QUESTION,
    &parts::SETTLED,
    &parts::PUT_ASIDE,
    &parts::REVISION,
    &parts::RENDERING,
    &parts::UNSEEN,
    &parts::FOREIGN_WRITE,
    &parts::ROW_IDENTITY,
    &parts::DERIVED_WRITE,
    &parts::CONFLICT,
];

/// The tables in an order in which rows can be written: those that are referred to before those that refer to
/// them.
pub fn ordered() -> impl DoubleEndedIterator<Item = &'static Table> {
    static ORDERED: LazyLock<Vec<&'static Table>> = LazyLock::new(|| {
        let (mut left, mut ordered) = (TABLES.to_vec(), Vec::new());
        while !left.is_empty() {
            let waits_for = |of: &Table, name: &str| name != of.name && left.iter().any(|t| t.name == name);
            let free = left.iter().position(|t| !t.references().any(|(_, name)| waits_for(t, name)));
            ordered.push(left.remove(free.expect("tables do not refer to each other in a circle")));
        }
        ordered
    });
    ORDERED.iter().copied()
}

/// Those of them whose rows have a history.
pub fn with_history() -> impl DoubleEndedIterator<Item = &'static Table> {
    ordered().filter(|t| t.has_history())
}

/// A table by its name.
pub fn table(name: &str) -> Option<&'static Table> {
    TABLES.iter().copied().find(|t| t.name == name)
}

/// The triggers of every table, as `schema.sql` has them.
pub fn guards() -> String {
    guards::guards(&TABLES)
}
