//! Two copies that know the same changes say the same, or it is told where they don't; and no line that
//! was acknowledged in one of them is gone.

use super::merge::sealed;
use crate::support::{Desk, Said, said};
use serde_json::{Value, json};

/// Runs a command at a minute of its own, as somebody, on a copy.
fn at(desk: &Desk, minute: usize, who: &str, file: &str, args: &[&str]) -> Said {
    let mut command = desk.command();
    command
        .env("FREMDRIFT_TODAY", format!("2026-01-06T09:{minute:02}:00Z"))
        .env("FREMDRIFT_AUTHOR", who)
        .args(["--db", file])
        .args(args);
    said(command.output().expect("it runs"))
}

/// A story: minute by minute, who does what in which copy.
pub struct Life {
    pub desk: Desk,
    pub minute: usize,
}

impl Life {
    /// A plan with three objectives, and a line on the second; A and a copy of it, B.
    pub fn two() -> Life {
        let mut life = Life { desk: Desk::empty(), minute: 0 };
        for line in [
            "init",
            "plan add P --title Plan --from 2025 --to 2027",
            "objective add P/1 --title One",
            "objective add P/2 --title Two",
            "objective add P/3 --title Three",
            "log P/2 -s ongoing -l yellow -m begin --as-of 2025-02-01",
        ] {
            life.ok("Anna", "A.db", line);
        }
        life
    }

    pub fn copy(&self, to: &str) {
        std::fs::copy(self.desk.path("A.db"), self.desk.path(to)).expect("a copy");
    }

    pub fn run(&mut self, who: &str, file: &str, line: &str) -> Said {
        self.minute += 1;
        at(&self.desk, self.minute, who, file, &line.split(' ').collect::<Vec<_>>())
    }

    #[track_caller]
    pub fn ok(&mut self, who: &str, file: &str, line: &str) -> String {
        let done = self.run(who, file, line);
        assert_eq!(done.code, 0, "{line}: {done:?}");
        done.stdout
    }

    pub fn content(&mut self, file: &str) -> String {
        let told = self.ok("Anna", file, "verify");
        told.lines().nth(1).expect("the digest of the content").to_string()
    }

    fn log(&mut self, file: &str) -> String {
        self.ok("Anna", file, "export entries --profile rfc4180")
    }
}

const FREEZE: &str = "freeze 2025-Q3 --plan P --skip-earlier --waive no-lead=x";

/// The decision about the quarter once named row 1 of another table, and following it took a line out.
#[test]
fn a_decision_about_a_frozen_quarter_takes_no_line_away() {
    let mut life = Life::two();
    life.ok("Anna", "A.db", "freeze 2025-Q1 --plan P --waive no-lead=x");
    life.copy("B.db");
    life.ok("Anna", "A.db", "log P/1 -s ongoing -m one");
    life.ok("Anna", "A.db", "log P/2 -s completed -m two");
    life.ok("Anna", "A.db", FREEZE);
    life.ok("Bo", "B.db", "log P/3 -s ongoing --as-of 2025-09-01");
    life.ok("Bo", "B.db", FREEZE);
    life.ok("Anna", "A.db", "merge B.db --take ours");
    life.ok("Bo", "B.db", "merge A.db --take ours");
    for file in ["A.db", "B.db"] {
        let log = life.log(file);
        assert!(log.contains(",two,") && log.contains(",one,"), "{file}: {log}");
    }
    // Both decided, not knowing of each other: it is decided, and both say the same.
    life.run("Anna", "A.db", "merge B.db");
    life.run("Bo", "B.db", "merge A.db");
    assert_eq!(life.content("A.db"), life.content("B.db"));
    // A restatement says which figures count, in both.
    life.ok("Anna", "A.db", "log P/1 -s ongoing -m late --as-of 2025-09-02");
    life.ok("Anna", "A.db", "restate 2025-Q3 --plan P --reason Both");
    let restated = life.run("Bo", "B.db", "merge A.db");
    assert!(restated.stdout.contains("restate 2025-Q3 of P as revision 1"), "{restated:?}");
}

#[test]
fn copies_that_agree_have_one_digest_of_content() {
    let mut life = Life::two();
    life.copy("B.db");
    assert_eq!(life.content("A.db"), life.content("B.db"));
    life.ok("Anna", "A.db", "objective edit P/1 --tag vand");
    life.ok("Bo", "B.db", "log P/3 -s ongoing -m there");
    life.ok("Bo", "B.db", "objective edit P/2 --title New");
    assert_ne!(life.content("A.db"), life.content("B.db"));
    life.ok("Anna", "A.db", "merge B.db");
    let done = life.run("Bo", "B.db", "merge A.db");
    assert_eq!((done.code, done.stderr.as_str()), (0, ""), "{done:?}");
    assert_eq!(life.content("A.db"), life.content("B.db"));
    assert_eq!(life.run("Bo", "B.db", "merge A.db").stdout, "The other copy has nothing new.\n");
}

/// Contradicting lines of one day stand in one order in all copies.
#[test]
fn lines_of_one_day_end_alike_in_every_copy() {
    let mut life = Life::two();
    life.copy("B.db");
    life.copy("C.db");
    life.ok("Cecilie", "C.db", "log P/1 -s completed -m done");
    life.ok("Anna", "A.db", "log P/1 -s ongoing -l red -m not");
    for (who, into, from) in [("Anna", "A.db", "C.db"), ("Bo", "B.db", "A.db"), ("Cecilie", "C.db", "A.db")] {
        let told = life.run(who, into, &format!("merge {from}"));
        assert_eq!(told.code, 4, "{told:?}");
    }
    let all = ["A.db", "B.db", "C.db"].map(|file| life.content(file));
    assert!(all.iter().all(|content| *content == all[0]), "{all:?}");
}

/// An alteration past the guards is in no change: two copies that know the same then differ, and it is told.
#[test]
fn copies_that_know_the_same_and_say_something_else_are_told_where() {
    let mut life = Life::two();
    life.copy("B.db");
    let conn = rusqlite::Connection::open(life.desk.path("B.db")).expect("a file");
    let guard: String = conn
        .query_row("SELECT sql FROM sqlite_schema WHERE name = 'objective_update'", [], |r| r.get(0))
        .expect("a guard");
    conn.execute_batch("DROP TRIGGER objective_update; UPDATE objective SET title = 'Other' WHERE number = '2'")
        .expect("SQL");
    conn.execute_batch(&guard).expect("SQL");
    drop(conn);
    let told = life.run("Anna", "A.db", "merge B.db");
    assert_eq!(told.code, 4, "{told:?}");
    assert!(told.stdout.contains("The copies say different things") && told.stdout.contains("P/2"), "{told:?}");
    let danish = life.run("Anna", "A.db", "merge B.db --lang da");
    assert!(danish.stdout.contains("Kopierne siger noget forskelligt\n"), "{danish:?}");
    assert!(danish.stderr.contains("Begge kopier kender de samme ændringer og siger noget forskelligt 1 sted."));
    life.ok("Bo", "B.db", "export changes --since 1 -o b.json");
    let file = life.run("Anna", "A.db", "import changes b.json");
    assert_eq!(file.code, 4, "{file:?}");
    assert!(file.stderr.starts_with("The copy that sent this knows the same changes as this file"), "{file:?}");
}

/// A file of changes that decides a line away: it was made to, and is taken for the decision that it says it is; the
/// line stays in history, and whoever undoes the change has it back.
#[test]
fn a_line_that_a_decision_takes_away_comes_back_with_an_undo() {
    let mut life = Life::two();
    life.copy("B.db");
    life.ok("Bo", "B.db", "log P/3 -s ongoing -m ours");
    life.ok("Bo", "B.db", "export changes --since 6 -o all.json");
    let mut bundle: Value = serde_json::from_str(&life.desk.read("all.json")).expect("JSON");
    let step = bundle["steps"][0].clone();
    let line = step["writes"][0]["row"].clone();
    let mut more = step.clone();
    more["uid"] = json!("019b9292-e8a0-786c-8fd3-8b75c111f7d7");
    more["knew"] = json!([step["uid"]]);
    more["writes"] = json!([{"table": "entry", "row": line}]);
    bundle["steps"].as_array_mut().expect("steps").push(more.clone());
    bundle["changes"].as_array_mut().expect("changes").push(more["uid"].clone());
    bundle.as_object_mut().expect("an object").remove("content").expect("a digest");
    life.desk.write("evil.json", sealed(&bundle));
    life.ok("Anna", "A.db", "import changes evil.json");
    assert!(!life.log("A.db").contains(",ours,"));
    life.ok("Anna", "A.db", "undo");
    assert!(life.log("A.db").contains(",ours,"));
    assert!(life.ok("Anna", "A.db", "verify").contains(" is whole"));
}

/// A bundle that is spliced, cut or altered is refused.
#[test]
fn a_file_of_changes_carries_a_digest_of_its_own() {
    let mut life = Life::two();
    life.copy("B.db");
    life.ok("Bo", "B.db", "log P/3 -s ongoing -m one");
    life.ok("Bo", "B.db", "log P/1 -s ongoing -m two");
    life.ok("Bo", "B.db", "export changes --since 6 -o all.json");
    let whole: Value = serde_json::from_str(&life.desk.read("all.json")).expect("JSON");
    let mut spoilt = Vec::new();
    let mut swapped = whole.clone();
    swapped["steps"].as_array_mut().expect("steps").swap(0, 1);
    spoilt.push(swapped);
    let mut shorter = whole.clone();
    shorter["steps"].as_array_mut().expect("steps").pop();
    shorter["changes"].as_array_mut().expect("changes").pop();
    spoilt.push(shorter);
    let mut other = whole.clone();
    other["steps"][0]["writes"][0]["columns"]["note"] = json!("tre");
    spoilt.push(other);
    let mut bare = whole.clone();
    bare.as_object_mut().expect("an object").remove("digest");
    spoilt.push(bare);
    for bundle in spoilt {
        life.desk.write("spoilt.json", bundle.to_string());
        let done = life.run("Anna", "A.db", "import changes spoilt.json");
        assert_eq!(
            (done.code, done.stderr.as_str()),
            (
                1,
                "error: the file of changes is not as it was written: its own digest is missing or does not fit\n\
                 hint: ask for it once more: it was cut off, put together anew or damaged on the way\n"
            )
        );
    }
    // How it is laid out is not what it says.
    life.desk.write("pretty.json", serde_json::to_string_pretty(&whole).expect("JSON"));
    life.ok("Anna", "A.db", "import changes pretty.json");
}

/// A change that can't be followed is named, with its author and the reason.
#[test]
fn a_change_that_cannot_be_followed_is_named() {
    let mut life = Life::two();
    life.copy("B.db");
    life.ok("Bo", "B.db", "log P/3 -s ongoing -m one");
    life.ok("Bo", "B.db", "export changes --since 6 -o all.json");
    let whole: Value = serde_json::from_str(&life.desk.read("all.json")).expect("JSON");
    for (column, value, why) in [
        ("objective", json!(99), "the objective of entry is not a row of the kind that it should be"),
        (
            "objective",
            json!("019b9292-e8a0-786c-8fd3-8b75c111f7d7"),
            "it alters a row of objective that was never added",
        ),
        ("moon", json!("new"), "the table entry has no column moon"),
    ] {
        let mut odd = whole.clone();
        odd["steps"][0]["writes"][0]["columns"][column] = value;
        life.desk.write("odd.json", sealed(&odd));
        let done = life.run("Anna", "A.db", "import changes odd.json");
        assert_eq!(
            (done.code, done.stderr.lines().next()),
            (
                1,
                Some(&*format!(
                    "error: «log P/3: ongoing as of 2026-01-06», by Bo on 2026-01-06, can't be taken over: {why}"
                ))
            )
        );
    }
}

/// Each looked which changes it lacks before the other had written them.
#[test]
fn two_merges_of_one_copy_at_once_take_it_over_once() {
    let mut life = Life::two();
    life.copy("B.db");
    life.ok("Bo", "B.db", "log P/3 -s ongoing -m one");
    let desk = &life.desk;
    let lock = rusqlite::Connection::open(desk.path("A.db")).expect("a file");
    lock.execute_batch("BEGIN IMMEDIATE").expect("the lock");
    let (one, two) = std::thread::scope(|s| {
        let merge = || at(desk, 30, "Anna", "A.db", &["merge", "B.db", "--wait", "60"]);
        let (one, two) = (s.spawn(merge), s.spawn(merge));
        std::thread::sleep(std::time::Duration::from_millis(700));
        lock.execute_batch("ROLLBACK").expect("no lock");
        (one.join().expect("one"), two.join().expect("two"))
    });
    assert_eq!((one.code, two.code), (0, 0), "{one:?} {two:?}");
    let nothing = [&one, &two].iter().filter(|d| d.stdout == "The other copy has nothing new.\n").count();
    assert_eq!(nothing, 1, "{one:?} {two:?}");
}

/// A deadline that both moved is told with why and who agreed, and what was decided keeps these.
#[test]
fn a_deadline_that_both_moved_is_told_with_its_reasons() {
    for (take, reason, kept) in [
        ("theirs", None, ("Vejr", "KESDM")),
        ("ours", None, ("Penge", "ENS")),
        ("ours", Some("Mødet i maj"), ("Mødet i maj", "ENS")),
        // The move that stands is the last one, and keeps its own reason.
        ("theirs", Some("Mødet i maj"), ("Vejr", "KESDM")),
    ] {
        let mut life = Life::two();
        life.ok("Anna", "A.db", "objective edit P/1 --deadline-approved 2026 --reason Start --agreed-by UM");
        life.copy("B.db");
        life.ok("Anna", "A.db", "objective edit P/1 --deadline-approved 2027 --reason Penge --agreed-by ENS");
        life.ok("Bo", "B.db", "objective edit P/1 --deadline-approved 2028 --reason Vejr --agreed-by KESDM");
        let asked = life.run("Anna", "A.db", "merge B.db --format markdown --conflicts c.csv");
        assert_eq!(asked.code, 4);
        for text in [&asked.stdout, &life.desk.read("c.csv")] {
            assert!(
                text.contains("2027 (Penge; agreed by ENS)") && text.contains("2028 (Vejr; agreed by KESDM)"),
                "{text}"
            );
        }
        let mut args = vec!["merge", "B.db", "--take", take];
        args.extend(reason.iter().flat_map(|r| ["--reason", r]));
        let done = at(&life.desk, 40, "Anna", "A.db", &args);
        assert_eq!(done.code, 0, "{done:?}");
        let conn = rusqlite::Connection::open(life.desk.path("A.db")).expect("a file");
        let newest: (String, String) = conn
            .query_row("SELECT reason, agreed_by FROM deadline_move ORDER BY as_of DESC, id DESC LIMIT 1", [], |r| {
                Ok((r.get(0)?, r.get(1)?))
            })
            .expect("a move");
        assert_eq!(newest, (kept.0.to_string(), kept.1.to_string()), "{take}");
        assert!(life.ok("Anna", "A.db", "verify").contains(" is whole"));
        life.ok("Bo", "B.db", "merge A.db");
        assert_eq!(life.content("A.db"), life.content("B.db"));
    }
}

/// The code of an authority stands in the head of the drafts that are made for it.
#[test]
fn a_code_that_could_not_be_typed_is_not_merged_from_a_copy_either() {
    let mut life = Life::two();
    life.copy("B.db");
    life.ok("Bo", "B.db", "authority add ENS --country DK --name Energistyrelsen");
    let conn = rusqlite::Connection::open(life.desk.path("B.db")).expect("a file");
    let guard: String = conn
        .query_row("SELECT sql FROM sqlite_schema WHERE name = 'authority_update'", [], |r| r.get(0))
        .expect("a guard");
    conn.execute_batch(
        "DROP TRIGGER authority_update; UPDATE authority SET code = 'ENS' || char(13, 10) || 'Bcc: a@b.dk'",
    )
    .expect("SQL");
    conn.execute_batch(&guard).expect("SQL");
    drop(conn);
    let done = life.run("Anna", "A.db", "merge B.db");
    assert_eq!(done.code, 1, "{done:?}");
    assert!(
        done.stderr.starts_with(
            "error: «add authority ENS», by Bo on 2026-01-06, can't be taken over: the code of authority can't be so: «ENS Bcc: a@b.dk» cannot be a code"
        ),
        "{done:?}"
    );
}
