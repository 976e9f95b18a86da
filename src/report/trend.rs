//! A plan over time: a row a quarter.

use super::tally::Tally;
use crate::document::{Bars, Block, Cell, Document, Part, Table};
use crate::i18n::{self, sentences};
use crate::model::{Lang, PlanInfo, Quarter};
use chrono::NaiveDate;

/// How a quarter stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuarterPoint {
    pub quarter: Quarter,
    /// The last day of the quarter, or today while it runs.
    pub as_of: NaiveDate,
    pub tally: Tally,
    /// How many of the entries that the counts rest on are made up, and how many there are.
    pub illustrative: (i64, i64),
    /// The newest revision, where the quarter of every plan that takes part is frozen.
    pub revision: Option<i64>,
    /// These are not the figures that were first sent.
    pub differs: bool,
}

/// The trend for people. `plans` are those that take part.
pub fn page(lang: Lang, scope: &str, plans: &[PlanInfo], quarters: &[QuarterPoint], command: &str) -> Document {
    let mut page = Document::new(lang, sentences::trend_title(lang, scope));
    super::caveats(&mut page, plans, |_| true);
    let made_up = quarters.iter().fold((0, 0), |sum, t| (sum.0 + t.illustrative.0, sum.1 + t.illustrative.1));
    super::illustrative(&mut page, made_up.0, made_up.1);
    if quarters.is_empty() {
        page.add(Block::Paragraph(i18n::NO_QUARTERS.owned(lang)));
        return page;
    }
    page.add(Block::Heading(1, i18n::BY_STATUS.owned(lang)));
    page.add(Block::Bars(statuses(lang, quarters)));
    page.add(Block::Heading(1, i18n::BY_LIGHT.owned(lang)));
    page.add(Block::Bars(lights(lang, quarters)));
    page.add(Block::Heading(1, i18n::REPORTED.owned(lang)));
    let table = Table::of("reported", lang, quarters)
        .tight("quarter", i18n::QUARTER, |t| name(t))
        .tight("objectives", i18n::COUNT, |t| Cell::Count(t.tally.objectives))
        .tight("open", i18n::OPEN, |t| Cell::Count(t.tally.open))
        .tight("reported", i18n::REPORTED, |t| Cell::Count(t.tally.reported))
        .tight("due", i18n::OF, |t| Cell::Count(t.tally.due))
        .tight("revision", i18n::REVISION_NUMBER, revision)
        .tight("restated", "r", |t| Cell::text(if is_restated(t) { "r" } else { "" }));
    page.add(Block::Table(table.done()));
    if quarters.iter().any(|t| t.differs) {
        page.add(Block::Paragraph(i18n::RESTATED_SINCE.owned(lang)));
    }
    page.add(Block::Foot(sentences::made_with(lang, command)));
    page
}

/// A quarter, marked where it rests on what is made up.
fn name(t: &QuarterPoint) -> Cell {
    Cell::id(t.quarter.to_string()).marked(t.illustrative.0 > 0)
}

fn is_restated(t: &QuarterPoint) -> bool {
    t.differs || t.revision.is_some_and(|n| n > 0)
}

fn revision(t: &&QuarterPoint) -> Cell {
    Cell::maybe(t.revision, |n| Cell::id(n.to_string()))
}

/// Which status the objectives had at the end of each quarter.
fn statuses(lang: Lang, quarters: &[QuarterPoint]) -> Bars {
    Bars {
        key: "statuses_by_quarter",
        of: i18n::QUARTER.owned(lang),
        describes: i18n::STATUSES_BY_QUARTER.owned(lang),
        legend: Part::statuses(),
        rows: quarters.iter().map(|t| (name(t), t.tally.statuses.to_vec())).collect(),
    }
}

/// The lights of the objectives at the end of each quarter.
pub fn lights(lang: Lang, quarters: &[QuarterPoint]) -> Bars {
    Bars {
        key: "lights_by_quarter",
        of: i18n::QUARTER.owned(lang),
        describes: i18n::LIGHTS_BY_QUARTER.owned(lang),
        legend: Part::lights(),
        rows: quarters.iter().map(|t| (name(t), t.tally.lights.all().to_vec())).collect(),
    }
}

/// How many of those that were due were reported in each quarter.
pub fn reported(lang: Lang, quarters: &[QuarterPoint]) -> Bars {
    let counts = |t: &QuarterPoint| vec![t.tally.reported, t.tally.due - t.tally.reported];
    Bars {
        key: "reported_by_quarter",
        of: i18n::QUARTER.owned(lang),
        describes: i18n::REPORTED_BY_QUARTER.owned(lang),
        legend: vec![Part::Reported(true), Part::Reported(false)],
        rows: quarters.iter().map(|t| (name(t), counts(t))).collect(),
    }
}

/// The trend as one table, for programs and pivot tables.
pub fn tidy(lang: Lang, quarters: &[QuarterPoint]) -> Document {
    let mut document = Document::new(lang, "");
    let mut table = Table::of("trend", lang, quarters)
        .tight("quarter", i18n::QUARTER, |t| Cell::id(t.quarter.to_string()))
        .tight("as_of", i18n::AS_OF, |t| Cell::Day(t.as_of))
        .tight("objectives", i18n::COUNT, |t| Cell::Count(t.tally.objectives))
        .tight("open", i18n::OPEN, |t| Cell::Count(t.tally.open))
        .tight("due", i18n::WERE_DUE, |t| Cell::Count(t.tally.due))
        .tight("reported", i18n::REPORTED, |t| Cell::Count(t.tally.reported));
    // The words for «not reported» and «ended» are of the light here, the others of the status.
    for (at, part) in Part::statuses().into_iter().enumerate() {
        table = table.tight(part.code(), part.word(lang), |t| Cell::Count(t.tally.statuses[at]));
    }
    for (at, part) in Part::lights().into_iter().enumerate() {
        table = table.tight(part.code(), part.word(lang), |t| Cell::Count(t.tally.lights.all()[at]));
    }
    let table = table
        .tight("illustrative", i18n::IS_ILLUSTRATIVE, |t| Cell::Count(t.illustrative.0))
        .tight("revision", i18n::REVISION_NUMBER, revision)
        .tight("restated", i18n::RESTATED, |t| Cell::YesNo(is_restated(t)));
    document.add(Block::Table(table.done()));
    document
}
