//! The signs beside words that are told apart without colour.

use crate::i18n;
use crate::model::snapshot::Shown;
use crate::model::{Lang, Light, Status};

/// The meaning of a part of a bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Shown(Shown),
    /// `None`: never reported.
    Status(Option<Status>),
    /// Of those that were due: reported in the quarter, or not.
    Reported(bool),
}

impl Part {
    /// The sign beside the word: never two alike in one picture.
    pub fn sign(self) -> char {
        match self {
            Part::Shown(Shown::Light(light)) => light.symbol().chars().next().unwrap_or('?'),
            Part::Shown(Shown::NoLight) => '·',
            Part::Shown(Shown::NotReported) | Part::Reported(false) | Part::Status(None) => '○',
            Part::Shown(Shown::Ended) => '–',
            Part::Reported(true) => '●',
            Part::Status(Some(Status::NotStarted)) => '□',
            Part::Status(Some(Status::Ongoing)) => '▷',
            Part::Status(Some(Status::Completed)) => '✓',
            Part::Status(Some(Status::PartlyCompleted)) => '◪',
            Part::Status(Some(Status::Suspended)) => '‖',
            Part::Status(Some(Status::Cancelled)) => '✕',
            Part::Status(Some(Status::CarriedOver)) => '→',
        }
    }

    /// The word without the sign.
    pub fn word(self, lang: Lang) -> &'static str {
        match self {
            Part::Shown(Shown::Light(light)) => light.word(lang),
            Part::Shown(Shown::NoLight) => i18n::NO_LIGHT.to(lang),
            Part::Shown(Shown::NotReported) | Part::Reported(false) => i18n::NOT_REPORTED.to(lang),
            Part::Shown(Shown::Ended) => i18n::ENDED.to(lang),
            Part::Reported(true) => i18n::WAS_REPORTED.to(lang),
            Part::Status(Some(status)) => status.word(lang),
            Part::Status(None) => i18n::NEVER_REPORTED.to(lang),
        }
    }

    /// A stable English name, for data formats and styles.
    pub fn code(self) -> &'static str {
        match self {
            Part::Shown(shown) => shown.code(),
            Part::Status(Some(status)) => status.code(),
            Part::Status(None) => "never-reported",
            Part::Reported(true) => "reported",
            Part::Reported(false) => "not-reported",
        }
    }

    pub fn lights() -> Vec<Part> {
        Shown::ALL.into_iter().map(Part::Shown).collect()
    }

    pub fn statuses() -> Vec<Part> {
        Status::ALL.iter().map(|s| Part::Status(Some(*s))).chain([Part::Status(None)]).collect()
    }
}

/// A light as a person reads it: a symbol and a word.
pub fn light(light: Light, lang: Lang) -> String {
    format!("{} {}", light.symbol(), light.word(lang))
}

/// The word and symbol in the place of a light.
pub fn shown(shown: Shown, lang: Lang) -> String {
    let part = Part::Shown(shown);
    match shown {
        // Nothing was judged: a dot beside the word would look like a judgement.
        Shown::NoLight => part.word(lang).to_string(),
        _ => format!("{} {}", part.sign(), part.word(lang)),
    }
}
