//! Rows of an export as a document of typed cells: dates are dates, and numbers of plans are text.

use super::coded;
use crate::document::{Block, Cell, Column, Document, Table, Width};
use crate::model::column::{self, Holds};
use crate::model::field::FieldType;
use crate::model::{Lang, PartialDate, PlanInfo};
use std::borrow::Cow;

/// A table that rows are added to.
pub struct Rows {
    lang: Lang,
    columns: Vec<column::Column>,
    table: Table,
}

impl Rows {
    pub fn new(lang: Lang, key: &'static str, columns: Vec<column::Column>) -> Rows {
        let heading = |c: &column::Column| {
            let title = if lang == Lang::Da { c.da } else { c.key };
            let width = match c.holds {
                Holds::Field(FieldType::Text) | Holds::Bilingual => Width::Wraps,
                _ => Width::Tight,
            };
            Column { key: c.key, title: title.to_string(), width }
        };
        let table = Table { key, columns: columns.iter().map(heading).collect(), ..Table::default() };
        Rows { lang, columns, table }
    }

    /// Cells that are given as codes.
    pub fn cells(&self, cells: &[Cow<str>]) -> Vec<Cell> {
        self.columns.iter().zip(cells).map(|(c, text)| cell(c.holds, text, self.lang)).collect()
    }

    pub fn add(&mut self, cells: &[Cow<str>]) {
        let cells = self.cells(cells);
        self.table.rows.push(cells);
    }

    /// The table, with what was added.
    pub fn table(&self) -> &Table {
        &self.table
    }

    /// Where the plan of a row stands.
    pub fn of_plan(&self) -> Option<usize> {
        self.columns.iter().position(|c| c.holds == Holds::Field(FieldType::Plan))
    }

    /// The caveats that every view of these plans carries.
    pub fn caveats(&self, plans: &[PlanInfo], shown: impl Fn(&str) -> bool) -> Vec<String> {
        let mut document = Document::new(self.lang, "");
        super::caveats(&mut document, plans, shown);
        let said = |block| if let Block::Caveat(text) = block { Some(text) } else { None };
        document.blocks.into_iter().filter_map(said).collect()
    }

    /// With what every view of the plans must say.
    pub fn finish(self, title: &str, plans: &[PlanInfo]) -> Document {
        let mut document = Document::new(self.lang, title);
        let of_plan = self.of_plan();
        let shown = |code: &str| {
            of_plan.is_some_and(|at| self.table.rows.iter().any(|r| r.get(at).is_some_and(|c| c.data() == code)))
        };
        super::caveats(&mut document, plans, shown);
        document.add(Block::Table(self.table));
        document
    }
}

fn cell(holds: Holds, text: &str, lang: Lang) -> Cell {
    if text.is_empty() {
        return Cell::Empty;
    }
    let read = match holds {
        Holds::Number => text.parse().ok().map(Cell::Count),
        Holds::Field(FieldType::Day) => text.parse().ok().map(Cell::Day),
        Holds::Field(FieldType::PartialDate) => PartialDate::parse(text).ok().map(Cell::PartialDate),
        Holds::Field(FieldType::Flag) => Some(Cell::YesNo(text == "yes")),
        // A word alone, without the symbol that a page has beside it: it is filtered by.
        Holds::Field(kind @ (FieldType::Status | FieldType::Light)) => {
            kind.word(text, lang).map(|word| Cell::Named { code: text.to_string(), word: word.to_string() })
        }
        Holds::Field(FieldType::Text) => Some(Cell::text(text)),
        Holds::Field(kind) => coded::cell(kind, text, lang),
        Holds::Bilingual => serde_json::from_str(text).ok().map(|text| coded::bilingual(&text, lang)),
        Holds::Moment => None,
    };
    read.unwrap_or_else(|| Cell::id(text))
}
