//! The work of a command grows with what it works on and no faster: counted in steps of SQLite's own
//! machine, which are the same everywhere, for n and for twice as many.

use crate::properties::moment;
use crate::support::Desk;
use fremdrift::commands::import::{self, Options};
use fremdrift::model::{Audience, EntityKind, Lang, Query};
use fremdrift::queries;
use fremdrift::queries::export::{self, Asked, What};
use fremdrift::queries::{calendar, verify};
use fremdrift::render::Profile;
use fremdrift::store::Store;
use std::io::Cursor;

/// At most so many times the steps for twice as much: n log n stays below it, n² is 4.
const GROWTH: f64 = 2.2;

/// The steps that `work` takes in a file.
fn steps(desk: &Desk, work: impl FnOnce(&mut Store)) -> f64 {
    let mut store = Store::open(&desk.path("fremdrift.db")).expect("the file");
    let counted = store.count_steps().expect("steps are counted");
    work(&mut store);
    counted.load(std::sync::atomic::Ordering::Relaxed) as f64
}

#[track_caller]
fn grows_with(what: &str, n: usize, desk: impl Fn(usize) -> Desk, work: impl Fn(&Desk, usize, &mut Store)) {
    let of = |n: usize| {
        let desk = desk(n);
        steps(&desk, |store| work(&desk, n, store))
    };
    let (once, twice) = (of(n), of(2 * n));
    assert!(once > 10.0, "{what}: {once} hundred steps are too few to say anything");
    assert!(twice / once < GROWTH, "{what}: {once} hundred steps for {n}, {twice} for {}", 2 * n);
}

fn taken(store: &mut Store, what: import::What, rows: &str) {
    let source = Box::new(Cursor::new(rows.to_string().into_bytes()));
    let done = import::import(store, &moment(), what, "x.csv", source, &Options::default(), &mut |_| {});
    done.expect("it is imported");
}

/// A plan with so many objectives that have a deadline, a lead and two lines of the log each, and an activity.
fn wide(n: usize) -> Desk {
    let desk = Desk::small();
    let mut objectives = "plan;number;title;lead;deadline_original\n".to_string();
    let mut activities = "plan;objective;number;title;lead\n".to_string();
    let mut entries = "plan;objective;as_of;status;light;note\n".to_string();
    for i in 1..=n {
        objectives += &format!("MX-2030;{i};Havvind {i};ENS;2027-Q3\n");
        activities += &format!("MX-2030;{i};1;Rapport;UM\n");
        entries += &format!("MX-2030;{i};2026-0{};ongoing;red;a\n", "3-01");
        entries += &format!("MX-2030;{i};2026-10-01;ongoing;green;b\n");
    }
    for (what, rows) in [("objectives", objectives), ("activities", activities), ("entries", entries)] {
        desk.write("in.csv", rows);
        desk.ok(&["import", what, "in.csv"]);
    }
    desk
}

/// A plan with one objective.
fn one(_: usize) -> Desk {
    let desk = Desk::small();
    desk.ok(&["objective", "add", "MX-2030/1", "--title", "Havvind"]);
    desk
}

#[test]
fn a_calendar_and_every_export_grow_with_their_rows() {
    grows_with("calendar", 150, wide, |_, n, store| {
        let asked = calendar::Asked { lang: Lang::Da, audience: Audience::Internal, todos: false, alarm: None };
        let (calendar, _) = calendar::calendar(store, &moment(), &Query::default(), asked).expect("a calendar");
        assert_eq!(calendar.deadlines.len(), n);
    });
    for what in [What::EntityKind(EntityKind::Objective), What::EntityKind(EntityKind::Activity), What::Entries] {
        grows_with(what.name(), 150, wide, |_, _, store| {
            let (query, on) = (Query::default(), moment().today);
            let asked = Asked { what, query: &query, on, audience: Audience::Internal };
            let form = (Profile::Rfc4180, Lang::Da);
            let mut bytes = Vec::new();
            assert!(export::csv(store, &asked, form, &mut bytes, &mut |_| {}).expect("rows").0 > 0);
        });
    }
    grows_with("rows of a summary", 150, wide, |_, n, store| {
        assert_eq!(queries::rows(store, &Query::default(), moment().today).expect("rows").len(), n);
    });
    grows_with("verify", 150, wide, |_, _, store| {
        assert!(verify::verify(store).expect("health").findings.is_empty());
    });
}

#[test]
fn lines_of_one_objective_are_imported_one_after_the_other() {
    let day = |i: usize| chrono::NaiveDate::from_ymd_opt(2024, 1, 1).expect("a day") + chrono::Days::new(i as u64);
    let line = |i: usize| format!("MX-2030;1;{};ongoing;green;linje {i}\n", day(i));
    let head = "plan;objective;as_of;status;light;note\n";
    grows_with("entries in their order", 200, one, |_, n, store| {
        taken(store, import::What::Entries, &(head.to_string() + &(0..n).map(line).collect::<String>()));
    });
    grows_with("entries, newest first", 200, one, |_, n, store| {
        taken(store, import::What::Entries, &(head.to_string() + &(0..n).rev().map(line).collect::<String>()));
    });
    // Those of another copy have identities, and ask what corrects them.
    let known = |i: usize| format!("MX-2030;1;{};ongoing;green;linje {i};0195b1c2-0000-7000-8000-{i:012}\n", day(i));
    grows_with("entries of another copy", 200, one, |_, n, store| {
        let rows = (0..n).map(known).collect::<String>();
        taken(store, import::What::Entries, &format!("{};entry\n{rows}", head.trim_end()));
    });
}

#[test]
fn areas_are_imported_whatever_their_order() {
    let small = |_| Desk::small();
    grows_with("areas, the innermost first", 100, small, |_, n, store| {
        let row = |i: usize| match i {
            1 => "MX-2030;1;;Område 1\n".to_string(),
            i => format!("MX-2030;{i};{};Område {i}\n", if i % 20 == 0 { 1 } else { i - 1 }),
        };
        let rows: String = (1..=n).rev().map(row).collect();
        taken(store, import::What::EntityKind(EntityKind::Area), &format!("plan;number;parent;title\n{rows}"));
    });
    grows_with("areas under one that comes last", 100, small, |_, n, store| {
        let rows: String = (2..=n).map(|i| format!("MX-2030;{i};Yderst;Område {i}\n")).collect();
        taken(
            store,
            import::What::EntityKind(EntityKind::Area),
            &format!("plan;number;parent;title\n{rows}MX-2030;1;;Yderst\n"),
        );
    });
}

#[test]
fn a_long_history_is_looked_through_version_by_version() {
    let edited = |n: usize| {
        let desk = one(0);
        let conn = rusqlite::Connection::open(desk.path("fremdrift.db")).expect("the file");
        // Every change gives the objective another title, as a command would.
        conn.execute_batch("PRAGMA synchronous = OFF; BEGIN").expect("a transaction");
        for i in 0..n {
            conn.execute(
                "INSERT INTO change (number, uid, at, author, verb, what, program, open)
                 SELECT max(number) + 1, ?1, '2026-11-23T09:00:00Z', 'A', 'edit', 'edit', 'test', 1 FROM change",
                [format!("0195b1c2-0000-7000-8000-{i:012}")],
            )
            .expect("a change");
            conn.execute(
                "UPDATE objective SET title = ?1, since = (SELECT max(number) FROM change)",
                [format!("t{i}")],
            )
            .expect("an edit");
            conn.execute("UPDATE change SET open = NULL WHERE open = 1", []).expect("it is closed");
        }
        conn.execute_batch("COMMIT").expect("it is kept");
        desk
    };
    grows_with("verify of one row", 400, edited, |_, n, store| {
        let health = verify::verify(store).expect("health");
        assert_eq!((health.versions, health.findings.len()), (n as i64, 0));
    });
}
