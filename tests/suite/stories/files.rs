//! The file itself: made once, never over another, copied, put back, looked through, brought up to date.

use crate::support::{Desk, Said, is_windows};
use rusqlite::Connection;
use std::path::PathBuf;

const DAMAGED: &str = "hint: take the last backup: fremdrift restore BACKUP.db (it keeps a copy of this file)\n";
const NOT_OURS: &str = "hint: name a fremdrift file with --db FILE, or put your own back with: fremdrift restore BACKUP.db; this one was not touched\n";

/// Every command that opens the file fails in the same words and leaves it as it was.
#[track_caller]
fn unusable(desk: &Desk, name: &str, words: &str) {
    let before = std::fs::read(desk.path(name)).ok();
    for args in [
        &["list"][..],
        &["summary", "2023-Q2"],
        &["log", "ID-2021/3.7", "-s", "ongoing"],
        &["verify"],
        &["undo"],
        &["export", "entries"],
        &["backup", "copy-of-it.db"],
    ] {
        let args: Vec<&str> = args.iter().copied().chain(["--db", name]).collect();
        let said = desk.run(&args);
        assert_eq!(said, Said { stdout: String::new(), stderr: words.to_string(), code: 3 }, "{args:?}");
        assert!(std::fs::read(desk.path(name)).ok() == before, "{args:?} touched {name}");
        assert!(!desk.path("copy-of-it.db").exists());
    }
}

fn names(desk: &Desk) -> Vec<String> {
    let mut all: Vec<String> =
        std::fs::read_dir(desk.folder()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    all.sort();
    all
}

#[test]
fn a_missing_file_is_told_and_not_made() {
    let desk = Desk::empty();
    unusable(
        &desk,
        "none.db",
        "error: none.db: there is no such file\n\
         hint: make one with: fremdrift init --portfolio (or name yours with --db FILE)\n",
    );
    assert_eq!(names(&desk), Vec::<String>::new());
}

#[test]
fn a_folder_is_not_a_file() {
    let desk = Desk::empty();
    std::fs::create_dir(desk.path("folder")).unwrap();
    unusable(&desk, "folder", "error: folder: is a directory\nhint: name the file in it: --db FOLDER/fremdrift.db\n");
}

#[test]
fn a_text_and_an_empty_file_are_no_databases() {
    let desk = Desk::empty();
    desk.write("text.db", "Kære kollega\n".repeat(1000));
    desk.write("empty.db", "");
    unusable(&desk, "text.db", &format!("error: text.db: this is not a database\n{NOT_OURS}"));
    unusable(&desk, "empty.db", &format!("error: empty.db: this is not a database\n{NOT_OURS}"));
}

#[test]
fn another_programs_database_is_left_alone() {
    let desk = Desk::empty();
    let other = Connection::open(desk.path("other.db")).unwrap();
    other.execute_batch("CREATE TABLE objective (x); INSERT INTO objective VALUES (1)").unwrap();
    drop(other);
    unusable(&desk, "other.db", &format!("error: other.db: this is another program's database\n{NOT_OURS}"));
}

#[test]
fn a_newer_file_is_refused_in_words() {
    let desk = Desk::new();
    let conn = Connection::open(desk.path("fremdrift.db")).unwrap();
    conn.execute_batch("PRAGMA user_version = 99").unwrap();
    drop(conn);
    unusable(
        &desk,
        "fremdrift.db",
        "error: fremdrift.db: this file was written by a newer fremdrift (format 99, this program knows 6)\n\
         hint: use the newer program; the file was not touched\n",
    );
}

#[test]
fn a_damaged_file_is_told_and_left_as_it_is() {
    let desk = Desk::illustrated();
    let whole = std::fs::read(desk.path("fremdrift.db")).unwrap();
    let page = 4096;
    let mut zeroed = whole.clone();
    for p in (5..whole.len() / page).step_by(2) {
        zeroed[p * page..(p + 1) * page].fill(0);
    }
    desk.write("zeroed.db", zeroed);
    desk.write("half.db", &whole[..whole.len() / 2]);
    desk.write("header.db", &whole[..100]);
    for name in ["zeroed.db", "half.db", "header.db"] {
        unusable(
            &desk,
            name,
            &format!("error: {name}: the file is damaged (database disk image is malformed)\n{DAMAGED}"),
        );
    }
}

#[test]
fn damage_that_only_some_rows_lie_on_is_found_by_verify() {
    let desk = Desk::illustrated();
    let mut bytes = std::fs::read(desk.path("fremdrift.db")).unwrap();
    // A page of the log itself, so that list of another table would go well.
    let note = "Arbejdsgruppen i provinsen er samlet".as_bytes();
    let at = bytes.windows(note.len()).position(|w| w == note).unwrap() / 4096 * 4096;
    bytes[at..at + 4096].fill(0);
    desk.write("fremdrift.db", &bytes);
    let said = desk.run(&["verify"]);
    assert_eq!(said.code, 3, "{said:?}");
    assert!(said.stderr.ends_with(DAMAGED), "{said:?}");
    assert!(std::fs::read(desk.path("fremdrift.db")).unwrap() == bytes);
    let said = desk.run(&["backup", "copy.db"]);
    assert_eq!(said.code, 3, "a copy of a damaged file is not called whole: {said:?}");
    assert!(!desk.path("copy.db").exists());
}

#[cfg(unix)]
#[test]
fn a_read_only_file_can_be_read_and_is_not_written() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::portfolio();
    let db = desk.path("fremdrift.db");
    std::fs::set_permissions(&db, std::fs::Permissions::from_mode(0o400)).unwrap();
    if std::fs::OpenOptions::new().write(true).open(&db).is_ok() {
        eprintln!("not tried: permissions do not bind this user (root)");
        return;
    }
    assert!(desk.ok(&["show", "ID-2021/3.7"]).starts_with("ID-2021/3.7 "));
    desk.refuses(
        3,
        &["log", "ID-2021/3.7", "-s", "ongoing"],
        "error: fremdrift.db: the file is read-only\n\
         hint: make it writable, or work on a copy: fremdrift backup COPY.db\n",
    );
}

#[test]
fn a_locked_file_is_waited_for_and_then_told() {
    let desk = Desk::portfolio();
    let other = Connection::open(desk.path("fremdrift.db")).unwrap();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let words = "fremdrift.db is in use by somebody else; it is waited for up to 2 seconds\n\
                 error: fremdrift.db: the file is in use by somebody else; it was waited for 2 seconds\n\
                 hint: nothing was written; try again, or wait longer for it: --wait 60\n";
    std::thread::scope(|s| {
        for args in [&["log", "ID-2021/3.7", "-s", "ongoing"][..], &["list"], &["undo"]] {
            let desk = &desk;
            // The file is not read meanwhile: to close it in this process would give up the lock.
            s.spawn(move || {
                let told = Said { stdout: String::new(), stderr: words.to_string(), code: 3 };
                assert_eq!(desk.run(&[args, &["--wait", "2"]].concat()), told, "{args:?}");
            });
        }
    });
    other.execute_batch("ROLLBACK").unwrap();
    assert!(desk.ok(&["verify"]).starts_with("fremdrift.db is whole: 2 changes, "));
    desk.ok(&["log", "ID-2021/3.7", "-s", "ongoing"]);
}

#[test]
fn a_file_that_is_freed_in_time_is_written() {
    let desk = Desk::portfolio();
    let other = Connection::open(desk.path("fremdrift.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    std::thread::scope(|s| {
        let log = s.spawn(|| desk.run(&["log", "ID-2021/3.7", "-s", "ongoing"]));
        std::thread::sleep(std::time::Duration::from_millis(500));
        other.execute_batch("ROLLBACK").unwrap();
        let said = log.join().unwrap();
        assert_eq!(said.code, 0, "{said:?}");
    });
}

#[test]
fn officers_who_write_at_once_all_succeed_and_nothing_is_lost() {
    let desk = Desk::portfolio();
    std::thread::scope(|s| {
        for n in 1..=6 {
            let desk = &desk;
            s.spawn(move || desk.ok(&["log", "ID-2021/3.7", "-s", "ongoing", "-m", &format!("note {n}")]));
        }
    });
    let entries = desk.ok(&["export", "entries", "--profile", "rfc4180"]);
    for n in 1..=6 {
        assert!(entries.contains(&format!("note {n}")), "{entries}");
    }
    assert_eq!(
        desk.ok(&["verify"]).lines().next(),
        Some("fremdrift.db is whole: 8 changes, 86 objectives, 19 entries, 0 earlier versions")
    );
}

#[test]
fn init_never_writes_over_what_is_there() {
    let desk = Desk::new();
    let exists = "file already exists\nhint: choose another name; nothing was overwritten\n";
    desk.refuses(1, &["init"], &format!("error: fremdrift.db: {exists}"));
    desk.write("empty.db", "");
    desk.refuses(1, &["init", "--db", "empty.db"], &format!("error: empty.db: {exists}"));
    assert_eq!(desk.read("empty.db"), "");
    std::fs::create_dir(desk.path("folder")).unwrap();
    assert_eq!(desk.fails(3, &["init", "--db", "folder"]).lines().next(), Some("error: folder: is a directory"));
}

#[cfg(unix)]
#[test]
fn every_file_that_is_made_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    if is_windows() {
        return; // modes are Unix's
    }
    let desk = Desk::portfolio();
    desk.ok(&["backup", "copy.db"]);
    desk.ok(&["restore", "copy.db"]);
    for name in names(&desk).iter().filter(|n| n.contains(".db")) {
        let mode = std::fs::metadata(desk.path(name)).unwrap().permissions().mode();
        assert_eq!(format!("{:o}", mode & 0o777), "600", "{name}");
    }
}

#[test]
fn a_backup_is_read_through_and_never_written_over_a_file() {
    let desk = Desk::portfolio();
    let said = desk.ok(&["backup", "copy.db"]);
    let size = std::fs::metadata(desk.path("copy.db")).unwrap().len().div_ceil(1024);
    assert_eq!(said, format!("wrote copy.db ({size} KiB), and read it through: it is whole\n"));
    let exists = "file already exists\nhint: choose another name; nothing was overwritten\n";
    desk.refuses(1, &["backup", "copy.db"], &format!("error: copy.db: {exists}"));
    desk.refuses(1, &["backup", "copy.db", "--yes"], &format!("error: copy.db: {exists}"));
    desk.refuses(1, &["backup", "fremdrift.db"], &format!("error: fremdrift.db: {exists}"));
    assert_eq!(desk.ok(&["list", "--db", "copy.db"]), desk.ok(&["list"]));
}

#[test]
fn a_folder_as_the_target_is_refused_with_what_to_type() {
    let desk = Desk::portfolio();
    std::fs::create_dir(desk.path("folder")).unwrap();
    for args in [&["backup", "folder"][..], &["export", "objectives", "-o", "folder"]] {
        let said = desk.run(args);
        assert!(said.stderr.starts_with("error: folder: is a directory\n"), "{said:?}");
        assert!(!said.stderr.contains("--db"), "{said:?}");
    }
    // And to restore from what is not there is not solved by a new file.
    assert!(!desk.fails(3, &["restore", "none.db"]).contains("init"));
}

#[test]
fn an_ending_that_names_no_known_format_is_refused() {
    let desk = Desk::portfolio();
    for name in ["list.pdf", "list.odt", "list.xls"] {
        assert_ne!(desk.run(&["list", "-o", name]).code, 0, "{name}");
        assert!(!desk.path(name).exists());
    }
}

#[test]
fn an_output_in_a_folder_that_is_not_there_is_told() {
    let desk = Desk::portfolio();
    for args in [&["list", "-o", "nowhere/list.csv"][..], &["export", "objectives", "-o", "nowhere/list.csv"]] {
        let stderr = desk.run(args).stderr;
        assert!(stderr.contains("folder") && !stderr.contains("init"), "{stderr}");
    }
}

#[test]
fn what_a_restore_replaces_is_kept_beside_it() {
    let desk = Desk::portfolio();
    desk.ok(&["backup", "copy.db"]);
    desk.ok(&["log", "ID-2021/3.7", "-s", "ongoing", "-m", "efter kopien"]);
    let later = std::fs::read(desk.path("fremdrift.db")).unwrap();
    let kept = "fremdrift.db.before-restore-20261123T090000Z";
    assert_eq!(
        desk.ok(&["restore", "copy.db"]),
        format!("restored fremdrift.db from copy.db\nwhat was there is kept as {kept}\n")
    );
    assert!(std::fs::read(desk.path(kept)).unwrap() == later);
    assert!(!desk.ok(&["export", "entries"]).contains("efter kopien"));
    // A second restore in the same second finds the name taken, and says so.
    assert_ne!(desk.run(&["restore", "copy.db"]).code, 0);
    assert!(std::fs::read(desk.path(kept)).unwrap() == later);
    assert_eq!(names(&desk), ["copy.db", "fremdrift.db", kept]);
    assert_eq!(desk.ok(&["restore", "copy.db", "--db", "new.db"]), "restored new.db from copy.db\n");
}

#[test]
fn a_damaged_file_can_be_replaced_by_its_backup() {
    let desk = Desk::portfolio();
    desk.ok(&["backup", "copy.db"]);
    let mut bytes = std::fs::read(desk.path("fremdrift.db")).unwrap();
    bytes[4096..].fill(0);
    desk.write("fremdrift.db", &bytes);
    desk.ok(&["restore", "copy.db"]);
    // The restore is a change, too.
    assert!(desk.ok(&["verify"]).starts_with("fremdrift.db is whole: 3 changes"));
    assert!(std::fs::read(desk.path("fremdrift.db.before-restore-20261123T090000Z")).unwrap() == bytes);
}

#[test]
fn only_a_whole_file_of_ours_is_restored() {
    let desk = Desk::illustrated();
    let whole = std::fs::read(desk.path("fremdrift.db")).unwrap();
    desk.write("text.db", "hej\n");
    desk.write("half.db", &whole[..whole.len() / 2]);
    desk.write("newer.db", &whole);
    Connection::open(desk.path("newer.db")).unwrap().execute_batch("PRAGMA user_version = 99").unwrap();
    for (name, begins) in [
        ("text.db", "error: text.db: this is not a database\n"),
        ("half.db", "error: half.db: the file is damaged "),
        ("newer.db", "error: newer.db: this file was written by a newer fremdrift "),
        ("none.db", "error: none.db: there is no such file\n"),
    ] {
        let stderr = desk.fails(3, &["restore", name]);
        assert!(stderr.starts_with(begins), "{stderr}");
        assert!(std::fs::read(desk.path("fremdrift.db")).unwrap() == whole, "{name}");
    }
    assert_eq!(names(&desk), ["fremdrift.db", "half.db", "newer.db", "text.db"]);
}

#[test]
fn verify_says_whole_and_counts() {
    let desk = Desk::illustrated();
    assert_eq!(
        desk.ok(&["verify"]).lines().next(),
        Some("fremdrift.db is whole: 2 changes, 86 objectives, 757 entries, 0 earlier versions")
    );
    desk.ok(&["objective", "edit", "ID-2021/3.7", "--title", "Noget andet"]);
    assert_eq!(
        desk.ok(&["verify"]).lines().next(),
        Some("fremdrift.db is whole: 3 changes, 86 objectives, 757 entries, 1 earlier versions")
    );
}

#[test]
fn an_older_file_is_upgraded_after_a_copy_and_then_searchable() {
    let desk = Desk::empty();
    let old = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/versions/format-1.db");
    let bytes = std::fs::read(old).unwrap();
    desk.write("fremdrift.db", &bytes);
    let version = |name: &str| -> i64 {
        let conn = Connection::open(desk.path(name)).unwrap();
        conn.query_row("PRAGMA user_version", [], |r| r.get(0)).unwrap()
    };
    assert_eq!(version("fremdrift.db"), 1);
    let found = desk.ok(&["find", "mangrove"]);
    assert!(found.contains("ID-2021/4.9"), "{found}");
    assert_eq!((version("fremdrift.db"), version("fremdrift.db.format1")), (6, 1));
    assert_eq!(names(&desk), ["fremdrift.db", "fremdrift.db.format1"]);
    assert!(desk.ok(&["verify"]).starts_with("fremdrift.db is whole: "));
    // The rows that were in the file before are in it now.
    let entries = |name: &str| -> i64 {
        let conn = Connection::open(desk.path(name)).unwrap();
        conn.query_row("SELECT count(*) FROM entry", [], |r| r.get(0)).unwrap()
    };
    assert_eq!(entries("fremdrift.db"), entries("fremdrift.db.format1"));
    desk.ok(&["log", "ID-2021/4.9", "-s", "ongoing", "-m", "Såede frø på Lombok"]);
    assert!(desk.ok(&["find", "såede frø"]).contains("ID-2021/4.9"));
}

/// Tables with a guard, and a statement of each kind on each.
fn statements() -> Vec<String> {
    let desk = Desk::new();
    let conn = Connection::open(desk.path("fremdrift.db")).unwrap();
    let mut tables = conn
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'search%'")
        .unwrap();
    let tables: Vec<String> = tables.query_map([], |r| r.get(0)).unwrap().map(Result::unwrap).collect();
    assert!(tables.len() >= 17, "{tables:?}");
    tables
}

#[test]
fn another_program_can_write_nothing_without_an_open_change() {
    let desk = Desk::illustrated();
    if desk.sqlite3("SELECT 1").is_none() {
        return;
    }
    desk.ok(&["objective", "edit", "ID-2021/1.1", "--tag", "x", "--sdg", "7", "--instrument", "SSC"]);
    desk.ok(&["objective", "edit", "ID-2021/1.4", "--deadline-approved", "2026", "--reason", "r", "--agreed-by", "a"]);
    desk.ok(&["objective", "edit", "ID-2021/1.4", "--deadline-approved", "2027", "--reason", "r", "--agreed-by", "a"]);
    desk.ok(&["objective", "add", "ID-2021/99.1", "--title", "t", "--deadline", "2026"]);
    desk.ok(&["objective", "edit", "ID-2021/99.1", "--deadline-original", "2025", "--correction", "r"]);
    desk.ok(&["freeze", "2023-Q2", "--skip-earlier", "--waive", "no-lead=r", "--waive", "green-overdue=r"]);
    desk.ok(&["return", "send", "2023-Q3", "--plan", "ID-2021", "--out", "ud"]);
    // Tables without a command of their own yet are written as another program would.
    let conn = Connection::open(desk.path("fremdrift.db")).unwrap();
    conn.execute_batch(
        "BEGIN;
         INSERT INTO change (number, uid, at, author, verb, what, program, open)
         SELECT max(number) + 1, 'u', '2026-11-23T10:00:00Z', 'Shell', 'edit', 'by hand', 'sqlite3', 1 FROM change;
         INSERT INTO succession (authority, successor, kind, from_day, reason, since)
         SELECT 1, 2, 'merge', '2024-01-01', 'r', number FROM change WHERE open = 1;
         INSERT INTO carried (objective, predecessor, as_of, since)
         SELECT 1, 2, '2024-01-01', number FROM change WHERE open = 1;
         INSERT INTO setting (name, value, since) SELECT 'green-months', 2, number FROM change WHERE open = 1;
         INSERT INTO word (kind, word, means, since) SELECT 'heading', 'w', 'm', number FROM change WHERE open = 1;
         INSERT INTO reading (sheet, file, digest, received_on, since)
         SELECT 1, 'f', 'd', '2024-01-01', number FROM change WHERE open = 1;
         INSERT INTO settled (noun, row, field, since) SELECT 'objective', 1, 'title', number FROM change WHERE open = 1;
         INSERT INTO put_aside (uid, code, quarter, number, digest, frozen_on, frozen_by, file, since)
         SELECT 'u', 'P', '2023-Q2', 0, printf('%064d', 0), '2024-01-01', 'a', 'f', number FROM change WHERE open = 1;
         INSERT INTO foreign_write (noun, uid, added, data, since)
         SELECT 'tag', 'u', 1, '{}', number FROM change WHERE open = 1;
         INSERT INTO row_identity (noun, row, uid, since) SELECT 'plan', 1, 'u', number FROM change WHERE open = 1;
         INSERT INTO derived_write (noun, row, field, since) SELECT 'plan', 1, 'code', number FROM change WHERE open = 1;
         INSERT INTO conflict (noun, row, uid, field, kind, claims, since)
         SELECT 'plan', 1, 'u', 'code', 'value', '[]', number FROM change WHERE open = 1;
         INSERT INTO unseen (revision, change, since) SELECT 1, 1, number FROM change WHERE open = 1;
         INSERT INTO question (sheet, objective, text, since) SELECT 1, 1, 'q', number FROM change WHERE open = 1;
         UPDATE change SET open = NULL WHERE open = 1;
         COMMIT;",
    )
    .unwrap();
    drop(conn);
    let before = std::fs::read(desk.path("fremdrift.db")).unwrap();
    for table in statements() {
        let rows = desk.sqlite3(&format!("SELECT count(*) FROM {table}")).unwrap().stdout;
        assert_ne!(rows, "0\n", "{table} is empty, so nothing is proved");
        let column = if table == "change" { "number" } else { "id" };
        for sql in [
            format!("DELETE FROM {table}"),
            format!("UPDATE {table} SET {column} = {column}"),
            format!("INSERT INTO {table} SELECT * FROM {table} LIMIT 1"),
            format!("INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1"),
        ] {
            // Tables with a generated column take no row of all columns; that is a refusal as well.
            let said = desk.sqlite3(&sql).unwrap();
            assert_ne!(said.code, 0, "{sql}");
            assert!(std::fs::read(desk.path("fremdrift.db")).unwrap() == before, "{sql} wrote");
        }
    }
    let said = desk.sqlite3("UPDATE objective SET title = 'x'").unwrap();
    assert!(said.stderr.contains("no change is open: nothing may be written"), "{said:?}");
}

#[test]
fn another_program_that_opens_a_change_writes_with_history() {
    let desk = Desk::portfolio();
    let sql = "BEGIN;
        INSERT INTO change (number, uid, at, author, verb, what, program, open)
        VALUES (3, 'u3', '2026-11-23T10:00:00Z', 'Shell', 'edit', 'by hand', 'sqlite3', 1);
        UPDATE objective SET title = 'Rettet i hånden', since = 3 WHERE number = '3.7';
        DELETE FROM tag;
        UPDATE change SET open = NULL WHERE number = 3;
        COMMIT;";
    let Some(said) = desk.sqlite3(sql) else { return };
    assert_eq!((said.code, said.stderr.as_str()), (0, ""));
    assert!(desk.ok(&["verify"]).starts_with("fremdrift.db is whole: 3 changes, "));
    let history = desk.ok(&["history", "ID-2021/3.7"]);
    assert!(history.contains("Shell") && history.contains("Rettet i") && history.contains("Help Lombok"), "{history}");
    desk.ok(&["undo", "3"]);
    assert!(desk.ok(&["show", "ID-2021/3.7"]).starts_with("ID-2021/3.7 Help Lombok"));
    let before = desk.sqlite3("SELECT was ->> 'title' FROM history WHERE noun = 'objective' ORDER BY id").unwrap();
    assert!(before.stdout.starts_with("Help Lombok"), "{before:?}");
}
