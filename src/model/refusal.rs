//! What is refused, and what to type instead.

use super::parcel::Odd;
use super::record::empties;
use chrono::NaiveDate;
use thiserror::Error;

/// A thing that can't be; nothing was written.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum Refusal {
    #[error("«{value}» is not {what}")]
    NotAChoice { what: &'static str, value: String, nearest: Vec<String>, all: Vec<&'static str> },
    #[error("«{value}» is not a date")]
    NotADate { value: String },
    #[error("«{value}» is not a day")]
    NotADay { value: String },
    #[error("«{value}» does not say how long before a deadline")]
    NotAnAlarm { value: String },
    #[error("«{value}» is not a quarter")]
    NotAQuarter { value: String },
    #[error("«{value}» is not a reference")]
    NotAReference { value: String },
    #[error("«{value}» does not say which plan")]
    NoPlan { value: String, nearest: Vec<String> },
    #[error("«{value}» is not a year")]
    NotAYear { value: String },
    #[error("«{value}» is neither yes nor no")]
    NotYesNo { value: String },
    #[error("«{value}» is not a goal")]
    NotAGoal { value: String },
    #[error("«{value}» is not a country code")]
    NotACountry { value: String },
    #[error("«{value}» is not an address of e-mail")]
    NotAnEmail { value: String },
    #[error(
        "«{value}» cannot be a {what}: it must be on one line, of characters that are seen, without «/», «|» or «;», and not empty"
    )]
    NotACode { what: &'static str, value: String },
    #[error("no {noun} «{value}»")]
    Unknown { noun: &'static str, value: String, nearest: Vec<String> },
    #[error("more than one {noun} is called «{value}»")]
    Ambiguous { noun: &'static str, value: String, which: Vec<String> },
    #[error("the {field} of the {noun} can't be empty")]
    MustStay { noun: &'static str, field: &'static str },
    #[error("there is already {} {noun} «{value}»", article(.noun))]
    Exists { noun: &'static str, value: String },
    #[error("the {noun} «{name}» has no {field}")]
    Missing { noun: &'static str, name: String, field: &'static str },
    #[error("the {noun} has no field «{value}»")]
    UnknownField { noun: &'static str, value: String, nearest: Vec<String> },
    #[error("{status} has a light: what has ended has none")]
    LightOnEnded { status: &'static str, light: &'static str },
    #[error("{status} has {what}: what has ended has none")]
    OpenOnly { status: &'static str, what: &'static str },
    #[error("{reference} is {status} as of {as_of}, and this would reopen it")]
    Reopens { reference: String, status: &'static str, as_of: NaiveDate },
    #[error("{day} is in the future: today is {today}")]
    Future { day: NaiveDate, today: NaiveDate },
    #[error("nothing has been reported on {reference} by then, so a status is needed")]
    FirstNeedsStatus { reference: String },
    #[error("the expected date is moved, so a reason is needed")]
    ExpectedNeedsReason,
    #[error("the approved deadline of {name} would move from {from} to {to}, so a reason is needed")]
    ApprovedNeedsReason { name: String, from: String, to: String },
    #[error("{quarter} has not ended: it runs until {ends}")]
    QuarterRuns { quarter: String, ends: NaiveDate },
    #[error("{quarter} has not begun")]
    QuarterAhead { quarter: String },
    #[error("{quarter} of {plan} is frozen already, as revision {number}")]
    FrozenAlready { quarter: String, plan: String, number: i64 },
    #[error("{earlier} of {plan} is not frozen yet")]
    EarlierOpen { quarter: String, earlier: String, plan: String },
    #[error("{quarter} of {plan} is not frozen")]
    NotFrozen { quarter: String, plan: String },
    #[error("{quarter} is not frozen for any plan")]
    NothingFrozen { quarter: String },
    #[error("{quarter} of {plan} has no revision {number}: the newest is {newest}")]
    NoRevision { quarter: String, plan: String, number: i64, newest: i64 },
    #[error("{quarter} is frozen for several plans: {}", .plans.join(", "))]
    SeveralFrozen { quarter: String, plans: Vec<String> },
    #[error("no plan with objectives runs in {quarter}")]
    NoPlanRuns { quarter: String },
    #[error("{check} found nothing there, so there is nothing to waive")]
    NothingToWaive { check: String },
    #[error("«{value}» is not a waiver")]
    NotAWaiver { value: String },
    #[error("nothing differs from revision {number} of {quarter} of {plan}")]
    NothingDiffers { quarter: String, plan: String, number: i64 },
    #[error("revision {number} of {quarter} was not kept for {audience} eyes")]
    NotKeptFor { quarter: String, number: i64, audience: String },
    #[error("somebody else wrote to the file at the same time")]
    WroteMeanwhile,
    #[error("change {number} froze a quarter, and what was sent stays")]
    FreezeStays { number: i64 },
    #[error("change {number} decided between two copies, and the other one follows it")]
    DecisionStays { number: i64 },
    #[error("the approved deadline of {name} would move from {from} to {to}, so somebody must have agreed")]
    ApprovedNeedsAgreement { name: String, from: String, to: String },
    #[error("the original deadline of {name} is what was signed: {from}, and not {to}")]
    OriginalIsSigned { name: String, noun: &'static str, from: String, to: String },
    #[error("green up to {green} months and yellow up to {yellow} can't be")]
    Thresholds { green: u32, yellow: u32 },
    #[error("{authority} has had its role for {reference} only since {day} or later")]
    RoleBeganLater { authority: String, reference: String, day: NaiveDate },
    #[error("{authority} can't go into itself")]
    IntoItself { authority: String },
    #[error("{authority} is not among those that it is split into: {}", .into.join(", "))]
    NotInSplit { authority: String, into: Vec<String> },
    #[error("{left} roles of {authority} go to nobody: {}{}", .first.join(", "), if *.left > .first.len() { " ..." } else { "" })]
    SplitLeaves { authority: String, left: usize, first: Vec<String> },
    #[error("{authority} has no role for {of}")]
    HoldsNothing { authority: String, of: String },
    #[error("«{value}» does not say who gets what")]
    NotGiven { value: String },
    #[error("{plan} can't be carried forward into itself")]
    PlanIntoItself { plan: String },
    #[error("«{value}» does not say what becomes what")]
    NotAPair { value: String },
    #[error("{reference} has ended: {status}")]
    HasEnded { reference: String, status: &'static str },
    #[error("{reference} is dropped, so a reason is needed")]
    DroppedNeedsReason { reference: String },
    #[error("no sheet «{code}» was sent from this file")]
    UnknownSheet { code: String },
    #[error("this is not a file of changes that fremdrift wrote")]
    NotAParcel,
    #[error("the file of changes is not as it was written: its own digest does not fit")]
    BundleAltered,
    #[error("{why}")]
    OddChange { why: Box<Odd> },
    #[error("«{what}», by {by} on {on}, can't be taken over: {why}")]
    NotFollowed { what: String, by: String, on: String, why: Box<Odd> },
    #[error("a file of changes with more than {most} values is too large to be read")]
    TooManyChanges { most: usize },
    #[error("«{what}» can't be taken over: it breaks a rule of the file ({rule})")]
    BreaksARule { what: String, rule: String },
    #[error("what the other copy brings does not hold together: {detail}")]
    Unfit { detail: String },
    #[error("this file does not hold together itself: {detail}")]
    UnfitHere { detail: String },
    #[error("this is a copy of another file: the two have never been the same")]
    NotACopy,
    #[error("it was written by a fremdrift of format {found}, and this file has format {known}")]
    OtherFormat { found: i64, known: i64 },
    #[error("the changes begin after number {since}, and of those before it {} are not here", .lacking)]
    ChangesLack { since: usize, lacking: usize, from: usize },
    #[error("both copies have added {name}, as different things")]
    BothAdded { name: String },
    #[error("«{name}» is taken here, and the other copy wants it too ({what})")]
    PlaceTaken { name: String, what: String },
    #[error("{name} was taken out in one copy, and the other goes on with it")]
    GoneHere { name: String, by: Option<i64> },
    #[error("the line of {as_of} on {name} would be gone, and nobody withdrew it: {by} recorded it on {recorded}")]
    LineLost { name: String, as_of: String, by: String, recorded: String },
    #[error("both copies have frozen {quarter} of {plan}, with different figures")]
    FrozenBoth { quarter: String, plan: String },
    #[error("no sheet of {quarter} was sent to {authority}")]
    NoSheet { quarter: String, authority: String },
    #[error("no sheets were sent for {quarter}")]
    NoSheets { quarter: String },
    #[error("the sheet of {authority} for {quarter} has not come back")]
    NotBack { authority: String, quarter: String },
    #[error("{reference} is not on a sheet of {quarter} that came back")]
    NotOnASheet { reference: String, quarter: String },
    #[error("«{value}» does not decide a conflict")]
    NotADecision { value: String },
    #[error("nothing is said about {reference}")]
    NothingSaid { reference: String },
    #[error("the period ends on {end}, before it starts on {start}")]
    Backwards { start: NaiveDate, end: NaiveDate },
    #[error("the area «{number}» would lie inside itself")]
    AreaInItself { number: String },
    #[error("{name} is retired already, from {on}")]
    RetiredAlready { name: String, on: NaiveDate },
    #[error("{name} is retired from {on}, so nothing is reported on it")]
    Retired { name: String, on: NaiveDate },
    #[error("there is no change {number}")]
    NoChange { number: i64 },
    #[error("there is nothing to undo")]
    NothingToUndo,
    #[error("change {number} made the file and can't be undone")]
    FirstChange { number: i64 },
    #[error("change {number} is undone already, by change {by}")]
    UndoneAlready { number: i64, by: i64 },
    #[error("change {number} can't be undone: {} stands on it", changes(.by))]
    StandsOn { number: i64, by: Vec<i64> },
    #[error("a reason is needed")]
    ReasonNeeded { hint: &'static str },
    #[error("the export of {what} is for internal use only")]
    NotForOthers { what: &'static str },
    #[error("an export of {what} is filtered by {by}")]
    NotFiltered { what: &'static str, by: &'static str },
    #[error("an export for others can't be filtered by what may be withheld")]
    FilterForOthers,
    #[error("«{value}» stands where something was withheld")]
    WasWithheld { value: String },
    #[error("nobody is named as the author")]
    NoAuthor,
}

fn article(noun: &str) -> &'static str {
    if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}

fn changes(by: &[i64]) -> String {
    let list = by.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
    if by.len() == 1 { format!("change {list}") } else { format!("changes {list}") }
}

/// How the forms of a partial date are named, wherever one is refused.
pub const DATE_FORMS: &str = "write 2026-02-28, 2026-02, 2026-Q1 or 2026";

impl Refusal {
    /// What to type instead.
    pub fn hint(&self) -> Option<String> {
        let near = |nearest: &[String]| (!nearest.is_empty()).then(|| format!("did you mean {}?", nearest.join(", ")));
        match self {
            Refusal::NotAChoice { nearest, all, .. } => {
                Some(near(nearest).unwrap_or_else(|| format!("it is one of {}", all.join(", "))))
            }
            Refusal::NotADate { .. } => Some(DATE_FORMS.into()),
            Refusal::NotADay { .. } => Some("write 2026-02-28 (or 28-02-2026, today, yesterday)".into()),
            Refusal::NotAQuarter { .. } => Some("write 2026-Q1 (or Q1 2026, 1. kvartal 2026)".into()),
            Refusal::NotAReference { .. } => {
                Some("write ID-2021/4.1 for an objective, ID-2021/4.1/2 for an activity".into())
            }
            Refusal::NoPlan { value, nearest } => Some(
                near(nearest)
                    .unwrap_or_else(|| format!("write it with its plan, as in ID-2021/{value}, or add --plan ID-2021")),
            ),
            Refusal::NotAnAlarm { .. } => Some("write days or weeks, up to ten years: --alarm 14d, or --alarm 2w".into()),
            Refusal::NotAYear { .. } => Some("write four digits, as in 2026".into()),
            Refusal::NotYesNo { .. } => Some("write yes or no (ja, nej)".into()),
            Refusal::NotAGoal { .. } => Some("write the numbers of the goals, 1 to 17, as in 7|13".into()),
            Refusal::NotAnEmail { .. } => Some("write one address, as in ens@ens.dk; a domain with æ, ø or å has another form, which begins with xn--".into()),
            Refusal::NotACountry { .. } => Some("write two letters, as in DK or ID".into()),
            Refusal::NotACode { .. } => None,
            Refusal::Unknown { noun, nearest, value } => near(nearest).or_else(|| match *noun {
                "objective" => {
                    let plan = value.split_once('/').map_or("PLAN", |(plan, _)| plan);
                    Some(format!("see them with: fremdrift list --plan {plan}"))
                }
                "activity" => Some("see them with: fremdrift show OBJECTIVE".into()),
                noun => Some(format!("see them with: fremdrift {noun} list")),
            }),
            Refusal::Ambiguous { which, .. } => Some(format!("say which: {}", which.join(", "))),
            Refusal::MustStay { field, .. } => Some(format!("give it another one: --{} ...", field.replace('_', "-"))),
            Refusal::UnknownField { nearest, .. } => near(nearest),
            Refusal::Exists { noun, value } => Some(format!("change it with: fremdrift {noun} edit {value}")),
            Refusal::Missing { noun, name, field } => {
                Some(format!("add it: fremdrift {noun} add {name} --{} ...", field.replace('_', "-")))
            }
            Refusal::LightOnEnded { light, .. } => {
                Some(format!("leave the light out, or keep the status open: -s ongoing -l {light}"))
            }
            Refusal::Reopens { .. } => Some("if it is to be open again, add: --reopen".into()),
            Refusal::OpenOnly { .. } => Some("leave it out, or keep the status open: -s ongoing".into()),
            Refusal::Future { .. } => Some("log what is true now, and say what is to come with --expect DATE".into()),
            Refusal::FirstNeedsStatus { .. } => Some("add one, as in: -s ongoing".into()),
            Refusal::ExpectedNeedsReason => Some("say why: --because \"...\" (or -m \"...\")".into()),
            Refusal::ApprovedNeedsReason { .. } => {
                Some("say why and who agreed: --reason \"...\" --agreed-by \"...\"".into())
            }
            Refusal::QuarterRuns { quarter, .. } => {
                Some(format!("wait for it, or say why not: fremdrift freeze {quarter} --early \"...\""))
            }
            Refusal::QuarterAhead { .. } => Some("see the quarters with: fremdrift quarters".into()),
            Refusal::FrozenAlready { quarter, plan, .. } => {
                Some(format!("correct it with: fremdrift restate {quarter} --plan {plan} --reason \"...\""))
            }
            Refusal::EarlierOpen { quarter, earlier, plan } => Some(format!(
                "freeze it first: fremdrift freeze {earlier} --plan {plan}, or leave it out: fremdrift freeze {quarter} --plan {plan} --skip-earlier"
            )),
            Refusal::NotFrozen { quarter, plan } => {
                Some(format!("what is known now: fremdrift summary {quarter} --plan {plan}; see what is frozen: fremdrift quarters"))
            }
            Refusal::NothingFrozen { quarter } => {
                Some(format!("what is known now: fremdrift summary {quarter}; see what is frozen: fremdrift quarters"))
            }
            Refusal::NoRevision { quarter, plan, newest, .. } => {
                Some(format!("write: fremdrift summary --as-reported {quarter}.{newest} --plan {plan}"))
            }
            Refusal::SeveralFrozen { plans, .. } => plans.first().map(|plan| format!("say which: --plan {plan}")),
            Refusal::NoPlanRuns { .. } => Some("name the plan: --plan ID-2021 (see them with: fremdrift plan list)".into()),
            Refusal::NothingToWaive { .. } => Some("see what the checks say: fremdrift freeze QUARTER --dry-run".into()),
            Refusal::NotAWaiver { .. } => {
                Some("write the check and why: --waive no-lead=\"...\", or for one: --waive no-lead:ID-2021/4.1=\"...\"".into())
            }
            Refusal::NothingDiffers { .. } => Some("log or edit what was wrong first; late lines that change nothing in it need no restatement".into()),
            Refusal::NotKeptFor { .. } => Some("leave --audience out for the internal one; a quarter keeps what there was to show to others on that day".into()),
            Refusal::WroteMeanwhile => Some("try again".into()),
            Refusal::DecisionStays { .. } => {
                Some("write what should stand instead: fremdrift objective edit ID-2021/4.1 ...".into())
            }
            Refusal::FreezeStays { .. } => {
                Some("correct the quarter with: fremdrift restate QUARTER --reason \"...\"".into())
            }
            Refusal::OriginalIsSigned { name, noun, to, .. } => {
                let moved = if empties(to) {
                    "--clear deadline_approved".into()
                } else {
                    format!("--deadline-approved {to}")
                };
                Some(format!(
                    "if it was moved: fremdrift {noun} edit {name} {moved} --reason \"...\" --agreed-by \"...\"; if it was written down wrongly: --correction \"why\""
                ))
            }
            Refusal::ApprovedNeedsAgreement { .. } => Some("say who: --agreed-by \"...\"".into()),
            Refusal::Thresholds { .. } => {
                Some("yellow reaches at least as far as green, and neither further than 120 months".into())
            }
            Refusal::RoleBeganLater { .. } => Some("take a later day: --from DAY".into()),
            Refusal::IntoItself { .. } => Some("to change its name, type: fremdrift authority rename CODE --name NAME --from DAY --reason \"...\"".into()),
            Refusal::NotInSplit { authority, .. } => Some(format!("add it: --into {authority}")),
            Refusal::SplitLeaves { first, .. } => first
                .first()
                .map(|r| format!("say who gets them: --give CODE={r}, or who gets all the rest: --rest CODE")),
            Refusal::HoldsNothing { authority, .. } => {
                Some(format!("see what it has with: fremdrift list --authority {authority}"))
            }
            Refusal::NotGiven { .. } => Some("write the authority and the objective: --give MIM=ID-2021/4.1".into()),
            Refusal::PlanIntoItself { .. } => Some("name the old plan and then the new one".into()),
            Refusal::NotAPair { .. } => Some("write the number in the old plan and the one in the new: 4.1=1.3".into()),
            Refusal::HasEnded { .. } => Some("only what is open goes on or is dropped: leave it out".into()),
            Refusal::DroppedNeedsReason { .. } => Some("write it in the column note, or give it a number in the column to".into()),
            Refusal::NotAParcel => Some("it is written by: fremdrift export changes --since 40 -o changes.json".into()),
            Refusal::BundleAltered => {
                Some("ask for it once more: it was cut off, put together anew or damaged on the way".into())
            }
            Refusal::OddChange { .. } | Refusal::NotFollowed { .. } => Some(
                "nothing was taken over; ask for the changes once more, or for the other copy itself: fremdrift merge OTHER.db"
                    .into(),
            ),
            Refusal::TooManyChanges { .. } => Some("merge the other copy itself: fremdrift merge OTHER.db".into()),
            Refusal::BreaksARule { .. } => {
                Some("ask for the changes once more: they were altered on the way, or their file is damaged".into())
            }
            Refusal::Unfit { .. } => {
                Some("nothing was taken over; ask for another copy: this one is damaged, or was altered".into())
            }
            Refusal::UnfitHere { .. } => Some("nothing was taken over; look it through: fremdrift verify".into()),
            Refusal::NotACopy => {
                Some("only copies of one file can be merged: rows of another come in with fremdrift import".into())
            }
            Refusal::OtherFormat { found, known } => Some(
                if found < known { "open that file once with this program, as fremdrift verify does, and try again" } else { "install the newer program" }
                    .into(),
            ),
            Refusal::ChangesLack { from, .. } => {
                Some(format!("ask for more of them: fremdrift export changes --since {from} -o changes.json"))
            }
            Refusal::BothAdded { name } => {
                let noun = if name.matches('/').count() > 1 { "activity" } else { "objective" };
                Some(format!("give yours another number, and merge again: fremdrift {noun} edit {name} --number ..."))
            }
            Refusal::PlaceTaken { .. } => Some("give yours another, and merge again".into()),
            Refusal::GoneHere { by, .. } => Some(match by {
                Some(by) => format!("bring it back, and merge again: fremdrift undo {by}"),
                None => "take it out in the other copy too, or bring it back here: fremdrift history shows how it went".into(),
            }),
            Refusal::LineLost { .. } => Some(
                "nothing was taken over; keep both copies as they are, and withdraw the line in one of them if it is wrong: fremdrift undo CHANGE"
                    .into(),
            ),
            Refusal::FrozenBoth { .. } => {
                Some("what was sent stays: keep yours with --take ours, and restate it where the other is right".into())
            }
            Refusal::UnknownSheet { .. } => Some(
                "was it sent from another copy? Take that over first with fremdrift merge OTHER.db, or choose it with --db FILE"
                    .into(),
            ),
            Refusal::NoSheet { quarter, authority } => {
                Some(format!("send one with: fremdrift return send {quarter} --authority {authority} --out FOLDER"))
            }
            Refusal::NoSheets { quarter } => {
                Some(format!("send them with: fremdrift return send {quarter} --out FOLDER"))
            }
            Refusal::NotBack { quarter, .. } => Some(format!("see how all stand with: fremdrift return status {quarter}")),
            Refusal::NotOnASheet { .. } => Some("say which quarter with --quarter, and see what came back with: fremdrift return status QUARTER".into()),
            Refusal::NotADecision { .. } => {
                Some("write theirs or ours, or for one field: --take ID-2021/4.1.status=theirs".into())
            }
            Refusal::NothingSaid { reference } => {
                Some(format!("say at least one thing, as in: fremdrift log {reference} -l green -m \"...\""))
            }
            Refusal::NoChange { .. } => Some("see them with: fremdrift changes".into()),
            Refusal::StandsOn { by, .. } => {
                by.last().map(|last| format!("undo the later one first: fremdrift undo {last}"))
            }
            Refusal::UndoneAlready { by, .. } => Some(format!("bring it back with: fremdrift undo {by}")),
            Refusal::FirstChange { .. } => Some("to begin afresh, make a new file: fremdrift init --db NEW.db".into()),
            Refusal::ReasonNeeded { hint } => Some((*hint).into()),
            Refusal::NotForOthers { .. } => {
                Some("leave --audience out, or export objectives, activities or entries".into())
            }
            Refusal::NotFiltered { .. } => Some("leave the other filters out".into()),
            Refusal::FilterForOthers => Some("keep --plan and --partnership, and leave the other filters out".into()),
            Refusal::WasWithheld { .. } => {
                Some("this file was written for others: import one that was exported without --audience".into())
            }
            Refusal::NoAuthor => {
                Some("say who you are: --author NAME, or author = \"NAME\" in the configuration".into())
            }
            Refusal::Backwards { .. }
            | Refusal::AreaInItself { .. }
            | Refusal::RetiredAlready { .. }
            | Refusal::Retired { .. }
            | Refusal::NothingToUndo => None,
        }
    }
}
