//! Every command that writes, on a desk where it can, for those who disturb it; and what a file says
//! afterwards, asked by SQLite itself.

use crate::house::commands;
use crate::support::Desk;
use rusqlite::{Connection, OpenFlags};
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::sync::OnceLock;

/// A command that writes.
pub struct Deed {
    pub name: &'static str,
    pub desk: Desk,
    args: Vec<String>,
}

impl Deed {
    fn new(name: &'static str, desk: Desk, args: &[&str]) -> Deed {
        Deed { name, desk, args: args.iter().map(|a| (*a).to_string()).collect() }
    }

    pub fn args(&self) -> Vec<&str> {
        self.args.iter().map(String::as_str).collect()
    }

    /// The contents of the file before, and after the deed was done undisturbed.
    pub fn both_ends(&self) -> Ends {
        let files = files(self.desk.folder());
        let before = state(self.desk.folder());
        self.desk.ok(&self.args());
        let after = state(self.desk.folder());
        put_back(&self.desk, &files);
        assert!(before.rows != after.rows, "{} writes nothing", self.name);
        Ends { files, before, after }
    }
}

/// A desk as it was, and what its file says before and after a deed.
pub struct Ends {
    pub files: Files,
    pub before: State,
    pub after: State,
}

impl Ends {
    /// Whether the deed is there whole (`Some(true)`), not at all (`Some(false)`), or by half.
    pub fn done(&self, now: &State) -> Option<bool> {
        match now {
            // Rows that the deed adds have new identities each time, so they are counted.
            now if now.rows == self.after.rows => Some(true),
            now if *now == self.before => Some(false),
            _ => None,
        }
    }
}

/// The contents of a file: its format, how many rows each table has, and a digest of all that is in them.
#[derive(Debug, PartialEq, Eq)]
pub struct State {
    pub format: i64,
    rows: BTreeMap<String, i64>,
    digest: u64,
}

/// Asks the file of a desk, after SQLite's own checks; where there is none, it says nothing.
pub fn state(folder: &Path) -> State {
    state_of(&folder.join("fremdrift.db"))
}

pub fn state_of(file: &Path) -> State {
    looked(file).unwrap_or_else(|e| panic!("{}: {e}", file.display()))
}

/// The same, for those who expect that a file may be damaged.
pub fn looked(file: &Path) -> Result<State, String> {
    let mut state = State { format: 0, rows: BTreeMap::new(), digest: 0 };
    if !file.exists() {
        return Ok(state);
    }
    let told = |e: rusqlite::Error| e.to_string();
    let conn = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(told)?;
    let whole: String = conn.query_row("PRAGMA integrity_check", [], |r| r.get(0)).map_err(told)?;
    if whole != "ok" {
        return Err(whole);
    }
    if conn.prepare("PRAGMA foreign_key_check").and_then(|mut s| s.exists([])).map_err(told)? {
        return Err("a row refers to one that is not there".into());
    }
    state.format = conn.query_row("PRAGMA user_version", [], |r| r.get(0)).map_err(told)?;
    let mut tables = conn.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").map_err(told)?;
    let tables: Vec<String> =
        tables.query_map([], |r| r.get(0)).map_err(told)?.collect::<Result<_, _>>().map_err(told)?;
    let mut digest = DefaultHasher::new();
    for table in tables {
        let mut statement = conn.prepare(&format!("SELECT * FROM \"{table}\"")).map_err(told)?;
        let columns = statement.column_count();
        let mut rows = statement.query([]).map_err(told)?;
        let mut count = 0;
        while let Some(row) = rows.next().map_err(told)? {
            count += 1;
            for c in 0..columns {
                format!("{:?}", row.get_ref(c).map_err(told)?).hash(&mut digest);
            }
        }
        if table == "change" {
            let open: i64 =
                conn.query_row("SELECT count(*) FROM change WHERE open = 1", [], |r| r.get(0)).map_err(told)?;
            if open != 0 {
                return Err("a change is left open".into());
            }
        }
        state.rows.insert(table, count);
    }
    state.digest = if state.rows.is_empty() { 0 } else { digest.finish() };
    Ok(state)
}

/// The files of a desk, so that each try begins with the same. A folder has no bytes.
pub type Files = BTreeMap<String, Option<Vec<u8>>>;

pub fn files(folder: &Path) -> Files {
    fn walk(folder: &Path, before: &str, into: &mut Files) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = format!("{before}{}", path.file_name().expect("a name").to_string_lossy());
            if path.is_dir() {
                into.insert(name.clone(), None);
                walk(&path, &format!("{name}/"), into);
            } else {
                into.insert(name, Some(std::fs::read(&path).expect("a file")));
            }
        }
    }
    let mut all = Files::new();
    walk(folder, "", &mut all);
    all
}

pub fn put_back(desk: &Desk, before: &Files) {
    for (name, bytes) in files(desk.folder()).iter().rev().filter(|(n, _)| !before.contains_key(*n)) {
        match bytes {
            Some(_) => std::fs::remove_file(desk.path(name)).expect("a file less"),
            None => std::fs::remove_dir(desk.path(name)).expect("a folder less"),
        }
    }
    lay_out(desk.folder(), before);
}

/// Writes the files where nothing is in their way.
pub fn lay_out(folder: &Path, files: &Files) {
    for (name, bytes) in files {
        match bytes {
            Some(bytes) => std::fs::write(folder.join(name), bytes).expect("a file"),
            None => std::fs::create_dir_all(folder.join(name)).expect("a folder"),
        }
    }
}

/// A sheet of ENS as it comes back: each objective of Indonesia's plan is now under way.
pub fn filled_sheet(desk: &Desk) -> String {
    let send = ["return", "send", "2026-Q3", "--plan", "ID-2021", "--authority", "ENS", "--out", "ud"];
    desk.ok(&[&send[..], &["--format", "csv"]].concat());
    let name = files(&desk.path("ud")).into_keys().find(|n| n.ends_with(".csv")).expect("a sheet");
    let sheet = format!("ud/{name}");
    let text = desk.read(&sheet);
    let heading = text.lines().next().expect("headings");
    let at = heading.split(';').position(|h| matches!(h, "Ny status" | "New status")).expect("a column");
    let filled: Vec<String> = text
        .lines()
        .map(|line| {
            let mut cells: Vec<String> = line.split(';').map(str::to_string).collect();
            if line.starts_with("ID-2021") && cells.len() > at {
                cells[at] = "i gang".into();
            }
            cells.join(";")
        })
        .collect();
    desk.write(&sheet, filled.join("\r\n"));
    sheet
}

pub const FREEZE: [&str; 7] =
    ["freeze", "2023-Q2", "--plan", "ID-2021", "--skip-earlier", "--waive", "no-lead=Ressort"];

/// A desk with the shipped portfolio. Many are needed, so it is made once and laid out.
fn portfolio() -> Desk {
    static MADE: OnceLock<Files> = OnceLock::new();
    let desk = Desk::empty();
    lay_out(desk.folder(), MADE.get_or_init(|| files(Desk::portfolio().folder())));
    desk
}

fn illustrated() -> Desk {
    static MADE: OnceLock<Files> = OnceLock::new();
    let desk = Desk::empty();
    lay_out(desk.folder(), MADE.get_or_init(|| files(Desk::illustrated().folder())));
    desk
}

/// Beside the file of a desk lies another copy, in which somebody else has worked.
fn with_another_copy() -> Desk {
    let desk = portfolio();
    std::fs::copy(desk.path("fremdrift.db"), desk.path("embassy.db")).expect("a copy");
    desk.ok(&["--db", "embassy.db", "log", "ID-2021/3.7", "-s", "ongoing", "-m", "Fra ambassaden"]);
    desk.ok(&["--db", "embassy.db", "objective", "add", "ID-2021/99.1", "--title", "Ny"]);
    desk
}

/// Those that are disturbed most: one of each way to the disk.
pub fn main_deeds() -> Vec<Deed> {
    let mut all = Vec::new();
    let log = ["log", "ID-2021/3.7", "-s", "ongoing", "-m", "Møde i Århus"];
    all.push(Deed::new("log", portfolio(), &log));
    let desk = portfolio();
    let rows: String = (0..40).map(|n| format!("ID-2021,99.{n},Titel {n}\n")).collect();
    desk.write("rows.csv", format!("plan,number,title\n{rows}"));
    all.push(Deed::new("import", desk, &["import", "objectives", "rows.csv"]));
    all.push(Deed::new("merge", with_another_copy(), &["merge", "embassy.db"]));
    all.push(Deed::new("freeze", portfolio(), &FREEZE));
    let desk = Desk::empty();
    let old = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/versions/format-1.db");
    std::fs::copy(old, desk.path("fremdrift.db")).expect("an old file");
    all.push(Deed::new("upgrade", desk, &["changes"]));
    let desk = portfolio();
    desk.ok(&["backup", "copy.db"]);
    desk.ok(&["log", "ID-2021/3.7", "-s", "ongoing", "-m", "Efter kopien"]);
    all.push(Deed::new("restore", desk, &["restore", "copy.db"]));
    all.push(Deed::new("init", Desk::empty(), &["init", "--portfolio"]));
    all
}

/// `FREMDRIFT_DEED=restore FREMDRIFT_FAULTS=all cargo test power killed`: one of them, for who has changed it.
pub fn the_one() -> Option<String> {
    std::env::var("FREMDRIFT_DEED").ok()
}

/// Every command that writes.
pub fn deeds() -> Vec<Deed> {
    let mut all = main_deeds();
    let desk = portfolio();
    desk.ok(&["log", "ID-2021/3.7", "-s", "ongoing", "-m", "Snart trukket tilbage"]);
    all.push(Deed::new("undo", desk, &["undo"]));
    let desk = portfolio();
    desk.ok(&FREEZE);
    desk.ok(&["log", "ID-2021/3.7", "-s", "ongoing", "-l", "red", "--as-of", "2023-05-01", "-m", "For sent"]);
    all.push(Deed::new("restate", desk, &["restate", "2023-Q2", "--plan", "ID-2021", "--reason", "3.7 var rød"]));
    let desk = portfolio();
    let sheet = filled_sheet(&desk);
    all.push(Deed::new("return read", desk, &["return", "read", &sheet]));
    let desk = portfolio();
    let sheet = filled_sheet(&desk);
    desk.ok(&["log", "ID-2021/3.7", "-s", "suspended", "-m", "Vores"]);
    all.push(Deed::new("return read, decided", desk, &["return", "read", &sheet, "--take", "theirs"]));
    let desk = portfolio();
    let sheet = filled_sheet(&desk);
    desk.ok(&["return", "read", &sheet]);
    all.push(Deed::new("return accept", desk, &["return", "accept", "2026-Q3"]));
    let desk = portfolio();
    let sheet = filled_sheet(&desk);
    desk.ok(&["return", "read", &sheet]);
    all.push(Deed::new("return question", desk, &["return", "question", "ID-2021/3.7", "Hvornår?"]));
    let send = ["return", "send", "2026-Q3", "--plan", "ID-2021", "--authority", "ENS", "--out", "ud"];
    all.push(Deed::new("return send", portfolio(), &send));
    let desk = with_another_copy();
    desk.ok(&["objective", "edit", "ID-2021/4.2", "--title", "Vores"]);
    desk.ok(&["--db", "embassy.db", "objective", "edit", "ID-2021/4.2", "--title", "Deres"]);
    all.push(Deed::new("merge, decided", desk, &["merge", "embassy.db", "--take", "theirs", "--reason", "Aftalt"]));
    let desk = with_another_copy();
    desk.ok(&["objective", "edit", "ID-2021/4.2", "--title", "Vores"]);
    desk.ok(&["--db", "embassy.db", "objective", "edit", "ID-2021/4.2", "--title", "Deres"]);
    assert_eq!(desk.run(&["merge", "embassy.db"]).code, 4);
    all.push(Deed::new("conflicts decide", desk, &["conflicts", "decide", "all=b", "--reason", "Aftalt"]));
    let others: [(&'static str, &[&str]); 9] = [
        ("log of an earlier day", &["log", "ID-2021/3.5", "-s", "ongoing", "-l", "red", "--as-of", "2022-05-01"]),
        ("edit", &["objective", "edit", "ID-2021/4.1", "--title", "Ny", "--lead", "UM|ENS"]),
        ("add", &["objective", "add", "ID-2021/99.1", "--title", "Ny", "--lead", "UM"]),
        ("retire", &["objective", "retire", "ID-2021/4.2", "--reason", "Udgår"]),
        (
            "rename",
            &["authority", "rename", "ENS", "--to", "EST", "--name", "Ny", "--from", "2026-06-01", "--reason", "Lov"],
        ),
        (
            "merge of authorities",
            &["authority", "merge", "MST", "--into", "ENS", "--from", "2026-06-01", "--reason", "Lov"],
        ),
        (
            "split",
            &[
                "authority",
                "split",
                "MST",
                "--into",
                "ENS",
                "--into",
                "UM",
                "--give",
                "UM=ID-2021/4.1",
                "--rest",
                "ENS",
                "--from",
                "2026-06-01",
                "--reason",
                "Lov",
            ],
        ),
        (
            "carry-forward",
            &["plan", "carry-forward", "ID-2021", "ID-2025", "3.5=1.1", "4.2=1.2", "--reason", "Ny plan"],
        ),
        ("setting", &["setting", "green-months", "2", "--reason", "Aftalt"]),
    ];
    all.extend(others.map(|(name, args)| Deed::new(name, illustrated(), args)));
    let desk = illustrated();
    desk.write("rum.csv", "Nummer;Rum\n4.1;K1\n");
    let import = ["import", "objectives", "rum.csv", "--plan", "ID-2021", "--ignore", "Rum"];
    all.push(Deed::new("words", desk, &import));
    let desk = illustrated();
    desk.write("rum.csv", "Nummer;Rum\n4.1;K1\n");
    desk.ok(&import);
    all.push(Deed::new("words", desk, &["words", "forget", "Rum"]));
    // The entities, and what is left: the words that are typed, and no more.
    for args in [
        "log ID-2021/1.6/1 -s ongoing -m Aktivitet",
        "objective edit ID-2021/4.1 --deadline-approved 2027 --agreed-by UM --reason Aftalt",
        "activity add ID-2021/4.1/9 --title Ny --lead UM",
        "activity edit ID-2021/1.6/1 --title Ny",
        "activity retire ID-2021/1.6/1 --reason Udgår",
        "area add ID-2021/99 --title Ny",
        "area edit ID-2021/1A --title Ny",
        "area retire ID-2021/1A --reason Udgår",
        "plan add ID-2030 --partnership ID --title Ny --from 2030 --to 2031",
        "plan edit ID-2021 --note Ny",
        "plan retire ID-2025 --reason Udgår",
        "partnership add SE --country-code SE --country Sverige",
        "partnership edit ID --note Ny",
        "partnership retire AU --reason Udgår",
        "authority add NY --country DK --name Ny",
        "authority edit ENS --note Ny",
        "authority retire PLN --reason Udgår",
        "authority transfer MST ENS ID-2021/4.1 --from 2026-06-01 --reason Lov",
        "instrument add NY --name Ny --kind pool",
        "instrument edit DMDP --note Ny",
        "instrument retire DMDP --reason Udgår",
    ] {
        all.push(Deed::new(args, illustrated(), &args.split(' ').collect::<Vec<_>>()));
    }
    if let Some(only) = the_one() {
        all.retain(|d| d.name == only);
    }
    all
}

/// Those that are disturbed in a usual run: the main ones, and every third of the others.
pub fn some_deeds() -> Vec<Deed> {
    let main = main_deeds().len();
    let all = deeds().into_iter().enumerate();
    all.filter(|(n, _)| is_long() || *n < main || n % 3 == 0).map(|(_, d)| d).collect()
}

/// Commands that write nothing to the file: they read, or send something out. `demo` does in a
/// new folder what `init`, `log` and others do, and `changes` is how an old file is upgraded here.
const READS: &str = "demo, show, list, promises, due, find, history, summary, portfolio, trend, check, return status, \
     return remind, quarters, diff, slips, export, backup, verify, completions, man, \
     partnership list, partnership show, plan list, plan show, area list, area show, objective list, \
     objective show, activity list, activity show, authority list, authority show, instrument list, \
     instrument show";

#[test]
fn every_command_that_writes_is_disturbed() {
    let desk = Desk::empty();
    let deeds: Vec<String> = deeds().iter().map(|d| d.args.join(" ") + " ").collect();
    let (mut forgotten, mut known) = (Vec::new(), 0);
    for command in commands(&desk, &[]) {
        let under = commands(&desk, &[&command]);
        let all =
            if under.is_empty() { vec![command] } else { under.iter().map(|u| format!("{command} {u}")).collect() };
        for command in all {
            let writes = deeds.iter().any(|d| d.starts_with(&format!("{command} ")));
            let reads = READS.split(", ").any(|r| r == command);
            known += 1;
            if writes == reads {
                forgotten.push(command);
            }
        }
    }
    assert!(known > 60, "{known} commands");
    assert!(forgotten.is_empty(), "they are no deeds, and are not known to write nothing: {forgotten:?}");
}

#[test]
fn a_danish_desk_is_told_in_danish_what_each_command_did() {
    let mut left = Vec::new();
    for deed in deeds() {
        deed.desk.ok(&deed.args());
        let what = |lang: &str, profile: &str| -> Vec<String> {
            let csv = deed.desk.ok(&["changes", "--lang", lang, "--format", "csv", "--profile", profile]);
            let mut rows = csv::ReaderBuilder::new()
                .delimiter(if profile == "rfc4180" { b',' } else { b';' })
                .from_reader(csv.as_bytes());
            rows.records().map(|row| row.expect("a row")[3].to_string()).collect()
        };
        let english = what("en", "excel-da");
        assert_eq!(english, what("da", "rfc4180"), "{}: a program reads what the file says", deed.name);
        let danish = what("da", "excel-da");
        assert_eq!(english.len(), danish.len());
        left.extend(english.into_iter().zip(danish).filter(|(en, da)| en == da).map(|(en, _)| en));
    }
    assert!(left.is_empty(), "said in English: {left:#?}");
}

/// Everything is tried in a long run (`FREMDRIFT_FAULTS=all`), every n-th in a usual one.
pub fn step(usual: usize) -> usize {
    if is_long() { 1 } else { usual }
}

pub fn is_long() -> bool {
    std::env::var_os("FREMDRIFT_FAULTS").is_some()
}
