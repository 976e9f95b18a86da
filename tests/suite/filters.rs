//! Every command that takes filters agrees with plain SQL, for each filter and for combinations of them.

use crate::support::Desk;
use rusqlite::Connection;
use std::collections::BTreeSet;

type Found = BTreeSet<String>;

/// Three plans of two partnerships that number the same areas each in its own way, and everything that a
/// filter can ask for on objectives and on activities.
fn desk() -> Desk {
    let desk = Desk::new();
    for (code, country) in [("XX", "Xland"), ("YY", "Yland")] {
        desk.ok(&["partnership", "add", code, "--country-code", code, "--country", country]);
    }
    for (plan, partnerships) in [("P", &["XX"][..]), ("Q", &["YY"]), ("R", &["XX", "YY"])] {
        let mut add = vec!["plan", "add", plan, "--title", "Plan", "--from", "2023", "--to", "2030"];
        partnerships.iter().for_each(|p| add.extend(["--partnership", p]));
        desk.ok(&add);
    }
    for (code, name) in [("A", "Ålborg"), ("B", "Bornholm"), ("C", "Christiansø")] {
        desk.ok(&["authority", "add", code, "--country", "DK", "--name", name]);
    }
    desk.write(
        "areas.csv",
        "plan;number;title;title_da;parent\nP;1;Energy;Energi;\nP;1a;Wind;Vind;1\nP;2;Water;Vand;\n\
         Q;1;Water;Vand;\nQ;2;Energy;Energi;\nQ;3;Energi;;\nR;E;Energy;Energi;\nR;1;Health;Sundhed;\n",
    );
    desk.ok(&["import", "areas", "areas.csv"]);
    desk.write(
        "objectives.csv",
        "plan;number;title;area;interest;lead;supporting;counterpart;deadline_original;tag;added_on\n\
         P;1.1;Green wind;1;political;A;B;;2026-06;x;2023-01-01\n\
         P;1.2;Blue wind;1a;commercial;A;;C;2026-11-23;x|y;2023-01-01\n\
         P;2.1;Blue water;2;sectoral;B;A;;2027-Q2;;2023-01-01\n\
         P;2.2;Old water;2;political;B|C;;;2025;y;2023-01-01\n\
         P;2.3;Silent;;;;;;;;2023-01-01\n\
         Q;1.1;Wind on Q;2;political;C;A|B;;2026-12;x;2023-01-01\n\
         Q;1.2;Water on Q;1;commercial;B;;A;2026-01-01;;2023-01-01\n\
         Q;1.3;More energy;3;sectoral;A;C;;2028;y;2023-01-01\n\
         R;1.1;Heat;E;political;A;;B;2026-Q3;x;2023-01-01\n\
         R;1.2;Health;1;sectoral;C;;;2026-11-22;;2023-01-01\n\
         R;1.3;Gone;E;political;A;;;2026-05;x;2023-01-01\n",
    );
    desk.ok(&["import", "objectives", "objectives.csv"]);
    desk.write(
        "activities.csv",
        "plan;objective;number;title;lead;supporting;deadline_original\n\
         P;1.1;1;Inherits;;;2026-05\nP;1.1;2;Led by B;B;;2026-12\nP;1.2;1;Supported by B;;B;2027\n\
         P;2.1;1;Led by C and A;C|A;;2026-01\nQ;1.1;1;Inherits blue;;;2026-11-23\nQ;1.2;1;Blue task;C;A;2026-10\n\
         Q;1.3;1;Gone task;;;2026-10\nR;1.1;1;Heat task;;;2026-02\nR;1.3;1;Under what is gone;;;2026-02\n",
    );
    desk.ok(&["import", "activities", "activities.csv"]);
    for (reference, day, status, light, note) in [
        ("P/1.1", "2026-10-05", "ongoing", "red", "blue note"),
        ("P/1.2", "2026-05-05", "ongoing", "green", "old"),
        ("P/1.2", "2026-11-05", "ongoing", "yellow", ""),
        ("P/2.1", "2026-05-05", "ongoing", "red", "blue then"),
        ("P/2.2", "2026-10-05", "completed", "", "done"),
        ("Q/1.1", "2026-10-05", "suspended", "green", ""),
        ("Q/1.2", "2026-10-05", "cancelled", "", "blue"),
        ("Q/1.3", "2026-10-05", "not-started", "green", ""),
        ("R/1.1", "2026-07-05", "ongoing", "red", ""),
        ("R/1.2", "2026-11-01", "ongoing", "green", ""),
        ("P/1.1/1", "2026-10-05", "ongoing", "yellow", "blue task note"),
        ("P/1.1/2", "2026-10-05", "completed", "", ""),
        ("P/2.1/1", "2026-06-05", "ongoing", "red", ""),
        ("Q/1.1/1", "2026-10-05", "suspended", "red", ""),
        ("R/1.1/1", "2026-10-05", "ongoing", "green", ""),
    ] {
        let mut log = vec!["log", reference, "--as-of", day, "-s", status, "-m", note];
        if !light.is_empty() {
            log.extend(["-l", light]);
        }
        if note.is_empty() {
            log.drain(6..8);
        }
        desk.ok(&log);
    }
    let moved = ["--deadline-approved", "2026-09", "--reason", "r", "--agreed-by", "all"];
    desk.ok(&[&["objective", "edit", "P/2.1"][..], &moved].concat());
    desk.ok(&["activity", "retire", "Q/1.3/1", "--reason", "r", "--from", "2026-11-01"]);
    desk.ok(&["objective", "retire", "R/1.3", "--reason", "r", "--from", "2026-11-01"]);
    desk.ok(&["objective", "retire", "R/1.2", "--reason", "r", "--from", "2027-01-01"]);
    desk
}

/// All objectives and activities with how each stands today, in plain SQL.
const SUBJECTS: &str = "CREATE TEMP VIEW subject AS SELECT s.*, e.status, e.light, e.as_of, e.note FROM (
      SELECT p.code || '/' || o.number AS ref, o.id AS o, NULL AS a, p.code AS plan, o.number, o.title, o.title_da,
             o.area, o.interest, o.due_on, o.retired_on AS gone
      FROM objective o JOIN plan p ON p.id = o.plan
      UNION ALL
      SELECT p.code || '/' || o.number || '/' || t.number, o.id, t.id, p.code, o.number || '/' || t.number, t.title, t.title_da,
             o.area, o.interest, t.due_on, min(coalesce(t.retired_on, '9999'), coalesce(o.retired_on, '9999'))
      FROM activity t JOIN objective o ON o.id = t.objective JOIN plan p ON p.id = o.plan) s
    LEFT JOIN entry e ON e.id = (SELECT id FROM entry WHERE objective = s.o AND activity IS s.a
                                 AND as_of <= '2026-11-23' ORDER BY as_of DESC, id DESC LIMIT 1);
    CREATE TEMP VIEW holder AS
      SELECT s.ref, r.role, a.code FROM subject s JOIN role r ON r.objective = s.o JOIN authority a ON a.id = r.authority
      WHERE r.activity IS s.a OR (r.activity IS NULL AND NOT EXISTS
            (SELECT 1 FROM role w WHERE w.objective = s.o AND w.activity = s.a AND w.role = r.role));";

const OPEN: &str = "(status IS NULL OR status NOT IN ('completed', 'cancelled', 'carried-over'))";

/// Each filter as it is typed, and what it means.
fn filters() -> Vec<(Vec<&'static str>, String)> {
    let area = |numbers: &str| {
        format!(
            "area IN (SELECT r.id FROM area r JOIN plan p ON p.id = r.plan WHERE p.code || '/' || r.number IN ({numbers}))"
        )
    };
    let held = |codes: &str| format!("ref IN (SELECT ref FROM holder WHERE {codes})");
    let of = |plans: &str| format!("plan IN ({plans})");
    vec![
        (vec!["--plan", "P"], of("'P'")),
        (vec!["--plan", "Q", "--plan", "R"], of("'Q', 'R'")),
        (vec!["--partnership", "XX"], of("'P', 'R'")),
        (vec!["--partnership", "Yland"], of("'Q', 'R'")),
        (vec!["--area", "Energy"], area("'P/1', 'P/1a', 'Q/2', 'R/E'")),
        (vec!["--area", "energi"], area("'P/1', 'P/1a', 'Q/2', 'Q/3', 'R/E'")),
        (vec!["--area", "1"], area("'P/1', 'P/1a', 'Q/1', 'R/1'")),
        (vec!["--area", "water", "--area", "E"], area("'P/2', 'Q/1', 'R/E'")),
        (vec!["--authority", "A"], held("code = 'A'")),
        (vec!["--authority", "ålborg"], held("code = 'A'")),
        (vec!["--authority", "lead:A"], held("code = 'A' AND role = 'lead'")),
        (vec!["--authority", "supporting:B"], held("code = 'B' AND role = 'supporting'")),
        (
            vec!["--authority", "counterpart:B", "--authority", "lead:C"],
            held("(code, role) IN (VALUES ('B', 'counterpart'), ('C', 'lead'))"),
        ),
        (vec!["--status", "ongoing"], "status = 'ongoing'".into()),
        (vec!["--status", "completed", "--status", "suspended"], "status IN ('completed', 'suspended')".into()),
        (vec!["--status", "never reported"], "status IS NULL".into()),
        (vec!["--status", "aldrig indberettet", "--status", "ongoing"], "status IS NULL OR status = 'ongoing'".into()),
        (vec!["--light", "ended"], format!("NOT {OPEN}")),
        (vec!["--light", "ikke indberettet"], format!("(as_of IS NULL OR as_of < '2026-10-01') AND {OPEN}")),
        (
            vec!["--light", "no light", "--light", "red"],
            format!("as_of >= '2026-10-01' AND (light IS NULL OR light = 'red') AND {OPEN}"),
        ),
        (vec!["--light", "red"], "light = 'red' AND as_of >= '2026-10-01'".into()),
        (
            vec!["--light", "green", "--light", "yellow"],
            "light IN ('green', 'yellow') AND as_of >= '2026-10-01'".into(),
        ),
        (vec!["--interest", "political"], "interest = 'political'".into()),
        (vec!["--tag", "x"], "o IN (SELECT objective FROM tag WHERE tag = 'x')".into()),
        (vec!["--overdue"], format!("due_on < '2026-11-23' AND {OPEN}")),
        (vec!["--not-reported"], format!("(as_of IS NULL OR as_of < '2026-10-01') AND {OPEN}")),
        (vec!["--not-ended"], OPEN.into()),
        (vec!["--text", "BLUE"], "lower(title) LIKE '%blue%' OR lower(note) LIKE '%blue%'".into()),
    ]
}

/// A column of a page as CSV for programs.
fn column(desk: &Desk, command: &[&str], name: &str) -> Vec<String> {
    let said = desk.run(&[command, &["--profile", "rfc4180"]].concat());
    assert!([0, 4].contains(&said.code), "{command:?}: {}", said.stderr);
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(said.stdout.as_bytes());
    let at = reader.headers().unwrap().iter().position(|h| h == name).unwrap_or_else(|| panic!("{}", said.stdout));
    reader.records().map(|r| r.unwrap()[at].to_string()).filter(|c| !c.is_empty()).collect()
}

/// The references; a page may have other tables below.
fn set(all: Vec<String>) -> Found {
    all.into_iter().filter(|r| r.contains('/')).collect()
}

fn agrees(desk: &Desk, file: &Connection, typed: &[&str], sql: &str) {
    let ask = |more: &str| -> Found {
        let mut all = file.prepare(&format!("SELECT ref FROM subject WHERE ({sql}) AND ({more})")).unwrap();
        all.query_map([], |r| r.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
    };
    let there = "(gone IS NULL OR gone > '2026-11-23')";
    let run = |command: &[&str], name: &str| set(column(desk, &[command, typed].concat(), name));
    let told = format!("{typed:?}");
    assert_eq!(run(&["list", "--format", "csv"], "reference"), ask(&format!("a IS NULL AND {there}")), "list {told}");
    let due = format!("{there} AND {OPEN} AND due_on <= '2035-11-23'");
    assert_eq!(run(&["due", "--within", "9y", "--format", "csv"], "reference"), ask(&due), "due {told}");
    assert_eq!(run(&["export", "objectives"], "reference"), ask("a IS NULL"), "export objectives {told}");
    assert_eq!(run(&["export", "activities"], "reference"), ask("a IS NOT NULL"), "export activities {told}");
    let logged = "EXISTS (SELECT 1 FROM entry e WHERE e.objective = o AND e.activity IS a)";
    assert_eq!(run(&["export", "entries"], "reference"), ask(logged), "export entries {told}");
    let calendar = desk.ok(&[&["export", "calendar"], typed].concat()).replace("\r\n ", "");
    let mentioned: Found = ask("1").into_iter().filter(|r| calendar.contains(&format!("SUMMARY:{r} "))).collect();
    let kept = calendar.lines().filter(|l| l.starts_with("SUMMARY:")).count();
    assert_eq!(
        (kept, mentioned.len()),
        (mentioned.len(), ask("due_on IS NOT NULL").len()),
        "calendar {told}\n{calendar}"
    );
    let objectives = ask(&format!("a IS NULL AND {there}"));
    for command in [&["check", "--format", "csv"][..], &["slips", "--format", "csv"]] {
        let all = set(column(desk, command, "reference"));
        let right: Found = all.intersection(&objectives).cloned().collect();
        assert_eq!(run(command, "reference"), right, "{command:?} {told}");
    }
    let json: serde_json::Value =
        serde_json::from_str(&desk.ok(&[&["summary", "--format", "json"], typed].concat())).unwrap();
    assert_eq!(json["objectives"], objectives.len(), "summary {told}");
    let counted = |command: &[&str]| -> i64 {
        let all = column(desk, &[command, typed].concat(), "objectives");
        all.last().map_or(0, |n| n.parse().unwrap())
    };
    assert_eq!(counted(&["trend", "--format", "csv"]), objectives.len() as i64, "trend {told}");
    let by_plan = column(desk, &[&["portfolio", "--format", "csv"], typed].concat(), "objectives");
    let sum: i64 = by_plan.iter().map(|n| n.parse::<i64>().unwrap()).sum();
    assert_eq!(sum, objectives.len() as i64, "portfolio {told}");
}

#[test]
fn every_command_with_filters_agrees_with_plain_sql() {
    let desk = desk();
    let file = Connection::open(desk.path("fremdrift.db")).unwrap();
    file.execute_batch(SUBJECTS).unwrap();
    agrees(&desk, &file, &[], "1");
    let all = filters();
    for (typed, sql) in &all {
        agrees(&desk, &file, typed, sql);
    }
    // Combinations of two and three; each filter meets each other one in some of them.
    let mut state = 20_261_123_u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let flags = |typed: &[&str]| typed.iter().filter(|t| t.starts_with("--")).map(|t| t.to_string()).collect::<Found>();
    for _ in 0..16 {
        let some: Vec<_> = (0..2 + next(2)).map(|_| &all[next(all.len())]).collect();
        let mut seen = Found::new();
        // The same flag twice means either, not both.
        let some: Vec<_> = some.into_iter().filter(|f| flags(&f.0).iter().all(|f| seen.insert(f.clone()))).collect();
        let typed: Vec<&str> = some.iter().flat_map(|f| f.0.clone()).collect();
        let sql: Vec<String> = some.iter().map(|f| format!("({})", f.1)).collect();
        agrees(&desk, &file, &typed, &sql.join(" AND "));
    }
}

#[test]
fn what_can_not_be_filtered_says_so() {
    let desk = desk();
    desk.refuses(
        1,
        &["export", "authorities", "--plan", "P"],
        "error: an export of authorities can't be filtered\nhint: leave the filters out\n",
    );
    desk.refuses(
        1,
        &["export", "areas", "--light", "red"],
        "error: an export of areas is filtered by plan and partnership alone\nhint: leave the other filters out\n",
    );
    let said = desk.ok(&["export", "areas", "--partnership", "YY", "--profile", "rfc4180"]);
    assert_eq!(said.lines().count(), 6, "{said}");
    desk.refuses(1, &["list", "--area", "Enrgy"], "error: no area «Enrgy»\nhint: did you mean E, Energy, Energi?\n");
}
