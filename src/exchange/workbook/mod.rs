//! Workbooks that come in, whoever saved them: cells as values, in bounded memory.

mod error;
mod read;
mod remarks;
mod unpacked;
mod values;

pub use error::WorkbookError;
pub use read::{is_workbook, read, saved_at};
pub use values::{CellValue, Merged, Sheet, SheetCell, SheetRow, Workbook, cell_name, number_text, serial_day};
