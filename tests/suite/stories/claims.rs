//! The day that somebody says and the moment that a clock says are two things, and both are claims.

use crate::support::{Desk, said};

/// A day that is only said, far ahead: what is written then is no damage.
#[test]
fn a_line_of_a_day_to_come_is_what_was_said_and_no_damage() {
    let desk = Desk::small();
    desk.ok(&["objective", "add", "MX-2030/1", "--title", "Vand"]);
    let mut log = desk.command();
    // The moment is the clock's, the day is said.
    log.env_remove("FREMDRIFT_TODAY").args(["--today", "2999-05-01", "log", "MX-2030/1", "-s", "ongoing"]);
    let done = said(log.output().expect("it runs"));
    assert_eq!(done.code, 0, "{done:?}");
    assert!(desk.ok(&["verify"]).contains(" is whole"));
    // A clock that is behind takes it back and brings it again; a copy takes it over.
    let mut behind = Desk::small();
    behind.now = "2025-10-20T09:00:00Z".into();
    std::fs::copy(desk.path("fremdrift.db"), behind.path("fremdrift.db")).expect("a copy");
    behind.ok(&["undo"]);
    behind.ok(&["undo", "8"]);
    assert!(behind.ok(&["verify"]).contains(" is whole"));
    std::fs::copy(behind.path("fremdrift.db"), desk.path("behind.db")).expect("a copy");
    desk.ok(&["merge", "behind.db"]);
    assert!(desk.ok(&["verify"]).contains(" is whole"));
}

/// A line after the day on which its author says to have written it is still found.
#[test]
fn a_line_after_its_own_day_is_damage() {
    let desk = Desk::small();
    desk.ok(&["objective", "add", "MX-2030/1", "--title", "Vand"]);
    desk.ok(&["log", "MX-2030/1", "-s", "ongoing"]);
    let conn = rusqlite::Connection::open(desk.path("fremdrift.db")).expect("a file");
    let guard: String =
        conn.query_row("SELECT sql FROM sqlite_schema WHERE name = 'entry_update'", [], |r| r.get(0)).expect("a guard");
    conn.execute_batch(&format!("DROP TRIGGER entry_update; UPDATE entry SET as_of = '2026-12-24'; {guard}"))
        .expect("SQL");
    drop(conn);
    let told = desk.run(&["verify"]);
    assert_eq!(told.code, 3);
    assert!(told.stdout.contains("is on 2026-12-24, after the day on which it was recorded"), "{told:?}");
}

#[test]
fn a_leap_second_is_refused_in_words() {
    let desk = Desk::small();
    let mut log = desk.command();
    log.env_remove("FREMDRIFT_TODAY").args(["--today", "2016-12-31T23:59:60Z", "list"]);
    let done = said(log.output().expect("it runs"));
    assert_eq!(done.code, 2);
    assert!(
        done.stderr.contains("«2016-12-31T23:59:60Z» is a leap second: write the second before it or after it"),
        "{done:?}"
    );
}

/// The quarter of year 2999 has not ended, whatever day is said.
#[test]
fn a_day_that_is_only_said_does_not_end_a_quarter() {
    let desk = Desk::small();
    desk.ok(&["objective", "add", "MX-2030/1", "--title", "Vand", "--lead", "ENS"]);
    let freeze = |today: &str, quarter: &str, more: &[&str]| {
        let mut freeze = desk.command();
        freeze.env_remove("FREMDRIFT_TODAY").args([
            "--today",
            today,
            "freeze",
            quarter,
            "--plan",
            "MX-2030",
            "--dry-run",
        ]);
        said(freeze.args(more).output().expect("it runs"))
    };
    let early = freeze("2999-10-05", "2999-Q3", &["--skip-earlier"]);
    assert_eq!((early.code, early.stderr.lines().next()), (1, Some("error: 2999-Q3 has not begun")), "{early:?}");
}
