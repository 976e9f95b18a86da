use super::context::Context;
use super::output;
use anyhow::Result;
use fremdrift::commands::init::{self, Fill};
use fremdrift::i18n::answers;
use fremdrift::model::both;
use std::process::ExitCode;

/// Make a new file, for your eyes only
///
/// Never over a file that is there. With --portfolio it holds Denmark's nine strategic partnerships,
/// their plans, 44 authorities, and 86 objectives of Indonesia's plan of 2021-2024: a reconstruction
/// from public sources, marked as such. With --illustrative also made-up entries, each marked, so
/// that quarters have something to show.
#[derive(clap::Args)]
pub struct Init {
    /// Load the shipped portfolio
    #[arg(long)]
    portfolio: bool,
    /// Load the shipped portfolio and illustrative entries
    #[arg(long)]
    illustrative: bool,
}

impl Init {
    pub fn run(self, context: &mut Context) -> Result<ExitCode> {
        let path = context.global.db.clone().unwrap_or_else(|| "fremdrift.db".into());
        let fill = match (self.portfolio, self.illustrative) {
            (_, true) => Fill::Illustrated,
            (true, false) => Fill::Portfolio,
            _ => Fill::Nothing,
        };
        let (_, parts) = init::init(&path, &context.moment, fill)?;
        let parts: Vec<String> = parts
            .iter()
            .map(|(name, done)| answers::part(context.lang, name.trim_end_matches(".csv"), done.added.len()))
            .collect();
        output::line(&answers::made(context.lang, &path.display().to_string(), &parts))?;
        context.hint(&if fill == Fill::Nothing {
            both!(
                "begin with a plan: fremdrift plan add MX-2030 --title \"...\" --from 2026 --to 2030",
                "begynd med en plan: fremdrift plan add MX-2030 --title \"...\" --from 2026 --to 2030"
            )
        } else {
            both!(
                "look at Indonesia's plan: fremdrift list --plan ID-2021",
                "se Indonesiens plan: fremdrift list --plan ID-2021"
            )
        });
        Ok(ExitCode::SUCCESS)
    }
}
