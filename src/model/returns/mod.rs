//! Returns: the sheet that goes to one authority for one quarter, and what comes back.

mod answer;
mod base;
mod columns;
mod decide;
mod sheet;
mod shown;
mod unread;

pub use answer::{Answer, Became, Said};
pub use base::{Base, FIELDS, Shown, version};
pub use columns::{COLUMNS, Column};
pub use decide::{Decisions, Side, Verdict, three_way};
pub use sheet::{Question, Reading, ReturnStatus, Sheet, SheetRow};
pub use shown::{keeps_back, reported, shown};
pub use unread::Unread;
