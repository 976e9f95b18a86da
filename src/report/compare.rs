//! Two points in time side by side: what is new, changed, unchanged, retired, with old and new values.

use super::summary::{Comparison, Row};
use crate::document::{self, Block, Cell, Column, Document, Table};
use crate::model::line::Shown;
use crate::model::{Lang, Partial, Status};
use crate::words::{self, Word, sentences};
use std::collections::{HashMap, HashSet};

/// One value that is another one now.
#[derive(Clone, Debug)]
pub struct Difference {
    pub field: Word,
    pub key: &'static str,
    pub before: Value,
    pub after: Value,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Text(Option<String>),
    Title(String, Option<String>),
    Status(Option<Status>),
    /// What stands in the place of a light.
    Shown(String),
    Date(Option<Partial>),
}

/// What two points make of an objective.
#[derive(Clone, Debug)]
pub enum Outcome<'a> {
    New(&'a Row),
    Changed(&'a Row, Vec<Difference>),
    Retired(&'a Row),
}

pub struct Compared<'a> {
    pub counts: Comparison,
    /// In the order of the plans; those that are unchanged are only counted.
    pub outcomes: Vec<Outcome<'a>>,
}

/// Compares objective by objective; `words` too: the note of the newest line. `same_leads` says whether two lists of authorities are the same
/// ones, under whatever name: a renaming changes no objective.
pub fn compare<'a>(
    before: &'a [Row],
    after: &'a [Row],
    words: bool,
    same_leads: &dyn Fn(&[String], &[String]) -> bool,
) -> Compared<'a> {
    let old: HashMap<i64, &Row> = before.iter().map(|r| (r.id, r)).collect();
    let there: HashSet<i64> = after.iter().map(|r| r.id).collect();
    let mut counts = Comparison::default();
    let mut outcomes = Vec::new();
    for row in after {
        match old.get(&row.id) {
            None => {
                counts.new += 1;
                outcomes.push(Outcome::New(row));
            }
            Some(was) => {
                let mut found = differences(was, row, same_leads);
                found.extend(notes_differ(was, row).filter(|_| words));
                if found.is_empty() {
                    counts.unchanged += 1;
                } else {
                    counts.changed += 1;
                    outcomes.push(Outcome::Changed(row, found));
                }
            }
        }
    }
    for row in before.iter().filter(|r| !there.contains(&r.id)) {
        counts.retired += 1;
        outcomes.push(Outcome::Retired(row));
    }
    Compared { counts, outcomes }
}

fn differences(was: &Row, is: &Row, same_leads: &dyn Fn(&[String], &[String]) -> bool) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut look = |key: &'static str, field: Word, before: Value, after: Value| {
        if before != after {
            found.push(Difference { field, key, before, after });
        }
    };
    let text = |t: &str| Value::Text(Some(t.to_string()));
    look("reference", words::REFERENCE, text(&was.reference), text(&is.reference));
    look(
        "title",
        words::TITLE,
        Value::Title(was.title.clone(), was.title_da.clone()),
        Value::Title(is.title.clone(), is.title_da.clone()),
    );
    look("area", words::AREA, Value::Text(was.area.clone()), Value::Text(is.area.clone()));
    look("status", words::STATUS, Value::Status(was.status), Value::Status(is.status));
    // Silence says nothing new, and the end of an objective is told by its status.
    let heard = is.status.is_none_or(|s| !s.is_ended()) && was.light != is.light;
    if heard {
        look("light", words::LIGHT, Value::Shown(was.shown.clone()), Value::Shown(is.shown.clone()));
    }
    look("expected", words::EXPECTED, Value::Date(was.expected), Value::Date(is.expected));
    look("approved", words::APPROVED, Value::Date(was.deadline_approved), Value::Date(is.deadline_approved));
    look("original", words::ORIGINAL, Value::Date(was.deadline_original), Value::Date(is.deadline_original));
    if !same_leads(&was.lead, &is.lead) {
        look("lead", words::LEAD, text(&was.lead.join(", ")), text(&is.lead.join(", ")));
    }
    found
}

/// Two revisions may also differ in words alone.
fn notes_differ(was: &Row, is: &Row) -> Option<Difference> {
    (was.note != is.note).then(|| Difference {
        field: words::NOTE,
        key: "note",
        before: Value::Text(was.note.clone()),
        after: Value::Text(is.note.clone()),
    })
}

fn cell(value: &Value, lang: Lang) -> Cell {
    match value {
        Value::Text(text) => Cell::text(text.as_deref().unwrap_or_default()),
        Value::Title(en, da) => Cell::text(lang.pick(en, da.as_deref())),
        Value::Status(status) => Cell::maybe(*status, Cell::Status),
        Value::Shown(code) => {
            let shown = Shown::ALL.into_iter().find(|s| s.code() == code).unwrap_or(Shown::NoLight);
            Cell::text(document::shown(shown, lang))
        }
        Value::Date(date) => Cell::maybe(*date, Cell::Partial),
    }
}

/// The comparison as a page; `from` and `to` name the two points in words.
pub fn page(lang: Lang, title: String, compared: &Compared) -> Document {
    let mut page = Document::new(lang, title);
    let c = &compared.counts;
    page.add(Block::Paragraph(sentences::came_and_went(lang, [c.new, c.changed, c.unchanged, c.retired])));
    let mut table = Table::new(
        "differences",
        vec![
            Column::tight("kind", words::CHANGE.to(lang)),
            Column::tight("reference", words::REFERENCE.to(lang)),
            Column::wraps("title", words::TITLE.to(lang)),
            Column::words("field", words::WHAT.to(lang)),
            Column::words("before", words::FROM.to(lang)),
            Column::words("after", words::TO.to(lang)),
        ],
    )
    .or_say(match lang {
        Lang::En => "Nothing differs.",
        Lang::Da => "Der er ingen forskel.",
    });
    let head = |word: Word, row: &Row| {
        vec![
            Cell::text(word.to(lang)),
            Cell::id(&row.reference).marked(row.illustrative),
            Cell::text(lang.pick(&row.title, row.title_da.as_deref())),
        ]
    };
    let mut marked = 0;
    for outcome in &compared.outcomes {
        match outcome {
            Outcome::New(row) | Outcome::Retired(row) => {
                let word = if matches!(outcome, Outcome::New(_)) { words::NEW } else { words::TAKEN_OUT };
                let mut cells = head(word, row);
                cells.resize(6, Cell::Empty);
                table.rows.push(cells);
                marked += i64::from(row.illustrative);
            }
            Outcome::Changed(row, differences) => {
                marked += i64::from(row.illustrative);
                for d in differences {
                    let mut cells = head(words::CHANGED, row);
                    cells.extend([Cell::text(d.field.to(lang)), cell(&d.before, lang), cell(&d.after, lang)]);
                    table.rows.push(cells);
                }
            }
        }
    }
    page.add(Block::Table(table));
    super::illustrative(&mut page, marked, compared.outcomes.len() as i64);
    page
}
