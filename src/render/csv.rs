//! CSV in two profiles: for the Danish Excel, and as RFC 4180 has it. No cell is one that a
//! spreadsheet would run.

use super::{Page, is_number};
use crate::document::{Cell, Column, Document, MARK, Part, Table};
use crate::model::{Lang, guard};
use std::borrow::Cow;
use std::io::{self, Write};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Profile {
    /// What opens with a double click where the decimal sign is a comma: byte order mark,
    /// semicolons, and words in the language of the page.
    #[default]
    ExcelDa,
    /// Commas, codes and English keys.
    Rfc4180,
}

impl Profile {
    pub const ALL: [Profile; 2] = [Profile::ExcelDa, Profile::Rfc4180];

    pub fn name(self) -> &'static str {
        match self {
            Profile::ExcelDa => "excel-da",
            Profile::Rfc4180 => "rfc4180",
        }
    }

    pub fn parse(text: &str) -> Option<Profile> {
        let text = text.trim().to_ascii_lowercase();
        Profile::ALL.into_iter().find(|profile| profile.name() == text)
    }
}

/// Writes rows; every cell is guarded.
pub struct Writer<W: Write> {
    inner: csv::Writer<W>,
    begun: bool,
}

impl<W: Write> Writer<W> {
    pub fn new(mut w: W, profile: Profile) -> io::Result<Writer<W>> {
        if profile == Profile::ExcelDa {
            w.write_all("\u{feff}".as_bytes())?;
        }
        Ok(Writer::unmarked(w, profile))
    }

    /// Without a byte order mark: in the middle of a file.
    fn unmarked(w: W, profile: Profile) -> Writer<W> {
        let inner = csv::WriterBuilder::new()
            .delimiter(if profile == Profile::ExcelDa { b';' } else { b',' })
            .terminator(csv::Terminator::CRLF)
            .flexible(true)
            .from_writer(w);
        Writer { inner, begun: false }
    }

    pub fn row<S: AsRef<str>>(&mut self, cells: &[S]) -> io::Result<()> {
        self.guarded(cells.iter().map(|cell| guard::guard(cell.as_ref())))
    }

    fn guarded<'a>(&mut self, cells: impl Iterator<Item = Cow<'a, str>>) -> io::Result<()> {
        for (index, cell) in cells.enumerate() {
            // Excel takes such a file for a SYLK file and refuses it.
            debug_assert!(self.begun || index > 0 || cell != "ID", "the first heading is ID");
            self.inner.write_field(cell.as_bytes()).map_err(inside)?;
        }
        self.begun = true;
        self.inner.write_record(None::<&[u8]>).map_err(inside)
    }

    pub fn finish(self) -> io::Result<W> {
        self.inner.into_inner().map_err(csv::IntoInnerError::into_error)
    }
}

pub fn render(document: &Document, page: &Page, profile: Profile) -> Vec<u8> {
    // Memory takes every byte, so there is no error to tell of.
    written(document, page, profile).unwrap_or_default()
}

/// The error of the writer below, not wrapped: a closed pipe must be known as one.
fn inside(e: csv::Error) -> io::Error {
    match e.into_kind() {
        csv::ErrorKind::Io(e) => e,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// All tables, with an empty line between them.
fn written(document: &Document, page: &Page, profile: Profile) -> io::Result<Vec<u8>> {
    let mut out = Writer::new(Vec::new(), profile)?.finish()?;
    for (index, table) in document.tables().enumerate() {
        if index > 0 {
            out.extend_from_slice(b"\r\n");
        }
        let mut writer = Writer::unmarked(out, profile);
        add(&mut writer, table, document.lang, page, profile)?;
        out = writer.finish()?;
    }
    Ok(out)
}

fn add<W: Write>(writer: &mut Writer<W>, table: &Table, lang: Lang, page: &Page, profile: Profile) -> io::Result<()> {
    let heading = |column: &Column| match profile {
        Profile::ExcelDa => column.title.clone(),
        Profile::Rfc4180 => column.key.to_string(),
    };
    // The mark of what is made up must not get lost on the way into a spreadsheet.
    let made_up = |row: &Vec<Cell>| row.iter().any(|c| matches!(c, Cell::Marked(_)));
    let told = table.rows.iter().any(made_up);
    let mut headings: Vec<String> = table.columns.iter().map(heading).collect();
    if told {
        headings
            .push(if (profile, lang) == (Profile::ExcelDa, Lang::Da) { "Illustrativ" } else { "illustrative" }.into());
    }
    writer.row(&headings)?;
    for row in &table.rows {
        let cells = (0..table.columns.len()).map(|index| match row.get(index) {
            // A negative number is no formula, and with an apostrophe it would be no number.
            Some(cell) if is_number(cell) => cell.data(),
            Some(cell) => guard::guard(shown(cell, lang, page, profile)),
            None => Cow::Borrowed(""),
        });
        let yes = Cell::YesNo(made_up(row));
        let mark = told.then(|| if profile == Profile::ExcelDa { yes.shown(lang).into() } else { yes.data() });
        writer.guarded(cells.chain(mark))?;
    }
    Ok(())
}

fn shown<'a>(cell: &'a Cell, lang: Lang, page: &Page, profile: Profile) -> Cow<'a, str> {
    let text = match profile {
        Profile::ExcelDa => in_words(cell, lang),
        Profile::Rfc4180 => cell.data(),
    };
    if page.terminal { guard::visible(&text, false).into_owned().into() } else { text }
}

/// As a person reads it, but dates and numbers as a spreadsheet reads them, and no symbols.
fn in_words(cell: &Cell, lang: Lang) -> Cow<'_, str> {
    match cell {
        Cell::Light(light) => light.word(lang).into(),
        Cell::Shown(shown) => Part::Shown(*shown).word(lang).into(),
        Cell::Text(text) | Cell::Named { word: text, .. } => text.into(),
        Cell::Count(_) | Cell::Delta(_) | Cell::Day(_) | Cell::Partial(_) | Cell::Id(_) | Cell::Foreign(..) => {
            cell.data()
        }
        Cell::Marked(inner) => match **inner {
            Cell::Day(_) | Cell::Partial(_) | Cell::Id(_) => inner.data(),
            _ => format!("{} {MARK}", in_words(inner, lang)).into(),
        },
        Cell::Empty | Cell::Status(_) | Cell::YesNo(_) => cell.shown(lang).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use crate::document::Block;
    use proptest::prelude::*;

    fn text(document: &Document, profile: Profile) -> String {
        String::from_utf8(render(document, &sample::page(80), profile)).unwrap()
    }

    #[test]
    fn profiles_are_known_by_name() {
        for profile in Profile::ALL {
            assert_eq!(Profile::parse(profile.name()), Some(profile));
        }
        assert_eq!(Profile::parse("tsv"), None);
    }

    #[test]
    fn excel_gets_words_and_the_data_profile_codes() {
        let excel = text(&sample::document(), Profile::ExcelDa);
        assert!(
            excel.starts_with(
                "\u{feff}Reference;Målsætning;Ansvarlig;Status;Lys;Godkendt frist;Dage over;Illustrativ\r\n"
            ),
            "{excel}"
        );
        assert!(excel.contains(";ikke påbegyndt;ikke indberettet;2026;;nej\r\n"), "{excel}");
        assert!(excel.contains(";delvist gennemført ◊;rød;2025-09;7;ja\r\n"), "{excel}");
        let plain = text(&sample::document(), Profile::Rfc4180);
        assert!(plain.starts_with("reference,title,lead,status,light,deadline,days,illustrative\r\n"), "{plain}");
        assert!(plain.contains(",not-started,not-reported,2026,,no\r\n"), "{plain}");
        assert!(plain.contains(",partly-completed,red,2025-09,7,yes\r\n"), "{plain}");
    }

    #[test]
    fn several_tables_stand_apart() {
        let mut table = Table::new("t", vec![Column::tight("id", "ID nr."), Column::tight("delta", "+/-")]);
        table.rows = vec![vec![Cell::id("=1"), Cell::Delta(-2)]];
        let mut document = Document::new(Lang::Da, "");
        document.add(Block::Table(table.clone())).add(Block::Table(table));
        let one = "ID nr.;'+/-\r\n'=1;-2\r\n";
        assert_eq!(text(&document, Profile::ExcelDa), format!("\u{feff}{one}\r\n{one}"));
    }

    #[test]
    #[should_panic(expected = "the first heading is ID")]
    fn no_file_begins_with_id() {
        let _ = Writer::new(Vec::new(), Profile::Rfc4180).unwrap().row(&["ID", "x"]);
    }

    proptest! {
        #[test]
        fn what_is_written_comes_back(
            rows in prop::collection::vec(prop::collection::vec("(['=+@\t\r\n;,\"-]|[a-zæøå ]){0,8}|\\PC*", 1..5), 1..5),
            excel: bool
        ) {
            let profile = if excel { Profile::ExcelDa } else { Profile::Rfc4180 };
            let mut writer = Writer::new(Vec::new(), profile).unwrap();
            writer.row(&["first"]).unwrap();
            for row in &rows {
                writer.row(row).unwrap();
            }
            let bytes = writer.finish().unwrap();
            prop_assert_eq!(bytes.starts_with("\u{feff}".as_bytes()), excel);
            let mut reader = csv::ReaderBuilder::new()
                .flexible(true)
                .delimiter(if excel { b';' } else { b',' })
                .from_reader(bytes.as_slice());
            let back: Vec<Vec<String>> = reader
                .records()
                .map(|record| {
                    let record = record.unwrap();
                    assert!(record.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n'])));
                    record.iter().map(|cell| guard::unguard(cell).to_string()).collect()
                })
                .collect();
            prop_assert_eq!(back, rows);
        }
    }
}
