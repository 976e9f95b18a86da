use super::context::Context;
use super::filters::Filters;
use super::output;
use anyhow::Result;
use fremdrift::i18n::sentences;
use fremdrift::model::Quarter;
use fremdrift::queries;
use fremdrift::report::check::{self, Check, Severity};
use std::process::ExitCode;

/// Check what is missing, late or contradicts itself
///
/// Errors: no-lead, green-overdue, open-activities, unknown-authority, undecided. Warnings: overdue, silent,
/// no-evidence, same-note, outside-period,
/// greener-than-dates. Exit code 4 where errors are found.
#[derive(clap::Args)]
pub struct CheckArgs {
    /// Names of checks [else all], and a quarter [else the one that runs today]
    #[arg(value_name = "NAME|QUARTER")]
    words: Vec<String>,
    #[command(flatten)]
    filters: Filters,
}

impl CheckArgs {
    pub fn run(self, context: &mut Context) -> Result<ExitCode> {
        let mut quarter = Quarter::of(context.moment.today);
        let mut checks = Vec::new();
        for word in &self.words {
            match Quarter::parse(word) {
                Ok(q) => quarter = q,
                // A word that begins with a digit was meant as a quarter.
                Err(e) if word.starts_with(|c: char| c.is_ascii_digit()) => return Err(e.into()),
                Err(_) => checks.push(Check::parse(word)?),
            }
        }
        let store = context.open()?;
        let query = self.filters.query(&store, context.default_plan.as_deref())?;
        let (findings, plans) = queries::check(&store, &context.moment, &query, quarter, &checks)?;
        let shown = |code: &str| findings.iter().any(|f| f.reference.starts_with(&format!("{code}/")));
        store.leave()?;
        let title = sentences::checks_title(context.lang, quarter);
        output::document(context, &check::page(context.lang, (title, quarter), &findings, &plans, shown))?;
        let errors = findings.iter().any(|f| f.severity == Severity::Error);
        Ok(if errors { ExitCode::from(4) } else { ExitCode::SUCCESS })
    }
}
