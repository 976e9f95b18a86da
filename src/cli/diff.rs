use super::context::Context;
use super::filters::Filters;
use super::{failure, output};
use anyhow::Result;
use chrono::NaiveDate;
use fremdrift::model::both;
use fremdrift::model::{Lang, Quarter, parse_day, revision};
use fremdrift::queries;
use fremdrift::report::summary::{self, ObjectiveRow};
use fremdrift::report::{compare, parts};
use fremdrift::store::Store;
use std::process::ExitCode;

/// Compare two points in time: what is new, changed, unchanged, retired, with old and new values
///
/// A point is a quarter (its last day, or today while it runs) or a day, as is now known. With
/// --as-reported both are frozen quarters, as they were sent: 2023-Q2.0 2023-Q2.1.
#[derive(clap::Args)]
pub struct Diff {
    /// The earlier point: 2022-Q4, 2022-12-31; with --as-reported 2023-Q2.0
    #[arg(value_name = "FROM")]
    from: String,
    /// The later point
    #[arg(value_name = "TO")]
    to: String,
    /// As it was sent, not as it is now known
    #[arg(long)]
    as_reported: bool,
    #[command(flatten)]
    filters: Filters,
}

impl Diff {
    pub fn run(self, context: &mut Context) -> Result<ExitCode> {
        let store = context.open()?;
        let sent = match self.as_reported {
            true => Some((self.sent(context, &store, &self.from)?, self.sent(context, &store, &self.to)?)),
            false => None,
        };
        let (before, after): (Vec<ObjectiveRow>, Vec<ObjectiveRow>) = match &sent {
            Some((from, to)) => (summary::part(from, "rows")?, summary::part(to, "rows")?),
            None => (self.known(context, &store, &self.from)?, self.known(context, &store, &self.to)?),
        };
        let successions = store.successions()?;
        let compared = compare::compare(&before, &after, self.as_reported, &|a, b| successions.same(a, b));
        let title = match context.lang {
            Lang::En => format!("From {} to {}", self.from, self.to),
            Lang::Da => format!("Fra {} til {}", self.from, self.to),
        };
        let parts = sent.map_or_else(Vec::new, |(from, to)| {
            parts::parts(&summary::value(&from), &summary::value(&to), compared.outcomes.is_empty())
        });
        let mut page = compare::page(context.lang, title, &compared, &parts);
        let plans = store.plans()?;
        let shown = |code: &str| after.iter().chain(&before).any(|r| r.reference.starts_with(&format!("{code}/")));
        fremdrift::report::caveats(&mut page, &plans, shown);
        store.leave()?;
        output::document(context, &page)?;
        Ok(ExitCode::SUCCESS)
    }

    fn known(&self, context: &Context, store: &Store, point: &str) -> Result<Vec<ObjectiveRow>> {
        let today = context.moment.today;
        let day: NaiveDate = match Quarter::parse(point) {
            Ok(quarter) => queries::day_of(quarter, today),
            Err(_) if revision::Asked::parse(point).is_ok() => {
                let what = both!("«{point}» is a revision", "»{point}« er en udgave");
                let hint = both!(
                    "compare what was sent with: --as-reported {from} {to}",
                    "sammenlign det, der er sendt, med: --as-reported {from} {to}",
                    from = &self.from,
                    to = &self.to
                );
                return Err(failure::Usage { what, hint }.into());
            }
            Err(_) => parse_day(point, Some(today))?,
        };
        let query = self.filters.query(store, context.default_plan.as_deref())?;
        Ok(queries::counted_rows(store, &query, day)?)
    }

    fn sent(&self, context: &Context, store: &Store, point: &str) -> Result<String> {
        let only_plans = Filters { plan: self.filters.plan.clone(), ..Filters::default() };
        if only_plans.typed() != self.filters.typed() {
            let what = both!("what was sent can't be filtered", "det, der er sendt, kan ikke filtreres");
            let hint = both!("it is asked for by its plan alone: --plan ID-2021", "angiv alene planen: --plan ID-2021");
            return Err(failure::Usage { what, hint }.into());
        }
        let plan = self.filters.plan.first().map(String::as_str).or(context.default_plan.as_deref());
        let found = queries::revision(store, revision::Asked::parse(point)?, plan)?;
        Ok(store.frozen_content(found.id)?)
    }
}
