//! Returns: sheets that were sent, what came back, and the questions on it.

use super::lookup;
use crate::model::returns::{Answer, Question, Reading, Sheet, SheetRow};
use crate::model::{Moment, Quarter, Reference, SheetId, SheetRowId};
use crate::store::changes::change;
use crate::store::rows::{Select, row};
use crate::store::{ChangeTx, Error, Result, Store};
use rusqlite::named_params;

fn to_json<T: serde::Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|e| Error::from(rusqlite::Error::ToSqlConversionFailure(Box::new(e))))
}

row! {
    Sheet {
        id = "s.id", code = "s.code", quarter = "s.quarter", authority = "a.code", due = "s.due", lang = "s.lang",
        accepted_on = "s.accepted_on", since = "s.since"; rows: Vec::new()
    }
}

row! {
    SheetRow {
        id = "r.id", place = "r.place", reference = "p.code, o.number, t.number", asked = "r.asked",
        version = "r.version", base = "r.base", question = "r.question", answer = "r.answer", shown = "r.shown",
    }
}

row! { Reading { file, digest, received_on, filled_by, since, saved_at } }
row! { Question { reference = "p.code, o.number, t.number", text = "q.text", since = "q.since" } }

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
        let sql =
            format!("SELECT {} FROM sheet s JOIN authority a ON a.id = s.authority WHERE {which}", Sheet::COLUMNS);
        let mut sheets: Vec<Sheet> = self.all(&sql, [value])?;
        let sql = format!(
            "SELECT {} FROM sheet_row r JOIN objective o ON o.id = r.objective JOIN plan p ON p.id = o.plan
             LEFT JOIN activity t ON t.id = r.activity WHERE r.sheet = ?1 ORDER BY r.place",
            SheetRow::COLUMNS
        );
        for sheet in &mut sheets {
            sheet.rows = self.all(&sql, [sheet.id])?;
        }
        Ok(sheets)
    }

    /// The newest quarter that sheets were sent for.
    pub fn newest_return(&self) -> Result<Option<Quarter>> {
        self.one("SELECT max(quarter) FROM sheet", [])
    }

    /// A sheet by what is printed on it, in any case.
    pub fn sheet(&self, code: &str) -> Result<Option<Sheet>> {
        Ok(self.sheets_where("s.code = ?1 COLLATE NOCASE", code)?.into_iter().next())
    }

    /// The files that came back for a sheet, oldest first.
    pub fn readings(&self, sheet: SheetId) -> Result<Vec<Reading>> {
        self.all(&format!("SELECT {} FROM reading WHERE sheet = ?1 ORDER BY id", Reading::COLUMNS), [sheet])
    }

    /// The questions on the answers of a sheet, oldest first.
    pub fn questions(&self, sheet: SheetId) -> Result<Vec<Question>> {
        let sql = format!(
            "SELECT {} FROM question q JOIN objective o ON o.id = q.objective JOIN plan p ON p.id = o.plan
             LEFT JOIN activity t ON t.id = q.activity WHERE q.sheet = ?1 ORDER BY q.id",
            Question::COLUMNS
        );
        self.all(&sql, [sheet])
    }

    /// The identity of the file and of all its copies.
    pub fn file_uid(&self) -> Result<String> {
        self.one("SELECT uid FROM change WHERE number = 1", [])
    }

    /// The code that is printed on a new sheet.
    pub fn sheet_code(&self, moment: &Moment, quarter: Quarter, authority: &str) -> String {
        let uid = change::uid(moment.now);
        format!("{quarter}-{authority}-{}", &uid[uid.len() - 8..])
    }

    /// Where the sheets of an authority are sent.
    pub fn email(&self, authority: &str) -> Result<Option<String>> {
        Ok(self.maybe("SELECT email FROM authority WHERE code = ?1", [authority])?.flatten())
    }
}

impl ChangeTx<'_> {
    /// The author of a change, and its day.
    pub fn author_of(&self, number: i64) -> Result<(String, chrono::NaiveDate)> {
        let change = change::change(self.conn()?, number)?;
        Ok((change.author, change.at.date_naive()))
    }

    pub fn add_sheet(&self, sheet: &Sheet) -> Result<()> {
        let authority = lookup::authority(self.conn()?, &sheet.authority)?.0;
        let id: SheetId = self.one(
            "INSERT INTO sheet (code, quarter, authority, due, lang, since)
             VALUES (:code, :quarter, :authority, :due, :lang, :since) RETURNING id",
            named_params! {
                ":code": sheet.code,
                ":quarter": sheet.quarter.to_string(),
                ":authority": authority,
                ":due": sheet.due.map(|d| d.to_string()),
                ":lang": sheet.lang.code(),
                ":since": self.number,
            },
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

    /// Keeps the answer in a row that came back.
    pub fn set_answer(&self, row: SheetRowId, answer: &Answer) -> Result<()> {
        self.write(
            "UPDATE sheet_row SET answer = :answer, since = :since WHERE id = :row",
            named_params! { ":answer": to_json(answer)?, ":since": self.number, ":row": row },
        )?;
        Ok(())
    }

    pub fn add_reading(&self, sheet: SheetId, reading: &Reading) -> Result<()> {
        self.write(
            "INSERT INTO reading (sheet, file, digest, received_on, filled_by, saved_at, since)
                 VALUES (:sheet, :file, :digest, :received_on, :filled_by, :saved_at, :since)",
            named_params! {
                ":sheet": sheet,
                ":file": reading.file,
                ":digest": reading.digest,
                ":received_on": reading.received_on.to_string(),
                ":filled_by": reading.filled_by,
                ":saved_at": reading.saved_at.map(crate::model::change::stamp),
                ":since": self.number,
            },
        )?;
        Ok(())
    }

    pub fn add_question(&self, sheet: SheetId, reference: &Reference, text: &str) -> Result<()> {
        let subject = lookup::subject(self.conn()?, reference)?.0;
        self.write(
            "INSERT INTO question (sheet, objective, activity, text, since)
                 VALUES (:sheet, :objective, :activity, :text, :since)",
            named_params! {
                ":sheet": sheet,
                ":objective": subject.objective,
                ":activity": subject.activity,
                ":text": text,
                ":since": self.number,
            },
        )?;
        Ok(())
    }

    /// The answer of a sheet is accepted on a day; `None`: not any more.
    pub fn accept(&self, sheet: SheetId, on: Option<chrono::NaiveDate>) -> Result<()> {
        self.write(
            "UPDATE sheet SET accepted_on = :on, since = :since WHERE id = :sheet",
            named_params! { ":on": on.map(|d| d.to_string()), ":since": self.number, ":sheet": sheet },
        )?;
        Ok(())
    }
}
