use super::conflicts::Decide;
use super::context::Context;
use super::output;
use anyhow::Result;
use fremdrift::commands::conflicts::Of;
use fremdrift::commands::merge::{self, MergeRequest, Merged};
use fremdrift::i18n::{answers, history, merge as words};
use fremdrift::model::Lang;
use fremdrift::report::merge::{Differs, differences, page};
use fremdrift::report::returns::ConflictShown;
use fremdrift::store::{Conflict, ConflictValue, Difference, ORDER, Store};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Take over what another copy of the file knows: changes that were made there, one by one
///
/// Nothing is lost: all changes of the other copy are taken over as they are. What both wrote without
/// knowing of each other is a conflict: both values are kept, one is shown, and it is listed until
/// somebody decides; exit code 4. Merging twice changes nothing. The other copy is only read.
#[derive(clap::Args)]
pub struct Merge {
    /// The other copy
    #[arg(value_name = "OTHER.db")]
    other: PathBuf,
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

pub struct Merging<'a> {
    pub from: From<'a>,
    pub decide: Decide,
    pub reason: Option<String>,
    pub dry_run: bool,
}

impl Merge {
    pub fn run(self, context: &mut Context) -> Result<ExitCode> {
        let merging =
            Merging { from: From::Copy(&self.other), decide: self.decide, reason: self.reason, dry_run: self.dry_run };
        merging.run(context)
    }
}

impl Merging<'_> {
    pub fn run(self, context: &mut Context) -> Result<ExitCode> {
        let mut store = context.open()?;
        let decisions = self.decide.read(Of::Copy)?;
        let name = match &self.from {
            From::Copy(path) => path.display().to_string(),
            From::File(name, _) => (*name).to_string(),
        };
        let short = Path::new(&name).file_name().map_or(name.clone(), |n| n.to_string_lossy().into_owned());
        let ask =
            MergeRequest { decisions: &decisions, reason: self.reason.as_deref(), dry_run: self.dry_run, from: &short };
        let done = match &self.from {
            From::Copy(path) => merge::merge(&mut store, &context.moment, &Store::open_to_read(path)?, &ask)?,
            From::File(_, bytes) => merge::import(&mut store, &context.moment, bytes, &ask)?,
        };
        tell(context, &short, &done, self.dry_run)?;
        let listed: Vec<ConflictShown> = done.conflicts.iter().map(|c| shown(context.lang, c)).collect();
        self.decide.write(context, &listed)?;
        let agree = differ(context, &done)?;
        let left = !done.conflicts.is_empty() && !done.taken.is_empty();
        Ok(if left || !agree { ExitCode::from(4) } else { ExitCode::SUCCESS })
    }
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
    let lang = context.lang;
    if done.taken.is_empty() && done.decided.is_empty() {
        return output::sentence(context, words::NOTHING_NEW.to(lang));
    }
    let decided = done.decided.iter().map(|(c, taken)| (shown(lang, c), Some(!c.values[*taken].is_ours)));
    let open = done.conflicts.iter().map(|c| (shown(lang, c), None));
    let conflicts: Vec<(ConflictShown, Option<bool>)> = decided.chain(open).collect();
    output::document(context, &page(lang, &done.taken, &conflicts))?;
    if !done.uncovered.is_empty() {
        context.say(&answers::uncovered(lang, &done.uncovered));
    }
    if dry_run {
        context.say(words::DRY.to(lang));
    } else {
        let told = match done.taken.len() {
            0 => words::decided(lang, done.decided.len()),
            taken => words::merged(lang, from, taken),
        };
        output::line(&format!("{told}{}", answers::change(lang, done.decided_in)))?;
    }
    if !done.conflicts.is_empty() {
        context.say(&words::decide(lang, done.conflicts.len()));
    }
    Ok(())
}
