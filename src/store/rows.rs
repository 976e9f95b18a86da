//! Reading rows. A type says once of which columns it is made; the list of a SELECT and the reading both
//! come from that, and nothing is read by the number of a column.
//!
//! ```text
//! row! { Setting { name, value, since } }
//! let all: Vec<Setting> = rows::all(conn, &format!("SELECT {} FROM setting", Setting::COLUMNS), [])?;
//! let codes: Vec<(i64, String)> = rows::all(conn, "SELECT id, code FROM plan", [])?;
//! ```

use super::{Result, Store, Subject};
use crate::model::entry::EntryFields;
use crate::model::returns::{Answer, Base, Shown};
use crate::model::succession::Reform;
use crate::model::{
    ActivityId, AreaId, AuthorityId, EntryId, InstrumentId, ObjectiveId, PartnershipId, PlanId, RevisionId, RoleId,
    SheetId, SheetRowId,
};
use crate::model::{
    Audience, Basis, EntryBasis, Interest, Lang, Light, PartialDate, Quarter, Reference, RoleKind, Status, parse_day,
};
use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension, Params, Row, ToSql};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::hash::Hash;

/// A value that stands in one column.
pub(super) trait Cell: Sized {
    fn read(value: ValueRef<'_>) -> FromSqlResult<Self>;
}

/// A value that is read from one column or several, in the order in which they are selected.
pub(super) trait FromRow: Sized {
    fn from_row(cells: &mut Cells) -> rusqlite::Result<Self>;
}

impl<T: Cell> FromRow for T {
    fn from_row(cells: &mut Cells) -> rusqlite::Result<T> {
        cells.cell()
    }
}

/// The columns of a row, each read once, from the first to the last.
pub(super) struct Cells<'r, 's> {
    row: &'r Row<'s>,
    next: usize,
}

/// Lets rusqlite say which column it was that could not be read.
struct Read<T>(T);

impl<T: Cell> FromSql for Read<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        T::read(value).map(Read)
    }
}

impl<'r, 's> Cells<'r, 's> {
    pub fn new(row: &'r Row<'s>) -> Cells<'r, 's> {
        Cells { row, next: 0 }
    }

    pub fn next<T: FromRow>(&mut self) -> rusqlite::Result<T> {
        T::from_row(self)
    }

    fn cell<T: Cell>(&mut self) -> rusqlite::Result<T> {
        self.next += 1;
        self.row.get::<_, Read<T>>(self.next - 1).map(|read| read.0)
    }

    /// The next value as SQLite holds it.
    pub fn value(&mut self) -> rusqlite::Result<ValueRef<'r>> {
        self.next += 1;
        self.row.get_ref(self.next - 1)
    }

    /// A value of `width` columns, or `None` where the first of them is NULL: of a row that was not joined.
    pub fn joined<T: FromRow>(&mut self, width: usize) -> rusqlite::Result<Option<T>> {
        let from = self.next;
        if self.value()? == ValueRef::Null {
            self.next = from + width;
            return Ok(None);
        }
        self.next = from;
        let read = self.next()?;
        debug_assert_eq!(self.next, from + width, "each field is one column");
        Ok(Some(read))
    }
}

/// A value with the columns that it is read from.
pub(super) trait Select: FromRow {
    /// As they stand in a SELECT.
    const COLUMNS: &'static str;
}

/// Says of which columns a struct is read: each field has the column of its name, or what is written
/// behind it. After a semicolon come fields that are filled in later.
macro_rules! row {
    ($name:ident { $first:ident $(= $from:literal)? $(, $field:ident $(= $piece:literal)?)* $(,)? $(; $($later:ident: $value:expr),+)? }) => {
        impl $crate::store::rows::FromRow for $name {
            fn from_row(cells: &mut $crate::store::rows::Cells) -> rusqlite::Result<$name> {
                Ok($name { $first: cells.next()? $(, $field: cells.next()?)* $($(, $later: $value)+)? })
            }
        }

        impl $crate::store::rows::Select for $name {
            const COLUMNS: &'static str = concat!(
                $crate::store::rows::column!($first $(= $from)?)
                $(, ", ", $crate::store::rows::column!($field $(= $piece)?))*
            );
        }
    };
}

macro_rules! column {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident = $piece:literal) => {
        $piece
    };
}

pub(super) use {column, row};

macro_rules! tuples {
    ($($($name:ident)+;)+) => {
        $(impl<$($name: FromRow),+> FromRow for ($($name,)+) {
            fn from_row(cells: &mut Cells) -> rusqlite::Result<Self> {
                Ok(($(cells.next::<$name>()?,)+))
            }
        })+
    };
}

tuples! { A B; A B C; A B C D; A B C D E; A B C D E F; }

/// Every row of the answer, in any collection.
pub(super) fn all<T: FromRow, C: FromIterator<T>>(conn: &Connection, sql: &str, bound: impl Params) -> Result<C> {
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map(bound, |r| Cells::new(r).next())?;
    Ok(rows.collect::<rusqlite::Result<C>>()?)
}

/// The first row, which is there.
pub(super) fn one<T: FromRow>(conn: &Connection, sql: &str, bound: impl Params) -> Result<T> {
    Ok(conn.prepare_cached(sql)?.query_row(bound, |r| Cells::new(r).next())?)
}

/// The first row, if there is any.
pub(super) fn maybe<T: FromRow>(conn: &Connection, sql: &str, bound: impl Params) -> Result<Option<T>> {
    Ok(conn.prepare_cached(sql)?.query_row(bound, |r| Cells::new(r).next()).optional()?)
}

/// Row by row, where all of them at once would be too much; the statement is not kept.
pub(super) fn each<T: FromRow>(
    conn: &Connection,
    sql: &str,
    bound: impl Params,
    mut each: impl FnMut(T) -> Result<()>,
) -> Result<()> {
    let mut statement = conn.prepare(sql)?;
    let mut rows = statement.query(bound)?;
    while let Some(r) = rows.next()? {
        each(Cells::new(r).next()?)?;
    }
    Ok(())
}

/// The rows of each key together, in the order of the rows.
pub(super) fn grouped<K: Eq + Hash, V>(rows: Vec<(K, V)>) -> HashMap<K, Vec<V>> {
    let mut groups: HashMap<K, Vec<V>> = HashMap::new();
    for (key, value) in rows {
        groups.entry(key).or_default().push(value);
    }
    groups
}

impl Store {
    /// [`all`] of this file.
    pub(super) fn all<T: FromRow, C: FromIterator<T>>(&self, sql: &str, bound: impl Params) -> Result<C> {
        self.tell(all(&self.conn, sql, bound))
    }

    /// [`one`] of this file.
    pub(super) fn one<T: FromRow>(&self, sql: &str, bound: impl Params) -> Result<T> {
        self.tell(one(&self.conn, sql, bound))
    }

    /// [`maybe`] of this file.
    pub(super) fn maybe<T: FromRow>(&self, sql: &str, bound: impl Params) -> Result<Option<T>> {
        self.tell(maybe(&self.conn, sql, bound))
    }
}

macro_rules! plain_cells {
    ($($name:ty),+) => {
        $(impl Cell for $name {
            fn read(value: ValueRef<'_>) -> FromSqlResult<$name> {
                <$name as FromSql>::column_result(value)
            }
        })+
    };
}

plain_cells!(i64, u32, bool, String);

macro_rules! id_cells {
    ($($name:ident),+) => {
        $(
            impl FromSql for $name {
                fn column_result(value: ValueRef<'_>) -> FromSqlResult<$name> {
                    value.as_i64().map($name)
                }
            }

            plain_cells!($name);

            impl ToSql for $name {
                fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                    Ok(self.0.into())
                }
            }
        )+
    };
}

id_cells!(
    ActivityId,
    AreaId,
    AuthorityId,
    EntryId,
    InstrumentId,
    ObjectiveId,
    PartnershipId,
    PlanId,
    RevisionId,
    RoleId,
    SheetId,
    SheetRowId
);

/// NULL is none.
impl<T: Cell> Cell for Option<T> {
    fn read(value: ValueRef<'_>) -> FromSqlResult<Option<T>> {
        if value == ValueRef::Null { Ok(None) } else { T::read(value).map(Some) }
    }
}

/// A text of the file that is not one of those that its own checks let in.
fn strange(text: &str) -> FromSqlError {
    FromSqlError::Other(format!("«{text}»").into())
}

macro_rules! text_cells {
    ($($name:ty: $read:expr;)+) => {
        $(impl Cell for $name {
            fn read(value: ValueRef<'_>) -> FromSqlResult<$name> {
                let text = value.as_str()?;
                let read: fn(&str) -> Option<$name> = $read;
                read(text).ok_or_else(|| strange(text))
            }
        })+
    };
}

text_cells! {
    Status: Status::from_code;
    Light: Light::from_code;
    Basis: Basis::from_code;
    EntryBasis: EntryBasis::from_code;
    Interest: Interest::from_code;
    RoleKind: RoleKind::from_code;
    Reform: Reform::from_code;
    Lang: |text| [Lang::Da, Lang::En].into_iter().find(|lang| lang.code() == text);
    PartialDate: |text| PartialDate::parse(text).ok();
    EntryFields: |text| Some(EntryFields::read(text));
    NaiveDate: |text| parse_day(text, None).ok();
    Quarter: |text| Quarter::parse(text).ok();
    DateTime<Utc>: |text| DateTime::parse_from_rfc3339(text).ok().map(|at| at.with_timezone(&Utc));
}

/// Not said is internal.
impl Cell for Audience {
    fn read(value: ValueRef<'_>) -> FromSqlResult<Audience> {
        let Some(code) = value.as_str_or_null()? else { return Ok(Audience::Internal) };
        Audience::from_code(code).ok_or_else(|| strange(code))
    }
}

/// A value that is kept as JSON.
pub(super) struct Json<T>(pub T);

impl<T: DeserializeOwned> Cell for Json<T> {
    fn read(value: ValueRef<'_>) -> FromSqlResult<Json<T>> {
        serde_json::from_str(value.as_str()?).map(Json).map_err(|e| FromSqlError::Other(e.into()))
    }
}

macro_rules! json_cells {
    ($($name:ty),+) => {
        $(impl Cell for $name {
            fn read(value: ValueRef<'_>) -> FromSqlResult<$name> {
                Json::read(value).map(|kept| kept.0)
            }
        })+
    };
}

json_cells!(Base, Answer, Shown, Map<String, Value>, Value);

/// A list is kept as a JSON array.
impl<T: DeserializeOwned> Cell for Vec<T> {
    fn read(value: ValueRef<'_>) -> FromSqlResult<Vec<T>> {
        Json::read(value).map(|list| list.0)
    }
}

row! { Subject { objective, activity } }

/// Plan, objective and activity, where it is one.
impl FromRow for Reference {
    fn from_row(cells: &mut Cells) -> rusqlite::Result<Reference> {
        Ok(Reference { plan: cells.next()?, objective: cells.next()?, activity: cells.next()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Deadline {
        plan: String,
        on: Option<NaiveDate>,
        light: Option<Light>,
    }

    row! { Deadline { plan, on = "\"due\"", light } }

    fn made(rows: &str) -> Connection {
        let conn = Connection::open_in_memory().unwrap();
        conn.execute_batch(&format!("CREATE TABLE t AS SELECT * FROM ({rows})")).unwrap();
        conn
    }

    #[test]
    fn a_struct_is_selected_and_read_by_its_fields() {
        let conn = made("SELECT 'A' AS plan, '2026-11-25' AS due, NULL AS light UNION ALL SELECT 'B', NULL, 'red'");
        assert_eq!(Deadline::COLUMNS, "plan, \"due\", light");
        let all: Vec<Deadline> = all(&conn, &format!("SELECT {} FROM t", Deadline::COLUMNS), []).unwrap();
        let said: Vec<_> = all.into_iter().map(|d| (d.plan, d.on.map(|on| on.to_string()), d.light)).collect();
        assert_eq!(said, [("A".into(), Some("2026-11-25".into()), None), ("B".into(), None, Some(Light::Red))]);
    }

    #[test]
    fn values_follow_each_other_also_after_a_row_that_was_not_joined() {
        let conn =
            made("SELECT NULL AS plan, NULL AS due, NULL AS light, 7 AS n UNION ALL SELECT 'B', NULL, 'green', 8");
        let mut statement = conn.prepare("SELECT plan, due, light, n FROM t").unwrap();
        let mut rows = statement.query([]).unwrap();
        let mut found = Vec::new();
        while let Some(r) = rows.next().unwrap() {
            let mut cells = Cells::new(r);
            let joined: Option<Deadline> = cells.joined(3).unwrap();
            found.push((joined.map(|d| d.plan), cells.next::<i64>().unwrap()));
        }
        assert_eq!(found, [(None, 7), (Some("B".into()), 8)]);
    }

    #[test]
    fn what_the_file_cannot_hold_is_an_error_and_no_default() {
        let conn = made("SELECT 'blue' AS light, '2026-13-01' AS day, '[1' AS list, NULL AS unsaid");
        assert!(one::<Option<Light>>(&conn, "SELECT light FROM t", []).is_err());
        assert!(one::<NaiveDate>(&conn, "SELECT day FROM t", []).is_err());
        assert!(one::<Vec<i64>>(&conn, "SELECT list FROM t", []).is_err());
        assert!(one::<String>(&conn, "SELECT unsaid FROM t", []).is_err());
        assert_eq!(one::<Option<String>>(&conn, "SELECT unsaid FROM t", []).unwrap(), None);
        assert_eq!(one::<Audience>(&conn, "SELECT unsaid FROM t", []).unwrap(), Audience::Internal);
        assert_eq!(maybe::<i64>(&conn, "SELECT 1 FROM t WHERE light = 'red'", []).unwrap(), None);
    }

    #[test]
    fn rows_of_one_key_keep_their_order() {
        let groups = grouped(vec![("a", 1), ("b", 2), ("a", 3)]);
        assert_eq!((&groups["a"][..], &groups["b"][..]), (&[1, 3][..], &[2][..]));
    }
}
