use super::context::Context;
use super::{freeze as freezing, output};
use anyhow::Result;
use fremdrift::commands::freeze;
use fremdrift::i18n::{answers, sentences};
use fremdrift::model::{Lang, Quarter};
use fremdrift::queries;
use fremdrift::report::summary::{self, ObjectiveRow};
use fremdrift::report::{compare, parts};
use std::process::ExitCode;

/// Correct a frozen quarter: a new revision beside the old one, with a reason, and what differs
///
/// A finding that was waived before stays waived where it was found.
#[derive(clap::Args)]
pub struct Restate {
    /// 2023-Q2 (also 2023Q2, Q2 2023, 2. kvartal 2023)
    #[arg(value_name = "QUARTER", num_args = 1..=3, required = true)]
    quarter: Vec<String>,
    /// Why it is corrected; the report says so
    #[arg(long, value_name = "TEXT", required = true, allow_hyphen_values = true)]
    reason: String,
    /// The plan [else the one that is frozen]
    #[arg(long, short = 'p', value_name = "PLAN")]
    plan: Option<String>,
    /// Set a finding aside: no-lead="why", or for one objective no-lead:ID-2021/4.1="why"
    #[arg(long, value_name = "CHECK=REASON")]
    waive: Vec<String>,
    /// Show what would differ; write nothing
    #[arg(long)]
    dry_run: bool,
}

impl Restate {
    pub fn run(self, context: &mut Context) -> Result<ExitCode> {
        let quarter = Quarter::parse(&self.quarter.join(" "))?;
        let waive = freezing::waivers(&self.waive)?;
        let mut store = context.open()?;
        let plan = self.plan.as_deref().or(context.default_plan.as_deref());
        let asked = fremdrift::model::revision::Asked { quarter, number: None, mark: None };
        let newest = queries::revision(&store, asked, plan)?;
        let plans = freeze::plans(&store, std::slice::from_ref(&newest.code), quarter)?;
        let reason = self.reason.trim();
        let made = |store: &_| freeze::correction(store, &context.moment, &plans[0], quarter, reason, &waive);
        let (first, before, content) = made(&store)?;
        let rows: Vec<ObjectiveRow> = summary::part(&content, "rows")?;
        if !first.stopped_by.is_empty() {
            return freezing::stop(context, quarter, &first.stopped_by, &plans, "restate", None);
        }
        let successions = store.successions()?;
        let compared = compare::compare(&rows, &first.content.rows, true, &|a, b| successions.same(a, b));
        let title = match context.lang {
            Lang::En => format!("{quarter} of {}: from revision {} to {}", first.plan, before.number, first.number),
            Lang::Da => format!(
                "{quarter} af {}: fra {} til {}",
                first.plan,
                sentences::edition(context.lang, before.number),
                sentences::edition(context.lang, first.number)
            ),
        };
        let (was, is) = (summary::value(&content), summary::value(first.kept()));
        let parts = parts::parts(&was, &is, compared.outcomes.is_empty());
        let page = compare::page(context.lang, title, &compared, &parts);
        store.rest()?;
        if self.dry_run {
            output::document(context, &page)?;
            context.say(answers::nothing_written(context.lang));
            return Ok(ExitCode::SUCCESS);
        }
        let again = |store: &_| Ok(vec![made(store)?.0]);
        let (kept, change) = freeze::keep(&mut store, &context.moment, Some(reason), &again)?;
        output::document(context, &page)?;
        for m in &kept {
            freezing::told(context, m, change)?;
        }
        let later = store.revisions(Some(&newest.code))?.into_iter().find(|r| r.quarter > quarter);
        if let Some(later) = later {
            context.say(&answers::later_rests_on_it(context.lang, later.quarter, &later.code));
        }
        Ok(ExitCode::SUCCESS)
    }
}
