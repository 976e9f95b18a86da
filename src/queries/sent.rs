//! Revisions that were sent: their words and their figures.

use super::Result;
use super::trend::as_reported;
use crate::model::{Audience, Lang, Refusal, Revision, revision as named};
use crate::report::summary::Content;
use crate::report::trend::QuarterPoint;
use crate::store::{Error, Problem, Store};

/// The revision that is meant: of the plan that is named, or of the one plan that has it.
pub fn revision(store: &Store, asked: named::Asked, plan: Option<&str>) -> Result<Revision> {
    // A plan that is gone is still known by its code.
    let plan = plan.map(|p| {
        store.plan_code(p).or_else(|e| if store.revisions(Some(p))?.is_empty() { Err(e) } else { Ok(p.to_string()) })
    });
    let plan = plan.transpose()?;
    let quarter = asked.quarter;
    let mut of = store.revisions(plan.as_deref())?;
    of.retain(|r| r.quarter == quarter);
    let mut plans: Vec<String> = of.iter().map(|r| r.code.clone()).collect();
    plans.dedup();
    match (&plans[..], plan) {
        ([], Some(plan)) => return Err(Refusal::NotFrozen { quarter: quarter.to_string(), plan }.into()),
        ([], None) => return Err(Refusal::NothingFrozen { quarter: quarter.to_string() }.into()),
        ([_], _) => {}
        _ => return Err(Refusal::SeveralFrozen { quarter: quarter.to_string(), plans }.into()),
    }
    let newest = of.last().map_or(0, |r| r.number);
    let number = asked.number.unwrap_or(newest);
    let asked = named::Asked { number: Some(number), ..asked };
    let plan = plans.remove(0);
    let missing = Refusal::NoRevision { quarter: quarter.to_string(), plan, number, newest };
    Ok(of.into_iter().rfind(|r| asked.is(r)).ok_or(missing)?)
}

/// The words that were kept for an audience in a format, as they were kept: no newer program changes a letter.
pub fn text(store: &Store, found: &Revision, audience: Audience, lang: Lang, format: &str) -> Result<String> {
    whole(store, found)?;
    let kept = match (format, audience) {
        ("json", Audience::Internal) => Some(store.frozen_content(found.id)?),
        ("json", _) => store.rendering(found.id, audience.code(), Lang::En.code(), format)?,
        _ => store.rendering(found.id, audience.code(), lang.code(), format)?,
    };
    let (quarter, number) = (found.quarter.to_string(), found.number);
    Ok(kept.ok_or_else(|| Refusal::NotKeptFor { quarter, number, audience: audience.code().into() })?)
}

/// The figures that were sent.
pub struct Sent {
    pub content: Content,
    pub digest: String,
    /// The quarters as they had been sent then.
    pub over_time: Vec<QuarterPoint>,
}

/// The figures of a revision for an audience; nothing where an older program froze it, of which only the words
/// are known. Word files, pages and workbooks are made from them anew: only their looks are today's.
pub fn content(store: &Store, found: &Revision, audience: Audience) -> Result<Option<Sent>> {
    let kept = text(store, found, audience, Lang::En, "json")?;
    let Some(content) = Content::read(&kept) else { return Ok(None) };
    let over_time = if audience == Audience::Internal { as_reported(store, found)? } else { vec![] };
    Ok(Some(Sent { content: content.without_author(), digest: named::digest(&kept), over_time }))
}

/// Refuses what is kept of a revision where it is not what was frozen.
fn whole(store: &Store, found: &Revision) -> Result<()> {
    if store.broken_revision(found.id)?.is_none() {
        return Ok(());
    }
    let name = format!("{} {}", found.name(), found.code);
    Err(Error::file(store.path(), Problem::NotAsFrozen { name }).into())
}
