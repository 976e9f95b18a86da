//! A quarter is one of its plan, and a day is one of its quarter.

use crate::support::Desk;

/// A plan of 2023 to 2026 with one objective.
fn desk() -> Desk {
    let mut desk = Desk::new();
    desk.now = "2030-02-01T09:00:00Z".into();
    desk.ok(&["partnership", "add", "MX", "--country-code", "MX", "--country", "Mexico"]);
    desk.ok(&["authority", "add", "ENS", "--country", "DK", "--name", "Energistyrelsen"]);
    let plan = ["plan", "add", "P", "--partnership", "MX", "--title", "Plan", "--from", "2023", "--to", "2026"];
    desk.ok(&plan);
    desk.ok(&["objective", "add", "P/1", "--title", "En", "--lead", "ENS", "--added-on", "2023-01-01"]);
    desk
}

#[test]
fn what_is_outside_the_period_of_a_plan_is_not_frozen() {
    let desk = desk();
    for quarter in ["2019-Q1", "2022-Q4", "2027-Q1", "2029-Q3"] {
        let words = format!(
            "error: {quarter} is outside the period of P, which runs from 2023-Q1 to 2026-Q4\n\
             hint: take a quarter of its period, or change that first: fremdrift plan edit P --from DATE --to DATE\n"
        );
        desk.refuses(1, &["freeze", quarter, "--plan", "P"], &words);
        desk.refuses(1, &["freeze", quarter, "--plan", "P", "--skip-earlier", "--dry-run"], &words);
    }
    for quarter in ["2023-Q1", "2023-Q2"] {
        desk.ok(&["freeze", quarter, "--plan", "P"]);
    }
    desk.ok(&["freeze", "2026-Q4", "--plan", "P", "--skip-earlier"]);
}

#[test]
fn a_plan_without_a_period_begins_with_its_log() {
    let desk = desk();
    desk.ok(&["plan", "add", "Q", "--partnership", "MX", "--title", "Uden periode"]);
    desk.ok(&["objective", "add", "Q/1", "--title", "En", "--lead", "ENS", "--added-on", "2023-01-01"]);
    desk.ok(&["log", "Q/1", "-s", "ongoing", "--as-of", "2024-05-01"]);
    desk.refuses(
        1,
        &["freeze", "2024-Q1", "--plan", "Q"],
        "error: 2024-Q1 is outside the period of Q, which begins in 2024-Q2\n\
         hint: take a quarter of its period, or change that first: fremdrift plan edit Q --from DATE --to DATE\n",
    );
    desk.ok(&["freeze", "2024-Q2", "--plan", "Q"]);
}

#[test]
fn what_was_frozen_from_before_the_period_is_no_beginning() {
    let desk = desk();
    desk.ok(&["plan", "edit", "P", "--from", "2019"]);
    desk.ok(&["freeze", "2019-Q1", "--plan", "P"]);
    desk.ok(&["plan", "edit", "P", "--from", "2023"]);
    desk.ok(&["freeze", "2023-Q1", "--plan", "P"]);
}

#[test]
fn a_summary_is_seen_from_a_day_of_its_quarter() {
    let desk = desk();
    for command in [&["summary"][..], &["portfolio"], &["export", "summary"]] {
        for day in ["2023-09-01", "2023-07-01", "2023-03-31"] {
            desk.refuses(
                1,
                &[command, &["2023-Q2", "--as-of", day]].concat(),
                &format!(
                    "error: {day} is not a day of 2023-Q2\n\
                     hint: take a day of the quarter, or leave the quarter out: --as-of {day}\n"
                ),
            );
        }
        desk.ok(&[command, &["2023-Q2", "--as-of", "2023-06-30"]].concat());
        desk.ok(&[command, &["--as-of", "2023-09-01"]].concat());
    }
}

#[test]
fn all_that_stands_in_the_way_of_a_freeze_is_told_at_once() {
    let desk = desk();
    desk.ok(&["objective", "add", "P/2", "--title", "Uden ansvarlig", "--added-on", "2023-01-01"]);
    let said = desk.run(&["freeze", "2024-Q2", "--plan", "P"]);
    assert_eq!(said.code, 4);
    assert_eq!(
        said.stderr,
        "error: 1 error stops it; nothing was written\n\
         error: 2023-Q1 of P is not frozen yet\n\
         hint: mend them, or say why each is set aside: fremdrift freeze 2024-Q2 --skip-earlier --plan P --waive no-lead=\"...\"\n"
    );
    desk.ok(&["freeze", "2024-Q2", "--skip-earlier", "--plan", "P", "--waive", "no-lead=Afklares"]);
}

#[test]
fn in_danish_the_second_version_is_no_first_edition() {
    let desk = desk();
    let freeze = desk.ok(&["freeze", "2023-Q1", "--plan", "P", "--lang", "da"]);
    assert!(freeze.contains("2023-Q1 for P er låst som oprindelig udgave: 1 målsætning,"), "{freeze}");
    desk.ok(&["objective", "edit", "P/1", "--title", "To"]);
    let restate = desk.ok(&["restate", "2023-Q1", "--reason", "Titlen", "--lang", "da"]);
    assert!(restate.contains("2023-Q1 af P: fra oprindelig udgave til rettelse 1"), "{restate}");
    assert!(restate.contains("2023-Q1 for P er låst som rettelse 1"), "{restate}");
    let sent = desk.ok(&["summary", "--as-reported", "2023-Q1", "--lang", "da"]);
    assert!(sent.contains("Dette er rettelse 1 af det tidligere afsendte. Årsag: Titlen"), "{sent}");
    for asked in [&["changes"][..], &["quarters"], &["summary", "2023-Q1", "--plan", "P"], &["summary", "2023-Q2"]] {
        let said = desk.ok(&[asked, &["--lang", "da"]].concat());
        assert!(!said.to_lowercase().contains("udgave 1"), "{said}");
    }
}
