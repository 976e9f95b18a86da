//! A new plan takes over objectives of the old one.

use crate::support::Desk;

fn says(text: &str, words: &[&str]) {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for word in words {
        assert!(flat.contains(word), "«{word}» is not in:\n{text}");
    }
}

fn desk() -> Desk {
    let desk = Desk::illustrated();
    desk.ok(&["area", "add", "ID-2025/1", "--title", "Energi"]);
    desk
}

fn export(desk: &Desk) -> String {
    ["objectives", "entries"].map(|w| desk.ok(&["export", w, "--profile", "rfc4180"])).concat()
}

#[test]
fn one_by_one_it_is_linked_and_its_history_reads_through() {
    let desk = desk();
    let before = export(&desk);
    let said = desk.run(&["plan", "carry-forward", "ID-2021", "ID-2025", "1.2=1.1", "1.3=1.1"]);
    assert_eq!(said.code, 0, "{said:?}");
    says(&said.stderr, &["2 objectives settled"]);
    says(
        &said.stdout,
        &[
            "carried over ID-2021/1.2 ID-2025/1.1 2026-11-23",
            "carried over ID-2021/1.3 ID-2025/1.1",
            "still open ID-2021/",
        ],
    );
    let show = desk.ok(&["show", "ID-2025/1.1"]);
    says(&show, &["Keep regular contact", "Carried over from ID-2021/1.2, ID-2021/1.3", "[ID-2021/1.2]", "UM"]);
    says(&desk.ok(&["show", "ID-2021/1.2", "--lang", "da"]), &["Videreført som ID-2025/1.1", "videreført, pr."]);
    says(&desk.ok(&["history", "ID-2025/1.1"]), &["ID-2021/1.2", "ID-2025/1.1"]);
    // The old plan counts it as ended, the new one as not reported.
    let new = desk.ok(&["summary", "2026-Q4", "--plan", "ID-2025"]);
    says(&new, &["1 objective, of which 1 is open. In the quarter 0 of the 1 that was open in it was reported."]);
    let old = desk.ok(&["summary", "2026-Q4", "--plan", "ID-2021"]);
    assert!(old.lines().any(|l| l.starts_with("carried over") && l.ends_with("+2")), "{old}");
    // Again: nothing new.
    desk.ok(&["plan", "carry-forward", "ID-2021", "ID-2025", "1.2=1.1"]);
    desk.ok(&["undo"]);
    desk.ok(&["undo"]);
    assert_eq!(export(&desk), before);
    assert!(desk.ok(&["verify"]).contains("is whole"));
}

#[test]
fn a_map_from_excel_lands_whole_or_not_at_all() {
    let desk = desk();
    let before = export(&desk);
    let map = "Fra;Til;Dansk titel;Indsatsområde;Frist;Årsag\r\n3.3;1.1;Fælles energimodel på øerne;1;2027;\r\n1.2;;;;;Ikke længere aktuel æøå\r\n";
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(map);
    desk.write("kort.csv", bytes);
    let carry = ["plan", "carry-forward", "ID-2021", "ID-2025", "--map", "kort.csv", "--reason", "Ny plan"];
    let dry = desk.run(&[&carry[..], &["--dry-run"]].concat());
    assert_eq!(dry.code, 0, "{dry:?}");
    assert_eq!(export(&desk), before);
    let said = desk.ok(&carry);
    says(&said, &["carried over ID-2021/3.3 ID-2025/1.1", "dropped ID-2021/1.2"]);
    says(&desk.ok(&["show", "ID-2025/1.1", "--lang", "da"]), &["Fælles energimodel på øerne", "2027", "1 Energi"]);
    says(&desk.ok(&["show", "ID-2021/1.2"]), &["cancelled", "Ikke længere aktuel æøå"]);
    desk.ok(&["undo"]);
    assert_eq!(export(&desk), before);
    let bad = "from,to,note\n4.1,1.2,\n99,1.3,\n1.2,,\n";
    desk.write("bad.csv", bad);
    let said = desk.run(&["plan", "carry-forward", "ID-2021", "ID-2025", "--map", "bad.csv"]);
    assert_eq!(said.code, 4);
    says(
        &said.stderr,
        &[
            "bad.csv, line 2: ID-2021/4.1 has ended: completed",
            "bad.csv, line 3: no objective «ID-2021/99»",
            "bad.csv, line 4: ID-2021/1.2 is dropped, so a reason is needed",
            "nothing was imported: 3 of 3 rows were refused",
        ],
    );
    assert_eq!(export(&desk), before);
}

#[test]
fn mistakes_are_told() {
    let desk = desk();
    desk.refuses(
        1,
        &["plan", "carry-forward", "ID-2021", "ID-2021", "3.3=1"],
        "error: ID-2021 can't be carried forward into itself\nhint: name the old plan and then the new one\n",
    );
    desk.refuses(1, &["plan", "carry-forward", "ID-2021", "ID-2025", "3.3="], "error: «3.3=» does not say what becomes what\nhint: write the number in the old plan and the one in the new: 4.1=1.3\n");
    desk.refuses(
        1,
        &["plan", "carry-forward", "ID-2021", "ID-2025", "4.1=1.3"],
        "error: ID-2021/4.1 has ended: completed\nhint: only what is open goes on or is dropped: leave it out\n",
    );
    says(
        &desk.ok(&["plan", "carry-forward", "ID-2021", "ID-2025", "--lang", "da"]),
        &["Fra ID-2021 til ID-2025", "stadig åben"],
    );
}
