//! Everything outside, read once: flags, environment, configuration, clock, terminal.

use super::configuration::Configuration;
use super::{place, terminal};
use anyhow::{Context as _, Result};
use chrono::{DateTime, Local, NaiveDate, Timelike, Utc};
use clap::{Args, ValueEnum};
use etcetera::BaseStrategy;
use fremdrift::i18n::notices;
use fremdrift::model::both;
use fremdrift::model::{Author, Lang, Moment, Reference, Refusal, parse_day};
use fremdrift::render::csv::Profile;
use fremdrift::render::{Format, Page};
use fremdrift::store::{Error, Notice, PATIENCE, Problem, Store, listen};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Flags of every command.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Everywhere")]
pub struct Global {
    /// The file [else fremdrift.db in this folder or above, else as configured]
    #[arg(long, global = true, value_name = "FILE", env = "FREMDRIFT_DB", hide_env_values = true)]
    pub db: Option<PathBuf>,
    /// The author [else as configured, else the login name]
    #[arg(long, global = true, value_name = "NAME", env = "FREMDRIFT_AUTHOR", hide_env_values = true)]
    pub author: Option<String>,
    /// Language of what is printed [else as configured, else that of the system]
    #[arg(long, global = true, value_name = "LANGUAGE", env = "FREMDRIFT_LANG", hide_env_values = true)]
    pub lang: Option<Language>,
    /// text, markdown, csv, json, html, docx or xlsx [else by the ending of -o, else text]
    #[arg(long, global = true, value_name = "FORMAT", value_parser = format)]
    pub format: Option<Format>,
    /// How CSV is written: excel-da (for Excel) or rfc4180 (for programs)
    #[arg(long, global = true, value_name = "PROFILE", value_parser = profile, default_value = "excel-da", hide_default_value = true)]
    pub profile: Profile,
    /// Write to this file instead of the terminal
    #[arg(short, long, global = true, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Take this day (or moment, in UTC) for today; for scripts and tests
    #[arg(long, global = true, value_name = "DAY", env = "FREMDRIFT_TODAY", hide_env_values = true, value_parser = today)]
    pub today: Option<Today>,
    /// Colour: auto, always or never
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", hide_default_value = true)]
    pub color: Colour,
    /// Print only what was asked for, and errors
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Write over an output file that is there
    #[arg(short, long, global = true)]
    pub yes: bool,
    /// How many seconds a file that is in use is waited for [else as configured, else 5]
    #[arg(long, global = true, value_name = "SECONDS", env = "FREMDRIFT_WAIT", hide_env_values = true, value_parser = clap::value_parser!(u32).range(..=86_400))]
    pub wait: Option<u32>,
    /// Never ask anything
    #[arg(long, global = true)]
    pub no_input: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Language {
    Da,
    En,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Colour {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug)]
pub struct Today {
    day: NaiveDate,
    now: Option<DateTime<Utc>>,
}

fn today(text: &str) -> Result<Today, String> {
    if let Ok(now) = DateTime::parse_from_rfc3339(text) {
        // A leap second is a second that SQLite, Excel and most clocks do not know.
        if now.nanosecond() >= 1_000_000_000 {
            return Err(format!("«{text}» is a leap second: write the second before it or after it"));
        }
        return Ok(Today { day: now.date_naive(), now: Some(now.with_timezone(&Utc)) });
    }
    parse_day(text, None).map(|day| Today { day, now: None }).map_err(|e| e.to_string())
}

fn format(text: &str) -> Result<Format, String> {
    Format::parse(text).ok_or_else(|| "it is one of text, markdown, csv, json, html, docx, xlsx".to_string())
}

fn profile(text: &str) -> Result<Profile, String> {
    Profile::parse(text).ok_or_else(|| "it is one of excel-da, rfc4180".to_string())
}

pub struct Context {
    pub global: Global,
    pub moment: Moment,
    pub lang: Lang,
    pub quiet: bool,
    /// The plan of references and filters that name none.
    pub default_plan: Option<String>,
    /// Where answers are to be sent.
    pub email: Option<String>,
    /// The whole command line, as the manual and completions are made from it.
    pub command_line: fn() -> clap::Command,
    configured_db: Option<PathBuf>,
}

impl Context {
    pub fn new(global: Global, command_line: fn() -> clap::Command) -> Result<Context> {
        let configuration = configuration()?;
        let lang = match global.lang {
            Some(asked) => spoken(Some(asked)),
            None => match configuration.lang.as_deref() {
                Some("da") => Lang::Da,
                Some("en") => Lang::En,
                Some(other) => {
                    let what =
                        both!("the configuration says lang = \"{other}\"", "konfigurationen siger lang = \"{other}\"");
                    return Err(
                        super::failure::Usage { what, hint: both!("write da or en", "skriv da eller en") }.into()
                    );
                }
                None => spoken(None),
            },
        };
        let now = global.today.and_then(|t| t.now).unwrap_or_else(Utc::now);
        let today = global.today.map_or_else(|| Local::now().date_naive(), |t| t.day);
        let by = match global.author.as_deref().or(configuration.author.as_deref()) {
            Some(name) => Author::from(name),
            None => Author::ask(|| whoami::username().unwrap_or_default()),
        };
        let quiet = global.quiet;
        let wait = global.wait.or(configuration.wait).map_or(PATIENCE, |s| Duration::from_secs(s.min(86_400).into()));
        listen(wait, move |notice| {
            if !quiet {
                terminal::aside(&told(lang, notice));
            }
        });
        Ok(Context {
            global,
            moment: Moment { now, today, by },
            lang,
            quiet,
            default_plan: configuration.plan,
            email: configuration.email,
            command_line,
            configured_db: configuration.database,
        })
    }

    /// Which file is used; refused where the one that lies here or above is somebody else's.
    pub fn path(&self) -> Result<PathBuf> {
        place::of_the_file(self.global.db.as_deref(), self.configured_db.as_deref())
    }

    /// The name of the file where something went wrong with it.
    pub fn file_name(&self) -> PathBuf {
        self.path().unwrap_or_else(|_| PathBuf::from("fremdrift.db"))
    }

    /// The file, also where something else may stand in the place of a table, to name it.
    pub fn look(&self) -> Result<Store> {
        Ok(Store::open_to_look(&self.path()?)?)
    }

    pub fn open(&self) -> Result<Store> {
        Ok(Store::open(&self.path()?)?)
    }

    /// The plan of what names none: the one that was said or configured, else the one that there is.
    pub fn plan_of_reference(&self, store: &Store, plan: Option<&str>) -> Result<Option<String>> {
        if let Some(plan) = plan.or(self.default_plan.as_deref()) {
            return Ok(Some(plan.to_string()));
        }
        let mut plans = store.plans()?;
        plans.retain(|p| !p.is_retired(self.moment.today));
        Ok(if let [only] = &plans[..] { Some(only.code.clone()) } else { None })
    }

    /// Reads a reference as it was typed.
    pub fn reference(&self, store: &Store, text: &str, plan: Option<&str>) -> Result<Reference> {
        let plan = self.plan_of_reference(store, plan)?;
        match Reference::parse(text, plan.as_deref(), |p| store.is_plan(p)) {
            Err(Refusal::NoPlan { value, .. }) => {
                let nearest = store.plans_with(&value)?.iter().map(|p| format!("{p}/{value}")).collect();
                Err(Refusal::NoPlan { value, nearest }.into())
            }
            parsed => Ok(parsed?),
        }
    }

    pub fn format(&self) -> Format {
        self.global.format.or_else(|| self.global.output.as_deref().and_then(Format::of_ending)).unwrap_or(Format::Text)
    }

    /// Whether somebody looks at the answer on a terminal.
    pub fn is_on_terminal(&self) -> bool {
        self.global.output.is_none() && std::io::stdout().is_terminal()
    }

    /// How wide the page is, and what it may carry.
    pub fn page(&self) -> Page<'static> {
        let to_terminal = self.is_on_terminal();
        let columns = std::env::var("COLUMNS").ok().and_then(|c| c.parse::<usize>().ok());
        let measured =
            || if to_terminal { terminal_size::terminal_size().map(|(w, _)| usize::from(w.0)) } else { None };
        let colour = match self.global.color {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => {
                to_terminal
                    && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty())
                    && std::env::var("TERM").is_ok_and(|t| t != "dumb")
            }
        };
        // Text for people may be piped on to a terminal, so it is made safe for one; a file is sent.
        let is_printed = self.global.output.is_none();
        let for_people = is_printed && (to_terminal || matches!(self.format(), Format::Text | Format::Markdown));
        Page {
            width: columns.or_else(measured).unwrap_or(if to_terminal { 80 } else { 100 }).clamp(40, 400),
            colour,
            terminal: for_people,
            made: self.moment.now,
            template: None,
        }
    }

    /// Offers the words to type next, beside the result.
    pub fn hint(&self, hint: &fremdrift::model::Bilingual) {
        if !self.quiet {
            super::failure::say(self.lang, &[], std::slice::from_ref(hint));
        }
    }

    /// Says something beside the result: to the terminal's error channel.
    pub fn say(&self, text: &str) {
        if !self.quiet {
            terminal::aside(text);
        }
    }
}

/// The words of a notice.
fn told(lang: Lang, notice: Notice) -> String {
    match notice {
        Notice::Waiting { file, waited, limit } => {
            notices::waiting(lang, &file.display().to_string(), waited.as_secs(), limit.as_secs())
        }
        Notice::Share { file, kind } => notices::share(lang, &file.display().to_string(), kind),
        Notice::WriteAhead { file } => notices::write_ahead(lang, &file.display().to_string()),
        Notice::Clock { newest, today } => notices::clock(lang, newest, today),
    }
}

/// The language that was asked for, else that of the system; the configuration is not read for it.
pub fn spoken(asked: Option<Language>) -> Lang {
    match asked {
        Some(Language::Da) => Lang::Da,
        Some(Language::En) => Lang::En,
        None if sys_locale::get_locale().is_some_and(|l| l.to_lowercase().starts_with("da")) => Lang::Da,
        None => Lang::En,
    }
}

fn configuration() -> Result<Configuration> {
    let path = match std::env::var_os("FREMDRIFT_CONFIG") {
        Some(path) => PathBuf::from(path),
        None => match etcetera::choose_base_strategy() {
            Ok(strategy) => strategy.config_dir().join("fremdrift").join("config.toml"),
            Err(_) => return Ok(Configuration::default()),
        },
    };
    // Nothing is set by the null device; any other one, or a pipe, might be waited for without end.
    if std::fs::metadata(&path).is_ok_and(|m| !m.is_file()) && path != Path::new("/dev/null") {
        let problem = if path.is_dir() { Problem::OtherFolder } else { Problem::NotAFile };
        return Err(Error::file(&path, problem).into());
    }
    match std::fs::read_to_string(&path) {
        Ok(text) => Configuration::read(&text).map(|c| c.beside(&path)).map_err(|why| {
            let what = both!("{name}: {why}", "{name}: {why}", name = path.display());
            let hint = both!(
                "the configuration has author, lang, plan, database, email and wait",
                "konfigurationen har author, lang, plan, database, email og wait"
            );
            super::failure::Usage { what, hint }.into()
        }),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(Configuration::default()),
        Err(e) => Err(e).with_context(|| format!("{}: the configuration can't be read", path.display())),
    }
}

/// A file that is to be written: refused where one is there, unless it was said that it may.
pub fn may_write(path: &Path, yes: bool) -> Result<()> {
    if path.is_dir() {
        return Err(Error::file(path, Problem::OtherFolder).into());
    }
    // A device, also behind a link, would be replaced by a file.
    if std::fs::metadata(path).is_ok_and(|m| !m.is_file()) {
        return Err(Error::file(path, Problem::Device).into());
    }
    // A link that points nowhere is something, too.
    if std::fs::symlink_metadata(path).is_ok() && !yes {
        return Err(super::failure::Exists { path: path.display().to_string() }.into());
    }
    Ok(())
}
