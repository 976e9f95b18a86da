//! Files that are made into reports: frozen contents, and templates of Word files.

use super::desk;
use fremdrift::document::{Block, Cell, Document, Table};
use fremdrift::model::Lang;
use fremdrift::render::{Format, Page, Profile, render};
use fremdrift::report::summary::{self, Content, Extent, ObjectiveRow, View};
use fremdrift::report::{compare, parts};

fn page(template: Option<&[u8]>) -> Page<'_> {
    Page { width: 80, colour: false, terminal: true, made: desk::moment().now, template }
}

/// A frozen quarter from the disk becomes a page in every format.
pub fn frozen(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    let rows = summary::part::<Vec<ObjectiveRow>>(text, "rows");
    if let Some(rows) = rows.ok().filter(|rows| !rows.is_empty()) {
        let compared = compare::compare(&rows, &rows, true, &|a, b| a == b);
        let parts = parts::parts(&summary::value(text), &summary::value("{}"), false);
        let page_of = compare::page(Lang::Da, "a".into(), &compared, &parts);
        render(&page_of, Format::Text, &page(None), Profile::default()).expect("text");
    }
    let Some(content) = Content::read(text) else { return };
    for (lang, paper) in [(Lang::Da, true), (Lang::En, false)] {
        let extent = if paper { Extent::paper() } else { Extent::default() };
        let document = summary::page(&content, lang, &View { digest: Some("d"), extent, over_time: &[] });
        for format in Format::ALL {
            if format.is_paper() == paper {
                render(&document, format, &page(None), Profile::default()).expect("a file");
            }
        }
    }
    let tidy = summary::tidy(&content, Lang::En);
    render(&tidy, Format::Csv, &page(None), Profile::Rfc4180).expect("CSV");
}

/// A report is written with whatever was given as its template, or it is refused.
pub fn template(bytes: &[u8]) {
    let table = Table::of("t", Lang::Da, [("4.1", "En prøve")])
        .tight("a", "A", |(id, _)| Cell::id(*id))
        .wraps("b", "B", |(_, text)| Cell::text(*text))
        .done();
    let mut document = Document::new(Lang::Da, "Status");
    document.add(Block::Heading(1, "Mål".into())).add(Block::Paragraph("Tekst".into())).add(Block::Table(table));
    if let Ok(written) = render(&document, Format::Docx, &page(Some(bytes)), Profile::default()) {
        let again = render(&document, Format::Docx, &page(Some(&written)), Profile::default());
        assert!(again.is_ok(), "what was written is no template: {:?}", again.err());
    }
}
