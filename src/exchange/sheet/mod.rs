//! Sheets that come back: which one a file is, and what was typed in its rows.

mod error;
mod read;
mod returned;
mod rows;

pub use error::SheetError;
pub use read::{is_mail, read};
pub use returned::{Returned, ReturnedRow, Typed, TypedCell};
