//! From nothing to a summary of one's own small plan.

use crate::support::Desk;

#[test]
fn a_new_officer_gets_from_an_empty_folder_to_a_summary() {
    let desk = Desk::empty();
    let said = desk.run(&["init"]);
    assert_eq!(said.stdout, "made fremdrift.db\n");
    assert_eq!(
        said.stderr,
        "hint: begin with a plan: fremdrift plan add MX-2030 --title \"...\" --from 2026 --to 2030\n"
    );
    assert_eq!(
        desk.ok(&["plan", "add", "MX-2030", "--title", "Handlingsplan 2026-2030", "--from", "2026", "--to", "2030"]),
        "added plan MX-2030  [change 2]\n"
    );
    desk.ok(&["authority", "add", "ENS", "--country", "DK", "--name", "Energistyrelsen"]);
    // As Danish Excel saves it: semicolons, Windows-1252.
    let text = "Nummer;Indsatsområde;Titel;Ansvarlig;Frist\r\n1.1;Energi;Havvind på Yucatán;ENS;31-12-2026\r\n\
                1.2;Energi;Elnet;ENS;2028\r\n2.1;Vand;Vandspild;;\r\n2.2;Vand;Drikkevand;ENS;2027\r\n3.1;Handel;Fremstød;ENS;2030\r\n";
    let bytes: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    desk.write("maal.csv", bytes);
    desk.ok(&["import", "objectives", "maal.csv", "--plan", "MX-2030", "--add-areas"]);
    assert_eq!(
        desk.ok(&["log", "MX-2030/1.1", "-s", "i gang", "-l", "grøn", "-m", "Udbuddet er åbnet", "--lang", "da"]),
        "MX-2030/1.1: i gang, ● grøn pr. 2026-11-23 (intet før)  [ændring 5]\n"
    );
    let summary = desk.ok(&["summary"]);
    for line in [
        "Status for the 4th quarter of 2026: all plans\n",
        "5 objectives, of which 5 are open. In the quarter 1 of the 5 that were open in\nit were reported.\n",
        "1 Energi  ●○  1\u{a0}● 1\u{a0}○\n",
        "As of 23 November 2026; known at change 5.",
    ] {
        assert!(summary.contains(line), "{line}:\n{summary}");
    }
    let said = desk.run(&["export", "objectives", "-o", "status.csv", "--lang", "da"]);
    assert_eq!((said.code, said.stderr.as_str()), (0, "5 rækker skrevet til status.csv\n"));
    assert!(desk.read("status.csv").contains("MX-2030;1.1;1;Energi;Havvind på Yucatán;"));
    assert!(desk.ok(&["find", "yucatán"]).contains("MX-2030/1.1"));
    assert!(desk.ok(&["due", "--within", "90d"]).contains("MX-2030/1.1"));
    assert_eq!(desk.run(&["check"]).code, 4, "2.1 has no lead");
    assert!(desk.ok(&["verify"]).starts_with("fremdrift.db is whole: 5 changes, 5 objectives, 1 entries"));
}

#[test]
fn the_file_of_the_folder_above_is_found() {
    let desk = Desk::small();
    let below = desk.path("breve/2026");
    std::fs::create_dir_all(&below).unwrap();
    let output = desk.command().args(["plan", "list"]).current_dir(below).output().unwrap();
    assert!(String::from_utf8(output.stdout).unwrap().contains("MX-2030"));
}

#[test]
fn the_demo_makes_a_folder_of_its_own_each_time() {
    let desk = Desk::empty();
    let first = desk.ok(&["demo"]);
    assert!(first.contains("fremdrift-demo"), "{first}");
    assert!(desk.path("fremdrift-demo").is_dir());
    desk.ok(&["demo"]);
    assert!(desk.path("fremdrift-demo-2").is_dir());
}

#[test]
fn what_a_new_file_holds_is_told_in_danish() {
    let desk = Desk::empty();
    assert_eq!(
        desk.ok(&["init", "--illustrative", "--lang", "da"]),
        "oprettet: fremdrift.db med 9 partnerskaber, 15 planer, 44 myndigheder, 12 instrumenter, 55 indsatsområder, \
         86 målsætninger, 7 aktiviteter, 13 indberetninger, 744 illustrative indberetninger\n"
    );
}
