use super::context::Context;
use super::filters::Filters;
use super::summary::{self, Request};
use super::{output, paper};
use anyhow::Result;
use fremdrift::model::Audience;
use fremdrift::queries;
use fremdrift::render::Format;
use fremdrift::report::summary::portfolio;
use std::path::PathBuf;
use std::process::ExitCode;

/// Show every plan in one report: a row a plan, what has changed, what needs a decision
///
/// The plans that run in the quarter, also those that have no objectives yet. What needs a decision is
/// red, late or blocked.
#[derive(clap::Args)]
pub struct Portfolio {
    /// 2023-Q2 (also 2023Q2, Q2 2023, 2. kvartal 2023) [else the one that runs today]
    #[arg(value_name = "QUARTER", num_args = 0..=3)]
    quarter: Vec<String>,
    /// As it was on this day, as is now known [else the last day of the quarter]
    #[arg(long, value_name = "DAY")]
    as_of: Option<String>,
    /// Compare with this quarter [else the one before]
    #[arg(long, value_name = "QUARTER")]
    compare: Option<String>,
    /// For somebody outside: partner or public [else internal: everything]
    #[arg(long, value_name = "AUDIENCE", default_value = "internal", hide_default_value = true)]
    audience: String,
    /// A Word file whose styles, page and headers the .docx takes
    #[arg(long, value_name = "FILE.docx")]
    template: Option<PathBuf>,
    /// Show it as a page in the browser
    #[arg(long)]
    open: bool,
    #[command(flatten)]
    filters: Filters,
}

impl Portfolio {
    pub fn run(self, context: &mut Context) -> Result<ExitCode> {
        let audience = Audience::parse(&self.audience)?;
        let shown = if self.open { Some(paper::shown(context)?) } else { None };
        output::known_ending(context)?;
        let template = paper::template(context, self.template.as_deref())?;
        let bar = output::working(context);
        let store = context.open()?;
        let quarter = self.quarter.join(" ");
        // It is about all plans, also for who works with one.
        context.default_plan = None;
        let request = Request {
            quarter: &quarter,
            as_of: self.as_of.as_deref(),
            compare: self.compare.as_deref(),
            audience,
            ..Request::new(&self.filters)
        };
        let asked = summary::asked(context, &store, "portfolio", &request)?;
        let portfolio = queries::portfolio(&store, &context.moment, &asked)?;
        let document = match context.format() {
            Format::Csv => portfolio::tidy(&portfolio, context.lang),
            _ => portfolio::page(&portfolio, asked.scope.to(context.lang), context.lang),
        };
        store.leave()?;
        output::made(context, &document, template.as_deref(), bar)?;
        if let Some(page) = shown {
            paper::show(&page)?;
        }
        Ok(ExitCode::SUCCESS)
    }
}
