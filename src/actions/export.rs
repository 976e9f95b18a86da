//! CSV out, row by row, so that memory does not grow with the file.

use super::{Error, Result};
use crate::model::choice::{InstrumentKind, PlanState};
use crate::model::noun::{Field, Kind};
use crate::model::record::EMPTIES;
use crate::model::{
    Audience, Basis, Entry, Interest, Lang, Light, Line, Noun, Query, Refusal, Status, Withheld, entry, withheld,
};
use crate::render::csv::{Profile, Writer};
use crate::store::{Detail, Store};
use chrono::NaiveDate;
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

    fn word(self, kind: Kind, code: &str) -> String {
        let danish = self.danish();
        let word = match kind {
            _ if !danish => None,
            Kind::Status => Status::from_code(code).map(|w| w.word(Lang::Da)),
            Kind::Light => Light::from_code(code).map(|w| w.word(Lang::Da)),
            Kind::Interest => Interest::from_code(code).map(|w| w.word(Lang::Da)),
            Kind::PlanState => PlanState::from_code(code).map(|w| w.word(Lang::Da)),
            Kind::InstrumentKind => InstrumentKind::from_code(code).map(|w| w.word(Lang::Da)),
            Kind::Basis => Basis::from_code(code).map(|w| w.word(Lang::Da)),
            Kind::Audience => Audience::from_code(code).map(|w| w.word(Lang::Da)),
            Kind::Flag => Some(if code == "yes" { "ja" } else { "nej" }),
            _ => None,
        };
        word.unwrap_or(code).to_string()
    }

    /// The word that clears a field when it is imported.
    fn cleared(self) -> &'static str {
        EMPTIES[usize::from(self.danish())]
    }

    fn yes(self, yes: bool) -> String {
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
        ("entry_basis", "Indberetningens grundlag", Kind::Basis),
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
    let seen = if outside { seen(store, audience, &query.plan)? } else { HashSet::new() };
    let is_seen = |plan: &str, number: &str| !outside || seen.contains(&(plan.to_string(), number.to_lowercase()));
    let lang = if form.danish() { Lang::Da } else { Lang::En };
    let mut kept_back = Withheld::default();
    let failed = |source: std::io::Error| Error::Write { path: "output".into(), source };
    let mut writer = Writer::new(out, form.profile).map_err(failed)?;
    let mut rows = 0;
    writer.row(&columns(what, form)).map_err(failed)?;
    let mut put = |cells: &[String]| {
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
                    let mut cells = vec![String::new(); objective_columns().len()];
                    (cells[0], cells[1], cells[4]) = (plan, number, withheld::word(lang).to_string());
                    put(&cells)
                }
            }
        }),
        What::Noun(noun) => store.each(noun, &query.plan, |mut found| {
            if outside {
                if !is_seen(&found.record.cell("plan"), &found.record.cell("objective")) {
                    return Ok(());
                }
                for field in ["source", "case_number", "retired_reason"] {
                    found.record.set(field, None);
                }
            }
            let mut cells: Vec<String> =
                noun.fields().iter().map(|f| form.word(f.kind, &found.record.cell(f.name))).collect();
            if noun == Noun::Activity {
                cells.push(noun.key().iter().map(|k| found.record.cell(k)).collect::<Vec<_>>().join("/"));
            }
            put(&cells)
        }),
        What::Entries => store.each_entry(&query.plan, |mut logged| {
            let r = &logged.reference;
            if !is_seen(&r.plan, &r.objective) {
                return Ok(());
            }
            if outside {
                kept_back.entry(audience, lang, &mut logged.entry);
                logged.entry.said.clear();
                logged.entry.supersedes = None;
            }
            let mut cells = vec![r.plan.clone(), r.objective.clone(), r.activity.clone().unwrap_or_default()];
            cells.extend(entry_cells(&logged.entry, form));
            cells.push(r.to_string());
            put(&cells)
        }),
        What::Changes => store.changes(None).and_then(|all| {
            all.iter().rev().try_for_each(|c| {
                put(&[
                    c.number.to_string(),
                    crate::model::change::stamp(c.at),
                    c.author.clone(),
                    c.verb.clone(),
                    c.what.clone(),
                    c.reason.clone().unwrap_or_default(),
                    c.undoes.map(|n| n.to_string()).unwrap_or_default(),
                    c.uid.clone(),
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

fn text(value: Option<impl ToString>) -> String {
    value.map(|v| v.to_string()).unwrap_or_default()
}

fn objective(line: &Line, on: NaiveDate, form: Form) -> Vec<String> {
    let s = line.state.as_ref();
    let area = line.area.as_ref();
    let area_title =
        area.map(|a| (if form.danish() { a.title_da.as_deref() } else { None }).unwrap_or(&a.title).to_string());
    let state = |f: &dyn Fn(&crate::model::State) -> Option<String>| s.and_then(f).unwrap_or_default();
    vec![
        line.plan.clone(),
        line.number.clone(),
        text(area.map(|a| &a.number)),
        text(area_title),
        line.title.clone(),
        text(line.title_da.as_ref()),
        line.interest.map(|i| form.word(Kind::Interest, i.code())).unwrap_or_default(),
        form.yes(line.continuing),
        line.lead.join("|"),
        line.supporting.join("|"),
        line.counterpart.join("|"),
        state(&|s| Some(form.word(Kind::Status, s.status.code()))),
        state(&|s| s.light.map(|l| form.word(Kind::Light, l.code()))),
        state(&|s| Some(s.as_of.to_string())),
        state(&|s| s.note.clone()),
        text(line.deadline_original),
        text(line.deadline_approved),
        state(&|s| s.expected.map(|e| e.to_string())),
        form.yes(line.is_overdue(on)),
        state(&|s| s.expected_reason.clone()),
        state(&|s| s.blocked_by.clone()),
        state(&|s| s.ask.clone()),
        state(&|s| s.evidence.clone()),
        line.extra.instrument.clone(),
        line.extra.sdg.clone(),
        line.extra.tag.clone(),
        line.extra.case_number.clone(),
        line.basis.map(|b| form.word(Kind::Basis, b.code())).unwrap_or_default(),
        text(line.source.as_ref()),
        state(&|s| s.basis.map(|b| form.word(Kind::Basis, b.code()))),
        state(&|s| s.source.clone()),
        form.word(Kind::Audience, line.audience.code()),
        state(&|s| Some(form.word(Kind::Audience, s.audience.code()))),
        line.extra.added_on.clone(),
        text(line.retired_on),
        line.extra.retired_reason.clone(),
        line.reference().to_string(),
    ]
}

fn entry_cells(e: &Entry, form: Form) -> Vec<String> {
    // A blank cell means unchanged, so what was cleared says so.
    let cleared = |field: &str, cell: String| {
        if cell.is_empty() && e.said.iter().any(|s| s == field) { form.cleared().to_string() } else { cell }
    };
    vec![
        e.as_of.to_string(),
        form.word(Kind::Status, e.status.code()),
        cleared("light", e.light.map(|l| form.word(Kind::Light, l.code())).unwrap_or_default()),
        text(e.note.as_ref()),
        text(e.evidence.as_ref()),
        cleared("expected", text(e.expected)),
        text(e.expected_reason.as_ref()),
        cleared("blocked_by", text(e.blocked_by.as_ref())),
        cleared("ask", text(e.ask.as_ref())),
        e.basis.map(|b| form.word(Kind::Basis, b.code())).unwrap_or_default(),
        text(e.source.as_ref()),
        form.word(Kind::Audience, e.audience.code()),
        e.said.join(" "),
        e.since.to_string(),
        text(e.supersedes.as_ref()),
        e.uid.clone(),
    ]
}
