//! The house: what ARCHITECTURE.md says of the rooms, the file and the pages is held here.

use crate::schema::rows;
use crate::support::Desk;
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The rooms of the library, from the ground up, and what each may look at beside itself.
const ROOMS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("i18n", &["model"]),
    ("document", &["model", "i18n"]),
    ("store", &["model"]),
    ("exchange", &["model", "i18n"]),
    ("report", &["model", "i18n", "document"]),
    ("render", &["model", "i18n", "document"]),
    ("queries", &["model", "i18n", "document", "store", "exchange", "report", "render"]),
    ("commands", &["model", "i18n", "document", "store", "exchange", "report", "render", "queries"]),
];

const MOST_LINES: usize = 600;

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

pub fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

pub fn files(folder: &str, ending: &str) -> Vec<String> {
    fn walk(folder: &Path, into: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("a file").path();
            if path.is_dir() { walk(&path, into) } else { into.push(path) }
        }
    }
    let mut all = Vec::new();
    walk(&root().join(folder), &mut all);
    let mut names: Vec<String> = all
        .iter()
        .map(|p| p.strip_prefix(root()).expect("ours").to_string_lossy().replace('\\', "/"))
        .filter(|n| n.ends_with(ending))
        .collect();
    names.sort();
    names
}

/// A source file without comments and without its tests.
struct Source {
    name: String,
    code: String,
}

impl Source {
    fn room(&self) -> &str {
        let inside = self.name.strip_prefix("src/").unwrap_or(&self.name);
        inside.split(['/', '.']).next().unwrap_or_default()
    }
}

/// The code of a file: without comments, and without what stands behind a `#[cfg(test)]`, wherever in the
/// file that is. As rustfmt sets it, an item ends on a line that is set in as far as it began.
fn code(text: &str) -> String {
    let set_in = |line: &str| line.len() - line.trim_start().len();
    let mut lines = text.lines().filter(|l| !l.trim_start().starts_with("//"));
    let mut kept = Vec::new();
    while let Some(line) = lines.next() {
        if line.trim() != "#[cfg(test)]" {
            kept.push(line);
            continue;
        }
        let ends = |l: &&str| set_in(l) == set_in(line) && l.ends_with([';', '}']) && !l.trim().starts_with("#[");
        lines.find(ends);
    }
    kept.join("\n")
}

fn sources() -> Vec<Source> {
    let names = files("src", ".rs").into_iter().filter(|name| !name.ends_with("_tests.rs"));
    names.map(|name| Source { code: code(&read(&name)), name }).collect()
}

#[test]
fn only_tests_are_passed_over() {
    let text = "use a;\n#[cfg(test)]\nmod tests {\n    fn t() {\n    }\n}\nfn b() {\n    // c\n    #[cfg(test)]\n    #[x(y)]\n    d();\n}\n";
    assert_eq!(code(text), "use a;\nfn b() {\n}");
}

/// One `use` of a file, with braces taken apart, or a path that stands in its code.
struct Named {
    path: Vec<String>,
    /// By a `use` that passes the name on.
    passed_on: bool,
}

fn paths(code: &str) -> Vec<Named> {
    fn expand(tree: &str, before: &[String], into: &mut Vec<Vec<String>>) {
        let tree = tree.trim();
        if let Some(open) = tree.find('{') {
            let mut head = before.to_vec();
            head.extend(tree[..open].split("::").map(str::trim).filter(|s| !s.is_empty()).map(str::to_string));
            let inner = &tree[open + 1..tree.rfind('}').unwrap_or(tree.len())];
            let (mut depth, mut from) = (0, 0);
            for (at, c) in inner.char_indices().chain([(inner.len(), ',')]) {
                match c {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    ',' if depth == 0 => {
                        if !inner[from..at].trim().is_empty() {
                            expand(&inner[from..at], &head, into);
                        }
                        from = at + 1;
                    }
                    _ => {}
                }
            }
            return;
        }
        let mut path = before.to_vec();
        let bare = tree.split(" as ").next().unwrap_or_default();
        path.extend(bare.split("::").map(str::trim).filter(|s| !s.is_empty()).map(str::to_string));
        into.push(path);
    }
    let mut all = Vec::new();
    let mut rest = code.to_string();
    for (at, _) in code.match_indices("use ") {
        let begins = code[..at].rsplit('\n').next().unwrap_or_default().trim();
        let passed_on = begins == "pub" || (begins.starts_with("pub(") && begins.ends_with(')'));
        if begins.is_empty() || passed_on {
            let to = code[at..].find(';').map_or(code.len(), |n| at + n);
            let mut found = Vec::new();
            expand(&code[at + 4..to], &[], &mut found);
            all.extend(found.into_iter().map(|path| Named { path, passed_on }));
            rest.replace_range(at..to, &" ".repeat(to - at));
        }
    }
    let in_path = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':');
    for text in rest.split(|c: char| !in_path(c)).filter(|t| t.contains("::") && !t.starts_with(':')) {
        let path = text.split("::").filter(|s| !s.is_empty()).map(str::to_string).collect();
        all.push(Named { path, passed_on: false });
    }
    all
}

pub fn complain(rule: &str, wrong: &[String]) {
    assert!(wrong.is_empty(), "{rule}:\n  {}", wrong.join("\n  "));
}

#[test]
fn arrows_point_down() {
    let mut wrong = Vec::new();
    for source in sources() {
        let Some((room, below)) = ROOMS.iter().find(|r| r.0 == source.room()) else { continue };
        for Named { path, .. } in paths(&source.code) {
            let seen = match (path.first().map(String::as_str), path.get(1)) {
                (Some("crate"), Some(seen)) => seen.as_str(),
                (Some("fremdrift" | "cli"), _) => "cli",
                _ => continue,
            };
            if seen != *room && !below.contains(&seen) {
                wrong.push(format!("{} looks at {seen}", source.name));
            }
        }
    }
    complain("a room looks only at those below it", &wrong);
}

#[test]
fn every_room_is_in_the_picture() {
    let rooms: BTreeSet<String> = sources().iter().map(|s| s.room().to_string()).collect();
    let known: BTreeSet<String> = ROOMS.iter().map(|r| r.0).chain(["cli", "lib", "main"]).map(str::to_string).collect();
    assert_eq!(rooms, known);
    let picture = read("ARCHITECTURE.md");
    for (room, _) in ROOMS {
        assert!(picture.contains(&format!("| {room} |")), "ARCHITECTURE.md does not say what {room} holds");
    }
}

/// The modules of both crates as one tree, what each defines for others, and what it passes on under which
/// name; all of another where that is `*`.
struct Tree {
    files: BTreeMap<Vec<String>, String>,
    defined: BTreeSet<(String, String)>,
    passed_on: BTreeMap<(Vec<String>, String), Vec<String>>,
    all_of: BTreeMap<Vec<String>, Vec<Vec<String>>>,
}

/// `src/store/sync/merge/find.rs` is the module store::merge::find.
fn module(name: &str) -> Vec<String> {
    let inside = name.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
    inside.split('/').filter(|part| !matches!(*part, "lib" | "main")).map(str::to_string).collect()
}

impl Tree {
    fn of(sources: &[Source]) -> Tree {
        let mut tree = Tree {
            files: BTreeMap::new(),
            defined: BTreeSet::new(),
            passed_on: BTreeMap::new(),
            all_of: BTreeMap::new(),
        };
        for source in sources {
            let at = module(&source.name);
            for Named { path, passed_on } in paths(&source.code) {
                match path.last().filter(|_| passed_on && path.len() > 1) {
                    Some(all) if all == "*" => tree.all_of.entry(at.clone()).or_default().push(path),
                    Some(name) => drop(tree.passed_on.insert((at.clone(), name.clone()), path)),
                    None => {}
                }
            }
            let words = source.code.split(|c: char| !c.is_alphanumeric() && c != '_').collect::<Vec<_>>();
            for pair in words.windows(2).filter(|w| ["struct", "enum", "fn", "const", "type", "trait"].contains(&w[0]))
            {
                tree.defined.insert((source.name.clone(), pair[1].to_string()));
            }
            tree.files.insert(at, source.name.clone());
        }
        tree
    }

    /// The file in which stands what a path means, if it is one of ours: also through the doors.
    fn file(&self, from: &[String], path: &[String]) -> Option<&String> {
        let mut at = from.to_vec();
        let mut path = path.iter();
        match path.next()?.as_str() {
            "crate" | "fremdrift" => at.clear(),
            "super" => drop(at.pop()),
            "self" => {}
            child => {
                at.push(child.to_string());
                self.files.get(&at)?;
            }
        }
        for name in path {
            if name == "super" {
                at.pop();
                continue;
            }
            let inside: Vec<String> = at.iter().chain([name]).cloned().collect();
            if self.files.contains_key(&inside) {
                at = inside;
                continue;
            }
            if let Some(further) = self.passed_on.get(&(at.clone(), name.clone())) {
                return self.file(&at, further);
            }
            let all_of = self.all_of.get(&at).into_iter().flatten();
            let mut behind = all_of.filter_map(|further| self.file(&at, &further[..further.len() - 1]));
            if let Some(file) = behind.find(|file| self.defined.contains(&((*file).clone(), name.clone()))) {
                return Some(file);
            }
            break;
        }
        self.files.get(&at)
    }
}

/// Which files look at which. A door (`mod.rs`) looks at nothing by passing on what lies behind it.
fn looks() -> BTreeMap<String, BTreeSet<String>> {
    let all = sources();
    let tree = Tree::of(&all);
    let mut graph = BTreeMap::new();
    for source in &all {
        let at = module(&source.name);
        let mut seen = BTreeSet::new();
        for Named { path, passed_on } in paths(&source.code) {
            let Some(file) = tree.file(&at, &path) else { continue };
            let own = passed_on && module(file).starts_with(&at);
            if *file != source.name && !own {
                seen.insert(file.clone());
            }
        }
        graph.insert(source.name.clone(), seen);
    }
    graph
}

/// Each circle: files that all reach each other.
fn circles(graph: &BTreeMap<String, BTreeSet<String>>) -> Vec<Vec<String>> {
    let reach = |from: &String| {
        let mut seen: BTreeSet<&String> = BTreeSet::new();
        let mut todo: Vec<&String> = graph[from].iter().collect();
        while let Some(file) = todo.pop() {
            if seen.insert(file) {
                todo.extend(graph.get(file).into_iter().flatten());
            }
        }
        seen
    };
    let reached: BTreeMap<&String, BTreeSet<&String>> = graph.keys().map(|file| (file, reach(file))).collect();
    let together = |a: &String, b: &String| reached[a].contains(b) && reached[b].contains(a);
    let all = graph.keys().filter(|file| reached[file].contains(file));
    let all: BTreeSet<Vec<String>> =
        all.map(|file| graph.keys().filter(|other| together(file, other)).cloned().collect()).collect();
    all.into_iter().collect()
}

#[test]
fn the_imports_of_files_are_read() {
    let graph = looks();
    assert!(graph["src/cli/log.rs"].contains("src/cli/output.rs"), "the imports are read");
    assert!(graph["src/model/query.rs"].contains("src/model/choice.rs"), "also through mod.rs: {graph:?}");
    assert!(graph["src/cli/demo.rs"].contains("src/model/choice.rs"), "also of other rooms");
    assert!(graph["src/store/sync/merge/mod.rs"].contains("src/store/changes/change.rs"), "also those of mod.rs");
    let circles_of = |all: &[(&str, &str)]| {
        let mut graph: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (from, to) in all {
            graph.entry(from.to_string()).or_default().insert(to.to_string());
            graph.entry(to.to_string()).or_default();
        }
        circles(&graph)
    };
    assert_eq!(circles_of(&[("a", "b"), ("b", "c"), ("a", "c")]), Vec::<Vec<String>>::new());
    assert_eq!(circles_of(&[("a", "c"), ("c", "b"), ("b", "a"), ("c", "d")]), [["a", "b", "c"]]);
    let named = paths("pub use a::{self, b::{C, d}};\nuse crate::x as y;\nlet e = super::z::w(1);");
    let named: Vec<(String, bool)> = named.into_iter().map(|n| (n.path.join("::"), n.passed_on)).collect();
    let expected =
        [("a::self", true), ("a::b::C", true), ("a::b::d", true), ("crate::x", false), ("super::z::w", false)];
    assert_eq!(named, expected.map(|(path, passed_on)| (path.to_string(), passed_on)));
}

/// A comment says what a thing is; one that begins with a question word says who is asked about it.
#[test]
fn no_comment_begins_with_what_or_who() {
    let words = ["What ", "Who ", "Whose ", "Whoever ", "Whatever ", "Who, "];
    let of_house = files("src", ".rs").into_iter().chain(files("tests", ".rs")).chain(files("fuzz/bodies", ".rs"));
    let mut wrong = Vec::new();
    for name in of_house.chain(files("benches", ".rs")).chain(["schema.sql".to_string()]) {
        for (at, line) in read(&name).lines().enumerate() {
            let line = line.trim_start();
            let mark = ["//! ", "/// ", "// ", "-- "].into_iter().find(|mark| line.starts_with(mark));
            if mark.is_some_and(|mark| words.iter().any(|w| line[mark.len()..].starts_with(w))) {
                wrong.push(format!("{name}:{}: {line}", at + 1));
            }
        }
    }
    complain("a comment begins with the thing that it is about", &wrong);
}

#[test]
fn no_circles_between_files() {
    let found: Vec<String> = circles(&looks()).into_iter().map(|circle| circle.join(", ")).collect();
    complain("files do not look at each other in a circle", &found);
}

/// The wings of the store: each looks only at those before it.
const WINGS: &[&str] = &["file", "changes", "tables", "sync", "queries"];

#[test]
fn wings_look_only_at_those_before_them() {
    let wing = |file: &str| {
        let inside = file.strip_prefix("src/store/").and_then(|rest| rest.split_once('/'));
        inside.map(|(wing, _)| WINGS.iter().position(|w| *w == wing).unwrap_or_else(|| panic!("{wing} is no wing")))
    };
    let mut wrong = Vec::new();
    for (file, seen) in looks() {
        let Some(own) = wing(&file) else { continue };
        wrong.extend(seen.iter().filter(|s| wing(s) > Some(own)).map(|s| format!("{file} looks at {s}")));
    }
    complain("a wing looks only at those before it", &wrong);
}

#[test]
fn what_only_some_rooms_may_say() {
    let only: &[(&[&str], &[&str])] = &[
        (&[".begin("], &["commands", "cli"]),
        (&["rusqlite"], &["store"]),
        (
            &[
                "println!",
                "eprintln!",
                " print!(",
                "dbg!",
                "std::env",
                "Utc::now",
                "Local::now",
                "stdout()",
                "stderr()",
            ],
            &["cli", "main"],
        ),
        (&["SystemTime", "Instant::now", "std::process"], &["cli", "main"]),
        (&["anyhow", "clap::", "whoami", "sys_locale", "etcetera"], &["cli"]),
        (&["fs::write", "fs::read", "File::"], &["store", "cli"]),
        (&["unwrap()", "todo!", "unimplemented!"], &[]),
    ];
    let mut wrong = Vec::new();
    for source in sources() {
        for (words, rooms) in only {
            if rooms.contains(&source.room()) {
                continue;
            }
            for (n, line) in source.code.lines().enumerate() {
                for word in words.iter().filter(|w| line.contains(**w)) {
                    wrong.push(format!("{} says {word} (about line {}): {}", source.name, n + 1, line.trim()));
                }
            }
        }
    }
    complain("only some rooms may say this", &wrong);
}

#[test]
fn files_are_short_enough_to_be_read() {
    let mut wrong = Vec::new();
    for name in files("src", ".rs") {
        let lines = read(&name).lines().count();
        if lines > MOST_LINES {
            wrong.push(format!("{name}: {lines} lines"));
        }
    }
    complain("no file is longer than 600 lines", &wrong);
}

#[test]
fn every_file_says_what_it_is() {
    let mut wrong = Vec::new();
    for name in files("src", ".rs") {
        let text = read(&name);
        let says = text.starts_with("//!");
        // The doc comment of a command is its help.
        let is_command = name.starts_with("src/cli/")
            && text.match_indices("pub struct ").any(|(at, _)| text[..at].lines().any(|l| l.starts_with("/// ")))
            && text.contains("clap::Args");
        if !says && !is_command && !name.ends_with("_tests.rs") {
            wrong.push(name);
        }
    }
    complain("the first line of a file is a //! comment", &wrong);
}

#[test]
fn every_dependency_is_used() {
    let manifest = read("Cargo.toml");
    let from = manifest.find("[dependencies]").expect("dependencies");
    let code: String = sources().into_iter().map(|s| s.code).collect();
    let used = |name: &str| {
        let name = name.replace('-', "_");
        [format!("{name}::"), format!("use {name};")].iter().any(|w| code.contains(w.as_str()))
    };
    let unused: Vec<String> = manifest[from..]
        .lines()
        .skip(1)
        .take_while(|l| !l.starts_with('['))
        .filter_map(|l| l.split_once(" = ").map(|(name, _)| name.trim().to_string()))
        .filter(|name| !used(name))
        .collect();
    complain("every dependency is used", &unused);
}

#[test]
fn every_dependency_has_its_line_in_the_architecture() {
    let page = read("ARCHITECTURE.md");
    let manifest = read("Cargo.toml");
    let mut wrong = Vec::new();
    let mut inside = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            inside = line == "[dependencies]" || line == "[dev-dependencies]";
        } else if let (true, Some((name, _))) = (inside, line.split_once(" = "))
            && !page.contains(&format!("`{}`", name.trim()))
        {
            wrong.push(name.trim().to_string());
        }
    }
    complain("ARCHITECTURE.md says which room needs it and why", &wrong);
}

#[test]
fn the_architecture_fits_two_hundred_lines() {
    let lines = read("ARCHITECTURE.md").lines().count();
    assert!(lines <= 200, "ARCHITECTURE.md has {lines} lines");
}

// The pages and the fixtures.

/// The commands as the program itself lists them.
pub fn commands(desk: &Desk, of: &[&str]) -> Vec<String> {
    let mut args = of.to_vec();
    args.push("--help");
    let help = desk.ok(&args);
    let Some(list) = help.split("Commands:\n").nth(1) else { return vec![] };
    list.lines()
        .take_while(|l| !l.trim().is_empty())
        .filter(|l| l.starts_with("  ") && !l.starts_with("   "))
        .filter_map(|l| l.split_whitespace().next())
        .filter(|c| *c != "help")
        .map(str::to_string)
        .collect()
}

#[test]
fn every_command_and_flag_is_in_the_manual() {
    let manual = read("docs/manual.md");
    let desk = Desk::empty();
    let mut wrong = Vec::new();
    let all = commands(&desk, &[]);
    assert!(all.len() > 20, "{all:?}");
    for command in &all {
        if !manual.contains(&format!("`{command}`")) && !manual.contains(&format!("fremdrift {command}")) {
            wrong.push(command.clone());
        }
        let under = commands(&desk, &[command]);
        for sub in &under {
            if !manual.contains(&format!("{command} {sub}")) {
                wrong.push(format!("{command} {sub}"));
            }
        }
        // Flags of the entities are the headings of their tables, which another test holds.
        if !under.is_empty() {
            continue;
        }
        let help = desk.ok(&[command, "--help"]);
        for flag in help.split_whitespace().filter_map(|w| w.strip_prefix("--")) {
            let flag = flag.trim_matches(|c: char| !c.is_ascii_alphanumeric());
            if !flag.is_empty() && flag != "help" && !manual.contains(&format!("--{flag}")) {
                wrong.push(format!("{command} --{flag}"));
            }
        }
    }
    wrong.sort();
    wrong.dedup();
    complain("docs/manual.md does not show", &wrong);
}

#[test]
fn every_check_and_format_is_in_the_manual() {
    let manual = read("docs/manual.md");
    for check in fremdrift::report::check::Check::ALL {
        let severity = format!("{:?}", check.severity()).to_lowercase();
        let row = format!("| {} | {severity} |", check.code());
        assert!(manual.contains(&row), "the manual has no row «{row}»");
    }
}

/// Refusals that no test shows yet. The list only gets shorter.
const UNTOLD: &[&str] = &[
    "WroteMeanwhile", // only after five others wrote in the same moment
    "AreaInItself",   // the file's own check speaks first, in its own words
];

#[test]
fn every_refusal_has_a_story() {
    let refusals = read("src/i18n/refusals/line.rs");
    let mut told: String = files("tests", ".rs").iter().filter(|n| !n.ends_with("house.rs")).map(read).collect();
    for name in files("src", ".rs") {
        let text = read(&name);
        told.push_str(text.split_once("#[cfg(test)]").map_or("", |t| t.1));
        if name.ends_with("_tests.rs") {
            told.push_str(&text);
        }
    }
    told.push_str(&read("README.md"));
    files("docs", ".md").iter().for_each(|n| told.push_str(&read(n)));
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    let body = refusals.split("match refusal {").nth(1).expect("the lines");
    let mut untold = Vec::new();
    for piece in body.split("Refusal::").skip(1) {
        let variant: String = piece.chars().take_while(|c| c.is_alphanumeric()).collect();
        // The English is the first text of the macro.
        let message = piece.split("both!(").nth(1).and_then(|p| p.split('"').nth(1)).unwrap_or_default();
        // The longest piece of the message that is always the same.
        let fixed = message.split(['{', '}']).step_by(2).max_by_key(|p| p.chars().count()).unwrap_or_default();
        let fixed = fixed.trim();
        let said = match fixed.len() {
            0..8 => {
                ["authority", "objective", "plan"].iter().any(|entity| told.contains(&format!("{fixed} {entity} «")))
            }
            _ => told.contains(fixed),
        };
        if !said && !told.contains(&format!("Refusal::{variant}")) && !UNTOLD.contains(&variant.as_str()) {
            untold.push(format!("{variant}: {message}"));
        }
    }
    complain("a test or a page shows every refusal", &untold);
}

#[test]
fn illustrative_rows_all_say_so() {
    let desk = Desk::illustrated();
    let conn = Connection::open(desk.path("fremdrift.db")).expect("a file");
    let count = |sql: &str| conn.query_row(sql, [], |r| r.get::<_, i64>(0)).expect(sql);
    let mut told = 0;
    for (file, basis) in [("illustrative-entries.csv", "illustrative"), ("entries.csv", "sourced")] {
        let mut reader = csv::Reader::from_path(root().join("fixtures").join(file)).expect("a file");
        let at = reader.headers().expect("headings").iter().position(|h| h == "basis").expect("a basis");
        let source = reader.headers().expect("headings").iter().position(|h| h == "source").expect("a source");
        for row in reader.records() {
            let row = row.expect("a row");
            assert_eq!(&row[at], basis, "{file}: {row:?}");
            assert!(!row[source].is_empty(), "{file}: {row:?}");
            if basis == "illustrative" {
                assert_eq!(&row[source], "made up to show the program", "{file}: {row:?}");
                told += 1;
            }
        }
    }
    assert_eq!(count("SELECT count(*) FROM entry WHERE basis = 'illustrative'"), told);
    assert_eq!(count("SELECT count(*) FROM entry WHERE basis IS NULL"), 0, "nothing shipped looks reported");
    assert_eq!(
        count("SELECT count(*) FROM plan WHERE code = 'ID-2021' AND caveat IS NOT NULL AND caveat_da IS NOT NULL"),
        1
    );
}

#[test]
fn no_sourced_line_has_an_invented_light() {
    let desk = Desk::illustrated();
    let conn = Connection::open(desk.path("fremdrift.db")).expect("a file");
    let lit = rows(
        &conn,
        "SELECT o.number, e.as_of, e.light FROM entry e JOIN objective o ON o.id = e.objective
                           WHERE e.light IS NOT NULL AND e.basis IS NOT 'illustrative'",
    );
    assert_eq!(lit, Vec::<Vec<String>>::new(), "no public source gives a light");
}

#[test]
fn no_page_names_a_machine() {
    let mut pages = files("docs", "");
    pages.extend(files("src", ".rs"));
    pages.retain(|name| !name.ends_with(".png"));
    pages.extend(["README.md", "ARCHITECTURE.md", "schema.sql", "Cargo.toml"].map(String::from));
    let own = ["/home", "/root", "/tmp"].map(|f| format!("{f}/"));
    let mut wrong = Vec::new();
    for page in pages {
        let text = read(&page);
        wrong.extend(own.iter().filter(|f| text.contains(*f)).map(|f| format!("{page}: {f}")));
    }
    complain("no path of somebody's machine", &wrong);
}
