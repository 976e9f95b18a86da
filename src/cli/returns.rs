use super::conflicts::Decide;
use super::context::Context;
use super::failure::{self, Usage};
use super::input;
use super::output::{self, Batch};
use anyhow::Result;
use clap::Subcommand;
use fremdrift::actions::conflicts::Of;
use fremdrift::actions::returns::{read, send, standing};
use fremdrift::model::returns::Standing;
use fremdrift::model::{Lang, Noun, Quarter, parse_day};
use fremdrift::render::mail::{Attachment, Mail, eml};
use fremdrift::render::{Format, form};
use fremdrift::report::returns::{self as report, Draft, Made, ReadSheet};
use fremdrift::store::{Error, Store};
use fremdrift::words::{answers, returns as words};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Sheets that go out to the authorities each quarter, come back, are doubted and accepted
///
/// A sheet is an Excel file with what an authority answers for; it is filled in and read back. What
/// both sides have changed meanwhile is a conflict, and never decided in silence. Nothing is sent:
/// the e-mails are drafts that your own program opens.
#[derive(clap::Args)]
#[command(subcommand_required = true, arg_required_else_help = true)]
pub struct Return {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Send(Send),
    Read(Read),
    Status(Status),
    Question(Question),
    Accept(Accept),
    Remind(Remind),
}

impl Return {
    pub fn run(self, context: &mut Context) -> Result<ExitCode> {
        match self.command {
            Command::Send(c) => c.run(context),
            Command::Read(c) => c.run(context),
            Command::Status(c) => c.run(context),
            Command::Question(c) => c.run(context),
            Command::Accept(c) => c.run(context),
            Command::Remind(c) => c.run(context),
        }
    }
}

/// Write a sheet for each authority, and the draft of an e-mail with it
///
/// With --format csv the sheets are CSV files, for those who can't use Excel files.
#[derive(clap::Args)]
struct Send {
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

/// Read sheets that came back: files, or all in a folder
///
/// What is new is taken in as one change a sheet. Where something conflicts or is refused, nothing of
/// that sheet is taken in, and all of it is listed; exit code 4. Reading a sheet twice changes nothing.
#[derive(clap::Args)]
struct Read {
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    decide: Decide,
    /// Take in the rest: what conflicts or is refused stays out, and is listed
    #[arg(long)]
    rest: bool,
    /// The day that the sheets came [else today]
    #[arg(long, value_name = "DAY")]
    received: Option<String>,
    /// Write the drafts of receipts to this folder: what was read, in their words
    #[arg(long, value_name = "FOLDER")]
    receipts: Option<PathBuf>,
    /// Show what would be taken in; write nothing
    #[arg(long)]
    dry_run: bool,
}

/// How the returns of a quarter stand: sent, received, missing, on time, answered of asked
#[derive(clap::Args)]
struct Status {
    /// [else the newest quarter that sheets were sent for]
    #[arg(value_name = "QUARTER", num_args = 0..=3)]
    quarter: Vec<String>,
    /// Only sheets about this plan; may be given twice
    #[arg(long, short = 'p', value_name = "PLAN")]
    plan: Vec<String>,
}

/// Send an answer back with a question; it goes out with the next sheet
#[derive(clap::Args)]
struct Question {
    #[arg(value_name = "REFERENCE")]
    reference: String,
    #[arg(value_name = "TEXT", allow_hyphen_values = true)]
    text: String,
    /// The quarter of the return [else the newest that sheets were sent for]
    #[arg(long, value_name = "QUARTER")]
    quarter: Option<String>,
}

/// Accept the answers that have come back
#[derive(clap::Args)]
struct Accept {
    #[arg(value_name = "QUARTER", num_args = 1..=3, required = true)]
    quarter: Vec<String>,
    /// Only of this authority; may be given twice [else all that have answered]
    #[arg(long, short = 'a', value_name = "AUTHORITY")]
    authority: Vec<String>,
}

/// Write drafts of reminders for those who have not answered
#[derive(clap::Args)]
struct Remind {
    #[arg(value_name = "QUARTER", num_args = 1..=3, required = true)]
    quarter: Vec<String>,
    /// Only this authority; may be given twice
    #[arg(long, short = 'a', value_name = "AUTHORITY")]
    authority: Vec<String>,
    /// The folder that the drafts are written to; made where it is missing
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
}

fn authorities(store: &Store, texts: &[String]) -> Result<Vec<String>> {
    texts.iter().map(|t| Ok(store.authority_code(t)?)).collect()
}

fn quarter(words: &[String]) -> Result<Quarter> {
    Ok(Quarter::parse(&words.join(" "))?)
}

/// An address that may stand in the head of an e-mail.
fn address(text: &str) -> Result<String> {
    let field = Noun::Authority.field("email");
    Ok(field.map_or(Ok(text.to_string()), |f| f.read(text).map(|v| v.cell()))?)
}

/// The names of the files of one command, so that no two are alike.
#[derive(Default)]
struct Stems(std::collections::HashSet<String>);

impl Stems {
    /// `2024-Q3-ENS`: letters and digits of any language, the rest as a hyphen, and no more than fits
    /// into the name of a file. Codes that would be alike get a number, also where upper and lower case are.
    fn of(&mut self, quarter: Quarter, authority: &str) -> String {
        let safe = authority.chars().map(|c| if c.is_alphanumeric() { c } else { '-' });
        let mut length = 0;
        let short: String = safe.take_while(|c| (length += c.len_utf8(), length <= 100).1).collect();
        let stem = format!("{quarter}-{short}");
        let mut names = std::iter::once(stem.clone()).chain((2..).map(|n: u32| format!("{stem}-{n}")));
        names.find(|n| self.0.insert(n.to_lowercase())).unwrap_or(stem)
    }
}

fn draft(
    context: &Context,
    from: Option<&str>,
    draft: &Draft,
    mark: &str,
    file: Option<&Attachment>,
) -> Result<Vec<u8>> {
    let mail =
        Mail { from, to: draft.to.as_deref(), subject: &draft.subject, text: &draft.text, attachment: file, mark };
    Ok(eml(&mail, context.moment.now)?)
}

impl Send {
    fn run(self, context: &mut Context) -> Result<ExitCode> {
        let lang = context.lang;
        let is_csv = match context.global.format {
            None => false,
            Some(Format::Csv) => true,
            Some(other) => {
                let what = format!("a sheet can't be {}", other.name());
                return Err(
                    Usage { what, hint: "leave --format out for Excel files, or write --format csv".into() }.into()
                );
            }
        };
        let quarter = quarter(&self.quarter)?;
        let mut store = context.open()?;
        let due = self.due.as_deref().map(|d| parse_day(d, Some(context.moment.today))).transpose()?;
        let reply_to = self.reply_to.as_ref().or(context.email.as_ref()).map(|a| address(a)).transpose()?;
        let plans = super::freeze::named(context, &store, &self.plan)?;
        let of = authorities(&store, &self.authority)?;
        let ask = send::Ask { quarter, plans: &plans, authorities: &of, due };
        let sheets = send::prepare(&store, &context.moment, &ask)?;
        if sheets.made.is_empty() {
            output::line(words::NOTHING_SENT.to(lang))?;
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
        if !sheets.leaderless.is_empty() {
            let first: Vec<String> = sheets.leaderless.iter().take(5).map(|r| r.to_string()).collect();
            context.say(&words::nobody_asked(lang, sheets.leaderless.len(), &first.join(", ")));
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn form(context: &Context, made: &Made, reply_to: Option<&str>, is_csv: bool, stem: &str) -> Result<Attachment> {
    let form = report::form(made, reply_to);
    let (name, bytes) = if is_csv {
        (format!("{stem}.csv"), form::csv(&form, context.global.profile)?)
    } else {
        (format!("{stem}.xlsx"), form::workbook(&form, context.moment.now)?)
    };
    Ok(Attachment { name, is_csv, bytes })
}

/// The files that are named, and the sheets in folders that are.
fn files(named: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut all = Vec::new();
    for path in named {
        if !path.is_dir() {
            all.push(path.clone());
            continue;
        }
        let entries = std::fs::read_dir(path).map_err(|e| Error::io(path, e))?;
        let mut found: Vec<PathBuf> =
            entries.filter_map(|e| e.ok().map(|e| e.path())).filter(|p| is_sheet(p)).collect();
        if found.is_empty() {
            let what = format!("{}: there is no sheet in this folder", path.display());
            return Err(Usage { what, hint: "sheets end in .xlsx or .csv".into() }.into());
        }
        found.sort();
        all.append(&mut found);
    }
    Ok(all)
}

/// Excel leaves ~$name.xlsx beside a file that is open.
fn is_sheet(path: &Path) -> bool {
    let name = path.file_name().map(|n| n.to_string_lossy().to_lowercase()).unwrap_or_default();
    let ours = [".xlsx", ".xlsm", ".csv", ".xls", ".ods"].iter().any(|e| name.ends_with(e));
    ours && !name.starts_with("~$") && !name.starts_with('.')
}

impl Read {
    fn run(self, context: &mut Context) -> Result<ExitCode> {
        let mut store = context.open()?;
        let today = context.moment.today;
        let received_on = self.received.as_deref().map(|d| parse_day(d, Some(today))).transpose()?.unwrap_or(today);
        let decisions = self.decide.read(Of::Sheet)?;
        let mut code = ExitCode::SUCCESS;
        let mut done: Vec<ReadSheet> = Vec::new();
        for path in files(&self.files)? {
            let read = input::bytes(&path).and_then(|bytes| {
                let file = path.display().to_string();
                let ask = read::Ask {
                    file: &file,
                    bytes: &bytes,
                    received_on,
                    decisions: &decisions,
                    rest: self.rest,
                    dry_run: self.dry_run,
                };
                Ok(read::read(&mut store, &context.moment, &ask)?)
            });
            match read {
                Ok(read) => {
                    if !read.is_clean() {
                        code = ExitCode::from(4);
                    }
                    tell(context, &read)?;
                    done.push(read);
                }
                // One file that can't be read does not keep the others from being read.
                Err(e) => code = failure::tell(&e, &context.path()),
            }
        }
        let listed: Vec<_> = done.iter().flat_map(report::conflicts).collect();
        self.decide.write(context, &listed)?;
        if let Some(folder) = &self.receipts {
            receipts(context, &store, folder, &done)?;
        }
        Ok(code)
    }
}

fn tell(context: &Context, read: &ReadSheet) -> Result<()> {
    let lang = context.lang;
    let page = report::read(lang, read);
    output::document(context, &page)?;
    if read.change.is_some() {
        output::line(answers::change(lang, read.change).trim_start())?;
    } else if read.dry_run {
        context.say(words::DRY.to(lang));
    } else if !read.is_clean() {
        context.say(&words::settle(lang, read.conflicts(), read.refusals()));
    }
    Ok(())
}

fn receipts(context: &Context, store: &Store, folder: &Path, done: &[ReadSheet]) -> Result<()> {
    let mut batch = Batch::new(folder, context.global.yes)?;
    let from = context.email.as_ref().map(|a| address(a)).transpose()?;
    let (mut names, mut stems) = (Vec::new(), Stems::default());
    // What was not taken in gets no receipt.
    for read in done.iter().filter(|r| r.change.is_some() || r.before.is_some()) {
        let to = store.email(&read.sheet.authority)?;
        let receipt = report::receipt(read, to, &context.moment.by);
        let word = match read.sheet.lang {
            Lang::Da => "kvittering",
            Lang::En => "receipt",
        };
        let name = format!("{}-{word}.eml", stems.of(read.sheet.quarter, &read.sheet.authority));
        let mark = format!("{}-r", read.sheet.code);
        batch.add(&name, &draft(context, from.as_deref(), &receipt, &mark, None)?)?;
        names.push(name);
    }
    batch.keep()?;
    for name in names {
        context.say(&answers::wrote(context.lang, &folder.join(name).display().to_string(), None));
    }
    Ok(())
}

impl Status {
    fn run(self, context: &mut Context) -> Result<ExitCode> {
        let store = context.open()?;
        let quarter = match self.quarter.is_empty() {
            true => store.newest_return()?.unwrap_or(Quarter::of(context.moment.today)),
            false => quarter(&self.quarter)?,
        };
        let plans = super::freeze::named(context, &store, &self.plan)?;
        let states = standing::states(&store, &context.moment, quarter, &plans)?;
        store.leave()?;
        output::document(context, &report::status(context.lang, quarter, &states))?;
        Ok(ExitCode::SUCCESS)
    }
}

impl Question {
    fn run(self, context: &mut Context) -> Result<ExitCode> {
        let mut store = context.open()?;
        let reference = context.reference(&store, &self.reference, None)?;
        let quarter = self.quarter.as_deref().map(Quarter::parse).transpose()?;
        let (authority, quarter, change) =
            standing::question(&mut store, &context.moment, quarter, &reference, &self.text)?;
        let told = words::asked_back(context.lang, &authority, &reference.to_string(), quarter);
        output::line(&format!("{told}{}", answers::change(context.lang, Some(change))))?;
        Ok(ExitCode::SUCCESS)
    }
}

impl Accept {
    fn run(self, context: &mut Context) -> Result<ExitCode> {
        let quarter = quarter(&self.quarter)?;
        let mut store = context.open()?;
        let of = authorities(&store, &self.authority)?;
        let (codes, change) = standing::accept(&mut store, &context.moment, quarter, &of)?;
        let told = words::accepted(context.lang, quarter, &codes);
        output::line(&format!("{told}{}", answers::change(context.lang, change)))?;
        Ok(ExitCode::SUCCESS)
    }
}

impl Remind {
    fn run(self, context: &mut Context) -> Result<ExitCode> {
        let quarter = quarter(&self.quarter)?;
        let store = context.open()?;
        let of = authorities(&store, &self.authority)?;
        let reply_to = context.email.as_ref().map(|a| address(a)).transpose()?;
        let states = standing::states(&store, &context.moment, quarter, &[])?;
        let waiting =
            states.iter().filter(|s| matches!(s.standing, Standing::Sent | Standing::Missing | Standing::Questioned));
        let waiting = waiting.filter(|s| of.is_empty() || of.contains(&s.authority));
        let mut batch = Batch::new(&self.out, context.global.yes)?;
        let (mut names, mut stems) = (Vec::new(), Stems::default());
        for state in waiting {
            let Some(sheet) = &state.newest else { continue };
            let to = store.email(&state.authority)?;
            let text = report::reminder(sheet, to, context.moment.today, &context.moment.by);
            let word = match sheet.lang {
                Lang::Da => "rykker",
                Lang::En => "reminder",
            };
            let name = format!("{}-{word}.eml", stems.of(quarter, &state.authority));
            let mark = format!("{}-{}", sheet.code, context.moment.today);
            batch.add(&name, &draft(context, reply_to.as_deref(), &text, &mark, None)?)?;
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
