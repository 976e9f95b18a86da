//! A correction names all that differs from what was sent, and what nobody changed is not corrected.

use crate::support::Desk;

/// A quarter that is frozen, with something in every field.
fn desk() -> Desk {
    let desk = Desk::small();
    desk.ok(&["plan", "edit", "MX-2030", "--from", "2026-07"]);
    desk.ok(&["authority", "add", "SENER", "--country", "MX", "--name", "SENER"]);
    desk.ok(&["area", "add", "MX-2030/1", "--title", "Energy", "--title-da", "Energi"]);
    desk.ok(&["instrument", "add", "GF", "--name", "Green fund", "--kind", "fund"]);
    for n in ["1", "2"] {
        let reference = format!("MX-2030/{n}");
        desk.ok(&[
            "objective",
            "add",
            &reference,
            "--title",
            "Havvind",
            "--lead",
            "ENS",
            "--area",
            "1",
            "--added-on",
            "2026-07-01",
        ]);
    }
    let ended = ["-s", "completed", "--evidence", "sag 1", "-m", "færdig", "--as-of", "2026-09-01"];
    desk.ok(&[&["log", "MX-2030/1"][..], &ended].concat());
    let blocked = ["-s", "ongoing", "-l", "red", "--blocked-by", "kabel", "--ask", "UM", "--as-of", "2026-09-01"];
    desk.ok(&[&["log", "MX-2030/2"][..], &blocked, &["--expect", "2027", "--because", "kablet"]].concat());
    desk.ok(&["freeze", "2026-Q3", "--plan", "MX-2030"]);
    desk
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_field_of_a_frozen_quarter_is_compared_and_named() {
    let file = std::fs::read(desk().path("fremdrift.db")).unwrap();
    for (change, en, da) in [
        (
            &["log", "MX-2030/1", "--evidence", "sag 2", "--as-of", "2026-09-02"][..],
            "Evidence sag 1 sag 2",
            "Dokumentation sag 1 sag 2",
        ),
        (
            &["log", "MX-2030/2", "--because", "havnen", "--expect", "2027", "--as-of", "2026-09-02"],
            "Reason kablet havnen",
            "Årsag kablet havnen",
        ),
        (
            &["log", "MX-2030/2", "--blocked-by", "havn", "--as-of", "2026-09-02"],
            "Blocked by kabel havn",
            "Afventer kabel havn",
        ),
        (
            &["log", "MX-2030/2", "--ask", "ENS", "--as-of", "2026-09-02"],
            "Can be solved by UM ENS",
            "Kan løses af UM ENS",
        ),
        (&["objective", "edit", "MX-2030/1", "--interest", "political"], "Interest political", "Interesse politisk"),
        (&["objective", "edit", "MX-2030/1", "--supporting", "UM"], "Supporting UM", "Medansvarlig UM"),
        (&["objective", "edit", "MX-2030/1", "--counterpart", "SENER"], "Counterpart SENER", "Modpart SENER"),
        (&["objective", "edit", "MX-2030/1", "--instrument", "GF"], "Instrument GF", "Instrument GF"),
        (&["objective", "edit", "MX-2030/1", "--continuing", "yes"], "Continuing no yes", "Løbende nej ja"),
        (&["objective", "edit", "MX-2030/1", "--audience", "partner"], "For internal partner", "Til intern partner"),
        (
            &["plan", "edit", "MX-2030", "--title", "Ny plan"],
            "MX-2030 Title Handlingsplan 2026-2030 Ny plan",
            "MX-2030 Titel Handlingsplan 2026-2030 Ny plan",
        ),
        (&["plan", "edit", "MX-2030", "--to", "2031"], "MX-2030 Period 2030 2031", "MX-2030 Periode 2030 2031"),
        (&["plan", "edit", "MX-2030", "--caveat", "Udkast"], "MX-2030 Caveat Udkast", "MX-2030 Forbehold Udkast"),
        (
            &["area", "edit", "MX-2030/1", "--title", "Power"],
            "MX-2030/1 Title Energy Power",
            "MX-2030/1 Titel Energy Power",
        ),
        (
            &["authority", "edit", "ENS", "--name", "Energien"],
            "ENS Authority Energistyrelsen Energien",
            "ENS Myndighed Energistyrelsen Energien",
        ),
        (
            &["setting", "yellow-months", "6", "--reason", "r"],
            "Limits of the computed light",
            "Grænser for det beregnede trafiklys",
        ),
    ] {
        let desk = Desk::empty();
        desk.write("fremdrift.db", &file);
        desk.ok(change);
        let restate = ["restate", "2026-Q3", "--plan", "MX-2030", "--reason", "rettet", "--dry-run"];
        for (lang, words) in [("en", en), ("da", da)] {
            let said = flat(&desk.ok(&[&restate[..], &["--lang", lang]].concat()));
            assert!(said.contains(words), "{change:?}: «{words}» is not in {said}");
            assert!(!said.contains("Nothing differs") && !said.contains("ingen forskel"), "{said}");
        }
        desk.ok(&restate[..6]);
        let said = flat(&desk.ok(&["diff", "--as-reported", "2026-Q3.0", "2026-Q3.1"]));
        assert!(said.contains(en), "diff, {change:?}: «{en}» is not in {said}");
        assert!(desk.ok(&["verify"]).contains("is whole"));
    }
}

#[test]
fn what_nobody_changed_is_not_corrected() {
    let desk = desk();
    desk.ok(&["log", "MX-2030/2", "-m", "senere", "--as-of", "2026-10-05"]);
    desk.refuses(
        1,
        &["restate", "2026-Q3", "--reason", "r"],
        "error: nothing differs from revision 0 of 2026-Q3 of MX-2030\n\
         hint: log or edit what was wrong first; late lines that change nothing in it need no restatement\n",
    );
}

/// A quarter that the first program that could froze, opened with this one.
#[test]
fn what_an_older_program_froze_is_compared_by_what_it_kept() {
    let desk = Desk::empty();
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/versions/format-3.db");
    std::fs::copy(file, desk.path("fremdrift.db")).unwrap();
    desk.ok(&["verify"]);
    let frozen: serde_json::Value =
        serde_json::from_str(&desk.ok(&["summary", "--as-reported", "2023-Q1", "--format", "json"])).unwrap();
    let plan = frozen["plans"][0]["code"].as_str().unwrap();
    let said = desk.run(&["restate", "2023-Q1", "--plan", plan, "--reason", "r", "--dry-run"]);
    assert!(said.stderr.starts_with("error: nothing differs from revision"), "{said:?}");
}
