//! Care of the file itself: made, opened, brought up, copied, placed; whose it is, and who else holds it.

pub mod backup;
pub(in crate::store) mod busy;
pub(in crate::store) mod connection;
pub(in crate::store) mod create;
pub(in crate::store) mod open;
pub(in crate::store) mod place;
pub(in crate::store) mod schema_check;
pub(in crate::store) mod share;
pub(in crate::store) mod sidecar;
pub(in crate::store) mod upgrade;
