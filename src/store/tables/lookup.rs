//! From what a person writes (codes, numbers, names) to rows; what is not known gets the nearest.

use crate::model::text::folded;
use crate::model::{
    ActivityId, AreaId, AuthorityId, EntityKind, InstrumentId, ObjectiveId, PartnershipId, PlanId, Reference, Refusal,
    RoleKind, nearest, sort_key,
};
use crate::store::rows::{self, Cell, Select, row};
use crate::store::{Error, Result, Store, Subject};
use rusqlite::Connection;

/// The row of a plan, partnership, instrument or authority, by its code or a name. Exact spelling of the
/// code counts first, then the code in another case, then a name; refused where several are meant.
/// `names` gives rows, codes and all that each is called.
fn by_name<I: Cell + Copy + Ord>(
    conn: &Connection,
    entity: EntityKind,
    names: &'static str,
    text: &str,
) -> Result<(I, String)> {
    if let Some(found) = by_code(conn, entity, text)? {
        return Ok(found);
    }
    let all: Vec<(I, String, String)> = rows::all(conn, names, [])?;
    let wanted = folded(text);
    let mut alike: Vec<(I, String)> =
        all.iter().filter(|a| is_called(&a.1, &a.2, &wanted)).map(|a| (a.0, a.1.clone())).collect();
    alike.sort();
    alike.dedup();
    one_of(entity, text, alike)?.ok_or_else(|| {
        let known = all.iter().map(|a| a.1.as_str()).chain(all.iter().map(|a| a.2.as_str()));
        let nearest = nearest::of(text, known);
        Refusal::Unknown { entity: entity.name(), value: text.to_string(), nearest }.into()
    })
}

/// By its name, or as reports write it: the code and the name.
fn is_called(code: &str, name: &str, wanted: &str) -> bool {
    let name = folded(name);
    name == wanted
        || wanted.strip_suffix(&name).is_some_and(|rest| matches!(rest.strip_suffix(' '), Some(c) if c == folded(code)))
}

/// The row with this code, exactly or in another case.
pub(in crate::store) fn by_code<I: Cell>(
    conn: &Connection,
    entity: EntityKind,
    code: &str,
) -> Result<Option<(I, String)>> {
    let (exact, all) = match entity {
        EntityKind::Plan => ("SELECT id, code FROM plan WHERE code = ?1", "SELECT id, code FROM plan"),
        EntityKind::Partnership => {
            ("SELECT id, code FROM partnership WHERE code = ?1", "SELECT id, code FROM partnership")
        }
        EntityKind::Instrument => {
            ("SELECT id, code FROM instrument WHERE code = ?1", "SELECT id, code FROM instrument")
        }
        _ => ("SELECT id, code FROM authority WHERE code = ?1", "SELECT id, code FROM authority"),
    };
    let exact = rows::maybe(conn, exact, [code])?;
    if exact.is_some() {
        return Ok(exact);
    }
    let wanted = folded(code);
    let all: Vec<(I, String)> = rows::all(conn, all, [])?;
    one_of(entity, code, all.into_iter().filter(|a| folded(&a.1) == wanted).collect())
}

/// The one that is meant; refused where several are.
fn one_of<I>(entity: EntityKind, text: &str, mut alike: Vec<(I, String)>) -> Result<Option<(I, String)>> {
    match alike.len() {
        0 | 1 => Ok(alike.pop()),
        _ => {
            let which = alike.into_iter().map(|a| a.1).collect();
            Err(Refusal::Ambiguous { entity: entity.name(), value: text.to_string(), which }.into())
        }
    }
}

pub(in crate::store) fn plan(conn: &Connection, code: &str) -> Result<(PlanId, String)> {
    let names = "SELECT id, code, title FROM plan
         UNION ALL SELECT id, code, title_da FROM plan WHERE title_da IS NOT NULL";
    by_name(conn, EntityKind::Plan, names, code)
}

pub(in crate::store) fn partnership(conn: &Connection, text: &str) -> Result<(PartnershipId, String)> {
    let names = "SELECT id, code, country FROM partnership
         UNION ALL SELECT id, code, country_da FROM partnership WHERE country_da IS NOT NULL";
    by_name(conn, EntityKind::Partnership, names, text)
}

pub(in crate::store) fn instrument(conn: &Connection, text: &str) -> Result<(InstrumentId, String)> {
    let names = "SELECT id, code, name FROM instrument
         UNION ALL SELECT id, code, name_da FROM instrument WHERE name_da IS NOT NULL";
    by_name(conn, EntityKind::Instrument, names, text)
}

/// An authority by its code, or by any of its names; the English one of a Danish body too.
pub(in crate::store) fn authority(conn: &Connection, text: &str) -> Result<(AuthorityId, String)> {
    let names = "SELECT a.id, a.code, n.name FROM authority a JOIN authority_name n ON n.authority = a.id
         UNION ALL SELECT a.id, a.code, n.name_da FROM authority a JOIN authority_name n ON n.authority = a.id
                   WHERE n.name_da IS NOT NULL
         UNION ALL SELECT a.id, a.code, n.name_en FROM authority a JOIN authority_name n ON n.authority = a.id
                   WHERE n.name_en IS NOT NULL AND a.country = 'DK'";
    by_name(conn, EntityKind::Authority, names, text)
}

/// The row of a plan's area or objective, or of an objective's activity, by its number: exactly, or in
/// another case. `alike` finds those whose numbers sort alike (a seek in the index, for objectives).
fn by_number<I: Cell>(conn: &Connection, entity: EntityKind, within: i64, number: &str) -> Result<Option<(I, String)>> {
    let (exact, alike) = match entity {
        EntityKind::Area => (
            "SELECT id, number FROM area WHERE plan = ?1 AND number = ?2",
            "SELECT id, number FROM area WHERE plan = ?1 AND sort = ?2",
        ),
        EntityKind::Objective => (
            "SELECT id, number FROM objective WHERE plan = ?1 AND number = ?2",
            "SELECT id, number FROM objective WHERE plan = ?1 AND sort = ?2",
        ),
        _ => (
            "SELECT id, number FROM activity WHERE objective = ?1 AND number = ?2",
            "SELECT id, number FROM activity WHERE objective = ?1 AND sort = ?2",
        ),
    };
    let exact = rows::maybe(conn, exact, (within, number))?;
    if exact.is_some() || !number.chars().any(char::is_alphabetic) {
        return Ok(exact);
    }
    let wanted = folded(number);
    let alike: Vec<(I, String)> = rows::all(conn, alike, (within, sort_key(number)))?;
    one_of(entity, number, alike.into_iter().filter(|a| folded(&a.1) == wanted).collect())
}

/// The row that has this number in its plan or objective.
pub(in crate::store) fn row_of(
    conn: &Connection,
    entity: EntityKind,
    within: i64,
    number: &str,
) -> Result<Option<i64>> {
    Ok(by_number(conn, entity, within, number)?.map(|f| f.0))
}

/// An area as it may be named.
pub(in crate::store) struct AreaRow {
    pub id: AreaId,
    pub number: String,
    title: Option<String>,
    title_da: Option<String>,
}

row! { AreaRow { id, number, title, title_da } }

impl AreaRow {
    fn titles(&self) -> impl Iterator<Item = &String> {
        self.title.iter().chain(&self.title_da)
    }
}

/// The areas of a plan, in its order.
pub(in crate::store) fn areas(conn: &Connection, plan: PlanId) -> Result<Vec<AreaRow>> {
    rows::all(conn, &format!("SELECT {} FROM area WHERE plan = ?1 ORDER BY sort, id", AreaRow::COLUMNS), [plan])
}

/// The areas of one plan that a text names: that of this number; else those of this title, in either
/// language and any case.
pub(in crate::store) fn named<'a>(areas: &'a [AreaRow], text: &str) -> Vec<&'a AreaRow> {
    let wanted = folded(text);
    let same = |t: &str| folded(t) == wanted;
    let number = areas.iter().find(|a| a.number == text.trim()).or_else(|| areas.iter().find(|a| same(&a.number)));
    match number {
        Some(area) => vec![area],
        None => areas.iter().filter(|a| a.titles().any(|t| is_called(&a.number, t, &wanted))).collect(),
    }
}

fn no_area(areas: &[AreaRow], text: &str) -> Error {
    let known = areas.iter().flat_map(|a| [&a.number].into_iter().chain(a.titles()));
    let nearest = nearest::of(text, known.map(String::as_str));
    Refusal::Unknown { entity: "area", value: text.to_string(), nearest }.into()
}

/// An area of a plan, by its number or by its title in either language.
pub(in crate::store) fn area(conn: &Connection, plan: PlanId, text: &str) -> Result<(AreaId, String)> {
    // Most name a number as it is written, and then no other area need be read.
    let found = "SELECT id, number FROM area WHERE plan = ?1 AND number = ?2";
    if let Some(found) = rows::maybe(conn, found, (plan, text.trim()))? {
        return Ok(found);
    }
    let all = areas(conn, plan)?;
    match &named(&all, text)[..] {
        [] => Err(no_area(&all, text)),
        [one] => Ok((one.id, one.number.clone())),
        several => {
            let which = several.iter().map(|a| a.number.clone()).collect();
            Err(Refusal::Ambiguous { entity: "area", value: text.to_string(), which }.into())
        }
    }
}

pub(in crate::store) fn objective(
    conn: &Connection,
    plan: (PlanId, &str),
    number: &str,
) -> Result<(ObjectiveId, String)> {
    if let Some(found) = by_number(conn, EntityKind::Objective, plan.0.0, number)? {
        return Ok(found);
    }
    let all = "SELECT number FROM objective WHERE plan = ?1 ORDER BY sort LIMIT 10000";
    let all: Vec<String> = rows::all(conn, all, [plan.0])?;
    let mut nearest = nearest::of(number, all.iter().map(String::as_str));
    if nearest.is_empty() {
        nearest = beside(number, &all);
    }
    Err(Refusal::Unknown {
        entity: "objective",
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

pub(in crate::store) fn activity(
    conn: &Connection,
    objective: (ObjectiveId, &str),
    number: &str,
) -> Result<(ActivityId, String)> {
    if let Some(found) = by_number(conn, EntityKind::Activity, objective.0.0, number)? {
        return Ok(found);
    }
    let all = "SELECT number FROM activity WHERE objective = ?1 ORDER BY sort";
    let all: Vec<String> = rows::all(conn, all, [objective.0])?;
    Err(Refusal::Unknown {
        entity: "activity",
        value: format!("{}/{number}", objective.1),
        nearest: all.into_iter().take(3).map(|n| format!("{}/{n}", objective.1)).collect(),
    }
    .into())
}

pub(in crate::store) fn subject(conn: &Connection, reference: &Reference) -> Result<(Subject, Reference)> {
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
        self.all(
            "SELECT p.code FROM plan p JOIN objective o ON o.plan = p.id WHERE o.number = ?1 ORDER BY p.code LIMIT 3",
            [number],
        )
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

    /// The number or title of an area as a filter has it; refused where none of the plans (none named: of
    /// all plans) has such an area.
    pub fn area_filter(&self, plans: &[String], text: &str) -> Result<String> {
        let read = || -> Result<String> {
            let plans: Vec<PlanId> = rows::all(
                &self.conn,
                "SELECT id FROM plan WHERE ?1 = '[]' OR code IN (SELECT value FROM json_each(?1)) ORDER BY code",
                [serde_json::Value::from(plans).to_string()],
            )?;
            let mut known = Vec::new();
            for plan in plans {
                let all = areas(&self.conn, plan)?;
                if !named(&all, text).is_empty() {
                    return Ok(text.trim().to_string());
                }
                known.extend(all);
            }
            Err(no_area(&known, text))
        };
        self.tell(read())
    }

    /// Reads `lead:ENS` or `ENS`.
    pub fn authority_filter(&self, text: &str) -> Result<(Option<RoleKind>, String)> {
        match text.split_once(':') {
            Some((role, code)) => Ok((Some(RoleKind::parse(role)?), self.authority_code(code)?)),
            None => Ok((None, self.authority_code(text)?)),
        }
    }
}
