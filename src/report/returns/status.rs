//! How the returns of a quarter stand.

use crate::document::{Block, Cell, Document, Table};
use crate::i18n::returns as words;
use crate::model::returns::{ReturnStatus, Sheet};
use crate::model::{Lang, Quarter};
use chrono::NaiveDate;

/// How one authority stands.
#[derive(Clone, Debug)]
pub struct ReturnState {
    pub authority: String,
    pub standing: ReturnStatus,
    pub due: Option<NaiveDate>,
    /// The first time that something came back.
    pub received_on: Option<NaiveDate>,
    /// Days after the day that was set; 0 or less: on time. `None`: no day was set, or it is still to come.
    pub days_late: Option<i64>,
    pub by: Option<String>,
    pub asked: usize,
    pub answered: usize,
    /// Conflicts that nobody has decided.
    pub open: usize,
    /// The newest sheet that was sent.
    pub newest: Option<Sheet>,
}

impl Default for ReturnState {
    fn default() -> ReturnState {
        ReturnState {
            authority: String::new(),
            standing: ReturnStatus::NotSent,
            due: None,
            received_on: None,
            days_late: None,
            by: None,
            asked: 0,
            answered: 0,
            open: 0,
            newest: None,
        }
    }
}

pub fn status(lang: Lang, quarter: Quarter, states: &[ReturnState]) -> Document {
    let mut page = Document::new(lang, words::title(lang, quarter, "").trim_end_matches([':', ' ']));
    let table = Table::of("returns", lang, states)
        .tight("authority", words::AUTHORITY, |s| Cell::id(&s.authority))
        .words("state", words::STANDING, |s| Cell::text(words::standing(lang, s.standing)))
        .tight("answered", words::ANSWERED, |s| Cell::id(words::of(lang, s.answered, s.asked)))
        .tight("due", words::DUE_SHORT, |s| Cell::maybe(s.due, Cell::Day))
        .tight("received", words::RECEIVED, |s| Cell::maybe(s.received_on, Cell::Day))
        .tight("on_time", words::ON_TIME, |s| Cell::maybe(s.days_late, |d| Cell::text(words::days_late(lang, d))))
        .words("by", words::BY, |s| Cell::maybe(s.by.as_ref(), Cell::text))
        .or_say(words::NOTHING_SENT);
    page.add(Block::Table(table.done()));
    let back = states.iter().filter(|s| s.received_on.is_some()).count();
    if !states.is_empty() {
        page.add(Block::Foot(words::all_back(lang, back, states.len())));
    }
    let open: usize = states.iter().map(|s| s.open).sum();
    if open > 0 {
        page.add(Block::Caveat(words::open_conflicts(lang, open as i64)));
    }
    page
}
