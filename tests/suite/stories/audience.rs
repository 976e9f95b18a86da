//! What is withheld from whom.

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
