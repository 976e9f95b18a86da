//! Returns: sheets that were sent, what came back, and the questions on it.

use super::entries::day;
use super::{ChangeTx, Error, Result, Store, change, lookup};
use crate::model::returns::{Answer, Base, Question, Reading, Sheet, SheetRow, Shown};
use crate::model::{Lang, Moment, Quarter, Reference};
use chrono::{DateTime, Utc};
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use serde::de::DeserializeOwned;

fn broken(column: usize, e: impl std::error::Error + Send + Sync + 'static) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(e))
}

fn json<T: DeserializeOwned>(r: &Row, column: usize) -> rusqlite::Result<Option<T>> {
    let text: Option<String> = r.get(column)?;
    text.map(|t| serde_json::from_str(&t).map_err(|e| broken(column, e))).transpose()
}

/// A moment in UTC, as `change.at` is written.
fn moment(r: &Row, column: usize) -> rusqlite::Result<Option<DateTime<Utc>>> {
    let text: Option<String> = r.get(column)?;
    text.map(|t| t.parse::<DateTime<Utc>>().map_err(|e| broken(column, e))).transpose()
}

fn to_json<T: serde::Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|e| Error::from(rusqlite::Error::ToSqlConversionFailure(Box::new(e))))
}

const SHEET: &str = "SELECT s.id, s.code, s.quarter, a.code, s.due, s.lang, s.accepted_on, s.since
                     FROM sheet s JOIN authority a ON a.id = s.authority";

fn sheet(r: &Row) -> rusqlite::Result<Sheet> {
    let quarter: String = r.get(2)?;
    let lang: String = r.get(5)?;
    Ok(Sheet {
        id: r.get(0)?,
        code: r.get(1)?,
        quarter: Quarter::parse(&quarter).map_err(|e| broken(2, e))?,
        authority: r.get(3)?,
        due: day(r, 4)?,
        lang: if lang == "da" { Lang::Da } else { Lang::En },
        accepted_on: day(r, 6)?,
        since: r.get(7)?,
        rows: Vec::new(),
    })
}

fn rows(conn: &Connection, sheet: i64) -> Result<Vec<SheetRow>> {
    let mut all = conn.prepare_cached(
        "SELECT r.id, r.place, p.code, o.number, t.number, r.asked, r.version, r.base, r.question, r.answer, r.shown
         FROM sheet_row r JOIN objective o ON o.id = r.objective JOIN plan p ON p.id = o.plan
         LEFT JOIN activity t ON t.id = r.activity WHERE r.sheet = :sheet ORDER BY r.place",
    )?;
    let rows = all.query_map(named_params! { ":sheet": sheet }, |r| {
        Ok(SheetRow {
            id: r.get(0)?,
            place: r.get(1)?,
            reference: Reference { plan: r.get(2)?, objective: r.get(3)?, activity: r.get(4)? },
            asked: r.get(5)?,
            version: r.get(6)?,
            base: json::<Base>(r, 7)?.unwrap_or_default(),
            question: r.get(8)?,
            answer: json::<Answer>(r, 9)?,
            shown: json::<Shown>(r, 10)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

impl Store {
    /// The sheets of a quarter with their rows, oldest first.
    pub fn sheets(&self, quarter: Quarter) -> Result<Vec<Sheet>> {
        self.sheets_where("s.quarter = ?1 ORDER BY a.code, s.id", &quarter.to_string())
    }

    /// The sheets of an authority with their rows, by quarter, oldest first.
    pub fn sheets_of(&self, authority: &str) -> Result<Vec<Sheet>> {
        self.sheets_where("a.code = ?1 ORDER BY s.quarter, s.id", authority)
    }

    fn sheets_where(&self, which: &str, value: &str) -> Result<Vec<Sheet>> {
        let read = || -> Result<Vec<Sheet>> {
            let mut all = self.conn.prepare_cached(&format!("{SHEET} WHERE {which}"))?;
            let found = all.query_map([value], sheet)?;
            let mut sheets: Vec<Sheet> = found.collect::<rusqlite::Result<_>>()?;
            for sheet in &mut sheets {
                sheet.rows = rows(&self.conn, sheet.id)?;
            }
            Ok(sheets)
        };
        self.tell(read())
    }

    /// The newest quarter that sheets were sent for.
    pub fn newest_return(&self) -> Result<Option<Quarter>> {
        let newest: std::result::Result<Option<String>, _> =
            self.conn.query_row("SELECT max(quarter) FROM sheet", [], |r| r.get(0));
        let newest = self.tell(newest.map_err(Error::from))?;
        Ok(newest.and_then(|q| Quarter::parse(&q).ok()))
    }

    /// A sheet by what is printed on it, in any case.
    pub fn sheet(&self, code: &str) -> Result<Option<Sheet>> {
        let read = || -> Result<Option<Sheet>> {
            let found = self
                .conn
                .prepare_cached(&format!("{SHEET} WHERE s.code = :code COLLATE NOCASE"))?
                .query_row(named_params! { ":code": code }, sheet)
                .optional()?;
            let Some(mut sheet) = found else { return Ok(None) };
            sheet.rows = rows(&self.conn, sheet.id)?;
            Ok(Some(sheet))
        };
        self.tell(read())
    }

    /// The files that came back for a sheet, oldest first.
    pub fn readings(&self, sheet: i64) -> Result<Vec<Reading>> {
        let read = || -> Result<Vec<Reading>> {
            let mut all = self.conn.prepare_cached(
                "SELECT file, digest, received_on, filled_by, since, saved_at FROM reading WHERE sheet = :sheet ORDER BY id",
            )?;
            let rows = all.query_map(named_params! { ":sheet": sheet }, |r| {
                Ok(Reading {
                    file: r.get(0)?,
                    digest: r.get(1)?,
                    received_on: day(r, 2)?.unwrap_or_default(),
                    filled_by: r.get(3)?,
                    since: r.get(4)?,
                    saved_at: moment(r, 5)?,
                })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        };
        self.tell(read())
    }

    /// The questions on the answers of a sheet, oldest first.
    pub fn questions(&self, sheet: i64) -> Result<Vec<Question>> {
        let read = || -> Result<Vec<Question>> {
            let mut all = self.conn.prepare_cached(
                "SELECT p.code, o.number, t.number, q.text, q.since FROM question q
                 JOIN objective o ON o.id = q.objective JOIN plan p ON p.id = o.plan
                 LEFT JOIN activity t ON t.id = q.activity WHERE q.sheet = :sheet ORDER BY q.id",
            )?;
            let rows = all.query_map(named_params! { ":sheet": sheet }, |r| {
                Ok(Question {
                    reference: Reference { plan: r.get(0)?, objective: r.get(1)?, activity: r.get(2)? },
                    text: r.get(3)?,
                    since: r.get(4)?,
                })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        };
        self.tell(read())
    }

    /// The identity of the file and of all its copies.
    pub fn file_uid(&self) -> Result<String> {
        let uid = self.conn.query_row("SELECT uid FROM change WHERE number = 1", [], |r| r.get(0));
        self.tell(uid.map_err(Error::from))
    }

    /// What is printed on a new sheet.
    pub fn sheet_code(&self, moment: &Moment, quarter: Quarter, authority: &str) -> String {
        let uid = change::uid(moment.now);
        format!("{quarter}-{authority}-{}", &uid[uid.len() - 8..])
    }

    /// Where the sheets of an authority are sent.
    pub fn email(&self, authority: &str) -> Result<Option<String>> {
        let found =
            self.conn.query_row("SELECT email FROM authority WHERE code = ?1", [authority], |r| r.get(0)).optional();
        Ok(self.tell(found.map_err(Error::from))?.flatten())
    }
}

impl ChangeTx<'_> {
    /// Who wrote a change, and on which day.
    pub fn author_of(&self, number: i64) -> Result<(String, chrono::NaiveDate)> {
        let change = change::change(self.conn()?, number)?;
        Ok((change.author, change.at.date_naive()))
    }

    pub fn add_sheet(&self, sheet: &Sheet) -> Result<()> {
        let authority = lookup::authority(self.conn()?, &sheet.authority)?.0;
        let id: i64 = self
            .conn()?
            .prepare_cached(
                "INSERT INTO sheet (code, quarter, authority, due, lang, since)
                 VALUES (:code, :quarter, :authority, :due, :lang, :since) RETURNING id",
            )?
            .query_row(
                named_params! {
                    ":code": sheet.code,
                    ":quarter": sheet.quarter.to_string(),
                    ":authority": authority,
                    ":due": sheet.due.map(|d| d.to_string()),
                    ":lang": sheet.lang.code(),
                    ":since": self.number,
                },
                |r| r.get(0),
            )?;
        let mut add = self.conn()?.prepare_cached(
            "INSERT INTO sheet_row (sheet, place, objective, activity, asked, version, base, question, shown, since)
             VALUES (:sheet, :place, :objective, :activity, :asked, :version, :base, :question, :shown, :since)",
        )?;
        for row in &sheet.rows {
            let subject = lookup::subject(self.conn()?, &row.reference)?.0;
            add.execute(named_params! {
                ":sheet": id,
                ":place": row.place,
                ":objective": subject.objective,
                ":activity": subject.activity,
                ":asked": row.asked,
                ":version": row.version,
                ":base": to_json(&row.base)?,
                ":question": row.question,
                ":shown": row.shown.as_ref().map(to_json).transpose()?,
                ":since": self.number,
            })?;
        }
        Ok(())
    }

    /// What came back in a row.
    pub fn set_answer(&self, row: i64, answer: &Answer) -> Result<()> {
        self.conn()?
            .prepare_cached("UPDATE sheet_row SET answer = :answer, since = :since WHERE id = :row")?
            .execute(named_params! { ":answer": to_json(answer)?, ":since": self.number, ":row": row })?;
        Ok(())
    }

    pub fn add_reading(&self, sheet: i64, reading: &Reading) -> Result<()> {
        self.conn()?
            .prepare_cached(
                "INSERT INTO reading (sheet, file, digest, received_on, filled_by, saved_at, since)
                 VALUES (:sheet, :file, :digest, :received_on, :filled_by, :saved_at, :since)",
            )?
            .execute(named_params! {
                ":sheet": sheet,
                ":file": reading.file,
                ":digest": reading.digest,
                ":received_on": reading.received_on.to_string(),
                ":filled_by": reading.filled_by,
                ":saved_at": reading.saved_at.map(crate::model::change::stamp),
                ":since": self.number,
            })?;
        Ok(())
    }

    pub fn add_question(&self, sheet: i64, reference: &Reference, text: &str) -> Result<()> {
        let subject = lookup::subject(self.conn()?, reference)?.0;
        self.conn()?
            .prepare_cached(
                "INSERT INTO question (sheet, objective, activity, text, since)
                 VALUES (:sheet, :objective, :activity, :text, :since)",
            )?
            .execute(named_params! {
                ":sheet": sheet,
                ":objective": subject.objective,
                ":activity": subject.activity,
                ":text": text,
                ":since": self.number,
            })?;
        Ok(())
    }

    /// The answer of a sheet is accepted on a day; `None`: not any more.
    pub fn accept(&self, sheet: i64, on: Option<chrono::NaiveDate>) -> Result<()> {
        self.conn()?
            .prepare_cached("UPDATE sheet SET accepted_on = :on, since = :since WHERE id = :sheet")?
            .execute(named_params! { ":on": on.map(|d| d.to_string()), ":since": self.number, ":sheet": sheet })?;
        Ok(())
    }
}
