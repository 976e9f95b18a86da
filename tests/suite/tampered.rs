//! Another copy in which somebody has written with intent, guards put back: each column of each table,
//! with what no program of ours would write there. What comes of its merge is whole, or is refused.
//!
//! Some in a usual run; `FREMDRIFT_FAULTS=all cargo test tampered` tries each.

use crate::schema::rows;
use crate::support::Desk;
use rusqlite::Connection;
use std::fmt::Write;

/// Values that are written into a column, as SQL.
const STRANGE: &[&str] = &[
    "NULL",
    "''",
    "'x'",
    "-1",
    "999999",
    "x'00ff'",
    "'4048-13-45'",
    "'2026-02-30'",
    "char(0, 27, 8238)",
    "'{\"a\": [1]}'",
    "printf('%.*c', 300000, 'x')",
    "(SELECT min(id) FROM objective)",
];

/// Cases that once were answered in the words of SQLite.
const FOUND: [(&str, &str, &str); 3] =
    [("change", "undoes", "999999"), ("history", "was", "'{\"a\": [1]}'"), ("change", "open", "1")];

/// Desks of which the other has done something to every table that changes are told of.
fn desks() -> Desk {
    let desk = Desk::portfolio();
    desk.ok(&["backup", "embassy.db"]);
    for line in [
        "freeze 2023-Q2 --plan ID-2021 --skip-earlier --waive no-lead=Ressort",
        "log ID-2021/4.1 --reopen -s ongoing -l red -m Vand --expect 2027 --blocked-by Kabler --ask ENS",
        "objective edit ID-2021/4.1 --lead ENS --tag vand --sdg 7 --instrument SSC",
        "objective edit ID-2021/4.1 --deadline-approved 2028 --reason Aftalt --agreed-by UM",
        "area add ID-2021/99 --title Ny",
        "activity add ID-2021/4.1/9 --title Ny",
        "partnership add NO --country-code NO --country Norway",
        "plan add NO-2027 --title Plan --from 2027 --to 2030 --partnership NO",
        "objective add NO-2027/1 --title Nyt",
        "instrument add NY --name Ny --kind fund",
        "authority merge MST --into ENS --from 2026-06-01 --reason Lov",
        "plan carry-forward ID-2021 NO-2027 3.5=1 --reason Ny",
        "setting green-months 2 --reason Nyt",
        "return send 2026-Q3 --plan ID-2021 --authority ENS --out ud",
    ] {
        let args: Vec<&str> = line.split(' ').collect();
        let said = desk.run(&[&args[..], &["--db", "embassy.db"]].concat());
        assert_eq!(said.code, 0, "{line}: {said:?}");
    }
    desk
}

/// Writes into the newest row of a table, past its guards. Whether SQLite let it.
fn tamper(conn: &Connection, table: &str, column: &str, value: &str) -> bool {
    let guards =
        rows(conn, &format!("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = '{table}'"));
    let mut sql = "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; BEGIN;".to_string();
    guards.iter().for_each(|g| writeln!(sql, "DROP TRIGGER {};", g[0]).expect("text"));
    writeln!(sql, "UPDATE {table} SET {column} = {value} WHERE rowid = (SELECT max(rowid) FROM {table});")
        .expect("text");
    guards.iter().for_each(|g| writeln!(sql, "{};", g[1]).expect("text"));
    conn.execute_batch(&format!("{sql} COMMIT")).is_ok()
}

/// Every column of every table that has a row in this file, with everything strange.
fn places(desk: &Desk, file: &str) -> Vec<(String, String, &'static str)> {
    let conn = Connection::open(desk.path(file)).unwrap();
    let mut places = Vec::new();
    for table in rows(&conn, "SELECT name FROM pragma_table_list WHERE type = 'table' AND schema = 'main'") {
        let table = &table[0];
        if table.starts_with("sqlite_") || rows(&conn, &format!("SELECT 1 FROM {table} LIMIT 1")).is_empty() {
            continue;
        }
        for column in rows(&conn, &format!("SELECT name FROM pragma_table_xinfo('{table}') WHERE hidden = 0")) {
            places.extend(STRANGE.iter().map(|value| (table.clone(), column[0].clone(), *value)));
        }
    }
    places
}

/// Every so many places are tried.
fn step(usual: usize) -> usize {
    if std::env::var_os("FREMDRIFT_FAULTS").is_some() { 1 } else { usual }
}

/// Our own file, when somebody has written into it, gives an answer, or says that it is damaged; never a panic.
#[test]
fn a_file_that_was_tampered_with_is_read_or_refused_in_words() {
    let desk = desks();
    std::fs::rename(desk.path("embassy.db"), desk.path("fremdrift.db")).unwrap();
    let whole = std::fs::read(desk.path("fremdrift.db")).unwrap();
    let places = places(&desk, "fremdrift.db");
    let (mut told, mut asked, mut wrong) = (0, 0, Vec::new());
    let found = FOUND.map(|(table, column, value)| (table.to_string(), column.to_string(), value));
    for (table, column, value) in found.iter().chain(places.iter().step_by(step(53))) {
        desk.write("fremdrift.db", &whole);
        let conn = Connection::open(desk.path("fremdrift.db")).unwrap();
        if !tamper(&conn, table, column, value) {
            continue;
        }
        drop(conn);
        for args in [
            &["verify"][..],
            &["summary", "2026-Q3", "--plan", "ID-2021", "--yes", "-o", "a.html"],
            &["show", "ID-2021/4.1"],
            &["history", "ID-2021/4.1"],
            &["export", "entries"],
            &["return", "status", "2026-Q3"],
            &["diff", "2023-Q2", "2026-Q3", "--plan", "ID-2021"],
            &["changes"],
            &["log", "ID-2021/4.1", "-s", "ongoing", "--reopen", "-m", "Efter"],
            &["undo"],
        ] {
            asked += 1;
            let said = desk.run(args);
            let raw = ["panicked", "constraint failed", "datatype mismatch", "no such column", "no such table"];
            if !(0..=4).contains(&said.code) || raw.iter().any(|r| said.stderr.contains(r)) {
                wrong.push(format!("{table}.{column} = {value}, {args:?}: {} {}", said.code, said.stderr));
            }
            told += usize::from(args == ["verify"] && said.code == 3);
        }
    }
    println!("{told} told by verify, {asked} questions");
    assert!(wrong.is_empty(), "{} of {asked}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(told > 0);
}

#[test]
fn a_copy_that_was_tampered_with_does_no_harm() {
    let desk = desks();
    let ours = std::fs::read(desk.path("fremdrift.db")).unwrap();
    let theirs = std::fs::read(desk.path("embassy.db")).unwrap();
    desk.ok(&["merge", "embassy.db", "--dry-run"]);
    let places = places(&desk, "embassy.db");
    let (mut taken, mut refused, mut wrong) = (0, 0, Vec::new());
    for (table, column, value) in places.iter().step_by(step(37)) {
        desk.write("embassy.db", &theirs);
        let conn = Connection::open(desk.path("embassy.db")).unwrap();
        if !tamper(&conn, table, column, value) {
            continue;
        }
        drop(conn);
        desk.write("fremdrift.db", &ours);
        let said = desk.run(&["merge", "embassy.db", "--take", "theirs", "--reason", "Prøve"]);
        let what = format!("{table}.{column} = {value}: {} {}", said.code, said.stderr);
        // A rule that the file did not let through is named, as the file names it.
        let raw = ["panicked", "constraint failed", "datatype mismatch", "no such ", "SQLite"];
        let raw = if said.stderr.contains("it breaks a rule of the file (") { &raw[..1] } else { &raw };
        if !(0..=4).contains(&said.code) || raw.iter().any(|r| said.stderr.contains(r)) {
            wrong.push(what.clone());
        }
        // An alteration of its tables that is in none of its changes is told after the merge.
        let told = ["Both copies know the same changes", "The other copy could not be compared"];
        if said.code == 0 || (said.code == 4 && told.iter().any(|t| said.stderr.starts_with(t))) {
            taken += 1;
        } else {
            refused += 1;
            if std::fs::read(desk.path("fremdrift.db")).unwrap() != ours {
                wrong.push(format!("{what}, and something was written"));
            }
        }
        let verified = desk.run(&["verify"]);
        let looked = desk.run(&["summary", "2026-Q3"]);
        // To which plan a frozen quarter belongs is in its content alone, and read by verify.
        let told = verified.stdout.starts_with("replay: ") && column == "plan";
        if (verified.code != 0 && !told) || looked.code != 0 {
            wrong.push(format!("{what}, and then: {verified:?} {looked:?}"));
        }
    }
    println!("{taken} taken over, {refused} refused, of {} places", places.len());
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), taken + refused, wrong.join("\n"));
    assert!(taken > 0 && refused > 0, "{taken} taken over, {refused} refused");
}

/// The columns that may hold a text on two lines, as it may be typed. Every other one is refused.
const PROSE: &[&str] = &[
    "author",
    "what",
    "reason",
    "note",
    "source",
    "caveat",
    "caveat_da",
    "title",
    "title_da",
    "name",
    "name_en",
    "name_da",
    "country",
    "country_da",
    "established_at",
    "signed_at",
    "document",
    "case_number",
    "retired_reason",
    "evidence",
    "expected_reason",
    "blocked_by",
    "agreed_by",
    "text",
    "question",
    "version",
    "filled_by",
    "taken",
    "dropped",
    "body",
];

/// A head of an e-mail in any column of any table of a file of changes.
#[test]
fn what_could_not_be_typed_is_not_taken_from_a_file_of_changes() {
    let desk = desks();
    desk.ok(&["--db", "embassy.db", "export", "changes", "--since", "2", "-o", "all.json"]);
    let sealed = crate::stories::merge::sealed;
    let whole: serde_json::Value = serde_json::from_str(&desk.read("all.json")).expect("JSON");
    desk.write("as-it-was.json", sealed(&whole));
    desk.ok(&["import", "changes", "as-it-was.json", "--dry-run"]);
    let evil = "ENS\r\nBcc: somebody@example.org";
    // Each column once: of a change, of the rows that it wrote, of what it froze.
    let mut places: Vec<(String, String)> = Vec::new();
    let mut met = std::collections::BTreeSet::new();
    for (s, step) in whole["steps"].as_array().unwrap().iter().enumerate() {
        for column in ["uid", "at", "author", "verb", "what", "operation", "program", "day", "knew"] {
            if step.get(column).is_none() {
                continue;
            }
            if met.insert(format!("change.{column}")) {
                places.push((format!("change.{column}"), format!("/steps/{s}/{column}")));
            }
        }
        // Every text of what it says that it did, also those of lists.
        for (key, value) in step["operation"].as_object().into_iter().flatten() {
            let name = format!("change.operation.{}.{key}", step["operation"]["kind"].as_str().unwrap());
            if met.insert(name.clone()) {
                let first = if value.is_array() { "/0" } else { "" };
                places.push((name, format!("/steps/{s}/operation/{key}{first}")));
            }
        }
        for (e, write) in step["writes"].as_array().unwrap_or(&vec![]).iter().enumerate() {
            let table = write["table"].as_str().unwrap();
            for column in write["columns"].as_object().into_iter().flat_map(|a| a.keys()) {
                let name = format!("{table}.{column}");
                if met.insert(name.clone()) {
                    places.push((name, format!("/steps/{s}/writes/{e}/columns/{column}")));
                }
            }
            if met.insert(format!("{table}.identity")) {
                places.push((format!("{table}.identity"), format!("/steps/{s}/writes/{e}/row")));
            }
        }
        for column in
            step.pointer("/revisions/0/columns").and_then(|c| c.as_object()).into_iter().flat_map(|c| c.keys())
        {
            places.push((format!("revision.{column}"), format!("/steps/{s}/revisions/0/columns/{column}")));
        }
        let words = step.pointer("/revisions/0/renderings/0").and_then(|c| c.as_object());
        for column in words.into_iter().flat_map(|c| c.keys()) {
            places.push((format!("rendering.{column}"), format!("/steps/{s}/revisions/0/renderings/0/{column}")));
        }
    }
    assert!(places.len() > 130, "{}", places.len());
    let mut wrong = Vec::new();
    for (name, place) in &places {
        let mut bundle = whole.clone();
        *bundle.pointer_mut(place).unwrap() = evil.into();
        desk.write("evil.json", sealed(&bundle));
        let said = desk.run(&["import", "changes", "evil.json", "--dry-run", "--take", "theirs"]);
        let column = name.split('.').next_back().unwrap();
        let prose = PROSE.contains(&column) || name == "partnership.kind";
        let refused = said.code == 1 && said.stderr.starts_with("error: ") && said.stderr.lines().count() == 2;
        let raw = ["constraint failed", "panicked", "SQLite"].iter().any(|r| said.stderr.contains(r));
        if raw || !(refused || prose && said.code == 0) {
            wrong.push(format!(
                "{name}: {} {}{}",
                said.code,
                said.stderr,
                said.stdout.lines().next().unwrap_or_default()
            ));
        }
    }
    println!("{} columns", places.len());
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), places.len(), wrong.join("\n"));
}

#[test]
fn a_change_that_says_what_no_command_does_is_found() {
    let desk = desks();
    let conn = Connection::open(desk.path("fremdrift.db")).unwrap();
    assert!(tamper(&conn, "change", "operation", r#"'{"kind":"undo","note":"x"}'"#));
    let newest = &rows(&conn, "SELECT max(number) FROM change")[0][0];
    let said = desk.run(&["verify"]);
    assert_eq!(said.code, 3);
    assert!(said.stdout.contains(&format!("changes: change {newest} does not say what a command does")), "{said:?}");
    // It is told as it stands.
    assert!(desk.ok(&["changes", newest]).contains(r#"{"kind":"undo","note":"x"}"#));
}

#[test]
fn what_does_not_hold_together_is_not_merged() {
    let desk = desks();
    let ours = std::fs::read(desk.path("fremdrift.db")).unwrap();
    let conn = Connection::open(desk.path("embassy.db")).unwrap();
    assert!(tamper(&conn, "rendering", "body", "'Alt er grønt'"));
    drop(conn);
    desk.refuses(
        1,
        &["merge", "embassy.db", "--take", "theirs"],
        "error: what the other copy brings does not hold together: 2023-Q2 of ID-2021, revision 0: \
         the json for public in en is not the one that was frozen\n\
         hint: nothing was taken over; ask for another copy: this one is damaged, or was altered\n",
    );
    assert!(std::fs::read(desk.path("fremdrift.db")).unwrap() == ours);
    // The same where it is our own file.
    std::fs::rename(desk.path("embassy.db"), desk.path("fremdrift.db")).unwrap();
    desk.write("embassy.db", ours);
    desk.ok(&["--db", "embassy.db", "log", "ID-2021/3.7", "-s", "ongoing", "-m", "Fra ambassaden"]);
    desk.refuses(
        1,
        &["merge", "embassy.db"],
        "error: this file does not hold together itself: 2023-Q2 of ID-2021, revision 0: \
         the json for public in en is not the one that was frozen\n\
         hint: nothing was taken over; look it through: fremdrift verify\n",
    );
}

#[test]
fn a_change_that_was_never_closed_is_told_as_damage() {
    let desk = Desk::portfolio();
    desk.ok(&["log", "ID-2021/3.7", "-s", "ongoing", "-m", "Møde"]);
    let conn = Connection::open(desk.path("fremdrift.db")).unwrap();
    assert!(tamper(&conn, "change", "open", "1"));
    let number = &rows(&conn, "SELECT max(number) FROM change")[0][0];
    drop(conn);
    desk.refuses(
        3,
        &["log", "ID-2021/3.7", "-s", "ongoing", "-m", "Mere"],
        &format!(
            "error: fremdrift.db: the file is damaged (change {number} was never closed)\n\
             hint: take the last backup: fremdrift restore BACKUP.db (it keeps a copy of this file)\n"
        ),
    );
    desk.ok(&["show", "ID-2021/3.7"]);
}
