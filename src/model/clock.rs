//! The author and the moment: read once at the top and handed down, so that nothing below looks at a clock.

use super::text::composed;
use chrono::{DateTime, NaiveDate, Utc};
use std::cell::LazyCell;
use std::ops::Deref;
use std::rc::Rc;

/// A name that is found out when something is written, and not before: a directory of the whole
/// ministry may have to be asked for it.
#[derive(Clone)]
pub struct Author(Rc<LazyCell<String, Box<dyn FnOnce() -> String>>>);

impl Author {
    pub fn ask(name: impl FnOnce() -> String + 'static) -> Author {
        Author(Rc::new(LazyCell::new(Box::new(name))))
    }
}

impl From<&str> for Author {
    fn from(name: &str) -> Author {
        let name = composed(name).into_owned();
        Author::ask(|| name)
    }
}

impl Deref for Author {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Author {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str(self)
    }
}

#[derive(Clone, Debug)]
pub struct Moment {
    /// The instant that a change is recorded at.
    pub now: DateTime<Utc>,
    /// The calendar day where the officer sits.
    pub today: NaiveDate,
    /// The author of what is written.
    pub by: Author,
}

impl Moment {
    /// Whether a day is over: by the day that is said, and by the instant wherever on earth it is.
    pub fn is_over(&self, day: NaiveDate) -> bool {
        day < self.today && day < self.latest_day()
    }

    /// Whether a day has come, by both.
    pub fn has_come(&self, day: NaiveDate) -> bool {
        day <= self.today && day <= self.latest_day()
    }

    /// The day that it is where it is latest: UTC+14, Kiritimati.
    fn latest_day(&self) -> NaiveDate {
        (self.now + chrono::TimeDelta::hours(14)).date_naive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_over_when_the_day_that_is_said_and_the_clock_agree() {
        let at = |now: &str, today: &str| Moment {
            now: now.parse().unwrap(),
            today: today.parse().unwrap(),
            by: Author::from("Anna"),
        };
        let last: NaiveDate = "2026-12-31".parse().unwrap();
        // Half past midnight in Copenhagen is still the old year in Greenwich.
        assert!(at("2026-12-31T23:30:00Z", "2027-01-01").is_over(last));
        assert!(!at("2026-12-31T23:30:00Z", "2026-12-31").is_over(last));
        // A day that is only said does not end a quarter.
        assert!(!at("2026-11-27T09:00:00Z", "2027-01-05").is_over(last));
        assert!(!at("2026-11-27T09:00:00Z", "2027-01-05").has_come(last));
        assert!(at("2027-01-05T09:00:00Z", "2027-01-05").is_over(last));
        assert!(at("2026-12-31T09:00:00Z", "2026-12-31").has_come(last));
    }
}
