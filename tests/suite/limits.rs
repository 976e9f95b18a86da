//! Where there is no more room, or no more memory: it is said, and the file is as it was.
#![cfg(target_os = "linux")]

use crate::deeds::{Deed, deeds, is_long, main_deeds, put_back, state};
use crate::support::{Desk, Said, said};
use std::process::Command;

/// Runs the program in a shell that has set a limit.
fn limited(desk: &Desk, limit: &str, args: &[&str]) -> Said {
    let ours = desk.command();
    let mut command = Command::new("sh");
    command.current_dir(desk.folder()).env_clear();
    for (key, value) in ours.get_envs() {
        command.env(key, value.unwrap_or_default());
    }
    command.args(["-c", &format!("{limit}; exec \"$0\" \"$@\"")]).arg(ours.get_program()).args(args);
    said(command.output().expect("a shell"))
}

fn some() -> Vec<Deed> {
    if is_long() { deeds() } else { main_deeds() }
}

#[test]
fn where_a_file_may_not_grow_nothing_is_written_and_it_is_said() {
    let mut told = 0;
    for deed in some() {
        let ends = deed.both_ends();
        // In blocks of 512 bytes; the portfolio has 920.
        for blocks in [0, 1, 8, 40, 200, 700, 905] {
            let said = limited(&deed.desk, &format!("ulimit -f {blocks}"), &deed.args());
            let at = format!("{} with {blocks} blocks", deed.name);
            let there = ends.done(&state(deed.desk.folder())).unwrap_or_else(|| panic!("{at}: by half"));
            if said.code == 0 {
                assert!(there, "{at}: {said:?}");
            } else {
                told += 1;
                assert_eq!(said.code, 3, "{at}: {said:?}");
                let why = ["could not be written", "may not become so large"];
                assert!(why.iter().any(|w| said.stderr.contains(w)), "{at}: {said:?}");
                assert!(!there, "{at}: {said:?}");
            }
            put_back(&deed.desk, &ends.files);
        }
    }
    println!("{told} times");
    assert!(told > 20, "{told} times: that is no sweep");
}

#[test]
fn without_memory_a_change_is_there_whole_or_not_at_all() {
    let mut told = 0;
    for deed in some() {
        let ends = deed.both_ends();
        for megabytes in [8, 16, 24, 28, 32, 40, 64] {
            let said = limited(&deed.desk, &format!("ulimit -v {}", megabytes * 1024), &deed.args());
            let at = format!("{} with {megabytes} MB", deed.name);
            let there = ends.done(&state(deed.desk.folder())).unwrap_or_else(|| panic!("{at}: by half"));
            assert!(there || said.code != 0, "{at}: it was acknowledged and is not there: {said:?}");
            told += usize::from(said.code != 0);
            put_back(&deed.desk, &ends.files);
        }
    }
    println!("{told} times");
    assert!(told > 6, "{told} times: that is no sweep");
}

#[test]
fn output_that_nobody_can_take_is_told() {
    let desk = Desk::portfolio();
    let full = || std::fs::OpenOptions::new().write(true).open("/dev/full").expect("a device");
    for args in [&["list", "--plan", "ID-2021"][..], &["export", "objectives"], &["summary", "2023-Q2"]] {
        let said = said(desk.command().args(args).stdout(full()).output().expect("the program"));
        assert_eq!(said.code, 3, "{args:?}: {said:?}");
        assert_eq!(said.stderr.lines().next(), Some("error: output: the disk is full"), "{args:?}");
        let (read, write) = std::io::pipe().expect("a pipe");
        drop(read);
        let said = crate::support::said(desk.command().args(args).stdout(write).output().expect("the program"));
        assert_eq!((said.code, said.stderr.as_str()), (0, ""), "{args:?}: who reads no more has seen enough");
    }
}
