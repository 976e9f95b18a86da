//! Impossible values are refused with possible ones: the nearest known word, or the forms that are read.

use crate::support::{Desk, is_windows};

#[test]
fn an_unknown_reference_is_refused_with_the_nearest_known_one() {
    let desk = Desk::portfolio();
    desk.refuses(
        1,
        &["log", "ID-2021/4.999", "-s", "ongoing"],
        "error: no objective «ID-2021/4.999»\nhint: did you mean ID-2021/4.9?\n",
    );
    desk.refuses(
        1,
        &["show", "ID-2022/4.1"],
        "error: no plan «ID-2022»\nhint: did you mean ID-2021, ID-2025, ID-2017?\n",
    );
    desk.refuses(
        1,
        &["show", "ID-2021/1.6/9"],
        "error: no activity «ID-2021/1.6/9»\nhint: did you mean ID-2021/1.6/1, ID-2021/1.6/2?\n",
    );
    desk.refuses(
        1,
        &["history", "ID-2021/99"],
        "error: no objective «ID-2021/99»\nhint: see them with: fremdrift list --plan ID-2021\n",
    );
    desk.refuses(
        1,
        &["log", "4.1", "-s", "ongoing"],
        "error: «4.1» does not say which plan\nhint: did you mean ID-2021/4.1?\n",
    );
    desk.refuses(
        1,
        &["show", "ID-2021/4.1/x/y"],
        "error: «ID-2021/4.1/x/y» is not a reference\n\
         hint: write ID-2021/4.1 for an objective, ID-2021/4.1/2 for an activity\n",
    );
}

#[test]
fn a_number_like_no_other_is_refused_with_those_that_stand_beside_it() {
    let desk = Desk::portfolio();
    for number in ["1.1", "1.2", "2.1"] {
        desk.ok(&["objective", "add", &format!("VN-2023/{number}"), "--title", "Vand"]);
    }
    desk.refuses(
        1,
        &["show", "VN-2023/1.3"],
        "error: no objective «VN-2023/1.3»\nhint: did you mean VN-2023/1.1, VN-2023/1.2?\n",
    );
    desk.refuses(
        1,
        &["show", "VN-2023/3.7"],
        "error: no objective «VN-2023/3.7»\nhint: see them with: fremdrift list --plan VN-2023\n",
    );
}

#[test]
fn one_unknown_reference_among_several_refuses_them_all() {
    let desk = Desk::portfolio();
    desk.refuses(
        1,
        &["log", "ID-2021/4.1", "ID-2021/4.99", "-s", "ongoing", "--reopen"],
        "error: no objective «ID-2021/4.99»\nhint: did you mean ID-2021/4.9?\n",
    );
}

#[test]
fn an_unknown_word_is_refused_with_the_nearest_or_with_all() {
    let desk = Desk::portfolio();
    for (args, words) in [
        (&["log", "ID-2021/4.1", "-s", "ongoin"][..], "error: «ongoin» is not a status\nhint: did you mean ongoing?\n"),
        (
            &["log", "ID-2021/4.1", "-s", "xyzzy"],
            "error: «xyzzy» is not a status\nhint: it is one of not-started, ongoing, suspended, completed, \
             partly-completed, cancelled, carried-over\n",
        ),
        (
            &["log", "ID-2021/4.1", "-l", "gren"],
            "error: «gren» is not a light\nhint: did you mean green, grøn, grønt?\n",
        ),
        (
            &["log", "ID-2021/4.1", "-l", "purple"],
            "error: «purple» is not a light\nhint: it is one of green, yellow, red\n",
        ),
        (
            &["list", "--interest", "polit"],
            "error: «polit» is not an interest\nhint: did you mean politisk, political?\n",
        ),
        (
            &["list", "--authority", "boss:ENS"],
            "error: «boss» is not a role\nhint: it is one of lead, supporting, counterpart\n",
        ),
        // An objective and a line of the log have each a basis, and words of their own for it.
        (
            &["objective", "edit", "ID-2021/1.1", "--basis", "sourced"],
            "error: «sourced» is not a basis\nhint: did you mean announced?\n",
        ),
        (
            &["log", "ID-2021/1.1", "-m", "x", "--basis", "officiel"],
            "error: «officiel» is not the basis of an entry\nhint: it is one of sourced, illustrative\n",
        ),
        (
            &["list", "--partnership", "Indonsia"],
            "error: no partnership «Indonsia»\nhint: did you mean IN, Indonesia, Indonesien?\n",
        ),
        (&["list", "--plan", "ID-2020"], "error: no plan «ID-2020»\nhint: did you mean ID-2021, ID-2025, ID-2017?\n"),
        (&["list", "--area", "99"], "error: no area «99»\nhint: did you mean 9?\n"),
        (&["check", "no-leed"], "error: «no-leed» is not a check\nhint: did you mean no-lead, no-evidence?\n"),
        (
            &["objective", "edit", "ID-2021/1.1", "--clear", "tilte"],
            "error: the objective has no field «tilte»\nhint: did you mean title, title_da?\n",
        ),
        (&["undo", "99"], "error: there is no change 99\nhint: see them with: fremdrift changes\n"),
        (&["changes", "99"], "error: there is no change 99\nhint: see them with: fremdrift changes\n"),
    ] {
        desk.refuses(1, args, words);
    }
}

#[test]
fn an_unknown_authority_is_refused_with_the_nearest_known_one() {
    let desk = Desk::portfolio();
    desk.refuses(
        1,
        &["list", "--authority", "ENSS"],
        "error: no authority «ENSS»\nhint: did you mean ENS, Energi-, Forsynings- og Klimaministeriet?\n",
    );
}

#[test]
fn a_code_with_two_letters_swapped_is_still_near() {
    let desk = Desk::portfolio();
    let stderr = desk.fails(1, &["log", "ID-2021/4.1", "-s", "ongoing", "--ask", "ESN"]);
    assert!(stderr.starts_with("error: no authority «ESN»\nhint: did you mean ENS"), "{stderr}");
}

#[test]
fn a_half_day_is_refused_with_the_forms_that_are_read() {
    let desk = Desk::portfolio();
    for day in ["2026-13", "2026-02-31", "31-02-2026", "4/5/2023", "2026-9-3", "30-06-23", "2026", "soon", ""] {
        desk.refuses(
            1,
            &["log", "ID-2021/4.1", "-s", "ongoing", "--as-of", day],
            &format!("error: «{day}» is not a day\nhint: write 2026-02-28 (or 28-02-2026, today, yesterday)\n"),
        );
    }
}

#[test]
fn a_half_date_is_refused_with_the_forms_that_are_read() {
    let desk = Desk::portfolio();
    for date in ["2026-13", "2026-02-31", "4/5/2023", "2026-Q5", "Q5 2026", "26", "soon"] {
        desk.refuses(
            1,
            &["log", "ID-2021/4.1", "-s", "ongoing", "-m", "x", "--expect", date],
            &format!("error: «{date}» is not a date\nhint: write 2026-02-28, 2026-02, 2026-Q1 or 2026\n"),
        );
    }
}

#[test]
fn what_is_no_quarter_is_refused_with_the_forms_that_are_read() {
    let desk = Desk::portfolio();
    for quarter in ["Q5", "2023-Q5", "2023", "Q3", "2023-06"] {
        let words = format!("error: «{quarter}» is not a quarter\nhint: write 2026-Q1 (or Q1 2026, 1. kvartal 2026)\n");
        desk.refuses(1, &["summary", quarter], &words);
        desk.refuses(1, &["summary", "2023-Q2", "--compare", quarter], &words);
    }
    desk.refuses(
        1,
        &["check", "2023-Q9"],
        "error: «2023-Q9» is not a quarter\nhint: write 2026-Q1 (or Q1 2026, 1. kvartal 2026)\n",
    );
}

#[test]
fn what_an_entry_can_not_say_is_refused() {
    let desk = Desk::portfolio();
    for (args, words) in [
        (
            &["log", "ID-2021/4.1", "-s", "completed", "-l", "green"][..],
            "error: completed has a light: what has ended has none\n\
             hint: leave the light out, or keep the status open: -s ongoing -l green\n",
        ),
        (
            &["log", "ID-2021/4.1", "-s", "ongoing", "--as-of", "2026-11-24"],
            "error: 2026-11-24 is in the future: today is 2026-11-23\n\
             hint: log what is true now, and say what is to come with --expect DATE\n",
        ),
        (
            &["log", "ID-2021/4.1"],
            "error: nothing is said about ID-2021/4.1\n\
             hint: say at least one thing, as in: fremdrift log ID-2021/4.1 -l green -m \"...\"\n",
        ),
        (
            &["log", "ID-2021/3.7", "-l", "green"],
            "error: nothing has been reported on ID-2021/3.7 by then, so a status is needed\n\
             hint: add one, as in: -s ongoing\n",
        ),
        (
            &["log", "ID-2021/3.7", "-s", "ongoing", "--expect", "2027"],
            "error: the expected date is moved, so a reason is needed\n\
             hint: say why: --because \"...\" (or -m \"...\")\n",
        ),
        (
            &["log", "ID-2021/3.7", "-s", "ongoing", "-m", "x", "--author", ""],
            "error: no author is set\n\
             hint: say who you are: --author NAME, or author = \"NAME\" in the configuration\n",
        ),
    ] {
        desk.refuses(1, args, words);
    }
}

#[test]
fn today_is_the_last_day_that_can_be_reported() {
    let desk = Desk::portfolio();
    assert_eq!(
        desk.ok(&["log", "ID-2021/3.7", "-s", "ongoing", "--as-of", "23-11-2026"]),
        "ID-2021/3.7: ongoing as of 2026-11-23 (nothing before)  [change 3]\n"
    );
    assert_eq!(
        desk.ok(&["log", "ID-2021/3.8", "-s", "i gang", "-l", "gul", "--as-of", "i går"]),
        "ID-2021/3.8: ongoing, ▲ yellow as of 2026-11-22 (nothing before)  [change 4]\n"
    );
}

#[test]
fn a_day_before_the_plan_is_recorded_with_a_warning() {
    let desk = Desk::portfolio();
    let said = desk.run(&["log", "ID-2021/3.7", "-s", "ongoing", "--as-of", "2019-05-01"]);
    assert_eq!(said.code, 0);
    assert_eq!(said.stdout, "ID-2021/3.7: ongoing as of 2019-05-01 (nothing before)  [change 3]\n");
    assert_eq!(
        said.stderr,
        "warning: ID-2021/3.7: 2019-05-01 is before the plan begins, on 1 January 2021; \
         to take it back: fremdrift undo\n"
    );
}

#[test]
fn an_objective_that_ends_before_its_activities_is_recorded_with_a_warning() {
    let desk = Desk::portfolio();
    let said = desk.run(&["log", "ID-2021/3.7", "-s", "completed", "-q"]);
    assert_eq!((said.code, said.stderr.as_str()), (0, ""), "--quiet says only what was asked for");
    let said = desk.run(&["log", "ID-2021/3.7", "-s", "completed", "-m", "færdig"]);
    assert_eq!(said.stderr, "warning: ID-2021/3.7 is completed, but these activities are open: ID-2021/3.7/1\n");
}

#[test]
fn an_unknown_command_flag_or_value_is_a_wrong_command_line() {
    let desk = Desk::portfolio();
    for (args, begins) in [
        (&["summry"][..], "error: unrecognized subcommand 'summry'\n\n  tip: a similar subcommand exists: 'summary'\n"),
        (
            &["summary", "--formt", "json"],
            "error: unexpected argument '--formt' found\n\n  tip: a similar argument exists: '--format'\n",
        ),
        (
            &["list", "--format", "xml"],
            "error: invalid value 'xml' for '--format <FORMAT>': it is one of text, markdown, csv, json, html, docx, xlsx\n",
        ),
        (&["list", "--lang", "xx"], "error: invalid value 'xx' for '--lang <LANGUAGE>'\n  [possible values: da, en]\n"),
        (
            &["list", "--today", "2026-13"],
            "error: invalid value '2026-13' for '--today <DAY>': «2026-13» is not a day\n",
        ),
        (
            &["export", "objectivs"],
            "error: invalid value 'objectivs' for '<WHAT>'\n  [possible values: objectives, activities, entries,",
        ),
        (&["due", "--within", "soon"], "error: «soon» is not a length of time\nhint: write 90d, 6w, 3m or 1y\n"),
        (
            &["objective", "edit", "ID-2021/1.1"],
            "error: nothing is said to be changed\nhint: see what can be: fremdrift objective edit --help\n",
        ),
        (
            &["import", "objectives", "none.csv"],
            "error: none.csv: there is no such file\nhint: look at the name and the folder\n",
        ),
        (&["import", "objectives", "."], "error: .: is a directory\nhint: name the file in it\n"),
    ] {
        let before = std::fs::read(desk.path("fremdrift.db")).unwrap();
        let said = desk.run(args);
        assert_eq!((said.code, said.stdout.as_str()), (2, ""), "{args:?}");
        assert!(said.stderr.starts_with(begins), "{args:?}:\n{}", said.stderr);
        assert_eq!(std::fs::read(desk.path("fremdrift.db")).unwrap(), before);
    }
}

#[test]
fn a_note_may_begin_with_a_hyphen() {
    let desk = Desk::portfolio();
    desk.ok(&["log", "ID-2021/3.7", "-s", "ongoing", "-m", "-5 pct. i forhold til 2020"]);
    desk.ok(&["objective", "edit", "ID-2021/3.7", "--title-da", "-5 pct. i forhold til 2020"]);
}

#[test]
fn a_note_that_begins_with_a_hyphen_can_be_joined_to_its_flag() {
    let desk = Desk::portfolio();
    desk.ok(&["log", "ID-2021/3.7", "-s", "ongoing", "--note=-5 pct"]);
    assert!(desk.ok(&["show", "ID-2021/3.7", "--format", "json"]).contains(r#""note": "-5 pct""#));
}

#[test]
fn a_configuration_that_can_not_be_read_is_told() {
    if is_windows() {
        return; // it lies elsewhere there
    }
    let desk = Desk::portfolio();
    std::fs::create_dir_all(desk.path("config/fremdrift")).unwrap();
    desk.write("config/fremdrift/config.toml", "plann = \"ID-2021\"\n");
    let stderr = desk.fails(2, &["list"]);
    assert!(
        stderr.ends_with(
            "config.toml: unknown field plann, expected one of author, lang, plan, database, email, wait\n\
             hint: the configuration has author, lang, plan, database, email and wait\n"
        ),
        "{stderr}"
    );
    desk.write("config/fremdrift/config.toml", "plan = \"ID-2021\"\nlang = \"da\"\n");
    assert!(desk.ok(&["show", "3.7"]).starts_with("ID-2021/3.7 "));
}

#[test]
fn a_list_of_refusals_that_is_cut_says_so() {
    let desk = Desk::small();
    let rows: String = (1..=1500).map(|n| format!("MX-2030;{n};Titel;31-31-{n}\n")).collect();
    desk.write("mange.csv", format!("plan;number;title;deadline_original\n{rows}"));
    let said = desk.fails(4, &["import", "objectives", "mange.csv"]);
    assert_eq!(said.matches("mange.csv, line ").count(), 1000);
    let last = "nothing was imported: 1500 of 1500 rows were refused; the first 1000 are listed\n";
    assert!(said.ends_with(last), "{}", &said[said.len() - 200..]);
    let said = desk.fails(4, &["import", "objectives", "mange.csv", "--lang", "da"]);
    assert!(said.ends_with("1500 af 1500 rækker blev afvist; de første 1000 er vist\n"));
    let areas: String = (1..=1200).map(|n| format!("MX-2030;{n};ingen sådan;Titel\n")).collect();
    desk.write("mange.csv", format!("plan;number;parent;title\n{areas}"));
    let said = desk.fails(4, &["import", "areas", "mange.csv"]);
    assert!(said.contains("1200 of 1200 rows were refused; the first 1000 are listed\n"));
}
