//! The deadlines that slipped: those that were moved, and those that are expected on another day.

use super::Result;
use crate::model::{Move, Query};
use crate::report::slips::{Corrected, Moved, Slip};
use crate::store::{Detail, Store};
use chrono::NaiveDate;

/// Every objective whose deadline was moved, or is expected on another day than was promised.
pub fn slips(store: &Store, query: &Query, on: NaiveDate) -> Result<Vec<Slip>> {
    let thresholds = store.thresholds()?;
    let mut approved = store.moved_between(first_day_of_all(), on)?;
    let mut expected = store.expected_until(on)?;
    let mut all = Vec::new();
    store.lines(query, on, None, Detail::Full, |line, _| {
        let promised = line.deadline_original.or(line.deadline_approved);
        let mut moves: Vec<Moved> = Vec::new();
        for m in approved.remove(&line.id).unwrap_or_default() {
            moves.push(moved(m, true, false));
        }
        for (mut m, illustrative) in expected.remove(&line.id).unwrap_or_default() {
            m.before = m.before.or(promised);
            if m.before.map(|d| d.last_day()) != m.after.map(|d| d.last_day()) {
                moves.push(moved(m, false, illustrative));
            }
        }
        moves.sort_by_key(|m| m.as_of);
        if !moves.is_empty() {
            all.push(Slip::of(line, moves, thresholds, on));
        }
        Ok(())
    })?;
    Ok(all)
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

/// Before every day that can be written.
fn first_day_of_all() -> NaiveDate {
    NaiveDate::from_ymd_opt(1000, 1, 1).unwrap_or_default()
}

fn moved(m: Move, approved: bool, illustrative: bool) -> Moved {
    let reason = Some(m.reason).filter(|r| !r.is_empty());
    Moved { approved, as_of: m.as_of, before: m.before, after: m.after, reason, agreed_by: m.agreed_by, illustrative }
}
