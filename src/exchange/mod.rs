//! Spreadsheets in and out: values in, values out.
//!
//! A CSV file is read in whatever form Excel, LibreOffice or a program left it: `decode` makes
//! text of its bytes, `csv_in` makes rows of the text, `headings` tells which field each column
//! holds, and `refused` and `excel` say what is wrong with a cell. Nothing is guessed silently:
//! what was found is told by [`Profile`], and what can't be read is refused with its line.

pub mod csv_in;
mod decode;
pub mod excel;
pub mod headings;
pub mod mail;
mod plausible;
pub mod read_error;
pub mod refused;
pub mod sheet;
pub mod shipped;
pub mod table;
pub mod workbook;

pub use csv_in::{Profile, Reader, Row};
pub use decode::Encoding;
pub use excel::excel_made_a_date;
pub use headings::{HeadingError, Known, Matched, known, match_headings, required};
pub use plausible::Doubt;
pub use read_error::ReadError;
pub use refused::RowError;
