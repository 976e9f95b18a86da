use super::context::Context;
use super::filters::Filters;
use super::output;
use anyhow::Result;
use fremdrift::model::parse_day;
use fremdrift::queries;
use fremdrift::report;
use std::process::ExitCode;

/// List objectives and how each stands
#[derive(clap::Args)]
pub struct List {
    #[command(flatten)]
    filters: Filters,
    /// As it was on this day, as is now known [else today]
    #[arg(long, value_name = "DAY")]
    as_of: Option<String>,
    /// Also what has been taken out of the plan
    #[arg(long)]
    retired: bool,
}

impl List {
    pub fn run(self, context: &mut Context) -> Result<ExitCode> {
        let store = context.open()?;
        let mut query = self.filters.query(&store, context.default_plan.as_deref())?;
        query.retired = self.retired;
        let on = match &self.as_of {
            Some(day) => parse_day(day, Some(context.moment.today))?,
            None => context.moment.today,
        };
        let lines = queries::objectives(&store, &query, on)?;
        let plans = store.plans()?;
        store.leave()?;
        output::document(context, &report::list::page(context.lang, &lines, on, &plans))?;
        Ok(ExitCode::SUCCESS)
    }
}
