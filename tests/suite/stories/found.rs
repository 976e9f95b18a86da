//! Which file is found, which plan, which thing: what is meant, and not what lies nearest.

use crate::support::Desk;

#[cfg(unix)]
#[test]
fn a_file_of_somebody_else_is_not_taken_unless_it_is_named() {
    let desk = Desk::small();
    // Only root can give a file away; elsewhere nothing is tried.
    let file = desk.path("fremdrift.db");
    if std::os::unix::fs::chown(&file, Some(12_345), None).is_err() {
        return;
    }
    let before = std::fs::read(&file).unwrap();
    let below = desk.path("mappe");
    std::fs::create_dir(&below).unwrap();
    for (folder, args) in
        [(desk.folder(), &["list"][..]), (&below, &["list"]), (&below, &["plan", "edit", "MX-2030", "--title", "x"])]
    {
        let said = desk.command().args(args).current_dir(folder).output().unwrap();
        let told = String::from_utf8(said.stderr).unwrap();
        assert_eq!(said.status.code(), Some(2), "{told}");
        let path = file.canonicalize().unwrap().display().to_string();
        assert_eq!(
            told,
            format!(
                "error: {path} was found, and belongs to somebody else\n\
                 hint: name it if it is the one you mean: --db \"{path}\" (or FREMDRIFT_DB, or database in the configuration)\n"
            )
        );
    }
    assert!(std::fs::read(&file).unwrap() == before);
    desk.ok(&["list", "--db", "fremdrift.db"]);
    let named = desk.command().arg("list").env("FREMDRIFT_DB", &file).output().unwrap();
    assert!(named.status.success());
    std::fs::create_dir_all(desk.path("config/fremdrift")).unwrap();
    desk.write("config/fremdrift/config.toml", format!("database = {:?}\n", file.display().to_string()));
    let configured = desk.command().arg("list").current_dir(&below).output().unwrap();
    assert!(configured.status.success(), "{configured:?}");
}

#[test]
fn a_configured_file_without_a_folder_lies_beside_the_configuration() {
    let desk = Desk::small();
    std::fs::create_dir_all(desk.path("config/fremdrift/planer")).unwrap();
    std::fs::rename(desk.path("fremdrift.db"), desk.path("config/fremdrift/planer/mine.db")).unwrap();
    desk.write("config/fremdrift/config.toml", "database = \"planer/mine.db\"\n");
    std::fs::create_dir(desk.path("et")).unwrap();
    for folder in [desk.folder().to_path_buf(), desk.path("et")] {
        let said = desk.command().args(["plan", "list"]).current_dir(folder).output().unwrap();
        assert!(String::from_utf8_lossy(&said.stdout).contains("MX-2030"), "{said:?}");
    }
}

#[test]
fn a_reference_without_a_plan_is_one_of_the_only_plan() {
    let desk = Desk::small();
    desk.ok(&["area", "add", "1", "--title", "Energi"]);
    desk.ok(&["objective", "add", "1.1", "--title", "Havvind", "--lead", "ENS", "--area", "1"]);
    assert!(desk.ok(&["show", "1.1"]).contains("MX-2030/1.1"));
    assert!(desk.ok(&["log", "1.1", "-s", "ongoing"]).contains("MX-2030/1.1"));
    desk.ok(&["plan", "add", "NY", "--partnership", "MX", "--title", "Ny"]);
    desk.refuses(1, &["show", "1.1"], "error: «1.1» does not say which plan\nhint: did you mean MX-2030/1.1?\n");
    desk.ok(&["plan", "retire", "NY", "--reason", "r"]);
    assert!(desk.ok(&["show", "1.1"]).contains("MX-2030/1.1"));
}

#[test]
fn one_thing_has_one_spelling_and_two_of_one_name_are_not_chosen_between() {
    let desk = Desk::small();
    desk.ok(&["authority", "add", "ØM", "--country", "DK", "--name", "Økonomiministeriet"]);
    desk.ok(&["area", "add", "MX-2030/Å-1", "--title", "Grøn vækst"]);
    desk.ok(&["objective", "add", "MX-2030/7.a", "--title", "En", "--lead", "øm", "--area", "å-1"]);
    desk.refuses(
        1,
        &["authority", "add", "øm", "--country", "DK", "--name", "x"],
        "error: there is already an authority «øm»\nhint: change it with: fremdrift authority edit øm\n",
    );
    for (entity, key) in [("area", "MX-2030/å-1"), ("objective", "MX-2030/7.A")] {
        let said = desk.fails(1, &[entity, "add", key, "--title", "x"]);
        assert!(said.contains("there is already"), "{said}");
    }
    desk.ok(&["activity", "add", "MX-2030/7.A/b", "--title", "Opgave"]);
    assert!(desk.fails(1, &["activity", "add", "MX-2030/7.a/B", "--title", "x"]).contains("there is already"));
    assert!(desk.ok(&["log", "mx-2030/7.A", "-s", "ongoing"]).contains("MX-2030/7.a"));
    desk.write("to.csv", "plan;number;title\nMX-2030;7.A;Ny titel\nMX-2030;8.Æ;Otte\nMX-2030;8.æ;Otte igen\n");
    let said = desk.run(&["import", "objectives", "to.csv"]);
    let rows = desk.ok(&["list", "--format", "csv"]);
    assert!(!rows.contains("7.A"), "{said:?}\n{rows}");
    assert!(!rows.contains("8.Æ") || !rows.contains("8.æ"), "{said:?}\n{rows}");
    assert!(desk.ok(&["list", "--authority", "ØKONOMIMINISTERIET"]).contains("7.a"));
    // Two of one name.
    desk.ok(&["authority", "add", "OM2", "--country", "DK", "--name", "Økonomiministeriet"]);
    for args in [
        &["list", "--authority", "økonomiministeriet"][..],
        &["objective", "edit", "MX-2030/7.a", "--lead", "Økonomiministeriet"],
    ] {
        desk.refuses(
            1,
            args,
            &format!("error: more than one authority is called «{}»\nhint: say which: ØM, OM2\n", args.last().unwrap()),
        );
    }
}

#[test]
fn what_was_taken_out_is_shown_and_nothing_is_reported_after_it() {
    let desk = Desk::small();
    desk.ok(&["objective", "add", "MX-2030/1", "--title", "En", "--lead", "ENS"]);
    desk.ok(&["activity", "add", "MX-2030/1/1", "--title", "Opgave"]);
    desk.ok(&["log", "MX-2030/1/1", "-s", "ongoing", "--as-of", "2026-05-01"]);
    desk.ok(&["log", "MX-2030/1", "-s", "ongoing", "--as-of", "2026-04-01"]);
    for (entity, key) in [("activity", "MX-2030/1/1"), ("objective", "MX-2030/1")] {
        for from in ["2026-03-01", "2026-05-01"] {
            desk.refuses(
                1,
                &[entity, "retire", key, "--reason", "r", "--from", from],
                &format!(
                    "error: {key} was reported on as of 2026-05-01, so it is not retired from {from}\n\
                     hint: take a day after 2026-05-01, or undo the lines that were reported later\n"
                ),
            );
        }
        desk.ok(&[entity, "retire", key, "--reason", "udgået", "--from", "2026-05-02"]);
        let shown = desk.ok(&["show", key]);
        assert!(shown.contains("udgået") && shown.contains("2026-05-02"), "{shown}");
    }
}

#[test]
fn an_obstacle_has_words() {
    let desk = Desk::small();
    desk.ok(&["objective", "add", "MX-2030/1", "--title", "En", "--lead", "ENS"]);
    for blank in ["", "  "] {
        desk.refuses(
            2,
            &["log", "MX-2030/1", "-s", "ongoing", "--blocked-by", blank],
            "error: what blocks is said in words\n\
             hint: say what blocks, or that nothing does any more: --blocked-by none\n",
        );
    }
}

#[test]
fn a_deadline_that_was_moved_out_of_the_period_is_found() {
    let desk = Desk::small();
    desk.ok(&["objective", "add", "MX-2030/1", "--title", "En", "--lead", "ENS", "--deadline-original", "2030"]);
    assert!(!desk.ok(&["check", "outside-period"]).contains("MX-2030/1"));
    let moved = ["--deadline-approved", "2031-06", "--reason", "r", "--agreed-by", "alle"];
    desk.ok(&[&["objective", "edit", "MX-2030/1"][..], &moved].concat());
    let said = desk.ok(&["check", "outside-period", "--format", "csv"]);
    assert!(said.contains("MX-2030/1") && said.contains("2031-06"), "{said}");
}

#[test]
fn what_ended_again_ended_in_that_quarter() {
    let desk = Desk::small();
    desk.ok(&["objective", "add", "MX-2030/1", "--title", "En", "--lead", "ENS", "--added-on", "2026-01-01"]);
    let done = ["-s", "completed", "--evidence", "sag"];
    desk.ok(&[&["log", "MX-2030/1", "--as-of", "2026-06-01"][..], &done].concat());
    desk.ok(&["log", "MX-2030/1", "-s", "ongoing", "--reopen", "-m", "genåbnet", "--as-of", "2026-07-15"]);
    desk.ok(&[&["log", "MX-2030/1", "--as-of", "2026-09-01"][..], &done].concat());
    let ended = |quarter: &str| {
        let content = desk.ok(&["summary", quarter, "--format", "json"]);
        serde_json::from_str::<serde_json::Value>(&content).unwrap()["ended"]["rows"].as_array().unwrap().len()
    };
    assert_eq!([ended("2026-Q2"), ended("2026-Q3"), ended("2026-Q4")], [1, 1, 0]);
}

#[test]
fn a_tag_may_begin_with_a_hyphen_and_a_format_is_the_one_of_the_ending() {
    let desk = Desk::small();
    desk.ok(&["objective", "add", "MX-2030/1", "--title", "En", "--tag", "-t"]);
    assert!(desk.ok(&["list", "--tag", "-t"]).contains("MX-2030/1"));
    desk.refuses(
        2,
        &["list", "--format", "docx", "-o", "a.html"],
        "error: a.html is the name of a html file, and --format says docx\n\
         hint: say one of them: leave --format out, or end the name as it says\n",
    );
    assert!(!desk.path("a.html").exists());
    desk.ok(&["list", "--format", "docx", "-o", "a.docx"]);
}

#[test]
fn only_the_newest_page_that_was_shown_stays() {
    let desk = Desk::small();
    for _ in 0..2 {
        desk.run(&["summary", "--open"]);
    }
    let kept = std::fs::read_dir(desk.path(".cache/fremdrift/shown")).unwrap().count();
    assert_eq!(kept, 1);
}

#[test]
fn a_freeze_comes_to_its_turn_beside_somebody_who_logs_without_pause() {
    let desk = Desk::small();
    desk.ok(&["objective", "add", "MX-2030/1", "--title", "En", "--lead", "ENS", "--added-on", "2026-01-01"]);
    let done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(std::sync::atomic::Ordering::Relaxed) {
                desk.run(&["log", "MX-2030/1", "-s", "ongoing", "-m", "igen", "--wait", "60"]);
            }
        });
        for quarter in ["2026-Q1", "2026-Q2", "2026-Q3"] {
            let said = desk.run(&["freeze", quarter, "--plan", "MX-2030", "--wait", "60"]);
            if said.code != 0 {
                done.store(true, std::sync::atomic::Ordering::Relaxed);
            }
            assert_eq!(said.code, 0, "{said:?}");
        }
        done.store(true, std::sync::atomic::Ordering::Relaxed);
    });
    assert!(desk.ok(&["verify"]).contains("is whole"));
}
