//! Each named check fires where it should, and not where it should not.

use crate::support::Desk;
use serde_json::{Value, json};

/// The findings of the checks, as «check REF».
#[track_caller]
fn found(desk: &Desk, args: &[&str]) -> Vec<String> {
    let said = desk.run(&[&["check", "--format", "json"][..], args].concat());
    let value: Value = serde_json::from_str(&said.stdout).unwrap_or_else(|e| panic!("{e}: {said:?}"));
    let findings = value["findings"].as_array().unwrap();
    let errors = findings.iter().filter(|f| f["severity"] == "error").count();
    assert_eq!(value["errors"], errors);
    assert_eq!(value["warnings"], findings.len() - errors);
    assert_eq!(said.code, if errors > 0 { 4 } else { 0 }, "errors are exit code 4, warnings are not");
    findings.iter().map(|f| format!("{} {}", f["check"].as_str().unwrap(), f["reference"].as_str().unwrap())).collect()
}

/// One objective that nothing can be said against.
fn clean() -> Desk {
    let desk = Desk::small();
    desk.ok(&["objective", "add", "MX-2030/1", "--title", "Havvind", "--lead", "ENS", "--deadline", "2027"]);
    desk.ok(&["log", "MX-2030/1", "-s", "ongoing", "-l", "green", "-m", "i gang", "--as-of", "2026-10-10"]);
    desk
}

#[test]
fn nothing_is_found_where_nothing_is_wrong() {
    let desk = clean();
    assert_eq!(
        desk.ok(&["check"]),
        "Checks for the 4th quarter of 2026\n==================================\n\n\
         Nothing was found.\n"
    );
    assert_eq!(
        serde_json::from_str::<Value>(&desk.ok(&["check", "--format", "json"])).unwrap(),
        json!({ "quarter": "2026-Q4", "errors": 0, "warnings": 0, "findings": [] })
    );
}

#[test]
fn no_lead_is_an_error() {
    let desk = clean();
    desk.ok(&["objective", "edit", "MX-2030/1", "--clear", "lead", "--supporting", "UM"]);
    assert_eq!(found(&desk, &[]), ["no-lead MX-2030/1"]);
    let said = desk.run(&["check"]);
    assert_eq!(said.code, 4);
    assert!(
        said.stdout.contains("error     no-lead  MX-2030/1  objective without a lead authority  Havvind\n"),
        "{said:?}"
    );
    let said = desk.run(&["check", "--lang", "da"]);
    assert!(said.stdout.starts_with("Kontroller for 4. kvartal 2026\n==============================\n\n1 fejl.\n"));
    assert!(
        said.stdout.contains("fejl  no-lead  MX-2030/1  målsætning uden ansvarlig myndighed  Havvind\n"),
        "{said:?}"
    );
}

#[test]
fn past_the_approved_deadline_is_a_warning_and_green_besides_is_an_error() {
    let desk = clean();
    let approve = |day: &str| {
        desk.ok(&[
            "objective",
            "edit",
            "MX-2030/1",
            "--deadline-approved",
            day,
            "--reason",
            "aftalt",
            "--agreed-by",
            "UM",
        ]);
    };
    approve("2026-11-23");
    assert_eq!(found(&desk, &[]), Vec::<String>::new(), "today is not too late");
    approve("2026-11-22");
    assert_eq!(found(&desk, &[]), ["green-overdue MX-2030/1", "overdue MX-2030/1"]);
    desk.ok(&["log", "MX-2030/1", "-l", "red", "-m", "forsinket"]);
    assert_eq!(found(&desk, &[]), ["overdue MX-2030/1"]);
    desk.ok(&["log", "MX-2030/1", "-s", "completed", "-m", "færdig", "--evidence", "sag 7"]);
    assert_eq!(found(&desk, &[]), Vec::<String>::new());
}

#[test]
fn two_quarters_of_silence_are_a_warning() {
    let desk = clean();
    assert_eq!(found(&desk, &["2027-Q1"]), Vec::<String>::new());
    assert_eq!(found(&desk, &["2027-Q2"]), ["silent MX-2030/1"]);
    // Nothing was in the file in an old quarter, so nobody was silent.
    assert_eq!(found(&desk, &["2026-Q2"]), Vec::<String>::new());
    desk.ok(&["log", "MX-2030/1", "-s", "cancelled", "-m", "opgivet"]);
    assert_eq!(found(&desk, &["2027-Q2"]), Vec::<String>::new(), "what has ended is not silent");
}

#[test]
fn completed_without_evidence_is_a_warning() {
    let desk = clean();
    desk.ok(&["log", "MX-2030/1", "-s", "completed", "-m", "færdig"]);
    assert_eq!(found(&desk, &[]), ["no-evidence MX-2030/1"]);
    assert_eq!(desk.run(&["check"]).code, 0);
    desk.ok(&["log", "MX-2030/1", "--evidence", "sag 2026-1234"]);
    assert_eq!(found(&desk, &[]), Vec::<String>::new());
}

#[test]
fn completed_with_open_activities_is_an_error() {
    let desk = clean();
    desk.ok(&["activity", "add", "MX-2030/1/1", "--title", "Udbud", "--lead", "ENS"]);
    assert_eq!(found(&desk, &[]), Vec::<String>::new());
    desk.ok(&["log", "MX-2030/1", "-s", "completed", "-m", "færdig", "--evidence", "sag 7"]);
    assert_eq!(found(&desk, &[]), ["open-activities MX-2030/1"]);
    desk.ok(&["log", "MX-2030/1/1", "-s", "completed"]);
    assert_eq!(found(&desk, &[]), Vec::<String>::new());
    desk.ok(&["undo"]);
    desk.ok(&["activity", "retire", "MX-2030/1/1", "--reason", "udgået"]);
    assert_eq!(found(&desk, &[]), Vec::<String>::new());
}

#[test]
fn the_same_note_as_last_quarter_is_a_warning() {
    let desk = clean();
    desk.ok(&["log", "MX-2030/1", "-s", "ongoing", "-m", "intet nyt", "--as-of", "2026-08-01"]);
    desk.ok(&["log", "MX-2030/1", "-m", "intet nyt", "--as-of", "2026-11-01"]);
    assert_eq!(found(&desk, &[]), ["same-note MX-2030/1"]);
    assert_eq!(found(&desk, &["2026-Q3"]), Vec::<String>::new());
    desk.ok(&["log", "MX-2030/1", "-m", "udbuddet er åbnet", "--as-of", "2026-11-02"]);
    assert_eq!(found(&desk, &[]), Vec::<String>::new());
}

#[test]
fn a_deadline_outside_the_period_of_its_plan_is_a_warning() {
    let desk = clean();
    desk.ok(&["objective", "edit", "MX-2030/1", "--deadline-original", "2030", "--correction", "tastefejl"]);
    assert_eq!(found(&desk, &[]), Vec::<String>::new());
    desk.ok(&["objective", "edit", "MX-2030/1", "--deadline-original", "2031-Q1", "--correction", "tastefejl"]);
    assert_eq!(found(&desk, &[]), ["outside-period MX-2030/1"]);
    desk.ok(&["plan", "edit", "MX-2030", "--clear", "to"]);
    assert_eq!(found(&desk, &[]), Vec::<String>::new());
}

#[test]
fn an_authority_that_is_no_more_is_an_error() {
    let desk = clean();
    desk.ok(&["objective", "edit", "MX-2030/1", "--supporting", "UM"]);
    desk.ok(&["authority", "retire", "UM", "--reason", "nedlagt", "--from", "2026-11-01"]);
    assert_eq!(found(&desk, &[]), ["unknown-authority MX-2030/1"]);
    assert_eq!(found(&desk, &["unknown-authority", "2026-Q3"]), Vec::<String>::new(), "it was there then");
    desk.ok(&["objective", "edit", "MX-2030/1", "--clear", "supporting"]);
    assert_eq!(found(&desk, &[]), Vec::<String>::new());
}

#[test]
fn checks_are_picked_by_name_and_filter() {
    let desk = clean();
    desk.ok(&["objective", "add", "MX-2030/2", "--title", "Vandspild", "--deadline", "2026-06"]);
    // It was added today: it has been silent for no quarter.
    assert_eq!(found(&desk, &[]), ["no-lead MX-2030/2", "overdue MX-2030/2"]);
    assert_eq!(found(&desk, &["overdue", "silent"]), ["overdue MX-2030/2"]);
    desk.ok(&["objective", "edit", "MX-2030/2", "--added-on", "2026-01-01"]);
    assert_eq!(found(&desk, &["overdue", "silent"]), ["overdue MX-2030/2", "silent MX-2030/2"]);
    assert_eq!(found(&desk, &["no-evidence"]), Vec::<String>::new());
    assert_eq!(found(&desk, &["--authority", "ENS"]), Vec::<String>::new());
    assert_eq!(found(&desk, &["2026-Q2", "overdue"]), Vec::<String>::new());
    desk.ok(&["objective", "retire", "MX-2030/2", "--reason", "udgået"]);
    assert_eq!(found(&desk, &[]), Vec::<String>::new());
}

#[test]
fn findings_are_written_as_csv_and_markdown() {
    let desk = clean();
    desk.ok(&["objective", "edit", "MX-2030/1", "--clear", "lead"]);
    let csv = desk.run(&["check", "--format", "csv", "--profile", "rfc4180"]);
    assert_eq!(csv.code, 4);
    assert!(
        csv.stdout.ends_with("\r\nerror,no-lead,MX-2030/1,objective without a lead authority,Havvind\r\n"),
        "{csv:?}"
    );
    let markdown = desk.run(&["check", "--format", "markdown"]);
    assert!(
        markdown.stdout.contains("| error | no-lead | MX-2030/1 | objective without a lead authority | Havvind |\n")
    );
}
