//! Printed values can be typed again, and texts that look alike are alike.

use crate::support::Desk;
use chrono::{Days, NaiveDate};
use fremdrift::i18n::sentences;
use fremdrift::model::choice::{InstrumentKind, PlanState};
use fremdrift::model::{
    Audience, Basis, EntryBasis, Interest, Lang, Light, PartialDate, Quarter, RoleKind, Status, parse_day,
};

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
        (Status::Suspended, "på hold|stillet i bero"),
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
    for word in ["Forsinket", "delayed"] {
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
