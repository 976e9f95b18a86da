use super::context::Context;
use super::failure;
use super::output;
use super::writes::Writes;
use anyhow::Result;
use fremdrift::commands::freeze::{self, FreezeRequest, Made, Waive};
use fremdrift::commands::returns::standing;
use fremdrift::i18n::{answers, returns, sentences};
use fremdrift::model::{PlanInfo, Quarter, Refusal, Worded, both};
use fremdrift::queries;
use fremdrift::report::check::{self, Finding};
use fremdrift::report::summary::View;
use fremdrift::store::Store;
use std::process::ExitCode;

/// Freeze a quarter as it is sent: what was reported can then be found again, exactly, for ever
///
/// The checks run first; an error stops it, unless it is waived with a reason that the report shows.
/// A correction is made with `restate`; what was sent stays. Exit code 4 where errors stop it.
#[derive(clap::Args)]
pub struct Freeze {
    /// 2023-Q2 (also 2023Q2, Q2 2023, 2. kvartal 2023)
    #[arg(value_name = "QUARTER", num_args = 1..=3, required = true)]
    quarter: Vec<String>,
    /// The plan; may be given twice [else every plan with objectives that runs in the quarter]
    #[arg(long, short = 'p', value_name = "PLAN")]
    plan: Vec<String>,
    /// Set a finding aside: no-lead="why", or for one objective no-lead:ID-2021/4.1="why"
    #[arg(long, value_name = "CHECK=REASON")]
    waive: Vec<String>,
    /// Freeze it before it has ended, and why
    #[arg(long, value_name = "REASON", allow_hyphen_values = true)]
    early: Option<String>,
    /// Leave earlier quarters open
    #[arg(long)]
    skip_earlier: bool,
    /// Show what it would contain and what the checks say; write nothing
    #[arg(long)]
    dry_run: bool,
}

impl Freeze {
    pub fn writes(&self) -> Writes {
        if self.dry_run { Writes::Page } else { Writes::Nothing }
    }

    pub fn run(self, context: &mut Context) -> Result<ExitCode> {
        let quarter = Quarter::parse(&self.quarter.join(" "))?;
        let waive = waivers(&self.waive)?;
        let ask = FreezeRequest { quarter, waive, early: self.early.clone(), skip_earlier: self.skip_earlier };
        let mut store = context.open()?;
        let named = named(context, &store, &self.plan)?;
        let plans = freeze::plans(&store, &named, quarter)?;
        let made = freeze::prepare(&store, &context.moment, &plans, &ask)?;
        let codes: Vec<String> = plans.iter().map(|p| p.code.clone()).collect();
        warn_of_missing(context, &store, quarter, &codes)?;
        for frozen in store.quarters_put_aside()? {
            if frozen.quarter == quarter.to_string() && codes.contains(&frozen.code) {
                context.say(&super::restore::told(context.lang, &frozen));
            }
        }
        let earlier = made.iter().find_map(|m| Some((m.plan.clone(), m.earlier?)));
        let stopped: Vec<Finding> = made.iter().flat_map(|m| m.stopped_by.clone()).collect();
        store.rest()?;
        if self.dry_run {
            let page = |m: &Made| {
                // It is no revision yet, and may become none.
                let mut content = m.content.clone();
                content.frame.revision = None;
                queries::page(&content, context.format(), context.lang, &View::default())
            };
            output::documents(context, made.iter().map(page).collect())?;
        }
        let open = |(plan, earlier): (String, Quarter)| Refusal::EarlierOpen {
            quarter: quarter.to_string(),
            earlier: earlier.to_string(),
            plan,
        };
        match (stopped.is_empty(), earlier.map(open)) {
            (true, None) => {}
            (true, Some(open)) => return Err(open.into()),
            // All that stands in the way is told at once.
            (false, open) => return stop(context, quarter, &stopped, &plans, "freeze", open.as_ref()),
        }
        if self.dry_run {
            context.say(answers::nothing_written(context.lang));
            return Ok(ExitCode::SUCCESS);
        }
        let again = |store: &_| freeze::prepare(store, &context.moment, &plans, &ask);
        let (made, change) = freeze::keep(&mut store, &context.moment, self.early.as_deref(), &again)?;
        for m in &made {
            told(context, m, change)?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

pub fn waivers(texts: &[String]) -> Result<Vec<Waive>> {
    texts.iter().map(|t| Ok(Waive::parse(t)?)).collect()
}

/// The plans that are named, else the one of the configuration.
pub fn named(context: &Context, store: &fremdrift::store::Store, plans: &[String]) -> Result<Vec<String>> {
    let default = context.default_plan.iter().filter(|_| plans.is_empty());
    plans.iter().chain(default).map(|p| Ok(store.plan_code(p)?)).collect()
}

/// One line that says what was kept, and one that prints it.
pub fn told(context: &Context, m: &Made, change: i64) -> Result<()> {
    let c = &m.content;
    let counts = [c.objectives, c.reported, c.due];
    output::line(&answers::frozen(context.lang, m.quarter, &m.plan, m.number, counts, change))?;
    output::line(&format!("SHA-256 {}", m.digest))?;
    context.say(&answers::print_it(context.lang, &c.frame.command));
    Ok(())
}

/// Errors that nobody waived: they are listed, and how to waive them is said.
pub fn stop(
    context: &Context,
    quarter: Quarter,
    stopped: &[Finding],
    plans: &[PlanInfo],
    verb: &str,
    earlier: Option<&Refusal>,
) -> Result<ExitCode> {
    let shown = |code: &str| stopped.iter().any(|f| f.reference.starts_with(&format!("{code}/")));
    let title = sentences::stops_freezing(context.lang, quarter);
    let page = check::page(context.lang, (title, quarter), stopped, plans, shown);
    output::print(&fremdrift::render::render(
        &page,
        fremdrift::render::Format::Text,
        &context.page(),
        context.global.profile,
    )?)?;
    let mut checks: Vec<&str> = stopped.iter().map(|f| f.check.code()).collect();
    checks.sort_unstable();
    checks.dedup();
    let waive: Vec<String> = checks.iter().map(|c| format!("--waive {c}=\"...\"")).collect();
    let (lang, count, waive) = (context.lang, stopped.len(), waive.join(" "));
    let mut told = vec![match count {
        1 => both!("1 error stops it; nothing was written", "1 fejl står i vejen; intet er skrevet"),
        _ => both!("{count} errors stop it; nothing was written", "{count} fejl står i vejen; intet er skrevet"),
    }];
    let mut also = String::new();
    if let Some(earlier) = earlier {
        told.push(earlier.line());
        also.push_str(" --skip-earlier");
    }
    if let [plan] = plans {
        also.push_str(&format!(" --plan {}", plan.code));
    }
    let hint = both!(
        "mend them, or say why each is set aside: fremdrift {verb} {quarter}{also} {waive}",
        "ret dem, eller begrund, hvorfor hver enkelt fraviges: fremdrift {verb} {quarter}{also} {waive}"
    );
    failure::say(lang, &told, &[hint]);
    Ok(ExitCode::from(4))
}

/// Returns that are still to come, before a quarter is frozen without them.
fn warn_of_missing(context: &Context, store: &Store, quarter: Quarter, plans: &[String]) -> Result<()> {
    let missing = standing::missing(store, &context.moment, quarter, plans)?;
    if !missing.is_empty() {
        let codes: Vec<String> = missing
            .iter()
            .map(|s| format!("{} ({})", s.authority, returns::standing(context.lang, s.standing)))
            .collect();
        context.say(&returns::frozen_without(context.lang, quarter, &codes.join(", ")));
    }
    Ok(())
}
