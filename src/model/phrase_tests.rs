//! Each phrase with its meaning, and those that have none or two.

use super::PartialDate;

fn said(text: &str) -> Option<String> {
    PartialDate::parse(text).ok().map(|d| d.to_string())
}

#[test]
fn each_phrase_has_one_meaning() {
    for (text, date) in [
        ("primo 2027", "2027-01"),
        ("Medio 2026", "2026-06"),
        ("Ultimo 2025", "2025-12"),
        ("primo marts 2027", "2027-03-10"),
        ("medio marts 2027", "2027-03-20"),
        ("ultimo marts 2027", "2027-03"),
        ("ultimo dec. 2026", "2026-12"),
        ("ultimo 2. kvartal 2027", "2027-06"),
        ("medio 2. kvartal 2027", "2027-05"),
        ("primo 2. halvår 2027", "2027-07"),
        ("ultimo 1. halvår 2027", "2027-06"),
        ("udgangen af 2026", "2026-12"),
        ("Inden udgangen af 2026", "2026-12"),
        ("ved udgangen af juni 2027", "2027-06"),
        ("slutningen af 2026", "2026-12"),
        ("begyndelsen af 2027", "2027-01"),
        ("midten af 2027", "2027-06"),
        ("senest 31.12.2026", "2026-12-31"),
        ("senest den 1. marts 2027", "2027-03-01"),
        ("end of 2026", "2026-12"),
        ("by the end of March 2027", "2027-03"),
        ("mid-2027", "2027-06"),
        ("mid-March 2027", "2027-03-20"),
        ("early 2027", "2027-01"),
        ("late 2027", "2027-12"),
        ("1. halvår 2026", "2026-06"),
        ("2. halvår 2026", "2026-12"),
        ("første halvår 2026", "2026-06"),
        ("H1 2026", "2026-06"),
        ("2026-H2", "2026-12"),
        ("first half of 2026", "2026-06"),
        ("Q2 2026", "2026-Q2"),
        ("2. kvt. 2026", "2026-Q2"),
        ("dec. 2026", "2026-12"),
        ("december 2026", "2026-12"),
        ("uge 23 2026", "2026-06-07"),
        ("uge 23, 2026", "2026-06-07"),
        ("Uge 12 2027", "2027-03-28"),
        ("week 53 2026", "2027-01-03"),
        ("2026-W23", "2026-06-07"),
        ("31/12 2026", "2026-12-31"),
        ("1/7-2027", "2027-07-01"),
        ("31/3-2027", "2027-03-31"),
        ("31. marts 2027", "2027-03-31"),
        ("03-2027", "2027-03"),
        ("3/2027", "2027-03"),
        ("03.2027", "2027-03"),
        ("31.12.26", "2026-12-31"),
    ] {
        assert_eq!(said(text).as_deref(), Some(date), "{text}");
    }
}

#[test]
fn what_has_two_meanings_is_refused() {
    for text in [
        "4/5/2026",
        "medio",
        "ultimo",
        "ultimo marts",
        "medio 1. halvår 2027",
        "ultimo 31.12.2026",
        "3. halvår 2026",
        "H3 2026",
        "uge 54 2026",
        "uge 53 2027",
        "uge 23",
        "13-2027",
        "0-2027",
        "31.02.26",
        "foråret 2027",
        "sommeren 2027",
        "2026/27",
        "2026-2027",
        "1-2",
        "12-26",
        "26.12.31.1",
        "senest",
        "snart",
    ] {
        assert_eq!(said(text), None, "{text}");
    }
}
