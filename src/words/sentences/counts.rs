//! Counts with their plurals, what moved among them, and what a picture of them shows.

use super::dates::{day, partial, quarter};
use crate::model::{Lang, Partial, Quarter};
use crate::words::Word;
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
    let new = count(lang, new, Word("new", "ny"), Word("new", "nye"));
    let changed = count(lang, changed, Word("changed", "ændret"), Word("changed", "ændrede"));
    let unchanged = count(lang, unchanged, Word("unchanged", "uændret"), Word("unchanged", "uændrede"));
    let retired = format!("{retired} {}", Word("retired", "taget ud af planen").to(lang));
    format!("{new}, {changed}, {unchanged}, {retired}.")
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
