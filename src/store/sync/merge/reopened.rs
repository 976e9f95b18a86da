//! Objectives that ended in one copy and are open in the other, which did not know it.

use super::Merge;
use crate::model::Entry;
use crate::store::{Result, Subject};
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};

/// Two lines of one log, each from another copy: it ended, and it is open again.
#[derive(Clone, Debug)]
pub struct Reopened {
    /// ID-2021/4.1
    pub name: String,
    pub ended: Entry,
    pub open: Entry,
}

impl Merge<'_> {
    /// Those of these logs that are open now though one copy had ended them. What a copy opened again
    /// itself, knowing that it had ended, was decided there.
    pub fn reopened(&self, logs: &BTreeSet<Subject>) -> Result<Vec<Reopened>> {
        let brought = self.lines_brought();
        let mut all = Vec::new();
        for of in logs {
            let log = self.w.log(*of)?;
            if log.last().is_none_or(|newest| newest.facts.status.is_ended()) {
                continue;
            }
            let pairs = log.windows(2).rev().filter_map(|pair| match pair {
                [ended, open] if open.update().reopens(&ended.facts) => Some((ended, open)),
                _ => None,
            });
            if let Some((ended, open)) = pairs.take(1).next()
                && self.unaware(&brought, ended, open)
            {
                all.push(Reopened { name: self.called(*of)?, ended: ended.clone(), open: open.clone() });
            }
        }
        Ok(all)
    }

    /// Whether one of two lines was brought, and the change that wrote it did not know the other.
    fn unaware(&self, brought: &HashMap<&str, usize>, ended: &Entry, open: &Entry) -> bool {
        match (brought.get(ended.uid.as_str()), brought.get(open.uid.as_str())) {
            (Some(step), None) => !self.happened_before(*step, open.changed_in),
            (None, Some(step)) => !self.happened_before(*step, ended.changed_in),
            _ => false,
        }
    }

    /// The identities of the lines that the other copy added, with the step that added them.
    fn lines_brought(&self) -> HashMap<&str, usize> {
        let steps = self.bundle.steps.iter().enumerate();
        let added =
            steps.flat_map(|(at, s)| s.row_changes.iter().map(move |e| (at, e))).filter(|(_, e)| e.before.is_none());
        let lines = added.filter(|(_, e)| self.bundle.rows.get(e.row).is_some_and(|r| r.table == "entry"));
        lines.filter_map(|(at, e)| Some((e.after.as_ref()?.get("uid").and_then(Value::as_str)?, at))).collect()
    }

    fn called(&self, Subject { objective, activity }: Subject) -> Result<String> {
        self.w.one(
            "SELECT p.code || '/' || o.number || coalesce('/' || (SELECT number FROM activity WHERE id = ?2), '')
             FROM objective o JOIN plan p ON p.id = o.plan WHERE o.id = ?1",
            (objective, activity),
        )
    }
}
