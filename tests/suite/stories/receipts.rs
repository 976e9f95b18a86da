//! Receipts: the words to an authority about its own answer, and the notes of both sides that are kept.

use super::returns::fill;
use crate::support::Desk;

const SHEET: &str = "ud/2026-Q3-ENS.xlsx";

/// ENS leads 1, of which an internal line of ours says more than its sheet shows.
fn sent() -> Desk {
    let desk = Desk::small();
    desk.ok(&["objective", "add", "MX-2030/1", "--title", "Havvind", "--lead", "ENS"]);
    desk.ok(&["log", "MX-2030/1", "-s", "ongoing", "-l", "red", "-m", "VORES", "--as-of", "2026-07-01"]);
    desk.ok(&["return", "send", "2026-Q3", "--out", "ud", "--due", "2026-11-30"]);
    desk
}

fn text(desk: &Desk, name: &str) -> String {
    let bytes = std::fs::read(desk.path(name)).unwrap();
    let mail = mailparse::parse_mail(&bytes).unwrap();
    let body = if mail.subparts.is_empty() { mail.get_body() } else { mail.subparts[0].get_body() };
    body.unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

const RECEIPT: &str = "2026-Q3-ENS-kvittering.eml";

#[test]
fn a_receipt_is_the_same_whatever_our_own_light_and_note_are() {
    let mut all = Vec::new();
    for light in ["rød", "gul"] {
        let desk = sent();
        desk.ok(&["log", "MX-2030/1", "-m", "SENERE", "--as-of", "2026-07-02"]);
        fill(&desk, SHEET, "svar.xlsx", &[("MX-2030/1", "light", light), ("MX-2030/1", "note", "Deres")]);
        for (take, folder) in [("ours", "a"), ("theirs", "b")] {
            let copy = format!("{folder}.db");
            desk.ok(&["backup", &copy]);
            desk.ok(&["--db", &copy, "return", "read", "svar.xlsx", "--take", take, "--receipts", folder]);
            let text = text(&desk, &format!("{folder}/{RECEIPT}"));
            let (_, after) = text.split_once("MX-2030/1").unwrap();
            all.push(after.replace(light, "LYS"));
        }
        let rest = desk.run(&["return", "read", "svar.xlsx", "--rest", "--receipts", "c"]);
        assert_eq!(rest.code, 4, "{rest:?}");
        let text = text(&desk, &format!("c/{RECEIPT}"));
        let (_, after) = text.split_once("MX-2030/1").unwrap();
        all.push(after.replace(light, "LYS"));
    }
    assert!(all[0].contains("Nyt trafiklys: LYS Ny bemærkning: Deres"), "{}", all[0]);
    assert!(all.iter().all(|text| *text == all[0]), "{all:#?}");
}

#[test]
fn our_note_stays_beside_their_light_where_it_was_decided_so() {
    for how in [&["--take", "MX-2030/1.note=ours", "--take", "MX-2030/1.light=theirs"][..], &["--rest"]] {
        let desk = sent();
        fill(&desk, SHEET, "svar.xlsx", &[("MX-2030/1", "light", "gul"), ("MX-2030/1", "note", "Deres")]);
        desk.ok(&["log", "MX-2030/1", "-m", "SENERE", "--as-of", "2026-07-02"]);
        desk.run(&[&["return", "read", "svar.xlsx"][..], how].concat());
        let shown = desk.ok(&["show", "MX-2030/1"]);
        assert!(shown.contains("yellow") && shown.contains("SENERE"), "{how:?}\n{shown}");
        let json: serde_json::Value =
            serde_json::from_str(&desk.ok(&["show", "MX-2030/1", "--format", "json"])).unwrap();
        assert!(json.to_string().contains("SENERE"), "{json}");
        let listed = desk.ok(&["export", "objectives", "--profile", "rfc4180", "--as-of", "2026-09-30"]);
        assert!(listed.contains("SENERE"), "{listed}");
    }
}

#[test]
fn a_reason_is_not_acknowledged_without_its_date() {
    let desk = sent();
    let typed = [
        ("MX-2030/1", "light", "gul"),
        ("MX-2030/1", "expected", "når isen går"),
        ("MX-2030/1", "expected_reason", "Flere havne"),
    ];
    fill(&desk, SHEET, "svar.xlsx", &typed);
    let said = desk.run(&["return", "read", "svar.xlsx", "--rest", "--receipts", "kvit"]);
    assert_eq!(said.code, 4, "{said:?}");
    assert!(said.stdout.contains("1 new") && said.stdout.contains("2 refused"), "{}", said.stdout);
    let text = text(&desk, &format!("kvit/{RECEIPT}"));
    // Each refusal says why.
    assert!(text.contains("når isen går [afvist]: "), "{text}");
    assert!(text.contains("Flere havne [afvist]: den nye dato, som den hører til, er ikke taget med"), "{text}");
    // Corrected, both come in.
    fill(&desk, SHEET, "rettet.xlsx", &[typed[0], ("MX-2030/1", "expected", "2028"), typed[2]]);
    desk.ok(&["return", "read", "rettet.xlsx", "--receipts", "kvit2"]);
    let listed = desk.ok(&["export", "objectives", "--profile", "rfc4180", "--as-of", "2026-09-30"]);
    assert!(listed.contains("Flere havne"), "{listed}");
    // The second receipt says what is new in it.
    let text = self::text(&desk, &format!("kvit2/{RECEIPT}"));
    assert!(text.contains("gul [som i jeres tidligere svar]") && text.contains("Flere havne Venlig"), "{text}");
}

#[test]
fn where_the_receipt_is_there_already_nothing_is_read() {
    let mut desk = sent();
    fill(&desk, SHEET, "svar.xlsx", &[("MX-2030/1", "light", "gul")]);
    desk.ok(&["return", "read", "svar.xlsx", "--receipts", "kvit"]);
    fill(&desk, SHEET, "rettet.xlsx", &[("MX-2030/1", "light", "grøn")]);
    let before = std::fs::read(desk.path("fremdrift.db")).unwrap();
    let said = desk.run(&["return", "read", "rettet.xlsx", "--receipts", "kvit"]);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(std::fs::read(desk.path("fremdrift.db")).unwrap() == before);
    // The receipt of a file that was read before is the one of the day that it came.
    desk.ok(&["return", "read", "rettet.xlsx"]);
    desk.now = "2026-12-03T09:00:00Z".into();
    let again = desk.ok(&["return", "read", "rettet.xlsx", "--receipts", "kvit2"]);
    assert!(!again.contains("after the day"), "{again}");
    let text = text(&desk, &format!("kvit2/{RECEIPT}"));
    assert!(text.contains("23. november 2026") && !text.contains("tidligere svar]"), "{text}");
}

#[test]
fn a_reminder_asks_for_what_is_missing() {
    let mut desk = sent();
    fill(&desk, SHEET, "svar.xlsx", &[("MX-2030/1", "light", "gul")]);
    desk.ok(&["return", "read", "svar.xlsx"]);
    desk.ok(&["return", "question", "MX-2030/1", "Hvilken ø?"]);
    // Nobody is reminded of a question that has not been sent.
    let nobody = desk.ok(&["return", "remind", "2026-Q3", "--out", "tidligt"]);
    assert!(nobody.contains("Nobody is waited for."), "{nobody}");
    desk.ok(&["return", "send", "2026-Q3", "--out", "ud2"]);
    desk.now = "2026-12-03T09:00:00Z".into();
    desk.ok(&["return", "remind", "2026-Q3", "--out", "rykker"]);
    let text = text(&desk, "rykker/2026-Q3-ENS-rykker.eml");
    assert!(text.contains("Vi mangler endnu jeres svar på vores spørgsmål til MX-2030/1"), "{text}");
    assert!(!text.contains("ikke modtaget"), "{text}");
}
