//! The filters that many commands take, as they are typed.

use anyhow::Result;
use clap::Args;
use fremdrift::model::snapshot::{Shown, status_or_none};
use fremdrift::model::{Interest, Query, Refusal};
use fremdrift::store::Store;

/// The filters, the same on list, due, summary, check and export.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Filters")]
pub struct Filters {
    /// Only this plan; may be given twice
    #[arg(long, short = 'p', value_name = "PLAN")]
    pub plan: Vec<String>,
    /// Only the plans of this partnership: ID, or Indonesia
    #[arg(long, value_name = "PARTNERSHIP")]
    pub partnership: Vec<String>,
    /// Only this area and what lies in it, by number or title
    #[arg(long, value_name = "AREA")]
    pub area: Vec<String>,
    /// Only what this authority has a role in; lead:ENS for one role
    #[arg(long, short = 'a', value_name = "AUTHORITY")]
    pub authority: Vec<String>,
    /// Only this status; also: never reported
    #[arg(long, short = 's', value_name = "STATUS")]
    pub status: Vec<String>,
    /// Only this light; also: no light, not reported, ended
    #[arg(long, short = 'l', value_name = "LIGHT")]
    pub light: Vec<String>,
    /// Only this interest
    #[arg(long, value_name = "INTEREST")]
    pub interest: Vec<String>,
    /// Only with this tag
    #[arg(long, value_name = "TAG", allow_hyphen_values = true)]
    pub tag: Vec<String>,
    /// Only what is open past its approved deadline
    #[arg(long)]
    pub overdue: bool,
    /// Only what is open and was not reported in the quarter
    #[arg(long)]
    pub not_reported: bool,
    /// Only what has not ended
    #[arg(long)]
    pub not_ended: bool,
    /// Only with this in the title, the number or the latest note
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub text: Option<String>,
}

impl Filters {
    /// Looks the names up in the file. `default_plan` counts where no plan is named.
    pub fn query(&self, store: &Store, default_plan: Option<&str>) -> Result<Query> {
        let nowhere = self.plan.is_empty() && self.partnership.is_empty() && self.authority.is_empty();
        let plans: Vec<&str> = match default_plan {
            Some(plan) if nowhere => vec![plan],
            _ => self.plan.iter().map(String::as_str).collect(),
        };
        let plan = plans.iter().map(|p| Ok(store.plan_code(p)?)).collect::<Result<Vec<_>>>()?;
        let each = |all: &[String], read: &dyn Fn(&str) -> Result<String>| {
            all.iter().map(|t| read(t)).collect::<Result<Vec<_>>>()
        };
        fn choice<T>(all: &[String], read: fn(&str) -> Result<T, Refusal>) -> Result<Vec<T>> {
            all.iter().map(|t| Ok(read(t)?)).collect()
        }
        Ok(Query {
            partnership: each(&self.partnership, &|t| Ok(store.partnership_code(t)?))?,
            area: each(&self.area, &|t| Ok(store.area_filter(&plan, t)?))?,
            authority: self.authority.iter().map(|t| Ok(store.authority_filter(t)?)).collect::<Result<_>>()?,
            status: choice(&self.status, status_or_none)?,
            light: choice(&self.light, Shown::parse)?,
            interest: choice(&self.interest, Interest::parse)?,
            tag: self.tag.clone(),
            overdue: self.overdue,
            not_reported: self.not_reported,
            open: self.not_ended,
            text: self.text.clone(),
            retired: false,
            number: None,
            plan,
        })
    }

    /// The filters as they are typed.
    pub fn typed(&self) -> String {
        let mut words = Vec::new();
        let quoted = |t: &str| if t.contains(' ') { format!("\"{t}\"") } else { t.to_string() };
        for (flag, all) in [
            ("plan", &self.plan),
            ("partnership", &self.partnership),
            ("area", &self.area),
            ("authority", &self.authority),
            ("status", &self.status),
            ("light", &self.light),
            ("interest", &self.interest),
            ("tag", &self.tag),
        ] {
            words.extend(all.iter().map(|t| format!("--{flag} {}", quoted(t))));
        }
        for (flag, said) in
            [("overdue", self.overdue), ("not-reported", self.not_reported), ("not-ended", self.not_ended)]
        {
            if said {
                words.push(format!("--{flag}"));
            }
        }
        words.extend(self.text.iter().map(|t| format!("--text {}", quoted(t))));
        words.join(" ")
    }
}
