//! add, edit, list, show and retire, for every entity.

use crate::support::{Desk, is_windows};

#[test]
fn a_partnership_is_added_changed_shown_and_retired() {
    let desk = Desk::small();
    assert_eq!(
        desk.ok(&["partnership", "add", "BR", "--country-code", "br", "--country", "Brazil", "--year", "2024"]),
        "added partnership BR  [change 6]\n"
    );
    assert_eq!(
        desk.ok(&["partnership", "edit", "BR", "--kind", "strategic", "--year", "2025"]),
        "partnership BR: kind strategic (was (empty)); year 2025 (was 2024)  [change 7]\n"
    );
    assert_eq!(desk.ok(&["partnership", "edit", "BR", "--year", "2025"]), "partnership BR is unchanged\n");
    assert_eq!(
        desk.ok(&["partnership", "show", "br"]),
        "BR\n==\n\nCountry code  BR\nCountry       Brazil\nKind          strategic\nYear          2025\n"
    );
    assert_eq!(
        desk.ok(&["partnership", "list"]),
        "Code  Country  Kind       Year\n──────────────────────────────\n\
         BR    Brazil   strategic  2025\nMX    Mexico\n"
    );
    desk.ok(&["partnership", "retire", "BR", "--reason", "opsagt"]);
    assert!(!desk.ok(&["partnership", "list"]).contains("Brazil"));
    assert!(desk.ok(&["partnership", "list", "--all"]).contains("Brazil"));
    desk.refuses(
        1,
        &["partnership", "add", "mx", "--country-code", "MX", "--country", "M"],
        "error: there is already a partnership «mx»\nhint: change it with: fremdrift partnership edit mx\n",
    );
    desk.refuses(
        1,
        &["partnership", "add", "X", "--country-code", "Mexiko", "--country", "M"],
        "error: «Mexiko» is not a country\nhint: did you mean Mexico?\n",
    );
    desk.refuses(
        1,
        &["partnership", "edit", "MX", "--year", "20"],
        "error: «20» is not a year\nhint: write four digits, as in 2026\n",
    );
}

#[test]
fn a_plan_is_added_changed_shown_and_retired() {
    let desk = Desk::small();
    assert_eq!(
        desk.ok(&["plan", "show", "MX-2030"]),
        "MX-2030\n=======\n\nPartnership   MX\nTitle         Handlingsplan 2026-2030\nPeriod start  2026\n\
         Period end    2030\nState         in force\n"
    );
    desk.ok(&["partnership", "add", "BR", "--country-code", "BR", "--country", "Brazil"]);
    assert_eq!(
        desk.ok(&["plan", "edit", "MX-2030", "--partnership", "MX", "--partnership", "BR", "--state", "afløst"]),
        "plan MX-2030: partnership MX|BR (was MX); state superseded (was in-force)  [change 7]\n"
    );
    desk.ok(&["plan", "retire", "MX-2030", "--reason", "aldrig underskrevet"]);
    assert_eq!(desk.ok(&["plan", "list"]), "There are none.\n");
    assert!(desk.ok(&["plan", "list", "--all"]).contains("MX-2030"));
}

#[test]
fn a_program_reads_the_code_where_a_person_reads_a_word() {
    let desk = Desk::small();
    let add = ["plan", "add", "BR-2025", "--title", "Plan", "--from", "2025", "--to", "2028", "--state", "in-force"];
    desk.ok(&add);
    let list = |args: &[&str]| desk.ok(&[&["plan", "list", "--lang", "da", "--format"], args].concat());
    assert!(list(&["csv", "--profile", "rfc4180"]).contains("BR-2025,Plan,2025,2028,in-force\r\n"));
    assert!(list(&["json"]).contains("\"in-force\""));
    assert!(list(&["csv"]).contains("BR-2025;Plan;2025;2028;i kraft\r\n"));
    assert!(list(&["text"]).contains("i kraft"));
}

#[test]
fn a_period_can_not_run_backwards() {
    let desk = Desk::small();
    desk.refuses(
        1,
        &["plan", "add", "Q", "--title", "T", "--from", "2026", "--to", "2025"],
        "error: the period ends on 2025-12-31, before it starts on 2026-01-01\n",
    );
    desk.refuses(
        1,
        &["plan", "edit", "MX-2030", "--to", "2025-Q4"],
        "error: the period ends on 2025-12-31, before it starts on 2026-01-01\n",
    );
    desk.ok(&["plan", "add", "Q", "--title", "T", "--from", "2026", "--to", "2026"]);
}

#[test]
fn a_new_thing_needs_its_name_and_a_code_that_can_be_one() {
    let desk = Desk::small();
    desk.refuses(
        1,
        &["plan", "add", "Q"],
        "error: the plan «Q» has no title\nhint: add it: fremdrift plan add Q --title ...\n",
    );
    desk.refuses(
        1,
        &["plan", "add", "a/b", "--title", "T"],
        "error: «a/b» cannot be a code: it must be on one line, of characters that are seen, without «/», «|» or «;», and not empty\n",
    );
    desk.refuses(
        1,
        &["plan", "add", "Q", "--title", "T", "--partnership", "XX"],
        "error: no partnership «XX»\nhint: see them with: fremdrift partnership list\n",
    );
}

#[test]
fn an_area_is_added_changed_shown_and_retired() {
    let desk = Desk::small();
    desk.ok(&["area", "add", "MX-2030/1", "--title", "Energi"]);
    desk.ok(&["area", "add", "MX-2030/1A", "--title", "Havvind", "--parent", "Energi"]);
    assert_eq!(
        desk.ok(&["area", "list"]),
        "Plan     Number  Parent  Title\n────────────────────────────────\n\
         MX-2030  1               Energi\nMX-2030  1A      1       Havvind\n"
    );
    assert_eq!(
        desk.ok(&["area", "edit", "MX-2030/1A", "--title-da", "Havvind", "--number", "1B"]),
        "area MX-2030/1B: number 1B (was 1A); title da Havvind (was (empty))  [change 8]\n"
    );
    desk.refuses(1, &["area", "edit", "MX-2030/1", "--parent", "1B"], "error: the area «1» would lie inside itself\n");
    desk.ok(&["area", "retire", "MX-2030/1B", "--reason", "slået sammen"]);
    desk.refuses(
        1,
        &["area", "retire", "MX-2030/1B", "--reason", "igen"],
        "error: MX-2030/1B is retired already, from 2026-11-23\n",
    );
    assert!(!desk.ok(&["area", "list"]).contains("Havvind"));
    assert!(desk.ok(&["area", "list", "--all"]).contains("Havvind"));
}

#[test]
fn an_area_can_not_be_its_own_parent() {
    let desk = Desk::small();
    desk.ok(&["area", "add", "MX-2030/1", "--title", "Energi"]);
    desk.refuses(1, &["area", "edit", "MX-2030/1", "--parent", "1"], "error: the area «1» would lie inside itself\n");
}

#[test]
fn an_authority_is_added_renamed_shown_and_retired() {
    let desk = Desk::small();
    assert_eq!(
        desk.ok(&["authority", "edit", "ENS", "--name", "Energi- og Klimastyrelsen", "--name-from", "2026-10-01"]),
        "authority ENS: name Energi- og Klimastyrelsen (was (empty)); name from 2026-10-01 (was (empty))  [change 6]\n"
    );
    assert_eq!(
        desk.ok(&["authority", "show", "ENS"]),
        "ENS\n===\n\nCountry    DK\nName       Energi- og Klimastyrelsen\nName from  2026-10-01\n"
    );
    // Found under both names.
    desk.ok(&["objective", "add", "MX-2030/1", "--title", "Havvind", "--lead", "Energistyrelsen"]);
    assert_eq!(
        desk.ok(&["objective", "edit", "MX-2030/1", "--lead", "Energi- og Klimastyrelsen"]),
        "objective MX-2030/1 is unchanged\n"
    );
    // A summary of a quarter before speaks of the name that it had then.
    desk.ok(&["log", "MX-2030/1", "-s", "ongoing", "--as-of", "2026-09-01"]);
    assert!(desk.ok(&["summary", "2026-Q3"]).contains("ENS Energistyrelsen"));
    assert!(desk.ok(&["summary", "2026-Q4"]).contains("ENS Energi- og Klimastyrelsen"));
    desk.ok(&["authority", "retire", "UM", "--reason", "nedlagt", "--from", "2026-11-01"]);
    assert!(!desk.ok(&["authority", "list"]).contains("UM "));
    assert!(desk.ok(&["authority", "list", "--all"]).contains("UM "));
}

#[test]
fn an_instrument_is_added_changed_shown_and_retired() {
    let desk = Desk::small();
    desk.ok(&["instrument", "add", "SSC", "--name", "Strategic Sector Cooperation", "--kind", "program"]);
    assert_eq!(
        desk.ok(&["instrument", "edit", "SSC", "--name-da", "Myndighedssamarbejdet", "--kind", "pulje"]),
        "instrument SSC: name da Myndighedssamarbejdet (was (empty)); kind pool (was programme)  [change 7]\n"
    );
    assert_eq!(
        desk.ok(&["instrument", "show", "SSC"]),
        "SSC\n===\n\nName     Strategic Sector Cooperation\nName da  Myndighedssamarbejdet\nKind     pool\n"
    );
    desk.refuses(
        1,
        &["instrument", "add", "X", "--name", "S", "--kind", "prog"],
        "error: «prog» is not a kind of instrument\nhint: did you mean program, programme?\n",
    );
    desk.ok(&["instrument", "retire", "SSC", "--reason", "udløbet"]);
    assert_eq!(desk.ok(&["instrument", "list"]), "There are none.\n");
    assert!(desk.ok(&["instrument", "list", "--all"]).contains("SSC"));
}

#[test]
fn an_objective_is_added_changed_and_shown() {
    let desk = Desk::small();
    desk.ok(&["area", "add", "MX-2030/1", "--title", "Energi"]);
    assert_eq!(
        desk.ok(&[
            "objective",
            "add",
            "MX-2030/1.1",
            "--title",
            "Havvind",
            "--area",
            "energi",
            "--lead",
            "ENS",
            "--deadline",
            "2027",
            "--sdg",
            "13,7",
            "--tag",
            "b",
            "--tag",
            "a",
            "--interest",
            "politisk",
            "--continuing",
            "ja",
        ]),
        "added objective MX-2030/1.1  [change 7]\n"
    );
    assert_eq!(
        desk.ok(&["objective", "show", "MX-2030/1.1"]),
        "MX-2030/1.1 Havvind\n===================\n\n\
         Status                         never reported\n\
         Area                           1 Energi\n\
         Lead                           ENS Energistyrelsen\n\
         Deadline                       2027\n\
         Interest                       political\n\
         Continuing                     yes\n\
         Sustainable Development Goals  7, 13\n\
         Tags                           b, a\n\n\
         Progress log, newest first\n--------------------------\nNothing has been reported.\n"
    );
    assert_eq!(
        desk.ok(&["objective", "edit", "MX-2030/1.1", "--clear", "interest", "--clear", "Indsatsområde"]),
        "objective MX-2030/1.1: area (empty) (was 1); interest (empty) (was political)  [change 8]\n"
    );
    assert_eq!(
        desk.ok(&["objective", "edit", "MX-2030/1.1", "--number", "1.2"]),
        "objective MX-2030/1.2: number 1.2 (was 1.1)  [change 9]\n"
    );
    for (args, words) in [
        (
            &["objective", "add", "MX-2030/2", "--title", "x", "--sdg", "18"][..],
            "error: «18» is not a goal\nhint: write the numbers of the goals, 1 to 17, as in 7|13\n",
        ),
        (
            &["objective", "add", "MX-2030/2", "--title", "x", "--continuing", "måske"],
            "error: «måske» is neither yes nor no\nhint: write yes or no (ja, nej)\n",
        ),
        (
            &["objective", "add", "MX-2030/2", "--title", "x", "--area", "Vand"],
            "error: no area «Vand»\nhint: see them with: fremdrift area list\n",
        ),
        (
            &["objective", "edit", "MX-2030/9", "--title", "x"],
            "error: no objective «MX-2030/9»\nhint: see them with: fremdrift list --plan MX-2030\n",
        ),
        (
            &["activity", "add", "MX-2030/9/1", "--title", "x"],
            "error: no objective «MX-2030/9»\nhint: see them with: fremdrift list --plan MX-2030\n",
        ),
    ] {
        desk.refuses(1, args, words);
    }
}

#[test]
fn what_is_there_already_is_told_in_english() {
    let desk = Desk::small();
    desk.ok(&["objective", "add", "MX-2030/1", "--title", "Havvind"]);
    desk.refuses(
        1,
        &["objective", "add", "MX-2030/1", "--title", "Igen"],
        "error: there is already an objective «MX-2030/1»\nhint: change it with: fremdrift objective edit MX-2030/1\n",
    );
}

#[test]
fn to_clear_a_title_is_refused_with_what_to_type() {
    let desk = Desk::small();
    desk.ok(&["objective", "add", "MX-2030/1", "--title", "Havvind"]);
    let stderr = desk.fails(1, &["objective", "edit", "MX-2030/1", "--clear", "title"]);
    assert_eq!(stderr, "error: the title of the objective can't be empty\nhint: give it another one: --title ...\n");
}

#[test]
fn the_approved_deadline_follows_until_it_is_moved_with_a_reason() {
    let desk = Desk::small();
    desk.ok(&["objective", "add", "MX-2030/1", "--title", "Havvind", "--deadline", "2026"]);
    assert_eq!(
        desk.ok(&["objective", "edit", "MX-2030/1", "--deadline-original", "2027", "--correction", "tastefejl"]),
        "objective MX-2030/1: deadline original 2027 (was 2026); deadline approved 2027 (was 2026)  [change 7]\n"
    );
    desk.refuses(
        1,
        &["objective", "edit", "MX-2030/1", "--deadline-approved", "2028"],
        "error: the approved deadline of MX-2030/1 would move from 2027 to 2028, so a reason is needed\n\
         hint: say why and who agreed: --reason \"...\" --agreed-by \"...\"\n",
    );
    let edit =
        ["objective", "edit", "MX-2030/1", "--deadline-approved", "2028", "--reason", "udbud", "--agreed-by", "UM"];
    assert_eq!(desk.ok(&edit), "objective MX-2030/1: deadline approved 2028 (was 2027)  [change 8]\n");
    assert_eq!(desk.ok(&edit), "objective MX-2030/1 is unchanged\n");
    // From then on the original no longer takes it along.
    assert_eq!(
        desk.ok(&["objective", "edit", "MX-2030/1", "--deadline-original", "2026", "--correction", "dog ikke"]),
        "objective MX-2030/1: deadline original 2026 (was 2027)  [change 9]\n"
    );
    let shown = desk.ok(&["show", "MX-2030/1"]);
    assert!(shown.contains("Deadline  2028 (originally 2026)\n"), "{shown}");
    assert!(shown.contains("- 2026-11-23: 2027 → 2028. udbud (UM)\n"), "{shown}");
}

#[test]
fn an_activity_is_added_changed_shown_and_retired() {
    let desk = Desk::small();
    desk.ok(&["objective", "add", "MX-2030/1", "--title", "Havvind"]);
    desk.ok(&["activity", "add", "MX-2030/1/1", "--title", "Udbud", "--lead", "ENS"]);
    assert_eq!(
        desk.ok(&["activity", "edit", "MX-2030/1/1", "--deadline-original", "2026-06"]),
        "activity MX-2030/1/1: deadline original 2026-06 (was (empty)); \
         deadline approved 2026-06 (was (empty))  [change 8]\n"
    );
    assert_eq!(
        desk.ok(&["activity", "show", "MX-2030/1/1"]),
        "MX-2030/1/1 Udbud\n=================\n\n\
         Status    never reported\nLead      ENS Energistyrelsen\nDeadline  2026-06, overdue by 146 days\n\n\
         Progress log, newest first\n--------------------------\nNothing has been reported.\n"
    );
    assert_eq!(
        desk.ok(&["activity", "list"]),
        "Plan     Objective  Number  Title  Lead  Deadline approved\n\
         ──────────────────────────────────────────────────────────\n\
         MX-2030  1          1       Udbud  ENS   2026-06\n"
    );
    desk.ok(&["activity", "retire", "MX-2030/1/1", "--reason", "opgivet"]);
    assert_eq!(desk.ok(&["activity", "list"]), "There are none.\n");
    assert!(desk.ok(&["activity", "list", "--all"]).contains("Udbud"));
    desk.refuses(
        1,
        &["log", "MX-2030/1/1", "-s", "ongoing"],
        "error: MX-2030/1/1 is retired from 2026-11-23, so nothing is reported on it\n",
    );
}

#[test]
fn a_retired_objective_is_left_out_and_can_be_shown() {
    let desk = Desk::small();
    desk.ok(&["objective", "add", "MX-2030/1", "--title", "Havvind", "--lead", "ENS"]);
    desk.ok(&["objective", "add", "MX-2030/2", "--title", "Vandspild", "--lead", "UM"]);
    desk.ok(&["log", "MX-2030/2", "-s", "ongoing", "--as-of", "2026-09-01"]);
    assert_eq!(
        desk.ok(&["objective", "retire", "MX-2030/2", "--reason", "slået sammen med 1", "--from", "2026-11-01"]),
        "objective MX-2030/2 is retired from 2026-11-01  [change 9]\n"
    );
    for list in [&["list"][..], &["objective", "list"]] {
        let said = desk.ok(list);
        assert!(said.contains("Havvind") && !said.contains("Vandspild"), "{list:?}:\n{said}");
    }
    // The summary of the quarter in which it went counts it no more, and says that it went.
    let said = desk.ok(&["summary", "2026-Q4"]);
    assert!(said.contains("1 objective, of which 1 is open."), "{said}");
    assert!(said.contains("- Retired: MX-2030/2 Vandspild (slået sammen med 1)\n"), "{said}");
    assert_eq!(said.matches("Vandspild").count(), 1, "{said}");
    for list in [&["list", "--retired"][..], &["objective", "list", "--all"], &["list", "--as-of", "2026-10-01"]] {
        let said = desk.ok(list);
        assert!(said.contains("Havvind") && said.contains("Vandspild"), "{list:?}:\n{said}");
    }
    // It is still in the old quarter, and what was true before can be told.
    assert!(desk.ok(&["summary", "2026-Q3"]).contains("2 objectives, of which 2 are open."));
    desk.refuses(
        1,
        &["log", "MX-2030/2", "-s", "ongoing"],
        "error: MX-2030/2 is retired from 2026-11-01, so nothing is reported on it\n",
    );
    desk.ok(&["log", "MX-2030/2", "-m", "møde", "--as-of", "2026-10-01"]);
    desk.refuses(
        1,
        &["objective", "retire", "MX-2030/2", "--reason", "igen"],
        "error: MX-2030/2 is retired already, from 2026-11-01\n",
    );
    let said = desk.run(&["objective", "retire", "MX-2030/1"]);
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("--reason <TEXT>"), "{said:?}");
}

#[test]
fn what_is_retired_is_marked_where_it_is_shown() {
    let desk = Desk::small();
    desk.ok(&["objective", "add", "MX-2030/2", "--title", "Vandspild", "--lead", "UM"]);
    desk.ok(&["objective", "retire", "MX-2030/2", "--reason", "slået sammen", "--from", "2026-11-01"]);
    for list in [&["list", "--retired"][..], &["objective", "list", "--all"]] {
        let said = desk.ok(list).to_lowercase();
        assert!(said.contains("retired") || said.contains("2026-11-01"), "{said}");
    }
}

#[test]
fn a_default_plan_is_taken_from_the_configuration() {
    if is_windows() {
        return; // it lies elsewhere there
    }
    let desk = Desk::small();
    std::fs::create_dir_all(desk.path("config/fremdrift")).unwrap();
    desk.write("config/fremdrift/config.toml", "plan = \"mx-2030\"\nauthor = \"Bo\"\nlang = \"da\"\n");
    assert_eq!(desk.ok(&["objective", "add", "1", "--title", "Havvind"]), "added objective MX-2030/1  [change 6]\n");
    assert_eq!(
        desk.ok(&["log", "1", "-s", "i gang"]),
        "MX-2030/1: ongoing as of 2026-11-23 (nothing before)  [change 7]\n"
    );
}
