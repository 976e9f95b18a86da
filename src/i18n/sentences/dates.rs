//! Days, quarters and partial dates as they stand in a sentence.

use crate::i18n::Word;
use crate::model::day::MONTHS;
use crate::model::deadline::{Held, Shift, Unit};
use crate::model::{Lang, PartialDate, Quarter};
use chrono::{Datelike, NaiveDate};

fn month(lang: Lang, number: u32) -> &'static str {
    let (en, da) = MONTHS[(number.clamp(1, 12) - 1) as usize];
    match lang {
        Lang::En => en,
        Lang::Da => da,
    }
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
pub fn partial(lang: Lang, date: PartialDate) -> String {
    match date {
        PartialDate::Year(y) => y.to_string(),
        PartialDate::Quarter(q) => quarter(lang, q),
        PartialDate::Month(y, m) => format!("{} {y}", month(lang, m)),
        PartialDate::Day(d) => day(lang, d),
    }
}

/// Which date something is held to.
pub fn held(lang: Lang, held: Held) -> &'static str {
    match held {
        Held::Approved => Word("approved", "godkendt"),
        Held::Expected => Word("expected", "forventet"),
    }
    .to(lang)
}

/// Which dates fall.
pub fn falls(lang: Lang, all: &[Held]) -> String {
    all.iter().map(|h| held(lang, *h)).collect::<Vec<_>>().join(", ")
}

/// In what a slip is counted: day, days.
pub fn unit(lang: Lang, shift: Shift) -> &'static str {
    let one = shift.by.abs() == 1;
    match shift.unit {
        Unit::Days if one => Word("day", "dag"),
        Unit::Days => Word("days", "dage"),
        Unit::Months if one => Word("month", "måned"),
        Unit::Months => Word("months", "måneder"),
        Unit::Quarters if one => Word("quarter", "kvartal"),
        Unit::Quarters => Word("quarters", "kvartaler"),
        Unit::Years => Word(if one { "year" } else { "years" }, "år"),
    }
    .to(lang)
}
