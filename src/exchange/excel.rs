//! The things that Excel does to numbers behind the back of those who type them.

use crate::model::{Bilingual, both};

const MONTHS: [&str; 44] = [
    "jan",
    "feb",
    "mar",
    "apr",
    "maj",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "okt",
    "oct",
    "nov",
    "dec",
    "januar",
    "january",
    "februar",
    "february",
    "marts",
    "march",
    "april",
    "juni",
    "june",
    "juli",
    "july",
    "august",
    "september",
    "oktober",
    "october",
    "november",
    "december",
    "jan.",
    "feb.",
    "mar.",
    "apr.",
    "jun.",
    "jul.",
    "aug.",
    "sep.",
    "sept.",
    "okt.",
    "nov.",
    "dec.",
];

/// Whether a cell of a number column holds a date: `4.10` typed into a Danish Excel is saved as
/// `04-okt`, and `4.10.2024` as `04-10-2024`.
///
/// Dotted groups such as `4.1.2` are numbers of a plan, and dates only with a year of four digits.
pub fn excel_made_a_date(value: &str) -> bool {
    let value = without_midnight(value.trim()).to_lowercase();
    let split = |seps: &[char]| value.split(seps).map(str::trim).collect::<Vec<_>>();
    names_a_month(&split(&['-', '/', ' ']))
        || is_all_digits(&split(&['-']), true)
        || is_all_digits(&split(&['/']), true)
        || is_all_digits(&split(&['.']), false)
}

/// The number in a cell that was kept from being made one: `="007"`.
pub fn kept_number(cell: &str) -> &str {
    let inner = cell.trim().strip_prefix("=\"").and_then(|t| t.strip_suffix('"'));
    inner.filter(|n| n.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-'))).unwrap_or(cell)
}

/// The debris that Excel leaves in a cell instead of its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Debris {
    /// #I/T, #REF!: a formula failed.
    Error,
    /// ####: the column was too narrow.
    Narrow,
    /// 2,02612E+13: a long number was shortened.
    Shortened,
}

/// Errors of formulas, in English and Danish.
const ERRORS: [&str; 19] = [
    "#N/A",
    "#I/T",
    "#REF!",
    "#REFERENCE!",
    "#VALUE!",
    "#VÆRDI!",
    "#DIV/0!",
    "#DIVISION/0!",
    "#NAME?",
    "#NAVN?",
    "#NUM!",
    "#NUMMER!",
    "#NULL!",
    "#NUL!",
    "#SPILL!",
    "#OVERLØB!",
    "#CALC!",
    "#BEREGN!",
    "#GETTING_DATA",
];

/// The debris in a cell that holds no value any more.
pub fn excel_left(cell: &str) -> Option<Debris> {
    let cell = cell.trim();
    let shortened = || {
        let (digits, power) = cell.split_once(['E', 'e'])?;
        let power = power.strip_prefix('+')?;
        let decimal =
            digits.contains([',', '.']) && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.'));
        (decimal && is_digits(power, 1..=3)).then_some(Debris::Shortened)
    };
    if ERRORS.contains(&cell.to_uppercase().as_str()) {
        Some(Debris::Error)
    } else if cell.len() >= 3 && cell.bytes().all(|b| b == b'#') {
        Some(Debris::Narrow)
    } else {
        shortened()
    }
}

impl Debris {
    pub fn reason(self, cell: &str) -> Bilingual {
        match self {
            Debris::Error => {
                both!("«{cell}» is an error of Excel, and no value", "»{cell}« er en fejl i Excel og ingen værdi")
            }
            Debris::Narrow => both!(
                "«{cell}» is what Excel shows in a column that is too narrow",
                "»{cell}« er det, Excel viser i en for smal kolonne"
            ),
            Debris::Shortened => both!(
                "«{cell}» is a long number that Excel has shortened",
                "»{cell}« er et langt tal, som Excel har forkortet"
            ),
        }
    }

    pub fn hint(self) -> Bilingual {
        match self {
            Debris::Error => {
                both!("mend the formula, or write the value itself", "ret formlen, eller skriv selve værdien")
            }
            Debris::Narrow => both!("make the column wider and save it again", "gør kolonnen bredere, og gem igen"),
            Debris::Shortened => both!(
                "format the column as text, write the number again and save",
                "formatér kolonnen som tekst, skriv tallet igen, og gem"
            ),
        }
    }
}

fn without_midnight(value: &str) -> &str {
    let ends = [" 00:00:00", " 00:00", " 00.00.00", " 00.00"];
    ends.iter().find_map(|end| value.strip_suffix(end)).unwrap_or(value)
}

fn names_a_month(parts: &[&str]) -> bool {
    match parts {
        [day, month] if is_month(month) => is_day(day),
        [month, year] => is_month(month) && is_digits(year, 1..=4),
        [day, month, year] => is_day(day) && is_month(month) && is_digits(year, 2..=4),
        _ => false,
    }
}

fn is_all_digits(parts: &[&str], short_year: bool) -> bool {
    let [first, second, third] = parts else {
        return false;
    };
    let parts_of_year = |a: &str, b: &str| within(a, 31) && within(b, 31) && (within(a, 12) || within(b, 12));
    let year = |text: &str| matches!(text.parse(), Ok(1900..=2199)) && text.len() == 4;
    let two = |text: &str| is_digits(text, 2..=2);
    (parts_of_year(first, second) && year(third))
        || (year(first) && parts_of_year(second, third))
        || (short_year && parts_of_year(first, second) && two(first) && two(second) && two(third))
}

fn is_month(text: &str) -> bool {
    MONTHS.contains(&text)
}

fn is_day(text: &str) -> bool {
    within(text.strip_suffix('.').unwrap_or(text), 31)
}

fn within(text: &str, most: u32) -> bool {
    is_digits(text, 1..=2) && text.parse().is_ok_and(|n: u32| (1..=most).contains(&n))
}

fn is_digits(text: &str, lengths: std::ops::RangeInclusive<usize>) -> bool {
    lengths.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_seen() {
        let dates = "01-okt|1-Oct|okt-10|Oct-24|01-10-2024|01/10/2024|2024-10-01|01-10-24|4.10.2024|1. oktober 2024\
            |04-okt.|1. okt|01-10-2024 00:00:00|2024-10-01 00:00| 04-maj |1-okt-24|10/1/2024|marts 2024";
        for date in dates.split('|') {
            assert!(excel_made_a_date(date), "{date}");
        }
    }

    #[test]
    fn a_number_that_was_kept_a_text_is_read() {
        assert_eq!(kept_number("=\"007\""), "007");
        for text in ["=\"x\"", "007", "=1+1", "=\"1\"&\"2\""] {
            assert_eq!(kept_number(text), text);
        }
    }

    #[test]
    fn what_is_no_value_is_seen() {
        for (cell, debris) in [
            ("#I/T", Debris::Error),
            ("#værdi!", Debris::Error),
            (" #REF! ", Debris::Error),
            ("########", Debris::Narrow),
            ("2,02612E+13", Debris::Shortened),
            ("2.02612E+13", Debris::Shortened),
        ] {
            assert_eq!(excel_left(cell), Some(debris), "{cell}");
        }
        for cell in ["", "#", "##", "#1", "C#", "2E", "1.1", "E+1", "CO2E+1", "2,5", "# I/T", "#I/T er en fejl"] {
            assert_eq!(excel_left(cell), None, "{cell}");
        }
    }

    #[test]
    fn numbers_are_left_alone() {
        let numbers = "|4.1|4.10|4.1.2|4.10.24|12|1A|1-2|1-2-3|1.1.1.1|A-4|OKT|2024|45566|4-1a|99-99-2024|maj-x|-|--\
            |13-13-2024|1/2|mar|-okt|okt-|4.1 / 4.2|æøå-10|4,1";
        for number in numbers.split('|') {
            assert!(!excel_made_a_date(number), "{number}");
        }
    }
}
