//! Copies of one file in one folder, each with an author and a clock of its own, and the program beside them.

use crate::support::{Said, said};
use fremdrift::model::catalogue;
use fremdrift::store::Store;
use rusqlite::Connection;
use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// Something that happens to one of the copies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A command line, typed in a copy. `{newest-2}` in it is the number of its newest change less two.
    Act {
        copy: usize,
        line: String,
    },
    Merge {
        into: usize,
        from: usize,
    },
    /// The changes after a number, as a file. `since` counts back from the newest.
    Send {
        from: usize,
        back: i64,
        bundle: usize,
    },
    /// Reads such a file, whole or cut off.
    Read {
        into: usize,
        bundle: usize,
        cut: bool,
    },
    Backup {
        copy: usize,
    },
    Restore {
        copy: usize,
    },
}

/// As lines of a shell script, so that a life that went wrong can be played by hand.
impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let name = |copy: &usize| NAMES[*copy];
        match self {
            Step::Act { copy, line } => write!(f, "{} {line}", name(copy)),
            Step::Merge { into, from } => write!(f, "{} merge {}.db", name(into), name(from)),
            Step::Send { from, back, bundle } => {
                write!(f, "{} export changes --since {{newest-{back}}} -o {bundle}.json -y", name(from))
            }
            Step::Read { into, bundle, cut: false } => write!(f, "{} import changes {bundle}.json", name(into)),
            Step::Read { into, bundle, cut: true } => write!(f, "{} import changes {bundle}.json # cut", name(into)),
            Step::Backup { copy } => write!(f, "{0} backup {0}.old -y", name(copy)),
            Step::Restore { copy } => write!(f, "{0} restore {0}.old -y", name(copy)),
        }
    }
}

pub const NAMES: [&str; 5] = ["A", "B", "C", "D", "E"];
const AUTHORS: [&str; 5] = ["Anna", "Bo", "Cecilie", "Ditte", "Erik"];

/// The checks that stop a freeze.
const ERRORS: [&str; 5] = ["no-lead", "green-overdue", "open-activities", "unknown-authority", "undecided"];

/// By how many years the clocks are ahead.
pub type Clocks = [i32; 5];
pub const ONE_CLOCK: Clocks = [0; 5];

pub struct World {
    folder: tempfile::TempDir,
    step: usize,
    pub copies: usize,
    clocks: Clocks,
}

/// Where there is memory that looks like a disk, thousands of small files need no disk.
fn folder() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.expect("a folder")
}

/// Splits a line as a shell does, so far as it is needed here: words, with single quotes around what has spaces.
pub fn words(line: &str) -> Vec<String> {
    let (mut all, mut word, mut quoted, mut some) = (Vec::new(), String::new(), false, false);
    for c in line.chars() {
        match c {
            '\'' => (quoted, some) = (!quoted, true),
            ' ' if !quoted => {
                if some {
                    all.push(std::mem::take(&mut word));
                }
                some = false;
            }
            c => {
                word.push(c);
                some = true;
            }
        }
    }
    if some {
        all.push(word);
    }
    all
}

impl World {
    /// So many copies of what these lines make.
    pub fn new(copies: usize, clocks: Clocks, base: &[&str]) -> World {
        let mut world = World { folder: folder(), step: 0, copies, clocks };
        for line in base {
            let done = world.waived(0, line);
            assert_eq!(done.code, 0, "{line}: {done:?}");
        }
        world.copy();
        world
    }

    /// The same, of a base that is made once.
    pub fn of_bytes(copies: usize, clocks: Clocks, base: &[u8]) -> World {
        let world = World { folder: folder(), step: 100, copies, clocks };
        std::fs::write(world.path(0), base).expect("a file");
        world.copy();
        world
    }

    fn copy(&self) {
        for copy in 1..self.copies {
            std::fs::copy(self.path(0), self.path(copy)).expect("a copy");
        }
    }

    pub fn path(&self, copy: usize) -> PathBuf {
        self.folder.path().join(format!("{}.db", NAMES[copy]))
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Each command has a moment of its own: a minute after the one before, on the clock of its copy.
    pub fn run(&mut self, copy: usize, line: &str) -> Said {
        self.step += 1;
        self.run_at(self.step, copy, line)
    }

    /// The same at this minute.
    pub fn run_at(&self, step: usize, copy: usize, line: &str) -> Said {
        let minutes = step % 60;
        let (day, hour) = (1 + step / 60 / 24, step / 60 % 24);
        let year = 2026 + self.clocks[copy];
        let now = format!("{year}-{:02}-{:02}T{hour:02}:{minutes:02}:00Z", 2 + day / 28, 1 + day % 28);
        let mut command = Command::new(env!("CARGO_BIN_EXE_fremdrift"));
        command
            .current_dir(self.folder.path())
            .env_clear()
            .env("HOME", self.folder.path())
            .env("FREMDRIFT_CONFIG", "/dev/null")
            .env("FREMDRIFT_LANG", "en")
            .env("FREMDRIFT_AUTHOR", AUTHORS[copy])
            .env("FREMDRIFT_TODAY", now)
            .env("FREMDRIFT_DB", self.path(copy))
            .env("COLUMNS", "80")
            .stdin(Stdio::null());
        for word in words(line) {
            command.arg(word);
        }
        said(command.output().expect("the program runs"))
    }

    /// A command that must be done; gives what it printed.
    #[track_caller]
    pub fn ok(&mut self, copy: usize, line: &str) -> String {
        let line = self.filled_in(copy, line);
        let done = self.waived(copy, &line);
        assert_eq!(done.code, 0, "{} {line}: {done:?}", NAMES[copy]);
        done.stdout
    }

    /// Takes over what another copy knows, which nothing may stop.
    #[track_caller]
    pub fn take_over(&mut self, into: usize, from: usize) -> Said {
        let done = self.play(&Step::Merge { into, from });
        assert!(matches!(done.code, 0 | 4), "{} merge {}: {done:?}", NAMES[into], NAMES[from]);
        done
    }

    /// All copies take over what the others know; then all are whole, and say the same.
    #[track_caller]
    pub fn meet(&mut self) {
        let others = 1..self.copies;
        for from in others.clone() {
            self.take_over(0, from);
        }
        for into in others.clone() {
            self.take_over(into, 0);
        }
        for (copy, name) in NAMES.iter().enumerate().take(self.copies) {
            let verified = self.run(copy, "verify");
            assert!(verified.stdout.contains(" is whole"), "{name}: {verified:?}");
            assert!(verified.stdout.contains(&self.digest(copy)), "it prints the digest: {verified:?}");
        }
        for copy in others {
            assert_eq!(self.knows(0), self.knows(copy), "A and {} know the same", NAMES[copy]);
            assert!(self.digest(0) == self.digest(copy), "A and {}: {}", NAMES[copy], self.differences(0, copy));
        }
    }

    /// The same words in every copy.
    #[track_caller]
    pub fn alike(&mut self, line: &str) -> String {
        let said = self.run(0, line).stdout;
        for (copy, name) in NAMES.iter().enumerate().take(self.copies).skip(1) {
            assert_eq!(self.run(copy, line).stdout, said, "{name} says it otherwise: {line}");
        }
        said
    }

    /// Some columns of an export, the same in every copy; a row a text.
    #[track_caller]
    pub fn columns(&mut self, what: &str, columns: &[&str]) -> Vec<String> {
        let said = self.columns_of(0, what, columns);
        for (copy, name) in NAMES.iter().enumerate().take(self.copies).skip(1) {
            assert_eq!(self.columns_of(copy, what, columns), said, "{name} says it otherwise: {what}");
        }
        said
    }

    /// The same of one copy.
    #[track_caller]
    pub fn columns_of(&mut self, copy: usize, what: &str, columns: &[&str]) -> Vec<String> {
        let text = self.ok(copy, &format!("{what} --format csv --profile rfc4180"));
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let headings = reader.headers().expect("headings").clone();
        let at =
            |name: &&str| headings.iter().position(|h| h == *name).unwrap_or_else(|| panic!("{name}: {headings:?}"));
        let columns: Vec<usize> = columns.iter().map(at).collect();
        let rows = reader.records().map(|r| r.expect("a row"));
        rows.map(|row| columns.iter().map(|c| row[*c].to_string()).collect::<Vec<_>>().join(",")).collect()
    }

    /// Does one step. A merge that is not done is the caller's to judge.
    pub fn play(&mut self, step: &Step) -> Said {
        match step {
            Step::Act { copy, line } => {
                let line = self.filled_in(*copy, line);
                self.waived(*copy, &line)
            }
            Step::Merge { into, from } => self.merge(*into, &format!("merge {}.db", NAMES[*from])),
            Step::Send { from, back, bundle } => {
                let since = (self.newest(*from) - back).max(1);
                self.run(*from, &format!("export changes --since {since} -o {bundle}.json -y"))
            }
            Step::Read { into, bundle, cut } => {
                let whole = self.file(&format!("{bundle}.json"));
                let name = if *cut { "cut.json".to_string() } else { format!("{bundle}.json") };
                if *cut {
                    let bytes = std::fs::read(whole).unwrap_or_default();
                    std::fs::write(self.file(&name), &bytes[..bytes.len() / 2]).expect("a file");
                }
                self.merge(*into, &format!("import changes {name}"))
            }
            Step::Backup { copy } => self.run(*copy, &format!("backup {}.old -y", NAMES[*copy])),
            Step::Restore { copy } => self.run(*copy, &format!("restore {}.old -y", NAMES[*copy])),
        }
    }

    /// A quarter that errors stop is frozen all the same: each is waived.
    fn waived(&mut self, copy: usize, line: &str) -> Said {
        let done = self.run(copy, line);
        if done.code != 4 || !["freeze", "restate"].iter().any(|c| line.starts_with(c)) {
            return done;
        }
        let found = ERRORS.iter().filter(|code| done.stdout.contains(**code));
        let waive: String = found.map(|code| format!(" --waive {code}=x")).collect();
        self.run(copy, &format!("{line}{waive}"))
    }

    fn merge(&mut self, into: usize, line: &str) -> Said {
        self.run(into, &format!("{line} {}", decided()))
    }

    fn filled_in(&self, copy: usize, line: &str) -> String {
        let Some((before, rest)) = line.split_once("{newest-") else { return line.to_string() };
        let (back, after) = rest.split_once('}').expect("a brace that closes");
        let number = self.newest(copy) - back.parse::<i64>().expect("a number");
        format!("{before}{number}{after}")
    }

    fn ask<T>(&self, copy: usize, sql: &str) -> BTreeSet<T>
    where
        T: rusqlite::types::FromSql + Ord,
    {
        let conn = Connection::open(self.path(copy)).expect("a file");
        let mut rows = conn.prepare(sql).expect(sql);
        rows.query_map([], |r| r.get(0)).expect(sql).collect::<rusqlite::Result<_>>().expect(sql)
    }

    pub fn newest(&self, copy: usize) -> i64 {
        self.ask(copy, "SELECT max(number) FROM change").pop_first().expect("a change")
    }

    /// The identities of the changes that a copy knows.
    pub fn knows(&self, copy: usize) -> BTreeSet<String> {
        self.ask(copy, "SELECT uid FROM change")
    }

    /// The identities of the lines of the log that stand in a copy.
    pub fn lines(&self, copy: usize) -> BTreeSet<String> {
        self.ask(copy, "SELECT uid FROM entry")
    }

    /// The tables in which something stands, or stood.
    pub fn written(&self, copy: usize) -> BTreeSet<&'static str> {
        let tables = catalogue::ordered().filter(|t| {
            let some = format!("SELECT EXISTS (SELECT 1 FROM {}) FROM change LIMIT 1", t.name);
            self.ask::<i64>(copy, &some).contains(&1)
        });
        tables.map(|t| t.name).collect()
    }

    /// The digest of all that a copy says.
    pub fn digest(&self, copy: usize) -> String {
        Store::open_to_read(&self.path(copy)).and_then(|s| s.contents()).expect("the content").digest()
    }

    /// Where two copies say something else: for people.
    pub fn differences(&self, one: usize, other: usize) -> String {
        let open = |copy| Store::open_to_read(&self.path(copy)).expect("a copy");
        let (found, all) = open(one).differences(&open(other), 8).expect("differences");
        let told = found.iter().map(|d| {
            let say = |v: &Option<String>| v.clone().unwrap_or_else(|| "–".into());
            format!("{} {} {}: {} / {}", d.table, d.name, d.field, say(&d.ours), say(&d.theirs))
        });
        format!("{all} differ: {}", told.collect::<Vec<_>>().join("; "))
    }
}

/// The words by which a merge decides what conflicts.
fn decided() -> &'static str {
    static WORDS: OnceLock<String> = OnceLock::new();
    WORDS.get_or_init(|| std::env::var("FREMDRIFT_MERGE").unwrap_or_default())
}
