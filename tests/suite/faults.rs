//! Killed, and starved of disk, at every write: a change is there whole or not at all, and what could
//! not be written is said. Another program (strace) does it to ours, at the very system call, so that
//! nothing in ours knows of it.
//!
//! Every few writes in a usual run; `FREMDRIFT_FAULTS=all cargo test faults` tries each one.
#![cfg(target_os = "linux")]

use crate::support::{Desk, Said, said, tool};
use rusqlite::{Connection, OpenFlags};
use std::collections::BTreeMap;
use std::process::Command;

/// The files of a desk, so that each try begins with the same.
type Files = BTreeMap<String, Vec<u8>>;

fn files(desk: &Desk) -> Files {
    let entries = std::fs::read_dir(desk.folder()).expect("a folder");
    let files = entries.map(|e| e.expect("an entry").path()).filter(|p| p.is_file());
    files.map(|p| (p.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(p).expect("a file"))).collect()
}

fn put_back(desk: &Desk, before: &Files) {
    for name in files(desk).keys().filter(|n| !before.contains_key(*n)) {
        std::fs::remove_file(desk.path(name)).expect("a file less");
    }
    for (name, bytes) in before {
        desk.write(name, bytes);
    }
}

/// Runs the program under strace, which does something at the n-th call of a kind; `4+`: from the fourth on.
fn under(desk: &Desk, args: &[&str], call: &str, what: &str, when: &str) -> Said {
    let ours = desk.command();
    let mut command = Command::new("strace");
    command.current_dir(desk.folder()).env_clear();
    for (key, value) in ours.get_envs() {
        command.env(key, value.unwrap_or_default());
    }
    command.args(["-qqq", "-o", "/dev/null", "-e", &format!("trace={call}"), "-e", "signal=none"]);
    command.args(["-e", &format!("inject={call}:{what}:when={when}")]).arg(ours.get_program()).args(args);
    said(command.output().expect("strace"))
}

fn has_strace() -> bool {
    tool(Command::new("strace").arg("-V")).is_some()
}

/// How many changes the file has, and of which format it is, read by SQLite itself.
fn state(desk: &Desk) -> (i64, i64) {
    let conn =
        Connection::open_with_flags(desk.path("fremdrift.db"), OpenFlags::SQLITE_OPEN_READ_WRITE).expect("it opens");
    let whole: String = conn.query_row("PRAGMA integrity_check", [], |r| r.get(0)).expect("a check");
    assert_eq!(whole, "ok");
    let dangling = conn.prepare("PRAGMA foreign_key_check").and_then(|mut s| s.exists([])).expect("a check");
    assert!(!dangling, "a row refers to one that is not there");
    let changes = conn.query_row("SELECT count(*) FROM change", [], |r| r.get(0)).expect("changes");
    let open: i64 = conn.query_row("SELECT count(*) FROM change WHERE open = 1", [], |r| r.get(0)).expect("changes");
    assert_eq!(open, 0, "no change is left open");
    (changes, conn.query_row("PRAGMA user_version", [], |r| r.get(0)).expect("a version"))
}

fn step() -> usize {
    if std::env::var_os("FREMDRIFT_FAULTS").is_some() { 1 } else { 7 }
}

/// A command that writes, on a desk where it can.
struct Deed {
    name: &'static str,
    desk: Desk,
    args: Vec<String>,
}

impl Deed {
    fn new(name: &'static str, desk: Desk, args: &[&str]) -> Deed {
        Deed { name, desk, args: args.iter().map(|a| (*a).to_string()).collect() }
    }

    fn args(&self) -> Vec<&str> {
        self.args.iter().map(String::as_str).collect()
    }
}

fn deeds() -> Vec<Deed> {
    let mut all = Vec::new();
    all.push(Deed::new("log", Desk::portfolio(), &["log", "ID-2021/3.7", "-s", "ongoing", "-m", "Møde i Århus"]));
    all.push(Deed::new(
        "edit",
        Desk::portfolio(),
        &["objective", "edit", "ID-2021/4.1", "--title", "Ny", "--lead", "UM|ENS"],
    ));
    let desk = Desk::portfolio();
    let rows: String = (0..40).map(|n| format!("ID-2021,99.{n},Titel {n}\n")).collect();
    desk.write("rows.csv", format!("plan,number,title\n{rows}"));
    all.push(Deed::new("import", desk, &["import", "objectives", "rows.csv"]));
    let desk = Desk::portfolio();
    desk.ok(&["log", "ID-2021/3.7", "-s", "ongoing", "-m", "Snart trukket tilbage"]);
    all.push(Deed::new("undo", desk, &["undo"]));
    let freeze = ["freeze", "2023-Q2", "--plan", "ID-2021", "--skip-earlier", "--waive", "no-lead=Ressort"];
    all.push(Deed::new("freeze", Desk::portfolio(), &freeze));
    let desk = Desk::portfolio();
    desk.ok(&freeze);
    desk.ok(&["log", "ID-2021/3.7", "-s", "ongoing", "-l", "red", "--as-of", "2023-05-01", "-m", "For sent"]);
    all.push(Deed::new("restate", desk, &["restate", "2023-Q2", "--plan", "ID-2021", "--reason", "3.7 var rød"]));
    let desk = Desk::portfolio();
    std::fs::copy(desk.path("fremdrift.db"), desk.path("embassy.db")).expect("a copy");
    desk.ok(&["--db", "embassy.db", "log", "ID-2021/3.7", "-s", "ongoing", "-m", "Fra ambassaden"]);
    desk.ok(&["--db", "embassy.db", "objective", "add", "ID-2021/99.1", "--title", "Ny"]);
    all.push(Deed::new("merge", desk, &["merge", "embassy.db"]));
    let desk = Desk::portfolio();
    desk.ok(&["backup", "copy.db"]);
    desk.ok(&["log", "ID-2021/3.7", "-s", "ongoing", "-m", "Efter kopien"]);
    all.push(Deed::new("restore", desk, &["restore", "copy.db"]));
    let desk = Desk::empty();
    let old = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/versions/format-1.db");
    std::fs::copy(old, desk.path("fremdrift.db")).expect("an old file");
    all.push(Deed::new("upgrade", desk, &["changes"]));
    all
}

fn changes_before(deed: &Deed) -> i64 {
    let conn = Connection::open(deed.desk.path("fremdrift.db")).expect("a file");
    conn.query_row("SELECT count(*) FROM change", [], |r| r.get(0)).expect("changes")
}

/// Tries a deed with something done to it at call after call, until it is done undisturbed; gives how
/// often it was disturbed. `look` sees what it said, and how many changes there are after it.
fn sweep(deed: &Deed, call: &str, (what, on): (&str, &str), mut look: impl FnMut(&str, &Said, i64)) -> usize {
    let before = files(&deed.desk);
    let (mut n, mut done) = (1, 0);
    loop {
        put_back(&deed.desk, &before);
        let said = under(&deed.desk, &deed.args(), call, what, &format!("{n}{on}"));
        if said.code == 0 {
            break;
        }
        done += 1;
        let at = format!("{} at {call} {n}", deed.name);
        // SQLite looks first: our own program would upgrade an old file.
        let (changes, _) = state(&deed.desk);
        let verified = deed.desk.run(&["verify"]);
        assert_eq!(verified.code, 0, "{at}: {verified:?}");
        look(&at, &said, changes);
        n += step();
        assert!(n < 100_000, "{at}: it never comes to an end");
    }
    put_back(&deed.desk, &before);
    done
}

#[test]
fn killed_at_a_write_a_change_is_there_whole_or_not_at_all() {
    if !has_strace() {
        return;
    }
    let mut kills = 0;
    for deed in deeds() {
        let (before, old) = (files(&deed.desk), changes_before(&deed));
        deed.desk.ok(&deed.args());
        let new = state(&deed.desk).0;
        put_back(&deed.desk, &before);
        for call in ["pwrite64", "fsync", "unlink", "rename"] {
            kills += sweep(&deed, call, ("signal=KILL", ""), |at, said, now| {
                assert!(matches!(said.code, -1 | 137), "{at}: {said:?}");
                assert!(now == old || now == new, "{at}: {old} changes, then {now}");
            });
        }
    }
    println!("{kills} kills");
    assert!(kills > 80, "{kills} kills: that is no sweep");
}

#[test]
fn on_a_full_disk_nothing_is_written_and_it_is_said() {
    if !has_strace() {
        return;
    }
    let mut full = 0;
    for deed in deeds() {
        let (before, old) = (files(&deed.desk), changes_before(&deed));
        deed.desk.ok(&deed.args());
        let new = state(&deed.desk).0;
        put_back(&deed.desk, &before);
        // A disk that is full stays full; one that is broken stays broken.
        for (call, error) in [("pwrite64", "error=ENOSPC"), ("fsync", "error=EIO")] {
            full += sweep(&deed, call, (error, "+"), |at, said, now| {
                assert_eq!(said.code, 3, "{at}: {said:?}");
                assert!(said.stderr.starts_with("error: "), "{at}: {said:?}");
                assert!(call != "pwrite64" || said.stderr.contains("the disk is full"), "{at}: {said:?}");
                // Whether what was there before a sync that failed is on the disk, nobody knows; it is whole.
                assert!(now == old || (call == "fsync" && now == new), "{at}: {old} changes, then {now}");
            });
        }
    }
    println!("{full} times full or broken");
    assert!(full > 80, "{full} times: that is no sweep");
}

#[test]
fn a_file_that_could_not_be_written_is_not_there_by_half() {
    if !has_strace() {
        return;
    }
    let desk = Desk::illustrated();
    let mut told = 0;
    let summary = ["summary", "2023-Q4", "--plan", "ID-2021"];
    for (name, args) in [
        ("out.csv", &["export", "objectives"][..]),
        ("out.md", &summary),
        ("out.docx", &summary),
        ("out.xlsx", &summary),
        ("out.html", &summary),
        ("copy.db", &["backup", "copy.db"]),
    ] {
        let output = [args, &["-o", name]].concat();
        let args: &[&str] = if name == "copy.db" { args } else { &output };
        for (call, what) in [
            ("write", "error=ENOSPC"),
            ("pwrite64", "error=ENOSPC"),
            ("fsync", "error=EIO"),
            ("write", "signal=KILL"),
            ("pwrite64", "signal=KILL"),
        ] {
            let mut n = 1;
            loop {
                let _ = std::fs::remove_file(desk.path(name));
                let when = if what.starts_with("error") { format!("{n}+") } else { n.to_string() };
                let said = under(&desk, args, call, what, &when);
                // Its last word goes to the terminal: the file is there by then.
                if said.code == 0 || desk.path(name).exists() {
                    break;
                }
                told += 1;
                if what.starts_with("error") {
                    assert_eq!(said.code, 3, "{name} at {call} {n}: {said:?}");
                    let left: Vec<String> = files(&desk).into_keys().filter(|f| f.starts_with(".fremdrift-")).collect();
                    assert!(left.is_empty(), "{name} at {call} {n} leaves {left:?}");
                }
                n += step();
            }
            for left in files(&desk).into_keys().filter(|f| f.starts_with(".fremdrift-")) {
                std::fs::remove_file(desk.path(&left)).expect("what a killed process left");
            }
        }
        let whole = desk.path(name);
        let _ = std::fs::remove_file(&whole);
        desk.ok(args);
        assert!(whole.exists());
        std::fs::remove_file(&whole).expect("a file less");
    }
    println!("{told} times");
    assert!(told > 20, "{told} times: that is no sweep");
    assert_eq!(desk.run(&["verify"]).code, 0);
}
