//! A new file, empty or with the shipped portfolio.

use super::import::{self, Imported, Options, What};
use crate::model::{EntityKind, Moment, Operation};
use crate::queries::Result;
use crate::store::{Error, Problem, Store};
use std::collections::HashSet;
use std::path::Path;

/// The shipped portfolio, in the order in which one part needs the other. fixtures/README.md says
/// what is sourced and what is made up.
const PORTFOLIO: &[(What, &str, &[u8])] = &[
    (What::EntityKind(EntityKind::Partnership), "partnerships.csv", include_bytes!("../../fixtures/partnerships.csv")),
    (What::EntityKind(EntityKind::Plan), "plans.csv", include_bytes!("../../fixtures/plans.csv")),
    (What::EntityKind(EntityKind::Authority), "authorities.csv", include_bytes!("../../fixtures/authorities.csv")),
    (What::EntityKind(EntityKind::Instrument), "instruments.csv", include_bytes!("../../fixtures/instruments.csv")),
    (What::EntityKind(EntityKind::Area), "areas.csv", include_bytes!("../../fixtures/areas.csv")),
    (What::EntityKind(EntityKind::Objective), "objectives.csv", include_bytes!("../../fixtures/objectives.csv")),
    (What::EntityKind(EntityKind::Activity), "activities.csv", include_bytes!("../../fixtures/activities.csv")),
    (What::Entries, "entries.csv", include_bytes!("../../fixtures/entries.csv")),
];

/// Entries that were made up so that a quarter has something to show; each is marked illustrative.
const ILLUSTRATIVE: (What, &str, &[u8]) =
    (What::Entries, "illustrative-entries.csv", include_bytes!("../../fixtures/illustrative-entries.csv"));

/// The contents of a new file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fill {
    Nothing,
    /// Partnerships, plans, authorities, the reconstructed objectives, and what is sourced of the log.
    Portfolio,
    /// Also the illustrative entries.
    Illustrated,
}

/// Makes the file; gives what was read into it, part by part. It is made beside its place and put
/// there when it is whole, so a killed `init` leaves nothing in the way.
pub fn init(path: &Path, moment: &Moment, fill: Fill) -> Result<(Store, Vec<(&'static str, Imported)>)> {
    Store::is_free(path)?;
    let folder = path.parent().filter(|f| !f.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let told = |e: std::io::Error| match e.kind() {
        std::io::ErrorKind::NotFound => Error::file(path, Problem::NoFolder),
        kind => Error::io(path, kind.into()),
    };
    let beside = tempfile::Builder::new().prefix(".fremdrift-init-").tempdir_in(folder).map_err(told)?;
    let made = beside.path().join("fremdrift.db");
    let parts = {
        let mut store = Store::create(&made).map_err(|e| e.said_of(path))?;
        fill_in(&mut store, moment, fill).map_err(|e| match e {
            crate::queries::Error::Store(e) => crate::queries::Error::Store(e.said_of(path)),
            e => e,
        })?
    };
    Store::place(&made, path)?;
    // Before it is opened: Windows removes no name of a file that is open.
    drop(beside);
    Ok((Store::open(path)?, parts))
}

fn fill_in(store: &mut Store, moment: &Moment, fill: Fill) -> Result<Vec<(&'static str, Imported)>> {
    store.begin(moment, None)?.finish(&Operation::Init)?;
    let mut parts = Vec::new();
    if fill == Fill::Nothing {
        return Ok(parts);
    }
    // Old lines of the log stay as they are whenever the file is made, so no day is in the future.
    let writing = store.begin(moment, None)?;
    for (what, name, bytes) in PORTFOLIO.iter().chain((fill == Fill::Illustrated).then_some(&ILLUSTRATIVE)) {
        let source: &'static [u8] = bytes;
        let options = Options::default();
        let done = import::rows(&writing, *what, name, Box::new(source), &options, &mut HashSet::new(), &mut |_| {})?;
        parts.push((*name, done));
    }
    writing.finish(&Operation::LoadPortfolio { illustrated: fill == Fill::Illustrated })?;
    Ok(parts)
}
