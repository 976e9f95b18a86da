//! A backup in the place of the file: what it puts aside is told in the file that results.

use crate::support::{Desk, said};

/// A desk that has frozen a quarter since its backup.
fn frozen_since() -> Desk {
    let desk = Desk::small();
    desk.ok(&["objective", "add", "MX-2030/1", "--title", "Vand", "--lead", "ENS"]);
    desk.ok(&["backup", "copy.db"]);
    desk.ok(&["log", "MX-2030/1", "-s", "ongoing", "-l", "red", "--as-of", "2026-09-29"]);
    desk.ok(&["freeze", "2026-Q3", "--plan", "MX-2030", "--skip-earlier"]);
    desk
}

const KEPT: &str = "fremdrift.db.before-restore-20261123T090000Z";

#[test]
fn a_quarter_that_a_restore_puts_aside_is_named() {
    let mut desk = frozen_since();
    let digest = {
        let conn = rusqlite::Connection::open(desk.path("fremdrift.db")).expect("a file");
        conn.query_row("SELECT digest FROM revision", [], |r| r.get::<_, String>(0)).expect("a digest")
    };
    let done = desk.run(&["restore", "copy.db"]);
    let told = format!(
        "2026-Q3.0 MX-2030 was frozen on 2026-11-23 by Anna Ågård (SHA-256 {digest}) and is only in {KEPT}, which a backup \
         took the place of; bring it back with: fremdrift merge {KEPT}\n"
    );
    assert_eq!(done.stdout, format!("restored fremdrift.db from copy.db\nwhat was there is kept as {KEPT}\n"));
    assert_eq!(done.stderr, format!("2 changes are only there; bring them back with: fremdrift merge {KEPT}\n{told}"));
    // In the file itself, whoever looks later.
    assert!(desk.ok(&["changes", "--format", "markdown"]).contains("restore copy.db: 2 changes put aside in"));
    assert!(
        desk.ok(&["changes", "--lang", "da", "--format", "markdown"])
            .contains("gendan copy.db: 2 ændringer lagt til side i")
    );
    assert!(desk.run(&["verify"]).stderr.contains(&told));
    let quarters = desk.ok(&["quarters", "--plan", "MX-2030", "--format", "markdown"]);
    assert!(quarters.contains(&digest) && quarters.contains("is only in"), "{quarters}");
    assert!(
        desk.ok(&["quarters", "--lang", "da", "--format", "markdown"]).contains("blev låst 2026-11-23 af Anna Ågård")
    );
    // To freeze it again is said to be a second time.
    let again = desk.run(&["freeze", "2026-Q3", "--plan", "MX-2030", "--skip-earlier", "--dry-run"]);
    assert!(again.stderr.contains(&told), "{again:?}");
    // It is no step of the work.
    let undo = desk.run(&["undo", "7"]);
    assert_eq!(
        (undo.code, undo.stderr.lines().next()),
        (1, Some("error: change 7 put a backup in the place of the file, and what that put aside stays told"))
    );
    // And a merge brings it back, byte for byte.
    desk.now = "2026-11-23T10:00:00Z".into();
    desk.ok(&["merge", KEPT]);
    let print = ["summary", "--as-reported", "2026-Q3", "--plan", "MX-2030"];
    assert_eq!(desk.ok(&print), desk.ok(&[&["--db", KEPT], &print[..]].concat()));
    assert_eq!(desk.run(&["verify"]).stderr, "");
}

#[test]
fn a_backup_of_another_file_is_not_restored_unasked() {
    let desk = frozen_since();
    let other = Desk::small();
    std::fs::copy(other.path("fremdrift.db"), desk.path("other.db")).expect("a copy");
    desk.refuses(
        1,
        &["restore", "other.db"],
        "error: other.db is a backup of another file: the two have never been the same\n\
         hint: look whether it is the right one; to put it here all the same: fremdrift restore other.db --yes\n",
    );
    let done = desk.run(&["restore", "other.db", "--yes"]);
    assert_eq!(done.code, 0, "{done:?}");
    assert!(
        done.stderr.contains("8 changes are only there") && done.stderr.contains("2026-Q3.0 MX-2030 was frozen"),
        "{done:?}"
    );
}

/// A file that can't be read can't be asked for its quarters; that is told, too.
#[test]
fn a_damaged_file_that_is_put_aside_is_told() {
    let desk = frozen_since();
    let mut bytes = std::fs::read(desk.path("fremdrift.db")).expect("a file");
    bytes[4096..].fill(0);
    desk.write("fremdrift.db", &bytes);
    desk.ok(&["restore", "copy.db"]);
    assert!(desk.ok(&["changes", "--format", "markdown"]).contains("restore copy.db: what was there is put aside in"));
    // Where nothing was, nothing is put aside.
    desk.ok(&["restore", "copy.db", "--db", "new.db"]);
    assert!(!desk.ok(&["changes", "--format", "markdown", "--db", "new.db"]).contains("restore"));
    assert_eq!(std::fs::read(desk.path("new.db")).expect("new"), std::fs::read(desk.path("copy.db")).expect("copy"));
}

/// A backup of an older format is brought to this one, and tells it too.
#[test]
fn an_older_backup_is_upgraded_on_the_way() {
    let desk = Desk::empty();
    let old = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/versions/format-3.db");
    std::fs::copy(&old, desk.path("old.db")).expect("a copy");
    std::fs::copy(&old, desk.path("fremdrift.db")).expect("a copy");
    desk.ok(&["verify"]);
    let mut restore = desk.command();
    let done = said(restore.args(["restore", "old.db"]).output().expect("it runs"));
    assert_eq!(done.code, 0, "{done:?}");
    assert!(desk.ok(&["changes", "--format", "markdown"]).contains("restore old.db: 0 changes put aside in"));
    assert_eq!(
        std::fs::read(desk.path("old.db")).expect("old"),
        std::fs::read(&old).expect("old"),
        "it stays as it is"
    );
    let left: Vec<String> = std::fs::read_dir(desk.folder())
        .expect("a folder")
        .flatten()
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .collect();
    assert!(left.iter().all(|n| !n.starts_with(".fremdrift-")), "{left:?}");
}
