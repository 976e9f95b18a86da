//! Two copies, merged after any lives, hold what both did, or say where they can't; and both copies
//! come to the same, whichever is merged first.

use crate::support::{Desk, Said, said};
use fremdrift::model::EntityKind;
use proptest::prelude::*;
use rusqlite::Connection;
use std::collections::BTreeSet;

/// Everything that is exported, without the columns that count changes of one copy.
pub fn content(desk: &Desk, file: &str) -> String {
    let mut all = String::new();
    for what in EntityKind::ALL.map(EntityKind::plural).into_iter().chain(["entries"]) {
        let text = desk.ok(&["--db", file, "export", what, "--profile", "rfc4180"]);
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().map(|r| r.expect("a row")).collect();
        let recorded = rows.first().and_then(|h| h.iter().position(|h| h == "recorded"));
        // In what order tags and instruments stand says nothing.
        let sets: Vec<bool> = rows[0].iter().map(|h| matches!(h, "tag" | "instrument" | "partnership")).collect();
        for row in &rows {
            for (i, cell) in row.iter().enumerate().filter(|(i, _)| Some(*i) != recorded) {
                let mut parts: Vec<&str> = if sets[i] { cell.split('|').collect() } else { vec![cell] };
                parts.sort_unstable();
                all.push_str(&parts.join("+"));
                all.push('|');
            }
            all.push('\n');
        }
    }
    let conn = Connection::open(desk.path(file)).expect("a file");
    let moves = "SELECT group_concat(t, char(10)) FROM (SELECT o.uid || m.uid || coalesce(before, '') || coalesce(after, '') || m.as_of AS t
                 FROM deadline_move m JOIN objective o ON o.id = m.objective ORDER BY o.uid, m.activity, m.as_of, m.id)";
    let moves: Option<String> = conn.query_row(moves, [], |r| r.get(0)).expect("moves");
    all.push_str(&moves.unwrap_or_default());
    all
}

/// The deeds of somebody in one copy.
#[derive(Clone, Debug)]
enum Act {
    Log { on: usize, status: usize, day: usize },
    Note { on: usize, day: usize },
    Title { on: usize },
    TitleDa { on: usize },
    Deadline { on: usize, year: u16 },
    Tag { on: usize, tag: usize },
    Lead { on: usize, who: usize },
    Add { number: usize },
    Number { on: usize, number: usize },
    Retire { on: usize },
    Authority { code: usize },
    Undo,
}

const ON: [&str; 3] = ["ID-2021/4.2", "ID-2021/3.7", "ID-2021/4.9"];
const STATUS: [&str; 4] = ["not-started", "ongoing", "suspended", "completed"];
const DAYS: [&str; 3] = ["2024-06-30", "2024-09-30", "2024-09-29"];

fn act() -> impl Strategy<Value = Act> {
    let on = 0..ON.len();
    prop_oneof![
        3 => (on.clone(), 0..4usize, 0..3usize).prop_map(|(on, status, day)| Act::Log { on, status, day }),
        2 => (on.clone(), 0..3usize).prop_map(|(on, day)| Act::Note { on, day }),
        2 => on.clone().prop_map(|on| Act::Title { on }),
        1 => on.clone().prop_map(|on| Act::TitleDa { on }),
        2 => (on.clone(), 2026..2030u16).prop_map(|(on, year)| Act::Deadline { on, year }),
        2 => (on.clone(), 0..3usize).prop_map(|(on, tag)| Act::Tag { on, tag }),
        2 => (on.clone(), 0..3usize).prop_map(|(on, who)| Act::Lead { on, who }),
        1 => (0..3usize).prop_map(|number| Act::Add { number }),
        1 => (on.clone(), 0..3usize).prop_map(|(on, number)| Act::Number { on, number }),
        1 => on.prop_map(|on| Act::Retire { on }),
        1 => (0..2usize).prop_map(|code| Act::Authority { code }),
        2 => Just(Act::Undo),
    ]
}

/// Does it, at a moment of its own; what is refused is no matter.
fn play(desk: &Desk, file: &str, who: &str, step: usize, act: &Act) -> Said {
    let text = |s: &str| s.to_string();
    let mut args = vec![text("--db"), text(file)];
    let mine = format!("{who} {step}");
    let edit = |on: usize, flag: &str, value: &str| {
        vec![text("objective"), text("edit"), text(ON[on]), text(flag), text(value)]
    };
    args.extend(match act {
        Act::Log { on, status, day } => {
            ["log", ON[*on], "-s", STATUS[*status], "--as-of", DAYS[*day], "--reopen"].map(text).to_vec()
        }
        Act::Note { on, day } => vec![text("log"), text(ON[*on]), text("-m"), mine, text("--as-of"), text(DAYS[*day])],
        Act::Title { on } => edit(*on, "--title", &mine),
        Act::TitleDa { on } => edit(*on, "--title-da", &mine),
        Act::Deadline { on, year } => {
            let mut args = edit(*on, "--deadline-approved", &year.to_string());
            args.extend(["--reason", "r", "--agreed-by", "a"].map(text));
            args
        }
        Act::Tag { on, tag } => edit(*on, "--tag", ["vand", "skov", "vand|skov"][*tag]),
        Act::Lead { on, who } => edit(*on, "--lead", ["ENS", "MST|ENS", "UM"][*who]),
        Act::Add { number } => {
            vec![
                text("objective"),
                text("add"),
                format!("ID-2021/99.{number}"),
                text("--title"),
                text("The same for both"),
            ]
        }
        Act::Number { on, number } => edit(*on, "--number", &format!("88.{number}")),
        Act::Retire { on } => {
            ["objective", "retire", ON[*on], "--from", "2026-11-01", "--reason", "r"].map(text).to_vec()
        }
        Act::Authority { code } => {
            vec![
                text("authority"),
                text("add"),
                format!("NY{code}"),
                text("--country"),
                text("DK"),
                text("--name"),
                mine,
            ]
        }
        Act::Undo => vec![text("undo")],
    });
    run(desk, who, step, &args)
}

fn run(desk: &Desk, who: &str, step: usize, args: &[String]) -> Said {
    let minute = 2 * step + usize::from(who == "Bo");
    let mut command = desk.command();
    command.env("FREMDRIFT_TODAY", format!("2026-11-24T09:{minute:02}:00Z")).env("FREMDRIFT_AUTHOR", who).args(args);
    said(command.output().expect("it runs"))
}

fn merge(desk: &Desk, into: &str, from: &str, take: &str) -> Said {
    let args = ["--db", into, "merge", from, "--take", take].map(str::to_string);
    run(desk, "Anna", 29, &args)
}

fn column(desk: &Desk, file: &str, sql: &str) -> BTreeSet<String> {
    let conn = Connection::open(desk.path(file)).expect("a file");
    let mut all = conn.prepare(sql).expect(sql);
    all.query_map([], |r| r.get(0)).expect(sql).collect::<rusqlite::Result<_>>().expect(sql)
}

/// Merges both ways and looks.
fn come_together(desk: &Desk, first: &str, other: &str, take: &str) -> Result<(), TestCaseError> {
    let theirs = std::fs::read(desk.path(other)).unwrap();
    let lines = "SELECT uid FROM entry";
    let gone = "SELECT DISTINCT was ->> 'uid' FROM history WHERE noun = 'entry' AND was ->> 'uid' NOT IN (SELECT uid FROM entry)";
    let all = |sql: &str| -> BTreeSet<String> { &column(desk, first, sql) | &column(desk, other, sql) };
    let (uids, live, out) = (all("SELECT uid FROM change"), all(lines), all(gone));
    let done = merge(desk, first, other, take);
    // Names that both gave, and rows that one removed, may be left to be decided.
    prop_assert!(matches!(done.code, 0 | 4), "{done:?}");
    prop_assert!(std::fs::read(desk.path(other)).unwrap() == theirs, "the other is only read");
    let verified = desk.ok(&["--db", first, "verify"]);
    prop_assert!(verified.contains(" is whole"), "{verified}");
    // Nothing is lost: every change of both, every line that neither has taken out.
    prop_assert!(column(desk, first, "SELECT uid FROM change").is_superset(&uids));
    let stands = column(desk, first, lines);
    prop_assert!(live.difference(&out).all(|uid| stands.contains(uid)), "a line is lost");
    let merged = content(desk, first);
    let again = merge(desk, first, other, take);
    prop_assert_eq!(again.stdout.as_str(), "The other copy has nothing new.\n");
    // The other follows without being asked, and comes to the same.
    let args = ["--db", other, "merge", first].map(str::to_string);
    let back = run(desk, "Bo", 29, &args);
    prop_assert!(matches!(back.code, 0 | 4), "{back:?}");
    let verified = desk.ok(&["--db", other, "verify"]);
    prop_assert!(verified.contains(" is whole"), "{verified}");
    let followed = content(desk, other);
    let differ: Vec<_> = merged.lines().zip(followed.lines()).filter(|(a, b)| a != b).collect();
    prop_assert!(merged == followed, "{differ:#?}\n{done:?}\n{back:?}");
    Ok(())
}

fn lives(few: u32) -> ProptestConfig {
    let cases = std::env::var("FREMDRIFT_LIVES").ok().and_then(|n| n.parse().ok()).unwrap_or(few);
    ProptestConfig { cases, failure_persistence: None, max_shrink_iters: 200, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(lives(16))]

    #[test]
    fn two_copies_come_together(
        ours in prop::collection::vec(act(), 0..6),
        theirs in prop::collection::vec(act(), 0..6),
        more in prop::collection::vec((any::<bool>(), act()), 0..4),
        take in prop_oneof![Just("ours"), Just("theirs")],
        turned in any::<bool>(),
    ) {
        let desk = Desk::portfolio();
        std::fs::copy(desk.path("fremdrift.db"), desk.path("embassy.db")).unwrap();
        for (step, act) in ours.iter().enumerate() {
            play(&desk, "fremdrift.db", "Anna", step, act);
        }
        for (step, act) in theirs.iter().enumerate() {
            play(&desk, "embassy.db", "Bo", step, act);
        }
        let (first, other) = if turned { ("embassy.db", "fremdrift.db") } else { ("fremdrift.db", "embassy.db") };
        come_together(&desk, first, other, take)?;
        // They go on, and come together once more, the other way round.
        for (step, (here, act)) in more.iter().enumerate() {
            let (file, who) = if *here { ("fremdrift.db", "Anna") } else { ("embassy.db", "Bo") };
            play(&desk, file, who, 10 + step, act);
        }
        come_together(&desk, other, first, take)?;
    }
}
