//! Why a CSV file can't be read, and what to do about it.

use super::plausible::Doubt;
use super::workbook::WorkbookError;
use crate::model::both;
use crate::model::{Bilingual, Word, Worded};
use std::io;

#[derive(Debug)]
pub enum ReadError {
    Io(io::Error),
    NotCsv {
        what: FileKind,
    },
    Workbook(WorkbookError),
    /// The workbook has no sheet with a table.
    NoTable {
        sheets: Vec<String>,
    },
    NoSheet {
        name: String,
        sheets: Vec<String>,
    },
    Empty,
    NoRows,
    Doubtful(Doubt),
    Undecodable {
        line: u64,
        encoding: &'static str,
    },
    Nul {
        line: u64,
    },
    Unclosed {
        line: u64,
    },
    AfterQuote {
        line: u64,
    },
    TooLong {
        line: u64,
    },
    TooMany {
        line: u64,
        most: usize,
    },
    TooMuch {
        line: u64,
    },
    Extra {
        line: u64,
        headings: usize,
        value: String,
    },
}

impl ReadError {
    pub fn line_number(&self) -> Option<u64> {
        match self {
            ReadError::Undecodable { line, .. }
            | ReadError::Nul { line }
            | ReadError::Unclosed { line }
            | ReadError::AfterQuote { line }
            | ReadError::TooLong { line }
            | ReadError::TooMany { line, .. }
            | ReadError::TooMuch { line }
            | ReadError::Extra { line, .. } => Some(*line),
            ReadError::Doubtful(_)
            | ReadError::Io(_)
            | ReadError::NotCsv { .. }
            | ReadError::Workbook(_)
            | ReadError::NoTable { .. }
            | ReadError::NoSheet { .. }
            | ReadError::Empty
            | ReadError::NoRows => None,
        }
    }
}

/// A kind of file that is no table of texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    Pdf,
    Database,
    LibreOffice,
    Excel,
}

impl FileKind {
    fn word(self) -> Word {
        match self {
            FileKind::Pdf => Word("a PDF file", "en PDF-fil"),
            FileKind::Database => Word("a database", "en database"),
            FileKind::LibreOffice => Word("a LibreOffice document", "et LibreOffice-dokument"),
            FileKind::Excel => Word("an Excel workbook", "en Excel-projektmappe"),
        }
    }
}

impl Worded for ReadError {
    fn line(&self) -> Bilingual {
        match self {
            ReadError::Io(_) => both!("the file can't be read", "filen kan ikke læses"),
            ReadError::NotCsv { what } => both!(
                "this is {en}, not a CSV file",
                "dette er {da}, ikke en CSV-fil",
                en = what.word().0,
                da = what.word().1
            ),
            ReadError::Workbook(e) => e.line(),
            ReadError::NoTable { .. } => {
                both!("no sheet of the workbook has a row of headings", "ingen af arkene har en række med overskrifter")
            }
            ReadError::NoSheet { name, .. } => {
                both!("the workbook has no sheet «{name}»", "projektmappen har intet ark »{name}«")
            }
            ReadError::Empty => both!("the file is empty", "filen er tom"),
            ReadError::NoRows => {
                both!("the file has headings, but no rows", "filen har overskrifter, men ingen rækker")
            }
            ReadError::Doubtful(Doubt { one, other }) => both!(
                "it can't be told in which encoding the file was written: «{word}» ({name}) or «{word2}» ({name2})",
                "det kan ikke afgøres, hvilken tegnkodning filen er skrevet i: »{word}« ({name}) eller »{word2}« ({name2})",
                word = &one.1,
                name = one.0,
                word2 = &other.1,
                name2 = other.0
            ),
            ReadError::Undecodable { line, encoding } => both!(
                "line {line}: the text is not {encoding}, as the file before it is",
                "linje {line}: teksten er ikke {encoding}, som filen er indtil da"
            ),
            ReadError::Nul { line } => both!(
                "line {line}: there is a NUL byte, so this is not text",
                "linje {line}: der er en NUL-byte, så dette er ikke tekst"
            ),
            ReadError::Unclosed { line } => both!(
                "line {line}: a quotation mark is opened here and never closed",
                "linje {line}: et anførselstegn åbnes her og lukkes aldrig"
            ),
            ReadError::AfterQuote { line } => both!(
                "line {line}: there is text after the closing quotation mark of a cell",
                "linje {line}: der er tekst efter en celles afsluttende anførselstegn"
            ),
            ReadError::TooLong { line } => both!(
                "line {line}: the row is too long for a row of a table",
                "linje {line}: rækken er for lang til at være en række i en tabel"
            ),
            ReadError::TooMany { line, most } => both!(
                "line {line}: there are more than {most} cells, which no spreadsheet has",
                "linje {line}: der er mere end {most} celler, og det har intet regneark"
            ),
            ReadError::TooMuch { line } => both!(
                "line {line}: the file is too large to be read whole",
                "linje {line}: filen er for stor til at blive læst på én gang"
            ),
            ReadError::Extra { line, headings, value } => both!(
                "line {line}: there are more cells than the {headings} headings: «{value}»",
                "linje {line}: der er flere celler end de {headings} overskrifter: »{value}«"
            ),
        }
    }

    fn hint(&self) -> Option<Bilingual> {
        Some(match self {
            ReadError::Io(_) | ReadError::NotCsv { what: FileKind::Pdf | FileKind::Database } => return None,
            ReadError::Workbook(e) => return e.hint(),
            ReadError::NoTable { sheets } if sheets.is_empty() => {
                both!("all its sheets are empty", "alle dets ark er tomme")
            }
            ReadError::NoTable { sheets } | ReadError::NoSheet { sheets, .. } => {
                both!("its sheets are: {all}", "arkene hedder: {all}", all = sheets.join(", "))
            }
            ReadError::NotCsv { .. } => {
                both!("open it and save it as «CSV UTF-8»", "åbn den, og gem den som »CSV UTF-8«")
            }
            ReadError::Empty => both!(
                "the first line must be headings, and each line after it one row",
                "første linje skal være overskrifter, og hver linje derefter én række"
            ),
            ReadError::NoRows => {
                both!("each line after the headings is one row", "hver linje efter overskrifterne er én række")
            }
            ReadError::Doubtful(_) => both!(
                "save the file as «CSV UTF-8», or say which to import and log: --encoding windows-1252, 850 or macintosh",
                "gem filen som »CSV UTF-8«, eller sig det til import og log: --encoding windows-1252, 850 eller macintosh"
            ),
            ReadError::Undecodable { .. } | ReadError::Nul { .. } => both!(
                "open the file in Excel or LibreOffice and save it as «CSV UTF-8»",
                "åbn filen i Excel eller LibreOffice, og gem den som »CSV UTF-8«"
            ),
            ReadError::Unclosed { .. } | ReadError::AfterQuote { .. } => both!(
                "a cell that begins with a quotation mark must end with one, and those inside it are written twice",
                "en celle, der begynder med et anførselstegn, skal slutte med et, og dem inde i cellen skrives dobbelt"
            ),
            ReadError::TooLong { .. } => {
                both!("a quotation mark may lack its partner", "et anførselstegn mangler måske sin makker")
            }
            ReadError::TooMany { .. } | ReadError::TooMuch { .. } => {
                both!("look whether it is the right file", "se efter, om det er den rigtige fil")
            }
            ReadError::Extra { .. } => both!(
                "put a cell that contains the delimiter in quotation marks, or add a heading",
                "sæt anførselstegn om en celle, der indeholder skilletegnet, eller tilføj en overskrift"
            ),
        })
    }
}

crate::model::worded!(ReadError);
