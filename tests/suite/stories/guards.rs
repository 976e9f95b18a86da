//! Guards on every way in: the two deadlines, and objectives that have ended.

use crate::support::Desk;

const ROWS: &[&str] = &["import", "objectives", "in.csv", "--plan", "MX-2030"];

/// One objective that is due in 2027, as it was signed.
fn signed() -> Desk {
    let desk = Desk::small();
    desk.ok(&["objective", "add", "MX-2030/1", "--title", "Havvind", "--lead", "ENS", "--deadline", "2027"]);
    desk.ok(&["activity", "add", "MX-2030/1/1", "--title", "Udbud", "--deadline", "2027"]);
    desk
}

fn contains(text: &str, all: &[&str]) {
    for one in all {
        assert!(text.contains(one), "{one}:\n{text}");
    }
}

#[test]
fn a_deadline_that_is_given_again_moves_the_approved_one_and_never_the_original() {
    let desk = signed();
    for (entity, name) in [("objective", "MX-2030/1"), ("activity", "MX-2030/1/1")] {
        let edit = [entity, "edit", name, "--deadline", "2028"];
        desk.refuses(
            1,
            &edit,
            &format!(
                "error: the approved deadline of {name} would move from 2027 to 2028, so a reason is needed\n\
                 hint: say why and who agreed: --reason \"...\" --agreed-by \"...\"\n"
            ),
        );
        let nobody = desk.fails(1, &[&edit[..], &["--reason", "udbud"]].concat());
        contains(&nobody, &["would move from 2027 to 2028, so somebody must have agreed"]);
        desk.ok(&[&edit[..], &["--reason", "udbud", "--agreed-by", "UM"]].concat());
        let shown = desk.ok(&["show", name]);
        contains(&shown, &["2028 (originally 2027)", "- 2026-11-23: 2027 → 2028. udbud (UM)"]);
    }
}

#[test]
fn the_original_deadline_is_corrected_with_a_reason_or_not_at_all() {
    let desk = signed();
    for (entity, name) in [("objective", "MX-2030/1"), ("activity", "MX-2030/1/1")] {
        let edit = [entity, "edit", name, "--deadline-original", "2027-06"];
        desk.refuses(
            1,
            &edit,
            &format!(
                "error: the original deadline of {name} is what was signed: 2027, and not 2027-06\n\
                 hint: if it was moved: fremdrift {entity} edit {name} --deadline-approved 2027-06 --reason \"...\" \
                 --agreed-by \"...\"; if it was written down wrongly: --correction \"why\"\n"
            ),
        );
        // A reason for a move is none for a correction.
        desk.fails(1, &[&edit[..], &["--reason", "udbud", "--agreed-by", "UM"]].concat());
        desk.fails(1, &[entity, "edit", name, "--clear", "deadline_original"]);
        desk.ok(&[&edit[..], &["--correction", "planen siger juni"]].concat());
        let shown = desk.ok(&["show", name]);
        contains(
            &shown,
            &["Corrections of the original deadline", "- 2026-11-23: 2027 → 2027-06. planen siger juni", "2027-06"],
        );
        let history = desk.ok(&["history", name]);
        contains(&history, &["deadline correction", "planen siger"]);
    }
    let slips = desk.ok(&["slips"]);
    contains(&slips, &["No deadline has slipped.", "Corrections of the original deadline", "planen siger juni"]);
    assert!(!desk.ok(&["slips", "--as-of", "2026-11-22"]).contains("planen siger juni"));
    let danish = desk.ok(&["--lang", "da", "slips"]);
    contains(&danish, &["Rettelser af den oprindelige frist"]);
    desk.ok(&["verify"]);
    // Undone, it stands as it was, and the correction is gone with it.
    desk.ok(&["undo"]);
    let shown = desk.ok(&["show", "MX-2030/1/1"]);
    assert!(!shown.contains("2027-06"), "{shown}");
}

#[test]
fn a_correction_does_not_take_along_a_deadline_that_was_moved() {
    let desk = signed();
    let moved = ["--deadline", "2028", "--reason", "udbud", "--agreed-by", "UM"];
    desk.ok(&[&["objective", "edit", "MX-2030/1"][..], &moved].concat());
    assert_eq!(
        desk.ok(&["objective", "edit", "MX-2030/1", "--deadline-original", "2026", "--correction", "tastefejl"]),
        "objective MX-2030/1: deadline original 2026 (was 2027)  [change 9]\n"
    );
    contains(&desk.ok(&["show", "MX-2030/1"]), &["2028 (originally 2026)"]);
}

#[test]
fn a_sheet_with_only_a_deadline_asks_why_it_moves() {
    let desk = signed();
    desk.write("in.csv", "Nummer;Frist\n1;30-06-2028\n");
    desk.refuses(
        4,
        ROWS,
        "error: in.csv, line 2, column Frist: the approved deadline of MX-2030/1 would move from 2027 to 2028-06-30, \
         so a reason is needed\n\
         hint: say why and who agreed: --reason \"...\" --agreed-by \"...\", or in columns «Årsag til flytning» and \
         «Aftalt af» (move_reason, agreed_by)\n\
         nothing was imported: the only row was refused\n",
    );
    let why = ["--reason", "Udbud forsinket", "--agreed-by", "Styregruppen"];
    let said = desk.ok(&[ROWS, &why, &["--dry-run"]].concat());
    contains(&said, &["changed MX-2030/1: deadline approved 2028-06-30 (was 2027)"]);
    desk.ok(&[ROWS, &why].concat());
    let shown = desk.ok(&["show", "MX-2030/1"]);
    contains(&shown, &["2028-06-30 (originally 2027)", "2027 → 2028-06-30. Udbud forsinket (Styregruppen)"]);
    // The same sheet again changes nothing, and an older one with the deadline that was signed neither.
    contains(&desk.ok(ROWS), &["0 changed, 1 unchanged"]);
    desk.write("in.csv", "Nummer;Frist\n1;2027\n");
    assert_eq!(
        desk.ok(ROWS),
        "1 row read («;» and UTF-8): 0 added, 0 changed, 1 unchanged\n  \
         kept MX-2030/1: 2027 is the original deadline; 2028-06-30 is approved, and stays\n"
    );
    // A row may say itself why, and who agreed.
    desk.write("in.csv", "Nummer;Frist;Årsag til flytning;Aftalt af\n1;2029;Nyt udbud;UM\n");
    desk.ok(ROWS);
    contains(&desk.ok(&["show", "MX-2030/1"]), &["2028-06-30 → 2029. Nyt udbud (UM)", "originally 2027"]);
    desk.ok(&["verify"]);
}

#[test]
fn a_sheet_with_another_original_deadline_is_asked_whether_it_is_a_correction() {
    let desk = signed();
    for file in ["Nummer;Oprindelig frist\n1;2026\n", "Nummer;Frist;Godkendt frist\n1;2026;2027\n"] {
        desk.write("in.csv", file);
        let why = ["--reason", "r", "--agreed-by", "UM"];
        let said = desk.fails(4, &[ROWS, &why].concat());
        contains(
            &said,
            &["line 2, column ", "rist: the original deadline of MX-2030/1 is what was signed: 2027, and not 2026"],
        );
    }
    desk.write("in.csv", "Nummer;Oprindelig frist\n1;2026\n");
    desk.ok(&[ROWS, &["--correction", "Bilag 2 siger 2026"]].concat());
    contains(&desk.ok(&["show", "MX-2030/1"]), &["2027 → 2026. Bilag 2 siger 2026"]);
    // Both columns side by side, as they are known, change nothing.
    desk.write("in.csv", "Nummer;Oprindelig frist;Frist\n1;2026;2026\n");
    contains(&desk.ok(ROWS), &["0 changed, 1 unchanged"]);
}

#[test]
fn after_a_merge_a_move_has_its_own_reason_and_agreement() {
    for (more, why) in
        [(&[][..], "bo (Bo)"), (&["--reason", "Styregruppens referat"][..], "Styregruppens referat (Bo)")]
    {
        let mut desk = signed();
        std::fs::copy(desk.path("fremdrift.db"), desk.path("other.db")).expect("a copy");
        // Of two moves on one day the later one is the last.
        for (at, file, year, who) in [("09", "other.db", "2029", "Bo"), ("10", "fremdrift.db", "2028", "Anna")] {
            desk.now = format!("2026-11-23T{at}:00:00Z");
            let why = ["--reason", &who.to_lowercase(), "--agreed-by", who];
            desk.ok(&[&["--db", file, "objective", "edit", "MX-2030/1", "--deadline", year][..], &why].concat());
        }
        desk.ok(&[&["merge", "other.db", "--take", "theirs"][..], more].concat());
        contains(&desk.ok(&["show", "MX-2030/1"]), &["2029 (originally 2027)", why]);
        let all = desk.ok(&["export", "changes", "--since", "0"]);
        assert!(!all.contains("both copies had moved it"), "{all}");
        desk.ok(&["verify"]);
    }
}

#[test]
fn what_has_ended_is_opened_again_by_a_word_alone() {
    let desk = signed();
    let ended = ["-s", "completed", "-m", "Indviet", "--evidence", "sag 7", "--as-of", "2026-10-01"];
    desk.ok(&[&["log", "MX-2030/1"][..], &ended].concat());
    desk.ok(&["log", "MX-2030/1/1", "-s", "cancelled", "-m", "Opgivet", "--as-of", "2026-10-01"]);
    desk.refuses(
        1,
        &["log", "MX-2030/1", "-s", "ongoing"],
        "error: MX-2030/1 is completed as of 2026-10-01, and this would reopen it\n\
         hint: if it is to be open again, add: --reopen\n",
    );
    desk.fails(1, &["log", "MX-2030/1/1", "-s", "i gang"]);
    // A line from before the end reopens nothing.
    desk.ok(&["log", "MX-2030/1", "-s", "ongoing", "--as-of", "2026-09-01"]);
    desk.write("in.csv", "Nummer;Status\n1;i gang\n");
    let said = desk.fails(4, ROWS);
    contains(
        &said,
        &[
            "line 2, column Status: MX-2030/1 is completed as of 2026-10-01, and this would reopen it",
            "is the file older, say of which day it is: --as-of DAY",
            "--reopen",
        ],
    );
    contains(&desk.ok(&[ROWS, &["--as-of", "2026-09-01"]].concat()), &["0 changed, 1 unchanged"]);
    let said = desk.ok(&[ROWS, &["--reopen", "--dry-run"]].concat());
    contains(&said, &["reopened MX-2030/1: a new entry: status ongoing (was completed)"]);
    desk.write("log.csv", "reference;status\nMX-2030/1;ongoing\n");
    desk.fails(4, &["log", "--file", "log.csv"]);
    desk.fails(4, &["import", "entries", "log.csv"]);
    contains(&desk.ok(&["show", "MX-2030/1"]), &["completed"]);
    assert_eq!(
        desk.ok(&["log", "MX-2030/1", "-s", "ongoing", "-l", "red", "--reopen"]),
        "MX-2030/1: reopened: ongoing, ■ red as of 2026-11-23 (before: completed as of 2026-10-01)  [change 11]\n"
    );
    let danish = desk.ok(&["--lang", "da", "log", "MX-2030/1/1", "-s", "i gang", "--reopen"]);
    contains(&danish, &["genåbnet: i gang"]);
}

#[test]
fn an_older_file_does_not_win_in_silence() {
    let mut desk = signed();
    desk.write("in.csv", "Nummer;Status;Trafiklys;Note\n1;i gang;grøn;Udbud åbnet\n");
    desk.now = "2026-09-30T09:00:00Z".into();
    desk.ok(ROWS);
    desk.now = "2026-11-23T09:00:00Z".into();
    // The same file two months later changes nothing.
    contains(&desk.ok(ROWS), &["0 changed, 1 unchanged"]);
    desk.ok(&["log", "MX-2030/1", "-l", "red", "-m", "Klage over udbuddet", "--as-of", "2026-11-01"]);
    let said = desk.fails(4, ROWS);
    contains(
        &said,
        &["line 2: MX-2030/1 was reported so as of 2026-09-30, and otherwise as of 2026-11-01", "--as-of DAY"],
    );
    contains(&desk.ok(&[ROWS, &["--as-of", "2026-09-30"]].concat()), &["0 changed, 1 unchanged"]);
    let said = desk.ok(&[ROWS, &["--as-of", "2026-11-20", "--dry-run"]].concat());
    contains(
        &said,
        &["changed MX-2030/1: a new entry: light green (was red); note Udbud åbnet (was Klage over udbuddet)"],
    );
    // Lines of a log without days are no other.
    desk.write("log.csv", "reference;status;light;note\nMX-2030/1;i gang;grøn;Udbud åbnet\n");
    contains(&desk.fails(4, &["import", "entries", "log.csv"]), &["was reported so as of 2026-09-30"]);
    contains(&desk.fails(4, &["log", "--file", "log.csv"]), &["was reported so as of 2026-09-30"]);
}

#[test]
fn an_older_export_of_the_log_takes_no_correction_back() {
    let desk = signed();
    desk.ok(&["log", "MX-2030/1", "-s", "ongoing", "-l", "green", "-m", "Udbud åbnet", "--as-of", "2026-10-01"]);
    desk.ok(&["export", "entries", "-o", "old.csv"]);
    let corrected = desk.read("old.csv").replace("green", "red");
    desk.write("new.csv", corrected);
    let said = desk.ok(&["import", "entries", "new.csv"]);
    contains(&said, &["changed MX-2030/1 2026-10-01: a new entry: light red (was green)"]);
    let said = desk.ok(&["import", "entries", "old.csv"]);
    contains(&said, &["0 changed, 1 unchanged"]);
    contains(&desk.ok(&["show", "MX-2030/1"]), &["■ red"]);
}

#[test]
fn an_answer_without_news_is_recorded_where_it_has_a_day() {
    let desk = signed();
    desk.ok(&["log", "MX-2030/1", "-s", "ongoing", "-l", "green", "-m", "Udbud åbnet", "--as-of", "2026-09-30"]);
    desk.write("in.csv", "Nummer;Status;Trafiklys;Note;Gælder pr.\n1;i gang;grøn;Udbud åbnet;15-11-2026\n");
    contains(&desk.ok(ROWS), &["1 changed, 0 unchanged", "1 entry added to the log"]);
    contains(&desk.ok(ROWS), &["0 changed, 1 unchanged"]);
    let listed = desk.ok(&["list", "--not-reported"]);
    assert!(!listed.contains("MX-2030/1"), "{listed}");
}

#[test]
fn a_merge_opens_nothing_in_silence_that_the_other_copy_did_not_know_had_ended() {
    for ended_here in [true, false] {
        let desk = signed();
        desk.ok(&["log", "MX-2030/1", "-s", "ongoing", "--as-of", "2026-09-01"]);
        desk.ok(&["backup", "other.db"]);
        let (one, two) = if ended_here { ("fremdrift.db", "other.db") } else { ("other.db", "fremdrift.db") };
        desk.ok(&["--db", one, "log", "MX-2030/1", "-s", "completed", "-m", "Indviet", "--as-of", "2026-10-01"]);
        desk.ok(&["--db", two, "log", "MX-2030/1", "-s", "ongoing", "-l", "red", "--as-of", "2026-10-15"]);
        let said = desk.run(&["merge", "other.db"]);
        assert_eq!(said.code, 4, "{said:?}");
        // It is taken over and not in silence: both are listed until somebody decides.
        contains(&said.stdout, &["MX-2030/1", "status 2026-10-15", "completed", "ongoing"]);
        contains(&said.stderr, &["1 conflict is undecided"]);
        contains(&desk.ok(&["show", "MX-2030/1"]), &["ongoing"]);
        desk.ok(&["verify"]);
    }
    // A line that a copy opened again itself is taken as it is.
    let desk = signed();
    desk.ok(&["backup", "other.db"]);
    desk.ok(&["--db", "other.db", "log", "MX-2030/1", "-s", "completed", "-m", "Indviet", "--as-of", "2026-10-01"]);
    desk.ok(&["--db", "other.db", "log", "MX-2030/1", "-s", "ongoing", "--reopen", "--as-of", "2026-10-15"]);
    desk.ok(&["merge", "other.db"]);
}
