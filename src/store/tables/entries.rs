//! The progress log. Lines are added; a line that is corrected or withdrawn goes to history.

use super::lookup;
use crate::model::entry::{Entry, EntryFacts, EntryField, EntryUpdate, NewEntry};
use crate::model::{Audience, EntityKind, EntryId, ObjectiveId, PartialDate, Record, Reference};
use crate::store::rows::{self, Cells, FromRow};
use crate::store::{ChangeTx, Result, Store, Subject};
use chrono::NaiveDate;
use rusqlite::types::{FromSqlError, Null};
use rusqlite::{Connection, ToSql, named_params};

/// A line of the log and what it is about, for lists and exports.
#[derive(Clone, Debug)]
pub struct Logged {
    pub reference: Reference,
    pub entry: Entry,
}

/// The columns of the facts, in the order of [`EntryField`], for a SELECT: `column` says where one is found.
/// An authority is read as its code.
pub(in crate::store) fn fact_columns(column: impl Fn(&str) -> String) -> String {
    let one = |field: &EntryField| match (field, column(field.column())) {
        (EntryField::Ask, ask) if ask != "NULL" => format!("(SELECT code FROM authority WHERE id = {ask})"),
        (_, column) => column,
    };
    EntryField::ALL.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// The columns of an entry, as [`Entry`] is read from them.
fn columns(column: impl Fn(&str) -> String) -> String {
    let own = ["uid", "as_of", "said", "supersedes"].map(&column).join(", ");
    format!("{own}, {}", fact_columns(column))
}

/// The columns of `entry e`.
fn live() -> String {
    format!("e.id, e.since, {}", columns(|column| format!("e.{column}")))
}

impl FromRow for EntryFacts {
    fn from_row(cells: &mut Cells) -> rusqlite::Result<EntryFacts> {
        let odd = |field: EntryField| FromSqlError::Other(format!("{} of an entry", field.column()).into());
        EntryFacts::read(|_| Ok(cells.value()?.as_str_or_null()?), |field| odd(field).into())
    }
}

impl FromRow for Entry {
    fn from_row(cells: &mut Cells) -> rusqlite::Result<Entry> {
        let (id, changed_in, uid, as_of, explicit, supersedes) = cells.next()?;
        Ok(Entry { id, changed_in, uid, as_of, explicit, supersedes, facts: cells.next()? })
    }
}

/// After every day that can be written.
const AFTER_ALL: &str = "9999-12-31";

fn latest(conn: &Connection, subject: Subject, until: &str) -> Result<Option<Entry>> {
    let sql = format!(
        "SELECT {} FROM entry e WHERE objective = :objective AND activity IS :activity AND as_of <= :day
         ORDER BY as_of DESC, id DESC LIMIT 1",
        live()
    );
    let bound = named_params! { ":objective": subject.objective, ":activity": subject.activity, ":day": until };
    rows::maybe(conn, &sql, bound)
}

fn log(conn: &Connection, subject: Subject) -> Result<Vec<Entry>> {
    let sql = format!(
        "SELECT {} FROM entry e WHERE objective = :objective AND activity IS :activity ORDER BY as_of, id",
        live()
    );
    rows::all(conn, &sql, named_params! { ":objective": subject.objective, ":activity": subject.activity })
}

/// The entries of a day, in their order.
fn lines_of(conn: &Connection, subject: Subject, day: NaiveDate) -> Result<Vec<Entry>> {
    let sql = format!(
        "SELECT {} FROM entry e WHERE objective = :objective AND activity IS :activity AND as_of = :day ORDER BY id",
        live()
    );
    let day = day.to_string();
    rows::all(conn, &sql, named_params! { ":objective": subject.objective, ":activity": subject.activity, ":day": day })
}

/// The next entries after one, in their order: so many at once, since they may be altered meanwhile.
fn lines_after(conn: &Connection, subject: Subject, after: (&str, EntryId)) -> Result<Vec<Entry>> {
    let sql = format!(
        "SELECT {} FROM entry e WHERE objective = :objective AND activity IS :activity
         AND as_of >= :day AND (as_of, id) > (:day, :id) ORDER BY as_of, id LIMIT 32",
        live()
    );
    let bound = named_params! {
        ":objective": subject.objective, ":activity": subject.activity, ":day": after.0, ":id": after.1,
    };
    rows::all(conn, &sql, bound)
}

impl Store {
    /// The newest line on or before a day.
    pub fn latest(&self, subject: Subject, as_of: NaiveDate) -> Result<Option<Entry>> {
        self.tell(latest(&self.conn, subject, &as_of.to_string()))
    }

    /// The newest entry on or before a day of an objective that has a note.
    pub fn newest_note(&self, objective: ObjectiveId, as_of: NaiveDate) -> Result<Option<Entry>> {
        let sql = format!(
            "SELECT {} FROM entry e WHERE objective = :objective AND activity IS NULL AND as_of <= :day
             AND note IS NOT NULL ORDER BY as_of DESC, id DESC LIMIT 1",
            live()
        );
        self.maybe(&sql, named_params! { ":objective": objective, ":day": as_of.to_string() })
    }

    /// Every line that stands, oldest first.
    pub fn log(&self, subject: Subject) -> Result<Vec<Entry>> {
        self.tell(log(&self.conn, subject))
    }

    /// All lines that stand, plan by plan in the order of the plan, oldest first; one by one.
    pub fn each_entry(&self, plans: &[String], mut each: impl FnMut(Logged) -> Result<()>) -> Result<()> {
        let of_plans =
            if plans.is_empty() { "WHERE ?1 = ?1" } else { "WHERE p.code IN (SELECT value FROM json_each(?1))" };
        let sql = format!(
            "SELECT p.code, o.number, (SELECT number FROM activity WHERE id = e.activity), {}
             FROM plan p CROSS JOIN objective o ON o.plan = p.id CROSS JOIN entry e ON e.objective = o.id
             {of_plans} ORDER BY p.code, o.sort, o.id, e.activity, e.as_of, e.id",
            live()
        );
        let plans = serde_json::to_string(plans).expect("a list of texts can be written");
        let walked = rows::each(&self.conn, &sql, [plans], |(reference, entry)| each(Logged { reference, entry }));
        self.tell(walked)
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
            "SELECT {} FROM entry e WHERE supersedes = :uid AND +objective = :objective AND +activity IS :activity
             ORDER BY as_of, id LIMIT 1",
            live()
        );
        let bound = named_params! { ":uid": uid, ":objective": subject.objective, ":activity": subject.activity };
        rows::maybe(self.conn()?, &sql, bound)
    }

    pub fn authority_code(&self, text: &str) -> Result<String> {
        lookup::authority(self.conn()?, text).map(|f| f.1)
    }

    /// A line by its identity, and what it is about.
    pub fn entry_by_uid(&self, uid: &str) -> Result<Option<(Subject, Entry)>> {
        let sql = format!("SELECT e.objective, e.activity, {} FROM entry e WHERE uid = :uid", live());
        rows::maybe(self.conn()?, &sql, named_params! { ":uid": uid })
    }

    /// The versions of an entry that stands no more.
    pub fn withdrawn(&self, uid: &str) -> Result<Vec<Entry>> {
        let sql = format!(
            "SELECT row, since, {} FROM history WHERE noun = 'entry' AND json_extract(was, '$.uid') = ?1",
            columns(|column| format!("was ->> '{column}'"))
        );
        rows::all(self.conn()?, &sql, [uid])
    }

    /// The identity of an entry by what it says.
    pub fn uid_of_entry(&self, reference: &Reference, as_of: NaiveDate, update: &EntryUpdate) -> Result<String> {
        let mut parts = vec![reference.to_string(), as_of.to_string()];
        for field in EntryField::ALL.iter().copied().filter(|f| update.says(*f)) {
            parts.extend([field.column().to_string(), update.code(field).unwrap_or_default().into_owned()]);
        }
        self.shared_uid("entry", &parts.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// Adds an entry, and gives it as it is recorded.
    pub fn add_entry(&self, subject: Subject, new: NewEntry) -> Result<Entry> {
        let uid = new.uid.clone().unwrap_or_else(|| self.uid());
        let id = self.insert_entry(subject, None, &uid, &new)?;
        let NewEntry { as_of, facts, explicit, supersedes, .. } = new;
        Ok(Entry { id, uid, as_of, facts, explicit, supersedes, changed_in: self.number })
    }

    /// Records something else with an entry that is there. What it recorded before goes to history.
    pub fn rewrite_entry(&self, subject: Subject, entry: &Entry) -> Result<()> {
        self.withdraw_entry(entry.id)?;
        self.insert_entry(subject, Some(entry.id), &entry.uid, &NewEntry::again(entry))?;
        Ok(())
    }

    fn insert_entry(&self, subject: Subject, id: Option<EntryId>, uid: &str, entry: &NewEntry) -> Result<EntryId> {
        let facts = &entry.facts;
        let ask = facts.ask.as_deref().map(|code| lookup::authority(self.conn()?, code)).transpose()?.map(|a| a.0);
        let (as_of, said) = (entry.as_of.to_string(), entry.explicit.to_string());
        let own: [(&str, &dyn ToSql); 8] = [
            ("id", &id),
            ("since", &self.number),
            ("uid", &uid),
            ("objective", &subject.objective),
            ("activity", &subject.activity),
            ("as_of", &as_of),
            ("said", &said),
            ("supersedes", &entry.supersedes),
        ];
        let of_facts: Vec<(&str, Box<dyn ToSql + '_>)> = EntryField::ALL
            .iter()
            .map(|field| -> (&str, Box<dyn ToSql>) {
                match field {
                    EntryField::Ask => (field.column(), Box::new(ask)),
                    // Internal is what is not said.
                    EntryField::Audience if facts.audience == Audience::Internal => (field.column(), Box::new(Null)),
                    _ => (field.column(), Box::new(facts.code(*field))),
                }
            })
            .collect();
        let all =
            || own.iter().copied().chain(of_facts.iter().map(|(column, value)| (*column, &**value as &dyn ToSql)));
        let (columns, values): (Vec<&str>, Vec<&dyn ToSql>) = all().unzip();
        let sql = format!(
            "INSERT INTO entry ({}) VALUES ({}) RETURNING id",
            columns.join(", "),
            vec!["?"; columns.len()].join(", ")
        );
        rows::one(self.conn()?, &sql, &*values)
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
    /// The audience that may see the objective.
    pub audience: Audience,
}

impl ChangeTx<'_> {
    pub fn life_span(&self, subject: Subject) -> Result<LifeSpan> {
        let (start, signed, retired_on, audience): (Option<PartialDate>, Option<NaiveDate>, _, _) = rows::one(
            self.conn()?,
            "SELECT p.period_start, p.signed_on, nullif(min(coalesce(a.retired_on, '~'), coalesce(o.retired_on, '~'), coalesce(p.retired_on, '~')), '~'), o.audience
             FROM objective o JOIN plan p ON p.id = o.plan LEFT JOIN activity a ON a.id = :activity
             WHERE o.id = :objective",
            named_params! { ":objective": subject.objective, ":activity": subject.activity },
        )?;
        let begins = start.map(PartialDate::first_day).into_iter().chain(signed).min();
        Ok(LifeSpan { begins, retired_on, audience })
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
        rows::one(
            self.conn()?,
            "SELECT max(as_of) FROM entry WHERE objective = :objective AND (:activity IS NULL OR activity = :activity)
             AND as_of >= :from",
            named_params! { ":objective": subject.objective, ":activity": subject.activity, ":from": from.to_string() },
        )
    }

    /// The numbers of the activities under an objective that have not ended.
    pub fn open_activities(&self, objective: ObjectiveId, on: NaiveDate) -> Result<Vec<String>> {
        rows::all(
            self.conn()?,
            "SELECT a.number FROM activity a LEFT JOIN entry e ON e.id =
                (SELECT id FROM entry WHERE objective = a.objective AND activity = a.id AND as_of <= :day
                 ORDER BY as_of DESC, id DESC LIMIT 1)
             WHERE a.objective = :objective AND (a.retired_on IS NULL OR a.retired_on > :day)
             AND (e.status IS NULL OR e.status IN ('not-started', 'ongoing', 'suspended')) ORDER BY a.sort",
            named_params! { ":objective": objective, ":day": on.to_string() },
        )
    }
}
