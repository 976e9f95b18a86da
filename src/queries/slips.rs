//! The deadlines that slipped: those that were moved, and those that are expected on another day.

use super::Result;
use super::known::Known;
use crate::model::{Move, Quarter, Query};
use crate::report::check::{self, Check};
use crate::report::slips::{Corrected, Moved, Slip, Slips};
use crate::store::{Detail, Store};
use chrono::NaiveDate;

/// Every objective whose deadline was moved, or is expected on another day than was promised; and the
/// contradictions that the summary of the same day tells.
pub fn slips(store: &Store, query: &Query, on: NaiveDate) -> Result<Slips> {
    let known = Known::read(store, Quarter::of(on), on, |_| query.plan.clone())?;
    let mut approved = store.moved_until(on)?;
    let mut expected = store.expected_until(on)?;
    let mut found = Slips::default();
    known.counting(query).walk(store, Detail::Full, |line, before| {
        found.contradictions.extend(check::objective(
            &known.ground(),
            &line,
            before.as_ref(),
            &Check::is_contradiction,
        ));
        let mut moves: Vec<Moved> = Vec::new();
        for m in approved.remove(&line.id).unwrap_or_default() {
            moves.push(moved(m, true, false));
        }
        for (mut m, illustrative) in expected.remove(&line.id).unwrap_or_default() {
            // A first expectation moves what was promised by then; where nothing was, it moves nothing.
            let agreed = moves.iter().rfind(|a| a.approved && a.as_of <= m.as_of).and_then(|a| a.after);
            m.before = m.before.or(agreed).or(line.promised());
            if m.before.is_some_and(|before| Some(before.last_day()) != m.after.map(|d| d.last_day())) {
                moves.push(moved(m, false, illustrative));
            }
        }
        moves.sort_by_key(|m| m.as_of);
        if !moves.is_empty() {
            found.slips.push(Slip::of(line, moves, known.thresholds, on));
        }
        Ok(())
    })?;
    Ok(found)
}

/// Every original deadline that was written down otherwise than it was signed, and corrected since.
pub fn corrected(store: &Store, query: &Query, on: NaiveDate) -> Result<Vec<Corrected>> {
    let mut corrections = store.corrected_until(on)?;
    let mut all = Vec::new();
    if corrections.is_empty() {
        return Ok(all);
    }
    store.lines(query, on, None, Detail::Counts, |line, _| {
        let reference = line.reference();
        let of = corrections.remove(&line.id).unwrap_or_default();
        all.extend(of.into_iter().map(|correction| Corrected { reference: reference.clone(), correction }));
        Ok(())
    })?;
    Ok(all)
}

fn moved(m: Move, approved: bool, illustrative: bool) -> Moved {
    let reason = Some(m.reason).filter(|r| !r.is_empty());
    Moved { approved, as_of: m.as_of, before: m.before, after: m.after, reason, agreed_by: m.agreed_by, illustrative }
}
