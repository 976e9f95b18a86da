//! The quarterly summary: counted here, as content in no language (`content`); the page in one
//! language is made from it in `page`.

mod content;
mod page;
mod paper;
pub mod portfolio;
mod sections;
mod tidy;

pub use content::*;
use page::Draft;
pub use page::{Extent, Section, View, page};
pub use tidy::{data, tidy};

use super::check::{self, Ground, Severity};
use super::tally::{self, Lights, One, Tally};
use crate::model::computed;
use crate::model::line::Shown;
use crate::model::{Audience, Interest, Lang, Light, Line, Move, Partial, PlanInfo, State, Status};
use crate::words::{self, Word};
use chrono::NaiveDate;
use std::collections::{BTreeMap, HashMap, HashSet};

/// The words for «no status yet» in counts.
const NEVER: &str = "never-reported";

/// Takes the objectives one by one, so that no more is kept than is shown.
pub struct Builder<'a> {
    content: Content,
    tally: Tally,
    ground: Ground<'a>,
    areas: BTreeMap<(String, String), Group>,
    leads: BTreeMap<String, Group>,
    interests: BTreeMap<Option<Interest>, Group>,
    per_plan: BTreeMap<String, Group>,
    many_plans: bool,
    since: Since,
    most_rows: usize,
}

/// What happened in the plans since the quarter that is compared with.
#[derive(Clone, Debug, Default)]
pub struct Since {
    /// Objectives that were added, by their number in the file.
    pub added: HashSet<i64>,
    /// Plans that began: everything in them is new.
    pub plans: HashSet<String>,
    /// The moves of approved deadlines, oldest first.
    pub moved: HashMap<i64, Vec<Move>>,
}

impl<'a> Builder<'a> {
    /// `plans` are those that take part; of all objectives, `most_rows` are kept one by one.
    pub fn new(frame: Frame, ground: Ground<'a>, plans: &[PlanInfo], since: Since, most_rows: usize) -> Builder<'a> {
        let statuses = Status::ALL.iter().map(|s| s.code()).chain([NEVER]);
        let zero = |code: &str| CountOf { code: code.to_string(), count: 0, before: 0, sent: None };
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
            comparison: Comparison::default(),
            new: Listed::default(),
            changed: Listed::default(),
            retired: Listed::default(),
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
            late: Listed::default(),
            restated: None,
            illustrative: Illustrative::default(),
            expired: vec![],
            withheld: Kept::default(),
            words: Default::default(),
            rows: vec![],
        };
        Builder {
            content,
            tally: Tally::default(),
            ground,
            areas: BTreeMap::new(),
            leads: BTreeMap::new(),
            interests: BTreeMap::new(),
            per_plan: BTreeMap::new(),
            many_plans: plans.len() > 1,
            since,
            most_rows,
        }
    }

    /// Counts one objective; `before` is its state at the end of the quarter before.
    pub fn add(&mut self, line: &Line, before: Option<&State>) {
        let quarter = self.content.frame.quarter;
        let on = self.content.frame.as_of;
        let state = line.state.as_ref();
        let one = One::of(line, before, quarter);
        let shown = one.shown;
        let content = &mut self.content;

        self.tally.add(one);
        let in_quarter = state.is_some_and(|s| s.as_of >= quarter.first_day());
        content.by_status[tally::place(before)].before += 1;
        let shown_before = Shown::of(before, content.frame.compared_with);
        content.by_light[Shown::ALL.iter().position(|s| *s == shown_before).unwrap_or(0)].before += 1;
        if let Some(state) = state {
            content.illustrative.of += 1;
            content.illustrative.entries += i64::from(state.is_illustrative());
        }

        let subject = || Subject {
            reference: line.reference().to_string(),
            title: line.title.clone(),
            title_da: line.title_da.clone(),
            lead: line.lead.clone(),
            illustrative: state.is_some_and(State::is_illustrative),
        };
        let moves = self.since.moved.get(&line.id).map(Vec::as_slice).unwrap_or_default();
        if self.since.added.contains(&line.id) || self.since.plans.contains(&line.plan) {
            content.comparison.new += 1;
            content.new.list(subject);
        } else if let Some(change) = Change::of(state, before, line.deadline_approved, moves) {
            content.comparison.changed += 1;
            content.changed.list(|| change.told(subject(), state, moves));
        } else {
            content.comparison.unchanged += 1;
        }
        if content.rows.len() < self.most_rows {
            let mut row = Row::of(line, quarter);
            row.details = row.details.filter(|_| content.frame.audience == Audience::Internal);
            content.rows.push(row);
        }
        let deadline_day = line.deadline_approved.map(Partial::last_day);
        let late = deadline_day.filter(|d| line.is_open() && *d < on).map(|d| crate::model::day::days_between(d, on));
        if line.is_open() {
            let light = if in_quarter { state.and_then(|s| s.light) } else { None };
            let blocked = state.and_then(|s| s.blocked_by.as_ref());
            let mut why = Vec::new();
            let mut because = |holds: bool, word: &'static str| {
                if holds {
                    why.push(word);
                }
            };
            because(light == Some(Light::Red), "red");
            because(late.is_some(), "overdue");
            because(blocked.is_some(), "blocked");
            because(light == Some(Light::Yellow), "yellow");
            because(shown == Shown::NotReported, "not-reported");
            if !why.is_empty() {
                let ask = state.and_then(|s| s.ask.as_ref());
                let name = |code: &String| self.ground.authorities.get(code);
                content.attention.list(|| Attention {
                    subject: subject(),
                    why: why.into_iter().map(String::from).collect(),
                    status: state.map(|s| s.status),
                    light,
                    since: state.map(|s| s.as_of),
                    deadline: line.deadline_approved,
                    days_late: late,
                    blocked_by: blocked.cloned(),
                    ask: ask.cloned(),
                    ask_name: ask.and_then(name).map(|n| Bilingual::new(n.to(Lang::En), n.to(Lang::Da))),
                    note: if in_quarter { state.and_then(|s| s.note.clone()) } else { None },
                });
            }
            let next = quarter.next();
            if let (Some(deadline), Some(day)) = (line.deadline_approved, deadline_day)
                && day >= on
                && day <= next.last_day()
            {
                content.falling_due.list(|| Falling {
                    subject: subject(),
                    deadline,
                    expected: state.and_then(|s| s.expected),
                });
            }
        } else if let Some(state) = state
            && !before.is_some_and(|b| b.status.is_ended())
        {
            content.ended.list(|| Ended {
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
            content.slips.list(|| Slip {
                subject: subject(),
                original: line.deadline_original,
                approved: line.deadline_approved,
                expected,
                days: crate::model::day::days_between(original.last_day(), latest.last_day()),
                computed: computed::light(content.frame.thresholds, line.deadline_approved, expected, true, on),
                reason: state.and_then(|s| s.expected_reason.clone()),
            });
        }
        // Missing leads are counted under «no lead», and late ones need attention already.
        let contradicts = |c: check::Check| c.severity() == Severity::Error && c != check::Check::NoLead;
        for finding in check::objective(&self.ground, line, before, &contradicts) {
            content.contradictions.push(finding);
        }
        self.group(line, one);
    }

    fn group(&mut self, line: &Line, one: One) {
        let count = |group: &mut Group| {
            group.objectives += 1;
            *group.lights.of(one.shown) += 1;
            group.statuses[one.status] += 1;
        };
        let new = |code: &str, name: &str, name_da: &str| Group {
            code: code.to_string(),
            name: name.to_string(),
            name_da: name_da.to_string(),
            objectives: 0,
            lights: Lights::default(),
            statuses: tally::Statuses::default().to_vec(),
        };
        let bare = |w: Word| new("", w.0, w.1);
        let area = || match &line.root {
            Some(root) => {
                let number =
                    if self.many_plans { format!("{}/{}", line.plan, root.number) } else { root.number.clone() };
                let name_da = root.title_da.as_deref().unwrap_or(&root.title);
                new(&number, &root.title, name_da)
            }
            None => bare(words::NO_AREA),
        };
        let sort = line.root.as_ref().map_or("~", |root| &root.sort);
        count(self.areas.entry((line.plan.clone(), sort.to_string())).or_insert_with(area));
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

    /// An objective that was there at the end of the quarter that is compared with, and is no more.
    pub fn retired(&mut self, line: &Line, on: Option<NaiveDate>, reason: Option<String>) {
        let subject = Subject {
            reference: line.reference().to_string(),
            title: line.title.clone(),
            title_da: line.title_da.clone(),
            lead: line.lead.clone(),
            illustrative: line.state.as_ref().is_some_and(State::is_illustrative),
        };
        self.content.comparison.retired += 1;
        self.content.retired.push(Retired { subject, on, reason });
    }

    pub fn finish(mut self, expired: Vec<Expired>) -> Content {
        let mut content = self.content;
        let tally = self.tally;
        content.objectives = tally.objectives;
        content.open = tally.open;
        content.due = tally.due;
        content.reported = tally.reported;
        for (row, count) in content.by_status.iter_mut().zip(tally.statuses) {
            row.count = count;
        }
        for (row, count) in content.by_light.iter_mut().zip(tally.lights.all()) {
            row.count = count;
        }
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

/// What moved between the two states. An objective that was never reported moves by its deadline alone.
struct Change {
    status: Option<Pair<Status>>,
    light: Option<Pair<Light>>,
    expected: Option<Pair<Partial>>,
    approved: Option<Pair<Partial>>,
    /// There is a newer line than before.
    reported: bool,
}

impl Change {
    fn of(state: Option<&State>, before: Option<&State>, deadline: Option<Partial>, moves: &[Move]) -> Option<Change> {
        let deadline_before = moves.first().map_or(deadline, |m| m.before);
        let approved = (deadline_before != deadline).then_some(Pair { before: deadline_before, after: deadline });
        let Some(state) = state.filter(|s| before.is_none_or(|b| b.entry != s.entry)) else {
            approved.as_ref()?;
            return Some(Change { status: None, light: None, expected: None, approved, reported: false });
        };
        let status = (before.map(|b| b.status) != Some(state.status))
            .then(|| Pair { before: before.map(|b| b.status), after: Some(state.status) });
        let light_before = before.and_then(|b| b.light);
        // The end of an objective takes its light away: that is no news beside the status.
        let light = (light_before != state.light && !state.status.is_ended() && before.is_some())
            .then_some(Pair { before: light_before, after: state.light });
        let expected_before = before.and_then(|b| b.expected);
        let expected = (expected_before != state.expected && !state.status.is_ended())
            .then_some(Pair { before: expected_before, after: state.expected });
        if status.is_none() && light.is_none() && expected.is_none() && approved.is_none() {
            return None;
        }
        Some(Change { status, light, expected, approved, reported: true })
    }

    /// The same with its reasons, as it is listed.
    fn told(self, subject: Subject, state: Option<&State>, moves: &[Move]) -> Changed {
        let Change { status, light, expected, approved, reported } = self;
        let state = state.filter(|_| reported);
        let agreed = moves.last().map(|m| m.reason.clone()).filter(|r| !r.is_empty() && approved.is_some());
        let told = state.filter(|_| expected.is_some()).and_then(|s| s.expected_reason.clone());
        let reason = told.or(agreed);
        let note = state.and_then(|s| s.note.clone()).filter(|n| reason.as_ref() != Some(n));
        Changed { subject, status, light, expected, approved, reason, note }
    }
}
