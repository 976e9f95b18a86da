//! Strange places and strange days: a file that somebody else holds, that may not be written, that
//! lies behind a link, on a share or in a folder that is synchronised; clocks that are wrong.

use crate::support::{Desk, Said, said};
use rusqlite::Connection;
use std::time::{Duration, Instant};

// In use by somebody else.

const LOG: &[&str] = &["log", "ID-2021/3.7", "-s", "ongoing"];

/// Another program that holds the file as long as it lives: a lock is kept by a process, and one of
/// ours would lose it as soon as the test reads the file.
fn held(desk: &Desk, how: &str) -> Connection {
    let other = Connection::open(desk.path("fremdrift.db")).expect("a file");
    other.execute_batch(how).expect("a lock");
    other
}

fn told_after(seconds: &str) -> String {
    format!(
        "error: fremdrift.db: the file is in use by somebody else; it was waited for {seconds}\n\
         hint: nothing was written; try again, or wait longer for it: --wait 60\n"
    )
}

#[test]
fn how_long_is_waited_is_said_by_a_flag_a_variable_or_the_configuration() {
    let desk = Desk::portfolio();
    let other = held(&desk, "BEGIN IMMEDIATE");
    let timed = |env: &[(&str, &str)], args: &[&str]| {
        let began = Instant::now();
        let said = said(desk.command().envs(env.iter().copied()).args(LOG).args(args).output().expect("the program"));
        assert_eq!((said.code, said.stdout.as_str()), (3, ""), "{said:?}");
        (said.stderr, began.elapsed())
    };
    let waiting = "fremdrift.db is in use by somebody else; it is waited for up to";
    let (told, _) = timed(&[], &["--wait", "1"]);
    assert_eq!(told, format!("{waiting} 1 second\n{}", told_after("1 second")));
    let (told, _) = timed(&[("FREMDRIFT_WAIT", "2")], &[]);
    assert_eq!(told, format!("{waiting} 2 seconds\n{}", told_after("2 seconds")));
    std::fs::create_dir_all(desk.path("config/fremdrift")).expect("a folder");
    desk.write("config/fremdrift/config.toml", "wait = 1\n");
    let (told, _) = timed(&[], &["--lang", "da"]);
    let danish = "fremdrift.db er i brug af en anden; der ventes op til 1 sekund\n";
    assert_eq!(told, format!("{danish}{}", told_after("1 second")));
    // Nobody waits with 0, and nothing is said of it with --quiet.
    let (told, took) = timed(&[], &["--wait", "0"]);
    assert!(took < Duration::from_millis(900), "{took:?}");
    assert!(told.starts_with("error: fremdrift.db: the file is in use by somebody else\nhint: "), "{told}");
    let (told, took) = timed(&[], &["--wait", "1", "--quiet"]);
    assert_eq!(told, told_after("1 second"));
    assert!(took > Duration::from_millis(900), "{took:?}");
    for wrong in ["-1", "soon", "86401", ""] {
        assert_eq!(desk.run(&[LOG, &["--wait", wrong]].concat()).code, 2, "{wrong}");
    }
    drop(other);
    desk.ok(LOG);
}

#[test]
fn whoever_waits_long_is_told_again() {
    let desk = Desk::portfolio();
    let other = held(&desk, "BEGIN EXCLUSIVE");
    let said = desk.run(&["list", "--wait", "12"]);
    assert_eq!(
        said.stderr,
        format!(
            "fremdrift.db is in use by somebody else; it is waited for up to 12 seconds\n\
             fremdrift.db is still in use after 10 seconds; it is waited for up to 12 seconds\n{}",
            told_after("12 seconds")
        )
    );
    drop(other);
}

#[test]
fn a_reader_that_holds_on_keeps_a_change_from_landing_and_it_is_told() {
    let desk = Desk::portfolio();
    // The lock is met at COMMIT: another program is in the middle of reading.
    let other = held(&desk, "BEGIN; SELECT count(*) FROM entry");
    let said = desk.run(&[LOG, &["--wait", "1"]].concat());
    assert_eq!((said.code, said.stdout.as_str()), (3, ""), "{said:?}");
    assert!(said.stderr.ends_with(&told_after("1 second")), "{said:?}");
    assert!(desk.ok(&["changes"]).lines().count() > 0, "who only reads is not disturbed");
    other.execute_batch("COMMIT").expect("done");
    drop(other);
    assert!(desk.ok(&["verify"]).starts_with("fremdrift.db is whole: 2 changes"));
    assert!(!desk.path("fremdrift.db-journal").exists());
    desk.ok(LOG);
}

#[test]
fn a_copy_of_a_file_that_is_held_is_waited_for_and_not_left_by_half() {
    let desk = Desk::portfolio();
    desk.ok(&["backup", "copy.db"]);
    for (how, args) in [
        ("BEGIN EXCLUSIVE", &["backup", "new.db"][..]),
        ("BEGIN EXCLUSIVE", &["merge", "fremdrift.db", "--db", "copy.db"]),
        ("BEGIN EXCLUSIVE", &["restore", "fremdrift.db", "--db", "new.db"]),
    ] {
        let other = held(&desk, how);
        let said = desk.run(&[args, &["--wait", "1"]].concat());
        assert_eq!((said.code, said.stdout.as_str()), (3, ""), "{args:?}: {said:?}");
        assert!(said.stderr.ends_with(&told_after("1 second")), "{args:?}: {said:?}");
        drop(other);
        assert!(!desk.path("new.db").exists(), "{args:?}");
    }
}

#[test]
fn a_file_that_is_freed_while_it_is_waited_for_is_used() {
    let desk = Desk::portfolio();
    let other = held(&desk, "BEGIN EXCLUSIVE");
    let said = std::thread::scope(|s| {
        let log = s.spawn(|| desk.run(LOG));
        std::thread::sleep(Duration::from_millis(1500));
        drop(other);
        log.join().expect("log")
    });
    let waiting = "fremdrift.db is in use by somebody else; it is waited for up to 5 seconds\n";
    let stdout = "ID-2021/3.7: ongoing as of 2026-11-23 (nothing before)  [change 3]\n".to_string();
    assert_eq!(said, Said { stdout, stderr: waiting.into(), code: 0 });
}
