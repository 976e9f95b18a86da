//! Each change says which changes its author's copy held, so that it is known in every copy which of two
//! knew the other.

use super::copies::Life;
use super::merge::sealed;
use rusqlite::Connection;
use serde_json::{Value, json};

/// In the copy in the middle the change of C comes after the one of A, which C did not know.
/// Takes over; lines that contradict each other are left to be decided.
#[track_caller]
fn merges(life: &mut Life, into: &str, from: &str) {
    let done = life.run("Bo", into, &format!("merge {from}"));
    assert!(matches!(done.code, 0 | 4) && !done.stdout.contains("say different things"), "{done:?}");
}

#[test]
fn two_lines_of_one_day_stand_alike_in_three_copies() {
    let mut life = Life::two();
    life.copy("B.db");
    life.copy("C.db");
    life.ok("Cecilie", "C.db", "log P/1 -s suspended --as-of 2025-06-30");
    life.ok("Anna", "A.db", "log P/1 -s ongoing --as-of 2025-06-30");
    for (into, from) in [("B.db", "A.db"), ("B.db", "C.db"), ("A.db", "B.db"), ("C.db", "B.db")] {
        merges(&mut life, into, from);
    }
    let all = ["A.db", "B.db", "C.db"].map(|file| life.content(file));
    assert!(all[0] == all[1] && all[1] == all[2], "{all:?}");
    assert!(life.ok("Anna", "A.db", "merge C.db").starts_with("The other copy has nothing new."));
}

/// Three copies with lines of one day, of which one knew another although its clock was behind; each merges the
/// two others in every order, in every order of the three: 48.
#[test]
fn lines_of_one_day_stand_alike_in_whatever_order_three_copies_merge() {
    let mut life = Life::two();
    life.copy("C.db");
    life.minute = 39;
    life.ok("Anna", "A.db", "log P/2 -s not-started --as-of 2025-06-30");
    life.copy("B.db");
    life.minute = 19;
    life.ok("Bo", "B.db", "log P/2 -s ongoing --as-of 2025-06-30");
    life.minute = 29;
    life.ok("Cecilie", "C.db", "log P/2 -s suspended --as-of 2025-06-30");
    let files = ["A.db", "B.db", "C.db"];
    let before = files.map(|file| std::fs::read(life.desk.path(file)).expect("a file"));
    let mut ended = std::collections::BTreeSet::new();
    let mut orders = 0;
    for first in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        for turned in 0..8 {
            orders += 1;
            files.iter().zip(&before).for_each(|(file, bytes)| life.desk.write(file, bytes));
            for into in first {
                let mut from: Vec<usize> = (0..3).filter(|of| *of != into).collect();
                if turned & (1 << into) != 0 {
                    from.reverse();
                }
                for of in from {
                    life.minute = 49;
                    merges(&mut life, files[into], files[of]);
                }
            }
            // The first to merge has not heard of all yet.
            for (into, of) in [(first[0], first[2]), (first[1], first[2])] {
                merges(&mut life, files[into], files[of]);
            }
            ended.extend(files.map(|file| life.content(file)));
        }
    }
    assert_eq!((orders, ended.len()), (48, 1), "{ended:?}");
}

/// A change that is passed on by a third copy says there what it said where it was made.
#[test]
fn a_change_that_goes_through_a_third_copy_keeps_what_it_knew() {
    let mut life = Life::two();
    life.copy("B.db");
    life.copy("C.db");
    life.ok("Cecilie", "C.db", "objective edit P/1 --title Une");
    life.ok("Anna", "A.db", "objective edit P/2 --title Zwei");
    life.ok("Bo", "B.db", "merge A.db");
    life.ok("Bo", "B.db", "merge C.db");
    life.ok("Bo", "B.db", "objective edit P/3 --title Tres");
    life.ok("Bo", "B.db", "export changes --since 6 -o all.json");
    let all: Value = serde_json::from_str(&life.desk.read("all.json")).expect("JSON");
    let uid = |at: usize| all["changes"][at].clone();
    let knew = |at: usize| all["steps"][at]["knew"].clone();
    assert_eq!(knew(0), json!([uid(5)]), "Anna's");
    assert_eq!(knew(1), json!([uid(5)]), "Cecilie's, which did not know Anna's");
    assert_eq!(knew(2), json!([uid(6), uid(7)]), "Bo's, which knew both");
    // And the same from the next copy.
    life.ok("Anna", "A.db", "merge B.db");
    life.ok("Anna", "A.db", "export changes --since 6 -o again.json");
    let again: Value = serde_json::from_str(&life.desk.read("again.json")).expect("JSON");
    let of =
        |all: &Value| all["steps"].as_array().expect("steps").iter().map(|s| s["knew"].clone()).collect::<Vec<_>>();
    assert_eq!(of(&again), of(&all));
}

#[test]
fn parents_that_cannot_be_are_refused_before_anything_is_written() {
    let mut life = Life::two();
    life.copy("B.db");
    life.ok("Bo", "B.db", "log P/3 -s ongoing");
    life.ok("Bo", "B.db", "log P/1 -s ongoing");
    life.ok("Bo", "B.db", "export changes --since 6 -o all.json");
    let whole: Value = serde_json::from_str(&life.desk.read("all.json")).expect("JSON");
    let ours = std::fs::read(life.desk.path("A.db")).expect("a file");
    let uid = |at: usize| whole["changes"][at].clone();
    let not_before = (
        "it says that it knew a change that does not come before it",
        "den siger, at den kendte en ændring, der ikke kommer før den",
    );
    let no_way = (
        "it does not say in a way that can be followed which changes it knew",
        "den siger ikke på en måde, der kan følges, hvilke ændringer den kendte",
    );
    for (what, at, knew, (en, da)) in [
        ("unknown", 0, json!(["x"]), not_before),
        ("itself", 0, json!([uid(6)]), not_before),
        ("a circle", 0, json!([uid(5), uid(7)]), not_before),
        ("none", 1, json!([]), no_way),
        ("a million", 1, Value::from(vec![uid(5); 1_000_000]), no_way),
    ] {
        let mut odd = whole.clone();
        odd["steps"][at]["knew"] = knew;
        life.desk.write("odd.json", sealed(&odd));
        let done = life.run("Anna", "A.db", "import changes odd.json");
        assert!(done.code == 1 && done.stderr.contains(&format!("can't be taken over: {en}\n")), "{what}: {done:?}");
        let done = life.run("Anna", "A.db", "--lang da import changes odd.json");
        assert!(done.code == 1 && done.stderr.contains(&format!(": {da}\n")), "{what}: {done:?}");
        assert!(std::fs::read(life.desk.path("A.db")).expect("a file") == ours, "{what}");
    }
    // A step that is not in the list of changes, or not in its order.
    let mut swapped = whole.clone();
    swapped["steps"].as_array_mut().expect("steps").swap(0, 1);
    life.desk.write("odd.json", sealed(&swapped));
    let done = life.run("Anna", "A.db", "import changes odd.json");
    assert!(done.code == 1 && done.stderr.contains(not_before.0), "{done:?}");
}

/// The guards of the copy were put aside, and put back.
#[test]
fn a_copy_whose_changes_knew_what_they_cannot_is_damaged() {
    let mut life = Life::two();
    life.copy("B.db");
    life.ok("Bo", "B.db", "log P/3 -s ongoing");
    let ours = std::fs::read(life.desk.path("A.db")).expect("a file");
    let whole = std::fs::read(life.desk.path("B.db")).expect("a file");
    for knew in [r#"["x"]"#, "[]", "{}", r#"["x""#] {
        life.desk.write("B.db", &whole);
        let conn = Connection::open(life.desk.path("B.db")).expect("a file");
        let guard = "SELECT sql FROM sqlite_schema WHERE name = 'change_update'";
        let guard: String = conn.query_row(guard, [], |r| r.get(0)).expect("a guard");
        conn.execute_batch(&format!(
            "PRAGMA ignore_check_constraints = ON; DROP TRIGGER change_update;
             UPDATE change SET knew = '{knew}' WHERE number = 7; {guard}"
        ))
        .expect("it lets it");
        drop(conn);
        let told = "change 7 says that it knew what does not come before it";
        let done = life.run("Anna", "A.db", "merge B.db");
        assert!(done.code == 3 && done.stderr.contains(told), "{knew}: {done:?}");
        assert!(std::fs::read(life.desk.path("A.db")).expect("a file") == ours);
        let done = life.run("Anna", "B.db", "verify");
        assert!(done.code == 3 && done.stdout.contains(told), "{knew}: {done:?}");
    }
}
