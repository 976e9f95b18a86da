use super::context::Context;
use super::output;
use anyhow::Result;
use fremdrift::document::Block;
use fremdrift::queries::quarters;
use fremdrift::report::quarters as report;
use std::process::ExitCode;

/// List every plan and quarter: running, ended but not frozen, frozen with its revisions
///
/// Late lines are those that were logged, or withdrawn, after their quarter was frozen; they wait
/// until it is restated.
#[derive(clap::Args)]
pub struct Quarters {
    /// Only this plan; may be given twice
    #[arg(long, short = 'p', value_name = "PLAN")]
    plan: Vec<String>,
}

impl Quarters {
    pub fn run(self, context: &mut Context) -> Result<ExitCode> {
        let store = context.open()?;
        let plans = super::freeze::named(context, &store, &self.plan)?;
        let all = quarters(&store, &context.moment, &plans)?;
        let aside = store.quarters_put_aside()?;
        store.leave()?;
        let mut page = report::page(context.lang, &all);
        for frozen in aside.iter().filter(|q| plans.is_empty() || plans.contains(&q.code)) {
            page.add(Block::Foot(super::restore::told(context.lang, frozen)));
        }
        output::document(context, &page)?;
        Ok(ExitCode::SUCCESS)
    }
}
