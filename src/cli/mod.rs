//! The command line: words in, words out. The clock, the user and the environment are read here,
//! once, and handed down.

mod args;
mod configuration;
mod conflicts;
mod context;
mod failure;
mod filters;
mod input;
mod output;
mod paper;
mod place;
mod terminal;
mod usage;
mod words;
mod writes;

mod backup;
mod carry;
mod changes;
mod check;
mod completions;
mod demo;
mod diff;
mod due;
mod entities;
mod export;
mod find;
mod freeze;
mod history;
mod import;
mod init;
mod list;
mod log;
mod man;
mod merge;
mod portfolio;
mod promises;
mod quarters;
mod reorganise;
mod restate;
mod restore;
mod returns;
mod setting;
mod show;
mod slips;
mod summary;
mod trend;
mod undecided;
mod undo;
mod verify;

use clap::{CommandFactory, FromArgMatches};
use fremdrift::model::text;
use std::borrow::Cow;
use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

/// Reads the command line, does what it says, and turns what went wrong into words and a code.
pub fn run() -> ExitCode {
    outlive_limits();
    let line: Vec<OsString> = std::env::args_os().map(composed).collect();
    let args = match read(&line) {
        Ok(args) => args,
        Err(e) => return usage::tell(&e, &line),
    };
    let spoken = context::spoken(args.global.lang);
    let mut context = match context::Context::new(args.global, command) {
        Ok(context) => context,
        Err(e) => return failure::tell(&e, std::path::Path::new("fremdrift.db"), spoken),
    };
    let agreed = writes::agree(&context, args.command.writes());
    match agreed.and_then(|()| args.command.run(&mut context)) {
        Ok(code) => code,
        Err(e) => failure::tell(&e, &context.file_name(), context.lang),
    }
}

/// Requests for help and errors are answered by the whole command line, which knows all the names.
fn read(line: &[OsString]) -> Result<args::Args, clap::Error> {
    let few = args::of(line).try_get_matches_from(line).and_then(|m| args::Args::from_arg_matches(&m));
    few.or_else(|_| {
        let matches = command().try_get_matches_from(line)?;
        args::Args::from_arg_matches(&matches).map_err(|e| e.format(&mut command()))
    })
}

/// Letters are kept in one form, however they were typed; what names a file stays as the file is called.
fn composed(word: OsString) -> OsString {
    let Some(text) = word.to_str() else { return word };
    let Cow::Owned(composed) = text::composed(text) else { return word };
    let named = text.split_once('=').filter(|_| text.starts_with("--")).map_or(text, |(_, value)| value);
    let path = Path::new(named);
    let is_there = path.exists() || path.parent().is_some_and(|p| !p.as_os_str().is_empty() && p.exists());
    let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
    let is_new =
        !named.contains(' ') && (2..=5).contains(&ending.len()) && ending.bytes().all(|b| b.is_ascii_lowercase());
    if is_there || is_new { word } else { composed.into() }
}

/// Where a file may not become as large as it would (`ulimit -f`), the system ends the program with a
/// signal, unless it listens; if it does, the write fails and is told as any other.
fn outlive_limits() {
    #[cfg(unix)]
    {
        let heard = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
        // A program that can't listen is ended as before.
        let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, heard);
    }
}

/// The whole command line, as help, manual and completions are made from it.
fn command() -> clap::Command {
    args::Args::command()
}
