//! Every report as a page, from the same handful of snapshots: `INSTA_UPDATE=always cargo test --lib pages`
//! writes the snapshots anew after a wanted change.

use super::sample::{self, QUARTER, date, day};
use super::summary::ObjectiveRow;
use super::tally::{One, Tally};
use super::trend::QuarterPoint;
use super::*;
use crate::model::computed::Thresholds;
use crate::model::{ActivitySnapshot, Correction, ObjectiveId, ObjectiveSnapshot, Quarter, Reference, Started};

const BOTH: [Lang; 2] = [Lang::En, Lang::Da];

/// Both languages of a page.
fn both(page: impl Fn(Lang) -> Document) -> String {
    BOTH.map(|lang| sample::told(&page(lang)).join("\n")).join("\n\n")
}

#[test]
fn a_list() {
    insta::assert_snapshot!(both(|lang| list::page(lang, &sample::now(), day("2024-06-30"), &[sample::plan()])));
}

#[test]
fn what_falls_due() {
    let task = ActivitySnapshot {
        objective: ObjectiveId(1),
        reference: Reference::parse("P/1/2", None, |_| true).expect("a reference"),
        title: "Survey".into(),
        title_da: Some("Kortlægning".into()),
        lead: vec![],
        objective_lead: vec!["ENS".into()],
        deadline_original: None,
        deadline_approved: date("2024-05"),
        state: None,
    };
    let until = day("2024-12-31");
    insta::assert_snapshot!(both(|lang| {
        due::page(lang, &sample::now(), std::slice::from_ref(&task), day("2024-06-30"), until, &[sample::plan()])
    }));
}

#[test]
fn slips() {
    let on = day("2024-06-30");
    let dialogue = sample::now().remove(4);
    let moved = |approved, as_of, before, after, reason: &str| slips::Moved {
        approved,
        as_of: day(as_of),
        before: date(before),
        after: date(after),
        reason: Some(reason.into()),
        agreed_by: approved.then(|| "The committee".into()),
        illustrative: !approved,
    };
    let moves = vec![
        moved(true, "2024-01-10", "2024-06", "2024-12", "Started late"),
        moved(false, "2024-06-10", "2024-12", "2025-03", "The tender was late"),
    ];
    let found = slips::Slips {
        slips: vec![slips::Slip::of(dialogue, moves, Thresholds::default(), on)],
        contradictions: vec![],
    };
    let correction = Correction {
        as_of: day("2024-02-01"),
        before: date("2024-03"),
        after: date("2024-04"),
        reason: "Typed wrongly".into(),
    };
    let corrected = [slips::Corrected { reference: Reference::of_objective("P", "2"), correction }];
    insta::assert_snapshot!(both(|lang| {
        let mut page = slips::page(lang, &found, on, &sample::authorities());
        slips::corrections(&mut page, lang, &corrected);
        page
    }));
}

#[test]
fn a_trend() {
    let lives = sample::lives();
    let tally = |quarter: Quarter, objectives: Vec<&ObjectiveSnapshot>| {
        let mut tally = Tally::default();
        objectives.iter().for_each(|o| tally.add(One::of(o.state.as_ref(), None, quarter)));
        tally
    };
    let point = |quarter: Quarter, tally, revision| QuarterPoint {
        quarter,
        as_of: quarter.last_day(),
        tally,
        illustrative: (i64::from(quarter == QUARTER), 6),
        revision,
        differs: false,
    };
    let first = QUARTER.previous();
    let quarters = [
        point(first, tally(first, lives.iter().filter_map(|l| l.0.as_ref()).collect()), Some(1)),
        point(QUARTER, tally(QUARTER, lives.iter().filter_map(|l| l.1.as_ref()).collect()), None),
    ];
    insta::assert_snapshot!(
        "a_trend",
        both(|lang| trend::page(lang, "P", &[sample::plan()], &quarters, "fremdrift trend"))
    );
    insta::assert_snapshot!("a_trend_for_programs", both(|lang| trend::tidy(lang, &quarters)));
}

#[test]
fn two_points_in_time() {
    let lives = sample::lives();
    let row = |o: &ObjectiveSnapshot, quarter| ObjectiveRow::of(o, quarter);
    let before: Vec<ObjectiveRow> = lives.iter().filter_map(|l| Some(row(l.0.as_ref()?, QUARTER.previous()))).collect();
    let after: Vec<ObjectiveRow> = lives.iter().filter_map(|l| Some(row(l.1.as_ref()?, QUARTER))).collect();
    let compared = compare::compare(&before, &after, true, &|a, b| a == b);
    insta::assert_snapshot!(both(|lang| compare::page(lang, "2024-Q1 – 2024-Q2".into(), &compared, &[])));
}

#[test]
fn checks() {
    let (plans, authorities, started) = ([sample::plan()], sample::authorities(), Started::default());
    let ground = check::Ground {
        quarter: QUARTER,
        on: day("2024-06-30"),
        plans: &plans,
        authorities: &authorities,
        thresholds: Thresholds::default(),
        activities: &[],
        started: &started,
    };
    let now = sample::now();
    let findings: Vec<check::Finding> =
        now.iter().flat_map(|objective| check::objective(&ground, objective, None, &|_| true)).collect();
    insta::assert_snapshot!(both(|lang| check::page(
        lang,
        (sentences::checks_title(lang, QUARTER), QUARTER),
        &findings,
        &plans,
        |_| true
    )));
}

#[test]
fn quarters() {
    use super::quarters::{Plan, State, Status, page};
    let status = |quarter, state, waiting| Status { quarter, state, revisions: vec![], waiting };
    let all = [Plan {
        plan: sample::plan(),
        quarters: vec![status(QUARTER.previous(), State::Ended, 0), status(QUARTER, State::Running, 0)],
    }];
    insta::assert_snapshot!(both(|lang| page(lang, &all)));
}

#[test]
fn found() {
    let hit = |number: &str, as_of: Option<&str>, snippet: &str| find::Hit {
        reference: format!("P/{number}"),
        plan: "P".into(),
        as_of: as_of.map(day),
        snippet: snippet.into(),
        illustrative: as_of.is_some(),
    };
    let hits = [hit("1", None, "Clean harbours"), hit("5", Some("2024-06-10"), "... of the harbours ...")];
    insta::assert_snapshot!(both(|lang| find::page(lang, &hits, 7, &[sample::plan()])));
}
