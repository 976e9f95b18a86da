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

fn names(desk: &Desk) -> Vec<String> {
    let entries = std::fs::read_dir(desk.folder()).expect("a folder");
    let mut all: Vec<String> =
        entries.map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    all.sort();
    all
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
    let refused = "fejl: fremdrift.db: filen er i brug af en anden; der er ventet 1 sekund\n\
                   tip: intet er skrevet; prøv igen, eller vent længere: --wait 60\n";
    assert_eq!(told, format!("{danish}{refused}"));
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
    // A file that somebody is writing is not replaced meanwhile.
    for how in ["BEGIN IMMEDIATE", "BEGIN; SELECT count(*) FROM entry"] {
        let other = held(&desk, how);
        let said = desk.run(&["restore", "copy.db", "--wait", "1"]);
        assert_eq!((said.code, said.stdout.as_str()), (3, ""), "{how}: {said:?}");
        assert!(said.stderr.ends_with(&told_after("1 second")), "{how}: {said:?}");
        drop(other);
        assert_eq!(names(&desk), ["copy.db", "fremdrift.db"], "{how}");
    }
    desk.ok(&["restore", "copy.db"]);
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

// Where nothing may be written.

/// The program as somebody whom permissions bind: as it is, or where root runs the tests as nobody, to
/// whom everything on the desk then belongs. `None` where that can't be had.
#[cfg(unix)]
fn bound(desk: &Desk) -> Option<impl Fn(&[&str]) -> Said> {
    use crate::support::tool;
    use std::os::unix::fs::MetadataExt;
    use std::process::Command;
    let mut words: Vec<String> = vec![env!("CARGO_BIN_EXE_fremdrift").into()];
    if std::fs::metadata(desk.folder()).expect("a folder").uid() == 0 {
        let as_nobody = ["--reuid", "65534", "--regid", "65534", "--clear-groups"];
        tool(Command::new("setpriv").args(as_nobody).arg("true"))?;
        // The program may lie where nobody else can look.
        let program = desk.path("program");
        std::fs::copy(&words[0], &program).expect("a copy");
        let owned = tool(Command::new("chown").args(["-R", "65534:65534"]).arg(desk.folder()))?;
        assert_eq!(owned.code, 0, "{owned:?}");
        words = ["setpriv"].iter().chain(&as_nobody).map(|w| (*w).to_string()).collect();
        words.push(program.to_string_lossy().into_owned());
    }
    let (folder, now) = (desk.folder().to_path_buf(), desk.now.clone());
    Some(move |args: &[&str]| {
        let mut command = Command::new(&words[0]);
        command.args(&words[1..]).args(args).current_dir(&folder).env_clear().stdin(std::process::Stdio::null());
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default()).env("FREMDRIFT_AUTHOR", "Anna Ågård");
        command.env("HOME", &folder).env("FREMDRIFT_LANG", "en").env("FREMDRIFT_TODAY", &now).env("COLUMNS", "80");
        said(command.output().expect("the program runs"))
    })
}

#[cfg(unix)]
fn mode(path: &std::path::Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("a mode");
}

#[cfg(unix)]
#[test]
fn in_a_folder_that_may_not_be_written_the_file_is_read_and_writing_is_refused_in_words() {
    let desk = Desk::portfolio();
    std::fs::create_dir(desk.path("closed")).expect("a folder");
    std::fs::copy(desk.path("fremdrift.db"), desk.path("closed/a.db")).expect("a copy");
    std::fs::copy(desk.path("fremdrift.db"), desk.path("closed/readonly.db")).expect("a copy");
    let old = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/versions/format-1.db");
    std::fs::copy(old, desk.path("closed/old.db")).expect("a copy");
    let Some(run) = bound(&desk) else { return };
    mode(&desk.path("closed/readonly.db"), 0o444);
    mode(&desk.path("closed"), 0o555);
    for db in ["closed/a.db", "closed/readonly.db"] {
        let shown = run(&["show", "ID-2021/3.7", "--db", db]);
        assert!(shown.code == 0 && shown.stdout.starts_with("ID-2021/3.7 "), "{db}: {shown:?}");
        assert_eq!(run(&["verify", "--db", db, "-q"]).code, 0, "{db}");
        let said = run(&[LOG, &["--db", db]].concat());
        assert_eq!((said.code, said.stdout.as_str()), (3, ""), "{db}: {said:?}");
    }
    assert_eq!(
        run(&[LOG, &["--db", "closed/readonly.db"]].concat()).stderr,
        "error: closed/readonly.db: the file is read-only\n\
         hint: make it writable, or work on a copy: fremdrift backup COPY.db\n"
    );
    let permissions = "permission denied\nhint: look at the permissions of the file and its folder\n";
    for (args, name) in [
        (&["backup", "closed/b.db", "--db", "closed/a.db"][..], "closed/b.db"),
        (&["list", "-o", "closed/list.csv"], "closed/list.csv"),
        (&["init", "--db", "closed/new.db"], "closed/new.db"),
        (&["list", "--db", "closed/old.db"], "closed/old.db.format1"),
    ] {
        let told = format!("error: {name}: {permissions}");
        assert_eq!(run(args), Said { stdout: String::new(), stderr: told, code: 3 }, "{args:?}");
    }
    // Work goes on beside it.
    assert_eq!(run(&["backup", "copy.db", "--db", "closed/a.db"]).code, 0);
    assert_eq!(run(&[LOG, &["--db", "copy.db"]].concat()).code, 0);
    mode(&desk.path("copy.db"), 0o000);
    let told = run(&["list", "--db", "copy.db"]).stderr;
    assert!(
        told.starts_with(
            "error: copy.db: the file can't be opened (unable to open database file)\nhint: look at the permissions"
        ),
        "{told}"
    );
    mode(&desk.path("closed"), 0o755);
}

/// A file with the journal of a change that was never finished, as a crash leaves them.
fn crashed(desk: &Desk, name: &str) {
    let db = desk.path("crashing.db");
    std::fs::copy(desk.path("fremdrift.db"), &db).expect("a copy");
    let conn = Connection::open(&db).expect("a file");
    conn.execute_batch(
        "PRAGMA cache_size = 2; BEGIN; CREATE TABLE half (x);
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400)
         INSERT INTO half SELECT zeroblob(3000) FROM n",
    )
    .expect("half a change");
    for end in ["", "-journal"] {
        let from = desk.path(&format!("crashing.db{end}"));
        std::fs::copy(from, desk.path(&format!("{name}{end}"))).expect("a copy");
    }
    conn.execute_batch("ROLLBACK").expect("done");
    drop(conn);
    std::fs::remove_file(db).expect("a file less");
}

#[test]
fn a_change_that_a_crash_interrupted_is_taken_back_when_the_file_is_opened_next() {
    let desk = Desk::portfolio();
    crashed(&desk, "left.db");
    assert_ne!(
        std::fs::metadata(desk.path("left.db")).expect("a file").len(),
        std::fs::metadata(desk.path("fremdrift.db")).expect("a file").len()
    );
    assert!(desk.ok(&["show", "ID-2021/3.7", "--db", "left.db"]).starts_with("ID-2021/3.7 "));
    assert!(!desk.path("left.db-journal").exists());
    assert!(desk.ok(&["verify", "--db", "left.db"]).starts_with("left.db is whole: 2 changes, 86 objectives"));
}

#[cfg(unix)]
#[test]
fn an_interrupted_change_that_can_not_be_taken_back_is_told() {
    let desk = Desk::portfolio();
    std::fs::create_dir(desk.path("closed")).expect("a folder");
    crashed(&desk, "closed/a.db");
    crashed(&desk, "closed/readonly.db");
    let Some(run) = bound(&desk) else { return };
    mode(&desk.path("closed/readonly.db"), 0o444);
    mode(&desk.path("closed"), 0o555);
    for db in ["closed/readonly.db", "closed/a.db"] {
        for args in [&["list"][..], LOG, &["verify"], &["backup", "copy.db"]] {
            let told = format!(
                "error: {db}: a change was interrupted while it was written, and can't be taken back here: \
                 the file or its folder is read-only\n\
                 hint: make the file and its folder writable, or copy the file and its -journal together to \
                 where you may write, and use it there\n"
            );
            let said = run(&[args, &["--db", db]].concat());
            assert_eq!(said, Said { stdout: String::new(), stderr: told, code: 3 }, "{args:?}");
        }
    }
    mode(&desk.path("closed"), 0o755);
    for end in ["", "-journal"] {
        let from = desk.path(&format!("closed/readonly.db{end}"));
        std::fs::copy(from, desk.path(&format!("moved.db{end}"))).expect("a copy");
    }
    mode(&desk.path("moved.db"), 0o600);
    assert!(desk.ok(&["verify", "--db", "moved.db"]).starts_with("moved.db is whole: 2 changes"));
}

#[test]
fn a_journal_of_a_file_that_is_gone_is_not_played_into_a_new_one() {
    let desk = Desk::portfolio();
    desk.ok(&["backup", "copy.db"]);
    desk.ok(LOG);
    crashed(&desk, "left.db");
    for end in ["-journal", "-wal", "-shm"] {
        let (name, stray) = (format!("new{end}.db"), format!("new{end}.db{end}"));
        std::fs::copy(desk.path("left.db-journal"), desk.path(&stray)).expect("a journal");
        let told = desk.fails(3, &["init", "--db", &name]);
        assert_eq!(
            told,
            format!(
                "error: {stray}: this belongs to a file that is not there any more\n\
                 hint: move it to another folder, or choose another name\n"
            )
        );
        assert!(!desk.path(&name).exists());
        // The file that is put back is that of the backup; the stray is kept beside it.
        desk.ok(&["restore", "copy.db", "--db", &name]);
        assert!(!desk.path(&stray).exists());
        assert!(desk.path(&format!("{name}.before-restore-20261123T090000Z{end}")).exists());
        assert!(desk.ok(&["verify", "--db", &name]).contains(" is whole: 2 changes"));
        std::fs::copy(desk.path("left.db-journal"), desk.path(&format!("b{name}{end}"))).expect("a journal");
        let told = desk.fails(3, &["backup", &format!("b{name}")]);
        assert!(told.starts_with(&format!("error: b{stray}: this belongs to a file that is not there any more\n")));
        assert!(!desk.path(&format!("b{name}")).exists() && desk.path(&format!("b{stray}")).exists());
    }
}

// Names.

#[test]
fn a_file_may_be_called_whatever_a_file_can_be_called() {
    let desk = Desk::portfolio();
    for name in [
        "med mellemrum.db",
        "æøå.db",
        "😀.db",
        "it's.db",
        "a?mode=ro.db",
        "a#b.db",
        "100%20.db",
        "-dash.db",
        "--db",
        "file:x.db",
        "file:x.db?mode=memory",
        "file://x",
        ":memory:",
        ":x.db",
        "a&b;c|d$e`f.db",
        "a\u{301}\u{1f1e9}\u{1f1f0}.db",
        #[cfg(unix)]
        "q\"uo<te>*.db",
        #[cfg(unix)]
        "back\\slash.db",
    ] {
        if name.contains("//") {
            std::fs::create_dir(desk.path("file:")).expect("a folder");
        }
        let db = format!("--db={name}");
        desk.ok(&["init", "--portfolio", &db]);
        desk.ok(&[LOG, &[&db]].concat());
        assert_eq!(
            desk.ok(&["verify", &db]).lines().next(),
            Some(&*format!("{name} is whole: 3 changes, 86 objectives, 14 entries, 0 earlier versions"))
        );
        assert!(desk.path(name).is_file(), "{name}");
        let copy = format!("{name}.copy");
        let said = desk.run(&["backup", &db, "--", &copy]);
        assert_eq!(said.code, 0, "{said:?}");
        assert_eq!(
            std::fs::metadata(desk.path(&copy)).expect(name).len(),
            std::fs::metadata(desk.path(name)).expect(name).len()
        );
        let said = desk.run(&["restore", &db, "--", &copy]);
        assert_eq!(said.code, 0, "{said:?}");
        let said = desk.run(&["merge", &db, "--", &copy]);
        assert_eq!(said.stdout, "The other copy has nothing new.\n", "{said:?}");
    }
    // Nothing came to lie where a URI would have pointed.
    assert!(!desk.path("x.db").exists() && !desk.path("x").exists() && !desk.path("x.db.copy").exists());
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_whose_name_is_no_text_is_used_and_shown_as_near_as_can_be() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let desk = Desk::portfolio();
    let wild = OsStr::from_bytes(b"n\xff.db");
    std::fs::copy(desk.path("fremdrift.db"), desk.folder().join(wild)).expect("a copy");
    let run = |args: &[&OsStr]| said(desk.command().args(args).output().expect("the program runs"));
    let text = OsStr::new;
    assert_eq!(
        run(&[text("verify"), text("--db"), wild]).stdout.lines().next(),
        Some("n\u{fffd}.db is whole: 2 changes, 86 objectives, 13 entries, 0 earlier versions")
    );
    assert_eq!(run(&[text("backup"), OsStr::from_bytes(b"m\xff.db"), text("--db"), wild]).code, 0);
    let listed = run(&[text("list"), text("-o"), OsStr::from_bytes(b"l\xff.csv")]);
    assert_eq!((listed.code, listed.stderr.as_str()), (0, "wrote l\u{fffd}.csv\n"));
    for args in [
        [text("find"), OsStr::from_bytes(b"n\xff")],
        [text("show"), OsStr::from_bytes(b"n\xff")],
        [text("list"), OsStr::from_bytes(b"--n\xff")],
        [OsStr::from_bytes(b"\xff"), text("list")],
    ] {
        let said = run(&args);
        assert_eq!((said.code, said.stdout.as_str()), (2, ""), "{said:?}");
        assert!(said.stderr.starts_with("error: "), "{said:?}");
    }
    for variable in [
        "FREMDRIFT_DB",
        "FREMDRIFT_AUTHOR",
        "FREMDRIFT_LANG",
        "FREMDRIFT_CONFIG",
        "TZ",
        "COLUMNS",
        "LANG",
        "USER",
        "TERM",
        "NO_COLOR",
    ] {
        let said =
            said(desk.command().env(variable, OsStr::from_bytes(b"\xff\xfe")).args(LOG).output().expect("it runs"));
        assert!(said.code == 0 || said.stderr.starts_with("error: "), "{variable}: {said:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_path_that_is_too_long_is_told() {
    let desk = Desk::portfolio();
    let long = format!("{}/", "d".repeat(90)).repeat(6);
    std::fs::create_dir_all(desk.path(&long)).expect("folders");
    let inside = format!("{long}a.db");
    std::fs::copy(desk.path("fremdrift.db"), desk.path(&inside)).expect("a copy");
    let hint = "hint: choose a shorter name, or a folder nearer to the root: SQLite takes 500 bytes in all\n";
    let name = "x".repeat(300);
    let longest = format!("{}a.db", "x/".repeat(2100));
    for (args, of) in [
        (&["list", "--db", &inside][..], &inside),
        (&["verify", "--db", &inside], &inside),
        (&["backup", &format!("{long}b.db")], &format!("{long}b.db")),
        (&["init", "--db", &format!("{long}c.db")], &format!("{long}c.db")),
        (&["list", "--db", &name], &name),
        (&["list", "--db", &longest], &longest),
        (&["list", "-o", &format!("{name}.csv")], &format!("{name}.csv")),
        (&["restore", &inside], &inside),
    ] {
        let told = format!("error: {of}: the path is too long\n{hint}");
        assert_eq!(desk.run(args), Said { stdout: String::new(), stderr: told, code: 3 }, "{args:?}");
    }
    assert!(!desk.path(&format!("{long}b.db")).exists() && !desk.path(&format!("{long}c.db")).exists());
    // A file that is written needs no journal, and so may lie deep.
    desk.ok(&["list", "-o", &format!("{long}list.csv")]);
}

#[cfg(unix)]
#[test]
fn a_link_leads_to_the_file_and_the_journal_lies_beside_the_file() {
    use std::os::unix::fs::symlink;
    let desk = Desk::empty();
    std::fs::create_dir(desk.path("real")).expect("a folder");
    desk.ok(&["init", "--portfolio", "--db", "real/a.db"]);
    symlink("real/a.db", desk.path("fremdrift.db")).expect("a link");
    symlink("real", desk.path("way")).expect("a link");
    desk.ok(LOG);
    desk.ok(&[LOG, &["--db", "way/a.db"]].concat());
    assert!(desk.ok(&["verify"]).starts_with("fremdrift.db is whole: 4 changes"));
    // A crash leaves the journal beside the real file, so whoever comes by another way takes it back.
    let other = Connection::open(desk.path("fremdrift.db")).expect("a file");
    other
        .execute_batch("PRAGMA cache_size = 2; BEGIN; CREATE TABLE half (x); INSERT INTO half VALUES (zeroblob(90000))")
        .expect("half a change");
    assert!(desk.path("real/a.db-journal").exists() && !desk.path("fremdrift.db-journal").exists());
    drop(other);
    symlink("none.db", desk.path("dangling.db")).expect("a link");
    let told = "error: dangling.db: this is a link to a file that is not there\n\
                hint: put the file back where the link points, or name it with --db FILE\n";
    desk.refuses(3, &["list", "--db", "dangling.db"], told);
    let exists = "file already exists\nhint: choose another name; nothing was overwritten\n";
    desk.refuses(1, &["init", "--db", "dangling.db"], &format!("error: dangling.db: {exists}"));
    desk.refuses(1, &["backup", "dangling.db"], &format!("error: dangling.db: {exists}"));
    assert!(!desk.path("none.db").exists());
    symlink("loop.db", desk.path("loop.db")).expect("a link");
    assert!(desk.fails(3, &["list", "--db", "loop.db"]).starts_with("error: loop.db: "));
}

// Shares and folders that are synchronised.

#[test]
fn a_file_that_was_switched_to_wal_is_switched_back_before_it_is_written() {
    let desk = Desk::portfolio();
    let to_wal = |name: &str| {
        let conn = Connection::open(desk.path(name)).expect("a file");
        conn.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(())).expect("WAL");
        conn
    };
    let is_wal = |name: &str| std::fs::read(desk.path(name)).expect("a file")[18] == 2;
    drop(to_wal("fremdrift.db"));
    assert!(is_wal("fremdrift.db"));
    desk.ok(&["list"]);
    desk.ok(&["backup", "copy.db"]);
    assert!(is_wal("fremdrift.db") && !is_wal("copy.db"), "reading changes nothing, a copy is an ordinary file");
    let said = desk.run(LOG);
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(
        said.stderr,
        "fremdrift.db had been switched to WAL mode, which shares and copies can't bear; it is switched back\n"
    );
    assert!(!is_wal("fremdrift.db") && !desk.path("fremdrift.db-wal").exists());
    assert_eq!(desk.run(LOG).stderr, "");
    // Where another program has it open in WAL, it can't be switched.
    let other = to_wal("fremdrift.db");
    other.query_row("SELECT count(*) FROM entry", [], |_| Ok(())).expect("a look");
    let said = desk.run(&[LOG, &["--wait", "1"]].concat());
    assert_eq!((said.code, said.stdout.as_str()), (3, ""), "{said:?}");
    assert!(
        said.stderr.contains("error: fremdrift.db: the file is in WAL mode, and ")
            && said.stderr.ends_with(
                "\nhint: close the other program (a database browser, a replicator), and try again: \
                 the file is switched back before it is written\n"
            ),
        "{said:?}"
    );
    drop(other);
    desk.ok(LOG);
    desk.ok(&["verify"]);
}

#[cfg(unix)]
#[test]
fn a_file_in_wal_where_nothing_may_be_written_is_told() {
    let desk = Desk::portfolio();
    std::fs::create_dir(desk.path("closed")).expect("a folder");
    std::fs::copy(desk.path("fremdrift.db"), desk.path("closed/a.db")).expect("a copy");
    let conn = Connection::open(desk.path("closed/a.db")).expect("a file");
    conn.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(())).expect("WAL");
    drop(conn);
    let Some(run) = bound(&desk) else { return };
    mode(&desk.path("closed/a.db"), 0o444);
    mode(&desk.path("closed"), 0o555);
    let said = run(&["list", "--db", "closed/a.db"]);
    mode(&desk.path("closed"), 0o755);
    assert_eq!(
        said.stderr,
        "error: closed/a.db: the file is in WAL mode, which can't be read where nothing may be written\n\
         hint: copy the file and its -wal together to where you may write, and use it there\n"
    );
    assert_eq!(said.code, 3);
}

#[cfg(target_os = "linux")]
#[test]
fn whoever_writes_on_a_share_is_warned_once() {
    use crate::support::tool;
    use std::os::unix::fs::MetadataExt;
    use std::process::Command;
    let desk = Desk::portfolio();
    let device = std::fs::metadata(desk.path("fremdrift.db")).expect("a file").dev();
    let (major, minor) = ((device >> 8 & 0xfff) | (device >> 32 & !0xfff), (device & 0xff) | (device >> 12 & !0xff));
    // No share is here: the kernel's list of mounts is covered with one that names one.
    desk.write("mounts", format!("40 22 {major}:{minor} / /faelles rw - nfs4 server:/faelles rw\n"));
    let in_share = |args: &str| {
        let script =
            format!("mount --bind mounts /proc/$$/mountinfo && exec {} {args}", env!("CARGO_BIN_EXE_fremdrift"));
        let ours = desk.command();
        let mut command = Command::new("unshare");
        command.args(["--mount", "sh", "-c", &script]).current_dir(desk.folder()).env_clear();
        command.envs(ours.get_envs().filter_map(|(k, v)| Some((k, v?))));
        tool(&mut command)
    };
    let Some(said) = in_share("log ID-2021/3.7 -s ongoing") else { return };
    if said.code != 0 && (said.stderr.contains("unshare") || said.stderr.contains("mount")) {
        eprintln!("not tried: {}", said.stderr);
        return;
    }
    let warning = "warning: fremdrift.db is on a share (nfs4); not all of them keep two programs from writing at once: \
                   write one after the other, and keep backups\n";
    assert_eq!((said.code, said.stderr.as_str()), (0, warning));
    assert_eq!(in_share("undo").expect("unshare").stderr, warning, "once, though the change is opened twice");
    assert_eq!(in_share("list").expect("unshare").stderr, "", "who reads is not warned");
    assert_eq!(in_share("log ID-2021/3.7 -s ongoing -q").expect("unshare").stderr, "");
    assert_eq!(desk.run(LOG).stderr, "", "and on a disk nobody is");
}

#[test]
fn verify_names_the_copies_that_a_synchronised_folder_made() {
    let desk = Desk::portfolio();
    desk.ok(&["backup", "fremdrift-backup.db"]);
    desk.ok(&["backup", "elsewhere.db"]);
    desk.ok(&["--db", "elsewhere.db", "log", "ID-2021/3.7", "-s", "ongoing", "-m", "Fra en anden maskine"]);
    let copies = [
        "Kopi af fremdrift.db",
        "fremdrift (1).db",
        "fremdrift (Anna's conflicted copy 2026-11-25).db",
        "fremdrift (conflicted copy 2026-11-25 101112).db",
        "fremdrift - Kopi.db",
        "fremdrift-UMPC0042.db",
        "fremdrift.sync-conflict-20261125-101112-ABCDEFG.db",
        "fremdrift_conflict-20261125-101112.db",
    ];
    for name in copies {
        std::fs::copy(desk.path("elsewhere.db"), desk.path(name)).expect("a copy");
    }
    // None of these: text, another program's, something else, a name that only begins alike.
    desk.write("fremdrift (2).db", "Kære kollega");
    let other = Connection::open(desk.path("fremdrift (3).db")).expect("a file");
    other.execute_batch("CREATE TABLE x (y)").expect("a table");
    desk.write("fremdrift (4).csv", "a;b\n");
    std::fs::copy(desk.path("elsewhere.db"), desk.path("fremdrifts.db")).expect("a copy");
    std::fs::create_dir(desk.path("fremdrift (5).db")).expect("a folder");
    let said = desk.run(&["verify"]);
    let mut told = String::new();
    for name in copies {
        let typed = if name.contains(' ') { format!("\"{name}\"") } else { name.to_string() };
        told += &format!("warning: {name} is another copy of the file, with changes that are not in this one\n");
        told += &format!("hint: look what it has: fremdrift merge {typed} --dry-run\n");
    }
    assert_eq!(said.stderr, told);
    assert_eq!(
        (said.code, said.stdout.lines().next()),
        (0, Some("fremdrift.db is whole: 2 changes, 86 objectives, 13 entries, 0 earlier versions"))
    );
    // The typed words work as they are printed, and a change that was taken over is not named any more.
    let looked = desk.ok(&["merge", copies[1], "--dry-run"]);
    assert!(looked.contains("Fra en anden maskine") || looked.contains("3.7"), "{looked}");
    desk.ok(&["merge", copies[0]]);
    assert_eq!(desk.run(&["verify"]).stderr, "");
}

// Days and clocks.

#[test]
fn a_clock_that_was_set_back_is_told_and_changes_stay_in_their_order() {
    let mut desk = Desk::portfolio();
    desk.now = "2025-11-23T09:00:00Z".into();
    let said = desk.run(&["log", "ID-2021/3.7", "-s", "ongoing", "-m", "Et år for tidligt"]);
    assert_eq!(
        said,
        Said {
            stdout: "ID-2021/3.7: ongoing as of 2025-11-23 (nothing before)  [change 3]\n".into(),
            stderr: "warning: today is 2025-11-23, but the newest change is of 2026-11-23: look at the clock\n".into(),
            code: 0
        }
    );
    let changes = desk.ok(&["export", "changes", "--profile", "rfc4180"]);
    let days: Vec<&str> = changes.lines().skip(1).filter_map(|l| l.split(',').nth(1)).map(|d| &d[..10]).collect();
    assert_eq!(days.len(), 3);
    assert!(changes.contains("2025-11-23T09:00:00Z") || changes.contains("2025-11-23"), "{changes}");
    for args in [&["summary"][..], &["list"], &["history", "ID-2021/3.7"], &["verify"], &["undo"], &["check"]] {
        let said = desk.run(args);
        assert!(matches!(said.code, 0 | 4), "{args:?}: {said:?}");
    }
    desk.now = "2026-11-24T09:00:00Z".into();
    assert_eq!(desk.run(LOG).stderr, "");
    assert!(desk.ok(&["verify"]).starts_with("fremdrift.db is whole: 5 changes"));
}

#[cfg(unix)]
#[test]
fn the_day_is_the_local_one_and_moments_are_utc() {
    use crate::support::tool;
    use std::process::Command;
    let desk = Desk::portfolio();
    for zone in ["Pacific/Kiritimati", "America/Adak", "Asia/Kolkata", "UTC", "", "nonsense", ":", "../../etc/passwd"] {
        let mut command = desk.command();
        command.env_remove("FREMDRIFT_TODAY").env("TZ", zone).args(LOG).args(["-m", "et sted"]);
        let Some(day) = tool(Command::new("date").arg("+%F").env("TZ", zone)) else { return };
        let said = said(command.output().expect("the program runs"));
        assert_eq!(said.code, 0, "{zone}: {said:?}");
        let is_known = zone.contains('/') && !zone.contains("..") || zone == "UTC";
        // The meaning that another program gives to a zone that there is not is its own affair.
        assert!(!is_known || said.stdout.contains(&format!(" as of {}", day.stdout.trim())), "{zone}: {said:?}");
    }
    let utc = tool(Command::new("date").args(["-u", "+%F"])).expect("date").stdout;
    let changes = desk.ok(&["changes"]);
    let of_today = changes.lines().filter(|l| l.contains(utc.trim()) && l.contains(" UTC")).count();
    assert!(of_today >= 7, "{changes}");
}

#[test]
fn the_leap_day_is_a_day_and_only_where_it_is_one() {
    let mut desk = Desk::portfolio();
    desk.now = "2024-02-29".into();
    desk.ok(&["log", "ID-2021/3.7", "-s", "ongoing", "-m", "skuddag"]);
    desk.ok(&["objective", "add", "ID-2021/99.1", "--title", "Skuddag", "--deadline", "2024-02-29"]);
    assert!(desk.ok(&["due", "--within", "1d", "--plan", "ID-2021"]).contains("99.1"));
    assert!(desk.ok(&["summary", "2024-Q1", "--plan", "ID-2021", "--as-of", "2024-02-29"]).contains("2024"));
    let calendar = desk.ok(&["export", "calendar", "--plan", "ID-2021"]);
    assert!(calendar.contains("20240229") && calendar.contains("20240301"), "the day, and the one on which it ends");
    desk.now = "2025-02-28".into();
    assert!(desk.ok(&["list", "--overdue"]).contains("99.1"));
    let no_day = "error: «2023-02-29» is not a day\nhint: write 2026-02-28 (or 28-02-2026, today, yesterday)\n";
    desk.refuses(1, &["log", "ID-2021/3.7", "-s", "ongoing", "--as-of", "2023-02-29"], no_day);
    let said = desk.run(&["list", "--today", "2023-02-29"]);
    assert!(said.code == 2 && said.stderr.contains("«2023-02-29» is not a day"), "{said:?}");
}

#[cfg(unix)]
#[test]
fn at_new_year_the_quarter_is_that_of_the_local_day() {
    let desk = Desk::portfolio();
    // Half an hour before and after midnight in Copenhagen, both of the same day in UTC.
    for (now, day, quarter) in [
        ("2026-12-31T23:30:00+01:00", "2026-12-31", "4th quarter of 2026"),
        ("2027-01-01T00:30:00+01:00", "2027-01-01", "1st quarter of 2027"),
        ("2026-09-30T23:59:59+02:00", "2026-09-30", "3rd quarter of 2026"),
        ("2026-10-01T00:00:00+02:00", "2026-10-01", "4th quarter of 2026"),
    ] {
        let summary = desk.ok(&["summary", "--today", now]);
        assert!(summary.lines().next().is_some_and(|l| l.contains(quarter)), "{now}: {summary}");
        let said = desk.ok(&[LOG, &["--today", now]].concat());
        assert!(said.contains(&format!(" as of {day}")), "{now}: {said}");
    }
    let changes = desk.ok(&["changes"]);
    for moment in ["2026-12-31 22:30 UTC", "2026-12-31 23:30 UTC", "2026-09-30 21:59 UTC", "2026-09-30 22:00 UTC"] {
        assert!(changes.contains(moment), "{moment}: {changes}");
    }
}

#[cfg(unix)]
#[test]
fn a_bare_environment_is_enough() {
    use std::process::{Command, Stdio};
    let desk = Desk::portfolio();
    let bare = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fremdrift"));
        command.env_clear().current_dir(desk.folder()).args(args).stdin(Stdio::null());
        command
    };
    for args in [&["list"][..], &["show", "ID-2021/3.7"], &["verify"], &[LOG, &["--author", "Anna"]].concat()] {
        let said = said(bare(args).output().expect("the program runs"));
        assert_eq!(said.code, 0, "{args:?}: {said:?}");
    }
    let plain = said(bare(&["list"]).env("LANG", "C").env("LC_ALL", "C").env("TERM", "").output().expect("it runs"));
    assert!(plain.code == 0 && plain.stdout.contains("Title"), "{plain:?}");
    // Channels that are closed, and a folder that is gone.
    let program = env!("CARGO_BIN_EXE_fremdrift");
    let shell = |script: &str| {
        let script = script.replace("FD", program);
        let mut command = desk.command();
        let vars: Vec<_> = command.get_envs().filter_map(|(k, v)| Some((k.to_owned(), v?.to_owned()))).collect();
        command = Command::new("sh");
        command.env_clear().envs(vars).current_dir(desk.folder()).args(["-c", &script]);
        crate::support::said(command.output().expect("sh"))
    };
    assert_eq!(shell("FD list <&-").code, 0);
    assert_eq!(shell("FD list >/dev/null 2>&-").code, 0);
    let said = shell("FD import objectives - <&-");
    assert!(said.code == 4 && said.stderr.contains("the file is empty"), "{said:?}");
    let gone = |command: &str| shell(&format!("mkdir gone && cd gone && rmdir ../gone && {command}"));
    let missing = "error: fremdrift.db: there is no such file\n";
    assert!(gone("FD list").stderr.starts_with(missing));
    for (command, told) in [
        ("FD init", "error: fremdrift.db: there is no such folder\n"),
        ("FD --db ../fremdrift.db list", "error: ../fremdrift.db: the file can't be opened "),
        ("FD demo", "error: fremdrift-demo: there is no such folder\n"),
    ] {
        let said = gone(command);
        assert!(said.code == 3 && said.stderr.starts_with(told), "{command}: {said:?}");
    }
    let db = desk.path("fremdrift.db");
    assert_eq!(gone(&format!("FD --db {} list", db.display())).code, 0);
    for args in ["backup b.db", "list -o a.csv", "export objectives -o a.csv"] {
        let said = gone(&format!("FD --db {} {args}", db.display()));
        assert!(said.code == 3 && said.stderr.contains(": there is no such folder\n"), "{args}: {said:?}");
    }
}
