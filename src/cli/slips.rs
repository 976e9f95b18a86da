use super::context::Context;
use super::filters::Filters;
use super::output;
use anyhow::Result;
use fremdrift::model::parse_day;
use fremdrift::queries::{corrected, slips};
use fremdrift::report::{caveats, slips as report};
use std::process::ExitCode;

/// List the deadlines that slipped: original, approved, expected, each move with its reason
///
/// The computed light, from dates alone, stands beside the judged one; where that is greener it is
/// named. How many months late is green or yellow is set with `fremdrift setting`.
#[derive(clap::Args)]
pub struct Slips {
    /// As it was on this day, as is now known [else today]
    #[arg(long, value_name = "DAY")]
    as_of: Option<String>,
    #[command(flatten)]
    filters: Filters,
}

impl Slips {
    pub fn run(self, context: &mut Context) -> Result<ExitCode> {
        let store = context.open()?;
        let today = context.moment.today;
        let on = self.as_of.as_deref().map(|d| parse_day(d, Some(today))).transpose()?.unwrap_or(today);
        let query = self.filters.query(&store, context.default_plan.as_deref())?;
        let all = slips(&store, &query, on)?;
        let mut page = report::page(context.lang, &all, on, &store.authority_names(on)?);
        report::corrections(&mut page, context.lang, &corrected(&store, &query, on)?);
        caveats(&mut page, &store.plans()?, |code| all.slips.iter().any(|s| s.line.plan == code));
        store.leave()?;
        output::document(context, &page)?;
        Ok(ExitCode::SUCCESS)
    }
}
