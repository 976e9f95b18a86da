//! The cost of one command does not grow with the file: counted in reads, writes and syncs, which are the
//! same on every machine, not in seconds. How long things take is measured by `cargo bench`.
#![cfg(target_os = "linux")]

use crate::support::{Desk, tool};
use std::fmt::Write;
use std::process::Command;

/// How often a command calls the system to read, to write and to sync.
fn calls(desk: &Desk, args: &[&str]) -> Option<(usize, usize, usize)> {
    let ours = desk.command();
    let mut command = Command::new("strace");
    command.current_dir(desk.folder()).env_clear();
    for (key, value) in ours.get_envs() {
        command.env(key, value.unwrap_or_default());
    }
    let asked = ["-qqq", "-o", "calls.txt", "-e", "trace=pread64,pwrite64,fsync,fdatasync", "-e", "signal=none"];
    let said = tool(command.args(asked).arg(ours.get_program()).args(args))?;
    assert_eq!(said.code, 0, "{said:?}");
    let calls = desk.read("calls.txt");
    let count = |name: &str| calls.lines().filter(|l| l.starts_with(name)).count();
    Some((count("pread64("), count("pwrite64("), count("fsync(") + count("fdatasync(")))
}

/// A desk with the shipped portfolio, and `more` objectives with an entry each beside it.
fn desk(more: usize) -> Desk {
    let desk = Desk::portfolio();
    if more > 0 {
        let (mut objectives, mut entries) =
            ("plan,number,title\n".to_string(), "plan,objective,as_of,status,note\n".to_string());
        for n in 0..more {
            writeln!(objectives, "ID-2021,99.{n},Titel {n} om vand og energi").expect("text");
            writeln!(entries, "ID-2021,99.{n},2026-10-01,ongoing,Note {n} om vand").expect("text");
        }
        desk.write("objectives.csv", objectives);
        desk.write("entries.csv", entries);
        desk.ok(&["import", "objectives", "objectives.csv"]);
        desk.ok(&["import", "entries", "entries.csv"]);
    }
    desk
}

#[test]
fn showing_and_logging_cost_no_more_in_a_large_file() {
    let (small, large) = (desk(0), desk(4000));
    // A tree that is higher is one page more to each row that is looked for.
    let tree = 25;
    let Some(few) = calls(&small, &["show", "ID-2021/3.7"]) else { return };
    let many = calls(&large, &["show", "ID-2021/3.7"]).expect("strace");
    assert!(many.0 <= few.0 + tree, "show reads {} pages of a small file and {} of a large one", few.0, many.0);

    let log = ["log", "ID-2021/3.7", "-s", "ongoing", "-m", "Møde"];
    let few = calls(&small, &log).expect("strace");
    let many = calls(&large, &log).expect("strace");
    assert!(many.0 <= few.0 + tree, "log reads {} pages of a small file and {} of a large one", few.0, many.0);
    assert!(many.1 <= few.1 + tree, "log writes {} times into a small file and {} into a large one", few.1, many.1);
    assert!(few.2 <= 5 && many.2 <= 5, "log syncs {} times in a small file and {} in a large one", few.2, many.2);
}

#[test]
fn what_nobody_asked_for_is_not_read() {
    let large = desk(4000);
    let pages = std::fs::metadata(large.path("fremdrift.db")).expect("a file").len() / 4096;
    for args in
        [&["list", "--authority", "lead:ENS", "--overdue"][..], &["find", "søfart"], &["history", "ID-2021/3.7"]]
    {
        let Some((reads, ..)) = calls(&large, args) else { return };
        assert!(reads as u64 * 3 < pages, "{args:?} reads {reads} of {pages} pages");
    }
}

#[test]
fn a_file_that_is_sent_has_no_more_rows_than_a_reader_opens() {
    let desk = Desk::portfolio();
    let mut objectives = "plan,number,title,deadline_original\n".to_string();
    for n in 1..=5003 {
        writeln!(objectives, "VN-2023,99.{n},Titel {n} om vand og energi,2024").expect("text");
    }
    desk.write("objectives.csv", objectives);
    desk.ok(&["import", "objectives", "objectives.csv"]);
    let known: usize = desk.ok(&["list", "--plan", "VN-2023", "--format", "csv"]).lines().count() - 1;
    desk.ok(&["summary", "2026-Q4", "--plan", "VN-2023", "--format", "markdown", "-o", "a.md"]);
    desk.ok(&["summary", "2026-Q4", "--plan", "VN-2023", "--only", "annex", "-o", "a.html"]);
    let (text, page) = (desk.read("a.md"), desk.read("a.html"));
    assert!(text.contains(&known.to_string()), "the counts are of all of them");
    assert_eq!(page.matches("Titel ").count(), 5000);
    assert!(
        page.contains(&format!("{} more: fremdrift list --plan VN-2023", known - 5000)),
        "and it says where they are"
    );
}
