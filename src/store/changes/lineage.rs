//! Which change of this file knew which.

use crate::model::lineage::{Heads, Lineage};
use crate::store::{Error, Problem, Result, rows};
use rusqlite::Connection;
use std::path::Path;

/// The changes of a file with what each knew, up to the first that can't have known it: its number.
pub(in crate::store) fn look(conn: &Connection) -> Result<(Lineage, Option<i64>)> {
    let (mut lineage, mut heads, mut odd) = (Lineage::default(), Heads::default(), None);
    let all = "SELECT number, uid, at, knew FROM change WHERE open IS NULL ORDER BY number";
    rows::each(conn, all, [], |(number, uid, at, knew): (i64, String, String, Option<String>)| {
        if odd.is_some() {
            return Ok(());
        }
        let added = match knew.as_deref().map(serde_json::from_str::<Vec<String>>) {
            None => lineage.add_to((&uid, &at), &heads).ok(),
            Some(parents) => parents.ok().and_then(|parents| lineage.add((&uid, &at), &parents).ok()),
        };
        match added {
            Some(place) => heads.add(&lineage, place),
            None => odd = Some(number),
        }
        Ok(())
    })?;
    Ok((lineage, odd))
}

/// That change `number` says it knew something that it can't have known.
pub(in crate::store) fn told(number: i64) -> String {
    format!("change {number} says that it knew what does not come before it")
}

/// [`look`], where the file at `path` is refused as damaged.
pub(in crate::store) fn lineage(conn: &Connection, path: &Path) -> Result<Lineage> {
    match look(conn)? {
        (lineage, None) => Ok(lineage),
        (_, Some(number)) => Err(Error::file(path, Problem::Damaged { detail: told(number) })),
    }
}
