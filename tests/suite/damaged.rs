//! Damaged files: a page flipped, zeroed or cut off. The program never panics, and never gives another
//! answer than before without `verify` saying that the file is damaged.
//!
//! A file that was rebuilt by somebody, guards and all, is told likewise.
//!
//! Every few pages in a usual run; `FREMDRIFT_FAULTS=all cargo test damaged` tries each one.

use crate::support::{Desk, Said};
use rusqlite::Connection;

const PAGE: usize = 4096;

/// Questions of an officer; each reads other tables.
const QUESTIONS: [&[&str]; 5] = [
    &["list", "--plan", "ID-2021", "--as-of", "2023-06-30"],
    &["show", "ID-2021/4.1"],
    &["summary", "2023-Q2", "--plan", "ID-2021"],
    &["find", "vand"],
    &["changes"],
];

fn ask(desk: &Desk) -> Vec<Said> {
    QUESTIONS.iter().map(|q| desk.run(q)).collect()
}

fn step() -> usize {
    if std::env::var_os("FREMDRIFT_FAULTS").is_some() { 1 } else { 9 }
}

/// However the file was damaged, a backup brings it back, and the damaged one is kept.
fn mended(desk: &Desk, what: &str) {
    let damaged = std::fs::read(desk.path("fremdrift.db")).unwrap();
    let said = desk.run(&["restore", "copy.db"]);
    assert_eq!(said.code, 0, "{what}: {said:?}");
    let verified = desk.run(&["verify"]);
    assert_eq!(verified.code, 0, "{what}: {verified:?}");
    let kept = desk.path("fremdrift.db.before-restore-20261123T090000Z");
    assert!(std::fs::read(&kept).unwrap() == damaged, "{what}: it is not kept");
    std::fs::remove_file(kept).unwrap();
}

fn look(desk: &Desk, what: &str, right: &[Said]) {
    let verified = desk.run(&["verify"]);
    assert!(matches!(verified.code, 0 | 3), "{what}: {verified:?}");
    assert!(!verified.stderr.contains("panicked"), "{what}: {verified:?}");
    for ((question, answer), right) in QUESTIONS.iter().zip(ask(desk)).zip(right) {
        assert!((0..=4).contains(&answer.code), "{what}, {question:?}: {answer:?}");
        assert!(!answer.stderr.contains("panicked"), "{what}, {question:?}: {answer:?}");
        if verified.code == 0 {
            assert_eq!(answer, *right, "{what}, {question:?}: another answer, and verify is content");
        }
        if answer.code == 3 {
            assert!(answer.stderr.contains("hint: "), "{what}, {question:?}: what to do is not said: {answer:?}");
        }
    }
    if verified.code == 3 {
        assert!(verified.stderr.contains("restore"), "{what}: {verified:?}");
    }
}

#[test]
fn a_damaged_page_is_never_a_wrong_answer_in_silence() {
    let desk = Desk::illustrated();
    desk.ok(&["backup", "copy.db"]);
    let right = ask(&desk);
    let whole = std::fs::read(desk.path("fremdrift.db")).unwrap();
    let pages = whole.len() / PAGE;
    assert!(pages > 100, "{pages}");
    let mut told = 0;
    for page in (0..pages).step_by(step()) {
        let at = page * PAGE;
        for (how, alter) in [
            ("zeroed", (|bytes: &mut [u8]| bytes.fill(0)) as fn(&mut [u8])),
            ("flipped", |bytes| bytes.iter_mut().for_each(|b| *b = !*b)),
            ("scrambled in the middle", |bytes| bytes[1800..1900].fill(0xa5)),
        ] {
            let mut spoiled = whole.clone();
            alter(&mut spoiled[at..at + PAGE]);
            desk.write("fremdrift.db", &spoiled);
            let what = format!("page {} {how}", page + 1);
            look(&desk, &what, &right);
            mended(&desk, &what);
            told += 1;
        }
    }
    println!("{told} damages of {pages} pages");
}

#[test]
fn a_file_that_was_cut_off_is_told() {
    let desk = Desk::illustrated();
    desk.ok(&["backup", "copy.db"]);
    let right = ask(&desk);
    let whole = std::fs::read(desk.path("fremdrift.db")).unwrap();
    for page in (0..whole.len() / PAGE).step_by(step()) {
        for more in [0, 1000] {
            desk.write("fremdrift.db", &whole[..(page * PAGE + more).min(whole.len() - 1)]);
            let what = format!("cut off after {page} pages and {more} bytes");
            look(&desk, &what, &right);
            mended(&desk, &what);
        }
    }
}

/// Another copy that was damaged on the way: what is taken over is what that copy says, or nothing.
#[test]
fn a_damaged_copy_brings_nothing_wrong() {
    let desk = Desk::illustrated();
    desk.ok(&["backup", "embassy.db"]);
    let there = ["--db", "embassy.db"];
    for args in [
        &["log", "ID-2021/4.1", "--reopen", "-s", "ongoing", "-l", "red", "-m", "Vand i kælderen"][..],
        &["objective", "edit", "ID-2021/3.7", "--title", "Havvind ved Lombok"],
        &["area", "add", "ID-2021/99", "--title", "Ny"],
    ] {
        desk.ok(&[args, &there].concat());
    }
    let ours = std::fs::read(desk.path("fremdrift.db")).unwrap();
    let theirs = std::fs::read(desk.path("embassy.db")).unwrap();
    desk.ok(&["merge", "embassy.db"]);
    let right: Vec<Said> = ask(&desk);
    let (mut taken, mut refused) = (0, 0);
    for page in (0..theirs.len() / PAGE).step_by(step()) {
        let at = page * PAGE;
        for (how, alter) in [
            ("zeroed", (|bytes: &mut [u8]| bytes.fill(0)) as fn(&mut [u8])),
            ("flipped", |bytes| bytes.iter_mut().for_each(|b| *b = !*b)),
            ("scrambled in the middle", |bytes| bytes[1800..1900].fill(0xa5)),
        ] {
            let what = format!("page {} of the other copy {how}", page + 1);
            let mut spoiled = theirs.clone();
            alter(&mut spoiled[at..at + PAGE]);
            desk.write("embassy.db", &spoiled);
            desk.write("fremdrift.db", &ours);
            let said = desk.run(&["merge", "embassy.db"]);
            assert!((0..=4).contains(&said.code) && !said.stderr.contains("panicked"), "{what}: {said:?}");
            assert_eq!(std::fs::read(desk.path("embassy.db")).unwrap(), spoiled, "{what}: it was written to");
            // All was taken over, and the rest of the copy could not be read for comparing.
            let is_taken = said.code == 4 && said.stderr.starts_with("The other copy could not be compared");
            if said.code == 0 || is_taken {
                taken += 1;
                assert_eq!(ask(&desk), right, "{what}: something else was taken over");
                desk.ok(&["verify"]);
            } else {
                refused += 1;
                assert!(said.stderr.contains("hint: "), "{what}: what to do is not said: {said:?}");
                assert!(std::fs::read(desk.path("fremdrift.db")).unwrap() == ours, "{what}: {said:?}");
            }
        }
    }
    println!("{taken} taken over, {refused} refused");
    assert!(taken > 0 && refused > 0, "{taken} taken over, {refused} refused");
}

/// SQL that rebuilds a file, and what `verify` says of it.
const REBUILT: &[(&str, &str)] = &[
    ("DROP TRIGGER entry_update", "shape: the trigger entry_update is not there"),
    ("DROP INDEX entry_state", "shape: the index entry_state is not there"),
    (
        "DROP TRIGGER entry_update;
         CREATE TRIGGER entry_update BEFORE UPDATE ON entry BEGIN SELECT 1; END",
        "shape: the trigger entry_update is not the one that this program makes",
    ),
    (
        "CREATE TRIGGER mine AFTER INSERT ON entry BEGIN UPDATE entry SET note = 'x' WHERE id = NEW.id; END",
        "shape: the trigger mine is none of this program's",
    ),
    ("ALTER TABLE entry ADD COLUMN more TEXT", "shape: the table entry is not the one that this program makes"),
    (
        "PRAGMA writable_schema = ON;
         UPDATE sqlite_schema SET sql = replace(sql, 'NOT NULL', '') WHERE name = 'entry'",
        "shape: the table entry is not the one that this program makes",
    ),
    // To read the history of this one never ends.
    (
        "PRAGMA writable_schema = ON;
         DELETE FROM sqlite_schema WHERE tbl_name = 'history' AND type <> 'table';
         UPDATE sqlite_schema SET type = 'view', rootpage = 0, sql = 'CREATE VIEW history AS
             WITH RECURSIVE k (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k)
             SELECT i AS id, ''entry'' AS noun, i AS row, i AS since, i AS until, ''{}'' AS was FROM k'
         WHERE name = 'history'",
        "shape: the table history is not the one that this program makes",
    ),
];

#[test]
fn a_file_that_somebody_rebuilt_is_told_and_not_taken_over() {
    let desk = Desk::portfolio();
    desk.ok(&["backup", "embassy.db"]);
    desk.ok(&["--db", "embassy.db", "log", "ID-2021/4.1", "--reopen", "-s", "ongoing", "-m", "Vand i kælderen"]);
    let ours = std::fs::read(desk.path("fremdrift.db")).unwrap();
    let theirs = std::fs::read(desk.path("embassy.db")).unwrap();
    for (sql, told) in REBUILT {
        desk.write("embassy.db", &theirs);
        Connection::open(desk.path("embassy.db")).and_then(|c| c.execute_batch(sql)).expect(sql);
        let verified = desk.run(&["--db", "embassy.db", "verify"]);
        assert_eq!(verified.code, 3, "{sql}: {verified:?}");
        assert!(verified.stdout.lines().any(|l| l == *told), "{sql}: {verified:?}");
        let refused = desk.fails(3, &["merge", "embassy.db"]);
        let detail = told.trim_start_matches("shape: ");
        let first = refused.lines().next().unwrap_or_default();
        let words = "error: embassy.db: the file is not built as this program builds it: ";
        assert!(first.starts_with(words), "{sql}: {refused}");
        assert!(first.ends_with(detail) || verified.stdout.lines().count() > 1, "{sql}: {refused}");
        assert!(std::fs::read(desk.path("fremdrift.db")).unwrap() == ours, "{sql}");
    }
    // A colleague's additions to look at do no harm.
    desk.write("embassy.db", &theirs);
    let more = "CREATE VIEW mine AS SELECT * FROM entry; CREATE INDEX mine_too ON entry (note); ANALYZE";
    Connection::open(desk.path("embassy.db")).and_then(|c| c.execute_batch(more)).expect(more);
    desk.ok(&["--db", "embassy.db", "verify"]);
    desk.ok(&["merge", "embassy.db"]);
}

#[test]
fn of_a_file_that_is_damaged_as_a_whole_a_hundred_findings_are_shown() {
    let desk = Desk::illustrated();
    let conn = Connection::open(desk.path("fremdrift.db")).unwrap();
    conn.execute_batch("PRAGMA foreign_keys = OFF; DROP TRIGGER entry_update; UPDATE entry SET since = 99").unwrap();
    drop(conn);
    let said = desk.run(&["verify"]);
    let shown: Vec<&str> = said.stdout.lines().collect();
    assert_eq!((said.code, shown.len()), (3, 101), "{said:?}");
    let more: usize = shown[100].trim_start_matches("and ").trim_end_matches(" more").parse().expect("a number");
    let all = format!("error: fremdrift.db: {} things do not fit\n", 100 + more);
    assert!(more > 900 && said.stderr.starts_with(&all), "{more}: {}", said.stderr);
}
