//! Letters of every script arrive in every file that is sent, as programs that are not ours read it.

use crate::support::{Desk, tool};
use serde_json::Value;
use std::process::Command;

/// Persian and Hindi with joiners, Hebrew, a family and a flag that are several characters, a soft hyphen,
/// and what a workbook and a page read as an escape.
const TEXTS: [&str; 7] = [
    "می\u{200c}خواهم نامه\u{200c}ای",
    "क\u{94d}\u{200d}ष क\u{94d}\u{200c}ष",
    "\u{5e9}\u{5dc}\u{5d5}\u{5dd}\u{200f}! (3)",
    "👩\u{200d}👩\u{200d}👧\u{200d}👦 ❤\u{fe0f} 🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
    "sam\u{ad}arbejde ไทย\u{200b}คำ",
    "_x0041_ &amp; <b>",
    "æ ø å",
];

fn python(desk: &Desk, code: &str, args: &[&str]) -> Option<Value> {
    let mut command = Command::new("python3");
    command.current_dir(desk.folder()).env("PYTHONIOENCODING", "utf-8").args(["-c", code]).args(args);
    let said = tool(&mut command)?;
    if std::env::var_os("CI").is_none() && said.stderr.contains("ModuleNotFoundError") {
        eprintln!("not tried: {}", said.stderr.lines().last().unwrap_or_default());
        return None;
    }
    assert_eq!(said.code, 0, "{said:?}");
    Some(serde_json::from_str(&said.stdout).expect("JSON"))
}

/// A file as LibreOffice takes it, turned into another kind.
fn converted(desk: &Desk, name: &str, kind: &str, made: &str) -> Option<String> {
    let mut command = Command::new("soffice");
    let profile = format!("-env:UserInstallation=file://{}", desk.path("office").display());
    command.current_dir(desk.folder()).env("HOME", desk.folder());
    let said = tool(command.args([&profile, "--headless", "--convert-to", kind, name]))?;
    assert_eq!(said.code, 0, "{said:?}");
    Some(desk.read(made))
}

fn desk() -> Desk {
    let desk = Desk::small();
    for (n, text) in (1..).zip(TEXTS) {
        let number = format!("MX-2030/{n}");
        desk.ok(&["objective", "add", &number, "--title", text, "--lead", "ENS", "--deadline-original", "2027"]);
        desk.ok(&["log", &number, "-s", "ongoing", "-l", "red", &format!("--note={text}")]);
    }
    desk
}

#[track_caller]
fn all_in(found: &str, what: &str) {
    for text in TEXTS {
        assert!(found.contains(text), "{what} lacks {text:?}: {found}");
    }
}

const WORD: &str = "import docx, json, sys
d = docx.Document(sys.argv[1])
print(json.dumps([p.text for p in d.paragraphs] + [c.text for t in d.tables for r in t.rows for c in r.cells]))";

const BOOK: &str = "import openpyxl, json, sys
b = openpyxl.load_workbook(sys.argv[1])
print(json.dumps([c.value for s in b for r in s.iter_rows() for c in r if isinstance(c.value, str)]))";

const CALENDAR: &str = "import icalendar, json, sys
c = icalendar.Calendar.from_ical(open(sys.argv[1], 'rb').read())
print(json.dumps([str(e['SUMMARY']) for e in c.walk('VEVENT')]))";

const MAIL: &str = "import email, email.policy, json, sys, io, openpyxl
m = email.message_from_binary_file(open(sys.argv[1], 'rb'), policy=email.policy.default)
b = openpyxl.load_workbook(io.BytesIO(next(m.iter_attachments()).get_content()))
print(json.dumps([m['subject'], m.get_body().get_content()] + [c.value for s in b for r in s.iter_rows() for c in r if isinstance(c.value, str)]))";

fn joined(value: &Value) -> String {
    value.as_array().expect("texts").iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n")
}

#[test]
fn letters_of_every_script_arrive_in_every_file_that_is_sent() {
    let desk = desk();
    let summary = ["summary", "2026-Q4", "--plan", "MX-2030"];
    for ending in ["docx", "xlsx", "html", "md", "txt", "csv", "json"] {
        desk.ok(&["list", "-o", &format!("list.{ending}")]);
        desk.ok(&[&summary[..], &["-o", &format!("sum.{ending}")]].concat());
    }
    let markdown =
        desk.read("list.md").replace('\\', "").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    all_in(&markdown, "Markdown");
    let text = desk.read("list.txt").split_whitespace().collect::<Vec<_>>().join(" ");
    all_in(&text, "text");
    all_in(&desk.read("list.csv"), "CSV");
    let json: Value = serde_json::from_str(&desk.read("list.json")).expect("JSON");
    let titles: Vec<&str> =
        json["tables"]["objectives"].as_array().expect("rows").iter().filter_map(|r| r["title"].as_str()).collect();
    assert_eq!(titles, TEXTS);
    // The kept words of a frozen quarter have them too.
    desk.ok(&["freeze", "2026-Q4", "--plan", "MX-2030", "--early", "r", "--skip-earlier"]);
    for ending in ["md", "csv", "txt"] {
        let name = format!("sent.{ending}");
        desk.ok(&["summary", "--as-reported", "2026-Q4.0", "--plan", "MX-2030", "-o", &name]);
        let sent = desk.read(&name);
        assert!(!sent.contains("u{200"), "{sent}");
        assert!(sent.contains(TEXTS[0]) || ending != "md", "{sent}");
    }
    if let Some(word) = python(&desk, WORD, &["list.docx"]) {
        all_in(&joined(&word), "a Word file");
        all_in(
            &joined(&python(&desk, WORD, &["sum.docx"]).expect("Python")).replace(['\u{2068}', '\u{2069}'], ""),
            "a report",
        );
    }
    if let Some(book) = python(&desk, BOOK, &["list.xlsx"]) {
        all_in(&joined(&book), "a workbook");
    }
    desk.ok(&["export", "calendar", "-o", "frister.ics"]);
    if let Some(calendar) = python(&desk, CALENDAR, &["frister.ics"]) {
        all_in(&joined(&calendar), "a calendar");
    }
    desk.ok(&["return", "send", "2026-Q4", "--out", "ud"]);
    let drafts = std::fs::read_dir(desk.path("ud")).expect("a folder").filter_map(Result::ok);
    let draft = drafts.map(|f| f.path()).find(|p| p.extension().is_some_and(|e| e == "eml")).expect("a draft");
    if let Some(mail) = python(&desk, MAIL, &[&draft.display().to_string()]) {
        all_in(&joined(&mail), "a mail");
    }
}

#[test]
fn libreoffice_and_a_browser_show_the_same_letters() {
    let desk = desk();
    desk.ok(&["list", "-o", "list.docx"]);
    desk.ok(&["list", "-o", "list.xlsx"]);
    desk.ok(&["show", "MX-2030/1", "-o", "show.html"]);
    desk.ok(&["list", "-o", "list.html"]);
    // Separator, quotation mark, UTF-8, and of the sheets the second.
    let csv = "csv:Text - txt - csv (StarCalc):9,34,76,1,,0,false,true,false,false,false,2";
    if let Some(sheet) = converted(&desk, "list.xlsx", csv, "list-Objectives.csv") {
        all_in(&sheet, "a workbook in LibreOffice");
        all_in(
            &converted(&desk, "list.docx", "txt:Text (encoded):UTF8", "list.txt").expect("text"),
            "a Word file in LibreOffice",
        );
    }
    let mut browser = Command::new("chromium");
    browser.env("HOME", desk.folder()).args(["--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"]);
    browser.arg(format!("--user-data-dir={}", desk.path("browser").display()));
    let Some(said) = tool(browser.arg(format!("file://{}", desk.path("list.html").display()))) else { return };
    all_in(&said.stdout.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"), "a page in a browser");
    assert!(said.stdout.contains(&format!("<bdi>{}</bdi>", TEXTS[2])), "a text from right to left is set apart");
}

#[test]
fn no_text_turns_the_words_beside_it() {
    let desk = Desk::small();
    desk.ok(&["objective", "add", "MX-2030/1", "--title", "a\u{202e}gnirts\u{2067}b", "--lead", "ENS"]);
    for ending in ["html", "md", "txt", "docx", "xlsx"] {
        let name = format!("list.{ending}");
        desk.ok(&["list", "-o", &name]);
        let text = match ending {
            "docx" => python(&desk, WORD, &[&name]).map(|v| joined(&v)),
            "xlsx" => python(&desk, BOOK, &[&name]).map(|v| joined(&v)),
            _ => Some(desk.read(&name)),
        };
        let Some(text) = text else { continue };
        assert!(text.contains("u{202e}gnirts\u{2067}b\u{2069}"), "{ending}: {text}");
    }
}

#[test]
fn a_line_end_of_an_old_macintosh_is_a_line_end_everywhere() {
    let desk = Desk::small();
    desk.ok(&["objective", "add", "MX-2030/1", "--title", "Havvind", "--lead", "ENS"]);
    desk.ok(&["log", "MX-2030/1", "-s", "ongoing", "--note=en\rto\u{85}tre\u{2028}fire"]);
    for ending in ["html", "md", "txt", "docx", "xlsx"] {
        let name = format!("show.{ending}");
        desk.ok(&["show", "MX-2030/1", "-o", &name]);
        let text = match ending {
            "docx" => python(&desk, WORD, &[&name]).map(|v| joined(&v)),
            "xlsx" => python(&desk, BOOK, &[&name]).map(|v| joined(&v)),
            _ => Some(desk.read(&name).replace("<br>", "\n")),
        };
        let Some(text) = text else { continue };
        let lines: Vec<&str> = text.lines().map(|l| l.trim()).collect();
        assert!(!text.contains("\\r") && !text.contains("u{"), "{ending}: {text}");
        assert!(
            ending == "html" || ending == "md" || ["to", "tre"].iter().all(|w| lines.contains(w)),
            "{ending}: {text}"
        );
        assert!(text.contains("to\ntre\nfire") || ending == "txt", "{ending}: {text}");
    }
    assert!(!desk.ok(&["show", "MX-2030/1"]).contains("\\r"));
}
