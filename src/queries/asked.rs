//! The request for a summary, and the plans that take part in it.

use super::Result;
use crate::model::{Audience, Bilingual, Moment, PlanInfo, Quarter, Query, Refusal};
use crate::report::scope as report;
use crate::report::summary::RevisionInfo;
use crate::store::Store;
use chrono::NaiveDate;

/// The request for a summary, in the values of a command.
#[derive(Clone, Debug)]
pub struct SummaryRequest {
    /// The command that gives it again.
    pub verb: &'static str,
    /// Else the quarter of the day, or the one that runs.
    pub quarter: Option<Quarter>,
    pub as_of: Option<NaiveDate>,
    pub compare: Option<Quarter>,
    pub query: Query,
    /// The filters as they are typed.
    pub filters: String,
    pub audience: Audience,
    pub most_rows: usize,
    /// How much of it, as it was typed.
    pub extent: String,
}

/// The request with everything looked up.
pub fn asked(store: &Store, moment: &Moment, request: SummaryRequest) -> Result<Asked> {
    let SummaryRequest { verb, quarter, as_of, compare, query, filters, audience, most_rows, extent } = request;
    let quarter = quarter.unwrap_or_else(|| Quarter::of(as_of.unwrap_or(moment.today)));
    if let Some(day) = as_of.filter(|d| Quarter::of(*d) != quarter) {
        return Err(Refusal::DayOutside { day, quarter: quarter.to_string() }.into());
    }
    let mut command = format!("fremdrift {verb} {quarter}");
    for piece in [
        as_of.map(|d| format!("--as-of {d}")).unwrap_or_default(),
        compare.map(|q| format!("--compare {q}")).unwrap_or_default(),
        filters.clone(),
        if audience == Audience::Internal { String::new() } else { format!("--audience {}", audience.code()) },
        extent,
    ] {
        if !piece.is_empty() {
            command = format!("{command} {piece}");
        }
    }
    let scope = scope(store, &query, moment.today)?;
    Ok(Asked { quarter, as_of, compare, query, scope, command, filters, issue: None, most_rows, audience })
}

/// The plans, authorities and other things that are asked for, in words.
pub fn scope(store: &Store, query: &Query, today: NaiveDate) -> Result<Bilingual> {
    let names = if query.authority.is_empty() { Default::default() } else { store.authority_names(today)? };
    Ok(report::scope(query, &store.plans()?, &names))
}

/// The request for a summary.
#[derive(Clone, Debug)]
pub struct Asked {
    pub quarter: Quarter,
    /// Seen from this day instead of the quarter's last.
    pub as_of: Option<NaiveDate>,
    pub compare: Option<Quarter>,
    pub query: Query,
    pub scope: Bilingual,
    pub command: String,
    pub filters: String,
    /// The revision that it is made for.
    pub issue: Option<RevisionInfo>,
    /// So many objectives are listed one by one too.
    pub most_rows: usize,
    /// Whom it is for.
    pub audience: Audience,
}

/// Is the plan among those that are named, or is none named?
pub fn is_asked_for(plan: &PlanInfo, query: &Query) -> bool {
    (query.partnership.is_empty() || plan.partnerships.iter().any(|c| query.partnership.contains(c)))
        && (query.plan.is_empty() || query.plan.contains(&plan.code))
}

/// The day that a quarter is seen from: its last, or today while it runs.
pub fn day_of(quarter: Quarter, today: NaiveDate) -> NaiveDate {
    quarter.last_day().min(today)
}

/// The plans that take part: those asked for by name, else those that run in the quarter.
pub fn taking_part(all: &[PlanInfo], query: &Query, quarter: Quarter) -> Vec<PlanInfo> {
    let runs = |p: &PlanInfo| p.runs_between(quarter.first_day(), quarter.last_day());
    let asked = all.iter().filter(|p| is_asked_for(p, query) && (!query.plan.is_empty() || runs(p)));
    asked.cloned().collect()
}
