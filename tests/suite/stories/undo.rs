//! Any change can be taken back, as a new change; and what an entry with an earlier day does to newer ones.

use crate::support::Desk;

/// The export of one objective, without the columns that a new change alters.
fn state(desk: &Desk) -> String {
    desk.ok(&["export", "objectives", "--profile", "rfc4180"])
}

#[test]
fn undo_takes_back_the_newest_change_and_can_be_undone_itself() {
    let desk = Desk::portfolio();
    let before = state(&desk);
    desk.ok(&["log", "ID-2021/3.7", "-s", "ongoing", "-l", "green", "-m", "ét"]);
    let after = state(&desk);
    assert_eq!(
        desk.ok(&["undo", "--reason", "forkert række"]),
        "undone: change 3, log ID-2021/3.7: ongoing, green as of 2026-11-23  [change 4]\n"
    );
    assert_eq!(state(&desk), before);
    desk.refuses(
        1,
        &["undo", "3"],
        "error: change 3 is undone already, by change 4\nhint: bring it back with: fremdrift undo 4\n",
    );
    assert_eq!(
        desk.ok(&["undo", "4"]),
        "undone: change 4, undo change 3: log ID-2021/3.7: ongoing, green as of 2026-11-23  [change 5]\n"
    );
    assert_eq!(state(&desk), after);
    assert!(desk.ok(&["changes"]).contains("forkert række"));
    assert!(desk.ok(&["verify"]).starts_with("fremdrift.db is whole: 5 changes, "));
}

#[test]
fn undo_answers_in_danish() {
    let desk = Desk::portfolio();
    desk.ok(&["log", "ID-2021/3.7", "-s", "ongoing"]);
    assert_eq!(
        desk.ok(&["undo", "--lang", "da"]),
        "fortrudt: ændring 3, indberet ID-2021/3.7: i gang pr. 2026-11-23  [ændring 4]\n"
    );
}

#[test]
fn edit_retire_add_and_import_can_be_undone() {
    let desk = Desk::portfolio();
    let before = state(&desk);
    desk.write("new.csv", "number,title,lead\n3.7,Andet navn,UM\n99.1,Helt ny,ENS\n");
    for args in [
        &["objective", "edit", "ID-2021/3.7", "--title", "Nyt", "--lead", "UM", "--tag", "a", "--sdg", "7"][..],
        &["objective", "edit", "ID-2021/3.4", "--deadline-approved", "2026", "--reason", "aftalt", "--agreed-by", "UM"],
        &["objective", "retire", "ID-2021/3.7", "--reason", "slået sammen med 3.8"],
        &["objective", "add", "ID-2021/9.9", "--title", "Ny"],
        &["import", "objectives", "new.csv", "--plan", "ID-2021"],
        &["log", "ID-2021/3.7", "ID-2021/3.8", "-s", "ongoing"],
    ] {
        desk.ok(args);
        assert_ne!(state(&desk), before, "{args:?}");
        desk.ok(&["undo"]);
        assert_eq!(state(&desk), before, "{args:?}");
    }
    assert!(desk.ok(&["verify"]).starts_with("fremdrift.db is whole: 14 changes, 86 objectives, "));
}

#[test]
fn the_loaded_portfolio_can_be_taken_out_and_brought_back() {
    let desk = Desk::illustrated();
    let all = || {
        ["partnerships", "plans", "authorities", "instruments", "areas", "objectives", "activities"]
            .map(|what| desk.ok(&["export", what, "--profile", "rfc4180"]))
    };
    let before = all();
    assert_eq!(
        desk.ok(&["undo"]),
        "undone: change 2, load the shipped portfolio, with illustrative entries  [change 3]\n"
    );
    assert_eq!(desk.ok(&["plan", "list"]), "There are none.\n");
    assert!(desk.ok(&["verify"]).starts_with("fremdrift.db is whole: 3 changes, 0 objectives, 0 entries, "));
    desk.ok(&["undo", "3"]);
    assert_eq!(all(), before);
    assert!(desk.ok(&["verify"]).starts_with("fremdrift.db is whole: 4 changes, 86 objectives, 757 entries, "));
}

#[test]
fn the_change_that_made_the_file_stays() {
    let desk = Desk::new();
    desk.refuses(1, &["undo"], "error: there is nothing to undo\n");
    desk.refuses(
        1,
        &["undo", "1"],
        "error: change 1 made the file and can't be undone\n\
         hint: to begin afresh, make a new file: fremdrift init --db NEW.db\n",
    );
    desk.refuses(1, &["undo", "0"], "error: there is no change 0\nhint: see them with: fremdrift changes\n");
}

#[test]
fn a_change_that_later_ones_stand_on_is_not_undone_and_they_are_named() {
    let desk = Desk::portfolio();
    desk.ok(&["objective", "edit", "ID-2021/3.7", "--title", "Nyt"]); // 3
    desk.ok(&["objective", "edit", "ID-2021/3.7", "--title", "Nyere"]); // 4
    desk.refuses(
        1,
        &["undo", "3"],
        "error: change 3 can't be undone: change 4 stands on it\n\
         hint: undo the later one first: fremdrift undo 4\n",
    );
    desk.ok(&["objective", "add", "ID-2021/9.9", "--title", "Ny"]); // 5
    desk.ok(&["log", "ID-2021/9.9", "-s", "ongoing"]); // 6
    desk.refuses(
        1,
        &["undo", "5"],
        "error: change 5 can't be undone: change 6 stands on it\n\
         hint: undo the later one first: fremdrift undo 6\n",
    );
    desk.ok(&["undo", "6"]);
    desk.ok(&["undo", "5"]);
    desk.fails(1, &["show", "ID-2021/9.9"]);
}

#[test]
fn undo_after_undo_goes_back_step_by_step() {
    let desk = Desk::portfolio();
    desk.ok(&["objective", "edit", "ID-2021/3.7", "--title", "Nyt"]); // 3
    desk.ok(&["objective", "edit", "ID-2021/3.7", "--title", "Nyere"]); // 4
    desk.ok(&["undo"]); // 5
    assert!(desk.ok(&["show", "ID-2021/3.7"]).starts_with("ID-2021/3.7 Nyt\n"));
    assert_eq!(desk.ok(&["undo"]), "undone: change 3, edit objective ID-2021/3.7: title  [change 6]\n");
    assert!(desk.ok(&["show", "ID-2021/3.7"]).starts_with("ID-2021/3.7 Help Lombok"));
}

#[test]
fn what_was_brought_back_can_be_undone_again() {
    let desk = Desk::portfolio();
    desk.ok(&["objective", "edit", "ID-2021/3.7", "--title", "Nyt"]); // 3
    desk.ok(&["undo"]); // 4
    desk.ok(&["undo", "4"]); // 5: the title is «Nyt» again
    desk.ok(&["undo", "3"]);
    assert!(desk.ok(&["show", "ID-2021/3.7"]).starts_with("ID-2021/3.7 Help Lombok"));
}

#[test]
fn an_undo_is_not_undone_where_what_it_was_about_is_gone() {
    let desk = Desk::portfolio();
    desk.ok(&["log", "ID-2021/3.7", "-s", "ongoing"]); // 3
    desk.ok(&["undo"]); // 4
    desk.ok(&["undo", "2"]); // 5: the whole portfolio
    desk.refuses(
        1,
        &["undo", "4"],
        "error: change 4 can't be undone: change 5 stands on it\n\
         hint: undo the later one first: fremdrift undo 5\n",
    );
}

#[test]
fn a_back_dated_entry_is_carried_over_to_newer_ones_that_did_not_say_otherwise() {
    let desk = Desk::small();
    desk.ok(&["objective", "add", "MX-2030/1", "--title", "Havvind"]);
    desk.ok(&["log", "MX-2030/1", "-s", "ongoing", "-l", "green", "-m", "juni", "--as-of", "2026-06-30"]);
    desk.ok(&["log", "MX-2030/1", "-m", "september", "--as-of", "2026-09-30"]);
    desk.ok(&["log", "MX-2030/1", "-l", "yellow", "--as-of", "2026-10-31"]);
    let log = || -> Vec<String> {
        let all = desk.ok(&["export", "entries", "--profile", "rfc4180"]);
        all.lines().skip(1).map(|l| l.split(',').skip(3).take(4).collect::<Vec<_>>().join(" ")).collect()
    };
    let before = log();
    assert_eq!(
        before,
        ["2026-06-30 ongoing green juni", "2026-09-30 ongoing green september", "2026-10-31 ongoing yellow "]
    );
    assert_eq!(
        desk.ok(&["log", "MX-2030/1", "-l", "red", "-m", "august", "--as-of", "2026-08-15"]),
        "MX-2030/1: ongoing, ■ red as of 2026-08-15 (before: ongoing, ● green as of 2026-06-30); \
         a newer entry stands, as of 2026-10-31: ongoing, ▲ yellow  [change 10]\n"
    );
    assert_eq!(
        log(),
        [
            "2026-06-30 ongoing green juni",
            "2026-08-15 ongoing red august",
            "2026-09-30 ongoing red september",
            "2026-10-31 ongoing yellow "
        ]
    );
    desk.ok(&["undo"]);
    assert_eq!(log(), before, "what was carried over goes with it");
    assert!(desk.ok(&["verify"]).starts_with("fremdrift.db is whole: 11 changes, "));
}

#[test]
fn to_undo_an_entry_that_newer_ones_rest_on_carries_over_what_is_left() {
    let desk = Desk::small();
    desk.ok(&["objective", "add", "MX-2030/1", "--title", "Havvind"]); // 6
    desk.ok(&["log", "MX-2030/1", "-s", "ongoing", "-l", "green", "--as-of", "2026-06-30"]); // 7
    desk.ok(&["log", "MX-2030/1", "-l", "red", "--as-of", "2026-08-15"]); // 8
    desk.ok(&["log", "MX-2030/1", "-m", "september", "--as-of", "2026-09-30"]); // 9
    desk.ok(&["undo", "8"]);
    let all = desk.ok(&["export", "entries", "--profile", "rfc4180"]);
    let lines: Vec<&str> = all.lines().skip(1).collect();
    assert_eq!(lines.len(), 2, "{all}");
    assert!(lines[1].starts_with("MX-2030,1,,2026-09-30,ongoing,green,september,"), "{all}");
}

#[test]
fn undo_needs_a_number() {
    let desk = Desk::portfolio();
    assert_eq!(desk.run(&["undo", "x"]).code, 2);
}

#[test]
fn leads_that_changed_places_can_be_put_back() {
    let desk = Desk::small();
    desk.ok(&["objective", "add", "MX-2030/1", "--title", "Havvind", "--lead", "ENS", "--lead", "UM"]); // 6
    let before = state(&desk);
    for leads in [&["--lead", "UM", "--lead", "ENS"][..], &["--lead", "UM"], &["--lead", "ENS"], &["--clear", "lead"]] {
        desk.ok(&[&["objective", "edit", "MX-2030/1"][..], leads].concat());
        let after = state(&desk);
        let undone = desk.ok(&["undo"]);
        assert_eq!(state(&desk), before, "{leads:?}");
        // And brought back: the number of the undo stands at the end of its answer.
        let undo = undone.trim_end().trim_end_matches(']').rsplit(' ').next().unwrap();
        desk.ok(&["undo", undo]);
        assert_eq!(state(&desk), after, "{leads:?}");
        desk.ok(&["undo"]);
    }
}

#[test]
fn what_would_come_back_to_a_place_that_is_taken_is_refused_in_words() {
    let desk = Desk::small();
    desk.ok(&["objective", "add", "MX-2030/1.1", "--title", "Grønne øer"]);
    desk.ok(&["activity", "add", "MX-2030/1.1/1", "--title", "Workshop"]);
    desk.ok(&["undo"]);
    desk.ok(&["activity", "add", "MX-2030/1.1/1", "--title", "Et andet"]);
    desk.refuses(
        1,
        &["undo", "8"],
        "error: change 8 can't be undone: change 9 stands on it\nhint: undo the later one first: fremdrift undo 9\n",
    );
    desk.ok(&["undo", "9"]);
    desk.ok(&["undo", "8"]);
    assert!(desk.ok(&["show", "MX-2030/1.1"]).contains("Workshop"));
}

#[test]
fn an_old_change_keeps_its_sentence_and_is_told_in_both_languages() {
    let desk = Desk::empty();
    let old = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/versions/format-4.db");
    desk.write("fremdrift.db", std::fs::read(old).unwrap());
    let told = |lang: &str| -> Vec<String> {
        let csv = desk.ok(&["changes", "--lang", lang, "--format", "csv", "--profile", "excel-da"]);
        csv.lines().map(|line| line.split(';').nth(3).unwrap_or_default().to_string()).collect()
    };
    assert!(told("en").contains(&"undo change 4: edit objective ID-2021/4.1: title".to_string()), "{:?}", told("en"));
    assert!(
        told("da").contains(&"fortryd ændring 4: ret målsætning ID-2021/4.1: titel".to_string()),
        "{:?}",
        told("da")
    );
    assert!(
        desk.ok(&["undo", "3"])
            .starts_with("undone: change 3 by Anna Holm, log ID-2021/4.1: ongoing, yellow as of 2024-05-01 ")
    );
    assert_eq!(told("en")[1], "undo change 3: log ID-2021/4.1: ongoing, yellow as of 2024-05-01");
    assert_eq!(told("da")[1], "fortryd ændring 3: indberet ID-2021/4.1: i gang, gul pr. 2024-05-01");
    let kept = rusqlite::Connection::open(desk.path("fremdrift.db")).unwrap();
    let row = |number: i64| -> (String, Option<String>) {
        let sql = "SELECT what, operation FROM change WHERE number = ?1";
        kept.query_row(sql, [number], |r| Ok((r.get(0)?, r.get(1)?))).unwrap()
    };
    assert_eq!(row(3), ("log ID-2021/4.1: ongoing, yellow as of 2024-05-01".into(), None));
    let newest = kept.query_row("SELECT max(number) FROM change", [], |r| r.get(0)).unwrap();
    assert_eq!(row(newest), (String::new(), Some(r#"{"kind":"undo"}"#.into())));
}

/// The same change has another number in each copy, and is named by the one that it has there.
#[test]
fn an_undo_from_another_copy_names_the_change_by_its_number_here() {
    let desk = Desk::portfolio();
    std::fs::copy(desk.path("fremdrift.db"), desk.path("embassy.db")).unwrap();
    desk.ok(&["log", "ID-2021/4.9", "-s", "ongoing"]);
    desk.ok(&["--db", "embassy.db", "log", "ID-2021/3.7", "-s", "ongoing"]);
    desk.ok(&["--db", "embassy.db", "undo", "3"]);
    let taken = desk.ok(&["merge", "embassy.db"]);
    assert!(taken.contains("undo change 4: log ID-2021/3.7"), "{taken}");
    assert!(desk.ok(&["changes", "5"]).contains("undo change 4: log ID-2021/3.7: ongoing as of 2026-11-23"));
}
