//! Returns: the sheet that goes out, the e-mails around it, what was read, and how they all stand.

mod form;
mod mail;
mod read;
mod status;

pub use form::{Made, form};
pub use mail::{Draft, receipt, reminder, request};
pub use read::{ConflictShown, FieldRead, ReadSheet, RowRead, Why, conflicts, read};
pub use status::{ReturnState, status};
