//! CSV out, and what was exported comes in again without a difference.

use crate::support::Desk;

/// In the order in which one needs the other.
const ALL: [&str; 8] =
    ["partnerships", "plans", "authorities", "instruments", "areas", "objectives", "activities", "entries"];

const FORMS: [(&str, &str); 4] = [("excel-da", "da"), ("excel-da", "en"), ("rfc4180", "da"), ("rfc4180", "en")];

/// Rows of an export without the columns that belong to the file it was written from.
fn rows(text: &str) -> Vec<Vec<String>> {
    let text = text.trim_start_matches('\u{feff}');
    let delimiter = if text.lines().next().is_some_and(|l| l.contains(';')) { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
    let own = ["said", "recorded", "supersedes", "entry", "Skrevet", "Registreret", "Retter", "Indberetning"];
    let keep: Vec<usize> =
        reader.headers().unwrap().iter().enumerate().filter(|(_, h)| !own.contains(h)).map(|(i, _)| i).collect();
    let mut rows: Vec<Vec<String>> = reader
        .records()
        .map(|r| {
            let r = r.unwrap();
            keep.iter().map(|i| r[*i].to_string()).collect()
        })
        .collect();
    rows.sort();
    rows
}

/// A plan with texts that a spreadsheet would run, and an entry that clears what stood before.
fn awkward() -> Desk {
    let desk = Desk::small();
    desk.ok(&["area", "add", "MX-2030/1", "--title", "=1+1"]);
    desk.ok(&["area", "add", "MX-2030/1A", "--title", "@x", "--parent", "1"]);
    desk.ok(&["instrument", "add", "SSC", "--name", "+45", "--kind", "programme"]);
    desk.ok(&[
        "objective",
        "add",
        "MX-2030/1.10",
        "--title",
        "=1+1",
        "--title-da=-5 pct",
        "--area",
        "1A",
        "--lead",
        "ENS",
        "--supporting",
        "UM",
        "--source",
        "@x",
        "--tag",
        "+45",
        "--tag",
        "b",
        "--sdg",
        "7,13",
        "--instrument",
        "SSC",
        "--case-number",
        "007",
        "--deadline",
        "2027-Q2",
        "--interest",
        "commercial",
        "--continuing",
        "yes",
    ]);
    desk.ok(&["objective", "add", "MX-2030/007", "--title", "'quoted' \"twice\"; a, b", "--lead", "UM"]);
    desk.ok(&["activity", "add", "MX-2030/007/1", "--title=-5 pct. CO2", "--lead", "ENS"]);
    desk.ok(&["log", "MX-2030/1.10", "-s", "ongoing", "-m", "+45 33 92", "--as-of", "2026-03-01"]);
    desk.ok(&["log", "MX-2030/1.10", "--note=-5 pct", "-l", "green", "--as-of", "2026-04-01"]);
    desk.ok(&["log", "MX-2030/1.10", "-m", "@x", "--evidence", "=HYPERLINK(1)", "--as-of", "2026-05-01"]);
    desk.ok(&["log", "MX-2030/007", "-s", "ongoing", "-l", "red", "-m", "=1+1\nto linjer", "--as-of", "2026-05-01"]);
    desk.ok(&["log", "MX-2030/007/1", "-s", "not-started", "-m", "\tindrykket"]);
    desk
}

/// Every export of `desk` read into it again says that nothing would change.
#[track_caller]
fn comes_back(desk: &Desk) {
    for (profile, lang) in FORMS {
        for what in ALL {
            desk.ok(&["export", what, "--profile", profile, "--lang", lang, "-o", "out.csv", "--yes"]);
            let n = rows(&desk.read("out.csv")).len();
            let said = desk.ok(&["import", what, "out.csv", "--dry-run"]);
            let form = if profile == "rfc4180" { "«,» and UTF-8" } else { "«;» and UTF-8" };
            let rows = if n == 1 { "row" } else { "rows" };
            let nothing = format!("{n} {rows} read ({form}): 0 would be added, 0 would be changed, {n} unchanged\n");
            assert!(said.starts_with(&nothing), "{what} {profile} {lang}:\n{said}");
        }
    }
}

/// Every export of `desk` read into a new file gives the same exports there.
#[track_caller]
fn goes_over(desk: &Desk, all: &[&str]) {
    for (profile, lang) in FORMS {
        let second = Desk::new();
        let export = |from: &Desk, what: &str| from.ok(&["export", what, "--profile", profile, "--lang", lang]);
        for what in all {
            second.write("in.csv", export(desk, what));
            second.ok(&["import", what, "in.csv"]);
        }
        for what in all {
            assert_eq!(rows(&export(&second, what)), rows(&export(desk, what)), "{what} {profile} {lang}");
        }
        assert!(second.ok(&["verify"]).starts_with("fremdrift.db is whole: "));
    }
}

#[test]
fn the_illustrated_portfolio_comes_back_without_a_difference() {
    comes_back(&Desk::illustrated());
}

#[test]
fn awkward_texts_come_back_without_a_difference() {
    comes_back(&awkward());
}

#[test]
fn everything_but_the_entries_goes_over_into_a_new_file() {
    goes_over(&without_entries(), &ALL[..7]);
}

#[test]
fn the_illustrated_portfolio_goes_over_into_a_new_file() {
    goes_over(&Desk::illustrated(), &ALL);
}

#[test]
fn awkward_texts_go_over_into_a_new_file() {
    goes_over(&awkward(), &ALL);
}

#[test]
fn an_entry_that_cleared_something_goes_over_into_a_new_file() {
    let desk = Desk::small();
    desk.ok(&["objective", "add", "MX-2030/1", "--title", "Havvind"]);
    let first = ["-s", "ongoing", "-l", "green", "--expect", "2027", "-m", "a", "--blocked-by", "x", "--ask", "ENS"];
    desk.ok(&[&["log", "MX-2030/1", "--as-of", "2026-01-01"][..], &first].concat());
    let second = ["-l", "none", "--expect", "none", "--because", "bortfaldet", "--blocked-by", "none"];
    desk.ok(&[&["log", "MX-2030/1", "--as-of", "2026-02-01"][..], &second].concat());
    goes_over(&desk, &["partnerships", "plans", "authorities", "objectives", "entries"]);
}

#[test]
fn two_entries_on_one_day_go_over_in_their_order() {
    let desk = Desk::small();
    desk.ok(&["objective", "add", "MX-2030/1", "--title", "Havvind"]);
    desk.ok(&["log", "MX-2030/1", "-s", "ongoing", "-m", "morgen"]);
    desk.ok(&["log", "MX-2030/1", "-m", "aften"]);
    goes_over(&desk, &["partnerships", "plans", "authorities", "objectives", "entries"]);
}

#[test]
fn a_correction_by_import_says_no_more_than_it_changes() {
    let desk = Desk::small();
    desk.ok(&["objective", "add", "MX-2030/1", "--title", "Havvind"]);
    desk.ok(&["log", "MX-2030/1", "-s", "ongoing", "-l", "green", "--as-of", "2026-06-30"]);
    desk.ok(&["log", "MX-2030/1", "-m", "september", "--as-of", "2026-09-30"]);
    let all = desk.ok(&["export", "entries", "--profile", "rfc4180"]);
    desk.write("in.csv", all.replace("september", "oktober"));
    desk.ok(&["import", "entries", "in.csv"]);
    // So a line that comes between is still carried over to it.
    desk.ok(&["log", "MX-2030/1", "-l", "red", "--as-of", "2026-08-01"]);
    let now = desk.ok(&["export", "entries", "--profile", "rfc4180"]);
    assert!(now.contains("2026-09-30,ongoing,red,oktober,"), "{now}");
}

#[test]
fn what_is_retired_goes_over_into_a_new_file() {
    let desk = Desk::small();
    desk.ok(&["objective", "add", "MX-2030/1", "--title", "Havvind"]);
    desk.ok(&["log", "MX-2030/1", "-s", "ongoing", "--as-of", "2026-06-30"]);
    desk.ok(&["objective", "retire", "MX-2030/1", "--reason", "udgået", "--from", "2026-10-01"]);
    desk.ok(&["objective", "add", "MX-2030/2", "--title", "Vandspild"]);
    goes_over(&desk, &["partnerships", "plans", "authorities", "objectives", "entries"]);
}

#[test]
fn an_export_without_rows_can_be_imported() {
    let desk = Desk::new();
    for what in ALL {
        desk.ok(&["export", what, "-o", "out.csv", "--yes"]);
        assert!(desk.ok(&["import", what, "out.csv"]).starts_with("0 rows read "), "{what}");
    }
}

#[test]
fn excel_opens_one_profile_and_programs_read_the_other() {
    let desk = awkward();
    let excel = desk.ok(&["export", "objectives", "--lang", "da"]);
    assert!(
        excel.starts_with(
            "\u{feff}Plan;Nummer;Indsatsområde;Indsatsområdets titel;Titel;Dansk titel;Interesse;Løbende;"
        ),
        "{excel}"
    );
    assert!(
        excel.contains("MX-2030;1.10;1A;'@x;'=1+1;'-5 pct;kommerciel;ja;ENS;UM;;i gang;grøn;2026-05-01;'@x;2027-Q2;")
    );
    assert_eq!(excel.matches("\r\n").count(), 3);
    assert!(!excel.contains("sep="));
    let rfc = desk.ok(&["export", "objectives", "--profile", "rfc4180", "--lang", "da"]);
    assert!(
        rfc.starts_with(
            "plan,number,area,area_title,title,title_da,interest,continuing,lead,supporting,counterpart,status,light,\
             as_of,note,deadline_original,deadline_approved,deadline_expected,overdue,"
        ),
        "{rfc}"
    );
    assert!(rfc.contains("\r\nMX-2030,1.10,1A,@x,=1+1,-5 pct,commercial,yes,ENS,UM,,ongoing,green,2026-05-01,@x,"));
    assert!(rfc.contains("\r\nMX-2030,007,,,\"'quoted' \"\"twice\"\"; a, b\","), "{rfc}");
}

#[test]
fn no_cell_for_a_spreadsheet_begins_with_what_it_runs() {
    let desk = awkward();
    for (profile, lang) in FORMS.into_iter().filter(|f| f.0 == "excel-da") {
        for what in ALL.iter().chain(&["changes", "summary"]) {
            let text = desk.ok(&["export", what, "--profile", profile, "--lang", lang]);
            let text = text.trim_start_matches('\u{feff}');
            let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(text.as_bytes());
            for cell in reader.records().flat_map(|r| r.unwrap().iter().map(str::to_string).collect::<Vec<_>>()) {
                let runs = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
                assert!(!runs, "{what} {profile} {lang}: {cell:?}");
            }
        }
    }
}

#[test]
fn an_export_takes_the_filters() {
    let desk = Desk::illustrated();
    let count = |args: &[&str]| {
        desk.ok(&[&["export", "objectives", "--profile", "rfc4180"][..], args].concat()).matches("\r\n").count() - 1
    };
    assert_eq!(count(&[]), 86);
    assert_eq!(count(&["--plan", "ID-2021"]), 86);
    assert_eq!(count(&["--plan", "CN-2023"]), 0);
    let ens = count(&["--authority", "lead:ENS"]);
    assert!(ens > 0 && ens < 86, "{ens}");
    assert_eq!(
        count(&["--authority", "Energistyrelsen", "--area", "3"]),
        count(&["--authority", "ENS", "--area", "3"])
    );
    assert_eq!(
        count(&["--status", "gennemført"]) + count(&["--status", "completed", "--status", "ongoing"]),
        count(&["--status", "ongoing"]) + 2 * count(&["--status", "completed"])
    );
}

#[test]
fn a_file_is_written_over_only_when_that_is_said() {
    let desk = Desk::portfolio();
    desk.write("out.csv", "mit arbejde\n");
    desk.refuses(
        1,
        &["export", "objectives", "-o", "out.csv"],
        "error: out.csv: file already exists\nhint: choose another name, or write over it with --yes\n",
    );
    assert_eq!(desk.read("out.csv"), "mit arbejde\n");
    let said = desk.run(&["export", "objectives", "-o", "out.csv", "--yes"]);
    assert_eq!((said.stdout.as_str(), said.stderr.as_str()), ("", "wrote 86 rows to out.csv\n"));
    let said = desk.run(&["export", "objectives", "-o", "out.csv", "-yq"]);
    assert_eq!((said.stdout.as_str(), said.stderr.as_str()), ("", ""));
}

#[test]
fn the_log_of_changes_is_exported() {
    let desk = Desk::small();
    let all = desk.ok(&["export", "changes", "--profile", "rfc4180"]);
    let lines: Vec<&str> = all.lines().collect();
    assert_eq!(lines[0], "change,at,author,verb,what,reason,undoes,uid");
    assert!(lines[2].starts_with("2,2026-11-23T09:00:00Z,Anna Ågård,add,add partnership MX,,,"), "{all}");
    assert_eq!(lines.len(), 6);
    let danish = desk.ok(&["export", "changes", "--lang", "da"]);
    assert!(danish.contains(";tilføj partnerskab MX;"), "{danish}");
}

/// The shipped portfolio as its entities tell it, with the latest entry of each objective alone.
fn without_entries() -> Desk {
    let desk = Desk::portfolio();
    let second = Desk::new();
    for what in &ALL[..7] {
        let text = desk.ok(&["export", what, "--profile", "rfc4180"]);
        second.write("in.csv", text);
        second.ok(&["import", what, "in.csv"]);
    }
    second
}
