//! Every plan and quarter: running, ended but not frozen, frozen with its revisions.

use crate::document::{Block, Cell, Document, Table};
use crate::i18n::{self, Word};
use crate::model::{Lang, PlanInfo, Quarter, Revision};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Running,
    Ended,
    Frozen,
}

pub struct Status {
    pub quarter: Quarter,
    pub state: State,
    /// Oldest first.
    pub revisions: Vec<Revision>,
    /// Late lines that no revision knows.
    pub waiting: i64,
}

pub struct Plan {
    pub plan: PlanInfo,
    pub quarters: Vec<Status>,
}

fn state(state: State) -> Word {
    match state {
        State::Running => i18n::RUNNING,
        State::Ended => i18n::NOT_FROZEN,
        State::Frozen => i18n::FROZEN,
    }
}

pub fn page(lang: Lang, plans: &[Plan]) -> Document {
    let mut page = Document::new(lang, Word("Quarters", "Kvartaler").to(lang));
    // A quarter that is not frozen has a row too, without a revision.
    let rows = plans.iter().flat_map(|plan| {
        plan.quarters.iter().flat_map(move |q| {
            let frozen = q.revisions.iter().map(Some);
            let open = q.revisions.is_empty().then_some(None);
            frozen.chain(open).map(move |revision| (plan, q, revision))
        })
    });
    let waiting = |q: &Status, revision: Option<&Revision>| {
        let is_newest = revision.is_some_and(|r| q.revisions.last().is_some_and(|last| last.id == r.id));
        if is_newest && q.waiting > 0 { Cell::Count(q.waiting) } else { Cell::Empty }
    };
    let table = Table::of("quarters", lang, rows)
        .tight("plan", i18n::PLAN, |(plan, ..)| Cell::id(&plan.plan.code))
        .tight("quarter", i18n::QUARTER, |(_, q, _)| Cell::id(q.quarter.to_string()))
        .words("state", i18n::STATE, |(_, q, _)| Cell::text(state(q.state).to(lang)))
        .tight("revision", i18n::REVISION_NUMBER, |(.., r)| Cell::maybe(*r, |r| Cell::id(r.edition())))
        .tight("frozen_on", i18n::FROZEN_ON, |(.., r)| Cell::maybe(*r, |r| Cell::Day(r.at.date_naive())))
        .words("author", i18n::AUTHOR, |(.., r)| Cell::maybe(*r, |r| Cell::text(&r.author)))
        .tight("late", i18n::LATE_WAITING, |(_, q, r)| waiting(q, *r))
        .wraps("reason", i18n::REASON, |(.., r)| Cell::maybe(r.and_then(|r| r.reason.as_deref()), Cell::text))
        .or_say(Word("No plan has objectives.", "Ingen plan har målsætninger."));
    page.add(Block::Table(table.done()));
    let waiting = plans.iter().flat_map(|p| p.quarters.iter().map(move |q| (p, q))).find(|(_, q)| q.waiting > 0);
    if let Some((plan, q)) = waiting {
        let command = format!("fremdrift restate {} --plan {} --reason \"...\"", q.quarter, plan.plan.code);
        page.add(Block::Foot(match lang {
            Lang::En => format!("Lines came after the quarter was frozen. A correction: {command}"),
            Lang::Da => format!(
                "Der er kommet indberetninger til, efter at kvartalet blev låst. Ret den sendte udgave med: {command}"
            ),
        }));
    }
    page
}
