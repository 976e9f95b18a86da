//! A summary, counted objective by objective, so that no more is kept than is shown.

use super::change::{Change, Was, agreed};
use super::content::*;
use super::listed::{Retired, Slip, Subject, Truncated, Way};
use super::subjects::{Needs, Seen, Told};
use crate::i18n::{self, Word};
use crate::model::computed;
use crate::model::deadline::Shift;
use crate::model::snapshot::Shown;
use crate::model::{
    ActivitySnapshot, Audience, Interest, Lang, Move, ObjectiveId, ObjectiveSnapshot, PartialDate, PlanInfo, State,
    Status,
};
use crate::report::check::{self, Ground};
use crate::report::tally::{self, Lights, One, Tally};
use chrono::NaiveDate;
use std::collections::{BTreeMap, HashMap, HashSet};

/// The words for «no status yet» in counts.
const NEVER: &str = "never-reported";

/// Takes the objectives one by one.
pub struct Builder<'a> {
    content: Content,
    tally: Tally,
    ground: Ground<'a>,
    needs: Needs,
    ways: BTreeMap<Way, i64>,
    moves: BTreeMap<(usize, usize), i64>,
    areas: BTreeMap<(String, String), Group>,
    leads: BTreeMap<String, Group>,
    interests: BTreeMap<Option<Interest>, Group>,
    per_plan: BTreeMap<String, Group>,
    many_plans: bool,
    since: Since,
    most_rows: usize,
}

/// How it stood in the quarter that is compared with, and what was agreed.
#[derive(Clone, Debug, Default)]
pub struct Since {
    /// The last day of that quarter.
    pub day: NaiveDate,
    /// The objectives that were counted then, by row.
    pub was: HashMap<ObjectiveId, Was>,
    /// Every move of an approved deadline, oldest first.
    pub moved: HashMap<ObjectiveId, Vec<Move>>,
    /// Objectives that were open on a day of the quarter, by a line of the log.
    pub reopened: HashSet<ObjectiveId>,
}

/// An activity as it stands, stood at the end of the quarter before, and in the one that is compared
/// with; nothing where it was not there.
pub struct Activity<'a> {
    pub line: &'a ActivitySnapshot,
    pub previous: Option<&'a State>,
}

/// Where an objective was that was not counted then, and is that is not counted now.
const COMERS: [&str; 2] = ["new", "joined"];
const GOERS: [&str; 2] = ["retired", "left"];

fn place(shown: Shown) -> usize {
    Shown::ALL.iter().position(|s| *s == shown).unwrap_or_default()
}

fn no_counts() -> (Vec<CountOf>, Vec<CountOf>) {
    let zero = |code: &str| CountOf { code: code.to_string(), count: 0, before: 0, sent: None };
    let statuses = Status::ALL.iter().map(|s| s.code()).chain([NEVER]);
    (statuses.map(zero).collect(), Shown::ALL.iter().map(|s| zero(s.code())).collect())
}

fn filled(rows: &mut [CountOf], counts: &[i64]) {
    for (row, count) in rows.iter_mut().zip(counts) {
        row.count = *count;
    }
}

impl<'a> Builder<'a> {
    /// `plans` are those that take part; of all objectives, `most_rows` are kept one by one.
    pub fn new(
        frame: SummaryHeader,
        ground: Ground<'a>,
        plans: &[PlanInfo],
        since: Since,
        most_rows: usize,
    ) -> Builder<'a> {
        let (by_status, by_light) = no_counts();
        let mut content = Content {
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
            not_yet: 0,
            by_status,
            by_light,
            comparison: Comparison::default(),
            new: Truncated::default(),
            changed: Truncated::default(),
            retired: Truncated::default(),
            joined: Truncated::default(),
            left: Truncated::default(),
            attention: Truncated::default(),
            to_decide: 0,
            silent: 0,
            ended: Truncated::default(),
            falling_due: Truncated::default(),
            activities: Activities::default(),
            by_plan: vec![],
            by_area: vec![],
            by_authority: vec![],
            by_interest: vec![],
            slips: Truncated::default(),
            contradictions: Truncated::default(),
            waivers: vec![],
            late: Truncated::default(),
            restated: None,
            illustrative: Illustrative::default(),
            expired: vec![],
            withheld: WithheldCounts::default(),
            words: Default::default(),
            rows: vec![],
        };
        for was in since.was.values() {
            content.by_status[tally::place(was.state.as_ref())].before += 1;
            content.by_light[place(was.shown)].before += 1;
        }
        content.comparison.before = since.was.len() as i64;
        Builder {
            content,
            tally: Tally::default(),
            ground,
            needs: Needs::default(),
            ways: BTreeMap::new(),
            moves: BTreeMap::new(),
            areas: BTreeMap::new(),
            leads: BTreeMap::new(),
            interests: BTreeMap::new(),
            per_plan: BTreeMap::new(),
            many_plans: plans.len() > 1,
            since,
            most_rows,
        }
    }

    /// Counts one objective; `previous` is its state at the end of the quarter before, `told` the newest
    /// note where its newest line has none.
    pub fn add(&mut self, line: &ObjectiveSnapshot, previous: Option<&State>, told: Option<&Told>) {
        let quarter = self.content.frame.quarter;
        let on = self.content.frame.as_of;
        let state = line.state.as_ref();
        let one = One::of(state, previous, quarter);
        let subject = || subject(line);
        self.tally.add(one);
        if let Some(state) = state {
            self.content.illustrative.of += 1;
            self.content.illustrative.entries += i64::from(state.is_illustrative());
        }
        self.compare(line, one.shown, told);
        let content = &mut self.content;
        if content.rows.len() < self.most_rows {
            let mut row = ObjectiveRow::of(line, quarter);
            row.details = row.details.filter(|_| content.frame.audience == Audience::Internal);
            content.rows.push(row);
        }
        let seen = Seen { state, dates: line.dates(), quarter, on, told };
        self.needs.add(&seen, self.ground.authorities, subject);
        if let Some(falling) = seen.falling(subject) {
            content.falling_due.push(falling);
        }
        // An objective that was opened again, and ended again, ended in this quarter.
        let ended_before = previous.filter(|_| !self.since.reopened.contains(&line.id));
        if let Some(ended) = seen.ended(ended_before, subject) {
            content.ended.push(ended);
        }
        let moves = self.since.moved.get(&line.id).map(Vec::as_slice).unwrap_or_default();
        if let Some((from, to)) = slipped(line) {
            let shift = Shift::between(from, to);
            let expected = state.and_then(|s| s.facts.expected);
            content.slips.list(|| Slip {
                subject: subject(),
                original: line.deadline_original,
                approved: line.deadline_approved,
                expected,
                days: crate::model::day::days_between(from.last_day(), to.last_day()),
                by: Some(shift.by),
                unit: Some(shift.unit),
                computed: computed::light(content.frame.thresholds, line.deadline_approved, expected, true, on),
                reason: state.and_then(|s| s.facts.expected_reason.clone()),
                agreed: agreed(&moves.iter().collect::<Vec<_>>()),
            });
        }
        for finding in check::objective(&self.ground, line, previous, &check::Check::is_contradiction) {
            content.contradictions.push(finding);
        }
        self.group(line, one);
    }

    /// Sets it beside how it stood in the quarter that is compared with.
    fn compare(&mut self, line: &ObjectiveSnapshot, shown: Shown, told: Option<&Told>) {
        let then = self.since.day;
        let content = &mut self.content;
        let Some(was) = self.since.was.remove(&line.id) else {
            let joined = self.ground.started.since(line).is_some_and(|since| since <= then);
            let (count, list) = match joined {
                true => (&mut content.comparison.joined, &mut content.joined),
                false => (&mut content.comparison.new, &mut content.new),
            };
            *count += 1;
            list.list(|| subject(line));
            *self.moves.entry((Shown::ALL.len() + usize::from(joined), place(shown))).or_default() += 1;
            return;
        };
        if was.shown != shown {
            *self.moves.entry((place(was.shown), place(shown))).or_default() += 1;
        }
        let Some(change) = Change::of(line, &was, content.frame.quarter) else {
            content.comparison.unchanged += 1;
            return;
        };
        content.comparison.changed += 1;
        *self.ways.entry(change.way).or_default() += 1;
        let moves = self.since.moved.get(&line.id).map(Vec::as_slice).unwrap_or_default();
        let moves: Vec<&Move> = moves.iter().filter(|m| m.as_of > then).collect();
        let own = line.state.as_ref().filter(|s| s.as_of > then).and_then(|s| s.facts.note.clone());
        let note = own.or(told.filter(|t| t.as_of > then).map(|t| t.note.clone()));
        content.changed.list(|| change.told(subject(line), line, &moves, note));
    }

    fn group(&mut self, line: &ObjectiveSnapshot, one: One) {
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
            None => bare(i18n::NO_AREA),
        };
        let sort = line.root.as_ref().map_or("~", |root| &root.sort);
        count(self.areas.entry((line.plan.clone(), sort.to_string())).or_insert_with(area));
        for lead in &line.lead {
            let names = self.ground.authorities.get(lead);
            let name = |lang| names.map_or(lead.as_str(), |n| n.to(lang));
            count(self.leads.entry(lead.clone()).or_insert_with(|| new(lead, name(Lang::En), name(Lang::Da))));
        }
        if line.lead.is_empty() {
            count(self.leads.entry("~".into()).or_insert_with(|| bare(i18n::NO_LEAD)));
        }
        let interest = self.interests.entry(line.interest).or_insert_with(|| match line.interest {
            Some(i) => new(i.code(), i.word(Lang::En), i.word(Lang::Da)),
            None => bare(i18n::NO_INTEREST),
        });
        count(interest);
        if self.many_plans {
            let plan = self.content.plans.iter().find(|p| p.code == line.plan);
            let title = plan.map_or("", |p| p.title.as_str());
            let title_da = plan.and_then(|p| p.title_da.as_deref()).unwrap_or(title);
            count(self.per_plan.entry(line.plan.clone()).or_insert_with(|| new(&line.plan, title, title_da)));
        }
    }

    /// The objectives that were counted then and have not come yet.
    pub fn missing(&self) -> HashSet<ObjectiveId> {
        self.since.was.keys().copied().collect()
    }

    /// An objective that was counted then, and is no more: it was retired since, or is not among those
    /// that are asked for.
    pub fn gone(&mut self, line: &ObjectiveSnapshot, retired: Option<(Option<NaiveDate>, Option<String>)>) {
        let Some(was) = self.since.was.remove(&line.id) else { return };
        let content = &mut self.content;
        *self.moves.entry((place(was.shown), Shown::ALL.len() + usize::from(retired.is_none()))).or_default() += 1;
        match retired {
            Some((on, reason)) => {
                content.comparison.retired += 1;
                content.retired.push(Retired { subject: subject(line), on, reason });
            }
            None => {
                content.comparison.left += 1;
                content.left.push(subject(line));
            }
        }
    }

    /// Counts the activities under the objectives. `then`: how each stood in the quarter that is compared
    /// with, those that are no more too.
    pub fn activities<'b>(&mut self, all: impl Iterator<Item = Activity<'b>>, then: &[Option<&State>]) {
        let frame = &self.content.frame;
        let (by_status, by_light) = no_counts();
        let mut found = Activities { by_status, by_light, ..Activities::default() };
        let (mut tally, mut needs) = (Tally::default(), Needs::default());
        for state in then {
            found.by_status[tally::place(*state)].before += 1;
            found.by_light[place(Shown::of(*state, frame.compared_with))].before += 1;
        }
        for Activity { line, previous } in all {
            let state = line.state.as_ref();
            tally.add(One::of(state, previous, frame.quarter));
            let subject = || Subject {
                reference: line.reference.to_string(),
                title: line.title.clone(),
                title_da: line.title_da.clone(),
                lead: line.lead.clone(),
                illustrative: state.is_some_and(State::is_illustrative),
            };
            let seen = Seen { state, dates: line.dates(), quarter: frame.quarter, on: frame.as_of, told: None };
            needs.add(&seen, self.ground.authorities, subject);
            if let Some(falling) = seen.falling(subject) {
                found.falling_due.push(falling);
            }
            if let Some(ended) = seen.ended(previous, subject) {
                found.ended.push(ended);
            }
        }
        filled(&mut found.by_status, &tally.statuses);
        filled(&mut found.by_light, &tally.lights.all());
        (found.count, found.open, found.due, found.reported) =
            (tally.objectives, tally.open, tally.due, tally.reported);
        found.attention = needs.list();
        self.content.activities = found;
    }

    pub fn finish(mut self, expired: Vec<Expired>) -> Content {
        let mut content = self.content;
        let tally = self.tally;
        content.objectives = tally.objectives;
        content.open = tally.open;
        content.due = tally.due;
        content.reported = tally.reported;
        filled(&mut content.by_status, &tally.statuses);
        filled(&mut content.by_light, &tally.lights.all());
        content.comparison.ways = self.ways.into_iter().map(|(way, count)| InWay { way, count }).collect();
        let named = |at: usize, beside: [&str; 2]| match Shown::ALL.get(at) {
            Some(shown) => shown.code().to_string(),
            None => beside[at - Shown::ALL.len()].to_string(),
        };
        let moves = self.moves.into_iter();
        content.comparison.moves = moves
            .map(|((from, to), count)| LightMove { from: named(from, COMERS), to: named(to, GOERS), count })
            .collect();
        content.by_area = self.areas.into_values().collect();
        content.by_authority = self.leads.into_values().collect();
        // Objectives without an interest come last.
        let none = self.interests.remove(&None);
        content.by_interest = self.interests.into_values().chain(none).collect();
        content.by_plan = self.per_plan.into_values().collect();
        content.expired = expired;
        (content.to_decide, content.silent) = (self.needs.to_decide, self.needs.silent);
        content.attention = self.needs.list();
        content
    }
}

fn subject(line: &ObjectiveSnapshot) -> Subject {
    Subject {
        reference: line.reference().to_string(),
        title: line.title.clone(),
        title_da: line.title_da.clone(),
        lead: line.lead.clone(),
        illustrative: line.state.as_ref().is_some_and(State::is_illustrative),
    }
}

/// The promised and the expected day, where something open is held to another day.
fn slipped(line: &ObjectiveSnapshot) -> Option<(PartialDate, PartialDate)> {
    let (from, to) = line.promised_and_latest()?;
    (line.is_open() && from.last_day() != to.last_day()).then_some((from, to))
}
