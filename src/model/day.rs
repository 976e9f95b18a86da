//! Days and partial dates. A partial date is a year, quarter, month or day; it falls on the last
//! day of what it names. What is not plainly one of the forms is refused, never guessed at.

use super::phrase::{self, Said};
use super::text::seen;
use super::{Quarter, Refusal};
use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A date of which only the year, the quarter or the month may be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PartialDate {
    Year(i32),
    Quarter(Quarter),
    /// Year, and month 1 to 12.
    Month(i32, u32),
    Day(NaiveDate),
}

impl PartialDate {
    /// Reads 2024, 2024-Q3 (and all forms of a quarter), 2024-09, juni 2024, jun-24 (which Excel makes of
    /// 2024-06), 2024-09-30 (and all forms of a day), and phrases such as ultimo 2026 (`model/phrase.rs`).
    pub fn parse(text: &str) -> Result<PartialDate, Refusal> {
        if let Some(plain) = plain(text.trim()) {
            return Ok(plain);
        }
        let refused = || Refusal::NotADate { value: text.to_string() };
        let seen = seen(text);
        let t = without_marks(&seen);
        let said = |t: &str| PartialDate::figures(t).ok().map(PartialDate::said);
        PartialDate::figures(t).ok().or_else(|| phrase::read(t, &said).map(PartialDate::of)).ok_or_else(refused)
    }

    /// Whether the text is a date only as a phrase of words.
    pub fn is_phrase(text: &str) -> bool {
        let seen = seen(text);
        let t = without_marks(&seen);
        t.contains(char::is_alphabetic)
            && plain(t).is_none()
            && PartialDate::figures(t).is_err()
            && PartialDate::parse(t).is_ok()
    }

    fn said(self) -> Said {
        match self {
            PartialDate::Year(year) => Said::Year(year),
            PartialDate::Quarter(q) => Said::Quarter(q.year, q.number),
            PartialDate::Month(year, month) => Said::Month(year, month),
            PartialDate::Day(day) => Said::Day(day),
        }
    }

    fn of(said: Said) -> PartialDate {
        match said {
            Said::Year(year) => PartialDate::Year(year),
            Said::Quarter(year, number) => PartialDate::Quarter(Quarter { year, number }),
            Said::Month(year, month) => PartialDate::Month(year, month),
            Said::Day(day) => PartialDate::Day(day),
        }
    }

    /// Reads every form but phrases.
    fn figures(t: &str) -> Result<PartialDate, Refusal> {
        let refused = || Refusal::NotADate { value: t.to_string() };
        if t.len() == 4 && t.bytes().all(|b| b.is_ascii_digit()) {
            return year(t).map(PartialDate::Year).ok_or_else(refused);
        }
        if let Ok(quarter) = Quarter::parse(t) {
            return Ok(PartialDate::Quarter(quarter));
        }
        if let Some((y, m)) = t.split_once('-')
            && y.len() == 4
            && m.len() == 2
            && m.bytes().all(|b| b.is_ascii_digit())
            && let (Some(y), Ok(m)) = (year(y), m.parse())
        {
            return NaiveDate::from_ymd_opt(y, m, 1).map(|_| PartialDate::Month(y, m)).ok_or_else(refused);
        }
        if let Some((m, y)) = t.rsplit_once([' ', '-'])
            && let (Some(m), Some(y)) = (month_name(m), year(y).or_else(|| short_year(t, y)))
        {
            return Ok(PartialDate::Month(y, m));
        }
        day(t).map(PartialDate::Day).ok_or_else(refused)
    }

    /// The first day of what is named.
    pub fn first_day(self) -> NaiveDate {
        match self {
            PartialDate::Year(y) => NaiveDate::from_ymd_opt(y, 1, 1).unwrap_or_default(),
            PartialDate::Quarter(q) => q.first_day(),
            PartialDate::Month(y, m) => NaiveDate::from_ymd_opt(y, m, 1).unwrap_or_default(),
            PartialDate::Day(d) => d,
        }
    }

    /// The last day of what is named: the day that a deadline falls on.
    pub fn last_day(self) -> NaiveDate {
        match self {
            PartialDate::Year(y) => NaiveDate::from_ymd_opt(y, 12, 31).unwrap_or_default(),
            PartialDate::Quarter(q) => q.last_day(),
            PartialDate::Month(..) => self.first_day() + Months::new(1) - Days::new(1),
            PartialDate::Day(d) => d,
        }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            PartialDate::Year(y) => write!(f, "{y:04}"),
            PartialDate::Quarter(q) => write!(f, "{q}"),
            PartialDate::Month(y, m) => write!(f, "{y:04}-{m:02}"),
            PartialDate::Day(d) => write!(f, "{d}"),
        }
    }
}

impl Serialize for PartialDate {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PartialDate {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        PartialDate::parse(&String::deserialize(d)?).map_err(serde::de::Error::custom)
    }
}

/// Reads 2024-09-30, 30-09-2024, 30.09.2024 (day first, as Danish Excel writes them), 30. september 2024,
/// 30/9-2024 (day first), 30 September 2024, and today, yesterday, i dag, i går when `today` is known. 30/9/2024 means one
/// thing, and is read; 4/5/2023 means two, and is refused.
pub fn parse_day(text: &str, today: Option<NaiveDate>) -> Result<NaiveDate, Refusal> {
    let seen = seen(text);
    let t = without_marks(&seen);
    if let Some(today) = today {
        match t.to_lowercase().as_str() {
            "today" | "i dag" | "idag" => return Ok(today),
            "yesterday" | "i går" | "igår" => return Ok(today - Days::new(1)),
            _ => {}
        }
    }
    day(t).ok_or_else(|| Refusal::NotADay { value: text.to_string() })
}

/// Without the marks that a list puts beside a date: ▸ an expected one, ! one that has passed.
fn without_marks(text: &str) -> &str {
    text.trim_matches(|c: char| matches!(c, '▸' | '!' | '\u{a0}') || c.is_whitespace())
}

/// The four forms in which dates are kept and mostly typed, digit by digit: the log of a large file
/// has them by the million.
fn plain(t: &str) -> Option<PartialDate> {
    let number =
        |digits: &[u8]| digits.iter().try_fold(0, |n, d| d.is_ascii_digit().then(|| n * 10 + u32::from(*d - b'0')));
    let t = t.as_bytes();
    let year = number(t.get(..4)?).map(u32::cast_signed).filter(|y| (1000..3000).contains(y))?;
    match t.get(4..)? {
        [] => Some(PartialDate::Year(year)),
        [b'-', b'Q', quarter @ b'1'..=b'4'] => {
            Some(PartialDate::Quarter(Quarter { year, number: u32::from(*quarter - b'0') }))
        }
        [b'-', month @ ..] if month.len() == 2 => {
            number(month).filter(|m| (1..=12).contains(m)).map(|m| PartialDate::Month(year, m))
        }
        [b'-', month @ .., b'-', d1, d2] if month.len() == 2 => {
            NaiveDate::from_ymd_opt(year, number(month)?, number(&[*d1, *d2])?).map(PartialDate::Day)
        }
        _ => None,
    }
}

fn day(t: &str) -> Option<NaiveDate> {
    if let Some(PartialDate::Day(day)) = plain(t) {
        return Some(day);
    }
    if let Some(day) = named_day(t).or_else(|| slashed_day(t)).or_else(|| danish_day(t)) {
        return Some(day);
    }
    let cut = if t.contains('-') { '-' } else { '.' };
    let parts: Vec<&str> = t.split(cut).collect();
    let [a, b, c] = parts[..] else { return None };
    let (y, m, d) = if a.len() == 4 { (a, b, c) } else { (c, b, a) };
    // An ISO day has two digits in each place; 2024-9-30 is half a date.
    if a.len() == 4 && (cut != '-' || b.len() != 2 || c.len() != 2) {
        return None;
    }
    NaiveDate::from_ymd_opt(year(y)?, two(m)?, two(d)?)
}

/// One or two digits.
fn two(t: &str) -> Option<u32> {
    ((1..=2).contains(&t.len()) && t.bytes().all(|b| b.is_ascii_digit())).then(|| t.parse().ok())?
}

/// 30. juni 2023, den 30. juni 2023, 30 June 2023, 30-jun-2023.
fn named_day(t: &str) -> Option<NaiveDate> {
    let t = t.strip_prefix("den ").unwrap_or(t);
    let (d, rest) = t.split_once([' ', '-'])?;
    let (m, y) = rest.rsplit_once([' ', '-'])?;
    NaiveDate::from_ymd_opt(year(y)?, month_name(m)?, two(d.strip_suffix('.').unwrap_or(d))?)
}

/// Danes write the day first, Americans the month: a date that only one of them can mean is that one.
fn slashed_day(t: &str) -> Option<NaiveDate> {
    let parts: Vec<&str> = t.split('/').collect();
    let [a, b, y] = parts[..] else { return None };
    let (a, b, y) = (two(a)?, two(b)?, year(y)?);
    match (NaiveDate::from_ymd_opt(y, b, a), NaiveDate::from_ymd_opt(y, a, b)) {
        (Some(danish), Some(american)) => (danish == american).then_some(danish),
        (one, other) => one.or(other),
    }
}

/// 31/12-2028, 4/5 2023: written in Denmark alone, so the day stands first.
fn danish_day(t: &str) -> Option<NaiveDate> {
    let (d, rest) = t.split_once('/')?;
    let (m, y) = rest.split_once(['-', ' '])?;
    NaiveDate::from_ymd_opt(year(y.trim())?, two(m)?, two(d)?)
}

/// The last two digits of a year, as Excel leaves them of a month: mar-27.
fn short_year(t: &str, y: &str) -> Option<i32> {
    (t.contains('-') && y.len() == 2 && y.bytes().all(|b| b.is_ascii_digit()))
        .then(|| y.parse::<i32>().ok())?
        .map(|y| 2000 + y)
}

/// Years are written with four digits, from 1000 to 2999.
fn year(t: &str) -> Option<i32> {
    (t.len() == 4 && t.bytes().all(|b| b.is_ascii_digit()))
        .then(|| t.parse().ok())?
        .filter(|y| (1000..3000).contains(y))
}

/// The months in English and Danish, January first.
pub const MONTHS: [(&str, &str); 12] = [
    ("January", "januar"),
    ("February", "februar"),
    ("March", "marts"),
    ("April", "april"),
    ("May", "maj"),
    ("June", "juni"),
    ("July", "juli"),
    ("August", "august"),
    ("September", "september"),
    ("October", "oktober"),
    ("November", "november"),
    ("December", "december"),
];

fn month_name(t: &str) -> Option<u32> {
    let t = t.to_lowercase();
    let short = t.strip_suffix('.').unwrap_or(&t);
    // The first three letters are those of one month alone, and Excel writes them.
    let is = |name: &str| {
        name == t || (short.len() == 3 && name.starts_with(short)) || (short == "sept" && name.starts_with(short))
    };
    let at = MONTHS.iter().position(|(en, da)| is(&en.to_lowercase()) || is(da))?;
    u32::try_from(at + 1).ok()
}

/// Whole days from `from` to `to`; negative when `to` comes first.
pub fn days_between(from: NaiveDate, to: NaiveDate) -> i64 {
    i64::from(to.num_days_from_ce()) - i64::from(from.num_days_from_ce())
}

#[cfg(test)]
#[path = "phrase_tests.rs"]
mod phrases;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_partial_date_falls_on_the_last_day_of_what_it_names() {
        for (text, last) in [
            ("2024", "2024-12-31"),
            ("2024-Q1", "2024-03-31"),
            ("3. kvartal 2024", "2024-09-30"),
            ("2024-02", "2024-02-29"),
            ("juni 2023", "2023-06-30"),
            ("mar-27", "2027-03-31"),
            ("mar-2027", "2027-03-31"),
            ("okt-30", "2030-10-31"),
            ("Oct-30", "2030-10-31"),
            ("maj.-27", "2027-05-31"),
            ("30-06-2023", "2023-06-30"),
            ("30.6.2023", "2023-06-30"),
            ("2023-06-30", "2023-06-30"),
            ("30. juni 2023", "2023-06-30"),
            ("30.\u{a0}juni\u{a0}2023", "2023-06-30"),
            ("den 1. marts 2027", "2027-03-01"),
            ("31 March 2027", "2027-03-31"),
            ("31-mar-2027", "2027-03-31"),
            ("1. sept. 2027", "2027-09-01"),
            ("31/03/2027", "2027-03-31"),
            ("3/31/2027", "2027-03-31"),
            ("5/5/2027", "2027-05-05"),
            ("mar-27", "2027-03-31"),
            ("dec. 2026", "2026-12-31"),
        ] {
            assert_eq!(PartialDate::parse(text).unwrap().last_day().to_string(), last, "{text}");
        }
    }

    #[test]
    fn what_is_not_plainly_a_date_is_refused() {
        for text in [
            "",
            "2023-13",
            "31/02/2026",
            "4/5/2023",
            "2023-02-31",
            "30-06-23",
            "2023-6-3",
            "23-06",
            "27-mar",
            "mart-27",
            "2024-Q5",
            "soon",
            "0999",
            "2023-06-30x",
            "32. juni 2023",
            "31. juni 2023",
            "juni",
            "30. juni",
            "30. juni 23",
            "ma 2023",
            "30 06 2023",
            "31/03/27",
        ] {
            assert!(PartialDate::parse(text).is_err(), "{text}");
        }
    }
}
