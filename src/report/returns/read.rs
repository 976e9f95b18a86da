//! The fields that were read from a sheet that came back.

use crate::document::{Block, Cell, Document, Table};
use crate::i18n::returns as words;
use crate::i18n::{self as general};
use crate::model::returns::{Became, Column, Sheet, Unread};
use crate::model::{Bilingual, EntryField, FieldType, Lang, Light};
use chrono::NaiveDate;

/// Why something is refused, and what to type instead.
pub type Why = (Bilingual, Option<Bilingual>);

/// One cell that was filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldRead {
    /// `None`: «no change».
    pub field: Option<EntryField>,
    /// `L7`, or the heading in a CSV file.
    pub place: String,
    pub words: String,
    /// The value that the sheet was made from, its answer, and the value of the file when it was read.
    pub base: Option<String>,
    pub theirs: Option<String>,
    pub ours: Option<String>,
    /// The author of the file's value, and its day.
    pub by: Option<(String, NaiveDate)>,
    pub became: Became,
    /// It was read before, and nothing is to be done.
    pub before: bool,
    /// Their answer before this one said the same.
    pub is_repeated: bool,
    /// It was refused for what the file says, which somebody else may not see.
    pub rests_on_file: bool,
    /// Why it was refused, and what to type instead.
    pub why: Option<Why>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowRead {
    pub line: u64,
    pub reference: String,
    pub nil: bool,
    pub fields: Vec<FieldRead>,
}

/// A sheet that came back, as it was read.
#[derive(Clone, Debug)]
pub struct ReadSheet {
    pub file: String,
    /// With the answers as they are now.
    pub sheet: Sheet,
    pub received_on: NaiveDate,
    pub filled_by: Option<String>,
    pub rows: Vec<RowRead>,
    /// The errors of rows as a whole.
    pub refused: Vec<Why>,
    /// The lines of the log that were added.
    pub entries: usize,
    /// The change that took it in; `None`: nothing was written.
    pub change: Option<i64>,
    pub dry_run: bool,
    /// Everything in it was read on this day already.
    pub before: Option<NaiveDate>,
    /// Plans whose quarter was frozen before it came.
    pub frozen: Vec<String>,
    /// Text in it that is no answer.
    pub unread: Vec<Unread>,
    /// The rows that were asked about and are answered by no file yet.
    pub unanswered: Vec<String>,
    /// It was read before, and a newer answer since.
    pub is_past: bool,
    /// This very file was read before.
    pub is_known: bool,
    /// The objectives that turned green, with an obstacle that was not mentioned again.
    pub still_blocked: Vec<(String, String)>,
}

impl ReadSheet {
    fn fields(&self) -> impl Iterator<Item = (&RowRead, &FieldRead)> {
        self.rows.iter().flat_map(|r| r.fields.iter().map(move |f| (r, f)))
    }

    pub fn count(&self, became: Became) -> usize {
        self.fields().filter(|(_, f)| f.became == became).count()
    }

    pub fn conflicts(&self) -> usize {
        self.count(Became::Open)
    }

    pub fn refusals(&self) -> usize {
        self.fields().filter(|(_, f)| f.why.is_some()).count() + self.refused.len()
    }

    /// Does something wait to be decided or corrected?
    pub fn is_clean(&self) -> bool {
        self.conflicts() == 0 && self.refusals() == 0
    }

    pub fn asked(&self) -> usize {
        self.sheet.rows.iter().filter(|r| r.asked).count()
    }

    pub fn answered(&self) -> usize {
        self.asked() - self.unanswered.len()
    }

    /// The texts that are named and not taken, a line each.
    pub fn unread(&self, lang: Lang) -> Vec<String> {
        self.unread.iter().map(|u| words::unread(lang, u)).collect()
    }
}

/// A conflict, as it is listed and decided.
#[derive(Clone, Debug)]
pub struct ConflictShown {
    pub reference: String,
    pub field: String,
    pub was: String,
    pub theirs: String,
    pub theirs_by: String,
    pub ours: String,
    pub ours_by: String,
}

fn said(value: Option<&String>) -> String {
    value.cloned().unwrap_or_default()
}

/// The fields that both sides have changed and nobody has decided.
pub fn conflicts(read: &ReadSheet) -> Vec<ConflictShown> {
    let theirs_by = format!("{}, {}", read.filled_by.as_deref().unwrap_or(&read.sheet.authority), read.received_on);
    read.fields()
        .filter(|(_, f)| f.became == Became::Open)
        .map(|(row, f)| ConflictShown {
            reference: row.reference.clone(),
            field: Column::filled(f.field).field.name.to_string(),
            was: said(f.base.as_ref()),
            theirs: said(f.theirs.as_ref()),
            theirs_by: theirs_by.clone(),
            ours: said(f.ours.as_ref()),
            ours_by: f.by.as_ref().map(|(who, day)| format!("{who}, {day}")).unwrap_or_default(),
        })
        .collect()
}

/// The value as a person reads it: the word of a status, of a light.
fn in_words(lang: Lang, column: &Column, value: &str) -> String {
    let sign = if column.field.kind == FieldType::Light { Light::from_code(value).map(Light::symbol) } else { None };
    let word = column.field.kind.word(value, lang).unwrap_or(value);
    sign.map_or(word.to_string(), |sign| format!("{sign} {word}"))
}

/// The sheet as it was read, for the officer.
pub fn read(lang: Lang, read: &ReadSheet) -> Document {
    let mut page = Document::new(lang, "");
    let mut head = vec![format!("{}: {} {}, {}", read.file, read.sheet.authority, read.sheet.quarter, read.sheet.code)];
    if let Some(by) = &read.filled_by {
        head.push(format!("{} {by}", words::FILLED_BY.to(lang).to_lowercase()));
    }
    page.add(Block::Paragraph(head.join(", ")));
    let mut told = Vec::new();
    if let Some(due) = read.sheet.due.filter(|d| *d < read.received_on) {
        told.push(words::came_late(lang, (read.received_on - due).num_days()));
    }
    if !read.frozen.is_empty() {
        told.push(words::after_freeze(lang, read.sheet.quarter, &read.frozen.join(", ")));
    }
    if !read.still_blocked.is_empty() {
        told.push(words::still_blocked(lang, &read.still_blocked));
    }
    match read.before {
        Some(day) if read.is_past => told.push(words::read_before_newer(lang, day)),
        Some(day) => told.push(words::read_before(lang, day)),
        None => {
            let nil = read.rows.iter().filter(|r| r.nil).count();
            let (new, same) = (read.count(Became::Taken), read.count(Became::Same) + read.count(Became::Kept));
            told.push(words::read(lang, [new, same, read.conflicts(), read.refusals(), nil]));
        }
    }
    page.add(Block::List(told));
    if read.before.is_none() {
        news(&mut page, read);
    }
    open(&mut page, read);
    wrong(&mut page, read);
    if !read.unread.is_empty() {
        page.add(Block::Heading(1, words::UNREAD.owned(lang)));
        page.add(Block::List(read.unread(lang)));
    }
    if !read.unanswered.is_empty() {
        page.add(Block::Paragraph(words::not_answered(lang, &read.unanswered.join(", "))));
    }
    page
}

fn news(page: &mut Document, read: &ReadSheet) {
    let lang = page.lang;
    // A row for each answer, and for each objective of which nothing is new.
    let mut rows: Vec<(&RowRead, Option<&FieldRead>)> = Vec::new();
    for row in &read.rows {
        rows.extend(row.nil.then_some((row, None)));
        let told = |f: &&FieldRead| matches!(f.became, Became::Taken | Became::Same | Became::Kept);
        rows.extend(row.fields.iter().filter(told).map(|f| (row, Some(f))));
    }
    if rows.is_empty() {
        return;
    }
    let said =
        |f: &FieldRead| f.theirs.as_deref().map_or(f.words.clone(), |t| in_words(lang, Column::filled(f.field), t));
    let table = Table::of("read", lang, rows)
        .tight("reference", general::REFERENCE, |(row, _)| Cell::id(&row.reference))
        .words("field", words::FIELD, |(_, f)| Cell::text(Column::filled(f.and_then(|f| f.field)).heading(lang)))
        .wraps("theirs", words::THEIRS, |(_, f)| Cell::text(f.map_or("x".into(), said)))
        .tight("became", words::STANDING, |(_, f)| {
            Cell::text(words::became(lang, f.map_or(Became::Same, |f| f.became)))
        });
    page.add(Block::Table(table.done()));
}

fn open(page: &mut Document, read: &ReadSheet) {
    let lang = page.lang;
    let all = conflicts(read);
    if all.is_empty() {
        return;
    }
    page.add(Block::Heading(1, words::CONFLICTS.owned(lang)));
    let in_words = |c: &ConflictShown, value: &str| Column::of(&c.field).map(|column| in_words(lang, column, value));
    let theirs = |c: &ConflictShown| format!("{} ({})", in_words(c, &c.theirs).unwrap_or_default(), c.theirs_by);
    let heading = |c: &ConflictShown| Column::of(&c.field).map(|column| column.heading(lang)).unwrap_or_default();
    let table = Table::of("conflicts", lang, &all)
        .tight("reference", general::REFERENCE, |c| Cell::id(&c.reference))
        .words("field", words::FIELD, |c| Cell::id(format!("{} ({})", heading(c), c.field)))
        .wraps("theirs", words::THEIRS, |c| Cell::text(theirs(c)))
        .wraps("ours", words::OURS, |c| Cell::text(in_words(c, &c.ours).unwrap_or_default()))
        .words("ours_by", words::WRITTEN_BY, |c| Cell::text(&c.ours_by));
    page.add(Block::Table(table.done()));
}

fn wrong(page: &mut Document, read: &ReadSheet) {
    let lang = page.lang;
    let mut lines: Vec<String> = Vec::new();
    let with = |text: String, hint: &Option<Bilingual>| match hint {
        Some(hint) => format!("{text}; {}", hint.to(lang)),
        None => text,
    };
    for (why, hint) in &read.refused {
        lines.push(with(why.to(lang).to_string(), hint));
    }
    for (row, f) in read.fields() {
        let Some((why, hint)) = &f.why else { continue };
        let at = format!("{} {} ({})", row.reference, Column::filled(f.field).heading(lang), f.place);
        lines.push(with(format!("{at}: {}", why.to(lang)), hint));
    }
    if !lines.is_empty() {
        page.add(Block::Heading(1, words::REFUSED.owned(lang)));
        page.add(Block::List(lines));
    }
}
