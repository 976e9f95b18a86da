//! The program is killed while it writes: a change is there whole or not at all.
#![cfg(unix)]

use crate::deeds::filled_sheet;
use crate::support::Desk;
use std::fmt::Write;
use std::process::Stdio;
use std::time::{Duration, Instant};

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
    let start = Instant::now();
    desk.ok(&["log", "ID-2021/3.7", "-s", "ongoing", "-m", "left alone"]);
    let usual = start.elapsed();
    let mut before = changes(&desk);
    let (mut landed, mut kills) = (0, 0);
    for n in 0..48u32 {
        let rows = objectives(n as usize * 30, n as usize * 30 + 30);
        desk.write("rows.csv", &rows);
        let note = format!("kill {n}");
        let args: Vec<&str> = match n % 4 {
            0 => vec!["log", "ID-2021/3.7", "-s", "ongoing", "-m", &note],
            1 => vec!["import", "objectives", "rows.csv"],
            2 => vec!["objective", "edit", "ID-2021/1.1", "--title", &note],
            _ => vec!["undo"],
        };
        let done = killed(&desk, &args, usual * n / 24);
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
        kills += usize::from(!done);
        before = after;
    }
    println!("{kills} kills, {landed} landed");
    assert!(landed > 0 && kills > 8, "nothing ever landed: the delays are too short to say anything");
}

#[test]
fn a_killed_import_of_two_thousand_objectives_is_there_whole_or_not_at_all() {
    let desk = Desk::portfolio();
    desk.write("rows.csv", objectives(0, 2000));
    let count = || desk.ok(&["export", "objectives", "--profile", "rfc4180"]).matches(",Titel ").count();
    let mut kills = 0;
    for n in [20, 80, 150, 250, 400, 600] {
        let done = killed(&desk, &["import", "objectives", "rows.csv"], Duration::from_millis(n));
        whole(&desk);
        kills += usize::from(!done);
        let there = count();
        assert!(there == 2000 || (there == 0 && !done), "{there} of 2000 after {n} ms");
        if there == 2000 {
            desk.ok(&["undo"]);
        }
    }
    println!("{kills} kills");
    assert!(kills > 0);
}

#[test]
fn a_killed_init_leaves_the_whole_portfolio_or_nothing_in_the_way() {
    let mut kills = 0;
    for n in 0..16u64 {
        let desk = Desk::empty();
        let done = killed(&desk, &["init", "--portfolio"], Duration::from_millis(n * 6));
        let there = desk.path("fremdrift.db").exists();
        assert!(there || !done);
        kills += usize::from(!done);
        if !there {
            desk.ok(&["init", "--portfolio"]);
        }
        whole(&desk);
        assert_eq!(changes(&desk), 2);
    }
    println!("{kills} kills");
    assert!(kills > 0);
}

#[test]
fn a_killed_merge_leaves_both_copies_whole() {
    let desk = Desk::portfolio();
    std::fs::copy(desk.path("fremdrift.db"), desk.path("embassy.db")).expect("a copy");
    for n in 0..20 {
        desk.ok(&["--db", "embassy.db", "log", "ID-2021/3.7", "-s", "ongoing", "-m", &format!("linje {n}")]);
        desk.ok(&["--db", "embassy.db", "objective", "add", &format!("ID-2021/99.{n}"), "--title", "Ny"]);
    }
    desk.ok(&["objective", "edit", "ID-2021/4.2", "--title", "Vores"]);
    desk.ok(&["--db", "embassy.db", "objective", "edit", "ID-2021/4.2", "--title", "Deres"]);
    let (mine, theirs) = (desk.path("fremdrift.db"), std::fs::read(desk.path("embassy.db")).expect("a file"));
    let before = std::fs::read(&mine).expect("a file");
    let (old, new) = (changes(&desk), changes(&desk) + 42);
    let (mut landed, mut killed_off) = (0, 0);
    for n in 0..24u64 {
        std::fs::write(&mine, &before).expect("the file as it was");
        let done = killed(&desk, &["merge", "embassy.db", "--take", "theirs"], Duration::from_micros(n * 2500));
        whole(&desk);
        let now = changes(&desk);
        assert!(now == old || now == new, "{old}, then {now}");
        assert!(!done || now == new, "it was acknowledged and is not there");
        landed += usize::from(now == new);
        killed_off += usize::from(!done);
        assert!(std::fs::read(desk.path("embassy.db")).expect("a file") == theirs, "the other copy is only read");
    }
    println!("{killed_off} kills, {landed} landed");
    // Some were killed while they ran; the last look is at one that was not.
    assert!(killed_off > 0 && landed < 24, "{killed_off} killed, {landed} landed");
    std::fs::write(&mine, &before).expect("the file as it was");
    desk.ok(&["merge", "embassy.db", "--take", "theirs"]);
    assert_eq!(changes(&desk), new);
}

#[test]
fn a_killed_reading_of_a_return_leaves_it_whole_or_unread() {
    let desk = Desk::portfolio();
    let sheet = filled_sheet(&desk);
    let mine = desk.path("fremdrift.db");
    let before = std::fs::read(&mine).expect("a file");
    let old = changes(&desk);
    let (mut landed, mut kills) = (0, 0);
    for n in 0..16u64 {
        std::fs::write(&mine, &before).expect("the file as it was");
        let done = killed(&desk, &["return", "read", &sheet], Duration::from_micros(n * 2000));
        whole(&desk);
        let now = changes(&desk);
        assert!(now == old || now == old + 1, "{old}, then {now}");
        assert!(!done || now == old + 1, "it was acknowledged and is not there");
        landed += now - old;
        kills += usize::from(!done);
    }
    println!("{kills} kills, {landed} landed");
    assert!(landed < 16 && kills > 0);
    std::fs::write(&mine, &before).expect("the file as it was");
    desk.ok(&["return", "read", &sheet]);
    assert_eq!(changes(&desk), old + 1);
}
