use super::conflicts::Decide;
use super::context::{Context, may_write};
use super::merge::{self, From};
use super::writes::Writes;
use super::{failure, input, output};
use anyhow::Result;
use clap::ValueEnum;
use fremdrift::commands;
use fremdrift::commands::import::{self, AreaFrom, Changed, Imported, Kept, Options, What};
use fremdrift::commands::upsert::Because;
use fremdrift::document::mended::Mended;
use fremdrift::exchange::Encoding;
use fremdrift::i18n::{self, Word, answers};
use fremdrift::model::both;
use fremdrift::model::escaping::visible;
use fremdrift::model::{EntityKind, EntryField, Lang, entry, parse_day};
use fremdrift::render;
use indicatif::ProgressBar;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Read a workbook or a CSV file in, as it lies: whole or not at all
///
/// XLSX, XLSM, XLSB, XLS, ODS and every form of CSV. Headings may be Danish or English, in any order, below a title. A blank cell leaves the field as it is; (none)
/// clears it. A second import of the same file changes nothing. Rows of objectives and activities
/// may carry status, light, note and the rest of a report: what is new becomes an entry.
#[derive(clap::Args)]
pub struct Import {
    #[arg(value_enum, value_name = "WHAT")]
    what: Kind,
    /// The file (- for the pipe)
    #[arg(required_unless_present = "template")]
    file: Option<String>,
    /// Write an empty workbook with the headings and lists to choose from, and read nothing
    #[arg(long, value_name = "FILE", conflicts_with = "file")]
    template: Option<PathBuf>,
    /// Where rows are refused: write a workbook with all rows, what is refused tinted and the reason beside it
    #[arg(long, value_name = "FILE")]
    mend: Option<PathBuf>,
    /// The plan of rows that name none
    #[arg(short, long, value_name = "PLAN")]
    plan: Option<String>,
    /// Show what would be added, changed, unchanged and missing; write nothing
    #[arg(long)]
    dry_run: bool,
    /// Areas that the plan does not have yet are added to it
    #[arg(long)]
    add_areas: bool,
    /// Authorities that nobody has named yet are added; look at them with --dry-run before
    #[arg(long)]
    add_authorities: bool,
    /// Why; needed where approved deadlines move
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    reason: Option<String>,
    /// The one who agreed to move approved deadlines
    #[arg(long, value_name = "NAME", allow_hyphen_values = true)]
    agreed_by: Option<String>,
    /// Why original deadlines were written down otherwise than they were signed
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    correction: Option<String>,
    /// Open again objectives that have ended, where the file says so
    #[arg(long)]
    reopen: bool,
    /// How the file is encoded: utf-8, utf-16, windows-1252, 850, 865, 437, macintosh [else found out]
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    encoding: Option<Encoding>,
    /// A word of the file and its meaning, remembered: \"Slutdato=deadline\", \"Forsinket=ongoing\"; may be given again
    #[arg(long, value_name = "WORD=MEANING")]
    map: Vec<String>,
    /// A heading whose column is passed over, remembered; may be given again
    #[arg(long, value_name = "HEADING")]
    ignore: Vec<String>,
    /// The sheet of a workbook, where not all are meant; may be given again
    #[arg(long = "sheet", value_name = "SHEET")]
    sheets: Vec<String>,
    /// The place of the area, where a workbook has it in no column: the name of the sheet, or a row that holds
    /// nothing else
    #[arg(long, value_enum, value_name = "PLACE")]
    area_from: Option<AreaPlace>,
    /// The day of reported states, where the file has no column for it [else today]
    #[arg(long, value_name = "DAY")]
    as_of: Option<String>,
    #[command(flatten, next_help_heading = "For changes")]
    decide: Decide,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum AreaPlace {
    Sheet,
    Column,
    Row,
}

impl AreaPlace {
    fn of(self) -> AreaFrom {
        match self {
            AreaPlace::Sheet => AreaFrom::Sheet,
            AreaPlace::Column => AreaFrom::Column,
            AreaPlace::Row => AreaFrom::Row,
        }
    }
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
    /// The changes of another copy of the file: a file from fremdrift export changes --since
    Changes,
}

impl Kind {
    /// `None`: changes are taken in as they are.
    fn what(self) -> Option<What> {
        Some(match self {
            Kind::Partnerships => What::EntityKind(EntityKind::Partnership),
            Kind::Plans => What::EntityKind(EntityKind::Plan),
            Kind::Areas => What::EntityKind(EntityKind::Area),
            Kind::Authorities => What::EntityKind(EntityKind::Authority),
            Kind::Instruments => What::EntityKind(EntityKind::Instrument),
            Kind::Objectives => What::EntityKind(EntityKind::Objective),
            Kind::Activities => What::EntityKind(EntityKind::Activity),
            Kind::Entries => What::Entries,
            Kind::Changes => return None,
        })
    }
}

impl Import {
    pub fn writes(&self) -> Writes {
        // Changes are told on a page, as a merge tells them.
        if matches!(self.what, Kind::Changes) { Writes::Page } else { Writes::Nothing }
    }

    pub fn run(self, context: &mut Context) -> Result<ExitCode> {
        let Some(what) = self.what.what() else {
            for (said, flag) in [
                (self.plan.is_some(), "--plan"),
                (self.add_areas, "--add-areas"),
                (self.add_authorities, "--add-authorities"),
                (self.agreed_by.is_some(), "--agreed-by"),
                (self.as_of.is_some(), "--as-of"),
                (self.correction.is_some(), "--correction"),
                (self.encoding.is_some(), "--encoding"),
                (self.template.is_some(), "--template"),
                (self.mend.is_some(), "--mend"),
                (!self.map.is_empty(), "--map"),
                (!self.ignore.is_empty(), "--ignore"),
                (!self.sheets.is_empty(), "--sheet"),
                (self.area_from.is_some(), "--area-from"),
                (self.reopen, "--reopen"),
            ] {
                if said {
                    let what = both!(
                        "{flag} can't be said for changes: they are taken in as they were made",
                        "{flag} kan ikke angives for ændringer: de overtages, som de er skrevet"
                    );
                    return Err(failure::Usage { what, hint: both!("leave it out", "udelad det") }.into());
                }
            }
            let file = self.file.unwrap_or_default();
            let bytes = input::changes(&file)?;
            let ask = merge::Merging { decide: self.decide, reason: self.reason, dry_run: self.dry_run };
            return ask.run(context, &From::File(&file, &bytes));
        };
        if self.decide.is_said() {
            let what = both!(
                "--take, --conflicts and --settle are for changes alone",
                "--take, --conflicts og --settle er kun til ændringer"
            );
            return Err(failure::Usage {
                what,
                hint: both!(
                    "leave them out, or write: fremdrift import changes FILE",
                    "udelad dem, eller skriv: fremdrift import changes FIL"
                ),
            }
            .into());
        }
        if let Some(path) = &self.template {
            let empty = import::template(&context.open()?, what, context.lang)?;
            return book(context, path, &empty);
        }
        if let Some(path) = &self.mend {
            may_write(path, context.global.yes)?;
        }
        let as_of = self.as_of.as_deref().map(|d| parse_day(d, Some(context.moment.today))).transpose()?;
        let options = Options {
            plan: self.plan,
            dry_run: self.dry_run,
            add_areas: self.add_areas,
            add_authorities: self.add_authorities,
            because: Because {
                reason: self.reason,
                agreed_by: self.agreed_by,
                correction: self.correction,
                from: None,
            },
            as_of,
            reopen: self.reopen,
            encoding: self.encoding,
            sheets: self.sheets,
            area_from: self.area_from.map(AreaPlace::of),
            mend: self.mend.is_some(),
            map: self.map,
            ignore: self.ignore,
        };
        let file = self.file.unwrap_or_default();
        let done = go(context, what, &file, options);
        if let (Err(e), Some(path)) = (&done, &self.mend)
            && let Some(commands::Error::Rows { mend: Some(mend), .. }) = e.downcast_ref()
        {
            book(context, path, mend)?;
        }
        done
    }
}

/// Writes rows that go back, or an empty table, as a workbook.
fn book(context: &Context, path: &Path, rows: &Mended) -> Result<ExitCode> {
    let bytes = render::mended::workbook(rows, context.lang, context.moment.now)?;
    output::to_file(path, context.global.yes, |file| Ok(file.write_all(&bytes)?))?;
    context.say(&answers::wrote(context.lang, &path.display().to_string(), None));
    Ok(ExitCode::SUCCESS)
}

/// Reads the name of an encoding.
pub fn encoding(text: &str) -> Result<Encoding, String> {
    Encoding::parse(text).ok_or_else(|| format!("it is one of {}", Encoding::NAMES.join(", ")))
}

/// Entries from a file or the pipe, for `log --file`.
pub fn entries(
    context: &mut Context,
    file: &str,
    plan: Option<String>,
    as_of: Option<&str>,
    reopen: bool,
    encoding: Option<Encoding>,
) -> Result<ExitCode> {
    let as_of = as_of.map(|d| parse_day(d, Some(context.moment.today))).transpose()?;
    go(context, What::Entries, file, Options { plan, as_of, reopen, encoding, ..Options::default() })
}

fn go(context: &mut Context, what: What, file: &str, mut options: Options) -> Result<ExitCode> {
    let mut store = context.open()?;
    options.plan = options.plan.or_else(|| context.default_plan.clone());
    options.plan = options.plan.map(|p| store.plan_code(&p)).transpose()?;
    let (name, source) = input::open(file)?;
    // Hidden by itself where there is no terminal.
    let bar = ProgressBar::new_spinner();
    let mut progress = |rows: usize| {
        bar.set_message(format!("{rows} rows"));
        bar.tick();
    };
    let done = import::import(&mut store, &context.moment, what, name, source, &options, &mut progress);
    bar.finish_and_clear();
    tell(context, what, &done?, options.dry_run)?;
    Ok(ExitCode::SUCCESS)
}

/// How many names are listed of each kind before the rest is only counted.
const NAMED: usize = 20;

fn tell(context: &Context, what: What, done: &Imported, dry: bool) -> Result<()> {
    let lang = context.lang;
    let counts = answers::Counts {
        rows: done.rows,
        added: done.added.len(),
        changed: done.changed.len(),
        unchanged: done.unchanged,
        missing: done.missing.len(),
        reported: done.reported,
    };
    let mut lines = answers::imported(lang, &counts, done.profile.map(|p| (p.delimiter, p.encoding)), dry);
    lines[0].push_str(&answers::change(lang, done.change));
    lines.extend(done.told.iter().map(|told| format!("  {}", told.to(lang))));
    if dry {
        let columns = done.columns.iter().map(|c| c.to(lang)).collect::<Vec<_>>().join("; ");
        lines.push(format!("  {}: {columns}", i18n::IMPORT_COLUMNS.to(lang)));
    }
    let rest = |n: usize| {
        if n > NAMED { format!(" (+ {} {})", n - NAMED, i18n::IMPORT_MORE.to(lang)) } else { String::new() }
    };
    let names = |label: Word, all: &[String], lines: &mut Vec<String>| {
        if !all.is_empty() {
            let shown = all.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
            lines.push(format!("  {}: {shown}{}", label.to(lang), rest(all.len())));
        }
    };
    if done.learned > 0 {
        lines.push(format!("  {}: {} (fremdrift words)", i18n::IMPORT_LEARNED.to(lang), done.learned));
    }
    names(i18n::IMPORT_AREAS, &done.areas_added, &mut lines);
    let authorities: Vec<String> = done.authorities_added.iter().map(|a| a.to(lang).to_string()).collect();
    names(i18n::IMPORT_AUTHORITIES, &authorities, &mut lines);
    if dry {
        names(i18n::IMPORT_ADDED, &done.added, &mut lines);
    }
    for c in done.changed.iter().take(NAMED) {
        lines.push(format!("  {}", changed(lang, what, c)));
    }
    if done.changed.len() > NAMED {
        lines.push(format!("  {}{}", i18n::IMPORT_CHANGED.to(lang), rest(done.changed.len())));
    }
    for Kept { name, superseded: s } in done.kept.iter().take(NAMED) {
        let told = answers::superseded(lang, name, &s.original, &s.approved);
        lines.push(format!("  {} {told}", i18n::IMPORT_KEPT.to(lang)));
    }
    if done.kept.len() > NAMED {
        lines.push(format!("  {}{}", i18n::IMPORT_KEPT.to(lang), rest(done.kept.len())));
    }
    if !done.short.is_empty() {
        let lines_of = done.short.iter().take(NAMED).map(u64::to_string).collect::<Vec<_>>().join(", ");
        let more = if done.short.len() > NAMED { " ..." } else { "" };
        lines.push(format!("  {}: {lines_of}{more}", i18n::IMPORT_SHORT.to(lang)));
    }
    names(i18n::IMPORT_MISSING, &done.missing, &mut lines);
    if !done.still_blocked.is_empty() {
        let named = &done.still_blocked[..done.still_blocked.len().min(NAMED)];
        let asked = fremdrift::i18n::returns::still_blocked(lang, named);
        lines.push(format!("  {asked}{}", rest(done.still_blocked.len())));
    }
    if !done.not_taken.is_empty() {
        lines.push(format!("  {}: {}", i18n::IMPORT_COMPUTED.to(lang), done.not_taken.join(", ")));
    }
    if dry {
        lines.push(i18n::IMPORT_DRY.owned(lang));
    }
    lines.iter().try_for_each(|line| output::line(&visible(line, true)))
}

/// The differences of a row from before: its fields, and the line of the log that it became.
fn changed(lang: Lang, what: What, c: &Changed) -> String {
    let field = |name: &str| {
        let of_noun = match what {
            What::EntityKind(entity) => entity.field(name),
            What::Entries => None,
        };
        of_noun.or_else(|| entry::fields().iter().find(|f| f.name == name))
    };
    let told = |differs: &[(&'static str, String, String)]| {
        let one = |(name, old, new): &(&'static str, String, String)| {
            let called = field(name).map_or(name.to_string(), |f| f.called(lang).to_string());
            let word = |code: &String| {
                let found = field(name).and_then(|f| f.kind.word(code, lang));
                found.map_or_else(|| code.clone(), str::to_string)
            };
            answers::differs(lang, &called, &word(old), &word(new))
        };
        differs.iter().map(one).collect::<Vec<_>>()
    };
    let mut all = told(&c.differs);
    if let Some(entry) = &c.entry {
        let named = |(field, old, new): &(EntryField, String, String)| (field.field().name, old.clone(), new.clone());
        let parts = told(&entry.iter().map(named).collect::<Vec<_>>()).join("; ");
        let line = i18n::IMPORT_ENTRY.to(lang);
        all.push(if parts.is_empty() { line.to_string() } else { format!("{line}: {parts}") });
    }
    let verb = if c.reopened { i18n::IMPORT_REOPENED } else { i18n::IMPORT_CHANGED };
    format!("{} {}: {}", verb.to(lang), c.name, all.join("; "))
}
