use super::super::context::Context;
use super::super::freeze;
use super::super::output::{self, Batch};
use super::asked::{authorities, quarter};
use super::drafts::{Stems, address, draft, form, is_csv};
use anyhow::Result;
use fremdrift::commands::returns::send;
use fremdrift::i18n::{answers, returns as words};
use fremdrift::model::parse_day;
use fremdrift::report::returns as report;
use std::path::PathBuf;
use std::process::ExitCode;

/// Write a sheet for each authority, and the draft of an e-mail with it
///
/// With --format csv the sheets are CSV files, for those who can't use Excel files.
#[derive(clap::Args)]
pub struct Send {
    /// 2024-Q3 (also 2024Q3, Q3 2024, 3. kvartal 2024)
    #[arg(value_name = "QUARTER", num_args = 1..=3, required = true)]
    quarter: Vec<String>,
    /// The plan; may be given twice [else every plan with objectives that runs in the quarter]
    #[arg(long, short = 'p', value_name = "PLAN")]
    plan: Vec<String>,
    /// Only this authority; may be given twice [else all that answer for something]
    #[arg(long, short = 'a', value_name = "AUTHORITY")]
    authority: Vec<String>,
    /// The last day for an answer
    #[arg(long, value_name = "DAY")]
    due: Option<String>,
    /// The folder that the files are written to; made where it is missing
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
    /// Where the answers are to be sent [else email in the configuration]
    #[arg(long, value_name = "ADDRESS")]
    reply_to: Option<String>,
}

impl Send {
    pub fn run(self, context: &mut Context) -> Result<ExitCode> {
        let lang = context.lang;
        let is_csv = is_csv(context)?;
        let quarter = quarter(&self.quarter)?;
        let mut store = context.open()?;
        let due = self.due.as_deref().map(|d| parse_day(d, Some(context.moment.today))).transpose()?;
        let reply_to = self.reply_to.as_ref().or(context.email.as_ref()).map(|a| address(a)).transpose()?;
        let plans = freeze::named(context, &store, &self.plan)?;
        let of = authorities(&store, &self.authority)?;
        let ask = send::SendRequest { quarter, plans: &plans, authorities: &of, due };
        let sheets = send::prepare(&store, &context.moment, &ask)?;
        if sheets.made.is_empty() {
            output::line(words::NOTHING_SENT.to(lang))?;
            internal(context, &sheets);
            return Ok(ExitCode::SUCCESS);
        }
        let mut batch = Batch::new(&self.out, context.global.yes)?;
        let mut told = Vec::new();
        let mut stems = Stems::default();
        for made in &sheets.made {
            let stem = stems.of(quarter, &made.sheet.authority);
            let sheet = form(context, made, reply_to.as_deref(), is_csv, &stem)?;
            let request = report::request(made, reply_to.as_deref(), &context.moment.by);
            let mail = draft(context, reply_to.as_deref(), &request, &made.sheet.code, Some(&sheet))?;
            batch.add(&sheet.name, &sheet.bytes)?;
            batch.add(&format!("{stem}.eml"), &mail)?;
            let asked = words::asked_of(lang, made.asked(), made.sheet.rows.len());
            told.push(format!("{}: {asked}  {}, {stem}.eml", made.authority, sheet.name));
        }
        let change = send::keep(&mut store, &context.moment, quarter, &sheets.made)?;
        batch.keep()?;
        told.iter().try_for_each(|line| output::line(line))?;
        let wrote = answers::wrote(lang, &self.out.display().to_string(), None);
        output::line(&format!("{wrote}{}", answers::change(lang, Some(change))))?;
        let nowhere: Vec<&str> =
            sheets.made.iter().filter(|m| m.email.is_none()).map(|m| m.sheet.authority.as_str()).collect();
        if !nowhere.is_empty() {
            context.say(&words::no_address(lang, &nowhere.join(", ")));
        }
        internal(context, &sheets);
        if !sheets.leaderless.is_empty() {
            let first: Vec<String> = sheets.leaderless.iter().take(5).map(|r| r.to_string()).collect();
            context.say(&words::nobody_asked(lang, sheets.leaderless.len(), &first.join(", ")));
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Objectives that others are not asked about, because they are marked as internal.
fn internal(context: &Context, sheets: &send::Sheets) {
    for (authority, rows) in &sheets.internal {
        let first: Vec<String> = rows.iter().take(5).map(|r| r.to_string()).collect();
        context.say(&words::internal_rows(context.lang, authority, rows.len(), &first.join(", ")));
    }
}
