//! Deadlines: what moved one and what corrected it, which dates hold something to a day, and by how much
//! one date is later than another.

use super::PartialDate;
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// One move: from, to, why, and who agreed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    pub before: Option<PartialDate>,
    pub after: Option<PartialDate>,
    /// The day it was agreed.
    pub as_of: NaiveDate,
    pub reason: String,
    pub agreed_by: Option<String>,
}

/// The original deadline was written down otherwise than it was signed: from, to, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    pub before: Option<PartialDate>,
    pub after: Option<PartialDate>,
    /// The day it was corrected.
    pub as_of: NaiveDate,
    pub reason: String,
}

/// A kind of date that something open is held to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Held {
    Approved,
    Expected,
}

/// The dates that something open is held to; what has ended is held to none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dates {
    pub approved: Option<PartialDate>,
    pub expected: Option<PartialDate>,
}

/// Past a date that it was held to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Late {
    pub held: Held,
    pub date: PartialDate,
    /// Whole days, from its last day.
    pub days: i64,
}

impl Dates {
    pub fn each(self) -> impl Iterator<Item = (Held, PartialDate)> {
        let approved = self.approved.map(|d| (Held::Approved, d));
        approved.into_iter().chain(self.expected.map(|d| (Held::Expected, d)))
    }

    /// Late by the date that passed first. An expected date that has passed is late, whether or not
    /// another one was ever agreed.
    pub fn late(self, on: NaiveDate) -> Option<Late> {
        let (held, date) = self.first(on).filter(|(_, d)| d.last_day() < on)?;
        Some(Late { held, date, days: super::day::days_between(date.last_day(), on) })
    }

    /// The date that comes first, of those that fall on or before a day.
    pub fn first(self, until: NaiveDate) -> Option<(Held, PartialDate)> {
        self.each().filter(|(_, d)| d.last_day() <= until).min_by_key(|(held, d)| (d.last_day(), *held))
    }

    /// Which of them fall on these days or between.
    pub fn falling(self, from: NaiveDate, until: NaiveDate) -> Vec<Held> {
        self.each().filter(|(_, d)| (from..=until).contains(&d.last_day())).map(|(held, _)| held).collect()
    }
}

/// In what a slip is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    Days,
    Months,
    Quarters,
    Years,
}

/// By how much one date is later than another, no finer than the two dates say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    pub by: i64,
    pub unit: Unit,
}

impl Shift {
    /// Two days are days apart, two quarters quarters and two years years; everything else is counted in
    /// months, by the month that each date ends in.
    pub fn between(from: PartialDate, to: PartialDate) -> Shift {
        let apart = months(from, to);
        match (from, to) {
            (PartialDate::Day(a), PartialDate::Day(b)) => {
                Shift { by: super::day::days_between(a, b), unit: Unit::Days }
            }
            (PartialDate::Quarter(_), PartialDate::Quarter(_)) => Shift { by: apart / 3, unit: Unit::Quarters },
            (PartialDate::Year(_), PartialDate::Year(_)) => Shift { by: apart / 12, unit: Unit::Years },
            _ => Shift { by: apart, unit: Unit::Months },
        }
    }
}

/// Calendar months from the month that one date ends in to that of the other.
pub fn months(from: PartialDate, to: PartialDate) -> i64 {
    let month = |d: NaiveDate| i64::from(d.year()) * 12 + i64::from(d.month());
    month(to.last_day()) - month(from.last_day())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Option<PartialDate> {
        (!text.is_empty()).then(|| PartialDate::parse(text).unwrap())
    }

    #[test]
    fn an_expected_date_that_has_passed_is_late_without_an_approved_one() {
        let late = |approved: &str, expected: &str, on: &str| {
            let dates = Dates { approved: date(approved), expected: date(expected) };
            dates.late(on.parse().unwrap()).map(|l| (l.held, l.days))
        };
        assert_eq!(late("", "2025", "2026-01-01"), Some((Held::Expected, 1)));
        assert_eq!(late("2027", "2025-06", "2025-07-02"), Some((Held::Expected, 2)));
        assert_eq!(late("2025-03", "2027", "2025-04-01"), Some((Held::Approved, 1)));
        assert_eq!(late("2025-06", "2025-Q2", "2025-07-01"), Some((Held::Approved, 1)));
        assert_eq!(late("2025", "", "2025-12-31"), None);
        assert_eq!(late("", "", "2025-12-31"), None);
    }

    #[test]
    fn every_kind_of_date_falls_due() {
        let (from, until) = ("2024-01-01".parse().unwrap(), "2024-03-31".parse().unwrap());
        let falling = |approved: &str, expected: &str| {
            Dates { approved: date(approved), expected: date(expected) }.falling(from, until)
        };
        assert_eq!(falling("2024-03-31", "2024-01"), [Held::Approved, Held::Expected]);
        assert_eq!(falling("2024-01-01", "2027"), [Held::Approved]);
        assert_eq!(falling("", "2024-Q1"), [Held::Expected]);
        assert_eq!(falling("2024", "2023-12-31"), []);
    }

    #[test]
    fn a_partial_date_slips_in_its_own_unit() {
        for (from, to, by, unit) in [
            ("2025", "2026-06", 6, Unit::Months),
            ("2025", "2027", 2, Unit::Years),
            ("2024-Q3", "2025-Q1", 2, Unit::Quarters),
            ("2024-Q3", "2024-12", 3, Unit::Months),
            ("2026-03", "2026-09", 6, Unit::Months),
            ("2026-03-15", "2026-04", 1, Unit::Months),
            ("2026-03-15", "2026-03-20", 5, Unit::Days),
            ("2026-09", "2026-03", -6, Unit::Months),
        ] {
            let shift = Shift::between(date(from).unwrap(), date(to).unwrap());
            assert_eq!(shift, Shift { by, unit }, "{from} {to}");
        }
    }
}
