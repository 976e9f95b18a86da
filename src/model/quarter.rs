//! Calendar quarters.

use super::Refusal;
use super::text::seen;
use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter {
    pub year: i32,
    /// 1 to 4.
    pub number: u32,
}

impl Quarter {
    pub fn of(day: NaiveDate) -> Quarter {
        Quarter { year: day.year(), number: day.month0() / 3 + 1 }
    }

    /// Reads 2024-Q3, 2024Q3, Q3 2024, 2024K3, K3 2024, 3. kvartal 2024, 3rd quarter of 2024.
    pub fn parse(text: &str) -> Result<Quarter, Refusal> {
        let refused = || Refusal::NotAQuarter { value: text.to_string() };
        let t = seen(text)
            .to_lowercase()
            .replace("kvartal", "k")
            .replace("kvt", "k")
            .replace("quarter of ", "q")
            .replace("quarter", "q");
        let t: String = t.chars().filter(|c| !matches!(c, ' ' | '-' | '.')).collect();
        let t = t.replace("1st", "1").replace("2nd", "2").replace("3rd", "3").replace("4th", "4");
        let c: Vec<char> = t.chars().collect();
        if c.len() != 6 {
            return Err(refused());
        }
        let sign = |c: char| c == 'q' || c == 'k';
        let (year, number) = if sign(c[4]) {
            (&c[0..4], c[5]) // 2024q3
        } else if sign(c[0]) {
            (&c[2..6], c[1]) // q32024
        } else if sign(c[1]) {
            (&c[2..6], c[0]) // 3k2024
        } else {
            return Err(refused());
        };
        let year: String = year.iter().collect();
        let number = number.to_digit(10).filter(|n| (1..=4).contains(n)).ok_or_else(refused)?;
        if !year.bytes().all(|b| b.is_ascii_digit()) || !(b'1'..=b'2').contains(&year.as_bytes()[0]) {
            return Err(refused());
        }
        Ok(Quarter { year: year.parse().map_err(|_| refused())?, number })
    }

    pub fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year, self.number * 3 - 2, 1).unwrap_or_default()
    }

    pub fn last_day(self) -> NaiveDate {
        self.first_day() + Months::new(3) - Days::new(1)
    }

    pub fn previous(self) -> Quarter {
        Quarter::of(self.first_day() - Days::new(1))
    }

    pub fn next(self) -> Quarter {
        Quarter::of(self.last_day() + Days::new(1))
    }

    pub fn contains(self, day: NaiveDate) -> bool {
        Quarter::of(day) == self
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{:04}-Q{}", self.year, self.number)
    }
}

impl Serialize for Quarter {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Quarter {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Quarter::parse(&String::deserialize(d)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_written_form_of_a_quarter_is_read() {
        for text in [
            "2024-Q3",
            "2024Q3",
            "Q3 2024",
            "3. kvartal 2024",
            "3.\u{a0}kvartal\u{a0}2024",
            "2024K3",
            "2024-K3",
            "k3 2024",
            "3rd quarter 2024",
            "3rd quarter of 2024",
        ] {
            assert_eq!(Quarter::parse(text).unwrap().to_string(), "2024-Q3", "{text}");
        }
        for text in ["Q5 2024", "2024-Q0", "2024", "Q3", "24Q3", "kvartal", "æøåæøå", "2024q33"] {
            assert!(Quarter::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn quarters_follow_each_other_over_the_year() {
        let q = Quarter::parse("2024-Q1").unwrap();
        assert_eq!(q.previous().to_string(), "2023-Q4");
        assert_eq!(q.previous().next(), q);
        assert_eq!(q.last_day().to_string(), "2024-03-31");
    }
}
