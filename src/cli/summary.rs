use super::context::{Context, Filters};
use super::output;
use anyhow::Result;
use fremdrift::actions::freeze;
use fremdrift::actions::gather::{self, Asked};
use fremdrift::model::{Audience, Lang, Quarter, Query, Refusal, Revision, parse_day, revision};
use fremdrift::render::Format;
use fremdrift::report::summary::{self, Bilingual};
use fremdrift::store::Store;
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
    #[command(flatten)]
    filters: Filters,
}

impl Summary {
    pub fn run(self, context: &mut Context) -> Result<ExitCode> {
        let audience = Audience::parse(&self.audience)?;
        let store = context.open()?;
        if let Some(asked) = &self.as_reported {
            return as_reported(context, &store, asked, audience, &self.filters);
        }
        let content = content(
            context,
            &store,
            &self.quarter.join(" "),
            self.as_of.as_deref(),
            self.compare.as_deref(),
            audience,
            &self.filters,
        )?;
        let document = match context.format() {
            Format::Csv => summary::tidy(&content, context.lang),
            _ => summary::page(&content, context.lang, None),
        };
        output::document(context, &document)?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Prints what was kept, as it was kept: neither the terminal nor a newer program changes a letter.
fn as_reported(
    context: &Context,
    store: &Store,
    asked: &str,
    audience: Audience,
    filters: &Filters,
) -> Result<ExitCode> {
    output::known_ending(context)?;
    let only_plans = Filters { plan: filters.plan.clone(), ..Filters::default() };
    if only_plans.typed() != filters.typed() {
        let what = "what was sent can't be filtered".to_string();
        let hint = "it is asked for by its plan alone: --plan ID-2021".to_string();
        return Err(super::failure::Usage { what, hint }.into());
    }
    let asked = revision::Asked::parse(asked)?;
    let plan = filters.plan.first().map(String::as_str).or(context.default_plan.as_deref());
    let found = revision(store, asked, plan)?;
    let format = freeze::kept_as(context.format(), context.global.profile);
    let code = audience.code();
    let kept = match (format, audience) {
        ("json", Audience::Internal) => Some(store.frozen_content(found.id)?),
        ("json", _) => store.rendering(found.id, code, "en", format)?,
        _ => store.rendering(found.id, code, context.lang.code(), format)?,
    };
    let (quarter, number) = (found.quarter.to_string(), found.number);
    let refused = || Refusal::NotKeptFor { quarter, number, audience: code.into() };
    output::bytes(context, kept.ok_or_else(refused)?.as_bytes())?;
    Ok(ExitCode::SUCCESS)
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

pub fn content(
    context: &Context,
    store: &Store,
    quarter: &str,
    as_of: Option<&str>,
    compare: Option<&str>,
    audience: Audience,
    filters: &Filters,
) -> Result<summary::Content> {
    let today = context.moment.today;
    let as_of = as_of.map(|d| parse_day(d, Some(today))).transpose()?;
    let quarter = match (quarter.trim(), as_of) {
        ("", Some(day)) => Quarter::of(day),
        ("", None) => Quarter::of(today),
        (text, _) => Quarter::parse(text)?,
    };
    let compare = compare.map(Quarter::parse).transpose()?;
    let query = filters.query(store, context.default_plan.as_deref())?;
    let scope = Bilingual::new(scope(store, &query, Lang::En, context)?, scope(store, &query, Lang::Da, context)?);
    let mut typed = filters.typed();
    if let (true, [plan]) = (filters.plan.is_empty(), &query.plan[..]) {
        typed = format!("--plan {plan} {typed}").trim().to_string();
    }
    let mut command = format!("fremdrift summary {quarter}");
    for piece in [
        as_of.map(|d| format!("--as-of {d}")).unwrap_or_default(),
        compare.map(|q| format!("--compare {q}")).unwrap_or_default(),
        typed.clone(),
        if audience == Audience::Internal { String::new() } else { format!("--audience {}", audience.code()) },
    ] {
        if !piece.is_empty() {
            command = format!("{command} {piece}");
        }
    }
    let asked = Asked { quarter, as_of, compare, query, scope, command, filters: typed, issue: None, audience };
    Ok(gather::summary(store, &context.moment, &asked)?)
}

/// What the summary is about, in words.
fn scope(store: &Store, query: &Query, lang: Lang, context: &Context) -> Result<String> {
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
    parts.extend(query.status.iter().map(|s| s.word(lang).to_string()));
    parts.extend(query.light.iter().map(|l| l.word(lang).to_string()));
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
        parts.push(fremdrift::words::sentences::all_plans(lang).to_string());
    }
    Ok(parts.join(", "))
}
