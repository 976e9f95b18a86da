use super::super::context::Context;
use super::super::output;
use anyhow::Result;
use fremdrift::commands::returns::standing;
use fremdrift::i18n::{answers, returns as words};
use fremdrift::model::Quarter;
use std::process::ExitCode;

/// Send an answer back with a question; it goes out with the next sheet
#[derive(clap::Args)]
pub struct Question {
    #[arg(value_name = "REFERENCE")]
    reference: String,
    #[arg(value_name = "TEXT", allow_hyphen_values = true)]
    text: String,
    /// The quarter of the return [else the newest that sheets were sent for]
    #[arg(long, value_name = "QUARTER")]
    quarter: Option<String>,
}

impl Question {
    pub fn run(self, context: &mut Context) -> Result<ExitCode> {
        let mut store = context.open()?;
        let reference = context.reference(&store, &self.reference, None)?;
        let quarter = self.quarter.as_deref().map(Quarter::parse).transpose()?;
        let (authorities, quarter, change) =
            standing::question(&mut store, &context.moment, quarter, &reference, &self.text)?;
        let told = words::asked_back(context.lang, &authorities, &reference.to_string(), quarter);
        output::line(&format!("{told}{}", answers::change(context.lang, Some(change))))?;
        Ok(ExitCode::SUCCESS)
    }
}
