//! The commands and what holds for all of them.

use super::context::{Context, Global};
use anyhow::Result;
use clap::{Parser, Subcommand};
use fremdrift::model::Noun;
use std::process::ExitCode;

/// Keep the objectives of action plans in one file, log how they go, and sum up each quarter.
///
/// A reference is a path: ID-2021/4.1 is an objective, ID-2021/4.1/2 an activity under it.
/// Begin with `fremdrift demo`, or with `fremdrift init --portfolio`.
#[derive(Parser)]
#[command(name = "fremdrift", version, max_term_width = 100, subcommand_required = true, arg_required_else_help = true)]
#[command(
    after_help = "Exit codes: 0 done; 1 refused, nothing changed; 2 the command line is wrong; 3 the file can't be used;
4 the input has refused rows, or a check found errors."
)]
pub struct Args {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    Demo(super::demo::Demo),
    Init(super::init::Init),
    Log(super::log::Log),
    Show(super::show::Show),
    List(super::list::List),
    Due(super::due::Due),
    Find(super::find::Find),
    History(super::history::History),
    Summary(super::summary::Summary),
    Portfolio(super::portfolio::Portfolio),
    Trend(super::trend::Trend),
    Check(super::check::CheckArgs),
    Return(super::returns::Return),
    Freeze(super::freeze::Freeze),
    Restate(super::restate::Restate),
    Quarters(super::quarters::Quarters),
    Diff(super::diff::Diff),
    Slips(super::slips::Slips),
    Setting(super::setting::Setting),
    Import(super::import::Import),
    Export(super::export::Export),
    /// Agreements between Denmark and one country
    Partnership(super::nouns::Commands<{ Noun::Partnership as usize }>),
    /// Action plans and work programmes
    Plan(super::nouns::Commands<{ Noun::Plan as usize }>),
    /// Headings of a plan
    Area(super::nouns::Commands<{ Noun::Area as usize }>),
    /// Objectives of a plan
    Objective(super::nouns::Commands<{ Noun::Objective as usize }>),
    /// Work under an objective
    Activity(super::nouns::Commands<{ Noun::Activity as usize }>),
    /// Ministries, agencies, provinces, companies, banks
    Authority(super::nouns::Commands<{ Noun::Authority as usize }>),
    /// Programmes, funds, pools, initiatives, agreements
    Instrument(super::nouns::Commands<{ Noun::Instrument as usize }>),
    Undo(super::undo::Undo),
    Changes(super::changes::Changes),
    Backup(super::backup::Backup),
    Restore(super::restore::Restore),
    Merge(super::merge::Merge),
    Verify(super::verify::Verify),
    Completions(super::completions::Completions),
    Man(super::man::Man),
}

impl Command {
    pub fn run(self, context: &mut Context) -> Result<ExitCode> {
        match self {
            Command::Demo(c) => c.run(context),
            Command::Init(c) => c.run(context),
            Command::Log(c) => c.run(context),
            Command::Show(c) => c.run(context),
            Command::List(c) => c.run(context),
            Command::Due(c) => c.run(context),
            Command::Find(c) => c.run(context),
            Command::History(c) => c.run(context),
            Command::Summary(c) => c.run(context),
            Command::Portfolio(c) => c.run(context),
            Command::Trend(c) => c.run(context),
            Command::Check(c) => c.run(context),
            Command::Return(c) => c.run(context),
            Command::Freeze(c) => c.run(context),
            Command::Restate(c) => c.run(context),
            Command::Quarters(c) => c.run(context),
            Command::Diff(c) => c.run(context),
            Command::Slips(c) => c.run(context),
            Command::Setting(c) => c.run(context),
            Command::Import(c) => c.run(context),
            Command::Export(c) => c.run(context),
            Command::Partnership(c) => c.run(context),
            Command::Plan(c) => c.run(context),
            Command::Area(c) => c.run(context),
            Command::Objective(c) => c.run(context),
            Command::Activity(c) => c.run(context),
            Command::Authority(c) => c.run(context),
            Command::Instrument(c) => c.run(context),
            Command::Undo(c) => c.run(context),
            Command::Changes(c) => c.run(context),
            Command::Backup(c) => c.run(context),
            Command::Restore(c) => c.run(context),
            Command::Merge(c) => c.run(context),
            Command::Verify(c) => c.run(context),
            Command::Completions(c) => c.run(context),
            Command::Man(c) => c.run(context),
        }
    }
}
