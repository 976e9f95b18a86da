//! CSV out, row by row, so that memory does not grow with the file.

use super::{Error, Result};
use crate::model::field::{Field, Kind};
use crate::model::record::EMPTIES;
use crate::model::{Audience, Entry, Lang, Line, Noun, Query, Refusal, Withheld, entry, withheld};
use crate::render::csv::{Profile, Writer};
use crate::store::{Detail, Store};
use crate::words::deeds;
use chrono::NaiveDate;
use std::borrow::Cow;
use std::collections::HashSet;
use std::io::Write;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    Noun(Noun),
    Entries,
    Changes,
}

/// How the rows are written: for a person's Excel in her language, or for a program.
#[derive(Clone, Copy, Debug)]
pub struct Form {
    pub profile: Profile,
    pub lang: Lang,
}

impl Form {
    /// Danish words only where a Danish reader opens the file; programs get the same codes always.
    fn danish(self) -> bool {
        self.profile == Profile::ExcelDa && self.lang == Lang::Da
    }

    fn heading(self, en: &'static str, da: &'static str) -> &'static str {
        if self.danish() { da } else { en }
    }

    fn of(self, field: &Field) -> &'static str {
        self.heading(field.name, field.da)
    }

    fn word<'a>(self, kind: Kind, code: &'a str) -> Cow<'a, str> {
        let word = match kind {
            _ if !self.danish() => None,
            Kind::Flag => Some(if code == "yes" { "ja" } else { "nej" }),
            kind => kind.word(code, Lang::Da),
        };
        Cow::Borrowed(word.unwrap_or(code))
    }

    /// The word that clears a field when it is imported.
    fn cleared(self) -> &'static str {
        EMPTIES[usize::from(self.danish())]
    }

    fn yes(self, yes: bool) -> Cow<'static, str> {
        self.word(Kind::Flag, if yes { "yes" } else { "no" })
    }
}

/// The columns of an export and their descriptions, for the headings and for a data package.
pub fn columns(what: What, form: Form) -> Vec<String> {
    match what {
        What::Noun(Noun::Objective) => {
            objective_columns().iter().map(|(en, da, _)| form.heading(en, da).to_string()).collect()
        }
        What::Noun(noun) => {
            let mut all: Vec<String> = noun.fields().iter().map(|f| form.of(f).to_string()).collect();
            if noun == Noun::Activity {
                all.push("reference".into());
            }
            all
        }
        What::Entries => {
            let mut all = vec![
                form.heading("plan", "Plan").to_string(),
                form.heading("objective", "Målsætning").to_string(),
                form.heading("activity", "Aktivitet").to_string(),
            ];
            all.extend(entry::FIELDS.iter().map(|f| form.of(f).to_string()));
            all.extend([
                form.heading("said", "Skrevet").to_string(),
                form.heading("recorded", "Registreret").to_string(),
                form.heading("supersedes", "Retter").to_string(),
                form.heading("entry", "Indberetning").to_string(),
                form.heading("reference", "Reference").to_string(),
            ]);
            all
        }
        What::Changes => {
            ["change", "at", "author", "verb", "what", "reason", "undoes", "uid"].map(String::from).to_vec()
        }
    }
}

/// Heading in English and Danish, and what it holds.
fn objective_columns() -> Vec<(&'static str, &'static str, Kind)> {
    vec![
        ("plan", "Plan", Kind::Plan),
        ("number", "Nummer", Kind::Number),
        ("area", "Indsatsområde", Kind::Area),
        ("area_title", "Indsatsområdets titel", Kind::Text),
        ("title", "Titel", Kind::Text),
        ("title_da", "Dansk titel", Kind::Text),
        ("interest", "Interesse", Kind::Interest),
        ("continuing", "Løbende", Kind::Flag),
        ("lead", "Ansvarlig", Kind::Text),
        ("supporting", "Medvirkende", Kind::Text),
        ("counterpart", "Modpart", Kind::Text),
        ("status", "Status", Kind::Status),
        ("light", "Trafiklys", Kind::Light),
        ("as_of", "Gælder pr.", Kind::Day),
        ("note", "Note", Kind::Text),
        ("deadline_original", "Oprindelig frist", Kind::Partial),
        ("deadline_approved", "Godkendt frist", Kind::Partial),
        ("deadline_expected", "Forventet", Kind::Partial),
        ("overdue", "Overskredet", Kind::Flag),
        ("expected_reason", "Årsag til ny forventning", Kind::Text),
        ("blocked_by", "Blokeret af", Kind::Text),
        ("ask", "Kan løses af", Kind::Authority),
        ("evidence", "Dokumentation", Kind::Text),
        ("instrument", "Instrument", Kind::Text),
        ("sdg", "Verdensmål", Kind::Goals),
        ("tag", "Mærke", Kind::Tags),
        ("case_number", "Sagsnummer", Kind::Text),
        ("basis", "Grundlag", Kind::Basis),
        ("source", "Kilde", Kind::Text),
        ("entry_basis", "Indberetningens grundlag", Kind::EntryBasis),
        ("entry_source", "Indberetningens kilde", Kind::Text),
        ("audience", "Målgruppe", Kind::Audience),
        ("entry_audience", "Indberetningens målgruppe", Kind::Audience),
        ("added_on", "Optaget", Kind::Day),
        ("retired_on", "Taget ud", Kind::Day),
        ("retired_reason", "Årsag til udtagning", Kind::Text),
        ("reference", "Reference", Kind::Text),
    ]
}

/// Writes all rows; gives how many.
pub fn export<W: Write>(
    store: &Store,
    what: What,
    query: &Query,
    on: NaiveDate,
    form: Form,
    out: W,
    progress: &mut dyn FnMut(usize),
) -> Result<usize> {
    export_for(store, what, query, on, form, Audience::Internal, out, progress).map(|done| done.0)
}

/// Whether an export has been gone through for others. What is not listed is refused.
pub fn for_others(what: What) -> bool {
    matches!(what, What::Noun(Noun::Objective | Noun::Activity) | What::Entries)
}

fn name(what: What) -> &'static str {
    match what {
        What::Noun(noun) => noun.plural(),
        What::Entries => "entries",
        What::Changes => "changes",
    }
}

/// The objectives that somebody may see at all.
fn seen(store: &Store, audience: Audience, plans: &[String]) -> Result<HashSet<(String, String)>> {
    let mut all = HashSet::new();
    store.each(Noun::Objective, plans, |found| {
        let mark = found.record.text("audience").and_then(Audience::from_code).unwrap_or(Audience::Internal);
        if audience.may_see(mark) {
            all.insert((found.record.cell("plan"), found.record.cell("number").to_lowercase()));
        }
        Ok(())
    })?;
    Ok(all)
}

/// The query with its partnerships as plans; refused where it asks for more than the rows of an export say.
fn within(store: &Store, what: What, query: &Query) -> Result<Query> {
    let plans = Query { plan: query.plan.clone(), partnership: query.partnership.clone(), ..Query::default() };
    let narrowed = Query { retired: false, ..query.clone() };
    let by = match what {
        What::Entries | What::Noun(Noun::Objective | Noun::Activity) => None,
        What::Noun(Noun::Plan | Noun::Area) => (narrowed != plans).then_some(true),
        _ => (narrowed != Query::default()).then_some(false),
    };
    if let Some(by_plan) = by {
        return Err(crate::store::Error::from(Refusal::NotFiltered { what: name(what), by_plan }).into());
    }
    if query.partnership.is_empty() {
        return Ok(query.clone());
    }
    let all = store.plans()?;
    let mut plan: Vec<String> =
        all.into_iter().filter(|p| super::gather::is_asked_for(p, query)).map(|p| p.code).collect();
    if plan.is_empty() {
        // No plan has no code; an empty list would ask for all.
        plan.push(String::new());
    }
    Ok(Query { plan, partnership: vec![], ..query.clone() })
}

/// The references of the objectives and activities that are asked for; `None`: all of the plans.
fn asked_for(store: &Store, what: What, query: &Query, on: NaiveDate) -> Result<Option<HashSet<String>>> {
    let whole = Query { plan: query.plan.clone(), retired: query.retired, ..Query::default() };
    if *query == whole || !matches!(what, What::Entries | What::Noun(Noun::Activity)) {
        return Ok(None);
    }
    let mut all: HashSet<String> = store.activities(query, on)?.into_iter().map(|a| a.reference.to_string()).collect();
    store.lines(query, on, None, Detail::Counts, |line, _| {
        all.insert(line.reference().to_string());
        Ok(())
    })?;
    Ok(Some(all))
}

/// Writes the rows as somebody of the audience may see them; gives how many, and what was withheld.
#[allow(clippy::too_many_arguments)]
pub fn export_for<W: Write>(
    store: &Store,
    what: What,
    query: &Query,
    on: NaiveDate,
    form: Form,
    audience: Audience,
    out: W,
    progress: &mut dyn FnMut(usize),
) -> Result<(usize, Withheld)> {
    let outside = audience != Audience::Internal;
    if outside && !for_others(what) {
        return Err(crate::store::Error::from(Refusal::NotForOthers { what: name(what) }).into());
    }
    if outside && !query.asks_for_plans_alone() {
        return Err(crate::store::Error::from(Refusal::FilterForOthers).into());
    }
    let query = &within(store, what, query)?;
    let asked_for = asked_for(store, what, query, on)?;
    let is_asked_for = |reference: &str| asked_for.as_ref().is_none_or(|all| all.contains(reference));
    let seen = if outside { seen(store, audience, &query.plan)? } else { HashSet::new() };
    let is_seen = |plan: &str, number: &str| !outside || seen.contains(&(plan.to_string(), number.to_lowercase()));
    let lang = if form.danish() { Lang::Da } else { Lang::En };
    let mut kept_back = Withheld::default();
    let failed = |source: std::io::Error| Error::Write { path: "output".into(), source };
    let mut writer = Writer::new(out, form.profile).map_err(failed)?;
    let mut rows = 0;
    writer.row(&columns(what, form)).map_err(failed)?;
    let mut put = |cells: &[Cow<str>]| {
        rows += 1;
        if rows % 500 == 0 {
            progress(rows);
        }
        writer.row(cells).map_err(|source| crate::store::Error::Io { path: "output".into(), source })
    };
    let walked = match what {
        What::Noun(Noun::Objective) => store.lines(query, on, None, Detail::Export, |line, _| {
            let (plan, number) = (line.plan.clone(), line.number.clone());
            match kept_back.line(audience, lang, line, None) {
                Some((line, _)) => put(&objective(&line, on, form)),
                None => {
                    let mut cells = vec![Cow::Borrowed(""); objective_columns().len()];
                    (cells[0], cells[1], cells[4]) = (plan.into(), number.into(), withheld::word(lang).into());
                    put(&cells)
                }
            }
        }),
        What::Noun(noun) => store.each(noun, &query.plan, |mut found| {
            let key: Vec<String> = noun.key().iter().map(|k| found.record.cell(k)).collect();
            let key = key.join("/");
            if noun == Noun::Activity && !is_asked_for(&key) {
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
            let mut cells: Vec<Cow<str>> = noun.fields().iter().map(cell).collect();
            if noun == Noun::Activity {
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
                    deeds::told(lang, &c.what),
                    cell(c.reason.as_ref()),
                    written(c.undoes),
                    cell(Some(&c.uid)),
                ])
            })
        }),
    };
    walked?;
    writer.finish().map_err(failed)?;
    if outside && what != What::Noun(Noun::Objective) {
        kept_back.objectives = count(store, &query.plan)? - seen.len();
    }
    Ok((rows, kept_back))
}

fn count(store: &Store, plans: &[String]) -> Result<usize> {
    let mut all = 0;
    store.each(Noun::Objective, plans, |_| {
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

fn objective<'a>(line: &'a Line, on: NaiveDate, form: Form) -> Vec<Cow<'a, str>> {
    let s = line.state.as_ref();
    let area = line.area.as_deref();
    let area_title = area.map(|a| a.title_da.as_ref().filter(|_| form.danish()).unwrap_or(&a.title));
    let word = |kind, code: Option<&'static str>| code.map_or(Cow::Borrowed(""), |c| form.word(kind, c));
    vec![
        cell(Some(&line.plan)),
        cell(Some(&line.number)),
        cell(area.map(|a| &a.number)),
        cell(area_title),
        cell(Some(&line.title)),
        cell(line.title_da.as_ref()),
        word(Kind::Interest, line.interest.map(|i| i.code())),
        form.yes(line.continuing),
        joined(&line.lead),
        joined(&line.supporting),
        joined(&line.counterpart),
        word(Kind::Status, s.map(|s| s.status.code())),
        word(Kind::Light, s.and_then(|s| s.light).map(|l| l.code())),
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
        word(Kind::Basis, line.basis.map(|b| b.code())),
        cell(line.source.as_ref()),
        word(Kind::EntryBasis, s.and_then(|s| s.basis).map(|b| b.code())),
        cell(s.and_then(|s| s.source.as_ref())),
        word(Kind::Audience, Some(line.audience.code())),
        word(Kind::Audience, s.map(|s| s.audience.code())),
        cell(Some(&line.extra.added_on)),
        cell(Some(&line.extra.retired_on)),
        cell(Some(&line.extra.retired_reason)),
        written(Some(line.reference())),
    ]
}

fn entry_cells(e: &Entry, form: Form) -> Vec<Cow<'_, str>> {
    // A blank cell means unchanged, so what was cleared says so.
    let cleared = |field: &str, cell| {
        let empty = |cell: &Cow<str>| cell.is_empty() && e.said.iter().any(|s| s == field);
        if empty(&cell) { Cow::Borrowed(form.cleared()) } else { cell }
    };
    let word = |kind, code: Option<&'static str>| code.map_or(Cow::Borrowed(""), |c| form.word(kind, c));
    vec![
        written(Some(e.as_of)),
        form.word(Kind::Status, e.status.code()),
        cleared("light", word(Kind::Light, e.light.map(|l| l.code()))),
        cell(e.note.as_ref()),
        cell(e.evidence.as_ref()),
        cleared("expected", written(e.expected)),
        cell(e.expected_reason.as_ref()),
        cleared("blocked_by", cell(e.blocked_by.as_ref())),
        cleared("ask", cell(e.ask.as_ref())),
        word(Kind::EntryBasis, e.basis.map(|b| b.code())),
        cell(e.source.as_ref()),
        form.word(Kind::Audience, e.audience.code()),
        e.said.join(" ").into(),
        written(Some(e.since)),
        written(e.supersedes.as_ref()),
        cell(Some(&e.uid)),
    ]
}
