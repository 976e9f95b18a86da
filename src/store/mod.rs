//! The file: the only SQL in the program. Four wings, each of which looks only at those before it, and the
//! queries above them.
//!
//! ```text
//! file ──► changes ──► tables ──► sync ──► queries
//! ```

mod changes;
mod error;
mod file;
mod problem;
mod queries;
mod rows;
mod subject;
mod sync;
mod tables;

pub use changes::change::ChangeTx;
pub use error::{Error, Problem, Result};
pub use file::backup;
pub use file::busy::{Notice, PATIENCE, listen};
pub use file::create::sync_folder;
pub use queries::between_days::Gone;
pub use queries::calendar::Marks;
pub use queries::search::Hit;
pub use queries::snapshot_sql::Detail;
pub use queries::verify::{Finding, Health};
pub use subject::Subject;
pub use sync::conflict::Kind as ConflictKind;
pub use sync::content::{Contents, Difference, ORDER};
pub use sync::merge::Merge;
pub use sync::undecided::{Conflict, ConflictValue, Why};
pub use tables::aside::{self, PutAside};
pub use tables::continuation::Carried;
pub use tables::entities::{Found, Name};
pub use tables::entity_writes::Saved;
pub use tables::entries::{LifeSpan, Logged};
pub use tables::revisions::{Fresh, LateLine};
pub use tables::settings::Setting;
pub use tables::succession::Held;

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
