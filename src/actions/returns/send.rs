//! Putting sheets together, and keeping that they were sent.

use crate::actions::{Result, freeze, gather};
use crate::model::returns::{Base, Sheet, SheetRow};
use crate::model::{Lang, Moment, PlanInfo, Quarter, Query, Reference, Refusal, State, names};
use crate::report::returns::{About, Made};
use crate::store::{Detail, Store};
use chrono::NaiveDate;
use std::collections::{BTreeMap, HashMap};

/// What is asked, of whom, by when.
#[derive(Clone, Debug)]
pub struct Ask<'a> {
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
}

struct Row {
    reference: Reference,
    about: About,
    lead: Vec<String>,
}

fn ended(state: Option<&State>) -> bool {
    state.is_some_and(|s| s.status.is_ended())
}

/// Every objective of the plans and every activity under one, in the order of the plan.
fn rows(store: &Store, plans: &[PlanInfo], on: NaiveDate) -> Result<Vec<Row>> {
    let codes: Vec<String> = plans.iter().map(|p| p.code.clone()).collect();
    let mut under: HashMap<i64, Vec<Row>> = HashMap::new();
    let query = Query { plan: codes, ..Query::default() };
    for a in store.activities(&query, on)? {
        let about = About { title: a.title, title_da: a.title_da, deadline: a.deadline_approved, state: a.state };
        under.entry(a.objective).or_default().push(Row { reference: a.reference, about, lead: a.lead });
    }
    let mut rows = Vec::new();
    store.lines(&query, on, None, Detail::Full, |l, _| {
        let activities = under.remove(&l.id).unwrap_or_default();
        let lead = l.lead.clone();
        rows.push(Row {
            reference: l.reference(),
            about: About { title: l.title, title_da: l.title_da, deadline: l.deadline_approved, state: l.state },
            lead: l.lead,
        });
        // An activity that nobody leads is its objective's.
        rows.extend(activities.into_iter().map(|a| match a.lead.is_empty() {
            true => Row { lead: lead.clone(), ..a },
            false => a,
        }));
        Ok(())
    })?;
    Ok(rows)
}

/// The sheets of a quarter, put together and not yet kept: one for each authority that leads something.
pub fn prepare(store: &Store, moment: &Moment, ask: &Ask) -> Result<Sheets> {
    let plans = freeze::plans(store, ask.plans, ask.quarter)?;
    let on = gather::day_of(ask.quarter, moment.today);
    if moment.today < ask.quarter.first_day() {
        return Err(Refusal::Future { day: ask.quarter.first_day(), today: moment.today }.into());
    }
    let names = store.authority_names(on)?;
    let earlier = store.sheets(ask.quarter)?;
    let file = store.file_uid()?;
    let mut sheets = Sheets::default();
    let mut by_lead: BTreeMap<String, Vec<(Reference, About)>> = BTreeMap::new();
    for row in rows(store, &plans, on)? {
        if row.lead.is_empty() && !ended(row.about.state.as_ref()) {
            sheets.leaderless.push(row.reference.clone());
        }
        for lead in row.lead {
            if ask.authorities.is_empty() || ask.authorities.contains(&lead) {
                by_lead.entry(lead).or_default().push((row.reference.clone(), row.about.clone()));
            }
        }
    }
    if let Some(idle) = ask.authorities.iter().find(|a| !by_lead.contains_key(*a)) {
        let of = plans.iter().map(|p| p.code.as_str()).collect::<Vec<_>>().join(", ");
        return Err(Refusal::HoldsNothing { authority: idle.clone(), of }.into());
    }
    for (authority, rows) in by_lead {
        if rows.iter().all(|(_, a)| ended(a.state.as_ref())) && ask.authorities.is_empty() {
            continue;
        }
        let mut questions: HashMap<String, Vec<String>> = HashMap::new();
        for sheet in earlier.iter().filter(|s| s.authority == authority) {
            let answered_at = store.readings(sheet.id)?.last().map_or(0, |r| r.since);
            for q in store.questions(sheet.id)?.into_iter().filter(|q| q.since > answered_at) {
                questions.entry(q.reference.to_string()).or_default().push(q.text);
            }
        }
        let of_plans: Vec<PlanInfo> =
            plans.iter().filter(|p| rows.iter().any(|(r, _)| r.plan == p.code)).cloned().collect();
        let mut about = Vec::new();
        let mut sheet_rows = Vec::new();
        for (place, (reference, shown)) in (1..).zip(rows) {
            let base = Base::of_state(shown.state.as_ref());
            let question = questions.get(&reference.to_string()).map(|all| all.join("\n"));
            sheet_rows.push(SheetRow {
                id: 0,
                place,
                asked: !ended(shown.state.as_ref()) || question.is_some(),
                version: base.version(place),
                reference,
                base,
                question,
                answer: None,
            });
            about.push(shown);
        }
        let danish = names.get(&authority).is_none_or(|n| n.country == "DK");
        let lang = if danish { Lang::Da } else { Lang::En };
        sheets.made.push(Made {
            sheet: Sheet {
                id: 0,
                code: store.sheet_code(moment, ask.quarter, &authority),
                quarter: ask.quarter,
                authority: authority.clone(),
                due: ask.due,
                lang,
                accepted_on: None,
                since: 0,
                rows: sheet_rows,
            },
            about,
            plans: of_plans,
            email: store.email(&authority)?,
            authority: names::authority(&names, &authority, lang),
            as_of: on,
            made: moment.today,
            file: file.clone(),
        });
    }
    Ok(sheets)
}

/// Keeps that the sheets were sent, as one change.
pub fn keep(store: &mut Store, moment: &Moment, quarter: Quarter, made: &[Made]) -> Result<i64> {
    let writing = store.begin(moment, "return", None, None)?;
    for one in made {
        writing.add_sheet(&one.sheet)?;
    }
    let to: Vec<&str> = made.iter().map(|m| m.sheet.authority.as_str()).collect();
    Ok(writing.finish(&format!("send the sheets of {quarter} to {}", to.join(", ")))?)
}
