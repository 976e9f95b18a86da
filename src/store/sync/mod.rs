//! Two copies of a file: what one sends, and how the other takes it over.

pub(in crate::store) mod bundle;
pub(in crate::store) mod content;
pub(in crate::store) mod merge;
