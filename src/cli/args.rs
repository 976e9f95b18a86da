//! The commands and what holds for all of them.

use super::context::{Context, Global};
use super::writes::{self, Writes};
use anyhow::Result;
use clap::{ArgMatches, Args as _, FromArgMatches, Parser, Subcommand};
use fremdrift::model::EntityKind;
use std::ffi::OsString;
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

/// From one list: the commands as values, as words of the command line, and what each does.
macro_rules! commands {
    ($($name:literal => $command:ident($args:ty) $(, $about:literal)?;)*) => {
        pub enum Command {
            $($command($args),)*
        }

        impl Command {
            pub fn run(self, context: &mut Context) -> Result<ExitCode> {
                match self {
                    $(Command::$command(c) => c.run(context),)*
                }
            }
        }

        /// Adds the commands whose names are wanted. To make them all takes longer than most of them run.
        fn add(mut all: clap::Command, wanted: &dyn Fn(&str) -> bool) -> clap::Command {
            $(if wanted($name) {
                let command = <$args as clap::Args>::augment_args(clap::Command::new($name));
                all = all.subcommand(command$(.about($about))?);
            })*
            all
        }

        impl FromArgMatches for Command {
            fn from_arg_matches(matches: &ArgMatches) -> Result<Command, clap::Error> {
                match matches.subcommand() {
                    $(Some(($name, m)) => Ok(Command::$command(FromArgMatches::from_arg_matches(m)?)),)*
                    _ => Err(clap::Error::new(clap::error::ErrorKind::MissingSubcommand)),
                }
            }

            fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
                *self = Command::from_arg_matches(matches)?;
                Ok(())
            }
        }

        impl Subcommand for Command {
            fn augment_subcommands(all: clap::Command) -> clap::Command {
                add(all, &|_| true)
            }

            fn augment_subcommands_for_update(all: clap::Command) -> clap::Command {
                add(all, &|_| true)
            }

            fn has_subcommand(name: &str) -> bool {
                [$($name),*].contains(&name)
            }
        }
    };
}

commands! {
    "demo" => Demo(super::demo::Demo);
    "init" => Init(super::init::Init);
    "log" => Log(super::log::Log);
    "show" => Show(super::show::Show);
    "list" => List(super::list::List);
    "promises" => Promises(super::promises::Promises);
    "due" => Due(super::due::Due);
    "find" => Find(super::find::Find);
    "history" => History(super::history::History);
    "summary" => Summary(super::summary::Summary);
    "portfolio" => Portfolio(super::portfolio::Portfolio);
    "trend" => Trend(super::trend::Trend);
    "check" => Check(super::check::CheckArgs);
    "return" => Return(super::returns::Return);
    "freeze" => Freeze(super::freeze::Freeze);
    "restate" => Restate(super::restate::Restate);
    "quarters" => Quarters(super::quarters::Quarters);
    "diff" => Diff(super::diff::Diff);
    "slips" => Slips(super::slips::Slips);
    "setting" => Setting(super::setting::Setting);
    "words" => Words(super::words::Words);
    "import" => Import(super::import::Import);
    "export" => Export(super::export::Export);
    "partnership" => Partnership(super::entities::Commands<{ EntityKind::Partnership as usize }>), "Agreements between Denmark and one country";
    "plan" => Plan(super::entities::Commands<{ EntityKind::Plan as usize }>), "Action plans and work programmes";
    "area" => Area(super::entities::Commands<{ EntityKind::Area as usize }>), "Headings of a plan";
    "objective" => Objective(super::entities::Commands<{ EntityKind::Objective as usize }>), "Objectives of a plan";
    "activity" => Activity(super::entities::Commands<{ EntityKind::Activity as usize }>), "Work under an objective";
    "authority" => Authority(super::entities::Commands<{ EntityKind::Authority as usize }>), "Ministries, agencies, provinces, companies, banks";
    "instrument" => Instrument(super::entities::Commands<{ EntityKind::Instrument as usize }>), "Programmes, funds, pools, initiatives, agreements";
    "undo" => Undo(super::undo::Undo);
    "changes" => Changes(super::changes::Changes);
    "backup" => Backup(super::backup::Backup);
    "restore" => Restore(super::restore::Restore);
    "merge" => Merge(super::merge::Merge);
    "conflicts" => Conflicts(super::undecided::Conflicts);
    "verify" => Verify(super::verify::Verify);
    "completions" => Completions(super::completions::Completions);
    "man" => Man(super::man::Man);
}

impl Command {
    /// Its formats where `-o` or `--format` is said.
    pub fn writes(&self) -> Writes {
        match self {
            Command::Export(c) => c.writes(),
            Command::Import(c) => c.writes(),
            Command::Return(c) => c.writes(),
            Command::Partnership(c) => c.writes(),
            Command::Plan(c) => c.writes(),
            Command::Area(c) => c.writes(),
            Command::Objective(c) => c.writes(),
            Command::Activity(c) => c.writes(),
            Command::Authority(c) => c.writes(),
            Command::Instrument(c) => c.writes(),
            Command::Freeze(c) => c.writes(),
            Command::Setting(c) => c.writes(),
            Command::Words(c) => c.writes(),
            Command::Man(_) => Writes::Only(writes::MANUAL),
            Command::Completions(_) => Writes::Only(writes::COMPLETIONS),
            Command::Demo(_)
            | Command::Init(_)
            | Command::Log(_)
            | Command::Undo(_)
            | Command::Backup(_)
            | Command::Restore(_) => Writes::Nothing,
            Command::Show(_)
            | Command::List(_)
            | Command::Promises(_)
            | Command::Due(_)
            | Command::Find(_)
            | Command::History(_)
            | Command::Summary(_)
            | Command::Portfolio(_)
            | Command::Trend(_)
            | Command::Check(_)
            | Command::Restate(_)
            | Command::Quarters(_)
            | Command::Diff(_)
            | Command::Slips(_)
            | Command::Changes(_)
            | Command::Conflicts(_)
            | Command::Merge(_)
            | Command::Verify(_) => Writes::Page,
        }
    }
}

/// The command line with those commands alone whose names stand in it.
pub fn of(line: &[OsString]) -> clap::Command {
    let top = Global::augment_args(clap::Command::new("fremdrift")).subcommand_required(true);
    add(top, &|name| line.iter().any(|word| word == name))
}
