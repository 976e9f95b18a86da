//! Files that are none, that never end, or that lie under two names.

use crate::support::Desk;

/// The commands that read a file which somebody names, `FILE` in its place.
#[cfg(unix)]
const READERS: &[&str] = &[
    "import objectives FILE",
    "import entries FILE",
    "import changes FILE",
    "log --file FILE",
    "merge FILE",
    "merge copy.db --settle FILE",
    "restore FILE",
    "return read FILE",
    "summary 2026-Q3 --template FILE -o a.docx",
    "plan carry-forward ID-2021 ID-2021 --map FILE",
    "list --db FILE",
    "backup new.db --db FILE",
];

/// A pipe that nobody writes to is waited for without end by who opens it.
#[cfg(unix)]
#[test]
fn what_is_no_ordinary_file_is_refused_before_it_is_opened() {
    let desk = Desk::portfolio();
    desk.ok(&["backup", "copy.db"]);
    for name in ["pipe.csv", "pipe.json", "pipe.xlsx", "pipe.eml", "pipe.docx", "pipe.db"] {
        let made = std::process::Command::new("mkfifo").arg(desk.path(name)).status().expect("mkfifo");
        assert!(made.success());
    }
    let read = |args: &[&str]| {
        // A command that waits is ended after a minute, with 124.
        let mut command = std::process::Command::new("timeout");
        let program = desk.command();
        command.arg("60").arg(program.get_program()).current_dir(desk.folder()).env_clear();
        for (name, value) in program.get_envs() {
            command.env(name, value.expect("a value"));
        }
        crate::support::said(command.args(args).stdin(std::process::Stdio::null()).output().expect("it ends"))
    };
    let mut tried = 0;
    for line in READERS {
        let endings: &[&str] = match line.split(' ').next() {
            Some("import" | "log") => &["csv", "json", "xlsx"],
            Some("return") => &["csv", "xlsx", "eml"],
            Some("summary") => &["docx"],
            Some("plan") => &["csv"],
            _ => &["db"],
        };
        for ending in endings {
            let line = line.replace("FILE", &format!("pipe.{ending}"));
            let said = read(&line.split(' ').collect::<Vec<_>>());
            assert!(matches!(said.code, 1..=4), "{line}: {said:?}");
            let first = format!("error: pipe.{ending}: this is not an ordinary file\n");
            assert!(said.stderr.starts_with(&first), "{line}: {said:?}");
            tried += 1;
        }
    }
    assert!(tried > 15);
    let mut configured = desk.command();
    configured.env("FREMDRIFT_CONFIG", desk.path("pipe.csv")).arg("list");
    let said = crate::support::said(configured.output().expect("it ends"));
    assert!(said.stderr.contains("pipe.csv: this is not an ordinary file"), "{said:?}");
    let mut configured = desk.command();
    configured.env("FREMDRIFT_CONFIG", "/dev/null").arg("list");
    assert_eq!(crate::support::said(configured.output().expect("it ends")).code, 0);
}

/// A view without end in the place of a table.
#[test]
fn a_table_that_is_none_is_not_asked() {
    let desk = Desk::portfolio();
    for table in ["objective", "entry", "change", "history", "role"] {
        std::fs::copy(desk.path("fremdrift.db"), desk.path("odd.db")).expect("a copy");
        let conn = rusqlite::Connection::open(desk.path("odd.db")).expect("a file");
        conn.execute_batch(&format!(
            "PRAGMA foreign_keys = OFF; ALTER TABLE {table} RENAME TO old_{table};
             CREATE VIEW {table} AS WITH RECURSIVE n (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n)
             SELECT id, id AS plan, id AS number, id AS objective, id AS since FROM n"
        ))
        .expect("SQL");
        drop(conn);
        for args in
            [&["list"][..], &["summary", "2026-Q3"], &["export", "objectives"], &["log", "ID-2021/3.7", "-l", "red"]]
        {
            let stderr = desk.fails(3, &[&["--db", "odd.db"], args].concat());
            assert!(
                stderr.starts_with(&format!(
                    "error: odd.db: the file is not built as this program builds it: the table {table} is not the one"
                )),
                "{args:?}: {stderr}"
            );
        }
    }
}

/// Its journal is found by the name that it was written under.
#[cfg(unix)]
#[test]
fn a_file_with_two_names_is_read_and_not_written() {
    let desk = Desk::portfolio();
    desk.ok(&["backup", "copy.db"]);
    std::fs::hard_link(desk.path("fremdrift.db"), desk.path("other.db")).expect("a link");
    desk.ok(&["list"]);
    desk.refuses(
        3,
        &["log", "ID-2021/3.7", "-s", "ongoing"],
        "error: fremdrift.db: the file has 2 names (hard links), and may only be written where it has one\n\
         hint: remove the other name, or work on a copy: fremdrift backup COPY.db\n",
    );
    // A backup takes the place of one name alone.
    desk.ok(&["log", "ID-2021/3.7", "-s", "ongoing", "--db", "copy.db"]);
    let before = std::fs::read(desk.path("other.db")).expect("a file");
    desk.ok(&["restore", "copy.db"]);
    assert!(std::fs::read(desk.path("other.db")).expect("a file") == before);
    desk.ok(&["log", "ID-2021/3.7", "-s", "ongoing"]);
}

/// A replicator or a browser keeps the file in WAL: who has it open is said.
#[cfg(target_os = "linux")]
#[test]
fn who_holds_a_file_in_wal_is_named() {
    let desk = Desk::portfolio();
    let conn = rusqlite::Connection::open(desk.path("fremdrift.db")).expect("a file");
    conn.execute_batch("PRAGMA journal_mode = WAL; BEGIN; SELECT count(*) FROM change").expect("WAL");
    let said = desk.run(&["log", "ID-2021/3.7", "-s", "ongoing", "--wait", "0"]);
    assert_eq!(said.code, 3, "{said:?}");
    let me = std::process::id();
    assert!(
        said.stderr.contains("fremdrift.db: the file is in WAL mode, and has been opened by ")
            && said.stderr.contains(&format!("(process {me})")),
        "{said:?}"
    );
    assert!(
        said.stderr.contains("\nhint: close the other program (a database browser, a replicator), and try again"),
        "{said:?}"
    );
    drop(conn);
    desk.ok(&["log", "ID-2021/3.7", "-s", "ongoing"]);
}
