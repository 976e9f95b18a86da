//! The named checks: what is missing, late or contradicts itself.

use super::titles::Titles;
use crate::document::{Block, Cell, Document, Note, Table};
use crate::i18n::{self, Word, sentences};
use crate::model::computed::{self, Thresholds};
use crate::model::{
    ActivitySnapshot, Authorities, Held, Lang, Light, ObjectiveSnapshot, PartialDate, PlanInfo, Quarter, Refusal,
    Started, State, Status, nearest,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Error,
    Warning,
}

/// A named check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Check {
    NoLead,
    GreenOverdue,
    OpenActivities,
    UnknownAuthority,
    Undecided,
    Overdue,
    Silent,
    NoEvidence,
    SameNote,
    OutsidePeriod,
    GreenerThanDates,
    GreenBlocked,
}

impl Check {
    pub const ALL: [Check; 12] = [
        Check::NoLead,
        Check::GreenOverdue,
        Check::OpenActivities,
        Check::UnknownAuthority,
        Check::Undecided,
        Check::Overdue,
        Check::Silent,
        Check::NoEvidence,
        Check::SameNote,
        Check::OutsidePeriod,
        Check::GreenerThanDates,
        Check::GreenBlocked,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Check::NoLead => "no-lead",
            Check::GreenOverdue => "green-overdue",
            Check::OpenActivities => "open-activities",
            Check::UnknownAuthority => "unknown-authority",
            Check::Undecided => "undecided",
            Check::Overdue => "overdue",
            Check::Silent => "silent",
            Check::NoEvidence => "no-evidence",
            Check::SameNote => "same-note",
            Check::OutsidePeriod => "outside-period",
            Check::GreenerThanDates => "greener-than-dates",
            Check::GreenBlocked => "green-blocked",
        }
    }

    /// The description of the check.
    pub fn says(self, lang: Lang) -> &'static str {
        match self {
            Check::NoLead => Word("objective without a lead authority", "målsætning uden ansvarlig myndighed"),
            Check::GreenOverdue => Word("green, though its date has passed", "grøn, selv om datoen er overskredet"),
            Check::OpenActivities => {
                Word("completed, though activities are open", "gennemført, selv om aktiviteter er åbne")
            }
            Check::UnknownAuthority => {
                Word("an authority that no longer exists", "en myndighed, der ikke længere findes")
            }
            Check::Undecided => Word("undecided between copies", "uafgjort mellem kopier"),
            Check::Overdue => Word("open past its date", "datoen er overskredet"),
            Check::Silent => Word("no entry in the last two quarters", "ingen indberetning i de seneste to kvartaler"),
            Check::NoEvidence => Word("completed without evidence", "gennemført uden dokumentation"),
            Check::SameNote => Word("the same note as last quarter", "samme note som forrige kvartal"),
            Check::GreenerThanDates => {
                Word("judged greener than the dates say", "vurderet grønnere, end datoerne siger")
            }
            Check::GreenBlocked => Word("green, though something blocks it", "grøn, selv om noget blokerer"),
            Check::OutsidePeriod => Word("deadline outside the plan's period", "frist uden for planens periode"),
        }
        .to(lang)
    }

    /// Errors are contradictions and gaps that a report can't be signed with; the rest is worth a look.
    pub fn severity(self) -> Severity {
        match self {
            Check::NoLead
            | Check::GreenOverdue
            | Check::OpenActivities
            | Check::UnknownAuthority
            | Check::Undecided => Severity::Error,
            _ => Severity::Warning,
        }
    }

    /// Two things that can't both be right. Every list of contradictions, in whatever report, holds what
    /// these checks find.
    pub fn is_contradiction(self) -> bool {
        matches!(self, Check::GreenOverdue | Check::OpenActivities | Check::UnknownAuthority | Check::GreenerThanDates)
    }

    pub fn parse(text: &str) -> Result<Check, Refusal> {
        let wanted = nearest::plain(text);
        let all: Vec<Word> = Check::ALL.iter().map(|c| Word(c.code(), c.code())).collect();
        Check::ALL.into_iter().find(|c| nearest::plain(c.code()) == wanted).ok_or_else(|| Refusal::NotAChoice {
            what: Word("a check", "en kontrol"),
            value: text.to_string(),
            nearest: nearest::words(text, &all),
            all: all.clone(),
        })
    }
}

/// One thing that a check found; in no language yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    pub check: Check,
    pub severity: Severity,
    pub reference: String,
    pub title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title_da: Option<String>,
    /// The date that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deadline: Option<String>,
    /// Which date that is, where it is not the approved deadline.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub held: Option<Held>,
    /// The newest entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<NaiveDate>,
    /// Whole days past the deadline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<i64>,
    /// Authorities or activities that it is about.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub names: Vec<String>,
    /// It rests on an entry that was made up to show the program.
    pub illustrative: bool,
}

impl Finding {
    /// In words, with what it is about.
    pub fn says(&self, lang: Lang) -> String {
        let what = self.check.says(lang);
        let deadline = self.deadline.as_deref().unwrap_or_default();
        match (self.check, self.days) {
            (Check::GreenOverdue | Check::Overdue, Some(days)) => {
                let held = sentences::held(lang, self.held.unwrap_or(Held::Approved));
                format!("{what} ({held} {deadline}, {})", sentences::days_late(lang, days))
            }
            (Check::OutsidePeriod, _) => format!("{what} ({deadline})"),
            (Check::Silent, _) => format!("{what} ({})", sentences::not_reported_since(lang, self.since)),
            (Check::Undecided, _) => {
                let fields: Vec<String> = self.names.iter().map(|name| i18n::conflicts::field(lang, name)).collect();
                format!("{what} ({})", fields.join(", "))
            }
            (Check::OpenActivities | Check::UnknownAuthority | Check::GreenBlocked, _) => {
                format!("{what} ({})", self.names.join(", "))
            }
            _ => what.to_string(),
        }
    }
}

impl Finding {
    /// As it stands among others, a warning as a warning.
    pub fn note(&self, lang: Lang, title: Cell) -> Note {
        let about = vec![Cell::id(&self.reference).marked(self.illustrative), title];
        let word = if self.severity == Severity::Error { i18n::ERROR } else { i18n::WARNING };
        Note { about, says: format!("{} ({})", self.says(lang), word.to(lang)) }
    }
}

/// An objective of which copies say something else, and nobody has decided. `fields`: as
/// [`Undecided::coded`](super::conflicts::Undecided::coded) has them.
pub fn undecided(line: &ObjectiveSnapshot, fields: &[String]) -> Finding {
    Finding {
        check: Check::Undecided,
        severity: Check::Undecided.severity(),
        reference: line.reference().to_string(),
        title: line.title.clone(),
        title_da: line.title_da.clone(),
        deadline: None,
        held: None,
        since: line.state.as_ref().map(|s| s.as_of),
        days: None,
        names: fields.to_vec(),
        illustrative: false,
    }
}

/// The facts that the checks need besides the objective itself.
pub struct Ground<'a> {
    pub quarter: Quarter,
    /// The day that everything is seen from.
    pub on: NaiveDate,
    pub plans: &'a [PlanInfo],
    pub authorities: &'a Authorities,
    pub thresholds: Thresholds,
    /// Activities that have not ended, of every objective that has ended.
    pub activities: &'a [ActivitySnapshot],
    pub started: &'a Started,
}

/// Everything that the wanted checks find in one objective. `before` is its state at the end of the quarter
/// before.
pub fn objective(
    ground: &Ground,
    line: &ObjectiveSnapshot,
    before: Option<&State>,
    wanted: &dyn Fn(Check) -> bool,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let state = line.state.as_ref();
    let illustrative = state.is_some_and(State::is_illustrative);
    let mut found = |check: Check, fill: &dyn Fn(&mut Finding)| {
        if !wanted(check) {
            return;
        }
        let mut finding = Finding {
            check,
            severity: check.severity(),
            reference: line.reference().to_string(),
            title: line.title.clone(),
            title_da: line.title_da.clone(),
            deadline: line.deadline_approved.map(|d| d.to_string()),
            held: None,
            since: state.map(|s| s.as_of),
            days: None,
            names: vec![],
            illustrative: illustrative
                && !matches!(check, Check::NoLead | Check::UnknownAuthority | Check::OutsidePeriod),
        };
        fill(&mut finding);
        findings.push(finding);
    };
    if line.lead.is_empty() {
        found(Check::NoLead, &|_| {});
    }
    // An old light is no light of this quarter.
    let judged = state.filter(|s| s.as_of >= ground.quarter.first_day()).and_then(|s| s.facts.light);
    if let Some(late) = line.late(ground.on) {
        let told = |f: &mut Finding| {
            f.deadline = Some(late.date.to_string());
            f.held = Some(late.held).filter(|h| *h != Held::Approved);
            f.days = Some(late.days);
        };
        if judged == Some(Light::Green) {
            found(Check::GreenOverdue, &told);
        }
        found(Check::Overdue, &told);
    }
    let expected = state.and_then(|s| s.facts.expected);
    let dates = computed::light(ground.thresholds, line.deadline_approved, expected, line.is_open(), ground.on);
    if judged.zip(dates).is_some_and(|(judged, dates)| computed::is_greener(judged, dates)) {
        found(Check::GreenerThanDates, &|f| f.deadline = line.deadline_approved.map(|d| d.to_string()));
    }
    let two_back = ground.quarter.previous().first_day();
    // An objective that came into its plan since could not be reported on before.
    let never = || ground.started.since(line).is_none_or(|since| since <= two_back);
    if line.is_open() && state.map_or_else(never, |s| s.as_of < two_back) {
        found(Check::Silent, &|_| {});
    }
    if line.is_open() && judged == Some(Light::Green) {
        let blocked = state.and_then(|s| s.facts.blocked_by.clone());
        if let Some(blocked) = blocked {
            found(Check::GreenBlocked, &|f| f.names = vec![blocked.clone()]);
        }
    }
    if let Some(state) = state {
        if state.facts.status.is_ended() {
            let open: Vec<String> = ground
                .activities
                .iter()
                .filter(|a| a.objective == line.id && !a.state.as_ref().is_some_and(|s| s.facts.status.is_ended()))
                .map(|a| a.reference.to_string())
                .collect();
            if state.facts.status == Status::Completed && !open.is_empty() {
                found(Check::OpenActivities, &|f| f.names = open.clone());
            }
        }
        if state.facts.status == Status::Completed && state.facts.evidence.is_none() {
            found(Check::NoEvidence, &|_| {});
        }
        let repeated = before
            .is_some_and(|b| b.entry != state.entry && b.facts.note.is_some() && b.facts.note == state.facts.note);
        if repeated && state.as_of >= ground.quarter.first_day() {
            found(Check::SameNote, &|_| {});
        }
    }
    if let Some(plan) = ground.plans.iter().find(|p| p.code == line.plan) {
        let outside = |deadline: &PartialDate| {
            plan.period_start.is_some_and(|s| deadline.last_day() < s.first_day())
                || plan.period_end.is_some_and(|e| deadline.last_day() > e.last_day())
        };
        // One that was moved out of the period is as far outside as one that was never in it.
        let deadlines = [line.deadline_original, line.deadline_approved];
        if let Some(deadline) = deadlines.into_iter().flatten().find(outside) {
            found(Check::OutsidePeriod, &|f| f.deadline = Some(deadline.to_string()));
        }
    }
    let gone: Vec<String> = [&line.lead, &line.supporting, &line.counterpart]
        .into_iter()
        .flatten()
        .chain(state.filter(|_| line.is_open()).and_then(|s| s.facts.ask.as_ref()))
        .filter(|code| ground.authorities.get(*code).is_none_or(|a| a.retired))
        .cloned()
        .collect();
    if line.is_open() && !gone.is_empty() {
        found(Check::UnknownAuthority, &|f| f.names = gone.clone());
    }
    findings
}

/// The findings as a page: errors first, in the order of the checks and of the plans. What
/// is none among them is not counted: where errors alone are listed, nothing is said of warnings.
pub fn page(
    lang: Lang,
    (title, quarter): (String, Quarter),
    findings: &[Finding],
    plans: &[PlanInfo],
    shown: impl Fn(&str) -> bool,
) -> Document {
    let mut document = Document::new(lang, title);
    super::caveats(&mut document, plans, shown);
    let mut sorted: Vec<&Finding> = findings.iter().collect();
    sorted.sort_by_key(|f| (f.severity, f.check));
    let count = |s: Severity| findings.iter().filter(|f| f.severity == s).count();
    let counted = [
        (Severity::Error, Word("error", "fejl"), Word("errors", "fejl")),
        (Severity::Warning, Word("warning", "advarsel"), Word("warnings", "advarsler")),
    ];
    let counted = counted.into_iter().map(|(severity, one, many)| (count(severity) as i64, one, many));
    let told: Vec<String> =
        counted.filter(|c| c.0 > 0).map(|(n, one, many)| sentences::count(lang, n, one, many)).collect();
    if !told.is_empty() {
        document.add(Block::Paragraph(format!("{}.", told.join(", "))));
    }
    let titles = Titles::of(lang, findings.iter().map(|f| (f.reference.as_str(), f.title_da.as_deref())));
    let severity = |f: &Finding| if f.severity == Severity::Error { i18n::ERROR } else { i18n::WARNING };
    let table = Table::of("findings", lang, sorted)
        .tight("severity", i18n::SEVERITY, |f| Cell::text(severity(f).to(lang)))
        .tight("check", i18n::CHECK, |f| Cell::id(f.check.code()).marked(f.illustrative))
        .tight("reference", i18n::REFERENCE, |f| Cell::id(&f.reference))
        .wraps("finding", i18n::FINDING, |f| Cell::text(f.says(lang)))
        .wraps("title", i18n::TITLE, |f| titles.cell(&f.reference, &f.title, f.title_da.as_deref()))
        .or_say(i18n::NOTHING_FOUND);
    document.add(Block::Table(table.done()));
    let marked = findings.iter().filter(|f| f.illustrative).count() as i64;
    if marked > 0 {
        document.add(Block::Caveat(match lang {
            Lang::En => format!(
                "{} marks findings that rest on illustrative entries, made up to show the program.",
                sentences::MARK
            ),
            Lang::Da => format!(
                "{} markerer fund, der bygger på illustrative indberetninger, opdigtet for at vise programmet.",
                sentences::MARK
            ),
        }));
    }
    document.data = serde_json::to_value(serde_json::json!({
        "quarter": quarter,
        "errors": count(Severity::Error),
        "warnings": count(Severity::Warning),
        "findings": findings,
    }))
    .ok();
    document
}
