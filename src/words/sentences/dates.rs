//! Days, quarters and partial dates as they stand in a sentence.

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
