//! Slips: every deadline that was moved or is expected later, by how much and why, and the light that
//! the dates give beside the judged one.

use super::check::Finding;
use super::titles::Titles;
use crate::document::{Block, Cell, Columns, Document, Table};
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
        let expected = line.state.as_ref().and_then(|s| s.facts.expected);
        let computed = computed::light(thresholds, line.deadline_approved, expected, line.is_open(), on);
        Slip { line, moves, computed }
    }

    fn shift(&self) -> Option<Shift> {
        self.line.promised_and_latest().map(|(from, to)| Shift::between(from, to))
    }

    /// In the unit in which slips of all kinds can be added up.
    fn months(&self) -> i64 {
        self.line.promised_and_latest().map_or(0, |(from, to)| months(from, to))
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
        Lang::Da => format!("Udskudte frister pr. {}", sentences::day(lang, on)),
    };
    let mut page = Document::new(lang, title);
    let date = |d: Option<PartialDate>| Cell::maybe(d, Cell::PartialDate);
    let titles = Titles::of(lang, slips.iter().map(|s| (s.line.plan.as_str(), s.line.title_da.as_deref())));
    let reference = |line: &ObjectiveSnapshot| Cell::id(line.reference().to_string());
    let is_marked = |line: &ObjectiveSnapshot| line.state.as_ref().is_some_and(State::is_illustrative);
    let title = |l: &ObjectiveSnapshot| titles.cell(&l.plan, &l.title, l.title_da.as_deref());
    let table = Table::of("slips", lang, slips)
        .tight("reference", i18n::REFERENCE, |s| reference(&s.line).marked(is_marked(&s.line)))
        .wraps("title", i18n::TITLE, |s| title(&s.line))
        .tight("original", i18n::ORIGINAL, |s| date(s.line.deadline_original))
        .tight("approved", i18n::APPROVED, |s| date(s.line.deadline_approved))
        .tight("expected", i18n::EXPECTED, |s| date(s.line.state.as_ref().and_then(|s| s.facts.expected)))
        .tight("moves", i18n::MOVES_COUNT, |s| Cell::Count(s.moves.len() as i64))
        .with(|table| shifted(table, lang, |s| s.shift()))
        .words("light", i18n::JUDGED, |s| Cell::Shown(s.judged(on)))
        .tight("computed", i18n::COMPUTED, |s| Cell::maybe(s.computed, Cell::Light))
        .or_say(Word("No deadline has slipped.", "Ingen frist er udskudt."));
    let moves: Vec<(&ObjectiveSnapshot, &Moved)> =
        slips.iter().flat_map(|s| s.moves.iter().map(move |m| (&s.line, m))).collect();
    let (made_up, of) = (moves.iter().filter(|(_, m)| m.illustrative).count() as i64, moves.len() as i64);
    let which = |m: &Moved| if m.approved { i18n::APPROVED } else { i18n::EXPECTED };
    let moves = Table::of("moves", lang, moves)
        .tight("reference", i18n::REFERENCE, |(line, m)| reference(line).marked(m.illustrative))
        .tight("as_of", i18n::AS_OF, |(_, m)| Cell::Day(m.as_of))
        .tight("date", i18n::DATE, |(_, m)| Cell::text(which(m).to(lang)))
        .tight("before", i18n::FROM, |(_, m)| date(m.before))
        .tight("after", i18n::TO, |(_, m)| date(m.after))
        .with(|table| shifted(table, lang, |(_, m)| m.shift()))
        .wraps("reason", i18n::REASON, |(_, m)| {
            Cell::text(match (&m.reason, &m.agreed_by) {
                (Some(reason), Some(who)) => format!("{reason} ({who})"),
                (reason, _) => reason.clone().unwrap_or_default(),
            })
        });
    let (mut by_lead, mut by_plan): (BTreeMap<String, Sum>, BTreeMap<String, Sum>) = Default::default();
    for slip in slips {
        let line = &slip.line;
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
    page.add(Block::Table(table.done()));
    if !slips.is_empty() {
        page.add(Block::Heading(1, i18n::MOVES_COUNT.owned(lang)));
        page.add(Block::Table(moves.done()));
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
    let table = Table::of("corrections", lang, all)
        .tight("reference", i18n::REFERENCE, |c| Cell::id(c.reference.to_string()))
        .tight("as_of", i18n::AS_OF, |c| Cell::Day(c.correction.as_of))
        .tight("before", i18n::FROM, |c| Cell::maybe(c.correction.before, Cell::PartialDate))
        .tight("after", i18n::TO, |c| Cell::maybe(c.correction.after, Cell::PartialDate))
        .wraps("reason", i18n::REASON, |c| Cell::text(&c.correction.reason));
    page.add(Block::Heading(1, i18n::CORRECTIONS.owned(lang)));
    page.add(Block::Table(table.done()));
}

fn totals(key: &'static str, sums: BTreeMap<String, Sum>, lang: Lang) -> Table {
    Table::of(key, lang, sums)
        .wraps("name", i18n::NAME, |(name, _)| Cell::text(name))
        .tight("objectives", Word("Objectives", "Målsætninger"), |(_, sum)| Cell::Count(sum.objectives))
        .tight("moves", i18n::MOVES_COUNT, |(_, sum)| Cell::Count(sum.moves))
        .tight("months", i18n::MONTHS, |(_, sum)| Cell::Delta(sum.months))
        .done()
}

/// By how much a date moved, and in which unit.
fn shifted<R>(table: Columns<R>, lang: Lang, shift: impl Fn(&R) -> Option<Shift>) -> Columns<R> {
    table.tight("by", i18n::SLIPPED_BY, |r| Cell::maybe(shift(r), |s| Cell::Delta(s.by))).tight(
        "unit",
        i18n::UNIT,
        |r| Cell::maybe(shift(r).filter(|s| s.by != 0), |s| Cell::text(sentences::unit(lang, s))),
    )
}
