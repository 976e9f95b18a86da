//! Why a sheet that came back can't be read, and what to do about it.

use crate::exchange::read_error::ReadError;
use crate::exchange::workbook::WorkbookError;
use crate::model::{Bilingual, Worded, both};

#[derive(Debug)]
pub enum SheetError {
    Workbook(WorkbookError),
    Csv(ReadError),
    NoHeadings,
    Twice { heading: String, first: String, second: String },
    Several { codes: Vec<String> },
    NoCode,
    Mail,
}

impl From<WorkbookError> for SheetError {
    fn from(e: WorkbookError) -> SheetError {
        SheetError::Workbook(e)
    }
}

impl From<ReadError> for SheetError {
    fn from(e: ReadError) -> SheetError {
        SheetError::Csv(e)
    }
}

impl Worded for SheetError {
    fn line(&self) -> Bilingual {
        match self {
            SheetError::Workbook(e) => e.line(),
            SheetError::Csv(e) => e.line(),
            SheetError::NoHeadings => both!(
                "it has no row of headings with Reference, Version and Sheet",
                "den har ingen række med overskrifterne Reference, Version og Skema"
            ),
            SheetError::Twice { heading, first, second } => both!(
                "the columns {first} and {second} are the same: {heading}",
                "kolonnerne {first} og {second} er ens: {heading}"
            ),
            SheetError::Several { codes } => both!(
                "it has the rows of several sheets: {all}",
                "den har rækker fra flere skemaer: {all}",
                all = codes.join(", ")
            ),
            SheetError::Mail => both!("there is no sheet in the e-mail", "der er intet skema i mailen"),
            SheetError::NoCode => {
                both!("no row says which sheet it is from", "ingen række siger, hvilket skema den er fra")
            }
        }
    }

    fn hint(&self) -> Option<Bilingual> {
        match self {
            SheetError::Workbook(e) => e.hint(),
            SheetError::Csv(e) => e.hint(),
            SheetError::NoHeadings => Some(both!(
                "read the file that was sent out and filled in; its headings must still be there",
                "læs den fil, der blev sendt ud og udfyldt; dens overskrifter skal stadig være der"
            )),
            SheetError::Twice { .. } => Some(both!("remove one of them", "fjern en af dem")),
            SheetError::Several { .. } => Some(both!(
                "keep the rows of each sheet in a file of their own",
                "hold hvert skemas rækker i en fil for sig"
            )),
            SheetError::Mail => Some(both!(
                "if the answer stands in its text, write it down with: fremdrift log; else ask for the sheet",
                "står svaret i teksten, så registrer det med: fremdrift log; bed ellers om skemaet"
            )),
            SheetError::NoCode => Some(both!(
                "copy the columns Version and Sheet back from the sheet that was sent",
                "kopier kolonnerne Version og Skema tilbage fra det skema, der blev sendt"
            )),
        }
    }
}

crate::model::worded!(SheetError);
