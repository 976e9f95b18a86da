//! Objectives in a list, with how each stands.

use super::titles::Titles;
use crate::document::{Block, Cell, Column, Document, Table};
use crate::i18n::{self, sentences};
use crate::model::snapshot::Shown;
use crate::model::{Held, Lang, ObjectiveSnapshot, PlanInfo, Quarter, State};
use chrono::NaiveDate;

fn not_reported(lang: Lang) -> &'static str {
    i18n::Word("○ not reported since", "○ ikke indberettet siden").to(lang)
}

pub fn page(lang: Lang, lines: &[ObjectiveSnapshot], on: NaiveDate, plans: &[PlanInfo]) -> Document {
    let mut document = Document::new(lang, "");
    document.running = Some(i18n::OBJECTIVES.owned(lang));
    super::caveats(&mut document, plans, |code| lines.iter().any(|l| l.plan == code));
    let mut table = Table::new(
        "objectives",
        vec![
            Column::tight("reference", i18n::REFERENCE.to(lang)),
            Column::wraps("title", i18n::TITLE.to(lang)),
            Column::tight("lead", i18n::LEAD.to(lang)),
            Column::words("status", i18n::STATUS.to(lang)),
            Column::words("light", i18n::LIGHT.to(lang)),
            Column::tight("deadline", i18n::DEADLINE.to(lang)),
        ],
    )
    .or_say(i18n::NO_OBJECTIVES.to(lang));
    let quarter = Quarter::of(on);
    let titles = Titles::of(lang, lines.iter().map(|l| (l.plan.as_str(), l.title_da.as_deref())));
    for line in lines {
        let state = line.state.as_ref();
        let marked = state.is_some_and(State::is_illustrative);
        let status = Cell::maybe(state, |s| Cell::Status(s.status));
        // An old light is no light of today's; when it was seen is said instead.
        let light = match (state, Shown::of(state, quarter)) {
            (None, _) => Cell::text(format!("○ {}", i18n::NEVER_REPORTED.to(lang))),
            (_, Shown::Ended) => Cell::Empty,
            (Some(s), Shown::NotReported) => Cell::text(format!("{} {}", not_reported(lang), s.as_of)),
            (_, shown) => Cell::Shown(shown),
        };
        let deadline = match (line.deadline_approved, line.late(on)) {
            (Some(d), None) => Cell::PartialDate(d),
            (None, None) => Cell::Empty,
            (_, Some(late)) if late.held == Held::Expected => Cell::Text(format!("▸ {} !", late.date)),
            (_, Some(late)) => Cell::Text(format!("{} !", late.date)),
        };
        table.rows.push(vec![
            Cell::id(line.reference().to_string()).marked(marked),
            titles.with(&line.plan, &line.title, line.title_da.as_deref(), |t| {
                super::taken_out(lang, t, line.retired_on)
            }),
            Cell::text(line.lead.join(", ")),
            status,
            light,
            deadline,
        ]);
    }
    document.add(Block::Table(table));
    let overdue = lines.iter().filter(|l| l.is_overdue(on)).count();
    let known = lines.iter().filter(|l| l.state.is_some()).count() as i64;
    let marked = lines.iter().filter(|l| l.state.as_ref().is_some_and(State::is_illustrative)).count() as i64;
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
                    format!(" ! markerer de {overdue}, hvis frist eller (efter ▸) forventede dato er overskredet.")
                }
            });
        }
        document.add(Block::Foot(foot));
    }
    document
}
