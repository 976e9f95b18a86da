//! A command line that clap can't read: told in Danish on a Danish desk, else in clap's own words.

use super::context::{self, Language};
use super::failure;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use fremdrift::model::escaping::visible;
use fremdrift::model::{Bilingual, Lang, both};
use std::borrow::Cow;
use std::ffi::OsString;
use std::process::ExitCode;

/// Help and version are no errors.
pub fn tell(e: &clap::Error, line: &[OsString]) -> ExitCode {
    let lang = spoken(line);
    match told(e).filter(|_| lang == Lang::Da && e.use_stderr()) {
        Some((error, hints)) => failure::say(lang, &[error], &hints),
        None => {
            let plain = e.render().to_string();
            match visible(&plain, false) {
                // Typed words may hold characters that a terminal obeys.
                Cow::Owned(shown) => super::terminal::aside(shown.trim_end()),
                Cow::Borrowed(_) => drop(e.print()),
            }
        }
    }
    ExitCode::from(u8::try_from(e.exit_code()).unwrap_or(2))
}

/// The language, before the line could be read: as a flag, as a variable, else that of the system.
fn spoken(line: &[OsString]) -> Lang {
    let words: Vec<&str> = line.iter().filter_map(|w| w.to_str()).collect();
    let flag = words.iter().zip(words.iter().skip(1)).find(|(w, _)| **w == "--lang").map(|(_, value)| *value);
    let joined = words.iter().find_map(|w| w.strip_prefix("--lang="));
    let variable = std::env::var("FREMDRIFT_LANG").ok();
    let known = |name: &str| match name {
        "da" => Some(Language::Da),
        "en" => Some(Language::En),
        _ => None,
    };
    // The flag itself may be what can't be read.
    let asked = [flag, joined, variable.as_deref()].into_iter().flatten().find_map(known);
    context::spoken(asked)
}

/// The error in both languages, and what to type instead; nothing where clap has a kind that is not known here.
fn told(e: &clap::Error) -> Option<(Bilingual, Vec<Bilingual>)> {
    let text = |kind: ContextKind| match e.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        Some(ContextValue::Strings(all)) if !all.is_empty() => Some(all.join(", ")),
        Some(ContextValue::StyledStr(text)) => Some(text.to_string()),
        _ => None,
    };
    let arg = text(ContextKind::InvalidArg).unwrap_or_default();
    let value = text(ContextKind::InvalidValue).unwrap_or_default();
    let error = match e.kind() {
        ErrorKind::UnknownArgument => both!("unexpected argument «{arg}»", "ukendt argument: »{arg}«"),
        ErrorKind::InvalidSubcommand => {
            let name = text(ContextKind::InvalidSubcommand).unwrap_or_default();
            both!("no command «{name}»", "ukendt kommando: »{name}«")
        }
        ErrorKind::InvalidValue if value.is_empty() => {
            both!("a value is missing for «{arg}»", "der mangler en værdi til »{arg}«")
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            both!("«{value}» can't be a value of «{arg}»", "»{value}« kan ikke bruges som værdi til »{arg}«")
        }
        ErrorKind::MissingRequiredArgument => both!("missing: {arg}", "der mangler: {arg}"),
        ErrorKind::ArgumentConflict => {
            let other = text(ContextKind::PriorArg).unwrap_or_default();
            match other.is_empty() || other == arg {
                true => both!("«{arg}» is given twice", "»{arg}« er angivet to gange"),
                false => {
                    both!("«{arg}» can't be given with «{other}»", "»{arg}« kan ikke angives sammen med »{other}«")
                }
            }
        }
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues | ErrorKind::TooFewValues => {
            both!("the number of values does not fit «{arg}»", "antallet af værdier passer ikke til »{arg}«")
        }
        ErrorKind::NoEquals => both!("«{arg}» is written with =", "»{arg}« skrives med ="),
        ErrorKind::InvalidUtf8 => both!("the command line is not UTF-8", "kommandolinjen er ikke UTF-8"),
        _ => return None,
    };
    let mut hints = Vec::new();
    let near = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    if let Some(near) = near.into_iter().find_map(text) {
        hints.push(both!("did you mean {near}?", "mente du {near}?"));
    } else if let Some(all) = text(ContextKind::ValidValue) {
        hints.push(both!("it is one of {all}", "skriv en af: {all}"));
    }
    hints.push(both!("more with --help", "se mere med --help"));
    Some((error, hints))
}
