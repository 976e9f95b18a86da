//! One cell that is refused, named so that it can be found in the spreadsheet.

use crate::model::both;
use crate::model::{Bilingual, Worded};
use std::borrow::Cow;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowError {
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    pub line: u64,
    /// The heading as the file has it; empty when the whole line is meant.
    pub column: String,
    pub value: String,
    pub reason: Bilingual,
    pub hint: Option<Bilingual>,
}

/// A line, and the sheet of a workbook that it stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub sheet: Option<String>,
    pub line: u64,
}

impl Place {
    /// `line 3`, or `Ark2, line 3`.
    pub fn words(&self) -> Bilingual {
        let line = self.line;
        match &self.sheet {
            Some(sheet) => both!("{sheet}, line {line}", "{sheet}, linje {line}"),
            None => both!("line {line}", "linje {line}"),
        }
    }
}

/// More of a value nobody reads, in characters.
const SHOWN: usize = 200;

/// The beginning of a text that is too long for a message.
pub fn shortened(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(SHOWN) {
        Some((at, _)) => Cow::Owned(format!("{}…", &text[..at])),
        None => Cow::Borrowed(text),
    }
}

impl RowError {
    /// The same with a value that fits a message: many are kept until all are told.
    pub fn shortened(self) -> RowError {
        let value = shortened(&self.value).into_owned();
        if value == self.value {
            return self;
        }
        let trimmed = self.value.trim();
        let short = |text: &str| text.replace(&self.value, &value).replace(trimmed, &shortened(trimmed));
        let fits = |text: String| if text.chars().count() > 5 * SHOWN { shortened(&text).into_owned() } else { text };
        let both = |text: &Bilingual| Bilingual::new(fits(short(&text.en)), fits(short(&text.da)));
        RowError { reason: both(&self.reason), hint: self.hint.as_ref().map(both), value, ..self }
    }
}

impl Worded for RowError {
    fn line(&self) -> Bilingual {
        let RowError { sheet, line, column, reason: Bilingual { en, da }, .. } = self;
        let told = if column.is_empty() {
            both!("line {line}: {en}", "linje {line}: {da}")
        } else {
            both!("line {line}, column {column}: {en}", "linje {line}, kolonne {column}: {da}")
        };
        match sheet {
            Some(sheet) => told.map(|text| format!("{sheet}, {text}")),
            None => told,
        }
    }

    fn hint(&self) -> Option<Bilingual> {
        self.hint.clone()
    }
}

crate::model::worded!(RowError);

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(column: &str) -> RowError {
        RowError {
            sheet: None,
            line: 7,
            column: column.into(),
            value: "31/02/2026".into(),
            reason: both!("«31/02/2026» is not a date", "»31/02/2026« er ikke en dato"),
            hint: None,
        }
    }

    #[test]
    fn it_names_line_and_column() {
        let told = refused("deadline").to_string();
        assert_eq!(told, "line 7, column deadline: «31/02/2026» is not a date");
        assert_eq!(refused("").to_string(), "line 7: «31/02/2026» is not a date");
    }
}
