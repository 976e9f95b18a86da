//! A value of a page, with its type: what is shown of it, and what it is as data.

use super::sign;
use crate::i18n::sentences::MARK;
use crate::model::snapshot::Shown;
use crate::model::{Lang, Light, PartialDate, Status};
use chrono::NaiveDate;
use std::borrow::Cow;

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
    /// A code for programs, and its word in the page's language for people.
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
            Cell::Light(light) => sign::light(*light, lang),
            Cell::Shown(shown) => sign::shown(*shown, lang),
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
