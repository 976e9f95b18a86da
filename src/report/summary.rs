//! The quarterly summary: first as content in no language, which JSON shows and a frozen quarter
//! keeps, then as a page in one.

use super::check::{self, Finding, Ground, Severity};
use crate::document::{Bars, Block, Cell, Column, Document, Table};
use crate::model::line::Shown;
use crate::model::{Interest, Lang, Light, Line, Partial, PlanInfo, Quarter, State, Status};
use crate::words::{self, Word, sentences};
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

fn status_word(code: &str, lang: Lang) -> String {
    Status::from_code(code).map_or_else(|| words::NO_STATUS.owned(lang), |s| s.word(lang).to_string())
}

fn shown_of(code: &str) -> Shown {
    Shown::ALL.into_iter().find(|s| s.code() == code).unwrap_or(Shown::NoLight)
}

impl Subject {
    fn title(&self, lang: Lang) -> &str {
        lang.pick(&self.title, self.title_da.as_deref())
    }

    fn cells(&self, lang: Lang) -> [Cell; 2] {
        [Cell::id(&self.reference).marked(self.illustrative), Cell::text(self.title(lang))]
    }
}

fn subject_columns(lang: Lang) -> [Column; 2] {
    [Column::tight("reference", words::REFERENCE.to(lang)), Column::wraps("title", words::TITLE.to(lang))]
}

/// The summary as a page.
pub fn page(content: &Content, lang: Lang) -> Document {
    let frame = &content.frame;
    let scope = lang.pick(&frame.scope.0, Some(&frame.scope.1));
    let mut page = Document::new(lang, sentences::summary_title(lang, frame.quarter, scope));
    match frame.state.as_str() {
        "running" => page.add(Block::Caveat(sentences::running(lang, frame.quarter, frame.as_of))),
        "ahead" => page.add(Block::Caveat(sentences::ahead(lang, frame.quarter, frame.as_of))),
        _ => &mut page,
    };
    for plan in &content.plans {
        if let Some(caveat) = &plan.caveat {
            let said = lang.pick(caveat, plan.caveat_da.as_deref());
            page.add(Block::Caveat(format!("{}: {said}", plan.code)));
        }
    }
    super::illustrative(&mut page, content.illustrative.0, content.illustrative.1);
    for e in &content.expired {
        page.add(Block::Caveat(sentences::expired_open(lang, &e.plan, e.ended, e.open)));
    }
    let heading = |page: &mut Document, word: Word| {
        page.add(Block::Heading(1, word.owned(lang)));
    };

    heading(&mut page, words::HEADLINE);
    let marked = content.illustrative.0 > 0;
    page.add(Block::Paragraph(sentences::headline(
        lang,
        content.objectives,
        content.open,
        content.reported,
        content.due,
        marked,
    )));
    page.add(Block::Table(counts("status", words::STATUS, content, &content.by_status, lang, |c| {
        Cell::text(status_word(c, lang))
    })));
    page.add(Block::Table(counts("light", words::LIGHT, content, &content.by_light, lang, |c| {
        Cell::Shown(shown_of(c))
    })));

    heading(&mut page, words::WHAT_CHANGED);
    if content.changed.rows.is_empty() {
        page.add(Block::Paragraph(words::NOTHING_CHANGED.owned(lang)));
    } else {
        let mut sentences: Vec<String> =
            content.changed.rows.iter().map(|c| change_sentence(c, frame.compared_with, lang)).collect();
        more(&mut sentences, content.changed.more, "fremdrift list", frame, lang);
        page.add(Block::List(sentences));
    }

    heading(&mut page, words::ATTENTION);
    attention(&mut page, content, lang);

    heading(&mut page, words::COMPLETED_IN_QUARTER);
    let [reference, title] = subject_columns(lang);
    let mut table = Table::new(
        "ended",
        vec![
            reference,
            title,
            Column::tight("status", words::STATUS.to(lang)),
            Column::tight("as_of", words::AS_OF.to(lang)),
            Column::wraps("evidence", words::EVIDENCE.to(lang)),
        ],
    )
    .or_say(words::NOTHING_ENDED.to(lang));
    for e in &content.ended.rows {
        let [reference, title] = e.subject.cells(lang);
        let evidence = Cell::text(e.evidence.as_deref().unwrap_or_default());
        table.rows.push(vec![reference, title, Cell::Status(e.status), Cell::Day(e.as_of), evidence]);
    }
    page.add(Block::Table(table));

    heading(&mut page, words::FALLING_DUE);
    let [reference, title] = subject_columns(lang);
    let mut table = Table::new(
        "falling_due",
        vec![
            reference,
            title,
            Column::tight("lead", words::LEAD.to(lang)),
            Column::tight("deadline", words::DEADLINE.to(lang)),
            Column::tight("expected", words::EXPECTED.to(lang)),
        ],
    )
    .or_say(words::NOTHING_DUE.to(lang));
    for f in &content.falling_due.rows {
        let [reference, title] = f.subject.cells(lang);
        let expected = Cell::maybe(f.expected, Cell::Partial);
        table.rows.push(vec![
            reference,
            title,
            Cell::text(f.subject.lead.join(", ")),
            Cell::Partial(f.deadline),
            expected,
        ]);
    }
    page.add(Block::Table(table));

    if !content.by_plan.is_empty() {
        heading(&mut page, words::BY_PLAN);
        page.add(Block::Bars(bars("by_plan", content.objectives, &content.by_plan, lang)));
    }
    heading(&mut page, words::BY_AREA);
    page.add(Block::Bars(bars("by_area", content.objectives, &content.by_area, lang)));
    heading(&mut page, words::BY_AUTHORITY);
    page.add(Block::Bars(bars("by_authority", content.objectives, &content.by_authority, lang)));
    heading(&mut page, words::BY_INTEREST);
    page.add(Block::Bars(bars("by_interest", content.objectives, &content.by_interest, lang)));

    if !content.slips.rows.is_empty() {
        heading(&mut page, words::SLIPS);
        slips(&mut page, content, lang);
    }

    heading(&mut page, words::CONTRADICTIONS);
    if content.contradictions.rows.is_empty() {
        page.add(Block::Paragraph(words::NO_CONTRADICTIONS.owned(lang)));
    } else {
        let rows = content.contradictions.rows.iter().map(|f| {
            let mark = if f.illustrative { format!(" {}", sentences::ILLUSTRATIVE_MARK) } else { String::new() };
            format!("{}{mark} {}: {}", f.reference, lang.pick(&f.title, f.title_da.as_deref()), f.says(lang))
        });
        let mut rows: Vec<String> = rows.collect();
        more(&mut rows, content.contradictions.more, "fremdrift check", frame, lang);
        page.add(Block::List(rows));
    }
    if !content.waivers.is_empty() {
        heading(&mut page, words::WAIVERS);
        page.add(Block::List(content.waivers.iter().map(|w| format!("{}: {}", w.check, w.reason)).collect()));
    }
    page.add(Block::Foot(sentences::foot(lang, frame.as_of, frame.known_at, &frame.command)));
    page.data = serde_json::to_value(content).ok();
    page
}

fn more(rows: &mut Vec<String>, more: i64, command: &str, frame: &Frame, lang: Lang) {
    if more > 0 {
        rows.push(sentences::and_more(lang, more, format!("{command} {}", frame.filters).trim()));
    }
}

fn counts(
    key: &'static str,
    word: Word,
    content: &Content,
    rows: &[CountOf],
    lang: Lang,
    cell: impl Fn(&str) -> Cell,
) -> Table {
    let then = sentences::quarter(lang, content.frame.compared_with);
    let now = sentences::quarter(lang, content.frame.quarter);
    let mut table = Table::new(
        if key == "status" { "by_status" } else { "by_light" },
        vec![
            Column::tight(key, word.to(lang)),
            Column::tight("count", now),
            Column::tight("before", then),
            Column::tight("change", words::SINCE_BEFORE.to(lang)),
        ],
    );
    for row in rows.iter().filter(|r| r.count != 0 || r.before != 0) {
        table.rows.push(vec![
            cell(&row.code),
            Cell::Count(row.count),
            Cell::Count(row.before),
            Cell::Delta(row.count - row.before),
        ]);
    }
    table
}

fn change_sentence(c: &Changed, before: Quarter, lang: Lang) -> String {
    let pair = |p: &Pair<Partial>| {
        (p.before.map(|d| sentences::partial(lang, d)), p.after.map(|d| sentences::partial(lang, d)))
    };
    let moved = sentences::Moved {
        status: c.status.as_ref().and_then(|p| {
            let after = p.after?;
            Some((p.before.map(|s| s.word(lang).to_string()), after.word(lang).to_string()))
        }),
        light: c
            .light
            .as_ref()
            .map(|p| (p.before.map(|l| l.word(lang).to_string()), p.after.map(|l| l.word(lang).to_string()))),
        expected: c.expected.as_ref().map(pair),
        approved: None,
        reason: c.reason.clone(),
        note: c.note.clone(),
    };
    let mark = if c.subject.illustrative { format!(" {}", sentences::ILLUSTRATIVE_MARK) } else { String::new() };
    format!("{}{mark} {}. {}", c.subject.reference, c.subject.title(lang), sentences::moved(lang, before, &moved))
}

fn attention(page: &mut Document, content: &Content, lang: Lang) {
    let [reference, title] = subject_columns(lang);
    let mut table = Table::new(
        "attention",
        vec![reference, title, Column::tight("lead", words::LEAD.to(lang)), Column::wraps("why", words::WHY.to(lang))],
    )
    .or_say(words::NOTHING_TO_ATTEND.to(lang));
    // Silence alone is told shortly, after what needs a decision.
    let (silent, loud): (Vec<&Attention>, Vec<&Attention>) =
        content.attention.rows.iter().partition(|a| a.why == ["not-reported"]);
    for a in &loud {
        let [reference, title] = a.subject.cells(lang);
        table.rows.push(vec![reference, title, Cell::text(a.subject.lead.join(", ")), Cell::text(why(a, lang))]);
    }
    if !loud.is_empty() || silent.is_empty() {
        page.add(Block::Table(table));
    }
    if !silent.is_empty() {
        page.add(Block::Heading(
            2,
            match lang {
                Lang::En => format!("Not reported in the quarter: {}", silent.len()),
                Lang::Da => format!("Ikke indberettet i kvartalet: {}", silent.len()),
            },
        ));
        let [reference, title] = subject_columns(lang);
        let word = Word("Not reported since", "Ikke indberettet siden");
        let since = Column::tight("since", word.to(lang));
        let columns = vec![
            reference,
            title,
            Column::tight("lead", words::LEAD.to(lang)),
            Column::tight("status", words::STATUS.to(lang)),
            since,
        ];
        let mut table = Table::new("not_reported", columns);
        for a in silent {
            let [reference, title] = a.subject.cells(lang);
            let status = Cell::maybe(a.status, Cell::Status);
            table.rows.push(vec![
                reference,
                title,
                Cell::text(a.subject.lead.join(", ")),
                status,
                a.since.map_or(Cell::text(words::NO_STATUS.to(lang)), Cell::Day),
            ]);
        }
        page.add(Block::Table(table));
    }
    let mut rest = Vec::new();
    more(&mut rest, content.attention.more, "fremdrift list", &content.frame, lang);
    if !rest.is_empty() {
        page.add(Block::List(rest));
    }
}

fn why(a: &Attention, lang: Lang) -> String {
    let mut reasons: Vec<String> = Vec::new();
    for word in &a.why {
        reasons.push(match word.as_str() {
            "red" => crate::document::shown(Shown::Light(Light::Red), lang),
            "yellow" => crate::document::shown(Shown::Light(Light::Yellow), lang),
            "overdue" => sentences::overdue_by(lang, a.days_late.unwrap_or_default()),
            "blocked" => {
                let what = a.blocked_by.as_deref().unwrap_or_default().trim_end_matches('.');
                let who = a.ask.as_deref().map(|code| match &a.ask_name {
                    Some((en, da)) => format!("{code} {}", lang.pick(en, Some(da))),
                    None => code.to_string(),
                });
                match (lang, who) {
                    (Lang::En, Some(who)) => format!("blocked by: {what} (can be solved by {who})"),
                    (Lang::Da, Some(who)) => format!("blokeret af: {what} (kan løses af {who})"),
                    (Lang::En, None) => format!("blocked by: {what}"),
                    (Lang::Da, None) => format!("blokeret af: {what}"),
                }
            }
            _ => sentences::not_reported_since(lang, a.since),
        });
    }
    reasons.join("; ")
}

fn bars(key: &'static str, total: i64, groups: &[Group], lang: Lang) -> Bars {
    let legend: Vec<(Shown, String)> = Shown::ALL.iter().map(|s| (*s, crate::document::shown(*s, lang))).collect();
    Bars {
        key,
        describes: match lang {
            Lang::En => format!("{} by light", sentences::objectives(lang, total)),
            Lang::Da => format!("{} efter trafiklys", sentences::objectives(lang, total)),
        },
        legend,
        rows: groups
            .iter()
            .map(|g| {
                // The code of an interest is its name already.
                let code = if key == "by_interest" { "" } else { g.code.as_str() };
                (format!("{code} {}", lang.pick(&g.name, Some(&g.name_da))).trim().to_string(), g.lights.to_vec())
            })
            .collect(),
    }
}

fn slips(page: &mut Document, content: &Content, lang: Lang) {
    let [reference, title] = subject_columns(lang);
    let mut table = Table::new(
        "slips",
        vec![
            reference,
            title,
            Column::tight("original", words::ORIGINAL.to(lang)),
            Column::tight("approved", words::APPROVED.to(lang)),
            Column::tight("expected", words::EXPECTED.to(lang)),
            Column::tight("days", words::DAYS.to(lang)),
            Column::wraps("reason", words::REASON.to(lang)),
        ],
    );
    for s in &content.slips.rows {
        let [reference, title] = s.subject.cells(lang);
        let date = |d: Option<Partial>| Cell::maybe(d, Cell::Partial);
        table.rows.push(vec![
            reference,
            title,
            date(s.original),
            date(s.approved),
            date(s.expected),
            Cell::Delta(s.days),
            Cell::text(s.reason.as_deref().unwrap_or_default()),
        ]);
    }
    page.add(Block::Table(table));
}

/// The counts as one table with a row for each, for programs and pivot tables.
pub fn tidy(content: &Content, lang: Lang) -> Document {
    let mut document = Document::new(lang, "");
    let word = |en: &'static str, da: &'static str| Word(en, da).owned(lang);
    let mut table = Table::new(
        "summary",
        vec![
            Column::tight("quarter", word("Quarter", "Kvartal")),
            Column::tight("as_of", words::AS_OF.to(lang)),
            Column::tight("scope", word("Scope", "Omfang")),
            Column::tight("section", word("Section", "Afsnit")),
            Column::tight("code", words::CODE.to(lang)),
            Column::wraps("name", words::NAME.to(lang)),
            Column::tight("measure", word("Measure", "Mål")),
            Column::tight("count", word("Count", "Antal")),
            Column::tight("before", words::BEFORE.to(lang)),
        ],
    );
    let frame = &content.frame;
    let scope = lang.pick(&frame.scope.0, Some(&frame.scope.1)).to_string();
    let mut row = |section: &str, code: &str, name: &str, measure: &str, count: i64, before: Option<i64>| {
        table.rows.push(vec![
            Cell::id(frame.quarter.to_string()),
            Cell::Day(frame.as_of),
            Cell::text(&scope),
            Cell::id(section),
            Cell::id(code),
            Cell::text(name),
            Cell::id(measure),
            Cell::Count(count),
            Cell::maybe(before, Cell::Count),
        ]);
    };
    let total = words::TOTAL.to(lang);
    row("total", "", total, "objectives", content.objectives, None);
    row("total", "", total, "open", content.open, None);
    row("total", "", total, "due", content.due, None);
    row("total", "", total, "reported", content.reported, None);
    row("total", "", total, "illustrative", content.illustrative.0, None);
    for c in &content.by_status {
        row("status", &c.code, &status_word(&c.code, lang), "objectives", c.count, Some(c.before));
    }
    for c in &content.by_light {
        row("light", &c.code, &crate::document::shown(shown_of(&c.code), lang), "objectives", c.count, Some(c.before));
    }
    for (section, groups) in [
        ("plan", &content.by_plan),
        ("area", &content.by_area),
        ("authority", &content.by_authority),
        ("interest", &content.by_interest),
    ] {
        for g in groups {
            let name = lang.pick(&g.name, Some(&g.name_da));
            row(section, &g.code, name, "objectives", g.objectives, None);
            for (shown, count) in Shown::ALL.iter().zip(g.lights) {
                row(section, &g.code, name, shown.code(), count, None);
            }
        }
    }
    document.add(Block::Table(table));
    document.data = serde_json::to_value(content).ok();
    document
}
