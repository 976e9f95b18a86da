use super::conflicts::Decide;
use super::context::Context;
use super::failure::{self, Usage};
use super::{input, output};
use anyhow::Result;
use fremdrift::commands::conflicts::Of;
use fremdrift::commands::merge::{self, MergeRequest, Merged};
use fremdrift::i18n::{answers, history, merge as words};
use fremdrift::model::returns::Decisions;
use fremdrift::model::{Change, Lang, Refusal, both};
use fremdrift::queries;
use fremdrift::report::merge::{Differs, differences, page};
use fremdrift::report::returns::ConflictShown;
use fremdrift::store::{Conflict, ConflictValue, Difference, Error, ORDER, Store};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Take over what other copies of the file know: changes that were made there, one by one
///
/// Nothing is lost: all changes of the other copies are taken over as they are. What was written there and
/// here without knowing of each other is a conflict: both values are kept, one is shown, and it is listed
/// until somebody decides (see `conflicts`); exit code 4. Merging twice changes nothing. The other copies
/// are only read. What can't be read is named, and the rest is merged.
#[derive(clap::Args)]
pub struct Merge {
    /// Other copies, files of changes, or folders with these
    #[arg(value_name = "OTHER.db", required = true)]
    others: Vec<PathBuf>,
    #[command(flatten)]
    decide: Decide,
    /// Why it was decided so
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    reason: Option<String>,
    /// Show what would be taken over; write nothing
    #[arg(long)]
    dry_run: bool,
}

/// Where the changes come from.
pub enum From<'a> {
    Copy(&'a Path),
    File(&'a str, &'a [u8]),
}

/// How they are to be taken over.
pub struct Merging {
    pub decide: Decide,
    pub reason: Option<String>,
    pub dry_run: bool,
}

impl Merge {
    pub fn run(self, context: &mut Context) -> Result<ExitCode> {
        let merging = Merging { decide: self.decide, reason: self.reason, dry_run: self.dry_run };
        if let [one] = &self.others[..]
            && !one.is_dir()
        {
            return merging.one(context, one);
        }
        merging.several(context, &self.others)
    }
}

/// The beginning of every copy; what begins otherwise may be a file of changes.
const COPY: &[u8] = b"SQLite format 3\0";

fn is_copy(path: &Path) -> bool {
    use std::io::Read;
    let mut head = Vec::new();
    let read = input::opened(path).map(|file| file.take(COPY.len() as u64).read_to_end(&mut head));
    // A file that is called a copy, can't be opened or is empty is told in the words for a copy.
    ending(path).as_deref() == Some("db") || !matches!(read, Ok(Ok(_))) || head.is_empty() || head == COPY
}

fn ending(path: &Path) -> Option<String> {
    path.extension().map(|e| e.to_string_lossy().to_ascii_lowercase())
}

/// The files that are named, and those in folders that are, but for the file itself and what is no file of anybody.
fn files(own: &Path, named: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let own = std::fs::canonicalize(own).ok();
    let mut all = Vec::new();
    for path in named {
        if !path.is_dir() {
            all.push(path.clone());
            continue;
        }
        let entries = std::fs::read_dir(path).map_err(|e| Error::io(path, e))?;
        let found: std::io::Result<Vec<PathBuf>> = entries.map(|e| e.map(|e| e.path())).collect();
        let mut found = found.map_err(|e| Error::io(path, e))?;
        found.retain(|p| p.is_file() && matches!(ending(p).as_deref(), Some("db" | "json")));
        found.retain(|p| own.is_none() || std::fs::canonicalize(p).ok() != own);
        if found.is_empty() {
            let what = both!(
                "{name}: there is no other copy in this folder",
                "{name}: der er ingen anden kopi i mappen",
                name = path.display()
            );
            let hint = both!(
                "copies end in .db, files of changes in .json",
                "kopier ender på .db, filer med ændringer på .json"
            );
            return Err(Usage { what, hint }.into());
        }
        found.sort();
        all.extend(found);
    }
    Ok(all)
}

/// Whether it is a file of changes that goes on from another one.
fn lacks_others(e: &anyhow::Error) -> bool {
    let refused = |e: &queries::Error| matches!(e, queries::Error::Store(Error::Refusal(Refusal::ChangesLack { .. })));
    e.downcast_ref::<queries::Error>().is_some_and(refused)
}

impl Merging {
    fn one(self, context: &mut Context, path: &Path) -> Result<ExitCode> {
        if is_copy(path) {
            return self.run(context, &From::Copy(path));
        }
        let name = path.display().to_string();
        let bytes = input::changes(&name)?;
        self.run(context, &From::File(&name, &bytes))
    }

    /// Takes over one after the other. A file of changes that goes on from another one waits for it.
    fn several(self, context: &mut Context, named: &[PathBuf]) -> Result<ExitCode> {
        let mut store = context.open()?;
        let decisions = self.decide.read(Of::Copy)?;
        let mut waiting = files(store.path(), named)?;
        let mut merged: Vec<Merged> = Vec::new();
        let mut code = ExitCode::SUCCESS;
        let mut last_pass = false;
        while !waiting.is_empty() {
            let (before, mut later) = (merged.len(), Vec::new());
            for path in waiting {
                match self.file(context, &mut store, &decisions, &path) {
                    Ok(done) => {
                        told(context, &short(&path), &done, self.dry_run)?;
                        merged.push(done);
                    }
                    Err(e) if !last_pass && lacks_others(&e) => later.push(path),
                    Err(e) => {
                        context.say(&words::not_merged(context.lang, &path.display().to_string()));
                        code = failure::tell(&e, &context.file_name(), context.lang);
                    }
                }
            }
            last_pass = merged.len() == before;
            waiting = later;
        }
        let agree = merged.last().map_or(Ok(true), |done| differ(context, done))?;
        let open = merged.iter().rev().find(|d| !d.taken.is_empty()).map(|d| &d.conflicts);
        let open = open.map(Vec::as_slice).unwrap_or_default();
        let decided = merged.iter().flat_map(|d| &d.decided);
        conflicts(context, decided, open, &[])?;
        if !open.is_empty() {
            context.say(&words::decide(context.lang, open.len()));
        }
        self.decide.write(context, &open.iter().map(|c| shown(context.lang, c)).collect::<Vec<_>>())?;
        if code == ExitCode::SUCCESS && (!open.is_empty() || !agree) {
            code = ExitCode::from(4);
        }
        Ok(code)
    }

    fn file(&self, context: &Context, store: &mut Store, decisions: &Decisions, path: &Path) -> Result<Merged> {
        if is_copy(path) {
            return self.take_over(context, store, decisions, &From::Copy(path));
        }
        let name = path.display().to_string();
        let bytes = input::changes(&name)?;
        self.take_over(context, store, decisions, &From::File(&name, &bytes))
    }

    fn take_over(&self, context: &Context, store: &mut Store, decisions: &Decisions, from: &From) -> Result<Merged> {
        let short = match from {
            From::Copy(path) => short(path),
            From::File(name, _) => short(Path::new(name)),
        };
        let ask = MergeRequest { decisions, reason: self.reason.as_deref(), dry_run: self.dry_run, from: &short };
        Ok(match from {
            From::Copy(path) => merge::merge(store, &context.moment, &Store::open_to_read(path)?, &ask)?,
            From::File(_, bytes) => merge::import(store, &context.moment, bytes, &ask)?,
        })
    }

    pub fn run(self, context: &mut Context, from: &From) -> Result<ExitCode> {
        let mut store = context.open()?;
        let decisions = self.decide.read(Of::Copy)?;
        let done = self.take_over(context, &mut store, &decisions, from)?;
        let name = match from {
            From::Copy(path) => short(path),
            From::File(name, _) => short(Path::new(name)),
        };
        tell(context, &name, &done, self.dry_run)?;
        let listed: Vec<ConflictShown> = done.conflicts.iter().map(|c| shown(context.lang, c)).collect();
        self.decide.write(context, &listed)?;
        let agree = differ(context, &done)?;
        let left = !done.conflicts.is_empty() && !done.taken.is_empty();
        Ok(if left || !agree { ExitCode::from(4) } else { ExitCode::SUCCESS })
    }
}

/// The name of a file without its folders.
fn short(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned())
}

/// Tells where two copies that know the same changes say different things; true where they do not.
fn differ(context: &Context, done: &Merged) -> Result<bool> {
    let lang = context.lang;
    if done.differ_somewhere {
        context.say(words::DIFFER_SOMEWHERE.to(lang));
        return Ok(false);
    }
    if let Some(why) = &done.not_compared {
        context.say(&words::not_compared(lang, why));
        return Ok(false);
    }
    if done.differ == 0 {
        return Ok(true);
    }
    let side = |d: &Difference, value: &Option<String>| match (d.field.as_str(), value) {
        ("", Some(_)) => words::HERE.owned(lang),
        ("", None) => words::NOT_HERE.owned(lang),
        (_, value) => value.clone().unwrap_or_default(),
    };
    let field = |d: &Difference| match d.field.as_str() {
        "" => String::new(),
        ORDER => words::ORDER.owned(lang),
        field => history::field(d.table, field, lang),
    };
    let each = done.differences.iter();
    let listed: Vec<Differs> = each.map(|d| (d.name.clone(), field(d), side(d, &d.ours), side(d, &d.theirs))).collect();
    output::document(context, &differences(lang, &listed))?;
    context.say(&words::differ(lang, done.differ, listed.len()));
    Ok(false)
}

/// A conflict in a row: the value that is shown in this copy, and the others.
fn shown(lang: Lang, c: &Conflict) -> ConflictShown {
    let side = |v: &ConflictValue| match (c.is_whole(), v.words.as_deref()) {
        (true, Some("…")) => words::ADDED_THERE.owned(lang),
        (true, Some("–")) => words::TAKEN_OUT.owned(lang),
        (_, value) => value.unwrap_or_default().to_string(),
    };
    let told = |v: &ConflictValue| match &v.why {
        Some(why) => words::moved(lang, &side(v), &why.reason, why.agreed_by.as_deref()),
        None => side(v),
    };
    let by = |v: &ConflictValue| {
        v.by.as_ref().map(|b| format!("{}, {}", b.author, b.at.format("%Y-%m-%d"))).unwrap_or_default()
    };
    let ours = c.values.iter().position(|v| v.is_ours).unwrap_or_default();
    let others = || c.values.iter().enumerate().filter(|(at, _)| *at != ours).map(|(_, v)| v);
    let joined = |each: Vec<String>| each.into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join("; ");
    let field = match c.day {
        Some(day) => format!("{} {day}", c.field),
        None => c.field.clone(),
    };
    ConflictShown {
        reference: c.name.clone(),
        field,
        was: String::new(),
        ours: c.values.get(ours).map(told).unwrap_or_default(),
        ours_by: c.values.get(ours).map(by).unwrap_or_default(),
        theirs: joined(others().map(told).collect()),
        theirs_by: joined(others().map(by).collect()),
    }
}

fn tell(context: &Context, from: &str, done: &Merged, dry_run: bool) -> Result<()> {
    if done.taken.is_empty() && done.decided.is_empty() {
        return output::sentence(context, words::NOTHING_NEW.to(context.lang));
    }
    conflicts(context, &done.decided, &done.conflicts, &done.taken)?;
    told_of(context, from, done, dry_run)?;
    if !done.conflicts.is_empty() {
        context.say(&words::decide(context.lang, done.conflicts.len()));
    }
    Ok(())
}

/// One of several: what was taken over, as a line.
fn told(context: &Context, from: &str, done: &Merged, dry_run: bool) -> Result<()> {
    if done.taken.is_empty() && done.decided.is_empty() {
        return output::line(&words::nothing_new_in(context.lang, from));
    }
    told_of(context, from, done, dry_run)
}

fn told_of(context: &Context, from: &str, done: &Merged, dry_run: bool) -> Result<()> {
    let lang = context.lang;
    if !done.uncovered.is_empty() {
        context.say(&answers::uncovered(lang, &done.uncovered));
    }
    if dry_run {
        context.say(words::DRY.to(lang));
        return Ok(());
    }
    let told = match done.taken.len() {
        0 => words::decided(lang, done.decided.len()),
        taken => words::merged(lang, from, taken),
    };
    output::line(&format!("{told}{}", answers::change(lang, done.decided_in)))
}

/// The conflicts that were decided and those that are not, beneath the changes that were taken over.
fn conflicts<'a>(
    context: &Context,
    decided: impl IntoIterator<Item = &'a (Conflict, usize)>,
    open: &[Conflict],
    taken: &[Change],
) -> Result<()> {
    let lang = context.lang;
    let decided = decided.into_iter().map(|(c, taken)| (shown(lang, c), Some(!c.values[*taken].is_ours)));
    let listed: Vec<(ConflictShown, Option<bool>)> =
        decided.chain(open.iter().map(|c| (shown(lang, c), None))).collect();
    if listed.is_empty() && taken.is_empty() {
        return Ok(());
    }
    output::document(context, &page(lang, taken, &listed))
}
