use super::context::{Context, may_write};
use super::failure::Usage;
use super::filters::Filters;
use super::output;
use super::writes::{Only, Writes};
use anyhow::Result;
use clap::ValueEnum;
use fremdrift::commands::merge;
use fremdrift::i18n::{Word, answers};
use fremdrift::model::both;
use fremdrift::model::{Audience, EntityKind, Redaction, Refusal, parse_day};
use fremdrift::queries::calendar;
use fremdrift::queries::export::{self, Asked, What};
use fremdrift::render::datapackage::{self, Counting, Resource, Written};
use fremdrift::render::{self, Format};
use fremdrift::report::summary;
use fremdrift::store::Store;
use indicatif::ProgressBar;
use std::path::Path;
use std::process::ExitCode;

/// Write rows: CSV for Excel (the default) or, with --profile rfc4180, for programs; a workbook; or a calendar
///
/// An export as CSV imports again without a difference. Without -o it goes to the pipe. A name that
/// ends in .xlsx gets a workbook with real dates and numbers of objectives as text, .json gets data.
/// `calendar` writes the deadlines as iCalendar, for Outlook and others.
#[derive(clap::Args)]
pub struct Export {
    #[arg(value_enum, value_name = "WHAT")]
    what: Kind,
    /// For summary: the quarter [else the one that runs today]
    #[arg(value_name = "QUARTER")]
    quarter: Option<String>,
    /// Objectives as they were on this day, as is now known [else today]
    #[arg(long, value_name = "DAY")]
    as_of: Option<String>,
    /// For somebody outside: partner or public [else internal: everything]
    #[arg(long, value_name = "AUDIENCE", default_value = "internal", hide_default_value = true)]
    audience: String,
    /// For calendar: things to do instead of days
    #[arg(long)]
    todos: bool,
    /// For calendar: remind so long before a deadline that is open: 14d, 2w
    #[arg(long, value_name = "TIME")]
    alarm: Option<String>,
    /// Describe the CSV file in datapackage.json beside it, as Frictionless has it: what each column holds
    #[arg(long)]
    datapackage: bool,
    /// For changes: those after this number, as a file for another copy (fremdrift import changes)
    #[arg(long, value_name = "CHANGE")]
    since: Option<usize>,
    #[command(flatten)]
    filters: Filters,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    Objectives,
    Activities,
    Entries,
    Partnerships,
    Plans,
    Areas,
    Authorities,
    Instruments,
    Summary,
    Changes,
    Calendar,
}

const ROWS: Only = Only {
    what: Word("an export", "en eksport"),
    formats: &[Format::Csv, Format::Json, Format::Xlsx],
    endings: &[],
    hint: Word(
        "end the name in .csv, .xlsx or .json; a list to read or send is: fremdrift list -o list.docx",
        "lad navnet ende på .csv, .xlsx eller .json; en liste til at læse eller sende er: fremdrift list -o liste.docx",
    ),
};

const CALENDAR: Only = Only {
    what: Word("a calendar", "en kalender"),
    formats: &[],
    endings: &["ics", "ical"],
    hint: Word("write: fremdrift export calendar -o deadlines.ics", "skriv: fremdrift export calendar -o frister.ics"),
};

const BUNDLE: Only = Only {
    what: Word("a file of changes", "en fil med ændringer"),
    formats: &[Format::Json],
    endings: &[],
    hint: Word(
        "write: fremdrift export changes --since 40 -o changes.json",
        "skriv: fremdrift export changes --since 40 -o aendringer.json",
    ),
};

impl Export {
    pub fn writes(&self) -> Writes {
        match self.what {
            _ if self.since.is_some() => Writes::Only(BUNDLE),
            Kind::Calendar => Writes::Only(CALENDAR),
            _ => Writes::Only(ROWS),
        }
    }

    pub fn run(self, context: &mut Context) -> Result<ExitCode> {
        for (said, flag) in [(self.todos, "--todos"), (self.alarm.is_some(), "--alarm")] {
            if said && self.what != Kind::Calendar {
                let hint = both!(
                    "leave it out, or write one: fremdrift export calendar {flag} ...",
                    "udelad det, eller skriv en kalender: fremdrift export calendar {flag} ..."
                );
                return Err(Usage {
                    what: both!("{flag} is for the calendar alone", "{flag} er kun til kalenderen"),
                    hint,
                }
                .into());
            }
        }
        if self.datapackage {
            self.packable(context)?;
        }
        if let Some(since) = self.since {
            return self.bundle(context, since);
        }
        let format = match context.format() {
            // Rows for people are CSV, where nothing else is said.
            Format::Text => Format::Csv,
            format => format,
        };
        output::for_terminal(context, format)?;
        let audience = Audience::parse(&self.audience)?;
        if audience != Audience::Internal && self.what == Kind::Summary {
            return Err(Refusal::NotForOthers { what: "summary" }.into());
        }
        let store = context.open()?;
        let what = match self.what {
            Kind::Summary => {
                let quarter = self.quarter.as_deref().unwrap_or_default();
                let as_of = self.as_of.as_deref();
                let request = super::summary::Request::new(&self.filters);
                let request = super::summary::Request { quarter, as_of, audience, ..request };
                let content = super::summary::content(context, &store, &request)?;
                let document = summary::tidy(&content, context.lang);
                store.leave()?;
                output::bytes(context, &render::render(&document, format, &context.page(), context.global.profile)?)?;
                return Ok(ExitCode::SUCCESS);
            }
            Kind::Objectives => What::EntityKind(EntityKind::Objective),
            Kind::Activities => What::EntityKind(EntityKind::Activity),
            Kind::Entries => What::Entries,
            Kind::Partnerships => What::EntityKind(EntityKind::Partnership),
            Kind::Plans => What::EntityKind(EntityKind::Plan),
            Kind::Areas => What::EntityKind(EntityKind::Area),
            Kind::Authorities => What::EntityKind(EntityKind::Authority),
            Kind::Instruments => What::EntityKind(EntityKind::Instrument),
            Kind::Changes => What::Changes,
            Kind::Calendar => return self.calendar(context),
        };
        // Entities without a plan are not narrowed to the one of the configuration.
        let of_plans =
            matches!(self.what, Kind::Objectives | Kind::Activities | Kind::Entries | Kind::Plans | Kind::Areas);
        let default_plan = context.default_plan.as_deref().filter(|_| of_plans);
        let mut query = self.filters.query(&store, default_plan)?;
        // Retired rows go along, with their days: the file can be made again from its exports.
        query.retired = true;
        let on = match &self.as_of {
            Some(day) => parse_day(day, Some(context.moment.today))?,
            None => context.moment.today,
        };
        let asked = Asked { what, query: &query, on, audience };
        let (rows, withheld) = match (format, &context.global.output) {
            (Format::Csv, Some(path)) => csv_file(context, &store, &asked, path, self.datapackage)?,
            (Format::Csv, None) => {
                let form = (context.global.profile, context.lang);
                output::rows(store, |store, out| Ok(export::csv(store, &asked, form, out, &mut |_| {})?))?
            }
            (Format::Json, Some(path)) => rows_file(context, path, |out, progress| {
                Ok(export::json(&store, &asked, context.lang, out, progress)?)
            })?,
            (Format::Json, None) => {
                output::rows(store, |store, out| Ok(export::json(store, &asked, context.lang, out, &mut |_| {})?))?
            }
            (format, _) => {
                let bar = output::working(context);
                let (document, rows, withheld) = export::document(&store, &asked, context.lang, &mut |_| {})?;
                store.leave()?;
                let made = render::render(&document, format, &context.page(), context.global.profile)?;
                bar.finish_and_clear();
                output::write(context, &made)?;
                (rows, withheld)
            }
        };
        if let Some(path) = &context.global.output {
            context.say(&answers::wrote(context.lang, &path.display().to_string(), Some(rows)));
        }
        if audience != Audience::Internal {
            context.say(&answers::withheld(context.lang, withheld.objectives, withheld.notes));
        }
        Ok(ExitCode::SUCCESS)
    }

    /// A package describes rows in a file of CSV.
    fn packable(&self, context: &Context) -> Result<()> {
        let of_rows = self.since.is_none() && !matches!(self.what, Kind::Summary | Kind::Calendar);
        let is_csv = matches!(context.format(), Format::Csv | Format::Text) && context.global.output.is_some();
        if of_rows && is_csv {
            return Ok(());
        }
        let what = both!("a data package describes a file of CSV", "en datapakke beskriver en CSV-fil");
        let hint = both!(
            "write: fremdrift export objectives -o objectives.csv --datapackage",
            "skriv: fremdrift export objectives -o maal.csv --datapackage"
        );
        Err(Usage { what, hint }.into())
    }

    /// All that changes did, for another copy of the file.
    fn bundle(self, context: &Context, since: usize) -> Result<ExitCode> {
        if self.what != Kind::Changes || self.audience != "internal" {
            let what = both!(
                "--since is for changes alone, and they hold everything that was written",
                "--since er kun til ændringer, og de indeholder alt, hvad der er skrevet"
            );
            return Err(Usage {
                what,
                hint: both!(
                    "write: fremdrift export changes --since 40 -o changes.json",
                    "skriv: fremdrift export changes --since 40 -o aendringer.json"
                ),
            }
            .into());
        }
        let store = context.open()?;
        let asked = self.filters.query(&store, None)?;
        if asked != fremdrift::model::Query::default() {
            let what = both!(
                "changes --since are whole: they can't be filtered",
                "ændringer med --since er hele: de kan ikke filtreres"
            );
            return Err(Usage {
                what,
                hint: both!(
                    "write: fremdrift export changes --since 40 -o changes.json",
                    "skriv: fremdrift export changes --since 40 -o aendringer.json"
                ),
            }
            .into());
        }
        let bytes = merge::bundle(&store, since)?;
        store.leave()?;
        match &context.global.output {
            Some(path) => {
                let failed = |e| fremdrift::store::Error::io(path, e);
                output::to_file(path, context.global.yes, |out| Ok(out.write_all(&bytes).map_err(failed)?))?;
                context.say(&answers::wrote(context.lang, &path.display().to_string(), None));
            }
            None => output::print(&bytes)?,
        }
        Ok(ExitCode::SUCCESS)
    }

    /// The deadlines as they are known today: a calendar is kept by importing it again.
    fn calendar(self, context: &Context) -> Result<ExitCode> {
        for (said, flag) in [(self.as_of.is_some(), "--as-of"), (self.quarter.is_some(), "a quarter")] {
            if said {
                let what = both!(
                    "{flag} can't be said for a calendar: it holds what is known today",
                    "{flag} kan ikke angives for en kalender: den indeholder det, der vides i dag"
                );
                return Err(Usage {
                    what,
                    hint: both!(
                        "write: fremdrift export calendar -o deadlines.ics",
                        "skriv: fremdrift export calendar -o frister.ics"
                    ),
                }
                .into());
            }
        }
        let alarm = self.alarm.as_deref().map(calendar::alarm).transpose()?;
        let audience = Audience::parse(&self.audience)?;
        let store = context.open()?;
        let query = self.filters.query(&store, context.default_plan.as_deref())?;
        let asked = calendar::Asked { lang: context.lang, audience, todos: self.todos, alarm };
        let (calendar, withheld) = calendar::calendar(&store, &context.moment, &query, asked)?;
        store.leave()?;
        let bytes = render::calendar::render(&calendar, context.lang);
        match &context.global.output {
            Some(path) => {
                let failed = |e| fremdrift::store::Error::io(path, e);
                output::to_file(path, context.global.yes, |out| Ok(out.write_all(&bytes).map_err(failed)?))?;
                let file = path.display().to_string();
                context.say(&answers::wrote_deadlines(context.lang, &file, calendar.deadlines.len()));
            }
            None => output::print(&bytes)?,
        }
        if audience != Audience::Internal {
            context.say(&answers::withheld(context.lang, withheld.objectives, withheld.notes));
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Writes rows to a file, and shows on a terminal how many there are so far.
fn rows_file<T: Default>(
    context: &Context,
    path: &Path,
    write: impl FnOnce(&mut dyn std::io::Write, &mut dyn FnMut(usize)) -> Result<T>,
) -> Result<T> {
    let bar = ProgressBar::new_spinner();
    let mut progress = |rows: usize| {
        bar.set_message(format!("{rows} rows"));
        bar.tick();
    };
    let mut done = T::default();
    output::to_file(path, context.global.yes, |out| {
        done = write(out, &mut progress)?;
        Ok(())
    })?;
    bar.finish_and_clear();
    Ok(done)
}

/// Writes rows of CSV to a file, and what describes it beside it.
fn csv_file(
    context: &Context,
    store: &Store,
    asked: &Asked,
    path: &Path,
    described: bool,
) -> Result<(usize, Redaction)> {
    let (profile, lang) = (context.global.profile, context.lang);
    let beside = path.with_file_name(datapackage::NAME);
    let before = if described { package(&beside, context.global.yes)? } else { None };
    let mut written = Written::default();
    let done = rows_file(context, path, |out, progress| {
        let mut out = Counting::new(out);
        let done = export::csv(store, asked, (profile, lang), &mut out, progress)?;
        written = out.done();
        Ok(done)
    })?;
    if described {
        let columns = export::columns(asked.what);
        let resource = Resource {
            name: asked.what.name(),
            path: &path.file_name().unwrap_or_default().to_string_lossy(),
            profile,
            lang,
            columns: &columns,
            key: &export::key(asked.what),
            written,
        };
        let bytes = datapackage::with(before.as_deref(), &resource);
        let told = |e| fremdrift::store::Error::io(&beside, e);
        output::to_file(&beside, true, |out| Ok(out.write_all(&bytes).map_err(told)?))?;
    }
    Ok(done)
}

/// The package that is there and is added to. One that is not ours is written over only where that is said.
fn package(path: &Path, yes: bool) -> Result<Option<Vec<u8>>> {
    if std::fs::symlink_metadata(path).is_err() {
        return Ok(None);
    }
    let bytes = super::input::bytes(path)?;
    if !datapackage::is_ours(&bytes) {
        may_write(path, yes)?;
    }
    Ok(Some(bytes))
}
