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

/// A desk whose other copy has frozen a quarter, and the file of its changes.
fn frozen_there() -> (Desk, serde_json::Value) {
    let desk = Desk::small();
    desk.ok(&["objective", "add", "MX-2030/1", "--title", "Vand", "--lead", "ENS", "--audience", "public"]);
    desk.ok(&["backup", "embassy.db"]);
    let there = |line: &str| {
        let args: Vec<&str> = line.split(' ').collect();
        desk.ok(&[&["--db", "embassy.db"], &args[..]].concat())
    };
    there("log MX-2030/1 -s ongoing -l red -m Forsinket --as-of 2026-09-29 --audience public");
    there("freeze 2026-Q3 --plan MX-2030 --skip-earlier");
    there("export changes --since 6 -o all.json");
    let bundle: serde_json::Value = serde_json::from_str(&desk.read("all.json")).expect("JSON");
    (desk, bundle)
}

/// The texts are altered and their own digests made anew; the digest that was printed stays the true one.
#[test]
fn words_of_a_frozen_quarter_are_not_forged_under_its_digest() {
    use sha2::{Digest, Sha256};
    let sha = |text: &str| -> String { Sha256::digest(text.as_bytes()).iter().map(|b| format!("{b:02x}")).collect() };
    let (desk, bundle) = frozen_there();
    let frozen = |b: &serde_json::Value| -> usize {
        b["steps"].as_array().expect("steps").iter().position(|s| s.get("revisions").is_some()).expect("a freeze")
    };
    let at = frozen(&bundle);
    let words = bundle["steps"][at]["revisions"][0]["renderings"].as_array().expect("words").clone();
    assert!(words.len() > 20, "for three audiences: {}", words.len());
    for (n, kept) in words.iter().enumerate() {
        let mut forged = bundle.clone();
        let text = kept["body"].as_str().expect("a text").replace("MX-2030", "MX-2O3O");
        let row = &mut forged["steps"][at]["revisions"][0]["renderings"][n];
        row["digest"] = sha(&text).into();
        row["body"] = text.into();
        desk.write("forged.json", super::merge::sealed(&forged));
        let done = desk.run(&["import", "changes", "forged.json"]);
        assert_eq!(done.code, 1, "{}: {done:?}", kept["format"]);
        assert!(
            done.stderr.contains("what the other copy brings does not hold together: 2026-Q3 of MX-2030"),
            "{done:?}"
        );
    }
    // Words for a reader who had none, and words that are gone.
    let mut fewer = bundle.clone();
    fewer["steps"][at]["revisions"][0]["renderings"]
        .as_array_mut()
        .expect("words")
        .retain(|r| r["audience"] != "public");
    desk.write("fewer.json", super::merge::sealed(&fewer));
    assert!(desk.fails(1, &["import", "changes", "fewer.json"]).contains("public.en.json of the content for internal"));
    // As it was written it is taken in, and printed byte for byte.
    desk.write("whole.json", super::merge::sealed(&bundle));
    desk.ok(&["import", "changes", "whole.json"]);
    let print = ["summary", "--as-reported", "2026-Q3", "--plan", "MX-2030"];
    assert_eq!(desk.ok(&print), desk.ok(&[&["--db", "embassy.db"], &print[..]].concat()));
    assert_eq!(desk.run(&["verify"]).stderr, "");
}

/// The same where the file itself is altered: what is printed was frozen, or nothing is.
#[test]
fn words_that_do_not_belong_to_their_figures_are_not_printed() {
    let (desk, _) = frozen_there();
    std::fs::rename(desk.path("embassy.db"), desk.path("fremdrift.db")).expect("a file");
    let conn = rusqlite::Connection::open(desk.path("fremdrift.db")).expect("a file");
    let guard: String = conn
        .query_row("SELECT sql FROM sqlite_schema WHERE name = 'rendering_update'", [], |r| r.get(0))
        .expect("a guard");
    let forged = "Alt er grønt";
    conn.execute_batch("DROP TRIGGER rendering_update").expect("SQL");
    let digest = fremdrift::model::revision::digest(forged);
    conn.execute(
        "UPDATE rendering SET body = ?1, digest = ?2 WHERE format = 'text' AND lang = 'en' AND audience = 'internal'",
        [forged, &digest],
    )
    .expect("SQL");
    conn.execute_batch(&guard).expect("SQL");
    drop(conn);
    desk.refuses(
        3,
        &["summary", "--as-reported", "2026-Q3", "--plan", "MX-2030"],
        "error: fremdrift.db: 2026-Q3.0 MX-2030 is not kept as it was frozen\n\
         hint: nothing was printed; see what does not fit with: fremdrift verify\n",
    );
    // Nor is what would be made from its figures.
    assert_eq!(desk.run(&["summary", "--as-reported", "2026-Q3", "--plan", "MX-2030", "-o", "a.html"]).code, 3);
    let told = desk.run(&["verify"]);
    let wrong = "the text for internal in en does not belong to its figures: their digest is of other words";
    assert!(told.code == 3 && told.stdout.contains(wrong), "{told:?}");
}

/// A quarter that an older program froze is printed as it was, and is said to be such.
#[test]
fn words_from_before_their_digest_are_told_as_such() {
    let desk = Desk::empty();
    let old = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/versions/format-3.db");
    std::fs::copy(old, desk.path("fremdrift.db")).expect("a copy");
    let told = desk.run(&["verify"]);
    assert_eq!(told.code, 0, "{told:?}");
    assert!(
        told.stderr.contains("Frozen before format 6, so the printed SHA-256 covers the figures, and not the words: "),
        "{told:?}"
    );
    assert!(desk.run(&["verify", "--lang", "da"]).stderr.contains("Låst før format 6"));
}
