use super::context::Context;
use super::filters::Filters;
use super::output;
use anyhow::Result;
use fremdrift::model::parse_day;
use fremdrift::queries;
use fremdrift::report;
use std::process::ExitCode;

/// Answer at once how it goes with what was promised: all that is open, over all plans
///
/// Also of plans that have expired. What is late comes first: since when, why, what it waits for, and when that was
/// last said. --authority ENS, --text vind or another filter says which.
#[derive(clap::Args)]
pub struct Promises {
    #[command(flatten)]
    filters: Filters,
    /// As it was on this day, as is now known [else today]
    #[arg(long, value_name = "DAY")]
    as_of: Option<String>,
}

impl Promises {
    pub fn run(self, context: &mut Context) -> Result<ExitCode> {
        let store = context.open()?;
        let mut query = self.filters.query(&store, None)?;
        query.open = true;
        let today = context.moment.today;
        let on = self.as_of.as_deref().map(|day| parse_day(day, Some(today))).transpose()?.unwrap_or(today);
        let lines = queries::promises(&store, &query, on)?;
        let plans = store.plans()?;
        store.leave()?;
        output::document(context, &report::promises::page(context.lang, lines, on, &plans))?;
        Ok(ExitCode::SUCCESS)
    }
}
