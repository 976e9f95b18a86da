use super::context::Context;
use super::failure::Usage;
use super::filters::Filters;
use super::output;
use anyhow::Result;
use chrono::{Days, Months, NaiveDate};
use fremdrift::model::both;
use fremdrift::queries;
use fremdrift::report;
use std::process::ExitCode;

/// List what falls due, overdue first: objectives and activities that are open
#[derive(clap::Args)]
pub struct Due {
    /// How far ahead to look: 90d, 6w, 3m, 1y
    #[arg(long, value_name = "TIME", default_value = "90d")]
    within: String,
    #[command(flatten)]
    filters: Filters,
}

/// Reads 90d, 6w, 3m, 1y.
fn until(text: &str, today: NaiveDate) -> Result<NaiveDate> {
    let refused = || Usage {
        what: both!("«{text}» is not a length of time", "»{text}« er ikke et tidsrum"),
        hint: both!("write 90d, 6w, 3m or 1y", "skriv 90d (dage), 6w (uger), 3m (måneder) eller 1y (år)"),
    };
    let text = text.trim();
    let unit = text.chars().last().ok_or_else(refused)?;
    let number: u32 = text[..text.len() - unit.len_utf8()].parse().map_err(|_| refused())?;
    let day = match unit {
        'd' => today.checked_add_days(Days::new(number.into())),
        'w' | 'u' => today.checked_add_days(Days::new(u64::from(number) * 7)),
        'm' => today.checked_add_months(Months::new(number)),
        'y' | 'å' => today.checked_add_months(Months::new(number.saturating_mul(12))),
        _ => return Err(refused().into()),
    };
    Ok(day.filter(|d| *d < NaiveDate::from_ymd_opt(3000, 1, 1).unwrap_or_default()).ok_or_else(refused)?)
}

impl Due {
    pub fn run(self, context: &mut Context) -> Result<ExitCode> {
        let store = context.open()?;
        let on = context.moment.today;
        let until = until(&self.within, on)?;
        let query = self.filters.query(&store, context.default_plan.as_deref())?;
        let (lines, activities) = queries::due(&store, &query, on, until)?;
        let plans = store.plans()?;
        store.leave()?;
        output::document(context, &report::due::page(context.lang, &lines, &activities, on, until, &plans))?;
        Ok(ExitCode::SUCCESS)
    }
}
