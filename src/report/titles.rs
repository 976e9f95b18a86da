//! Titles in the language of a page, marked where they are not.

use crate::document::Cell;
use crate::model::Lang;
use std::collections::HashSet;

/// Which plans have titles in both languages, as far as a report sees.
///
/// A title without a Danish text is marked on a Danish page only where another title of its plan has one:
/// in a plan of one language the titles may well be Danish, and stand where English ones are asked for.
#[derive(Clone, Debug)]
pub struct Titles {
    lang: Lang,
    bilingual: HashSet<String>,
}

/// ID-2021 of ID-2021/4.1.
fn plan(reference: &str) -> &str {
    reference.split('/').next().unwrap_or(reference)
}

impl Titles {
    /// From references, or codes of plans, with the Danish titles.
    pub fn of<'a>(lang: Lang, titles: impl Iterator<Item = (&'a str, Option<&'a str>)>) -> Titles {
        let danish = titles.filter(|(_, da)| da.is_some_and(|t| !t.is_empty()));
        Titles { lang, bilingual: danish.map(|(reference, _)| plan(reference).to_string()).collect() }
    }

    pub fn cell(&self, reference: &str, title: &str, title_da: Option<&str>) -> Cell {
        self.with(reference, title, title_da, |title| title.to_string())
    }

    /// The same, with something more in the cell.
    pub fn with(&self, reference: &str, title: &str, title_da: Option<&str>, more: impl Fn(&str) -> String) -> Cell {
        match (self.lang, title_da.filter(|t| !t.is_empty())) {
            (Lang::Da, None) if self.bilingual.contains(plan(reference)) => Cell::Foreign(more(title), Lang::En),
            (lang, da) => Cell::text(more(lang.pick(title, da))),
        }
    }
}
