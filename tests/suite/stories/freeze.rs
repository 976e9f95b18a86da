//! A quarter that is sent, found again, and corrected.

use crate::support::Desk;

const FREEZE: &[&str] = &[
    "freeze",
    "2023-Q2",
    "--plan",
    "ID-2021",
    "--skip-earlier",
    "--waive",
    "no-lead=Ressort under afklaring",
    "--waive",
    "green-overdue:ID-2021/6.6=Fristen drøftes",
];

fn frozen() -> Desk {
    let desk = Desk::illustrated();
    desk.ok(FREEZE);
    desk
}

/// Everything that was given out for a revision.
fn sent(desk: &Desk, revision: &str) -> Vec<String> {
    let mut all = Vec::new();
    for lang in ["da", "en"] {
        for format in [
            &["--format", "text"][..],
            &["--format", "markdown"],
            &["--format", "csv", "--profile", "excel-da"],
            &["--format", "csv", "--profile", "rfc4180"],
            &["--format", "json"],
        ] {
            let asked = ["summary", "--as-reported", revision, "--plan", "ID-2021", "--lang", lang];
            all.push(desk.ok(&[&asked[..], format].concat()));
        }
    }
    all
}

fn says(text: &str, words: &[&str]) {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for word in words {
        assert!(flat.contains(word), "«{word}» is not in:\n{text}");
    }
}

#[test]
fn errors_stop_a_freeze_until_each_is_waived() {
    let desk = Desk::illustrated();
    let before = std::fs::read(desk.path("fremdrift.db")).unwrap();
    let said = desk.run(&["freeze", "2023-Q2", "--plan", "ID-2021", "--skip-earlier"]);
    assert_eq!(said.code, 4);
    says(&said.stdout, &["39 errors.", "no-lead", "green-overdue"]);
    says(
        &said.stderr,
        &["error: 39 errors stop it; nothing was written", "--waive green-overdue=\"...\" --waive no-lead"],
    );
    let half = desk.run(&["freeze", "2023-Q2", "--plan", "ID-2021", "--skip-earlier", "--waive", "no-lead=r"]);
    assert_eq!(half.code, 4);
    says(&half.stdout, &["1 error."]);
    let dry = desk.run(&[FREEZE, &["--dry-run"]].concat());
    assert_eq!(dry.code, 0);
    says(&dry.stdout, &["Waivers", "green-overdue (ID-2021/6.6): Fristen drøftes"]);
    assert!(std::fs::read(desk.path("fremdrift.db")).unwrap() == before, "nothing was written");
    let said = desk.ok(FREEZE);
    says(&said, &["2023-Q2 of ID-2021 is frozen as revision 0: 86 objectives, 63 of 84 reported", "SHA-256"]);
}

#[test]
fn what_can_not_be_frozen_is_refused_in_words() {
    let mut desk = Desk::illustrated();
    let waived: Vec<&str> = FREEZE.iter().copied().filter(|w| *w != "--skip-earlier").collect();
    desk.refuses(1, &waived, "error: 2021-Q1 of ID-2021 is not frozen yet\nhint: freeze it first: fremdrift freeze 2021-Q1 --plan ID-2021, or leave it out: fremdrift freeze 2023-Q2 --plan ID-2021 --skip-earlier\n");
    desk.refuses(1, &["freeze", "2026-Q4", "--plan", "ID-2021"], "error: 2026-Q4 has not ended: it runs until 2026-12-31\nhint: wait for it, or say why not: fremdrift freeze 2026-Q4 --early \"...\"\n");
    desk.refuses(
        1,
        &["freeze", "2027-Q1", "--plan", "ID-2021", "--early", "r"],
        "error: 2027-Q1 has not begun\nhint: see the quarters with: fremdrift quarters\n",
    );
    desk.refuses(1, &["freeze", "1999-Q1"], "error: no plan with objectives runs in 1999-Q1\nhint: name the plan: --plan ID-2021 (see them with: fremdrift plan list)\n");
    desk.refuses(1, &["freeze", "2023-Q2", "--plan", "ID-2021", "--waive", "no-lead"], "error: «no-lead» is not a waiver\nhint: write the check and why: --waive no-lead=\"...\", or for one: --waive no-lead:ID-2021/4.1=\"...\"\n");
    desk.refuses(1, &[FREEZE, &["--waive", "open-activities=r"]].concat(), "error: open-activities found nothing there, so there is nothing to waive\nhint: see what the checks say: fremdrift freeze QUARTER --dry-run\n");
    desk.refuses(1, &[FREEZE, &["--waive", "no-lead:ID-2021/4.1=Ressort under afklaring"]].concat(), "error: no-lead:ID-2021/4.1 found nothing there, so there is nothing to waive\nhint: see what the checks say: fremdrift freeze QUARTER --dry-run\n");
    desk.refuses(1, &["summary", "--as-reported", "2023-Q2"], "error: 2023-Q2 is not frozen for any plan\nhint: what is known now: fremdrift summary 2023-Q2; see what is frozen: fremdrift quarters\n");
    desk.ok(FREEZE);
    desk.refuses(1, FREEZE, "error: 2023-Q2 of ID-2021 is frozen already, as revision 0\nhint: correct it with: fremdrift restate 2023-Q2 --plan ID-2021 --reason \"...\"\n");
    desk.refuses(1, &["summary", "--as-reported", "2023-Q2.3"], "error: 2023-Q2 of ID-2021 has no revision 3: the newest is 0\nhint: write: fremdrift summary --as-reported 2023-Q2.0 --plan ID-2021\n");
    desk.refuses(1, &["summary", "--as-reported", "2023-Q1", "--plan", "ID-2021"], "error: 2023-Q1 of ID-2021 is not frozen\nhint: what is known now: fremdrift summary 2023-Q1 --plan ID-2021; see what is frozen: fremdrift quarters\n");
    desk.refuses(
        2,
        &["summary", "--as-reported", "2023-Q2", "--status", "ongoing"],
        "error: what was sent can't be filtered\nhint: it is asked for by its plan alone: --plan ID-2021\n",
    );
    desk.refuses(
        2,
        &["diff", "2023-Q1", "2023-Q2.0"],
        "error: «2023-Q2.0» is a revision\nhint: compare what was sent with: --as-reported 2023-Q1 2023-Q2.0\n",
    );
    desk.refuses(1, &["restate", "2023-Q1", "--plan", "ID-2021", "--reason", "r"], "error: 2023-Q1 of ID-2021 is not frozen\nhint: what is known now: fremdrift summary 2023-Q1 --plan ID-2021; see what is frozen: fremdrift quarters\n");
    desk.refuses(1, &["restate", "2023-Q2", "--reason", "r"], "error: nothing differs from revision 0 of 2023-Q2 of ID-2021\nhint: log or edit what was wrong first; late lines that change nothing in it need no restatement\n");
    // A quarter that still runs, with a reason; and the next one is free then.
    desk.now = "2024-11-01T09:00:00Z".into();
    let early = ["freeze", "2024-Q4", "--plan", "ID-2021", "--skip-earlier", "--early", "Ministeren rejser"];
    desk.ok(&[&early[..], &["--waive", "no-lead=r", "--waive", "open-activities=r"]].concat());
    let page = desk.ok(&["summary", "--as-reported", "2024-Q4", "--plan", "ID-2021", "--lang", "da"]);
    says(&page, &["Låst, før kvartalet var slut. Årsag: Ministeren rejser"]);
}

#[test]
fn several_plans_are_frozen_at_once_and_then_asked_for_by_name() {
    let desk = Desk::illustrated();
    desk.ok(&["plan", "add", "XX-2023", "--title", "Another", "--from", "2023", "--to", "2023"]);
    desk.ok(&["objective", "add", "XX-2023/1", "--title", "One", "--lead", "ENS"]);
    desk.ok(&["log", "XX-2023/1", "-s", "ongoing", "--as-of", "2023-05-01"]);
    let said = desk.ok(&["freeze", "2023-Q2", "--skip-earlier", "--waive", "no-lead=r", "--waive", "green-overdue=r"]);
    says(&said, &["2023-Q2 of ID-2021 is frozen as revision 0", "2023-Q2 of XX-2023 is frozen as revision 0"]);
    desk.refuses(
        1,
        &["summary", "--as-reported", "2023-Q2"],
        "error: 2023-Q2 is frozen for several plans: ID-2021, XX-2023\nhint: say which: --plan ID-2021\n",
    );
    says(&desk.ok(&["summary", "--as-reported", "2023-Q2", "--plan", "XX-2023"]), &["XX-2023 Another", "1 objective"]);
}

#[test]
fn what_was_sent_is_the_same_whatever_came_since() {
    let desk = frozen();
    let first = sent(&desk, "2023-Q2.0");
    assert!(first.iter().all(|s| s.len() > 500));
    assert!(first[0].lines().all(|l| l.chars().count() <= 80 || l.contains("http")), "80 columns: {}", first[0]);
    desk.ok(&["log", "ID-2021/4.2", "-s", "ongoing", "-l", "red", "-m", "Stille", "--as-of", "2023-06-30"]);
    desk.ok(&["objective", "edit", "ID-2021/4.1", "--title", "Noget andet", "--number", "4.99", "--lead", "UM"]);
    desk.ok(&["objective", "retire", "ID-2021/6.6", "--reason", "slået sammen", "--from", "2025-01-01"]);
    desk.ok(&["authority", "edit", "ENS", "--name", "Styrelsen for Energi"]);
    desk.ok(&["plan", "edit", "ID-2021", "--title", "Another title"]);
    desk.ok(&["area", "edit", "ID-2021/4", "--title", "Affald"]);
    desk.ok(&["undo"]);
    desk.ok(&["undo", "4"]);
    assert!(sent(&desk, "2023-Q2.0") == first);
    assert!(sent(&desk, "2023-Q2") == first, "the newest is the only one");
    desk.ok(&["plan", "edit", "ID-2021", "--code", "ID-21"]);
    let asked = ["summary", "--as-reported", "2023-Q2", "--plan", "ID-21", "--lang", "da"];
    assert_eq!(desk.ok(&asked), first[0]);
    desk.ok(&[&asked[..], &["-o", "sendt.md"]].concat());
    assert_eq!(desk.read("sendt.md"), first[1]);
    assert!(desk.ok(&["verify"]).contains("is whole"));
}

#[test]
fn the_digest_is_that_of_the_json() {
    let desk = frozen();
    let page = desk.ok(&["summary", "--as-reported", "2023-Q2", "--lang", "en"]);
    let json = desk.ok(&["summary", "--as-reported", "2023-Q2", "--format", "json"]);
    let digest = fremdrift::model::revision::digest(&json);
    says(&page, &[&format!("SHA-256 {digest}."), "Revision 0, frozen 2026-11-23T", "known at change"]);
}

#[test]
fn a_late_line_is_told_and_a_restatement_stands_beside_what_was_sent() {
    let desk = frozen();
    let first = sent(&desk, "2023-Q2.0");
    let said = desk.run(&["log", "ID-2021/4.2", "-s", "ongoing", "-l", "red", "-m", "Stille", "--as-of", "2023-06-30"]);
    assert_eq!(said.code, 0);
    says(
        &said.stderr,
        &["late: 2023-Q2 was frozen before this, as revision 0", "fremdrift restate 2023-Q2 --plan ID-2021"],
    );
    says(&desk.ok(&["quarters"]), &["2023-Q2 frozen 0 2026-11-23 Anna Ågård 1"]);
    says(&desk.ok(&["show", "ID-2021/4.2"]), &["[late]"]);
    // The next summary names it, this one does not, and the one before neither.
    let late = "The line as of 30 June 2023 was recorded on 23 November 2026 by Anna Ågård, after the 2nd quarter of 2023 was frozen; not restated.";
    says(&desk.ok(&["summary", "2023-Q3", "--plan", "ID-2021"]), &["Late lines of the log", late]);
    for quarter in ["2023-Q1", "2023-Q2"] {
        assert!(!desk.ok(&["summary", quarter, "--plan", "ID-2021"]).contains("Late lines"), "{quarter}");
    }
    let now = desk.ok(&["summary", "2023-Q2", "--plan", "ID-2021"]);
    says(&now, &["As is now known; what was sent is revision 0: --as-reported 2023-Q2.0."]);
    let before = std::fs::read(desk.path("fremdrift.db")).unwrap();
    let dry = desk.ok(&["restate", "2023-Q2", "--reason", "4.2 var rød", "--dry-run"]);
    assert!(std::fs::read(desk.path("fremdrift.db")).unwrap() == before);
    says(&dry, &["0 new, 1 changed, 85 unchanged, 0 retired.", "Light ● green ■ red"]);
    says(&desk.ok(&["restate", "2023-Q2", "--reason", "4.2 var rød"]), &["is frozen as revision 1"]);
    assert!(sent(&desk, "2023-Q2.0") == first, "what was sent stays");
    let second = sent(&desk, "2023-Q2.1");
    assert!(sent(&desk, "2023-Q2") == second);
    says(&second[0], &["Dette er rettelse 1 af det tidligere afsendte. Årsag: 4.2 var rød", "no-lead"]);
    says(&desk.ok(&["quarters"]), &["2023-Q2 frozen 1 2026-11-23 Anna"]);
    let next = desk.ok(&["summary", "2023-Q3", "--plan", "ID-2021"]);
    says(&next, &["r: restated since it was first sent for the 2nd quarter of 2023 (revision 1: 4.2 var rød)."]);
    says(&next, &["frozen; restated."]);
    let said = desk.ok(&["diff", "--as-reported", "2023-Q2.0", "2023-Q2.1"]);
    says(&said, &["0 new, 1 changed, 85 unchanged, 0 retired.", "ID-2021/4.2", "■ red", "Stille"]);
    // It is named once: the quarter after the next was not frozen after it.
    desk.ok(&["freeze", "2023-Q3", "--plan", "ID-2021", "--waive", "no-lead=r", "--waive", "green-overdue=r"]);
    assert!(!desk.ok(&["summary", "2023-Q4", "--plan", "ID-2021"]).contains("Late lines"));
    assert!(desk.ok(&["verify"]).contains("is whole"));
}

#[test]
fn a_withdrawn_line_is_late_too() {
    let desk = Desk::illustrated();
    desk.ok(&["log", "ID-2021/4.2", "-s", "ongoing", "-l", "red", "-m", "Stille", "--as-of", "2023-06-30"]);
    desk.ok(FREEZE);
    desk.ok(&["undo"]);
    says(&desk.ok(&["quarters"]), &["2023-Q2 frozen 0 2026-11-23 Anna Ågård 1"]);
    let next = desk.ok(&["summary", "2023-Q3", "--plan", "ID-2021", "--lang", "da"]);
    says(&next, &["Indberetningen pr. 30. juni 2023 blev trukket tilbage 23. november 2026 af Anna Ågård"]);
}

#[test]
fn undo_walks_past_what_was_sent() {
    let desk = Desk::illustrated();
    desk.ok(&["objective", "edit", "ID-2021/4.1", "--title", "Noget andet"]);
    let said = desk.ok(FREEZE);
    let number: i64 = said.split("[change ").nth(1).unwrap().split(']').next().unwrap().parse().unwrap();
    desk.refuses(1, &["undo", &number.to_string()], &format!("error: change {number} froze a quarter, and what was sent stays\nhint: correct the quarter with: fremdrift restate QUARTER --reason \"...\"\n"));
    let undone = desk.run(&["undo"]);
    says(&undone.stdout, &["edit objective ID-2021/4.1: title"]);
    says(&undone.stderr, &[&format!("passed over, since it stays: change {number}, freeze 2023-Q2 of ID-2021")]);
    says(&sent(&desk, "2023-Q2")[5], &["Noget andet"]);
}

#[test]
fn two_points_are_compared_objective_by_objective() {
    let desk = Desk::small();
    desk.ok(&[
        "objective",
        "add",
        "MX-2030/1",
        "--title",
        "Havvind",
        "--lead",
        "ENS",
        "--deadline-original",
        "2027",
        "--added-on",
        "2026-01-01",
    ]);
    desk.ok(&["objective", "add", "MX-2030/2", "--title", "Vandspild", "--lead", "UM", "--added-on", "2026-01-01"]);
    desk.ok(&["log", "MX-2030/1", "-s", "ongoing", "-l", "green", "--as-of", "2026-05-01"]);
    desk.ok(&["log", "MX-2030/2", "-s", "ongoing", "-l", "green", "--as-of", "2026-05-01"]);
    desk.ok(&["log", "MX-2030/1", "-l", "red", "--expect", "2028", "-m", "Mangler kabel", "--as-of", "2026-08-01"]);
    desk.ok(&["objective", "add", "MX-2030/3", "--title", "Nyt punkt", "--lead", "UM", "--added-on", "2026-08-15"]);
    desk.ok(&["objective", "retire", "MX-2030/2", "--reason", "udgået", "--from", "2026-09-01"]);
    let said = desk.ok(&["diff", "2026-Q2", "2026-09-30"]);
    says(
        &said,
        &[
            "1 new, 1 changed, 0 unchanged, 1 retired.",
            "Changed MX-2030/1 Havvind Light ● green ■ red",
            "Changed MX-2030/1 Havvind Expected 2028",
            "New MX-2030/3 Nyt punkt",
            "Retired MX-2030/2 Vandspild",
        ],
    );
    says(
        &desk.ok(&["diff", "2026-09-30", "2026-Q3"]),
        &["0 new, 0 changed, 2 unchanged, 0 retired.", "Nothing differs."],
    );
    says(&desk.ok(&["diff", "2026-Q2", "2026-Q3", "--lang", "da"]), &["1 ny, 1 ændret", "Udgået MX-2030/2 Vandspild"]);
    let said = desk.ok(&["summary", "2026-Q3", "--compare", "2026-Q2"]);
    says(
        &said,
        &[
            "Compared with the 2nd quarter of 2026: 1 new, 1 changed, 0 unchanged, 1 retired.",
            "New: MX-2030/3 Nyt punkt",
            "Retired: MX-2030/2 Vandspild (udgået)",
            "the light has gone from green to red and the expected end is now 2028. Reason: Mangler kabel",
        ],
    );
    let move_it = [
        "objective",
        "edit",
        "MX-2030/1",
        "--deadline-approved",
        "2028",
        "--reason",
        "Kabel",
        "--agreed-by",
        "Styregruppen",
    ];
    desk.ok(&move_it);
    let said = desk.ok(&["summary", "2026-Q4", "--lang", "da"]);
    says(
        &said,
        &[
            "Sammenlignet med 3. kvartal 2026 er der intet indberettet i kvartalet (senest: rød, 1. august 2026) og den godkendte frist udskudt fra 2027 til 2028. Årsag: Kabel (aftalt med Styregruppen).",
        ],
    );
}

#[test]
fn one_letter_that_was_changed_behind_our_back_is_found() {
    let desk = frozen();
    // The guard is put back, since `verify` tells one that is not there.
    let alter = |sql: &str| {
        let conn = rusqlite::Connection::open(desk.path("fremdrift.db")).unwrap();
        let guard = format!("{}_update", sql.split(' ').nth(1).unwrap());
        let sought = "SELECT sql FROM sqlite_schema WHERE name = ?1";
        let made: String = conn.query_row(sought, [&guard], |r| r.get(0)).unwrap();
        conn.execute_batch(&format!("DROP TRIGGER {guard}")).unwrap();
        assert!(conn.execute(sql, []).unwrap() > 0, "{sql}");
        conn.execute_batch(&made).unwrap();
    };
    let whole = std::fs::read(desk.path("fremdrift.db")).unwrap();
    for (sql, words) in [
        (
            "UPDATE revision SET content = replace(content, '4.2', '4.3')",
            "frozen: 2023-Q2 of ID-2021, revision 0: the content is not the one that was frozen",
        ),
        (
            "UPDATE rendering SET body = replace(body, 'rød', 'gul') WHERE format = 'text' AND lang = 'da' AND audience = 'internal'",
            "frozen: 2023-Q2 of ID-2021, revision 0: the text for internal in da is not the one that was frozen",
        ),
    ] {
        alter(sql);
        let said = desk.run(&["verify"]);
        assert_eq!(said.code, 3, "{said:?}");
        assert!(said.stdout.starts_with(words), "{said:?}");
        std::fs::write(desk.path("fremdrift.db"), &whole).unwrap();
    }
    let renumbered = [
        "UPDATE revision SET number = 7, reason = 'x'",
        "UPDATE revision SET quarter = '2023-Q3'",
        "UPDATE revision SET as_of = '2023-06-29'",
        "UPDATE revision SET known_at = 1",
    ];
    for sql in renumbered {
        alter(sql);
        let said = desk.run(&["verify"]);
        assert_eq!(said.code, 3, "{sql}: {said:?}");
        says(&said.stdout, &["is not that of its content"]);
        std::fs::write(desk.path("fremdrift.db"), &whole).unwrap();
    }
    // History that was altered does not give what was sent.
    alter("UPDATE entry SET light = 'green' WHERE light = 'red' AND as_of = '2023-06-30'");
    let said = desk.run(&["verify"]);
    assert_eq!(said.code, 3);
    says(&said.stdout, &["replay: 2023-Q2 of ID-2021, revision 0: history says something else about ID-2021/"]);
}

/// fixtures/versions/format-3.db was frozen by a program that words a summary otherwise and knows
/// less of it: no thresholds, no audiences, an r in another place. What it sent comes out unchanged.
#[test]
fn what_an_older_program_sent_comes_out_as_it_was_sent() {
    let fixtures = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/versions");
    let desk = Desk::empty();
    std::fs::copy(fixtures.join("format-3.db"), desk.path("fremdrift.db")).unwrap();
    let mut compared = 0;
    for file in std::fs::read_dir(fixtures.join("format-3")).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        // 2023-Q1.0.da.rfc.csv
        let parts: Vec<&str> = name.splitn(4, '.').collect();
        let (format, profile) = match parts[3] {
            "txt" => ("text", "excel-da"),
            "md" => ("markdown", "excel-da"),
            "excel.csv" => ("csv", "excel-da"),
            "rfc.csv" => ("csv", "rfc4180"),
            _ => ("json", "excel-da"),
        };
        let revision = format!("{}.{}", parts[0], parts[1]);
        let asked =
            ["summary", "--as-reported", &revision, "--lang", parts[2], "--format", format, "--profile", profile];
        let sent = std::fs::read(&path).unwrap();
        assert!(desk.ok(&asked).into_bytes() == sent, "{name}");
        compared += 1;
    }
    assert_eq!(compared, 18);
    let then = desk.ok(&["summary", "--as-reported", "2023-Q1", "--format", "json"]);
    let now = desk.ok(&["summary", "2023-Q1", "--plan", "ID-2021", "--format", "json"]);
    assert!(!then.contains("thresholds") && now.contains("thresholds"), "it was another shape then");
    says(&desk.ok(&["quarters"]), &["2023-Q1 frozen 0 2026-11-24 Anna Holm", "4.2 var rød"]);
    says(&desk.ok(&["diff", "--as-reported", "2023-Q1.0", "2023-Q1.1"]), &["1 changed", "ID-2021/4.2"]);
    assert!(desk.ok(&["verify"]).contains("is whole"));
}
