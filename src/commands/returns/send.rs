//! Putting sheets together, and keeping that they were sent.

use super::made::{FormLine, To, made, rows};
use crate::commands::freeze;
use crate::model::returns::{Base, Sheet, SheetRow, version};
use crate::model::{Moment, Operation, Quarter, Reference, Refusal, SheetId, SheetRowId};
use crate::queries;
use crate::queries::Result;
use crate::report::returns::Made;
use crate::store::Store;
use chrono::NaiveDate;
use std::collections::{BTreeMap, HashMap};

/// The request for an answer: to whom, about which plans, by when.
#[derive(Clone, Debug)]
pub struct SendRequest<'a> {
    pub quarter: Quarter,
    /// Codes; none: all plans with objectives that run in the quarter.
    pub plans: &'a [String],
    /// Codes; none: everybody who answers for something.
    pub authorities: &'a [String],
    pub due: Option<NaiveDate>,
}

/// The sheets, and what nobody answers for.
#[derive(Clone, Debug, Default)]
pub struct Sheets {
    pub made: Vec<Made>,
    pub leaderless: Vec<Reference>,
    /// Objectives that another country's authority leads and is not asked about, because they are internal.
    pub internal: Vec<(String, Vec<Reference>)>,
}

/// The sheets of a quarter, put together and not yet kept: one for each authority that leads something.
pub fn prepare(store: &Store, moment: &Moment, ask: &SendRequest) -> Result<Sheets> {
    let plans = freeze::plans(store, ask.plans, ask.quarter)?;
    let on = queries::day_of(ask.quarter, moment.today);
    if moment.today < ask.quarter.first_day() {
        return Err(Refusal::Future { day: ask.quarter.first_day(), today: moment.today }.into());
    }
    let names = store.authority_names(on)?;
    let earlier = store.sheets(ask.quarter)?;
    let mut sheets = Sheets::default();
    let mut by_lead: BTreeMap<String, Vec<FormLine>> = BTreeMap::new();
    for row in rows(store, plans.iter().map(|p| p.code.clone()).collect(), on)? {
        if row.lead.is_empty() && !row.has_ended() {
            sheets.leaderless.push(row.reference.clone());
        }
        for lead in &row.lead {
            if ask.authorities.is_empty() || ask.authorities.contains(lead) {
                by_lead.entry(lead.clone()).or_default().push(row.clone());
            }
        }
    }
    if let Some(idle) = ask.authorities.iter().find(|a| !by_lead.contains_key(*a)) {
        let of = plans.iter().map(|p| p.code.as_str()).collect::<Vec<_>>().join(", ");
        return Err(Refusal::HoldsNothing { authority: idle.clone(), of }.into());
    }
    for (authority, rows) in by_lead {
        if rows.iter().all(FormLine::has_ended) && ask.authorities.is_empty() {
            continue;
        }
        let to = To::new(&authority, &names);
        let (rows, internal): (Vec<FormLine>, Vec<FormLine>) = rows.into_iter().partition(|r| to.may_see(r));
        if !internal.is_empty() {
            sheets.internal.push((authority.clone(), internal.into_iter().map(|r| r.reference).collect()));
        }
        if rows.is_empty() {
            continue;
        }
        let before: Vec<&Sheet> = earlier.iter().filter(|s| s.authority == authority).collect();
        let questions = questions(store, &before)?;
        let code = store.sheet_code(moment, ask.quarter, &authority);
        let sheet_rows = (1..).zip(&rows).map(|(place, row)| {
            let base = Base::of_state(row.state.as_ref());
            let question = questions.get(&row.reference.to_string()).map(|all| all.join("\n"));
            SheetRow {
                id: SheetRowId(0),
                place,
                asked: !row.has_ended() || question.is_some(),
                version: version(place, &code),
                reference: row.reference.clone(),
                base,
                question,
                shown: None,
                answer: None,
            }
        });
        let sheet = Sheet {
            id: SheetId(0),
            quarter: ask.quarter,
            // The day that was set holds until another is.
            due: ask.due.or_else(|| before.last().and_then(|s| s.due)),
            lang: to.lang(),
            accepted_on: None,
            since: 0,
            rows: sheet_rows.collect(),
            code: code.clone(),
            authority: authority.clone(),
        };
        sheets.made.push(made(store, moment, (sheet, &rows), (&to, &plans))?);
    }
    Ok(sheets)
}

/// Questions that were asked after the last answer, by reference.
fn questions(store: &Store, sheets: &[&Sheet]) -> Result<HashMap<String, Vec<String>>> {
    let mut questions: HashMap<String, Vec<String>> = HashMap::new();
    for sheet in sheets {
        let answered_at = store.readings(sheet.id)?.last().map_or(0, |r| r.since);
        for q in store.questions(sheet.id)?.into_iter().filter(|q| q.since > answered_at) {
            questions.entry(q.reference.to_string()).or_default().push(q.text);
        }
    }
    Ok(questions)
}

/// Keeps that the sheets were sent, as one change.
pub fn keep(store: &mut Store, moment: &Moment, quarter: Quarter, made: &[Made]) -> Result<i64> {
    let writing = store.begin(moment, None)?;
    for one in made {
        writing.add_sheet(&one.sheet)?;
    }
    let authorities = made.iter().map(|m| m.sheet.authority.clone()).collect();
    Ok(writing.finish(&Operation::SendSheets { quarter, authorities })?)
}
