//! Output for programs: CSV without guards, one table a file, JSON with every field, and data packages that
//! Frictionless finds nothing wrong with.

use crate::support::{Desk, tool};
use serde_json::{Value, json};
use std::process::Command;

const ALL: [&str; 9] =
    ["partnerships", "plans", "authorities", "instruments", "areas", "objectives", "activities", "entries", "changes"];

/// Texts that a spreadsheet would run, numbers that look like others, and a line that clears.
fn desk() -> Desk {
    let desk = Desk::small();
    desk.ok(&["area", "add", "MX-2030/1", "--title", "=1+1"]);
    let add =
        ["objective", "add", "MX-2030/1.10", "--title", "=1+1", "--title-da=-5 pct", "--area", "1", "--lead", "ENS"];
    desk.ok(&[&add[..], &["--deadline-original", "2027-Q2", "--tag", "+45", "--case-number", "007"]].concat());
    desk.ok(&["objective", "add", "MX-2030/007", "--title", "'=1 \"to\"; a, b", "--supporting", "UM"]);
    desk.ok(&["activity", "add", "MX-2030/007/1", "--title=-5 pct. CO2", "--lead", "ENS"]);
    let first = ["-s", "ongoing", "-l", "green", "--expect", "2027", "--as-of", "2026-03-01"];
    desk.ok(&[&["log", "MX-2030/1.10", "-m", "=1+1\nto linjer"][..], &first].concat());
    desk.ok(&[
        "log",
        "MX-2030/1.10",
        "-l",
        "none",
        "--note=''-x",
        "--expect",
        "none",
        "--because",
        "r",
        "--as-of",
        "2026-04-01",
    ]);
    desk
}

fn python(desk: &Desk, code: &str, args: &[&str]) -> Option<Value> {
    let mut command = Command::new("python3");
    command.current_dir(desk.folder()).env("PYTHONIOENCODING", "utf-8").args(["-c", code]).args(args);
    let said = tool(&mut command)?;
    if std::env::var_os("CI").is_none() && said.stderr.contains("ModuleNotFoundError") {
        eprintln!("not tried: {}", said.stderr.lines().last().unwrap_or_default());
        return None;
    }
    assert_eq!(said.code, 0, "{said:?}");
    Some(serde_json::from_str(&said.stdout).expect("JSON"))
}

const VALIDATE: &str = "import frictionless, json, sys
report = frictionless.validate(sys.argv[1])
package = frictionless.Package(sys.argv[1])
rows = {r.name: [list(row.to_dict(json=True).values()) for row in r.read_rows()] for r in package.resources}
print(json.dumps({'valid': report.valid, 'tasks': [t.name for t in report.tasks], 'errors': [[t.name, e.message] for t in report.tasks for e in t.errors] + [['', e.message] for e in report.errors], 'rows': {k: len(v) for k, v in rows.items()}, 'objectives': rows['objectives']}, default=str))";

#[test]
fn frictionless_finds_nothing_wrong_with_any_export() {
    for (desk, objectives) in [(desk(), 2), (Desk::illustrated(), 86)] {
        for (profile, lang) in [("rfc4180", "en"), ("excel-da", "da"), ("excel-da", "en")] {
            let folder = format!("{profile}-{lang}");
            std::fs::create_dir(desk.path(&folder)).expect("a folder");
            for what in ALL {
                let name = format!("{folder}/{what}.csv");
                desk.ok(&["export", what, "--profile", profile, "--lang", lang, "--datapackage", "-o", &name]);
            }
            let package: Value = serde_json::from_str(&desk.read(&format!("{folder}/datapackage.json"))).expect("JSON");
            assert_eq!(package["resources"].as_array().expect("files").len(), ALL.len());
            let file = format!("{folder}/datapackage.json");
            let Some(found) = python(&desk, VALIDATE, &[&file]) else { return };
            assert_eq!((&found["valid"], &found["errors"]), (&json!(true), &json!([])), "{folder}");
            assert_eq!(found["tasks"].as_array().expect("tasks").len(), ALL.len());
            assert_eq!(found["rows"]["objectives"], objectives, "{folder}");
            if objectives == 2 && profile == "rfc4180" {
                let numbers: Vec<&Value> =
                    found["objectives"].as_array().expect("rows").iter().map(|r| &r[1]).collect();
                assert_eq!(numbers, [&json!("1.10"), &json!("007")], "numbers of objectives are text");
            }
        }
    }
}

#[test]
fn a_data_package_that_is_not_ours_is_left_alone() {
    let desk = desk();
    let export = ["export", "objectives", "-o", "o.csv", "--datapackage"];
    desk.write("datapackage.json", "{\"name\": \"mine\"}");
    desk.refuses(
        1,
        &export,
        "error: datapackage.json: file already exists\nhint: choose another name, or write over it with --yes\n",
    );
    assert!(!desk.path("o.csv").exists());
    desk.ok(&[&export[..], &["--yes"]].concat());
    assert!(desk.read("datapackage.json").contains("\"fremdrift\""));
    // One that is ours is added to, and a file that it describes already is described anew.
    desk.ok(&["export", "plans", "-o", "p.csv", "--datapackage"]);
    desk.ok(&["export", "plans", "-o", "p.csv", "--datapackage", "--yes"]);
    assert_eq!(desk.read("datapackage.json").matches("\"path\"").count(), 2);
    for args in [&["export", "calendar", "--datapackage"][..], &["export", "plans", "--datapackage", "-o", "p.xlsx"]] {
        assert!(desk.fails(2, args).contains("a data package describes a file of CSV"));
    }
}

const CELLS: &str = "import csv, json, sys
print(json.dumps([[r[c] for c in sys.argv[2].split(',')] for r in csv.DictReader(open(sys.argv[1], encoding='utf-8', newline=''))]))";

#[test]
fn a_file_for_programs_holds_every_text_as_it_is_and_reads_back() {
    let desk = desk();
    desk.ok(&["export", "objectives", "--profile", "rfc4180", "-o", "o.csv"]);
    desk.ok(&["export", "entries", "--profile", "rfc4180", "-o", "e.csv"]);
    if let Some(cells) = python(&desk, CELLS, &["o.csv", "title,title_da,tag,note"]) {
        assert_eq!(cells, json!([["=1+1", "-5 pct", "+45", "''-x"], ["'=1 \"to\"; a, b", "", "", ""]]));
    }
    if let Some(cells) = python(&desk, CELLS, &["e.csv", "note,light,expected"]) {
        assert_eq!(cells, json!([["=1+1\nto linjer", "green", "2027"], ["''-x", "(none)", "(none)"]]));
    }
    for (what, file) in [("objectives", "o.csv"), ("entries", "e.csv")] {
        let said = desk.ok(&["import", what, file, "--dry-run"]);
        assert!(said.contains("0 would be added, 0 would be changed, 2 unchanged"), "{said}");
    }
    // The other profile is for a person's Excel, and stays guarded.
    assert!(desk.ok(&["export", "objectives"]).contains(";'=1+1;"));
}

#[test]
fn a_file_of_csv_holds_one_table() {
    let desk = Desk::illustrated();
    for args in [
        &["slips"][..],
        &["portfolio", "2023-Q2"],
        &["show", "ID-2021/4.1"],
        &["due", "--within", "5y"],
        &["trend"],
        &["check"],
        &["plan", "show", "ID-2021"],
        &["diff", "2023-Q1", "2023-Q2"],
    ] {
        for profile in ["rfc4180", "excel-da"] {
            let said = desk.run(&[args, &["--format", "csv", "--profile", profile]].concat());
            let delimiter = if profile == "rfc4180" { b',' } else { b';' };
            let text = said.stdout.trim_start_matches('\u{feff}');
            assert!(!text.contains("\r\n\r\n") && text.lines().count() > 1, "{args:?}: {said:?}");
            let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
            assert!(reader.records().all(|r| r.is_ok()), "every row is as long as the first: {args:?} {text}");
        }
    }
    let said = desk.run(&["slips", "-o", "slips.csv", "--profile", "rfc4180"]);
    assert!(desk.read("slips.csv").starts_with("reference,title,original,"), "{}", desk.read("slips.csv"));
    let told = "CSV holds one table; not in it: Moves, By responsible authority, By plan (a workbook and JSON hold all";
    assert!(said.stderr.contains(told), "{said:?}");
    let said = desk.run(&["slips", "-o", "skred.csv", "--lang", "da"]);
    assert!(!said.stderr.contains("moves") && said.stderr.contains("Fordelt på plan (en projektmappe"), "{said:?}");
}

#[test]
fn show_gives_every_field_and_every_line_as_data() {
    let desk = desk();
    let blocked = ["--blocked-by", "Kabler", "--ask", "UM", "--evidence", "https://um.dk/x"];
    desk.ok(&[&["log", "MX-2030/1.10", "-l", "red", "-m", "Venter", "--as-of", "2026-05-01"][..], &blocked].concat());
    let shown: Value = serde_json::from_str(&desk.ok(&["show", "MX-2030/1.10", "--format", "json"])).expect("JSON");
    assert_eq!((&shown["reference"], &shown["number"]), (&json!("MX-2030/1.10"), &json!("1.10")));
    assert_eq!(
        (&shown["title"], &shown["title_da"], &shown["lead"]),
        (&json!("=1+1"), &json!("-5 pct"), &json!(["ENS"]))
    );
    assert_eq!((&shown["deadline_original"], &shown["continuing"]), (&json!("2027-Q2"), &json!(false)));
    assert_eq!((&shown["supporting"], &shown["source"]), (&json!([]), &Value::Null));
    assert_eq!(shown["state"]["blocked_by"], "Kabler");
    let line = &shown["log"][0];
    assert_eq!((&line["note"], &line["evidence"]), (&json!("Venter"), &json!("https://um.dk/x")));
    assert_eq!((&line["blocked_by"], &line["ask"], &line["light"]), (&json!("Kabler"), &json!("UM"), &json!("red")));
    assert_eq!(line["said"], json!(["light", "note", "evidence", "blocked_by", "ask"]));
    assert_eq!(shown["log"][2]["note"], "=1+1\nto linjer");
    let activity: Value = serde_json::from_str(&desk.ok(&["show", "MX-2030/007/1", "--format", "json"])).expect("JSON");
    assert_eq!(
        (&activity["objective"], &activity["lead"], &activity["state"]),
        (&json!("007"), &json!(["ENS"]), &Value::Null)
    );
    // The same in both languages, and for every entity.
    assert_eq!(desk.ok(&["show", "MX-2030/1.10", "--format", "json", "--lang", "da"]), format!("{shown:#}\n"));
    for args in [["plan", "show", "MX-2030"], ["authority", "show", "ENS"], ["partnership", "show", "MX"]] {
        let shown: Value = serde_json::from_str(&desk.ok(&[&args[..], &["--format", "json"]].concat())).expect("JSON");
        assert_eq!(shown["code"], args[2]);
    }
}
