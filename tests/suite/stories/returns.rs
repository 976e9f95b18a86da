//! Sheets go out to the authorities, come back, are doubted and accepted.

use crate::support::{Desk, Said, is_windows, tool};
use fremdrift::exchange::workbook::{self, CellValue};
use fremdrift::model::returns::Column;
use rust_xlsxwriter::{Format, Workbook};
use std::io::Write;
use std::process::Command;

fn says(text: &str, words: &[&str]) {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let flat = if is_windows() { flat.replace('\\', "/") } else { flat };
    for word in words {
        assert!(flat.contains(word), "«{word}» is not in:\n{text}");
    }
}

/// ENS answers for 1.1 (reported), 1.2 (never reported) and 1.3 (ended); UM for an activity under 1.1.
fn desk() -> Desk {
    let desk = Desk::small();
    for (number, title) in [("1.1", "Grønne øer"), ("1.2", "Havvind"), ("1.3", "Spildevand")] {
        let reference = format!("MX-2030/{number}");
        desk.ok(&[
            "objective",
            "add",
            &reference,
            "--title",
            title,
            "--lead",
            "ENS",
            "--deadline-original",
            "2027-06-30",
        ]);
    }
    desk.ok(&["activity", "add", "MX-2030/1.1/1", "--title", "Workshop", "--lead", "UM"]);
    desk.ok(&["log", "MX-2030/1.1", "-s", "ongoing", "-l", "yellow", "-m", "Forsinket", "--as-of", "2026-05-01"]);
    desk.ok(&["log", "MX-2030/1.3", "-s", "completed", "-m", "Færdig", "--as-of", "2026-05-01"]);
    desk.ok(&["authority", "edit", "ENS", "--email", "ens@ens.dk"]);
    desk
}

fn sent() -> Desk {
    let desk = desk();
    desk.ok(&["return", "send", "2026-Q3", "--out", "ud", "--due", "2026-11-30", "--reply-to", "plan@um.dk"]);
    desk
}

/// Opens a workbook as another program does, types in cells, and saves it: a value in a row of the
/// return, by the heading of its column, or beside «Filled in by» where the row is named so.
pub fn fill(desk: &Desk, from: &str, to: &str, typed: &[(&str, &str, &str)]) {
    let book = workbook::read(&std::fs::read(desk.path(from)).unwrap()).unwrap();
    let mut new = Workbook::new();
    let day = Format::new().set_num_format("dd-mm-yyyy");
    for sheet in &book.sheets {
        let page = new.add_worksheet();
        page.set_name(&sheet.name).unwrap();
        let mut headings: Vec<(usize, &str)> = Vec::new();
        for row in &sheet.rows {
            let line = row.line as u32 - 1;
            let mut first = String::new();
            for cell in &row.cells {
                let at = cell.column as u16;
                match &cell.value {
                    CellValue::Text(text) => {
                        if let Some(column) = Column::called(text) {
                            headings.push((cell.column, column.field.name));
                        }
                        if cell.column == 0 {
                            first = text.clone();
                        }
                        page.write_string(line, at, text).unwrap();
                    }
                    CellValue::Number(n) => drop(page.write_number(line, at, *n).unwrap()),
                    CellValue::Date(d) => drop(page.write_date_with_format(line, at, d, &day).unwrap()),
                    _ => {}
                }
            }
            for (reference, field, value) in typed.iter().filter(|t| t.0 == first) {
                let column = headings.iter().find(|h| h.1 == *field).map_or(1, |h| h.0) as u16;
                match value.strip_prefix('#').and_then(|n| n.parse::<f64>().ok()) {
                    Some(n) => drop(page.write_number(line, column, n).unwrap()),
                    None => drop(page.write_string(line, column, *value).unwrap()),
                }
                assert!(!reference.is_empty());
            }
        }
    }
    std::fs::write(desk.path(to), new.save_to_buffer().unwrap()).unwrap();
}

const BY: &str = "Udfyldt af / Filled in by";
const SHEET: &str = "ud/2026-Q3-ENS.xlsx";

pub fn python(desk: &Desk, modules: &str, code: &str) -> Option<Said> {
    let mut look = Command::new("python3");
    look.args(["-c", &format!("import {modules}")]);
    let there = tool(&mut look)?;
    if there.code != 0 {
        assert!(std::env::var_os("CI").is_none(), "{there:?}");
        eprintln!("not tried: python3 has no {modules}");
        return None;
    }
    let mut command = Command::new("python3");
    command.current_dir(desk.folder()).env("PYTHONIOENCODING", "utf-8").args(["-c", code]);
    let said = tool(&mut command)?;
    assert_eq!(said.code, 0, "{said:?}");
    Some(said)
}

#[test]
fn a_sheet_goes_out_comes_back_is_doubted_answered_and_accepted() {
    let desk = desk();
    let status = |word: &str| {
        let said = desk.ok(&["return", "status", "2026-Q3"]);
        says(&said, &[word]);
        said
    };
    status("ENS not sent 0 of 2");
    let out = desk.run(&["return", "send", "2026-Q3", "--out", "ud", "--due", "2026-11-30"]);
    says(&out.stdout, &["ENS Energistyrelsen: 2 of 3 rows to be answered", "1 of 1 row to be answered"]);
    says(&out.stderr, &["no e-mail address is known for UM"]);
    status("ENS sent 0 of 2 2026-11-30");

    let typed = [
        (BY, "", "Mette Sørensen"),
        ("MX-2030/1.1", "no_change", "X"),
        ("MX-2030/1.2", "status", "I gang"),
        ("MX-2030/1.2", "light", "● Grøn"),
        ("MX-2030/1.2", "note", "Udbud i gang på Ærø"),
        ("MX-2030/1.2", "expected", "#46660"),
        ("MX-2030/1.2", "expected_reason", "vejret"),
    ];
    fill(&desk, SHEET, "retur fra ENS.xlsx", &typed);
    let dry = desk.run(&["return", "read", "retur fra ENS.xlsx", "--dry-run"]);
    says(&dry.stdout, &["5 new", "rows with no change: 1", "filled in by Mette Sørensen"]);
    says(&dry.stderr, &["dry run"]);
    status("ENS sent 0 of 2");
    says(&desk.ok(&["return", "read", "retur fra ENS.xlsx", "--receipts", "kvit"]), &["[change"]);
    says(
        &desk.ok(&["show", "MX-2030/1.2"]),
        &["ongoing, as of 30 September 2026", "Udbud i gang på Ærø", "2027-09-30"],
    );
    // No change is a report: the status is said again for the quarter.
    says(&desk.ok(&["show", "MX-2030/1.1"]), &["ongoing, as of 30 September 2026", "yellow"]);
    let said = status("ENS received 2 of 2 2026-11-30 2026-11-23 yes Mette Sørensen");
    says(&said, &["1 of 2 have answered."]);
    let receipt = desk.read("kvit/2026-Q3-ENS-kvittering.eml");
    assert!(receipt.contains("To: <ens@ens.dk>"), "{receipt}");

    // Once more: nothing changes, also when we have written since.
    desk.ok(&["log", "MX-2030/1.2", "-l", "red", "-m", "Nej", "--as-of", "2026-09-30"]);
    let before = std::fs::read(desk.path("fremdrift.db")).unwrap();
    says(&desk.ok(&["return", "read", "retur fra ENS.xlsx"]), &["everything in it was read before (2026-11-23)"]);
    assert!(std::fs::read(desk.path("fremdrift.db")).unwrap() == before);

    says(&desk.ok(&["return", "question", "MX-2030/1.2", "Hvilken ø?"]), &["sent back to ENS with a question"]);
    // They have answered, and know of no question before it is sent.
    says(&status("ENS question not"), &["1 of 2 have answered."]);
    desk.ok(&["return", "send", "2026-Q3", "-a", "ENS", "--out", "ud2"]);
    says(&status("returned with 1 of 2"), &["1 of 2 have answered."]);
    fill(
        &desk,
        "ud2/2026-Q3-ENS.xlsx",
        "igen.xlsx",
        &[("MX-2030/1.2", "note", "Samsø"), ("MX-2030/1.2", "light", "gul")],
    );
    let book = workbook::read(&std::fs::read(desk.path("ud2/2026-Q3-ENS.xlsx")).unwrap()).unwrap();
    let asked = |text: &str| {
        book.sheets[1].rows.iter().any(|r| r.cells.iter().any(|c| c.value == CellValue::Text(text.into())))
    };
    assert!(asked("Hvilken ø?"));
    desk.ok(&["return", "read", "igen.xlsx"]);
    status("ENS received 2 of 2");
    says(&desk.ok(&["return", "accept", "2026-Q3"]), &["accepted the returns of 2026-Q3: ENS"]);
    status("ENS accepted 2 of 2");
    desk.ok(&["undo"]);
    status("ENS received 2 of 2");
    assert!(desk.ok(&["verify"]).contains("is whole"));
}

#[test]
fn all_no_change_is_a_nil_return_and_silence_is_missing() {
    let mut desk = sent();
    desk.ok(&["log", "MX-2030/1.2", "-s", "ongoing", "--as-of", "2026-08-01"]);
    fill(&desk, SHEET, "nil.xlsx", &[("MX-2030/1.1", "no_change", "ja"), ("MX-2030/1.2", "no_change", "x")]);
    desk.ok(&["return", "read", "nil.xlsx"]);
    desk.now = "2026-12-03T09:00:00Z".into();
    let said = desk.ok(&["return", "status"]);
    says(&said, &["nil return 2 of 2", "UM missing 0 of 1 2026-11-30 no, 3 d"]);
    says(&desk.ok(&["return", "remind", "2026-Q3", "--out", "ud"]), &["wrote ud/2026-Q3-UM-rykker.eml"]);
    let frozen = desk.run(&["freeze", "2026-Q3", "--skip-earlier", "--dry-run"]);
    says(&frozen.stderr, &["warning: returns of 2026-Q3 are still to come: UM (missing)"]);
    desk.ok(&["undo"]);
    says(&desk.ok(&["return", "status"]), &["ENS missing 0 of 2"]);
}

#[test]
fn what_both_sides_changed_is_listed_and_decided_by_a_person() {
    let desk = sent();
    desk.ok(&["log", "MX-2030/1.1", "-l", "red", "-m", "Leverandøren er gået konkurs", "--as-of", "2026-09-20"]);
    let typed = [
        ("MX-2030/1.1", "light", "grøn"),
        ("MX-2030/1.1", "blocked_by", "Toldvæsenet"),
        ("MX-2030/1.2", "status", "not started"),
    ];
    fill(&desk, SHEET, "back.xlsx", &typed);
    let before = std::fs::read(desk.path("fremdrift.db")).unwrap();
    let said = desk.run(&["return", "read", "back.xlsx", "--conflicts", "konflikter.csv"]);
    assert_eq!(said.code, 4, "{said:?}");
    says(&said.stdout, &["2 new", "1 in conflict", "Both sides have changed", "green", "red", "Anna"]);
    says(&said.stderr, &["nothing was written", "--take theirs"]);
    assert!(std::fs::read(desk.path("fremdrift.db")).unwrap() == before);
    let file = desk.read("konflikter.csv");
    assert!(file.contains("MX-2030/1.1;light;yellow;green;"), "{file}");

    // Ours: the rest lands, the light stays.
    let light = |desk: &Desk| desk.ok(&["export", "objectives", "--as-of", "2026-09-30", "--profile", "rfc4180"]);
    desk.ok(&["return", "read", "back.xlsx", "--take", "ours"]);
    assert!(light(&desk).contains(",ongoing,red,"), "{}", light(&desk));
    assert!(light(&desk).contains("Toldvæsenet"));
    says(&desk.ok(&["return", "read", "back.xlsx"]), &["was read before"]);
    desk.ok(&["undo"]);

    // The rest alone: the conflict stays open and is told.
    let rest = desk.run(&["return", "read", "back.xlsx", "--rest"]);
    assert_eq!(rest.code, 4);
    says(&desk.ok(&["return", "status"]), &["Conflicts that nobody has decided: 1"]);
    // Decided in the file.
    let decided: String = file
        .lines()
        .map(|l| if l.contains(";light;") { format!("{l}theirs\r\n") } else { format!("{l}\r\n") })
        .collect();
    desk.write("afgjort.csv", &decided);
    says(&desk.ok(&["return", "read", "back.xlsx", "--settle", "afgjort.csv"]), &["1 new"]);
    assert!(light(&desk).contains(",ongoing,green,"), "{}", light(&desk));

    desk.write("galt.csv", decided.replace("theirs\r\n", "perhaps\r\n"));
    let told = desk.fails(4, &["return", "read", "back.xlsx", "--settle", "galt.csv"]);
    says(&told, &["line 2, column take: «perhaps» does not decide a conflict"]);
    desk.refuses(
        1,
        &["return", "read", "back.xlsx", "--take", "MX-2030/1.1.light=maybe"],
        "error: «MX-2030/1.1.light=maybe» does not decide a conflict\nhint: write theirs or ours, or for one field: --take ID-2021/4.1.status=theirs\n",
    );
}

#[test]
fn one_field_is_decided_by_its_name() {
    let desk = sent();
    desk.ok(&["log", "MX-2030/1.1", "-s", "suspended", "-l", "red", "--as-of", "2026-09-20"]);
    fill(&desk, SHEET, "b.xlsx", &[("MX-2030/1.1", "status", "ongoing"), ("MX-2030/1.1", "light", "green")]);
    let said = desk.run(&["return", "read", "b.xlsx", "--take", "mx-2030/1.1.Ny status=theirs"]);
    assert_eq!(said.code, 4, "{said:?}");
    says(&said.stdout, &["1 new", "1 in conflict"]);
    desk.ok(&["return", "read", "b.xlsx", "--take", "MX-2030/1.1.status=theirs", "--take", "MX-2030/1.1.light=ours"]);
    says(&desk.ok(&["list"]), &["ongoing"]);
    assert!(desk.ok(&["export", "objectives", "--profile", "rfc4180"]).contains(",ongoing,red,"));
}

#[test]
fn a_csv_sheet_is_read_however_excel_left_it() {
    let desk = desk();
    desk.ok(&["return", "send", "2026-Q3", "--format", "csv", "--out", "ud"]);
    let sheet = desk.read("ud/2026-Q3-ENS.csv");
    let rows: Vec<Vec<&str>> = sheet.trim_start_matches('\u{feff}').lines().map(|l| l.split(';').collect()).collect();
    let at = |heading: &str| rows[0].iter().position(|h| *h == heading).unwrap();
    let (reference, version, code) = (at("Reference"), at("Version"), at("Skema"));
    // Other columns first, others gone, a row twice, a row left out, somebody's own column, Windows-1252.
    let row = |i: usize| format!("{};{};{}", rows[i][version], rows[i][code], rows[i][reference]);
    let text = format!(
        "Version;Sheet;REFERENCE;Nyt trafiklys / New light|x;new status;Vores egen;Blokeret af\r\n{0};;gennemført;bla;\r\n{0};;gennemført;bla;\r\n;;;;;;\r\n",
        row(2)
    );
    let text = text.replace("Nyt trafiklys / New light|x", "New light");
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(&text);
    desk.write("svar.txt", bytes);
    says(&desk.ok(&["return", "read", "svar.txt"]), &["1 new", "Not answered: MX-2030/1.1"]);
    says(&desk.ok(&["show", "MX-2030/1.2"]), &["completed, as of 30 September 2026"]);

    // Two answers to one row, a row of nobody, a row of another plan, a version of another row.
    let text = format!(
        "Version;Skema;Reference;Ny status\r\n{0};i gang\r\n{0};bortfaldet\r\n;;;i gang\r\nx;{1};MX-2030/9.9;i gang\r\n{2};{1};MX-2030/1.3;i gang\r\n",
        row(1),
        rows[1][code],
        rows[1][version],
    );
    desk.write("rod.csv", text);
    let said = desk.run(&["return", "read", "rod.csv"]);
    assert_eq!(said.code, 4, "{said:?}");
    says(
        &said.stdout,
        &[
            "line 3: MX-2030/1.1 stands here and in line 2, with other answers; keep one of the two",
            "line 4, column Ny status: the row has no reference",
            "line 5: MX-2030/9.9 was not asked about in this sheet",
            "line 6: MX-2030/1.3 stands beside the version of another row",
        ],
    );
}

#[test]
fn what_the_log_refuses_is_refused_in_its_cell() {
    let desk = sent();
    let typed = [
        ("MX-2030/1.1", "status", "completed"),
        ("MX-2030/1.1", "light", "green"),
        ("MX-2030/1.2", "expected", "engang"),
        ("MX-2030/1.2", "status", "(ingen)"),
        ("MX-2030/1.2", "light", "lilla"),
        ("MX-2030/1.3", "no_change", "måske"),
    ];
    fill(&desk, SHEET, "b.xlsx", &typed);
    let said = desk.run(&["return", "read", "b.xlsx"]);
    assert_eq!(said.code, 4, "{said:?}");
    says(
        &said.stdout,
        &[
            "MX-2030/1.1 New light (M2): completed has a light: what has ended has none",
            "New expected date (O3): «engang» is not a date",
            "New status (L3): it can't be emptied",
            "New light (M3): «lilla» is not a light",
            "No change (K4): «måske» is neither yes nor no",
        ],
    );
    fill(&desk, SHEET, "c.xlsx", &[("MX-2030/1.1", "expected", "2027-Q1"), ("MX-2030/1.2", "no_change", "x")]);
    let said = desk.run(&["return", "read", "c.xlsx"]);
    says(&said.stdout, &["fill in the reason for the new date", "choose one in the column «New status»"]);
    fill(&desk, SHEET, "d.xlsx", &[("MX-2030/1.1", "no_change", "x"), ("MX-2030/1.1", "light", "red")]);
    says(&desk.run(&["return", "read", "d.xlsx"]).stdout, &["the row says «no change» and something new"]);
    // Nor does another cell of such a row land with the rest.
    let both = [("MX-2030/1.1", "no_change", "x"), ("MX-2030/1.1", "light", "red"), ("MX-2030/1.1", "note", "Nej")];
    fill(&desk, SHEET, "d2.xlsx", &both);
    assert_eq!(desk.run(&["return", "read", "d2.xlsx", "--rest"]).code, 4);
    assert!(!desk.ok(&["show", "MX-2030/1.1"]).contains("Nej"));
    desk.ok(&["undo"]);
    // Fields that are not decided stay out, and the rest lands.
    fill(&desk, SHEET, "e.xlsx", &[("MX-2030/1.1", "light", "red"), ("MX-2030/1.2", "light", "lilla")]);
    assert_eq!(desk.run(&["return", "read", "e.xlsx", "--rest"]).code, 4);
    says(&desk.ok(&["return", "status"]), &["ENS received 1 of 2"]);
}

#[test]
fn a_sheet_of_another_file_is_refused() {
    let (one, other) = (sent(), sent());
    fill(&one, SHEET, "b.xlsx", &[("MX-2030/1.1", "light", "red")]);
    std::fs::copy(one.path("b.xlsx"), other.path("b.xlsx")).unwrap();
    let told = other.fails(1, &["return", "read", "b.xlsx"]);
    says(&told, &["no sheet «2026-Q3-ENS-", "» was sent from this file", "--db FILE"]);
    // A folder: one that can't be read does not keep the other from being read.
    std::fs::create_dir(one.path("ind")).unwrap();
    one.write("ind/a.xlsx", b"PK\x03\x04 cut short");
    std::fs::copy(one.path("b.xlsx"), one.path("ind/b.xlsx")).unwrap();
    one.write("ind/~$b.xlsx", b"lock");
    let said = one.run(&["return", "read", "ind"]);
    assert_eq!(said.code, 4, "{said:?}");
    says(&said.stderr, &["ind/a.xlsx: it is damaged or cut short", "nothing of it was taken in"]);
    says(&said.stdout, &["1 new"]);
}

#[test]
fn what_comes_after_the_freeze_is_kept_as_late() {
    let mut desk = sent();
    fill(&desk, SHEET, "b.xlsx", &[("MX-2030/1.1", "light", "red"), ("MX-2030/1.1", "note", "Sent svar")]);
    let mut freeze = vec!["freeze", "2026-Q3", "--skip-earlier"];
    let checks =
        ["no-lead=r", "not-reported=r", "no-area=r", "no-deadline=r", "activity-open=r", "ended-no-evidence=r"];
    let waive: Vec<String> = checks.iter().map(|c| c.to_string()).collect();
    let dry = desk.run(&["freeze", "2026-Q3", "--skip-earlier", "--dry-run"]);
    let wanted = waive.iter().filter(|w| dry.stderr.contains(w.split('=').next().unwrap()));
    for w in wanted {
        freeze.extend(["--waive", w]);
    }
    desk.ok(&freeze);
    desk.now = "2026-12-07T09:00:00Z".into();
    let said = desk.ok(&["return", "read", "b.xlsx"]);
    says(&said, &["came 7 days after the day that was set", "2026-Q3 was frozen already (MX-2030)"]);
    says(&desk.ok(&["quarters"]), &["2026-Q3 frozen 0"]);
    says(&desk.ok(&["return", "status"]), &["no, 7 d"]);
}

/// A file of parts, as a hostile hand makes it.
fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const TYPES: &[u8] = br#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#;
const RELS: &[u8] = br#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &[u8] = br#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>"#;
const BOOK_RELS: &[u8] = br#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

fn with_sheet(data: &str) -> Vec<u8> {
    let sheet = format!(
        r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{data}</sheetData></worksheet>"#
    );
    archive(&[
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", RELS),
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", BOOK_RELS),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

#[test]
fn hostile_files_are_told_and_nothing_is_touched() {
    let desk = sent();
    let whole = std::fs::read(desk.path(SHEET)).unwrap();
    let ole = |stream: &str| {
        let mut bytes = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
        bytes.resize(512, 0);
        bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
        bytes
    };
    let zeros = vec![b' '; 70 * 1024 * 1024];
    let inline = |r: &str, t: &str| format!(r#"<c r="{r}" t="inlineStr"><is><t>{t}</t></is></c>"#);
    let far = format!("<row r=\"1\">{}</row><row r=\"1048576\">{}</row>", inline("A1", "a"), inline("XFD1048576", "b"));
    let empty: String = (1..=1_000_000).map(|n| format!("<row r=\"{n}\"/>")).collect();
    for (name, bytes, words) in [
        ("kodeord.xlsx", ole("EncryptedPackage"), "it is protected with a password"),
        ("gammel.xlsx", ole("Workbook"), "it is damaged or cut short: Invalid CFB"),
        ("ark.xlsx", archive(&[("mimetype", b"x"), ("content.xml", b"x")]), "it is an OpenDocument text or drawing"),
        ("zip.xlsx", archive(&[("a.txt", b"x")]), "it is an archive (.zip)"),
        (
            "bin.xlsx",
            archive(&[("[Content_Types].xml", TYPES), ("xl/workbook.bin", b"x")]),
            "it is damaged or cut short",
        ),
        ("brev.xlsx", archive(&[("word/document.xml", b"x")]), "it is a Word document"),
        ("bombe.xlsx", archive(&[("[Content_Types].xml", TYPES), ("a.xml", &zeros)]), "it unpacks to more than 64 MiB"),
        ("kort.xlsx", whole[..whole.len() / 2].to_vec(), "it is damaged or cut short"),
        ("tom.xlsx", with_sheet(&empty), "it has no row of headings"),
        ("fjern.xlsx", with_sheet(&far), "cell XFD1048576 lies far outside"),
        ("andet.xlsx", with_sheet(""), "it has no row of headings"),
        ("tekst.csv", b"a;b\r\n1;2\r\n".to_vec(), "it has no row of headings"),
        ("db.csv", std::fs::read(desk.path("fremdrift.db")).unwrap(), "this is a database"),
    ] {
        desk.write(name, bytes);
        let before = std::fs::read(desk.path("fremdrift.db")).unwrap();
        let said = desk.run(&["return", "read", name]);
        assert_eq!(said.code, 4, "{name}: {said:?}");
        says(&said.stderr, &[&format!("error: {name}: {words}"), "nothing of it was taken in"]);
        assert!(std::fs::read(desk.path("fremdrift.db")).unwrap() == before, "{name}");
    }
    // Cut anywhere, or with a byte turned over: an error or a reading, never a panic.
    for n in 0..60 {
        let cut = whole.len() * n / 60;
        assert!(workbook::read(&whole[..cut]).is_err());
        let mut turned = whole.clone();
        turned[cut] ^= 1 << (n % 8);
        let _ = workbook::read(&turned);
    }
}

#[test]
fn every_text_that_a_cell_can_hold_is_read_as_it_was_typed() {
    let desk = sent();
    let long = "æ".repeat(10_000);
    for (note, read) in [
        (long.as_str(), long.as_str()),
        ("to\nlinjer", "to\nlinjer"),
        ("🌊 שלום مرحبا", "🌊 שלום مرحبا"),
        ("=1+1", "=1+1"),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
    ] {
        fill(&desk, SHEET, "b.xlsx", &[("MX-2030/1.1", "note", note)]);
        desk.ok(&["return", "read", "b.xlsx", "--take", "theirs"]);
        let json = desk.ok(&["show", "MX-2030/1.1", "--format", "json"]);
        let found = serde_json::from_str::<serde_json::Value>(&json).unwrap().to_string();
        let wanted = serde_json::Value::from(read).to_string();
        assert!(found.contains(wanted.trim_matches('"')), "{read}");
        std::fs::remove_file(desk.path("b.xlsx")).unwrap();
    }
}

#[test]
fn a_formula_counts_as_the_value_that_was_kept_of_it() {
    let desk = sent();
    let Some(_) = python(
        &desk,
        "openpyxl",
        "import openpyxl\n\
         wb=openpyxl.load_workbook('ud/2026-Q3-ENS.xlsx'); ws=wb.worksheets[1]\n\
         h={c.value.split('\\n')[0]:c.column for c in ws[1]}\n\
         ws.cell(2,h['Ny bemærkning']).value='=1+1'\n\
         ws.cell(3,h['Ny bemærkning']).value=\"='[andre.xlsx]Ark1'!$A$1\"\n\
         ws.merge_cells(start_row=3,end_row=4,start_column=h['Ny status'],end_column=h['Ny status'])\n\
         ws.cell(3,h['Ny status']).value='I gang'\n\
         wb.save('f.xlsx')",
    ) else {
        return;
    };
    let said = desk.run(&["return", "read", "f.xlsx"]);
    assert_eq!(said.code, 4, "{said:?}");
    says(
        &said.stdout,
        &[
            "column N2: a formula stands here, and the file does not say what it comes to",
            // One that looks into another file is not followed there.
            "column N3: a formula stands here, and the file does not say what it comes to",
            "L3:L4: these cells are merged into one",
        ],
    );
}

#[test]
fn openpyxl_sees_the_lists_and_the_locks_and_what_it_saves_is_read() {
    let desk = sent();
    let code = "import openpyxl,datetime\n\
        wb=openpyxl.load_workbook('ud/2026-Q3-ENS.xlsx'); ws=wb.worksheets[1]\n\
        h={c.value.split('\\n')[0]:c.column for c in ws[1]}\n\
        cell=lambda r,n: ws.cell(r,h[n])\n\
        print(ws.protection.sheet, wb.worksheets[0].protection.sheet, ws.freeze_panes, ws.page_setup.orientation, ws.page_setup.paperSize, ws.print_title_rows)\n\
        print(cell(2,'Ny status').protection.locked, cell(2,'Reference').protection.locked, cell(2,'Reference').number_format, cell(2,'Reference').data_type)\n\
        print(cell(2,'Godkendt frist').value, cell(2,'Godkendt frist').is_date, cell(2,'Ny forventet dato').number_format)\n\
        for v in ws.data_validations.dataValidation:\n\
        \x20   if v.type: print(v.sqref, v.type, v.formula1)\n\
        print(cell(2,'Seneste bemærkning').value, cell(2,'Version').value.split('-')[0], cell(2,'Skema').value[:12])\n\
        print([p.name for p in wb.custom_doc_props.props])\n\
        cell(2,'Ny forventet dato').value=datetime.date(2027,3,31)\n\
        cell(2,'Årsag til ny dato').value='fordi'\n\
        cell(3,'Ny status').value='ongoing'\n\
        ws.delete_rows(4); ws.move_range('A2:T3',rows=5); ws.insert_cols(1)\n\
        wb.move_sheet(wb.worksheets[1],-1); wb.worksheets[0].title='Ark1'; wb.epoch=openpyxl.utils.datetime.CALENDAR_MAC_1904\n\
        wb.save('gemt.xlsx')";
    let Some(said) = python(&desk, "openpyxl", code) else { return };
    let wanted = "True True C2 landscape 9 $1:$1\n\
        False True @ s\n\
        2027-06-30 00:00:00 True @\n\
        K2:K4 list \"x\"\n\
        L2:L4 list \"ikke påbegyndt,i gang,sat i bero,gennemført,delvist gennemført,bortfaldet,videreført\"\n\
        M2:M4 list \"grøn,gul,rød\"\n\
        None 1 2026-Q3-ENS-\n\
        ['fremdrift-sheet']\n";
    assert_eq!(said.stdout, wanted);
    desk.ok(&["return", "read", "gemt.xlsx"]);
    says(&desk.ok(&["show", "MX-2030/1.1"]), &["2027-03-31"]);
    says(&desk.ok(&["show", "MX-2030/1.2"]), &["ongoing, as of 30 September 2026"]);
}

#[test]
fn what_libreoffice_saves_is_read() {
    let desk = sent();
    let typed = [
        (BY, "", "Søren Ærø"),
        ("MX-2030/1.1", "status", "sat i bero"),
        ("MX-2030/1.2", "status", "I gang"),
        ("MX-2030/1.2", "note", "Ændret i Calc"),
    ];
    fill(&desk, SHEET, "udfyldt.xlsx", &typed);
    let mut command = Command::new("soffice");
    command
        .current_dir(desk.folder())
        .arg(format!("-env:UserInstallation=file://{}", desk.path("lo").display()))
        .args(["--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", "gemt", "udfyldt.xlsx"]);
    if tool(&mut command).is_none() {
        return;
    }
    says(&desk.ok(&["return", "read", "gemt/udfyldt.xlsx"]), &["3 new", "filled in by Søren Ærø"]);
    says(&desk.ok(&["show", "MX-2030/1.2"]), &["Ændret i Calc"]);
}

#[test]
fn python_reads_the_draft_with_the_sheet_in_it() {
    let desk = sent();
    let code = "import email,email.policy,hashlib\n\
        m=email.message_from_bytes(open('ud/2026-Q3-ENS.eml','rb').read(),policy=email.policy.default)\n\
        print(m['to'],'|',m['from'],'|',m['subject'],'|',m['x-unsent'],'|',m.defects)\n\
        print(m.get_body().get_content().splitlines()[0])\n\
        a=list(m.iter_attachments()); print([x.get_filename() for x in a], a[0].get_content()==open('ud/2026-Q3-ENS.xlsx','rb').read())";
    let Some(said) = python(&desk, "email", code) else { return };
    assert_eq!(
        said.stdout,
        "ens@ens.dk | plan@um.dk | Indberetning for 3. kvartal 2026, MX-2030 (Mexico): ENS, senest 30. november 2026 | 1 | []\n\
         Kære kolleger\n\
         ['2026-Q3-ENS.xlsx'] True\n"
    );
}
