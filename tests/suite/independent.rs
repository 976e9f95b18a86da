//! The same answers from programs that are not ours: the sqlite3 shell, and Python's csv.

use crate::support::{Desk, tool};
use std::process::Command;

/// Cells as Python's csv reads them, as lines of JSON lists.
fn python(desk: &Desk, file: &str, delimiter: &str, columns: &str) -> Option<String> {
    let code = "import csv,sys,json\n\
        f=open(sys.argv[1],encoding='utf-8-sig',newline='')\n\
        want=sys.argv[3].split(',')\n\
        for r in csv.DictReader(f,delimiter=sys.argv[2]): print(json.dumps([r[c] for c in want],ensure_ascii=False,separators=(',',':')))";
    let mut command = Command::new("python3");
    command.current_dir(desk.folder()).env("PYTHONIOENCODING", "utf-8").args(["-c", code, file, delimiter, columns]);
    let said = tool(&mut command)?;
    assert_eq!(said.code, 0, "{said:?}");
    Some(said.stdout)
}

fn states(day: &str) -> String {
    format!(
        "WITH n AS (SELECT *, row_number() OVER (PARTITION BY objective ORDER BY as_of DESC, id DESC) k
                    FROM entry WHERE activity IS NULL AND as_of <= '{day}'),
              s AS (SELECT p.code || '/' || o.number AS reference, o.sort, o.id, o.deadline_approved, o.due_on, n.status, n.light, n.as_of, n.note, n.expected
                    FROM objective o JOIN plan p ON p.id = o.plan LEFT JOIN n ON n.objective = o.id AND n.k = 1
                    WHERE (o.added_on IS NULL OR o.added_on <= '{day}') AND (o.retired_on IS NULL OR o.retired_on > '{day}'))"
    )
}

#[test]
fn the_state_of_a_day_is_what_plain_sql_says() {
    let desk = Desk::illustrated();
    for day in ["2020-12-31", "2022-03-31", "2022-12-31", "2023-06-30", "2023-09-30", "2024-06-30", "2024-12-31"] {
        let sql = format!(
            "{} SELECT json_array(reference, coalesce(status, ''), coalesce(light, ''), coalesce(as_of, ''), coalesce(note, ''), coalesce(expected, '')) FROM s ORDER BY reference",
            states(day)
        );
        let Some(right) = desk.sqlite3(&sql) else { return };
        desk.ok(&["export", "objectives", "--as-of", day, "--profile", "rfc4180", "-o", &format!("{day}.csv")]);
        let wanted = "reference,status,light,as_of,note,deadline_expected";
        let Some(found) = python(&desk, &format!("{day}.csv"), ",", wanted) else { return };
        let mut found: Vec<&str> = found.lines().collect();
        let mut right: Vec<&str> = right.stdout.lines().collect();
        found.sort_unstable();
        right.sort_unstable();
        assert_eq!(found, right, "{day}");
        assert!(found.len() > 80);
    }
}

#[test]
fn the_counts_of_a_summary_are_what_plain_sql_says() {
    let desk = Desk::illustrated();
    for (quarter, first, last) in [
        ("2022-Q1", "2022-01-01", "2022-03-31"),
        ("2023-Q2", "2023-04-01", "2023-06-30"),
        ("2024-Q4", "2024-10-01", "2024-12-31"),
    ] {
        let json: serde_json::Value =
            serde_json::from_str(&desk.ok(&["summary", quarter, "--plan", "ID-2021", "--format", "json"]))
                .expect("JSON");
        let ended = "('completed', 'partly-completed', 'cancelled', 'carried-over')";
        let code = format!(
            "CASE WHEN status IN {ended} THEN 'ended' WHEN as_of IS NULL OR as_of < '{first}' THEN 'not-reported' ELSE coalesce(light, 'no-light') END"
        );
        for (list, code) in [("by_light", code.as_str()), ("by_status", "coalesce(status, 'never-reported')")] {
            let sql = format!(
                "{} SELECT {code} || ' ' || count(*) FROM s WHERE reference LIKE 'ID-2021/%' GROUP BY 1, {code} ORDER BY 1",
                states(last)
            )
            .replace("GROUP BY 1, ", "GROUP BY ");
            let Some(right) = desk.sqlite3(&sql) else { return };
            assert_eq!(right.code, 0, "{right:?}");
            let mut found: Vec<String> = json[list]
                .as_array()
                .expect("a list")
                .iter()
                .filter(|c| c["count"] != 0)
                .map(|c| format!("{} {}", c["code"].as_str().expect("a code"), c["count"]))
                .collect();
            found.sort();
            let mut right: Vec<&str> = right.stdout.lines().collect();
            right.sort_unstable();
            assert_eq!(found, right, "{quarter} {list}");
        }
    }
}

#[test]
fn python_reads_the_cells_that_sqlite_holds_and_sees_guarded_formulas() {
    let desk = Desk::portfolio();
    let texts = ["=1+1", "@x; \"y\", 'z'", "-5 pct", "æøå\nlinje 2", "'=1", "+45 33"];
    for text in texts {
        desk.ok(&["log", "ID-2021/3.7", "-s", "ongoing", &format!("--note={text}")]);
    }
    let sql = "SELECT json_array(e.uid, CASE WHEN ltrim(e.note, '''') GLOB '[=+@-]*' THEN '''' ELSE '' END || e.note) FROM entry e";
    let Some(right) = desk.sqlite3(sql) else { return };
    let mut right: Vec<&str> = right.stdout.lines().collect();
    right.sort_unstable();
    assert!(right.iter().any(|r| r.contains("'=1+1")));
    for (profile, delimiter, columns) in [("rfc4180", ",", "entry,note"), ("excel-da", ";", "entry,note")] {
        desk.ok(&["export", "entries", "--profile", profile, "-o", &format!("{profile}.csv")]);
        let Some(found) = python(&desk, &format!("{profile}.csv"), delimiter, columns) else { return };
        let mut found: Vec<&str> = found.lines().collect();
        found.sort_unstable();
        assert_eq!(found, right, "{profile}");
    }
}

#[test]
fn the_sqlite_of_debian_opens_the_file_and_finds_words_in_it() {
    let desk = Desk::portfolio();
    let Some(said) = desk.sqlite3("PRAGMA integrity_check; PRAGMA foreign_key_check; SELECT count(*) > 0 FROM search WHERE search MATCH 'politiske';")
    else {
        return;
    };
    assert_eq!((said.stdout.as_str(), said.code), ("ok\n1\n", 0), "{said:?}");
    let said = desk.sqlite3("UPDATE objective SET title = 'x'").expect("sqlite3");
    assert_ne!(said.code, 0);
    assert!(said.stderr.contains("no change is open"), "{said:?}");
}
