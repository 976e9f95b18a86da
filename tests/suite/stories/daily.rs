//! The daily loop: log, look, undo.

use crate::support::Desk;

#[test]
fn an_entry_is_answered_with_what_is_recorded_and_what_was_before() {
    let desk = Desk::portfolio();
    assert_eq!(
        desk.ok(&["log", "ID-2021/3.7", "-s", "ongoing", "-l", "green", "-m", "Første møde holdt på Lombok"]),
        "ID-2021/3.7: ongoing, ● green as of 2026-11-23 (nothing before)  [change 3]\n"
    );
    assert_eq!(
        desk.ok(&["log", "ID-2021/3.7", "-l", "yellow"]),
        "ID-2021/3.7: ongoing, ▲ yellow as of 2026-11-23 (before: ongoing, ● green as of 2026-11-23)  [change 4]\n"
    );
}

#[test]
fn a_deadline_on_the_day_that_is_seen_from_falls_due_and_is_not_late() {
    let mut desk = Desk::small();
    let dates = ["2026-12-31", "2026-12", "2026-Q4", "2026", "2027-Q1", "2026-12-30", "2027-04-01"];
    for (number, date) in (1..).zip(dates) {
        let reference = format!("MX-2030/{number}");
        desk.ok(&["objective", "add", &reference, "--title", "En", "--lead", "ENS", "--deadline-original", date]);
    }
    desk.now = "2027-01-04T09:00:00Z".into();
    for asked in
        [&["summary", "2026-Q4", "--format", "json"][..], &["summary", "--as-of", "2026-12-31", "--format", "json"]]
    {
        let content: serde_json::Value = serde_json::from_str(&desk.ok(asked)).unwrap();
        let due: Vec<&str> = content["falling_due"]["rows"]
            .as_array()
            .unwrap()
            .iter()
            .map(|r| r["reference"].as_str().unwrap())
            .collect();
        assert_eq!(due, ["MX-2030/1", "MX-2030/2", "MX-2030/3", "MX-2030/4", "MX-2030/5"]);
        let late: Vec<&serde_json::Value> = content["attention"]["rows"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|r| r["why"].as_array().unwrap().contains(&"overdue".into()))
            .map(|r| &r["reference"])
            .collect();
        assert_eq!(late, ["MX-2030/6"]);
    }
    // The other commands of that day say the same.
    desk.now = "2026-12-31T09:00:00Z".into();
    assert!(desk.ok(&["due", "--within", "1d"]).contains("5, of which 1 overdue"));
    assert!(desk.ok(&["list", "--overdue"]).contains("1 objective as of 31 December 2026."));
    assert!(!desk.ok(&["show", "MX-2030/3"]).contains("overdue"));
}

/// A minister asks how it goes with what was promised.
#[test]
fn what_was_promised_and_is_open_is_answered_at_once() {
    let desk = Desk::small();
    desk.ok(&["partnership", "add", "VN", "--country-code", "VN", "--country", "Vietnam", "--country-da", "Vietnam"]);
    desk.ok(&[
        "plan",
        "add",
        "VN-2020",
        "--partnership",
        "VN",
        "--title",
        "Gammel plan",
        "--from",
        "2016",
        "--to",
        "2020",
    ]);
    for (reference, title, deadline) in [
        ("MX-2030/1", "Havvind", "2026-06-30"),
        ("MX-2030/2", "Solceller", "2028"),
        ("MX-2030/3", "Afsluttet", "2026-01-31"),
        ("VN-2020/7", "Vindmøller", "2019"),
    ] {
        desk.ok(&["objective", "add", reference, "--title", title, "--lead", "ENS", "--deadline-original", deadline]);
    }
    desk.ok(&[
        "log",
        "MX-2030/1",
        "-s",
        "ongoing",
        "-l",
        "red",
        "--as-of",
        "2026-10-01",
        "--blocked-by",
        "Parlamentet",
        "-m",
        "Loven mangler",
    ]);
    desk.ok(&["log", "MX-2030/3", "-s", "completed", "--as-of", "2026-10-01"]);
    let csv = desk.ok(&["promises", "--authority", "ENS", "--format", "csv"]);
    let rows: Vec<&str> = csv.lines().skip(1).collect();
    // The longest late first, an expired plan too; what has ended is not among them.
    assert_eq!(
        rows,
        [
            "Vietnam;VN-2020/7;Vindmøller;2019;2519;;;;",
            "Mexico;MX-2030/1;Havvind;2026-06-30;146;red;Loven mangler;Parlamentet;2026-10-01",
            "Mexico;MX-2030/2;Solceller;2028;;;;;",
        ]
    );
    let said = desk.ok(&["promises", "--text", "vind", "--lang", "da"]);
    assert!(said.contains("2 målsætninger ikke afsluttet pr. 23. november 2026; 2 er over fristen."), "{said}");
    assert!(!said.contains("Solceller"), "{said}");
    // As it stood before it was late.
    let before = desk.ok(&["promises", "--plan", "MX-2030", "--as-of", "2026-06-01"]);
    assert!(before.contains("3 objectives open as of 1 June 2026, of which 1 late."), "{before}");
    assert!(desk.ok(&["promises", "--authority", "UM"]).contains("Nothing is open."));
}
