//! Sentences about a frozen quarter, and about the audience of a page.

use super::counts::{count, objectives};
use super::dates::{day, quarter};
use crate::i18n::Word;
use crate::model::{Lang, Quarter};
use chrono::NaiveDate;

/// « by Anna»; nothing where nobody is named: others are not told who wrote.
pub fn by(lang: Lang, author: &str) -> String {
    match (lang, author) {
        (_, "") => String::new(),
        (Lang::En, author) => format!(" by {author}"),
        (Lang::Da, author) => format!(" af {author}"),
    }
}

/// The name of a revision in a sentence. In Danish the second one is no «udgave 1».
pub fn edition(lang: Lang, number: i64) -> String {
    match (lang, number) {
        (Lang::En, n) => format!("revision {n}"),
        (Lang::Da, 0) => "oprindelig udgave".to_string(),
        (Lang::Da, n) => format!("rettelse {n}"),
    }
}

/// Which revision it is, when and by whom it was frozen, and what its content adds up to.
pub fn frozen(lang: Lang, number: i64, at: &str, author: &str, digest: &str) -> String {
    let by = by(lang, author);
    match lang {
        Lang::En => format!("Revision {number}, frozen {at}{by}. SHA-256 {digest}."),
        Lang::Da => {
            let edition = if number == 0 { "Oprindelig udgave".to_string() } else { format!("Rettelse {number}") };
            format!("{edition}, låst {at}{by}. SHA-256 {digest}.")
        }
    }
}

/// The quarter is frozen, and this is what is known now.
pub fn not_as_sent(lang: Lang, q: Quarter, number: i64) -> String {
    match lang {
        Lang::En => format!("As is now known; what was sent is revision {number}: --as-reported {q}.{number}."),
        Lang::Da => format!("Som det nu vides; det afsendte er {}: --as-reported {q}.{number}.", edition(lang, number)),
    }
}

/// Of how many of several plans the quarter is frozen, where what is known now is shown.
pub fn plans_frozen(lang: Lang, frozen: i64, of: i64) -> String {
    match lang {
        Lang::En => {
            format!("As is now known; the quarter is frozen for {frozen} of the {of} plans: fremdrift quarters.")
        }
        Lang::Da => {
            format!("Som det nu vides; kvartalet er låst for {frozen} af de {of} planer: fremdrift quarters.")
        }
    }
}

/// Whom a page is for, and how much is kept from them.
pub fn for_audience(lang: Lang, audience: &str, kept: i64, notes: i64) -> String {
    let kept = objectives(lang, kept);
    let notes = count(lang, notes, Word("note", "bemærkning"), Word("notes", "bemærkninger"));
    match lang {
        Lang::En => format!("For: {audience}. Withheld: {kept}, {notes}."),
        Lang::Da => format!("Til: {audience}. Tilbageholdt: {kept}, {notes}."),
    }
}

pub fn restatement(lang: Lang, number: i64, reason: &str) -> String {
    match lang {
        Lang::En => format!("This is revision {number}, a restatement of what was sent before. Reason: {reason}"),
        Lang::Da => format!("Dette er rettelse {number} af det tidligere afsendte. Årsag: {reason}"),
    }
}

pub fn frozen_early(lang: Lang, reason: &str) -> String {
    match lang {
        Lang::En => format!("Frozen before the quarter had ended. Reason: {reason}"),
        Lang::Da => format!("Låst, før kvartalet var slut. Årsag: {reason}"),
    }
}

/// The meaning of an r beside a figure of an earlier quarter.
pub fn restated(lang: Lang, q: Quarter, revision: i64, reason: Option<&str>) -> String {
    let q = quarter(lang, q);
    let reason = reason.unwrap_or_default();
    match (lang, revision) {
        (Lang::En, 0) => format!("r: no longer as first sent for the {q}, which has not been restated."),
        (Lang::Da, 0) => format!("r: ikke længere som først afsendt for {q}, der ikke er rettet."),
        (Lang::En, n) => format!("r: restated since it was first sent for the {q} (revision {n}: {reason})."),
        (Lang::Da, n) => format!("r: rettet, siden det først blev afsendt for {q} (rettelse {n}: {reason})."),
    }
}

/// A line of the log that came, or went, after its quarter was frozen.
pub fn late(
    lang: Lang,
    as_of: NaiveDate,
    frozen: Quarter,
    recorded: NaiveDate,
    author: &str,
    withdrawn: bool,
    waiting: bool,
) -> String {
    let (as_of, frozen, recorded) = (day(lang, as_of), quarter(lang, frozen), day(lang, recorded));
    match lang {
        Lang::En => {
            let what = if withdrawn { "withdrawn" } else { "recorded" };
            let then = if waiting { "not restated" } else { "restated" };
            format!(
                "The line as of {as_of} was {what} on {recorded} by {author}, after the {frozen} was frozen; {then}."
            )
        }
        Lang::Da => {
            let what = if withdrawn { "trukket tilbage" } else { "registreret" };
            let then = if waiting { "ikke rettet" } else { "rettet" };
            format!(
                "Indberetningen pr. {as_of} blev {what} {recorded} af {author}, efter at {frozen} blev låst; {then}."
            )
        }
    }
}

/// Which revision it is, when and by whom it was frozen.
pub fn revision(lang: Lang, number: i64, at: &str, author: &str) -> String {
    let by = by(lang, author);
    match lang {
        Lang::En => format!("{number}, frozen {at}{by}"),
        Lang::Da => format!("{}, låst {at}{by}", edition(lang, number)),
    }
}
