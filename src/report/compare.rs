//! Two points in time side by side: what is new, changed, unchanged, retired, with old and new values.

use super::parts::Part;
use super::summary::{Comparison, ObjectiveRow};
use crate::document::{self, Block, Cell, Document, Table};
use crate::i18n::{self, Word, sentences};
use crate::model::snapshot::Shown;
use crate::model::{Audience, Interest, Lang, ObjectiveId, PartialDate, Status};
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
    /// The light, or the word in its place.
    Shown(String),
    Date(Option<PartialDate>),
    Interest(Option<Interest>),
    Audience(Audience),
    Flag(bool),
}

/// The difference of an objective between two points.
#[derive(Clone, Debug)]
pub enum Outcome<'a> {
    New(&'a ObjectiveRow),
    Changed(&'a ObjectiveRow, Vec<Difference>),
    Retired(&'a ObjectiveRow),
}

impl<'a> Outcome<'a> {
    fn row(&self) -> &'a ObjectiveRow {
        match self {
            Outcome::New(row) | Outcome::Changed(row, _) | Outcome::Retired(row) => row,
        }
    }
}

/// A row of the table: one value of an objective or of something else, or an objective as a whole.
struct Told<'a> {
    kind: Word,
    row: Option<&'a ObjectiveRow>,
    reference: &'a str,
    field: &'static str,
    values: [Cell; 2],
}

impl<'a> Told<'a> {
    fn whole(kind: Word, row: &'a ObjectiveRow) -> Told<'a> {
        Told { kind, row: Some(row), reference: &row.reference, field: "", values: [Cell::Empty, Cell::Empty] }
    }
}

pub struct Compared<'a> {
    pub counts: Comparison,
    /// In the order of the plans; those that are unchanged are only counted.
    pub outcomes: Vec<Outcome<'a>>,
}

/// Compares objective by objective; `words` too: the note of the newest line. `same_leads` says whether two lists of authorities are the same
/// ones, under whatever name: a renaming changes no objective.
pub fn compare<'a>(
    before: &'a [ObjectiveRow],
    after: &'a [ObjectiveRow],
    words: bool,
    same_leads: &dyn Fn(&[String], &[String]) -> bool,
) -> Compared<'a> {
    let old: HashMap<ObjectiveId, &ObjectiveRow> = before.iter().map(|r| (r.id, r)).collect();
    let there: HashSet<ObjectiveId> = after.iter().map(|r| r.id).collect();
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

fn differences(
    was: &ObjectiveRow,
    is: &ObjectiveRow,
    same_leads: &dyn Fn(&[String], &[String]) -> bool,
) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut look = |key: &'static str, field: Word, before: Value, after: Value| {
        if before != after {
            found.push(Difference { field, key, before, after });
        }
    };
    let text = |t: &str| Value::Text(Some(t.to_string()));
    look("reference", i18n::REFERENCE, text(&was.reference), text(&is.reference));
    look(
        "title",
        i18n::TITLE,
        Value::Title(was.title.clone(), was.title_da.clone()),
        Value::Title(is.title.clone(), is.title_da.clone()),
    );
    look("area", i18n::AREA, Value::Text(was.area.clone()), Value::Text(is.area.clone()));
    look("status", i18n::STATUS, Value::Status(was.status), Value::Status(is.status));
    // The end of an objective is told by its status; that nothing was said any more is told.
    if is.status.is_none_or(|s| !s.is_ended()) {
        look("light", i18n::LIGHT, Value::Shown(was.shown.clone()), Value::Shown(is.shown.clone()));
    }
    look("expected", i18n::EXPECTED, Value::Date(was.expected), Value::Date(is.expected));
    let reason = |r: &ObjectiveRow| Value::Text(r.expected_reason.clone());
    look("expected_reason", i18n::REASON, reason(was), reason(is));
    look("approved", i18n::APPROVED, Value::Date(was.deadline_approved), Value::Date(is.deadline_approved));
    look("original", i18n::ORIGINAL, Value::Date(was.deadline_original), Value::Date(is.deadline_original));
    let mut held = |key: &'static str, field: Word, before: &[String], after: &[String]| {
        if !same_leads(before, after) {
            look(key, field, text(&before.join(", ")), text(&after.join(", ")));
        }
    };
    held("lead", i18n::LEAD, &was.lead, &is.lead);
    // Of a revision that kept less, no more is known.
    let (Some(w), Some(i)) = (&was.details, &is.details) else { return found };
    held("supporting", i18n::SUPPORTING, &w.supporting, &i.supporting);
    held("counterpart", i18n::COUNTERPART, &w.counterpart, &i.counterpart);
    held("ask", i18n::ASK, w.ask.as_slice(), i.ask.as_slice());
    look("interest", i18n::INTEREST, Value::Interest(w.interest), Value::Interest(i.interest));
    look("continuing", i18n::CONTINUING, Value::Flag(w.continuing), Value::Flag(i.continuing));
    look("audience", i18n::AUDIENCE, Value::Audience(w.audience), Value::Audience(i.audience));
    look("instrument", i18n::INSTRUMENT, text(&w.instruments.join(", ")), text(&i.instruments.join(", ")));
    look("evidence", i18n::EVIDENCE, Value::Text(w.evidence.clone()), Value::Text(i.evidence.clone()));
    look("blocked_by", i18n::BLOCKED_BY, Value::Text(w.blocked_by.clone()), Value::Text(i.blocked_by.clone()));
    found
}

/// Two revisions may also differ in words alone.
fn notes_differ(was: &ObjectiveRow, is: &ObjectiveRow) -> Option<Difference> {
    (was.note != is.note).then(|| Difference {
        field: i18n::NOTE,
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
        Value::Date(date) => Cell::maybe(*date, Cell::PartialDate),
        Value::Interest(interest) => Cell::text(interest.map_or("", |i| i.word(lang))),
        Value::Audience(audience) => Cell::text(audience.word(lang)),
        Value::Flag(yes) => Cell::YesNo(*yes),
    }
}

/// The comparison as a page, with what differs besides the objectives.
pub fn page(lang: Lang, title: String, compared: &Compared, parts: &[Part]) -> Document {
    let mut page = Document::new(lang, title);
    let c = &compared.counts;
    page.add(Block::Paragraph(sentences::came_and_went(lang, [c.new, c.changed, c.unchanged, c.retired])));
    let mut rows: Vec<Told> = Vec::new();
    for outcome in &compared.outcomes {
        match outcome {
            Outcome::New(row) => rows.push(Told::whole(i18n::NEW, row)),
            Outcome::Retired(row) => rows.push(Told::whole(i18n::TAKEN_OUT, row)),
            Outcome::Changed(row, differences) => rows.extend(differences.iter().map(|d| Told {
                field: d.field.to(lang),
                values: [cell(&d.before, lang), cell(&d.after, lang)],
                ..Told::whole(i18n::CHANGED, row)
            })),
        }
    }
    rows.extend(parts.iter().map(|part| Told {
        kind: i18n::CHANGED,
        row: None,
        reference: &part.reference,
        field: part.field(lang),
        values: [Cell::text(&part.before), Cell::text(&part.after)],
    }));
    let title = |row: &ObjectiveRow| Cell::text(lang.pick(&row.title, row.title_da.as_deref()));
    let is_marked = |row: Option<&ObjectiveRow>| row.is_some_and(|row| row.illustrative);
    let table = Table::of("differences", lang, &rows)
        .tight("kind", i18n::CHANGE, |t| Cell::text(t.kind.to(lang)))
        .tight("reference", i18n::REFERENCE, |t| Cell::id(t.reference).marked(is_marked(t.row)))
        .wraps("title", i18n::TITLE, |t| Cell::maybe(t.row, title))
        .words("field", i18n::WHAT, |t| Cell::text(t.field))
        .words("before", i18n::FROM, |t| t.values[0].clone())
        .words("after", i18n::TO, |t| t.values[1].clone())
        .or_say(Word("Nothing differs.", "Der er ingen forskel."));
    page.add(Block::Table(table.done()));
    let marked = compared.outcomes.iter().filter(|o| o.row().illustrative).count() as i64;
    super::illustrative(&mut page, marked, compared.outcomes.len() as i64);
    page
}
