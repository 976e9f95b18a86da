//! The program beside the sqlite3 shell, doing the same work on the same file in the same run.
//!
//! `cargo bench` compares at 86 and 10 000 objectives with ten entries each; `cargo bench -- 100000`
//! at other sizes. Printed are medians in milliseconds and their ratio, ours to the shell's. The
//! shell's bare SQL checks nothing and answers with bare rows; where it writes, the triggers of the
//! file keep the history for it too. More lines tell the memory of our process at its peak. A goal
//! stands in a line where one is set for that size.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

const OURS: &str = env!("CARGO_BIN_EXE_fremdrift");
const NOW: &str = "2026-11-23T09:00:00Z";

fn ours(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(OURS);
    command.current_dir(folder).args(args).env("FREMDRIFT_AUTHOR", "bench").env("FREMDRIFT_LANG", "en");
    command.env("FREMDRIFT_TODAY", NOW).env("FREMDRIFT_CONFIG", folder.join("none"));
    command
}

fn shell(folder: &Path, database: &str, sql: &str) -> Command {
    let mut command = Command::new("sqlite3");
    command.current_dir(folder).args(["-batch", "-init", "/dev/null", database, sql]);
    command
}

/// Wall time of a whole process, in milliseconds; its output is thrown away.
fn time(command: &mut Command) -> f64 {
    let start = Instant::now();
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    let took = start.elapsed().as_secs_f64() * 1000.0;
    assert!(status.is_ok_and(|s| s.success()), "{command:?} failed");
    took
}

fn median(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}

/// A goal that is set at some sizes only.
fn goal(most: f64, set: bool) -> Option<f64> {
    set.then_some(most)
}

fn verdict(found: f64, goal: Option<f64>) -> String {
    goal.map_or_else(String::new, |most| format!("goal {most:<5} {}", if found <= most { "met" } else { "missed" }))
}

fn line(name: &str, n: usize, ours: f64, theirs: f64, goal: Option<f64>) {
    let ratio = ours / theirs;
    println!(
        "{}",
        format!("{name:<34} {n:>8} {ours:>10.1} {theirs:>10.1} {ratio:>7.2}   {}", verdict(ratio, goal)).trim_end()
    );
}

/// Runs both in turn, so that a noisy moment meets both; gives our median.
fn pair(
    name: &str,
    n: usize,
    goal: Option<f64>,
    runs: usize,
    mut a: impl FnMut(usize) -> Command,
    mut b: impl FnMut(usize) -> Command,
) -> f64 {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    time(&mut a(runs));
    time(&mut b(runs));
    for i in 0..runs {
        ours.push(time(&mut a(i)));
        theirs.push(time(&mut b(i)));
    }
    let ours = median(ours);
    line(name, n, ours, median(theirs), goal);
    ours
}

/// Instructions of a whole process, in millions, as valgrind counts them; nothing where it is missing.
fn instructions(name: &str, n: usize, goal: Option<f64>, a: &Command, b: &Command) {
    let count = |command: &Command| {
        let mut counted = Command::new("valgrind");
        counted.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).arg(command.get_program());
        counted.args(command.get_args()).stdin(Stdio::null()).stdout(Stdio::null());
        for (key, value) in command.get_envs() {
            counted.env(key, value.unwrap_or_default());
        }
        counted.current_dir(command.get_current_dir().unwrap_or(Path::new(".")));
        let text = String::from_utf8_lossy(&counted.output().ok()?.stderr).into_owned();
        let line = text.lines().find(|l| l.contains("Collected :"))?;
        line.rsplit(' ').next()?.parse::<f64>().ok().map(|n| n / 1e6)
    };
    if let (Some(o), Some(t)) = (count(a), count(b)) {
        line(&format!("instructions (M): {name}"), n, o, t, goal);
    }
}

/// Peak memory of one run, in MiB, as the kernel counts it (GNU time); nothing where that is missing.
fn memory(name: &str, n: usize, goal: Option<f64>, command: &Command) {
    let mut time = Command::new("/usr/bin/time");
    time.arg("-f").arg("%M").arg(command.get_program()).args(command.get_args());
    for (key, value) in command.get_envs() {
        time.env(key, value.unwrap_or_default());
    }
    time.current_dir(command.get_current_dir().unwrap_or(Path::new("."))).stdin(Stdio::null()).stdout(Stdio::null());
    let Ok(output) = time.output() else { return };
    let text = String::from_utf8_lossy(&output.stderr);
    if let Some(kib) = text.lines().rev().find_map(|l| l.trim().parse::<f64>().ok()) {
        let mib = kib / 1024.0;
        let name = format!("memory: {name}");
        println!("{}", format!("{name:<34} {n:>8} {mib:>10.1} MiB {:>15}   {}", "", verdict(mib, goal)).trim_end());
    }
}

/// A file with nine plans, ten areas each, and forty-four authorities.
fn frame(folder: &Path, database: &str) {
    assert!(
        ours(folder, &["--db", database, "init"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|s| s.success())
    );
    write(
        folder,
        database,
        "WITH RECURSIVE k (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < 9)
           INSERT INTO plan (code, title, period_start, period_end, since) SELECT 'P' || i, 'Plan ' || i, '2020', '2029', 2 FROM k;
         WITH RECURSIVE k (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < 44)
           INSERT INTO authority (code, country, since) SELECT 'A' || i, 'DK', 2 FROM k;
         INSERT INTO authority_name (authority, name, since) SELECT id, 'Styrelsen ' || id, 2 FROM authority;
         WITH RECURSIVE k (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < 10)
           INSERT INTO area (plan, number, sort, title, since)
           SELECT p.id, i, printf('%02d%d', length(i), i), 'Område ' || i, 2 FROM plan p CROSS JOIN k;",
    );
}

/// The objectives, ten entries each: plan after plan, as plans are imported, and quarter after quarter,
/// as their progress is logged.
fn fill(folder: &Path, n: usize) {
    let sql = format!(
        "WITH RECURSIVE k (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < {n})
           INSERT INTO objective (uid, plan, number, sort, area, title, title_da, interest, deadline_original, deadline_approved, since)
           SELECT 'o' || i, 1 + (i - 1) * 9 / {n}, i, printf('%02d%d', length(i), i), ((i - 1) * 9 / {n}) * 10 + 1 + i % 10,
                  'Objective ' || i || ' on energy and shipping', 'Målsætning ' || i || ' om energi og søfart',
                  CASE i % 3 WHEN 0 THEN 'political' WHEN 1 THEN 'commercial' ELSE 'sectoral' END,
                  CASE WHEN i % 2 THEN (2022 + i % 8) || '-Q' || (1 + i % 4) END,
                  CASE WHEN i % 2 THEN (2022 + i % 8) || '-Q' || (1 + i % 4) END, 3 FROM k;
         INSERT INTO role (objective, role, authority, since) SELECT id, 'lead', 1 + id % 44, 3 FROM objective;
         WITH RECURSIVE q (j) AS (SELECT 0 UNION ALL SELECT j + 1 FROM q WHERE j < 9)
           INSERT INTO entry (uid, objective, as_of, status, light, note, said, since)
           SELECT 'e' || o.id || '-' || j, o.id, date('2022-03-31', '+' || (j * 3) || ' months'),
                  CASE WHEN j = 9 AND o.id % 5 = 0 THEN 'completed' ELSE 'ongoing' END,
                  CASE WHEN j = 9 AND o.id % 5 = 0 THEN NULL WHEN (o.id + j) % 7 = 0 THEN 'red'
                       WHEN (o.id + j) % 3 = 0 THEN 'yellow' ELSE 'green' END,
                  'Note ' || j || ' om fremdrift i sag ' || o.id, 'status light note', 3
           FROM q CROSS JOIN objective o;"
    );
    write(folder, "fremdrift.db", &sql);
}

/// Writes rows as one change, as fast as the shell can.
fn write(folder: &Path, database: &str, rows: &str) {
    let sql = format!(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000; BEGIN;
         INSERT INTO change (number, uid, at, author, verb, what, program, open)
           SELECT max(number) + 1, 'bench ' || max(number), '{NOW}', 'bench', 'import', 'fill', '0', 1 FROM change;
         {rows}
         UPDATE change SET open = NULL, what = 'fill' WHERE open = 1; COMMIT;"
    );
    let done = shell(folder, database, &sql).stdout(Stdio::null()).status();
    assert!(done.is_ok_and(|s| s.success()), "the file could not be filled: is the sqlite3 shell installed?");
}

const ONE: &str = "SELECT * FROM objective WHERE plan = 1 AND number = '1'; SELECT * FROM entry WHERE objective = 1;";

/// The same counts as the summary makes: status and light, now and a quarter before, by area, lead
/// and interest; one seek for each objective and day.
const SUMMARY: &str = "CREATE TEMP TABLE s AS SELECT o.id, o.area, o.interest,
    (SELECT authority FROM role r WHERE r.objective = o.id AND coalesce(r.activity, 0) = 0 AND r.role = 'lead') AS lead,
    (SELECT status || ' ' || coalesce(light, '') FROM entry WHERE objective = o.id AND activity IS NULL AND as_of <= '2023-06-30'
     ORDER BY as_of DESC, id DESC LIMIT 1) AS now,
    (SELECT status || ' ' || coalesce(light, '') FROM entry WHERE objective = o.id AND activity IS NULL AND as_of <= '2023-03-31'
     ORDER BY as_of DESC, id DESC LIMIT 1) AS before FROM objective o;
    SELECT now, count(*) FROM s GROUP BY 1; SELECT before, count(*) FROM s GROUP BY 1; SELECT area, now, count(*) FROM s GROUP BY 1, 2;
    SELECT lead, now, count(*) FROM s GROUP BY 1, 2; SELECT interest, now, count(*) FROM s GROUP BY 1, 2;
    SELECT id, now, before FROM s WHERE now <> before LIMIT 500;";

const OVERDUE: &str = "SELECT p.code, o.number, o.title, e.status, e.light, o.deadline_approved FROM role r
    JOIN authority a ON a.id = r.authority JOIN objective o ON o.id = r.objective JOIN plan p ON p.id = o.plan
    LEFT JOIN entry e ON e.id = (SELECT id FROM entry WHERE objective = o.id AND activity IS NULL AND as_of <= '2026-11-23'
                                 ORDER BY as_of DESC, id DESC LIMIT 1)
    WHERE a.code = 'A7' AND o.due_on < '2026-11-23' AND (e.status IS NULL OR e.status IN ('not-started', 'ongoing', 'suspended'))
    ORDER BY p.code, o.sort;";

const EXPORT: &str = "SELECT p.code, o.number, (SELECT number FROM area WHERE id = o.area), (SELECT title FROM area WHERE id = o.area),
    o.title, o.title_da, o.interest, o.continuing,
    (SELECT group_concat(a.code, '|') FROM role r JOIN authority a ON a.id = r.authority
     WHERE r.objective = o.id AND coalesce(r.activity, 0) = 0 AND r.role = 'lead') AS lead,
    (SELECT group_concat(a.code, '|') FROM role r JOIN authority a ON a.id = r.authority
     WHERE r.objective = o.id AND coalesce(r.activity, 0) = 0 AND r.role = 'supporting') AS supporting,
    (SELECT group_concat(a.code, '|') FROM role r JOIN authority a ON a.id = r.authority
     WHERE r.objective = o.id AND coalesce(r.activity, 0) = 0 AND r.role = 'counterpart') AS counterpart,
    e.status, e.light, e.as_of, e.note, o.deadline_original, o.deadline_approved, e.expected,
    o.due_on < '2026-11-23', e.expected_reason, e.blocked_by, (SELECT code FROM authority WHERE id = e.ask), e.evidence,
    (SELECT group_concat(i.code, '|') FROM objective_instrument l JOIN instrument i ON i.id = l.instrument WHERE l.objective = o.id),
    (SELECT group_concat(goal, '|') FROM sdg WHERE objective = o.id), (SELECT group_concat(tag, '|') FROM tag WHERE objective = o.id),
    o.case_number, o.basis, o.source, e.basis, o.added_on, o.retired_on, o.retired_reason
    FROM plan p CROSS JOIN objective o ON o.plan = p.id
    LEFT JOIN entry e ON e.id = (SELECT id FROM entry WHERE objective = o.id AND activity IS NULL AND as_of <= '2026-11-23'
                                 ORDER BY as_of DESC, id DESC LIMIT 1)
    ORDER BY p.code, o.sort, o.id;";

/// The bare rows of a log: a change, a line, the change closed; durable as ours is.
fn bare_log(i: usize) -> String {
    format!(
        "PRAGMA foreign_keys = ON; PRAGMA synchronous = EXTRA; BEGIN IMMEDIATE;
         INSERT INTO change (number, uid, at, author, verb, what, program, open)
           VALUES ((SELECT max(number) + 1 FROM change), lower(hex(randomblob(16))), '{NOW}', 'bench', 'log', 'x', '0', 1);
         INSERT INTO entry (uid, objective, as_of, status, light, note, said, since)
           SELECT lower(hex(randomblob(16))), id, '2026-11-23', 'ongoing', 'green', 'Bare {i}', 'status light note',
                  (SELECT number FROM change WHERE open = 1) FROM objective WHERE plan = 1 AND number = '1';
         UPDATE change SET open = NULL, what = 'log' WHERE open = 1; COMMIT;"
    )
}

fn main() {
    let sizes: Vec<usize> = std::env::args().skip(1).filter_map(|a| a.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![86, 10_000] } else { sizes };
    println!("{:<34} {:>8} {:>10} {:>10} {:>7}", "work", "n", "ours ms", "shell ms", "ratio");
    let mut log_at_86 = None;
    for n in sizes {
        let desk = tempfile::tempdir().expect("a folder");
        let folder = desk.path();
        frame(folder, "fremdrift.db");
        fill(folder, n);
        // The file that is measured is one that the program would have made.
        if n <= 10_000 {
            let said = ours(folder, &["verify"]).output().expect("the program runs");
            assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
        }
        let runs = if n <= 1000 {
            40
        } else if n <= 20_000 {
            15
        } else {
            5
        };
        pair(
            "start and show",
            n,
            goal(1.0, n == 86),
            runs,
            |_| ours(folder, &["show", "P1/1"]),
            |_| shell(folder, "fremdrift.db", ONE),
        );
        instructions(
            "show",
            n,
            goal(0.8, n == 86),
            &ours(folder, &["show", "P1/1"]),
            &shell(folder, "fremdrift.db", ONE),
        );
        let log = pair(
            "log, durable",
            n,
            goal(1.15, true),
            runs,
            |i| ours(folder, &["log", "P1/1", "-s", "ongoing", "-l", "green", "-m", &format!("Ours {i}")]),
            |i| shell(folder, "fremdrift.db", &bare_log(i)),
        );
        match log_at_86 {
            Some(small) => line("log, to ours at 86", n, log, small, goal(1.25, true)),
            None => log_at_86 = (n == 86).then_some(log),
        }
        pair(
            "list --overdue --authority",
            n,
            goal(1.2, n >= 10_000),
            runs,
            |_| ours(folder, &["list", "--overdue", "--authority", "A7", "--format", "csv"]),
            |_| shell(folder, "fremdrift.db", OVERDUE),
        );
        pair(
            "summary of a quarter",
            n,
            goal(1.1, n >= 10_000),
            runs,
            |_| ours(folder, &["summary", "2023-Q2", "--format", "csv"]),
            |_| shell(folder, "fremdrift.db", SUMMARY),
        );
        pair(
            "export objectives",
            n,
            goal(0.75, n >= 10_000),
            runs,
            |_| ours(folder, &["export", "objectives", "--profile", "rfc4180"]),
            |_| {
                let mut csv = Command::new("sqlite3");
                csv.current_dir(folder).args([
                    "-batch",
                    "-init",
                    "/dev/null",
                    "-csv",
                    "-header",
                    "fremdrift.db",
                    EXPORT,
                ]);
                csv
            },
        );
        pair(
            "find, 20 best",
            n,
            goal(1.3, n >= 100_000),
            runs,
            |_| ours(folder, &["find", "energi"]),
            |_| {
                shell(
                    folder,
                    "fremdrift.db",
                    "SELECT rowid FROM search WHERE search MATCH '\"energi\" *' ORDER BY rank LIMIT 20; SELECT count(*) FROM search WHERE search MATCH '\"energi\" *';",
                )
            },
        );
        for ending in ["html", "docx", "xlsx"] {
            let file = format!("report.{ending}");
            let args = ["summary", "2023-Q2", "--plan", "P2", "--yes", "-o", &file];
            pair(
                &format!("summary as {ending}, to ours as text"),
                n,
                goal(3.0, n == 86),
                runs,
                |_| ours(folder, &args),
                |_| ours(folder, &["summary", "2023-Q2", "--plan", "P2"]),
            );
        }
        import(folder, n);
        memory("show", n, goal(10.0, true), &ours(folder, &["show", "P1/1"]));
        memory("log", n, goal(10.0, true), &ours(folder, &["log", "P1/1", "-s", "ongoing"]));
        memory("export", n, goal(32.0, true), &ours(folder, &["export", "objectives"]));
        memory("summary", n, goal(128.0, true), &ours(folder, &["summary", "2023-Q2"]));
        memory(
            "summary as docx",
            n,
            goal(128.0, true),
            &ours(folder, &["summary", "2023-Q2", "--yes", "-o", "report.docx"]),
        );
    }
}

/// Objectives from CSV into a new file: ours checks each cell; the shell loads raw rows and then
/// moves them into the same tables, with the same triggers.
fn import(folder: &Path, n: usize) {
    let mut csv = String::from("plan,number,area,title,title_da,interest,lead,deadline_original\n");
    for i in 1..=n {
        csv.push_str(&format!(
            "P{},{i},{},Objective {i} on energy,Målsætning {i} om energi,sectoral,A{},2025-Q{}\n",
            1 + i % 9,
            1 + i % 10,
            1 + i % 44,
            1 + i % 4
        ));
    }
    std::fs::write(folder.join("objectives.csv"), csv).expect("a file");
    let empty = folder.join("empty.db");
    frame(folder, "empty.db");
    let raw = "PRAGMA foreign_keys = ON; PRAGMA synchronous = EXTRA;
        CREATE TEMP TABLE raw (plan, number, area, title, title_da, interest, lead, deadline);\n.mode csv\n.import --skip 1 objectives.csv raw
        BEGIN IMMEDIATE; INSERT INTO change (number, uid, at, author, verb, what, program, open)
          VALUES ((SELECT max(number) + 1 FROM change), lower(hex(randomblob(16))), '2026-11-23T09:00:00Z', 'b', 'import', 'x', '0', 1);
        INSERT INTO objective (uid, plan, number, sort, area, title, title_da, interest, deadline_original, deadline_approved, since)
          SELECT lower(hex(randomblob(16))), p.id, r.number, printf('%02d%s', length(r.number), r.number),
                 (SELECT id FROM area WHERE plan = p.id AND number = r.area), r.title, r.title_da, r.interest, r.deadline, r.deadline,
                 (SELECT number FROM change WHERE open = 1) FROM raw r JOIN plan p ON p.code = r.plan;
        INSERT INTO role (objective, role, authority, since) SELECT o.id, 'lead', a.id, o.since FROM raw r JOIN plan p ON p.code = r.plan
          JOIN objective o ON o.plan = p.id AND o.number = r.number JOIN authority a ON a.code = r.lead;
        UPDATE change SET open = NULL WHERE open = 1; COMMIT;\n";
    std::fs::write(folder.join("raw.sql"), raw).expect("a file");
    let fresh = |name: &str| std::fs::copy(&empty, folder.join(name)).expect("a copy");
    let (mut a, mut b) = (Vec::new(), Vec::new());
    for _ in 0..if n > 20_000 { 1 } else { 5 } {
        fresh("ours.db");
        a.push(time(&mut ours(folder, &["--db", "ours.db", "import", "objectives", "objectives.csv"])));
        fresh("theirs.db");
        let mut command = Command::new("sqlite3");
        command.current_dir(folder).args(["-batch", "-init", "raw.sql", "theirs.db", "SELECT 1"]);
        b.push(time(&mut command));
    }
    line("import objectives", n, median(a), median(b), goal(0.9, n >= 100_000));
    fresh("ours.db");
    memory(
        "import",
        n,
        goal(256.0, true),
        &ours(folder, &["--db", "ours.db", "import", "objectives", "objectives.csv"]),
    );
}
