use super::context::Context;
use super::failure::Usage;
use super::{import, output};
use anyhow::Result;
use fremdrift::commands::log::{self, Item, Recorded, Warning};
use fremdrift::i18n::{answers, sentences};
use fremdrift::model::escaping::visible;
use fremdrift::model::record::empties;
use fremdrift::model::{Entry, EntryField, EntryUpdate, FieldUpdate, Lang, Refusal, both, parse_day};
use std::process::ExitCode;

/// Log how an objective or activity goes: the daily verb
///
/// Fields that are not named stay as they were: the status, and while it is open the light, the expected date
/// and what blocks it. The word `none` clears a light, an expected date or a block. Several
/// references get the same line. At the end of a long meeting, log a whole file: log --file FILE
/// (the headings are those of import entries; - reads from the pipe).
#[derive(clap::Args)]
pub struct Log {
    /// The subject: ID-2021/4.1, or ID-2021/4.1/2 for an activity; may be several
    #[arg(value_name = "REF", required_unless_present = "file", conflicts_with = "file")]
    references: Vec<String>,
    /// not-started, ongoing, suspended, completed, partly-completed, cancelled, carried-over
    #[arg(short, long, value_name = "STATUS")]
    status: Option<String>,
    /// green, yellow, red (or none)
    #[arg(short, long, value_name = "LIGHT")]
    light: Option<String>,
    /// A note on what happened
    #[arg(short = 'm', long, value_name = "TEXT", allow_hyphen_values = true)]
    note: Option<String>,
    /// The day when it was true [else today]
    #[arg(long, value_name = "DAY")]
    as_of: Option<String>,
    /// The proof: an address or a case number
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    evidence: Option<String>,
    /// When it is now expected to end: 2026, 2026-Q1, 2026-02 or 2026-02-28 (or none)
    #[arg(long, value_name = "DATE")]
    expect: Option<String>,
    /// Why the expected date moves [else the note]
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    because: Option<String>,
    /// The obstacle (or none)
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    blocked_by: Option<String>,
    /// The authority that can take it away (or none)
    #[arg(long, value_name = "AUTHORITY")]
    ask: Option<String>,
    /// How it is known, where no officer reported it: sourced or illustrative
    #[arg(long, value_name = "BASIS")]
    basis: Option<String>,
    /// Where it comes from
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    source: Option<String>,
    /// The audience that may read the texts of this line: internal, partner or public [else internal]
    #[arg(long, value_name = "AUDIENCE")]
    audience: Option<String>,
    /// Open again an objective that has ended
    #[arg(long)]
    reopen: bool,
    /// How the file is encoded, as for import [else found out]
    #[arg(long, value_name = "NAME", value_parser = import::encoding, requires = "file")]
    encoding: Option<fremdrift::exchange::Encoding>,
    /// The plan of references that name none
    #[arg(short, long, value_name = "PLAN")]
    plan: Option<String>,
    /// Log every row of a CSV file, as one change (- for the pipe)
    #[arg(short, long, value_name = "FILE", conflicts_with_all = [
        "status", "light", "note", "evidence", "expect", "because", "blocked_by", "ask", "basis", "source", "audience",
    ])]
    file: Option<String>,
}

/// The word that clears a field.
fn cleared(text: &str) -> bool {
    let word = text.trim().to_lowercase();
    empties(&word)
        || matches!(word.as_str(), "none" | "ingen" | "intet" | "no light" | "intet lys" | "ikke vurderet" | "–")
}

/// The update that a flag says. Of a text the blanks around it are no part, as in a cell of a table: so it comes
/// back from an export.
fn said(field: EntryField, typed: &str) -> FieldUpdate<&str> {
    let text = typed.trim_matches([' ', '\n', '\r']);
    match text {
        _ if field.is_clearable() && cleared(text) => FieldUpdate::Clear,
        _ if field.is_text() && text.trim().is_empty() => FieldUpdate::Keep,
        text => FieldUpdate::Set(text),
    }
}

impl Log {
    /// The flags, each with its field.
    fn update(&self) -> Result<EntryUpdate, Refusal> {
        let flags = [
            (EntryField::Status, &self.status),
            (EntryField::Light, &self.light),
            (EntryField::Note, &self.note),
            (EntryField::Evidence, &self.evidence),
            (EntryField::Expected, &self.expect),
            (EntryField::ExpectedReason, &self.because),
            (EntryField::BlockedBy, &self.blocked_by),
            (EntryField::Ask, &self.ask),
            (EntryField::Basis, &self.basis),
            (EntryField::Source, &self.source),
            (EntryField::Audience, &self.audience),
        ];
        let mut update = EntryUpdate::default();
        for (field, typed) in flags {
            if let Some(typed) = typed {
                update.say(field, said(field, typed))?;
            }
        }
        Ok(update)
    }

    pub fn run(self, context: &mut Context) -> Result<ExitCode> {
        if let Some(file) = &self.file {
            return import::entries(
                context,
                file,
                self.plan.clone(),
                self.as_of.as_deref(),
                self.reopen,
                self.encoding,
            );
        }
        if self.blocked_by.as_ref().is_some_and(|t| t.trim().is_empty()) {
            let what = both!("what blocks is said in words", "en blokering angives med ord");
            let hint = both!(
                "say what blocks, or that nothing does any more: --blocked-by none",
                "skriv, hvad der blokerer, eller at intet længere gør: --blocked-by ingen"
            );
            return Err(Usage { what, hint }.into());
        }
        let mut store = context.open()?;
        let update = self.update()?;
        let as_of = match &self.as_of {
            Some(day) => parse_day(day, Some(context.moment.today))?,
            None => context.moment.today,
        };
        let items = self
            .references
            .iter()
            .map(|text| {
                let reference = context.reference(&store, text, self.plan.as_deref())?;
                Ok(Item {
                    reference,
                    as_of,
                    update: update.clone(),
                    corrects: None,
                    uid: None,
                    is_shared: false,
                    reopen: self.reopen,
                })
            })
            .collect::<Result<Vec<_>>>()?;
        let (recorded, change) = log::log(&mut store, &context.moment, &items, None)?;
        for r in &recorded {
            output::line(&visible(&answer(context.lang, r, change), true))?;
        }
        for r in &recorded {
            for warning in &r.warnings {
                context.say(&warn(context.lang, &r.reference.to_string(), warning));
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// One line: what is now recorded, and what it was before.
fn answer(lang: Lang, r: &Recorded, change: i64) -> String {
    let now = answers::reopened(lang, r.reopened()) + &in_words(lang, &r.now);
    let before = match (&r.before, lang) {
        (Some(b), Lang::En) => format!("before: {} as of {}", in_words(lang, b), b.as_of),
        (Some(b), Lang::Da) => format!("før: {} pr. {}", in_words(lang, b), b.as_of),
        (None, Lang::En) => "nothing before".into(),
        (None, Lang::Da) => "intet før".into(),
    };
    let newer = match (&r.newer, lang) {
        (Some(n), Lang::En) => format!("; a newer entry stands, as of {}: {}", n.as_of, in_words(lang, n)),
        (Some(n), Lang::Da) => format!("; en nyere indberetning gælder, pr. {}: {}", n.as_of, in_words(lang, n)),
        (None, _) => String::new(),
    };
    match lang {
        Lang::En => format!("{}: {now} as of {} ({before}){newer}  [change {change}]", r.reference, r.now.as_of),
        Lang::Da => format!("{}: {now} pr. {} ({before}){newer}  [ændring {change}]", r.reference, r.now.as_of),
    }
}

fn in_words(lang: Lang, e: &Entry) -> String {
    let mut words = vec![e.facts.status.word(lang).to_string()];
    words.extend(e.facts.light.map(|l| format!("{} {}", l.symbol(), l.word(lang))));
    words.extend(e.facts.expected.map(|d| match lang {
        Lang::En => format!("expected {d}"),
        Lang::Da => format!("forventet {d}"),
    }));
    if let Some(blocked) = &e.facts.blocked_by {
        words.push(match lang {
            Lang::En => format!("blocked by {blocked}"),
            Lang::Da => format!("afventer {blocked}"),
        });
    }
    words.join(", ")
}

fn warn(lang: Lang, reference: &str, warning: &Warning) -> String {
    match (warning, lang) {
        (Warning::BeforePlan { as_of, begins }, Lang::En) => {
            format!(
                "warning: {reference}: {as_of} is before the plan begins, on {}; to take it back: fremdrift undo",
                sentences::day(lang, *begins)
            )
        }
        (Warning::BeforePlan { as_of, begins }, Lang::Da) => {
            format!(
                "advarsel: {reference}: {as_of} ligger før planen begynder {}; fortryd med: fremdrift undo",
                sentences::day(lang, *begins)
            )
        }
        (Warning::Late { quarter, revision }, _) => {
            let command = format!(
                "fremdrift restate {quarter} --plan {} --reason \"...\"",
                reference.split('/').next().unwrap_or_default()
            );
            match lang {
                Lang::En => format!(
                    "late: {quarter} was frozen before this, as revision {revision}; to correct what was sent: {command}"
                ),
                Lang::Da => format!(
                    "bemærk: {quarter} er låst som {}; ret den sendte udgave med: {command}",
                    sentences::edition(lang, *revision)
                ),
            }
        }
        (Warning::ForFewer { objective, line }, _) => {
            let about = reference.splitn(3, '/').take(2).collect::<Vec<_>>().join("/");
            let command = format!("fremdrift objective edit {about} --audience {}", line.code());
            let (objective, line) = (objective.word(lang), line.word(lang));
            match lang {
                Lang::En => format!(
                    "warning: {about} itself is {objective}, so nothing of it is shown where the line is for ({line}); if it may be: {command}"
                ),
                Lang::Da => format!(
                    "advarsel: {about} er selv {objective}, så intet om den vises til dem, linjen er mærket for ({line}); hvis den må vises: {command}"
                ),
            }
        }
        (Warning::StillBlocked { by }, _) => {
            let word = if lang == Lang::Da { "advarsel" } else { "warning" };
            format!("{word}: {}", sentences::still_blocked(lang, reference, by))
        }
        (Warning::OpenActivities { status, references }, _) => {
            let all: Vec<String> = references.iter().map(ToString::to_string).collect();
            match lang {
                Lang::En => format!(
                    "warning: {reference} is {}, but these activities are open: {}",
                    status.word(lang),
                    all.join(", ")
                ),
                Lang::Da => format!(
                    "advarsel: {reference} er {}, men disse aktiviteter er åbne: {}",
                    status.word(lang),
                    all.join(", ")
                ),
            }
        }
    }
}
