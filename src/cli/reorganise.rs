//! authority rename, merge, split and transfer.

use super::context::Context;
use super::output;
use anyhow::Result;
use clap::{Args, FromArgMatches, Subcommand};
use fremdrift::commands::reorganise::{self, Reorganisation};
use fremdrift::i18n::{Word, operations, sentences};
use fremdrift::model::{Lang, Reference, Refusal, parse_day};
use fremdrift::store::Store;
use std::process::ExitCode;

#[derive(Subcommand)]
pub enum Reform {
    /// Give it another name from a day on; with --to another code too
    Rename {
        #[arg(value_name = "CODE")]
        code: String,
        /// The new name, in its own language
        #[arg(long, value_name = "NAME")]
        name: String,
        /// The new name in English
        #[arg(long, value_name = "NAME")]
        name_en: Option<String>,
        /// The new name in Danish, where its own language is not Danish
        #[arg(long, value_name = "NAME")]
        name_da: Option<String>,
        /// The new code, where that changes too
        #[arg(long, value_name = "CODE")]
        to: Option<String>,
        #[command(flatten)]
        when: When,
    },
    /// One or several go into another from a day on
    Merge {
        #[arg(value_name = "CODE", required = true)]
        codes: Vec<String>,
        /// The authority that they go into
        #[arg(long, value_name = "CODE")]
        into: String,
        #[command(flatten)]
        when: When,
    },
    /// It goes into several from a day on
    Split {
        #[arg(value_name = "CODE")]
        code: String,
        /// One that it goes into; give it once for each
        #[arg(long, value_name = "CODE", required = true)]
        into: Vec<String>,
        /// The successor of each objective: MIM=ID-2021/4.1 (may be repeated)
        #[arg(long, value_name = "CODE=REF")]
        give: Vec<String>,
        /// The successor of all that is not given
        #[arg(long, value_name = "CODE")]
        rest: Option<String>,
        #[command(flatten)]
        when: When,
    },
    /// Some of its objectives go to another from a day on
    Transfer {
        #[arg(value_name = "GIVER")]
        giver: String,
        #[arg(value_name = "TAKER")]
        taker: String,
        /// The objectives that go over, with their activities, or an activity
        #[arg(value_name = "REF", required_unless_present = "all")]
        references: Vec<String>,
        /// Everything that it holds
        #[arg(long, conflicts_with = "references")]
        all: bool,
        #[command(flatten)]
        when: When,
    },
}

#[derive(Args)]
pub struct When {
    /// The first day on which it holds
    #[arg(long, value_name = "DAY")]
    from: String,
    /// Why; the decree, for instance
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    reason: String,
    /// Say what would go over; write nothing
    #[arg(long)]
    dry_run: bool,
}

pub fn augment(command: clap::Command) -> clap::Command {
    Reform::augment_subcommands(command)
}

/// Runs it where the verb is one of these.
pub fn run(context: &Context, store: &mut Store, matches: &clap::ArgMatches) -> Result<ExitCode> {
    let refer = |store: &Store, text: &String| context.reference(store, text, None);
    let (it, when) = match Reform::from_arg_matches(matches)? {
        Reform::Rename { code, name, name_en, name_da, to, when } => {
            (Reorganisation::Rename { code, to, name, name_en, name_da }, when)
        }
        Reform::Merge { codes, into, when } => (Reorganisation::Merge { codes, into }, when),
        Reform::Split { code, into, give, rest, when } => {
            let mut given = Vec::new();
            for pair in &give {
                let refused = || Refusal::NotGiven { value: pair.clone() };
                let (to, reference) = pair.split_once('=').ok_or_else(refused)?;
                given.push((refer(store, &reference.to_string())?, to.to_string()));
            }
            (Reorganisation::Split { code, into, given, rest }, when)
        }
        Reform::Transfer { giver, taker, references, all, when } => {
            let named = references.iter().map(|r| refer(store, r)).collect::<Result<Vec<Reference>>>()?;
            (Reorganisation::Transfer { from: giver, to: taker, references: (!all).then_some(named) }, when)
        }
    };
    let on = parse_day(&when.from, Some(context.moment.today))?;
    let done = reorganise::reorganise(store, &context.moment, &it, on, when.reason.trim(), when.dry_run)?;
    let change = fremdrift::i18n::answers::change(context.lang, done.change);
    let lang = context.lang;
    let roles = sentences::count(lang, done.roles as i64, Word("role", "rolle"), Word("roles", "roller"));
    let objectives = sentences::objectives(lang, done.objectives as i64);
    let did = operations::operation(&done.did);
    let what = did.to(lang);
    output::line(&match lang {
        Lang::En => format!("{what}: {roles} for {objectives} go over{change}"),
        Lang::Da => format!("{what}: {roles} for {objectives} går over{change}"),
    })?;
    if when.dry_run {
        context.say(fremdrift::i18n::answers::nothing_written(context.lang));
    }
    Ok(ExitCode::SUCCESS)
}
