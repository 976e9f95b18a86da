//! The names of plans and authorities in reports.

use super::{Lang, PartialDate};
use chrono::NaiveDate;
use std::collections::HashMap;

/// A plan as reports present it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanInfo {
    pub code: String,
    pub title: String,
    pub title_da: Option<String>,
    pub state: String,
    pub period_start: Option<PartialDate>,
    pub period_end: Option<PartialDate>,
    /// A warning that every view of its objectives must carry.
    pub caveat: Option<String>,
    pub caveat_da: Option<String>,
    /// Codes of the partnerships that it serves.
    pub partnerships: Vec<String>,
    /// Names of their countries, in English and Danish.
    pub countries: Vec<(String, String)>,
    /// The first day on which it is not in use any more.
    pub retired_on: Option<NaiveDate>,
}

impl PlanInfo {
    pub fn title(&self, lang: Lang) -> &str {
        lang.pick(&self.title, self.title_da.as_deref())
    }

    pub fn caveat(&self, lang: Lang) -> Option<&str> {
        self.caveat.as_deref().map(|c| lang.pick(c, self.caveat_da.as_deref()))
    }

    /// Is it taken out of use, on a day?
    pub fn is_retired(&self, day: NaiveDate) -> bool {
        self.retired_on.is_some_and(|r| r <= day)
    }

    /// Has begun by the last of these days, and had not ended before the first.
    pub fn runs_between(&self, first: NaiveDate, last: NaiveDate) -> bool {
        !self.is_retired(first)
            && self.period_start.is_none_or(|s| s.first_day() <= last)
            && self.period_end.is_none_or(|e| e.last_day() >= first)
    }
}

/// The name of an authority on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorityName {
    pub country: String,
    pub name: String,
    pub name_en: Option<String>,
    pub name_da: Option<String>,
    /// Closed on that day.
    pub retired: bool,
}

impl AuthorityName {
    /// In Danish a Danish body has its own name; in English every body has its English one, if it has one.
    pub fn to(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => self.name_en.as_deref().unwrap_or(&self.name),
            Lang::Da if self.country == "DK" => &self.name,
            Lang::Da => self.name_da.as_deref().unwrap_or(&self.name),
        }
    }
}

/// The names of authorities by their codes.
pub type Authorities = HashMap<String, AuthorityName>;

/// `ENS Danish Energy Agency`; the bare code where no name is known.
pub fn authority(names: &Authorities, code: &str, lang: Lang) -> String {
    names.get(code).map_or_else(|| code.to_string(), |n| format!("{code} {}", n.to(lang)))
}
