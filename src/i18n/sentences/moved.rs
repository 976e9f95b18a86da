//! The moves of one objective, in a sentence that can stand in a memo.

use super::dates::quarter;
use crate::i18n::Word;
use crate::model::{Lang, Light, Quarter};

/// The moves, in one sentence that can stand in a memo. The pieces are finished words.
#[derive(Clone, Debug, Default)]
pub struct Moved {
    pub status: Option<(Option<String>, String)>,
    pub light: Option<(Option<String>, Option<String>)>,
    /// Instead of the light: silence began, or ended.
    pub silence: Option<Silence>,
    pub expected: Option<Shifted>,
    pub approved: Option<Shifted>,
    /// Why the expected date moved.
    pub reason: Option<String>,
    /// Why the approved deadline moved, and who agreed.
    pub agreed: Vec<(String, Option<String>)>,
    /// The officer's own note, where it is not that reason.
    pub note: Option<String>,
}

/// A date before and now, and whether it is an earlier one now.
#[derive(Clone, Debug, Default)]
pub struct Shifted {
    pub before: Option<String>,
    pub after: Option<String>,
    pub earlier: bool,
}

/// A light as the quality of «the light»: gult trafiklys.
pub fn light(lang: Lang, light: Light) -> &'static str {
    match light {
        Light::Green => Word("green", "grønt"),
        Light::Yellow => Word("yellow", "gult"),
        Light::Red => Word("red", "rødt"),
    }
    .to(lang)
}

/// The last report before a silence: the light, the day; nothing where nothing ever was.
#[derive(Clone, Debug)]
pub enum Silence {
    Began(Option<(String, String)>),
    /// And what is reported now.
    Ended(String, Option<(String, String)>),
}

/// «Compared with ... the status has changed from ... to ...», «Sammenlignet med ... er ...».
pub fn moved(lang: Lang, before: Quarter, m: &Moved) -> String {
    let mut parts = Vec::new();
    match (&m.status, lang) {
        (Some((Some(old), new)), Lang::En) => parts.push(format!("the status has changed from {old} to {new}")),
        (Some((None, new)), Lang::En) => parts.push(format!("it has been reported for the first time ({new})")),
        (Some((Some(old), new)), Lang::Da) => parts.push(format!("er status ændret fra {old} til {new}")),
        (Some((None, new)), Lang::Da) => parts.push(format!("er den indberettet for første gang ({new})")),
        (None, _) => {}
    }
    match (&m.light, lang) {
        (Some((Some(old), Some(new))), Lang::En) => parts.push(format!("the light has gone from {old} to {new}")),
        (Some((Some(old), Some(new))), Lang::Da) => parts.push(format!("er trafiklyset skiftet fra {old} til {new}")),
        (Some((None, Some(new))), Lang::En) => parts.push(format!("the light is now {new}")),
        (Some((None, Some(new))), Lang::Da) => parts.push(format!("er trafiklyset nu {new}")),
        (Some((Some(old), None)), Lang::En) => parts.push(format!("the light, {old} before, is no longer given")),
        (Some((Some(old), None)), Lang::Da) => parts.push(format!("er trafiklyset, før {old}, ikke længere angivet")),
        _ => {}
    }
    let last = |l: &Option<(String, String)>| match (l, lang) {
        (Some((light, day)), Lang::En) => format!(" (last: {light}, {day})"),
        (Some((light, day)), Lang::Da) => format!(" (senest: {light}, {day})"),
        (None, _) => String::new(),
    };
    match (&m.silence, lang) {
        (Some(Silence::Began(l)), Lang::En) => {
            parts.push(format!("nothing has been reported in the quarter{}", last(l)))
        }
        (Some(Silence::Began(l)), Lang::Da) => parts.push(format!("er der intet indberettet i kvartalet{}", last(l))),
        (Some(Silence::Ended(now, l)), Lang::En) => parts.push(format!("it is reported again, as {now}{}", last(l))),
        (Some(Silence::Ended(now, l)), Lang::Da) => {
            parts.push(format!("er den igen indberettet, som {now}{}", last(l)))
        }
        (None, _) => {}
    }
    for (date, en, da) in [
        (&m.approved, "the approved deadline", "den godkendte frist"),
        (&m.expected, "the expected end", "forventet afslutning"),
    ] {
        let Some(Shifted { before, after, earlier }) = date else { continue };
        let moved = if *earlier { "fremrykket" } else { "udskudt" };
        match (before, after, lang) {
            (Some(old), Some(new), Lang::En) => parts.push(format!("{en} has moved from {old} to {new}")),
            (Some(old), Some(new), Lang::Da) => parts.push(format!("er {da} {moved} fra {old} til {new}")),
            (None, Some(new), Lang::En) => parts.push(format!("{en} is now {new}")),
            (None, Some(new), Lang::Da) => parts.push(format!("er {da} nu {new}")),
            (Some(old), None, Lang::En) => parts.push(format!("{en}, {old} before, is no longer given")),
            (Some(old), None, Lang::Da) => parts.push(format!("er {da}, før {old}, ikke længere angivet")),
            (None, None, _) => {}
        }
    }
    let before = quarter(lang, before);
    let mut sentence = match lang {
        Lang::En => format!("Compared with the {before}, {}.", joined(&parts, "and")),
        Lang::Da => {
            // Danish puts the verb second, so only the first part follows the opening directly.
            let rest: Vec<String> = parts
                .iter()
                .enumerate()
                .map(|(i, p)| if i == 0 { p.clone() } else { p.strip_prefix("er ").unwrap_or(p).to_string() })
                .collect();
            format!("Sammenlignet med {before} {}.", danish(&rest))
        }
    };
    let both = !m.agreed.is_empty() && m.reason.is_some();
    for (reason, by) in &m.agreed {
        let by = by.as_deref().map(|by| format!(" ({})", agreed_by(lang, by))).unwrap_or_default();
        let what = if both { Word(" for the deadline", " til den nye frist") } else { Word("", "") };
        sentence.push_str(&told(lang, what, &format!("{}{by}", reason.trim().trim_end_matches('.'))));
    }
    if let Some(reason) = &m.reason {
        let what = if both { Word(" for the expected end", " til den nye forventning") } else { Word("", "") };
        sentence.push_str(&told(lang, what, reason.trim().trim_end_matches('.')));
    }
    if let Some(note) = &m.note {
        sentence.push_str(&format!(" «{}»", note.trim()));
    }
    sentence
}

fn told(lang: Lang, what: Word, reason: &str) -> String {
    match lang {
        Lang::En => format!(" Reason{}: {reason}.", what.to(lang)),
        Lang::Da => format!(" Årsag{}: {reason}.", what.to(lang)),
    }
}

/// The person or body that agreed to a move.
pub fn agreed_by(lang: Lang, by: &str) -> String {
    match lang {
        Lang::En => format!("agreed by {by}"),
        Lang::Da => format!("aftalt med {by}"),
    }
}

fn joined(parts: &[String], and: &str) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [all @ .., last] => format!("{} {and} {last}", all.join(", ")),
    }
}

fn danish(parts: &[String]) -> String {
    joined(parts, "og")
}

/// The question where something turns green and still carries an obstacle.
pub fn still_blocked(lang: Lang, reference: &str, by: &str) -> String {
    match lang {
        Lang::En => format!(
            "{reference} is green now; is it still blocked by «{by}»? If not: fremdrift log {reference} --blocked-by none"
        ),
        Lang::Da => format!(
            "{reference} er nu grøn; afventer den stadig »{by}«? Hvis ikke: fremdrift log {reference} --blocked-by ingen"
        ),
    }
}
