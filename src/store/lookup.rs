//! From what a person writes (codes, numbers, names) to rows; what is not known gets the nearest.

use super::{Error, Result, Store, Subject};
use crate::model::{Reference, Refusal, RoleKind, nearest, sort_key};
use rusqlite::{Connection, OptionalExtension, named_params};

/// The row of a plan, partnership, instrument or authority by its code. Exact spelling counts
/// first; then the same letters in another case, if only one is meant.
fn by_code(conn: &Connection, sql: [&'static str; 3], noun: &'static str, code: &str) -> Result<(i64, String)> {
    let exact = conn.prepare_cached(sql[0])?.query_row([code], |r| Ok((r.get(0)?, r.get(1)?))).optional()?;
    if let Some(found) = exact {
        return Ok(found);
    }
    let mut alike = conn.prepare_cached(sql[1])?;
    let alike: Vec<(i64, String)> =
        alike.query_map([code], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
    if let [one] = &alike[..] {
        return Ok(one.clone());
    }
    let mut all = conn.prepare_cached(sql[2])?;
    let all: Vec<String> = all.query_map([], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
    Err(Refusal::Unknown { noun, value: code.to_string(), nearest: nearest::of(code, all.iter().map(String::as_str)) }
        .into())
}

pub(super) fn plan(conn: &Connection, code: &str) -> Result<(i64, String)> {
    by_code(
        conn,
        [
            "SELECT id, code FROM plan WHERE code = ?1",
            "SELECT id, code FROM plan WHERE code = ?1 COLLATE NOCASE",
            "SELECT code FROM plan",
        ],
        "plan",
        code,
    )
}

pub(super) fn partnership(conn: &Connection, code: &str) -> Result<(i64, String)> {
    by_code(
        conn,
        [
            "SELECT id, code FROM partnership WHERE code = ?1",
            "SELECT id, code FROM partnership WHERE ?1 COLLATE NOCASE IN (code, country, country_da)",
            "SELECT code FROM partnership UNION ALL SELECT country FROM partnership
             UNION ALL SELECT country_da FROM partnership WHERE country_da IS NOT NULL",
        ],
        "partnership",
        code,
    )
}

pub(super) fn instrument(conn: &Connection, code: &str) -> Result<(i64, String)> {
    by_code(
        conn,
        [
            "SELECT id, code FROM instrument WHERE code = ?1",
            "SELECT id, code FROM instrument WHERE ?1 COLLATE NOCASE IN (code, name, name_da)",
            "SELECT code FROM instrument",
        ],
        "instrument",
        code,
    )
}

/// An authority by its code, or by any of its names.
pub(super) fn authority(conn: &Connection, code: &str) -> Result<(i64, String)> {
    let found = by_code(
        conn,
        [
            "SELECT id, code FROM authority WHERE code = ?1",
            "SELECT DISTINCT a.id, a.code FROM authority a JOIN authority_name n ON n.authority = a.id
             WHERE ?1 COLLATE NOCASE IN (a.code, n.name, n.name_da) OR (a.country = 'DK' AND ?1 = n.name_en COLLATE NOCASE)",
            "SELECT code FROM authority UNION ALL SELECT name FROM authority_name",
        ],
        "authority",
        code,
    );
    // SQLite folds the case of ASCII letters only; a Danish name may begin with Å.
    if let Err(Error::Refusal(Refusal::Unknown { .. })) = &found {
        let wanted = code.trim().to_lowercase();
        let mut names = conn.prepare_cached(
            "SELECT a.id, a.code, n.name FROM authority a JOIN authority_name n ON n.authority = a.id",
        )?;
        let mut rows = names.query([])?;
        while let Some(r) = rows.next()? {
            if r.get_ref(2)?.as_str().unwrap_or_default().to_lowercase() == wanted {
                return Ok((r.get(0)?, r.get(1)?));
            }
        }
    }
    found
}

/// An area of a plan, by its number or by its title in either language.
pub(super) fn area(conn: &Connection, plan: i64, text: &str) -> Result<(i64, String)> {
    let mut all =
        conn.prepare_cached("SELECT id, number, title, title_da FROM area WHERE plan = :plan ORDER BY sort")?;
    let rows: Vec<(i64, String, String, Option<String>)> = all
        .query_map(named_params! { ":plan": plan }, |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let wanted = text.trim().to_lowercase();
    let named = |title: &str| title.to_lowercase() == wanted;
    rows.iter()
        .find(|r| r.1 == text)
        .or_else(|| rows.iter().find(|r| named(&r.1)))
        .or_else(|| rows.iter().find(|r| named(&r.2) || r.3.as_deref().is_some_and(named)))
        .map(|r| (r.0, r.1.clone()))
        .ok_or_else(|| {
            let known = rows.iter().flat_map(|r| [r.1.as_str(), r.2.as_str()].into_iter().chain(r.3.as_deref()));
            Refusal::Unknown { noun: "area", value: text.to_string(), nearest: nearest::of(text, known) }.into()
        })
}

pub(super) fn objective(conn: &Connection, plan: (i64, &str), number: &str) -> Result<(i64, String)> {
    let find = |sql| {
        conn.prepare_cached(sql)?
            .query_row(named_params! { ":plan": plan.0, ":number": number }, |r| Ok((r.get(0)?, r.get(1)?)))
            .optional()
    };
    if let Some(found) = find("SELECT id, number FROM objective WHERE plan = :plan AND number = :number")? {
        return Ok(found);
    }
    if let Some(found) =
        find("SELECT id, number FROM objective WHERE plan = :plan AND number = :number COLLATE NOCASE")?
    {
        return Ok(found);
    }
    let mut all = conn.prepare_cached("SELECT number FROM objective WHERE plan = :plan ORDER BY sort LIMIT 10000")?;
    let all: Vec<String> =
        all.query_map(named_params! { ":plan": plan.0 }, |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
    let mut nearest = nearest::of(number, all.iter().map(String::as_str));
    if nearest.is_empty() {
        nearest = beside(number, &all);
    }
    Err(Refusal::Unknown {
        noun: "objective",
        value: format!("{}/{number}", plan.1),
        nearest: nearest.into_iter().map(|n| format!("{}/{n}", plan.1)).collect(),
    }
    .into())
}

/// The three that stand where this number would: 1.1 and 1.2 for 1.3. `all` is in order.
fn beside(number: &str, all: &[String]) -> Vec<String> {
    let Some((above, _)) = number.rsplit_once('.') else { return vec![] };
    let same: Vec<&String> = all.iter().filter(|n| n.rsplit_once('.').is_some_and(|n| n.0 == above)).collect();
    let key = sort_key(number);
    let at = same.partition_point(|n| sort_key(n) < key);
    same.iter().skip(at.saturating_sub(2)).take(3).map(|n| n.to_string()).collect()
}

pub(super) fn activity(conn: &Connection, objective: (i64, &str), number: &str) -> Result<(i64, String)> {
    let found = conn
        .prepare_cached("SELECT id, number FROM activity WHERE objective = :objective AND number = :number")?
        .query_row(named_params! { ":objective": objective.0, ":number": number }, |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    if let Some(found) = found {
        return Ok(found);
    }
    let mut all = conn.prepare_cached("SELECT number FROM activity WHERE objective = :objective ORDER BY sort")?;
    let all: Vec<String> =
        all.query_map(named_params! { ":objective": objective.0 }, |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
    Err(Refusal::Unknown {
        noun: "activity",
        value: format!("{}/{number}", objective.1),
        nearest: all.into_iter().take(3).map(|n| format!("{}/{n}", objective.1)).collect(),
    }
    .into())
}

pub(super) fn subject(conn: &Connection, reference: &Reference) -> Result<(Subject, Reference)> {
    let (plan_id, plan_code) = plan(conn, &reference.plan)?;
    let (objective_id, number) = objective(conn, (plan_id, &plan_code), &reference.objective)?;
    let mut spelled = Reference::of_objective(&plan_code, &number);
    let mut subject = Subject { objective: objective_id, activity: None };
    if let Some(wanted) = &reference.activity {
        let (id, number) = activity(conn, (objective_id, &spelled.to_string()), wanted)?;
        subject.activity = Some(id);
        spelled.activity = Some(number);
    }
    Ok((subject, spelled))
}

impl Store {
    /// The objective or activity that a reference means, and the reference as the plan writes it.
    pub fn subject(&self, reference: &Reference) -> Result<(Subject, Reference)> {
        let found = subject(&self.conn, reference);
        self.tell(found)
    }

    /// Is this the code of a plan?
    pub fn is_plan(&self, code: &str) -> bool {
        plan(&self.conn, code).is_ok()
    }

    /// The plans that have an objective of this number; a few of them.
    pub fn plans_with(&self, number: &str) -> Result<Vec<String>> {
        let read = || -> Result<Vec<String>> {
            let mut all = self.conn.prepare_cached(
                "SELECT p.code FROM plan p JOIN objective o ON o.plan = p.id WHERE o.number = ?1 ORDER BY p.code LIMIT 3",
            )?;
            Ok(all.query_map([number], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?)
        };
        self.tell(read())
    }

    /// The code of a plan as the file writes it.
    pub fn plan_code(&self, code: &str) -> Result<String> {
        self.tell(plan(&self.conn, code).map(|f| f.1))
    }

    /// The code of a partnership, found by code or by the name of the country.
    pub fn partnership_code(&self, text: &str) -> Result<String> {
        self.tell(partnership(&self.conn, text).map(|f| f.1))
    }

    /// The code of an authority, found by code or by a name that it has or had.
    pub fn authority_code(&self, text: &str) -> Result<String> {
        self.tell(authority(&self.conn, text).map(|f| f.1))
    }

    /// The number of an area in one plan or, where none is named, in any; found by number or title.
    pub fn area_number(&self, plans: &[String], text: &str) -> Result<String> {
        let codes = if plans.is_empty() {
            let mut all =
                self.conn.prepare_cached("SELECT DISTINCT p.code FROM plan p JOIN area a ON a.plan = p.id")?;
            all.query_map([], |r| r.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?
        } else {
            plans.to_vec()
        };
        let mut last = Err(Refusal::Unknown { noun: "area", value: text.to_string(), nearest: vec![] }.into());
        for code in codes {
            last = plan(&self.conn, &code).and_then(|(id, _)| area(&self.conn, id, text)).map(|f| f.1);
            if last.is_ok() {
                break;
            }
        }
        self.tell(last)
    }

    /// Reads `lead:ENS` or `ENS`.
    pub fn authority_filter(&self, text: &str) -> Result<(Option<RoleKind>, String)> {
        match text.split_once(':') {
            Some((role, code)) => Ok((Some(RoleKind::parse(role)?), self.authority_code(code)?)),
            None => Ok((None, self.authority_code(text)?)),
        }
    }
}
