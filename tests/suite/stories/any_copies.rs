//! Any number of copies, merged in any order, come to one content. What was recorded in one of them is in all;
//! what they can't both mean is listed in all, and stops nobody.

use crate::copies::world::{ONE_CLOCK, World};

const A: usize = 0;
const B: usize = 1;
const C: usize = 2;

/// Copies of a plan with three objectives, two authorities, and a line on the second objective.
fn copies(count: usize) -> World {
    let base = [
        "init",
        "plan add P --title Plan --from 2025 --to 2027",
        "objective add P/1 --title One",
        "objective add P/2 --title Two",
        "objective add P/3 --title Three",
        "authority add AA --country DK --name Aa",
        "authority add CC --country DK --name Cc",
        "objective edit P/1 --lead CC",
        "log P/2 -s ongoing -l yellow -m begin --as-of 2025-02-01",
    ];
    World::new(count, ONE_CLOCK, &base)
}

/// The objectives, as rows of number, title, leads, status, light and expected date.
fn objectives(w: &mut World) -> Vec<String> {
    w.columns("export objectives", &["number", "title", "lead", "status", "light", "deadline_expected"])
}

/// The notes of the log, in their order.
fn notes(w: &mut World) -> Vec<String> {
    let mut notes = w.columns("export entries", &["note"]);
    notes.retain(|n| !n.is_empty());
    notes
}

/// Everything undecided, the same in every copy: the subject and the field.
fn undecided(w: &mut World) -> Vec<String> {
    let mut all = w.columns("conflicts", &["subject", "field"]);
    all.dedup();
    all
}

#[test]
fn a_line_of_one_copy_outlives_that_both_froze_the_quarter() {
    let mut w = copies(2);
    w.ok(A, "log P/1 -s ongoing -m 'A one'");
    w.ok(A, "log P/2 -s completed -m 'A two'");
    w.ok(A, "freeze 2025-Q3 --plan P --skip-earlier");
    w.ok(B, "log P/3 -s ongoing --as-of 2025-09-01");
    w.ok(B, "freeze 2025-Q3 --plan P --skip-earlier");
    w.meet();
    assert_eq!(notes(&mut w), ["A one", "begin", "A two"]);
    assert_eq!(undecided(&mut w), ["2025-Q3.0 P,"]);
    // They go on, and so do the merges.
    w.ok(B, "log P/3 -s ongoing -m after");
    w.meet();
    assert_eq!(notes(&mut w), ["A one", "begin", "A two", "after"]);
}

#[test]
fn two_reports_of_one_quarter_are_both_kept_until_one_is_said_to_count() {
    let mut w = copies(3);
    w.ok(A, "log P/1 -s ongoing --as-of 2025-03-01");
    w.ok(A, "freeze 2025-Q1 --plan P");
    let sent = w.ok(A, "summary --as-reported 2025-Q1 --plan P");
    w.ok(B, "log P/1 -s completed --as-of 2025-03-02");
    w.ok(B, "freeze 2025-Q1 --plan P");
    let also = w.ok(B, "summary --as-reported 2025-Q1 --plan P");
    assert_ne!(sent, also);
    w.meet();
    // Each has its own name, and says what it said when it was sent.
    let mut names = w.columns("quarters --plan P", &["quarter", "revision"]);
    names.retain(|n| n.starts_with("2025-Q1,0 ("));
    assert_eq!(names.len(), 2, "{names:?}");
    let names: Vec<String> = names.iter().map(|n| n.replace(',', ".")).collect();
    let printed: Vec<String> =
        names.iter().map(|name| w.alike(&format!("summary --as-reported '{name}' --plan P"))).collect();
    assert!(printed.contains(&sent) && printed.contains(&also), "{names:?}");
    assert_eq!(undecided(&mut w), ["2025-Q1.0 P,"]);
    // A restatement that knew both says which figures count.
    w.ok(C, "log P/3 -s ongoing --as-of 2025-03-03");
    w.ok(C, "restate 2025-Q1 --plan P --reason 'Both looked'");
    w.meet();
    assert_eq!(undecided(&mut w), [""; 0]);
}

#[test]
fn two_restatements_of_one_quarter_are_both_kept() {
    let mut w = copies(2);
    w.ok(A, "freeze 2025-Q1 --plan P");
    w.take_over(B, A);
    w.ok(A, "log P/1 -s ongoing --as-of 2025-03-01");
    w.ok(A, "restate 2025-Q1 --plan P --reason ours");
    w.ok(B, "log P/2 -s suspended --as-of 2025-03-02");
    w.ok(B, "restate 2025-Q1 --plan P --reason theirs");
    w.meet();
    assert_eq!(undecided(&mut w), ["2025-Q1.1 P,"]);
    let names = w.columns("quarters --plan P", &["quarter", "revision"]);
    assert_eq!(names.iter().filter(|n| n.starts_with("2025-Q1,1 (")).count(), 2, "{names:?}");
    w.ok(B, "log P/3 -s ongoing --as-of 2025-03-03");
    w.ok(B, "restate 2025-Q1 --plan P --reason both");
    w.meet();
    assert_eq!(undecided(&mut w), [""; 0]);
}

#[test]
fn a_line_that_one_withdrew_and_the_other_thought_better_of_stands_and_is_listed() {
    let mut w = copies(2);
    w.ok(A, "undo {newest-0}");
    w.ok(B, "undo {newest-0}");
    w.ok(B, "undo {newest-0}");
    w.meet();
    assert_eq!(notes(&mut w), ["begin"]);
    assert_eq!(undecided(&mut w).len(), 1);
}

#[test]
fn what_later_lines_carry_over_does_not_depend_on_who_merged_whom() {
    let orders: [[(usize, usize); 4]; 3] =
        [[(A, B), (A, C), (B, A), (C, A)], [(A, C), (A, B), (C, A), (B, C)], [(C, B), (A, C), (B, A), (C, A)]];
    let mut said = Vec::new();
    for order in orders {
        let mut w = copies(3);
        w.ok(A, "log P/3 -s ongoing -m begin --as-of 2025-01-05");
        w.take_over(B, A);
        w.take_over(C, A);
        w.ok(C, "log P/3 -l red -m C --as-of 2025-11-11");
        w.ok(A, "log P/3 --expect 2026-Q3 --because 'A why' --as-of 2025-05-10");
        w.ok(B, "log P/3 -s partly-completed -m B --as-of 2025-06-30");
        for (into, from) in order {
            w.take_over(into, from);
        }
        w.meet();
        // B ended it, and C, not knowing, gave it a light on a later day.
        assert_eq!(undecided(&mut w).len(), 1);
        said.push(objectives(&mut w));
    }
    assert!(said.iter().all(|s| *s == said[0]), "{said:#?}");
}

#[test]
fn one_goes_on_with_an_objective_that_the_other_took_out() {
    let mut w = copies(2);
    w.ok(A, "objective add P/4 --title Four");
    w.take_over(B, A);
    w.ok(A, "undo");
    w.ok(B, "log P/4 -s ongoing -m x");
    w.meet();
    assert_eq!(notes(&mut w), ["begin", "x"]);
    assert!(objectives(&mut w).contains(&"4,Four,,ongoing,,".to_string()));
    assert_eq!(undecided(&mut w).len(), 1);
}

#[test]
fn two_objectives_of_one_number_are_both_there() {
    let mut w = copies(3);
    w.ok(A, "objective add P/5 --title 'Of Anna'");
    w.ok(B, "objective add P/5 --title 'Of Bo'");
    w.ok(B, "log P/5 -s ongoing");
    w.meet();
    let all = objectives(&mut w);
    assert!(
        all.contains(&"5,Of Anna,,,,".to_string()) && all.contains(&"5 (2),Of Bo,,ongoing,,".to_string()),
        "{all:?}"
    );
    assert_eq!(undecided(&mut w).len(), 1);
    // Another number for one of them settles it everywhere.
    w.ok(C, "objective edit 'P/5 (2)' --number 6");
    w.meet();
    let all = objectives(&mut w);
    assert!(all.contains(&"5,Of Anna,,,,".to_string()) && all.contains(&"6,Of Bo,,ongoing,,".to_string()), "{all:?}");
    assert_eq!(undecided(&mut w), [""; 0]);
}

#[test]
fn each_gives_its_own_objective_another_number() {
    let mut w = copies(2);
    w.ok(A, "objective add P/5 --title 'Of Anna'");
    w.ok(B, "objective add P/5 --title 'Of Bo'");
    w.ok(B, "log P/5 -s ongoing");
    w.ok(A, "log P/5 -s completed");
    w.ok(A, "objective edit P/5 --number 6");
    w.ok(B, "objective edit P/5 --number 7");
    w.meet();
    let all = objectives(&mut w);
    assert!(
        all.contains(&"6,Of Anna,,completed,,".to_string()) && all.contains(&"7,Of Bo,,ongoing,,".to_string()),
        "{all:?}"
    );
    assert_eq!(undecided(&mut w), [""; 0]);
}

#[test]
fn two_that_add_the_same_objective_have_added_one() {
    let mut w = copies(2);
    for copy in [A, B] {
        w.ok(copy, "objective add P/5 --title Alike");
        w.ok(copy, "authority add ENS --country DK --name Energistyrelsen");
    }
    w.ok(B, "log P/5 -s ongoing -m x");
    w.meet();
    assert_eq!(objectives(&mut w).iter().filter(|o| o.contains("Alike")).count(), 1);
    assert_eq!(w.alike("authority list").matches("Energistyrelsen").count(), 1);
    assert_eq!(undecided(&mut w), [""; 0]);
}

#[test]
fn two_plans_that_were_given_one_code_are_both_there() {
    let mut w = copies(2);
    w.ok(A, "plan add Q --title Que");
    w.ok(A, "plan add R --title Are");
    w.take_over(B, A);
    w.ok(A, "plan edit Q --code X");
    w.ok(B, "plan edit R --code X");
    w.meet();
    let plans = w.columns("export plans", &["code", "title"]);
    assert!(plans.contains(&"X,Que".to_string()) && plans.contains(&"X (2),Are".to_string()), "{plans:?}");
    assert_eq!(undecided(&mut w).len(), 1);
    w.ok(A, "plan edit 'X (2)' --code Y");
    w.meet();
    assert_eq!(undecided(&mut w), [""; 0]);
}

#[test]
fn lines_follow_their_objective_through_a_swap_of_numbers() {
    let mut w = copies(2);
    w.ok(A, "objective edit P/1 --number 9");
    w.ok(A, "objective edit P/2 --number 1");
    w.ok(A, "objective edit P/9 --number 2");
    w.ok(B, "log P/1 -s suspended -m 'about One'");
    w.ok(B, "log P/2 -s completed -m 'about Two'");
    w.meet();
    let all = objectives(&mut w);
    assert!(
        all.contains(&"1,Two,,completed,,".to_string()) && all.contains(&"2,One,CC,suspended,,".to_string()),
        "{all:?}"
    );
    assert_eq!(undecided(&mut w), [""; 0]);
}

#[test]
fn a_line_that_the_freeze_of_another_copy_did_not_know_is_late_in_every_copy() {
    let mut w = copies(3);
    w.ok(B, "log P/1 -s ongoing -m 'late line' --as-of 2025-05-10");
    w.ok(A, "log P/3 -s ongoing --as-of 2025-05-11");
    w.ok(A, "freeze 2025-Q2 --plan P --skip-earlier");
    w.meet();
    let told = w.alike("summary 2025-Q3 --plan P --only late --format markdown");
    assert!(told.contains("P/1 One. The line as of 10 May 2025 was recorded on 2 February 2026 by Bo"), "{told}");
    assert!(w.columns("quarters --plan P", &["quarter", "late"]).contains(&"2025-Q2,1".to_string()));
    for copy in [A, B, C] {
        assert!(w.ok(copy, "show P/1").contains("late line"));
    }
    assert_eq!(undecided(&mut w), [""; 0]);
}

#[test]
fn two_lines_of_one_day_that_contradict_are_listed_and_ordered_alike() {
    let mut w = copies(3);
    w.ok(C, "log P/1 -s completed -m 'we think it is done' --as-of 2025-12-31");
    w.ok(A, "log P/1 -s ongoing -l red -m 'no, it is not done' --as-of 2025-12-31");
    w.take_over(A, C);
    w.take_over(B, A);
    w.take_over(C, A);
    w.meet();
    assert_eq!(undecided(&mut w).len(), 1);
    let row = objectives(&mut w)[0].clone();
    assert_eq!(row, "1,One,CC,ongoing,red,");
    // A line that knew both settles it.
    w.ok(B, "log P/1 -s completed -m 'Bo asked them'");
    w.meet();
    assert_eq!(undecided(&mut w), [""; 0]);
    assert_eq!(objectives(&mut w)[0], "1,One,CC,completed,,");
}

/// Bo never said a status, so nobody knows whether he would have given a light to what has ended.
#[test]
fn a_light_of_the_day_on_which_another_copy_ended_it_is_listed() {
    for first in [A, B] {
        let mut w = copies(2);
        w.ok(A, "log P/1 -s ongoing --as-of 2025-05-01");
        w.take_over(B, A);
        w.ok(A, "log P/1 -s suspended --as-of 2025-05-10");
        w.ok(A, "log P/1 -s completed --as-of 2025-06-30");
        w.ok(B, "log P/1 -l yellow --as-of 2025-06-30");
        w.take_over(first, 1 - first);
        w.meet();
        assert_eq!(objectives(&mut w)[0], "1,One,CC,completed,,");
        assert_eq!(undecided(&mut w).len(), 1);
    }
}

#[test]
fn lights_of_one_day_that_contradict_are_listed() {
    let mut w = copies(2);
    w.ok(A, "log P/2 -l green --as-of 2025-06-30");
    w.ok(B, "log P/2 -l red --as-of 2025-06-30");
    w.ok(A, "log P/3 -s ongoing -m one --as-of 2025-06-30");
    w.ok(B, "log P/3 -s ongoing -m two --as-of 2025-06-30");
    w.meet();
    // Two notes are two lines, and no conflict.
    assert_eq!(notes(&mut w), ["begin", "one", "two"]);
    assert_eq!(undecided(&mut w).len(), 1);
    assert_eq!(objectives(&mut w)[1], "2,Two,,ongoing,red,");
}

/// Somebody adds it, somebody else who has it takes it back, and the one who added it hears of it by a third.
#[test]
fn an_undo_of_any_addition_travels_through_a_third_copy() {
    for added in [
        "objective add P/9 --title 'By mistake' --lead CC",
        "activity add P/1/1 --title Part --lead AA",
        "area add P/A --title Area",
        "authority add NY --country DK --name Ny",
        "instrument add NY --name Ny --kind pool",
        "plan add R --title Are",
        "partnership add SE --country-code SE --country Sverige",
        "objective edit P/1 --tag vand",
        "objective edit P/1 --sdg 7",
        "objective edit P/1 --lead 'AA|CC'",
        "objective edit P/1 --supporting AA",
        "setting green-months 2 --reason Aftalt",
        "authority edit AA --name Nyt --name-from 2025-06-01",
        "authority rename AA --to NY --name Ny --from 2025-06-01 --reason Lov",
        "authority rename CC --name Ny --from 2025-06-01 --reason Lov",
        "authority transfer CC AA P/1 --from 2025-06-01 --reason Lov",
        "authority merge CC --into AA --from 2025-06-01 --reason Lov",
        "objective edit P/1 --deadline-approved 2027 --reason Lov --agreed-by AA",
        "log P/1 -s ongoing -m 'By mistake'",
        "objective retire P/1 --from 2026-01-01 --reason Lov",
    ] {
        let mut w = copies(3);
        let before =
            w.ok(A, "export objectives --profile rfc4180") + &w.ok(A, "authority list") + &w.ok(A, "plan list");
        w.ok(C, added);
        w.take_over(B, C);
        w.ok(B, "undo {newest-0}");
        w.take_over(A, B);
        w.take_over(C, A);
        w.meet();
        for copy in [A, B, C] {
            let after = w.ok(copy, "export objectives --profile rfc4180")
                + &w.ok(copy, "authority list")
                + &w.ok(copy, "plan list");
            assert_eq!(after, before, "{added}");
        }
        assert_eq!(undecided(&mut w), [""; 0], "{added}");
        // The undo of the undo comes as far, by the copy that only heard of it.
        w.ok(A, "undo {newest-0}");
        w.take_over(C, A);
        w.meet();
        assert_eq!(undecided(&mut w), [""; 0], "{added}");
    }
}

#[test]
fn two_that_renamed_one_authority() {
    let rename = "authority rename AA --to NY --name Ny --from 2025-06-01 --reason Lov";
    let mut w = copies(2);
    w.ok(A, rename);
    w.ok(B, rename);
    w.ok(B, "log P/1 -s ongoing -m x");
    w.meet();
    let list = w.alike("authority list");
    assert_eq!(list.matches("NY").count(), 1, "{list}");
    assert_eq!(undecided(&mut w), [""; 0]);
    // Two names of one day for one authority: one of them is shown, and it is listed.
    let mut w = copies(2);
    w.ok(A, "authority rename AA --name Anna --from 2025-06-01 --reason Lov");
    w.ok(B, "authority rename AA --name Bo --from 2025-06-01 --reason Lov");
    w.meet();
    w.alike("authority show AA");
    assert_eq!(undecided(&mut w).len(), 1);
}

#[test]
fn two_that_split_and_merged_one_authority() {
    let mut w = copies(2);
    w.ok(A, "authority add M1 --country DK --name Em");
    w.ok(A, "authority add M2 --country DK --name Tu");
    w.take_over(B, A);
    w.ok(A, "authority split CC --into M1 --into M2 --rest M1 --from 2025-06-01 --reason Lov");
    w.ok(B, "authority merge CC --into AA --from 2025-06-01 --reason Lov");
    w.meet();
    // Both say who leads it from that day; it is for a person to say who does.
    let lead = objectives(&mut w)[0].clone();
    assert!(lead.contains("M1") && lead.contains("AA"), "{lead}");
    let mut w = copies(2);
    for copy in [A, B] {
        w.ok(copy, "authority merge CC --into AA --from 2025-06-01 --reason Lov");
    }
    w.meet();
    assert_eq!(objectives(&mut w)[0], "1,One,AA,,,");
    assert_eq!(undecided(&mut w), [""; 0]);
}

#[test]
fn two_that_carried_one_objective_forward() {
    for (to, both) in [("1", 1), ("2", 2)] {
        let mut w = copies(2);
        w.ok(A, "plan add Q --title Next --from 2026 --to 2029");
        w.take_over(B, A);
        w.ok(A, "plan carry-forward P Q 1=1 --reason 'Ny plan'");
        w.ok(B, &format!("plan carry-forward P Q 1={to} --reason 'Ny plan'"));
        w.meet();
        let carried = objectives(&mut w).iter().filter(|o| o.contains("One")).count();
        assert_eq!(carried, 1 + both);
        assert_eq!(undecided(&mut w), [""; 0]);
        for copy in [A, B] {
            assert!(w.ok(copy, "show Q/1").contains("Carried over from  P/1"));
        }
    }
}

/// Fills a sheet of P in: every objective is under way.
fn filled(w: &World, folder: &str) -> String {
    let sheets = std::fs::read_dir(w.file(folder)).expect("a folder").map(|e| e.expect("a file").path());
    let sheet = sheets.into_iter().find(|p| p.extension().is_some_and(|e| e == "csv")).expect("a sheet");
    let text = std::fs::read_to_string(&sheet).expect("a sheet");
    let at = text.lines().next().expect("headings").split(';').position(|h| matches!(h, "Ny status" | "New status"));
    let at = at.expect("a column for the status");
    let rows = text.lines().map(|row| {
        let mut cells: Vec<&str> = row.split(';').collect();
        if row.starts_with('P') && cells.len() > at {
            cells[at] = "i gang";
        }
        cells.join(";")
    });
    let name = format!("{folder}.csv");
    std::fs::write(w.file(&name), rows.collect::<Vec<_>>().join("\r\n")).expect("a sheet");
    name
}

#[test]
fn two_that_read_one_answer_have_written_one_line() {
    let mut w = copies(2);
    w.ok(A, "return send 2025-Q4 --plan P --authority CC --out ud --format csv");
    w.take_over(B, A);
    let sheet = filled(&w, "ud");
    w.ok(A, &format!("return read {sheet}"));
    w.ok(B, &format!("return read {sheet}"));
    w.meet();
    assert_eq!(w.lines(A).len(), 2, "the line of the beginning, and that of the answer");
    assert_eq!(undecided(&mut w), [""; 0]);
    w.alike("return status 2025-Q4");
}

#[test]
fn two_that_sent_sheets_to_one_authority_read_both_answers() {
    let mut w = copies(2);
    w.ok(A, "return send 2025-Q4 --plan P --authority CC --out ud-a --format csv");
    w.ok(B, "return send 2025-Q4 --plan P --authority CC --out ud-b --format csv");
    let (mine, theirs) = (filled(&w, "ud-a"), filled(&w, "ud-b"));
    w.ok(A, &format!("return read {mine}"));
    w.ok(B, &format!("return read {theirs}"));
    w.meet();
    assert_eq!(objectives(&mut w)[0], "1,One,CC,ongoing,,");
    w.alike("return status 2025-Q4");
    // And an answer to a sheet of the other copy is read as well.
    w.ok(A, &format!("return read {theirs}"));
    w.meet();
}

#[test]
fn clocks_that_are_years_apart_do_not_turn_before_and_after() {
    let mut w = World::new(
        3,
        [0, 7, 3, 0, 0],
        &["init", "plan add P --title Plan --from 2025 --to 2027", "objective add P/1 --title One"],
    );
    w.ok(B, "objective edit P/1 --title 'Bo, whose clock is ahead'");
    w.take_over(A, B);
    // Anna knew what Bo said, so hers is the newer word, whatever the clocks say.
    w.ok(A, "objective edit P/1 --title 'Anna knew it'");
    w.take_over(C, A);
    w.meet();
    assert!(w.alike("export objectives --profile rfc4180").contains("Anna knew it"));
    assert_eq!(undecided(&mut w), [""; 0]);
}

#[test]
fn bundles_that_are_lost_doubled_late_or_cut_off_do_no_harm() {
    let mut w = copies(3);
    let since = w.newest(A);
    w.ok(A, "log P/1 -s ongoing -m one");
    w.ok(A, &format!("export changes --since {since} -o 1.json"));
    w.ok(A, "log P/1 -m two");
    w.ok(A, &format!("export changes --since {} -o 2.json", since + 1));
    w.ok(A, "log P/1 -m three");
    w.ok(A, &format!("export changes --since {} -o 3.json", since + 2));
    // The second comes before the first: it is refused, and what is missing is said.
    let early = w.run(B, "import changes 2.json");
    assert_eq!(early.code, 1, "{early:?}");
    // Half of the first.
    let bytes = std::fs::read(w.file("1.json")).expect("a bundle");
    std::fs::write(w.file("half.json"), &bytes[..bytes.len() / 2]).expect("a file");
    assert_eq!(w.run(B, "import changes half.json").code, 1);
    assert_eq!(w.newest(B), since, "nothing was written");
    for bundle in ["1.json", "1.json", "2.json", "1.json", "3.json", "2.json"] {
        w.ok(B, &format!("import changes {bundle}"));
    }
    assert_eq!(w.digest(A), w.digest(B));
    // One was lost; the next that holds more is enough.
    w.ok(A, &format!("export changes --since {since} -o all.json"));
    w.ok(C, "import changes all.json");
    w.meet();
    assert_eq!(notes(&mut w), ["one", "two", "three", "begin"]);
}

#[test]
fn a_copy_of_an_older_backup_meets_those_who_merged_from_the_newer_one() {
    let mut w = copies(3);
    w.ok(A, "backup old.db");
    w.ok(A, "log P/1 -s ongoing -m 'after the backup'");
    w.ok(A, "objective edit P/2 --title Second");
    w.take_over(B, A);
    w.ok(A, "restore old.db");
    w.ok(A, "log P/3 -s ongoing -m 'after the restore'");
    w.ok(A, "objective edit P/2 --title Again");
    w.take_over(C, A);
    w.meet();
    assert_eq!(notes(&mut w), ["after the backup", "begin", "after the restore"]);
    assert_eq!(undecided(&mut w), ["P/2,title"]);
}

#[test]
fn copies_of_old_formats_that_are_upgraded_at_different_times_agree() {
    for format in 1..=5 {
        let old = format!("{}/fixtures/versions/format-{format}.db", env!("CARGO_MANIFEST_DIR"));
        let mut w = World::of_bytes(3, ONE_CLOCK, &std::fs::read(old).expect("an old file"));
        // Anna upgrades and works; Bo does weeks later; Cecilie only when she merges.
        let first = w.ok(A, "export objectives --profile rfc4180");
        let mut reader = csv::Reader::from_reader(first.as_bytes());
        let row = reader.records().next().expect("an objective").expect("a row");
        let objective = format!("{}/{}", &row[0], &row[1]);
        w.ok(A, &format!("log {objective} -s ongoing -m 'Anna new'"));
        w.ok(A, &format!("objective edit {objective} --title Anna"));
        w.ok(B, &format!("log {objective} -s ongoing -m 'Bo new'"));
        w.ok(B, &format!("objective edit {objective} --title Bo"));
        w.ok(C, "changes");
        w.take_over(C, A);
        w.take_over(C, B);
        w.meet();
        let notes = notes(&mut w);
        assert!(
            notes.contains(&"Anna new".to_string()) && notes.contains(&"Bo new".to_string()),
            "{format}: {notes:?}"
        );
        assert_eq!(undecided(&mut w), [format!("{objective},title")], "{format}");
    }
}

#[test]
fn several_copies_are_merged_at_once() {
    let mut w = copies(4);
    w.ok(B, "log P/1 -s ongoing -m bo");
    w.ok(C, "log P/2 -m cecilie");
    w.ok(3, "log P/3 -s ongoing -m ditte");
    w.ok(A, "merge B.db C.db D.db");
    assert_eq!(w.columns_of(A, "export entries", &["note"]), ["bo", "begin", "cecilie", "ditte"]);
    // A folder with copies; what is none is named, and the others are merged.
    std::fs::create_dir(w.file("copies")).expect("a folder");
    std::fs::copy(w.path(B), w.file("copies/b.db")).expect("a copy");
    std::fs::copy(w.path(C), w.file("copies/c.db")).expect("a copy");
    std::fs::write(w.file("copies/notes.db"), "no database").expect("a file");
    let done = w.run(3, "merge copies");
    assert!(format!("{done:?}").contains("notes.db"), "{done:?}");
    assert_eq!(w.columns_of(3, "export entries", &["note"]), ["bo", "begin", "cecilie", "ditte"]);
    w.meet();
}
