//! One cell that is refused, named so that it can be found in the spreadsheet.

use std::borrow::Cow;
use std::fmt;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    pub line: u64,
    /// The heading as the file has it; empty when the whole line is meant.
    pub column: String,
    pub value: String,
    pub reason: String,
    pub hint: Option<String>,
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

impl Refused {
    /// The same with a value that fits a message: many are kept until all are told.
    pub fn shortened(self) -> Refused {
        let value = shortened(&self.value).into_owned();
        if value == self.value {
            return self;
        }
        let trimmed = self.value.trim();
        let short = |text: &str| text.replace(&self.value, &value).replace(trimmed, &shortened(trimmed));
        let fits = |text: String| if text.chars().count() > 5 * SHOWN { shortened(&text).into_owned() } else { text };
        let reason = fits(short(&self.reason));
        Refused { reason, hint: self.hint.map(|hint| fits(short(&hint))), value, ..self }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}", self.line)?;
        if !self.column.is_empty() {
            write!(f, ", column {}", self.column)?;
        }
        write!(f, ": {}", self.reason)
    }
}

impl std::error::Error for Refused {}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(column: &str) -> Refused {
        Refused {
            line: 7,
            column: column.into(),
            value: "31/02/2026".into(),
            reason: "«31/02/2026» is not a date".into(),
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
