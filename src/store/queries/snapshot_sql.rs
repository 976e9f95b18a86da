//! The SQL behind a snapshot, and how a row of the answer is read: the
//! columns and their readers side by side.
//!
//! The state of an objective is found by a seek into the index entry_state: its newest line on or
//! before the day. The SQL is put together from fixed pieces; every value is bound.

use super::filters::{self, Of};
use crate::model::entry::{EntryFacts, EntryField, EntryFields};
use crate::model::snapshot::more_fields;
use crate::model::{
    AreaId, Audience, Basis, EntityKind, Interest, ObjectiveId, PartialDate, Query, RoleKind, State, parse_day,
};
use crate::store::Result;
use crate::store::rows::{self, Cell, Cells, FromRow, Select, row};
use crate::store::tables::entities;
use crate::store::tables::entries::fact_columns;
use chrono::NaiveDate;
use rusqlite::Connection;
use rusqlite::types::{FromSqlError, FromSqlResult, ValueRef};

/// How much of the newest line of the log is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// The facts for counts: status, light, dates.
    Counts,
    /// Also the texts of both states.
    Full,
    /// Also what only exports show.
    Export,
}

const STATE: &str = "(SELECT id FROM entry WHERE objective = o.id AND activity IS NULL AND as_of <= :day
    ORDER BY as_of DESC, id DESC LIMIT 1)";
const BEFORE: &str = "(SELECT id FROM entry WHERE objective = o.id AND activity IS NULL AND as_of <= :before
    ORDER BY as_of DESC, id DESC LIMIT 1)";
/// The facts that counts need of the state before, in one text: all of it stands in the index entry_state, so
/// that the line itself is not looked up.
const COUNTED_BEFORE: &str = "(SELECT concat(id, '|', as_of, '|', status, '|', light, '|', expected, '|', basis)
    FROM entry WHERE objective = o.id AND activity IS NULL AND as_of <= :before ORDER BY as_of DESC, id DESC LIMIT 1)";

/// The facts that counts need; the rest is not even read for them.
fn is_counted(field: EntryField) -> bool {
    use EntryField::{Audience, Basis, Expected, Light, Status};
    matches!(field, Status | Light | Expected | Basis | Audience)
}

/// The columns that [`state`] reads.
pub(in crate::store) fn state_columns(table: &str, detail: Detail) -> String {
    let counted = |column: &str| detail != Detail::Counts || EntryField::named(column).is_some_and(is_counted);
    let facts = fact_columns(|column| if counted(column) { format!("{table}.{column}") } else { "NULL".into() });
    format!("{table}.id, {table}.as_of, {table}.said, {facts}")
}

impl FromRow for State {
    fn from_row(cells: &mut Cells) -> rusqlite::Result<State> {
        let (entry, as_of, explicit) = cells.next()?;
        Ok(State { entry, as_of, explicit, facts: cells.next()? })
    }
}

/// The state, where there is an entry of the log.
pub(in crate::store) fn state(cells: &mut Cells) -> rusqlite::Result<Option<State>> {
    cells.joined(3 + EntryField::ALL.len())
}

/// Every role that was held on the day, as `lead:1:ENS|counterpart:1:KESDM`; one seek, sorted by
/// the reader.
pub(in crate::store) fn roles(subject: &str, activity: &str) -> String {
    format!(
        "(SELECT group_concat(r.role || ':' || r.place || ':' || a.code, '|') FROM role r JOIN authority a ON a.id = r.authority
          WHERE r.objective = {subject} AND coalesce(r.activity, 0) = {activity}
          AND (r.from_day IS NULL OR r.from_day <= :day) AND (r.until_day IS NULL OR r.until_day > :day))"
    )
}

/// Lead, supporting and counterpart, each in the order in which they are named.
pub(in crate::store) struct Holders(pub [Vec<String>; 3]);

/// Reads [`roles`].
impl Cell for Holders {
    fn read(value: ValueRef<'_>) -> FromSqlResult<Holders> {
        let text = value.as_str_or_null()?.unwrap_or_default();
        let mut all: [Vec<(i64, &str)>; 3] = Default::default();
        for one in text.split('|').filter(|t| !t.is_empty()) {
            let mut parts = one.splitn(3, ':');
            if let (Some(role), Some(place), Some(code)) = (parts.next(), parts.next(), parts.next()) {
                let at = RoleKind::from_code(role).map_or(0, |r| r as usize);
                all[at].push((place.parse().map_err(|_| FromSqlError::InvalidType)?, code));
            }
        }
        Ok(Holders(all.map(|mut held| {
            held.sort_unstable();
            held.into_iter().map(|(_, code)| code.to_string()).collect()
        })))
    }
}

/// Whether any approved deadline was moved after the day.
pub(in crate::store) fn moved_after(conn: &Connection, on: NaiveDate) -> Result<bool> {
    rows::one(conn, "SELECT EXISTS (SELECT 1 FROM deadline_move WHERE as_of > ?1)", [on.to_string()])
}

/// The approved deadline as it stood on the day: moves agreed later are taken back.
pub(in crate::store) fn approved(table: &str, activity: &str, moved: bool) -> String {
    if !moved {
        return format!("{table}.deadline_approved");
    }
    let later = format!(
        "FROM deadline_move m WHERE m.objective = {} AND m.activity IS {activity} AND m.as_of > :day ORDER BY m.as_of, m.id LIMIT 1",
        if table == "o" { "o.id" } else { "t.objective" }
    );
    format!("CASE WHEN EXISTS (SELECT 1 {later}) THEN (SELECT m.before {later}) ELSE {table}.deadline_approved END")
}

/// The state before of which only counts are needed.
pub(in crate::store) struct Counted(pub State);

/// Reads [`COUNTED_BEFORE`].
impl Cell for Counted {
    fn read(value: ValueRef<'_>) -> FromSqlResult<Counted> {
        let mut parts = [""; 6];
        parts.iter_mut().zip(value.as_str()?.split('|')).for_each(|(part, text)| *part = text);
        let [entry, as_of, status, light, expected, basis] = parts;
        let fact = |field| match field {
            EntryField::Status => status,
            EntryField::Light => light,
            EntryField::Expected => expected,
            EntryField::Basis => basis,
            _ => "",
        };
        let facts = EntryFacts::read(
            |field| Ok(Some(fact(field)).filter(|code| !code.is_empty())),
            |_| FromSqlError::InvalidType,
        )?;
        Ok(Counted(State {
            entry: entry.parse().map_err(|_| FromSqlError::InvalidType)?,
            as_of: parse_day(as_of, None).map_err(|_| FromSqlError::InvalidType)?,
            facts,
            explicit: EntryFields::default(),
        }))
    }
}

/// The facts of an objective itself, and the holders of its roles.
pub(in crate::store) struct Head {
    pub id: ObjectiveId,
    pub plan: String,
    pub number: String,
    pub title: String,
    pub title_da: Option<String>,
    pub area: Option<AreaId>,
    pub interest: Option<Interest>,
    pub continuing: bool,
    pub deadline_original: Option<PartialDate>,
    pub deadline_approved: Option<PartialDate>,
    pub basis: Option<Basis>,
    pub source: Option<String>,
    /// The first day on which it is not there any more: taken out itself, or with its plan.
    pub retired_on: Option<NaiveDate>,
    pub audience: Audience,
    pub holders: Holders,
}

row! {
    Head {
        id = "o.id", plan = "p.code", number = "o.number", title = "o.title", title_da = "o.title_da", area = "o.area",
        interest = "o.interest", continuing = "o.continuing", deadline_original = "o.deadline_original",
        deadline_approved = "{approved}", basis = "o.basis", source = "{source}",
        retired_on = "nullif(min(coalesce(o.retired_on, '~'), coalesce(p.retired_on, '~')), '~')",
        audience = "o.audience", holders = "{holders}",
    }
}

/// The whole question. Its answers are read in the order of its parts: [`Head`], [`state`], what exports show
/// more, and the state before, where it is asked for.
pub(in crate::store) fn assemble(query: &Query, before: bool, detail: Detail, moved: bool, reformed: bool) -> String {
    let pieces = filters::pieces(query, Of::Objective, moved);
    // Few objectives are an authority's: begin with them. Else follow the order of the plans.
    let from = if query.authority.is_empty() {
        "plan p CROSS JOIN objective o ON o.plan = p.id"
    } else {
        "objective o CROSS JOIN plan p ON p.id = o.plan"
    };
    let holds = filters::holds(query, Of::Objective, reformed);
    let (of_before, join_before) = match detail {
        _ if !before => (String::new(), String::new()),
        Detail::Counts => (format!(", {COUNTED_BEFORE}"), String::new()),
        full => (format!(", {}", state_columns("b", full)), format!(" LEFT JOIN entry b ON b.id = {BEFORE}")),
    };
    let head = Head::COLUMNS
        .replace("{approved}", &approved("o", "NULL", moved))
        .replace("{source}", if detail == Detail::Counts { "NULL" } else { "o.source" })
        .replace("{holders}", &roles("o.id", "0"));
    let more = more_fields().filter(|_| detail == Detail::Export);
    let more: String = more.map(|f| format!(", {}", entities::expression(EntityKind::Objective, f, "o"))).collect();
    format!(
        "SELECT {head}, {}{more}{of_before}
         FROM {from} LEFT JOIN entry e ON e.id = {STATE}{join_before}
         WHERE {}{holds} ORDER BY p.code, o.sort, o.id",
        state_columns("e", detail),
        pieces.join(" AND "),
    )
}
