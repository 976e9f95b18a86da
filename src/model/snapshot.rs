//! One objective with its state as of a day: the unit that lists, checks and summaries are made of.

use super::deadline::{Dates, Late};
use super::entry::{EntryFacts, EntryFields};
use super::{
    Audience, Basis, EntityKind, EntryId, Field, Interest, Lang, Light, ObjectiveId, PartialDate, Quarter, Record,
    Reference, Refusal, Status, Word, nearest,
};
use chrono::NaiveDate;
use std::rc::Rc;

/// The newest entry of the log on or before a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// The number of the entry in the file.
    pub entry: EntryId,
    pub as_of: NaiveDate,
    pub facts: EntryFacts,
    /// The fields that the entry itself said.
    pub explicit: EntryFields,
}

impl State {
    pub fn is_illustrative(&self) -> bool {
        self.facts.is_illustrative()
    }

    /// The obstacle of something that is not said to go well. Green and blocked at once is for
    /// the officer to clear up.
    pub fn obstacle(&self) -> Option<&str> {
        let EntryFacts { status, light, blocked_by, .. } = &self.facts;
        blocked_by.as_deref().filter(|_| !status.is_ended() && *light != Some(Light::Green))
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AreaName {
    pub number: String,
    /// Orders areas as a person does ([`super::sort_key`]).
    pub sort: String,
    pub title: String,
    pub title_da: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectiveSnapshot {
    pub id: ObjectiveId,
    pub plan: String,
    pub number: String,
    pub title: String,
    pub title_da: Option<String>,
    /// The heading that it stands under; one value for all lines under it.
    pub area: Option<Rc<AreaName>>,
    /// The outermost heading around that one.
    pub root: Option<Rc<AreaName>>,
    pub interest: Option<Interest>,
    pub continuing: bool,
    /// Codes of authorities, in the order in which they are named.
    pub lead: Vec<String>,
    pub supporting: Vec<String>,
    pub counterpart: Vec<String>,
    pub deadline_original: Option<PartialDate>,
    /// The approved deadline as it stood on the day asked for.
    pub deadline_approved: Option<PartialDate>,
    pub basis: Option<Basis>,
    pub source: Option<String>,
    /// The first day on which it is no longer in its plan, or its plan no longer in use.
    pub retired_on: Option<NaiveDate>,
    pub audience: Audience,
    /// The other fields of the objective, where they were asked for: see [`more_fields`].
    pub more: Record,
    pub state: Option<State>,
}

/// The fields that an objective has and a snapshot has no value of its own for. Only exports and the content of a
/// frozen quarter ask for them.
pub fn more_fields() -> impl Iterator<Item = &'static Field> {
    let own = |name: &str| {
        let named = matches!(name, "plan" | "number" | "area" | "title" | "title_da" | "interest" | "continuing");
        let held = matches!(name, "lead" | "supporting" | "counterpart" | "deadline_original" | "deadline_approved");
        named || held || matches!(name, "basis" | "source" | "audience")
    };
    EntityKind::Objective.fields().iter().filter(move |f| !own(f.name))
}

/// An activity with its state as of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActivitySnapshot {
    /// The number of its objective in the file.
    pub objective: ObjectiveId,
    pub reference: Reference,
    pub title: String,
    pub title_da: Option<String>,
    /// Those named for the activity itself.
    pub lead: Vec<String>,
    /// Those of its objective, who lead it where nobody is named.
    pub objective_lead: Vec<String>,
    pub deadline_original: Option<PartialDate>,
    pub deadline_approved: Option<PartialDate>,
    pub state: Option<State>,
}

impl ActivitySnapshot {
    /// The leading authorities: its own, else those of its objective.
    pub fn leads(&self) -> &[String] {
        if self.lead.is_empty() { &self.objective_lead } else { &self.lead }
    }

    pub fn is_open(&self) -> bool {
        !self.state.as_ref().is_some_and(|s| s.facts.status.is_ended())
    }

    /// The dates that it is held to.
    pub fn dates(&self) -> Dates {
        held(self.state.as_ref(), self.deadline_approved)
    }

    /// Open on a day after its approved deadline, or after the day when it was expected to end.
    pub fn is_overdue(&self, day: NaiveDate) -> bool {
        self.dates().late(day).is_some()
    }
}

/// Shown where a line of the quarter has no light.
pub const NO_LIGHT: Word = Word("no light", "ikke vurderet");
/// Shown where nothing was reported in the quarter.
pub const NOT_REPORTED: Word = Word("not reported", "ikke indberettet");
/// Shown in the place of a light for what has ended.
pub const ENDED: Word = Word("ended", "afsluttet");
/// Shown in the place of a status where nothing was ever reported.
pub const NEVER_REPORTED: Word = Word("never reported", "aldrig indberettet");

/// Reads a status as a filter: also the word that is shown where there is none.
pub fn status_or_none(text: &str) -> Result<Option<Status>, Refusal> {
    if is_word(text, "never-reported", NEVER_REPORTED) {
        return Ok(None);
    }
    Status::parse(text).map(Some)
}

fn is_word(text: &str, code: &str, word: Word) -> bool {
    let plain = nearest::plain(text.trim_start_matches(|c: char| !c.is_alphanumeric()));
    [code, word.0, word.1].iter().any(|w| nearest::plain(w) == plain)
}

/// The light of a quarter, or the word in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shown {
    Light(Light),
    /// Reported in the quarter, without a light.
    NoLight,
    /// Open, and nothing was reported in the quarter. Never drawn as a light.
    NotReported,
    /// Ended: has no light.
    Ended,
}

impl Shown {
    pub const ALL: [Shown; 6] = [
        Shown::Light(Light::Green),
        Shown::Light(Light::Yellow),
        Shown::Light(Light::Red),
        Shown::NoLight,
        Shown::NotReported,
        Shown::Ended,
    ];

    /// The word in CSV and JSON.
    pub fn code(self) -> &'static str {
        match self {
            Shown::Light(light) => light.code(),
            Shown::NoLight => "no-light",
            Shown::NotReported => "not-reported",
            Shown::Ended => "ended",
        }
    }

    /// Reads what is shown, as a filter: a light, or the words in its place, with or without the day since
    /// when nothing was reported.
    pub fn parse(text: &str) -> Result<Shown, Refusal> {
        let without_day =
            [" siden ", " since "].iter().find_map(|s| text.split_once(s)).map_or(text, |(shown, _)| shown);
        if is_word(without_day, "never-reported", NEVER_REPORTED) {
            return Ok(Shown::NotReported);
        }
        let others = [(Shown::NoLight, NO_LIGHT), (Shown::NotReported, NOT_REPORTED), (Shown::Ended, ENDED)];
        if let Some((shown, _)) = others.iter().find(|(shown, word)| is_word(without_day, shown.code(), *word)) {
            return Ok(*shown);
        }
        Light::parse(text).map(Shown::Light).map_err(|refusal| match refusal {
            Refusal::NotAChoice { what, value, nearest, mut all } => {
                all.extend(others.map(|(_, word)| word));
                Refusal::NotAChoice { what, value, nearest, all }
            }
            other => other,
        })
    }

    /// The light, where one is shown.
    pub fn light(self) -> Option<Light> {
        match self {
            Shown::Light(light) => Some(light),
            _ => None,
        }
    }

    /// The light to show for a state in a quarter.
    pub fn of(state: Option<&State>, quarter: Quarter) -> Shown {
        match state {
            Some(s) if s.facts.status.is_ended() => Shown::Ended,
            Some(s) if s.as_of >= quarter.first_day() => s.facts.light.map_or(Shown::NoLight, Shown::Light),
            _ => Shown::NotReported,
        }
    }
}

impl ObjectiveSnapshot {
    pub fn reference(&self) -> Reference {
        Reference::of_objective(&self.plan, &self.number)
    }

    pub fn title(&self, lang: Lang) -> &str {
        lang.pick(&self.title, self.title_da.as_deref())
    }

    pub fn status(&self) -> Option<Status> {
        self.state.as_ref().map(|s| s.facts.status)
    }

    /// Everything that has not ended, whether or not anything was ever reported.
    pub fn is_open(&self) -> bool {
        !self.status().is_some_and(Status::is_ended)
    }

    /// The dates that it is held to.
    pub fn dates(&self) -> Dates {
        held(self.state.as_ref(), self.deadline_approved)
    }

    /// The deadline that was signed; the approved one where none is known.
    pub fn promised(&self) -> Option<PartialDate> {
        self.deadline_original.or(self.deadline_approved)
    }

    /// The promised date, and the one that it is held to now: expected, else approved.
    pub fn promised_and_latest(&self) -> Option<(PartialDate, PartialDate)> {
        let latest = self.state.as_ref().and_then(|s| s.facts.expected).or(self.deadline_approved);
        self.promised().zip(latest)
    }

    pub fn late(&self, day: NaiveDate) -> Option<Late> {
        self.dates().late(day)
    }

    /// Open on a day after its approved deadline, or after the day when it was expected to end.
    pub fn is_overdue(&self, day: NaiveDate) -> bool {
        self.late(day).is_some()
    }
}

fn held(state: Option<&State>, approved: Option<PartialDate>) -> Dates {
    match state {
        Some(s) if s.facts.status.is_ended() => Dates::default(),
        state => Dates { approved, expected: state.and_then(|s| s.facts.expected) },
    }
}
