//! The file: the only SQL in the program. One file of code for each thing in the database.

mod activities;
mod as_of_change;
pub mod aside;
pub mod backup;
mod between_days;
mod bundle;
mod busy;
mod calendar;
mod change;
mod connection;
mod content;
mod continuation;
mod create;
mod entities;
mod entity_writes;
mod entries;
mod error;
mod filters;
mod history;
mod links;
mod lookup;
mod merge;
mod moves;
mod names;
mod open;
mod place;
mod problem;
mod queue;
mod revisions;
mod rows;
mod schema_check;
mod sealed;
mod search;
mod settings;
mod share;
mod sheets;
mod sidecar;
mod snapshot_sql;
mod snapshots;
mod started;
mod subject;
mod succession;
mod undo;
mod upgrade;
mod verify;

pub use aside::PutAside;
pub use between_days::Gone;
pub use busy::{Notice, PATIENCE, listen};
pub use calendar::Marks;
pub use change::ChangeTx;
pub use content::{Contents, Difference, ORDER};
pub use continuation::Carried;
pub use create::sync_folder;
pub use entities::{Found, Name};
pub use entity_writes::Saved;
pub use entries::{LifeSpan, Logged};
pub use error::{Error, Problem, Result};
pub use merge::{Conflict, Merge, Reopened, Why};
pub use revisions::{Fresh, LateLine};
pub use search::Hit;
pub use settings::Setting;
pub use snapshot_sql::Detail;
pub use subject::Subject;
pub use succession::Held;
pub use verify::{Finding, Health};

use rusqlite::Connection;
use std::path::{Path, PathBuf};

/// An open fremdrift file.
pub struct Store {
    conn: Connection,
    path: PathBuf,
}

impl Store {
    pub fn path(&self) -> &Path {
        &self.path
    }
}
