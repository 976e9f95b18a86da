//! The facts by which objectives are judged, beside themselves: read once for all judgements.

use super::Result;
use super::counted::Counting;
use crate::model::computed::Thresholds;
use crate::model::{ActivitySnapshot, Audience, Authorities, PlanInfo, Quarter, Query, Started};
use crate::report::check::Ground;
use crate::store::Store;
use chrono::NaiveDate;

pub struct Known {
    pub quarter: Quarter,
    pub on: NaiveDate,
    pub plans: Vec<PlanInfo>,
    pub authorities: Authorities,
    /// Those that have not ended.
    pub activities: Vec<ActivitySnapshot>,
    pub thresholds: Thresholds,
    pub started: Started,
}

impl Known {
    /// `of_plans` names the plans whose activities are looked at; none: those of all.
    pub fn read(
        store: &Store,
        quarter: Quarter,
        on: NaiveDate,
        of_plans: impl FnOnce(&[PlanInfo]) -> Vec<String>,
    ) -> Result<Known> {
        let plans = store.plans()?;
        let open = Query { plan: of_plans(&plans), open: true, ..Query::default() };
        Ok(Known {
            quarter,
            on,
            authorities: store.authority_names(on)?,
            activities: store.activities(&open, on)?,
            thresholds: store.thresholds()?,
            started: store.started()?,
            plans,
        })
    }

    pub fn ground(&self) -> Ground<'_> {
        Ground {
            quarter: self.quarter,
            on: self.on,
            plans: &self.plans,
            authorities: &self.authorities,
            activities: &self.activities,
            thresholds: self.thresholds,
            started: &self.started,
        }
    }

    /// The count of what is asked for, as its own quarter counts it.
    pub fn counting<'a>(&'a self, query: &'a Query) -> Counting<'a> {
        let Known { quarter, on, started, .. } = self;
        Counting { query, quarter: *quarter, on: *on, audience: Audience::Internal, started }
    }
}
