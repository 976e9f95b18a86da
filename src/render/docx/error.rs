//! Why a template can't be used.

use crate::model::{Bilingual, Worded, both};

/// A template that can't be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    NotWord,
    Macros,
    TooLarge,
    Strict,
}

impl Worded for Error {
    fn line(&self) -> Bilingual {
        match self {
            Error::NotWord => both!("the template: it is no Word file", "skabelonen: det er ikke en Word-fil"),
            Error::Macros => both!("the template: it holds macros", "skabelonen: den indeholder makroer"),
            Error::Strict => both!(
                "the template: it is a «Strict Open XML document»",
                "skabelonen: den er et »Strict Open XML-dokument«"
            ),
            Error::TooLarge => {
                both!("the template: it unpacks to more than 64 MB", "skabelonen: den fylder mere end 64 MB udpakket")
            }
        }
    }

    fn hint(&self) -> Option<Bilingual> {
        Some(match self {
            Error::Strict => both!(
                "open it in Word, and save it as an ordinary Word document (.docx)",
                "åbn den i Word, og gem den som et almindeligt Word-dokument (.docx)"
            ),
            Error::NotWord => both!(
                "give a file that Word saved as .docx or .dotx",
                "angiv en fil, som Word har gemt som .docx eller .dotx"
            ),
            Error::Macros => both!(
                "save it in Word as .docx or .dotx, without macros",
                "gem den i Word som .docx eller .dotx uden makroer"
            ),
            Error::TooLarge => both!("take the pictures out of it", "tag billederne ud af den"),
        })
    }
}

crate::model::worded!(Error);
