//! Words of imported files that somebody has given a meaning.

use super::{Word, nearest};

/// The meaning of a heading whose column is passed over.
pub const IGNORED: &str = "ignore";

/// The places where a word may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum WordKind {
    Heading,
    Status,
    Light,
    Date,
    Authority,
}

impl WordKind {
    pub const ALL: [WordKind; 5] =
        [WordKind::Heading, WordKind::Status, WordKind::Light, WordKind::Date, WordKind::Authority];

    /// As the file keeps it.
    pub fn code(self) -> &'static str {
        match self {
            WordKind::Heading => "heading",
            WordKind::Status => "status",
            WordKind::Light => "light",
            WordKind::Date => "date",
            WordKind::Authority => "authority",
        }
    }

    pub fn from_code(code: &str) -> Option<WordKind> {
        WordKind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    pub fn word(self) -> Word {
        match self {
            WordKind::Heading => Word("heading", "overskrift"),
            WordKind::Status => Word("status", "status"),
            WordKind::Light => Word("light", "trafiklys"),
            WordKind::Date => Word("date", "dato"),
            WordKind::Authority => Word("authority", "myndighed"),
        }
    }
}

/// A word and its meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownWord {
    pub kind: WordKind,
    pub word: String,
    /// A field of the import, or a value as the file keeps it; [`IGNORED`].
    pub means: String,
    /// The change that said it last; 0 before it is written.
    pub since: i64,
}

/// The meaning of a word among those that are known.
pub fn meaning<'a>(words: &'a [KnownWord], kind: WordKind, text: &str) -> Option<&'a str> {
    let plain = nearest::plain(text);
    words.iter().find(|w| w.kind == kind && nearest::plain(&w.word) == plain).map(|w| w.means.as_str())
}
