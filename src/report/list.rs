//! Objectives in a list, with how each stands.

use super::titles::Titles;
use crate::document::{Block, Cell, Document, Table};
use crate::i18n::{self, Word, sentences};
use crate::model::snapshot::Shown;
use crate::model::{Held, Lang, ObjectiveSnapshot, PlanInfo, Quarter, State};
use chrono::NaiveDate;

const NOT_REPORTED: Word = Word("○ not reported since", "○ ikke indberettet siden");

pub fn page(lang: Lang, lines: &[ObjectiveSnapshot], on: NaiveDate, plans: &[PlanInfo]) -> Document {
    let mut document = Document::new(lang, "");
    document.running = Some(i18n::OBJECTIVES.owned(lang));
    super::caveats(&mut document, plans, |code| lines.iter().any(|l| l.plan == code));
    let quarter = Quarter::of(on);
    let titles = Titles::of(lang, lines.iter().map(|l| (l.plan.as_str(), l.title_da.as_deref())));
    let title = |l: &ObjectiveSnapshot| {
        titles.with(&l.plan, &l.title, l.title_da.as_deref(), |t| super::taken_out(lang, t, l.retired_on))
    };
    let marked = |l: &ObjectiveSnapshot| l.state.as_ref().is_some_and(State::is_illustrative);
    // An old light is no light of today's; when it was seen is said instead.
    let light = |l: &ObjectiveSnapshot| match (&l.state, Shown::of(l.state.as_ref(), quarter)) {
        (None, _) => Cell::text(format!("○ {}", i18n::NEVER_REPORTED.to(lang))),
        (_, Shown::Ended) => Cell::Empty,
        (Some(s), Shown::NotReported) => Cell::text(format!("{} {}", NOT_REPORTED.to(lang), s.as_of)),
        (_, shown) => Cell::Shown(shown),
    };
    let deadline = |l: &ObjectiveSnapshot| match (l.deadline_approved, l.late(on)) {
        (Some(d), None) => Cell::PartialDate(d),
        (None, None) => Cell::Empty,
        (_, Some(late)) if late.held == Held::Expected => Cell::Text(format!("▸ {} !", late.date)),
        (_, Some(late)) => Cell::Text(format!("{} !", late.date)),
    };
    let table = Table::of("objectives", lang, lines)
        .tight("reference", i18n::REFERENCE, |l| Cell::id(l.reference().to_string()).marked(marked(l)))
        .wraps("title", i18n::TITLE, |l| title(l))
        .tight("lead", i18n::LEAD, |l| Cell::text(l.lead.join(", ")))
        .words("status", i18n::STATUS, |l| Cell::maybe(l.status(), Cell::Status))
        .words("light", i18n::LIGHT, |l| light(l))
        .tight("deadline", i18n::DEADLINE, |l| deadline(l))
        .or_say(i18n::NO_OBJECTIVES);
    document.add(Block::Table(table.done()));
    let overdue = lines.iter().filter(|l| l.is_overdue(on)).count();
    let known = lines.iter().filter(|l| l.state.is_some()).count() as i64;
    let marked = lines.iter().filter(|l| marked(l)).count() as i64;
    super::illustrative(&mut document, marked, known);
    if !lines.is_empty() {
        let mut foot = match lang {
            Lang::En => {
                format!("{} as of {}.", sentences::objectives(lang, lines.len() as i64), sentences::day(lang, on))
            }
            Lang::Da => {
                format!("{} pr. {}.", sentences::objectives(lang, lines.len() as i64), sentences::day(lang, on))
            }
        };
        if overdue > 0 {
            foot.push_str(&match lang {
                Lang::En => format!(" ! marks the {overdue} past a deadline, or after ▸ an expected date."),
                Lang::Da => {
                    format!(" ! = frist eller (efter ▸) forventet dato overskredet ({overdue}).")
                }
            });
        }
        document.add(Block::Foot(foot));
    }
    document
}
