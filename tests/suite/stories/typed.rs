//! Printed values can be typed again, and texts that look alike are alike.

use crate::support::Desk;
use chrono::{Days, NaiveDate};
use fremdrift::i18n::sentences;
use fremdrift::model::choice::{InstrumentKind, PlanState};
use fremdrift::model::revision::Asked;
use fremdrift::model::{
    Audience, Basis, EntryBasis, Interest, Lang, Light, PartialDate, Quarter, RoleKind, Status, parse_day,
};
use std::collections::BTreeSet;

/// `Région Århus` as a Mac types it: each letter and its sign by itself.
const APART: &str = "Re\u{301}gion A\u{30a}rhus";
const TOGETHER: &str = "Région Århus";

fn contains(text: &str, all: &[&str]) {
    for one in all {
        assert!(text.contains(one), "{one}:\n{text}");
    }
}

#[test]
fn every_date_that_is_printed_is_read_again() {
    let first = NaiveDate::from_ymd_opt(2023, 12, 1).expect("a day");
    for lang in [Lang::En, Lang::Da] {
        for day in (0..430).map(|n| first + Days::new(n)) {
            for printed in [sentences::day(lang, day), day.to_string(), day.format("%d.%m.%Y").to_string()] {
                assert_eq!(parse_day(&printed, None), Ok(day), "{printed}");
                assert_eq!(PartialDate::parse(&printed), Ok(PartialDate::Day(day)), "{printed}");
            }
            let quarter = Quarter::of(day);
            for printed in [sentences::quarter(lang, quarter), quarter.to_string()] {
                assert_eq!(Quarter::parse(&printed), Ok(quarter), "{printed}");
            }
            let month = PartialDate::parse(&day.format("%Y-%m").to_string()).expect("a month");
            for date in [month, PartialDate::Quarter(quarter), PartialDate::Year(2024)] {
                for printed in [sentences::partial(lang, date), date.to_string()] {
                    assert_eq!(PartialDate::parse(&printed), Ok(date), "{printed}");
                }
            }
        }
    }
}

#[test]
fn days_and_quarters_are_read_as_danes_write_them_by_hand() {
    let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).expect("a day");
    for (typed, meant) in
        [("31/12-2028", day(2028, 12, 31)), ("4/5-2023", day(2023, 5, 4)), ("1/2 2027", day(2027, 2, 1))]
    {
        assert_eq!(parse_day(typed, None), Ok(meant), "{typed}");
        assert_eq!(PartialDate::parse(typed), Ok(PartialDate::Day(meant)), "{typed}");
    }
    for typed in ["31/13-2028", "2028/12-31", "31/12-28x"] {
        assert!(parse_day(typed, None).is_err(), "{typed}");
    }
    for typed in ["2. kvt. 2028", "2. kvt 2028"] {
        assert_eq!(Quarter::parse(typed), Quarter::parse("2028-Q2"), "{typed}");
    }
}

#[test]
fn every_word_of_a_closed_list_is_read_again() {
    fn all<T: Copy + PartialEq + std::fmt::Debug>(
        words: &[T],
        word: fn(T, Lang) -> &'static str,
        code: fn(T) -> &'static str,
        parse: fn(&str) -> Result<T, fremdrift::model::Refusal>,
    ) {
        for one in words {
            for printed in [code(*one), word(*one, Lang::En), word(*one, Lang::Da)] {
                assert_eq!(parse(printed), Ok(*one), "{printed}");
                assert_eq!(parse(&printed.to_uppercase().replace(' ', "\u{a0}")), Ok(*one), "{printed}");
            }
        }
    }
    all(Status::ALL, Status::word, Status::code, Status::parse);
    all(Light::ALL, Light::word, Light::code, Light::parse);
    all(Interest::ALL, Interest::word, Interest::code, Interest::parse);
    all(RoleKind::ALL, RoleKind::word, RoleKind::code, RoleKind::parse);
    all(Basis::ALL, Basis::word, Basis::code, Basis::parse);
    all(EntryBasis::ALL, EntryBasis::word, EntryBasis::code, EntryBasis::parse);
    all(Audience::ALL, Audience::word, Audience::code, Audience::parse);
    all(PlanState::ALL, PlanState::word, PlanState::code, PlanState::parse);
    all(InstrumentKind::ALL, InstrumentKind::word, InstrumentKind::code, InstrumentKind::parse);
    for light in Light::ALL {
        let printed = format!("{} {}", light.symbol(), light.word(Lang::Da));
        assert_eq!(Light::parse(&printed), Ok(*light), "{printed}");
    }
}

#[test]
fn danish_offices_say_where_something_stands_in_many_words() {
    for (status, words) in [
        (Status::Ongoing, "påbegyndt|igangsat|kører|i proces|undervejs|Påbegyndt"),
        (Status::NotStarted, "ikke begyndt|ikke igangsat|ej startet|afventer opstart|ikke påbegyndt"),
        (Status::Completed, "færdig|fuldført|opfyldt|nået|afsluttet"),
        (Status::PartlyCompleted, "delvist opfyldt"),
        (Status::Cancelled, "udgår|udgået|opgivet|annulleret|aflyst"),
        (Status::Suspended, "på hold|stillet i bero|sat på pause|suspenderet"),
    ] {
        for word in words.split('|') {
            assert_eq!(Status::parse(word), Ok(status), "{word}");
        }
    }
}

#[test]
fn what_says_late_is_no_status_and_the_nearest_word_is_never_the_opposite() {
    let desk = Desk::small();
    desk.ok(&["objective", "add", "MX-2030/1", "--title", "Havvind"]);
    for word in ["Forsinket", "udskudt", "delayed"] {
        let said = desk.fails(1, &["log", "MX-2030/1", "-s", word]);
        contains(&said, &["says that it is late, and that is no status", "ongoing, red, 2027-Q1"]);
    }
    let said = desk.fails(1, &["log", "MX-2030/1", "-s", "påbegynt"]);
    contains(&said, &["hint: did you mean påbegyndt"]);
    assert!(!said.contains("ikke") && !said.contains("not-started"), "{said}");
    let said = desk.fails(1, &["log", "MX-2030/1", "-s", "ikke påbegynt"]);
    contains(&said, &["did you mean ikke påbegyndt"]);
}

#[test]
fn what_a_report_shows_is_typed_back() {
    let desk = Desk::illustrated();
    let dates = ["-l", "●\u{a0}grøn", "--expect", "2. kvartal 2027", "--because", "r", "--as-of", "30. juni 2026"];
    desk.ok(&[&["log", "ID-2021/2.8 ◊", "-s", "I GANG", "-m", "n"][..], &dates].concat());
    contains(&desk.ok(&["--lang", "da", "show", "ID-2021/2.8"]), &["2027-Q2", "i gang"]);
    desk.ok(&["log", "ID-2021/2.8", "-l", "no light", "--expect", "31. marts 2027", "--because", "r"]);
    let listed = desk.ok(&["list", "--authority", "lead:ENS", "--format", "csv"]);
    let of_ens = listed.lines().nth(1).and_then(|l| l.split(';').next()).expect("a reference").to_string();
    for lang in ["en", "da"] {
        let shown = desk.ok(&["--lang", lang, "show", &of_ens]);
        let name = shown.lines().find_map(|l| l.split_once("ENS ").map(|found| format!("ENS {}", found.1.trim())));
        let name = name.expect("an authority with its name");
        contains(&desk.ok(&["list", "--authority", &name]), &[&of_ens]);
    }
    for quarter in ["2nd quarter of 2023", "2. kvartal 2023"] {
        desk.ok(&["summary", quarter, "--plan", "ID-2021"]);
    }
    desk.ok(&["list", "--as-of", "31/12/2023"]);
    let said = desk.fails(1, &["list", "--as-of", "4/5/2023"]);
    contains(&said, &["«4/5/2023» is not a day"]);
}

/// The pages that the program prints, each as it is asked for.
const PAGES: &[&str] = &[
    "summary 2023-Q2 --plan ID-2021",
    "summary 2024-Q4 --plan ID-2021",
    "summary --as-reported 2023-Q1 --plan ID-2021",
    "list",
    "list --as-of 2023-06-30",
    "due --within 900d",
    "slips",
    "trend",
    "quarters",
    "portfolio 2023-Q2",
    "check",
    "find energi",
    "history ID-2021/2.8",
    "changes",
    "show ID-2021/2.8",
    "show ID-2021/3.7/1",
    "diff 2023-Q1 2023-Q2 --plan ID-2021",
    "return status 2023-Q2",
    "partnership list",
    "plan list",
    "area list",
    "objective list",
    "activity list",
    "authority list",
    "instrument list",
];

/// As what the cells of a column are typed, in either language; a heading that is in none of these lists is
/// a text, a count or a mark.
const TYPED: &[(&str, &[&str])] = &[
    ("reference", &["Reference", "reference"]),
    ("status", &["Status"]),
    ("light", &["Light", "Trafiklys", "Judged", "Vurderet", "Computed", "Beregnet"]),
    ("quarter", &["Quarter", "Kvartal"]),
    ("authority", &["Lead", "Ansvarlig", "Authority", "Myndighed", "Supporting", "Medansvarlig"]),
    ("plan", &["Plan"]),
    ("partnership", &["Country", "Land"]),
    (
        "date",
        &[
            "As of",
            "Gælder pr.",
            "Deadline",
            "Frist",
            "Approved",
            "Godkendt",
            "Approved deadline",
            "Godkendt frist",
            "Original",
            "Oprindelig",
            "Original deadline",
            "Oprindelig frist",
            "Expected",
            "Forventet",
            "Frozen on",
            "Låst den",
            "Due",
            "Period from",
            "Periode fra",
            "Period to",
            "Periode til",
            "Name from",
            "Navn fra",
        ],
    ),
];

const MONTHS: &str = "january february march april may june july august september october november december \
    januar februar marts april maj juni juli august september oktober november december";

/// The dates and quarters in a text: as digits (2023-06-30, 2023-Q2, 2023-06, 30.06.2023), and where a
/// month or the word quarter stands beside a year.
fn dates_in(text: &str) -> BTreeSet<String> {
    let words: Vec<&str> = text.split_whitespace().map(|w| w.trim_matches(|c: char| !c.is_alphanumeric())).collect();
    let mut found = BTreeSet::new();
    let is_year = |w: &&str| w.len() == 4 && w.starts_with("20") && w.chars().all(|c| c.is_ascii_digit());
    let number = |w: &str| (1..=2).contains(&w.len()) && w.chars().all(|c| c.is_ascii_digit());
    for (at, word) in words.iter().enumerate() {
        let parts: Vec<&str> = word.split(['-', '.']).collect();
        let digits = |p: &&str| !p.is_empty() && p.trim_start_matches('Q').chars().all(|c| c.is_ascii_digit());
        let has_year = parts.iter().filter(|p| is_year(p)).count() == 1; // two are a period
        if (2..=3).contains(&parts.len()) && has_year && parts.iter().all(digits) && word.len() <= 10 && word.len() >= 7
        {
            found.insert((*word).to_string());
        }
        let Some(year) = words.get(at + 1).filter(|y| is_year(y)) else { continue };
        if MONTHS.split_whitespace().any(|m| m == word.to_lowercase()) {
            let day = at.checked_sub(1).map(|b| words[b]).filter(|d| number(d));
            found.insert(day.map_or(format!("{word} {year}"), |d| {
                let dot = if text.contains(&format!("{d}. {word}")) { "." } else { "" };
                format!("{d}{dot} {word} {year}")
            }));
        }
        if *word == "kvartal" {
            found.insert(format!("{}. kvartal {year}", words[at - 1]));
        }
        if *word == "of" && at > 1 && words[at - 1] == "quarter" {
            found.insert(format!("{} quarter of {year}", words[at - 2]));
        }
    }
    found
}

#[test]
fn the_dates_of_a_text_are_found() {
    let text = "Fra 30. juni 2023 (2. kvartal 2023) til 2024-Q1, marts 2028; 31.12.2023. 1.10 and 2nd quarter of 2024.";
    let found: Vec<String> = dates_in(text).into_iter().collect();
    let wanted = ["2. kvartal 2023", "2024-Q1", "2nd quarter of 2024", "30. juni 2023", "31.12.2023", "marts 2028"];
    assert_eq!(found, wanted);
}

#[test]
fn every_cell_and_every_date_of_every_page_is_typed_again() {
    let desk = Desk::illustrated();
    desk.ok(&[
        "freeze",
        "2023-Q1",
        "--plan",
        "ID-2021",
        "--skip-earlier",
        "--waive",
        "no-lead=R",
        "--waive",
        "green-overdue=R",
    ]);
    desk.ok(&["return", "send", "2023-Q2", "--plan", "ID-2021", "--due", "2023-07-15", "--out", "ud"]);
    let (mut cells, mut dates) = (BTreeSet::new(), BTreeSet::new());
    for page in PAGES {
        for lang in ["en", "da"] {
            let asked: Vec<&str> = ["--lang", lang].into_iter().chain(page.split(' ')).collect();
            for format in ["text", "markdown"] {
                let text = desk.run(&[&asked[..], &["--format", format]].concat());
                assert!(!text.stdout.is_empty(), "{page} in {format}");
                dates.extend(dates_in(&text.stdout));
            }
            let said = desk.run(&[&asked[..], &["--format", "csv"]].concat());
            let text = said.stdout.trim_start_matches('\u{feff}');
            let mut rows = csv::ReaderBuilder::new().delimiter(b';').from_reader(text.as_bytes());
            let headings = rows.headers().expect("headings").clone();
            let kinds: Vec<_> = headings
                .iter()
                .map(|h| TYPED.iter().find(|(_, names)| names.contains(&h)).map(|(kind, _)| *kind))
                .collect();
            for row in rows.records() {
                for (cell, kind) in row.expect("a row").iter().zip(&kinds) {
                    if let (Some(kind), false) = (kind, cell.is_empty()) {
                        cells.insert((*kind, cell.to_string()));
                    }
                }
            }
        }
    }
    assert!(dates.len() > 60 && cells.len() > 200, "{} dates, {} cells", dates.len(), cells.len());
    let mut refused: Vec<String> = Vec::new();
    for date in &dates {
        if PartialDate::parse(date).is_err() && Asked::parse(date).is_err() {
            refused.push(date.clone());
        }
    }
    for (kind, cell) in &cells {
        let is_read = match *kind {
            "date" => PartialDate::parse(cell).is_ok(),
            "quarter" => Quarter::parse(cell).is_ok(),
            // The country of an authority is its code, and no filter.
            "partnership" if cell.len() == 2 => true,
            kind => {
                let filter = format!("--{kind}");
                let args = if kind == "reference" { ["show", cell, "-q"] } else { ["list", &filter, cell] };
                desk.run(&args).code == 0
            }
        };
        if !is_read {
            refused.push(format!("{kind} {cell}"));
        }
    }
    assert!(refused.is_empty(), "{} can't be typed:\n{}", refused.len(), refused.join("\n"));
}

#[test]
fn letters_are_kept_and_compared_in_one_form_on_every_way_in() {
    let desk = Desk::small();
    desk.ok(&["authority", "add", "RA\u{30a}", "--country", "DK", "--name", APART]);
    desk.ok(&["area", "add", "MX-2030/1", "--title", "Grøn vækst i A\u{30a}rhus"]);
    desk.ok(&["objective", "add", "MX-2030/A\u{30a}-1", "--title", APART, "--lead", TOGETHER, "--tag", "gro\u{308}n"]);
    contains(&desk.ok(&["show", "MX-2030/Å-1"]), &[TOGETHER, "RÅ"]);
    contains(&desk.ok(&["show", "MX-2030/A\u{30a}-1"]), &[TOGETHER]);
    for typed in [APART, TOGETHER] {
        contains(&desk.ok(&["find", typed]), &["MX-2030/Å-1"]);
        contains(&desk.ok(&["list", "--authority", typed]), &["MX-2030/Å-1"]);
        contains(&desk.ok(&["list", "--text", typed]), &["MX-2030/Å-1"]);
    }
    contains(&desk.ok(&["list", "--tag", "grön"]), &["MX-2030/Å-1"]);
    // A file of a Mac: headings, codes, areas and notes.
    desk.write(
        "in.csv",
        format!("Nummer;Indsatsomra\u{30a}de;Titel;Ansvarlig;Status;Note\nA\u{30a}-1;Grøn vækst i A\u{30a}rhus;{APART};{APART};i gang;{APART}\n"),
    );
    let said = desk.ok(&["import", "objectives", "in.csv", "--plan", "MX-2030"]);
    contains(&said, &["0 added, 1 changed"]);
    desk.ok(&["log", "MX-2030/Å-1", "-l", "green", "-m", APART, "--evidence", APART, "--blocked-by", APART]);
    desk.write("config.toml", format!("author = \"{APART}\"\nplan = \"MX-2030\"\n"));
    let mut command = desk.command();
    command.env_remove("FREMDRIFT_AUTHOR").env("FREMDRIFT_CONFIG", desk.path("config.toml"));
    assert!(command.args(["log", "Å-1", "-m", "fra filen"]).status().expect("it runs").success());
    desk.ok(&["--author", APART, "log", "MX-2030/Å-1", "-m", "af mig"]);
    desk.ok(&["objective", "edit", "MX-2030/Å-1", "--source", APART, "--reason", APART]);
    let sheet = std::fs::read(desk.path("fremdrift.db")).expect("the file");
    let apart = [0xcc_u8, 0x81];
    let ring = [0xcc_u8, 0x8a];
    let found = |mark: &[u8]| sheet.windows(2).filter(|w| *w == mark).count();
    assert_eq!((found(&apart), found(&ring)), (0, 0), "a letter is kept apart from its sign");
    // A file that is called so is found under its name.
    std::fs::write(desk.path("A\u{30a}r.csv"), "Nummer;Titel\n2;Nyt\n").expect("a file");
    desk.ok(&["import", "objectives", "A\u{30a}r.csv", "--plan", "MX-2030"]);
}

#[test]
fn what_is_not_seen_makes_no_second_thing() {
    let desk = Desk::small();
    desk.ok(&["objective", "add", "MX-2030/1.1", "--title", "Havvind", "--deadline", "2027"]);
    for number in ["1\u{ad}.1", "1.\u{34f}1", "1.1\u{200b}", "\u{feff}1.1"] {
        let said = desk.fails(1, &["objective", "add", &format!("MX-2030/{number}"), "--title", "Igen"]);
        contains(&said, &["there is already an objective «MX-2030/1.1»"]);
        desk.ok(&["show", &format!("MX-2030/{number}")]);
    }
    desk.write("in.csv", "Nummer;Indsatsområde;Titel\n1\u{ad}.1;Grøn vækst;Havvind\n2;Grøn  vækst;B\n3;Grøn\u{a0}vækst;C\n4;Grøn væ\u{ad}kst;D\n");
    let said = desk.ok(&["import", "objectives", "in.csv", "--plan", "MX-2030", "--add-areas"]);
    contains(&said, &["3 added, 1 changed", "areas added: 1 Grøn vækst\n"]);
}
