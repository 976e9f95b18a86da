//! Reorganisations: what an authority holds goes over to another on a day.

use super::{ChangeTx, Result, Store, lookup};
use crate::model::succession::{Reform, Succession, Successions};
use crate::model::{Reference, Refusal};
use chrono::NaiveDate;
use rusqlite::named_params;

/// A role that an authority holds now.
#[derive(Clone, Debug)]
pub struct Held {
    pub role: i64,
    pub objective: i64,
    pub activity: Option<i64>,
    pub reference: Reference,
}

impl Store {
    pub fn successions(&self) -> Result<Successions> {
        let read = || -> Result<Successions> {
            let mut all = self.conn.prepare_cached(
                "SELECT a.code, b.code, s.kind, s.from_day, s.reason FROM succession s
                 JOIN authority a ON a.id = s.authority JOIN authority b ON b.id = s.successor ORDER BY s.from_day, s.id",
            )?;
            let rows = all.query_map([], |r| {
                Ok(Succession {
                    authority: r.get(0)?,
                    successor: r.get(1)?,
                    reform: Reform::from_code(&r.get::<_, String>(2)?).unwrap_or(Reform::Transfer),
                    from: super::entries::day(r, 3)?.unwrap_or_default(),
                    reason: r.get(4)?,
                })
            })?;
            Ok(Successions(rows.collect::<rusqlite::Result<_>>()?))
        };
        self.tell(read())
    }
}

impl ChangeTx<'_> {
    /// Every role that an authority holds, of what is in its plan on the day. Refused where one began
    /// later: it can't go over before it began.
    pub fn held(&self, code: &str, on: NaiveDate) -> Result<Vec<Held>> {
        let (id, code) = lookup::authority(self.conn()?, code)?;
        let mut all = self.conn()?.prepare_cached(
            "SELECT r.id, r.objective, r.activity, p.code, o.number, t.number, r.from_day > :on
             FROM role r JOIN objective o ON o.id = r.objective JOIN plan p ON p.id = o.plan
             LEFT JOIN activity t ON t.id = r.activity
             WHERE r.authority = :authority AND r.until_day IS NULL
             AND (o.retired_on IS NULL OR o.retired_on > :on) AND (t.retired_on IS NULL OR t.retired_on > :on)
             AND (p.retired_on IS NULL OR p.retired_on > :on)
             ORDER BY p.code, o.sort, t.sort, r.id",
        )?;
        let mut rows = all.query(named_params! { ":authority": id, ":on": on.to_string() })?;
        let mut held = Vec::new();
        while let Some(r) = rows.next()? {
            let reference = Reference { plan: r.get(3)?, objective: r.get(4)?, activity: r.get(5)? };
            if r.get::<_, Option<bool>>(6)?.unwrap_or_default() {
                return Err(
                    Refusal::RoleBeganLater { authority: code, reference: reference.to_string(), day: on }.into()
                );
            }
            held.push(Held { role: r.get(0)?, objective: r.get(1)?, activity: r.get(2)?, reference });
        }
        Ok(held)
    }

    /// Ends a role on a day and gives it to another authority, unless that one holds it already.
    pub fn hand_over(&self, held: &Held, to: &str, on: NaiveDate) -> Result<()> {
        let (to, _) = lookup::authority(self.conn()?, to)?;
        let bound = named_params! { ":role": held.role, ":to": to, ":on": on.to_string(), ":since": self.number };
        self.conn()?
            .prepare_cached(
                "INSERT INTO role (objective, activity, role, authority, place, from_day, since)
                 SELECT objective, activity, role, :to, place, :on, :since FROM role r WHERE id = :role
                 AND NOT EXISTS (SELECT 1 FROM role h WHERE h.objective = r.objective AND h.activity IS r.activity
                                 AND h.role = r.role AND h.authority = :to AND h.until_day IS NULL)",
            )?
            .execute(bound)?;
        // A role that began on the day (by a renaming, say) was never held.
        self.conn()?
            .prepare_cached("DELETE FROM role WHERE id = :role AND from_day = :on")?
            .execute(named_params! { ":role": held.role, ":on": on.to_string() })?;
        self.conn()?
            .prepare_cached("UPDATE role SET until_day = :on, since = :since WHERE id = :role")?
            .execute(named_params! { ":role": held.role, ":on": on.to_string(), ":since": self.number })?;
        Ok(())
    }

    pub fn add_succession(&self, from: &str, to: &str, reform: Reform, on: NaiveDate, reason: &str) -> Result<()> {
        let (from, to) = (lookup::authority(self.conn()?, from)?.0, lookup::authority(self.conn()?, to)?.0);
        self.conn()?
            .prepare_cached(
                "INSERT INTO succession (authority, successor, kind, from_day, reason, since)
                 VALUES (:from, :to, :kind, :on, :reason, :since)
                 ON CONFLICT (authority, successor, from_day) DO NOTHING",
            )?
            .execute(named_params! {
                ":from": from, ":to": to, ":kind": reform.code(), ":on": on.to_string(), ":reason": reason, ":since": self.number,
            })?;
        Ok(())
    }

    /// The country of an authority, for one that takes its place.
    pub fn country_of(&self, code: &str) -> Result<String> {
        let (id, _) = lookup::authority(self.conn()?, code)?;
        Ok(self.conn()?.query_row("SELECT country FROM authority WHERE id = ?1", [id], |r| r.get(0))?)
    }

    /// Is this the code of an authority, byte for byte?
    pub fn is_authority(&self, code: &str) -> Result<bool> {
        Ok(self.conn()?.query_row("SELECT EXISTS (SELECT 1 FROM authority WHERE code = ?1)", [code], |r| r.get(0))?)
    }
}
