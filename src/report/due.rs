//! What falls due, objectives and activities together, the latest first to be done.

use super::titles::Titles;
use crate::document::{Block, Cell, Column, Document, Table};
use crate::model::{ActivityLine, Lang, Line, Partial, PlanInfo, State, day};
use crate::words::{self, sentences};
use chrono::NaiveDate;

struct Row {
    reference: String,
    plan: String,
    title: Cell,
    lead: String,
    deadline: Partial,
    expected: Option<Partial>,
    marked: bool,
    known: bool,
}

pub fn page(
    lang: Lang,
    lines: &[Line],
    activities: &[ActivityLine],
    on: NaiveDate,
    until: NaiveDate,
    plans: &[PlanInfo],
) -> Document {
    let named = lines.iter().map(|l| (l.plan.as_str(), l.title_da.as_deref()));
    let tasks = activities.iter().map(|a| (a.reference.plan.as_str(), a.title_da.as_deref()));
    let titles = Titles::of(lang, named.chain(tasks));
    let mut rows = Vec::new();
    let open = |s: Option<&State>| !s.is_some_and(|s| s.status.is_ended());
    for l in lines.iter().filter(|l| l.is_open()) {
        if let Some(deadline) = l.deadline_approved {
            rows.push(Row {
                reference: l.reference().to_string(),
                plan: l.plan.clone(),
                title: titles.cell(&l.plan, &l.title, l.title_da.as_deref()),
                lead: l.lead.join(", "),
                deadline,
                expected: l.state.as_ref().and_then(|s| s.expected),
                marked: l.state.as_ref().is_some_and(State::is_illustrative),
                known: l.state.is_some(),
            });
        }
    }
    for a in activities.iter().filter(|a| open(a.state.as_ref())) {
        if let Some(deadline) = a.deadline_approved {
            rows.push(Row {
                reference: a.reference.to_string(),
                plan: a.reference.plan.clone(),
                title: titles.cell(&a.reference.plan, &a.title, a.title_da.as_deref()),
                lead: a.leads().join(", "),
                deadline,
                expected: a.state.as_ref().and_then(|s| s.expected),
                marked: a.state.as_ref().is_some_and(State::is_illustrative),
                known: a.state.is_some(),
            });
        }
    }
    rows.retain(|r| r.deadline.last_day() <= until);
    rows.sort_by_key(|r| r.deadline.last_day());

    let mut document = Document::new(lang, "");
    document.running = Some(words::DUE.owned(lang));
    super::caveats(&mut document, plans, |code| rows.iter().any(|r| r.plan == code));
    let mut table = Table::new(
        "due",
        vec![
            Column::tight("deadline", words::DEADLINE.to(lang)),
            Column::tight("days", words::DAYS.to(lang)),
            Column::tight("reference", words::REFERENCE.to(lang)),
            Column::wraps("title", words::TITLE.to(lang)),
            Column::tight("lead", words::LEAD.to(lang)),
            Column::tight("expected", words::EXPECTED.to(lang)),
        ],
    )
    .or_say(words::NOTHING_DUE.to(lang));
    for r in &rows {
        table.rows.push(vec![
            Cell::Partial(r.deadline),
            Cell::Count(day::days_between(on, r.deadline.last_day())),
            Cell::id(&r.reference).marked(r.marked),
            r.title.clone(),
            Cell::text(&r.lead),
            Cell::maybe(r.expected, Cell::Partial),
        ]);
    }
    document.add(Block::Table(table));
    let marked = rows.iter().filter(|r| r.marked).count() as i64;
    super::illustrative(&mut document, marked, rows.iter().filter(|r| r.known).count() as i64);
    if !rows.is_empty() {
        let late = rows.iter().filter(|r| r.deadline.last_day() < on).count();
        document.add(Block::Foot(match lang {
            Lang::En => format!(
                "Open until {}: {}, of which {late} overdue. Days are counted from {}.",
                sentences::day(lang, until),
                rows.len(),
                sentences::day(lang, on)
            ),
            Lang::Da => format!(
                "Åbne frem til {}: {}, heraf {late} overskredet. Dage er talt fra {}.",
                sentences::day(lang, until),
                rows.len(),
                sentences::day(lang, on)
            ),
        }));
    }
    document
}
