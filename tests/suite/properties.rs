//! Properties of any life of a file, looked at from many random lives. The library is used
//! directly, which is much faster than processes.

use chrono::{Days, NaiveDate, TimeZone, Utc};
use fremdrift::commands::import::{self, Options};
use fremdrift::commands::init::{Fill, init};
use fremdrift::commands::log::{self, Item};
use fremdrift::commands::undo::undo;
use fremdrift::commands::upsert::{self, Because, Mode};
use fremdrift::model::FieldUpdate::Set;
use fremdrift::model::catalogue;
use fremdrift::model::escaping::{guard, unguard};
use fremdrift::model::record::Draft;
use fremdrift::model::snapshot::Shown;
use fremdrift::model::text::composed;
use fremdrift::model::{
    Audience, EntityKind, EntryId, EntryUpdate, FieldUpdate, Interest, Lang, Light, Moment, PartialDate, Quarter,
    Query, Reference, Refusal, RoleKind, Status, Value, parse_day,
};
use fremdrift::queries;
use fremdrift::queries::Error;
use fremdrift::queries::export::{self, Asked};
use fremdrift::render::{self, Format, Page, Profile};
use fremdrift::report::summary::{self, Extent, View};
use fremdrift::store::{self, Detail, Store};
use proptest::prelude::*;
use rusqlite::Connection;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

pub type Dump = BTreeMap<(String, i64), serde_json::Value>;

pub fn day(n: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2022, 1, 1).unwrap() + Days::new(n)
}

pub fn moment() -> Moment {
    let now = Utc.with_ymd_and_hms(2026, 11, 23, 9, 0, 0).unwrap();
    Moment { now, today: now.date_naive(), by: "Anna".into() }
}

/// A folder in memory where there is one: thousands of changes are synced here.
fn folder() -> tempfile::TempDir {
    let shm = Path::new("/dev/shm");
    if shm.is_dir() { tempfile::tempdir_in(shm) } else { tempfile::tempdir() }.expect("a folder")
}

fn one(text: impl Into<String>) -> Option<Value> {
    Some(Value::One(text.into()))
}

fn many(all: &[&str]) -> Option<Value> {
    Some(Value::Many(all.iter().map(|s| s.to_string()).collect()))
}

fn key(text: &str) -> Vec<String> {
    text.split('/').map(str::to_string).collect()
}

fn draft(fields: &[(&'static str, Option<Value>)]) -> Draft {
    fields.iter().cloned().collect()
}

fn because() -> Because {
    Because {
        reason: Some("agreed".into()),
        agreed_by: Some("all".into()),
        correction: Some("typed wrong".into()),
        from: None,
    }
}

/// A small file, made once: a partnership, two plans, three authorities, two areas, three objectives.
fn small() -> &'static [u8] {
    static SMALL: OnceLock<Vec<u8>> = OnceLock::new();
    SMALL.get_or_init(|| {
        let folder = folder();
        let path = folder.path().join("f.db");
        let (mut s, _) = init(&path, &moment(), Fill::Nothing).unwrap();
        let mut add = |entity, k: &str, fields: &[(&'static str, Option<Value>)]| {
            upsert::upsert(&mut s, &moment(), entity, &key(k), &draft(fields), Mode::Add, &because()).unwrap();
        };
        add(EntityKind::Partnership, "XX", &[("country_code", one("XX")), ("country", one("X"))]);
        for p in ["P", "Q"] {
            add(
                EntityKind::Plan,
                p,
                &[("title", one("Plan")), ("partnership", many(&["XX"])), ("period_start", one("2021"))],
            );
        }
        for a in ["A", "B", "C"] {
            add(EntityKind::Authority, a, &[("country", one("DK")), ("name", one(format!("Name {a}")))]);
        }
        for a in ["P/1", "P/2"] {
            add(EntityKind::Area, a, &[("title", one(format!("Area {a}")))]);
        }
        add(
            EntityKind::Objective,
            "P/1.1",
            &[("title", one("En")), ("area", one("1")), ("deadline_original", one("2024-Q2")), ("lead", many(&["A"]))],
        );
        add(EntityKind::Objective, "P/1.2", &[("title", one("To")), ("interest", one("political"))]);
        add(
            EntityKind::Objective,
            "Q/1",
            &[("title", one("Tre")), ("lead", many(&["B"])), ("counterpart", many(&["A", "C"]))],
        );
        drop(s);
        std::fs::read(&path).unwrap()
    })
}

pub struct File {
    pub store: Store,
    path: PathBuf,
    _folder: tempfile::TempDir,
}

impl File {
    fn of(bytes: &[u8]) -> File {
        let folder = folder();
        let path = folder.path().join("f.db");
        std::fs::write(&path, bytes).unwrap();
        File { store: Store::open(&path).unwrap(), path, _folder: folder }
    }

    pub fn small() -> File {
        File::of(small())
    }

    fn illustrated() -> File {
        static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
        File::of(BYTES.get_or_init(|| {
            let folder = folder();
            let path = folder.path().join("f.db");
            drop(init(&path, &moment(), Fill::Illustrated).unwrap());
            std::fs::read(&path).unwrap()
        }))
    }

    pub fn newest(&self) -> i64 {
        self.store.newest_change().unwrap()
    }

    pub fn look(&self) -> Connection {
        Connection::open(&self.path).unwrap()
    }

    /// All live rows, without the change that wrote them.
    pub fn dump(&self) -> Dump {
        known_at(&self.look(), i64::MAX, false)
    }

    pub fn verified(&self) {
        let findings = self.store.verify().unwrap().findings;
        assert!(findings.is_empty(), "{findings:?}");
    }
}

/// The rows as known at a change: live rows and, where asked, versions of the history.
pub fn known_at(c: &Connection, number: i64, history: bool) -> Dump {
    let mut all = Dump::new();
    for table in catalogue::with_history() {
        let columns: Vec<String> = c
            .prepare(&format!("SELECT name FROM pragma_table_info('{table}') WHERE name NOT IN ('id', 'since')"))
            .unwrap()
            .query_map([], |r| r.get(0))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        let pairs: Vec<String> = columns.iter().map(|n| format!("'{n}', \"{n}\"")).collect();
        let mut sql = format!("SELECT id, json_object({}) FROM {table} WHERE since <= ?1", pairs.join(", "));
        if history {
            sql += &format!(
                " UNION ALL SELECT row, was FROM history WHERE noun = '{table}' AND since <= ?1 AND until > ?1"
            );
        }
        let mut statement = c.prepare(&sql).unwrap();
        let mut rows = statement.query([number]).unwrap();
        while let Some(r) = rows.next().unwrap() {
            let row: i64 = r.get(0).unwrap();
            let was: String = r.get(1).unwrap();
            let twice = all.insert((table.to_string(), row), serde_json::from_str(&was).unwrap());
            assert!(twice.is_none(), "{table} {row} holds twice at change {number}");
        }
    }
    all
}

/// A refusal is an answer; anything else is a fault.
pub fn answered<T>(result: Result<T, Error>) -> Option<T> {
    match result {
        Ok(done) => Some(done),
        Err(Error::Store(store::Error::Refusal(_)) | Error::Rows { .. }) => None,
        Err(e) => panic!("{e:?}"),
    }
}

pub type Step = (u8, u8, u8, u8);

pub fn pick<T: Copy>(all: &[T], n: u8) -> T {
    all[n as usize % all.len()]
}

fn objective(n: u8) -> Vec<String> {
    key(pick(&["P/1.1", "P/1.2", "P/1.10", "Q/1", "Q/2"], n))
}

fn reference(n: u8) -> Reference {
    let o = objective(n);
    let activity = if n >= 180 { Some(pick(&["1", "2"], n / 8).to_string()) } else { None };
    Reference { plan: o[0].clone(), objective: o[1].clone(), activity }
}

fn update(n: u8, m: u8) -> EntryUpdate {
    let may = |bit: u8| n & (1 << bit) != 0;
    fn said<T>(is_said: bool, value: Option<T>) -> FieldUpdate<T> {
        if is_said { FieldUpdate::exactly(value) } else { FieldUpdate::Keep }
    }
    let date = PartialDate::parse(pick(&["2024", "2025-Q3", "2024-06", "2026-02-28"], m)).unwrap();
    EntryUpdate {
        status: said(may(0), Some(pick(Status::ALL, m))),
        light: said(may(1), (m % 4 != 3).then(|| pick(Light::ALL, m % 4))),
        note: said(may(2), Some(format!("note {m}"))),
        expected: said(may(3), (m % 5 != 4).then_some(date)),
        expected_reason: said(may(3), Some(format!("because {m}"))),
        blocked_by: said(may(4), (m % 3 != 2).then(|| format!("wall {m}"))),
        ask: said(may(5), (m % 3 != 2).then(|| pick(&["A", "B", "C"], m).to_string())),
        evidence: said(may(6), Some(format!("case {m}"))),
        ..EntryUpdate::default()
    }
}

/// One random step. `None`: it was refused, or nothing differed.
pub fn step(f: &mut File, (what, a, b, c): Step) {
    let m = moment();
    let s = &mut f.store;
    let mut write = |entity, k: Vec<String>, fields: &[(&'static str, Option<Value>)], mode| {
        answered(upsert::upsert(s, &m, entity, &k, &draft(fields), mode, &because()));
    };
    let date = pick(&["2023", "2024-Q3", "2024-02", "2025-06-30"], b);
    let lead: &[&str] = pick(&[&["A"][..], &["B", "A"], &["C", "B"], &["B"]], b);
    match what % 14 {
        0..=4 => {
            let item = Item {
                reference: reference(a),
                as_of: day(u64::from(b) * 6),
                update: update(c, b ^ a),
                corrects: None,
                uid: None,
                is_shared: false,
                reopen: true,
            };
            answered(log::log(s, &m, &[item], None));
        }
        5 => write(
            EntityKind::Objective,
            objective(a),
            &[("title", one(format!("Titel {b}"))), ("lead", many(lead)), ("deadline_original", one(date))],
            Mode::Add,
        ),
        6 => {
            let all: [(&'static str, Option<Value>); 10] = [
                ("title", one(format!("Ny {b}"))),
                ("deadline_original", one(date)),
                ("deadline_approved", one(date)),
                ("deadline_approved", None),
                ("lead", many(lead)),
                ("supporting", many(lead)),
                ("tag", many(pick(&[&["x"][..], &["y", "x"], &["z"]], b))),
                ("sdg", many(pick(&[&["7"][..], &["7", "13"], &["1"]], b))),
                ("interest", one(pick(&["political", "commercial", "sectoral"], b))),
                ("number", one(pick(&["1.1", "1.2", "3"], b))),
            ];
            let fields =
                [all[c as usize % 10].clone(), ("area", if b < 99 { one(pick(&["1", "2"], b)) } else { None })];
            write(EntityKind::Objective, objective(a), &fields[..if a > 99 { 1 } else { 2 }], Mode::Edit);
        }
        7 => {
            let (entity, k) = pick(&[(EntityKind::Objective, 0), (EntityKind::Area, 1), (EntityKind::Activity, 2)], c);
            let k = match k {
                0 => objective(a),
                1 => key(pick(&["P/1", "P/2", "P/3"], a)),
                _ => [objective(a), vec![pick(&["1", "2"], b).to_string()]].concat(),
            };
            answered(upsert::retire(s, &m, entity, &k, day(u64::from(b) * 6), "gone"));
        }
        8 => write(
            EntityKind::Activity,
            [objective(a), vec![pick(&["1", "2"], b).to_string()]].concat(),
            &[("title", one(format!("Akt {c}"))), ("lead", many(lead)), ("deadline_original", one(date))],
            Mode::Either,
        ),
        9 => write(
            EntityKind::Area,
            key(pick(&["P/1", "P/2", "P/3"], a)),
            &[
                ("title", one(format!("Omr {b}"))),
                ("parent", if c < 128 && c % 3 != a % 3 { one(pick(&["1", "2", "3"], c)) } else { None }),
            ],
            Mode::Either,
        ),
        10 => write(
            EntityKind::Authority,
            key(pick(&["A", "B", "C"], a)),
            &[("name", one(format!("Navn {b}"))), ("name_from", one(day(u64::from(c)).to_string()))],
            Mode::Edit,
        ),
        11 => {
            let text = format!(
                "plan,objective,as_of,status,note,expected,expected_reason\nP,1.1,{},ongoing,i{b},{date},why {b}\nQ,1,{},{},j{c},,\n",
                day(u64::from(a)),
                day(u64::from(c)),
                pick(Status::ALL, c).code(),
            );
            let source = Box::new(std::io::Cursor::new(text.into_bytes()));
            answered(import::import(s, &m, import::What::Entries, "x.csv", source, &Options::default(), &mut |_| {}));
        }
        12 => {
            let number = 2 + i64::from(a) % s.newest_change().unwrap();
            answered(undo(s, &m, Some(number), None));
        }
        _ => {
            let newest = s.newest_change().unwrap();
            answered(undo(s, &m, Some(newest), None));
        }
    }
}

fn life(most: usize) -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(any::<Step>(), 1..most)
}

/// Undoes the undos of additions that stand in the way of an undo, as its refusal says.
pub fn undo_first(f: &mut File, m: &Moment, by: &[i64]) {
    for number in by {
        let undone =
            f.store.change(*number).unwrap().undoes.expect("only an undo stands in the way of the newest change");
        let verb = f.store.change(undone).unwrap().verb;
        assert!(["add", "import"].contains(&verb.as_str()), "the undo of «{verb}» stands in the way");
    }
    undo(&mut f.store, m, by.last().copied(), None).expect("the hint leads nowhere");
}

/// FREMDRIFT_LIVES says how many lives to try, for a long run.
pub fn cases(n: u32) -> ProptestConfig {
    let cases = std::env::var("FREMDRIFT_LIVES").ok().and_then(|n| n.parse().ok()).unwrap_or(n);
    ProptestConfig { cases, failure_persistence: None, max_shrink_iters: 400, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn a_file_is_whole_after_every_step_and_remembers_every_state(steps in life(24)) {
        let mut f = File::small();
        let first = f.newest();
        let mut states = vec![(first, f.dump())];
        for s in steps {
            let (newest, before) = (f.newest(), f.dump());
            step(&mut f, s);
            let after = f.dump();
            if f.newest() == newest {
                prop_assert_eq!(&before, &after, "what was refused wrote");
            } else {
                prop_assert_eq!(f.newest(), newest + 1);
                states.push((newest + 1, after));
            }
            f.verified();
        }
        let look = f.look();
        for (number, state) in states {
            prop_assert_eq!(known_at(&look, number, true), state, "as known at change {}", number);
        }
    }

    #[test]
    fn undo_of_the_newest_gives_the_state_before_and_undo_of_that_the_state_after(steps in life(12)) {
        let mut f = File::small();
        let m = moment();
        for s in steps {
            let (newest, before) = (f.newest(), f.dump());
            step(&mut f, s);
            if f.newest() == newest { continue; }
            let after = f.dump();
            let one = undo(&mut f.store, &m, Some(newest + 1), None);
            prop_assert!(one.is_ok(), "the newest change can't be undone: {:?}", one);
            prop_assert_eq!(f.dump(), before);
            let two = undo(&mut f.store, &m, Some(newest + 2), None);
            prop_assert!(two.is_ok(), "an undo can't be undone: {:?}", two);
            prop_assert_eq!(f.dump(), after);
            f.verified();
        }
    }

    #[test]
    fn undo_again_and_again_ends_with_the_first_state(steps in life(16)) {
        let mut f = File::small();
        for s in steps { step(&mut f, s); }
        let m = moment();
        let mut times = 0;
        loop {
            match undo(&mut f.store, &m, None, None) {
                Ok(_) => f.verified(),
                // The newest change moved a row away from something whose addition was undone since: it can't
                // move back to what isn't there. Only then does an undo stand in the way, and it is named.
                Err(Error::Store(store::Error::Refusal(Refusal::StandsOn { by, .. }))) => undo_first(&mut f, &m, &by),
                Err(Error::Store(store::Error::Refusal(Refusal::NothingToUndo))) => break,
                Err(e) => prop_assert!(false, "after {times} undos: {e}"),
            }
            times += 1;
            prop_assert!(times < 100, "undo has no end");
        }
        prop_assert_eq!(f.dump(), Dump::new());
    }

    #[test]
    fn lines_are_what_the_filter_in_rust_says_and_states_are_the_newest_lines_of_the_log(
        steps in life(24), asked in prop::collection::vec((any::<Step>(), any::<u16>()), 8)
    ) {
        let mut f = File::small();
        for s in steps { step(&mut f, s); }
        for (s, bits) in asked { same_filter(&f, s, bits); }
    }

    #[test]
    fn an_export_of_objectives_and_entries_imports_without_a_difference(steps in life(20), da in any::<bool>()) {
        let mut f = File::small();
        for s in steps { step(&mut f, s); }
        for profile in [Profile::ExcelDa, Profile::Rfc4180] {
            let form = (profile, if da { Lang::Da } else { Lang::En });
            for (out, what) in [
                (export::What::Entries, import::What::Entries),
                (export::What::EntityKind(EntityKind::Area), import::What::EntityKind(EntityKind::Area)),
                (export::What::EntityKind(EntityKind::Objective), import::What::EntityKind(EntityKind::Objective)),
                (export::What::EntityKind(EntityKind::Activity), import::What::EntityKind(EntityKind::Activity)),
            ] {
                let mut bytes = Vec::new();
                let query = Query { retired: true, ..Query::default() };
                let asked = Asked { what: out, query: &query, on: moment().today, audience: Audience::Internal };
                export::csv(&f.store, &asked, form, &mut bytes, &mut |_| {}).unwrap();
                let shown = String::from_utf8_lossy(&bytes).into_owned();
                if shown.trim_end().lines().count() == 1 { continue; }
                let before = f.newest();
                let done = import::import(&mut f.store, &moment(), what, "x.csv", Box::new(std::io::Cursor::new(bytes)), &Options::default(), &mut |_| {});
                prop_assert!(done.is_ok(), "{:?}\n{}", done, shown);
                let done = done.unwrap();
                prop_assert_eq!(f.newest(), before, "{:?}\n{}", done, shown);
            }
        }
    }

    #[test]
    fn any_text_comes_back_through_csv(text in text(), excel in any::<bool>()) {
        let profile = if excel { Profile::ExcelDa } else { Profile::Rfc4180 };
        let form = (profile, Lang::Da);
        // Blank means unchanged, the clearing words clear, and the ends are trimmed of spaces and breaks.
        // Text is kept in one form of every letter: U+F900 is U+8C48 in it.
        let text = composed(text.trim_matches([' ', '\n', '\r'])).into_owned();
        prop_assume!(!text.contains('\0'));
        prop_assume!(!text.trim().is_empty() && !["(none)", "(ingen)"].contains(&text.trim().to_lowercase().as_str()));
        let (mut a, mut b) = (File::small(), File::small());
        let update = EntryUpdate { status: Set(Status::Ongoing), note: Set(text.clone()), ..EntryUpdate::default() };
        let item = Item { reference: reference(0), as_of: day(9), update, corrects: None, uid: None, is_shared: false, reopen: true };
        log::log(&mut a.store, &moment(), &[item], None).unwrap();
        upsert::upsert(&mut a.store, &moment(), EntityKind::Objective, &key("Q/1"), &draft(&[("title", one(&text))]), Mode::Edit, &because()).unwrap();
        for (out, what) in [(export::What::Entries, import::What::Entries), (export::What::EntityKind(EntityKind::Objective), import::What::EntityKind(EntityKind::Objective))] {
            let mut bytes = Vec::new();
            let asked = Asked { what: out, query: &Query::default(), on: moment().today, audience: Audience::Internal };
            export::csv(&a.store, &asked, form, &mut bytes, &mut |_| {}).unwrap();
            import::import(&mut b.store, &moment(), what, "x.csv", Box::new(std::io::Cursor::new(bytes)), &Options::default(), &mut |_| {}).unwrap();
        }
        let c = b.look();
        let note: String = c.query_row("SELECT note FROM entry", [], |r| r.get(0)).unwrap();
        prop_assert_eq!(&note, &text);
        let title: String = c.query_row("SELECT title FROM objective WHERE number = '1'", [], |r| r.get(0)).unwrap();
        prop_assert_eq!(&title, &text);
    }
}

proptest! {
    #![proptest_config(cases(3000))]

    #[test]
    fn what_is_read_as_a_date_is_written_and_read_again(text in prop_oneof![any::<String>(), "[0-9qQkKæ. +-]{0,11}", "[12][0-9]{3}[ -.]?[qQkK+]?[0-9]{1,2}(-[0-9]{2})?", "[1-4][. ]{1,2}(kvartal|quarter|K) [12][0-9]{3}"]) {
        if let Ok(p) = PartialDate::parse(&text) {
            prop_assert_eq!(PartialDate::parse(&p.to_string()).unwrap(), p);
            prop_assert!(p.first_day() <= p.last_day());
        }
        if let Ok(q) = Quarter::parse(&text) {
            prop_assert_eq!(Quarter::parse(&q.to_string()).unwrap(), q);
            prop_assert_eq!(q.next().previous(), q);
        }
        if let Ok(d) = parse_day(&text, Some(day(0))) {
            prop_assert_eq!(parse_day(&d.to_string(), None).unwrap(), d);
        }
        let _ = Status::parse(&text);
        let _ = Light::parse(&text);
    }

    #[test]
    fn what_is_read_as_a_reference_is_written_and_read_again(text in prop_oneof![any::<String>(), "[A-Z0-9./ æ-]{0,12}"], plan in any::<bool>()) {
        if let Ok(r) = Reference::parse(&text, plan.then_some("P"), |p| p == "P") {
            prop_assert_eq!(Reference::parse(&r.to_string(), None, |p| p == r.plan).unwrap(), r);
        }
    }

    #[test]
    fn what_is_guarded_comes_back(text in text()) {
        let cell = guard(&text);
        prop_assert_eq!(unguard(&cell), &text);
        prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']));
    }
}

fn text() -> impl Strategy<Value = String> {
    let sign = prop::sample::select(vec![
        '=', '+', '-', '@', '\'', '"', ';', ',', '|', '\t', '\r', '\n', ' ', '＝', 'æ', '\u{feff}', '\u{a0}', '\u{1b}',
    ]);
    prop::collection::vec(prop_oneof![sign.clone(), sign, any::<char>()], 1..12).prop_map(|c| c.into_iter().collect())
}

fn same_filter(f: &File, (a, b, c, d): Step, bits: u16) {
    let on = day(u64::from(a) * 6);
    let may = |bit: u16| bits & (1 << bit) != 0;
    let mut all = Vec::new();
    let everything = Query { retired: true, ..Query::default() };
    f.store
        .lines(&everything, on, None, Detail::Full, |l, _| {
            all.push(l);
            Ok(())
        })
        .unwrap();
    for l in &all {
        let of = store::Subject { objective: l.id, activity: None };
        let log = f.store.log(of).unwrap();
        let newest = log.iter().filter(|e| e.as_of <= on).max_by_key(|e| (e.as_of, e.id));
        let found = l.state.as_ref().map(|s| {
            (
                s.entry,
                s.as_of,
                s.facts.status,
                s.facts.light,
                s.facts.note.clone(),
                s.facts.expected,
                s.facts.ask.clone(),
            )
        });
        let right = newest.map(|e| {
            (e.id, e.as_of, e.facts.status, e.facts.light, e.facts.note.clone(), e.facts.expected, e.facts.ask.clone())
        });
        assert_eq!(found, right, "{} on {on}", l.reference());
    }
    let query = Query {
        plan: if may(0) { vec![pick(&["P", "Q", "ID-2021"], b).into()] } else { vec![] },
        authority: if may(1) {
            vec![(
                pick(&[None, Some(RoleKind::Lead), Some(RoleKind::Supporting), Some(RoleKind::Counterpart)], c),
                pick(&["A", "B", "UM", "ENS"], d).into(),
            )]
        } else {
            vec![]
        },
        status: if may(2) {
            vec![Some(pick(Status::ALL, b)), (c % 4 > 0).then(|| pick(Status::ALL, c))]
        } else {
            vec![]
        },
        light: if may(3) { vec![pick(&Shown::ALL, c)] } else { vec![] },
        interest: if may(4) { vec![pick(Interest::ALL, d)] } else { vec![] },
        overdue: may(5) && may(6),
        not_reported: may(7) && may(8),
        open: may(9),
        retired: may(10),
        ..Query::default()
    };
    for detail in [Detail::Counts, Detail::Full, Detail::Export] {
        let mut found = Vec::new();
        f.store
            .lines(&query, on, None, detail, |l, _| {
                found.push(l.reference().to_string());
                Ok(())
            })
            .unwrap();
        let right: Vec<String> =
            all.iter().filter(|l| query.matches(l, on)).map(|l| l.reference().to_string()).collect();
        assert_eq!(found, right, "{query:?} on {on}");
    }
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn the_portfolio_is_filtered_alike_in_sql_and_in_rust(asked in any::<Step>(), bits in any::<u16>()) {
        thread_local!(static FILE: File = File::illustrated());
        FILE.with(|f| same_filter(f, asked, bits));
    }
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn lines_logged_in_any_order_say_the_same(
        reports in prop::collection::vec((any::<u8>(), any::<u8>()), 2..6), order in any::<u64>()
    ) {
        in_any_order(&reports, order, false)?;
    }

    #[test]
    fn lines_logged_in_any_order_say_the_same_with_ends_and_expected_dates(
        reports in prop::collection::vec((any::<u8>(), any::<u8>()), 2..6), order in any::<u64>()
    ) {
        in_any_order(&reports, order, true)?;
    }
}

fn in_any_order(reports: &[(u8, u8)], order: u64, ends: bool) -> Result<(), TestCaseError> {
    let mut items: Vec<Item> = reports
        .iter()
        .enumerate()
        .map(|(i, (n, m))| {
            let mut update = update(*n & !32, *m);
            // A light is refused on what has ended, and then there is nothing to compare.
            if ends {
                update.light = FieldUpdate::Keep;
            }
            if !ends {
                if update.status.value().is_some_and(|s| s.is_ended()) {
                    update.status = FieldUpdate::Keep;
                }
                if n & 8 != 0 {
                    update.expected = FieldUpdate::Keep;
                    update.expected_reason = FieldUpdate::Keep;
                }
            }
            if update.is_empty() {
                update.note = Set("n".into());
            }
            Item {
                reference: reference(0),
                as_of: day(10 + i as u64),
                update,
                corrects: None,
                uid: None,
                is_shared: false,
                reopen: true,
            }
        })
        .collect();
    let start = Item {
        reference: reference(0),
        as_of: day(1),
        update: update(1, 1),
        corrects: None,
        uid: None,
        is_shared: false,
        reopen: true,
    };
    let run = |items: &[Item]| -> Option<Vec<_>> {
        let mut f = File::small();
        log::log(&mut f.store, &moment(), std::slice::from_ref(&start), None).unwrap();
        for i in items {
            answered(log::log(&mut f.store, &moment(), std::slice::from_ref(i), None))?;
        }
        f.verified();
        let mut all = Vec::new();
        f.store
            .each_entry(&[], |l| {
                all.push(l.entry);
                Ok(())
            })
            .unwrap();
        for e in &mut all {
            e.id = EntryId(0);
            e.changed_in = 0;
            e.uid.clear();
        }
        Some(all)
    };
    let Some(right) = run(&items) else { return Ok(()) };
    let mut rest = order;
    for i in (1..items.len()).rev() {
        items.swap(i, rest as usize % (i + 1));
        rest /= i as u64 + 1;
    }
    if let Some(found) = run(&items) {
        prop_assert_eq!(found, right);
    }
    Ok(())
}

fn logged(lines: &[(u64, EntryUpdate)]) -> Vec<fremdrift::model::Entry> {
    let mut f = File::small();
    for (n, update) in lines {
        let item = Item {
            reference: reference(0),
            as_of: day(*n),
            update: update.clone(),
            corrects: None,
            uid: None,
            is_shared: false,
            reopen: true,
        };
        log::log(&mut f.store, &moment(), &[item], None).unwrap();
    }
    let mut all = Vec::new();
    f.store
        .each_entry(&[], |l| {
            all.push(l.entry);
            Ok(())
        })
        .unwrap();
    all
}

fn says(status: FieldUpdate<Status>) -> EntryUpdate {
    EntryUpdate { status, note: Set("n".into()), ..EntryUpdate::default() }
}

#[test]
fn what_a_line_said_is_not_lost_when_lines_before_it_end_and_reopen() {
    let wall = EntryUpdate { blocked_by: Set("wall".into()), ..says(FieldUpdate::Keep) };
    let all = logged(&[
        (1, says(Set(Status::Ongoing))),
        (30, wall),
        (10, says(Set(Status::Completed))),
        (20, says(Set(Status::Ongoing))),
    ]);
    assert_eq!(all[3].facts.blocked_by.as_deref(), Some("wall"));
}

#[test]
fn the_reason_for_an_expected_date_does_not_depend_on_the_order_of_logging() {
    let expect = |note: &str| EntryUpdate {
        expected: Set(PartialDate::parse("2026").unwrap()),
        note: Set(note.into()),
        ..EntryUpdate::default()
    };
    let start = (1, says(Set(Status::Ongoing)));
    let right = logged(&[start.clone(), (10, expect("first")), (20, expect("second"))]);
    let found = logged(&[start, (20, expect("second")), (10, expect("first"))]);
    assert_eq!(found[2].facts.expected_reason, right[2].facts.expected_reason);
}

#[test]
fn a_month_with_a_sign_is_refused() {
    assert!(PartialDate::parse("2024-+1").is_err());
}

#[test]
fn nothing_is_reported_on_an_activity_of_an_objective_that_is_retired() {
    let mut f = File::small();
    let m = moment();
    upsert::upsert(
        &mut f.store,
        &m,
        EntityKind::Activity,
        &key("P/1.1/1"),
        &draft(&[("title", one("x"))]),
        Mode::Add,
        &because(),
    )
    .unwrap();
    upsert::retire(&mut f.store, &m, EntityKind::Activity, &key("P/1.1/1"), day(900), "gone").unwrap();
    upsert::retire(&mut f.store, &m, EntityKind::Objective, &key("P/1.1"), day(100), "gone").unwrap();
    let reference = Reference { plan: "P".into(), objective: "1.1".into(), activity: Some("1".into()) };
    let item = Item {
        reference,
        as_of: day(500),
        update: says(Set(Status::Ongoing)),
        corrects: None,
        uid: None,
        is_shared: false,
        reopen: true,
    };
    assert!(log::log(&mut f.store, &m, &[item], None).is_err());
}

#[test]
fn an_area_inside_itself_is_refused_in_words() {
    let mut f = File::small();
    let fields = draft(&[("parent", one("1"))]);
    let answer =
        upsert::upsert(&mut f.store, &moment(), EntityKind::Area, &key("P/1"), &fields, Mode::Edit, &because());
    assert!(matches!(answer, Err(Error::Store(store::Error::Refusal(Refusal::AreaInItself { .. })))), "{answer:?}");
}

#[test]
fn a_withdrawn_line_can_be_brought_back_after_another_was_logged_elsewhere() {
    let mut f = File::small();
    let m = moment();
    let log_on = |f: &mut File, n: u8| {
        let item = Item {
            reference: reference(n),
            as_of: day(1),
            update: says(Set(Status::Ongoing)),
            corrects: None,
            uid: None,
            is_shared: false,
            reopen: true,
        };
        log::log(&mut f.store, &m, &[item], None).unwrap().1
    };
    let first = log_on(&mut f, 0);
    let by = undo(&mut f.store, &moment(), Some(first), None).unwrap().by;
    log_on(&mut f, 1);
    undo(&mut f.store, &moment(), Some(by), None).unwrap();
    assert_eq!(f.store.verify().unwrap().entries, 2);
}

#[test]
fn two_renders_of_the_same_quarter_give_the_same_bytes() {
    let render_all = || {
        let f = File::illustrated();
        let quarter = Quarter::parse("2023-Q2").unwrap();
        let asked = queries::Asked {
            quarter,
            as_of: None,
            compare: None,
            query: Query::default(),
            scope: summary::Bilingual::new("all", "alle"),
            command: "fremdrift summary 2023-Q2".into(),
            filters: String::new(),
            most_rows: usize::MAX,
            issue: None,
            audience: fremdrift::model::Audience::Internal,
        };
        let content = queries::summary(&f.store, &moment(), &asked).unwrap();
        let page =
            Page { width: 80, colour: false, terminal: false, made: chrono::DateTime::UNIX_EPOCH, template: None };
        let (query, audience) = (Query::default(), fremdrift::model::Audience::Internal);
        let (over_time, _) = queries::over_time(&f.store, &moment(), &query, quarter, audience).unwrap();
        let view = View { over_time: &over_time, extent: Extent::paper(), digest: None };
        let mut all = Vec::new();
        for lang in [Lang::En, Lang::Da] {
            for format in Format::ALL {
                for profile in Profile::ALL {
                    all.push(render::render(&summary::page(&content, lang, &view), format, &page, profile).unwrap());
                    all.push(render::render(&summary::tidy(&content, lang), format, &page, profile).unwrap());
                }
            }
        }
        all
    };
    let first = render_all();
    for _ in 0..3 {
        assert!(first == render_all());
    }
}
