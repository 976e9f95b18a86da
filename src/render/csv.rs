//! CSV in two profiles: for the Danish Excel, where no cell is one that a spreadsheet would run; and as
//! RFC 4180 has it, for programs, where every text stands as it is.

use super::parts::{Page, is_number};
use crate::document::{Block, Cell, Column, Document, MARK, Part, Table};
use crate::model::{Lang, escaping};
use std::borrow::Cow;
use std::io::{self, Write};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Profile {
    /// The form that opens with a double click where the decimal sign is a comma: byte order mark,
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

/// Writes rows; for a spreadsheet every cell is guarded.
pub struct Writer<W: Write> {
    inner: csv::Writer<W>,
    profile: Profile,
    begun: bool,
}

impl Profile {
    /// The text as it stands in a cell.
    fn cell<'a>(self, text: impl Into<Cow<'a, str>>) -> Cow<'a, str> {
        match self {
            Profile::ExcelDa => escaping::guard(text),
            Profile::Rfc4180 => text.into(),
        }
    }
}

impl<W: Write> Writer<W> {
    pub fn new(mut w: W, profile: Profile) -> io::Result<Writer<W>> {
        if profile == Profile::ExcelDa {
            w.write_all("\u{feff}".as_bytes())?;
        }
        let inner = csv::WriterBuilder::new()
            .delimiter(if profile == Profile::ExcelDa { b';' } else { b',' })
            .terminator(csv::Terminator::CRLF)
            .flexible(true)
            .from_writer(w);
        Ok(Writer { inner, profile, begun: false })
    }

    pub fn row<S: AsRef<str>>(&mut self, cells: &[S]) -> io::Result<()> {
        let profile = self.profile;
        self.written(cells.iter().map(|cell| profile.cell(cell.as_ref())))
    }

    fn written<'a>(&mut self, cells: impl Iterator<Item = Cow<'a, str>>) -> io::Result<()> {
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

/// One table: what a program reads has one heading.
fn written(document: &Document, page: &Page, profile: Profile) -> io::Result<Vec<u8>> {
    let mut writer = Writer::new(Vec::new(), profile)?;
    if let Some(table) = document.rows.as_ref().map(Cow::Borrowed).or_else(|| first(document)) {
        add(&mut writer, &table, document.lang, page, profile)?;
    }
    writer.finish()
}

/// The first table, with the rows of those that are of its kind.
fn first(document: &Document) -> Option<Cow<'_, Table>> {
    let mut tables = document.tables();
    let mut first = Cow::Borrowed(tables.next()?);
    let key = first.key;
    for more in tables.filter(|t| t.key == key) {
        first.to_mut().rows.extend(more.rows.iter().cloned());
    }
    Some(first)
}

/// The tables of a document that are not in its CSV file, by the headings that they stand under.
pub fn left_out(document: &Document) -> Vec<&str> {
    if document.rows.is_some() {
        return Vec::new();
    }
    let (mut under, mut first, mut others) = ("", None, Vec::new());
    for block in &document.blocks {
        match block {
            Block::Heading(_, text) => under = text,
            Block::Table(table) => {
                let name = if under.is_empty() { table.key } else { under };
                let is_other = *first.get_or_insert(table.key) != table.key;
                if is_other && !table.rows.is_empty() && !others.contains(&name) {
                    others.push(name);
                }
            }
            _ => {}
        }
    }
    others
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
            Some(cell) => profile.cell(shown(cell, lang, page, profile)),
            None => Cow::Borrowed(""),
        });
        let yes = Cell::YesNo(made_up(row));
        let mark = told.then(|| if profile == Profile::ExcelDa { yes.shown(lang).into() } else { yes.data() });
        writer.written(cells.chain(mark))?;
    }
    Ok(())
}

fn shown<'a>(cell: &'a Cell, lang: Lang, page: &Page, profile: Profile) -> Cow<'a, str> {
    let text = match profile {
        Profile::ExcelDa => in_words(cell, lang),
        Profile::Rfc4180 => cell.data(),
    };
    if page.terminal { escaping::visible(&text, false).into_owned().into() } else { text }
}

/// As a person reads it, but dates and numbers as a spreadsheet reads them, and no symbols.
fn in_words(cell: &Cell, lang: Lang) -> Cow<'_, str> {
    match cell {
        Cell::Light(light) => light.word(lang).into(),
        Cell::Shown(shown) => Part::Shown(*shown).word(lang).into(),
        Cell::Text(text) | Cell::Named { word: text, .. } => text.into(),
        Cell::Count(_) | Cell::Delta(_) | Cell::Day(_) | Cell::PartialDate(_) | Cell::Id(_) | Cell::Foreign(..) => {
            cell.data()
        }
        Cell::Marked(inner) => match **inner {
            Cell::Day(_) | Cell::PartialDate(_) | Cell::Id(_) => inner.data(),
            _ => format!("{} {MARK}", in_words(inner, lang)).into(),
        },
        Cell::Empty | Cell::Status(_) | Cell::YesNo(_) => cell.shown(lang).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
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
    fn a_file_has_one_table_and_one_heading() {
        let mut table = Table::new("t", vec![Column::tight("id", "ID nr."), Column::tight("delta", "+/-")]);
        table.rows = vec![vec![Cell::id("=1"), Cell::Delta(-2)]];
        let mut document = Document::new(Lang::Da, "");
        document.add(Block::Table(table.clone())).add(Block::Table(table));
        let mut other = Table::new("u", vec![Column::tight("x", "X")]);
        other.rows = vec![vec![Cell::id("y")]];
        document.add(Block::Table(other));
        assert_eq!(text(&document, Profile::ExcelDa), "\u{feff}ID nr.;'+/-\r\n'=1;-2\r\n'=1;-2\r\n");
        assert_eq!(text(&document, Profile::Rfc4180), "id,delta\r\n=1,-2\r\n=1,-2\r\n");
        assert_eq!(left_out(&document), ["u"]);
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
                    let runs = |cell: &str| cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
                    assert!(!excel || !record.iter().any(runs));
                    let read = |cell: &str| if excel { escaping::unguard(cell) } else { cell }.to_string();
                    record.iter().map(read).collect()
                })
                .collect();
            prop_assert_eq!(back, rows);
        }
    }
}
