//! Settings that the file itself holds: today the thresholds of the computed light.

use crate::model::computed::Thresholds;
use crate::store::rows::{Select, row};
use crate::store::{ChangeTx, Result, Store};
use rusqlite::named_params;

/// A setting, its value, and the change that set it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    pub name: String,
    pub value: u32,
    pub since: i64,
}

row! { Setting { name, value, since } }

impl Store {
    /// Those that were set; the others have their default.
    pub fn settings(&self) -> Result<Vec<Setting>> {
        self.all(&format!("SELECT {} FROM setting ORDER BY name", Setting::COLUMNS), [])
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
        let sql = match self.one("SELECT EXISTS (SELECT 1 FROM setting WHERE name = ?1)", [name])? {
            true => "UPDATE setting SET value = :value, since = :since WHERE name = :name",
            false => "INSERT INTO setting (name, value, since) VALUES (:name, :value, :since)",
        };
        self.write(sql, named_params! { ":name": name, ":value": value, ":since": self.number })?;
        Ok(())
    }
}
