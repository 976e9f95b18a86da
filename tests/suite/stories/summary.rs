//! A quarter summed up: the key lines of the illustrated portfolio, and what is said around them.

use crate::support::Desk;
use serde_json::Value;

#[track_caller]
fn says(text: &str, lines: &[&str]) {
    let mut rest = text;
    for line in lines {
        let at = rest.find(line).unwrap_or_else(|| panic!("not there, or not in this order: {line}\n\n{text}"));
        rest = &rest[at + line.len()..];
    }
}

fn json(desk: &Desk, args: &[&str]) -> Value {
    serde_json::from_str(&desk.ok(&[&["summary", "--format", "json"][..], args].concat())).unwrap()
}

#[test]
fn the_second_quarter_of_2023_in_english() {
    let desk = Desk::illustrated();
    says(
        &desk.ok(&["summary", "2023-Q2", "--plan", "ID-2021"]),
        &[
            "Status for the 2nd quarter of 2023: ID-2021 Plan of Action: A Sustainable\n",
            "Note: ID-2021: The objectives are a reconstruction from public sources, not the\nofficial plan.\n",
            "Note: ◊ marks what is illustrative: made up to show the program, and reported by\nno authority.",
            "86 objectives, of which 80 are open. In the quarter 63 of the 84 that were open\nin it were reported. ◊\n",
            "not started                       1                    5          -4\n",
            "completed                         5                    2          +3\n",
            "never reported                    4                    4\n",
            "● green                          31                   38          -7\n",
            "○ not reported                   21                   21\n",
            "What changed\n",
            "- ID-2021/1.1 ◊ Hold political consultations every year and take stock of the\n  partnership there.",
            "What needs attention\n",
            "By area\n",
            "86 objectives by light\n",
            "By responsible authority\n",
            "By interest\n",
            "Contradictions\n",
            "- ID-2021/6.6 ◊ Set up a transport working group and hold its first meeting:\n  green, though its date has passed",
            "As of 30 June 2023; known at change 2. Not frozen. Made with:",
        ],
    );
}

#[test]
fn the_second_quarter_of_2023_in_danish() {
    let desk = Desk::illustrated();
    let text = desk.ok(&["summary", "2. kvartal 2023", "--plan", "ID-2021", "--lang", "da"]);
    says(
        &text,
        &[
            "Status for 2. kvartal 2023: ID-2021 Handlingsplan: Et bæredygtigt strategisk\n",
            "Bemærk: ID-2021: Målsætningerne er en rekonstruktion fra offentlige kilder, ikke\nden officielle plan.\n",
            "86 målsætninger, heraf 80 åbne. Der er indberettet om 63 af de 84, der var åbne\ni kvartalet. ◊\n",
            "ikke påbegyndt                    1                5       -4\n",
            "gennemført                        5                2       +3\n",
            "● grøn                           31               38       -7\n",
            "○ ikke indberettet               21               21\n",
            "Hvad er ændret\n",
            "Sammenlignet med 1. kvartal 2023 er trafiklyset skiftet fra\n",
            "Gælder pr. 30. juni 2023; opgjort efter ændring nr. 2. Foreløbig. Dannet med:",
        ],
    );
    for english in ["Compared with", "Headline", "not reported"] {
        assert!(!text.contains(english), "{english}");
    }
}

#[test]
fn every_number_of_the_headline_adds_up() {
    let desk = Desk::illustrated();
    for quarter in ["2021-Q4", "2022-Q3", "2023-Q2", "2024-Q4"] {
        let csv = desk.ok(&["summary", quarter, "--format", "csv", "--profile", "rfc4180"]);
        let sum = |section: &str, measure: &str| -> u64 {
            csv::Reader::from_reader(csv.as_bytes())
                .records()
                .map(Result::unwrap)
                .filter(|r| &r[3] == section && &r[6] == measure)
                .map(|r| r[7].parse::<u64>().unwrap_or(0))
                .sum()
        };
        let total = sum("total", "objectives");
        assert_eq!(total, 86, "{quarter}");
        assert_eq!(sum("status", "objectives"), total, "{quarter}:\n{csv}");
        assert_eq!(sum("light", "objectives"), total, "{quarter}:\n{csv}");
    }
}

#[test]
fn the_forms_of_a_summary_say_the_same() {
    let desk = Desk::illustrated();
    let text = desk.ok(&["summary", "2023-Q2"]);
    let markdown = desk.ok(&["summary", "2023-Q2", "--format", "markdown"]);
    let csv = desk.ok(&["summary", "2023-Q2", "--format", "csv", "--profile", "rfc4180"]);
    assert!(text.contains("● green                          31                   38          -7\n"));
    assert!(markdown.contains("| ● green | 31 | 38 | -7 |\n"), "{markdown}");
    assert!(csv.contains("2023-Q2,2023-06-30,all plans,light,green,● green,objectives,31,38\r\n"), "{csv}");
    assert!(csv.starts_with("quarter,as_of,scope,section,code,name,measure,count,before\r\n"));
    let json = json(&desk, &["2023-Q2"]);
    assert_eq!(json["quarter"], "2023-Q2");
    assert_eq!(json["as_of"], "2023-06-30");
    assert_eq!(json["state"], "ended");
    assert_eq!(json["compared_with"], "2023-Q1");
    assert_eq!(json["known_at"], 2);
}

#[test]
fn the_json_is_as_its_schema_says() {
    let schema = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/summary.schema.json");
    let Ok(schema) = std::fs::read_to_string(&schema) else {
        eprintln!("not tried: there is no docs/summary.schema.json yet");
        return;
    };
    let validator = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
    let desk = Desk::illustrated();
    for args in
        [&["2023-Q2"][..], &["2024-Q4", "--authority", "ENS"], &[], &["2027-Q1"], &["2023-Q2", "--as-of", "2023-05-01"]]
    {
        let json = json(&desk, args);
        let wrong: Vec<String> = validator.iter_errors(&json).map(|e| format!("{}: {e}", e.instance_path)).collect();
        assert!(wrong.is_empty(), "{args:?}: {wrong:#?}");
    }
}

#[test]
fn the_same_quarter_gives_the_same_bytes() {
    let desk = Desk::illustrated();
    for format in ["text", "markdown", "csv", "json"] {
        let once = desk.ok(&["summary", "2023-Q2", "--format", format]);
        assert_eq!(desk.ok(&["summary", "2023-Q2", "--format", format, "--today", "2027-05-01"]), once);
    }
}

#[test]
fn a_running_quarter_says_so_and_one_that_has_not_begun_too() {
    let mut desk = Desk::illustrated();
    says(
        &desk.ok(&["summary", "--plan", "ID-2021"]),
        &[
            "Status for the 4th quarter of 2026: ID-2021 ",
            "Note: The 4th quarter of 2026 is still running: this is how it stands as of\ntoday, 23 November 2026.\n",
            "As of 23 November 2026;",
        ],
    );
    says(
        &desk.ok(&["summary", "2027-Q1", "--lang", "da"]),
        &[
            "Status for 1. kvartal 2027: alle planer\n",
            "Bemærk: 1. kvartal 2027 er ikke begyndt: dette er status pr. i dag, 23. november\n2026.\n",
        ],
    );
    assert_eq!(json(&desk, &[])["state"], "running");
    assert_eq!(json(&desk, &["2027-Q1"])["state"], "ahead");
    desk.now = "2023-06-30T21:59:00Z".into();
    assert_eq!(json(&desk, &["2023-Q2"])["state"], "running", "its last day is still a day of it");
    desk.now = "2023-07-01T09:00:00Z".into();
    assert_eq!(json(&desk, &["2023-Q2"])["state"], "ended");
}

#[test]
fn the_open_objectives_of_an_expired_plan_are_pointed_at() {
    let desk = Desk::illustrated();
    says(
        &desk.ok(&["summary"]),
        &[
            "Note: Not counted: ID-2021, whose period ended on 31 December 2024, still has 37\nobjectives open, 4 of them late. See them with: fremdrift list --plan ID-2021\n--not-ended\n",
        ],
    );
    let listed = desk.ok(&["list", "--plan", "ID-2021", "--not-ended", "--format", "csv", "--profile", "rfc4180"]);
    assert_eq!(
        listed.lines().filter(|l| l.starts_with("ID-2021/")).count(),
        37,
        "the command shows as many as were said"
    );
    // Named, it is counted.
    says(&desk.ok(&["summary", "--plan", "ID-2021"]), &["86 objectives, of which 37 are open."]);
}

#[test]
fn an_authority_is_summed_up_across_plans() {
    let desk = Desk::illustrated();
    desk.ok(&["objective", "add", "CN-2023/1", "--title", "District heating", "--lead", "ENS"]);
    desk.ok(&["log", "CN-2023/1", "-s", "ongoing", "-l", "green", "-m", "x", "--as-of", "2024-09-01"]);
    let text = desk.ok(&["summary", "2024-Q3", "--authority", "ENS"]);
    says(
        &text,
        &[
            "Status for the 3rd quarter of 2024: ENS Danish Energy Agency\n",
            "6 objectives, of which 5 are open. In the quarter 4 of the 5 that were open in\nit were reported.",
        ],
    );
    let json = json(&desk, &["2024-Q3", "--authority", "ENS"]);
    let plans: Vec<&str> = json["plans"].as_array().unwrap().iter().map(|p| p["code"].as_str().unwrap()).collect();
    assert_eq!(plans, ["CN-2023", "ID-2021"]);
    says(&desk.ok(&["summary", "2024-Q3", "--partnership", "Kina"]), &["1 objective, of which 1 is open."]);
}

#[test]
fn a_quarter_can_be_seen_from_a_day_in_it() {
    let desk = Desk::illustrated();
    let text = desk.ok(&["summary", "2023-Q2", "--as-of", "2023-05-01"]);
    says(&text, &["86 objectives, of which 84 are open.", "As of 1 May 2023; known at change 2. Not frozen."]);
    assert!(text.contains("--as-of 2023-05-01"), "how to make it again");
    assert_eq!(json(&desk, &["2023-Q2", "--as-of", "2023-05-01"])["as_of"], "2023-05-01");
}

#[test]
fn a_quarter_can_be_compared_with_another() {
    let desk = Desk::illustrated();
    let text = desk.ok(&["summary", "2023-Q2", "--compare", "2022-Q2"]);
    says(&text, &["2nd quarter of 2023  2nd quarter of 2022", "Compared with the 2nd quarter of 2022,"]);
}

#[test]
fn what_was_not_reported_is_its_own_value() {
    let desk = Desk::small();
    desk.ok(&["objective", "add", "MX-2030/1", "--title", "Havvind", "--lead", "ENS"]);
    desk.ok(&["objective", "add", "MX-2030/2", "--title", "Vandspild", "--lead", "ENS"]);
    desk.ok(&["log", "MX-2030/1", "-s", "ongoing", "-l", "green", "--as-of", "2026-08-01"]);
    let text = desk.ok(&["summary", "2026-Q4"]);
    says(
        &text,
        &[
            "2 objectives, of which 2 are open. In the quarter 0 of the 2 that were open in\nit were reported.\n",
            "● green                           0                    1          -1\n",
            "○ not reported                    2                    1          +1\n",
            "Not reported since\n",
            "MX-2030/1  Havvind    ENS   ongoing  2026-08-01\n",
        ],
    );
    assert!(text.contains("never reported"), "{text}");
}

#[test]
fn what_was_not_reported_has_no_light_to_filter_by() {
    let desk = Desk::small();
    desk.ok(&["objective", "add", "MX-2030/1", "--title", "Havvind", "--lead", "ENS"]);
    desk.ok(&["log", "MX-2030/1", "-s", "ongoing", "-l", "green", "--as-of", "2026-08-01"]);
    assert!(!desk.ok(&["list", "-l", "green"]).contains("Havvind"));
    assert!(desk.ok(&["list", "--not-reported"]).contains("Havvind"));
}

#[test]
fn an_interest_is_named_once() {
    let text = Desk::illustrated().ok(&["summary", "2023-Q2"]);
    assert!(!text.contains("political political"), "{text}");
}

#[test]
fn an_objective_with_two_leads_is_one_objective() {
    let desk = Desk::small();
    desk.ok(&["objective", "add", "MX-2030/1", "--title", "Havvind", "--lead", "ENS", "--lead", "UM"]);
    let text = desk.ok(&["summary"]);
    assert!(!text.contains("2 objectives"), "{text}");
}
