//! Exports: CSV row by row, so that memory does not grow with the file; or a document with a table.

mod asked;
mod columns;
mod form;
mod what;

pub use columns::{columns, key};
pub use what::{What, for_others};

use super::{Error, Result};
use crate::document::Document;
use crate::i18n;
use crate::model::entry::EntryFields;
use crate::model::{Audience, EntityKind, Lang, Query, Redaction, Refusal, redaction};
use crate::render::JsonRows;
use crate::render::csv::{Profile, Writer};
use crate::report::rows::Rows;
use crate::store::{Detail, Found, Store};
use chrono::NaiveDate;
use columns::cells;
use form::ExportForm;
use std::borrow::Cow;
use std::collections::HashSet;
use std::io::Write;

/// The rows of an export, and their audience.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    pub what: What,
    pub query: &'a Query,
    /// The state of objectives is that of this day.
    pub on: NaiveDate,
    pub audience: Audience,
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
    let form = ExportForm::csv(profile, lang, asked.on);
    let headings: Vec<&str> = columns(asked.what).iter().map(|c| if form.danish() { c.da } else { c.key }).collect();
    let failed = |source: std::io::Error| Error::Write { path: "output".into(), source };
    let mut writer = Writer::new(out, profile).map_err(failed)?;
    writer.row(&headings).map_err(failed)?;
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
    let done = each(store, asked, ExportForm::cells(lang, asked.on), put, progress)?;
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
    let (count, withheld) = each(store, asked, ExportForm::cells(lang, asked.on), put, progress)?;
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
        What::EntityKind(EntityKind::Objective) => {
            let columns = columns::objectives();
            store.lines(query, on, None, Detail::Export, |line, _| {
                let (plan, number) = (line.plan.clone(), line.number.clone());
                match kept_back.line(audience, lang, line, None) {
                    Some((line, _)) => put(&cells(&columns, &line, form)),
                    // That there is one is told, and nothing else of it.
                    None => {
                        let told = columns.iter().map(|column| match column.head.key {
                            "plan" => Cow::Borrowed(&plan[..]),
                            "number" => Cow::Borrowed(&number[..]),
                            "title" => redaction::word(lang).into(),
                            _ => Cow::Borrowed(""),
                        });
                        put(&told.collect::<Vec<_>>())
                    }
                }
            })
        }
        What::EntityKind(entity) => {
            let columns = columns::records(entity);
            store.each(entity, &query.plan, |Found { mut record, .. }| {
                if entity == EntityKind::Activity && !is_asked_for(&columns::name(entity, &record)) {
                    return Ok(());
                }
                if outside {
                    if !is_seen(&record.cell("plan"), &record.cell("objective")) {
                        return Ok(());
                    }
                    redaction::redact(entity, &mut record);
                }
                put(&cells(&columns, &record, form))
            })
        }
        What::Entries => {
            let columns = columns::entries();
            store.each_entry(&query.plan, |mut logged| {
                let r = &logged.reference;
                if !is_seen(&r.plan, &r.objective) || !is_asked_for(&r.to_string()) {
                    return Ok(());
                }
                if outside {
                    kept_back.entry(audience, lang, &mut logged.entry);
                    logged.entry.explicit = EntryFields::default();
                    logged.entry.supersedes = None;
                }
                put(&cells(&columns, &logged, form))
            })
        }
        What::Changes => {
            let columns = columns::changes();
            store.changes(None).and_then(|all| all.iter().rev().try_for_each(|c| put(&cells(&columns, c, form))))
        }
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
