//! One command, one transaction, one change: all that writes, and nothing else does.

pub mod carry;
pub mod conflicts;
pub(crate) mod deadline;
pub mod decide;
pub mod freeze;
pub mod import;
pub mod init;
pub mod log;
pub mod merge;
pub mod reorganise;
pub mod restore;
pub mod returns;
pub mod setting;
pub mod undo;
pub mod upsert;

pub use crate::queries::{Error, Result};
pub mod words;
