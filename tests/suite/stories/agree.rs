//! One quarter, several commands: what one says of it, no other denies.

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

#[track_caller]
fn says_not(text: &str, words: &[&str]) {
    for word in words {
        assert!(!flat(text).contains(word), "«{word}» is in:\n{text}");
    }
}

/// The day of the clock of this machine.
fn today() -> String {
    chrono::Utc::now().date_naive().to_string()
}

/// A plan that begins with the third quarter, one objective that is reported on in it.
fn desk() -> Desk {
    let desk = Desk::small();
    desk.ok(&["plan", "edit", "MX-2030", "--from", "2026-07"]);
    let add = ["objective", "add", "MX-2030/1", "--title", "Havvind", "--lead", "ENS", "--added-on", "2026-07-01"];
    desk.ok(&[&add[..], &["--deadline-original", "2028-03"]].concat());
    desk.ok(&["log", "MX-2030/1", "-s", "ongoing", "-l", "green", "--as-of", "2026-09-01"]);
    desk
}

#[test]
fn what_is_new_in_a_summary_is_new_in_a_diff() {
    let desk = desk();
    says(&desk.ok(&["diff", "2026-Q2", "2026-Q3"]), &["1 new, 0 changed, 0 unchanged, 0 retired."]);
    let summary = desk.ok(&["summary", "2026-Q3"]);
    says(&summary, &["Compared with the 2nd quarter of 2026: 1 new, 0 changed, 0 unchanged, 0 retired."]);
    // Where nothing was there before, nothing can have stayed as it was.
    says_not(&summary, &["has moved since", "light or date has moved"]);
    // Beside what is new, it is said of what «nothing» is so.
    desk.ok(&["objective", "add", "MX-2030/2", "--title", "Vand", "--lead", "UM"]);
    desk.ok(&["log", "MX-2030/1", "-l", "green"]);
    let now = desk.ok(&["summary", "2026-Q4"]);
    says(&now, &["1 new, 0 changed, 1 unchanged", "Of what was there in the 3rd quarter of 2026, no status, light"]);
    let danish = desk.ok(&["summary", "2026-Q4", "--lang", "da"]);
    says(&danish, &["For det, der var med i 3. kvartal 2026, er ingen status, intet trafiklys og ingen dato ændret."]);
}

#[test]
fn a_frozen_quarter_is_frozen_in_every_report() {
    let desk = desk();
    desk.ok(&["freeze", "2026-Q3"]);
    let sent = "As is now known; what was sent is revision 0";
    for command in ["summary", "portfolio"] {
        for filter in [&[][..], &["--plan", "MX-2030"], &["--partnership", "MX"], &["--authority", "ENS"]] {
            let said = desk.ok(&[&[command, "2026-Q3"][..], filter].concat());
            says(&said, &[sent]);
            says_not(&said, &["Not frozen"]);
        }
    }
    // Head and foot of what is sent say the same.
    desk.ok(&["summary", "2026-Q3", "-o", "q.html"]);
    let page = desk.read("q.html");
    assert_eq!(page.matches(sent).count(), 2, "{page}");
    assert!(!page.contains("not frozen"), "{page}");
    // A correction carries its number, whichever way the plan is asked for.
    desk.ok(&["log", "MX-2030/1", "-l", "red", "--as-of", "2026-09-02"]);
    desk.ok(&["restate", "2026-Q3", "--reason", "Rød"]);
    for filter in [&[][..], &["--plan", "MX-2030"], &["--partnership", "MX"]] {
        says(&desk.ok(&[&["trend", "2026-Q3"][..], filter].concat()), &["2026-Q3 1 1 1 1 1 r"]);
        let next = desk.ok(&[&["summary", "2026-Q4"][..], filter].concat());
        says(&next, &["r: restated since it was first sent for the 3rd quarter of 2026 (revision 1: Rød)."]);
    }
    // Of a part of a plan no such figures were sent.
    says(&desk.ok(&["trend", "2026-Q3", "--authority", "ENS"]), &["2026-Q3 1 1 1 1 Made with"]);
    // Of two plans one is frozen, then both.
    let title = ["--title", "To", "--from", "2026-07", "--to", "2030"];
    desk.ok(&[&["plan", "add", "MX-2", "--partnership", "MX"][..], &title].concat());
    desk.ok(&["objective", "add", "MX-2/1", "--title", "Vand", "--lead", "UM", "--added-on", "2026-07-01"]);
    desk.ok(&["log", "MX-2/1", "-s", "ongoing", "-l", "green", "--as-of", "2026-09-01"]);
    for command in ["summary", "portfolio"] {
        says(&desk.ok(&[command, "2026-Q3"]), &["the quarter is frozen for 1 of the 2 plans: fremdrift quarters."]);
    }
    says(&desk.ok(&["trend", "2026-Q3"]), &["2026-Q3 2 2 2 2 Made with"]);
    desk.ok(&["freeze", "2026-Q3", "--plan", "MX-2"]);
    says(&desk.ok(&["summary", "2026-Q3"]), &["the quarter is frozen for 2 of the 2 plans"]);
    says(&desk.ok(&["trend", "2026-Q3"]), &["2026-Q3 2 2 2 2 1 r"]);
}

#[test]
fn a_day_that_is_said_ends_no_quarter_and_a_dry_run_freezes_nothing() {
    let desk = desk();
    desk.ok(&["plan", "edit", "MX-2030", "--to", "2098"]);
    // The clock of this machine runs in some quarter, of which the day that is said is behind.
    let clock = desk.ok(&["quarters", "--today", &today()]).lines().last().map(flat).expect("it runs");
    let quarter = clock.split(' ').nth(1).expect("plan and quarter");
    for (lang, told) in
        [("en", " has not ended by the clock, which says 20"), ("da", " er ikke slut efter uret, der siger 20")]
    {
        let mut freeze = desk.command();
        freeze.env_remove("FREMDRIFT_TODAY").args(["--today", "2098-01-08", "--lang", lang]);
        freeze.args(["freeze", quarter, "--plan", "MX-2030"]);
        let refused = freeze.output().expect("it runs");
        assert_eq!(refused.status.code(), Some(1));
        says(&String::from_utf8_lossy(&refused.stderr), &[&format!("{quarter}{told}"), "--today"]);
    }
    // A trial is not called frozen, least of all where it is refused.
    desk.ok(&["plan", "edit", "MX-2030", "--from", "2026-04"]);
    let refused = desk.run(&["freeze", "2026-Q3", "--dry-run"]);
    assert_eq!(refused.code, 1, "{refused:?}");
    for page in [refused.stdout, desk.ok(&["freeze", "2026-Q3", "--dry-run", "--skip-earlier"])] {
        says(&page, &["Not frozen."]);
        says_not(&page, &["SHA-256", ", frozen "]);
    }
}

#[test]
fn what_stops_a_freeze_and_what_is_checked_have_headings_of_their_own() {
    let desk = desk();
    desk.ok(&["objective", "edit", "MX-2030/1", "--clear", "lead"]);
    desk.ok(&["log", "MX-2030/1", "-s", "completed", "--as-of", "2026-09-02"]);
    says(&desk.run(&["check", "2026-Q3"]).stdout, &["Checks for the 3rd quarter of 2026", "1 error, 1 warning."]);
    let stopped = desk.run(&["freeze", "2026-Q3"]);
    says(&stopped.stdout, &["Errors that stop the 3rd quarter of 2026 from being frozen", "1 error."]);
    says_not(&stopped.stdout, &["Checks for", "warning"]);
    let stopped = desk.run(&["freeze", "2026-Q3", "--lang", "da"]);
    says(&stopped.stdout, &["Fejl, der skal rettes eller fraviges, før 3. kvartal 2026 kan låses", "1 fejl."]);
}

#[test]
fn moves_of_both_dates_add_up_to_the_slip() {
    let desk = desk();
    let moved = ["--deadline-approved", "2028-Q2", "--reason", "Udbud", "--agreed-by", "Styregruppen"];
    desk.ok(&[&["objective", "edit", "MX-2030/1"][..], &moved].concat());
    desk.ok(&["log", "MX-2030/1", "--expect", "2028-09-30", "--because", "Data mangler"]);
    let slips = desk.ok(&["slips"]);
    says(
        &slips,
        &["Date Approved From 2028-03 To 2028-Q2 Later by +3", "Date Expected From 2028-Q2 To 2028-09-30 Later by +3"],
    );
    says(&slips, &["ENS Energistyrelsen 1 2 +6"]);
}
