use super::super::context::Context;
use super::super::output::{self, Batch};
use super::asked::{authorities, quarter};
use super::drafts::{Stems, address, draft, form, is_csv};
use anyhow::Result;
use fremdrift::commands::returns::made::again;
use fremdrift::commands::returns::standing;
use fremdrift::i18n::{answers, returns as words};
use fremdrift::model::Lang;
use fremdrift::model::returns::ReturnStatus;
use fremdrift::report::returns as report;
use std::path::PathBuf;
use std::process::ExitCode;

/// Write drafts of reminders for those who have not answered, with the sheet once more
#[derive(clap::Args)]
pub struct Remind {
    #[arg(value_name = "QUARTER", num_args = 1..=3, required = true)]
    quarter: Vec<String>,
    /// Only this authority; may be given twice
    #[arg(long, short = 'a', value_name = "AUTHORITY")]
    authority: Vec<String>,
    /// The folder that the drafts are written to; made where it is missing
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
}

impl Remind {
    pub fn run(self, context: &mut Context) -> Result<ExitCode> {
        let is_csv = is_csv(context)?;
        let quarter = quarter(&self.quarter)?;
        let store = context.open()?;
        let of = authorities(&store, &self.authority)?;
        let reply_to = context.email.as_ref().map(|a| address(a)).transpose()?;
        let states = standing::states(&store, &context.moment, quarter, &[])?;
        let waiting = states
            .iter()
            .filter(|s| matches!(s.standing, ReturnStatus::Sent | ReturnStatus::Missing | ReturnStatus::Questioned));
        let waiting = waiting.filter(|s| of.is_empty() || of.contains(&s.authority));
        let mut batch = Batch::new(&self.out, context.global.yes)?;
        let (mut names, mut stems) = (Vec::new(), Stems::default());
        for state in waiting {
            let Some(sheet) = &state.newest else { continue };
            let questioned = state.standing == ReturnStatus::Questioned;
            let made = again(&store, &context.moment, sheet)?;
            let text = report::reminder(&made, context.moment.today, questioned, &context.moment.by);
            let word = match sheet.lang {
                Lang::Da => "rykker",
                Lang::En => "reminder",
            };
            let stem = stems.of(quarter, &state.authority);
            let name = format!("{stem}-{word}.eml");
            let file = form(context, &made, reply_to.as_deref(), is_csv, &stem)?;
            let mark = format!("{}-{}", sheet.code, context.moment.today);
            batch.add(&name, &draft(context, reply_to.as_deref(), &text, &mark, Some(&file))?)?;
            names.push(name);
        }
        if names.is_empty() {
            output::line(words::NOBODY_WAITED_FOR.to(context.lang))?;
            return Ok(ExitCode::SUCCESS);
        }
        batch.keep()?;
        for name in names {
            output::line(&answers::wrote(context.lang, &self.out.join(name).display().to_string(), None))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}
