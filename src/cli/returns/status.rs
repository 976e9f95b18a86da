use super::super::context::Context;
use super::super::{freeze, output};
use super::asked::quarter;
use anyhow::Result;
use fremdrift::commands::returns::standing;
use fremdrift::model::Quarter;
use fremdrift::report::returns as report;
use std::process::ExitCode;

/// How the returns of a quarter stand: sent, received, missing, on time, answered of asked
#[derive(clap::Args)]
pub struct Status {
    /// [else the newest quarter that sheets were sent for]
    #[arg(value_name = "QUARTER", num_args = 0..=3)]
    quarter: Vec<String>,
    /// Only sheets about this plan; may be given twice
    #[arg(long, short = 'p', value_name = "PLAN")]
    plan: Vec<String>,
}

impl Status {
    pub fn run(self, context: &mut Context) -> Result<ExitCode> {
        let store = context.open()?;
        let quarter = match self.quarter.is_empty() {
            true => store.newest_return()?.unwrap_or(Quarter::of(context.moment.today)),
            false => quarter(&self.quarter)?,
        };
        let plans = freeze::named(context, &store, &self.plan)?;
        let states = standing::states(&store, &context.moment, quarter, &plans)?;
        store.leave()?;
        output::document(context, &report::status(context.lang, quarter, &states))?;
        Ok(ExitCode::SUCCESS)
    }
}
