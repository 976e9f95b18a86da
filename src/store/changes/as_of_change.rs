//! The file as it was known at an earlier change.

use crate::model::catalogue::{self, TableKind};
use crate::store::file::schema_check::SCHEMA;
use crate::store::{Result, Store, rows};
use rusqlite::{Connection, named_params};

impl Store {
    /// Everything as it stood when change `number` was the newest, in memory: live rows that are not
    /// newer, and the versions in history that it falls into. Every question can be put to it but the search for words.
    pub fn as_known(&self, number: i64) -> Result<Store> {
        let build = || -> Result<Store> {
            let conn = Connection::open_in_memory()?;
            conn.execute_batch(SCHEMA)?;
            // Rows that were guarded when they were written need no guard to be read.
            let guards: Vec<String> = rows::all(&conn, "SELECT name FROM sqlite_schema WHERE type = 'trigger'", [])?;
            for name in guards {
                conn.execute_batch(&format!("DROP TRIGGER {name}"))?;
            }
            conn.execute_batch("PRAGMA foreign_keys = OFF")?;
            conn.execute("ATTACH ?1 AS now", [self.path.display().to_string()])?;
            let bound = named_params! { ":number": number };
            conn.execute("INSERT INTO change SELECT * FROM now.change WHERE number <= :number", bound)?;
            conn.execute("INSERT INTO history SELECT * FROM now.history WHERE until <= :number", bound)?;
            for table in catalogue::ordered().filter(|t| t.kind == TableKind::Frozen) {
                conn.execute(&format!("INSERT INTO {table} SELECT * FROM now.{table} WHERE since <= :number"), bound)?;
            }
            for table in catalogue::with_history() {
                let columns: Vec<&str> = table.columns().map(|c| c.column).collect();
                let names = columns.join(", ");
                let old: Vec<String> = columns.iter().map(|c| format!("was ->> '{c}'")).collect();
                conn.execute(
                    &format!(
                        "INSERT INTO {table} (id, since, {names})
                         SELECT id, since, {names} FROM now.{table} WHERE since <= :number
                         UNION ALL SELECT row, since, {} FROM now.history
                         WHERE noun = '{table}' AND since <= :number AND until > :number",
                        old.join(", ")
                    ),
                    bound,
                )?;
            }
            conn.execute_batch("DETACH now")?;
            Ok(Store { conn, path: self.path.clone() })
        };
        self.tell(build())
    }
}
