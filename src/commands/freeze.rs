//! Freezing a quarter of a plan as it is sent, and restating it: the checks, the content in no
//! language, and the words of it in every text format and language, kept byte for byte.

use crate::model::operation::FrozenQuarter;
use crate::model::revision::{Rendering, digest, to_come, words_of};
use crate::model::{Audience, Lang, Moment, Operation, PlanInfo, Quarter, Query, Refusal, Revision};
use crate::queries::{self, Asked};
use crate::queries::{Error, Result};
use crate::render::{self, Format, Page, Profile};
use crate::report::check::{Check, Finding, Severity};
use crate::report::parts;
use crate::report::summary::{self, Bilingual, Content, RevisionInfo, Waiver};
use crate::store::{ChangeTx, Error as StoreError, Fresh, Store};
use chrono::DateTime;

/// How wide a frozen text is, whoever reads it where: the narrowest terminal in use.
const WIDTH: usize = 80;

/// How often it is put together anew because somebody else wrote meanwhile.
const ATTEMPTS: usize = 2;

/// A finding that is set aside, with a reason.
#[derive(Clone, Debug)]
pub struct Waive {
    pub check: Check,
    /// Only in this objective; else wherever it is found.
    pub reference: Option<String>,
    pub reason: String,
}

impl Waive {
    /// Reads `no-lead=reason` and `no-lead:ID-2021/4.1=reason`.
    pub fn parse(text: &str) -> std::result::Result<Waive, Refusal> {
        let refused = || Refusal::NotAWaiver { value: text.to_string() };
        let (what, reason) = text.split_once('=').ok_or_else(refused)?;
        let (check, reference) = match what.split_once(':') {
            Some((check, reference)) => (check, Some(reference.trim().to_string())),
            None => (what, None),
        };
        if reason.trim().is_empty() {
            return Err(refused());
        }
        Ok(Waive { check: Check::parse(check)?, reference, reason: reason.trim().to_string() })
    }

    fn covers(&self, finding: &Finding) -> bool {
        self.check == finding.check
            && self.reference.as_ref().is_none_or(|r| r.eq_ignore_ascii_case(&finding.reference))
    }
}

/// The request to freeze a quarter.
#[derive(Clone, Debug)]
pub struct FreezeRequest {
    pub quarter: Quarter,
    pub waive: Vec<Waive>,
    /// Why it is frozen before it has ended.
    pub early: Option<String>,
    /// Earlier quarters that are open stay open.
    pub skip_earlier: bool,
}

/// One plan's quarter, put together and not yet kept; or kept.
#[derive(Clone, Debug)]
pub struct Made {
    pub plan: String,
    pub quarter: Quarter,
    pub number: i64,
    pub content: Content,
    pub digest: String,
    /// The errors that nobody waived.
    pub stopped_by: Vec<Finding>,
    /// A quarter before it that has ended and is open, unless such ones are left out.
    pub earlier: Option<Quarter>,
    fresh: Fresh,
}

impl Made {
    /// The content as it is kept.
    pub fn kept(&self) -> &str {
        &self.fresh.content
    }
}

/// The plans that a freeze is about: those named, else all with objectives that run in the quarter.
pub fn plans(store: &Store, named: &[String], quarter: Quarter) -> Result<Vec<PlanInfo>> {
    let work = store.plans_at_work()?;
    let all = store.plans()?;
    let found: Vec<PlanInfo> = all
        .into_iter()
        .filter(|p| match named {
            [] => work.contains_key(&p.code) && p.runs_between(quarter.first_day(), quarter.last_day()),
            named => named.contains(&p.code),
        })
        .collect();
    if found.is_empty() { Err(Refusal::NoPlanRuns { quarter: quarter.to_string() }.into()) } else { Ok(found) }
}

/// Puts a first revision together for each plan, without keeping it.
pub fn prepare(store: &Store, moment: &Moment, plans: &[PlanInfo], ask: &FreezeRequest) -> Result<Vec<Made>> {
    let quarter = ask.quarter;
    if !moment.has_come(quarter.first_day()) {
        return Err(Refusal::QuarterAhead { quarter: quarter.to_string() }.into());
    }
    let ended = moment.is_over(quarter.last_day());
    if !ended && ask.early.is_none() {
        let (quarter, ends) = (quarter.to_string(), quarter.last_day());
        return Err(match moment.today > ends {
            true => Refusal::OverBySaying { quarter, clock: moment.now.date_naive() },
            false => Refusal::QuarterRuns { quarter, ends },
        }
        .into());
    }
    let mut made = Vec::new();
    for plan in plans {
        let revisions = store.revisions(Some(&plan.code))?;
        if let Some(newest) = revisions.iter().rfind(|r| r.quarter == quarter) {
            let (plan, number) = (plan.code.clone(), newest.number);
            return Err(Refusal::FrozenAlready { quarter: quarter.to_string(), plan, number }.into());
        }
        in_period(store, plan, quarter)?;
        let earlier = earlier_open(store, plan, &revisions, quarter)?.filter(|_| !ask.skip_earlier);
        let early = ask.early.clone().filter(|_| !ended);
        made.push(Made { earlier, ..make(store, moment, plan, quarter, 0, early, &ask.waive)? });
    }
    let used = |w: &Waive| {
        let waivers = made.iter().flat_map(|m| &m.content.waivers);
        waivers.filter(|v| v.check == w.check.code() && v.reason == w.reason).any(|v| {
            w.reference.as_ref().is_none_or(|r| v.references.iter().any(|found| found.eq_ignore_ascii_case(r)))
        })
    };
    if let Some(idle) = ask.waive.iter().find(|w| !used(w)) {
        let check = match &idle.reference {
            Some(reference) => format!("{}:{reference}", idle.check.code()),
            None => idle.check.code().to_string(),
        };
        return Err(Refusal::NothingToWaive { check }.into());
    }
    Ok(made)
}

/// The quarter in which a plan begins: with its period, else with the first line of its log.
fn began(store: &Store, plan: &PlanInfo) -> Result<Option<Quarter>> {
    Ok(match plan.period_start {
        Some(start) => Some(Quarter::of(start.first_day())),
        None => store.plans_at_work()?.get(&plan.code).copied().flatten().map(Quarter::of),
    })
}

/// Refused where a plan has nothing to do with a quarter: what is frozen is kept for ever.
fn in_period(store: &Store, plan: &PlanInfo, quarter: Quarter) -> Result<()> {
    let (first, last) = (began(store, plan)?, plan.period_end.map(|e| Quarter::of(e.last_day())));
    if first.is_some_and(|f| quarter < f) || last.is_some_and(|l| quarter > l) {
        let name = |q: Option<Quarter>| q.map(|q| q.to_string());
        let (quarter, plan) = (quarter.to_string(), plan.code.clone());
        return Err(Refusal::OutsidePeriod { quarter, plan, first: name(first), last: name(last) }.into());
    }
    Ok(())
}

/// The first quarter before this one that has ended and is open: since the newest frozen one, or since
/// the plan began.
fn earlier_open(store: &Store, plan: &PlanInfo, revisions: &[Revision], quarter: Quarter) -> Result<Option<Quarter>> {
    let began = began(store, plan)?;
    // A frozen quarter from before the plan's period is no beginning.
    let frozen = revisions.iter().map(|r| r.quarter).filter(|q| *q < quarter && began.is_none_or(|b| *q >= b)).max();
    Ok(frozen.map(Quarter::next).or(began).filter(|q| *q < quarter))
}

/// Keeps what was put together, as one change. Where somebody wrote meanwhile, `again` puts it together anew.
pub fn keep(
    store: &mut Store,
    moment: &Moment,
    reason: Option<&str>,
    again: &dyn Fn(&Store) -> Result<Vec<Made>>,
) -> Result<(Vec<Made>, i64)> {
    let path = store.path().to_path_buf();
    for attempt in 1..=ATTEMPTS {
        // Where somebody writes without pause, it is put together while nobody else may write.
        if attempt == ATTEMPTS {
            let writing = store.begin(moment, reason)?;
            let reader = Store::open(&path)?;
            let made = again(&reader)?;
            reader.rest()?;
            if made.iter().any(|m| !m.stopped_by.is_empty() || m.earlier.is_some()) {
                return Err(Refusal::WroteMeanwhile.into());
            }
            made.iter().try_for_each(|m| writing.add_revision(&m.fresh).map(|_| ()))?;
            return kept(writing, made);
        }
        let made = again(store)?;
        // A plan may have got an error since it was looked at.
        if made.iter().any(|m| !m.stopped_by.is_empty() || m.earlier.is_some()) {
            return Err(Refusal::WroteMeanwhile.into());
        }
        let writing = store.begin(moment, reason)?;
        match made.iter().try_for_each(|m| writing.add_revision(&m.fresh).map(|_| ())) {
            Ok(()) => return kept(writing, made),
            Err(StoreError::Refusal(Refusal::WroteMeanwhile)) => writing.abandon()?,
            Err(e) => return Err(e.into()),
        }
    }
    Err(Refusal::WroteMeanwhile.into())
}

/// Closes the change that kept them.
fn kept(writing: ChangeTx, made: Vec<Made>) -> Result<(Vec<Made>, i64)> {
    let frozen = |m: &Made| FrozenQuarter { quarter: m.quarter, plan: m.plan.clone(), revision: m.number };
    let number = writing.finish(&Operation::Freeze { quarters: made.iter().map(frozen).collect() })?;
    Ok((made, number))
}

/// Puts the next revision of a frozen quarter together, with the one before and its content.
pub fn correction(
    store: &Store,
    moment: &Moment,
    plan: &PlanInfo,
    quarter: Quarter,
    reason: &str,
    waive: &[Waive],
) -> Result<(Made, Revision, String)> {
    let revisions = store.revisions(Some(&plan.code))?;
    let newest = revisions
        .into_iter()
        .rfind(|r| r.quarter == quarter)
        .ok_or_else(|| Error::from(Refusal::NotFrozen { quarter: quarter.to_string(), plan: plan.code.clone() }))?;
    let before = store.frozen_content(newest.id)?;
    // A finding that was waived once stays waived, where it was found.
    let waived: Vec<Waiver> = summary::part(&before, "waivers")?;
    let mut waive = waive.to_vec();
    for waiver in waived {
        let Ok(check) = Check::parse(&waiver.check) else { continue };
        let again = |r: String| Waive { check, reference: Some(r), reason: waiver.reason.clone() };
        waive.extend(waiver.references.into_iter().map(again));
    }
    let made = make(store, moment, plan, quarter, newest.number + 1, Some(reason.to_string()), &waive)?;
    if parts::same(&summary::value(&before), &summary::value(&made.fresh.content)) {
        let (plan, number) = (plan.code.clone(), newest.number);
        return Err(Refusal::NothingDiffers { quarter: quarter.to_string(), plan, number }.into());
    }
    Ok((made, newest, before))
}

fn make(
    store: &Store,
    moment: &Moment,
    plan: &PlanInfo,
    quarter: Quarter,
    number: i64,
    reason: Option<String>,
    waive: &[Waive],
) -> Result<Made> {
    let query = Query { plan: vec![plan.code.clone()], ..Query::default() };
    let scope = |lang| format!("{} {}", plan.code, plan.title(lang));
    let issue = RevisionInfo {
        number,
        at: crate::model::change::stamp(moment.now),
        author: moment.by.trim().to_string(),
        early: number == 0 && reason.is_some(),
        reason: reason.clone(),
    };
    let asked = Asked {
        quarter,
        as_of: None,
        compare: None,
        query: query.clone(),
        scope: Bilingual::new(scope(Lang::En), scope(Lang::Da)),
        command: format!("fremdrift summary --as-reported {quarter}.{number} --plan {}", plan.code),
        filters: format!("--plan {}", plan.code),
        issue: Some(issue),
        most_rows: usize::MAX,
        audience: Audience::Internal,
    };
    let mut content = queries::summary(store, moment, &asked)?;
    let (findings, _) = queries::check(store, moment, &query, quarter, &[])?;
    let errors: Vec<Finding> = findings.into_iter().filter(|f| f.severity == Severity::Error).collect();
    let (waived, stopped_by): (Vec<_>, Vec<_>) = errors.into_iter().partition(|f| waive.iter().any(|w| w.covers(f)));
    for finding in waived {
        let reason = waive.iter().find(|w| w.covers(&finding)).map(|w| w.reason.clone()).unwrap_or_default();
        let check = finding.check.code();
        match content.waivers.iter_mut().find(|w| w.check == check && w.reason == reason) {
            Some(waiver) => waiver.references.push(finding.reference),
            None => {
                let references = vec![finding.reference];
                content.waivers.push(Waiver { check: check.to_string(), references, reason });
            }
        }
    }
    let mut outside = Vec::new();
    for audience in [Audience::Partner, Audience::Public] {
        let command = format!("{} --audience {}", asked.command, audience.code());
        let mut seen = queries::summary(store, moment, &Asked { audience, command, ..asked.clone() })?;
        if seen.objectives > 0 {
            let (body, words) = sealed(&mut seen, vec![])?;
            outside.extend(words);
            outside.push(Rendering { audience: audience.code(), lang: "en", format: "json", body });
        }
    }
    let (text, renderings) = sealed(&mut content, outside)?;
    let digest = digest(&text);
    let fresh = Fresh {
        plan: plan.code.clone(),
        quarter,
        number,
        as_of: content.frame.as_of,
        known_at: content.frame.known_at,
        reason,
        content: text,
        renderings,
    };
    Ok(Made { plan: plan.code.clone(), quarter, number, content, digest, stopped_by, earlier: None, fresh })
}

/// The content as it is kept, with the digests of the words that are made from it, and these words; of what
/// is for others, those that no content of their own covers.
fn sealed(content: &mut Content, outside: Vec<Rendering>) -> Result<(String, Vec<Rendering>)> {
    let open = to_come();
    let mut own = renderings(content, &open)?;
    let contents = outside.iter().filter(|r| r.format == "json");
    content.words =
        own.iter().chain(contents).map(|r| (words_of(r.audience, r.lang, r.format), digest(&r.body))).collect();
    let text = words(content, Lang::En, Format::Json, Profile::default(), None)?;
    let digest = digest(&text);
    own.iter_mut().for_each(|r| r.body = r.body.replace(&open, &digest));
    own.extend(outside);
    Ok((text, own))
}

/// The formats that are kept, by the name that they are kept under. JSON is the content itself.
const KEPT: [(&str, Format, Profile); 4] = [
    ("text", Format::Text, Profile::ExcelDa),
    ("markdown", Format::Markdown, Profile::ExcelDa),
    ("csv-excel-da", Format::Csv, Profile::ExcelDa),
    ("csv-rfc4180", Format::Csv, Profile::Rfc4180),
];

/// The name that a format is kept under.
pub fn kept_as(format: Format, profile: Profile) -> &'static str {
    let found = KEPT.iter().find(|(_, f, p)| *f == format && (format != Format::Csv || *p == profile));
    found.map_or("json", |k| k.0)
}

fn renderings(content: &Content, digest: &str) -> Result<Vec<Rendering>> {
    let audience = content.frame.audience.code();
    let mut all = Vec::new();
    for (lang, code) in [(Lang::Da, "da"), (Lang::En, "en")] {
        for (name, format, profile) in KEPT {
            let body = words(content, lang, format, profile, Some(digest))?;
            all.push(Rendering { audience, lang: code, format: name, body });
        }
    }
    Ok(all)
}

fn words(content: &Content, lang: Lang, format: Format, profile: Profile, digest: Option<&str>) -> Result<String> {
    let document = match format {
        Format::Csv => summary::tidy(content, lang),
        Format::Json => summary::data(content, lang),
        _ => summary::page(content, lang, &summary::View { digest, ..Default::default() }),
    };
    let page = Page { width: WIDTH, colour: false, terminal: false, made: DateTime::UNIX_EPOCH, template: None };
    Ok(String::from_utf8_lossy(&render::render(&document, format, &page, profile)?).into_owned())
}
