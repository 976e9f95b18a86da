//! The quarterly summary as content in no language: what JSON shows and a frozen quarter keeps. The
//! page in one language is made from it in `page`.

mod page;

pub use page::{page, tidy};

use super::check::{self, Finding, Ground, Severity};
use crate::model::line::Shown;
use crate::model::{Interest, Lang, Light, Line, Partial, PlanInfo, Quarter, State, Status};
use crate::words::{self, Word};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// More rows than this no reader takes in; the rest is counted, and a command lists it.
const LISTED: usize = 500;

/// What the summary is asked for, and how it is seen.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Frame {
    /// The shape of this content.
    pub schema: String,
    pub quarter: Quarter,
    /// The day that everything is as of: the last of the quarter, or today while it runs.
    pub as_of: NaiveDate,
    /// ended, running, ahead
    pub state: String,
    pub compared_with: Quarter,
    /// Names of what was asked for, in English and Danish.
    pub scope: (String, String),
    /// The newest change that is known.
    pub known_at: i64,
    /// How to get it again.
    pub command: String,
    /// The filters that were given, as they are typed; for the commands that list the rest.
    pub filters: String,
}

/// A summary in no language.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Content {
    #[serde(flatten)]
    pub frame: Frame,
    pub plans: Vec<PlanHead>,
    pub objectives: i64,
    pub open: i64,
    /// Open ones of which a report was due in the quarter, or that ended in it.
    pub due: i64,
    /// Those of them that were reported.
    pub reported: i64,
    pub by_status: Vec<CountOf>,
    pub by_light: Vec<CountOf>,
    pub changed: Listed<Changed>,
    pub attention: Listed<Attention>,
    pub ended: Listed<Ended>,
    pub falling_due: Listed<Falling>,
    pub by_plan: Vec<Group>,
    pub by_area: Vec<Group>,
    pub by_authority: Vec<Group>,
    pub by_interest: Vec<Group>,
    pub slips: Listed<Slip>,
    pub contradictions: Listed<Finding>,
    pub waivers: Vec<Waiver>,
    /// How many of the entries that the summary rests on are made up, and of how many.
    pub illustrative: (i64, i64),
    /// Expired plans that are not counted and still have open objectives.
    pub expired: Vec<Expired>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PlanHead {
    pub code: String,
    pub title: String,
    pub title_da: Option<String>,
    pub period_start: Option<Partial>,
    pub period_end: Option<Partial>,
    pub caveat: Option<String>,
    pub caveat_da: Option<String>,
}

/// How many there are of something now, and were a quarter before.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CountOf {
    pub code: String,
    pub count: i64,
    pub before: i64,
}

/// A list that may have been cut; `more` says how many are left out.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Listed<T> {
    pub rows: Vec<T>,
    pub more: i64,
}

impl<T> Default for Listed<T> {
    fn default() -> Self {
        Listed { rows: Vec::new(), more: 0 }
    }
}

impl<T> Listed<T> {
    fn push(&mut self, row: T) {
        if self.rows.len() < LISTED { self.rows.push(row) } else { self.more += 1 }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Subject {
    pub reference: String,
    pub title: String,
    pub title_da: Option<String>,
    pub lead: Vec<String>,
    /// Its newest entry was made up to show the program.
    pub illustrative: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Pair<T> {
    pub before: Option<T>,
    pub after: Option<T>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Changed {
    #[serde(flatten)]
    pub subject: Subject,
    pub status: Option<Pair<Status>>,
    pub light: Option<Pair<Light>>,
    pub expected: Option<Pair<Partial>>,
    /// Why the expected date moved.
    pub reason: Option<String>,
    /// What the officer wrote, where it is not that reason.
    pub note: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Attention {
    #[serde(flatten)]
    pub subject: Subject,
    /// red, yellow, overdue, blocked, not-reported
    pub why: Vec<String>,
    pub status: Option<Status>,
    pub light: Option<Light>,
    /// The day of the newest entry.
    pub since: Option<NaiveDate>,
    pub deadline: Option<Partial>,
    /// Whole days past the deadline.
    pub days_late: Option<i64>,
    pub blocked_by: Option<String>,
    /// The code of the authority that can take the obstacle away.
    pub ask: Option<String>,
    pub ask_name: Option<(String, String)>,
    pub note: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Ended {
    #[serde(flatten)]
    pub subject: Subject,
    pub status: Status,
    pub as_of: NaiveDate,
    pub note: Option<String>,
    pub evidence: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Falling {
    #[serde(flatten)]
    pub subject: Subject,
    pub deadline: Partial,
    pub expected: Option<Partial>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Slip {
    #[serde(flatten)]
    pub subject: Subject,
    pub original: Option<Partial>,
    pub approved: Option<Partial>,
    pub expected: Option<Partial>,
    /// Whole days from the original deadline to the latest date.
    pub days: i64,
    pub reason: Option<String>,
}

/// A row of a breakdown.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Group {
    pub code: String,
    pub name: String,
    pub name_da: String,
    pub objectives: i64,
    /// In the order green, yellow, red, no-light, not-reported, ended.
    pub lights: [i64; 6],
}

/// A finding that was set aside with a reason.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Waiver {
    pub check: String,
    pub reason: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Expired {
    pub plan: String,
    pub ended: NaiveDate,
    pub open: i64,
}

/// The name of this shape of content.
pub const SCHEMA: &str = "fremdrift-summary/1";

/// The words for «no status yet» in counts.
const NEVER: &str = "never-reported";

/// Takes the objectives one by one, so that no more is kept than is shown.
pub struct Builder<'a> {
    content: Content,
    ground: Ground<'a>,
    areas: BTreeMap<(String, String), Group>,
    leads: BTreeMap<String, Group>,
    interests: BTreeMap<Option<Interest>, Group>,
    per_plan: BTreeMap<String, Group>,
    many_plans: bool,
}

impl<'a> Builder<'a> {
    /// `plans` are those that take part.
    pub fn new(frame: Frame, ground: Ground<'a>, plans: &[PlanInfo]) -> Builder<'a> {
        let statuses = Status::ALL.iter().map(|s| s.code()).chain([NEVER]);
        let zero = |code: &str| CountOf { code: code.to_string(), count: 0, before: 0 };
        let content = Content {
            frame,
            plans: plans
                .iter()
                .map(|p| PlanHead {
                    code: p.code.clone(),
                    title: p.title.clone(),
                    title_da: p.title_da.clone(),
                    period_start: p.period_start,
                    period_end: p.period_end,
                    caveat: p.caveat.clone(),
                    caveat_da: p.caveat_da.clone(),
                })
                .collect(),
            objectives: 0,
            open: 0,
            due: 0,
            reported: 0,
            by_status: statuses.map(zero).collect(),
            by_light: Shown::ALL.iter().map(|s| zero(s.code())).collect(),
            changed: Listed::default(),
            attention: Listed::default(),
            ended: Listed::default(),
            falling_due: Listed::default(),
            by_plan: vec![],
            by_area: vec![],
            by_authority: vec![],
            by_interest: vec![],
            slips: Listed::default(),
            contradictions: Listed::default(),
            waivers: vec![],
            illustrative: (0, 0),
            expired: vec![],
        };
        Builder {
            content,
            ground,
            areas: BTreeMap::new(),
            leads: BTreeMap::new(),
            interests: BTreeMap::new(),
            per_plan: BTreeMap::new(),
            many_plans: plans.len() > 1,
        }
    }

    /// Counts one objective; `before` is its state at the end of the quarter before.
    pub fn add(&mut self, line: &Line, before: Option<&State>) {
        let quarter = self.content.frame.quarter;
        let on = self.content.frame.as_of;
        let state = line.state.as_ref();
        let shown = Shown::of(state, quarter);
        let place = Shown::ALL.iter().position(|s| *s == shown).unwrap_or(0);
        let content = &mut self.content;

        content.objectives += 1;
        content.open += i64::from(line.is_open());
        let in_quarter = state.is_some_and(|s| s.as_of >= quarter.first_day());
        let ended_before = before.is_some_and(|b| b.status.is_ended()) && !line.is_open();
        content.due += i64::from(!ended_before);
        content.reported += i64::from(!ended_before && in_quarter);
        let status_place = |s: Option<&State>| s.map_or(Status::ALL.len(), |s| s.status as usize);
        content.by_status[status_place(state)].count += 1;
        content.by_status[status_place(before)].before += 1;
        content.by_light[place].count += 1;
        let shown_before = Shown::of(before, content.frame.compared_with);
        content.by_light[Shown::ALL.iter().position(|s| *s == shown_before).unwrap_or(0)].before += 1;
        if let Some(state) = state {
            content.illustrative.1 += 1;
            content.illustrative.0 += i64::from(state.is_illustrative());
        }

        let subject = || Subject {
            reference: line.reference().to_string(),
            title: line.title.clone(),
            title_da: line.title_da.clone(),
            lead: line.lead.clone(),
            illustrative: state.is_some_and(State::is_illustrative),
        };
        if let Some(changed) = changed(subject, state, before) {
            content.changed.push(changed);
        }
        let deadline_day = line.deadline_approved.map(Partial::last_day);
        let late = deadline_day.filter(|d| line.is_open() && *d < on).map(|d| crate::model::day::days_between(d, on));
        if line.is_open() {
            let light = if in_quarter { state.and_then(|s| s.light) } else { None };
            let blocked = state.and_then(|s| s.blocked_by.clone());
            let mut why = Vec::new();
            let mut because = |holds: bool, word: &str| {
                if holds {
                    why.push(word.to_string());
                }
            };
            because(light == Some(Light::Red), "red");
            because(late.is_some(), "overdue");
            because(blocked.is_some(), "blocked");
            because(light == Some(Light::Yellow), "yellow");
            because(shown == Shown::NotReported, "not-reported");
            if !why.is_empty() {
                let ask = state.and_then(|s| s.ask.clone());
                let ask_name = ask
                    .as_ref()
                    .and_then(|code| self.ground.authorities.get(code))
                    .map(|n| (n.to(Lang::En).to_string(), n.to(Lang::Da).to_string()));
                content.attention.push(Attention {
                    subject: subject(),
                    why,
                    status: state.map(|s| s.status),
                    light,
                    since: state.map(|s| s.as_of),
                    deadline: line.deadline_approved,
                    days_late: late,
                    blocked_by: blocked,
                    ask,
                    ask_name,
                    note: if in_quarter { state.and_then(|s| s.note.clone()) } else { None },
                });
            }
            let next = quarter.next();
            if let (Some(deadline), Some(day)) = (line.deadline_approved, deadline_day)
                && day > on
                && day <= next.last_day()
            {
                content.falling_due.push(Falling {
                    subject: subject(),
                    deadline,
                    expected: state.and_then(|s| s.expected),
                });
            }
        } else if let Some(state) = state
            && !before.is_some_and(|b| b.status.is_ended())
        {
            content.ended.push(Ended {
                subject: subject(),
                status: state.status,
                as_of: state.as_of,
                note: state.note.clone(),
                evidence: state.evidence.clone(),
            });
        }
        let expected = state.and_then(|s| s.expected);
        let latest = expected.or(line.deadline_approved);
        if line.is_open()
            && let (Some(original), Some(latest)) = (line.deadline_original.or(line.deadline_approved), latest)
            && latest.last_day() != original.last_day()
        {
            content.slips.push(Slip {
                subject: subject(),
                original: line.deadline_original,
                approved: line.deadline_approved,
                expected,
                days: crate::model::day::days_between(original.last_day(), latest.last_day()),
                reason: state.and_then(|s| s.expected_reason.clone()),
            });
        }
        for finding in check::objective(&self.ground, line, before) {
            // Missing leads are counted under «no lead», and late ones need attention already.
            if finding.severity == Severity::Error && finding.check != check::Check::NoLead {
                content.contradictions.push(finding);
            }
        }
        self.group(line, place);
    }

    fn group(&mut self, line: &Line, place: usize) {
        let count = |group: &mut Group| {
            group.objectives += 1;
            group.lights[place] += 1;
        };
        let new = |code: &str, name: &str, name_da: &str| Group {
            code: code.to_string(),
            name: name.to_string(),
            name_da: name_da.to_string(),
            objectives: 0,
            lights: [0; 6],
        };
        let bare = |w: Word| new("", w.0, w.1);
        let (key, area) = match &line.root {
            Some(root) => {
                let number =
                    if self.many_plans { format!("{}/{}", line.plan, root.number) } else { root.number.clone() };
                let name_da = root.title_da.as_deref().unwrap_or(&root.title);
                ((line.plan.clone(), crate::model::sort_key(&root.number)), new(&number, &root.title, name_da))
            }
            None => ((line.plan.clone(), "~".to_string()), bare(words::NO_AREA)),
        };
        count(self.areas.entry(key).or_insert(area));
        for lead in &line.lead {
            let names = self.ground.authorities.get(lead);
            let name = |lang| names.map_or(lead.as_str(), |n| n.to(lang));
            count(self.leads.entry(lead.clone()).or_insert_with(|| new(lead, name(Lang::En), name(Lang::Da))));
        }
        if line.lead.is_empty() {
            count(self.leads.entry("~".into()).or_insert_with(|| bare(words::NO_LEAD)));
        }
        let interest = self.interests.entry(line.interest).or_insert_with(|| match line.interest {
            Some(i) => new(i.code(), i.word(Lang::En), i.word(Lang::Da)),
            None => bare(words::NO_INTEREST),
        });
        count(interest);
        if self.many_plans {
            let plan = self.content.plans.iter().find(|p| p.code == line.plan);
            let title = plan.map_or("", |p| p.title.as_str());
            let title_da = plan.and_then(|p| p.title_da.as_deref()).unwrap_or(title);
            count(self.per_plan.entry(line.plan.clone()).or_insert_with(|| new(&line.plan, title, title_da)));
        }
    }

    pub fn finish(mut self, expired: Vec<Expired>) -> Content {
        let mut content = self.content;
        content.by_area = self.areas.into_values().collect();
        content.by_authority = self.leads.into_values().collect();
        // What has no interest comes last.
        let none = self.interests.remove(&None);
        content.by_interest = self.interests.into_values().chain(none).collect();
        content.by_plan = self.per_plan.into_values().collect();
        content.expired = expired;
        let rank = |a: &Attention| {
            let weight = |word: &str| match word {
                "red" => 0,
                "overdue" => 1,
                "blocked" => 2,
                "yellow" => 3,
                _ => 4,
            };
            a.why.iter().map(|w| weight(w)).min().unwrap_or(9)
        };
        content.attention.rows.sort_by_key(rank);
        content
    }
}

fn changed(subject: impl Fn() -> Subject, state: Option<&State>, before: Option<&State>) -> Option<Changed> {
    let state = state?;
    if before.is_some_and(|b| b.entry == state.entry) {
        return None;
    }
    let status = (before.map(|b| b.status) != Some(state.status))
        .then(|| Pair { before: before.map(|b| b.status), after: Some(state.status) });
    let light_before = before.and_then(|b| b.light);
    // The end of an objective takes its light away: that is no news beside the status.
    let light = (light_before != state.light && !state.status.is_ended() && before.is_some())
        .then_some(Pair { before: light_before, after: state.light });
    let expected_before = before.and_then(|b| b.expected);
    let expected = (expected_before != state.expected && !state.status.is_ended())
        .then_some(Pair { before: expected_before, after: state.expected });
    if status.is_none() && light.is_none() && expected.is_none() {
        return None;
    }
    let reason = expected.as_ref().and_then(|_| state.expected_reason.clone());
    let note = state.note.clone().filter(|n| reason.as_ref() != Some(n));
    Some(Changed { subject: subject(), status, light, expected, reason, note })
}
