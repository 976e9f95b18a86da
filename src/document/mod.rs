//! A report as neutral pages: headings, paragraphs, tables of typed cells, bars. Reports make them,
//! renderers turn them into bytes; neither knows the other. The words in it are in one language.

pub mod chart;
pub mod form;
mod table;

pub use crate::i18n::sentences::MARK;
pub use chart::{Bars, Part, Timeline};
pub use table::{Column, Columns, Table, Title, Width};

use crate::model::snapshot::Shown;
use crate::model::{Lang, Light, PartialDate, Status};
use chrono::NaiveDate;
use std::borrow::Cow;

#[derive(Clone, Debug, Default)]
pub struct Document {
    pub lang: Lang,
    pub title: String,
    /// What stands at the head of each page of paper, where the title is too long for it.
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
    /// What must not be overlooked: that objectives are a reconstruction, that entries are made up.
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
        // What goes on with the title is set off by a colon, a sentence of its own by a full stop.
        match self.says.chars().next() {
            None => about,
            Some(first) if first.is_lowercase() => format!("{about}: {}", self.says),
            Some(_) => format!("{about}. {}", self.says),
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Empty,
    Text(String),
    /// A text in another language than the page's.
    Foreign(String, Lang),
    /// An identifier: a reference, a code, a number of a plan. Never a number to reckon with.
    Id(String),
    Count(i64),
    /// With its sign: +2, -1; zero is shown as nothing.
    Delta(i64),
    Day(NaiveDate),
    PartialDate(PartialDate),
    /// What a program knows by its code, and a person by its word in the page's language.
    Named {
        code: String,
        word: String,
    },
    Status(Status),
    Light(Light),
    Shown(Shown),
    YesNo(bool),
    /// A cell with a mark behind it that the page explains: what is illustrative.
    Marked(Box<Cell>),
}

impl Cell {
    pub fn text(text: impl Into<String>) -> Cell {
        let text = text.into();
        if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
    }

    pub fn id(text: impl Into<String>) -> Cell {
        Cell::Id(text.into())
    }

    pub fn maybe<T>(value: Option<T>, cell: impl Fn(T) -> Cell) -> Cell {
        value.map_or(Cell::Empty, cell)
    }

    pub fn marked(self, marked: bool) -> Cell {
        if marked { Cell::Marked(Box::new(self)) } else { self }
    }

    /// As a person reads it. A light is always a symbol and a word.
    pub fn shown(&self, lang: Lang) -> String {
        match self {
            Cell::Empty => String::new(),
            Cell::Text(text) | Cell::Id(text) | Cell::Named { word: text, .. } => text.clone(),
            Cell::Foreign(text, other) => format!("{text} [{}]", other.code()),
            Cell::Count(n) => n.to_string(),
            Cell::Delta(0) => String::new(),
            Cell::Delta(n) => format!("{n:+}"),
            Cell::Day(day) => day.to_string(),
            Cell::PartialDate(date) => date.to_string(),
            Cell::Status(status) => status.word(lang).to_string(),
            Cell::Light(light) => chart::light(*light, lang),
            Cell::Shown(shown) => self::shown(*shown, lang),
            Cell::YesNo(yes) => match (yes, lang) {
                (true, Lang::En) => "yes".into(),
                (false, Lang::En) => "no".into(),
                (true, Lang::Da) => "ja".into(),
                (false, Lang::Da) => "nej".into(),
            },
            Cell::Marked(cell) => format!("{} {MARK}", cell.shown(lang)),
        }
    }

    /// As a program reads it: codes, ISO dates, the same in both languages.
    pub fn data(&self) -> Cow<'_, str> {
        match self {
            Cell::Text(text) | Cell::Id(text) | Cell::Foreign(text, _) | Cell::Named { code: text, .. } => text.into(),
            Cell::Delta(n) => n.to_string().into(),
            Cell::Status(status) => status.code().into(),
            Cell::Light(light) => light.code().into(),
            Cell::Shown(shown) => shown.code().into(),
            Cell::Marked(cell) => cell.data(),
            Cell::YesNo(yes) => if *yes { "yes" } else { "no" }.into(),
            cell => cell.shown(Lang::En).into(),
        }
    }
}

/// The word and symbol in the place of a light.
pub fn shown(shown: Shown, lang: Lang) -> String {
    let part = Part::Shown(shown);
    match shown {
        // Nothing was judged: a dot beside the word would look like a judgement.
        Shown::NoLight => part.word(lang).to_string(),
        _ => format!("{} {}", part.sign(), part.word(lang)),
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
