//! Things that fall due by any of their dates, objectives and activities together, the latest first to be done.

use super::titles::Titles;
use crate::document::{Block, Cell, Document, Table};
use crate::i18n::{self, sentences};
use crate::model::deadline::{Dates, Held};
use crate::model::{ActivitySnapshot, Lang, ObjectiveSnapshot, PartialDate, PlanInfo, State, day};
use chrono::NaiveDate;

struct DueRow {
    reference: String,
    plan: String,
    title: Cell,
    lead: String,
    dates: Dates,
    /// The date that comes first, and which it is.
    first: (Held, PartialDate),
    /// Every date that is on the list for it.
    falls: Vec<Held>,
    marked: bool,
    known: bool,
}

pub fn page(
    lang: Lang,
    lines: &[ObjectiveSnapshot],
    activities: &[ActivitySnapshot],
    on: NaiveDate,
    until: NaiveDate,
    plans: &[PlanInfo],
) -> Document {
    let named = lines.iter().map(|l| (l.plan.as_str(), l.title_da.as_deref()));
    let tasks = activities.iter().map(|a| (a.reference.plan.as_str(), a.title_da.as_deref()));
    let titles = Titles::of(lang, named.chain(tasks));
    let mut rows = Vec::new();
    for l in lines {
        if let Some(first) = l.dates().first(until) {
            rows.push(DueRow {
                reference: l.reference().to_string(),
                plan: l.plan.clone(),
                title: titles.cell(&l.plan, &l.title, l.title_da.as_deref()),
                lead: l.lead.join(", "),
                dates: l.dates(),
                falls: l.dates().falling(NaiveDate::MIN, until),
                first,
                marked: l.state.as_ref().is_some_and(State::is_illustrative),
                known: l.state.is_some(),
            });
        }
    }
    for a in activities {
        if let Some(first) = a.dates().first(until) {
            rows.push(DueRow {
                reference: a.reference.to_string(),
                plan: a.reference.plan.clone(),
                title: titles.cell(&a.reference.plan, &a.title, a.title_da.as_deref()),
                lead: a.leads().join(", "),
                dates: a.dates(),
                falls: a.dates().falling(NaiveDate::MIN, until),
                first,
                marked: a.state.as_ref().is_some_and(State::is_illustrative),
                known: a.state.is_some(),
            });
        }
    }
    rows.sort_by_key(|r| r.first.1.last_day());

    let mut document = Document::new(lang, "");
    document.running = Some(i18n::DUE.owned(lang));
    super::caveats(&mut document, plans, |code| rows.iter().any(|r| r.plan == code));
    let table = Table::of("due", lang, &rows)
        .tight("approved", i18n::APPROVED, |r| Cell::maybe(r.dates.approved, Cell::PartialDate))
        .tight("expected", i18n::EXPECTED, |r| Cell::maybe(r.dates.expected, Cell::PartialDate))
        .tight("falls", i18n::FALLS, |r| Cell::text(sentences::falls(lang, &r.falls)))
        .tight("days_late", i18n::DAYS_LATE, |r| Cell::Delta(day::days_between(r.first.1.last_day(), on)))
        .tight("reference", i18n::REFERENCE, |r| Cell::id(&r.reference).marked(r.marked))
        .wraps("title", i18n::TITLE, |r| r.title.clone())
        .tight("lead", i18n::LEAD, |r| Cell::text(&r.lead))
        .or_say(i18n::NOTHING_DUE);
    document.add(Block::Table(table.done()));
    let marked = rows.iter().filter(|r| r.marked).count() as i64;
    super::illustrative(&mut document, marked, rows.iter().filter(|r| r.known).count() as i64);
    if !rows.is_empty() {
        let late = rows.iter().filter(|r| r.dates.late(on).is_some()).count();
        document.add(Block::Foot(match lang {
            Lang::En => format!(
                "Open until {}: {}, of which {late} overdue. Days are counted until {}: + is late.",
                sentences::day(lang, until),
                rows.len(),
                sentences::day(lang, on)
            ),
            Lang::Da => format!(
                "Åbne frem til {}: {}, heraf {late} overskredet. Dage er talt til {}: + er overskredet.",
                sentences::day(lang, until),
                rows.len(),
                sentences::day(lang, on)
            ),
        }));
    }
    document
}
