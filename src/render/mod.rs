//! Turns a neutral document into bytes: text, Markdown, CSV or JSON. Knows no clock, no file and no
//! terminal; the same document and page give the same bytes.

pub mod calendar;
pub mod csv;
pub mod datapackage;
pub mod docx;
pub mod form;
mod html;
mod json;
pub mod mail;
mod markdown;
pub mod mended;
mod parts;
mod text;
mod workbook;

pub use self::csv::{Profile, Writer};
pub use self::json::Rows as JsonRows;
pub use parts::Page;

use crate::document::Document;
use crate::model::both;
use crate::model::{Bilingual, Worded};
use rust_xlsxwriter::XlsxError;
use std::path::Path;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Text,
    Markdown,
    Csv,
    Json,
    Html,
    Docx,
    Xlsx,
}

/// The contents that a format can't hold.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the workbook: {0}")]
    Workbook(#[from] XlsxError),
    #[error(transparent)]
    Word(#[from] docx::Error),
}

impl Worded for Error {
    fn line(&self) -> Bilingual {
        match self {
            Error::Workbook(e) => both!("the workbook: {e}", "projektmappen: {e}"),
            Error::Word(e) => e.line(),
        }
    }

    fn hint(&self) -> Option<Bilingual> {
        match self {
            Error::Workbook(_) => None,
            Error::Word(e) => e.hint(),
        }
    }
}

impl Format {
    pub const ALL: [Format; 7] =
        [Format::Text, Format::Markdown, Format::Csv, Format::Json, Format::Html, Format::Docx, Format::Xlsx];

    /// To be sent and kept, not read on a terminal.
    pub fn is_paper(self) -> bool {
        matches!(self, Format::Html | Format::Docx | Format::Xlsx)
    }

    /// No text: nothing for a terminal.
    pub fn is_binary(self) -> bool {
        matches!(self, Format::Docx | Format::Xlsx)
    }

    pub fn name(self) -> &'static str {
        match self {
            Format::Text => "text",
            Format::Markdown => "markdown",
            Format::Csv => "csv",
            Format::Json => "json",
            Format::Html => "html",
            Format::Docx => "docx",
            Format::Xlsx => "xlsx",
        }
    }

    pub fn parse(text: &str) -> Option<Format> {
        match text.trim().to_ascii_lowercase().as_str() {
            "text" | "txt" => Some(Format::Text),
            "markdown" | "md" => Some(Format::Markdown),
            "csv" => Some(Format::Csv),
            "json" => Some(Format::Json),
            "html" | "htm" => Some(Format::Html),
            "docx" | "word" => Some(Format::Docx),
            "xlsx" | "excel" => Some(Format::Xlsx),
            _ => None,
        }
    }

    /// The format that the ending of a file's name asks for.
    pub fn of_ending(path: &Path) -> Option<Format> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "txt" => Some(Format::Text),
            "md" => Some(Format::Markdown),
            "csv" => Some(Format::Csv),
            "json" => Some(Format::Json),
            "html" | "htm" => Some(Format::Html),
            "docx" => Some(Format::Docx),
            "xlsx" => Some(Format::Xlsx),
            _ => None,
        }
    }
}

/// The profile is for CSV alone.
pub fn render(document: &Document, format: Format, page: &Page, profile: Profile) -> Result<Vec<u8>, Error> {
    Ok(match format {
        Format::Text => text::render(document, page).into_bytes(),
        Format::Markdown => markdown::render(document, page).into_bytes(),
        Format::Csv => csv::render(document, page, profile),
        Format::Json => json::render(document).into_bytes(),
        Format::Html => html::render(document, page),
        Format::Docx => docx::render(document, page)?,
        Format::Xlsx => workbook::render(document, page)?,
    })
}

#[cfg(test)]
mod survives_tests;

#[cfg(test)]
pub(crate) mod sample {
    //! A page with every kind of block, in Danish, as a quarterly summary would have it.
    use crate::document::{Bars, Block, Cell, Column, Document, Part, Table};
    use crate::model::snapshot::Shown;
    use crate::model::{Lang, Light, PartialDate, Status};
    use chrono::{DateTime, NaiveDate};

    pub fn page(width: usize) -> super::Page<'static> {
        super::Page { width, colour: false, terminal: false, made: DateTime::UNIX_EPOCH, template: None }
    }

    pub fn table() -> Table {
        let columns = vec![
            Column::tight("reference", "Reference"),
            Column::wraps("title", "Målsætning"),
            Column::wraps("lead", "Ansvarlig"),
            Column::tight("status", "Status"),
            Column::tight("light", "Lys"),
            Column::tight("deadline", "Godkendt frist"),
            Column::tight("days", "Dage over"),
        ];
        let mut table = Table::new("objectives", columns).or_say("Ingen målsætninger.");
        let day = NaiveDate::from_ymd_opt(2025, 6, 30).unwrap();
        table.rows = vec![
            vec![
                Cell::id("IND2024/3.2"),
                Cell::text(
                    "Styrke samarbejdet om grøn omstilling af skibsfarten, herunder fælles \
                     demonstrationsprojekter med havnemyndighederne",
                ),
                Cell::text("SFS, UM"),
                Cell::Status(Status::Ongoing),
                Cell::Shown(Shown::Light(Light::Yellow)),
                Cell::Day(day),
                Cell::Count(91),
            ],
            vec![
                Cell::id("IND2024/3.10"),
                Cell::text("Årlig dialog om sundhed"),
                Cell::text("SUM"),
                Cell::Status(Status::NotStarted),
                Cell::Shown(Shown::NotReported),
                Cell::PartialDate(PartialDate::Year(2026)),
                Cell::Empty,
            ],
            vec![
                Cell::id("IND2024/4"),
                Cell::text("Fælles *rammeaftale* | <b>vand</b>"),
                Cell::text("MIM"),
                Cell::Status(Status::PartlyCompleted).marked(true),
                Cell::Light(Light::Red),
                Cell::PartialDate(PartialDate::Month(2025, 9)),
                Cell::Count(7),
            ],
        ];
        table
    }

    pub fn bars() -> Bars {
        let row = |name: &str, counts: [i64; 6]| (Cell::text(name), counts.to_vec());
        Bars {
            key: "areas",
            of: "Indsatsområde".into(),
            describes: "Hvor mange målsætninger hvert område har, efter lys.".into(),
            legend: Part::lights(),
            rows: vec![
                row("Grøn omstilling og energi", [7, 2, 1, 0, 3, 2]),
                row("Sundhed", [1, 0, 0, 1, 0, 0]),
                row("Forskning, innovation og uddannelse", [0, 0, 0, 0, 0, 0]),
            ],
        }
    }

    pub fn document() -> Document {
        let mut document = Document::new(
            Lang::Da,
            "Kvartalsoversigt: handlingsplan for det strategiske partnerskab med Indien, 2. kvartal 2025",
        );
        document
            .add(Block::Caveat(
                "Målsætninger mærket ◊ er opfundet for at vise programmet og siger intet om virkeligheden.".into(),
            ))
            .add(Block::Facts(vec![
                ("Plan".into(), vec![Cell::id("IND2024"), Cell::text("Grønt strategisk partnerskab")]),
                ("Status".into(), vec![Cell::Status(Status::Ongoing), Cell::Light(Light::Green)]),
                (
                    "Seneste note".into(),
                    vec![Cell::text(
                        "Møde holdt i København den 3. juni; parterne blev enige om en køreplan frem til \
                         ministermødet i efteråret.",
                    )],
                ),
            ]))
            .add(Block::Heading(1, "Efter område".into()))
            .add(Block::Bars(bars()))
            .add(Block::Heading(1, "Over frist".into()))
            .add(Block::Paragraph("To målsætninger er over deres godkendte frist.".into()))
            .add(Block::Table(table()))
            .add(Block::Heading(2, "Spørgsmål".into()))
            .add(Block::List(vec![
                "Hvem følger op over for havnemyndighederne, når demonstrationsprojekterne går i gang efter sommer?"
                    .into(),
                "Er fristen for 4 stadig rigtig?".into(),
            ]))
            .add(Block::Foot("Fil: plan.fremdrift. Set pr. 2025-09-29.".into()))
            .add(Block::Foot("fremdrift 0.1.0".into()));
        document
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, Cell};
    use crate::model::Lang;

    #[test]
    fn formats_are_known_by_name_and_by_ending() {
        for format in Format::ALL {
            assert_eq!(Format::parse(format.name()), Some(format));
        }
        assert_eq!(Format::parse("md"), Some(Format::Markdown));
        assert_eq!(Format::parse("TXT"), Some(Format::Text));
        assert_eq!(Format::parse("pdf"), None);
        assert_eq!(Format::of_ending(Path::new("a/b.CSV")), Some(Format::Csv));
        assert_eq!(Format::of_ending(Path::new("b.md")), Some(Format::Markdown));
        assert_eq!(Format::of_ending(Path::new("csv")), None);
    }

    #[test]
    fn no_format_lets_an_escape_sequence_onto_a_terminal() {
        let evil = "a\u{1b}[31mb\u{202e}\u{9b}c\r\nd";
        let mut document = Document::new(Lang::En, evil);
        let mut table = sample::table();
        table.rows[0][1] = Cell::text(evil);
        let mut bars = sample::bars();
        bars.rows[0].0 = Cell::text(evil);
        document
            .add(Block::Heading(1, evil.into()))
            .add(Block::Paragraph(evil.into()))
            .add(Block::Caveat(evil.into()))
            .add(Block::List(vec![evil.into()]))
            .add(Block::Facts(vec![(evil.into(), vec![Cell::text(evil)])]))
            .add(Block::Table(table))
            .add(Block::Bars(bars))
            .add(Block::Foot(evil.into()));
        let page = Page { terminal: true, ..sample::page(80) };
        for format in Format::ALL.into_iter().filter(|f| !f.is_binary()) {
            let out = String::from_utf8(render(&document, format, &page, Profile::Rfc4180).unwrap()).unwrap();
            assert!(!out.contains(['\u{1b}', '\u{202e}', '\u{9b}']), "{format:?}: {out}");
            assert!(out.contains("1b"), "{format:?}: {out}");
        }
    }
}
