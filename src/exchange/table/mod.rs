//! The tables of a file as they lie in it, CSV or workbook: where the headings are, which rows are none of the table,
//! what is merged, hidden or shown otherwise than it is kept. What was understood is told.

mod cells;
mod find;
mod shape;

pub use find::{Table, Tables, Wanted, open};
pub use shape::{Held, RowKind, Shape};
