//! Reorganisations: what an authority holds goes over to another on a day.

use super::lookup;
use crate::model::succession::{Reform, Succession, Successions};
use crate::model::{ActivityId, ObjectiveId, Reference, Refusal, RoleId};
use crate::store::rows::{Select, row};
use crate::store::{ChangeTx, Result, Store};
use chrono::NaiveDate;
use rusqlite::named_params;

/// A role that an authority holds now.
#[derive(Clone, Debug)]
pub struct Held {
    pub role: RoleId,
    pub objective: ObjectiveId,
    pub activity: Option<ActivityId>,
    pub reference: Reference,
}

row! {
    Succession {
        authority = "a.code", successor = "b.code", reform = "s.kind", from = "s.from_day", reason = "s.reason",
    }
}

row! {
    Held { role = "r.id", objective = "r.objective", activity = "r.activity", reference = "p.code, o.number, t.number" }
}

impl Store {
    pub fn successions(&self) -> Result<Successions> {
        let sql = format!(
            "SELECT {} FROM succession s
             JOIN authority a ON a.id = s.authority JOIN authority b ON b.id = s.successor ORDER BY s.from_day, s.id",
            Succession::COLUMNS
        );
        Ok(Successions(self.all(&sql, [])?))
    }
}

impl ChangeTx<'_> {
    /// Every role that an authority holds, of what is in its plan on the day. Refused where one began
    /// later: it can't go over before it began.
    pub fn held(&self, code: &str, on: NaiveDate) -> Result<Vec<Held>> {
        let (id, code) = lookup::authority(self.conn()?, code)?;
        let sql = format!(
            "SELECT {}, coalesce(r.from_day > :on, 0)
             FROM role r JOIN objective o ON o.id = r.objective JOIN plan p ON p.id = o.plan
             LEFT JOIN activity t ON t.id = r.activity
             WHERE r.authority = :authority AND r.until_day IS NULL
             AND (o.retired_on IS NULL OR o.retired_on > :on) AND (t.retired_on IS NULL OR t.retired_on > :on)
             AND (p.retired_on IS NULL OR p.retired_on > :on)
             ORDER BY p.code, o.sort, t.sort, r.id",
            Held::COLUMNS
        );
        let held: Vec<(Held, bool)> = self.all(&sql, named_params! { ":authority": id, ":on": on.to_string() })?;
        match held.iter().find(|(_, began_later)| *began_later) {
            Some((held, _)) => {
                let reference = held.reference.to_string();
                Err(Refusal::RoleBeganLater { authority: code, reference, day: on }.into())
            }
            None => Ok(held.into_iter().map(|(held, _)| held).collect()),
        }
    }

    /// Ends a role on a day and gives it to another authority, unless that one holds it already.
    pub fn hand_over(&self, held: &Held, to: &str, on: NaiveDate) -> Result<()> {
        let (to, _) = lookup::authority(self.conn()?, to)?;
        let bound = named_params! { ":role": held.role, ":to": to, ":on": on.to_string(), ":since": self.number };
        self.write(
            "INSERT INTO role (objective, activity, role, authority, place, from_day, since)
             SELECT objective, activity, role, :to, place, :on, :since FROM role r WHERE id = :role
             AND NOT EXISTS (SELECT 1 FROM role h WHERE h.objective = r.objective AND h.activity IS r.activity
                             AND h.role = r.role AND h.authority = :to AND h.until_day IS NULL)",
            bound,
        )?;
        // A role that began on the day (by a renaming, say) was never held.
        self.write(
            "DELETE FROM role WHERE id = :role AND from_day = :on",
            named_params! { ":role": held.role, ":on": on.to_string() },
        )?;
        self.write(
            "UPDATE role SET until_day = :on, since = :since WHERE id = :role",
            named_params! { ":role": held.role, ":on": on.to_string(), ":since": self.number },
        )?;
        Ok(())
    }

    pub fn add_succession(&self, from: &str, to: &str, reform: Reform, on: NaiveDate, reason: &str) -> Result<()> {
        let (from, to) = (lookup::authority(self.conn()?, from)?.0, lookup::authority(self.conn()?, to)?.0);
        self.write(
            "INSERT INTO succession (authority, successor, kind, from_day, reason, since)
             VALUES (:from, :to, :kind, :on, :reason, :since)
             ON CONFLICT (authority, successor, from_day) DO NOTHING",
            named_params! {
                ":from": from, ":to": to, ":kind": reform.code(), ":on": on.to_string(), ":reason": reason,
                ":since": self.number,
            },
        )?;
        Ok(())
    }

    /// The country of an authority, for one that takes its place.
    pub fn country_of(&self, code: &str) -> Result<String> {
        let (id, _) = lookup::authority(self.conn()?, code)?;
        self.one("SELECT country FROM authority WHERE id = ?1", [id])
    }

    /// Is this the code of an authority, byte for byte?
    pub fn is_authority(&self, code: &str) -> Result<bool> {
        self.one("SELECT EXISTS (SELECT 1 FROM authority WHERE code = ?1)", [code])
    }
}
