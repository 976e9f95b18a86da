//! The progress log. Lines are added; a line that is corrected or withdrawn goes to history.

use super::{ChangeTx, Result, Store, Subject, lookup};
use crate::model::{
    Audience, EntityKind, Entry, EntryBasis, EntryId, Light, ObjectiveId, PartialDate, Record, Reference, Status,
    parse_day,
};
use chrono::NaiveDate;
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, named_params};

/// A line of the log and what it is about, for lists and exports.
#[derive(Clone, Debug)]
pub struct Logged {
    pub reference: Reference,
    pub entry: Entry,
}

const COLUMNS: &str =
    "e.id, e.uid, e.as_of, e.status, e.light, e.note, e.evidence, e.expected, e.expected_reason, e.blocked_by,
    (SELECT code FROM authority WHERE id = e.ask), e.said, e.basis, e.source, e.supersedes, e.since, e.audience";

/// A word of a closed list; the file's own checks let no other in.
pub(super) fn word<T>(r: &Row, column: usize, read: impl Fn(&str) -> Option<T>) -> rusqlite::Result<Option<T>> {
    match r
        .get_ref(column)?
        .as_str_or_null()
        .map_err(|e| rusqlite::Error::FromSqlConversionFailure(column, Type::Text, e.into()))?
    {
        None => Ok(None),
        Some(text) => read(text)
            .map(Some)
            .ok_or_else(|| rusqlite::Error::FromSqlConversionFailure(column, Type::Text, format!("«{text}»").into())),
    }
}

pub(super) fn status(r: &Row, column: usize) -> rusqlite::Result<Option<Status>> {
    word(r, column, Status::from_code)
}

pub(super) fn light(r: &Row, column: usize) -> rusqlite::Result<Option<Light>> {
    word(r, column, Light::from_code)
}

pub(super) fn basis(r: &Row, column: usize) -> rusqlite::Result<Option<EntryBasis>> {
    word(r, column, EntryBasis::from_code)
}

pub(super) fn partial(r: &Row, column: usize) -> rusqlite::Result<Option<PartialDate>> {
    word(r, column, |t| PartialDate::parse(t).ok())
}

pub(super) fn day(r: &Row, column: usize) -> rusqlite::Result<Option<NaiveDate>> {
    word(r, column, |t| parse_day(t, None).ok())
}

pub(super) fn audience(r: &Row, column: usize) -> rusqlite::Result<Audience> {
    Ok(word(r, column, Audience::from_code)?.unwrap_or(Audience::Internal))
}

fn entry(r: &Row, at: usize) -> rusqlite::Result<Entry> {
    let said: String = r.get(at + 11)?;
    let missing = |c: usize| rusqlite::Error::InvalidColumnType(c, "entry".into(), Type::Null);
    Ok(Entry {
        id: r.get(at)?,
        uid: r.get(at + 1)?,
        as_of: day(r, at + 2)?.ok_or_else(|| missing(at + 2))?,
        status: status(r, at + 3)?.ok_or_else(|| missing(at + 3))?,
        light: light(r, at + 4)?,
        note: r.get(at + 5)?,
        evidence: r.get(at + 6)?,
        expected: partial(r, at + 7)?,
        expected_reason: r.get(at + 8)?,
        blocked_by: r.get(at + 9)?,
        ask: r.get(at + 10)?,
        said: said.split(' ').filter(|s| !s.is_empty()).map(str::to_string).collect(),
        basis: basis(r, at + 12)?,
        source: r.get(at + 13)?,
        supersedes: r.get(at + 14)?,
        since: r.get(at + 15)?,
        audience: audience(r, at + 16)?,
    })
}

/// After every day that can be written.
const AFTER_ALL: &str = "9999-12-31";

fn latest(conn: &Connection, subject: Subject, until: &str) -> Result<Option<Entry>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM entry e WHERE objective = :objective AND activity IS :activity AND as_of <= :day
         ORDER BY as_of DESC, id DESC LIMIT 1"
    );
    Ok(conn
        .prepare_cached(&sql)?
        .query_row(
            named_params! { ":objective": subject.objective, ":activity": subject.activity, ":day": until },
            |r| entry(r, 0),
        )
        .optional()?)
}

fn log(conn: &Connection, subject: Subject) -> Result<Vec<Entry>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM entry e WHERE objective = :objective AND activity IS :activity ORDER BY as_of, id"
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let rows = statement
        .query_map(named_params! { ":objective": subject.objective, ":activity": subject.activity }, |r| entry(r, 0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The lines of a day, in their order.
fn lines_of(conn: &Connection, subject: Subject, day: NaiveDate) -> Result<Vec<Entry>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM entry e WHERE objective = :objective AND activity IS :activity AND as_of = :day ORDER BY id"
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let named =
        named_params! { ":objective": subject.objective, ":activity": subject.activity, ":day": day.to_string() };
    let rows = statement.query_map(named, |r| entry(r, 0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The next lines after one, in their order: so many at once, since they may be altered meanwhile.
fn lines_after(conn: &Connection, subject: Subject, after: (&str, EntryId)) -> Result<Vec<Entry>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM entry e WHERE objective = :objective AND activity IS :activity
         AND as_of >= :day AND (as_of, id) > (:day, :id) ORDER BY as_of, id LIMIT 32"
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let named = named_params! {
        ":objective": subject.objective, ":activity": subject.activity, ":day": after.0, ":id": after.1,
    };
    let rows = statement.query_map(named, |r| entry(r, 0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

impl Store {
    /// The newest line on or before a day.
    pub fn latest(&self, subject: Subject, as_of: NaiveDate) -> Result<Option<Entry>> {
        self.tell(latest(&self.conn, subject, &as_of.to_string()))
    }

    /// The newest line on or before a day of an objective that has a note.
    pub fn newest_note(&self, objective: ObjectiveId, as_of: NaiveDate) -> Result<Option<Entry>> {
        let read = || -> Result<Option<Entry>> {
            let sql = format!(
                "SELECT {COLUMNS} FROM entry e WHERE objective = :objective AND activity IS NULL AND as_of <= :day
                 AND note IS NOT NULL ORDER BY as_of DESC, id DESC LIMIT 1"
            );
            let mut found = self.conn.prepare_cached(&sql)?;
            let bound = named_params! { ":objective": objective, ":day": as_of.to_string() };
            Ok(found.query_row(bound, |r| entry(r, 0)).optional()?)
        };
        self.tell(read())
    }

    /// Every line that stands, oldest first.
    pub fn log(&self, subject: Subject) -> Result<Vec<Entry>> {
        self.tell(log(&self.conn, subject))
    }

    /// All lines that stand, plan by plan in the order of the plan, oldest first; one by one.
    pub fn each_entry(&self, plans: &[String], mut each: impl FnMut(Logged) -> Result<()>) -> Result<()> {
        let mut walk = || -> Result<()> {
            let of_plans =
                if plans.is_empty() { "WHERE ?1 = ?1" } else { "WHERE p.code IN (SELECT value FROM json_each(?1))" };
            let sql = format!(
                "SELECT p.code, o.number, (SELECT number FROM activity WHERE id = e.activity), {COLUMNS}
                 FROM plan p CROSS JOIN objective o ON o.plan = p.id CROSS JOIN entry e ON e.objective = o.id
                 {of_plans} ORDER BY p.code, o.sort, o.id, e.activity, e.as_of, e.id"
            );
            let mut statement = self.conn.prepare(&sql)?;
            let mut rows = statement.query([serde_json::to_string(plans).unwrap_or_default()])?;
            while let Some(r) = rows.next()? {
                let reference = Reference { plan: r.get(0)?, objective: r.get(1)?, activity: r.get(2)? };
                each(Logged { reference, entry: entry(r, 3)? })?;
            }
            Ok(())
        };
        let done = walk();
        self.tell(done)
    }
}

impl ChangeTx<'_> {
    pub fn subject(&self, reference: &Reference) -> Result<(Subject, Reference)> {
        lookup::subject(self.conn()?, reference)
    }

    pub fn latest(&self, subject: Subject, as_of: NaiveDate) -> Result<Option<Entry>> {
        latest(self.conn()?, subject, &as_of.to_string())
    }

    /// The newest line of all.
    pub fn newest(&self, subject: Subject) -> Result<Option<Entry>> {
        latest(self.conn()?, subject, AFTER_ALL)
    }

    pub fn log(&self, subject: Subject) -> Result<Vec<Entry>> {
        log(self.conn()?, subject)
    }

    /// The lines of a day, in their order.
    pub fn lines_of(&self, subject: Subject, day: NaiveDate) -> Result<Vec<Entry>> {
        lines_of(self.conn()?, subject, day)
    }

    /// The first lines from a day on, in their order.
    pub fn lines_from(&self, subject: Subject, day: NaiveDate) -> Result<Vec<Entry>> {
        lines_after(self.conn()?, subject, (&day.to_string(), EntryId(i64::MIN)))
    }

    /// The next lines after one, in their order.
    pub fn lines_after(&self, subject: Subject, line: &Entry) -> Result<Vec<Entry>> {
        lines_after(self.conn()?, subject, (&line.as_of.to_string(), line.id))
    }

    /// The line of a subject that corrects the one with this identity. Of a subject there may be many lines,
    /// of corrections there are few: the plus keeps SQLite from looking through the lines.
    pub fn correction_of(&self, subject: Subject, uid: &str) -> Result<Option<Entry>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM entry e WHERE supersedes = :uid AND +objective = :objective AND +activity IS :activity
             ORDER BY as_of, id LIMIT 1"
        );
        let named = named_params! { ":uid": uid, ":objective": subject.objective, ":activity": subject.activity };
        Ok(self.conn()?.prepare_cached(&sql)?.query_row(named, |r| entry(r, 0)).optional()?)
    }

    pub fn authority_code(&self, text: &str) -> Result<String> {
        lookup::authority(self.conn()?, text).map(|f| f.1)
    }

    /// A line by its identity, and what it is about.
    pub fn entry_by_uid(&self, uid: &str) -> Result<Option<(Subject, Entry)>> {
        let sql = format!("SELECT {COLUMNS}, e.objective, e.activity FROM entry e WHERE uid = :uid");
        Ok(self
            .conn()?
            .prepare_cached(&sql)?
            .query_row(named_params! { ":uid": uid }, |r| {
                Ok((Subject { objective: r.get(17)?, activity: r.get(18)? }, entry(r, 0)?))
            })
            .optional()?)
    }

    /// The versions of a line that stands no more.
    pub fn withdrawn(&self, uid: &str) -> Result<Vec<Entry>> {
        let mut statement = self.conn()?.prepare_cached(
            "SELECT row, was ->> 'uid', was ->> 'as_of', was ->> 'status', was ->> 'light', was ->> 'note',
                    was ->> 'evidence', was ->> 'expected', was ->> 'expected_reason', was ->> 'blocked_by',
                    (SELECT code FROM authority WHERE id = was ->> 'ask'), was ->> 'said', was ->> 'basis',
                    was ->> 'source', was ->> 'supersedes', since, was ->> 'audience'
             FROM history WHERE noun = 'entry' AND json_extract(was, '$.uid') = ?1",
        )?;
        let rows = statement.query_map([uid], |r| entry(r, 0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Adds a line. One without a number gets the next; one without an identity gets a new one.
    pub fn add_entry(&self, subject: Subject, entry: &Entry) -> Result<EntryId> {
        let ask = entry.ask.as_deref().map(|code| lookup::authority(self.conn()?, code)).transpose()?.map(|a| a.0);
        let id = self
            .conn()?
            .prepare_cached(
                "INSERT INTO entry (id, uid, objective, activity, as_of, status, light, note, evidence, expected,
                                    expected_reason, blocked_by, ask, said, basis, source, supersedes, audience, since)
                 VALUES (nullif(:id, 0), :uid, :objective, :activity, :as_of, :status, :light, :note, :evidence, :expected,
                         :expected_reason, :blocked_by, :ask, :said, :basis, :source, :supersedes, :audience, :since)
                 RETURNING id",
            )?
            .query_row(
                named_params! {
                    ":id": entry.id,
                    ":uid": if entry.uid.is_empty() { self.uid() } else { entry.uid.clone() },
                    ":objective": subject.objective,
                    ":activity": subject.activity,
                    ":as_of": entry.as_of.to_string(),
                    ":status": entry.status.code(),
                    ":light": entry.light.map(Light::code),
                    ":note": entry.note,
                    ":evidence": entry.evidence,
                    ":expected": entry.expected.map(|e| e.to_string()),
                    ":expected_reason": entry.expected_reason,
                    ":blocked_by": entry.blocked_by,
                    ":ask": ask,
                    ":said": entry.said.join(" "),
                    ":basis": entry.basis.map(EntryBasis::code),
                    ":source": entry.source,
                    ":supersedes": entry.supersedes,
                    ":audience": Some(entry.audience).filter(|a| *a != Audience::Internal).map(Audience::code),
                    ":since": self.number,
                },
                |r| r.get(0),
            )?;
        Ok(id)
    }

    /// Takes a line out of the log; it stays readable in history.
    pub fn withdraw_entry(&self, id: EntryId) -> Result<()> {
        self.conn()?.prepare_cached("DELETE FROM entry WHERE id = :id")?.execute(named_params! { ":id": id })?;
        Ok(())
    }
}

/// When the plan of a subject begins, and from when the subject is retired.
#[derive(Clone, Copy, Debug)]
pub struct LifeSpan {
    pub begins: Option<NaiveDate>,
    pub retired_on: Option<NaiveDate>,
}

impl ChangeTx<'_> {
    pub fn life_span(&self, subject: Subject) -> Result<LifeSpan> {
        Ok(self
            .conn()?
            .prepare_cached(
                "SELECT p.period_start, p.signed_on, nullif(min(coalesce(a.retired_on, '~'), coalesce(o.retired_on, '~'), coalesce(p.retired_on, '~')), '~')
                 FROM objective o JOIN plan p ON p.id = o.plan LEFT JOIN activity a ON a.id = :activity
                 WHERE o.id = :objective",
            )?
            .query_row(named_params! { ":objective": subject.objective, ":activity": subject.activity }, |r| {
                let (start, signed) = (partial(r, 0)?.map(PartialDate::first_day), day(r, 1)?);
                let begins = match (start, signed) {
                    (Some(start), Some(signed)) => Some(start.min(signed)),
                    (start, signed) => start.or(signed),
                };
                Ok(LifeSpan { begins, retired_on: day(r, 2)? })
            })?)
    }

    /// The day of the newest line of an objective, with its activities, or of an activity, if it is as of
    /// the day or later.
    pub fn reported_since(&self, entity: EntityKind, record: &Record, from: NaiveDate) -> Result<Option<NaiveDate>> {
        let text = |field: &str| record.text(field).unwrap_or_default().to_string();
        let (objective, activity) = match entity {
            EntityKind::Objective => (text("number"), None),
            EntityKind::Activity => (text("objective"), Some(text("number"))),
            _ => return Ok(None),
        };
        let reference = Reference { plan: text("plan"), objective, activity };
        let (subject, _) = super::lookup::subject(self.conn()?, &reference)?;
        let newest = self
            .conn()?
            .prepare_cached(
                "SELECT max(as_of) FROM entry WHERE objective = :objective AND (:activity IS NULL OR activity = :activity)
                 AND as_of >= :from",
            )?
            .query_row(
                named_params! { ":objective": subject.objective, ":activity": subject.activity, ":from": from.to_string() },
                |r| day(r, 0),
            )?;
        Ok(newest)
    }

    /// The numbers of the activities under an objective that have not ended.
    pub fn open_activities(&self, objective: ObjectiveId, on: NaiveDate) -> Result<Vec<String>> {
        let mut statement = self.conn()?.prepare_cached(
            "SELECT a.number FROM activity a LEFT JOIN entry e ON e.id =
                (SELECT id FROM entry WHERE objective = a.objective AND activity = a.id AND as_of <= :day
                 ORDER BY as_of DESC, id DESC LIMIT 1)
             WHERE a.objective = :objective AND (a.retired_on IS NULL OR a.retired_on > :day)
             AND (e.status IS NULL OR e.status IN ('not-started', 'ongoing', 'suspended')) ORDER BY a.sort",
        )?;
        let rows =
            statement.query_map(named_params! { ":objective": objective, ":day": on.to_string() }, |r| r.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
