//! The progress log: what an officer reports, and how an entry follows from the one before.

mod fields;
mod log;
mod update;
mod values;

pub use fields::{Carry, EntryFacts, EntryField, EntryFields, EntryUpdate, fields};
pub use log::{Entry, NewEntry, Rebased, rebase_later_entries};
pub use values::FieldUpdate;
