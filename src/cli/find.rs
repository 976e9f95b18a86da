use super::context::Context;
use super::output;
use anyhow::Result;
use fremdrift::report;
use std::process::ExitCode;

/// Find words in titles and notes, in Danish and English, the best first
///
/// Every word must be there; the beginning of a word is enough (energi finds energistyrelsen). Words
/// in quotation marks must follow each other.
#[derive(clap::Args)]
pub struct Find {
    /// The words
    #[arg(value_name = "WORDS", required = true)]
    words: Vec<String>,
    /// How many to show
    #[arg(long, value_name = "NUMBER", default_value_t = 20)]
    limit: usize,
}

impl Find {
    pub fn run(self, context: &mut Context) -> Result<ExitCode> {
        let store = context.open()?;
        let (hits, total) = store.find(&self.words, self.limit)?;
        let hits: Vec<_> = hits
            .into_iter()
            .map(|f| report::find::Hit {
                reference: f.reference.to_string(),
                plan: f.reference.plan,
                as_of: f.as_of,
                snippet: f.snippet,
                illustrative: f.illustrative,
            })
            .collect();
        let plans = store.plans()?;
        store.leave()?;
        output::document(context, &report::find::page(context.lang, &hits, total, &plans))?;
        Ok(ExitCode::SUCCESS)
    }
}
