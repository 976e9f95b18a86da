//! Killed at every changed row, and after swept delays: a change is there whole or not at all, and what
//! was acknowledged is there. A debugger does it from outside, where SQLite puts a row into a table or an
//! index or takes one out, so that nothing in the program knows of it.
//!
//! A few rows of some commands in a usual run; `FREMDRIFT_FAULTS=all cargo test killed` takes all commands, and
//! up to 150 rows put in and 150 taken out of each.
#![cfg(target_os = "linux")]

use crate::deeds::{Deed, Ends, deeds, is_long, lay_out, put_back, some_deeds, state, the_one};
use crate::support::{Desk, Said, said, tool};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Where SQLite changes a row.
const ROWS: [&str; 2] = ["sqlite3BtreeInsert", "sqlite3BtreeDelete"];

/// The program with two of its names alone: a debugger reads it twenty times faster.
fn slim(folder: &Path) -> PathBuf {
    let slim = folder.join("fremdrift");
    let keep = ROWS.map(|r| format!("--keep-symbol={r}"));
    let program = env!("CARGO_BIN_EXE_fremdrift");
    let made = Command::new("objcopy").arg("--strip-all").args(keep).arg(program).arg(&slim).status();
    if made.is_ok_and(|s| s.success()) { slim } else { program.into() }
}

/// Runs a script of gdb on the program, which works in the folder of the desk.
fn gdb(desk: &Desk, program: &Path, args: &[&str], script: &str) -> Said {
    let work = tempfile::tempdir().expect("a folder");
    let head =
        format!("set auto-solib-add off\nset confirm off\nset pagination off\nset cwd {}\n", desk.folder().display());
    let breaks: String = ROWS.iter().map(|r| format!("break {r}\n")).collect();
    std::fs::write(work.path().join("script"), head + &breaks + script).expect("a script");
    let ours = desk.command();
    let mut command = Command::new("gdb");
    command.current_dir(work.path()).env_clear().stdin(Stdio::null());
    for (key, value) in ours.get_envs() {
        command.env(key, value.unwrap_or_default());
    }
    command.args(["-batch", "-nx", "-iex", "set auto-load off", "-x", "script", "--args"]).arg(program).args(args);
    said(command.output().expect("gdb"))
}

/// How often a deed puts in a row, and how often it takes one out.
fn rows(deed: &Deed, program: &Path) -> [usize; 2] {
    let told = gdb(&deed.desk, program, &deed.args(), "ignore 1 1000000\nignore 2 1000000\nrun\ninfo breakpoints\n");
    assert!(told.stdout.contains("exited normally"), "{}: {told:?}", deed.name);
    ROWS.map(|row| {
        let after = told.stdout.split("Num ").nth(1).and_then(|t| t.split(row).nth(1));
        let hits = after.and_then(|t| t.lines().nth(1)).and_then(|l| l.trim().strip_prefix("breakpoint already hit "));
        hits.and_then(|h| h.split(' ').next()).map_or(0, |n| n.parse().expect("a number"))
    })
}

/// The state of a folder after a deed was killed in it.
fn look(deed: &Deed, ends: &Ends, folder: &Path, at: &str, acknowledged: bool) -> bool {
    let there = ends.done(&state(folder)).unwrap_or_else(|| panic!("{at}: by half"));
    assert!(there || !acknowledged, "{at}: it was acknowledged and is not there");
    if folder.join("fremdrift.db").exists() {
        let verified = said(deed.desk.command().current_dir(folder).arg("verify").output().expect("the program"));
        assert_eq!(verified.code, 0, "{at}: {verified:?}");
    }
    there
}

#[test]
fn killed_at_a_changed_row_a_change_is_there_whole_or_not_at_all() {
    if tool(Command::new("gdb").arg("--version")).is_none() {
        return;
    }
    let tools = tempfile::tempdir().expect("a folder");
    let program = slim(tools.path());
    let (mut kills, mut all) = (0, 0);
    for deed in some_deeds() {
        let ends = deed.both_ends();
        let hits = rows(&deed, &program);
        put_back(&deed.desk, &ends.files);
        if hits == [0, 0] {
            assert_eq!(deed.name, "restore", "only it changes no row");
            continue;
        }
        all += hits[0] + hits[1];
        // In a long run every row of a small change, of the thousands of a new portfolio every twentieth.
        let most = if is_long() { 150 } else { 2 };
        let at: Vec<(usize, usize)> = (0..2)
            .flat_map(|b| {
                let step = hits[b].div_ceil(most).max(1);
                (0..hits[b]).step_by(step).map(move |n| (b, n))
            })
            .collect();
        let kept = tempfile::tempdir().expect("a folder");
        let before = kept.path().join("before");
        std::fs::create_dir(&before).expect("a folder");
        lay_out(&before, &ends.files);
        let (desk, kept_at) = (deed.desk.folder().display(), kept.path().display());
        let mut script = String::new();
        for (i, (b, n)) in at.iter().enumerate() {
            let other = 2 - b;
            let this = b + 1;
            writeln!(script, "ignore {other} 1000000\nignore {this} {n}\nset $_exitcode = $nothing\nrun")
                .expect("text");
            writeln!(
                script,
                "if $_isvoid($_exitcode)\nkill\nend\nshell mv {desk} {kept_at}/{i} && cp -a {before} {desk}",
                before = before.display()
            )
            .expect("text");
        }
        let told = gdb(&deed.desk, &program, &deed.args(), &script);
        let killed = told.stdout.matches(" killed]").count();
        assert!(killed * 10 >= at.len() * 9, "{}: {killed} of {} were killed: {told:?}", deed.name, at.len());
        kills += killed;
        for (i, (b, n)) in at.iter().enumerate() {
            let at = format!("{} at {} {}", deed.name, ROWS[*b], n + 1);
            look(&deed, &ends, &kept.path().join(i.to_string()), &at, false);
        }
    }
    println!("{kills} kills at {all} changed rows");
    assert!(the_one().is_some() || kills > 50, "{kills} kills: that is no sweep");
}

#[test]
fn killed_after_a_while_a_change_is_there_whole_or_not_at_all() {
    let times = if is_long() { 40 } else { 4 };
    let (mut kills, mut landed) = (0, 0);
    for deed in deeds() {
        let ends = deed.both_ends();
        let began = Instant::now();
        deed.desk.ok(&deed.args());
        let long = began.elapsed();
        for n in 0..times {
            put_back(&deed.desk, &ends.files);
            let mut command = deed.desk.command();
            let mut child =
                command.args(deed.args()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program");
            std::thread::sleep(long.mul_f64(f64::from(n) / f64::from(times)) + Duration::from_micros(300));
            let _ = child.kill(); // SIGKILL; one that has ended can't be killed any more.
            let done = child.wait().expect("an end").success();
            let at = format!("{} after {n} of {times} parts of {long:?}", deed.name);
            landed += usize::from(look(&deed, &ends, deed.desk.folder(), &at, done));
            kills += usize::from(!done);
        }
    }
    println!("{kills} kills, {landed} landed");
    assert!(the_one().is_some() || kills > 60 && kills > landed, "{kills} kills, {landed} landed: that is no sweep");
}
