//! Dates in words, as offices write them. Each phrase has one meaning, and those that have two are none:
//!
//! | phrase | meaning |
//! | --- | --- |
//! | primo 2027, begyndelsen af 2027, early 2027 | January of that year |
//! | medio 2027, midten af 2027, mid-2027 | June of that year |
//! | ultimo 2027, udgangen af 2027, end of 2027 | December of that year |
//! | primo marts 2027, early March 2027 | 10 March: its first ten days |
//! | medio marts 2027, mid-March 2027 | 20 March: its next ten days |
//! | ultimo marts 2027, end of March 2027 | that month |
//! | primo, medio, ultimo of a quarter or half | its first, middle (a quarter alone) or last month |
//! | 1. halvår 2027, H1 2027, first half of 2027 | June of that year: a half ends with it |
//! | 2. halvår 2027, H2 2027, second half of 2027 | December of that year |
//! | uge 23 2027, uge 23, 2027, week 23 2027 | the Sunday of that week (ISO 8601) |
//! | 03-2027, 3/2027, 03.2027 | that month |
//! | 31.12.26 | that day: with points the day stands first |
//! | senest, inden, by before any date | that date |

use chrono::{NaiveDate, Weekday};

/// A date of which only a part may be named, as [`super::PartialDate`] has it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    Year(i32),
    /// Year, and 1 to 4.
    Quarter(i32, u32),
    /// Year, and 1 to 12.
    Month(i32, u32),
    Day(NaiveDate),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    First,
    Middle,
    Last,
}

/// Longest first, since one may begin another.
const PARTS: [(&str, Part); 26] = [
    ("i begyndelsen af ", Part::First),
    ("begyndelsen af ", Part::First),
    ("i starten af ", Part::First),
    ("starten af ", Part::First),
    ("beginning of ", Part::First),
    ("primo ", Part::First),
    ("early ", Part::First),
    ("early-", Part::First),
    ("i midten af ", Part::Middle),
    ("midten af ", Part::Middle),
    ("middle of ", Part::Middle),
    ("medio ", Part::Middle),
    ("mid-", Part::Middle),
    ("mid ", Part::Middle),
    ("ved udgangen af ", Part::Last),
    ("med udgangen af ", Part::Last),
    ("udgangen af ", Part::Last),
    ("i slutningen af ", Part::Last),
    ("slutningen af ", Part::Last),
    ("the end of ", Part::Last),
    ("end of ", Part::Last),
    ("end ", Part::Last),
    ("ultimo ", Part::Last),
    ("late ", Part::Last),
    ("late-", Part::Last),
    ("ult. ", Part::Last),
];

const BEFORE: [&str; 8] = ["senest den ", "senest ", "inden den ", "inden ", "no later than ", "by ", "før ", "pr. "];

/// Reads a phrase; `plain` reads the dates that stand in it.
pub(super) fn read(text: &str, plain: &dyn Fn(&str) -> Option<Said>) -> Option<Said> {
    let text = text.to_lowercase();
    let text = text.trim();
    if let Some(rest) = BEFORE.iter().find_map(|b| text.strip_prefix(b)) {
        return plain(rest).or_else(|| of(rest, plain));
    }
    of(text, plain)
}

fn of(text: &str, plain: &dyn Fn(&str) -> Option<Said>) -> Option<Said> {
    if let Some((rest, part)) = PARTS.iter().find_map(|(word, part)| Some((text.strip_prefix(word)?, *part))) {
        let rest = rest.trim();
        return part_of(half(rest).map(Whole::Half).or_else(|| plain(rest).map(Whole::Date))?, part);
    }
    half(text).map(|(year, half)| Said::Month(year, half * 6)).or_else(|| week(text)).or_else(|| in_figures(text))
}

enum Whole {
    Date(Said),
    /// Year, and 1 or 2.
    Half((i32, u32)),
}

fn part_of(whole: Whole, part: Part) -> Option<Said> {
    let among = |year, first, middle: Option<u32>, last| match part {
        Part::First => Some(Said::Month(year, first)),
        Part::Middle => middle.map(|m| Said::Month(year, m)),
        Part::Last => Some(Said::Month(year, last)),
    };
    match whole {
        Whole::Date(Said::Year(year)) => among(year, 1, Some(6), 12),
        Whole::Date(Said::Quarter(year, n)) => among(year, n * 3 - 2, Some(n * 3 - 1), n * 3),
        // The middle of six months lies between two of them.
        Whole::Half((year, half)) => among(year, half * 6 - 5, None, half * 6),
        Whole::Date(Said::Month(year, month)) => match part {
            Part::First => NaiveDate::from_ymd_opt(year, month, 10).map(Said::Day),
            Part::Middle => NaiveDate::from_ymd_opt(year, month, 20).map(Said::Day),
            Part::Last => Some(Said::Month(year, month)),
        },
        Whole::Date(Said::Day(_)) => None,
    }
}

/// A year of four digits.
fn year(text: &str) -> Option<i32> {
    (text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?.filter(|y| *y >= 1000)
}

/// 1. halvår 2026, H1 2026, 2026 H1, 2026-H1, first half of 2026.
fn half(text: &str) -> Option<(i32, u32)> {
    let text = text
        .replace("halvår", "h")
        .replace("half of", "h")
        .replace("half", "h")
        .replace("første", "1")
        .replace("andet", "2")
        .replace("first", "1")
        .replace("second", "2")
        .replace("1st", "1")
        .replace("2nd", "2");
    let text: String = text.chars().filter(|c| !matches!(c, ' ' | '.' | ',' | '-' | '/')).collect();
    let (year_said, number) = match text.get(..2).filter(|_| text.len() == 6) {
        Some("1h" | "h1") => (&text[2..], 1),
        Some("2h" | "h2") => (&text[2..], 2),
        Some(_) => match text.get(4..)? {
            "h1" | "1h" => (text.get(..4)?, 1),
            "h2" | "2h" => (text.get(..4)?, 2),
            _ => return None,
        },
        None => return None,
    };
    Some((year(year_said)?, number))
}

/// uge 23 2026, uge 23, 2026, uge 23/2026, 2026 uge 23, 2026-W23.
fn week(text: &str) -> Option<Said> {
    let is_week = |word: &str| matches!(word, "uge" | "week" | "w" | "uge." | "u");
    let spaced: String =
        text.replace("-w", " w ").chars().map(|c| if matches!(c, ',' | '/' | '-') { ' ' } else { c }).collect();
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let (number, year_said) = match words[..] {
        [w, number, y] if is_week(w) => (number, y),
        [w, number, "i" | "in" | "of", y] if is_week(w) => (number, y),
        [y, w, number] if is_week(w) => (number, y),
        _ => return None,
    };
    let number = number.trim_end_matches('.');
    let number: u32 =
        (number.len() <= 2 && number.bytes().all(|b| b.is_ascii_digit())).then(|| number.parse().ok())??;
    NaiveDate::from_isoywd_opt(year(year_said)?, number, Weekday::Sun).map(Said::Day)
}

/// 03-2027, 3/2027, 03.2027; 31.12.26.
fn in_figures(text: &str) -> Option<Said> {
    let two =
        |t: &str| ((1..=2).contains(&t.len()) && t.bytes().all(|b| b.is_ascii_digit())).then(|| t.parse().ok())?;
    if let [month, y] = text.split(['-', '/', '.']).collect::<Vec<_>>()[..] {
        let (year, month): (i32, u32) = (year(y)?, two(month)?);
        return (1..=12).contains(&month).then_some(Said::Month(year, month));
    }
    let [day, month, short] = text.split('.').map(str::trim).collect::<Vec<_>>()[..] else { return None };
    let short = (short.len() == 2).then(|| two(short))??;
    NaiveDate::from_ymd_opt(2000 + i32::try_from(short).ok()?, two(month)?, two(day)?).map(Said::Day)
}
