use super::context::Context;
use super::output;
use anyhow::Result;
use fremdrift::model::EntityKind;
use fremdrift::report;
use std::process::ExitCode;

/// Show what was written about something, field by field, newest first
#[derive(clap::Args)]
pub struct History {
    /// An objective or activity, or the code of a plan, authority, partnership or instrument
    #[arg(value_name = "REF")]
    reference: String,
    /// The plan of a reference that names none
    #[arg(short, long, value_name = "PLAN")]
    plan: Option<String>,
}

impl History {
    pub fn run(self, context: &mut Context) -> Result<ExitCode> {
        let store = context.open()?;
        let by_code = [EntityKind::Plan, EntityKind::Authority, EntityKind::Partnership, EntityKind::Instrument];
        let coded = if self.reference.contains('/') {
            None
        } else {
            by_code
                .into_iter()
                .find_map(|entity| store.entity(entity, &[&self.reference]).ok().map(|found| (entity, found)))
        };
        let (name, touches) = match coded {
            Some((entity, found)) if self.plan.is_none() => {
                (found.record.cell("code"), store.life_of(entity, found.id)?)
            }
            _ => {
                let reference = context.reference(&store, &self.reference, self.plan.as_deref())?;
                let (subject, reference) = store.subject(&reference)?;
                let mut touches = store.life(subject)?;
                if subject.activity.is_none() {
                    for (earlier, _) in store.predecessors(subject.objective)? {
                        touches.extend(store.life(earlier)?);
                    }
                }
                touches.sort_by_key(|t| t.change);
                (reference.to_string(), touches)
            }
        };
        let changes = store.changes(None)?.into_iter().map(|c| (c.number, c)).collect();
        let plans = store.plans()?;
        store.leave()?;
        output::document(context, &report::history::page(context.lang, &name, &touches, &changes, &plans))?;
        Ok(ExitCode::SUCCESS)
    }
}
