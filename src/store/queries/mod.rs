//! Questions over all tables: how everything stands as of a day, and whether it holds together.

pub(in crate::store) mod activities;
pub(in crate::store) mod between_days;
pub(in crate::store) mod calendar;
pub(in crate::store) mod filters;
pub(in crate::store) mod names;
pub(in crate::store) mod search;
pub(in crate::store) mod snapshot_sql;
pub(in crate::store) mod snapshots;
pub(in crate::store) mod started;
pub(in crate::store) mod verify;
