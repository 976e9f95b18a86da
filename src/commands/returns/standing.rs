//! How the returns of a quarter stand, questions on them, and their acceptance.

use super::send;
use crate::model::returns::{Answer, ReturnStatus, Sheet};
use crate::model::{Moment, Operation, Quarter, Reference, Refusal};
use crate::queries::{Error, Result};
use crate::report::returns::ReturnState;
use crate::store::{Error as StoreError, Store};
use std::collections::{BTreeMap, BTreeSet};

/// One row an authority that was asked, or would be.
pub fn states(store: &Store, moment: &Moment, quarter: Quarter, plans: &[String]) -> Result<Vec<ReturnState>> {
    let mut by: BTreeMap<String, Vec<Sheet>> = BTreeMap::new();
    for sheet in store.sheets(quarter)? {
        if plans.is_empty() || sheet.rows.iter().any(|r| plans.contains(&r.reference.plan)) {
            by.entry(sheet.authority.clone()).or_default().push(sheet);
        }
    }
    let ask = send::SendRequest { quarter, plans, authorities: &[], due: None };
    let mut unsent: BTreeMap<String, usize> = BTreeMap::new();
    match send::prepare(store, moment, &ask) {
        Ok(would) => {
            for made in would.made {
                unsent.insert(made.sheet.authority.clone(), made.asked());
                by.entry(made.sheet.authority.clone()).or_default();
            }
        }
        // Sheets that were sent are listed all the same.
        Err(Error::Store(StoreError::Refusal(Refusal::NoPlanRuns { .. } | Refusal::Future { .. })))
            if !by.is_empty() => {}
        Err(e) => return Err(e),
    }
    by.into_iter()
        .map(|(authority, sheets)| {
            let would = unsent.get(&authority).copied().unwrap_or_default();
            let mut state = state(store, moment, sheets, would)?;
            state.authority = authority;
            Ok(state)
        })
        .collect()
}

/// How one authority stands, by its sheets, oldest first.
fn state(store: &Store, moment: &Moment, sheets: Vec<Sheet>, would: usize) -> Result<ReturnState> {
    let Some(last) = sheets.last() else {
        return Ok(ReturnState { asked: would, ..ReturnState::default() });
    };
    let mut readings = Vec::new();
    let mut questions = Vec::new();
    for sheet in &sheets {
        readings.extend(store.readings(sheet.id)?.into_iter().map(|r| (r, sheet.due)));
        questions.extend(store.questions(sheet.id)?);
    }
    let newest = readings.iter().map(|r| r.0.since).max().unwrap_or(0);
    let doubted: BTreeSet<String> =
        questions.iter().filter(|q| q.since > newest).map(|q| q.reference.to_string()).collect();
    let mut asked: BTreeSet<String> = BTreeSet::new();
    let mut answered: BTreeSet<String> = BTreeSet::new();
    let (mut nil, mut open) = (true, 0);
    for row in sheets.iter().flat_map(|s| &s.rows).filter(|r| r.asked) {
        let reference = row.reference.to_string();
        if let Some(answer) = row.answer.as_ref().filter(|a| a.answers() && !doubted.contains(&reference)) {
            answered.insert(reference.clone());
            nil &= answer.nil;
            open += Answer::open(answer);
        }
        asked.insert(reference);
    }
    let first = readings.iter().min_by_key(|r| r.0.received_on);
    // A question is with them when a sheet has gone out after it.
    let is_unsent = questions.iter().any(|q| q.since > newest && q.since > last.since);
    let standing = if is_unsent {
        ReturnStatus::ToAsk
    } else if !doubted.is_empty() {
        ReturnStatus::Questioned
    } else if sheets.iter().any(|s| s.accepted_on.is_some()) && newest > 0 && last.accepted_on.is_some() {
        ReturnStatus::Accepted
    } else if newest > 0 && nil && answered.len() == asked.len() && !asked.is_empty() {
        ReturnStatus::Nil
    } else if newest > 0 {
        ReturnStatus::Received
    } else if last.due.is_some_and(|d| d < moment.today) {
        ReturnStatus::Missing
    } else {
        ReturnStatus::Sent
    };
    let late = |due: Option<chrono::NaiveDate>, on: chrono::NaiveDate| due.map(|d| (on - d).num_days());
    Ok(ReturnState {
        authority: String::new(),
        standing,
        due: last.due,
        received_on: first.map(|r| r.0.received_on),
        days_late: match first {
            Some((reading, due)) => late(*due, reading.received_on),
            None => late(last.due, moment.today).filter(|d| *d > 0),
        },
        by: readings.iter().rev().find_map(|r| r.0.filled_by.clone()),
        asked: asked.len(),
        answered: answered.len(),
        open,
        newest: sheets.last().cloned(),
    })
}

/// Those whose answer is still to come, of those who were sent a sheet about these plans.
pub fn missing(store: &Store, moment: &Moment, quarter: Quarter, plans: &[String]) -> Result<Vec<ReturnState>> {
    if store.sheets(quarter)?.is_empty() {
        return Ok(Vec::new());
    }
    let all = states(store, moment, quarter, plans)?;
    Ok(all.into_iter().filter(|s| s.newest.is_some() && !s.standing.has_answered()).collect())
}

fn sheets_of(store: &Store, quarter: Quarter) -> Result<Vec<Sheet>> {
    let sheets = store.sheets(quarter)?;
    if sheets.is_empty() {
        return Err(Refusal::NoSheets { quarter: quarter.to_string() }.into());
    }
    Ok(sheets)
}

/// Sends an answer back with a question; it goes out with the next sheet. All that have
/// answered the row are asked. Gives their codes and the change.
pub fn question(
    store: &mut Store,
    moment: &Moment,
    quarter: Option<Quarter>,
    reference: &Reference,
    text: &str,
) -> Result<(Vec<String>, Quarter, i64)> {
    let quarter = match quarter {
        Some(quarter) => quarter,
        None => store.newest_return()?.unwrap_or(Quarter::of(moment.today)),
    };
    let (_, reference) = store.subject(reference)?;
    // The newest sheet of each authority.
    let mut found: BTreeMap<String, Sheet> = BTreeMap::new();
    for sheet in sheets_of(store, quarter)? {
        let answered = |s: &Sheet| s.rows.iter().any(|r| r.reference == reference && r.answer.is_some());
        if answered(&sheet) && !store.readings(sheet.id)?.is_empty() {
            found.insert(sheet.authority.clone(), sheet);
        }
    }
    if found.is_empty() {
        let (reference, quarter) = (reference.to_string(), quarter.to_string());
        return Err(Refusal::NotOnASheet { reference, quarter }.into());
    }
    let writing = store.begin(moment, Some(text))?;
    for sheet in found.values() {
        writing.add_question(sheet.id, &reference, text)?;
        if sheet.accepted_on.is_some() {
            writing.accept(sheet.id, None)?;
        }
    }
    let codes: Vec<String> = found.into_keys().collect();
    let change = writing.finish(&Operation::AskAgain { quarter, authorities: codes.clone(), reference })?;
    Ok((codes, quarter, change))
}

/// Accepts the answers of these authorities; of all that have come back where none is named.
pub fn accept(
    store: &mut Store,
    moment: &Moment,
    quarter: Quarter,
    of: &[String],
) -> Result<(Vec<String>, Option<i64>)> {
    let mut ids = Vec::new();
    let mut codes: Vec<String> = Vec::new();
    let sheets = sheets_of(store, quarter)?;
    if let Some(authority) = of.iter().find(|a| !sheets.iter().any(|s| s.authority == **a)) {
        return Err(Refusal::NoSheet { quarter: quarter.to_string(), authority: authority.clone() }.into());
    }
    for state in states(store, moment, quarter, &[])? {
        let named = of.contains(&state.authority);
        if !(of.is_empty() || named) || state.standing == ReturnStatus::Accepted {
            continue;
        }
        if !state.standing.has_answered() {
            if named {
                let (authority, quarter) = (state.authority, quarter.to_string());
                return Err(Refusal::NotBack { authority, quarter }.into());
            }
            continue;
        }
        ids.extend(sheets.iter().filter(|s| s.authority == state.authority).map(|s| s.id));
        codes.push(state.authority);
    }
    if ids.is_empty() {
        return Ok((codes, None));
    }
    let writing = store.begin(moment, None)?;
    for id in ids {
        writing.accept(id, Some(moment.today))?;
    }
    let change = writing.finish(&Operation::AcceptReturns { quarter, authorities: codes.clone() })?;
    Ok((codes, Some(change)))
}
