//! The sentences, in both languages: dates, counts with their plurals, what a memo says.

use crate::model::{Lang, Partial, Quarter};
use chrono::{Datelike, NaiveDate};

const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const MONTHS_DA: [&str; 12] = [
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
];

fn month(lang: Lang, number: u32) -> &'static str {
    let all = match lang {
        Lang::En => MONTHS_EN,
        Lang::Da => MONTHS_DA,
    };
    all[(number.clamp(1, 12) - 1) as usize]
}

/// 30 June 2023, 30. juni 2023.
pub fn day(lang: Lang, day: NaiveDate) -> String {
    let name = month(lang, day.month());
    match lang {
        Lang::En => format!("{} {name} {}", day.day(), day.year()),
        Lang::Da => format!("{}. {name} {}", day.day(), day.year()),
    }
}

/// 2nd quarter of 2023, 2. kvartal 2023.
pub fn quarter(lang: Lang, q: Quarter) -> String {
    match lang {
        Lang::En => {
            format!("{} quarter of {}", ["1st", "2nd", "3rd", "4th"][(q.number.clamp(1, 4) - 1) as usize], q.year)
        }
        Lang::Da => format!("{}. kvartal {}", q.number, q.year),
    }
}

/// 2025, 2nd quarter of 2025, June 2025, 30 June 2025.
pub fn partial(lang: Lang, date: Partial) -> String {
    match date {
        Partial::Year(y) => y.to_string(),
        Partial::Quarter(q) => quarter(lang, q),
        Partial::Month(y, m) => format!("{} {y}", month(lang, m)),
        Partial::Day(d) => day(lang, d),
    }
}

/// One thing, several things: `1 objective`, `2 objectives`.
pub fn count(lang: Lang, n: i64, one: crate::words::Word, many: crate::words::Word) -> String {
    format!("{n} {}", if n == 1 { one.to(lang) } else { many.to(lang) })
}

pub fn objectives(lang: Lang, n: i64) -> String {
    use crate::words::Word;
    count(lang, n, Word("objective", "målsætning"), Word("objectives", "målsætninger"))
}

pub fn days(lang: Lang, n: i64) -> String {
    use crate::words::Word;
    count(lang, n, Word("day", "dag"), Word("days", "dage"))
}

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

/// The plural of what needs attention: «not reported since 31 March 2023».
pub fn not_reported_since(lang: Lang, since: Option<NaiveDate>) -> String {
    match (lang, since) {
        (Lang::En, Some(since)) => format!("not reported since {}", day(lang, since)),
        (Lang::Da, Some(since)) => format!("ikke indberettet siden {}", day(lang, since)),
        (Lang::En, None) => "never reported".into(),
        (Lang::Da, None) => "aldrig indberettet".into(),
    }
}

pub fn overdue_by(lang: Lang, late: i64) -> String {
    match lang {
        Lang::En => format!("overdue by {}", days(lang, late)),
        Lang::Da => format!("frist overskredet med {}", days(lang, late)),
    }
}

pub fn summary_title(lang: Lang, q: Quarter, scope: &str) -> String {
    match lang {
        Lang::En => format!("Status for the {}: {scope}", quarter(lang, q)),
        Lang::Da => format!("Status for {}: {scope}", quarter(lang, q)),
    }
}

pub fn all_plans(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "all plans",
        Lang::Da => "alle planer",
    }
}

/// Said under the title while the quarter has not ended.
pub fn running(lang: Lang, q: Quarter, today: NaiveDate) -> String {
    match lang {
        Lang::En => format!(
            "The {} is still running: this is how it stands as of today, {}.",
            quarter(lang, q),
            day(lang, today)
        ),
        Lang::Da => format!("{} er ikke slut: dette er status pr. i dag, {}.", quarter(lang, q), day(lang, today)),
    }
}

pub fn ahead(lang: Lang, q: Quarter, today: NaiveDate) -> String {
    match lang {
        Lang::En => {
            format!("The {} has not begun: this is how it stands as of today, {}.", quarter(lang, q), day(lang, today))
        }
        Lang::Da => format!("{} er ikke begyndt: dette er status pr. i dag, {}.", quarter(lang, q), day(lang, today)),
    }
}

/// The first sentence of a summary: how many, how many open, how many of those were reported.
pub fn headline(lang: Lang, total: i64, open: i64, reported: i64, due: i64, illustrative: bool) -> String {
    let mark = if illustrative { format!(" {}", crate::words::sentences::ILLUSTRATIVE_MARK) } else { String::new() };
    match lang {
        Lang::En => format!(
            "{}, of which {open} {} open. In the quarter {reported} of {due} {} reported.{mark}",
            objectives(lang, total),
            if open == 1 { "is" } else { "are" },
            if due == 1 { "was" } else { "were" },
        ),
        Lang::Da => format!(
            "{}, heraf {open} {}. I kvartalet er {reported} af {due} indberettet.{mark}",
            objectives(lang, total),
            if open == 1 { "åben" } else { "åbne" },
        ),
    }
}

/// The sign of what was made up to show the program.
pub const ILLUSTRATIVE_MARK: &str = "◊";

pub fn illustrative(lang: Lang, n: i64, of: i64) -> String {
    let mark = ILLUSTRATIVE_MARK;
    match lang {
        Lang::En => format!(
            "{mark} marks what is illustrative: made up to show the program, and reported by no authority. \
             {n} of the {of} entries behind this page are."
        ),
        Lang::Da => format!(
            "{mark} markerer det, der er illustrativt: opdigtet for at vise programmet og ikke indberettet af nogen myndighed. \
             Det gælder {n} af de {of} indberetninger bag denne side."
        ),
    }
}

/// How the objectives of an expired plan are pointed to.
pub fn expired_open(lang: Lang, plan: &str, ended: NaiveDate, open: i64) -> String {
    match lang {
        Lang::En => format!(
            "Not counted: {plan}, whose period ended on {}, still has {} open. See them with: fremdrift list --plan {plan} --not-ended",
            day(lang, ended),
            objectives(lang, open)
        ),
        Lang::Da => format!(
            "Ikke talt med: {plan}, hvis periode sluttede {}, har stadig {} åbne. Se dem med: fremdrift list --plan {plan} --not-ended",
            day(lang, ended),
            objectives(lang, open)
        ),
    }
}

/// The small print: as of which day, known at which change, how to get it again.
pub fn foot(lang: Lang, as_of: NaiveDate, known_at: i64, frozen: Option<&str>, command: &str) -> String {
    let frozen = frozen.map(str::to_string);
    match lang {
        Lang::En => {
            let frozen = frozen.unwrap_or_else(|| "Not frozen.".into());
            format!("As of {}; known at change {known_at}. {frozen} Made with: {command}", day(lang, as_of))
        }
        Lang::Da => {
            let frozen = frozen.unwrap_or_else(|| "Ikke fastfrosset.".into());
            format!("Gælder pr. {}; kendt ved ændring {known_at}. {frozen} Lavet med: {command}", day(lang, as_of))
        }
    }
}

/// The dates of a deadline, for who can't see them drawn.
pub fn dates(
    lang: Lang,
    original: Option<Partial>,
    approved: Option<Partial>,
    expected: Option<Partial>,
    late: bool,
) -> String {
    use crate::words::{APPROVED, EXPECTED, ORIGINAL, OVERDUE};
    let mut told = Vec::new();
    for (word, date) in [(ORIGINAL, original), (APPROVED, approved), (EXPECTED, expected)] {
        told.extend(date.map(|d| format!("{} {}", word.to(lang).to_lowercase(), partial(lang, d))));
    }
    if late {
        told.push(OVERDUE.to(lang).to_lowercase());
    }
    told.join(", ")
}

/// Which revision it is, when and by whom it was frozen, and what its content adds up to.
pub fn frozen(lang: Lang, number: i64, at: &str, author: &str, digest: &str) -> String {
    match lang {
        Lang::En => format!("Revision {number}, frozen {at} by {author}. SHA-256 {digest}."),
        Lang::Da => format!("Udgave {number}, fastfrosset {at} af {author}. SHA-256 {digest}."),
    }
}

/// The quarter is frozen, and this is what is known now.
pub fn not_as_sent(lang: Lang, q: Quarter, number: i64) -> String {
    match lang {
        Lang::En => format!("As is now known; what was sent is revision {number}: --as-reported {q}.{number}."),
        Lang::Da => format!("Som det nu vides; det afsendte er udgave {number}: --as-reported {q}.{number}."),
    }
}

/// Whom a page is for, and how much is kept from them.
pub fn for_audience(lang: Lang, audience: &str, kept: i64, notes: i64) -> String {
    use crate::words::Word;
    let kept = objectives(lang, kept);
    let notes = count(lang, notes, Word("note", "note"), Word("notes", "noter"));
    match lang {
        Lang::En => format!("For: {audience}. Withheld: {kept}, {notes}."),
        Lang::Da => format!("Til: {audience}. Tilbageholdt: {kept}, {notes}."),
    }
}

pub fn restatement(lang: Lang, number: i64, reason: &str) -> String {
    match lang {
        Lang::En => format!("This is revision {number}, a restatement of what was sent before. Reason: {reason}"),
        Lang::Da => format!("Dette er udgave {number}, en rettelse af det tidligere afsendte. Årsag: {reason}"),
    }
}

pub fn frozen_early(lang: Lang, reason: &str) -> String {
    match lang {
        Lang::En => format!("Frozen before the quarter had ended. Reason: {reason}"),
        Lang::Da => format!("Fastfrosset, før kvartalet var slut. Årsag: {reason}"),
    }
}

/// How many came, moved, stayed and went.
pub fn comparison(lang: Lang, with: Quarter, moved: [i64; 4]) -> String {
    let with = quarter(lang, with);
    let moved = came_and_went(lang, moved);
    match lang {
        Lang::En => format!("Compared with the {with}: {moved}"),
        Lang::Da => format!("Sammenlignet med {with}: {moved}"),
    }
}

pub fn came_and_went(lang: Lang, [new, changed, unchanged, retired]: [i64; 4]) -> String {
    use crate::words::Word;
    let new = count(lang, new, Word("new", "ny"), Word("new", "nye"));
    let changed = count(lang, changed, Word("changed", "ændret"), Word("changed", "ændrede"));
    let unchanged = count(lang, unchanged, Word("unchanged", "uændret"), Word("unchanged", "uændrede"));
    let retired = format!("{retired} {}", Word("retired", "taget ud af planen").to(lang));
    format!("{new}, {changed}, {unchanged}, {retired}.")
}

/// What an r beside a figure of an earlier quarter means.
pub fn restated(lang: Lang, q: Quarter, revision: i64, reason: Option<&str>) -> String {
    let q = quarter(lang, q);
    let reason = reason.unwrap_or_default();
    match (lang, revision) {
        (Lang::En, 0) => format!("r: no longer as first sent for the {q}, which has not been restated."),
        (Lang::Da, 0) => format!("r: ikke længere som først afsendt for {q}, der ikke er rettet."),
        (Lang::En, n) => format!("r: restated since it was first sent for the {q} (revision {n}: {reason})."),
        (Lang::Da, n) => format!("r: rettet, siden det først blev afsendt for {q} (udgave {n}: {reason})."),
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
            format!("Linjen pr. {as_of} blev {what} {recorded} af {author}, efter at {frozen} var fastfrosset; {then}.")
        }
    }
}

/// What bars of lights show.
pub fn by_light(lang: Lang, total: i64) -> String {
    match lang {
        Lang::En => format!("{} by light", objectives(lang, total)),
        Lang::Da => format!("{} efter trafiklys", objectives(lang, total)),
    }
}

/// What bars of statuses show.
pub fn by_status(lang: Lang, total: i64) -> String {
    match lang {
        Lang::En => format!("{} by status", objectives(lang, total)),
        Lang::Da => format!("{} efter status", objectives(lang, total)),
    }
}

/// Each with its count, and by how many it has changed: `Status: ongoing 68 (-5), completed 9 (+3).`
pub fn counts(of: &str, counts: &[(String, i64, i64)]) -> String {
    let one = |(word, count, change): &(String, i64, i64)| match change {
        0 => format!("{word} {count}"),
        change => format!("{word} {count} ({change:+})"),
    };
    let all: Vec<String> = counts.iter().map(one).collect();
    format!("{of}: {}.", all.join(", "))
}

/// How many were not reported; `beside` says that others stand above, for another reason too.
pub fn silent(lang: Lang, n: i64, beside: bool) -> String {
    match (lang, beside) {
        (Lang::En, false) => format!("Not reported in the quarter: {n}"),
        (Lang::Da, false) => format!("Ikke indberettet i kvartalet: {n}"),
        (Lang::En, true) => format!("Not reported in the quarter, beside those above: {n}"),
        (Lang::Da, true) => format!("Ikke indberettet i kvartalet ud over ovenstående: {n}"),
    }
}

/// What a line of deadlines shows.
pub fn deadlines(lang: Lang, n: i64, late: i64, today: NaiveDate) -> String {
    match lang {
        Lang::En => format!("{} with a date; {late} overdue on {}.", objectives(lang, n), day(lang, today)),
        Lang::Da => format!("{} med en dato; {late} overskredet {}.", objectives(lang, n), day(lang, today)),
    }
}

/// Which revision it is, when and by whom it was frozen.
pub fn revision(lang: Lang, number: i64, at: &str, author: &str) -> String {
    match lang {
        Lang::En => format!("{number}, frozen {at} by {author}"),
        Lang::Da => format!("{number}, fastfrosset {at} af {author}"),
    }
}

pub fn portfolio_title(lang: Lang, q: Quarter, scope: &str) -> String {
    match lang {
        Lang::En => format!("Portfolio in the {}: {scope}", quarter(lang, q)),
        Lang::Da => format!("Porteføljen i {}: {scope}", quarter(lang, q)),
    }
}

pub fn trend_title(lang: Lang, scope: &str) -> String {
    match lang {
        Lang::En => format!("Over time: {scope}"),
        Lang::Da => format!("Udvikling over tid: {scope}"),
    }
}

pub fn made_with(lang: Lang, command: &str) -> String {
    format!("{}: {command}", crate::words::MADE_WITH.to(lang))
}

/// A list that was cut because no reader takes in so much.
pub fn and_more(lang: Lang, n: i64, command: &str) -> String {
    match lang {
        Lang::En => format!("... and {n} more: {command}"),
        Lang::Da => format!("... og {n} til: {command}"),
    }
}

pub fn not_counted_light(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "Objectives that have ended have no light.",
        Lang::Da => "Afsluttede målsætninger har intet trafiklys.",
    }
}
