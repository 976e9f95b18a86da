//! Counts with their plurals, what moved among them, and what a picture of them shows.

use super::dates::{day, partial, quarter};
use crate::i18n::Word;
use crate::model::{Lang, PartialDate, Quarter};
use chrono::NaiveDate;

/// One thing, several things: `1 objective`, `2 objectives`.
pub fn count(lang: Lang, n: i64, one: Word, many: Word) -> String {
    format!("{n} {}", if n == 1 { one.to(lang) } else { many.to(lang) })
}

pub fn objectives(lang: Lang, n: i64) -> String {
    count(lang, n, Word("objective", "målsætning"), Word("objectives", "målsætninger"))
}

pub fn days(lang: Lang, n: i64) -> String {
    count(lang, n, Word("day", "dag"), Word("days", "dage"))
}

/// By how many days something is late: `12 days late`.
pub fn days_late(lang: Lang, n: i64) -> String {
    match lang {
        Lang::En => format!("{} late", days(lang, n)),
        Lang::Da => format!("overskredet med {}", days(lang, n)),
    }
}

/// The dates of a deadline, for who can't see them drawn.
pub fn dates(
    lang: Lang,
    original: Option<PartialDate>,
    approved: Option<PartialDate>,
    expected: Option<PartialDate>,
    late: bool,
) -> String {
    use crate::i18n::{APPROVED, EXPECTED, ORIGINAL, OVERDUE};
    let mut told = Vec::new();
    for (word, date) in [(ORIGINAL, original), (APPROVED, approved), (EXPECTED, expected)] {
        told.extend(date.map(|d| format!("{} {}", word.to(lang).to_lowercase(), partial(lang, d))));
    }
    if late {
        told.push(OVERDUE.to(lang).to_lowercase());
    }
    told.join(", ")
}

/// How many came, moved, stayed and went. `beside`: how many came into what is asked for, and left it.
pub fn comparison(lang: Lang, with: Quarter, moved: [i64; 4], beside: [i64; 2]) -> String {
    let with = quarter(lang, with);
    let mut moved = came_and_went(lang, moved);
    let [joined, left] = beside;
    if beside != [0, 0] {
        moved = format!(
            "{}{}",
            moved.trim_end_matches('.'),
            match lang {
                Lang::En => format!("; {joined} came into what is asked for, {left} left it."),
                Lang::Da => format!("; {joined} er kommet ind i udvalget, {left} er gået ud af det."),
            }
        );
    }
    match lang {
        Lang::En => format!("Compared with the {with}: {moved}"),
        Lang::Da => format!("Sammenlignet med {with}: {moved}"),
    }
}

pub fn came_and_went(lang: Lang, [new, changed, unchanged, retired]: [i64; 4]) -> String {
    let new = count(lang, new, Word("new", "ny"), Word("new", "nye"));
    let changed = count(lang, changed, Word("changed", "ændret"), Word("changed", "ændrede"));
    let unchanged = count(lang, unchanged, Word("unchanged", "uændret"), Word("unchanged", "uændrede"));
    let retired = format!("{retired} {}", Word("retired", "udgået").to(lang));
    format!("{new}, {changed}, {unchanged}, {retired}.")
}

/// Nothing that was there before has changed; `others`: there is more now than there was.
pub fn nothing_changed(lang: Lang, with: Quarter, others: bool) -> String {
    let with = quarter(lang, with);
    match (lang, others) {
        (Lang::En, false) => format!("No status, light or date has moved since the {with}."),
        (Lang::Da, false) => format!("Ingen status, intet trafiklys og ingen dato er ændret siden {with}."),
        (Lang::En, true) => format!("Of what was there in the {with}, no status, light or date has moved."),
        (Lang::Da, true) => {
            format!("For det, der var med i {with}, er ingen status, intet trafiklys og ingen dato ændret.")
        }
    }
}

/// How those that changed did: «Of the 25 that changed: 10 worse, 5 fell silent ...».
pub fn ways(lang: Lang, changed: i64, ways: &[(Word, i64)]) -> String {
    let all: Vec<String> = ways.iter().map(|(word, n)| format!("{n} {}", word.to(lang))).collect();
    match lang {
        Lang::En => format!("Of the {changed} that changed: {}.", all.join(", ")),
        Lang::Da => format!("Af de {changed} ændrede: {}.", all.join(", ")),
    }
}

/// How one light came from its count before to its count now: «■ red: 5 before; 4 to ▲ yellow, 1 to ○ not
/// reported; 1 from ● green; 1 now.» The moves are finished words with their counts.
pub fn account(lang: Lang, of: &str, before: i64, moves: [&[(String, i64)]; 2], now: i64) -> String {
    let told = |moves: &[(String, i64)]| -> Option<String> {
        let all: Vec<String> = moves.iter().map(|(what, n)| format!("{n} {what}")).collect();
        (!all.is_empty()).then(|| all.join(", "))
    };
    let moved: Vec<String> = moves.into_iter().filter_map(told).collect();
    let moved = moved.join("; ");
    match lang {
        Lang::En => format!("{of}: {before} before; {moved}; {now} now."),
        Lang::Da => format!("{of}: {before} før; {moved}; {now} nu."),
    }
}

/// Where something went: «to ▲ yellow».
pub fn to(lang: Lang, what: &str) -> String {
    format!("{} {what}", Word("to", "til").to(lang))
}

/// Where something came from: «from ● green».
pub fn from(lang: Lang, what: &str) -> String {
    format!("{} {what}", Word("from", "fra").to(lang))
}

/// The caption of bars of lights.
pub fn by_light(lang: Lang, total: i64) -> String {
    match lang {
        Lang::En => format!("{} by light", objectives(lang, total)),
        Lang::Da => format!("{} fordelt på trafiklys", objectives(lang, total)),
    }
}

/// The caption of bars of statuses.
pub fn by_status(lang: Lang, total: i64) -> String {
    match lang {
        Lang::En => format!("{} by status", objectives(lang, total)),
        Lang::Da => format!("{} fordelt på status", objectives(lang, total)),
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

/// The caption of a line of deadlines.
pub fn deadlines(lang: Lang, n: i64, late: i64, today: NaiveDate) -> String {
    match lang {
        Lang::En => format!("{} with a date; {late} overdue on {}.", objectives(lang, n), day(lang, today)),
        Lang::Da => format!("{} med en dato; {late} overskredet pr. {}.", objectives(lang, n), day(lang, today)),
    }
}
