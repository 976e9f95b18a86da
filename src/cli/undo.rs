use super::context::Context;
use super::output;
use anyhow::Result;
use fremdrift::commands::undo;
use fremdrift::i18n::operations;
use fremdrift::model::Lang;
use std::process::ExitCode;

/// Take a change back, as a new change: the newest, or the one that is named
///
/// An undo can itself be undone. Refused where later changes stand on it; they are named.
#[derive(clap::Args)]
pub struct Undo {
    /// The number of the change
    #[arg(value_name = "CHANGE")]
    change: Option<i64>,
    /// Why
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    reason: Option<String>,
}

impl Undo {
    pub fn run(self, context: &mut Context) -> Result<ExitCode> {
        let mut store = context.open()?;
        let done = undo::undo(&mut store, &context.moment, self.change, self.reason.as_deref())?;
        let (number, told, by) = (done.undone.number, operations::change(&done.undone), done.by);
        let what = told.to(context.lang);
        output::line(&match context.lang {
            Lang::En => format!("undone: change {number}, {what}  [change {by}]"),
            Lang::Da => format!("fortrudt: ændring {number}, {what}  [ændring {by}]"),
        })?;
        Ok(ExitCode::SUCCESS)
    }
}
