//! The file: the only SQL in the program. One file of code for each thing in the database.

mod activities;
pub mod aside;
pub mod backup;
mod beside;
mod bundle;
mod calendar;
mod carried;
mod change;
mod comparing;
mod content;
mod create;
mod entities;
mod entries;
mod error;
mod filters;
mod history;
mod known;
mod links;
mod lookup;
mod merge;
mod moves;
mod names;
mod notice;
mod open;
mod place;
mod problem;
mod question;
mod queue;
mod revisions;
mod saving;
mod sealed;
mod search;
mod settings;
mod shape;
mod share;
mod sheets;
mod standing;
mod started;
mod subject;
mod succession;
mod undo;
mod upgrade;
mod verify;

pub use aside::PutAside;
pub use calendar::Marks;
pub use carried::Carried;
pub use change::ChangeTx;
pub use comparing::Gone;
pub use content::{Contents, Difference, ORDER};
pub use create::sync_folder;
pub use entities::{Found, Name};
pub use entries::{LifeSpan, Logged};
pub use error::{Error, Problem, Result};
pub use merge::{Conflict, Merge, Reopened, Why};
pub use notice::{Notice, PATIENCE, listen};
pub use question::Detail;
pub use revisions::{Fresh, LateLine};
pub use saving::Saved;
pub use search::Hit;
pub use settings::Setting;
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
