//! What plans and authorities are called, and what reports say about them.

use super::entries::{day, partial};
use super::{Result, Store};
use crate::model::{Authorities, AuthorityName, PlanInfo};
use chrono::NaiveDate;
use rusqlite::named_params;

impl Store {
    /// Every plan, with what reports say about it.
    pub fn plans(&self) -> Result<Vec<PlanInfo>> {
        let read = || -> Result<Vec<PlanInfo>> {
            let mut statement = self.conn.prepare_cached(
                "SELECT p.code, p.title, p.title_da, p.state, p.period_start, p.period_end, p.caveat, p.caveat_da, p.retired_on,
                        (SELECT json_group_array(json_array(s.code, s.country, coalesce(s.country_da, s.country)))
                         FROM plan_partnership l JOIN partnership s ON s.id = l.partnership WHERE l.plan = p.id)
                 FROM plan p ORDER BY p.code",
            )?;
            let rows = statement.query_map([], |r| {
                let serves: String = r.get(9)?;
                let serves: Vec<(String, String, String)> = serde_json::from_str(&serves).unwrap_or_default();
                Ok(PlanInfo {
                    code: r.get(0)?,
                    title: r.get(1)?,
                    title_da: r.get(2)?,
                    state: r.get(3)?,
                    period_start: partial(r, 4)?,
                    period_end: partial(r, 5)?,
                    caveat: r.get(6)?,
                    caveat_da: r.get(7)?,
                    retired_on: day(r, 8)?,
                    partnerships: serves.iter().map(|s| s.0.clone()).collect(),
                    countries: serves.into_iter().map(|s| (s.1, s.2)).collect(),
                })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        };
        self.tell(read())
    }

    /// What each authority is called on a day.
    pub fn authority_names(&self, on: NaiveDate) -> Result<Authorities> {
        let read = || -> Result<Authorities> {
            let mut statement = self.conn.prepare_cached(
                "SELECT a.code, a.country, n.name, n.name_en, n.name_da, coalesce(a.retired_on <= :day, 0)
                 FROM authority a JOIN authority_name n ON n.id =
                    (SELECT id FROM authority_name WHERE authority = a.id
                     ORDER BY coalesce(name_from, '') > :day, abs(julianday(coalesce(name_from, '0001-01-01')) - julianday(:day)) LIMIT 1)",
            )?;
            let rows = statement.query_map(named_params! { ":day": on.to_string() }, |r| {
                Ok((
                    r.get(0)?,
                    AuthorityName {
                        country: r.get(1)?,
                        name: r.get(2)?,
                        name_en: r.get(3)?,
                        name_da: r.get(4)?,
                        retired: r.get(5)?,
                    },
                ))
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        };
        self.tell(read())
    }
}
