//! The names of plans and authorities, and the facts that reports give of them.

use crate::model::{Authorities, AuthorityName, PlanInfo};
use crate::store::rows::{Select, row};
use crate::store::{Result, Store};
use chrono::NaiveDate;
use rusqlite::named_params;

row! {
    PlanInfo {
        code, title, title_da, state, period_start, period_end, caveat, caveat_da, retired_on,
        partnerships = "(SELECT json_group_array(s.code)
            FROM plan_partnership l JOIN partnership s ON s.id = l.partnership WHERE l.plan = p.id)",
        countries = "(SELECT json_group_array(json_array(s.country, coalesce(s.country_da, s.country)))
            FROM plan_partnership l JOIN partnership s ON s.id = l.partnership WHERE l.plan = p.id)",
    }
}

row! {
    AuthorityName {
        country = "a.country", name = "n.name", name_en = "n.name_en", name_da = "n.name_da",
        retired = "coalesce(a.retired_on <= :day, 0)",
    }
}

impl Store {
    /// Every plan, with what reports say about it.
    pub fn plans(&self) -> Result<Vec<PlanInfo>> {
        self.all(&format!("SELECT {} FROM plan p ORDER BY p.code", PlanInfo::COLUMNS), [])
    }

    /// The names of all authorities on a day.
    pub fn authority_names(&self, on: NaiveDate) -> Result<Authorities> {
        let sql = format!(
            "SELECT a.code, {} FROM authority a JOIN authority_name n ON n.id =
                (SELECT id FROM authority_name WHERE authority = a.id
                 ORDER BY coalesce(name_from, '') > :day, abs(julianday(coalesce(name_from, '0001-01-01')) - julianday(:day)) LIMIT 1)",
            AuthorityName::COLUMNS
        );
        self.all(&sql, named_params! { ":day": on.to_string() })
    }
}
