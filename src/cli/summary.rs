use super::context::Context;
use super::filters::Filters;
use super::{output, paper};
use anyhow::Result;
use fremdrift::commands::freeze;
use fremdrift::i18n::answers;
use fremdrift::model::both;
use fremdrift::model::escaping::visible;
use fremdrift::model::nearest;
use fremdrift::model::{Audience, Quarter, Query, Revision, parse_day, revision};
use fremdrift::queries::{self, Asked, Sent, SummaryRequest};
use fremdrift::render::Format;
use fremdrift::report::summary::{self, Extent, Section, View};
use fremdrift::store::Store;
use std::borrow::Cow;
use std::path::PathBuf;
use std::process::ExitCode;

/// Sum up a quarter: for a plan, a partnership, an authority across all countries, or everything
///
/// Without a quarter the one that runs today, as of today. Plans take part whose period reaches into
/// the quarter; a plan that is named takes part always.
///
/// --as-of DAY says what is now known to have been true on that day. --as-reported QUARTER says what
/// was sent, byte for byte as on the day that the quarter was frozen. The two differ where something
/// came later: if 4.1 was reported green for 2023-Q2, the quarter was frozen, and in August it was
/// logged that 4.1 had been red since 15 June, then --as-of 2023-06-30 says red and --as-reported
/// 2023-Q2 says green, until the quarter is restated.
#[derive(clap::Args)]
pub struct Summary {
    /// 2023-Q2 (also 2023Q2, Q2 2023, 2. kvartal 2023) [else the one that runs today]
    #[arg(value_name = "QUARTER", num_args = 0..=3)]
    quarter: Vec<String>,
    /// As it was on this day, as is now known [else the last day of the quarter]
    #[arg(long, value_name = "DAY")]
    as_of: Option<String>,
    /// As it was sent for this quarter: 2023-Q2 (its newest revision) or 2023-Q2.0
    #[arg(long, value_name = "QUARTER[.REV]", conflicts_with_all = ["quarter", "as_of", "compare"])]
    as_reported: Option<String>,
    /// Compare with this quarter [else the one before]
    #[arg(long, value_name = "QUARTER")]
    compare: Option<String>,
    /// For somebody outside: partner or public [else internal: everything]
    #[arg(long, value_name = "AUDIENCE", default_value = "internal", hide_default_value = true)]
    audience: String,
    /// One page: the counts, what needs attention, the areas
    #[arg(long, conflicts_with = "only")]
    brief: bool,
    /// Only this part; may be given twice: headline, changes, attention, ended, due, activities, plan, area,
    /// authority, interest, slips, contradictions, waivers, late; in a file also time, deadlines, annex
    #[arg(long, value_name = "PART")]
    only: Vec<String>,
    /// A Word file whose styles, page and headers the .docx takes
    #[arg(long, value_name = "FILE.docx")]
    template: Option<PathBuf>,
    /// Show it as a page in the browser
    #[arg(long)]
    open: bool,
    #[command(flatten)]
    filters: Filters,
}

impl Summary {
    pub fn run(mut self, context: &mut Context) -> Result<ExitCode> {
        let audience = Audience::parse(&self.audience)?;
        let shown = if self.open { Some(paper::shown(context)?) } else { None };
        let extent = self.extent(context)?;
        output::known_ending(context)?;
        let template = paper::template(context, self.template.take().as_deref())?;
        let bar = output::working(context);
        let store = context.open()?;
        let document = if let Some(asked) = &self.as_reported {
            if !context.format().is_paper() {
                return as_reported(context, store, asked, audience, &self.filters, &extent);
            }
            let sent = sent(context, &store, asked, audience, &self.filters)?;
            let view = View { digest: Some(&sent.digest), extent, over_time: &sent.over_time };
            summary::page(&sent.content, context.lang, &view)
        } else {
            let mut request = Request::new(&self.filters);
            let quarter = self.quarter.join(" ");
            request.quarter = &quarter;
            request.as_of = self.as_of.as_deref();
            request.compare = self.compare.as_deref();
            request.audience = audience;
            request.most_rows = if extent.paper && !extent.brief { summary::ANNEX } else { 0 };
            request.extent = self.extent_as_typed();
            let content = content(context, &store, &request)?;
            let over_time = match request.most_rows > 0 {
                true => {
                    let query = self.filters.query(&store, context.default_plan.as_deref())?;
                    queries::over_time(&store, &context.moment, &query, content.frame.quarter, audience)?.0
                }
                false => vec![],
            };
            let view = View { extent, over_time: &over_time, digest: None };
            queries::page(&content, context.format(), context.lang, &view)
        };
        store.leave()?;
        output::made(context, &document, template.as_deref(), bar)?;
        if let Some(page) = shown {
            paper::show(&page)?;
        }
        Ok(ExitCode::SUCCESS)
    }

    fn extent(&self, context: &Context) -> Result<Extent> {
        let format = context.format();
        let mut only = Vec::new();
        for text in &self.only {
            let section = Section::parse(text).ok_or_else(|| {
                let known: Vec<&str> = Section::ALL.iter().map(|s| s.code()).collect();
                let hint = match &nearest::of(text, known.iter().copied())[..] {
                    [near, ..] => both!("did you mean {near}?", "mente du {near}?"),
                    [] => both!("it is one of {all}", "skriv en af: {all}", all = known.join(", ")),
                };
                super::failure::Usage {
                    what: both!("«{text}» is no part of a summary", "»{text}« er ikke en del af en sammenfatning"),
                    hint,
                }
            })?;
            if section.is_for_paper() && !format.is_paper() {
                let what = both!("{text} is only in a file to be sent", "{text} findes kun i en fil, der skal sendes");
                let hint = both!(
                    "write it to one: -o report.html, -o report.docx or -o report.xlsx",
                    "skriv den til en: -o rapport.html, -o rapport.docx eller -o rapport.xlsx"
                );
                return Err(super::failure::Usage { what, hint }.into());
            }
            only.push(section);
        }
        if matches!(format, Format::Csv | Format::Json) && (self.brief || !only.is_empty()) {
            let what =
                both!("{name} holds the whole summary", "{name} indeholder hele sammenfatningen", name = format.name());
            let hint = both!(
                "leave out --brief and --only, or choose another format",
                "udelad --brief og --only, eller vælg et andet format"
            );
            return Err(super::failure::Usage { what, hint }.into());
        }
        Ok(Extent { paper: format.is_paper(), brief: self.brief, only })
    }

    fn extent_as_typed(&self) -> String {
        let brief = self.brief.then(|| "--brief".to_string());
        let only = self.only.iter().map(|o| format!("--only {}", o.trim().to_lowercase()));
        brief.into_iter().chain(only).collect::<Vec<_>>().join(" ")
    }
}

/// The revision that was sent for a quarter: its newest, or the one that is named; of one plan.
fn sent_revision(context: &Context, store: &Store, asked: &str, filters: &Filters) -> Result<Revision> {
    let only_plans = Filters { plan: filters.plan.clone(), ..Filters::default() };
    if only_plans.typed() != filters.typed() {
        let what = both!("what was sent can't be filtered", "det, der er sendt, kan ikke filtreres");
        let hint = both!("it is asked for by its plan alone: --plan ID-2021", "angiv alene planen: --plan ID-2021");
        return Err(super::failure::Usage { what, hint }.into());
    }
    let asked = revision::Asked::parse(asked)?;
    let plan = filters.plan.first().map(String::as_str).or(context.default_plan.as_deref());
    Ok(queries::revision(store, asked, plan)?)
}

/// Prints what was kept, as it was kept: no newer program changes a letter.
fn as_reported(
    context: &Context,
    store: Store,
    asked: &str,
    audience: Audience,
    filters: &Filters,
    extent: &Extent,
) -> Result<ExitCode> {
    output::known_ending(context)?;
    if extent.brief || !extent.only.is_empty() {
        let what = both!("what was sent as text is kept whole", "det, der er sendt som tekst, er gemt i ét stykke");
        let hint = both!(
            "leave out --brief and --only, or write a file: -o report.html",
            "udelad --brief og --only, eller skriv en fil: -o rapport.html"
        );
        return Err(super::failure::Usage { what, hint }.into());
    }
    let found = sent_revision(context, &store, asked, filters)?;
    let format = freeze::kept_as(context.format(), context.global.profile);
    let kept = queries::text(&store, &found, audience, context.lang, format)?;
    if format != "json" && !store.covers_its_words(found.id)? {
        let name = format!("{} of {}", found.name(), found.code);
        context.say(&answers::uncovered(context.lang, &[name]));
    }
    store.leave()?;
    // A terminal would obey what stands in a cell of CSV.
    let kept = if context.is_on_terminal() { visible(&kept, false) } else { Cow::Borrowed(kept.as_str()) };
    output::bytes(context, kept.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// The figures that were sent.
fn sent(context: &Context, store: &Store, asked: &str, audience: Audience, filters: &Filters) -> Result<Sent> {
    let found = sent_revision(context, store, asked, filters)?;
    let sent = queries::content(store, &found, audience)?;
    Ok(sent.ok_or_else(|| super::failure::Usage {
        what: both!(
            "this quarter was frozen by an older program, and only its words are kept",
            "kvartalet er låst af et ældre program, og kun dets tekster er gemt"
        ),
        hint: both!("write them: -o report.md, or -o report.txt", "skriv dem: -o rapport.md eller -o rapport.txt"),
    })?)
}

/// The request for a summary, in the words of the command line.
pub struct Request<'a> {
    pub quarter: &'a str,
    pub as_of: Option<&'a str>,
    pub compare: Option<&'a str>,
    pub audience: Audience,
    pub filters: &'a Filters,
    pub most_rows: usize,
    /// How much of it, as it was typed.
    pub extent: String,
}

impl<'a> Request<'a> {
    /// The quarter that runs, whole, for us.
    pub fn new(filters: &'a Filters) -> Request<'a> {
        let audience = Audience::Internal;
        Request { quarter: "", as_of: None, compare: None, audience, filters, most_rows: 0, extent: String::new() }
    }
}

pub fn content(context: &Context, store: &Store, request: &Request) -> Result<summary::Content> {
    Ok(queries::summary(store, &context.moment, &asked(context, store, "summary", request)?)?)
}

/// The request with everything looked up; `verb` is the command that asks.
pub fn asked(context: &Context, store: &Store, verb: &'static str, request: &Request) -> Result<Asked> {
    let parsed = |text: &str| parse_day(text, Some(context.moment.today));
    let query = request.filters.query(store, context.default_plan.as_deref())?;
    let request = SummaryRequest {
        verb,
        quarter: Some(request.quarter.trim()).filter(|text| !text.is_empty()).map(Quarter::parse).transpose()?,
        as_of: request.as_of.map(parsed).transpose()?,
        compare: request.compare.map(Quarter::parse).transpose()?,
        filters: typed(request.filters, &query),
        query,
        audience: request.audience,
        most_rows: request.most_rows,
        extent: request.extent.clone(),
    };
    Ok(queries::asked(store, &context.moment, request)?)
}

/// The filters as they are typed, with the plan that the configuration names.
pub fn typed(filters: &Filters, query: &Query) -> String {
    match &query.plan[..] {
        [plan] if filters.plan.is_empty() => format!("--plan {plan} {}", filters.typed()).trim().to_string(),
        _ => filters.typed(),
    }
}
