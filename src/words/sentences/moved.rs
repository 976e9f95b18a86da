//! What moved in one objective, in a sentence that can stand in a memo.

use super::dates::quarter;
use crate::model::{Lang, Quarter};

/// What moved, in one sentence that can stand in a memo. The pieces are finished words.
#[derive(Clone, Debug, Default)]
pub struct Moved {
    pub status: Option<(Option<String>, String)>,
    pub light: Option<(Option<String>, Option<String>)>,
    pub expected: Option<(Option<String>, Option<String>)>,
    pub approved: Option<(Option<String>, Option<String>)>,
    /// Why the date moved.
    pub reason: Option<String>,
    /// What the officer wrote, where it is not that reason.
    pub note: Option<String>,
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
    for (date, en, da) in [
        (&m.approved, "the approved deadline", "den godkendte frist"),
        (&m.expected, "the expected end", "forventet afslutning"),
    ] {
        match (date, lang) {
            (Some((Some(old), Some(new))), Lang::En) => parts.push(format!("{en} has moved from {old} to {new}")),
            (Some((Some(old), Some(new))), Lang::Da) => parts.push(format!("er {da} rykket fra {old} til {new}")),
            (Some((None, Some(new))), Lang::En) => parts.push(format!("{en} is now {new}")),
            (Some((None, Some(new))), Lang::Da) => parts.push(format!("er {da} nu {new}")),
            (Some((Some(old), None)), Lang::En) => parts.push(format!("{en}, {old} before, is no longer given")),
            (Some((Some(old), None)), Lang::Da) => parts.push(format!("er {da}, før {old}, ikke længere angivet")),
            _ => {}
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
    if let Some(reason) = &m.reason {
        let reason = reason.trim().trim_end_matches('.');
        sentence.push_str(&match lang {
            Lang::En => format!(" Reason: {reason}."),
            Lang::Da => format!(" Det skyldes: {reason}."),
        });
    }
    if let Some(note) = &m.note {
        sentence.push_str(&format!(" «{}»", note.trim()));
    }
    sentence
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
