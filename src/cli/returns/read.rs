use super::super::conflicts::Decide;
use super::super::context::{Context, may_write};
use super::super::failure::{self, Usage};
use super::super::input;
use super::super::output::{self, Batch};
use super::drafts::{Stems, address, draft};
use anyhow::Result;
use chrono::{DateTime, Local, Utc};
use fremdrift::commands;
use fremdrift::commands::conflicts::Of;
use fremdrift::commands::returns::read;
use fremdrift::exchange::mail::{self, Letter};
use fremdrift::exchange::sheet::{self, SheetError};
use fremdrift::exchange::workbook::saved_at;
use fremdrift::i18n::{answers, returns as words};
use fremdrift::model::both;
use fremdrift::model::returns::Sheet;
use fremdrift::model::{Lang, PlanInfo, parse_day};
use fremdrift::report::returns::{self as report, ReadSheet};
use fremdrift::store::{Error, Store};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Read sheets that came back: files, e-mails (EML, MSG, mbox), or all in a folder
///
/// In an e-mail the sheet is found by what is in it, also in a forwarded message or an archive; its sender and day
/// are kept. /// New answers are taken in as one change a sheet. Where something conflicts or is refused, nothing of
/// that sheet is taken in, and all of it is listed; exit code 4. Reading a sheet twice changes nothing.
#[derive(clap::Args)]
pub struct Read {
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

impl Read {
    pub fn run(self, context: &mut Context) -> Result<ExitCode> {
        let mut store = context.open()?;
        let today = context.moment.today;
        let received_on = self.received.as_deref().map(|d| parse_day(d, Some(today))).transpose()?.unwrap_or(today);
        let decisions = self.decide.read(Of::Sheet)?;
        let mut code = ExitCode::SUCCESS;
        let mut done: Vec<ReadSheet> = Vec::new();
        let files = by_age(arrived(context, files(context, &self.files)?));
        // A file in the way of the receipts stops the reading before anything is written.
        let batch = self.receipts.as_ref().map(|folder| Batch::new(folder, context.global.yes)).transpose()?;
        if let Some(folder) = self.receipts.as_ref().filter(|_| !context.global.yes) {
            may_write_receipts(&store, folder, &files)?;
        }
        for Arrived { file, bytes, sent, from, .. } in files {
            let read = bytes.and_then(|bytes| {
                let sent = sent.filter(|_| self.received.is_none()).map(|d| d.with_timezone(&Local).date_naive());
                let ask = read::ReadRequest {
                    file: &file,
                    bytes: &bytes,
                    received_on: sent.filter(|day| *day <= today).unwrap_or(received_on),
                    sender: from.as_deref(),
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
                Err(e) => code = failure::tell(&e, &context.file_name(), context.lang),
            }
        }
        let listed: Vec<_> = done.iter().flat_map(report::conflicts).collect();
        self.decide.write(context, &listed)?;
        if let (Some(batch), Some(folder)) = (batch, &self.receipts) {
            receipts(context, &store, (batch, folder), &done)?;
        }
        Ok(code)
    }
}

/// A sheet that came, in a file of its own or with an e-mail.
struct Arrived {
    /// The file, and the name under which it was attached.
    file: String,
    bytes: Result<Vec<u8>>,
    /// When the workbook was saved, else the file written.
    saved: Option<DateTime<Utc>>,
    /// When the e-mail was sent, and by whom.
    sent: Option<DateTime<Utc>>,
    from: Option<String>,
}

/// The sheets of all files: those that are attached to an e-mail each for itself.
fn arrived(context: &Context, paths: Vec<PathBuf>) -> Vec<Arrived> {
    let mut all = Vec::new();
    for path in paths {
        let file = path.display().to_string();
        let bytes = input::bytes(&path);
        let Some(letters) = bytes.as_ref().ok().and_then(|bytes| mail::letters(bytes)) else {
            let said = bytes.as_ref().ok().and_then(|b| saved_at(b));
            let on_disk = || std::fs::metadata(&path).and_then(|m| m.modified()).ok().map(DateTime::<Utc>::from);
            all.push(Arrived { file, bytes, saved: said.or_else(on_disk), sent: None, from: None });
            continue;
        };
        let before = all.len();
        for Letter { from, sent, sheets, others } in letters {
            for other in &others {
                context.say(&words::not_a_sheet(context.lang, &file, other));
            }
            for sheet in sheets {
                let saved = saved_at(&sheet.bytes).or(sent);
                let file = format!("{file}: {}", sheet.name);
                all.push(Arrived { file, bytes: Ok(sheet.bytes), saved, sent, from: from.clone() });
            }
        }
        if all.len() == before {
            let none = commands::Error::Sheet { file: file.clone(), source: SheetError::Mail };
            all.push(Arrived { file, bytes: Err(none.into()), saved: None, sent: None, from: None });
        }
    }
    all
}

/// The one that was saved last at the end: of two answers to one sheet the newer counts, whatever they are called.
fn by_age(mut all: Vec<Arrived>) -> Vec<Arrived> {
    all.sort_by_key(|a| a.saved);
    all
}

/// The files that are named, and the sheets in folders that are. What else lies there is named.
fn files(context: &Context, named: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut all = Vec::new();
    for path in named {
        if !path.is_dir() {
            all.push(path.clone());
            continue;
        }
        let entries = std::fs::read_dir(path).map_err(|e| Error::io(path, e))?;
        let (mut found, mut others): (Vec<PathBuf>, Vec<PathBuf>) = entries
            .map(|e| e.map(|e| e.path()).map_err(|e| Error::io(path, e)))
            .collect::<std::result::Result<Vec<_>, _>>()?
            .into_iter()
            .filter(|p| !is_debris(p))
            .partition(|p| is_sheet(p));
        others.sort();
        for other in &others {
            context.say(&words::passed_over(context.lang, &other.display().to_string()));
        }
        if found.is_empty() {
            let what = both!(
                "{name}: there is no sheet in this folder",
                "{name}: der er intet skema i mappen",
                name = path.display()
            );
            return Err(Usage {
                what,
                hint: both!(
                    "sheets end in .xlsx or .csv, e-mails in .eml or .msg",
                    "skemaer ender på .xlsx eller .csv, mails på .eml eller .msg"
                ),
            }
            .into());
        }
        found.sort();
        all.append(&mut found);
    }
    Ok(all)
}

fn name(path: &Path) -> String {
    path.file_name().map(|n| n.to_string_lossy().to_lowercase()).unwrap_or_default()
}

/// Excel leaves ~$name.xlsx beside a file that is open, and systems their own.
fn is_debris(path: &Path) -> bool {
    let name = name(path);
    name.starts_with("~$") || name.starts_with('.') || ["desktop.ini", "thumbs.db"].contains(&name.as_str())
}

/// Of these some can't be read, and each says why.
fn is_sheet(path: &Path) -> bool {
    let name = name(path);
    [".xlsx", ".xlsm", ".xlsb", ".csv", ".xls", ".ods", ".eml", ".msg", ".mbox"].iter().any(|e| name.ends_with(e))
        && !path.is_dir()
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

fn receipt_name(stems: &mut Stems, sheet: &Sheet) -> String {
    let word = match sheet.lang {
        Lang::Da => "kvittering",
        Lang::En => "receipt",
    };
    format!("{}-{word}.eml", stems.of(sheet.quarter, &sheet.authority))
}

/// Refuses where a receipt is there already.
fn may_write_receipts(store: &Store, folder: &Path, files: &[Arrived]) -> Result<()> {
    let mut stems = Stems::default();
    for Arrived { bytes, .. } in files {
        // A file that can't be read says so when its turn comes.
        let Some(returned) = bytes.as_ref().ok().and_then(|bytes| sheet::read(bytes).ok()) else { continue };
        if let Some(sheet) = store.sheet(&returned.code)? {
            may_write(&folder.join(receipt_name(&mut stems, &sheet)), false)?;
        }
    }
    Ok(())
}

fn receipts(context: &Context, store: &Store, (mut batch, folder): (Batch, &Path), done: &[ReadSheet]) -> Result<()> {
    let from = context.email.as_ref().map(|a| address(a)).transpose()?;
    let (mut names, mut stems) = (Vec::new(), Stems::default());
    // A sheet that was not taken in gets no receipt, and an answer that a newer one has replaced gets none either.
    for read in done.iter().filter(|r| r.change.is_some() || r.before.is_some() && !r.is_past) {
        let to = store.email(&read.sheet.authority)?;
        let of = |p: &PlanInfo| read.sheet.rows.iter().any(|r| r.reference.plan == p.code);
        let plans: Vec<PlanInfo> = store.plans()?.into_iter().filter(of).collect();
        let receipt = report::receipt(read, &plans, to, &context.moment.by);
        let name = receipt_name(&mut stems, &read.sheet);
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
