//! Retirement: a thing is there until its day, and not from then on.

use crate::support::Desk;

/// Five objectives and an activity, reported since the beginning of the year.
fn desk() -> Desk {
    let desk = Desk::small();
    for n in 1..=5 {
        let reference = format!("MX-2030/{n}");
        let (added, due) = ("2026-01-01", "2026-12");
        desk.ok(&[
            "objective",
            "add",
            &reference,
            "--title",
            "En",
            "--lead",
            "ENS",
            "--deadline-original",
            due,
            "--added-on",
            added,
        ]);
        desk.ok(&["log", &reference, "-s", "ongoing", "-l", "green", "--as-of", "2026-03-01"]);
    }
    desk.ok(&["activity", "add", "MX-2030/1/1", "--title", "Opgave", "--deadline-original", "2026-12"]);
    desk
}

fn objectives(desk: &Desk, asked: &[&str]) -> i64 {
    let content = desk.ok(&[asked, &["--format", "json"]].concat());
    serde_json::from_str::<serde_json::Value>(&content).unwrap()["objectives"].as_i64().unwrap()
}

fn rows(desk: &Desk, asked: &[&str]) -> usize {
    desk.ok(&[asked, &["--format", "csv"]].concat()).lines().count() - 1
}

#[test]
fn a_plan_is_there_until_the_day_on_which_it_is_retired() {
    let desk = desk();
    desk.ok(&["plan", "retire", "MX-2030", "--reason", "ny plan", "--from", "2026-08-15"]);
    for (quarter, right) in [("2026-Q1", 5), ("2026-Q2", 5), ("2026-Q3", 0), ("2026-Q4", 0)] {
        assert_eq!(objectives(&desk, &["summary", quarter, "--plan", "MX-2030"]), right, "{quarter}");
        assert_eq!(objectives(&desk, &["summary", quarter]), right, "{quarter} of all");
    }
    let left = desk.ok(&["summary", "2026-Q3"]);
    assert!(left.contains("0 new, 0 changed, 0 unchanged, 5 retired"), "{left}");
    assert!(left.contains("ny plan"), "{left}");
    for (day, right) in [("2026-08-14", 5), ("2026-08-15", 0), ("2026-11-23", 0)] {
        assert_eq!(rows(&desk, &["list", "--as-of", day]), right, "{day}");
    }
    assert_eq!(rows(&desk, &["list", "--retired"]), 5);
    assert_eq!(rows(&desk, &["due"]), 0);
    assert_eq!(rows(&desk, &["objective", "list"]), 0);
    assert_eq!(rows(&desk, &["plan", "list"]), 0);
    assert_eq!(rows(&desk, &["plan", "list", "--all"]), 1);
    desk.refuses(
        1,
        &["log", "MX-2030/1", "-l", "red", "-m", "x"],
        "error: MX-2030/1 is retired from 2026-08-15, so nothing is reported on it\n",
    );
    desk.ok(&["log", "MX-2030/1", "-l", "red", "-m", "x", "--as-of", "2026-08-14"]);
    // An export says of each what was said of it, and comes in again without a difference.
    desk.ok(&["export", "objectives", "-o", "ud.csv"]);
    assert!(desk.ok(&["import", "objectives", "ud.csv"]).contains("5 unchanged"));
}

#[test]
fn what_retires_in_the_future_is_there_today() {
    let desk = desk();
    let from = ["--reason", "udløber", "--from", "2030-01-01"];
    desk.ok(&["area", "add", "MX-2030/1", "--title", "Energi"]);
    desk.ok(&["instrument", "add", "GF", "--name", "Green fund", "--kind", "fund"]);
    for (entity, key) in [
        ("plan", "MX-2030"),
        ("partnership", "MX"),
        ("authority", "UM"),
        ("area", "MX-2030/1"),
        ("instrument", "GF"),
        ("objective", "MX-2030/2"),
        ("activity", "MX-2030/1/1"),
    ] {
        let before = rows(&desk, &[entity, "list"]);
        desk.ok(&[&[entity, "retire", key][..], &from].concat());
        assert_eq!(rows(&desk, &[entity, "list"]), before, "{entity}");
        let listed = desk.ok(&[entity, "list"]);
        assert!(listed.contains("2030-01-01"), "{entity}: {listed}");
    }
    assert_eq!(objectives(&desk, &["summary"]), 5);
    assert_eq!(rows(&desk, &["list"]), 5);
    assert_eq!(rows(&desk, &["due"]), 6);
    assert!(desk.ok(&["portfolio"]).contains("MX-2030"));
    assert_eq!(rows(&desk, &["list", "--as-of", "2029-12-31"]), 5);
    assert_eq!(rows(&desk, &["list", "--as-of", "2030-01-01"]), 0);
}
