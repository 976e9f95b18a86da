//! How each command grows: its time and its memory with n objectives and with twice as many.
//!
//! `cargo bench --bench growth` measures at 10 000 and 20 000; `cargo bench --bench growth -- 5000` at
//! another n and its double. What grows with its work doubles; a command whose time grows by more than
//! 2.5 is named at the end.

use std::fmt::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

const OURS: &str = env!("CARGO_BIN_EXE_fremdrift");

/// The commands that only read, on the file of all objectives.
const READING: &[&str] = &[
    "list -o list.csv",
    "list -o list.xlsx",
    "due --within 9y -o due.csv",
    "find energi -o find.csv",
    "history P1/1",
    "show P1/1",
    "summary 2026-Q2 -o summary.md",
    "summary 2026-Q2 -o summary.docx",
    "portfolio 2026-Q2 -o portfolio.md",
    "trend 2026-Q2 --plan P1 -o trend.md",
    "check 2026-Q2 -o check.csv",
    "slips -o slips.csv",
    "diff 2026-Q1 2026-Q2 -o diff.csv",
    "quarters",
    "changes -o changes.csv",
    "objective list -o objectives.csv",
    "return status 2026-Q2",
    "export objectives -o o.csv",
    "export objectives -o o.xlsx",
    "export objectives -o o.json",
    "export activities -o a.csv",
    "export entries -o e.csv",
    "export areas -o areas.csv",
    "export summary 2026-Q2 -o tidy.csv",
    "export calendar -o deadlines.ics",
    "export changes --since 1 -o changes.json",
    "verify",
    "backup copy.db",
];

/// The commands that write, each on a copy of a file: its name, the file, and the command.
const WRITING: &[(&str, &str, &str)] = &[
    ("import objectives", "empty.db", "import objectives objectives.in"),
    ("import entries", "bare.db", "import entries entries.in"),
    ("import entries into one", "bare.db", "import entries one.in"),
    ("import areas, innermost first", "empty.db", "import areas areas.in"),
    ("import objectives again", "full.db", "import objectives objectives.in"),
    ("return send", "full.db", "return send 2026-Q2 --out out"),
    ("freeze", "full.db", "freeze 2026-Q2 --skip-earlier"),
    ("undo", "full.db", "undo"),
    ("merge", "full.db", "merge empty.db --dry-run"),
];

fn ours(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(OURS);
    command.current_dir(folder).args(args).args(["--yes", "--quiet"]);
    command.env("FREMDRIFT_AUTHOR", "bench").env("FREMDRIFT_LANG", "en").env("FREMDRIFT_TODAY", "2026-07-01T09:00:00Z");
    command.env("FREMDRIFT_CONFIG", folder.join("none")).stdin(Stdio::null());
    command
}

fn done(folder: &Path, args: &[&str]) {
    let said = ours(folder, args).output().expect("it runs");
    assert!(said.status.success(), "{args:?}: {}", String::from_utf8_lossy(&said.stderr));
}

/// Milliseconds of one run, and its memory at its peak in MiB, as GNU time counts it.
fn measured(command: &Command) -> (f64, f64) {
    let mut timed = Command::new("/usr/bin/time");
    timed.arg("-f").arg("%M").arg(command.get_program()).args(command.get_args());
    for (key, value) in command.get_envs() {
        timed.env(key, value.unwrap_or_default());
    }
    timed.current_dir(command.get_current_dir().unwrap_or(Path::new("."))).stdin(Stdio::null()).stdout(Stdio::null());
    let start = Instant::now();
    let said = timed.output().expect("GNU time is installed");
    let took = start.elapsed().as_secs_f64() * 1000.0;
    let text = String::from_utf8_lossy(&said.stderr).into_owned();
    assert!(matches!(said.status.code(), Some(0 | 4)), "{:?}: {text}", command.get_args().collect::<Vec<_>>());
    let kib = text.lines().rev().find_map(|l| l.trim().parse::<f64>().ok()).unwrap_or(f64::NAN);
    (took, kib / 1024.0)
}

/// Files with nine plans: empty, with n objectives, and with two lines of the log each beside them.
fn desk(folder: &Path, n: usize) {
    let plan = |i: usize| format!("P{}", 1 + (i - 1) * 9 / n);
    let mut objectives = "plan;number;title;lead;deadline_original\n".to_string();
    let mut activities = "plan;objective;number;title\n".to_string();
    let mut entries = "plan;objective;as_of;status;light;note\n".to_string();
    let mut one = entries.clone();
    let mut areas = "plan;number;parent;title\n".to_string();
    let first = chrono::NaiveDate::from_ymd_opt(1970, 1, 1).expect("a day");
    for i in 1..=n {
        let p = plan(i);
        writeln!(objectives, "{p};{i};Objective {i} on energi;A{};202{}-Q{}", 1 + i % 44, 5 + i % 5, 1 + i % 4)
            .expect("text");
        if i % 5 == 0 {
            writeln!(activities, "{p};{i};1;Report {i}").expect("text");
        }
        writeln!(entries, "{p};{i};2026-02-01;ongoing;green;Begun {i}").expect("text");
        writeln!(entries, "{p};{i};2026-05-0{};ongoing;{};Note {i}", 1 + i % 9, ["green", "yellow", "red"][i % 3])
            .expect("text");
        writeln!(one, "P1;1;{};ongoing;green;Line {i}", first + chrono::Days::new(i as u64)).expect("text");
        let back = n + 1 - i;
        let parent = if back % 20 == 1 { String::new() } else { (back - 1).to_string() };
        writeln!(areas, "P1;{back};{parent};Area {back}").expect("text");
    }
    for (name, rows) in
        [("objectives", objectives), ("activities", activities), ("entries", entries), ("one", one), ("areas", areas)]
    {
        std::fs::write(folder.join(format!("{name}.in")), rows).expect("a file");
    }
    done(folder, &["init", "--db", "empty.db"]);
    for i in 1..=9 {
        let code = format!("P{i}");
        done(folder, &["--db", "empty.db", "plan", "add", &code, "--title", "Plan", "--from", "1970", "--to", "2030"]);
    }
    let authorities: String = (1..=44).map(|i| format!("A{i};DK;Agency {i}\n")).collect();
    std::fs::write(folder.join("authorities.in"), format!("code;country;name\n{authorities}")).expect("a file");
    done(folder, &["--db", "empty.db", "import", "authorities", "authorities.in"]);
    std::fs::copy(folder.join("empty.db"), folder.join("bare.db")).expect("a copy");
    done(folder, &["--db", "bare.db", "import", "objectives", "objectives.in"]);
    std::fs::copy(folder.join("bare.db"), folder.join("full.db")).expect("a copy");
    done(folder, &["--db", "full.db", "import", "activities", "activities.in"]);
    done(folder, &["--db", "full.db", "import", "entries", "entries.in"]);
    std::fs::copy(folder.join("full.db"), folder.join("fremdrift.db")).expect("a copy");
}

fn main() {
    let n: usize = std::env::args().skip(1).find_map(|a| a.parse().ok()).unwrap_or(10_000);
    let desks = [n, 2 * n].map(|n| {
        let desk = tempfile::tempdir().expect("a folder");
        self::desk(desk.path(), n);
        desk
    });
    let (once, twice) = (format!("{n}: ms"), format!("{}: ms", 2 * n));
    println!("{:<44} {once:>12} {twice:>12} {:>7} {:>8} {:>8}", "command", "growth", "MiB", "MiB");
    let mut steep = Vec::new();
    let mut tell = |name: &str, of: &dyn Fn(&Path) -> Command| {
        let [a, b] = desks.each_ref().map(|d| measured(&of(d.path())));
        let growth = b.0 / a.0;
        println!("{name:<44} {:>12.1} {:>12.1} {growth:>7.2} {:>8.1} {:>8.1}", a.0, b.0, a.1, b.1);
        if growth > 2.5 {
            steep.push(format!("{name}: {growth:.2}"));
        }
    };
    for line in READING {
        let args: Vec<&str> = line.split(' ').collect();
        tell(line, &|folder| ours(folder, &args));
    }
    for (name, file, line) in WRITING {
        let args: Vec<&str> = line.split(' ').collect();
        tell(name, &|folder| {
            std::fs::copy(folder.join(file), folder.join("copy.db")).expect("a copy");
            ours(folder, &[&["--db", "copy.db"][..], &args].concat())
        });
    }
    match &steep[..] {
        [] => println!("No command grows by more than 2.5 where its work doubles."),
        steep => println!("Steeper than 2.5: {}", steep.join("; ")),
    }
}
