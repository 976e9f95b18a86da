use super::super::context::Context;
use super::super::output;
use super::asked::{authorities, quarter};
use anyhow::Result;
use fremdrift::commands::returns::standing;
use fremdrift::i18n::{answers, returns as words};
use std::process::ExitCode;

/// Accept the answers that have come back
#[derive(clap::Args)]
pub struct Accept {
    #[arg(value_name = "QUARTER", num_args = 1..=3, required = true)]
    quarter: Vec<String>,
    /// Only of this authority; may be given twice [else all that have answered]
    #[arg(long, short = 'a', value_name = "AUTHORITY")]
    authority: Vec<String>,
}

impl Accept {
    pub fn run(self, context: &mut Context) -> Result<ExitCode> {
        let quarter = quarter(&self.quarter)?;
        let mut store = context.open()?;
        let of = authorities(&store, &self.authority)?;
        let (codes, change) = standing::accept(&mut store, &context.moment, quarter, &of)?;
        let told = words::accepted(context.lang, quarter, &codes);
        output::line(&format!("{told}{}", answers::change(context.lang, change)))?;
        Ok(ExitCode::SUCCESS)
    }
}
