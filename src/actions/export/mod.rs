//! Exports: CSV row by row, so that memory does not grow with the file; or a document with a table.

mod asked;
mod columns;

pub use columns::{columns, key};

use super::{Error, Result};
use crate::document::Document;
use crate::i18n::{self, change_texts};
use crate::model::field::{Field, FieldType};
use crate::model::record::EMPTIES;
use crate::model::{Audience, EntityKind, Entry, Lang, ObjectiveSnapshot, Query, Redaction, Refusal, redaction};
use crate::render::JsonRows;
use crate::render::csv::{Profile, Writer};
use crate::report::rows::Rows;
use crate::store::{Detail, Store};
use chrono::NaiveDate;
use std::borrow::Cow;
use std::collections::HashSet;
use std::io::Write;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    EntityKind(EntityKind),
    Entries,
    Changes,
}

/// How cells are written: as CSV for a person's Excel in her language, or for a program; or as codes that
/// are read into typed cells.
#[derive(Clone, Copy, Debug)]
struct ExportForm {
    profile: Option<Profile>,
    lang: Lang,
}

impl ExportForm {
    fn csv(profile: Profile, lang: Lang) -> ExportForm {
        ExportForm { profile: Some(profile), lang }
    }

    fn cells(lang: Lang) -> ExportForm {
        ExportForm { profile: None, lang }
    }

    /// Danish words only where a Danish reader opens the file; programs get the same codes always.
    fn danish(self) -> bool {
        self.profile == Some(Profile::ExcelDa) && self.lang == Lang::Da
    }

    /// The language of sentences: programs get theirs in English.
    fn told_in(self) -> Lang {
        if self.profile == Some(Profile::Rfc4180) { Lang::En } else { self.lang }
    }

    /// Typed cells get codes, and turn them into words themselves.
    fn coded_in(self) -> Lang {
        if self.danish() { Lang::Da } else { Lang::En }
    }

    fn word<'a>(self, kind: FieldType, code: &'a str) -> Cow<'a, str> {
        let word = match kind {
            _ if !self.danish() => None,
            FieldType::Flag => Some(if code == "yes" { "ja" } else { "nej" }),
            kind => kind.word(code, Lang::Da),
        };
        Cow::Borrowed(word.unwrap_or(code))
    }

    /// The word that clears a field when it is imported.
    fn cleared(self) -> &'static str {
        if self.profile.is_none() { "" } else { EMPTIES[usize::from(self.danish())] }
    }

    fn yes(self, yes: bool) -> Cow<'static, str> {
        self.word(FieldType::Flag, if yes { "yes" } else { "no" })
    }

    /// The headings of CSV.
    fn headings(self, what: What) -> Vec<&'static str> {
        columns(what).iter().map(|c| if self.danish() { c.da } else { c.key }).collect()
    }
}

/// The rows of an export, and their audience.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    pub what: What,
    pub query: &'a Query,
    /// The state of objectives is that of this day.
    pub on: NaiveDate,
    pub audience: Audience,
}

/// Whether an export has been gone through for others. What is not listed is refused.
pub fn for_others(what: What) -> bool {
    matches!(what, What::EntityKind(EntityKind::Objective | EntityKind::Activity) | What::Entries)
}

impl What {
    /// objectives, entries, changes ...
    pub fn name(self) -> &'static str {
        match self {
            What::EntityKind(entity) => entity.plural(),
            What::Entries => "entries",
            What::Changes => "changes",
        }
    }
}

/// The objectives that somebody may see at all.
fn seen(store: &Store, audience: Audience, plans: &[String]) -> Result<HashSet<(String, String)>> {
    let mut all = HashSet::new();
    store.each(EntityKind::Objective, plans, |found| {
        let mark = found.record.text("audience").and_then(Audience::from_code).unwrap_or(Audience::Internal);
        if audience.may_see(mark) {
            all.insert((found.record.cell("plan"), found.record.cell("number").to_lowercase()));
        }
        Ok(())
    })?;
    Ok(all)
}

/// Writes all rows as CSV; gives how many, and what was withheld.
pub fn csv<W: Write>(
    store: &Store,
    asked: &Asked,
    (profile, lang): (Profile, Lang),
    out: W,
    progress: &mut dyn FnMut(usize),
) -> Result<(usize, Redaction)> {
    let form = ExportForm::csv(profile, lang);
    let failed = |source: std::io::Error| Error::Write { path: "output".into(), source };
    let mut writer = Writer::new(out, profile).map_err(failed)?;
    writer.row(&form.headings(asked.what)).map_err(failed)?;
    let put = &mut |cells: &[Cow<str>]| {
        writer.row(cells).map_err(|source| crate::store::Error::Io { path: "output".into(), source })
    };
    let done = each(store, asked, form, put, progress)?;
    writer.finish().map_err(failed)?;
    Ok(done)
}

/// Writes all rows as JSON; gives how many, and what was withheld.
pub fn json<W: Write>(
    store: &Store,
    asked: &Asked,
    lang: Lang,
    out: W,
    progress: &mut dyn FnMut(usize),
) -> Result<(usize, Redaction)> {
    let failed = |source: std::io::Error| Error::Write { path: "output".into(), source };
    let rows = Rows::new(lang, asked.what.name(), columns(asked.what));
    let title = i18n::rows_of(asked.what.name()).to(lang);
    let mut writer = JsonRows::new(out, title, lang, rows.table()).map_err(failed)?;
    let mut plans = HashSet::new();
    let put = &mut |cells: &[Cow<str>]| {
        if let Some(plan) = rows.of_plan().and_then(|at| cells.get(at)).filter(|p| !plans.contains(&p[..])) {
            plans.insert(plan.to_string());
        }
        let row = rows.cells(cells);
        writer.row(&row).map_err(|source| crate::store::Error::Io { path: "output".into(), source })
    };
    let done = each(store, asked, ExportForm::cells(lang), put, progress)?;
    writer.finish(&rows.caveats(&store.plans()?, |code| plans.contains(code))).map_err(failed)?;
    Ok(done)
}

/// All rows as a document with one table of typed cells; how many there are, and what was withheld.
pub fn document(
    store: &Store,
    asked: &Asked,
    lang: Lang,
    progress: &mut dyn FnMut(usize),
) -> Result<(Document, usize, Redaction)> {
    let mut rows = Rows::new(lang, asked.what.name(), columns(asked.what));
    let put = &mut |cells: &[Cow<str>]| {
        rows.add(cells);
        Ok(())
    };
    let (count, withheld) = each(store, asked, ExportForm::cells(lang), put, progress)?;
    Ok((rows.finish(i18n::rows_of(asked.what.name()).to(lang), &store.plans()?), count, withheld))
}

/// Gives the rows one by one as somebody of the audience may see them.
fn each(
    store: &Store,
    asked: &Asked,
    form: ExportForm,
    put: &mut dyn FnMut(&[Cow<str>]) -> crate::store::Result<()>,
    progress: &mut dyn FnMut(usize),
) -> Result<(usize, Redaction)> {
    let Asked { what, query, on, audience } = *asked;
    let outside = audience != Audience::Internal;
    if outside && !for_others(what) {
        return Err(crate::store::Error::from(Refusal::NotForOthers { what: what.name() }).into());
    }
    if outside && !query.asks_for_plans_alone() {
        return Err(crate::store::Error::from(Refusal::FilterForOthers).into());
    }
    let query = &asked::within(store, what, query)?;
    let asked_for = asked::asked_for(store, what, query, on)?;
    let is_asked_for = |reference: &str| asked_for.as_ref().is_none_or(|all| all.contains(reference));
    let seen = if outside { seen(store, audience, &query.plan)? } else { HashSet::new() };
    let is_seen = |plan: &str, number: &str| !outside || seen.contains(&(plan.to_string(), number.to_lowercase()));
    let lang = form.told_in();
    let mut kept_back = Redaction::default();
    let mut rows = 0;
    let mut put = |cells: &[Cow<str>]| {
        rows += 1;
        if rows % 500 == 0 {
            progress(rows);
        }
        put(cells)
    };
    let walked = match what {
        What::EntityKind(EntityKind::Objective) => store.lines(query, on, None, Detail::Export, |line, _| {
            let (plan, number) = (line.plan.clone(), line.number.clone());
            match kept_back.line(audience, lang, line, None) {
                Some((line, _)) => put(&objective(&line, on, form)),
                None => {
                    let mut cells = vec![Cow::Borrowed(""); columns(what).len()];
                    (cells[0], cells[1], cells[4]) = (plan.into(), number.into(), redaction::word(lang).into());
                    put(&cells)
                }
            }
        }),
        What::EntityKind(entity) => store.each(entity, &query.plan, |mut found| {
            let key: Vec<String> = entity.key().iter().map(|k| found.record.cell(k)).collect();
            let key = key.join("/");
            if entity == EntityKind::Activity && !is_asked_for(&key) {
                return Ok(());
            }
            if outside {
                if !is_seen(&found.record.cell("plan"), &found.record.cell("objective")) {
                    return Ok(());
                }
                for field in ["source", "case_number", "retired_reason"] {
                    found.record.set(field, None);
                }
            }
            let cell = |f: &Field| Cow::Owned(form.word(f.kind, &found.record.cell(f.name)).into_owned());
            let mut cells: Vec<Cow<str>> = entity.fields().iter().map(cell).collect();
            if entity == EntityKind::Activity {
                cells.push(key.into());
            }
            put(&cells)
        }),
        What::Entries => store.each_entry(&query.plan, |mut logged| {
            let r = &logged.reference;
            if !is_seen(&r.plan, &r.objective) || !is_asked_for(&r.to_string()) {
                return Ok(());
            }
            if outside {
                kept_back.entry(audience, lang, &mut logged.entry);
                logged.entry.said.clear();
                logged.entry.supersedes = None;
            }
            let mut cells = vec![cell(Some(&r.plan)), cell(Some(&r.objective)), cell(r.activity.as_ref())];
            cells.extend(entry_cells(&logged.entry, form));
            cells.push(r.to_string().into());
            put(&cells)
        }),
        What::Changes => store.changes(None).and_then(|all| {
            all.iter().rev().try_for_each(|c| {
                put(&[
                    written(Some(c.number)),
                    crate::model::change::stamp(c.at).into(),
                    cell(Some(&c.author)),
                    cell(Some(&c.verb)),
                    change_texts::told(form.coded_in(), &c.what),
                    cell(c.reason.as_ref()),
                    written(c.undoes),
                    cell(Some(&c.uid)),
                ])
            })
        }),
    };
    walked?;
    if outside && what != What::EntityKind(EntityKind::Objective) {
        kept_back.objectives = count(store, &query.plan)? - seen.len();
    }
    Ok((rows, kept_back))
}

fn count(store: &Store, plans: &[String]) -> Result<usize> {
    let mut all = 0;
    store.each(EntityKind::Objective, plans, |_| {
        all += 1;
        Ok(())
    })?;
    Ok(all)
}

/// A cell that may be empty.
fn cell(text: Option<&String>) -> Cow<'_, str> {
    Cow::Borrowed(text.map_or("", String::as_str))
}

fn written<'a>(value: Option<impl ToString>) -> Cow<'a, str> {
    value.map_or(Cow::Borrowed(""), |v| Cow::Owned(v.to_string()))
}

/// Several in one cell; mostly there is one.
fn joined(all: &[String]) -> Cow<'_, str> {
    match all {
        [one] => Cow::Borrowed(one),
        all => Cow::Owned(all.join("|")),
    }
}

fn objective<'a>(line: &'a ObjectiveSnapshot, on: NaiveDate, form: ExportForm) -> Vec<Cow<'a, str>> {
    let s = line.state.as_ref();
    let area = line.area.as_deref();
    let area_title = area.map(|a| a.title_da.as_ref().filter(|_| form.told_in() == Lang::Da).unwrap_or(&a.title));
    let word = |kind, code: Option<&'static str>| code.map_or(Cow::Borrowed(""), |c| form.word(kind, c));
    vec![
        cell(Some(&line.plan)),
        cell(Some(&line.number)),
        cell(area.map(|a| &a.number)),
        cell(area_title),
        cell(Some(&line.title)),
        cell(line.title_da.as_ref()),
        word(FieldType::Interest, line.interest.map(|i| i.code())),
        form.yes(line.continuing),
        joined(&line.lead),
        joined(&line.supporting),
        joined(&line.counterpart),
        word(FieldType::Status, s.map(|s| s.status.code())),
        word(FieldType::Light, s.and_then(|s| s.light).map(|l| l.code())),
        written(s.map(|s| s.as_of)),
        cell(s.and_then(|s| s.note.as_ref())),
        written(line.deadline_original),
        written(line.deadline_approved),
        written(s.and_then(|s| s.expected)),
        form.yes(line.is_overdue(on)),
        cell(s.and_then(|s| s.expected_reason.as_ref())),
        cell(s.and_then(|s| s.blocked_by.as_ref())),
        cell(s.and_then(|s| s.ask.as_ref())),
        cell(s.and_then(|s| s.evidence.as_ref())),
        cell(Some(&line.extra.instrument)),
        cell(Some(&line.extra.sdg)),
        cell(Some(&line.extra.tag)),
        cell(Some(&line.extra.case_number)),
        word(FieldType::Basis, line.basis.map(|b| b.code())),
        cell(line.source.as_ref()),
        word(FieldType::EntryBasis, s.and_then(|s| s.basis).map(|b| b.code())),
        cell(s.and_then(|s| s.source.as_ref())),
        word(FieldType::Audience, Some(line.audience.code())),
        word(FieldType::Audience, s.map(|s| s.audience.code())),
        cell(Some(&line.extra.added_on)),
        cell(Some(&line.extra.retired_on)),
        cell(Some(&line.extra.retired_reason)),
        written(Some(line.reference())),
    ]
}

fn entry_cells(e: &Entry, form: ExportForm) -> Vec<Cow<'_, str>> {
    // A blank cell means unchanged, so what was cleared says so.
    let cleared = |field: &str, cell| {
        let empty = |cell: &Cow<str>| cell.is_empty() && e.said.iter().any(|s| s == field);
        if empty(&cell) { Cow::Borrowed(form.cleared()) } else { cell }
    };
    let word = |kind, code: Option<&'static str>| code.map_or(Cow::Borrowed(""), |c| form.word(kind, c));
    vec![
        written(Some(e.as_of)),
        form.word(FieldType::Status, e.status.code()),
        cleared("light", word(FieldType::Light, e.light.map(|l| l.code()))),
        cell(e.note.as_ref()),
        cell(e.evidence.as_ref()),
        cleared("expected", written(e.expected)),
        cell(e.expected_reason.as_ref()),
        cleared("blocked_by", cell(e.blocked_by.as_ref())),
        cleared("ask", cell(e.ask.as_ref())),
        word(FieldType::EntryBasis, e.basis.map(|b| b.code())),
        cell(e.source.as_ref()),
        form.word(FieldType::Audience, e.audience.code()),
        e.said.join(" ").into(),
        written(Some(e.since)),
        written(e.supersedes.as_ref()),
        cell(Some(&e.uid)),
    ]
}
