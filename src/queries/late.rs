//! What became of a quarter since it was sent: lines that came late, figures that are others now.

use super::Result;
use super::asked::Asked;
use crate::model::Quarter;
use crate::report::summary::{self, Content, Late, Restated, Subject};
use crate::store::{LateLine, Store};

/// The newest revision of the plan's quarter, where it is that quarter that is summed up again.
pub fn sent_revision(store: &Store, asked: &Asked) -> Result<Option<i64>> {
    match asked.whole_plan() {
        Some(plan) if asked.issue.is_none() && asked.as_of.is_none() => {
            let revisions = store.revisions(Some(plan))?;
            Ok(revisions.into_iter().filter(|r| r.quarter == asked.quarter).map(|r| r.number).max())
        }
        _ => Ok(None),
    }
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

/// Says which figures of the quarter before are not those that were first sent.
pub fn restated(
    store: &Store,
    asked: &Asked,
    plans: &[String],
    compared: Quarter,
    content: &mut Content,
) -> Result<()> {
    let revisions = store.revisions(None)?;
    let of: Vec<_> = revisions.iter().filter(|r| plans.contains(&r.code) && r.quarter == compared).collect();
    let Some(first) = of.first() else { return Ok(()) };
    let newest = of.iter().max_by_key(|r| r.number).unwrap_or(first);
    let mut differs = false;
    if asked.whole_plan() == Some(first.code.as_str()) {
        let sent = summary::kept(&store.frozen_content(first.id)?).unwrap_or_default();
        for (key, counts) in [("by_status", &mut content.by_status), ("by_light", &mut content.by_light)] {
            for count in counts.iter_mut() {
                let row = sent[key].as_array().and_then(|all| all.iter().find(|c| c["code"] == count.code.as_str()));
                let then = row.and_then(|c| c["count"].as_i64());
                count.sent = then.filter(|then| *then != count.before);
                differs |= count.sent.is_some();
            }
        }
    }
    if differs || newest.number > 0 {
        content.restated = Some(Restated {
            quarter: compared,
            revision: newest.number,
            reason: newest.reason.clone().filter(|_| newest.number > 0),
        });
    }
    Ok(())
}
