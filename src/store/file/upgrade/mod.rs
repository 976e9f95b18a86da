//! Bringing an older file to the shape of schema.sql, step by step, after a copy of it was made.

use super::{backup, connection, place, schema_check};
use crate::store::{Error, Problem, Result, Store, rows};
use rusqlite::{Connection, TransactionBehavior};
use std::path::PathBuf;

mod steps;

pub use steps::CURRENT;
use steps::STEPS;

/// Upgrades in one transaction. The version is read again inside the lock, because another
/// program may be upgrading the same file; then there is nothing left to do.
pub fn run(store: &mut Store) -> Result<()> {
    if store.conn.is_readonly("main")? {
        return Err(Error::file(&store.path, Problem::OldReadOnly));
    }
    place::one_name(&store.path)?;
    connection::ordinary(&store.conn, &store.path)?;
    // A table that others refer to may be made anew.
    store.conn.execute_batch("PRAGMA foreign_keys = OFF")?;
    let done = steps_of(store);
    store.conn.execute_batch("PRAGMA foreign_keys = ON")?;
    done
}

fn steps_of(store: &mut Store) -> Result<()> {
    let copy = free_name(store);
    let from: i64;
    {
        let path = store.path.clone();
        let tx = store.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        from = rows::one(&tx, "PRAGMA user_version", [])?;
        if from >= CURRENT {
            return Ok(());
        }
        // Others can still read what was committed, so the copy is of the file as it was.
        backup::copy(&path, &copy(from))?;
        for (step, version) in STEPS.iter().zip(2..).filter(|(_, v)| *v > from) {
            tx.execute_batch(step)?;
            tx.execute_batch(&format!("PRAGMA user_version = {version}"))?;
        }
        renew_guards(&tx)?;
        tx.commit()?;
    }
    Ok(())
}

/// Makes the guards as this program has them. So a step says nothing of them, but where one stands in the way
/// of what it writes.
fn renew_guards(conn: &Connection) -> Result<()> {
    let guards = schema_check::guards();
    for name in guards.lines().filter_map(|l| l.strip_prefix("CREATE TRIGGER ")?.split(' ').next()) {
        conn.execute_batch(&format!("DROP TRIGGER IF EXISTS {name}"))?;
    }
    Ok(conn.execute_batch(guards)?)
}

/// Where the copy goes: beside the file, never over another.
fn free_name(store: &Store) -> impl Fn(i64) -> PathBuf + use<> {
    let base = store.path.clone();
    move |version| {
        let name = |n: u32| {
            let mut s = base.as_os_str().to_owned();
            s.push(format!(".format{version}"));
            if n > 1 {
                s.push(format!("-{n}"));
            }
            PathBuf::from(s)
        };
        (1..).map(name).find(|p| !p.exists()).unwrap_or_else(|| name(0))
    }
}

impl Store {
    /// The shape of the file: `user_version`.
    pub fn format(&self) -> Result<i64> {
        self.tell(connection::identity(&self.conn).map(|i| i.1))
    }
}
