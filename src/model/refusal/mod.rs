//! Refusals: things that can't be. Their words are in `line` and `hint`.

mod hint;
mod line;
mod terms;

use super::bundle::Odd;
use super::{Bilingual, Light, Status, Word, Worded, both};
use chrono::NaiveDate;

pub use hint::date_forms;
pub use terms::danish_field;

/// A thing that can't be; nothing was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    NotAChoice { what: Word, value: String, nearest: Vec<Word>, all: Vec<Word> },
    LateIsNoStatus { value: String },
    NotADate { value: String },
    NotADay { value: String },
    NotAnAlarm { value: String },
    NotAQuarter { value: String },
    NotAReference { value: String },
    NoPlan { value: String, nearest: Vec<String> },
    NotAYear { value: String },
    NotYesNo { value: String },
    NotAGoal { value: String },
    NotACountry { value: String },
    BeforePlan { value: String, plan: String, begins: NaiveDate },
    NotAnEmail { value: String },
    NotACode { what: &'static str, value: String },
    Unknown { entity: &'static str, value: String, nearest: Vec<String> },
    Ambiguous { entity: &'static str, value: String, which: Vec<String> },
    MustStay { entity: &'static str, field: &'static str },
    Exists { entity: &'static str, value: String },
    Missing { entity: &'static str, name: String, field: &'static str },
    UnknownField { entity: &'static str, value: String, nearest: Vec<String> },
    LightOnEnded { status: Status, light: Light },
    OpenOnly { status: Status, field: &'static str },
    Reopens { reference: String, status: Status, as_of: NaiveDate },
    Future { day: NaiveDate, today: NaiveDate },
    FirstNeedsStatus { reference: String },
    ExpectedNeedsReason,
    ApprovedNeedsReason { name: String, from: String, to: String },
    QuarterRuns { quarter: String, ends: NaiveDate },
    QuarterAhead { quarter: String },
    OverBySaying { quarter: String, clock: NaiveDate },
    ComparedWithLater { quarter: String, with: String },
    FrozenAlready { quarter: String, plan: String, number: i64 },
    EarlierOpen { quarter: String, earlier: String, plan: String },
    NotFrozen { quarter: String, plan: String },
    NothingFrozen { quarter: String },
    NoRevision { quarter: String, plan: String, number: i64, newest: i64 },
    SeveralFrozen { quarter: String, plans: Vec<String> },
    NoPlanRuns { quarter: String },
    NothingToWaive { check: String },
    NotAWaiver { value: String },
    NothingDiffers { quarter: String, plan: String, number: i64 },
    NotKeptFor { quarter: String, number: i64, audience: String },
    WroteMeanwhile,
    FreezeStays { number: i64 },
    DecisionStays { number: i64 },
    ApprovedNeedsAgreement { name: String, from: String, to: String },
    OriginalIsSigned { name: String, entity: &'static str, from: String, to: String },
    Thresholds { green: u32, yellow: u32 },
    RoleBeganLater { authority: String, reference: String, day: NaiveDate },
    IntoItself { authority: String },
    NotInSplit { authority: String, into: Vec<String> },
    SplitLeaves { authority: String, left: usize, first: Vec<String> },
    HoldsNothing { authority: String, of: String },
    NotGiven { value: String },
    PlanIntoItself { plan: String },
    NotAPair { value: String },
    HasEnded { reference: String, status: Status },
    DroppedNeedsReason { reference: String },
    UnknownSheet { code: String },
    NotABundle,
    BundleAltered,
    BackupOfAnother { file: String },
    RestoreStays { number: i64 },
    OddChange { why: Box<Odd> },
    NotFollowed { what: Box<Bilingual>, by: String, on: String, why: Box<Odd> },
    TooManyChanges { most: usize },
    BreaksARule { what: Box<Bilingual>, rule: String },
    Unfit { detail: String },
    UnfitHere { detail: String },
    NotACopy,
    OtherFormat { found: i64, known: i64 },
    ChangesLack { since: usize, lacking: usize, from: usize },
    BothAdded { name: String },
    GoneHere { name: String, by: Option<i64> },
    LineLost { name: String, as_of: String, by: String, recorded: String },
    FrozenBoth { quarter: String, plan: String },
    NoSheet { quarter: String, authority: String },
    NoSheets { quarter: String },
    NotBack { authority: String, quarter: String },
    NotOnASheet { reference: String, quarter: String },
    NotADecision { value: String },
    NothingSaid { reference: String },
    Backwards { start: NaiveDate, end: NaiveDate },
    AreaInItself { number: String },
    RetiredAlready { name: String, on: NaiveDate },
    Retired { name: String, on: NaiveDate },
    NoChange { number: i64 },
    NothingToUndo,
    FirstChange { number: i64 },
    UndoneAlready { number: i64, by: i64 },
    StandsOn { number: i64, by: Vec<i64> },
    ReasonNeeded { hint: Word },
    NotForOthers { what: &'static str },
    ReportedSince { name: String, from: NaiveDate, reported: NaiveDate },
    OutsidePeriod { quarter: String, plan: String, first: Option<String>, last: Option<String> },
    DayOutside { day: NaiveDate, quarter: String },
    NotFiltered { what: &'static str, by_plan: bool },
    FilterForOthers,
    WasWithheld { value: String },
    NoAuthor,
}

/// A field of the log that only an open subject has, as it is called in a sentence.
fn open_only(field: &str) -> Bilingual {
    match field {
        "expected" => both!("an expected date", "en forventet dato"),
        "blocked_by" => both!("an obstacle", "en hindring"),
        "ask" => both!("somebody to ask", "en, der kan spørges"),
        other => Bilingual::new(other.to_string(), danish_field(other)),
    }
}

fn article(entity: &str) -> &'static str {
    if entity.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}

fn changes(by: &[i64]) -> String {
    let list = by.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
    if by.len() == 1 { format!("change {list}") } else { format!("changes {list}") }
}

impl Worded for Refusal {
    fn line(&self) -> Bilingual {
        line::line(self)
    }

    fn hint(&self) -> Option<Bilingual> {
        hint::hint(self)
    }
}

crate::model::worded!(Refusal);
