//! A text in both languages, and what can be told in both.

use super::Lang;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A fixed word or phrase in English and in Danish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word(pub &'static str, pub &'static str);

impl Word {
    pub fn to(self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.0,
            Lang::Da => self.1,
        }
    }

    pub fn owned(self, lang: Lang) -> String {
        self.to(lang).to_string()
    }
}

/// A text in English and in Danish.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bilingual {
    pub en: String,
    pub da: String,
}

impl Bilingual {
    pub fn new(en: impl Into<String>, da: impl Into<String>) -> Bilingual {
        Bilingual { en: en.into(), da: da.into() }
    }

    pub fn to(&self, lang: Lang) -> &str {
        lang.pick(&self.en, Some(&self.da))
    }

    /// Both texts changed alike.
    pub fn map(self, change: impl Fn(String) -> String) -> Bilingual {
        Bilingual { en: change(self.en), da: change(self.da) }
    }
}

/// English, as in logs and tests; a desk is told in its own language by [`Bilingual::to`].
impl fmt::Display for Bilingual {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.en)
    }
}

/// An error that is told in the language of the desk.
pub trait Worded {
    /// The thing and the value, on one line.
    fn line(&self) -> Bilingual;

    /// The words to type instead, where there are any.
    fn hint(&self) -> Option<Bilingual>;
}

/// One format string in English and one in Danish; a missing one does not compile.
///
/// ```
/// let name = "1.1";
/// let told = fremdrift::model::both!("no objective «{name}»", "ukendt målsætning: »{name}«");
/// assert_eq!(told.da, "ukendt målsætning: »1.1«");
/// ```
#[macro_export]
macro_rules! both {
    ($en:literal, $da:literal $(, $name:ident = $value:expr)* $(,)?) => {{
        $(let $name = $value;)*
        $crate::model::Bilingual { en: format!($en), da: format!($da) }
    }};
}

/// As an error among others it is English; a desk is told through [`Worded`].
#[macro_export]
macro_rules! worded {
    ($name:ty) => {
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&$crate::model::Worded::line(self).en)
            }
        }

        impl std::error::Error for $name {}
    };
}

pub use {both, worded};
