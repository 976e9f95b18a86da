//! The computed light: from dates alone, beside the judged one, never instead of it.
//!
//! The rule is that of the Danish state IT council (Statens It-råd) for its traffic lights: late by up
//! to one month is green, by up to three yellow, by more red. The two numbers can be set in the file.

use super::{Light, PartialDate};
use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// Up to how many calendar months late the computed light is green, and yellow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thresholds {
    pub green_months: u32,
    pub yellow_months: u32,
}

impl Default for Thresholds {
    fn default() -> Self {
        Thresholds { green_months: 1, yellow_months: 3 }
    }
}

/// The light that the dates give on a day. None where nothing is open, or nothing was promised.
///
/// An expected date counts against the approved one; past its approved deadline and still open, the
/// day itself counts as well.
pub fn light(
    thresholds: Thresholds,
    approved: Option<PartialDate>,
    expected: Option<PartialDate>,
    open: bool,
    on: NaiveDate,
) -> Option<Light> {
    let approved = approved.filter(|_| open)?.last_day();
    let mut latest = expected.map_or(approved, PartialDate::last_day);
    if approved < on {
        latest = latest.max(on);
    }
    Some(if latest <= later(approved, thresholds.green_months) {
        Light::Green
    } else if latest <= later(approved, thresholds.yellow_months) {
        Light::Yellow
    } else {
        Light::Red
    })
}

/// Is the judged light greener than the dates? That is a contradiction; the other way round somebody
/// knows more than the dates say.
pub fn is_greener(judged: Light, computed: Light) -> bool {
    (judged as u8) < (computed as u8)
}

/// Some calendar months later; the last day of a month stays the last day of a month.
fn later(day: NaiveDate, months: u32) -> NaiveDate {
    let moved = day.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX);
    let is_last = day.checked_add_days(Days::new(1)).is_none_or(|next| next.month() != day.month());
    if !is_last {
        return moved;
    }
    let mut last = moved;
    while let Some(next) = last.checked_add_days(Days::new(1)).filter(|next| next.month() == moved.month()) {
        last = next;
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(approved: &str, expected: &str, on: &str) -> Option<Light> {
        let date = |t: &str| PartialDate::parse(t).ok();
        light(Thresholds::default(), date(approved), date(expected), true, on.parse().unwrap())
    }

    #[test]
    fn a_month_late_is_green_three_are_yellow_more_is_red() {
        for (approved, expected, light) in [
            ("2023-06", "", Light::Green),
            ("2023-06", "2023-07", Light::Green),
            ("2023-06", "2023-08", Light::Yellow),
            ("2023-06", "2023-09-30", Light::Yellow),
            ("2023-06", "2023-10", Light::Red),
            ("2023-06-15", "2023-07-15", Light::Green),
            ("2023-06-15", "2023-07-16", Light::Yellow),
            ("2023-11", "2024-02-29", Light::Yellow),
            ("2024-02-29", "2024-03-31", Light::Green),
            ("2023-Q2", "2023-Q3", Light::Yellow),
            ("2023", "2024", Light::Red),
            ("2023", "2022", Light::Green),
        ] {
            assert_eq!(of(approved, expected, "2022-01-01"), Some(light), "{approved} {expected}");
        }
    }

    #[test]
    fn past_its_deadline_the_day_itself_counts() {
        assert_eq!(of("2023-06", "", "2023-06-30"), Some(Light::Green));
        assert_eq!(of("2023-06", "", "2023-07-31"), Some(Light::Green));
        assert_eq!(of("2023-06", "2023-07", "2023-08-01"), Some(Light::Yellow));
        assert_eq!(of("2023-06", "", "2023-10-01"), Some(Light::Red));
        assert_eq!(of("", "2023", "2023-10-01"), None);
        let date = PartialDate::parse("2023").ok();
        assert_eq!(light(Thresholds::default(), date, None, false, "2024-10-01".parse().unwrap()), None);
    }

    #[test]
    fn later_is_never_greener() {
        let day = |n: i64| NaiveDate::from_ymd_opt(2023, 1, 1).unwrap() + chrono::TimeDelta::days(n);
        for approved in (0..400).step_by(7) {
            let mut last = Light::Green;
            for late in 0..150 {
                let (approved, expected) = (PartialDate::Day(day(approved)), PartialDate::Day(day(approved + late)));
                let now = light(Thresholds::default(), Some(approved), Some(expected), true, day(0)).unwrap();
                assert!(now as u8 >= last as u8, "{approved} {expected}");
                last = now;
            }
        }
    }
}
