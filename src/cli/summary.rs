use super::context::{Context, Filters};
use super::{output, paper};
use anyhow::Result;
use fremdrift::actions::query::{self, Asked};
use fremdrift::actions::{freeze, trend};
use fremdrift::document::Document;
use fremdrift::document::Part;
use fremdrift::i18n::answers;
use fremdrift::model::both;
use fremdrift::model::escaping::visible;
use fremdrift::model::nearest;
use fremdrift::model::{Audience, Lang, Quarter, Query, Refusal, Revision, parse_day, revision};
use fremdrift::render::Format;
use fremdrift::report::summary::{self, Bilingual, Extent, Section, View};
use fremdrift::report::trend::QuarterPoint;
use fremdrift::store::{Error, Problem, Store};
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
    /// What was sent for this quarter: 2023-Q2 (its newest revision) or 2023-Q2.0
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
            let (content, digest, over_time) = sent(context, &store, asked, audience, &self.filters)?;
            let view = View { digest: Some(&digest), extent, over_time: &over_time };
            summary::page(&content, context.lang, &view)
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
                    trend::over_time(&store, &context.moment, &query, content.frame.quarter, audience)?.0
                }
                false => vec![],
            };
            document(context, &content, &View { extent, over_time: &over_time, digest: None })
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

/// The content in the form that the format calls for.
pub fn document(context: &Context, content: &summary::Content, view: &View) -> Document {
    match context.format() {
        Format::Csv => summary::tidy(content, context.lang),
        Format::Json => summary::data(content, context.lang),
        _ => summary::page(content, context.lang, view),
    }
}

/// What was sent for a quarter: its newest revision, or the one that is named; of one plan.
fn sent_revision(context: &Context, store: &Store, asked: &str, filters: &Filters) -> Result<Revision> {
    let only_plans = Filters { plan: filters.plan.clone(), ..Filters::default() };
    if only_plans.typed() != filters.typed() {
        let what = both!("what was sent can't be filtered", "det, der er sendt, kan ikke filtreres");
        let hint = both!("it is asked for by its plan alone: --plan ID-2021", "angiv alene planen: --plan ID-2021");
        return Err(super::failure::Usage { what, hint }.into());
    }
    let asked = revision::Asked::parse(asked)?;
    let plan = filters.plan.first().map(String::as_str).or(context.default_plan.as_deref());
    revision(store, asked, plan)
}

fn not_kept(found: &Revision, audience: Audience) -> Refusal {
    let (quarter, number) = (found.quarter.to_string(), found.number);
    Refusal::NotKeptFor { quarter, number, audience: audience.code().into() }
}

/// Refuses what is kept of a revision where it is not what was frozen.
fn whole(store: &Store, found: &Revision) -> Result<()> {
    if store.broken_revision(found.id)?.is_none() {
        return Ok(());
    }
    let name = format!("{}.{} {}", found.quarter, found.number, found.code);
    Err(Error::file(store.path(), Problem::NotAsFrozen { name }).into())
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
    whole(&store, &found)?;
    let format = freeze::kept_as(context.format(), context.global.profile);
    let code = audience.code();
    let kept = match (format, audience) {
        ("json", Audience::Internal) => Some(store.frozen_content(found.id)?),
        ("json", _) => store.rendering(found.id, code, "en", format)?,
        _ => store.rendering(found.id, code, context.lang.code(), format)?,
    };
    if format != "json" && !store.covers_its_words(found.id)? {
        let name = format!("{}.{} of {}", found.quarter, found.number, found.code);
        context.say(&answers::uncovered(context.lang, &[name]));
    }
    store.leave()?;
    let kept = kept.ok_or_else(|| not_kept(&found, audience))?;
    // A terminal would obey what stands in a cell of CSV.
    let kept = if context.is_on_terminal() { visible(&kept, false) } else { Cow::Borrowed(kept.as_str()) };
    output::bytes(context, kept.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// The content of what was sent, its digest, and the quarters as they had been sent then. Word files,
/// pages and workbooks are made from it anew: the figures are those that were sent, the looks today's.
fn sent(
    context: &Context,
    store: &Store,
    asked: &str,
    audience: Audience,
    filters: &Filters,
) -> Result<(summary::Content, String, Vec<QuarterPoint>)> {
    let found = sent_revision(context, store, asked, filters)?;
    whole(store, &found)?;
    let kept = match audience {
        Audience::Internal => Some(store.frozen_content(found.id)?),
        audience => store.rendering(found.id, audience.code(), "en", "json")?,
    };
    let kept = kept.ok_or_else(|| not_kept(&found, audience))?;
    let content = summary::Content::read(&kept).ok_or_else(|| {
        let what = both!(
            "this quarter was frozen by an older program, and only its words are kept",
            "kvartalet er låst af et ældre program, og kun dets tekster er gemt"
        );
        super::failure::Usage {
            what,
            hint: both!("write them: -o report.md, or -o report.txt", "skriv dem: -o rapport.md eller -o rapport.txt"),
        }
    })?;
    let over_time = if audience == Audience::Internal { trend::as_reported(store, &found)? } else { vec![] };
    Ok((content.without_author(), revision::digest(&kept), over_time))
}

/// The revision that is meant: of the plan that is named, or of the one plan that has it.
pub fn revision(store: &Store, asked: revision::Asked, plan: Option<&str>) -> Result<Revision> {
    // A plan that is gone is still known by its code.
    let plan = plan.map(|p| {
        store.plan_code(p).or_else(|e| if store.revisions(Some(p))?.is_empty() { Err(e) } else { Ok(p.to_string()) })
    });
    let plan = plan.transpose()?;
    let quarter = asked.quarter;
    let mut of = store.revisions(plan.as_deref())?;
    of.retain(|r| r.quarter == quarter);
    let mut plans: Vec<String> = of.iter().map(|r| r.code.clone()).collect();
    plans.dedup();
    match (&plans[..], plan) {
        ([], Some(plan)) => return Err(Refusal::NotFrozen { quarter: quarter.to_string(), plan }.into()),
        ([], None) => return Err(Refusal::NothingFrozen { quarter: quarter.to_string() }.into()),
        ([_], _) => {}
        _ => return Err(Refusal::SeveralFrozen { quarter: quarter.to_string(), plans }.into()),
    }
    let newest = of.last().map_or(0, |r| r.number);
    let number = asked.number.unwrap_or(newest);
    let plan = plans.remove(0);
    let missing = Refusal::NoRevision { quarter: quarter.to_string(), plan, number, newest };
    Ok(of.into_iter().find(|r| r.number == number).ok_or(missing)?)
}

/// What a summary is asked for, in the words of the command line.
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
    Ok(query::summary(store, &context.moment, &asked(context, store, "summary", request)?)?)
}

/// The request with everything looked up; `verb` is the command that asks.
pub fn asked(context: &Context, store: &Store, verb: &str, request: &Request) -> Result<Asked> {
    let today = context.moment.today;
    let (filters, audience) = (request.filters, request.audience);
    let as_of = request.as_of.map(|d| parse_day(d, Some(today))).transpose()?;
    let quarter = match (request.quarter.trim(), as_of) {
        ("", Some(day)) => Quarter::of(day),
        ("", None) => Quarter::of(today),
        (text, _) => Quarter::parse(text)?,
    };
    if let Some(day) = as_of.filter(|d| Quarter::of(*d) != quarter) {
        return Err(Refusal::DayOutside { day, quarter: quarter.to_string() }.into());
    }
    let compare = request.compare.map(Quarter::parse).transpose()?;
    let query = filters.query(store, context.default_plan.as_deref())?;
    let scope = Bilingual::new(scope(store, &query, Lang::En, context)?, scope(store, &query, Lang::Da, context)?);
    let typed = typed(filters, &query);
    let mut command = format!("fremdrift {verb} {quarter}");
    for piece in [
        as_of.map(|d| format!("--as-of {d}")).unwrap_or_default(),
        compare.map(|q| format!("--compare {q}")).unwrap_or_default(),
        typed.clone(),
        if audience == Audience::Internal { String::new() } else { format!("--audience {}", audience.code()) },
        request.extent.clone(),
    ] {
        if !piece.is_empty() {
            command = format!("{command} {piece}");
        }
    }
    let most_rows = request.most_rows;
    Ok(Asked { quarter, as_of, compare, query, scope, command, filters: typed, issue: None, most_rows, audience })
}

/// The filters as they are typed, with the plan that the configuration names.
pub fn typed(filters: &Filters, query: &Query) -> String {
    match &query.plan[..] {
        [plan] if filters.plan.is_empty() => format!("--plan {plan} {}", filters.typed()).trim().to_string(),
        _ => filters.typed(),
    }
}

/// What the summary is about, in words.
pub fn scope(store: &Store, query: &Query, lang: Lang, context: &Context) -> Result<String> {
    let mut parts: Vec<String> = Vec::new();
    let plans = store.plans()?;
    match &query.plan[..] {
        [] => {}
        [one] => {
            let title = plans.iter().find(|p| p.code == *one).map_or("", |p| p.title(lang));
            parts.push(format!("{one} {title}"));
        }
        many => parts.push(many.join(", ")),
    }
    for code in &query.partnership {
        let country = plans.iter().find_map(|p| {
            let at = p.partnerships.iter().position(|c| c == code)?;
            p.countries.get(at).map(|(en, da)| lang.pick(en, Some(da)).to_string())
        });
        parts.push(country.unwrap_or_else(|| code.clone()));
    }
    let names =
        if query.authority.is_empty() { Default::default() } else { store.authority_names(context.moment.today)? };
    for (role, code) in &query.authority {
        let role = role.map(|r| format!("{}: ", r.word(lang))).unwrap_or_default();
        parts.push(format!("{role}{}", fremdrift::model::names::authority(&names, code, lang)));
    }
    parts.extend(query.area.iter().map(|a| match lang {
        Lang::En => format!("area {a}"),
        Lang::Da => format!("indsatsområde {a}"),
    }));
    parts.extend(query.interest.iter().map(|i| i.word(lang).to_string()));
    parts.extend(query.status.iter().map(|s| Part::Status(*s).word(lang).to_string()));
    parts.extend(query.light.iter().map(|l| Part::Shown(*l).word(lang).to_string()));
    parts.extend(query.tag.iter().cloned());
    let word = |en: &str, da: &str| lang.pick(en, Some(da)).to_string();
    for (said, en, da) in [
        (query.overdue, "overdue", "frist overskredet"),
        (query.not_reported, "not reported", "ikke indberettet"),
        (query.open, "open", "åbne"),
    ] {
        if said {
            parts.push(word(en, da));
        }
    }
    parts.extend(query.text.iter().map(|t| format!("«{t}»")));
    if parts.is_empty() {
        parts.push(fremdrift::i18n::sentences::all_plans(lang).to_string());
    }
    Ok(parts.join(", "))
}
