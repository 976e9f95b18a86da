//! The file: what ARCHITECTURE.md and schema.sql say of tables, guards, indexes and closed lists.

use crate::house::{complain, files, read, root};
use crate::support::Desk;
use fremdrift::i18n;
use fremdrift::model::{Audience, FieldType, catalogue};
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// An empty file as schema.sql makes it.
fn schema() -> Connection {
    let conn = Connection::open_in_memory().expect("memory");
    conn.execute_batch(&read("schema.sql")).expect("schema.sql");
    conn
}

pub fn rows(conn: &Connection, sql: &str) -> Vec<Vec<String>> {
    let mut statement = conn.prepare(sql).expect(sql);
    let columns = statement.column_count();
    // Parameters stay empty: only EXPLAIN is asked with any.
    let mut rows = statement.raw_query();
    let mut all = Vec::new();
    while let Some(r) = rows.next().expect(sql) {
        let text = |c: usize| match r.get_ref(c).expect(sql) {
            rusqlite::types::ValueRef::Text(t) => String::from_utf8_lossy(t).into_owned(),
            rusqlite::types::ValueRef::Integer(n) => n.to_string(),
            _ => String::new(),
        };
        all.push((0..columns).map(text).collect());
    }
    all
}

/// The tables that hold something of ours; the tables of the search index are made from them.
fn tables(conn: &Connection) -> Vec<String> {
    let sql = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'
               AND name NOT LIKE 'sqlite_%' ORDER BY name";
    rows(conn, sql).into_iter().map(|mut r| r.remove(0)).collect()
}

/// The guards in schema.sql are those that the catalogue makes; `FREMDRIFT_BLESS=1` writes them.
#[test]
fn the_guards_are_those_of_the_catalogue() {
    let (text, made) = (read("schema.sql"), format!("\n{}\n\n", catalogue::guards()));
    let (before, rest) = text.split_once("writes it anew.\n").expect("it says where they begin");
    let (written, after) = rest.split_once("-- The end of what is generated.\n").expect("and where they end");
    if written != made && std::env::var_os("FREMDRIFT_BLESS").is_some() {
        let whole = format!("{before}writes it anew.\n{made}-- The end of what is generated.\n{after}");
        return std::fs::write(root().join("schema.sql"), whole).expect("schema.sql");
    }
    assert_eq!(written, made, "FREMDRIFT_BLESS=1 cargo test schema writes them anew");
}

/// No table is written outside a change, and what a row said before goes to history column by column.
#[test]
fn every_table_has_its_three_guards() {
    let conn = schema();
    for table in tables(&conn) {
        let sql = format!("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = '{table}'");
        let guards: BTreeMap<String, String> =
            rows(&conn, &sql).into_iter().map(|mut r| (r.remove(0), r.remove(0))).collect();
        for event in ["insert", "update", "delete"] {
            let sql = guards.get(&format!("{table}_{event}")).map(String::as_str).unwrap_or_default();
            let begins = format!("CREATE TRIGGER {table}_{event} BEFORE {} ON {table}", event.to_uppercase());
            assert!(sql.starts_with(&begins) && sql.contains("RAISE(ABORT"), "{table} has no guard before {event}");
            // Bookkeeping has rules of its own; a line of the log is never altered, what was frozen stays, and what is
            // derived is made anew.
            let derived = catalogue::table(&table).is_some_and(|t| t.kind == catalogue::TableKind::Derived);
            if event == "insert" || sql.contains("is never") || derived {
                continue;
            }
            let stored = rows(&conn, &format!("SELECT name FROM pragma_table_info('{table}')"));
            let stored = stored.iter().map(|c| &c[0]).filter(|c| !matches!(c.as_str(), "id" | "since"));
            let wanted: Vec<String> = stored.flat_map(|c| [format!("'{c}'"), format!("OLD.{c}")]).collect();
            let object = sql.split("json_object(").nth(1).and_then(|s| s.split(')').next()).unwrap_or_default();
            let kept: Vec<&str> = object.split(',').map(str::trim).collect();
            assert_eq!(kept, wanted, "{table}_{event} keeps every column");
        }
    }
}

fn objects(path: &Path) -> BTreeMap<(String, String), String> {
    let conn = Connection::open(path).expect("a file");
    rows(&conn, "SELECT type, name, coalesce(sql, '') FROM sqlite_schema")
        .into_iter()
        .map(|r| {
            // How the comments and lines fall is no difference.
            let lines: Vec<&str> = r[2].lines().map(|l| l.split("--").next().unwrap_or_default()).collect();
            let sql =
                lines.join(" ").split_whitespace().collect::<Vec<_>>().join(" ").replace(" ,", ",").replace(" )", ")");
            ((r[0].clone(), r[1].clone()), sql)
        })
        .collect()
}

#[test]
fn an_upgraded_file_is_as_a_new_one() {
    let fresh = Desk::new();
    let fresh = objects(&fresh.path("fremdrift.db"));
    let versions = files("fixtures/versions", ".db");
    assert!(!versions.is_empty());
    for version in versions {
        let desk = Desk::empty();
        std::fs::copy(root().join(&version), desk.path("fremdrift.db")).expect("a copy");
        desk.ok(&["verify"]);
        let upgraded = objects(&desk.path("fremdrift.db"));
        for (name, sql) in &fresh {
            assert_eq!(upgraded.get(name), Some(sql), "{version}: {name:?}");
        }
        assert_eq!(upgraded.len(), fresh.len(), "{version}");
        let number: i64 = version.trim_end_matches(".db").rsplit('-').next().unwrap_or_default().parse().expect("n");
        let conn = Connection::open(desk.path("fremdrift.db")).expect("a file");
        let now: i64 = conn.query_row("PRAGMA user_version", [], |r| r.get(0)).expect("a version");
        assert_eq!(desk.path(&format!("fremdrift.db.format{number}")).exists(), number < now, "a copy is kept");
    }
}

#[test]
fn every_table_and_index_says_what_it_is_for() {
    let text = read("schema.sql");
    let lines: Vec<&str> = text.lines().collect();
    let mut wrong = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let index = line.starts_with("CREATE INDEX") || line.starts_with("CREATE UNIQUE INDEX");
        if (index || line.starts_with("CREATE TABLE") || line.starts_with("CREATE VIRTUAL TABLE"))
            && !line.contains("--")
            && !(at > 0 && lines[at - 1].starts_with("--"))
        {
            wrong.push(format!("line {}: {line}", at + 1));
        }
    }
    complain("a comment before each table and index, or beside it", &wrong);
}

#[test]
fn the_important_questions_use_their_index() {
    let conn = schema();
    let question = read("src/store/queries/snapshot_sql.rs");
    let state = question.split("const STATE: &str = \"").nth(1).and_then(|s| s.split('"').next()).expect("STATE");
    let before =
        question.split("const COUNTED_BEFORE: &str = \"").nth(1).and_then(|s| s.split("\";").next()).expect("it");
    let asked: &[(&str, String)] = &[
        ("entry_state", format!("SELECT {} FROM objective o", state.trim())),
        (
            "entry_state",
            "SELECT id FROM entry WHERE objective = :o AND activity IS :a AND as_of <= :d
             ORDER BY as_of DESC, id DESC LIMIT 1"
                .into(),
        ),
        ("entry_state", format!("SELECT {} FROM objective o", before.trim())),
        ("history_row", "SELECT was FROM history WHERE noun = 'objective' AND row = :r ORDER BY until".into()),
        ("history_until", "SELECT noun, row FROM history WHERE until = :n".into()),
        ("history_since", "SELECT 1 FROM history WHERE since = :n".into()),
        ("history_entry", "SELECT row FROM history WHERE noun = 'entry' AND json_extract(was, '$.uid') = :u".into()),
        ("entry_supersedes", "SELECT id FROM entry WHERE supersedes = :u AND +objective = :o".into()),
        ("change_open", "SELECT number FROM change WHERE open = 1".into()),
        ("foreign_write_row", "SELECT data FROM foreign_write WHERE noun = 'area' AND uid = :u".into()),
        ("foreign_write_change", "SELECT data FROM foreign_write WHERE since = :n".into()),
        ("conflict_row", "SELECT field FROM conflict WHERE noun = 'objective' AND uid = :u".into()),
        ("revision_quarter", "SELECT uid FROM revision WHERE plan = :p AND quarter = :q AND number = 0".into()),
        ("objective_order", "SELECT number FROM objective WHERE plan = :p ORDER BY sort".into()),
        ("objective_area", "SELECT id FROM objective WHERE area = :a".into()),
        ("objective_due", "SELECT id FROM objective WHERE due_on < :d".into()),
        ("activity_due", "SELECT id FROM activity WHERE due_on < :d".into()),
        (
            "role_authority",
            "SELECT objective FROM role WHERE authority IN (SELECT a.id FROM authority a JOIN json_each(:c) j ON j.value = a.code)"
                .into(),
        ),
        ("role_once", "SELECT authority FROM role WHERE objective = :o AND coalesce(activity, 0) = 0".into()),
        ("plan_partnership_back", "SELECT plan FROM plan_partnership WHERE partnership = :p".into()),
        ("area_parent", "SELECT id FROM area WHERE parent = :a".into()),
        ("authority_name_day", "SELECT name FROM authority_name WHERE authority = :a".into()),
        ("succession_back", "SELECT authority FROM succession WHERE successor = :a".into()),
        ("sheet_quarter", "SELECT id FROM sheet WHERE quarter = :q AND authority = :a".into()),
        ("reading_sheet", "SELECT id FROM reading WHERE sheet = :s".into()),
        ("question_sheet", "SELECT id FROM question WHERE sheet = :s".into()),
        ("settled_row", "SELECT max(since) FROM settled WHERE noun = 'objective' AND row = :r".into()),
        ("carried_on", "SELECT objective FROM carried WHERE predecessor = :o".into()),
        (
            "deadline_move_life",
            "SELECT * FROM deadline_move WHERE objective = :o AND activity IS NULL ORDER BY as_of".into(),
        ),
        (
            "deadline_correction_life",
            "SELECT * FROM deadline_correction WHERE objective = :o AND activity IS NULL ORDER BY as_of".into(),
        ),
    ];
    for (index, sql) in asked {
        let plan: Vec<String> =
            rows(&conn, &format!("EXPLAIN QUERY PLAN {sql}")).into_iter().map(|r| r[3].clone()).collect();
        let plan = plan.join("\n");
        assert!(plan.contains(&format!("INDEX {index} ")), "{sql}\ndoes not use {index}:\n{plan}");
        assert!(!plan.contains("TEMP B-TREE"), "{sql}\nsorts:\n{plan}");
    }
    // Every index is asked for by one of these.
    let all = rows(&conn, "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL");
    for index in all {
        assert!(asked.iter().any(|a| a.0 == index[0]), "no question is known that {} serves", index[0]);
    }
}

#[test]
fn the_bundled_sqlite_is_built_as_configured() {
    let conn = Connection::open_in_memory().expect("memory");
    let built: BTreeSet<String> = rows(&conn, "PRAGMA compile_options").into_iter().map(|mut r| r.remove(0)).collect();
    let configured = read(".cargo/config.toml");
    let mut wanted = Vec::new();
    for flag in configured.split(['"', ' ']).filter_map(|f| f.strip_prefix("-DSQLITE_")) {
        let flag = flag.to_string();
        wanted.push(flag);
    }
    for must in ["DQS=0", "OMIT_LOAD_EXTENSION", "TRUSTED_SCHEMA=0"] {
        assert!(wanted.iter().any(|w| w == must), "{must} is not in .cargo/config.toml");
    }
    for option in wanted {
        // SQLite does not list this one; it is asked below.
        assert!(option == "TRUSTED_SCHEMA=0" || built.contains(&option), "{option} is not in {built:?}");
    }
    let trusted: i64 = conn.query_row("PRAGMA trusted_schema", [], |r| r.get(0)).expect("a pragma");
    assert_eq!(trusted, 0);
    assert!(conn.prepare("SELECT \"no such column\"").is_err(), "double quotes are never a text");
}

/// The words that a column takes, as its CHECK lists them.
fn listed(sql: &str, column: &str) -> BTreeSet<String> {
    let after = sql.split(&format!("({column} IN (")).nth(1);
    let list = after.and_then(|s| s.split(')').next()).unwrap_or_default();
    let word = |w: &str| w.trim().strip_prefix('\'').and_then(|w| w.strip_suffix('\'')).map(str::to_string);
    list.split(',').filter_map(word).collect()
}

/// The catalogue and schema.sql say the same of every table: its columns in their order, what each holds, the rows
/// that it refers to, its closed list, and by which columns a row is known.
#[test]
fn the_catalogue_is_the_schema() {
    let conn = schema();
    let mut wrong = Vec::new();
    let named: BTreeSet<String> = catalogue::TABLES.iter().map(|t| t.name.to_string()).collect();
    assert_eq!(named, tables(&conn).into_iter().collect());
    for table in catalogue::TABLES {
        let name = table.name;
        let made = rows(&conn, &format!("SELECT name, \"type\" FROM pragma_table_info('{name}')"));
        let made: Vec<&Vec<String>> = made.iter().filter(|c| !matches!(c[0].as_str(), "id" | "since")).collect();
        let said: Vec<&str> = table.columns().map(|c| c.column).collect();
        if said != made.iter().map(|c| c[0].as_str()).collect::<Vec<_>>() {
            wrong.push(format!("{name} has {made:?}, the catalogue says {said:?}"));
            continue;
        }
        let refers: BTreeSet<(String, String)> = rows(
            &conn,
            &format!(
                "SELECT \"from\", \"table\" FROM pragma_foreign_key_list('{name}') WHERE \"to\" IN ('id', 'number')"
            ),
        )
        .into_iter()
        .map(|mut r| (r.remove(0), r.remove(0)))
        .filter(|(column, _)| !matches!(column.as_str(), "since" | "known_at"))
        .collect();
        // A plan may go though a quarter of it was frozen.
        let loose = |column: &str| (name, column) == ("revision", "plan");
        let ours = table.references().filter(|(column, _)| !loose(column));
        let ours: BTreeSet<(String, String)> = ours.map(|(c, t)| (c.to_string(), t.to_string())).collect();
        if refers != ours {
            wrong.push(format!("{name} refers to {refers:?}, the catalogue says {ours:?}"));
        }
        let sql = &rows(&conn, &format!("SELECT sql FROM sqlite_schema WHERE name = '{name}'"))[0][0];
        for (column, made) in table.columns().zip(made) {
            let holds = if column.kind.is_number() { "INTEGER" } else { "TEXT" };
            if made[1] != holds {
                wrong.push(format!("{name}.{} is {}, the catalogue says {holds}", column.column, made[1]));
            }
            // Words of the house are not marked, and a few lists are of texts that the program writes itself.
            let unmarked = |word: &&&str| column.kind != FieldType::Audience || **word != Audience::Internal.code();
            let words = column.kind.words(None);
            let words: BTreeSet<String> = words.iter().filter(unmarked).map(|w| w.to_string()).collect();
            if listed(sql, column.column) != words {
                wrong.push(format!("{name}.{} takes {words:?} in the catalogue", column.column));
            }
        }
        for key in table.keys {
            // An index says it where a column of the key may be empty.
            if key.iter().any(|column| table.column(column).is_none()) {
                wrong.push(format!("{name} is known by {key:?}"));
            }
        }
    }
    complain("the catalogue says what schema.sql does", &wrong);
}

/// Nobody is told of an identity, of what orders rows, and of what one line of the log says of others.
#[test]
fn history_can_be_told_in_danish() {
    let silent = ["uid", "sort", "said", "place", "supersedes"];
    let mut wrong = Vec::new();
    for table in catalogue::TABLES.iter().filter(|t| t.has_history()) {
        for column in table.columns() {
            let told = i18n::history::danish(table.name, column.column).is_some();
            if told == silent.contains(&column.column) {
                wrong.push(format!("{}.{}", table.name, column.column));
            }
        }
    }
    complain("every column that history tells of has a Danish name", &wrong);
}
