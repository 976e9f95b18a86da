//! A handful of snapshots for the tests of reports, and a page as lines that a test can spell out.

use crate::document::{Bars, Block, Cell, Document, Table};
use crate::model::snapshot::AreaName;
use crate::model::{
    Audience, Authorities, AuthorityName, EntryBasis, EntryFacts, EntryId, Lang, Light, ObjectiveId, ObjectiveSnapshot,
    PartialDate, PlanInfo, Quarter, State, Status,
};
use chrono::NaiveDate;
use std::rc::Rc;

pub const QUARTER: Quarter = Quarter { year: 2024, number: 2 };

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

pub fn date(text: &str) -> Option<PartialDate> {
    Some(PartialDate::parse(text).expect("a date"))
}

/// A line of the log that says no more than this.
pub fn state(as_of: &str, status: Status, light: Option<Light>) -> State {
    let facts = EntryFacts { light, ..EntryFacts::of(status) };
    State { entry: EntryId(0), as_of: day(as_of), facts, explicit: Default::default() }
}

/// The line, with more said in it.
pub fn and(mut state: State, say: impl FnOnce(&mut EntryFacts)) -> State {
    say(&mut state.facts);
    state
}

/// An objective of the plan P, on which nothing was ever reported; its number is its row.
pub fn objective(number: i64, title: &str, title_da: &str) -> ObjectiveSnapshot {
    let area = AreaName { number: "1".into(), sort: "1".into(), title: "Water".into(), title_da: Some("Vand".into()) };
    let area = Rc::new(area);
    ObjectiveSnapshot {
        id: ObjectiveId(number),
        plan: "P".into(),
        number: number.to_string(),
        title: title.into(),
        title_da: Some(title_da.into()),
        area: Some(Rc::clone(&area)),
        root: Some(area),
        interest: None,
        continuing: false,
        lead: vec!["ENS".into()],
        supporting: vec![],
        counterpart: vec![],
        deadline_original: None,
        deadline_approved: None,
        basis: None,
        source: None,
        retired_on: None,
        audience: Audience::Internal,
        more: Default::default(),
        state: None,
    }
}

pub fn plan() -> PlanInfo {
    PlanInfo {
        code: "P".into(),
        title: "Clean water".into(),
        title_da: Some("Rent vand".into()),
        state: "in-force".into(),
        period_start: date("2023"),
        period_end: date("2026"),
        caveat: None,
        caveat_da: None,
        partnerships: vec![],
        countries: vec![("Mexico".into(), "Mexico".into())],
        retired_on: None,
    }
}

pub fn authorities() -> Authorities {
    let name = |name: &str, en: &str| AuthorityName {
        country: "DK".into(),
        name: name.into(),
        name_en: Some(en.into()),
        name_da: None,
        retired: false,
    };
    Authorities::from([
        ("ENS".to_string(), name("Energistyrelsen", "Danish Energy Agency")),
        ("UM".to_string(), name("Udenrigsministeriet", "Ministry of Foreign Affairs")),
    ])
}

/// Seven lives between the first quarter of 2024 and the second: an objective as it stood, and as it stands.
/// One turned red, one fell silent past its deadline, one ended, one is new, one is expected later, one was
/// never reported, and the last is no longer in the plan.
pub fn lives() -> Vec<(Option<ObjectiveSnapshot>, Option<ObjectiveSnapshot>)> {
    let with = |mut objective: ObjectiveSnapshot, state: State| {
        objective.state = Some(state);
        Some(objective)
    };
    let ongoing = |as_of, light| state(as_of, Status::Ongoing, Some(light));
    let harbours = objective(1, "Clean harbours", "Rene havne");
    let atlas = ObjectiveSnapshot {
        lead: vec![],
        deadline_original: date("2024-03"),
        deadline_approved: date("2024-03"),
        ..objective(2, "Wind atlas", "Vindatlas")
    };
    let training = objective(3, "Training", "Uddannelse");
    let pipes = ObjectiveSnapshot { deadline_approved: date("2024-Q3"), ..objective(4, "New pipes", "Nye rør") };
    let dialogue = ObjectiveSnapshot {
        lead: vec!["UM".into()],
        deadline_original: date("2024-12"),
        deadline_approved: date("2024-12"),
        ..objective(5, "Dialogue", "Dialog")
    };
    let meters = objective(6, "Meters", "Målere");
    let wells = objective(7, "Wells", "Brønde");
    let atlas_state = ongoing("2024-03-01", Light::Yellow);
    let red = and(ongoing("2024-06-20", Light::Red), |facts| {
        facts.note = Some("The contractor is bankrupt.".into());
        facts.blocked_by = Some("No money".into());
        facts.ask = Some("UM".into());
    });
    let done = and(state("2024-05-31", Status::Completed, None), |facts| facts.evidence = Some("F2-7".into()));
    let new = and(state("2024-06-01", Status::NotStarted, None), |facts| {
        facts.basis = Some(EntryBasis::Illustrative);
    });
    let later = and(ongoing("2024-06-10", Light::Yellow), |facts| {
        facts.expected = date("2025-03");
        facts.expected_reason = Some("The tender was late".into());
    });
    vec![
        (with(harbours.clone(), ongoing("2024-03-10", Light::Green)), with(harbours, red)),
        (with(atlas.clone(), atlas_state.clone()), with(atlas, atlas_state)),
        (with(training.clone(), ongoing("2024-02-01", Light::Green)), with(training, done)),
        (None, with(pipes, new)),
        (with(dialogue.clone(), ongoing("2024-02-01", Light::Green)), with(dialogue, later)),
        (Some(meters.clone()), Some(meters)),
        (with(wells, ongoing("2024-03-20", Light::Green)), None),
    ]
}

/// The objectives as they stand.
pub fn now() -> Vec<ObjectiveSnapshot> {
    lives().into_iter().filter_map(|(_, now)| now).collect()
}

/// A page as lines: headings behind #, caveats behind !, cells between bars.
pub fn told(page: &Document) -> Vec<String> {
    let mut lines = Vec::new();
    if !page.title.is_empty() {
        lines.push(format!("= {}", page.title));
    }
    for block in &page.blocks {
        match block {
            Block::Heading(level, text) => lines.push(format!("{} {text}", "#".repeat(usize::from(*level)))),
            Block::Paragraph(text) => lines.push(text.clone()),
            Block::Caveat(text) => lines.push(format!("! {text}")),
            Block::List(all) => lines.extend(all.iter().map(|text| format!("- {text}"))),
            Block::Notes(notes) => lines.extend(notes.iter().map(|note| format!("- {}", note.shown(page.lang)))),
            Block::Facts(facts) => lines.extend(facts.iter().map(|(name, cells)| {
                let cells: Vec<String> = cells.iter().map(|cell| cell.shown(page.lang)).collect();
                format!("{name}: {}", cells.join(", "))
            })),
            Block::Table(table) => lines.extend(rows(table, page.lang)),
            Block::Bars(bars) => lines.extend(of_bars(bars, page.lang)),
            Block::Timeline(line) => {
                lines.push(line.describes.clone());
                lines.extend(rows(&line.table(page.lang), page.lang));
            }
            Block::Foot(text) => lines.push(format!("_ {text}")),
        }
    }
    lines
}

fn of_bars(bars: &Bars, lang: Lang) -> Vec<String> {
    let described = std::iter::once(bars.describes.clone());
    described.chain(rows(&bars.table(lang), lang)).collect()
}

fn rows(table: &Table, lang: Lang) -> Vec<String> {
    if table.rows.is_empty() {
        return vec![format!("({})", table.empty)];
    }
    let titles = table.columns.iter().map(|column| column.title.clone()).collect();
    let row = |row: &Vec<Cell>| row.iter().map(|cell| cell.shown(lang)).collect();
    let all = std::iter::once(titles).chain(table.rows.iter().map(row));
    all.map(|cells: Vec<String>| cells.join(" | ").trim_end().to_string()).collect()
}
