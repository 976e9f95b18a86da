//! The rows of the tables, one file of code for each thing, and how they are written.

pub mod aside;
pub(in crate::store) mod continuation;
pub(in crate::store) mod entities;
pub(in crate::store) mod entity_writes;
pub(in crate::store) mod entries;
pub(in crate::store) mod links;
pub(in crate::store) mod lookup;
pub(in crate::store) mod moves;
pub(in crate::store) mod queue;
pub(in crate::store) mod revisions;
pub(in crate::store) mod sealed;
pub(in crate::store) mod settings;
pub(in crate::store) mod sheets;
pub(in crate::store) mod succession;
mod words;
