//! A change is the one door through which anything is written; and what was there before it.

pub(in crate::store) mod as_of_change;
pub(in crate::store) mod change;
pub(in crate::store) mod history;
pub(in crate::store) mod lineage;
pub(in crate::store) mod undo;
