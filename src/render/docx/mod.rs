//! A Word file: real headings, real tables whose first row stands on every page, the language of each
//! text, lights as words and symbols. Its styles are ours or those of a template.

mod error;
mod outline;
mod package;
mod tables;
mod xml;

pub use error::Error;

use super::parts::{Page, note, plain, title};
use crate::document::{Block, Cell, Document, MARK, Note};
use crate::i18n;
use crate::model::escaping;
use crate::model::snapshot::Shown;
use crate::model::{Lang, Light};
use package::Package;
use xml::Xml;

pub fn render(document: &Document, page: &Page) -> Result<Vec<u8>, Error> {
    let language = code(document.lang);
    let mut package = match page.template {
        Some(template) => Package::of(template, language)?,
        None => Package::own(language),
    };
    let mut form =
        DocxWriter { lang: document.lang, package: &package, xml: Xml::piece(), headings: 0, under: String::new() };
    form.document(document);
    let body = form.xml.into_text();
    let text = document.running.as_deref().unwrap_or(title(document));
    let mut head =
        DocxWriter { lang: document.lang, package: &package, xml: Xml::piece(), headings: 0, under: String::new() };
    head.paragraph("header", |f| f.run(text, &Look::default()));
    let mut foot =
        DocxWriter { lang: document.lang, package: &package, xml: Xml::piece(), headings: 0, under: String::new() };
    foot.paragraph("footer", |f| {
        f.run(&format!("{} ", i18n::PAGE.to(f.lang)), &Look::default());
        f.field("PAGE");
        f.run(&format!(" {} ", i18n::OF.to(f.lang)), &Look::default());
        f.field("NUMPAGES");
    });
    let (head, foot) = (head.xml.into_text(), foot.xml.into_text());
    package.add_running(Package::running("hdr", &head), Package::running("ftr", &foot));
    package.describe(&plain(title(document)), language, page.made);
    package.close(&body)
}

/// The language as Word names it.
fn code(lang: Lang) -> &'static str {
    match lang {
        Lang::Da => "da-DK",
        Lang::En => "en-GB",
    }
}

/// Ink and tint of a light.
fn tint(light: Light) -> (&'static str, &'static str) {
    match light {
        Light::Green => ("14652B", "E3F4E7"),
        Light::Yellow => ("6F5300", "FDF2CF"),
        Light::Red => ("A01D16", "FDE7E5"),
    }
}

/// How a run of text looks.
#[derive(Clone, Copy, Default)]
struct Look {
    bold: bool,
    light: Option<Light>,
    lang: Option<Lang>,
}

struct DocxWriter<'a> {
    lang: Lang,
    package: &'a Package,
    xml: Xml,
    headings: usize,
    /// The heading that stands above.
    under: String,
}

impl DocxWriter<'_> {
    fn document(&mut self, document: &Document) {
        self.paragraph("title", |f| f.run(title(document), &Look::default()));
        let headings: Vec<&str> = document
            .blocks
            .iter()
            .filter_map(|b| if let Block::Heading(1, text) = b { Some(text.as_str()) } else { None })
            .collect();
        self.under = title(document).to_string();
        // A few are seen at a glance.
        let mut listed = headings.len() < 6;
        for block in &document.blocks {
            if let (Block::Heading(1, _), false) = (block, listed) {
                listed = true;
                self.contents(&headings);
            }
            self.block(block);
        }
    }

    fn paragraph(&mut self, style: &str, inside: impl FnOnce(&mut Self)) {
        self.styled(style, &[], inside);
    }

    /// A paragraph; `more` are properties that stand behind its style, in the order of the schema.
    fn styled(&mut self, style: &str, more: &[(&str, &str)], inside: impl FnOnce(&mut Self)) {
        self.xml.open("w:p", &[]);
        let style = self.package.style(style).to_string();
        self.xml.element("w:pPr", &[], |xml| {
            xml.empty("w:pStyle", &[("w:val", &style)]);
            for (name, value) in more {
                match *value {
                    "" => xml.empty(name, &[]),
                    value => xml.empty(name, &[("w:val", value)]),
                }
            }
        });
        inside(self);
        self.xml.close("w:p");
    }

    fn run(&mut self, text: &str, look: &Look) {
        let text = plain(text);
        self.xml.open("w:r", &[]);
        self.properties(look);
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                self.xml.empty("w:br", &[]);
            }
            for (at, piece) in line.split('\t').enumerate() {
                if at > 0 {
                    self.xml.empty("w:tab", &[]);
                }
                if !piece.is_empty() {
                    self.xml.element("w:t", &[("xml:space", "preserve")], |xml| xml.text(piece));
                }
            }
        }
        self.xml.close("w:r");
    }

    fn properties(&mut self, look: &Look) {
        let language = code(look.lang.unwrap_or(self.lang));
        self.xml.element("w:rPr", &[], |xml| {
            if look.bold {
                xml.empty("w:b", &[]);
            }
            if let Some((ink, fill)) = look.light.map(tint) {
                xml.empty("w:color", &[("w:val", ink)]);
                xml.empty("w:shd", &[("w:val", "clear"), ("w:color", "auto"), ("w:fill", fill)]);
            }
            xml.empty("w:lang", &[("w:val", language)]);
        });
    }

    /// A number that Word keeps itself.
    fn field(&mut self, name: &str) {
        self.xml.open("w:fldSimple", &[("w:instr", &format!(" {name} "))]);
        self.run("1", &Look::default());
        self.xml.close("w:fldSimple");
    }

    /// A table of contents: a field with its result, so that it is there before Word counts anew.
    fn contents(&mut self, headings: &[&str]) {
        let title = i18n::CONTENTS.to(self.lang);
        self.paragraph("toc heading", |f| f.run(title, &Look::default()));
        let mark = |f: &mut Self, kind: &str| {
            f.xml.element("w:r", &[], |xml| xml.empty("w:fldChar", &[("w:fldCharType", kind)]));
        };
        for (at, heading) in headings.iter().enumerate() {
            self.paragraph("toc 1", |f| {
                if at == 0 {
                    mark(f, "begin");
                    f.xml.element("w:r", &[], |xml| {
                        xml.element("w:instrText", &[("xml:space", "preserve")], |xml| {
                            xml.text(" TOC \\o \"1-1\" \\h \\n ");
                        });
                    });
                    mark(f, "separate");
                }
                f.xml.open("w:hyperlink", &[("w:anchor", &format!("_Toc{:08}", at + 1)), ("w:history", "1")]);
                f.run(heading, &Look::default());
                f.xml.close("w:hyperlink");
                if at + 1 == headings.len() {
                    mark(f, "end");
                }
            });
        }
    }

    fn block(&mut self, block: &Block) {
        let bold = Look { bold: true, ..Look::default() };
        match block {
            Block::Heading(1, text) => {
                self.headings += 1;
                self.under.clone_from(text);
                let (id, name) = (self.headings.to_string(), format!("_Toc{:08}", self.headings));
                self.paragraph("heading 1", |f| {
                    f.xml.empty("w:bookmarkStart", &[("w:id", &id), ("w:name", &name)]);
                    f.run(text, &Look::default());
                    f.xml.empty("w:bookmarkEnd", &[("w:id", &id)]);
                });
            }
            Block::Heading(_, text) => {
                self.under.clone_from(text);
                self.paragraph("heading 2", |f| f.run(text, &Look::default()));
            }
            Block::Paragraph(text) => self.paragraph("normal", |f| f.run(text, &Look::default())),
            Block::Caveat(text) => self.paragraph("fremdrift caveat", |f| {
                f.run(note(f.lang), &bold);
                f.run(&format!(" {text}"), &Look::default());
            }),
            Block::List(items) => {
                for item in items {
                    self.paragraph("list bullet", |f| f.run(item, &Look::default()));
                }
            }
            Block::Notes(notes) => notes.iter().for_each(|n| self.note(n)),
            Block::Facts(facts) => self.facts(facts),
            Block::Table(table) => self.table(table),
            Block::Bars(bars) => {
                self.styled("caption", &[], |f| f.run(&bars.describes, &Look::default()));
                self.table(&bars.table(self.lang));
            }
            Block::Timeline(line) => {
                self.styled("caption", &[], |f| f.run(&line.describes, &Look::default()));
                self.table(&line.table(self.lang));
            }
            Block::Foot(text) => self.paragraph("fremdrift small", |f| f.run(text, &Look::default())),
        }
    }

    fn note(&mut self, note: &Note) {
        self.paragraph("list bullet", |f| {
            for (at, cell) in note.about.iter().enumerate() {
                if at > 0 {
                    f.run(" ", &Look::default());
                }
                f.beside(cell, true);
            }
            if !note.says.is_empty() {
                f.run(&format!("\n{}", note.says), &Look::default());
            }
        });
    }

    fn cell(&mut self, cell: &Cell, bold: bool) {
        let look = Look { bold, ..Look::default() };
        match cell {
            Cell::Foreign(text, other) => {
                self.run(text, &Look { lang: Some(*other), ..look });
                self.run(&format!(" [{}]", other.code()), &look);
            }
            Cell::Light(light) | Cell::Shown(Shown::Light(light)) => {
                self.run(&cell.shown(self.lang), &Look { light: Some(*light), ..look });
            }
            Cell::Marked(inner) => {
                self.cell(inner, bold);
                self.run(&format!(" {MARK}"), &look);
            }
            Cell::Empty => {}
            cell => self.run(&cell.shown(self.lang), &look),
        }
    }

    /// A cell that stands in a line with others.
    fn beside(&mut self, cell: &Cell, bold: bool) {
        match cell {
            Cell::Text(text) | Cell::Id(text) if escaping::is_right_to_left(text) => {
                self.cell(&Cell::Text(escaping::apart(text.clone())), bold);
            }
            Cell::Foreign(text, other) if escaping::is_right_to_left(text) => {
                self.cell(&Cell::Foreign(escaping::apart(text.clone()), *other), bold);
            }
            cell => self.cell(cell, bold),
        }
    }
}
