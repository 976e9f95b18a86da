use super::conflicts::Decide;
use super::context::Context;
use super::output;
use anyhow::Result;
use fremdrift::commands::conflicts::Of;
use fremdrift::commands::merge::{self, MergeRequest, Merged};
use fremdrift::i18n::{answers, history, merge as words};
use fremdrift::model::escaping::visible;
use fremdrift::model::{Lang, both};
use fremdrift::report::merge::{Differs, differences, page};
use fremdrift::report::returns::ConflictShown;
use fremdrift::store::{Conflict, Difference, ORDER, Store, Why};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Take over what another copy of the file knows: changes that were made there, one by one
///
/// Nothing is lost: what only one copy changed is taken, what both changed to different values is a
/// conflict, listed field by field, and nothing is written before all of them are decided; exit code
/// 4. Merging twice changes nothing. The other copy is only read.
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
    /// Open again what one copy has ended, where the other says so
    #[arg(long)]
    reopen: bool,
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
    pub reopen: bool,
}

impl Merge {
    pub fn run(self, context: &mut Context) -> Result<ExitCode> {
        let merging = Merging {
            from: From::Copy(&self.other),
            decide: self.decide,
            reason: self.reason,
            dry_run: self.dry_run,
            reopen: self.reopen,
        };
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
        let ask = MergeRequest {
            decisions: &decisions,
            reason: self.reason.as_deref(),
            dry_run: self.dry_run,
            reopen: self.reopen,
            from: &short,
        };
        let done = match &self.from {
            From::Copy(path) => merge::merge(&mut store, &context.moment, &Store::open_to_read(path)?, &ask)?,
            From::File(_, bytes) => merge::import(&mut store, &context.moment, bytes, &ask)?,
        };
        tell(context, &short, &done, self.dry_run)?;
        let listed: Vec<ConflictShown> = conflicts_of(context.lang, &done).into_iter().map(|c| c.0).collect();
        self.decide.write(context, &listed)?;
        let agree = differ(context, &done)?;
        let asked = !done.kept && !self.dry_run && !done.reopened.is_empty();
        Ok(if done.open() > 0 || asked || !agree { ExitCode::from(4) } else { ExitCode::SUCCESS })
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

fn conflicts_of(lang: Lang, done: &Merged) -> Vec<(ConflictShown, Option<bool>)> {
    let moved = |value: &str, why: &Option<Why>| match why {
        Some(why) => words::moved(lang, value, &why.reason, why.agreed_by.as_deref()),
        None => value.to_string(),
    };
    let side = |c: &Conflict, value: &Option<String>| match (c.is_whole(), value.as_deref()) {
        (true, Some("…")) => words::ADDED_THERE.owned(lang),
        (true, Some("–")) => words::TAKEN_OUT.owned(lang),
        (_, value) => value.unwrap_or_default().to_string(),
    };
    let each = done.conflicts.iter().zip(&done.theirs_by).map(|(c, theirs_by)| {
        let by = c.ours_by.as_ref().map(|b| format!("{}, {}", b.author, b.at.format("%Y-%m-%d")));
        let conflict = ConflictShown {
            reference: c.name.clone(),
            field: c.field.clone(),
            was: side(c, &c.was),
            theirs: moved(&side(c, &c.theirs), &c.theirs_why),
            theirs_by: theirs_by.clone(),
            ours: moved(&side(c, &c.ours), &c.ours_why),
            ours_by: by.unwrap_or_default(),
        };
        (conflict, c.take)
    });
    each.collect()
}

fn tell(context: &Context, from: &str, done: &Merged, dry_run: bool) -> Result<()> {
    let lang = context.lang;
    if done.taken.is_empty() {
        return output::sentence(context, words::NOTHING_NEW.to(lang));
    }
    output::document(context, &page(lang, &done.taken, &conflicts_of(lang, done)))?;
    if !done.uncovered.is_empty() {
        context.say(&answers::uncovered(lang, &done.uncovered));
    }
    for r in &done.reopened {
        output::line(&visible(&words::reopened(lang, &r.name, &r.ended, &r.open), true))?;
    }
    if !done.kept && !dry_run && done.open() == 0 {
        context.say(words::REOPENS.to(lang));
        context.hint(&both!(
            "if it is to be so, add --reopen; else log in one of the copies how it stands today, and merge again",
            "hvis det skal være sådan, så tilføj --reopen; indberet ellers i en af kopierne, hvordan det står i dag, og flet igen"
        ));
    } else if done.kept {
        output::line(&format!(
            "{}{}",
            words::merged(lang, from, done.taken.len()),
            answers::change(lang, done.decided)
        ))?;
    } else if dry_run && done.open() == 0 {
        context.say(words::DRY.to(lang));
    } else {
        context.say(&words::decide(lang, done.open()));
    }
    Ok(())
}
