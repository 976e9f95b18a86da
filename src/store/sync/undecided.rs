//! Conflicts for people: what is undecided, with the values and who wrote each; and how one is decided.

use super::conflict::{self, Kept, Kind};
use super::identity::Identities;
use crate::model::bundle::Columns;
use crate::model::catalogue::{self, Table};
use crate::model::fold::PRESENCE;
use crate::model::revision::digest_bytes;
use crate::model::{Change, Move, PartialDate, Refusal, Word};
use crate::store::changes::{change, history};
use crate::store::rows::{self, Select, row};
use crate::store::{ChangeTx, Result, Store, Subject};
use chrono::NaiveDate;
use rusqlite::{Connection, named_params};
use serde_json::Value;

/// Why a deadline was moved, and who agreed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    pub reason: String,
    pub agreed_by: Option<String>,
}

row! { Why { reason, agreed_by } }

/// A conflict that nobody has decided.
#[derive(Clone, Debug)]
pub struct Conflict {
    pub id: i64,
    pub kind: Kind,
    /// The table of the row that it is about, and its number in this copy.
    pub table: &'static Table,
    pub row: i64,
    uid: String,
    /// As a person calls it: ID-2021/4.1.
    pub name: String,
    /// The column; empty: the row itself.
    pub column: String,
    /// The field in words; for parts of something (a role, a tag) with what tells them apart.
    pub field: String,
    /// Of lines of a log: the day.
    pub day: Option<NaiveDate>,
    /// The values, the one that is shown first.
    pub values: Vec<ConflictValue>,
}

/// One of the values of a conflict.
#[derive(Clone, Debug)]
pub struct ConflictValue {
    raw: Value,
    /// In words; `None`: empty. Of a row that is there or not, `…` and `–`.
    pub words: Option<String>,
    /// The change that wrote it, as it stands here.
    pub by: Option<Change>,
    /// Whether it was written in this copy.
    pub is_ours: bool,
    /// Why it was moved and who agreed, where it is an approved deadline.
    pub why: Option<Why>,
}

impl Conflict {
    /// Six digits that name it in every copy, as long as nobody says anything else about it.
    pub fn code(&self) -> String {
        let day = self.day.map(|d| d.to_string()).unwrap_or_default();
        let mut changes: Vec<&str> = self.values.iter().filter_map(|v| Some(v.by.as_ref()?.uid.as_str())).collect();
        changes.sort_unstable();
        let text = [&[self.table.name, &self.uid, &self.column, &day, self.kind.code()], &changes[..]].concat();
        digest_bytes(text.join("\n").as_bytes())[..6].to_string()
    }

    /// The subject as it is typed: ID-2021/4.1; of lines of the log with their day, ID-2021/4.1@2025-06-30.
    pub fn subject(&self) -> String {
        match (self.kind, self.day) {
            (Kind::Frozen, _) => format!("{} {}", self.field, self.name),
            (_, Some(day)) => format!("{}@{day}", self.name),
            (_, None) => self.name.clone(),
        }
    }

    /// Whether one of its values can be chosen. Names and trees are put right by editing a row.
    pub fn is_decidable(&self) -> bool {
        !matches!(self.kind, Kind::Name | Kind::Circle)
    }

    /// Whether it is about the row itself.
    pub fn is_whole(&self) -> bool {
        matches!(self.kind, Kind::Presence | Kind::Needed)
    }
}

fn told(conn: &Connection) -> Result<Vec<Conflict>> {
    let mut ids = Identities::default();
    conflict::all(conn)?.into_iter().filter_map(|kept| one(conn, &mut ids, kept).transpose()).collect()
}

fn one(conn: &Connection, ids: &mut Identities, kept: Kept) -> Result<Option<Conflict>> {
    let Some(table) = catalogue::table(&kept.noun) else { return Ok(None) };
    let kind = kept.kind();
    let sql = format!("SELECT {} FROM {table} WHERE id = ?1", history::as_json(table));
    let stands: Option<Columns> = rows::maybe(conn, &sql, [kept.row])?;
    let row = stands.unwrap_or_default();
    let (name, part) = match kind {
        Kind::Frozen => {
            let text = |c: &str| row.get(c).and_then(Value::as_str).unwrap_or_default().to_string();
            (text("code"), format!("{}.{}", text("quarter"), row.get("number").cloned().unwrap_or_default()))
        }
        _ => (history::name(conn, table, &row)?, history::part(conn, table, &row)?),
    };
    let column = if kind == Kind::Frozen { "" } else { kept.field.as_str() };
    let words: Vec<&str> = [part.as_str(), column].into_iter().filter(|t| !t.is_empty()).collect();
    let field = if words.is_empty() { table.to_string() } else { words.join(" ") };
    let mut values = Vec::new();
    for claim in &kept.claims {
        let number: Option<i64> = rows::maybe(conn, "SELECT number FROM change WHERE uid = ?1", [&claim.change])?;
        let by = number.map(|number| change::change(conn, number)).transpose()?;
        let is_ours = match number {
            Some(number) => rows::one(conn, "SELECT knew IS NULL FROM change WHERE number = ?1", [number])?,
            None => false,
        };
        let words = match (kind, &claim.value) {
            (Kind::Presence | Kind::Needed, Value::Bool(there)) => Some(if *there { "…" } else { "–" }.to_string()),
            (Kind::Log, value) => value.as_str().map(str::to_string),
            (_, value) => spelled(conn, ids, table, &kept.field, value)?,
        };
        let why = match (kind, kept.field.as_str(), number) {
            (Kind::Value, "deadline_approved", Some(number)) => moved(conn, table, kept.row, &claim.value, number)?,
            _ => None,
        };
        values.push(ConflictValue { raw: claim.value.clone(), words, by, is_ours, why });
    }
    // Of a row that somebody removed and that others refer to, the other choice is that it stays.
    if kind == Kind::Needed {
        values.push(ConflictValue { raw: true.into(), words: Some("…".into()), by: None, is_ours: true, why: None });
    }
    let Kept { id, row: number, uid, field: column, day, .. } = kept;
    Ok(Some(Conflict { id, kind, table, row: number, uid, name, column, field, day, values }))
}

/// A value as it is sent, in the words of a person.
fn spelled(
    conn: &Connection,
    ids: &mut Identities,
    table: &'static Table,
    column: &str,
    value: &Value,
) -> Result<Option<String>> {
    let of = table.refers_to(column).and_then(catalogue::table);
    let here = match (of, value.as_str()) {
        (Some(of), Some(identity)) => ids.rows(conn, of, identity)?.last().map_or(Value::Null, |id| (*id).into()),
        _ => value.clone(),
    };
    history::spelled(conn, table, column, &here)
}

/// The move by which a change led a deadline to a value.
fn moved(conn: &Connection, table: &Table, row: i64, to: &Value, change: i64) -> Result<Option<Why>> {
    let of = if table.name == "activity" { "activity" } else { "activity IS NULL AND objective" };
    let sql = format!(
        "SELECT {} FROM deadline_move WHERE {of} = :row AND after IS :to ORDER BY since = :change DESC, id DESC LIMIT 1",
        Why::COLUMNS
    );
    rows::maybe(conn, &sql, named_params! { ":row": row, ":to": to.as_str(), ":change": change })
}

impl Store {
    /// All that copies wrote without knowing of each other, and that nobody has decided.
    pub fn conflicts(&self) -> Result<Vec<Conflict>> {
        self.tell(told(&self.conn))
    }

    /// How many conflicts are undecided.
    pub fn count_conflicts(&self) -> Result<i64> {
        self.one("SELECT count(*) FROM conflict", [])
    }
}

impl ChangeTx<'_> {
    /// The conflicts as they are inside the change.
    pub fn conflicts(&self) -> Result<Vec<Conflict>> {
        told(self.conn()?)
    }

    /// Takes one of the values of a conflict, by its place. What hangs on a row that is to be gone goes with it. A
    /// conflict of a log is decided by a line instead.
    pub fn decide(&self, conflict: &Conflict, taken: usize, reason: Option<&str>) -> Result<()> {
        let Some(value) = conflict.values.get(taken) else {
            return Err(Refusal::NotADecision { value: (taken + 1).to_string() }.into());
        };
        let dropped: Vec<&str> = conflict
            .values
            .iter()
            .enumerate()
            .filter(|(at, _)| *at != taken)
            .map(|(_, v)| v.words.as_deref().unwrap_or(""))
            .collect();
        let mut about = (conflict.row, conflict.uid.clone(), conflict.column.as_str(), value.raw.clone());
        if conflict.kind == Kind::Frozen {
            let digest = value.raw.as_str().unwrap_or_default();
            let sql = "SELECT id, uid FROM revision WHERE digest = ?1 ORDER BY uid LIMIT 1";
            let (id, uid): (i64, String) = self.one(sql, [digest])?;
            about = (id, uid, PRESENCE, true.into());
        }
        if conflict.is_whole() && value.raw == Value::Bool(false) {
            self.withdraw_what_hangs(conflict.table, conflict.row)?;
        }
        if conflict.kind == Kind::Value && conflict.column == "deadline_approved" {
            self.move_to(conflict, value, reason)?;
        }
        let (row, uid, field, raw) = about;
        self.write(
            "INSERT INTO settled (noun, row, field, taken, dropped, uid, value, since)
             VALUES (:noun, :row, :field, :taken, :dropped, :uid, :value, :since)",
            named_params! {
                ":noun": conflict.table.name, ":row": row, ":field": field, ":taken": value.words,
                ":dropped": dropped.join("; "), ":uid": uid, ":value": raw.to_string(), ":since": self.number,
            },
        )?;
        Ok(())
    }

    /// The last move of a deadline leads to what was chosen. It has the reason of the decision, else that of the move
    /// that was chosen, and was agreed by whoever agreed to that one.
    fn move_to(&self, conflict: &Conflict, value: &ConflictValue, reason: Option<&str>) -> Result<()> {
        let Some(subject) = self.subject_in_conflict(conflict)? else { return Ok(()) };
        let last: Option<(Option<PartialDate>, NaiveDate)> = self.maybe(
            "SELECT after, as_of FROM deadline_move WHERE objective = ?1 AND activity IS ?2 ORDER BY as_of DESC, id DESC LIMIT 1",
            (subject.objective, subject.activity),
        )?;
        let after = value.raw.as_str().map(PartialDate::parse).transpose()?;
        let Some((before, as_of)) = last.filter(|(before, _)| *before != after) else { return Ok(()) };
        let hint = Word(
            "say why one deadline was chosen: --reason \"...\"",
            "begrund, hvorfor den ene frist er valgt: --reason \"...\"",
        );
        let own = value.why.as_ref().map(|why| why.reason.clone());
        let reason = reason.map(str::to_string).or(own).ok_or(Refusal::ReasonNeeded { hint })?;
        let agreed_by = value.why.as_ref().and_then(|why| why.agreed_by.clone());
        let as_of = as_of.max(self.moment.today);
        self.add_move(subject, &Move { before, after, as_of, reason, agreed_by })
    }

    /// Takes out everything that refers to a row.
    fn withdraw_what_hangs(&self, table: &Table, row: i64) -> Result<()> {
        let conn = self.conn()?;
        for other in catalogue::with_history() {
            for (column, _) in other.references().filter(|(_, of)| *of == table.name) {
                let ids: Vec<i64> = rows::all(conn, &format!("SELECT id FROM {other} WHERE {column} = ?1"), [row])?;
                for id in ids.into_iter().filter(|id| (other.name, *id) != (table.name, row)) {
                    self.withdraw_what_hangs(other, id)?;
                    conn.execute(&format!("DELETE FROM {other} WHERE id = ?1"), [id])?;
                }
            }
        }
        Ok(())
    }

    /// The subject whose log a conflict is about.
    pub fn subject_in_conflict(&self, conflict: &Conflict) -> Result<Option<Subject>> {
        let sql = if conflict.table.name == "activity" {
            "SELECT objective, id FROM activity WHERE id = ?1"
        } else {
            "SELECT id, NULL FROM objective WHERE id = ?1"
        };
        self.maybe(sql, [conflict.row])
    }
}
