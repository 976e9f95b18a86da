//! On a disk that is really full: a small one in memory, seen by the command alone, with a ballast that
//! leaves page after page more room. Until there is enough it is said, the file is as it was, and nothing
//! is left beside it.
//!
//! The steps grow in a usual run; `FREMDRIFT_FAULTS=all cargo test small_disk` takes one page at a time.
#![cfg(target_os = "linux")]

use crate::deeds::{Files, files, is_long, lay_out};
use crate::support::{Desk, Said, said};
use std::path::Path;
use std::process::Command;

/// Puts the disk in the place of the folder, fills it, and takes the ballast away afterwards.
const ON_A_SMALL_DISK: &str = r#"
set -e
folder=$1 before=$2 after=$3 free=$4
shift 4
mount -t tmpfs -o size=3m tmpfs "$folder"
cd "$folder"
cp -a "$before"/. .
dd if=/dev/zero of=ballast bs=4096 2>/dev/null || :
truncate -s "-$((free * 4096))" ballast
code=0
"$@" || code=$?
rm ballast
cp -a . "$after"
exit "$code"
"#;

/// How a file system of one's own can be had here; `None`, and it is said, where it can't.
fn own_mounts() -> Option<&'static str> {
    let folder = tempfile::tempdir().expect("a folder");
    let works = |how: &&str| {
        let mut command = Command::new("unshare");
        command.args([how, "sh", "-c", "mount -t tmpfs tmpfs \"$0\""]).arg(folder.path());
        command.output().is_ok_and(|o| o.status.success())
    };
    let found = ["-m", "-rm"].into_iter().find(works);
    if found.is_none() {
        assert!(std::env::var_os("CI").is_none(), "no small disk can be had: unshare and mount do not work");
        eprintln!("not tried: no small disk can be had (unshare -m, unshare -rm)");
    }
    found
}

/// Runs a command where so many pages are free; gives what it said, and what lies there then.
fn with_room(how: &str, desk: &Desk, before: &Path, free: usize, args: &[&str]) -> (Said, Files) {
    let after = tempfile::tempdir().expect("a folder");
    let ours = desk.command();
    let mut command = Command::new("unshare");
    command.env_clear();
    for (key, value) in ours.get_envs() {
        command.env(key, value.unwrap_or_default());
    }
    command.args([how, "sh", "-c", ON_A_SMALL_DISK, "sh"]).arg(desk.folder()).arg(before).arg(after.path());
    command.arg(free.to_string()).arg(ours.get_program()).args(args);
    (said(command.output().expect("unshare")), files(after.path()))
}

#[test]
fn on_a_small_disk_nothing_is_written_and_it_is_said_until_there_is_room() {
    let Some(how) = own_mounts() else { return };
    let desk = Desk::portfolio();
    let rows: String = (0..40).map(|n| format!("ID-2021,99.{n},Titel {n}\n")).collect();
    desk.write("rows.csv", format!("plan,number,title\n{rows}"));
    desk.write("old.html", "<p>Old</p>".repeat(500));
    let files = files(desk.folder());
    let before = tempfile::tempdir().expect("a folder");
    lay_out(before.path(), &files);
    let mut told = 0;
    for (args, changed) in [
        (&["log", "ID-2021/3.7", "-s", "ongoing", "-m", "Møde i Århus"][..], "fremdrift.db"),
        (&["import", "objectives", "rows.csv"], "fremdrift.db"),
        (&["summary", "2023-Q2", "--plan", "ID-2021", "-o", "page.html"], "page.html"),
        (&["summary", "2023-Q2", "--plan", "ID-2021", "-o", "old.html", "--yes"], "old.html"),
        (&["backup", "copy.db"], "copy.db"),
    ] {
        let mut free = 0;
        let room = loop {
            let (said, now) = with_room(how, &desk, before.path(), free, args);
            let at = format!("{args:?} with {free} pages");
            if said.code == 0 {
                let other =
                    |all: &Files| all.iter().filter(|f| f.0 != changed).map(|f| f.1.clone()).collect::<Vec<_>>();
                assert!(now.get(changed) != files.get(changed), "{at}: {said:?}");
                assert!(other(&now) == other(&files), "{at}: {:?}", now.keys());
                break free;
            }
            told += 1;
            assert_eq!(said.code, 3, "{at}: {said:?}");
            assert!(said.stderr.contains(": the disk is full\n"), "{at}: {said:?}");
            assert_eq!(said.stdout, "", "{at}");
            let left: Vec<&String> = now.keys().filter(|n| !files.contains_key(*n)).collect();
            assert!(left.is_empty(), "{at} leaves {left:?}");
            let touched: Vec<&String> = files.keys().filter(|n| now.get(*n) != files.get(*n)).collect();
            assert!(touched.is_empty(), "{at} touches {touched:?}");
            free += if is_long() { 1 } else { 1 + free / 4 };
            assert!(free < 500, "{at}: there is never enough");
        };
        println!("{} {changed}: {room} pages are enough", args[0]);
    }
    println!("{told} times full");
    assert!(told > 40, "{told} times: that is no sweep");
}
