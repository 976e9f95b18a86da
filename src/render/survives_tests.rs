//! Every cell survives every format: what was put into a document is read back out of the bytes, with
//! readers that are not the writers.

use super::parts::plain;
use super::{Format, Profile, render, sample};
use crate::document::chart::Dates;
use crate::document::{Bars, Block, Cell, Column, Document, Note, Part, Table, Timeline};
use crate::model::escaping::visible;
use crate::model::snapshot::Shown;
use crate::model::{Lang, Light, PartialDate, Status};
use calamine::{Data, Reader, Xlsx};
use chrono::NaiveDate;
use proptest::prelude::*;
use std::io::{Cursor, Read};

/// Texts that people type, and texts that people type who mean harm.
fn naughty() -> impl Strategy<Value = String> {
    let fixed = prop::sample::select(vec![
        "=1+1",
        "+45 33 92 00 00",
        "-",
        "@SUM(A1)",
        "'quoted",
        "<script>alert('x')</script>",
        "]]> & <![CDATA[",
        "&amp; &#x41; &lt;",
        "</w:t></w:r><w:r>",
        "a\u{1b}[31mrød\u{0}\u{7}",
        "\u{202e}gnirts\u{202c}",
        "line one\nline two\n\nline four",
        "dos\r\nline",
        "lonely\rreturn",
        "می\u{200c}خواهم",
        "क\u{94d}\u{200d}ष",
        "❤\u{fe0f} 🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f} sam\u{ad}arbejde",
        "\u{2067}open \u{202b}ends",
        "_x0041_ _x005F_x0041_",
        "tab\there",
        "Ærø, Øster Åby ñ ß ı İ",
        "a\u{30a}",
        "東京 한국 हिन्दी ไทย עברית العربية",
        "👩‍👩‍👧‍👦 🇩🇰 ✅",
        "\u{feff}bom",
        "\u{fffe}\u{ffff}\u{fdd0}",
        "  spaces  inside  ",
        "00012",
        "1E5",
        "2024-01-02",
        "TRUE",
        "NaN",
        "https://um.dk/a?b=c&d=\"e\"",
        "*bold* _it_ `code` [a](b) | pipe | # head",
        "x".repeat(300).leak(),
        "\\",
        "\"",
        ";,;,",
        "%s %n ${HOME} $(id) {{7*7}}",
    ]);
    prop_oneof![fixed.prop_map(str::to_string), "\\PC{0,40}", any::<String>(), "[<>&\"'=+@|\\\\\n\r\t a-zæøå-]{0,20}"]
}

fn cell() -> impl Strategy<Value = Cell> {
    let day = (1900..2100i32, 1..13u32, 1..29u32).prop_map(|(y, m, d)| NaiveDate::from_ymd_opt(y, m, d).unwrap());
    let leaf = prop_oneof![
        6 => naughty().prop_map(Cell::text),
        2 => naughty().prop_map(Cell::Id),
        2 => naughty().prop_map(|t| Cell::Foreign(t, Lang::En)),
        1 => (-1_000_000..1_000_000i64).prop_map(Cell::Count),
        1 => (-1_000..1_000i64).prop_map(Cell::Delta),
        1 => day.clone().prop_map(Cell::Day),
        1 => day.prop_map(|d| Cell::PartialDate(PartialDate::Day(d))),
        1 => (1900..2100i32).prop_map(|y| Cell::PartialDate(PartialDate::Year(y))),
        1 => naughty().prop_map(|t| Cell::Named { code: t.clone(), word: t }),
        1 => Just(Cell::Status(Status::PartlyCompleted)),
        1 => Just(Cell::Light(Light::Yellow)),
        1 => Just(Cell::Shown(Shown::NotReported)),
        1 => any::<bool>().prop_map(Cell::YesNo),
        1 => Just(Cell::Empty),
    ];
    (leaf, prop::bool::weighted(0.1)).prop_map(|(cell, marked)| {
        let marked = marked && cell != Cell::Empty;
        cell.marked(marked)
    })
}

/// A table between others, so that every kind of block is there.
fn document(rows: Vec<Vec<Cell>>, lang: Lang) -> Document {
    let columns = ["a", "b", "c"].map(|key| Column::wraps(key, key.to_uppercase()));
    let mut table = Table::new("naughty", columns.to_vec());
    table.rows = rows;
    let mut document = Document::new(lang, "T");
    document.add(Block::Table(table));
    document
}

/// Space is what formats differ in, and where a direction that was left open is closed; words and their
/// order are what must stay.
fn words(text: &str) -> String {
    let text = text.replace(['\u{202a}', '\u{202b}', '\u{202c}', '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}'], "");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn wanted(cell: &Cell, lang: Lang) -> String {
    words(&plain(&cell.shown(lang)))
}

/// The characters that belong to the letters of a text: all but those that act.
fn letters(text: &str) -> String {
    let acts = |c: char| {
        c.is_control()
            || c.is_whitespace()
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fdd0}'..='\u{fdef}')
            || matches!(c as u32 & 0xffff, 0xfffe | 0xffff)
    };
    text.chars().filter(|c| !acts(*c)).collect()
}

#[test]
fn joiners_and_tags_are_letters_in_every_format() {
    let texts = [
        "می\u{200c}خواهم نامه\u{200c}ای",
        "क\u{94d}\u{200d}ष क\u{94d}\u{200c}ष",
        "👩\u{200d}👩\u{200d}👧\u{200d}👦 ❤\u{fe0f}",
        "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
        "sam\u{ad}arbejde ไทย\u{200b}คำ",
        "עברית\u{200f} abc\u{200e}",
    ];
    for text in texts {
        let document =
            document(vec![vec![Cell::text(text), Cell::id(text), Cell::Foreign(text.into(), Lang::En)]], Lang::Da);
        let docx = part(&bytes(&document, Format::Docx), "word/document.xml");
        let xlsx = part(&bytes(&document, Format::Xlsx), "xl/sharedStrings.xml");
        let kept = |format| String::from_utf8(bytes(&document, format)).unwrap();
        let json: serde_json::Value = serde_json::from_str(&kept(Format::Json)).unwrap();
        let all = [
            docx,
            xlsx,
            kept(Format::Html),
            kept(Format::Markdown),
            kept(Format::Text),
            kept(Format::Csv),
            json["tables"]["naughty"][0]["a"].as_str().unwrap().to_string(),
        ];
        for found in all {
            assert!(found.contains(text), "{text:?} in {found}");
        }
    }
}

fn bytes(document: &Document, format: Format) -> Vec<u8> {
    render(document, format, &sample::page(10_000), Profile::Rfc4180).unwrap()
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The texts of the cells of all tables of a Word file, row by row.
fn word_rows(bytes: &[u8]) -> Vec<Vec<String>> {
    use quick_xml::events::Event;
    let xml = part(bytes, "word/document.xml");
    let mut reader = quick_xml::Reader::from_str(&xml);
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut in_text = false;
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Start(e) => match e.name().as_ref() {
                "w:tr" => rows.push(vec![]),
                "w:tc" => rows.last_mut().unwrap().push(String::new()),
                "w:t" => in_text = true,
                _ => {}
            },
            Event::End(e) if e.name().as_ref() == "w:t" => in_text = false,
            Event::Empty(e) if matches!(e.name().as_ref(), "w:br" | "w:tab") => {
                if let Some(cell) = rows.last_mut().and_then(|r| r.last_mut()) {
                    cell.push(' ');
                }
            }
            Event::Text(text) if in_text => {
                if let Some(cell) = rows.last_mut().and_then(|r| r.last_mut()) {
                    cell.push_str(&text);
                }
            }
            Event::GeneralRef(name) if in_text => {
                let text = quick_xml::escape::unescape(&format!("&{};", &*name)).unwrap().into_owned();
                if let Some(cell) = rows.last_mut().and_then(|r| r.last_mut()) {
                    cell.push_str(&text);
                }
            }
            Event::Eof => return rows,
            _ => {}
        }
    }
}

/// The texts of the cells of the tables of a page, row by row.
fn page_rows(page: &str) -> Vec<Vec<String>> {
    let body = &page[page.find("<main").expect("a main part")..];
    let text = |cell: &str| {
        let mut out = String::new();
        let mut rest = &cell[cell.find('>').unwrap() + 1..];
        while let Some(at) = rest.find('<') {
            out.push_str(&rest[..at]);
            if rest[at..].starts_with("<br>") {
                out.push(' ');
            }
            rest = &rest[at + rest[at..].find('>').unwrap() + 1..];
        }
        out.push_str(rest);
        out.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
    };
    let rows = body.split("<tr").skip(1).map(|row| row.split("</tr>").next().unwrap());
    rows.map(|row| {
        let row = row.replace("<thead", "");
        row.split("<t")
            .skip(1)
            .filter(|c| c.starts_with('d') || c.starts_with("h ") || c.starts_with("h>"))
            .map(text)
            .collect()
    })
    .collect()
}

/// `FREMDRIFT_LIVES=20000 cargo test survives` looks longer.
fn lives() -> ProptestConfig {
    let cases = std::env::var("FREMDRIFT_LIVES").ok().and_then(|n| n.parse().ok()).unwrap_or(200);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(lives())]

    #[test]
    fn every_cell_survives_every_format(
        rows in prop::collection::vec(prop::collection::vec(cell(), 3), 1..5), danish: bool
    ) {
        let lang = if danish { Lang::Da } else { Lang::En };
        let document = document(rows.clone(), lang);
        let told: Vec<Vec<String>> = rows.iter().map(|r| r.iter().map(|c| wanted(c, lang)).collect()).collect();

        let word = word_rows(&bytes(&document, Format::Docx));
        let word: Vec<Vec<String>> = word[1..].iter().map(|r| r.iter().map(|c| words(c)).collect()).collect();
        prop_assert_eq!(&word, &told, "a Word file");

        let page = String::from_utf8(bytes(&document, Format::Html)).unwrap();
        let page: Vec<Vec<String>> = page_rows(&page)[1..].iter().map(|r| r.iter().map(|c| words(c)).collect()).collect();
        prop_assert_eq!(&page, &told, "a page");

        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes(&document, Format::Xlsx))).unwrap();
        let sheet = book.worksheet_range_at(1).unwrap().unwrap();
        prop_assert!(book.worksheet_formula("T").unwrap().is_empty(), "nothing is a formula");
        for (at, row) in rows.iter().enumerate() {
            for (column, cell) in row.iter().enumerate() {
                let found = sheet.get_value(((at + 1) as u32, column as u32)).unwrap_or(&Data::Empty);
                let inner = if let Cell::Marked(inner) = cell { inner } else { cell };
                let typed = match inner {
                    Cell::Count(n) | Cell::Delta(n) if *n != 0 || matches!(inner, Cell::Count(_)) => Some(n.to_string()),
                    Cell::Day(d) | Cell::PartialDate(PartialDate::Day(d)) => Some(d.to_string()),
                    _ => None,
                };
                let shown = match found {
                    Data::Float(n) => n.to_string(),
                    Data::DateTime(d) => d.as_datetime().unwrap().date().to_string(),
                    other => words(&other.to_string()),
                };
                let bare = matches!(inner, Cell::Id(_) | Cell::PartialDate(_) | Cell::Day(_) | Cell::Count(_));
                let wanted = typed.unwrap_or_else(|| wanted(if bare { inner } else { cell }, lang));
                let wanted = if matches!(inner, Cell::Delta(_)) && inner != cell { self::wanted(cell, lang) } else { wanted };
                prop_assert_eq!(shown, wanted, "a workbook: {:?}", cell);
            }
        }

        let csv = bytes(&document, Format::Csv);
        let mut reader = csv::ReaderBuilder::new().from_reader(csv.as_slice());
        for (record, row) in reader.records().zip(&rows) {
            for (found, cell) in record.unwrap().iter().zip(row) {
                prop_assert_eq!(found, &*cell.data(), "CSV");
            }
        }

        let json: serde_json::Value = serde_json::from_slice(&bytes(&document, Format::Json)).unwrap();
        for (found, row) in json["tables"]["naughty"].as_array().unwrap().iter().zip(&rows) {
            for (key, cell) in ["a", "b", "c"].iter().zip(row) {
                let found = match &found[*key] {
                    serde_json::Value::String(text) => text.clone(),
                    serde_json::Value::Null => String::new(),
                    serde_json::Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_string(),
                    other => other.to_string(),
                };
                prop_assert_eq!(found, cell.data(), "JSON");
            }
        }

        // As text and as Markdown a cell may be broken over lines; every word is there.
        let screen = super::Page { terminal: true, ..sample::page(10_000) };
        let text = render(&document, Format::Text, &screen, Profile::Rfc4180).unwrap();
        let text = words(&String::from_utf8(text).unwrap());
        for word in told.iter().flatten().flat_map(|t| t.split(' ')) {
            let word: String = word.chars().take(60).collect();
            let on_screen = visible(&word, true);
            prop_assert!(text.contains(&*on_screen) || word.contains("\\u{") , "text: {word:?} in {text:?}");
        }
        for (found, row) in word.iter().zip(&rows) {
            for (found, cell) in found.iter().zip(row) {
                let (found, wanted) = (letters(found), letters(&cell.shown(lang)));
                let numbers = cell.shown(lang).chars().any(|c| letters(c.encode_utf8(&mut [0; 4])).is_empty());
                prop_assert!(found == wanted || numbers, "{found:?} for {wanted:?}");
            }
        }
    }

    #[test]
    fn no_text_breaks_out_of_where_it_stands(text in naughty()) {
        let mut document = Document::new(Lang::Da, text.clone());
        let day = NaiveDate::from_ymd_opt(2024, 6, 30).unwrap();
        let name = Cell::text(text.clone());
        let bars = Bars {
            key: "areas",
            of: text.clone(),
            describes: text.clone(),
            legend: Part::lights(),
            rows: vec![(name.clone(), vec![1, 2, 3, 0, 0, 1]), (name.clone(), vec![0; 6])],
        };
        let dates = Dates {
            about: [Cell::id(&text), name.clone()],
            original: Some(PartialDate::Day(day)),
            approved: None,
            expected: Some(PartialDate::Year(2025)),
            shown: Shown::NoLight,
        };
        document.running = Some(text.clone());
        document
            .add(Block::Facts(vec![(text.clone(), vec![name.clone()])]))
            .add(Block::Heading(1, text.clone()))
            .add(Block::Caveat(text.clone()))
            .add(Block::List(vec![text.clone()]))
            .add(Block::Notes(vec![Note { about: vec![Cell::id(&text), name.clone()], says: text.clone() }]))
            .add(Block::Heading(2, text.clone()))
            .add(Block::Table(Table::new("t", vec![Column::tight("a", text.clone())]).or_say(text.clone())))
            .add(Block::Bars(bars))
            .add(Block::Timeline(Timeline { key: "deadlines", describes: text.clone(), today: day, rows: vec![dates] }))
            .add(Block::Foot(text.clone()));
        let docx = bytes(&document, Format::Docx);
        for name in ["word/document.xml", "word/fremdrift-header.xml", "docProps/core.xml", "[Content_Types].xml"] {
            let xml = part(&docx, name);
            let mut reader = quick_xml::Reader::from_str(&xml);
            let mut depth = 0i64;
            loop {
                match reader.read_event().expect("well-formed XML") {
                    quick_xml::events::Event::Start(_) => depth += 1,
                    quick_xml::events::Event::End(_) => depth -= 1,
                    quick_xml::events::Event::Eof => break,
                    _ => {}
                }
            }
            prop_assert_eq!(depth, 0);
            prop_assert!(!xml.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')), "{}", name);
        }
        let page = String::from_utf8(bytes(&document, Format::Html)).unwrap();
        prop_assert!(!page.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')));
        prop_assert_eq!(page.matches("<script").count(), 0);
        prop_assert_eq!(page.matches("</style>").count(), 1);
        prop_assert_eq!(page.matches("</html>").count(), 1);
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes(&document, Format::Xlsx))).unwrap();
        for name in book.sheet_names() {
            prop_assert!(book.worksheet_formula(&name).unwrap().is_empty());
        }
    }
}
