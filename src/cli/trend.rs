use super::context::Context;
use super::filters::Filters;
use super::{output, summary};
use anyhow::Result;
use fremdrift::model::{Audience, Quarter};
use fremdrift::queries;
use fremdrift::render::Format;
use fremdrift::report::trend::{page, tidy};
use std::process::ExitCode;

/// Show a plan over time: a row a quarter, with statuses, lights and how many were reported
///
/// As is now known. An r marks a quarter that was restated, or whose figures are no longer those that
/// were first sent.
#[derive(clap::Args)]
pub struct Trend {
    /// Up to this quarter [else the one that runs today]
    #[arg(value_name = "QUARTER", num_args = 0..=3)]
    quarter: Vec<String>,
    /// For somebody outside: partner or public [else internal: everything]
    #[arg(long, value_name = "AUDIENCE", default_value = "internal", hide_default_value = true)]
    audience: String,
    #[command(flatten)]
    filters: Filters,
}

impl Trend {
    pub fn run(self, context: &mut Context) -> Result<ExitCode> {
        let audience = Audience::parse(&self.audience)?;
        let bar = output::working(context);
        let store = context.open()?;
        let query = self.filters.query(&store, context.default_plan.as_deref())?;
        let until = match self.quarter.join(" ").trim() {
            "" => Quarter::of(context.moment.today),
            text => Quarter::parse(text)?,
        };
        let (quarters, plans) = queries::over_time(&store, &context.moment, &query, until, audience)?;
        let document = match context.format() {
            Format::Csv => tidy(context.lang, &quarters),
            _ => {
                let scope = queries::scope(&store, &query, context.moment.today)?;
                let command = format!("fremdrift trend {until} {}", summary::typed(&self.filters, &query));
                page(context.lang, scope.to(context.lang), &plans, &quarters, command.trim())
            }
        };
        store.leave()?;
        output::made(context, &document, None, bar)?;
        Ok(ExitCode::SUCCESS)
    }
}
