//! A report as neutral pages: headings, paragraphs, tables of typed cells, bars. Reports make them,
//! renderers turn them into bytes; neither knows the other. The words in it are in one language.

mod cell;
pub mod chart;
pub mod form;
pub mod mended;
mod sign;
mod table;

pub use crate::i18n::sentences::MARK;
pub use cell::Cell;
pub use chart::{Bars, Timeline};
pub use sign::{Part, light, shown};
pub use table::{Column, Columns, Table, Title, Width};

use crate::model::Lang;

#[derive(Clone, Debug, Default)]
pub struct Document {
    pub lang: Lang,
    pub title: String,
    /// The head of each page of paper, where the title is too long for it.
    pub running: Option<String>,
    pub blocks: Vec<Block>,
    /// The same content as data, where the report has a shape of its own for it (JSON).
    pub data: Option<serde_json::Value>,
    /// The same content as one table, where the page has none (CSV).
    pub rows: Option<Table>,
}

#[derive(Clone, Debug)]
pub enum Block {
    /// Level 1 stands under the title.
    Heading(u8, String),
    Paragraph(String),
    /// A warning that must not be overlooked: that objectives are a reconstruction, that entries are made up.
    Caveat(String),
    /// Sentences of equal weight.
    List(Vec<String>),
    /// Sentences, each about one thing.
    Notes(Vec<Note>),
    /// Names with values: the head of a page about one thing.
    Facts(Vec<(String, Vec<Cell>)>),
    Table(Table),
    Bars(Bars),
    Timeline(Timeline),
    /// Small print at the end.
    Foot(String),
}

/// A sentence about something that is named first.
#[derive(Clone, Debug)]
pub struct Note {
    /// A reference and a title.
    pub about: Vec<Cell>,
    pub says: String,
}

impl Note {
    /// As it stands in running text.
    pub fn shown(&self, lang: Lang) -> String {
        let about: Vec<String> = self.about.iter().map(|c| c.shown(lang)).filter(|t| !t.is_empty()).collect();
        let about = about.join(" ");
        // A note that goes on with the title is set off by a colon, a sentence of its own by a full stop.
        match self.says.chars().next() {
            None => about,
            Some(first) if first.is_lowercase() => format!("{about}: {}", self.says),
            Some(_) => format!("{about}. {}", self.says),
        }
    }
}

impl Document {
    pub fn new(lang: Lang, title: impl Into<String>) -> Document {
        Document { lang, title: title.into(), ..Document::default() }
    }

    pub fn add(&mut self, block: Block) -> &mut Document {
        self.blocks.push(block);
        self
    }

    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.blocks.iter().filter_map(|b| if let Block::Table(t) = b { Some(t) } else { None })
    }
}
