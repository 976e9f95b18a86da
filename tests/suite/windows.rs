//! The program as it was built for Windows, under wine: what only Windows does. The stories run with it too.
//!
//! `.ci/windows` builds it, and what stands beside it, and runs these and some stories; `.ci/windows windows:: stories::`
//! runs all of them. Otherwise there is nothing to try.

use crate::deeds::{FREEZE, files};
use crate::support::{Desk, is_windows};
use std::io::Read;
use std::path::Path;
use std::process::{Child, Stdio};

/// Another program that has a file of the desk open, as Word and Excel do.
fn hold(desk: &Desk, name: &str) -> Child {
    let command = desk.command();
    let built = command.get_args().next().map(Path::new).expect("the program").with_file_name("hold.exe");
    let mut wine = std::process::Command::new(command.get_program());
    for (key, value) in command.get_envs() {
        wine.env(key, value.unwrap_or_default());
    }
    let mut holder = wine
        .current_dir(desk.folder())
        .arg(built)
        .arg(name)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it runs");
    let mut said = [0; 4];
    holder.stdout.as_mut().expect("a pipe").read_exact(&mut said).expect("it is held");
    assert_eq!(&said, b"held");
    holder
}

#[test]
fn a_file_that_another_program_has_open_is_told() {
    if !is_windows() {
        return;
    }
    let desk = Desk::portfolio();
    desk.write("report.docx", b"of last quarter");
    desk.write("rows.csv", b"plan,number,title\nID-2021,99.1,Ny\n");
    desk.ok(&["backup", "other.db"]);
    for (file, args, told) in [
        ("report.docx", &["summary", "2026-Q3", "--yes", "-o", "report.docx"][..], "permission denied"),
        ("rows.csv", &["import", "objectives", "rows.csv"], "another program has this file open"),
        ("rows.csv", &["return", "read", "rows.csv"], "another program has this file open"),
        ("other.db", &["merge", "other.db"], "the file can't be opened (unable to open database file)"),
        ("other.db", &["restore", "other.db"], "the file can't be opened (unable to open database file)"),
    ] {
        let before = files(desk.folder());
        let mut holder = hold(&desk, file);
        let said = desk.run(args);
        holder.kill().and_then(|()| holder.wait()).expect("it ends");
        assert_eq!(said.code, 3, "{args:?}: {said:?}");
        let hint = match told {
            "another program has this file open" => "close it there and try again",
            _ => "look whether another program has it open, and at the permissions of the file and its folder",
        };
        assert_eq!(said.stderr, format!("error: {file}: {told}\nhint: {hint}\n"), "{args:?}");
        assert!(files(desk.folder()) == before, "{args:?}: nothing is touched, and nothing is left");
    }
}

#[test]
fn nothing_is_left_beside_what_was_made() {
    if !is_windows() {
        return;
    }
    let desk = Desk::portfolio();
    let old = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/versions/format-1.db");
    std::fs::copy(old, desk.path("gammel.db")).expect("an old file");
    desk.ok(&FREEZE);
    desk.ok(&["backup", "kopi.db"]);
    desk.ok(&["log", "ID-2021/3.7", "-s", "ongoing", "-m", "Møde i Århus"]);
    desk.ok(&["restore", "kopi.db"]);
    desk.ok(&["verify"]);
    for name in ["æøå.html", "rapport.docx", "rapport.xlsx", "rapport.docx"] {
        desk.ok(&["summary", "2026-Q3", "--yes", "-o", name]);
    }
    desk.ok(&["return", "send", "2026-Q3", "--plan", "ID-2021", "--authority", "ENS", "--out", "ud"]);
    desk.ok(&["--db", "gammel.db", "changes"]);
    desk.ok(&["--db", "gammel.db", "verify"]);
    // A file that a crash left and SQLite can't read is replaced, and kept.
    desk.write("skadet.db", b"SQLite format 3\0 and no more");
    desk.ok(&["--db", "skadet.db", "restore", "kopi.db"]);
    desk.ok(&["--db", "skadet.db", "verify"]);
    let names: Vec<String> = files(desk.folder()).into_keys().collect();
    assert_eq!(
        names,
        [
            "fremdrift.db",
            "fremdrift.db.before-restore-20261123T090000Z",
            "gammel.db",
            "gammel.db.format1",
            "kopi.db",
            "rapport.docx",
            "rapport.xlsx",
            "skadet.db",
            "skadet.db.before-restore-20261123T090000Z",
            "ud",
            "ud/2026-Q3-ENS.eml",
            "ud/2026-Q3-ENS.xlsx",
            "æøå.html",
        ]
    );
}
