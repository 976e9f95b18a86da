//! The content of a summary in no language: what JSON shows and a frozen quarter keeps.

use super::frozen::kept;
use super::listed::{Attention, Changed, Ended, Falling, Late, Retired, Slip, Subject, Truncated, Way};
pub use crate::model::Bilingual;
use crate::model::computed::Thresholds;
use crate::model::snapshot::Shown;
use crate::model::{Audience, Interest, Light, ObjectiveId, ObjectiveSnapshot, PartialDate, Quarter, State, Status};
use crate::report::check::Finding;
use crate::report::tally::Lights;
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The annex of a file that is sent has no more rows than this: Word takes minutes for them already.
pub const ANNEX: usize = 5_000;

/// The request for the summary, and its audience.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SummaryHeader {
    /// The shape of this content.
    pub schema: String,
    pub quarter: Quarter,
    /// The day that everything is as of: the last of the quarter, or today while it runs.
    pub as_of: NaiveDate,
    /// ended, running, ahead
    pub state: String,
    pub compared_with: Quarter,
    /// Names of what was asked for.
    pub scope: Bilingual,
    /// The newest change that is known.
    pub known_at: i64,
    /// How to get it again.
    pub command: String,
    /// The filters that were given, as they are typed; for the commands that list the rest.
    pub filters: String,
    /// Which revision of the quarter this is; nothing where it is not frozen.
    pub revision: Option<RevisionInfo>,
    /// Of the computed light.
    pub thresholds: Thresholds,
    /// Whom it is for: internal, partner, public.
    pub audience: Audience,
    /// The newest revision that was sent for the quarter, where this is not it and one plan takes part.
    pub sent: Option<i64>,
    /// Of how many of the plans that take part the quarter is frozen, where there are several.
    #[serde(skip_serializing_if = "is_none", default)]
    pub frozen_plans: i64,
}

fn is_none(n: &i64) -> bool {
    *n == 0
}

/// A revision of a quarter, as it was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevisionInfo {
    /// 0 is the freeze, a later one a restatement.
    pub number: i64,
    /// When, in UTC: 2023-07-05T09:00:00Z.
    pub at: String,
    pub author: String,
    /// Why it was restated, or frozen before the quarter had ended.
    pub reason: Option<String>,
    /// Frozen before the quarter had ended.
    pub early: bool,
}

/// A summary in no language.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Content {
    #[serde(flatten)]
    pub frame: SummaryHeader,
    pub plans: Vec<PlanHead>,
    pub objectives: i64,
    pub open: i64,
    /// Open ones of which a report was due in the quarter, or that ended in it.
    pub due: i64,
    /// Those of them that were reported.
    pub reported: i64,
    /// Objectives that are not counted: their plan was not agreed yet, or they came into it later.
    #[serde(default)]
    pub not_yet: i64,
    pub by_status: Vec<CountOf>,
    pub by_light: Vec<CountOf>,
    /// How the objectives stand beside the quarter that this one is compared with.
    pub comparison: Comparison,
    pub new: Truncated<Subject>,
    pub changed: Truncated<Changed>,
    pub retired: Truncated<Retired>,
    #[serde(default)]
    pub joined: Truncated<Subject>,
    #[serde(default)]
    pub left: Truncated<Subject>,
    pub attention: Truncated<Attention>,
    /// Of those that need attention: red, red before and silent now, late, or blocked.
    #[serde(default)]
    pub to_decide: i64,
    /// Of those that need attention: nothing but silent.
    #[serde(default)]
    pub silent: i64,
    pub ended: Truncated<Ended>,
    pub falling_due: Truncated<Falling>,
    #[serde(default)]
    pub activities: Activities,
    pub by_plan: Vec<Group>,
    pub by_area: Vec<Group>,
    pub by_authority: Vec<Group>,
    pub by_interest: Vec<Group>,
    pub slips: Truncated<Slip>,
    pub contradictions: Truncated<Finding>,
    pub waivers: Vec<Waiver>,
    /// Lines of the log that came after their quarter was frozen, and are told here first.
    pub late: Truncated<Late>,
    /// The fate of the figures of the quarter that this one is compared with, since they were sent.
    pub restated: Option<Restated>,
    /// How many of the entries that the summary rests on are made up.
    pub illustrative: Illustrative,
    /// Expired plans that are not counted and still have open objectives.
    pub expired: Vec<Expired>,
    /// Counts of objectives that are there and not for this audience.
    pub withheld: WithheldCounts,
    /// Every objective, one by one; only where the quarter is frozen.
    pub rows: Vec<ObjectiveRow>,
    /// The digests of the words that were made from this, by audience, language and format, so that the
    /// digest of the content covers them; only where the quarter is frozen.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub words: BTreeMap<String, String>,
}

impl Content {
    /// Reads a frozen content; nothing if it is not of a shape that this program knows.
    pub fn read(text: &str) -> Option<Content> {
        let content: Content = serde_json::from_value(kept(text)?).ok()?;
        (1000..3000).contains(&content.frame.as_of.year()).then_some(content)
    }

    /// The same without the name of who froze it, where it is for others.
    pub fn without_author(mut self) -> Content {
        if self.frame.audience != Audience::Internal {
            self.frame.revision.iter_mut().for_each(|i| i.author.clear());
        }
        self
    }

    /// References with the Danish titles of what is named anywhere.
    pub(super) fn titles(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        let subjects = (self.new.rows.iter())
            .chain(self.changed.rows.iter().map(|c| &c.subject))
            .chain(self.retired.rows.iter().map(|r| &r.subject))
            .chain(self.attention.rows.iter().map(|a| &a.subject))
            .chain(self.ended.rows.iter().map(|e| &e.subject))
            .chain(self.falling_due.rows.iter().map(|f| &f.subject))
            .chain(self.slips.rows.iter().map(|s| &s.subject));
        let named = subjects.map(|s| (s.reference.as_str(), s.title_da.as_deref()));
        named.chain(self.rows.iter().map(|r| (r.reference.as_str(), r.title_da.as_deref())))
    }
}

/// How many objectives, and texts of objectives that are shown, are not for an audience.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WithheldCounts {
    pub objectives: i64,
    pub notes: i64,
}

/// How many objectives came, moved, stayed and went.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    pub new: i64,
    pub changed: i64,
    pub unchanged: i64,
    pub retired: i64,
    /// Were in their plan then too, and not among those that were asked for.
    #[serde(default)]
    pub joined: i64,
    /// Are in their plan still, and not among those that are asked for.
    #[serde(default)]
    pub left: i64,
    /// How many there were: those that changed, stayed, were retired and left.
    #[serde(default)]
    pub before: i64,
    /// Those that changed, by the way in which they did.
    #[serde(default)]
    pub ways: Vec<InWay>,
    /// The signs in the place of the light then and now, with how many went which way; from `new` or
    /// `joined`, to `retired` or `left`.
    #[serde(default)]
    pub moves: Vec<LightMove>,
}

/// How many changed in one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InWay {
    pub way: Way,
    pub count: i64,
}

/// How many objectives showed one thing in one quarter and another in the next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LightMove {
    pub from: String,
    pub to: String,
    pub count: i64,
}

/// The activities under the objectives that are counted.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Activities {
    pub count: i64,
    pub open: i64,
    pub due: i64,
    pub reported: i64,
    pub by_status: Vec<CountOf>,
    pub by_light: Vec<CountOf>,
    pub attention: Truncated<Attention>,
    pub ended: Truncated<Ended>,
    pub falling_due: Truncated<Falling>,
}

/// The quarter that is compared with was frozen, and what is known of it now is something else.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Restated {
    pub quarter: Quarter,
    /// Its newest revision; 0: it has not been restated.
    pub revision: i64,
    pub reason: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Illustrative {
    pub entries: i64,
    pub of: i64,
}

/// One objective as it stood: what two points in time are compared by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ObjectiveRow {
    /// Its number in the file: stays when the plan renumbers it.
    pub id: ObjectiveId,
    pub reference: String,
    pub title: String,
    pub title_da: Option<String>,
    /// The number of the area.
    pub area: Option<String>,
    pub lead: Vec<String>,
    pub status: Option<Status>,
    /// The judgement on its newest line.
    pub light: Option<Light>,
    /// The light or the word in its place: green, yellow, red, no-light, not-reported, ended.
    pub shown: String,
    /// The day of its newest line.
    pub as_of: Option<NaiveDate>,
    pub deadline_original: Option<PartialDate>,
    pub deadline_approved: Option<PartialDate>,
    pub expected: Option<PartialDate>,
    pub expected_reason: Option<String>,
    pub note: Option<String>,
    pub illustrative: bool,
    /// Missing in what was frozen before it was kept, and in what is for others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub details: Option<Details>,
}

/// The rest of what is known of an objective, so that two revisions can be compared by all of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Details {
    pub area_title: Option<String>,
    pub area_title_da: Option<String>,
    pub interest: Option<Interest>,
    pub continuing: bool,
    pub supporting: Vec<String>,
    pub counterpart: Vec<String>,
    pub instruments: Vec<String>,
    pub audience: Audience,
    pub evidence: Option<String>,
    pub blocked_by: Option<String>,
    /// The code of the authority that can take the obstacle away.
    pub ask: Option<String>,
}

impl Details {
    fn of(line: &ObjectiveSnapshot) -> Details {
        let state = line.state.as_ref();
        Details {
            area_title: line.area.as_ref().map(|a| a.title.clone()),
            area_title_da: line.area.as_ref().and_then(|a| a.title_da.clone()),
            interest: line.interest,
            continuing: line.continuing,
            supporting: line.supporting.clone(),
            counterpart: line.counterpart.clone(),
            instruments: line.more.many("instrument").to_vec(),
            audience: line.audience,
            evidence: state.and_then(|s| s.facts.evidence.clone()),
            blocked_by: state.and_then(|s| s.facts.blocked_by.clone()),
            ask: state.and_then(|s| s.facts.ask.clone()),
        }
    }
}

impl ObjectiveRow {
    pub fn of(line: &ObjectiveSnapshot, quarter: Quarter) -> ObjectiveRow {
        let state = line.state.as_ref();
        ObjectiveRow {
            id: line.id,
            reference: line.reference().to_string(),
            title: line.title.clone(),
            title_da: line.title_da.clone(),
            area: line.area.as_ref().map(|a| a.number.clone()),
            lead: line.lead.clone(),
            status: line.status(),
            light: state.and_then(|s| s.facts.light),
            shown: Shown::of(state, quarter).code().to_string(),
            as_of: state.map(|s| s.as_of),
            deadline_original: line.deadline_original,
            deadline_approved: line.deadline_approved,
            expected: state.and_then(|s| s.facts.expected),
            expected_reason: state.and_then(|s| s.facts.expected_reason.clone()),
            note: state.and_then(|s| s.facts.note.clone()),
            illustrative: state.is_some_and(State::is_illustrative),
            details: Some(Details::of(line)),
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PlanHead {
    pub code: String,
    pub title: String,
    pub title_da: Option<String>,
    pub period_start: Option<PartialDate>,
    pub period_end: Option<PartialDate>,
    pub caveat: Option<String>,
    pub caveat_da: Option<String>,
}

/// How many there are of something now, and were a quarter before.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CountOf {
    pub code: String,
    pub count: i64,
    pub before: i64,
    /// `before` is not what was first sent for that quarter; this was.
    pub sent: Option<i64>,
}

/// A row of a breakdown.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Group {
    pub code: String,
    pub name: String,
    pub name_da: String,
    pub objectives: i64,
    pub lights: Lights,
    /// How many have which status, in the order of [`Status::ALL`], those never reported last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub statuses: Vec<i64>,
}

/// A finding that was set aside with a reason.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Waiver {
    pub check: String,
    /// The places where it was found.
    pub references: Vec<String>,
    pub reason: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Expired {
    pub plan: String,
    pub ended: NaiveDate,
    pub open: i64,
    /// How many of them are late by a date of their own.
    #[serde(default)]
    pub late: i64,
}

/// The name of this shape of content.
pub const SCHEMA: &str = "fremdrift-summary/3";
