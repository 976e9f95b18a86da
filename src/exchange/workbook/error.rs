//! Why a workbook can't be read.

use crate::model::{Bilingual, Word, Worded, both};

/// A sheet of 10 000 rows has half as many cells as this.
pub(super) const CELLS: usize = 400_000;
pub(super) const COLUMNS: u32 = 1000;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WorkbookError {
    Password,
    Other { what: Word },
    Damaged { why: Bilingual },
    TooLarge { most: u64 },
    TooMany { cell: String },
    LongText { cell: String },
}

impl Worded for WorkbookError {
    fn line(&self) -> Bilingual {
        match self {
            WorkbookError::Password => both!("it is protected with a password", "den er beskyttet med en adgangskode"),
            WorkbookError::Other { what } => {
                both!("it is {en}, not a workbook", "det er {da} og ikke et regneark", en = what.0, da = what.1)
            }
            WorkbookError::Damaged { why } => both!(
                "it is damaged or cut short: {en}",
                "den er beskadiget eller afkortet: {da}",
                en = &why.en,
                da = &why.da
            ),
            WorkbookError::TooLarge { most } => both!(
                "it unpacks to more than {size} MiB",
                "den fylder mere end {size} MiB udpakket",
                size = most / 1024 / 1024
            ),
            WorkbookError::TooMany { cell } => both!(
                "cell {cell} lies far outside: a sheet has at most {COLUMNS} columns and {CELLS} cells",
                "celle {cell} ligger langt udenfor: et ark har højst {COLUMNS} kolonner og {CELLS} celler"
            ),
            WorkbookError::LongText { cell } => both!(
                "the text in cell {cell} is longer than Excel allows",
                "teksten i celle {cell} er længere, end Excel tillader"
            ),
        }
    }

    fn hint(&self) -> Option<Bilingual> {
        Some(match self {
            WorkbookError::Password => {
                both!("open it with the password, and save it without one", "åbn den med adgangskoden, og gem den uden")
            }
            WorkbookError::Other { .. } => both!(
                "open it in Excel or LibreOffice, and save it as an Excel workbook (.xlsx) or as CSV",
                "åbn den i Excel eller LibreOffice, og gem den som Excel-projektmappe (.xlsx) eller som CSV"
            ),
            WorkbookError::Damaged { .. } => both!(
                "ask for it once more; if it opens in Excel or LibreOffice, save it anew from there",
                "bed om den igen; hvis den kan åbnes i Excel eller LibreOffice, så gem den på ny derfra"
            ),
            WorkbookError::TooLarge { .. } | WorkbookError::TooMany { .. } | WorkbookError::LongText { .. } => both!(
                "copy the rows into a fresh workbook; those of a return into a fresh copy of the sheet that was sent",
                "kopier rækkerne over i en ny projektmappe; et skemas rækker i en ny kopi af det skema, der blev sendt"
            ),
        })
    }
}

crate::model::worded!(WorkbookError);
