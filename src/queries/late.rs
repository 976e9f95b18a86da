//! Late lines: the fate of a quarter since it was sent, and the figures that are others now.

use super::Result;
use super::asked::Asked;
use crate::model::{Quarter, Query};
use crate::report::summary::{self, Content, Late, Restated, Subject};
use crate::store::{LateLine, Store};
use std::collections::BTreeMap;

/// Says which of the plans that take part were sent for the quarter, however much of them is asked for.
pub fn sent(store: &Store, asked: &Asked, content: &mut Content) -> Result<()> {
    if asked.issue.is_some() {
        return Ok(());
    }
    let of = store.revisions(None)?.into_iter().filter(|r| r.quarter == asked.quarter);
    let mut newest: BTreeMap<String, i64> = BTreeMap::new();
    for r in of.filter(|r| content.plans.iter().any(|p| p.code == r.code)) {
        newest.insert(r.code, r.number);
    }
    match &content.plans[..] {
        [plan] => content.frame.sent = newest.remove(&plan.code),
        _ => content.frame.frozen_plans = newest.len() as i64,
    }
    Ok(())
}

/// The late lines that the summary of a quarter tells: those that came after the newest frozen quarter
/// before it was frozen, and before this one was.
pub fn late_lines(store: &Store, plans: &[String], quarter: Quarter) -> Result<Vec<LateLine>> {
    let revisions = store.revisions(None)?;
    if revisions.is_empty() {
        return Ok(vec![]);
    }
    let mut told = Vec::new();
    for plan in plans {
        let own: Vec<_> = revisions.iter().filter(|r| r.code == *plan && r.number == 0).collect();
        let Some(before) = own.iter().filter(|r| r.quarter < quarter).max_by_key(|r| r.quarter) else { continue };
        let this = own.iter().find(|r| r.quarter == quarter);
        // In another copy of the file the changes have other numbers: what a revision knew is asked of it.
        let unknown = store.unseen_by(before.id)?;
        let unknown_still = this.map(|r| store.unseen_by(r.id)).transpose()?.unwrap_or_default();
        let knew_before = |change: i64| change < before.change && !unknown.contains(&change);
        let knows = |change: i64| this.is_none_or(|r| change < r.change && !unknown_still.contains(&change));
        let lines = store.late_lines(Some(plan))?;
        told.extend(lines.into_iter().filter(|l| l.quarter < quarter && !knew_before(l.change) && knows(l.change)));
    }
    Ok(told)
}

pub fn late(line: LateLine) -> Late {
    Late {
        subject: Subject {
            reference: line.reference,
            title: line.title,
            title_da: line.title_da,
            lead: vec![],
            illustrative: line.illustrative,
        },
        as_of: line.as_of,
        quarter: line.quarter,
        change: line.change,
        recorded: line.recorded,
        author: line.author,
        withdrawn: line.withdrawn,
        waiting: line.waiting,
    }
}

/// Says which figures of the quarter before are not those that were first sent. `then`: what was asked for
/// in it. Where one of its plans was not sent, or only a part is asked for, there are no figures to hold
/// them against.
pub fn restated(store: &Store, then: &Query, compared: Quarter, content: &mut Content) -> Result<()> {
    let revisions = store.revisions(None)?;
    let of: Vec<_> = revisions.iter().filter(|r| then.plan.contains(&r.code) && r.quarter == compared).collect();
    let Some(newest) = of.iter().max_by_key(|r| r.number) else { return Ok(()) };
    let first: Vec<_> = of.iter().filter(|r| r.number == 0).collect();
    let mut differs = false;
    if then.asks_for_plans_alone() && !then.retired && first.len() == then.plan.len() {
        let mut sent = Vec::new();
        for r in first {
            sent.push(summary::kept(&store.frozen_content(r.id)?).unwrap_or_default());
        }
        for (key, counts) in [("by_status", &mut content.by_status), ("by_light", &mut content.by_light)] {
            for count in counts.iter_mut() {
                let in_one = |sent: &serde_json::Value| {
                    let row = sent[key].as_array()?.iter().find(|c| c["code"] == count.code.as_str());
                    row?["count"].as_i64()
                };
                // An older program may not have counted it.
                let then: Option<i64> = sent.iter().map(in_one).sum();
                count.sent = then.filter(|then| *then != count.before);
                differs |= count.sent.is_some();
            }
        }
    }
    if differs || newest.number > 0 {
        let reason = newest.reason.clone().filter(|_| newest.number > 0);
        // Of several plans it is said which one gave the reason.
        let reason = reason.map(|r| if then.plan.len() > 1 { format!("{}: {r}", newest.code) } else { r });
        content.restated = Some(Restated { quarter: compared, revision: newest.number, reason });
    }
    Ok(())
}
