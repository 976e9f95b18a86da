use super::context::Context;
use super::output;
use anyhow::Result;
use fremdrift::commands::undo;
use fremdrift::i18n::{answers, operations, sentences};
use fremdrift::model::Lang;
use fremdrift::model::escaping::visible;
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
        let lang = context.lang;
        let (number, told, by) = (done.undone.number, operations::change(&done.undone), done.by);
        let what = told.to(lang);
        // A change of somebody else, perhaps in another copy, is not taken back as if it were one's own.
        let author = Some(done.undone.author.as_str()).filter(|a| *a != context.moment.by.trim());
        let author = author.map(|a| visible(&sentences::by(lang, a), true).into_owned()).unwrap_or_default();
        output::line(&match lang {
            Lang::En => format!("undone: change {number}{author}, {what}  [change {by}]"),
            Lang::Da => format!("fortrudt: ændring {number}{author}, {what}  [ændring {by}]"),
        })?;
        for passed in &done.passed {
            context.say(&answers::passed_over(lang, passed.number, operations::change(passed).to(lang)));
        }
        Ok(ExitCode::SUCCESS)
    }
}
