//! Withheld rows are counted for their reader, and an internal page says so itself.

use crate::support::Desk;

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn says(text: &str, words: &[&str]) {
    for word in words {
        assert!(flat(text).contains(word), "«{word}» is not in:\n{text}");
    }
}

/// One objective, red and late, for us alone.
fn desk() -> Desk {
    let desk = Desk::small();
    let add =
        ["objective", "add", "MX-2030/1", "--title", "Havvind", "--lead", "ENS", "--deadline-original", "2026-10"];
    desk.ok(&add);
    desk.ok(&["log", "MX-2030/1", "-s", "ongoing", "-l", "red", "-m", "Fortroligt"]);
    desk
}

#[test]
fn where_all_is_withheld_nothing_is_said_of_what_is_not_shown() {
    let desk = desk();
    for (command, lang, told) in [
        ("summary", "en", "Nothing that is shown here needs attention."),
        ("summary", "en", "Nothing that is shown here ended in the quarter."),
        ("summary", "en", "Nothing that is shown here falls due, nor is expected to end."),
        ("summary", "da", "Intet af det, der vises her, kræver opmærksomhed."),
        ("portfolio", "en", "A plan without figures has no objectives that may be shown here."),
    ] {
        let said = desk.ok(&[command, "--audience", "partner", "--lang", lang]);
        says(&said, &[told]);
        assert!(!said.contains("Nothing needs attention") && !said.contains("Intet kræver"), "{said}");
    }
    // One more that may be shown, and is well.
    desk.ok(&["objective", "add", "MX-2030/2", "--title", "Vand", "--lead", "UM", "--audience", "partner"]);
    desk.ok(&["log", "MX-2030/2", "-s", "ongoing", "-l", "green"]);
    let said = desk.ok(&["portfolio", "--audience", "partner"]);
    says(&said, &["Nothing that is shown here is red, late or blocked."]);
}

#[test]
fn a_line_for_a_partner_on_an_internal_objective_is_told_to_be_hidden_with_it() {
    let desk = desk();
    let said = desk.run(&["log", "MX-2030/1", "-l", "red", "-m", "Til partneren", "--audience", "partner"]);
    assert_eq!(said.code, 0, "{said:?}");
    says(
        &said.stderr,
        &["warning: MX-2030/1 itself is internal, so nothing of it is shown where the line is for (partner); \
             if it may be: fremdrift objective edit MX-2030/1 --audience partner"],
    );
    let said = desk.run(&["log", "MX-2030/1", "-l", "red", "--audience", "offentlig", "--lang", "da"]);
    says(&said.stderr, &["advarsel: MX-2030/1 er selv intern", "--audience public"]);
    desk.ok(&["objective", "edit", "MX-2030/1", "--audience", "partner"]);
    let said = desk.run(&["log", "MX-2030/1", "-l", "red", "-m", "Til partneren", "--audience", "partner"]);
    assert_eq!(said.stderr, "");
}

#[test]
fn what_holds_internal_notes_says_that_it_is_internal() {
    let desk = desk();
    desk.ok(&["summary", "--lang", "da", "-o", "q.html"]);
    desk.ok(&["summary", "--lang", "da", "-o", "p.html", "--audience", "partner"]);
    let (own, partner) = (desk.read("q.html"), desk.read("p.html"));
    assert!(own.contains("Fortroligt") && own.contains("internt brug"), "{own}");
    assert!(!partner.contains("internt brug"), "{partner}");
}

#[test]
fn a_date_falls_in_the_summary_as_it_falls_in_the_list_of_dates() {
    let desk = desk();
    desk.ok(&["log", "MX-2030/1", "-l", "red", "--expect", "2027-03", "--because", "Kabel"]);
    says(&desk.ok(&["due", "--within", "20w"]), &["2026-10 2027-03 approved, expected"]);
    says(&desk.ok(&["summary", "--only", "due"]), &["2026-10 2027-03 approved, expected"]);
}
