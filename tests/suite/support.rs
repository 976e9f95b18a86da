//! A desk of its own for every test: a fresh folder, a fixed moment, nothing of the developer's.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The moment at which everything in the tests happens, unless they say otherwise.
pub const NOW: &str = "2026-11-23T09:00:00Z";

pub struct Desk {
    folder: tempfile::TempDir,
    pub now: String,
}

/// Words that every English sentence has some of, and no Danish one.
const ENGLISH: &[&str] = &[
    "the", "is", "not", "of", "an", "and", "are", "was", "were", "has", "with", "without", "this", "that", "it", "no",
    "there", "already", "nothing", "needed", "be", "can't", "must", "write", "say", "did", "you", "mean", "see",
    "them", "give", "leave", "add", "which", "what", "who", "as", "or", "but", "from", "where", "only", "than", "its",
    "they", "file", "error", "hint", "line", "column", "rows", "change", "entry", "sheet", "until", "since",
];

/// The English words of a Danish text; what was typed, commands, flags, paths and
/// placeholders such as <FILE> are left out.
pub fn english_words(text: &str) -> Vec<String> {
    let mut bare = String::new();
    let mut quoted = 0;
    for c in text.chars() {
        match c {
            '»' | '«' | '<' if quoted == 0 => quoted = 1,
            '»' | '«' | '>' => quoted = 0,
            c if quoted == 0 => bare.push(c),
            _ => {}
        }
    }
    let mut found = Vec::new();
    for line in bare.lines() {
        // A command is English, and goes on to the end of its clause.
        for clause in line.split([';', ':', '(', ')']).filter(|c| !c.contains("fremdrift ") && !c.contains("--")) {
            let words = clause.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '-' | '/' | '.' | '_')));
            found.extend(words.filter(|w| ENGLISH.contains(&w.to_lowercase().as_str())).map(str::to_string));
        }
    }
    found
}

/// The output of a command, and its exit code.
#[derive(Debug, PartialEq, Eq)]
pub struct Said {
    pub stdout: String,
    pub stderr: String,
    pub code: i32,
}

/// Where the program that was built for Windows lies, when it is the one that is tried, under wine:
/// `FREMDRIFT_WINDOWS=fremdrift.exe cargo test stories`.
fn for_windows() -> Option<std::ffi::OsString> {
    std::env::var_os("FREMDRIFT_WINDOWS")
}

/// For what speaks of paths, permissions or folders as only Unix has them.
pub fn is_windows() -> bool {
    for_windows().is_some()
}

impl Desk {
    /// An empty folder.
    pub fn empty() -> Desk {
        Desk { folder: tempfile::tempdir().expect("a folder"), now: NOW.to_string() }
    }

    /// A folder with an empty fremdrift.db.
    pub fn new() -> Desk {
        let desk = Desk::empty();
        desk.ok(&["init"]);
        desk
    }

    /// A folder with the shipped portfolio.
    pub fn portfolio() -> Desk {
        let desk = Desk::empty();
        desk.ok(&["init", "--portfolio"]);
        desk
    }

    /// A folder with the shipped portfolio and the illustrative entries.
    pub fn illustrated() -> Desk {
        let desk = Desk::empty();
        desk.ok(&["init", "--illustrative"]);
        desk
    }

    /// A folder with a plan of its own, MX-2030, and two authorities, ENS and UM: five changes.
    pub fn small() -> Desk {
        let desk = Desk::new();
        desk.ok(&["partnership", "add", "MX", "--country-code", "MX", "--country", "Mexico"]);
        let title = "Handlingsplan 2026-2030";
        desk.ok(&["plan", "add", "MX-2030", "--partnership", "MX", "--title", title, "--from", "2026", "--to", "2030"]);
        desk.ok(&["authority", "add", "ENS", "--country", "DK", "--name", "Energistyrelsen"]);
        desk.ok(&["authority", "add", "UM", "--country", "DK", "--name", "Udenrigsministeriet"]);
        desk
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), bytes).expect("a file");
    }

    pub fn read(&self, name: &str) -> String {
        String::from_utf8(std::fs::read(self.path(name)).expect("a file")).expect("UTF-8")
    }

    /// The program, in this folder, without the developer's environment.
    pub fn command(&self) -> Command {
        let mut command = match for_windows() {
            None => Command::new(env!("CARGO_BIN_EXE_fremdrift")),
            Some(built) => {
                let mut wine = Command::new("wine64");
                wine.arg(built);
                wine
            }
        };
        command
            .current_dir(self.folder())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.folder())
            .env("XDG_CONFIG_HOME", self.path("config"))
            .env("XDG_DATA_HOME", self.path("data"))
            .env("FREMDRIFT_AUTHOR", "Anna Ågård")
            .env("FREMDRIFT_LANG", "en")
            .env("FREMDRIFT_TODAY", &self.now)
            .env("COLUMNS", "80")
            .stdin(Stdio::null());
        if is_windows() {
            // Wine keeps a Windows of its own, for all desks; it reads arguments and names as the language says.
            let own = std::env::temp_dir().join("fremdrift-wine");
            command.env("WINEPREFIX", own).env("WINEDEBUG", "-all").env("LANG", "C.UTF-8");
            // It would put its menus into the desk.
            command.env("WINEDLLOVERRIDES", "winemenubuilder.exe=d");
        }
        command
    }

    pub fn run(&self, args: &[&str]) -> Said {
        said(self.command().args(args).output().expect("the program runs"))
    }

    /// Runs with something in the pipe.
    pub fn pipe(&self, args: &[&str], input: &[u8]) -> Said {
        use std::io::Write;
        let mut child = self
            .command()
            .args(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program runs");
        // A program that reads no more closes the pipe; that is its right.
        let _ = child.stdin.take().expect("a pipe").write_all(input);
        said(child.wait_with_output().expect("the program ends"))
    }

    /// Runs, must succeed, and gives stdout.
    #[track_caller]
    pub fn ok(&self, args: &[&str]) -> String {
        let said = self.run(args);
        assert_eq!(said.code, 0, "fremdrift {} failed:\n{}{}", args.join(" "), said.stdout, said.stderr);
        said.stdout
    }

    /// Runs, must fail with this code, and gives stderr.
    #[track_caller]
    pub fn fails(&self, code: i32, args: &[&str]) -> String {
        let said = self.run(args);
        assert_eq!(said.code, code, "fremdrift {}:\n{}{}", args.join(" "), said.stdout, said.stderr);
        said.stderr
    }

    /// Runs, must be refused with exactly these words, say nothing else, and leave the file as it was.
    #[track_caller]
    pub fn refuses(&self, code: i32, args: &[&str], words: &str) {
        let db = self.path("fremdrift.db");
        let before = std::fs::read(&db).ok();
        let said = self.run(args);
        assert_eq!(
            said,
            Said { stdout: String::new(), stderr: words.to_string(), code },
            "fremdrift {}",
            args.join(" ")
        );
        assert!(std::fs::read(&db).ok() == before, "fremdrift {} touched the file", args.join(" "));
        self.is_refused_in_danish(code, args);
    }

    /// The same on a Danish desk: the same code, and no English word.
    #[track_caller]
    fn is_refused_in_danish(&self, code: i32, args: &[&str]) {
        if args.iter().any(|a| a.starts_with("--lang")) {
            return;
        }
        let said = self.command().env("FREMDRIFT_LANG", "da").args(args).output().expect("the program runs");
        let told = String::from_utf8_lossy(&said.stderr).into_owned();
        assert_eq!(said.status.code(), Some(code), "fremdrift {} in Danish: {told}", args.join(" "));
        let english = english_words(&told);
        assert!(english.is_empty(), "fremdrift {} says {english:?} on a Danish desk:\n{told}", args.join(" "));
    }

    /// Asks the sqlite3 shell; `None` where it is not installed.
    pub fn sqlite3(&self, sql: &str) -> Option<Said> {
        let mut command = Command::new("sqlite3");
        command.current_dir(self.folder()).args(["-batch", "fremdrift.db", sql]).stdin(Stdio::null());
        tool(&mut command)
    }
}

/// Runs another program. Where it is not installed the test says so and is let off, but not in CI,
/// which installs everything.
pub fn tool(command: &mut Command) -> Option<Said> {
    match command.output() {
        Ok(output) => Some(said(output)),
        Err(e) if std::env::var_os("CI").is_none() => {
            eprintln!("not tried: {:?}: {e}", command.get_program());
            None
        }
        Err(e) => panic!("{:?}: {e}", command.get_program()),
    }
}

pub fn said(output: Output) -> Said {
    Said {
        stdout: String::from_utf8(output.stdout).expect("UTF-8 on stdout"),
        stderr: String::from_utf8(output.stderr).expect("UTF-8 on stderr"),
        code: output.status.code().unwrap_or(-1),
    }
}
