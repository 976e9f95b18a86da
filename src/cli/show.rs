use super::context::Context;
use super::output;
use anyhow::Result;
use fremdrift::document::Document;
use fremdrift::model::{EntityKind, EntryId, Query, Reference, Refusal};
use fremdrift::queries::conflicts::conflicts;
use fremdrift::report::show;
use fremdrift::store::{Detail, Store};
use std::collections::{HashMap, HashSet};
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
        let references: Vec<&str> = self.references.iter().map(String::as_str).collect();
        show(context, store, &references)
    }
}

/// Prints one after the other, up to the first that can't be shown.
pub fn show(context: &Context, store: Store, references: &[&str]) -> Result<ExitCode> {
    let mut failed = None;
    let mut pages = Vec::new();
    for reference in references {
        match one(context, &store, reference) {
            Ok(page) => pages.push(page),
            Err(e) => {
                failed = Some(e);
                break;
            }
        }
    }
    store.leave()?;
    output::documents(context, pages)?;
    failed.map_or(Ok(ExitCode::SUCCESS), Err)
}

fn one(context: &Context, store: &Store, text: &str) -> Result<Document> {
    let (lang, on) = (context.lang, context.moment.today);
    let asked = context.reference(store, text, None)?;
    let (subject, reference) = store.subject(&asked)?;
    let plans = store.plans()?;
    let unknown = || Refusal::Unknown { entity: "objective", value: reference.to_string(), nearest: vec![] };
    let plan = plans.iter().find(|p| p.code == reference.plan).ok_or_else(unknown)?;
    let authorities = store.authority_names(on)?;
    let mut log = store.log(subject)?;
    // The log of an objective that was carried over goes on from its predecessors'.
    let before = if subject.activity.is_none() { store.predecessors(subject.objective)? } else { vec![] };
    let after: Vec<Reference> = store.successors(subject.objective)?.into_iter().map(|s| s.1).collect();
    let mut of_earlier = HashMap::new();
    for (earlier, reference) in &before {
        let lines = store.log(*earlier)?;
        of_earlier.extend(lines.iter().map(|e| (e.id, reference.clone())));
        log.extend(lines);
    }
    log.sort_by_key(|e| e.as_of);
    let before: Vec<Reference> = before.into_iter().map(|b| b.1).collect();
    let late: HashSet<EntryId> = store.late_lines(Some(&reference.plan))?.iter().map(|l| l.entry).collect();
    let moves = store.moves(subject)?;
    let corrections = store.corrections(subject)?;
    let undecided = conflicts(store, &[reference.to_string()])?;
    let thresholds = store.thresholds()?;
    let activities = store.activities_under(subject.objective, on)?;
    let document = match &reference.activity {
        Some(number) => {
            let found = store.entity(EntityKind::Activity, &[&reference.plan, &reference.objective, number])?;
            // Retired ones are shown too, as objectives are.
            let all = Query {
                plan: vec![reference.plan.clone()],
                number: Some(reference.objective.clone()),
                retired: true,
                ..Query::default()
            };
            let line = store.activities(&all, on)?.into_iter().find(|a| a.reference == reference);
            let line = line.ok_or_else(|| Refusal::Unknown {
                entity: "activity",
                value: reference.to_string(),
                nearest: vec![],
            })?;
            show::activity(
                lang,
                &show::Activity {
                    line: &line,
                    record: &found.record,
                    plan,
                    log: &log,
                    late: &late,
                    earlier: &of_earlier,
                    thresholds,
                    moves: &moves,
                    corrections: &corrections,
                    undecided: &undecided,
                    authorities: &authorities,
                    on,
                },
            )
        }
        None => {
            let record = store.entity(EntityKind::Objective, &[&reference.plan, &reference.objective])?.record;
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
                    earlier: &of_earlier,
                    thresholds,
                    moves: &moves,
                    corrections: &corrections,
                    undecided: &undecided,
                    authorities: &authorities,
                    on,
                },
            )
        }
    };
    Ok(document)
}

fn line(
    store: &Store,
    reference: &Reference,
    on: chrono::NaiveDate,
) -> Result<Option<fremdrift::model::ObjectiveSnapshot>> {
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
