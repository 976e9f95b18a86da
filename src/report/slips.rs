//! Slips: every deadline that was moved or is expected later, by how much and why, and the light that
//! the dates give beside the judged one.

use super::check::Finding;
use super::titles::Titles;
use crate::document::{Block, Cell, Column, Document, Table};
use crate::i18n::{self, Word, sentences};
use crate::model::computed::{self, Thresholds};
use crate::model::deadline::{Shift, months};
use crate::model::names::{Authorities, authority};
use crate::model::snapshot::Shown;
use crate::model::{Correction, Lang, Light, ObjectiveSnapshot, PartialDate, Quarter, Reference, State};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// A move of one of the two dates.
#[derive(Clone, Debug)]
pub struct Moved {
    pub approved: bool,
    pub as_of: NaiveDate,
    pub before: Option<PartialDate>,
    pub after: Option<PartialDate>,
    pub reason: Option<String>,
    pub agreed_by: Option<String>,
    pub illustrative: bool,
}

impl Moved {
    fn shift(&self) -> Option<Shift> {
        Some(Shift::between(self.before?, self.after?))
    }
}

/// Slips, and contradictions on the day.
#[derive(Default)]
pub struct Slips {
    pub slips: Vec<Slip>,
    pub contradictions: Vec<Finding>,
}

/// An objective and the moves of its dates, oldest first.
pub struct Slip {
    pub line: ObjectiveSnapshot,
    pub moves: Vec<Moved>,
    pub computed: Option<Light>,
}

impl Slip {
    pub fn of(line: ObjectiveSnapshot, moves: Vec<Moved>, thresholds: Thresholds, on: NaiveDate) -> Slip {
        let expected = line.state.as_ref().and_then(|s| s.expected);
        let computed = computed::light(thresholds, line.deadline_approved, expected, line.is_open(), on);
        Slip { line, moves, computed }
    }

    /// The original deadline, and the latest date.
    fn dates(&self) -> Option<(PartialDate, PartialDate)> {
        let latest = self.line.state.as_ref().and_then(|s| s.expected).or(self.line.deadline_approved);
        self.line.deadline_original.or(self.line.deadline_approved).zip(latest)
    }

    fn shift(&self) -> Option<Shift> {
        self.dates().map(|(from, to)| Shift::between(from, to))
    }

    /// In the unit in which slips of all kinds can be added up.
    fn months(&self) -> i64 {
        self.dates().map_or(0, |(from, to)| months(from, to))
    }

    fn judged(&self, on: NaiveDate) -> Shown {
        Shown::of(self.line.state.as_ref(), Quarter::of(on))
    }
}

/// A correction of an original deadline, and what it is about.
pub struct Corrected {
    pub reference: Reference,
    pub correction: Correction,
}

#[derive(Default)]
struct Sum {
    objectives: i64,
    moves: i64,
    months: i64,
}

pub fn page(lang: Lang, found: &Slips, on: NaiveDate, names: &Authorities) -> Document {
    let slips = &found.slips;
    let title = match lang {
        Lang::En => format!("Slips as of {}", sentences::day(lang, on)),
        Lang::Da => format!("Skred pr. {}", sentences::day(lang, on)),
    };
    let mut page = Document::new(lang, title);
    let date = |d: Option<PartialDate>| Cell::maybe(d, Cell::PartialDate);
    let mut table = Table::new(
        "slips",
        vec![
            Column::tight("reference", i18n::REFERENCE.to(lang)),
            Column::wraps("title", i18n::TITLE.to(lang)),
            Column::tight("original", i18n::ORIGINAL.to(lang)),
            Column::tight("approved", i18n::APPROVED.to(lang)),
            Column::tight("expected", i18n::EXPECTED.to(lang)),
            Column::tight("moves", i18n::MOVES_COUNT.to(lang)),
            Column::tight("by", i18n::SLIPPED_BY.to(lang)),
            Column::tight("unit", i18n::UNIT.to(lang)),
            Column::words("light", i18n::JUDGED.to(lang)),
            Column::tight("computed", i18n::COMPUTED.to(lang)),
        ],
    )
    .or_say(match lang {
        Lang::En => "No deadline has slipped.",
        Lang::Da => "Ingen frist er skredet.",
    });
    let mut moves = Table::new(
        "moves",
        vec![
            Column::tight("reference", i18n::REFERENCE.to(lang)),
            Column::tight("as_of", i18n::AS_OF.to(lang)),
            Column::tight("date", i18n::DATE.to(lang)),
            Column::tight("before", i18n::FROM.to(lang)),
            Column::tight("after", i18n::TO.to(lang)),
            Column::tight("by", i18n::SLIPPED_BY.to(lang)),
            Column::tight("unit", i18n::UNIT.to(lang)),
            Column::wraps("reason", i18n::REASON.to(lang)),
        ],
    );
    let (mut by_lead, mut by_plan): (BTreeMap<String, Sum>, BTreeMap<String, Sum>) = Default::default();
    let (mut made_up, mut of) = (0, 0);
    let titles = Titles::of(lang, slips.iter().map(|s| (s.line.plan.as_str(), s.line.title_da.as_deref())));
    for slip in slips {
        let line = &slip.line;
        let reference = line.reference().to_string();
        let marked = line.state.as_ref().is_some_and(State::is_illustrative);
        table.rows.push(vec![
            Cell::id(&reference).marked(marked),
            titles.cell(&line.plan, &line.title, line.title_da.as_deref()),
            date(line.deadline_original),
            date(line.deadline_approved),
            date(line.state.as_ref().and_then(|s| s.expected)),
            Cell::Count(slip.moves.len() as i64),
            Cell::maybe(slip.shift(), |s| Cell::Delta(s.by)),
            unit(slip.shift(), lang),
            Cell::Shown(slip.judged(on)),
            Cell::maybe(slip.computed, Cell::Light),
        ]);
        for m in &slip.moves {
            of += 1;
            made_up += i64::from(m.illustrative);
            moves.rows.push(vec![
                Cell::id(&reference).marked(m.illustrative),
                Cell::Day(m.as_of),
                Cell::text(if m.approved { i18n::APPROVED } else { i18n::EXPECTED }.to(lang)),
                date(m.before),
                date(m.after),
                Cell::maybe(m.shift(), |s| Cell::Delta(s.by)),
                unit(m.shift(), lang),
                Cell::text(match (&m.reason, &m.agreed_by) {
                    (Some(reason), Some(who)) => format!("{reason} ({who})"),
                    (reason, _) => reason.clone().unwrap_or_default(),
                }),
            ]);
        }
        let count = |sum: &mut Sum| {
            sum.objectives += 1;
            sum.moves += slip.moves.len() as i64;
            sum.months += slip.months();
        };
        for lead in &line.lead {
            count(by_lead.entry(authority(names, lead, lang)).or_default());
        }
        if line.lead.is_empty() {
            count(by_lead.entry(i18n::NO_LEAD.owned(lang)).or_default());
        }
        count(by_plan.entry(line.plan.clone()).or_default());
    }
    page.add(Block::Table(table));
    if !slips.is_empty() {
        page.add(Block::Heading(1, i18n::MOVES_COUNT.owned(lang)));
        page.add(Block::Table(moves));
        for (key, word, sums) in [("by_authority", i18n::BY_AUTHORITY, by_lead), ("by_plan", i18n::BY_PLAN, by_plan)] {
            page.add(Block::Heading(1, word.owned(lang)));
            page.add(Block::Table(totals(key, sums, lang)));
        }
    }
    if !found.contradictions.is_empty() {
        page.add(Block::Heading(1, i18n::CONTRADICTIONS.owned(lang)));
        let notes = found.contradictions.iter();
        page.add(Block::Notes(
            notes.map(|f| f.note(lang, titles.cell(&f.reference, &f.title, f.title_da.as_deref()))).collect(),
        ));
    }
    super::illustrative(&mut page, made_up, of);
    page
}

/// The original deadlines that were corrected: no slips, but nobody is to wonder why they read otherwise.
pub fn corrections(page: &mut Document, lang: Lang, all: &[Corrected]) {
    if all.is_empty() {
        return;
    }
    let mut table = Table::new(
        "corrections",
        vec![
            Column::tight("reference", i18n::REFERENCE.to(lang)),
            Column::tight("as_of", i18n::AS_OF.to(lang)),
            Column::tight("before", i18n::FROM.to(lang)),
            Column::tight("after", i18n::TO.to(lang)),
            Column::wraps("reason", i18n::REASON.to(lang)),
        ],
    );
    for Corrected { reference, correction: c } in all {
        table.rows.push(vec![
            Cell::id(reference.to_string()),
            Cell::Day(c.as_of),
            Cell::maybe(c.before, Cell::PartialDate),
            Cell::maybe(c.after, Cell::PartialDate),
            Cell::text(c.reason.clone()),
        ]);
    }
    page.add(Block::Heading(1, i18n::CORRECTIONS.owned(lang)));
    page.add(Block::Table(table));
}

fn totals(key: &'static str, sums: BTreeMap<String, Sum>, lang: Lang) -> Table {
    let mut table = Table::new(
        key,
        vec![
            Column::wraps("name", i18n::NAME.to(lang)),
            Column::tight("objectives", Word("Objectives", "Målsætninger").to(lang)),
            Column::tight("moves", i18n::MOVES_COUNT.to(lang)),
            Column::tight("months", i18n::MONTHS.to(lang)),
        ],
    );
    for (name, sum) in sums {
        table.rows.push(vec![
            Cell::text(name),
            Cell::Count(sum.objectives),
            Cell::Count(sum.moves),
            Cell::Delta(sum.months),
        ]);
    }
    table
}

fn unit(shift: Option<Shift>, lang: Lang) -> Cell {
    Cell::text(shift.filter(|s| s.by != 0).map_or("", |s| sentences::unit(lang, s)))
}
