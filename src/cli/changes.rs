use super::context::Context;
use super::output;
use anyhow::Result;
use fremdrift::report;
use std::process::ExitCode;

/// List the changes, newest first, or show what one of them touched
#[derive(clap::Args)]
pub struct Changes {
    /// The number of a change
    #[arg(value_name = "CHANGE")]
    change: Option<i64>,
    /// How many to list
    #[arg(long, value_name = "NUMBER", default_value_t = 20)]
    limit: usize,
}

impl Changes {
    pub fn run(self, context: &mut Context) -> Result<ExitCode> {
        let store = context.open()?;
        let document = match self.change {
            Some(number) => report::changes::one(context.lang, &store.change(number)?, &store.touched(number)?),
            None => report::changes::page(context.lang, &store.changes(Some(self.limit))?),
        };
        store.leave()?;
        output::document(context, &document)?;
        Ok(ExitCode::SUCCESS)
    }
}
