//! The rights of a file that is written, its place, and the limits of anything that somebody typed.

use crate::support::{Desk, said, tool};
use fremdrift::model::catalogue::{self, TableKind};
use fremdrift::model::text::composed;
use rusqlite::Connection;
use std::collections::BTreeSet;
use std::io::{Cursor, Read, Write};
use std::process::{Command, Stdio};

fn names(desk: &Desk, folder: &str) -> BTreeSet<String> {
    let entries = std::fs::read_dir(desk.path(folder)).expect("a folder");
    entries.map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned()).collect()
}

// Rights.

#[cfg(unix)]
mod modes {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::path::Path;

    fn mode(path: &Path) -> String {
        let mode = std::fs::symlink_metadata(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        format!("{:o}", mode.permissions().mode() & 0o777)
    }

    fn set(path: &Path, mode: u32) {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("a mode");
    }

    /// Runs where every new file would be open to all.
    fn open_handed(desk: &Desk, args: &[&str]) {
        let ours = desk.command();
        let mut command = Command::new("sh");
        command.args(["-c", "umask 000; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_fremdrift")]).args(args);
        command.env_clear().envs(ours.get_envs().filter_map(|(k, v)| Some((k, v?)))).env("TMPDIR", desk.path("temp"));
        let said = said(command.current_dir(desk.folder()).stdin(Stdio::null()).output().expect("sh"));
        // There may be no browser to show a page in.
        assert!(said.code == 0 || args.contains(&"--open"), "{args:?}: {said:?}");
    }

    #[test]
    fn whatever_the_umask_every_file_is_its_owners_alone() {
        let desk = Desk::empty();
        std::fs::create_dir(desk.path("temp")).expect("a folder");
        let old = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/versions/format-1.db");
        std::fs::copy(old, desk.path("old.db")).expect("a copy");
        set(&desk.path("old.db"), 0o600);
        for args in [
            &["init", "--portfolio"][..],
            &["backup", "copy.db"],
            &["restore", "copy.db"],
            &["--db", "old.db", "changes"],
            &["log", "ID-2021/3.7", "-s", "ongoing", "-m", "internt"],
            &["list", "-o", "list.csv"],
            &["list", "-o", "list.txt"],
            &["list", "-o", "list.md"],
            &["list", "-o", "list.json"],
            &["list", "-o", "list.html"],
            &["summary", "-o", "summary.docx"],
            &["summary", "-o", "summary.xlsx"],
            &["summary", "2023-Q2", "--open"],
            &["export", "entries", "-o", "entries.csv"],
            &["export", "calendar", "-o", "deadlines.ics"],
            &["export", "changes", "--since", "1", "-o", "changes.json"],
            &["return", "send", "2026-Q4", "--plan", "ID-2021", "--out", "out"],
            &["return", "remind", "2026-Q4", "--out", "remind"],
            &["demo", "demo"],
        ] {
            open_handed(&desk, args);
        }
        let mut looked = 0;
        for folder in ["", "out", "remind", "demo", ".cache/fremdrift/shown"] {
            for name in names(&desk, folder) {
                let path = desk.path(folder).join(&name);
                if path.is_file() {
                    assert_eq!(mode(&path), "600", "{folder}/{name}");
                    looked += 1;
                }
            }
        }
        assert!(desk.path("old.db.format1").exists() && !names(&desk, "remind").is_empty());
        assert!(names(&desk, "").iter().any(|n| n.contains(".before-restore-")));
        assert!(names(&desk, ".cache/fremdrift/shown").iter().any(|n| n.ends_with(".html")), "the page that is shown");
        assert!(looked > 40, "{looked}");
        // SQLite gives a journal the mode of its file.
        let conn = Connection::open(desk.path("fremdrift.db")).expect("a file");
        conn.execute_batch("BEGIN; CREATE TABLE half (x)").expect("half a change");
        assert_eq!(mode(&desk.path("fremdrift.db-journal")), "600");
    }

    #[test]
    fn a_file_that_is_written_over_keeps_its_own_mode() {
        let desk = Desk::portfolio();
        for (name, before) in [("list.csv", 0o644), ("list.xlsx", 0o660), ("list.html", 0o600)] {
            desk.write(name, "før");
            set(&desk.path(name), before);
            desk.ok(&["list", "-o", name, "--yes"]);
            assert_eq!(mode(&desk.path(name)), format!("{before:o}"));
            assert_ne!(std::fs::read(desk.path(name)).expect("a file"), "før".as_bytes());
        }
        desk.ok(&["return", "send", "2026-Q4", "--plan", "ID-2021", "--out", "out"]);
        let first = names(&desk, "out").pop_first().expect("a sheet");
        set(&desk.path("out").join(&first), 0o640);
        desk.ok(&["return", "send", "2026-Q4", "--plan", "ID-2021", "--out", "out", "--yes"]);
        assert_eq!(mode(&desk.path("out").join(&first)), "640");
    }

    #[test]
    fn a_file_that_others_may_read_is_told_by_verify_and_left_so() {
        let desk = Desk::portfolio();
        for wide in [0o644, 0o660, 0o606] {
            set(&desk.path("fremdrift.db"), wide);
            desk.ok(&["log", "ID-2021/3.7", "-s", "ongoing"]);
            let said = desk.run(&["verify"]);
            let told = format!(
                "warning: fremdrift.db is not its owner's alone (mode {wide:o})\n\
                 hint: close it with: chmod 600 fremdrift.db\n"
            );
            assert_eq!((said.code, said.stderr), (0, told));
            assert_eq!(mode(&desk.path("fremdrift.db")), format!("{wide:o}"));
        }
        set(&desk.path("fremdrift.db"), 0o600);
        assert_eq!(desk.run(&["verify"]).stderr, "");
    }

    #[test]
    fn a_link_in_the_place_of_an_output_is_replaced_and_never_followed() {
        let desk = Desk::portfolio();
        desk.write("precious.csv", "kostbart");
        symlink("precious.csv", desk.path("list.csv")).expect("a link");
        symlink("none.csv", desk.path("dangling.csv")).expect("a link");
        for name in ["list.csv", "dangling.csv"] {
            let exists = "file already exists\nhint: choose another name, or write over it with --yes\n";
            desk.refuses(1, &["list", "-o", name], &format!("error: {name}: {exists}"));
            desk.ok(&["list", "-o", name, "--yes"]);
            assert!(std::fs::symlink_metadata(desk.path(name)).expect("a file").is_file(), "{name}");
            assert_eq!(mode(&desk.path(name)), "600");
        }
        assert_eq!(desk.read("precious.csv"), "kostbart");
        assert!(!desk.path("none.csv").exists());
        // The same in a folder of sheets.
        std::fs::create_dir(desk.path("out")).expect("a folder");
        symlink("../precious.csv", desk.path("out/2026-Q4-ENS.xlsx")).expect("a link");
        let send = ["return", "send", "2026-Q4", "--plan", "ID-2021", "--authority", "ENS", "--out", "out"];
        assert!(desk.fails(1, &send).contains("file already exists"));
        desk.ok(&[&send[..], &["--yes"]].concat());
        assert_eq!(desk.read("precious.csv"), "kostbart");
    }

    #[test]
    fn a_device_is_not_written_over() {
        let desk = Desk::portfolio();
        symlink("/dev/null", desk.path("null.csv")).expect("a link");
        for name in ["/dev/null", "null.csv"] {
            for yes in [&[][..], &["--yes"]] {
                let args = [&["list", "--format", "csv", "-o", name][..], yes].concat();
                let words = "this is not an ordinary file\nhint: leave -o out and send the output on: > FILE\n";
                desk.refuses(3, &args, &format!("error: {name}: {words}"));
            }
        }
        assert!(std::fs::symlink_metadata(desk.path("null.csv")).expect("a link").is_symlink());
    }
}

// Where it may come to lie.

#[test]
fn the_code_of_an_authority_never_leads_out_of_the_folder_of_its_sheet() {
    let desk = Desk::small();
    let before = names(&desk, "");
    let long = "x".repeat(300);
    let codes = [
        "..",
        ".",
        "CON",
        "nul.txt",
        "..\\..\\x",
        "C:\\x",
        "~",
        "-rf",
        "%2e%2e%2f",
        "$HOME",
        "a.b",
        "a-b",
        "æ ø",
        &long,
        "a:b",
        "a*b?",
    ];
    for (n, code) in codes.iter().enumerate() {
        desk.ok(&["authority", "add", "--country", "DK", "--name", "Navn", "--", code]);
        let reference = format!("MX-2030/{}", n + 1);
        desk.ok(&["objective", "add", &reference, "--title", "Mål", &format!("--lead={code}")]);
    }
    for code in ["../../x", "a/b", "/etc/x", "a|b", "a;b", "", " ", "a\nb", "a\u{1b}[31mb", "a\u{202e}b"] {
        let stderr = desk.fails(1, &["authority", "add", "--country", "DK", "--name", "Navn", "--", code]);
        assert!(stderr.contains(" cannot be a code: "), "{stderr}");
        assert_eq!(stderr.lines().count(), 1, "an error is one line: {stderr}");
    }
    for format in [&[][..], &["--format", "csv"]] {
        let out = if format.is_empty() { "out" } else { "csv" };
        desk.ok(&[&["return", "send", "2026-Q4", "--plan", "MX-2030", "--out", out][..], format].concat());
        let made = names(&desk, out);
        assert_eq!(made.len(), 2 * codes.len(), "a sheet and a draft each: {made:?}");
        let alike: BTreeSet<String> = made.iter().map(|n| n.to_lowercase()).collect();
        assert_eq!(alike.len(), made.len(), "also where upper and lower case are one: {made:?}");
        for name in &made {
            assert!(name.starts_with("2026-Q4-") && name.len() < 200, "{name}");
            assert!(name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.')), "{name:?}");
        }
    }
    desk.ok(&["return", "remind", "2026-Q4", "--out", "remind"]);
    assert_eq!(names(&desk, "remind").len(), codes.len());
    desk.ok(&["return", "read", "out", "--receipts", "receipts"]);
    let now: BTreeSet<String> = names(&desk, "").difference(&before).cloned().collect();
    let folders = ["out", "csv", "remind", "receipts"].map(String::from);
    assert_eq!(now, BTreeSet::from(folders));
    desk.ok(&["verify"]);
}

/// The same archive with parts whose names lead out of any folder.
fn poisoned(bytes: &[u8]) -> Vec<u8> {
    let mut from = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let plain = zip::write::SimpleFileOptions::default();
    for name in ["../../escaped.txt", "/tmp/fremdrift-escaped.txt", "..\\..\\escaped.txt", "xl/../../escaped.txt"] {
        to.start_file(name, plain).expect("a part");
        to.write_all(b"out").expect("a part");
    }
    for n in 0..from.len() {
        let mut part = from.by_index(n).expect("a part");
        to.start_file(part.name().expect("a name").to_string(), plain).expect("a part");
        let mut inside = Vec::new();
        part.read_to_end(&mut inside).expect("a part");
        to.write_all(&inside).expect("a part");
    }
    to.finish().expect("an archive").into_inner()
}

#[test]
fn what_an_archive_calls_its_parts_is_never_a_path() {
    let desk = Desk::portfolio();
    std::fs::create_dir_all(desk.path("a/b")).expect("folders");
    desk.ok(&["return", "send", "2026-Q4", "--plan", "ID-2021", "--authority", "ENS", "--out", "out"]);
    let sheet = std::fs::read(desk.path("out/2026-Q4-ENS.xlsx")).expect("a sheet");
    desk.write("a/b/sheet.xlsx", poisoned(&sheet));
    desk.ok(&["summary", "-o", "template.docx"]);
    let template = std::fs::read(desk.path("template.docx")).expect("a Word file");
    desk.write("a/b/template.docx", poisoned(&template));
    let before = (names(&desk, ""), names(&desk, "a"));
    let mut command = desk.command();
    command.current_dir(desk.path("a/b")).args(["return", "read", "sheet.xlsx"]);
    let read = said(command.output().expect("the program runs"));
    assert!(matches!(read.code, 0 | 4), "{read:?}");
    let mut command = desk.command();
    command.current_dir(desk.path("a/b")).args(["summary", "-o", "made.docx", "--template", "template.docx"]);
    let made = said(command.output().expect("the program runs"));
    assert!(matches!(made.code, 0 | 1), "{made:?}");
    assert_eq!((names(&desk, ""), names(&desk, "a")), before);
    assert!(!std::path::Path::new("/tmp/fremdrift-escaped.txt").exists());
}

#[cfg(target_os = "linux")]
#[test]
fn nothing_is_fetched_and_no_other_program_is_run() {
    if tool(Command::new("strace").arg("-V")).is_none() {
        return;
    }
    let desk = Desk::illustrated();
    let link = "https://example.invalid/x";
    desk.ok(&["log", "ID-2021/3.7", "-s", "ongoing", "-m", link, "--evidence", link]);
    desk.ok(&["return", "send", "2026-Q4", "--plan", "ID-2021", "--authority", "ENS", "--out", "out"]);
    desk.ok(&["summary", "-o", "template.docx"]);
    desk.write("objectives.csv", format!("plan,number,title\nID-2021,99.1,\"=WEBSERVICE(\"\"{link}\"\")\"\n"));
    for args in [
        &["summary", "-o", "a.html"][..],
        &["summary", "-o", "a.docx", "--template", "template.docx"],
        &["summary", "-o", "a.xlsx"],
        &["return", "read", "out"],
        &["import", "objectives", "objectives.csv"],
        &["verify"],
        &["freeze", "2023-Q2", "--plan", "ID-2021", "--skip-earlier", "--waive", "no-lead=Ressort"],
    ] {
        let ours = desk.command();
        let mut command = Command::new("strace");
        command.args(["-f", "-qq", "-o", "trace", "-e", "trace=connect,sendto,sendmsg,execve"]);
        command.arg(ours.get_program()).args(args).current_dir(desk.folder()).env_clear();
        command.envs(ours.get_envs().filter_map(|(k, v)| Some((k, v?))));
        let said = said(command.stdin(Stdio::null()).output().expect("strace"));
        assert!(matches!(said.code, 0 | 4), "{args:?}: {said:?}");
        let calls = desk.read("trace");
        let others: Vec<&str> = calls.lines().filter(|l| !l.contains("AF_UNIX")).skip(1).collect();
        assert!(others.is_empty(), "{args:?}: {others:?}");
    }
}

// Typed words.

const HOSTILE: [&str; 14] = [
    "' OR 1=1 --",
    "\"; DROP TABLE entry; --",
    "x'); DELETE FROM change; --",
    "%",
    "_",
    "*",
    "NEAR(",
    "\"",
    "a\"b",
    "title: x OR NOT y",
    "'||(SELECT name FROM sqlite_schema)||'",
    "{x y}^2",
    ":id",
    "?1",
];

/// The commands and, of each, its values: those that stand alone and its flags, as its help lists them.
fn commands(desk: &Desk, of: &[String], all: &mut Vec<(Vec<String>, usize, Vec<String>)>) {
    let mut args: Vec<&str> = of.iter().map(String::as_str).collect();
    args.push("--help");
    let help = desk.ok(&args);
    if let Some(list) = help.split("Commands:\n").nth(1) {
        let lines = list.lines().take_while(|l| !l.trim().is_empty());
        for line in lines.filter(|l| l.starts_with("  ") && !l.starts_with("   ")) {
            let name = line.split_whitespace().next().expect("a name");
            if !["help", "demo", "init", "man", "completions"].contains(&name) {
                commands(desk, &[of, &[name.to_string()]].concat(), all);
            }
        }
        return;
    }
    let usage = help.lines().find(|l| l.starts_with("Usage: ")).expect("a usage");
    let alone = usage.split_once("[OPTIONS]").map_or("", |u| u.1).matches(['<', '[']).count();
    let flags = help
        .lines()
        .filter_map(|l| l.trim_start().split_once("--"))
        .filter_map(|(_, rest)| rest.split_once(" <").map(|(name, _)| name.to_string()))
        .filter(|n| !n.contains(' ') && !["db", "output", "today", "wait"].contains(&n.as_str()))
        .collect();
    all.push((of.to_vec(), alone, flags));
}

#[test]
fn sql_in_any_argument_of_any_command_is_a_text_like_any_other() {
    let desk = Desk::portfolio();
    let mut all = Vec::new();
    commands(&desk, &[], &mut all);
    assert!(all.len() > 50, "{}", all.len());
    let before = std::fs::read(desk.path("fremdrift.db")).expect("a file");
    let table = |name: &str| -> i64 {
        let conn = Connection::open(desk.path("fremdrift.db")).expect("a file");
        conn.query_row(&format!("SELECT count(*) FROM {name}"), [], |r| r.get(0)).expect("a number")
    };
    let lasts = |kind| matches!(kind, TableKind::Entity | TableKind::Log | TableKind::Frozen | TableKind::Bookkeeping);
    let tables: Vec<&str> = catalogue::TABLES.iter().filter(|t| lasts(t.kind)).map(|t| t.name).collect();
    let (mut tried, mut n) = (0, 0);
    for (command, alone, flags) in &all {
        let mut tries: Vec<Vec<String>> = Vec::new();
        for hostile in HOSTILE.iter().take(if *alone > 0 { HOSTILE.len() } else { 0 }) {
            let mut words = command.clone();
            words.push("--".into());
            words.extend(std::iter::repeat_n((*hostile).to_string(), *alone));
            tries.push(words);
        }
        for flag in flags {
            n += 1;
            let mut words = command.clone();
            words.push(format!("--{flag}={}", HOSTILE[n % HOSTILE.len()]));
            // The subject of the flag, so that the flag is looked at.
            words.extend(match (command[0].as_str(), *alone) {
                (_, 0) | ("undo" | "backup" | "restore", _) => vec![],
                ("summary" | "check" | "freeze" | "restate" | "trend" | "portfolio" | "return", _) => {
                    vec!["2023-Q2".into()]
                }
                ("export", _) => vec!["objectives".into()],
                ("diff", _) => vec!["2023-Q1".into(), "2023-Q2".into()],
                ("find", _) => vec!["havvind".into()],
                ("authority", _) => vec!["ENS".into()],
                ("plan", _) => vec!["ID-2021".into()],
                ("partnership", _) => vec!["ID".into()],
                (_, 1) => vec!["ID-2021/3.7".into()],
                _ => vec![],
            });
            tries.push(words);
        }
        for words in tries {
            tried += 1;
            let args: Vec<&str> = words.iter().map(String::as_str).collect();
            let said = desk.run(&args);
            // A thing that can't be opened is a file: 3 is for those alone.
            let of_files = ["backup", "restore", "merge", "import", "return", "log", "summary", "portfolio", "trend"];
            let known = matches!(said.code, 0 | 1 | 2 | 4) || (said.code == 3 && of_files.contains(&args[0]));
            assert!(known, "{args:?}: {said:?}");
            assert!(said.code == 0 || said.code == 4 || said.stderr.starts_with("error: "), "{args:?}: {said:?}");
            for word in ["SQL", "sqlite", "syntax error", "no such column", "fts5", "panicked"] {
                assert!(!said.stderr.replace(HOSTILE[10], "").contains(word), "{args:?}: {said:?}");
            }
        }
    }
    assert!(tried > 600, "{tried}");
    let verified = desk.run(&["verify"]);
    assert_eq!(verified.code, 0, "{verified:?}");
    // The rows that were written are new; nothing that was there is gone.
    let now: Vec<i64> = tables.iter().map(|t| table(t)).collect();
    desk.write("fremdrift.db", before);
    for (name, now) in tables.iter().zip(now) {
        assert!(now >= table(name), "{name}: {now}");
    }
}

#[test]
fn sql_and_patterns_are_found_and_filtered_as_they_are_written() {
    let desk = Desk::small();
    for (n, hostile) in HOSTILE.iter().enumerate() {
        let title = format!("{hostile} mål{n}");
        desk.ok(&["objective", "add", &format!("MX-2030/{n}"), &format!("--title={title}")]);
        desk.ok(&["log", &format!("MX-2030/{n}"), "-s", "ongoing", "--note", hostile, "--blocked-by", hostile]);
    }
    for (n, hostile) in HOSTILE.iter().enumerate() {
        let shown: serde_json::Value =
            serde_json::from_str(&desk.ok(&["show", &format!("MX-2030/{n}"), "--format", "json"])).expect("JSON");
        assert!(shown["title"].as_str().is_some_and(|t| t.ends_with(&format!("{hostile} mål{n}"))), "{shown}");
        let listed = desk.ok(&["list", "--format", "csv", "--profile", "rfc4180", "--text", hostile]);
        let with = HOSTILE.iter().filter(|h| h.to_lowercase().contains(&hostile.to_lowercase())).count();
        assert_eq!(listed.matches(" mål").count(), with, "{hostile}: {listed}");
        assert_eq!(desk.run(&["find", "--", hostile]).code, 0, "{hostile}");
        assert_eq!(desk.run(&["list", "--tag", hostile]).code, 0, "{hostile}");
        let found = desk.ok(&["find", &format!("mål{n}")]);
        assert!(found.contains(&format!("MX-2030/{n} ")), "{found}");
    }
    desk.ok(&["verify"]);
}

#[test]
fn no_character_that_a_terminal_obeys_comes_back_from_what_was_typed() {
    let desk = Desk::small();
    let acts = ['\u{1b}', '\u{7}', '\u{8}', '\u{9b}', '\u{202e}', '\u{2066}', '\u{200f}'];
    let wild: String = acts.iter().fold("x".to_string(), |text, c| format!("{text}{c}[31m"));
    let file = format!("{wild}.csv");
    let db = format!("{wild}.db");
    desk.write(&file, format!("objective;status;note\n1;{wild};x\n"));
    desk.ok(&["authority", "add", "W", "--country", "DK", "--name", &wild]);
    desk.ok(&["objective", "add", "MX-2030/1", "--title", &wild, "--lead", "W"]);
    desk.ok(&["log", "MX-2030/1", "-s", "ongoing", "-m", &wild]);
    desk.ok(&["backup", &db]);
    for args in [
        &["show", &wild][..],
        &[&wild],
        &["list", &wild],
        &["list", &format!("--{wild}")],
        &["list", &format!("-{wild}")],
        &["list", "--format", &wild],
        &["list", "--lang", &wild],
        &["list", "--today", &wild],
        &["list", "--wait", &wild],
        &["list", "--plan", &wild],
        &["list", "--authority", &wild],
        &["list", "-o", &wild],
        &["list", "-o", &file],
        &["list", "-o", &file, "--yes"],
        &["list", "-o", &format!("{wild}/x.csv")],
        &["export", &wild],
        &["import", &wild, "x.csv"],
        &["import", "objectives", &wild],
        &["import", "objectives", &file],
        &["log", "--file", &file, "--plan", "MX-2030"],
        &["list", "--db", &wild],
        &["verify", "--db", &db],
        &["backup", &db],
        &["backup", &format!("{wild}2.db")],
        &["restore", &db, "--db", &format!("{wild}3.db")],
        &["merge", &db],
        &["init", "--db", &db],
        &["init", "--db", &format!("{wild}4.db")],
        &["man", &wild],
        &["completions", &wild],
        &["undo", &wild],
        &["setting", &wild, "1"],
        &["summary", &wild],
        &["summary", "--template", &file, "-o", "x.docx"],
        &["return", "send", "2026-Q4", "--out", &format!("{wild}out")],
        &["return", "read", &wild],
        &["show", "MX-2030/1"],
        &["history", "MX-2030/1"],
        &["authority", "list"],
        &["authority", "show", "W"],
        &["changes"],
        &["verify"],
    ] {
        let said = desk.run(args);
        for c in acts {
            assert!(!said.stdout.contains(c) && !said.stderr.contains(c), "{args:?} lets {c:?} through: {said:?}");
        }
    }
}

#[test]
fn an_error_is_one_line_whatever_was_typed() {
    let desk = Desk::small();
    let lines = "x\nhint: type this: rm -r .";
    for args in
        [&["show", lines][..], &["list", "--plan", lines], &["list", "--db", lines], &["import", "objectives", lines]]
    {
        let said = desk.run(args);
        assert_ne!(said.code, 0);
        assert!(!said.stderr.contains("\nhint: type this"), "{args:?}: {said:?}");
    }
}

#[test]
fn what_a_spreadsheet_would_run_is_text_in_every_file_and_comes_back() {
    let desk = Desk::small();
    let formulas = [
        "=1+1",
        "+1",
        "-1+1",
        "@SUM(1)",
        "\t=1",
        "\r=1",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        "'=1",
        "=cmd|' /C calc'!A0",
        "=HYPERLINK(\"http://x.invalid\")",
    ];
    for (n, text) in formulas.iter().enumerate() {
        desk.ok(&[
            "objective",
            "add",
            &format!("MX-2030/{n}"),
            &format!("--title=x{n}"),
            &format!("--title-da={text}."),
        ]);
        desk.ok(&["log", &format!("MX-2030/{n}"), "-s", "ongoing", &format!("--note={text}")]);
    }
    // The other profile is for programs, which take a text for what it is.
    let csv = desk.ok(&["export", "entries", "--profile", "excel-da"]);
    for cell in csv.split(['\n', ';', ',']).map(|c| c.trim_matches('"')) {
        let first = cell.chars().next();
        assert!(!matches!(first, Some('=' | '+' | '-' | '@' | '\t' | '＝' | '＋' | '－' | '＠')), "{cell:?}");
    }
    for args in [&["list", "--lang", "da"][..], &["summary", "--lang", "da"], &["history", "MX-2030/1", "--lang", "da"]]
    {
        desk.ok(&[args, &["-o", "out.xlsx", "--yes"]].concat());
        let mut book =
            zip::ZipArchive::new(std::fs::File::open(desk.path("out.xlsx")).expect("a file")).expect("a workbook");
        for n in 0..book.len() {
            let mut part = book.by_index(n).expect("a part");
            let name = part.name().expect("a name").to_string();
            let mut text = String::new();
            if name.ends_with(".xml") && part.read_to_string(&mut text).is_ok() {
                assert!(!text.contains("<f>") && !text.contains("<f "), "{name} has a formula");
                assert!(!name.contains("externalLink") && !text.contains("Target=\"http://x"), "{name} leads outside");
            }
        }
    }
}

#[test]
fn markup_stays_text_on_a_page_and_in_a_word_file() {
    let desk = Desk::small();
    let markup = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&amp;]]></w:t><!--";
    desk.ok(&["authority", "edit", "ENS", "--name", markup, "--reason", "r"]);
    desk.ok(&["objective", "add", "MX-2030/1", "--title", markup, "--lead", "ENS", "--deadline-approved", "2027"]);
    desk.ok(&["log", "MX-2030/1", "-s", "ongoing", "-l", "red", "-m", markup]);
    for (n, args) in [&["list"][..], &["summary"], &["show", "MX-2030/1"], &["history", "MX-2030/1"]].iter().enumerate()
    {
        desk.ok(&[*args, &["-o", &format!("{n}.html")]].concat());
        let page = desk.read(&format!("{n}.html"));
        assert!(!page.contains("<script") && !page.contains("<img src=x") && !page.contains("<!--"), "{args:?}");
        assert!(page.contains("&lt;script"), "{args:?}");
        desk.ok(&[*args, &["-o", &format!("{n}.docx")]].concat());
        let file = std::fs::File::open(desk.path(&format!("{n}.docx"))).expect("a file");
        let mut word = zip::ZipArchive::new(file).expect("a Word file");
        let mut text = String::new();
        word.by_name("word/document.xml").expect("a part").read_to_string(&mut text).expect("text");
        assert!(text.contains("&lt;script") && !text.contains("<script") && !text.contains("<!--"), "{args:?}");
    }
}

// Sheets that come back.

fn texts() -> Vec<String> {
    let mut all: Vec<String> = [
        "æøå ÆØÅ é\u{301}",
        "\u{e5} er ikke a\u{30a}",
        "👩‍👩‍👧‍👦 🇩🇰 👍🏽",
        "עברית ואנגלית abc",
        "a\u{202e}b\u{202c}c",
        "nul\u{200b}bre\u{feff}dde",
        "a, b; c: d\\n \\; \"e\" 'f'",
        "linje et\nlinje to\n\nlinje fire",
        "tab\ttab",
        "  mellemrum  i  midten",
        "BEGIN:VEVENT",
        "END:VCALENDAR\nBEGIN:X",
        "=1+1",
        "'",
        "''x",
        "𝕏 \u{10ffff}\u{e000}",
        "ﬁ ẞ ß İ ı",
        "中文，日本語、한국어",
        "<b>&amp;</b>",
        "null",
        "none?",
        "0001",
        "1e5",
        "2024-02-29",
        "TRUE",
        "a|b",
        "\u{1f}\u{7f}\u{85}\u{1b}[0m",
        "a\u{2028}b\u{2029}c",
    ]
    .map(String::from)
    .to_vec();
    all.push("lang tekst, æ; ".repeat(7_000) + "slut");
    all
}

#[test]
fn any_text_survives_the_log_and_every_export_and_import() {
    let desk = Desk::small();
    let texts = texts();
    let mut rows = String::new();
    for (n, text) in texts.iter().enumerate() {
        let csv = format!("\"{}\"", text.replace('"', "\"\""));
        rows += &format!("MX-2030,{n},{csv}\n");
        desk.ok(&["objective", "add", &format!("MX-2030/{n}"), "--title", "x"]);
        if text.len() < 100_000 {
            desk.ok(&["log", &format!("MX-2030/{n}"), "-s", "ongoing", &format!("--note={text}")]);
        } else {
            desk.write("long.csv", format!("objective,status,note\n{n},ongoing,{csv}\n"));
            desk.ok(&["log", "--file", "long.csv", "--plan", "MX-2030"]);
        }
    }
    desk.write("rows.csv", format!("plan,number,title\n{rows}"));
    desk.ok(&["import", "objectives", "rows.csv"]);
    let conn = |name: &str| Connection::open(desk.path(name)).expect("a file");
    let held = |name: &str| -> Vec<(String, String)> {
        let sql = "SELECT o.title, e.note FROM objective o JOIN entry e ON e.objective = o.id ORDER BY CAST(o.number AS INTEGER)";
        let conn = conn(name);
        let mut statement = conn.prepare(sql).expect("SQL");
        let rows = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?))).expect("rows");
        rows.collect::<Result<_, _>>().expect("texts")
    };
    let typed: Vec<(String, String)> = held("fremdrift.db");
    assert_eq!(typed.len(), texts.len());
    for (text, (title, note)) in texts.iter().zip(&typed) {
        // Letters are kept composed.
        let text = composed(text);
        assert_eq!(note.trim(), text.trim(), "{text:.200?}");
        assert_eq!(title.trim(), text.trim(), "{text:.200?}");
    }
    for profile in ["excel-da", "rfc4180"] {
        let db = format!("{profile}.db");
        desk.ok(&["init", "--db", &db]);
        for what in ["partnerships", "plans", "authorities", "objectives", "entries"] {
            let file = format!("{profile}-{what}.csv");
            desk.ok(&["export", what, "--profile", profile, "-o", &file]);
            desk.ok(&["import", what, &file, "--db", &db]);
            let again = desk.ok(&["export", what, "--profile", profile, "--db", &db]);
            let first = desk.read(&file);
            let differs = first.lines().zip(again.lines()).find(|(a, b)| a != b);
            // The lines of the log carry the number of the change that wrote them.
            assert!(what == "entries" || first == again, "{what} {profile}: {differs:.600?}");
        }
        assert_eq!(held(&db), typed, "{profile}");
    }
    // For others to read: the text as it is shown, where it is one line and nothing in it acts.
    let plain: Vec<&String> = texts
        .iter()
        .filter(|t| {
            t.len() < 1000
                && !t.contains(['\n', '\t'])
                && !t.contains("  ")
                && fremdrift::model::escaping::visible(t, true) == **t
        })
        .collect();
    assert!(plain.len() > 12, "{}", plain.len());
    desk.ok(&["list", "-o", "list.html"]);
    desk.ok(&["list", "-o", "list.docx"]);
    desk.ok(&["list", "-o", "list.xlsx"]);
    let part = |file: &str, name: &str| {
        let file = std::fs::File::open(desk.path(file)).expect("a file");
        let mut text = String::new();
        zip::ZipArchive::new(file)
            .expect("an archive")
            .by_name(name)
            .expect("a part")
            .read_to_string(&mut text)
            .expect("text");
        text
    };
    let read = |text: &str| {
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&#39;", "'"), ("&amp;", "&")]
            .iter()
            .fold(text.to_string(), |t, (from, to)| t.replace(from, to))
    };
    let pages = [
        ("html", read(&desk.read("list.html"))),
        ("docx", read(&part("list.docx", "word/document.xml"))),
        ("xlsx", read(&part("list.xlsx", "xl/sharedStrings.xml"))),
    ];
    for text in plain {
        let text = composed(text.as_str());
        for (name, page) in &pages {
            assert!(page.contains(&*text), "{name}: {text:?}");
        }
    }
}

#[test]
fn any_text_survives_a_calendar_as_others_read_it() {
    let desk = Desk::small();
    let texts: Vec<String> = texts().into_iter().filter(|t| t.len() < 1000).collect();
    for (n, text) in texts.iter().enumerate() {
        desk.ok(&[
            "objective",
            "add",
            &format!("MX-2030/{n}"),
            &format!("--title={text}"),
            "--deadline-approved",
            "2027-06-30",
        ]);
    }
    desk.ok(&["export", "calendar", "-o", "a.ics"]);
    // Letters and their joiners stay, what is no text is shown as its number, and a summary is one line.
    let wanted: Vec<String> =
        texts.iter().map(|t| fremdrift::model::escaping::sent_in_line(t).trim().to_string()).collect();
    for kept in ["👩\u{200d}👩\u{200d}👧\u{200d}👦 🇩🇰 👍🏽", "nul\u{200b}bre\u{feff}dde", "a\\u{202e}bc", "a b c"]
    {
        assert!(wanted.iter().any(|w| w == kept), "{kept:?} is not among {wanted:#?}");
    }
    let bytes = std::fs::read(desk.path("a.ics")).expect("a file");
    assert!(bytes.split(|b| *b == b'\n').all(|l| l.len() <= 76), "lines are folded");
    let text = String::from_utf8(bytes).expect("UTF-8").replace("\r\n ", "");
    assert_eq!(text.split("\r\n").filter(|l| *l == "BEGIN:VEVENT").count(), texts.len());
    let unescaped = |value: &str| {
        let mut out = String::new();
        let mut chars = value.chars();
        while let Some(c) = chars.next() {
            match (c, c == '\\') {
                (_, true) => out.extend(chars.next().map(|c| if matches!(c, 'n' | 'N') { '\n' } else { c })),
                (c, _) => out.push(c),
            }
        }
        out
    };
    let summaries: Vec<String> = text.split("\r\n").filter_map(|l| l.strip_prefix("SUMMARY:")).map(unescaped).collect();
    for text in &wanted {
        let text = composed(text);
        assert!(summaries.iter().any(|s| s.contains(&*text)), "{text:?} is not among {summaries:#?}");
    }
    let code = "import sys\ntry:\n    import icalendar\nexcept ImportError:\n    sys.exit(77)\n\
        import json\nc=icalendar.Calendar.from_ical(open(sys.argv[1],'rb').read())\n\
        print(json.dumps([str(e['SUMMARY']) for e in c.walk('VEVENT')]))";
    let mut python = Command::new("python3");
    let Some(said) = tool(python.current_dir(desk.folder()).args(["-c", code, "a.ics"])) else { return };
    if said.code == 77 {
        eprintln!("not tried: the Python package icalendar is not installed");
        return;
    }
    let theirs: Vec<String> = serde_json::from_str(&said.stdout).expect("JSON");
    assert_eq!(theirs, summaries);
}

#[test]
fn a_text_with_a_nul_is_refused_in_words() {
    let desk = Desk::small();
    desk.write("a.csv", b"plan,number,title\nMX-2030,1,a\0b\n");
    let words = "error: a.csv: line 2: there is a NUL byte, so this is not text\n";
    assert!(desk.fails(4, &["import", "objectives", "a.csv"]).starts_with(words));
    desk.write("b.csv", b"objective,status,note\n1,ongoing,a\0b\n");
    assert!(
        desk.fails(4, &["log", "--file", "b.csv", "--plan", "MX-2030"])
            .starts_with("error: b.csv: line 2: there is a NUL")
    );
}
