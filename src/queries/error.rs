//! The errors of an action.

use crate::document::mended::Mended;
use crate::exchange::refused::Place;
use crate::exchange::sheet::SheetError;
use crate::exchange::{HeadingError, ReadError, RowError};
use crate::model::Bilingual;
use crate::store;
use thiserror::Error;

#[derive(Debug, Error)]
pub enum Error {
    #[error(transparent)]
    Store(#[from] store::Error),
    #[error("{file}: {source}")]
    Read { file: String, source: ReadError },
    #[error("{file}: {source}")]
    Sheet { file: String, source: SheetError },
    /// Everything that is wrong with the headings, and what was understood of the file.
    #[error("{file}: the headings can't be read")]
    Headings { file: String, problems: Vec<(Place, HeadingError)>, told: Vec<Bilingual>, hint: Option<Box<Bilingual>> },
    /// Every refused cell, up to as many as anybody reads, how many rows more were refused, and what was understood
    /// of the file; nothing was written.
    #[error("{file}: {} of {total} rows refused", .rows.len() + .unlisted)]
    Rows {
        file: String,
        rows: Vec<RowError>,
        unlisted: usize,
        total: usize,
        told: Vec<Bilingual>,
        mend: Option<Box<Mended>>,
    },
    #[error(transparent)]
    Render(#[from] crate::render::Error),
    #[error("{path}: {source}")]
    Write { path: String, source: std::io::Error },
}

pub type Result<T> = std::result::Result<T, Error>;

impl From<crate::model::Refusal> for Error {
    fn from(refusal: crate::model::Refusal) -> Error {
        Error::Store(refusal.into())
    }
}
