//! The two languages that the program speaks.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    Da,
    #[default]
    En,
}

impl Lang {
    /// The IETF language tag's first part: `da` or `en`.
    pub fn code(self) -> &'static str {
        match self {
            Lang::Da => "da",
            Lang::En => "en",
        }
    }

    /// Picks the text in this language; without a Danish text the English one is shown.
    pub fn pick<'a>(self, en: &'a str, da: Option<&'a str>) -> &'a str {
        match (self, da) {
            (Lang::Da, Some(da)) if !da.is_empty() => da,
            _ => en,
        }
    }
}
