//! Reading together what a summary and the checks are made from. Nothing is written here; freezing
//! a quarter reads through the same door.

use super::Result;
use super::counted::Counting;
use crate::model::{
    ActivitySnapshot, Audience, Authorities, Lang, Moment, ObjectiveId, ObjectiveSnapshot, PlanInfo, Quarter, Query,
    Redaction, Refusal, Started, State,
};
use crate::report::check::{self, Check, Finding, Ground};
use crate::report::summary;
use crate::report::summary::portfolio::{OfPlan, Portfolio};
use crate::report::summary::{
    Activity, Bilingual, Builder, Content, Expired, Late, ObjectiveRow, Restated, RevisionInfo, SCHEMA, Since, Subject,
    SummaryHeader, Told, Truncated, WithheldCounts,
};
use crate::store::{Detail, Error as StoreError, Gone, LateLine, Store};
use chrono::NaiveDate;
use std::collections::{BTreeMap, HashMap, HashSet};

/// What a summary is asked for.
#[derive(Clone, Debug)]
pub struct Asked {
    pub quarter: Quarter,
    /// Seen from this day instead of the quarter's last.
    pub as_of: Option<NaiveDate>,
    pub compare: Option<Quarter>,
    pub query: Query,
    pub scope: Bilingual,
    pub command: String,
    pub filters: String,
    /// The revision that it is made for.
    pub issue: Option<RevisionInfo>,
    /// So many objectives are listed one by one too.
    pub most_rows: usize,
    /// Whom it is for.
    pub audience: Audience,
}

impl Asked {
    fn whole_plan(&self) -> Option<&str> {
        whole_plan(&self.query)
    }
}

/// Everything in one plan, and nothing but that plan?
pub(super) fn whole_plan(query: &Query) -> Option<&str> {
    let bare = Query { plan: query.plan.clone(), ..Query::default() };
    match &query.plan[..] {
        [plan] if *query == bare => Some(plan),
        _ => None,
    }
}

/// Is the plan among those that are named, or is none named?
pub(super) fn is_asked_for(plan: &PlanInfo, query: &Query) -> bool {
    (query.partnership.is_empty() || plan.partnerships.iter().any(|c| query.partnership.contains(c)))
        && (query.plan.is_empty() || query.plan.contains(&plan.code))
}

/// The day that a quarter is seen from: its last, or today while it runs.
pub fn day_of(quarter: Quarter, today: NaiveDate) -> NaiveDate {
    quarter.last_day().min(today)
}

/// The plans that take part: those asked for by name, else those that run in the quarter.
pub(super) fn taking_part(all: &[PlanInfo], query: &Query, quarter: Quarter) -> Vec<PlanInfo> {
    let runs = |p: &PlanInfo| p.runs_between(quarter.first_day(), quarter.last_day());
    let asked = all.iter().filter(|p| is_asked_for(p, query) && (!query.plan.is_empty() || runs(p)));
    asked.cloned().collect()
}

pub(super) fn open_activities(store: &Store, plans: &[String], on: NaiveDate) -> Result<Vec<ActivitySnapshot>> {
    Ok(store.activities(&Query { plan: plans.to_vec(), open: true, ..Query::default() }, on)?)
}

/// The summary in no language.
pub fn summary(store: &Store, moment: &Moment, asked: &Asked) -> Result<Content> {
    let outside = asked.audience != Audience::Internal;
    if outside && !asked.query.asks_for_plans_alone() {
        return Err(Refusal::FilterForOthers.into());
    }
    let quarter = asked.quarter;
    let on = asked.as_of.unwrap_or_else(|| day_of(quarter, moment.today));
    let compared_with = asked.compare.unwrap_or(quarter.previous());
    if compared_with >= quarter {
        let (quarter, with) = (quarter.to_string(), compared_with.to_string());
        return Err(Refusal::ComparedWithLater { quarter, with }.into());
    }
    let all = store.plans()?;
    let plans = taking_part(&all, &asked.query, quarter);
    let codes: Vec<String> = plans.iter().map(|p| p.code.clone()).collect();
    let authorities: Authorities = store.authority_names(on)?;
    let activities = open_activities(store, &codes, on)?;
    let state = if moment.today > quarter.last_day() {
        "ended"
    } else if moment.today < quarter.first_day() {
        "ahead"
    } else {
        "running"
    };
    let frame = SummaryHeader {
        schema: SCHEMA.to_string(),
        quarter,
        as_of: on,
        state: if asked.as_of.is_some() { "ended".into() } else { state.to_string() },
        compared_with,
        scope: asked.scope.clone(),
        known_at: store.newest_change()?,
        command: asked.command.clone(),
        filters: asked.filters.clone(),
        revision: asked.issue.clone(),
        audience: asked.audience,
        thresholds: store.thresholds()?,
        sent: sent(store, asked)?,
    };
    let started = store.started()?;
    let counting = |query, quarter, on| Counting { query, quarter, on, audience: asked.audience, started: &started };
    // The quarter that is compared with is counted as its own summary counts it: with what was in it then.
    let then = taking_part(&all, &asked.query, compared_with);
    let then = Query { plan: then.into_iter().map(|p| p.code).collect(), ..asked.query.clone() };
    let day = day_of(compared_with, moment.today).min(on);
    let was = match then.plan.is_empty() {
        true => HashMap::new(),
        false => counting(&then, compared_with, day).stood(store)?,
    };
    let reopened = store.open_between(quarter.previous().last_day(), on)?;
    let mut since = Since { day, was, moved: store.moved_until(on)?, reopened };
    if outside {
        // Why a deadline was moved, and who agreed, is told to nobody outside.
        since.moved.values_mut().flatten().for_each(|m| (m.reason, m.agreed_by) = (String::new(), None));
    }
    let ground = Ground {
        quarter,
        on,
        plans: &plans,
        authorities: &authorities,
        activities: &activities,
        thresholds: store.thresholds()?,
        started: &started,
    };
    let late_lines = if outside { vec![] } else { late_lines(store, &codes, quarter)? };
    let told_late: HashSet<ObjectiveId> = late_lines.iter().map(|l| l.objective).collect();
    let mut shown: Vec<String> = Vec::new();
    let query = Query { plan: codes.clone(), ..asked.query.clone() };
    let then_were: HashSet<ObjectiveId> = since.was.keys().copied().collect();
    let mut builder = Builder::new(frame, ground, &plans, since, asked.most_rows);
    // Of those that late lines are about.
    let mut counted: HashSet<ObjectiveId> = HashSet::new();
    let mut seen: HashSet<ObjectiveId> = HashSet::new();
    let (mut kept_back, mut not_yet) = (Redaction::default(), 0);
    let mut count = |line: ObjectiveSnapshot, previous: Option<State>| {
        // Plan comes after plan.
        if shown.last() != Some(&line.plan) {
            shown.push(line.plan.clone());
        }
        if told_late.contains(&line.id) {
            counted.insert(line.id);
        }
        seen.insert(line.id);
        let told = newest_note(store, &line, on, asked.audience)?;
        builder.add(&line, previous.as_ref(), told.as_ref());
        Ok(())
    };
    if !codes.is_empty() {
        // A frozen quarter is kept with all that is known of it.
        let detail = if asked.issue.is_some() { Detail::Export } else { Detail::Now };
        let walked = counting(&query, quarter, on).walk(store, detail, &mut count)?;
        (kept_back, not_yet) = (walked.kept_back, walked.not_yet);
    }
    let missing = builder.missing();
    if !missing.is_empty() {
        let mut gone: HashMap<ObjectiveId, Gone> =
            store.retired_between(day, on)?.into_iter().map(|g| (g.objective, g)).collect();
        counting(&then, compared_with, day).walk(store, Detail::Counts, |line, _| {
            if missing.contains(&line.id) {
                if !shown.contains(&line.plan) {
                    shown.push(line.plan.clone());
                }
                let retired = gone.remove(&line.id);
                builder.gone(&line, retired.map(|g| (g.on, g.reason.filter(|_| !outside))));
                counted.insert(line.id);
            }
            Ok(())
        })?;
    }
    let last = quarter.previous().last_day().min(on);
    let (now, before) = ((&query, on, &seen), (&then, day, &then_were));
    activities_of(store, asked.audience, &started, &mut builder, last, now, before)?;
    let mut content = builder.finish(expired(store, &all, asked, quarter, on)?);
    content.not_yet = not_yet;
    content.withheld = WithheldCounts { objectives: kept_back.objectives as i64, notes: kept_back.notes as i64 };
    if outside {
        // What we say of ourselves is not for others.
        content.contradictions = Truncated::default();
        content.expired = vec![];
        if asked.query.plan.is_empty() {
            content.plans.retain(|p| shown.contains(&p.code));
        }
        return Ok(content.without_author());
    }
    for line in late_lines.into_iter().filter(|l| counted.contains(&l.objective)) {
        content.late.push(late(line));
    }
    restated(store, asked, &codes, compared_with, &mut content)?;
    // Plans that run but have nothing that was asked for are not named.
    if asked.query.plan.is_empty() {
        content.plans.retain(|p| shown.contains(&p.code));
    }
    Ok(content)
}

/// The newest note on what is open, where its newest line has none; for whom it is.
fn newest_note(
    store: &Store,
    line: &ObjectiveSnapshot,
    on: NaiveDate,
    audience: Audience,
) -> std::result::Result<Option<Told>, StoreError> {
    match &line.state {
        Some(state) if state.facts.note.is_none() && line.is_open() => {
            let note = store.newest_note(line.id, on)?.filter(|n| audience.may_see(n.facts.audience));
            Ok(note.and_then(|n| Some(Told { note: n.facts.note?, as_of: n.as_of })))
        }
        _ => Ok(None),
    }
}

/// Hands the activities that are asked for to the summary. Of now and of then: the query, the day, and for
/// others the objectives that they may see.
fn activities_of(
    store: &Store,
    audience: Audience,
    started: &Started,
    builder: &mut Builder,
    last: NaiveDate,
    now: (&Query, NaiveDate, &HashSet<ObjectiveId>),
    then: (&Query, NaiveDate, &HashSet<ObjectiveId>),
) -> Result<()> {
    let outside = audience != Audience::Internal;
    let asked_for = |(query, on, seen): (&Query, NaiveDate, &HashSet<ObjectiveId>)| -> Result<Vec<ActivitySnapshot>> {
        if query.plan.is_empty() {
            return Ok(vec![]);
        }
        let mut all = store.activities(query, on)?;
        all.retain(|a| started.counts_activity(a, on) && (!outside || seen.contains(&a.objective)));
        let mut kept_back = Redaction::default();
        Ok(all.into_iter().map(|a| kept_back.activity(audience, Lang::En, a)).collect())
    };
    let (all, before) = (asked_for(now)?, asked_for(then)?);
    if all.is_empty() && before.is_empty() {
        return Ok(());
    }
    let of = |a: &ActivitySnapshot| (a.objective, a.reference.activity.clone());
    let plans = Query { plan: now.0.plan.clone(), ..Query::default() };
    let previous: HashMap<(ObjectiveId, Option<String>), State> =
        store.activities(&plans, last)?.into_iter().filter_map(|a| Some((of(&a), a.state?))).collect();
    let states: Vec<Option<&State>> = before.iter().map(|a| a.state.as_ref()).collect();
    builder.activities(all.iter().map(|line| Activity { line, previous: previous.get(&of(line)) }), &states);
    Ok(())
}

/// The quarter of every plan that takes part, each by itself.
pub fn portfolio(store: &Store, moment: &Moment, asked: &Asked) -> Result<Portfolio> {
    let all = store.plans()?;
    let quarter = asked.quarter;
    let on = asked.as_of.unwrap_or_else(|| day_of(quarter, moment.today));
    let filtered = !asked.query.asks_for_plans_alone();
    let mut plans = Vec::new();
    let part = taking_part(&all, &asked.query, quarter);
    let running = !part.is_empty();
    for plan in part {
        let query = Query { plan: vec![plan.code.clone()], ..asked.query.clone() };
        let content = summary(store, moment, &Asked { query, ..asked.clone() })?;
        // Who asks for one authority does not want to hear of plans in which it has nothing.
        if content.objectives > 0 || !filtered {
            plans.push(OfPlan { plan, content });
        }
    }
    let inside = asked.audience == Audience::Internal;
    let expired = if inside { expired(store, &all, asked, quarter, on)? } else { vec![] };
    Ok(Portfolio { plans, running, expired, command: asked.command.clone() })
}

/// The newest revision of the plan's quarter, where it is that quarter that is summed up again.
fn sent(store: &Store, asked: &Asked) -> Result<Option<i64>> {
    match asked.whole_plan() {
        Some(plan) if asked.issue.is_none() && asked.as_of.is_none() => {
            let revisions = store.revisions(Some(plan))?;
            Ok(revisions.into_iter().filter(|r| r.quarter == asked.quarter).map(|r| r.number).max())
        }
        _ => Ok(None),
    }
}

/// The late lines that the summary of a quarter tells: those that came after the newest frozen quarter
/// before it was frozen, and before this one was.
fn late_lines(store: &Store, plans: &[String], quarter: Quarter) -> Result<Vec<LateLine>> {
    let revisions = store.revisions(None)?;
    if revisions.is_empty() {
        return Ok(vec![]);
    }
    let mut told = Vec::new();
    for plan in plans {
        let own: Vec<_> = revisions.iter().filter(|r| r.code == *plan && r.number == 0).collect();
        let Some(before) = own.iter().filter(|r| r.quarter < quarter).max_by_key(|r| r.quarter) else { continue };
        let this = own.iter().find(|r| r.quarter == quarter);
        // In another copy of the file the changes have other numbers: what a revision knew is asked of it.
        let unknown = store.unseen_by(before.id)?;
        let unknown_still = this.map(|r| store.unseen_by(r.id)).transpose()?.unwrap_or_default();
        let knew_before = |change: i64| change < before.change && !unknown.contains(&change);
        let knows = |change: i64| this.is_none_or(|r| change < r.change && !unknown_still.contains(&change));
        let lines = store.late_lines(Some(plan))?;
        told.extend(lines.into_iter().filter(|l| l.quarter < quarter && !knew_before(l.change) && knows(l.change)));
    }
    Ok(told)
}

fn late(line: LateLine) -> Late {
    Late {
        subject: Subject {
            reference: line.reference,
            title: line.title,
            title_da: line.title_da,
            lead: vec![],
            illustrative: line.illustrative,
        },
        as_of: line.as_of,
        quarter: line.quarter,
        change: line.change,
        recorded: line.recorded,
        author: line.author,
        withdrawn: line.withdrawn,
        waiting: line.waiting,
    }
}

/// Says which figures of the quarter before are not those that were first sent.
fn restated(store: &Store, asked: &Asked, plans: &[String], compared: Quarter, content: &mut Content) -> Result<()> {
    let revisions = store.revisions(None)?;
    let of: Vec<_> = revisions.iter().filter(|r| plans.contains(&r.code) && r.quarter == compared).collect();
    let Some(first) = of.first() else { return Ok(()) };
    let newest = of.iter().max_by_key(|r| r.number).unwrap_or(first);
    let mut differs = false;
    if asked.whole_plan() == Some(first.code.as_str()) {
        let sent = summary::kept(&store.frozen_content(first.id)?).unwrap_or_default();
        for (key, counts) in [("by_status", &mut content.by_status), ("by_light", &mut content.by_light)] {
            for count in counts.iter_mut() {
                let row = sent[key].as_array().and_then(|all| all.iter().find(|c| c["code"] == count.code.as_str()));
                let then = row.and_then(|c| c["count"].as_i64());
                count.sent = then.filter(|then| *then != count.before);
                differs |= count.sent.is_some();
            }
        }
    }
    if differs || newest.number > 0 {
        content.restated = Some(Restated {
            quarter: compared,
            revision: newest.number,
            reason: newest.reason.clone().filter(|_| newest.number > 0),
        });
    }
    Ok(())
}

/// Every objective as it is now known to have stood on a day.
pub fn rows(store: &Store, query: &Query, day: NaiveDate) -> Result<Vec<ObjectiveRow>> {
    let mut rows = Vec::new();
    store.lines(query, day, None, Detail::Export, |line, _| {
        rows.push(ObjectiveRow::of(&line, Quarter::of(day)));
        Ok(())
    })?;
    Ok(rows)
}

/// Plans that are over and are left out, though objectives of theirs are open.
fn expired(store: &Store, all: &[PlanInfo], asked: &Asked, quarter: Quarter, on: NaiveDate) -> Result<Vec<Expired>> {
    if !asked.query.plan.is_empty() {
        return Ok(vec![]);
    }
    let over: Vec<&PlanInfo> = all
        .iter()
        .filter(|p| p.period_end.is_some_and(|e| e.last_day() < quarter.first_day()))
        .filter(|p| {
            !p.is_retired(on)
                && (asked.query.partnership.is_empty()
                    || p.partnerships.iter().any(|c| asked.query.partnership.contains(c)))
        })
        .collect();
    if over.is_empty() {
        return Ok(vec![]);
    }
    let query = Query { plan: over.iter().map(|p| p.code.clone()).collect(), open: true, ..asked.query.clone() };
    let mut open: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    store.lines(&query, on, None, Detail::Counts, |line, _| {
        let late = i64::from(line.is_overdue(on));
        let of = open.entry(line.plan).or_default();
        *of = (of.0 + 1, of.1 + late);
        Ok(())
    })?;
    Ok(over
        .iter()
        .filter_map(|p| {
            let ended = p.period_end?.last_day();
            open.get(&p.code).map(|(open, late)| Expired { plan: p.code.clone(), ended, open: *open, late: *late })
        })
        .collect())
}

/// What the named checks find (all of them where none is named), and the plans that were looked at.
pub fn check(
    store: &Store,
    moment: &Moment,
    query: &Query,
    quarter: Quarter,
    checks: &[Check],
) -> Result<(Vec<Finding>, Vec<PlanInfo>)> {
    let on = day_of(quarter, moment.today);
    let plans = store.plans()?;
    let authorities = store.authority_names(on)?;
    let activities = open_activities(store, &query.plan, on)?;
    let started = store.started()?;
    let ground = Ground {
        quarter,
        on,
        plans: &plans,
        authorities: &authorities,
        activities: &activities,
        thresholds: store.thresholds()?,
        started: &started,
    };
    let counting = Counting { query, quarter, on, audience: Audience::Internal, started: &started };
    let mut findings = Vec::new();
    let wanted = |c| checks.is_empty() || checks.contains(&c);
    counting.walk(store, Detail::Full, |line, before| {
        findings.extend(check::objective(&ground, &line, before.as_ref(), &wanted));
        Ok(())
    })?;
    Ok((findings, plans))
}
