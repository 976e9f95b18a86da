//! Several programs on one file at once.

use crate::support::Desk;
use std::fmt::Write;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

/// How many log at once, and how often each; `FREMDRIFT_FAULTS=all cargo test at_once` is a busy day.
fn busy() -> (usize, usize) {
    if std::env::var_os("FREMDRIFT_FAULTS").is_some() { (16, 200) } else { (6, 15) }
}

/// Logs line after line; gives those that were acknowledged, and how often it was told to try again.
fn log_on(desk: &Desk, writer: usize, times: usize) -> (Vec<String>, usize) {
    let mut notes = Vec::new();
    let mut told = 0;
    for n in 0..times {
        let note = format!("writer {writer} line {n}.");
        let said = desk.run(&["log", "ID-2021/3.7", "-s", "ongoing", "-m", &note]);
        match said.code {
            0 => notes.push(note),
            3 if said.stderr.contains("use") => told += 1,
            _ => panic!("{said:?}"),
        }
    }
    (notes, told)
}

#[test]
fn programs_log_at_once_beside_an_import_summaries_and_a_backup() {
    let (programs, times) = busy();
    let desk = Desk::portfolio();
    let mut rows = "plan,number,title\n".to_string();
    (0..300).for_each(|n| writeln!(rows, "ID-2021,99.{n},Titel {n}").expect("text"));
    desk.write("rows.csv", rows);
    let over = AtomicBool::new(false);
    let (logged, busy, imported, backed) = std::thread::scope(|s| {
        let writers: Vec<_> =
            (0..programs).map(|w| (w, &desk)).map(|(w, desk)| s.spawn(move || log_on(desk, w, times))).collect();
        let import = s.spawn(|| desk.run(&["import", "objectives", "rows.csv"]));
        let backup = s.spawn(|| desk.run(&["backup", "copy.db"]));
        let summaries = s.spawn(|| {
            while !over.load(Ordering::Relaxed) {
                let said = desk.run(&["summary", "2026-Q4"]);
                assert!(said.code == 0 || (said.code == 3 && said.stderr.contains("use")), "{said:?}");
            }
        });
        let all: Vec<_> = writers.into_iter().map(|w| w.join().expect("a writer")).collect();
        let (import, backup) = (import.join().expect("import"), backup.join().expect("backup"));
        over.store(true, Ordering::Relaxed);
        summaries.join().expect("summaries");
        let busy: usize = all.iter().map(|a| a.1).sum();
        (all.into_iter().flat_map(|a| a.0).collect::<Vec<_>>(), busy, import, backup)
    });
    assert_eq!(logged.len() + busy, programs * times);
    println!("{} logged, {busy} told to try again", logged.len());
    desk.ok(&["verify"]);
    let log = desk.ok(&["export", "entries", "--profile", "rfc4180"]);
    for note in &logged {
        assert_eq!(log.matches(note.as_str()).count(), 1, "{note}");
    }
    assert_eq!(log.matches("writer ").count(), logged.len());
    assert!(matches!(imported.code, 0 | 3), "{imported:?}");
    let changes = desk.ok(&["export", "changes", "--profile", "rfc4180"]);
    let numbers: Vec<usize> =
        changes.lines().skip(1).map(|l| l.split(',').next().and_then(|n| n.parse().ok()).expect("a number")).collect();
    let right: Vec<usize> = (1..=2 + logged.len() + usize::from(imported.code == 0)).collect();
    assert_eq!(numbers, right);
    // Identities are unique, and what history keeps of a row ends where a change began.
    let conn = rusqlite::Connection::open(desk.path("fremdrift.db")).expect("a file");
    let count = |sql: &str| conn.query_row(sql, [], |r| r.get::<_, i64>(0)).expect(sql);
    for table in ["change", "entry", "objective"] {
        assert_eq!(count(&format!("SELECT count(*) - count(DISTINCT uid) FROM {table}")), 0, "{table}");
    }
    assert_eq!(count("SELECT count(*) FROM history WHERE until NOT IN (SELECT number FROM change)"), 0);
    assert_eq!(count("SELECT count(DISTINCT since) FROM entry WHERE note LIKE 'writer %'"), logged.len() as i64);
    match backed.code {
        0 => drop(desk.ok(&["--db", "copy.db", "verify"])),
        3 => assert!(!desk.path("copy.db").exists(), "half a backup stays"),
        _ => panic!("{backed:?}"),
    }
}

#[test]
fn two_programs_upgrade_one_file_at_once() {
    for _ in 0..4 {
        let desk = Desk::empty();
        let old = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/versions/format-1.db");
        desk.write("fremdrift.db", std::fs::read(&old).expect("the old file"));
        let (a, b) = std::thread::scope(|s| {
            let a = s.spawn(|| desk.run(&["export", "entries"]));
            let b = s.spawn(|| desk.run(&["export", "entries"]));
            (a.join().expect("one"), b.join().expect("two"))
        });
        assert_eq!((a.code, b.code), (0, 0), "{a:?} {b:?}");
        assert_eq!(a.stdout, b.stdout);
        assert!(a.stdout.lines().count() > 1);
        desk.ok(&["verify"]);
        let copies: Vec<_> = std::fs::read_dir(desk.folder())
            .expect("a folder")
            .map(|e| e.expect("a file").file_name().into_string().expect("a name"))
            .filter(|n| n.contains(".format"))
            .collect();
        assert_eq!(copies.len(), 1, "{copies:?}");
        assert_eq!(
            std::fs::read(desk.path(&copies[0])).map(|b| b.len()).ok(),
            std::fs::read(&old).map(|b| b.len()).ok()
        );
    }
}

#[test]
fn a_page_that_nobody_reads_on_keeps_nobody_from_writing() {
    let desk = Desk::portfolio();
    let mut rows = "plan,number,title\n".to_string();
    (0..3000).for_each(|n| {
        writeln!(rows, "ID-2021,99.{n},Titel {n} paa en side der er laengere end et roer").expect("text")
    });
    desk.write("rows.csv", rows);
    desk.ok(&["import", "objectives", "rows.csv"]);
    for args in [&["list"][..], &["export", "objectives"], &["export", "objectives", "--profile", "rfc4180"]] {
        let mut pager = desk.command();
        let mut pager = pager.args(args).stdout(std::process::Stdio::piped()).spawn().expect("the program");
        // The first byte is there: the list is being printed, and its pipe is full.
        let mut begun = [0];
        let mut pipe = pager.stdout.take().expect("a pipe");
        std::io::Read::read_exact(&mut pipe, &mut begun).expect("a byte");
        desk.ok(&["log", "ID-2021/3.7", "-s", "ongoing", "--wait", "1"]);
        assert!(pager.try_wait().expect("it runs").is_none(), "{args:?} fitted into the pipe: it proves nothing");
        pager.kill().expect("an end");
        pager.wait().expect("an end");
    }
}

/// Rows that wait for a slow reader in a file come out as they went in.
#[test]
fn an_export_into_a_pipe_is_the_one_into_a_file() {
    let desk = Desk::portfolio();
    let note = "Note om vand og energi ".repeat(120);
    let mut rows = "plan,objective,as_of,status,note\n".to_string();
    (0..2000).for_each(|n| writeln!(rows, "ID-2021,3.7,2026-10-01,ongoing,{n} {note}").expect("text"));
    desk.write("rows.csv", rows);
    desk.ok(&["import", "entries", "rows.csv"]);
    let export = ["export", "entries", "--profile", "rfc4180"];
    let piped = desk.ok(&export);
    assert!(piped.len() > 5 << 20, "{} bytes wait in memory alone", piped.len());
    desk.ok(&[&export[..], &["-o", "entries.csv"]].concat());
    assert!(piped == desk.read("entries.csv"));
}

#[test]
fn what_is_shown_stood_in_the_file_at_one_moment() {
    let desk = Desk::portfolio();
    let over = AtomicBool::new(false);
    std::thread::scope(|s| {
        s.spawn(|| {
            for n in 0..25 {
                desk.write("two.csv", format!("plan,objective,as_of,status,note\nID-2021,3.7,2026-11-01,ongoing,both {n}.\nID-2021,4.1,2026-11-01,ongoing,both {n}.\n"));
                desk.ok(&["import", "entries", "two.csv", "--reopen", "--wait", "60"]);
            }
            over.store(true, Ordering::Relaxed);
        });
        while !over.load(Ordering::Relaxed) {
            let shown = desk.ok(&["show", "ID-2021/3.7", "ID-2021/4.1", "--wait", "60"]);
            let newest = (0..25).rev().map(|n| shown.matches(&format!("both {n}.")).count()).find(|n| *n > 0);
            assert!(newest.is_none_or(|n| n % 2 == 0), "one of two lines that were written at once:\n{shown}");
        }
    });
}

/// Somebody restores a backup while others log, again and again.
#[test]
fn what_is_logged_beside_a_restore_is_in_the_file_or_in_what_was_kept() {
    let (programs, times) = busy();
    let desk = Desk::portfolio();
    desk.ok(&["backup", "copy.db"]);
    let logging = AtomicBool::new(true);
    let (logged, told, restored) = std::thread::scope(|s| {
        let writers: Vec<_> =
            (0..programs).map(|w| (w, &desk)).map(|(w, desk)| s.spawn(move || log_on(desk, w, times))).collect();
        let restores = s.spawn(|| {
            let mut restored = 0;
            for second in 0..60 {
                if !logging.load(Ordering::Relaxed) {
                    break;
                }
                std::thread::sleep(std::time::Duration::from_millis(40));
                let moment = format!("2026-11-23T10:00:{second:02}Z");
                let mut restore = desk.command();
                restore.args(["restore", "copy.db"]).env("FREMDRIFT_TODAY", moment);
                let said = crate::support::said(restore.output().expect("the program"));
                assert!(said.code == 0 || (said.code == 3 && said.stderr.contains("use")), "{said:?}");
                restored += usize::from(said.code == 0);
            }
            restored
        });
        let all: Vec<_> = writers.into_iter().map(|w| w.join().expect("a writer")).collect();
        logging.store(false, Ordering::Relaxed);
        let told: usize = all.iter().map(|a| a.1).sum();
        (all.into_iter().flat_map(|a| a.0).collect::<Vec<_>>(), told, restores.join().expect("restores"))
    });
    println!("{} logged, {told} told to try again, {restored} restored", logged.len());
    assert!(restored > 1);
    let mut files = vec![];
    for entry in std::fs::read_dir(desk.folder()).expect("a folder") {
        let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
        assert!(!name.contains("restoring"), "{name} is left");
        if name.starts_with("fremdrift.db") && !name.ends_with("-journal") {
            files.push(name);
        }
    }
    let all: String = files
        .iter()
        .map(|file| {
            desk.ok(&["--db", file, "verify"]);
            desk.ok(&["--db", file, "export", "entries", "--profile", "rfc4180"])
        })
        .collect();
    let lost: Vec<&String> = logged.iter().filter(|note| !all.contains(note.as_str())).collect();
    assert!(lost.is_empty(), "acknowledged, and in none of {} files: {lost:?}", files.len());
}
