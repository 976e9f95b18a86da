//! Conflicts that nobody has decided yet, as the table `conflict` keeps them: made from the writes that a file knows,
//! and never sent.

use crate::model::catalogue::{self, Table};
use crate::model::fold::Claim;
use crate::model::lineage::Lineage;
use crate::store::rows::{self, row};
use crate::store::{Result, rows::Select};
use rusqlite::{Connection, named_params};
use serde_json::{Value, json};

/// The way in which writes contradict each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Several newest values of a field.
    Value,
    /// Removed by one, written on by another.
    Presence,
    /// Removed, and still referred to.
    Needed,
    /// Several rows of one name.
    Name,
    /// Areas that would lie in each other.
    Circle,
    /// Lines of a log that contradict each other.
    Log,
    /// One quarter that was frozen twice.
    Frozen,
}

impl Kind {
    const ALL: [Kind; 7] =
        [Kind::Value, Kind::Presence, Kind::Needed, Kind::Name, Kind::Circle, Kind::Log, Kind::Frozen];

    pub fn code(self) -> &'static str {
        match self {
            Kind::Value => "value",
            Kind::Presence => "presence",
            Kind::Needed => "needed",
            Kind::Name => "name",
            Kind::Circle => "circle",
            Kind::Log => "log",
            Kind::Frozen => "frozen",
        }
    }

    fn from_code(code: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A conflict as it is kept.
pub(in crate::store) struct Kept {
    pub id: i64,
    pub noun: String,
    pub row: i64,
    pub uid: String,
    pub field: String,
    kind: String,
    pub day: Option<chrono::NaiveDate>,
    pub claims: Vec<KeptClaim>,
}

row! { Kept { id, noun, row, uid, field, kind, day, claims } }

/// One of the values, with the identity of the change that wrote it.
#[derive(Clone, Debug, serde::Deserialize)]
pub(in crate::store) struct KeptClaim {
    pub change: String,
    pub value: Value,
}

impl Kept {
    pub fn kind(&self) -> Kind {
        Kind::from_code(&self.kind).unwrap_or(Kind::Value)
    }
}

/// All that are undecided, in the order of what they are about.
pub(in crate::store) fn all(conn: &Connection) -> Result<Vec<Kept>> {
    rows::all(conn, &format!("SELECT {} FROM conflict ORDER BY noun, uid, field, day, kind", Kept::COLUMNS), [])
}

/// Whether any is undecided.
pub(in crate::store) fn any(conn: &Connection) -> Result<bool> {
    rows::one(conn, "SELECT EXISTS (SELECT 1 FROM conflict)", [])
}

/// Claims as they are kept: the one that is shown first.
pub(super) fn claims(lineage: &Lineage, claims: &[Claim]) -> Value {
    let one = |claim: &Claim| {
        let uid = lineage.order(claim.change).map(|(_, _, uid)| uid.to_string());
        json!({ "change": uid.unwrap_or_default(), "value": claim.value })
    };
    claims.iter().map(one).collect()
}

/// Row by table, number and identity.
pub(super) type Subject<'a> = (&'a str, i64, &'a str);

pub(super) fn add(
    conn: &Connection,
    subject: Subject,
    field: &str,
    kind: Kind,
    claims: &Value,
    change: i64,
) -> Result<()> {
    insert(conn, subject, (field, kind, None), (None, None), claims, change)
}

/// A conflict of the log of a subject, about a field on a day.
pub(super) fn add_day(
    conn: &Connection,
    subject: Subject,
    (field, day): (&str, chrono::NaiveDate),
    claims: &Value,
    change: i64,
) -> Result<()> {
    insert(conn, subject, (field, Kind::Log, Some(day)), (None, None), claims, change)
}

fn insert(
    conn: &Connection,
    (table, id, identity): Subject,
    (field, kind, day): (&str, Kind, Option<chrono::NaiveDate>),
    (within, name): (Option<i64>, Option<String>),
    claims: &Value,
    change: i64,
) -> Result<()> {
    conn.prepare_cached(
        "INSERT INTO conflict (noun, row, uid, field, kind, day, within, name, claims, since)
         VALUES (:noun, :row, :uid, :field, :kind, :day, :within, :name, :claims, :since)",
    )?
    .execute(named_params! {
        ":noun": table, ":row": id, ":uid": identity, ":field": field, ":kind": kind.code(),
        ":day": day.map(|d| d.to_string()), ":within": within, ":name": name, ":claims": claims.to_string(),
        ":since": change,
    })?;
    Ok(())
}

/// The conflicts of a row by itself, as they are now.
pub(super) fn replace(conn: &Connection, subject: Subject, now: &[(&str, Kind, Value)], change: i64) -> Result<()> {
    conn.prepare_cached(
        "DELETE FROM conflict WHERE noun = ?1 AND uid = ?2 AND kind IN ('value', 'presence', 'needed')",
    )?
    .execute((subject.0, subject.2))?;
    for (field, kind, claims) in now {
        add(conn, subject, field, *kind, claims, change)?;
    }
    Ok(())
}

/// A row is gone.
pub(super) fn forget(conn: &Connection, table: &str, identity: &str) -> Result<()> {
    conn.prepare_cached("DELETE FROM conflict WHERE noun = ?1 AND uid = ?2")?.execute((table, identity))?;
    Ok(())
}

pub(super) fn forget_kind(conn: &Connection, table: &str, identity: &str, kind: Kind) -> Result<()> {
    conn.prepare_cached("DELETE FROM conflict WHERE noun = ?1 AND uid = ?2 AND kind = ?3")?.execute((
        table,
        identity,
        kind.code(),
    ))?;
    Ok(())
}

/// The rows with a conflict of a kind.
pub(super) fn of_kind(conn: &Connection, kind: Kind) -> Result<Vec<(&'static Table, String)>> {
    let sql = "SELECT DISTINCT noun, uid FROM conflict WHERE kind = ?1 ORDER BY noun, uid";
    let found: Vec<(String, String)> = rows::all(conn, sql, [kind.code()])?;
    Ok(found.into_iter().filter_map(|(noun, uid)| Some((catalogue::table(&noun)?, uid))).collect())
}

/// The row that a name is unique in, and the name, as a conflict about it is kept.
type Claimed<'a> = (Option<i64>, &'a str);

pub(super) fn add_name(
    conn: &Connection,
    subject: Subject,
    field: &str,
    (within, name): Claimed,
    claims: &Value,
    change: i64,
) -> Result<()> {
    insert(conn, subject, (field, Kind::Name, None), (within, Some(name.to_lowercase())), claims, change)
}

/// Whether several rows claim a name.
pub(super) fn claims_name(conn: &Connection, table: &str, within: Option<i64>, name: &str) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM conflict WHERE kind = 'name' AND noun = ?1 AND within IS ?2 AND name = ?3)";
    rows::one(conn, sql, (table, within, name.to_lowercase()))
}

pub(super) fn claimed_names(conn: &Connection) -> Result<Vec<(&'static Table, Option<i64>, String)>> {
    let sql = "SELECT DISTINCT noun, within, name FROM conflict WHERE kind = 'name' ORDER BY 1, 2, 3";
    let found: Vec<(String, Option<i64>, String)> = rows::all(conn, sql, [])?;
    Ok(found.into_iter().filter_map(|(noun, within, name)| Some((catalogue::table(&noun)?, within, name))).collect())
}

pub(super) fn forget_name(conn: &Connection, table: &str, within: Option<i64>, name: &str) -> Result<()> {
    conn.prepare_cached("DELETE FROM conflict WHERE kind = 'name' AND noun = ?1 AND within IS ?2 AND name = ?3")?
        .execute((table, within, name.to_lowercase()))?;
    Ok(())
}
