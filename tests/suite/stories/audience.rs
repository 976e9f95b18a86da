//! Redaction for each audience.

use crate::support::Desk;

fn desk() -> Desk {
    let desk = Desk::small();
    let secret = ["--tag", "mærkehemmelig", "--case-number", "saghemmelig", "--source", "kildehemmelig"];
    desk.ok(&[&["objective", "add", "MX-2030/1", "--title", "Åben", "--audience", "offentlig"][..], &secret].concat());
    desk.ok(&[&["objective", "add", "MX-2030/2", "--title", "titelhemmelig"][..], &secret].concat());
    desk.ok(&["objective", "add", "MX-2030/3", "--title", "Til partneren", "--audience", "partner"]);
    desk.ok(&["activity", "add", "MX-2030/2/1", "--title", "aktivitethemmelig"]);
    desk.ok(&["log", "MX-2030/2", "-s", "ongoing", "-m", "notehemmelig", "--audience", "public"]);
    let first = ["-m", "hemmelig", "--expect", "2028", "--because", "årsaghemmelig", "--blocked-by", "mur hemmelig"];
    desk.ok(&[&["log", "MX-2030/1", "-s", "ongoing", "--as-of", "2026-01-01"][..], &first].concat());
    let second = ["-m", "Alle må læse det", "--expect", "2028", "--as-of", "2026-02-01", "--audience", "public"];
    desk.ok(&[&["log", "MX-2030/1"][..], &second].concat());
    desk
}

#[test]
fn nothing_that_is_not_for_them_leaves_the_house() {
    let desk = desk();
    for what in ["objectives", "activities", "entries"] {
        for profile in ["excel-da", "rfc4180"] {
            for lang in ["da", "en"] {
                for audience in ["partner", "public"] {
                    let args = ["export", what, "--profile", profile, "--lang", lang, "--audience", audience];
                    let said = desk.run(&args);
                    assert_eq!(said.code, 0, "{said:?}");
                    assert!(!said.stdout.contains("hemmelig"), "{what} {audience}:\n{}", said.stdout);
                    assert_eq!(
                        what == "objectives" && audience == "partner",
                        said.stdout.contains("Til partneren"),
                        "{}",
                        said.stdout
                    );
                }
            }
        }
    }
    let said = desk.run(&["export", "entries", "--audience", "public", "--profile", "rfc4180"]);
    assert_eq!(said.stderr, "withheld: objectives 2, notes 1\n");
    assert!(said.stdout.contains("Alle må læse det"), "{}", said.stdout);
    assert!(said.stdout.contains(",withheld,"), "{}", said.stdout);
}

#[test]
fn every_other_export_is_refused_for_others() {
    let desk = desk();
    for what in ["partnerships", "plans", "areas", "authorities", "instruments", "summary", "changes"] {
        let words = format!(
            "error: the export of {what} is for internal use only\n\
             hint: leave --audience out, or export objectives, activities or entries\n"
        );
        desk.refuses(1, &["export", what, "--audience", "partner"], &words);
    }
    for filter in [["--text", "hemmelig"], ["--tag", "mærkehemmelig"], ["--authority", "ENS"], ["--status", "ongoing"]]
    {
        let words = "error: an export for others can't be filtered by what may be withheld\n\
                     hint: keep --plan and --partnership, and leave the other filters out\n";
        desk.refuses(1, &[&["export", "objectives", "--audience", "public"][..], &filter].concat(), words);
    }
}

#[test]
fn what_was_withheld_does_not_come_in_again() {
    let desk = desk();
    for (lang, word) in [("da", "tilbageholdt"), ("en", "withheld")] {
        let out = ["-o", "ud.csv", "--yes", "--lang", lang, "--audience", "public"];
        desk.ok(&[&["export", "objectives"][..], &out].concat());
        let said = desk.fails(4, &["import", "objectives", "ud.csv"]);
        assert!(said.contains(&format!("«{word}» stands where something was withheld")), "{said}");
        assert!(said.contains("import one that was exported without --audience"), "{said}");
    }
}

#[test]
fn a_summary_for_others_holds_nothing_that_is_not_for_them() {
    let desk = desk();
    let moved = ["--deadline-approved", "2029", "--reason", "flyttehemmelig", "--agreed-by", "hemmelig"];
    desk.ok(&["objective", "edit", "MX-2030/3", "--deadline-original", "2027", "--lead", "UM"]);
    desk.ok(&[&["objective", "edit", "MX-2030/3"][..], &moved].concat());
    desk.ok(&["freeze", "2026-Q3", "--skip-earlier", "--waive", "no-lead=hemmelig"]);
    let again = ["--reason", "rettethemmelig", "--waive", "no-lead=hemmelig"];
    desk.ok(&["log", "MX-2030/1", "-l", "red", "-m", "sidstehemmelig", "--as-of", "2026-09-01"]);
    desk.ok(&[&["restate", "2026-Q3"][..], &again].concat());
    let mut seen = 0;
    for audience in ["partner", "public"] {
        for lang in ["da", "en"] {
            for format in ["text", "markdown", "csv", "json"] {
                for quarter in ["2026-Q1", "2026-Q3", "2026-Q4"] {
                    let args = ["summary", quarter, "--audience", audience, "--lang", lang, "--format", format];
                    let said = desk.ok(&args);
                    assert!(!said.contains("hemmelig"), "{args:?}:\n{said}");
                    assert!(
                        said.to_lowercase().contains("withheld") || said.to_lowercase().contains("tilbageholdt"),
                        "{args:?}:\n{said}"
                    );
                }
                for revision in ["2026-Q3.0", "2026-Q3.1"] {
                    let args = ["summary", "--as-reported", revision, "--audience", audience, "--lang", lang];
                    let said = desk.ok(&[&args[..], &["--format", format]].concat());
                    // The reason of a restatement is said to everybody that it is sent to.
                    let said = said.replace("rettethemmelig", "");
                    assert!(!said.contains("hemmelig"), "{args:?} {format}:\n{said}");
                    seen += usize::from(said.contains("MX-2030/1"));
                }
            }
        }
    }
    assert!(seen > 10, "{seen}: something was shown");
    let page = desk.ok(&["summary", "2026-Q3", "--audience", "public", "--lang", "da"]);
    assert!(page.contains("Bemærk: Til: offentlig. Tilbageholdt: 2 målsætninger, 1 bemærkning."), "{page}");
    desk.refuses(
        1,
        &["summary", "2026-Q3", "--audience", "public", "--text", "hemmelig"],
        "error: an export for others can't be filtered by what may be withheld\n\
         hint: keep --plan and --partnership, and leave the other filters out\n",
    );
}

#[test]
fn what_nobody_outside_could_see_was_not_kept_for_them() {
    let desk = Desk::small();
    desk.ok(&["objective", "add", "MX-2030/1", "--title", "Havvind", "--lead", "ENS"]);
    desk.ok(&["freeze", "2026-Q3", "--skip-earlier"]);
    desk.refuses(
        1,
        &["summary", "--as-reported", "2026-Q3", "--audience", "partner"],
        "error: revision 0 of 2026-Q3 was not kept for partner eyes\n\
         hint: leave --audience out for the internal one; a quarter keeps what there was to show to others on that day\n",
    );
}
