//! The program is killed while it writes: a change is there whole or not at all.
#![cfg(unix)]

use crate::support::Desk;
use std::fmt::Write;
use std::process::Stdio;
use std::time::Duration;

/// Starts the program, kills it after a while; whether it had ended well before.
fn killed(desk: &Desk, args: &[&str], after: Duration) -> bool {
    let mut child =
        desk.command().args(args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program runs");
    std::thread::sleep(after);
    let _ = child.kill(); // SIGKILL; one that has ended can't be killed any more.
    child.wait().expect("an end").success()
}

fn changes(desk: &Desk) -> usize {
    desk.ok(&["export", "changes", "--profile", "rfc4180"]).lines().count() - 1
}

fn objectives(from: usize, to: usize) -> String {
    let mut text = "plan,number,title\n".to_string();
    for n in from..to {
        writeln!(text, "ID-2021,99.{n},Titel {n}").expect("text");
    }
    text
}

fn whole(desk: &Desk) {
    desk.ok(&["verify"]);
}

#[test]
fn a_killed_command_leaves_the_change_whole_or_not_at_all() {
    let desk = Desk::portfolio();
    let mut before = changes(&desk);
    let mut landed = 0;
    for n in 0..48u64 {
        let rows = objectives(n as usize * 30, n as usize * 30 + 30);
        desk.write("rows.csv", &rows);
        let note = format!("kill {n}");
        let args: Vec<&str> = match n % 4 {
            0 => vec!["log", "ID-2021/3.7", "-s", "ongoing", "-m", &note],
            1 => vec!["import", "objectives", "rows.csv"],
            2 => vec!["objective", "edit", "ID-2021/1.1", "--title", &note],
            _ => vec!["undo"],
        };
        let done = killed(&desk, &args, Duration::from_micros(n / 4 * 1300 + n % 4 * 300));
        whole(&desk);
        let after = changes(&desk);
        assert!(after == before || after == before + 1, "{args:?}: {before} then {after}");
        assert!(!done || after == before + 1, "{args:?} was acknowledged and is not there");
        if n % 4 == 1 {
            let there = desk.ok(&["export", "objectives", "--profile", "rfc4180"]);
            let there = (n * 30..n * 30 + 30).filter(|i| there.contains(&format!(",99.{i},"))).count();
            assert_eq!(there, if after > before { 30 } else { 0 });
        }
        landed += after - before;
        before = after;
    }
    assert!(landed > 0, "nothing ever landed: the delays are too short to say anything");
}

#[test]
fn a_killed_import_of_two_thousand_objectives_is_there_whole_or_not_at_all() {
    let desk = Desk::portfolio();
    desk.write("rows.csv", objectives(0, 2000));
    let count = || desk.ok(&["export", "objectives", "--profile", "rfc4180"]).matches(",Titel ").count();
    for n in [20, 80, 150, 250, 400, 600] {
        let done = killed(&desk, &["import", "objectives", "rows.csv"], Duration::from_millis(n));
        whole(&desk);
        let there = count();
        assert!(there == 2000 || (there == 0 && !done), "{there} of 2000 after {n} ms");
        if there == 2000 {
            desk.ok(&["undo"]);
        }
    }
}

#[test]
fn a_killed_init_leaves_the_whole_portfolio_or_nothing_in_the_way() {
    for n in 0..16u64 {
        let desk = Desk::empty();
        let done = killed(&desk, &["init", "--portfolio"], Duration::from_millis(n * 6));
        let there = desk.path("fremdrift.db").exists();
        assert!(there || !done);
        if !there {
            desk.ok(&["init", "--portfolio"]);
        }
        whole(&desk);
        assert_eq!(changes(&desk), 2);
    }
}
