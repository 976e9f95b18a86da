//! One verb, one transaction, one change; and under `query` what reports are read from.

pub mod calendar;
pub mod carry;
pub mod conflicts;
mod deadline;
mod error;
pub mod export;
pub mod freeze;
pub mod import;
pub mod init;
pub mod log;
pub mod merge;
pub mod query;
pub mod reorganise;
pub mod restore;
pub mod returns;
pub mod setting;
pub mod undo;
pub mod upsert;
pub mod verify;

pub use error::{Error, Result};
