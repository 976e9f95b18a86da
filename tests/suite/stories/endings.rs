//! No file holds anything else than its name says, whatever command wrote it.

use crate::support::{Desk, tool};
use std::process::Command;

const ENDINGS: [&str; 11] = ["txt", "md", "csv", "json", "html", "docx", "xlsx", "ics", "pdf", "doc", ""];

/// A command line each, of every command and of every export; none of them needs what another did.
const LINES: &[&str] = &[
    "show ID-2021/4.1",
    "show ID-2021/4.1 ID-2021/4.2 ID-2021/2.8",
    "list",
    "due --within 5y",
    "promises",
    "find energi",
    "history ID-2021/4.1",
    "summary 2023-Q2 --plan ID-2021",
    "portfolio 2023-Q2",
    "trend",
    "check 2023-Q2 no-lead",
    "quarters",
    "diff 2023-Q1 2023-Q2",
    "slips",
    "changes",
    "verify",
    "setting",
    "words",
    "conflicts",
    "objective list",
    "objective show ID-2021/4.1",
    "plan list",
    "plan show ID-2021",
    "area list",
    "activity list",
    "authority show ENS",
    "instrument list",
    "partnership list",
    "return status 2023-Q2",
    "return send 2023-Q2 --out ud",
    "export objectives",
    "export activities",
    "export entries",
    "export partnerships",
    "export plans",
    "export areas",
    "export authorities",
    "export instruments",
    "export summary 2023-Q2",
    "export changes",
    "export changes --since 1",
    "export calendar",
    "log ID-2021/4.1 -l red -m x",
    "undo",
    "backup kopi.db",
    "restore kopi.db",
    "merge fremdrift.db",
    "freeze 2022-Q1 --plan ID-2021 --skip-earlier",
    "restate 2022-Q1 --plan ID-2021 --reason r",
    "import objectives in.csv",
    "demo prøve",
    "init --db ny.db",
    "man list",
    "completions bash",
];

fn holds(ending: &str, bytes: &[u8]) -> bool {
    let zipped = |part: &str| bytes.starts_with(b"PK") && bytes.windows(part.len()).any(|w| w == part.as_bytes());
    let text = String::from_utf8_lossy(bytes);
    let is_json = || serde_json::from_slice::<serde_json::Value>(bytes).is_ok();
    let is_csv = || text.contains("\r\n") && !is_json();
    match ending {
        "docx" => zipped("word/document.xml"),
        "xlsx" => zipped("xl/workbook.xml"),
        "html" => text.starts_with("<!DOCTYPE html>"),
        "json" => is_json(),
        "csv" => is_csv(),
        "ics" => text.starts_with("BEGIN:VCALENDAR"),
        // One that has no ending is what the command writes by itself.
        "" => !bytes.starts_with(b"PK"),
        "txt" | "md" => {
            !bytes.starts_with(b"PK") && !text.starts_with("<!") && !is_json() && !text.starts_with('\u{feff}')
        }
        _ => false,
    }
}

#[test]
fn what_a_file_holds_is_what_its_name_says_for_every_command() {
    let desk = Desk::illustrated();
    let before = std::fs::read(desk.path("fremdrift.db")).expect("the file");
    let names = desk.ok(&["--help"]);
    let names = names.lines().skip_while(|l| *l != "Commands:").skip(1).take_while(|l| !l.is_empty());
    // The description of a command may go on in a line below, which is set in.
    let names = names.filter_map(|l| l.strip_prefix("  ")).filter(|l| !l.starts_with(' '));
    for name in names.filter_map(|l| l.split(' ').next()).filter(|n| *n != "help") {
        assert!(LINES.iter().any(|l| l.split(' ').next() == Some(name)), "{name} is tried");
    }
    let mut written = std::collections::BTreeMap::<&str, Vec<&str>>::new();
    for line in LINES {
        for ending in ENDINGS {
            let name = if ending.is_empty() { "fil".to_string() } else { format!("fil.{ending}") };
            let mut args: Vec<&str> = line.split(' ').collect();
            args.extend(["-o", &name]);
            let said = desk.run(&args);
            match std::fs::read(desk.path(&name)) {
                Ok(bytes) => {
                    assert!(holds(ending, &bytes), "{line} -o {name}: {:.300?}", String::from_utf8_lossy(&bytes));
                    assert!(
                        said.code == 0 || said.code == 4 && line.starts_with("check"),
                        "{line} -o {name}: {said:?}"
                    );
                    written.entry(line).or_default().push(ending);
                    std::fs::remove_file(desk.path(&name)).expect("it is removed");
                }
                Err(_) => {
                    assert!([1, 2, 4].contains(&said.code), "{line} -o {name} wrote nothing: {said:?}");
                    let told = said.stderr.contains("error: ") && said.stderr.contains("hint: ");
                    assert!(told, "{line} -o {name}: {said:?}");
                }
            }
            let now = std::fs::read(desk.path("fremdrift.db")).expect("the file");
            assert!(now == before, "{line} -o {name} wrote to the file");
        }
    }
    let all = ["txt", "md", "csv", "json", "html", "docx", "xlsx", ""];
    for line in ["list", "verify", "quarters", "plan show ID-2021", "changes", "show ID-2021/4.1"] {
        assert_eq!(written[line], all, "{line}");
    }
    for what in ["objectives", "activities", "entries", "plans", "areas", "changes", "summary 2023-Q2"] {
        let line = format!("export {what}");
        assert_eq!(written[line.as_str()], ["csv", "json", "xlsx", ""], "{line}");
    }
    assert_eq!(written["export calendar"], ["ics", ""]);
    assert_eq!(written["export changes --since 1"], ["json", ""]);
    assert!(!written.contains_key("log ID-2021/4.1 -l red -m x"));
}

#[test]
fn a_format_that_a_command_can_not_write_is_refused_with_those_that_it_can() {
    let desk = Desk::illustrated();
    desk.refuses(
        2,
        &["export", "objectives", "-o", "x.docx"],
        "error: an export can't be written as .docx\n\
         hint: end the name in .csv, .xlsx or .json; a list to read or send is: fremdrift list -o list.docx\n",
    );
    desk.refuses(
        2,
        &["export", "objectives", "--format", "markdown"],
        "error: an export can't be written as markdown\n\
         hint: end the name in .csv, .xlsx or .json; a list to read or send is: fremdrift list -o list.docx\n",
    );
    desk.refuses(
        2,
        &["export", "calendar", "-o", "frister.csv"],
        "error: a calendar can't be written as .csv\nhint: write: fremdrift export calendar -o deadlines.ics\n",
    );
    desk.refuses(
        2,
        &["list", "--format", "docx", "-o", "a.html"],
        "error: a.html is the name of a html file, and --format says docx\n\
         hint: say one of them: leave --format out, or end the name as it says\n",
    );
    desk.refuses(2, &["undo", "-o", "a.txt"], "error: this command writes no file\nhint: leave -o out\n");
    assert!(!desk.path("x.docx").exists() && !desk.path("a.html").exists());
}

#[test]
fn several_pages_in_one_file_are_all_there() {
    let desk = Desk::illustrated();
    let both = ["show", "ID-2021/4.1", "ID-2021/4.2"];
    for ending in ["txt", "md", "html"] {
        let name = format!("begge.{ending}");
        desk.ok(&[&both[..], &["-o", &name]].concat());
        let text = desk.read(&name);
        assert!(text.contains("ID-2021/4.1") && text.contains("ID-2021/4.2"), "{text}");
    }
    let json: serde_json::Value =
        serde_json::from_str(&desk.ok(&[&both[..], &["--format", "json"]].concat())).expect("JSON");
    assert!(json.to_string().contains("4.1") && json.to_string().contains("4.2"));
}

const BOOK: &str = "import openpyxl, json, sys, datetime
s = openpyxl.load_workbook(sys.argv[1]).worksheets[-1]
head = [c.value for c in s[1]]
rows = [[('day ' + c.value.strftime('%Y-%m-%d') if isinstance(c.value, datetime.datetime) else c.value) for c in r] for r in s.iter_rows(min_row=2)]
print(json.dumps({'head': head, 'rows': rows, 'filter': s.auto_filter.ref is not None, 'frozen': s.freeze_panes, 'formulas': [c.coordinate for r in s.iter_rows() for c in r if c.data_type == 'f']}))";

#[test]
fn a_workbook_of_an_export_has_real_dates_and_numbers_of_objectives_as_text() {
    let desk = Desk::small();
    let add =
        ["objective", "add", "MX-2030/1.10", "--title", "=1+1", "--deadline-original", "2027-06-30", "--lead", "ENS"];
    desk.ok(&add);
    desk.ok(&["objective", "add", "MX-2030/1.2", "--title", "Vand", "--deadline-original", "2027-Q2"]);
    desk.ok(&["log", "MX-2030/1.10", "-s", "ongoing", "-l", "green", "-m", "-5 pct", "--as-of", "2026-05-01"]);
    let said = desk.run(&["export", "objectives", "-o", "maal.xlsx", "--lang", "da"]);
    assert_eq!((said.code, said.stderr.as_str()), (0, "2 rækker skrevet til maal.xlsx\n"));
    let mut command = Command::new("python3");
    let Some(said) = tool(command.current_dir(desk.folder()).args(["-c", BOOK, "maal.xlsx"])) else { return };
    if std::env::var_os("CI").is_none() && said.stderr.contains("ModuleNotFoundError") {
        return;
    }
    let book: serde_json::Value = serde_json::from_str(&said.stdout).expect("JSON");
    let head: Vec<&str> = book["head"].as_array().expect("headings").iter().filter_map(|h| h.as_str()).collect();
    assert_eq!(&head[..5], ["Plan", "Nummer", "Indsatsområde", "Indsatsområdets titel", "Titel"]);
    let cell = |row: usize, name: &str| &book["rows"][row][head.iter().position(|h| *h == name).expect("a column")];
    let second = (0..2).find(|r| cell(*r, "Nummer") == "1.10").expect("a text");
    assert_eq!(cell(second, "Titel"), "=1+1");
    assert_eq!(cell(second, "Bemærkning"), "-5 pct");
    assert_eq!(cell(second, "Oprindelig frist"), "day 2027-06-30");
    assert_eq!(cell(1 - second, "Oprindelig frist"), "2027-Q2", "a quarter is no day");
    assert_eq!(cell(second, "Gælder pr."), "day 2026-05-01");
    assert_eq!((cell(second, "Status"), cell(second, "Trafiklys")), (&"i gang".into(), &"grøn".into()));
    assert_eq!(cell(1 - second, "Overskredet"), "nej");
    assert_eq!((&book["filter"], &book["formulas"]), (&true.into(), &serde_json::json!([])));
    let json: serde_json::Value =
        serde_json::from_str(&desk.ok(&["export", "objectives", "--format", "json"])).expect("JSON");
    let row = &json["tables"]["objectives"][second];
    assert_eq!((&row["number"], &row["overdue"], &row["light"]), (&"1.10".into(), &false.into(), &"green".into()));
    let changes: serde_json::Value =
        serde_json::from_str(&desk.ok(&["export", "changes", "--format", "json"])).expect("JSON");
    assert_eq!(changes["tables"]["changes"][1]["change"], 2);
}
