//! Tables of typed cells. A report puts one together column by column: the key of a column, its word,
//! its width and its cell of a row are one call, so that a column stands in one place.

use super::Cell;
use crate::model::{Lang, Word};

#[derive(Clone, Debug, Default)]
pub struct Table {
    /// A stable English name, for data formats.
    pub key: &'static str,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Cell>>,
    /// The sentence that stands instead of an empty table.
    pub empty: String,
}

/// A column as a format sees it.
#[derive(Clone, Debug)]
pub struct Column {
    /// A stable English name, for data formats.
    pub key: &'static str,
    pub title: String,
    pub width: Width,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// Never broken: numbers, dates, codes, status.
    Tight,
    /// Broken between words where there is no room; kept wide enough to read prose in.
    Wraps,
    /// Broken between words, down to the longest of them: a few words that belong together.
    Words,
}

/// A heading: a word in both languages, or a text that is in the language of the page already.
pub trait Title {
    fn in_lang(self, lang: Lang) -> String;
}

impl Title for Word {
    fn in_lang(self, lang: Lang) -> String {
        self.owned(lang)
    }
}

impl Title for String {
    fn in_lang(self, _: Lang) -> String {
        self
    }
}

impl Title for &str {
    fn in_lang(self, _: Lang) -> String {
        self.to_string()
    }
}

/// A table while its columns are added.
///
/// ```
/// # use fremdrift::document::{Cell, Table};
/// # use fremdrift::model::{Lang, Word};
/// let table = Table::of("plans", Lang::Da, [("ID-2021", 3), ("MX-2030", 0)])
///     .tight("plan", Word("Plan", "Plan"), |(code, _)| Cell::id(*code))
///     .tight("count", Word("Count", "Antal"), |(_, count)| Cell::Count(*count))
///     .done();
/// assert_eq!(table.rows[0], [Cell::id("ID-2021"), Cell::Count(3)]);
/// assert_eq!(table.columns[1].title, "Antal");
/// ```
pub struct Columns<R> {
    lang: Lang,
    of: Vec<R>,
    table: Table,
}

impl Table {
    /// A table with a row for each of `rows`, in the language of its page.
    pub fn of<R>(key: &'static str, lang: Lang, rows: impl IntoIterator<Item = R>) -> Columns<R> {
        let of: Vec<R> = rows.into_iter().collect();
        let table = Table { key, rows: vec![Vec::new(); of.len()], ..Table::default() };
        Columns { lang, of, table }
    }
}

impl<R> Columns<R> {
    pub fn tight(self, key: &'static str, title: impl Title, cell: impl Fn(&R) -> Cell) -> Columns<R> {
        self.column(key, title, Width::Tight, cell)
    }

    pub fn wraps(self, key: &'static str, title: impl Title, cell: impl Fn(&R) -> Cell) -> Columns<R> {
        self.column(key, title, Width::Wraps, cell)
    }

    pub fn words(self, key: &'static str, title: impl Title, cell: impl Fn(&R) -> Cell) -> Columns<R> {
        self.column(key, title, Width::Words, cell)
    }

    pub fn column(
        mut self,
        key: &'static str,
        title: impl Title,
        width: Width,
        cell: impl Fn(&R) -> Cell,
    ) -> Columns<R> {
        self.table.columns.push(Column { key, title: title.in_lang(self.lang), width });
        for (row, of) in self.table.rows.iter_mut().zip(&self.of) {
            row.push(cell(of));
        }
        self
    }

    /// With columns that several tables share.
    pub fn with(self, shared: impl FnOnce(Columns<R>) -> Columns<R>) -> Columns<R> {
        shared(self)
    }

    /// A sentence instead of the table where it has no rows.
    pub fn or_say(mut self, empty: impl Title) -> Columns<R> {
        self.table.empty = empty.in_lang(self.lang);
        self
    }

    pub fn done(self) -> Table {
        self.table
    }
}

/// Headings and rows apart, for the tests of formats.
#[cfg(test)]
mod apart {
    use super::{Column, Table, Width};

    impl Table {
        pub fn new(key: &'static str, columns: Vec<Column>) -> Table {
            Table { key, columns, ..Table::default() }
        }

        pub fn or_say(mut self, empty: impl Into<String>) -> Table {
            self.empty = empty.into();
            self
        }
    }

    impl Column {
        pub fn tight(key: &'static str, title: impl Into<String>) -> Column {
            Column { key, title: title.into(), width: Width::Tight }
        }

        pub fn wraps(key: &'static str, title: impl Into<String>) -> Column {
            Column { key, title: title.into(), width: Width::Wraps }
        }
    }
}
