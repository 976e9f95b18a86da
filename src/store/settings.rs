//! What the file itself decides: today the thresholds of the computed light.

use super::{ChangeTx, Result, Store};
use crate::model::computed::Thresholds;
use rusqlite::{OptionalExtension, named_params};

/// A setting, its value, and the change that set it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    pub name: String,
    pub value: u32,
    pub since: i64,
}

impl Store {
    /// Those that were set; the others have their default.
    pub fn settings(&self) -> Result<Vec<Setting>> {
        let read = || -> Result<Vec<Setting>> {
            let mut all = self.conn.prepare_cached("SELECT name, value, since FROM setting ORDER BY name")?;
            let rows = all.query_map([], |r| Ok(Setting { name: r.get(0)?, value: r.get(1)?, since: r.get(2)? }))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        };
        self.tell(read())
    }

    pub fn thresholds(&self) -> Result<Thresholds> {
        let mut thresholds = Thresholds::default();
        for setting in self.settings()? {
            match setting.name.as_str() {
                "green-months" => thresholds.green_months = setting.value,
                "yellow-months" => thresholds.yellow_months = setting.value,
                _ => {}
            }
        }
        Ok(thresholds)
    }
}

impl ChangeTx<'_> {
    pub fn set(&self, name: &str, value: u32) -> Result<()> {
        let bound = named_params! { ":name": name, ":value": value, ":since": self.number };
        let conn = self.conn()?;
        let there: Option<i64> = conn
            .query_row("SELECT id FROM setting WHERE name = :name", named_params! { ":name": name }, |r| r.get(0))
            .optional()?;
        let sql = match there {
            Some(_) => "UPDATE setting SET value = :value, since = :since WHERE name = :name",
            None => "INSERT INTO setting (name, value, since) VALUES (:name, :value, :since)",
        };
        conn.execute(sql, bound)?;
        Ok(())
    }
}
