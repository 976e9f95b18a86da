//! Queries: the values that reports are made from, read together. Nothing is written here; freezing a quarter reads through the
//! same door, and each figure has one collector.

mod asked;
pub mod calendar;
pub mod conflicts;
mod counted;
mod error;
mod expired;
pub mod export;
mod known;
mod late;
mod lists;
mod portfolio;
mod quarters;
mod sent;
mod slips;
mod summary;
mod trend;
pub mod verify;

pub(crate) use asked::is_asked_for;
pub use asked::{Asked, SummaryRequest, asked, day_of, scope};
pub(crate) use counted::Counting;
pub use error::{Error, Result};
pub use lists::{check, counted_rows, due, objectives, promises, rows};
pub use portfolio::portfolio;
pub use quarters::quarters;
pub use sent::{Sent, content, revision, text};
pub use slips::{corrected, slips};
pub use summary::{page, summary};
pub use trend::{as_reported, over_time};
