//! Why a CSV file can't be read, and what to do about it.

use std::io;
use thiserror::Error;

#[derive(Debug, Error)]
pub enum ReadError {
    #[error("the file can't be read")]
    Io(#[source] io::Error),
    #[error("this is {what}, not a CSV file")]
    NotCsv { what: &'static str },
    #[error("the file is empty")]
    Empty,
    #[error("the file has headings, but no rows")]
    NoRows,
    #[error("line {line}: the text is not {encoding}, as the file before it is")]
    Undecodable { line: u64, encoding: &'static str },
    #[error("line {line}: there is a NUL byte, so this is not text")]
    Nul { line: u64 },
    #[error("line {line}: a quotation mark is opened here and never closed")]
    Unclosed { line: u64 },
    #[error("line {line}: there is text after the closing quotation mark of a cell")]
    AfterQuote { line: u64 },
    #[error("line {line}: the row is too long for a row of a table")]
    TooLong { line: u64 },
    #[error("line {line}: there are more than {most} cells, which no spreadsheet has")]
    TooMany { line: u64, most: usize },
    #[error("line {line}: the file is too large to be read whole")]
    TooMuch { line: u64 },
    #[error("line {line}: there are more cells than the {headings} headings: «{value}»")]
    Extra { line: u64, headings: usize, value: String },
}

impl ReadError {
    pub fn line(&self) -> Option<u64> {
        match self {
            ReadError::Undecodable { line, .. }
            | ReadError::Nul { line }
            | ReadError::Unclosed { line }
            | ReadError::AfterQuote { line }
            | ReadError::TooLong { line }
            | ReadError::TooMany { line, .. }
            | ReadError::TooMuch { line }
            | ReadError::Extra { line, .. } => Some(*line),
            ReadError::Io(_) | ReadError::NotCsv { .. } | ReadError::Empty | ReadError::NoRows => None,
        }
    }

    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            ReadError::Io(_) => return None,
            ReadError::NotCsv { what: "a PDF file" | "a database" } => return None,
            ReadError::NotCsv { .. } => "open it and save it as «CSV UTF-8»",
            ReadError::Empty => "the first line must be headings, and each line after it one row",
            ReadError::NoRows => "each line after the headings is one row",
            ReadError::Undecodable { .. } | ReadError::Nul { .. } => {
                "open the file in Excel or LibreOffice and save it as «CSV UTF-8»"
            }
            ReadError::Unclosed { .. } | ReadError::AfterQuote { .. } => {
                "a cell that begins with a quotation mark must end with one, and those inside it \
                 are written twice"
            }
            ReadError::TooLong { .. } => "a quotation mark may lack its partner",
            ReadError::TooMany { .. } | ReadError::TooMuch { .. } => "look whether it is the right file",
            ReadError::Extra { .. } => "put a cell that contains the delimiter in quotation marks, or add a heading",
        };
        Some(hint.into())
    }
}
