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
fn python_reads_the_cells_that_sqlite_holds_and_guards_only_for_excel() {
    let desk = Desk::portfolio();
    let texts = ["=1+1", "@x; \"y\", 'z'", "-5 pct", "æøå\nlinje 2", "'=1", "+45 33"];
    for text in texts {
        desk.ok(&["log", "ID-2021/3.7", "-s", "ongoing", &format!("--note={text}")]);
    }
    let guarded = "CASE WHEN ltrim(e.note, '''') GLOB '[=+@-]*' THEN '''' ELSE '' END";
    for (profile, delimiter, columns) in [("rfc4180", ",", "entry,note"), ("excel-da", ";", "entry,note")] {
        let guard = if profile == "excel-da" { guarded } else { "''" };
        let Some(right) = desk.sqlite3(&format!("SELECT json_array(e.uid, {guard} || e.note) FROM entry e")) else {
            return;
        };
        let mut right: Vec<&str> = right.stdout.lines().collect();
        right.sort_unstable();
        assert_eq!(right.iter().any(|r| r.contains("\"'=1+1")), profile == "excel-da");
        desk.ok(&["export", "entries", "--profile", profile, "-o", &format!("{profile}.csv")]);
        let Some(found) = python(&desk, &format!("{profile}.csv"), delimiter, columns) else { return };
        let mut found: Vec<&str> = found.lines().collect();
        found.sort_unstable();
        assert_eq!(found, right, "{profile}");
    }
}

#[test]
fn the_views_say_what_the_program_says_and_are_read_only() {
    let desk = Desk::illustrated();
    desk.ok(&[
        "log",
        "ID-2021/2.8",
        "-s",
        "ongoing",
        "-l",
        "red",
        "-m",
        "Møde; =1+1",
        "--expect",
        "2027",
        "--because",
        "r",
    ]);
    let views = [
        (
            "objective_now",
            "reference,title,lead,status,light,as_of,note,deadline_approved,deadline_expected",
            "objectives",
        ),
        ("entry_named", "reference,as_of,status,light,note,blocked_by,recorded,entry", "entries"),
    ];
    for (view, columns, what) in views {
        let cells: Vec<String> = columns
            .split(',')
            .map(|c| match c {
                "deadline_expected" => "expected",
                "recorded" => "change",
                "entry" => "uid",
                c => c,
            })
            .map(|c| format!("CAST(coalesce({c}, '') AS TEXT)"))
            .collect();
        let sql = format!("SELECT json_array({}) FROM {view}", cells.join(", "));
        let Some(right) = desk.sqlite3(&sql) else { return };
        assert_eq!(right.code, 0, "{right:?}");
        desk.ok(&["export", what, "--profile", "rfc4180", "-o", &format!("{what}.csv")]);
        let Some(found) = python(&desk, &format!("{what}.csv"), ",", columns) else { return };
        let found = found.replace('|', ", ");
        let mut found: Vec<&str> = found.lines().collect();
        let right = right.stdout.replace("(none)", "");
        let mut right: Vec<&str> = right.lines().collect();
        found.sort_unstable();
        right.sort_unstable();
        assert!(found.len() > 80);
        for (found, right) in found.iter().zip(&right) {
            // A line that clears says so in an export.
            assert_eq!(found.replace("(none)", ""), *right, "{view}");
        }
    }
    for view in ["objective_now", "activity_now", "entry_named", "deadline_move_named"] {
        let said = desk.sqlite3(&format!("DELETE FROM {view}")).expect("sqlite3");
        assert!(said.code != 0 && said.stderr.contains("cannot modify"), "{said:?}");
    }
    assert!(desk.ok(&["verify"]).starts_with("fremdrift.db is whole: "));
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

/// The state on a day in SQL of its own: by rank, not by seek; as known at a change, from live rows and
/// history. Reference, status, the light of the quarter, expected.
const STATE: &str = "
    WITH line AS (
        SELECT id, objective, activity, as_of, status, light, expected FROM entry WHERE since <= :known
        UNION ALL
        SELECT row, was ->> 'objective', was ->> 'activity', was ->> 'as_of', was ->> 'status', was ->> 'light', was ->> 'expected'
        FROM history WHERE noun = 'entry' AND since <= :known AND until > :known
    ),
    ranked AS (
        SELECT *, row_number() OVER (PARTITION BY objective ORDER BY as_of DESC, id DESC) AS place
        FROM line WHERE activity IS NULL AND as_of <= :day
    )
    SELECT p.code || '/' || o.number, coalesce(r.status, '-'),
           CASE WHEN r.status IN ('completed', 'partly-completed', 'cancelled', 'carried-over') THEN 'ended'
                WHEN r.as_of IS NULL OR r.as_of < :first THEN 'not-reported'
                ELSE coalesce(r.light, 'no-light') END,
           coalesce(r.expected, '-')
    FROM objective o JOIN plan p ON p.id = o.plan LEFT JOIN ranked r ON r.objective = o.id AND r.place = 1
    WHERE p.code = 'ID-2021' ORDER BY 1";

fn by_sql(desk: &Desk, quarter: &str, known: i64) -> Vec<[String; 4]> {
    let quarter = fremdrift::model::Quarter::parse(quarter).unwrap();
    let conn = rusqlite::Connection::open(desk.path("fremdrift.db")).unwrap();
    let mut statement = conn.prepare(STATE).unwrap();
    let (day, first) = (quarter.last_day().to_string(), quarter.first_day().to_string());
    let rows = statement
        .query_map(rusqlite::named_params! { ":known": known, ":day": day, ":first": first }, |r| {
            Ok([r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?])
        })
        .unwrap();
    rows.map(Result::unwrap).collect()
}

fn by_us(desk: &Desk, revision: &str) -> Vec<[String; 4]> {
    let json = desk.ok(&["summary", "--as-reported", revision, "--format", "json"]);
    let content: serde_json::Value = serde_json::from_str(&json).unwrap();
    let text = |v: &serde_json::Value| v.as_str().unwrap_or("-").to_string();
    let mut rows: Vec<[String; 4]> = content["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| [text(&r["reference"]), text(&r["status"]), text(&r["shown"]), text(&r["expected"])])
        .collect();
    rows.sort();
    // The counts are those of the rows.
    for (key, column) in [("by_status", 1), ("by_light", 2)] {
        for count in content[key].as_array().unwrap() {
            let code = count["code"].as_str().unwrap().replace("never-reported", "-");
            let counted = rows.iter().filter(|r| r[column] == code).count();
            assert_eq!(count["count"], counted, "{revision} {code}");
        }
    }
    rows
}

#[test]
fn the_state_of_a_quarter_is_what_plain_sql_says() {
    let desk = Desk::illustrated();
    let freeze = |quarter: &str| {
        let all = ["freeze", quarter, "--plan", "ID-2021", "--skip-earlier", "--waive", "no-lead=r"];
        let said = desk.run(&all);
        if said.code == 4 {
            let checks = ["green-overdue", "open-activities", "unknown-authority"].map(|c| format!("{c}=r"));
            let found = checks.iter().filter(|c| said.stdout.contains(c.trim_end_matches("=r")));
            let waive: Vec<&str> = found.flat_map(|c| ["--waive", c.as_str()]).collect();
            desk.ok(&[&all[..], &waive].concat());
        }
    };
    let quarters = ["2022-Q1", "2022-Q4", "2023-Q1", "2023-Q2", "2024-Q1", "2024-Q4"];
    quarters.into_iter().for_each(freeze);
    let newest = || -> i64 {
        let conn = rusqlite::Connection::open(desk.path("fremdrift.db")).unwrap();
        conn.query_row("SELECT max(number) FROM change", [], |r| r.get(0)).unwrap()
    };
    let then = newest();
    for quarter in quarters {
        let ours = by_us(&desk, &format!("{quarter}.0"));
        assert_eq!(ours.len(), 86);
        assert_eq!(ours, by_sql(&desk, quarter, then), "{quarter}");
    }
    // Back-dated lines, one withdrawn again; what was known before stays known.
    desk.ok(&["log", "ID-2021/4.2", "-s", "suspended", "-l", "red", "-m", "x", "--as-of", "2022-11-15"]);
    desk.ok(&["log", "ID-2021/1.10", "-s", "ongoing", "-l", "green", "-m", "x", "--as-of", "2023-02-01"]);
    desk.ok(&["log", "ID-2021/3.3", "-s", "completed", "-m", "x", "--as-of", "2023-03-31"]);
    desk.ok(&["undo"]);
    let mut differs = 0;
    for quarter in ["2022-Q4", "2023-Q1", "2023-Q2"] {
        let said = desk.run(&["restate", quarter, "--plan", "ID-2021", "--reason", "r"]);
        if said.code == 0 {
            let (first, second) = (by_us(&desk, &format!("{quarter}.0")), by_us(&desk, &format!("{quarter}.1")));
            assert_ne!(first, second);
            assert_eq!(first, by_sql(&desk, quarter, then), "{quarter} as known then");
            assert_eq!(second, by_sql(&desk, quarter, newest()), "{quarter} as known now");
            differs += 1;
        }
    }
    assert!(differs >= 2, "{differs}");
}
