//! The README and the manual are true: every console block in them is run, and what it prints is
//! compared line by line.
//!
//! The blocks of one page share one folder. A line that begins with `$ ` is a command; the lines up
//! to the next command are what it prints, both channels in their order; `[exit 4]` as the last of
//! them is its exit code, where that is not 0; a line of three dots stands for any number of lines.
//! A block with a name (```csv file=maal.csv) is a file that is put into the folder.
//! `FREMDRIFT_BLESS=1 cargo test manual` writes what is printed now into the pages.

use crate::support::Desk;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Commands of a page that are shown and not run: they need a network or build the program.
const NOT_RUN: &[&str] =
    &["cargo test", "cargo build --release", "cargo install --path .", "git clone ", "cd fremdrift"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The pages with console blocks.
pub fn pages() -> Vec<PathBuf> {
    let mut pages = vec![root().join("README.md")];
    let docs = std::fs::read_dir(root().join("docs")).expect("docs/");
    pages.extend(docs.map(|e| e.expect("a file").path()).filter(|p| p.extension().is_some_and(|e| e == "md")));
    pages.sort();
    pages
}

/// A fenced block of a page.
struct Fence {
    /// The words after the three ticks.
    info: String,
    /// Its first line, counted from 0 in the page, and the one after its last.
    from: usize,
    to: usize,
}

fn fences(lines: &[&str]) -> Vec<Fence> {
    let mut found = Vec::new();
    let mut open: Option<(String, usize)> = None;
    for (at, line) in lines.iter().enumerate() {
        match (line.strip_prefix("```"), open.take()) {
            (Some(""), Some((info, from))) => found.push(Fence { info, from, to: at }),
            (Some(_), Some((_, from))) => panic!("line {}: a block is not closed", from),
            (Some(info), None) => open = Some((info.trim().to_string(), at + 1)),
            (None, still) => open = still,
        }
    }
    assert!(open.is_none(), "the last block is not closed");
    found
}

/// A command of a block with the lines that it is to print.
struct Step<'a> {
    line: usize,
    command: &'a str,
    wanted: Vec<&'a str>,
}

fn steps<'a>(lines: &[&'a str], fence: &Fence) -> Vec<Step<'a>> {
    let mut steps: Vec<Step> = Vec::new();
    for (at, line) in lines.iter().enumerate().take(fence.to).skip(fence.from) {
        match (line.strip_prefix("$ "), steps.last_mut()) {
            (Some(command), _) => steps.push(Step { line: at + 1, command, wanted: vec![] }),
            (None, Some(step)) => step.wanted.push(line),
            (None, None) => panic!("line {}: a console block begins with a command", at + 1),
        }
    }
    steps
}

/// The sqlite3 shell may be missing on a desk, but not in CI.
fn has_sqlite3() -> bool {
    crate::support::tool(Command::new("sqlite3").arg("--version")).is_some()
}

/// Runs a command of a page as a reader would, and gives the lines that it prints.
fn run(desk: &Desk, command: &str) -> Vec<String> {
    let command = command.replace("cargo run --release -- ", "fremdrift ");
    let program = Path::new(env!("CARGO_BIN_EXE_fremdrift"));
    let folder = program.parent().expect("a folder").to_path_buf();
    let like = desk.command();
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("exec 2>&1\n{command}")]).current_dir(desk.folder()).env_clear();
    for (name, value) in like.get_envs() {
        if let Some(value) = value {
            shell.env(name, value);
        }
    }
    let mut path = vec![folder];
    path.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    shell.env("PATH", std::env::join_paths(path).expect("a path")).stdin(Stdio::null());
    let output = shell.output().expect("sh runs");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let mut lines: Vec<String> = text.lines().map(|l| l.trim_end().to_string()).collect();
    match output.status.code() {
        Some(0) => {}
        code => lines.push(format!("[exit {}]", code.unwrap_or(-1))),
    }
    lines
}

/// Whether the lines are what is wanted; `...` stands for any number of them.
fn fits(wanted: &[&str], said: &[String]) -> bool {
    // After each wanted line: how many of the lines said may have been used up.
    let mut used = vec![false; said.len() + 1];
    used[0] = true;
    for line in wanted {
        let mut next = vec![false; said.len() + 1];
        for n in 0..=said.len() {
            next[n] = if *line == "..." {
                used[n] || (n > 0 && next[n - 1])
            } else {
                n > 0 && used[n - 1] && said[n - 1] == *line
            };
        }
        used = next;
    }
    used[said.len()]
}

/// Lines that are there and not wanted with a plus, lines that are wanted and not there with a minus.
fn difference(wanted: &[&str], said: &[String]) -> String {
    let (n, m) = (wanted.len(), said.len());
    let mut common = vec![vec![0usize; m + 1]; n + 1];
    for i in (0..n).rev() {
        for j in (0..m).rev() {
            common[i][j] =
                if wanted[i] == said[j] { common[i + 1][j + 1] + 1 } else { common[i + 1][j].max(common[i][j + 1]) };
        }
    }
    let (mut i, mut j, mut text) = (0, 0, String::new());
    while i < n || j < m {
        if i < n && j < m && wanted[i] == said[j] {
            text.push_str(&format!("   {}\n", wanted[i]));
            (i, j) = (i + 1, j + 1);
        } else if j == m || (i < n && common[i + 1][j] >= common[i][j + 1]) {
            text.push_str(&format!(" - {}\n", wanted[i]));
            i += 1;
        } else {
            text.push_str(&format!(" + {}\n", said[j]));
            j += 1;
        }
    }
    text
}

/// Runs all blocks of a page. Gives what differs, and the page as it would have to be.
fn try_page(name: &str, text: &str) -> (String, String) {
    let lines: Vec<&str> = text.lines().collect();
    let desk = Desk::empty();
    let (mut wrong, mut page, mut copied) = (String::new(), Vec::<String>::new(), 0);
    for fence in fences(&lines) {
        if let Some(file) = fence.info.split_whitespace().find_map(|w| w.strip_prefix("file=")) {
            let mut content = lines[fence.from..fence.to].join("\n");
            content.push('\n');
            let path = desk.path(file);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            std::fs::write(path, content).expect("a file");
            continue;
        }
        if fence.info != "console" {
            continue;
        }
        page.extend(lines[copied..fence.from].iter().map(|l| l.to_string()));
        copied = fence.to;
        for step in steps(&lines, &fence) {
            page.push(format!("$ {}", step.command));
            let missing = step.command.starts_with("sqlite3 ") && !has_sqlite3();
            if missing || NOT_RUN.iter().any(|shown| step.command.starts_with(shown)) {
                page.extend(step.wanted.iter().map(|l| l.to_string()));
                continue;
            }
            let said = run(&desk, step.command);
            if fits(&step.wanted, &said) {
                page.extend(step.wanted.iter().map(|l| l.to_string()));
                continue;
            }
            // Lines that were left out stay left out, and have to fit.
            let left_out = step.wanted.contains(&"...");
            page.extend(if left_out { step.wanted.iter().map(|l| l.to_string()).collect() } else { said.clone() });
            wrong.push_str(&format!("{name}, line {}: $ {}\n", step.line, step.command));
            wrong.push_str(&difference(&step.wanted, &said));
        }
    }
    page.extend(lines[copied..].iter().map(|l| l.to_string()));
    let mut page = page.join("\n");
    page.push('\n');
    (wrong, page)
}

#[test]
fn every_console_block_prints_what_it_says() {
    let bless = std::env::var_os("FREMDRIFT_BLESS").is_some_and(|v| v == "1");
    let mut wrong = String::new();
    for path in pages() {
        let name = path.strip_prefix(root()).expect("a page of ours").display().to_string();
        let text = std::fs::read_to_string(&path).expect("a page");
        let (mut differs, page) = try_page(&name, &text);
        if bless && page != text {
            std::fs::write(&path, &page).expect("the page");
            differs = try_page(&name, &page).0;
        }
        wrong.push_str(&differs);
    }
    assert!(wrong.is_empty(), "the pages say (-) and the program says (+):\n{wrong}");
}

/// The table of headings, as the fields say it.
fn headings() -> String {
    use fremdrift::model::{EntityKind, Field, entry};
    fn table(fields: &[Field], text: &mut String) {
        text.push_str("| English | Danish | also read as | what it holds |\n| --- | --- | --- | --- |\n");
        for field in fields {
            let many = if field.is_many() { "; several joined by `\\|`" } else { "" };
            let required = if field.required { " (required)" } else { "" };
            let help = field.help.replace('|', "\\|");
            let row =
                format!("| {} | {} | {} | {help}{many}{required} |\n", field.name, field.da, field.also.join(", "));
            text.push_str(&row);
        }
    }
    let mut text = String::new();
    for entity in EntityKind::ALL {
        text.push_str(&format!("\n### {}\n\n", entity.plural()));
        table(entity.fields(), &mut text);
    }
    text.push_str("\n### entries\n\nThese, and `plan`, `objective` and `activity` (or one column `reference`). Rows of objectives and activities may carry them too.\n\n");
    table(entry::fields(), &mut text);
    text.push('\n');
    text
}

#[test]
fn the_json_of_a_summary_is_as_its_schema_says() {
    let schema = std::fs::read_to_string(root().join("docs/summary.schema.json")).expect("the schema");
    let schema: serde_json::Value = serde_json::from_str(&schema).expect("JSON");
    jsonschema::meta::validate(&schema).expect("the schema is one");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let check = |said: &str, of: &[&str]| {
        let value: serde_json::Value = serde_json::from_str(said).expect("JSON");
        let wrong: Vec<String> = validator.iter_errors(&value).map(|e| format!("{}: {e}", e.instance_path)).collect();
        assert!(wrong.is_empty(), "{of:?}:\n{}", wrong.join("\n"));
        value
    };
    let desk = Desk::illustrated();
    desk.ok(&["log", "ID-2021/3.5", "-s", "ongoing", "-l", "red", "-m", "x", "--ask", "KESDM", "--blocked-by", "y"]);
    let summaries: &[&[&str]] = &[
        &["summary", "2023-Q2", "--plan", "ID-2021"],
        &["summary", "2023-Q2"],
        &["summary", "--plan", "ID-2021"],
        &["summary"],
        &["summary", "2027-Q2", "--plan", "ID-2021"],
        &["summary", "2024-Q4", "--authority", "lead:ENS", "--compare", "2023-Q4"],
        &["summary", "2022-Q4", "--partnership", "ID", "--area", "4", "--as-of", "2022-11-15"],
        &["summary", "2023-Q4", "--plan", "ID-2021", "--lang", "da", "--light", "red"],
    ];
    for asked in summaries {
        let said = desk.ok(&[asked, &["--format", "json"][..]].concat());
        check(&said, asked);
    }
    // An empty file has a summary too, and a plan of one's own has no Danish title.
    let bare = Desk::new();
    check(&bare.ok(&["summary", "--format", "json"]), &["an empty file"]);
    bare.ok(&["plan", "add", "A", "--title", "a"]);
    bare.ok(&["objective", "add", "A/1", "--title", "a", "--deadline-original", "2027-Q1"]);
    let whole = check(&bare.ok(&["summary", "--format", "json"]), &["one objective"]);

    // A broken value is seen.
    let breaks: &[fn(&mut serde_json::Value)] = &[
        |v| v["extra"] = 1.into(),
        |v| v["quarter"] = "2026-Q5".into(),
        |v| v["open"] = "1".into(),
        |v| v["by_light"][0]["code"] = "blue".into(),
        |v| v["by_area"][0]["lights"] = serde_json::json!([1, 2]),
        |v| v["attention"]["rows"][0]["why"] = serde_json::json!([]),
        |v| {
            v.as_object_mut().map(|o| o.remove("known_at"));
        },
    ];
    for (n, broken) in breaks.iter().enumerate() {
        let mut value = whole.clone();
        broken(&mut value);
        assert!(!validator.is_valid(&value), "break {n} is not seen");
    }
}

#[test]
fn the_manual_lists_the_headings_that_are_read() {
    let path = root().join("docs/manual.md");
    let page = std::fs::read_to_string(&path).expect("the manual");
    let (begin, end) = ("<!-- headings -->\n", "<!-- end of headings -->\n");
    let (before, rest) = page.split_once(begin).expect("a place for the headings");
    let (listed, after) = rest.split_once(end).expect("its end");
    let wanted = headings();
    if std::env::var_os("FREMDRIFT_BLESS").is_some_and(|v| v == "1") {
        std::fs::write(&path, format!("{before}{begin}{wanted}{end}{after}")).expect("the manual");
        return;
    }
    let wanted: Vec<&str> = wanted.lines().collect();
    let listed: Vec<String> = listed.lines().map(str::to_string).collect();
    assert_eq!(wanted.join("\n"), listed.join("\n"), "\n{}", difference(&wanted, &listed));
}

#[test]
fn a_page_that_is_wrong_is_told_and_mended() {
    let page = "```csv file=in/a.txt\nå\n```\n\n```console\n$ cat in/a.txt\nx\n$ echo a; echo b >&2; exit 3\na\n...\n[exit 3]\n$ cargo test\n$ seq 3\n...\n4\n```\n";
    let (wrong, mended) = try_page("a.md", page);
    assert_eq!(
        wrong,
        "a.md, line 6: $ cat in/a.txt\n - x\n + å\na.md, line 13: $ seq 3\n - ...\n - 4\n + 1\n + 2\n + 3\n"
    );
    assert_eq!(mended, page.replace("\nx\n", "\nå\n"));
}

#[test]
fn what_is_not_run_is_on_a_short_list() {
    for path in pages() {
        let text = std::fs::read_to_string(&path).expect("a page");
        let lines: Vec<&str> = text.lines().collect();
        for fence in fences(&lines) {
            let shell = ["sh", "bash", "shell", "powershell"].contains(&fence.info.as_str());
            assert!(!shell, "{}, line {}: a block of commands is a console block", path.display(), fence.from);
        }
    }
}
