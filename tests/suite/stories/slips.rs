//! Deadlines that slip, and the light that the dates give.

use crate::support::Desk;

fn says(text: &str, words: &[&str]) {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for word in words {
        assert!(flat.contains(word), "«{word}» is not in:\n{text}");
    }
}

fn desk() -> Desk {
    let desk = Desk::small();
    let add =
        ["objective", "add", "MX-2030/1", "--title", "Havvind", "--lead", "ENS", "--deadline-original", "2026-03"];
    desk.ok(&add);
    desk.ok(&["objective", "add", "MX-2030/2", "--title", "Vand", "--lead", "UM", "--deadline-original", "2028"]);
    desk.ok(&["log", "MX-2030/1", "-s", "ongoing", "-l", "green", "--as-of", "2026-02-01"]);
    let expect = ["--expect", "2026-09", "--because", "Kabel mangler", "--as-of", "2026-10-05", "-l", "green"];
    desk.ok(&[&["log", "MX-2030/1"][..], &expect].concat());
    let moved = ["--deadline-approved", "2026-06", "--reason", "Udbud", "--agreed-by", "Styregruppen"];
    desk.ok(&[&["objective", "edit", "MX-2030/1"][..], &moved].concat());
    desk
}

#[test]
fn slips_lists_moves_days_reasons_and_sums() {
    let desk = desk();
    let said = desk.ok(&["slips"]);
    says(&said, &["Expected 2026-09 Moves 2 Later by +6 Unit months Judged ● green Computed ■ red"]);
    says(&said, &["MX-2030/1 2026-10-05 Expected 2026-03 2026-09 +6 months Kabel mangler"]);
    says(&said, &["MX-2030/1 2026-11-23 Approved 2026-03 2026-06 +3 months Udbud (Styregruppen)"]);
    says(&said, &["ENS Energistyrelsen 1 2 +6", "MX-2030 1 2 +6"]);
    says(
        &said,
        &[
            "MX-2030/1 Havvind: judged greener than the dates say (warning)",
            "green, though its date has passed (approved 2026-06, 146 days late) (error)",
        ],
    );
    assert!(!said.contains("MX-2030/2"), "{said}");
    says(&desk.ok(&["slips", "--as-of", "2026-09-30"]), &["No deadline has slipped."]);
    let danish = desk.ok(&["slips", "--lang", "da", "--authority", "ENS"]);
    says(&danish, &["Udskudte frister pr. 23. november 2026", "vurderet grønnere, end datoerne siger (advarsel)"]);
    says(&desk.ok(&["show", "MX-2030/1"]), &["Computed light ■ red, worse than judged"]);
    says(&desk.ok(&["check", "greener-than-dates"]), &["greener-than-dates MX-2030/1 judged greener than the dates"]);
    let csv = desk.ok(&["slips", "--format", "csv", "--profile", "rfc4180"]);
    assert!(csv.contains("MX-2030/1,Havvind,2026-03,2026-06,2026-09,2,6,months,green,red"), "{csv}");
}

#[test]
fn an_approved_deadline_is_moved_by_somebody_for_a_reason() {
    let desk = desk();
    let edit = ["objective", "edit", "MX-2030/1", "--deadline-approved", "2027"];
    desk.refuses(
        1,
        &[&edit[..], &["--reason", "Mere tid"]].concat(),
        "error: the approved deadline of MX-2030/1 would move from 2026-06 to 2027, so somebody must have agreed\nhint: say who: --agreed-by \"...\"\n",
    );
    desk.refuses(
        1,
        &["log", "MX-2030/1", "--expect", "2027"],
        "error: the expected date is moved, so a reason is needed\nhint: say why: --because \"...\" (or -m \"...\")\n",
    );
}

#[test]
fn thresholds_are_set_in_the_file_and_a_frozen_quarter_keeps_its_own() {
    let desk = desk();
    desk.ok(&["freeze", "2026-Q3", "--skip-earlier"]);
    let sent = desk.ok(&["summary", "--as-reported", "2026-Q3", "--format", "json"]);
    assert!(sent.contains("\"yellow_months\": 3"), "{sent}");
    says(&desk.ok(&["setting"]), &["green-months 1 1", "yellow-months 3 3"]);
    assert_eq!(
        desk.ok(&["setting", "yellow_months", "12", "--reason", "Egen grænse"]),
        "yellow-months: 12 (was 3)  [change 12]\n"
    );
    assert_eq!(desk.ok(&["setting", "yellow-months", "12", "--reason", "r"]), "yellow-months is 12 already\n");
    says(&desk.ok(&["slips"]), &["Later by +6 Unit months Judged ● green Computed ▲ yellow"]);
    assert_eq!(desk.ok(&["summary", "--as-reported", "2026-Q3", "--format", "json"]), sent);
    desk.refuses(1, &["setting", "green-months", "13", "--reason", "r"], "error: green up to 13 months and yellow up to 12 can't be\nhint: yellow reaches at least as far as green, and neither further than 120 months\n");
    desk.refuses(
        1,
        &["setting", "gren-months", "2", "--reason", "r"],
        "error: «gren-months» is not a setting\nhint: did you mean green-months?\n",
    );
    desk.refuses(1, &["setting", "green-months", "2"], "error: a reason is needed\nhint: say why: --reason \"...\"\n");
    desk.ok(&["undo"]);
    says(&desk.ok(&["setting"]), &["yellow-months 3 3"]);
    assert!(desk.ok(&["verify"]).contains("is whole"));
}
