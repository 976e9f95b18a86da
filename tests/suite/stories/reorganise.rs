//! When ministries change: old quarters print the old name, new ones the new.

use crate::support::Desk;

fn says(text: &str, words: &[&str]) {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for word in words {
        assert!(flat.contains(word), "«{word}» is not in:\n{text}");
    }
}

/// Ministries as they were in 2019, with an objective each.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.ok(&["plan", "add", "XX-2018", "--title", "Plan", "--from", "2018", "--to", "2027"]);
    for (code, country, name) in [
        ("MFVM", "DK", "Miljø- og Fødevareministeriet"),
        ("SUM", "DK", "Sundheds- og Ældreministeriet"),
        ("EFKM", "DK", "Energi-, Forsynings- og Klimaministeriet"),
        ("KLHK", "ID", "Kementerian Lingkungan Hidup dan Kehutanan"),
        ("MARVES", "ID", "Kementerian Koordinator Bidang Kemaritiman dan Investasi"),
    ] {
        desk.ok(&["authority", "add", code, "--country", country, "--name", name]);
    }
    for (number, lead, counterpart) in
        [("1", "MFVM", "KLHK"), ("2", "MFVM", "KLHK"), ("3", "SUM", "MARVES"), ("4", "EFKM", "MARVES")]
    {
        let reference = format!("XX-2018/{number}");
        desk.ok(&["objective", "add", &reference, "--title", number, "--lead", lead, "--counterpart", counterpart]);
        desk.ok(&["log", &reference, "-s", "ongoing", "-l", "green", "--as-of", "2019-03-01"]);
    }
    desk.ok(&["activity", "add", "XX-2018/2/1", "--title", "Del", "--lead", "MFVM"]);
    desk
}

fn export(desk: &Desk) -> String {
    ["objectives", "activities"].map(|w| desk.ok(&["export", w, "--profile", "rfc4180"])).concat()
}

#[test]
fn a_new_name_holds_from_its_day_and_changes_no_objective() {
    let desk = desk();
    let rename = [
        "authority",
        "rename",
        "SUM",
        "--name",
        "Sundhedsministeriet",
        "--from",
        "2021-01-21",
        "--reason",
        "Ressortændring",
    ];
    assert_eq!(
        desk.ok(&rename),
        "rename SUM to Sundhedsministeriet from 2021-01-21: 0 roles for 0 objectives go over  [change 17]\n"
    );
    says(
        &desk.ok(&["summary", "2019-Q4", "--lang", "da", "--format", "markdown"]),
        &["SUM Sundheds- og Ældreministeriet"],
    );
    says(&desk.ok(&["summary", "2021-Q1", "--lang", "da", "--format", "markdown"]), &["SUM Sundhedsministeriet"]);
    says(&desk.ok(&["diff", "2020-Q4", "2021-Q1"]), &["0 new, 0 changed, 4 unchanged, 0 retired."]);
}

#[test]
fn a_new_code_takes_over_and_the_old_one_stays_in_old_quarters() {
    let desk = desk();
    let before = export(&desk);
    let name = "Klima-, Energi- og Forsyningsministeriet";
    let rename = [
        "authority",
        "rename",
        "EFKM",
        "--to",
        "KEFM",
        "--name",
        name,
        "--from",
        "2019-06-27",
        "--reason",
        "Ny regering",
    ];
    says(&desk.ok(&[&rename[..], &["--dry-run"]].concat()), &["1 role for 1 objective go over"]);
    assert_eq!(export(&desk), before);
    desk.ok(&rename);
    says(&desk.ok(&["summary", "2019-Q1", "--format", "markdown"]), &["EFKM Energi-, Forsynings- og Klimaministeriet"]);
    says(&desk.ok(&["summary", "2019-Q3", "--format", "markdown"]), &["KEFM Klima-, Energi- og Forsyningsministeriet"]);
    // They have fallen silent; the renaming itself is no change.
    let differs = desk.ok(&["diff", "2019-Q1", "2019-Q3"]);
    says(&differs, &["0 new, 4 changed, 0 unchanged, 0 retired.", "Light ● green ○ not reported"]);
    assert!(!differs.contains("Lead") && !differs.contains("KEFM"), "{differs}");
    // The successor is followed back.
    says(&desk.ok(&["summary", "2019-Q1", "--authority", "KEFM"]), &["1 objective, of which 1 is open."]);
    says(&desk.ok(&["list", "--authority", "KEFM"]), &["XX-2018/4"]);
    assert!(!desk.ok(&["list", "--authority", "EFKM"]).contains("XX-2018/4"));
    desk.refuses(
        1,
        &rename,
        "error: there is already an authority «KEFM»\nhint: change it with: fremdrift authority edit KEFM\n",
    );
    desk.ok(&["undo"]);
    assert_eq!(export(&desk), before);
    assert!(desk.ok(&["verify"]).contains("is whole"));
}

#[test]
fn a_split_says_who_gets_what() {
    let desk = desk();
    let before = export(&desk);
    desk.ok(&["authority", "add", "MIM", "--country", "DK", "--name", "Miljøministeriet"]);
    desk.ok(&[
        "authority",
        "add",
        "FVM",
        "--country",
        "DK",
        "--name",
        "Ministeriet for Fødevarer, Landbrug og Fiskeri",
    ]);
    let split =
        ["authority", "split", "MFVM", "--into", "MIM", "--into", "FVM", "--from", "2020-11-23", "--reason", "Delt"];
    desk.refuses(
        1,
        &split,
        "error: 3 roles of MFVM go to nobody: XX-2018/1, XX-2018/2, XX-2018/2/1\nhint: say who gets them: --give CODE=XX-2018/1, or who gets all the rest: --rest CODE\n",
    );
    desk.refuses(
        1,
        &[&split[..], &["--rest", "SUM"]].concat(),
        "error: SUM is not among those that it is split into: MIM, FVM\nhint: add it: --into SUM\n",
    );
    desk.refuses(1, &[&split[..], &["--give", "MIM"]].concat(), "error: «MIM» does not say who gets what\nhint: write the authority and the objective: --give MIM=ID-2021/4.1\n");
    let given = ["--give", "MIM=XX-2018/1", "--rest", "FVM"];
    says(
        &desk.ok(&[&split[..], &given].concat()),
        &["split MFVM into MIM, FVM from 2020-11-23: 3 roles for 2 objectives go over"],
    );
    says(&desk.ok(&["summary", "2020-Q3", "--format", "markdown"]), &["MFVM Miljø- og Fødevareministeriet"]);
    let after = desk.ok(&["summary", "2020-Q4", "--format", "markdown"]);
    says(&after, &["MIM Miljøministeriet", "FVM Ministeriet for Fødevarer, Landbrug og Fiskeri"]);
    assert!(!after.contains("MFVM"), "{after}");
    says(&desk.ok(&["summary", "2020-Q3", "--authority", "MIM"]), &["1 objective, of which 1 is open."]);
    // A split is another hand: it is told.
    says(&desk.ok(&["diff", "2020-Q3", "2020-Q4"]), &["2 changed", "Lead MFVM MIM", "Lead MFVM FVM"]);
    // Editing who leads now does not touch who led then.
    desk.ok(&["objective", "edit", "XX-2018/1", "--lead", "FVM"]);
    desk.ok(&["objective", "edit", "XX-2018/1", "--lead", "MFVM"]);
    desk.ok(&["objective", "edit", "XX-2018/1", "--lead", "MIM"]);
    says(&desk.ok(&["summary", "2020-Q3", "--format", "markdown"]), &["MFVM Miljø- og Fødevareministeriet"]);
    for _ in 0..6 {
        desk.ok(&["undo"]);
    }
    assert_eq!(export(&desk), before);
    assert!(desk.ok(&["verify"]).contains("is whole"));
}

#[test]
fn a_merger_and_a_transfer() {
    let desk = desk();
    let before = export(&desk);
    let closed = ["authority", "merge", "MARVES", "--into", "KLHK", "--from", "2024-10-21", "--reason", "Nedlagt"];
    says(&desk.ok(&closed), &["merge MARVES into KLHK from 2024-10-21: 2 roles for 2 objectives go over"]);
    says(&desk.ok(&["diff", "2024-Q3", "2024-Q4"]), &["0 new, 0 changed, 4 unchanged, 0 retired."]);
    let transfer = ["authority", "transfer", "MFVM", "SUM", "XX-2018/2", "--from", "2022-01-01", "--reason", "Aftalt"];
    says(&desk.ok(&transfer), &["transfer from MFVM to SUM from 2022-01-01: 2 roles for 1 objective go over"]);
    says(&desk.ok(&["diff", "2021-Q4", "2022-Q1"]), &["1 changed", "XX-2018/2 2 Lead MFVM SUM"]);
    desk.refuses(
        1,
        &transfer,
        "error: MFVM has no role for XX-2018/2\nhint: see what it has with: fremdrift list --authority MFVM\n",
    );
    let earlier = ["authority", "transfer", "SUM", "EFKM", "--all", "--from", "2021-06-01", "--reason", "r"];
    desk.refuses(1, &earlier, "error: SUM has had its role for XX-2018/2 only since 2021-06-01 or later\nhint: take a later day: --from DAY\n");
    let itself = ["authority", "merge", "SUM", "--into", "SUM", "--from", "2023-01-01", "--reason", "r"];
    desk.refuses(1, &itself, "error: SUM can't go into itself\nhint: to change its name, type: fremdrift authority rename CODE --name NAME --from DAY --reason \"...\"\n");
    desk.ok(&["undo"]);
    desk.ok(&["undo"]);
    assert_eq!(export(&desk), before);
}

#[test]
fn who_was_asked_is_asked_by_the_new_name() {
    let desk = desk();
    let ask =
        ["log", "XX-2018/3", "-l", "yellow", "--blocked-by", "Bevilling", "--ask", "EFKM", "--as-of", "2019-05-01"];
    desk.ok(&ask);
    desk.ok(&[
        "authority",
        "rename",
        "EFKM",
        "--to",
        "KEFM",
        "--name",
        "Klimaministeriet",
        "--from",
        "2019-06-27",
        "--reason",
        "r",
    ]);
    says(&desk.ok(&["summary", "2019-Q3", "--format", "markdown"]), &["can be solved by KEFM Klimaministeriet"]);
    says(&desk.ok(&["summary", "2019-Q2", "--as-of", "2019-06-01"]), &["can be solved by EFKM"]);
    assert!(desk.ok(&["check", "unknown-authority", "2019-Q3"]).contains("Nothing was found."));
}

#[test]
fn roles_go_over_on_the_day_of_a_renaming() {
    let desk = Desk::small();
    desk.ok(&["objective", "add", "MX-2030/1", "--title", "Havvind", "--lead", "ENS"]);
    let day = ["--from", "2026-06-01", "--reason", "Ny regering"];
    desk.ok(&[&["authority", "rename", "ENS", "--to", "KEM", "--name", "Klimaministeriet"][..], &day].concat());
    desk.ok(&[&["authority", "transfer", "KEM", "UM", "--all"][..], &day].concat());
    let lead = |authority: &str, on: &str| {
        desk.ok(&["list", "--as-of", on, "--authority", &format!("lead:{authority}"), "--format", "csv"])
            .contains("MX-2030/1;")
    };
    assert!(lead("ENS", "2026-05-31") && lead("UM", "2026-06-01") && !lead("KEM", "2026-06-02"));
    let shown = desk.ok(&["show", "MX-2030/1"]);
    assert!(shown.contains("UM Udenrigsministeriet") && !shown.contains("Klimaministeriet"), "{shown}");
    desk.ok(&["verify"]);
}
