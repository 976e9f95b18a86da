use super::context::Context;
use super::{failure, output};
use anyhow::Result;
use clap::ValueEnum;
use fremdrift::actions::import::{self, Imported, Options, What};
use fremdrift::actions::put::Because;
use fremdrift::model::guard::visible;
use fremdrift::model::{Noun, parse_day};
use fremdrift::store::{Error, Problem};
use indicatif::ProgressBar;
use std::io::Read;
use std::process::ExitCode;

/// Read a CSV file in, in whatever form Excel left it: whole or not at all
///
/// Headings may be Danish or English, in any order. A blank cell leaves the field as it is; (none)
/// clears it. A second import of the same file changes nothing. Rows of objectives and activities
/// may carry status, light, note and the rest of a report: what is new becomes an entry.
#[derive(clap::Args)]
pub struct Import {
    #[arg(value_enum, value_name = "WHAT")]
    what: Kind,
    /// The file (- for the pipe)
    file: String,
    /// The plan of rows that name none
    #[arg(short, long, value_name = "PLAN")]
    plan: Option<String>,
    /// Show what would be added, changed, unchanged and missing; write nothing
    #[arg(long)]
    dry_run: bool,
    /// Areas that the plan does not have yet are added to it
    #[arg(long)]
    add_areas: bool,
    /// Why; needed where approved deadlines move
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Who agreed to move approved deadlines
    #[arg(long, value_name = "NAME")]
    agreed_by: Option<String>,
    /// The day of reported states, where the file has no column for it [else today]
    #[arg(long, value_name = "DAY")]
    as_of: Option<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Kind {
    Partnerships,
    Plans,
    Areas,
    Authorities,
    Instruments,
    Objectives,
    Activities,
    Entries,
}

impl Kind {
    fn what(self) -> What {
        match self {
            Kind::Partnerships => What::Noun(Noun::Partnership),
            Kind::Plans => What::Noun(Noun::Plan),
            Kind::Areas => What::Noun(Noun::Area),
            Kind::Authorities => What::Noun(Noun::Authority),
            Kind::Instruments => What::Noun(Noun::Instrument),
            Kind::Objectives => What::Noun(Noun::Objective),
            Kind::Activities => What::Noun(Noun::Activity),
            Kind::Entries => What::Entries,
        }
    }
}

impl Import {
    pub fn run(self, context: &mut Context) -> Result<ExitCode> {
        let as_of = self.as_of.as_deref().map(|d| parse_day(d, Some(context.moment.today))).transpose()?;
        let options = Options {
            plan: self.plan,
            dry_run: self.dry_run,
            add_areas: self.add_areas,
            because: Because { reason: self.reason, agreed_by: self.agreed_by },
            as_of,
        };
        go(context, self.what.what(), &self.file, options)
    }
}

/// Entries from a file or the pipe, for `log --file`.
pub fn entries(context: &mut Context, file: &str, plan: Option<String>) -> Result<ExitCode> {
    go(context, What::Entries, file, Options { plan, ..Options::default() })
}

fn go(context: &mut Context, what: What, file: &str, mut options: Options) -> Result<ExitCode> {
    let mut store = context.open()?;
    options.plan = options.plan.or_else(|| context.default_plan.clone());
    options.plan = options.plan.map(|p| store.plan_code(&p)).transpose()?;
    let (name, source): (&str, Box<dyn Read>) = if file == "-" {
        ("stdin", Box::new(std::io::stdin()))
    } else {
        let path = std::path::Path::new(file);
        if path.is_dir() {
            return Err(failure::Usage {
                what: format!("{file}: this is a folder, not a file"),
                hint: "name the CSV file in it".into(),
            }
            .into());
        }
        let opened = std::fs::File::open(path).map_err(|e| match Error::io(path, e) {
            Error::File { problem: Problem::Missing, .. } => anyhow::Error::from(failure::Usage {
                what: format!("{file}: there is no such file"),
                hint: "look at the name and the folder".into(),
            }),
            e => e.into(),
        })?;
        (file, Box::new(opened))
    };
    // Hidden by itself where there is no terminal.
    let bar = ProgressBar::new_spinner();
    let mut progress = |rows: usize| {
        bar.set_message(format!("{rows} rows"));
        bar.tick();
    };
    let done = import::import(&mut store, &context.moment, what, name, source, &options, &mut progress);
    bar.finish_and_clear();
    tell(context, &done?, options.dry_run)?;
    Ok(ExitCode::SUCCESS)
}

/// How many names are listed of each kind before the rest is only counted.
const NAMED: usize = 20;

fn names(label: &str, all: &[String], lines: &mut Vec<String>) {
    if all.is_empty() {
        return;
    }
    let mut shown = all.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    if all.len() > NAMED {
        shown.push_str(&format!(" and {} more", all.len() - NAMED));
    }
    lines.push(format!("  {label}: {shown}"));
}

fn tell(context: &Context, done: &Imported, dry: bool) -> Result<()> {
    let mut lines = Vec::new();
    let would = if dry { "would be " } else { "" };
    let change = done.change.map(|n| format!("  [change {n}]")).unwrap_or_default();
    lines.push(format!(
        "{} rows read ({}): {} {would}added, {} {would}changed, {} unchanged{}{change}",
        done.rows,
        done.profile,
        done.added.len(),
        done.changed.len(),
        done.unchanged,
        if done.missing.is_empty() {
            String::new()
        } else {
            format!(", {} missing in the file and kept", done.missing.len())
        },
    ));
    if done.reported > 0 {
        lines.push(format!("  {} entries {would}added to the log", done.reported));
    }
    names("areas added", &done.areas_added, &mut lines);
    if dry {
        names("added", &done.added, &mut lines);
    }
    for c in done.changed.iter().take(NAMED) {
        let differs: Vec<String> = c
            .differs
            .iter()
            .map(|(field, old, new)| {
                let or_empty = |t: &str| if t.is_empty() { "(empty)".to_string() } else { t.to_string() };
                format!("{} {} (was {})", field.replace('_', " "), or_empty(new), or_empty(old))
            })
            .collect();
        let differs = if differs.is_empty() { "a new entry".to_string() } else { differs.join("; ") };
        lines.push(format!("  changed {}: {differs}", c.name));
    }
    if done.changed.len() > NAMED {
        lines.push(format!("  and {} more changed", done.changed.len() - NAMED));
    }
    names("missing", &done.missing, &mut lines);
    if !done.not_taken.is_empty() {
        lines.push(format!("  not taken, because computed: {}", done.not_taken.join(", ")));
    }
    if dry {
        lines.push("nothing was written: this was a dry run".into());
    }
    for line in lines {
        output::line(&visible(&line, true))?;
    }
    let _ = context;
    Ok(())
}
