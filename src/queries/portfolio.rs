//! Every plan by itself, for one report.

use super::Result;
use super::asked::{Asked, day_of, taking_part};
use super::expired::expired;
use super::summary::summary;
use crate::model::{Audience, Moment, Query};
use crate::report::summary::portfolio::{OfPlan, Portfolio};
use crate::store::Store;

/// The quarter of every plan that takes part, each by itself.
pub fn portfolio(store: &Store, moment: &Moment, asked: &Asked) -> Result<Portfolio> {
    let all = store.plans()?;
    let quarter = asked.quarter;
    let on = asked.as_of.unwrap_or_else(|| day_of(quarter, moment.today));
    let filtered = !asked.query.asks_for_plans_alone();
    let mut plans = Vec::new();
    let part = taking_part(&all, &asked.query, quarter);
    let running = !part.is_empty();
    for plan in part {
        let query = Query { plan: vec![plan.code.clone()], ..asked.query.clone() };
        let content = summary(store, moment, &Asked { query, ..asked.clone() })?;
        // A reader who asks for one authority does not want to hear of plans in which it has nothing.
        if content.objectives > 0 || !filtered {
            plans.push(OfPlan { plan, content });
        }
    }
    let inside = asked.audience == Audience::Internal;
    let expired = if inside { expired(store, &all, asked, quarter, on)? } else { vec![] };
    Ok(Portfolio { plans, running, expired, command: asked.command.clone() })
}
