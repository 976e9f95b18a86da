use super::context::Context;
use super::output;
use anyhow::Result;
use fremdrift::model::{Noun, Query, Reference, Refusal};
use fremdrift::report::show;
use fremdrift::store::{Detail, Store};
use std::collections::HashSet;
use std::process::ExitCode;

/// Show everything about an objective or activity on one screen
#[derive(clap::Args)]
pub struct Show {
    /// ID-2021/4.1, or ID-2021/4.1/2 for an activity; may be several
    #[arg(value_name = "REF", required = true)]
    references: Vec<String>,
    /// The plan of references that name none
    #[arg(short, long, value_name = "PLAN")]
    plan: Option<String>,
}

impl Show {
    pub fn run(self, context: &mut Context) -> Result<ExitCode> {
        if let Some(plan) = self.plan {
            context.default_plan = Some(plan);
        }
        let store = context.open()?;
        for reference in &self.references {
            one(context, &store, reference)?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

pub fn one(context: &Context, store: &Store, text: &str) -> Result<ExitCode> {
    let (lang, on) = (context.lang, context.moment.today);
    let asked = context.reference(store, text, None)?;
    let (subject, reference) = store.subject(&asked)?;
    let plans = store.plans()?;
    let unknown = || Refusal::Unknown { noun: "objective", value: reference.to_string(), nearest: vec![] };
    let plan = plans.iter().find(|p| p.code == reference.plan).ok_or_else(unknown)?;
    let authorities = store.authority_names(on)?;
    let mut log = store.log(subject)?;
    // The log of an objective that was carried over goes on from its predecessors'.
    let before = if subject.activity.is_none() { store.predecessors(subject.objective)? } else { vec![] };
    let after: Vec<Reference> = store.successors(subject.objective)?.into_iter().map(|s| s.1).collect();
    for (earlier, reference) in &before {
        log.extend(store.log(*earlier)?.into_iter().map(|mut e| {
            e.note = Some(format!("[{reference}] {}", e.note.unwrap_or_default()));
            e
        }));
    }
    log.sort_by_key(|e| e.as_of);
    let before: Vec<Reference> = before.into_iter().map(|b| b.1).collect();
    let late: HashSet<i64> = store.late_lines(Some(&reference.plan))?.iter().map(|l| l.entry).collect();
    let moves = store.moves(subject)?;
    let thresholds = store.thresholds()?;
    let activities = store.activities(Some(subject.objective), &[], on)?;
    let document = match &reference.activity {
        Some(number) => {
            let found = store.noun(Noun::Activity, &[&reference.plan, &reference.objective, number])?;
            let line = activities.into_iter().find(|a| a.reference == reference).ok_or_else(|| {
                let on = found.record.text("retired_on").and_then(|d| d.parse().ok()).unwrap_or(on);
                Refusal::Retired { name: reference.to_string(), on }
            })?;
            show::activity(
                lang,
                &show::Activity {
                    line: &line,
                    record: &found.record,
                    plan,
                    log: &log,
                    late: &late,
                    thresholds,
                    moves: &moves,
                    authorities: &authorities,
                    on,
                },
            )
        }
        None => {
            let record = store.noun(Noun::Objective, &[&reference.plan, &reference.objective])?.record;
            let line = line(store, &reference, on)?.ok_or_else(unknown)?;
            show::objective(
                lang,
                &show::Objective {
                    line: &line,
                    record: &record,
                    plan,
                    before: &before,
                    after: &after,
                    activities: &activities,
                    log: &log,
                    late: &late,
                    thresholds,
                    moves: &moves,
                    authorities: &authorities,
                    on,
                },
            )
        }
    };
    output::document(context, &document)?;
    Ok(ExitCode::SUCCESS)
}

fn line(store: &Store, reference: &Reference, on: chrono::NaiveDate) -> Result<Option<fremdrift::model::Line>> {
    let query = Query {
        plan: vec![reference.plan.clone()],
        number: Some(reference.objective.clone()),
        retired: true,
        ..Query::default()
    };
    let mut found = None;
    store.lines(&query, on, None, Detail::Full, |line, _| {
        found = Some(line);
        Ok(())
    })?;
    Ok(found)
}
