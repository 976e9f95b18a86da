//! The triggers of every table: without an open change nothing is written, and what a row said before goes to
//! history. They are made here and stand in `schema.sql`, between two marks; a test holds the two together.

use super::table::{Table, TableKind};
use std::fmt::Write;

/// The widest line of a list of columns.
const WIDTH: usize = 101;

const NOT_OPEN: &str = "'no change is open: nothing may be written'";

/// All triggers, table by table.
pub fn guards(tables: &[&Table]) -> String {
    tables.iter().map(|table| guard(table)).collect::<Vec<_>>().join("\n")
}

fn guard(table: &Table) -> String {
    let name = table.name;
    match (name, table.kind) {
        ("change", _) => return of_changes(table),
        ("history", _) => return OF_HISTORY.to_string(),
        _ => {}
    }
    let mut sql = format!(
        "CREATE TRIGGER {name}_insert BEFORE INSERT ON {name}
WHEN NEW.since IS NOT (SELECT number FROM change WHERE open = 1)
BEGIN SELECT RAISE(ABORT, {NOT_OPEN}); END;
"
    );
    let never = |event: &str, what: &str, done: &str| {
        let upper = event.to_uppercase();
        format!(
            "CREATE TRIGGER {name}_{event} BEFORE {upper} ON {name}\nBEGIN SELECT RAISE(ABORT, '{what} is never {done}'); END;\n"
        )
    };
    sql += &match table.kind {
        TableKind::Frozen => never("update", "what was frozen", "altered"),
        TableKind::Derived => never("update", "what is derived", "altered"),
        TableKind::Log => never("update", "a line of the log", "altered"),
        _ => format!(
            "CREATE TRIGGER {name}_update BEFORE UPDATE ON {name}
BEGIN
  SELECT RAISE(ABORT, {NOT_OPEN})
  WHERE NEW.since IS NOT (SELECT number FROM change WHERE open = 1) OR NEW.id <> OLD.id;
  INSERT INTO history (noun, row, since, until, was)
  SELECT '{name}', OLD.id, OLD.since, NEW.since, json_object(
{})
  WHERE OLD.since < NEW.since;
END;
",
            version(table)
        ),
    };
    sql += &match table.kind {
        TableKind::Frozen => never("delete", "what was frozen", "deleted"),
        TableKind::Derived => format!(
            "CREATE TRIGGER {name}_delete BEFORE DELETE ON {name}
WHEN NOT EXISTS (SELECT 1 FROM change WHERE open = 1)
BEGIN SELECT RAISE(ABORT, {NOT_OPEN}); END;
"
        ),
        _ => format!(
            "CREATE TRIGGER {name}_delete BEFORE DELETE ON {name}
BEGIN
  SELECT RAISE(ABORT, {NOT_OPEN})
  WHERE NOT EXISTS (SELECT 1 FROM change WHERE open = 1);
  INSERT INTO history (noun, row, since, until, was)
  SELECT '{name}', OLD.id, OLD.since, number, json_object(
{})
  FROM change WHERE open = 1 AND OLD.since < number;
END;
",
            version(table)
        ),
    };
    sql
}

/// A row as it was, column by column.
fn version(table: &Table) -> String {
    let mut lines = vec![String::new()];
    for column in table.columns() {
        let pair = format!("'{0}', OLD.{0}", column.column);
        let line = lines.last_mut().expect("it begins with one");
        if line.is_empty() {
            line.push_str(&pair);
        } else if 6 + line.len() + 2 + pair.len() < WIDTH {
            write!(line, ", {pair}").expect("text");
        } else {
            line.push(',');
            lines.push(pair);
        }
    }
    lines.iter().map(|line| format!("      {line}")).collect::<Vec<_>>().join("\n")
}

/// A change takes the next number, says what it did when it closes, and nothing afterwards.
fn of_changes(table: &Table) -> String {
    let kept: Vec<&str> =
        table.columns().map(|c| c.column).filter(|c| !matches!(*c, "verb" | "what" | "operation" | "open")).collect();
    let of = |row: &str| kept.iter().map(|c| format!("{row}.{c}")).collect::<Vec<_>>().join(", ");
    format!(
        "CREATE TRIGGER change_insert BEFORE INSERT ON change
WHEN NEW.open IS NOT 1 OR NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM change)
BEGIN SELECT RAISE(ABORT, 'a change takes the next number and is open while it writes'); END;

CREATE TRIGGER change_update BEFORE UPDATE ON change
WHEN OLD.open IS NOT 1 OR NEW.open IS NOT NULL
  OR ({})
     IS NOT ({})
BEGIN SELECT RAISE(ABORT, 'a change is never altered'); END;

CREATE TRIGGER change_delete BEFORE DELETE ON change
BEGIN SELECT RAISE(ABORT, 'a change is never deleted'); END;
",
        of("NEW"),
        of("OLD")
    )
}

const OF_HISTORY: &str = "CREATE TRIGGER history_insert BEFORE INSERT ON history
WHEN NEW.until IS NOT (SELECT number FROM change WHERE open = 1)
BEGIN SELECT RAISE(ABORT, 'no change is open: nothing may be written'); END;

CREATE TRIGGER history_update BEFORE UPDATE ON history
BEGIN SELECT RAISE(ABORT, 'history is never altered'); END;

CREATE TRIGGER history_delete BEFORE DELETE ON history
BEGIN SELECT RAISE(ABORT, 'history is never deleted'); END;
";
