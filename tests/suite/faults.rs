//! Killed, and starved of disk, at every write: a change is there whole or not at all, and what could
//! not be written is said. Another program (strace) does it to ours, at the very system call, so that
//! nothing in ours knows of it.
//!
//! Every few writes in a usual run; `FREMDRIFT_FAULTS=all cargo test faults` tries each one.
#![cfg(target_os = "linux")]

use crate::deeds::{Deed, files, put_back, some_deeds, state, step, the_one};
use crate::support::{Desk, Said, said, tool};
use std::process::Command;

/// In a usual run, every so many.
const USUAL: usize = 29;

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

/// Tries a deed with something done to it at call after call, until it is done undisturbed; gives how
/// often it was disturbed. `look` sees what it said, and whether the deed is there.
fn sweep(deed: &Deed, calls: &[&str], (what, on): (&str, &str), look: impl Fn(&str, &str, &Said, bool)) -> usize {
    let ends = deed.both_ends();
    let mut done = 0;
    for call in calls {
        let mut n = 1;
        loop {
            put_back(&deed.desk, &ends.files);
            let said = under(&deed.desk, &deed.args(), call, what, &format!("{n}{on}"));
            if said.code == 0 {
                break;
            }
            done += 1;
            let at = format!("{} at {call} {n}", deed.name);
            // SQLite looks first: our own program would upgrade an old file.
            let there = ends.done(&state(deed.desk.folder()));
            look(call, &at, &said, there.unwrap_or_else(|| panic!("{at}: by half")));
            if deed.desk.path("fremdrift.db").exists() {
                let verified = deed.desk.run(&["verify"]);
                assert_eq!(verified.code, 0, "{at}: {verified:?}");
            }
            // Few syncs and renames, many writes.
            n += if *call == "pwrite64" { step(USUAL) } else { step(3) };
            assert!(n < 100_000, "{at}: it never comes to an end");
        }
    }
    put_back(&deed.desk, &ends.files);
    done
}

#[test]
fn killed_at_a_write_a_change_is_there_whole_or_not_at_all() {
    if !has_strace() {
        return;
    }
    let mut kills = 0;
    for deed in some_deeds() {
        kills += sweep(&deed, &["pwrite64", "fsync", "unlink", "rename"], ("signal=KILL", ""), |_, at, said, _| {
            assert!(matches!(said.code, -1 | 137), "{at}: {said:?}");
        });
    }
    println!("{kills} kills");
    assert!(the_one().is_some() || kills > 100, "{kills} kills: that is no sweep");
}

#[test]
fn on_a_full_disk_nothing_is_written_and_it_is_said() {
    if !has_strace() {
        return;
    }
    let mut full = 0;
    for deed in some_deeds() {
        // A disk that is full stays full; one that is broken stays broken.
        for (calls, error) in [(["pwrite64"], "error=ENOSPC"), (["pwrite64"], "error=EDQUOT"), (["fsync"], "error=EIO")]
        {
            full += sweep(&deed, &calls, (error, "+"), |call, at, said, there| {
                assert_eq!(said.code, 3, "{at}: {said:?}");
                assert!(said.stderr.starts_with("error: "), "{at}: {said:?}");
                let why = if error == "error=EDQUOT" { "could not be written" } else { "the disk is full" };
                assert!(call != "pwrite64" || said.stderr.contains(why), "{at}: {said:?}");
                // Whether what was there before a sync that failed is on the disk, nobody knows; it is whole.
                assert!(!there || call == "fsync", "{at}: {said:?}");
            });
        }
    }
    println!("{full} times full or broken");
    assert!(the_one().is_some() || full > 100, "{full} times: that is no sweep");
}

#[test]
fn a_file_that_could_not_be_written_is_not_there_by_half() {
    if !has_strace() {
        return;
    }
    let desk = Desk::illustrated();
    let before = files(desk.folder());
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
        desk.ok(args);
        let whole = std::fs::read(desk.path(name)).expect("a file");
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
                    let there = std::fs::read(desk.path(name)).expect("a file");
                    assert!(there == whole, "{name} at {call} {n}: it is there by half");
                    break;
                }
                told += 1;
                if what.starts_with("error") {
                    assert_eq!(said.code, 3, "{name} at {call} {n}: {said:?}");
                    let left: Vec<String> =
                        files(desk.folder()).into_keys().filter(|f| f.starts_with(".fremdrift-")).collect();
                    assert!(left.is_empty(), "{name} at {call} {n} leaves {left:?}");
                }
                n += step(7);
            }
            put_back(&desk, &before);
        }
    }
    println!("{told} times");
    assert!(told > 20, "{told} times: that is no sweep");
    assert_eq!(desk.run(&["verify"]).code, 0);
}
