//! Workbooks that come in, whoever saved them: cells as values, in bounded memory.

mod cells;
mod error;
mod ods;
mod other;
mod read;
mod remarks;
mod stream;
mod unpacked;
mod values;
mod xlsx;

pub use error::WorkbookError;
pub use read::{is_workbook, read, saved_at};
pub use values::{CellValue, Merged, Sheet, SheetCell, SheetRow, Shown, Workbook, cell_name, number_text, serial_day};
