//! Promises that are open, over all plans: to whom, by when, late since when and why, and when that was last said.

use super::titles::Titles;
use crate::document::{Block, Cell, Document, Table};
use crate::i18n::{self, Word, sentences};
use crate::model::snapshot::Shown;
use crate::model::{Held, Lang, ObjectiveSnapshot, PlanInfo, Quarter, State};
use chrono::NaiveDate;

const LATE: Word = Word("Days late", "Dage over fristen");
const WHY: Word = Word("Why", "Årsag");
const WAITS: Word = Word("Waits for", "Afventer");
const SAID: Word = Word("Last said", "Senest oplyst");

/// The page; those that are late come first, the longest at the top, then the others by their deadline.
pub fn page(lang: Lang, mut lines: Vec<ObjectiveSnapshot>, on: NaiveDate, plans: &[PlanInfo]) -> Document {
    lines.sort_by_key(|l| {
        let due = l.deadline_approved.map(|d| d.last_day());
        (-l.late(on).map_or(0, |late| late.days), due.is_none(), due, l.plan.clone(), l.number.clone())
    });
    let mut document = Document::new(lang, "");
    document.running = Some(i18n::OBJECTIVES.owned(lang));
    super::caveats(&mut document, plans, |code| lines.iter().any(|l| l.plan == code));
    let titles = Titles::of(lang, lines.iter().map(|l| (l.plan.as_str(), l.title_da.as_deref())));
    let countries = |l: &ObjectiveSnapshot| {
        let plan = plans.iter().find(|p| p.code == l.plan);
        let names = plan.map(|p| p.countries.iter().map(|(en, da)| lang.pick(en, Some(da))).collect::<Vec<_>>());
        names.unwrap_or_default().join(", ")
    };
    let facts = |l: &ObjectiveSnapshot| l.state.as_ref().map(|s| s.facts.clone());
    let marked = |l: &ObjectiveSnapshot| l.state.as_ref().is_some_and(State::is_illustrative);
    let why = |l: &ObjectiveSnapshot| facts(l).and_then(|f| f.expected_reason.or(f.note));
    let waits = |l: &ObjectiveSnapshot| l.state.as_ref().and_then(|s| s.obstacle().map(str::to_string));
    let deadline = |l: &ObjectiveSnapshot| match l.late(on) {
        Some(late) if late.held == Held::Expected => Cell::PartialDate(late.date),
        _ => Cell::maybe(l.deadline_approved, Cell::PartialDate),
    };
    let quarter = Quarter::of(on);
    let late = lines.iter().filter(|l| l.late(on).is_some()).count() as i64;
    let (open, illustrative) = (lines.len() as i64, lines.iter().filter(|l| marked(l)).count() as i64);
    let known = lines.iter().filter(|l| l.state.is_some()).count() as i64;
    if !lines.is_empty() {
        document.add(Block::Paragraph(match lang {
            Lang::En => format!(
                "{} open as of {}, of which {late} late.",
                sentences::objectives(lang, open),
                sentences::day(lang, on)
            ),
            Lang::Da => format!(
                "{} ikke afsluttet pr. {}; {late} er over fristen.",
                sentences::objectives(lang, open),
                sentences::day(lang, on)
            ),
        }));
    }
    let table = Table::of("promises", lang, &lines)
        .tight("country", i18n::COUNTRY, |l| Cell::text(countries(l)))
        .tight("reference", i18n::REFERENCE, |l| Cell::id(l.reference().to_string()).marked(marked(l)))
        .wraps("title", i18n::TITLE, |l| titles.with(&l.plan, &l.title, l.title_da.as_deref(), str::to_string))
        .tight("deadline", i18n::DEADLINE, |l| deadline(l))
        .tight("late", LATE, |l| Cell::maybe(l.late(on), |late| Cell::Count(late.days)))
        .words("light", i18n::LIGHT, |l| match Shown::of(l.state.as_ref(), quarter) {
            shown if l.state.is_some() => Cell::Shown(shown),
            _ => Cell::Empty,
        })
        .wraps("why", WHY, |l| Cell::maybe(why(l), Cell::Text))
        .wraps("waits_for", WAITS, |l| Cell::maybe(waits(l), Cell::Text))
        .tight("last_said", SAID, |l| Cell::maybe(l.state.as_ref().map(|s| s.as_of), Cell::Day))
        .or_say(Word("Nothing is open.", "Intet udestår."));
    document.add(Block::Table(table.done()));
    super::illustrative(&mut document, illustrative, known);
    document
}
