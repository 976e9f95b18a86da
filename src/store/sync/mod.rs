//! Copies of a file: what one sends, how another takes it over, and what a row says then.
//!
//! A file says what follows from the set of changes that it knows ([`crate::model::fold`]), so copies that know the same
//! changes say the same, in whatever order they came.

pub(in crate::store) mod bundle;
pub(in crate::store) mod conflict;
pub(in crate::store) mod content;
mod contradiction;
mod finish;
pub(in crate::store) mod folder;
mod frozen;
pub(in crate::store) mod identity;
pub(in crate::store) mod merge;
mod names;
pub(in crate::store) mod undecided;
mod undo;
pub(in crate::store) mod writes;
