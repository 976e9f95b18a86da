//! The words of a calendar about a deadline.

use super::Word;
use super::sentences;
use crate::model::calendar::{Calendar, Deadline, Gone};
use crate::model::{Lang, PartialDate};

const DEADLINES: Word = Word("Deadlines", "Frister");
const DEADLINE: Word = Word("Deadline", "Frist");
const RESPONSIBLE: Word = Word("Responsible", "Ansvarlig");
const NOBODY: Word = Word("nobody is named", "ingen er angivet");
const RETIRED: Word = Word("taken out of the plan", "udgået af planen");
const NO_DEADLINE: Word = Word("no deadline any more", "ingen frist længere");
const ILLUSTRATIVE: Word = Word(
    "◊ The status is illustrative: it is made up and was not reported by anybody.",
    "◊ Status er illustrativ: den er opdigtet og ikke indberettet af nogen.",
);

/// The name of the calendar.
pub fn name(lang: Lang, calendar: &Calendar) -> String {
    match &calendar.plans[..] {
        [] => format!("fremdrift: {}", DEADLINES.to(lang)),
        plans => format!("fremdrift: {} {}", DEADLINES.to(lang), plans.join(", ")),
    }
}

/// `ID-2021/4.1 Offshore wind (completed)`: what has ended says so in words.
pub fn summary(lang: Lang, d: &Deadline) -> String {
    let mark = if d.state.as_ref().is_some_and(|s| s.is_illustrative()) { " ◊" } else { "" };
    let over = match (d.gone, d.status()) {
        (Some(gone), _) => format!(" ({})", gone_word(lang, gone)),
        (None, Some(status)) if status.is_ended() => format!(" ({})", status.word(lang)),
        _ => String::new(),
    };
    format!("{}{mark} {}{over}", d.reference, d.title)
}

fn gone_word(lang: Lang, gone: Gone) -> &'static str {
    match gone {
        Gone::Retired => RETIRED.to(lang),
        Gone::Ended(status) => status.word(lang),
        Gone::NoDeadline => NO_DEADLINE.to(lang),
    }
}

/// Deadline, status, light, who, what is expected, plan and its caveat: a line each.
pub fn description(lang: Lang, d: &Deadline) -> String {
    let mut lines = vec![format!("{}: {}", DEADLINE.to(lang), falls_on(lang, d.due))];
    let status = match &d.state {
        None => super::NEVER_REPORTED.owned(lang),
        Some(s) => {
            let as_of = sentences::day(lang, s.as_of);
            match lang {
                Lang::En => format!("{} (as of {as_of})", s.facts.status.word(lang)),
                Lang::Da => format!("{} (pr. {as_of})", s.facts.status.word(lang)),
            }
        }
    };
    lines.push(format!("{}: {status}", super::STATUS.to(lang)));
    if let Some(gone) = d.gone {
        lines.push(match lang {
            Lang::En => format!("This deadline no longer holds: {}", gone_word(lang, gone)),
            Lang::Da => format!("Fristen gælder ikke længere: {}", gone_word(lang, gone)),
        });
    }
    if let Some(light) = d.state.as_ref().and_then(|s| s.facts.light) {
        lines.push(format!("{}: {} {}", super::LIGHT.to(lang), light.symbol(), light.word(lang)));
    }
    if let Some(expected) = d.expected() {
        lines.push(format!("{}: {}", super::EXPECTED.to(lang), falls_on(lang, expected)));
    }
    let lead = if d.lead.is_empty() { NOBODY.owned(lang) } else { d.lead.join(", ") };
    lines.push(format!("{}: {lead}", RESPONSIBLE.to(lang)));
    lines.push(format!("{}: {} {}", super::PLAN.to(lang), d.reference.plan, d.plan));
    if d.state.as_ref().is_some_and(|s| s.is_illustrative()) {
        lines.push(ILLUSTRATIVE.owned(lang));
    }
    if let Some(caveat) = &d.caveat {
        lines.push(caveat.clone());
    }
    lines.join("\n")
}

/// A date that names more than a day says so: 3rd quarter of 2024, whose last day is 30 September 2024.
fn falls_on(lang: Lang, date: PartialDate) -> String {
    let last = sentences::day(lang, date.last_day());
    match (date, lang) {
        (PartialDate::Day(_), _) => last,
        (_, Lang::En) => format!("{}, whose last day is {last}", sentences::partial(lang, date)),
        (_, Lang::Da) => format!("{}, hvis sidste dag er {last}", sentences::partial(lang, date)),
    }
}

/// The categories: the plan, and whether it is an objective or an activity.
pub fn categories(lang: Lang, d: &Deadline) -> [String; 2] {
    let kind = if d.reference.activity.is_some() { super::ACTIVITY } else { super::OBJECTIVE };
    [d.reference.plan.clone(), kind.owned(lang)]
}
