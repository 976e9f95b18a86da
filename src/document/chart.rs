//! Charts: bars whose parts carry a sign that is not colour, and dates on a line. Each can
//! always be written as a table instead.

use super::sign::Part;
use super::{Cell, Table};
use crate::i18n::{self, Word};
use crate::model::deadline;
use crate::model::snapshot::Shown;
use crate::model::{Lang, PartialDate};
use chrono::NaiveDate;

/// Each bar is a row of parts.
#[derive(Clone, Debug, Default)]
pub struct Bars {
    /// A stable English name, for data formats.
    pub key: &'static str,
    /// The rows: areas, quarters.
    pub of: String,
    /// Says what is to be seen, for who can't see it.
    pub describes: String,
    pub legend: Vec<Part>,
    /// A name, and the counts in the order of the legend.
    pub rows: Vec<(Cell, Vec<i64>)>,
}

impl Bars {
    /// The counts as a table, with the total last. Parts that are nowhere are left out.
    pub fn table(&self, lang: Lang) -> Table {
        let mut table = Table::of(self.key, lang, &self.rows).wraps("name", self.of.as_str(), |(name, _)| name.clone());
        for (at, part) in self.legend.iter().enumerate().filter(|(at, _)| self.is_somewhere(*at)) {
            let title = format!("{}\u{a0}{}", part.sign(), part.word(lang));
            let count = |counts: &[i64]| counts.get(at).copied().unwrap_or_default();
            table = table.words(part.code(), title, |(_, counts)| Cell::Count(count(counts)));
        }
        table.tight("total", i18n::TOTAL, |(_, counts)| Cell::Count(counts.iter().sum())).done()
    }

    pub fn is_somewhere(&self, part: usize) -> bool {
        self.rows.iter().any(|(_, counts)| counts.get(part).is_some_and(|n| *n != 0))
    }

    /// The longest bar.
    pub fn longest(&self) -> i64 {
        self.rows.iter().map(|(_, counts)| counts.iter().sum()).max().unwrap_or_default()
    }
}

/// Deadlines on a line from the first to the last day.
#[derive(Clone, Debug)]
pub struct Timeline {
    /// A stable English name, for data formats.
    pub key: &'static str,
    /// Says what is to be seen, for who can't see it.
    pub describes: String,
    /// The day from which it is seen.
    pub today: NaiveDate,
    pub rows: Vec<Dates>,
}

#[derive(Clone, Debug)]
pub struct Dates {
    /// The reference and the title.
    pub about: [Cell; 2],
    pub original: Option<PartialDate>,
    pub approved: Option<PartialDate>,
    pub expected: Option<PartialDate>,
    /// The light, or the word in its place.
    pub shown: Shown,
}

impl Dates {
    /// The days on which its dates fall.
    pub fn days(&self) -> impl Iterator<Item = NaiveDate> {
        [self.original, self.approved, self.expected].into_iter().flatten().map(PartialDate::last_day)
    }

    /// Open on a day after its approved deadline.
    pub fn is_past_approved(&self, today: NaiveDate) -> bool {
        self.shown != Shown::Ended && self.approved.is_some_and(|d| d.last_day() < today)
    }

    /// Past its approved deadline or the day when it was expected to end, and open.
    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        let dates = deadline::Dates { approved: self.approved, expected: self.expected };
        self.shown != Shown::Ended && dates.late(today).is_some()
    }
}

impl Timeline {
    pub fn table(&self, lang: Lang) -> Table {
        let date = |date| Cell::maybe(date, Cell::PartialDate);
        Table::of(self.key, lang, &self.rows)
            .tight("reference", i18n::REFERENCE, |row| row.about[0].clone())
            .wraps("title", i18n::TITLE, |row| row.about[1].clone())
            .tight("original", i18n::ORIGINAL, |row| date(row.original))
            .tight("approved", i18n::APPROVED, |row| date(row.approved))
            .tight("expected", i18n::EXPECTED, |row| date(row.expected))
            .words("light", i18n::LIGHT, |row| Cell::Shown(row.shown))
            .done()
    }

    /// The first and the last year that the line must hold.
    pub fn years(&self) -> (i32, i32) {
        use chrono::Datelike;
        let days = || self.rows.iter().flat_map(Dates::days).chain([self.today]);
        let (first, last) = (days().min(), days().max());
        (first.map_or(0, |d| d.year()), last.map_or(0, |d| d.year()))
    }
}

/// The names of the signs on a timeline.
pub const SIGNS: [(&str, char, Word); 4] = [
    ("original", '◇', Word("original deadline", "oprindelig frist")),
    ("approved", '◆', Word("approved deadline", "godkendt frist")),
    ("expected", '▸', Word("expected end", "forventet afslutning")),
    ("today", '│', Word("the day of this report", "opgørelsesdagen")),
];
