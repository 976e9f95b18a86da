//! Conflicts between copies: listed, and decided.

use super::context::Context;
use super::{input, output};
use anyhow::Result;
use fremdrift::commands::decide::{self, Choice};
use fremdrift::i18n::{answers, conflicts as words};
use fremdrift::queries::conflicts;
use fremdrift::render::{self, Format};
use fremdrift::report::conflicts::{form, page};
use std::path::PathBuf;
use std::process::ExitCode;

/// List what copies said without knowing of each other and nobody has decided yet
///
/// Until it is decided, every copy shows the same value and goes on. A workbook (-o conflicts.xlsx)
/// has a column to choose in; `conflicts decide --from` reads it back. A decision travels with the
/// next merge and counts everywhere; it can be undone.
#[derive(clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Conflicts {
    /// Only what is about these: ID-2021/4.1, ENS, or the code of a conflict
    #[arg(value_name = "REF")]
    subjects: Vec<String>,
    #[command(subcommand)]
    decide: Option<Command>,
}

#[derive(clap::Subcommand)]
enum Command {
    Decide(Decide),
}

/// Decide conflicts, as one change: 3f9a12=b as the list has it, ID-2021/4.1=Anna, all=Anna
///
/// A letter is one of the list, a name is who wrote the value. all=a takes what is shown. Of lines of the
/// log that contradict each other a line of the same day decides.
#[derive(clap::Args)]
struct Decide {
    #[arg(value_name = "WHICH=VALUE", required_unless_present = "from")]
    choices: Vec<String>,
    /// Decide as the column «take» of this file says: a workbook or CSV file of `conflicts -o`
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    /// Why it was decided so
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    reason: Option<String>,
    /// Show what would be decided; write nothing
    #[arg(long)]
    dry_run: bool,
}

impl Conflicts {
    pub fn run(self, context: &mut Context) -> Result<ExitCode> {
        if let Some(Command::Decide(decide)) = self.decide {
            return decide.run(context);
        }
        let store = context.open()?;
        let all = conflicts::conflicts(&store, &self.subjects)?;
        store.leave()?;
        if context.format() == Format::Xlsx {
            output::known_ending(context)?;
            let book = render::form::workbook(&form(context.lang, &all), context.moment.now);
            output::bytes(context, &book.map_err(|e| anyhow::anyhow!(e))?)?;
        } else {
            output::document(context, &page(context.lang, &all))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl Decide {
    fn run(self, context: &mut Context) -> Result<ExitCode> {
        let mut store = context.open()?;
        let mut choices: Vec<Choice> = Vec::new();
        let mut past = Vec::new();
        if let Some(path) = &self.from {
            let bytes = input::bytes(path)?;
            let read = decide::choices_of(&path.display().to_string(), &bytes)?;
            let standing = conflicts::conflicts(&store, &[])?;
            let stands = |c: &Choice| standing.iter().any(|s| decide::Of::Named(s.code.clone()) == c.of);
            let (known, others): (Vec<_>, Vec<_>) = read.into_iter().partition(stands);
            choices.extend(known);
            past = others;
        }
        choices.extend(self.choices.iter().map(|text| decide::choice(text)).collect::<Result<Vec<_>, _>>()?);
        let done = decide::decide(&mut store, &context.moment, &choices, self.reason.as_deref(), self.dry_run)?;
        let lang = context.lang;
        for (conflict, place) in &done.decided {
            let listed = conflicts::listed(std::slice::from_ref(conflict));
            if let Some(line) = listed.first().and_then(|c| Some((c, c.values.get(*place)?))) {
                output::line(&fremdrift::model::escaping::visible(&line.0.says(lang, line.1), true))?;
            }
        }
        let codes: Vec<String> = past
            .iter()
            .map(|c| match &c.of {
                decide::Of::Named(code) => code.clone(),
                decide::Of::All => String::new(),
            })
            .collect();
        if !codes.is_empty() {
            context.say(&words::not_any_more(lang, &codes));
        }
        let change = done.change.map(|n| answers::change(lang, Some(n))).unwrap_or_default();
        output::line(&format!("{}{change}", words::decided(lang, done.decided.len(), done.left)))?;
        if self.dry_run {
            context.say(words::DRY.to(lang));
        }
        Ok(if codes.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(4) })
    }
}
