//! Every plan and quarter: running, ended but not frozen, frozen with its revisions.

use crate::document::{Block, Cell, Column, Document, Table};
use crate::i18n;
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

pub fn page(lang: Lang, plans: &[Plan]) -> Document {
    let title = match lang {
        Lang::En => "Quarters",
        Lang::Da => "Kvartaler",
    };
    let mut page = Document::new(lang, title);
    let mut table = Table::new(
        "quarters",
        vec![
            Column::tight("plan", i18n::PLAN.to(lang)),
            Column::tight("quarter", i18n::QUARTER.to(lang)),
            Column::words("state", i18n::STATE.to(lang)),
            Column::tight("revision", i18n::REVISION_NUMBER.to(lang)),
            Column::tight("frozen_on", i18n::FROZEN_ON.to(lang)),
            Column::words("author", i18n::AUTHOR.to(lang)),
            Column::tight("late", i18n::LATE_WAITING.to(lang)),
            Column::wraps("reason", i18n::REASON.to(lang)),
        ],
    )
    .or_say(match lang {
        Lang::En => "No plan has objectives.",
        Lang::Da => "Ingen plan har målsætninger.",
    });
    for plan in plans {
        for q in &plan.quarters {
            let head = |state: i18n::Word| {
                vec![Cell::id(&plan.plan.code), Cell::id(q.quarter.to_string()), Cell::text(state.to(lang))]
            };
            if q.revisions.is_empty() {
                let mut row = head(if q.state == State::Running { i18n::RUNNING } else { i18n::NOT_FROZEN });
                row.resize(8, Cell::Empty);
                table.rows.push(row);
            }
            for (i, r) in q.revisions.iter().enumerate() {
                let mut row = head(i18n::FROZEN);
                let newest = i + 1 == q.revisions.len();
                row.extend([
                    Cell::id(r.number.to_string()),
                    Cell::Day(r.at.date_naive()),
                    Cell::text(&r.author),
                    if newest && q.waiting > 0 { Cell::Count(q.waiting) } else { Cell::Empty },
                    Cell::text(r.reason.as_deref().unwrap_or_default()),
                ]);
                table.rows.push(row);
            }
        }
    }
    page.add(Block::Table(table));
    let waiting = plans.iter().flat_map(|p| p.quarters.iter().map(move |q| (p, q))).find(|(_, q)| q.waiting > 0);
    if let Some((plan, q)) = waiting {
        let command = format!("fremdrift restate {} --plan {} --reason \"...\"", q.quarter, plan.plan.code);
        page.add(Block::Foot(match lang {
            Lang::En => format!("Lines came after the quarter was frozen. A correction: {command}"),
            Lang::Da => format!("Linjer kom til, efter at kvartalet var fastfrosset. En rettelse: {command}"),
        }));
    }
    page
}
