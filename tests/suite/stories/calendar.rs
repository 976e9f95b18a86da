//! Deadlines in a calendar.

use crate::support::{Desk, tool};
use std::collections::BTreeMap;
use std::process::Command;

/// Two objectives with deadlines, an activity, and one objective without.
fn desk() -> Desk {
    let desk = Desk::small();
    let wind = ["--title", "Offshore wind, phase 1; study", "--title-da", "Havvind på åbent hav", "--lead", "ENS"];
    let due = ["--deadline-approved", "2027-Q3"];
    desk.ok(&[&["objective", "add", "MX-2030/1"][..], &wind, &due].concat());
    desk.ok(&["objective", "add", "MX-2030/2", "--title", "Gæld", "--deadline-approved", "2028-02", "--lead", "UM"]);
    desk.ok(&["objective", "add", "MX-2030/3", "--title", "Uden frist"]);
    desk.ok(&["activity", "add", "MX-2030/1/1", "--title", "Rapport", "--deadline-approved", "2027-05-31"]);
    desk
}

fn unfolded(desk: &Desk, args: &[&str]) -> String {
    let text = desk.ok(&[&["export", "calendar"][..], args].concat());
    assert!(text.split("\r\n").all(|l| l.len() <= 75 && !l.contains(['\r', '\n'])), "{text}");
    text.replace("\r\n ", "").replace("\r\n", "\n")
}

/// The properties of every component by the summary's first word.
fn components(text: &str, kind: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    let mut all = BTreeMap::new();
    for piece in text.split(&format!("BEGIN:{kind}\n")).skip(1) {
        let piece = piece.split(&format!("END:{kind}\n")).next().expect("an end");
        let own = piece.split("BEGIN:VALARM").next().expect("a piece");
        let fields: BTreeMap<String, String> =
            own.lines().filter_map(|l| l.split_once(':')).map(|(k, v)| (k.to_string(), v.to_string())).collect();
        let reference = fields["SUMMARY"].split(' ').next().expect("a reference").to_string();
        all.insert(reference, fields);
    }
    all
}

fn events(desk: &Desk, args: &[&str]) -> BTreeMap<String, BTreeMap<String, String>> {
    components(&unfolded(desk, args), "VEVENT")
}

#[test]
fn every_deadline_is_a_day_of_its_own() {
    let desk = desk();
    let log = ["-s", "ongoing", "-l", "yellow", "-m", "hemmelig note", "--expect", "2027-12", "--because", "hemmelig"];
    desk.ok(&[&["log", "MX-2030/1"][..], &log].concat());
    let text = unfolded(&desk, &[]);
    assert!(!text.contains("hemmelig"), "{text}");
    let head = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//fremdrift//fremdrift//EN\nCALSCALE:GREGORIAN\n\
                METHOD:PUBLISH\nX-WR-CALNAME:fremdrift: Deadlines\nBEGIN:VEVENT\n";
    assert!(text.starts_with(head), "{text}");
    let all = components(&text, "VEVENT");
    assert_eq!(all.keys().collect::<Vec<_>>(), ["MX-2030/1", "MX-2030/1/1", "MX-2030/2"]);
    let wind = &all["MX-2030/1"];
    assert_eq!(wind["SUMMARY"], "MX-2030/1 Offshore wind\\, phase 1\\; study");
    assert_eq!((&*wind["DTSTART;VALUE=DATE"], &*wind["DTEND;VALUE=DATE"]), ("20270930", "20271001"));
    assert_eq!((&*wind["TRANSP"], &*wind["STATUS"]), ("TRANSPARENT", "CONFIRMED"));
    assert_eq!((&*wind["DTSTAMP"], &*wind["CATEGORIES"]), ("20261123T090000Z", "MX-2030,Objective"));
    assert_eq!(
        wind["DESCRIPTION"],
        "Deadline: 3rd quarter of 2027\\, whose last day is 30 September 2027\\n\
         Status: ongoing (as of 23 November 2026)\\nLight: ▲ yellow\\n\
         Expected: December 2027\\, whose last day is 31 December 2027\\n\
         Responsible: ENS Energistyrelsen\\nPlan: MX-2030 Handlingsplan 2026-2030"
    );
    assert_eq!(all["MX-2030/2"]["DTSTART;VALUE=DATE"], "20280229");
    assert_eq!(all["MX-2030/1/1"]["DTEND;VALUE=DATE"], "20270601");
    assert!(all["MX-2030/1/1"]["DESCRIPTION"].contains("Responsible: ENS Energistyrelsen"), "its objective's");
    let danish = events(&desk, &["--lang", "da"]);
    assert_eq!(danish["MX-2030/1"]["SUMMARY"], "MX-2030/1 Havvind på åbent hav");
    assert!(danish["MX-2030/1"]["DESCRIPTION"].starts_with("Frist: 3. kvartal 2027\\, hvis sidste dag er 30."));
    assert_eq!(text, unfolded(&desk, &[]), "the same moment gives the same bytes");
}

#[test]
fn whatever_is_shown_of_it_raises_the_sequence_and_keeps_the_uid() {
    let desk = desk();
    let mut before = events(&desk, &[]);
    let mut step = |desk: &Desk, args: &[&str], moves: &[&str], stays: &[&str]| {
        desk.ok(args);
        let after = events(desk, &[]);
        let sequence = |of: &BTreeMap<String, BTreeMap<String, String>>, r: &str| -> i64 {
            of[r]["SEQUENCE"].parse().expect("a number")
        };
        for reference in before.keys() {
            assert_eq!(before[reference]["UID"], after[reference]["UID"], "{args:?}");
        }
        for reference in moves {
            assert!(sequence(&after, reference) > sequence(&before, reference), "{args:?} {reference}");
        }
        for reference in stays {
            assert_eq!(before[*reference], after[*reference], "{args:?} {reference}");
        }
        before = after;
    };
    let agreed = ["--reason", "r", "--agreed-by", "a"];
    let both = ["MX-2030/1", "MX-2030/1/1"];
    let moved = [&["objective", "edit", "MX-2030/1", "--deadline-approved", "2028"][..], &agreed].concat();
    step(&desk, &moved, &both, &["MX-2030/2"]);
    step(&desk, &["log", "MX-2030/1", "-s", "ongoing", "-l", "green", "-m", "n"], &both, &["MX-2030/2"]);
    step(&desk, &["undo"], &both, &["MX-2030/2"]);
    step(&desk, &["log", "MX-2030/1/1", "-s", "ongoing"], &["MX-2030/1/1"], &["MX-2030/1", "MX-2030/2"]);
    step(&desk, &["objective", "edit", "MX-2030/2", "--lead", "ENS"], &["MX-2030/2"], &["MX-2030/1"]);
    step(&desk, &["objective", "edit", "MX-2030/2", "--clear", "lead"], &["MX-2030/2"], &["MX-2030/1"]);
    let rename = ["authority", "rename", "ENS", "--name", "Klimastyrelsen", "--from", "2026-11-01", "--reason", "r"];
    step(&desk, &rename, &both, &[]);
    let caveat = ["plan", "edit", "MX-2030", "--caveat", "A sketch."];
    step(&desk, &caveat, &["MX-2030/1", "MX-2030/1/1", "MX-2030/2"], &[]);
    assert!(before["MX-2030/1"]["DESCRIPTION"].contains("Klimastyrelsen"), "{before:?}");
    assert!(before["MX-2030/1"]["DESCRIPTION"].ends_with("\\nA sketch."), "{before:?}");
}

#[test]
fn what_no_longer_holds_is_cancelled_and_what_has_ended_says_so() {
    let desk = desk();
    desk.ok(&["objective", "add", "MX-2030/4", "--title", "D", "--deadline-approved", "2027"]);
    desk.ok(&["objective", "retire", "MX-2030/1", "--reason", "r"]);
    desk.ok(&["log", "MX-2030/2", "-s", "cancelled", "-m", "n"]);
    desk.ok(&["log", "MX-2030/4", "-s", "completed", "-m", "n"]);
    let all = events(&desk, &[]);
    let status = |r: &str| (all[r]["STATUS"].as_str(), all[r]["SUMMARY"].as_str());
    assert_eq!(
        status("MX-2030/1"),
        ("CANCELLED", "MX-2030/1 Offshore wind\\, phase 1\\; study (taken out of the plan)")
    );
    assert_eq!(status("MX-2030/1/1"), ("CANCELLED", "MX-2030/1/1 Rapport (taken out of the plan)"));
    assert_eq!(status("MX-2030/2"), ("CANCELLED", "MX-2030/2 Gæld (cancelled)"));
    assert_eq!(status("MX-2030/4"), ("CONFIRMED", "MX-2030/4 D (completed)"));
    assert_eq!(events(&desk, &["--not-ended"]).keys().collect::<Vec<_>>(), ["MX-2030/1", "MX-2030/1/1"]);
}

#[test]
fn a_deadline_that_is_given_up_is_cancelled_on_its_last_day() {
    let desk = desk();
    let before = events(&desk, &[]);
    let none = ["--clear", "deadline-approved", "--reason", "r", "--agreed-by", "a"];
    desk.ok(&[&["objective", "edit", "MX-2030/2"][..], &none].concat());
    let after = events(&desk, &[]);
    assert_eq!(after["MX-2030/2"]["STATUS"], "CANCELLED");
    assert_eq!(after["MX-2030/2"]["SUMMARY"], "MX-2030/2 Gæld (no deadline any more)");
    for same in ["UID", "DTSTART;VALUE=DATE"] {
        assert_eq!(before["MX-2030/2"][same], after["MX-2030/2"][same]);
    }
}

#[test]
fn things_to_do_have_identities_and_states_of_their_own() {
    let desk = desk();
    desk.ok(&["objective", "add", "MX-2030/4", "--title", "D", "--deadline-approved", "2027"]);
    desk.ok(&["objective", "add", "MX-2030/5", "--title", "E", "--deadline-approved", "2027"]);
    desk.ok(&["log", "MX-2030/1", "-s", "ongoing", "-l", "green", "-m", "n"]);
    desk.ok(&["log", "MX-2030/4", "-s", "completed", "-m", "n"]);
    desk.ok(&["log", "MX-2030/5", "-s", "cancelled", "-m", "n"]);
    let text = unfolded(&desk, &["--todos", "--alarm", "2w"]);
    let all = components(&text, "VTODO");
    let states: Vec<&str> = all.values().map(|t| t["STATUS"].as_str()).collect();
    assert_eq!(states, ["IN-PROCESS", "NEEDS-ACTION", "NEEDS-ACTION", "COMPLETED", "CANCELLED"]);
    assert_eq!(all["MX-2030/1"]["DUE;VALUE=DATE"], "20270930");
    let days = events(&desk, &[]);
    assert!(all.iter().all(|(r, t)| t["UID"] != days[r]["UID"]), "{all:?}");
    // An objective that has ended reminds of nothing.
    assert_eq!(text.matches("TRIGGER;RELATED=END:-P14D\n").count(), 3, "{text}");
    let text = unfolded(&desk, &["--alarm", "14"]);
    assert_eq!(text.matches("TRIGGER:-P14D\n").count(), 3, "{text}");
    assert_eq!(text.matches("\nUID:alarm-").count(), 3, "{text}");
    assert_eq!(text, unfolded(&desk, &["--alarm", "14d"]));
}

#[test]
fn the_filters_hold_and_activities_come_along() {
    let desk = desk();
    assert_eq!(events(&desk, &["--authority", "lead:ENS"]).keys().collect::<Vec<_>>(), ["MX-2030/1", "MX-2030/1/1"]);
    assert_eq!(events(&desk, &["--authority", "UM"]).keys().collect::<Vec<_>>(), ["MX-2030/2"]);
    assert!(unfolded(&desk, &["--plan", "MX-2030"]).contains("X-WR-CALNAME:fremdrift: Deadlines MX-2030\n"));
    let said = desk.run(&["export", "calendar", "-o", "frister.ics", "--lang", "da"]);
    assert_eq!((said.stderr.as_str(), said.code), ("3 frister skrevet til frister.ics\n", 0));
}

#[test]
fn others_see_only_what_is_for_them() {
    let desk = desk();
    desk.ok(&["objective", "edit", "MX-2030/2", "--audience", "public"]);
    let said = desk.run(&["export", "calendar", "--audience", "public"]);
    assert_eq!(said.stderr, "withheld: objectives 2, notes 0\n");
    assert!(said.stdout.contains("MX-2030/2") && !said.stdout.contains("MX-2030/1"), "{}", said.stdout);
    desk.refuses(
        1,
        &["export", "calendar", "--audience", "public", "--status", "ongoing"],
        "error: an export for others can't be filtered by what may be withheld\n\
         hint: keep --plan and --partnership, and leave the other filters out\n",
    );
}

#[test]
fn what_can_not_be_meant_is_refused() {
    let desk = desk();
    for value in ["soon", "14x", "", "d", "-3", "99999999999", "600w"] {
        desk.refuses(
            1,
            &["export", "calendar", &format!("--alarm={value}")],
            &format!(
                "error: «{value}» does not say how long before a deadline\n\
                 hint: write days or weeks, up to ten years: --alarm 14d, or --alarm 2w\n"
            ),
        );
    }
    assert!(desk.fails(2, &["export", "objectives", "--todos"]).contains("--todos is for the calendar alone"));
    assert!(desk.fails(2, &["export", "plans", "--alarm", "3"]).contains("--alarm is for the calendar alone"));
    let said = desk.fails(2, &["export", "calendar", "--as-of", "2026-01-01"]);
    assert!(said.contains("--as-of can't be said for a calendar"), "{said}");
    let said = desk.fails(2, &["export", "calendar", "--format", "csv"]);
    assert!(said.contains("a calendar can't be written as csv"), "{said}");
}

/// Reads a calendar with Python's icalendar: what is in it, a line each; `None` where it is not installed.
fn python(desk: &Desk, file: &str) -> Option<Vec<Vec<String>>> {
    let code = "import sys\n\
        try:\n    import icalendar\nexcept ImportError:\n    sys.exit(77)\n\
        import json\n\
        c=icalendar.Calendar.from_ical(open(sys.argv[1],'rb').read())\n\
        for e in c.walk():\n    assert not e.errors, e.errors\n\
        for e in c.walk('VEVENT'):\n    \
        print(json.dumps([str(e['UID']),str(e['SEQUENCE']),str(e['DTSTART'].dt),str(e['DTEND'].dt),str(e['SUMMARY']),str(e['DESCRIPTION'])]))";
    let mut command = Command::new("python3");
    let said = tool(command.current_dir(desk.folder()).args(["-c", code, file]))?;
    if said.code == 77 {
        assert!(std::env::var_os("CI").is_none(), "CI installs the Python package icalendar");
        eprintln!("not tried: the Python package icalendar is not installed");
        return None;
    }
    assert_eq!(said.code, 0, "{said:?}");
    Some(said.stdout.lines().map(|l| serde_json::from_str(l).expect("JSON")).collect())
}

#[test]
fn python_reads_the_same_days_and_a_second_import_would_update() {
    let desk = Desk::illustrated();
    desk.ok(&["export", "calendar", "--lang", "da", "--alarm", "14d", "-o", "a.ics"]);
    let bytes = std::fs::read(desk.path("a.ics")).expect("a file");
    assert!(bytes.split(|b| *b == b'\n').all(|l| l.is_empty() || (l.len() <= 76 && l.ends_with(b"\r"))));
    let Some(first) = python(&desk, "a.ics") else { return };
    let conn = rusqlite::Connection::open(desk.path("fremdrift.db")).expect("the file");
    let sql = "SELECT p.code || '/' || o.number, o.uid || '@fremdrift', due_on, date(due_on, '+1 day'), coalesce(o.title_da, o.title)
               FROM objective o JOIN plan p ON p.id = o.plan WHERE due_on IS NOT NULL
               UNION ALL SELECT p.code || '/' || o.number || '/' || a.number, a.uid || '@fremdrift', a.due_on, date(a.due_on, '+1 day'),
               coalesce(a.title_da, a.title) FROM activity a JOIN objective o ON o.id = a.objective JOIN plan p ON p.id = o.plan
               WHERE a.due_on IS NOT NULL";
    let mut statement = conn.prepare(sql).expect("SQL");
    let mut rows = statement.query([]).expect("rows");
    let mut right = BTreeMap::new();
    let mut references = BTreeMap::new();
    while let Some(r) = rows.next().expect("a row") {
        let cells: [String; 5] = std::array::from_fn(|i| r.get(i).expect("a text"));
        let [reference, uid, first, after, title] = cells;
        references.insert(uid.clone(), reference);
        right.insert(uid, (first, after, title));
    }
    assert_eq!(first.len(), right.len());
    assert!(first.len() > 10, "{}", first.len());
    let by_uid: BTreeMap<&str, &Vec<String>> = first.iter().map(|e| (e[0].as_str(), e)).collect();
    assert_eq!(by_uid.len(), first.len(), "every UID once");
    for (uid, (start, end, title)) in &right {
        let event = by_uid[uid.as_str()];
        assert_eq!((&event[2], &event[3]), (start, end), "{event:?}");
        assert!(event[4].contains(title.as_str()), "{event:?}");
    }
    assert!(first.iter().any(|e| e[4].contains(['æ', 'ø', 'å'])));
    // A deadline is moved.
    let open = first.iter().find(|e| !e[4].contains('(')).expect("an open one");
    let reference = references[&open[0]].as_str();
    let entity = if reference.matches('/').count() == 2 { "activity" } else { "objective" };
    desk.ok(&[entity, "edit", reference, "--deadline-approved", "2029-Q1", "--reason", "r", "--agreed-by", "a"]);
    desk.ok(&["export", "calendar", "--lang", "da", "-o", "b.ics"]);
    let second = python(&desk, "b.ics").expect("Python");
    assert_eq!(second.len(), first.len());
    let again = second.iter().find(|e| e[0] == open[0]).expect("the same UID");
    assert!(again[1].parse::<i64>().unwrap() > open[1].parse::<i64>().unwrap(), "{open:?} {again:?}");
    assert_eq!(again[2], "2029-03-31");
    assert!(again[5].contains("1. kvartal 2029"), "{again:?}");
}
