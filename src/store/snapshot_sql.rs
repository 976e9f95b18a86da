//! What is asked of the file for how everything stands, and how a row of the answer is read: the
//! columns and their readers side by side.
//!
//! The state of an objective is found by a seek into the index entry_state: its newest line on or
//! before the day. The SQL is put together from fixed pieces; every value is bound.

use super::entries::{audience, basis, day, light, partial, status};
use super::filters::{self, GONE_ON, Of};
use crate::model::snapshot::Extra;
use crate::model::{Audience, EntryBasis, Light, PartialDate, Query, RoleKind, State, Status, parse_day};
use rusqlite::Row;

/// How much of the newest line of the log is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// What counts need: status, light, dates.
    Counts,
    /// Also the texts of the state; of the one before, what counts need.
    Now,
    /// The texts of both states.
    Full,
    /// Also what only exports show.
    Export,
}

impl Detail {
    /// How much is read of the state before.
    pub(super) fn of_before(self) -> Detail {
        if self == Detail::Now { Detail::Counts } else { self }
    }
}

const STATE: &str = "(SELECT id FROM entry WHERE objective = o.id AND activity IS NULL AND as_of <= :day
    ORDER BY as_of DESC, id DESC LIMIT 1)";
const BEFORE: &str = "(SELECT id FROM entry WHERE objective = o.id AND activity IS NULL AND as_of <= :before
    ORDER BY as_of DESC, id DESC LIMIT 1)";
/// What counts need of the state before, in one text: all of it stands in the index entry_state, so
/// that the line itself is not looked up.
const COUNTED_BEFORE: &str = "(SELECT concat(id, '|', as_of, '|', status, '|', light, '|', expected, '|', basis)
    FROM entry WHERE objective = o.id AND activity IS NULL AND as_of <= :before ORDER BY as_of DESC, id DESC LIMIT 1)";

pub(super) fn state_columns(table: &str, detail: Detail) -> String {
    let texts = match detail {
        Detail::Now | Detail::Full | Detail::Export => format!(
            "{table}.note, {table}.evidence, {table}.expected_reason, {table}.blocked_by,
             (SELECT code FROM authority WHERE id = {table}.ask), {table}.source"
        ),
        Detail::Counts => "NULL, NULL, NULL, NULL, NULL, NULL".into(),
    };
    format!(
        "{table}.id, {table}.as_of, {table}.status, {table}.light, {table}.expected, {table}.basis, {texts}, {table}.audience, {table}.said"
    )
}

/// Every role that was held on the day, as `lead:1:ENS|counterpart:1:KESDM`; one seek, sorted by
/// the reader.
pub(super) fn roles(subject: &str, activity: &str) -> String {
    format!(
        "(SELECT group_concat(r.role || ':' || r.place || ':' || a.code, '|') FROM role r JOIN authority a ON a.id = r.authority
          WHERE r.objective = {subject} AND coalesce(r.activity, 0) = {activity}
          AND (r.from_day IS NULL OR r.from_day <= :day) AND (r.until_day IS NULL OR r.until_day > :day))"
    )
}

/// Lead, supporting and counterpart, each in the order in which they are named.
pub(super) fn holders(r: &Row, column: usize) -> rusqlite::Result<[Vec<String>; 3]> {
    let text = r.get_ref(column)?.as_str_or_null().unwrap_or_default().unwrap_or_default();
    let mut all: [Vec<(i64, &str)>; 3] = Default::default();
    for one in text.split('|').filter(|t| !t.is_empty()) {
        let mut parts = one.splitn(3, ':');
        if let (Some(role), Some(place), Some(code)) = (parts.next(), parts.next(), parts.next()) {
            let at = RoleKind::from_code(role).map_or(0, |r| r as usize);
            all[at].push((place.parse().unwrap_or_default(), code));
        }
    }
    Ok(all.map(|mut held| {
        held.sort_unstable();
        held.into_iter().map(|(_, code)| code.to_string()).collect()
    }))
}

/// The approved deadline as it stood on the day: moves agreed later are taken back.
pub(super) fn approved(table: &str, activity: &str, moved: bool) -> String {
    if !moved {
        return format!("{table}.deadline_approved");
    }
    let later = format!(
        "FROM deadline_move m WHERE m.objective = {} AND m.activity IS {activity} AND m.as_of > :day ORDER BY m.as_of, m.id LIMIT 1",
        if table == "o" { "o.id" } else { "t.objective" }
    );
    format!("CASE WHEN EXISTS (SELECT 1 {later}) THEN (SELECT m.before {later}) ELSE {table}.deadline_approved END")
}

pub(super) fn state(r: &Row, at: usize, detail: Detail) -> rusqlite::Result<Option<State>> {
    // Not even asked for where they were not read.
    let text = |column: usize| if detail == Detail::Counts { Ok(None) } else { r.get(column) };
    let Some(entry) = r.get::<_, Option<i64>>(at)? else { return Ok(None) };
    Ok(Some(State {
        entry,
        as_of: day(r, at + 1)?.unwrap_or_default(),
        status: status(r, at + 2)?
            .ok_or_else(|| rusqlite::Error::InvalidColumnType(at + 2, "status".into(), rusqlite::types::Type::Null))?,
        light: light(r, at + 3)?,
        expected: partial(r, at + 4)?,
        basis: basis(r, at + 5)?,
        note: text(at + 6)?,
        evidence: text(at + 7)?,
        expected_reason: text(at + 8)?,
        blocked_by: text(at + 9)?,
        ask: text(at + 10)?,
        source: text(at + 11)?,
        audience: audience(r, at + 12)?,
        said: r.get(at + 13)?,
    }))
}

/// Reads [`COUNTED_BEFORE`].
pub(super) fn counted(r: &Row, column: usize) -> rusqlite::Result<Option<State>> {
    let Some(text) = r.get_ref(column)?.as_str_or_null()? else { return Ok(None) };
    let mut parts = text.split('|');
    let mut part = || parts.next().unwrap_or_default();
    let broken = || rusqlite::Error::InvalidColumnType(column, "entry".into(), rusqlite::types::Type::Text);
    Ok(Some(State {
        entry: part().parse().map_err(|_| broken())?,
        as_of: parse_day(part(), None).map_err(|_| broken())?,
        status: Status::from_code(part()).ok_or_else(broken)?,
        light: Light::from_code(part()),
        expected: Some(part()).filter(|t| !t.is_empty()).and_then(|t| PartialDate::parse(t).ok()),
        basis: EntryBasis::from_code(part()),
        note: None,
        evidence: None,
        expected_reason: None,
        blocked_by: None,
        ask: None,
        source: None,
        audience: Audience::Internal,
        said: String::new(),
    }))
}

pub(super) fn extra(r: &Row) -> rusqlite::Result<Extra> {
    let text = |column: usize| Ok::<_, rusqlite::Error>(r.get::<_, Option<String>>(column)?.unwrap_or_default());
    Ok(Extra {
        case_number: text(43)?,
        added_on: text(44)?,
        retired_on: text(45)?,
        retired_reason: text(46)?,
        instrument: text(47)?,
        sdg: text(48)?,
        tag: text(49)?,
    })
}

pub(super) fn assemble(query: &Query, before: bool, detail: Detail, moved: bool, reformed: bool) -> String {
    let pieces = filters::pieces(query, Of::Objective, moved);
    // Few objectives are an authority's: begin with them. Else follow the order of the plans.
    let from = if query.authority.is_empty() {
        "plan p CROSS JOIN objective o ON o.plan = p.id"
    } else {
        "objective o CROSS JOIN plan p ON p.id = o.plan"
    };
    let holds = filters::holds(query, Of::Objective, reformed);
    let source = if detail == Detail::Counts { "NULL" } else { "o.source" };
    let extra = match detail {
        Detail::Export => format!(
            // Most have none, and to make ready for sorting them costs more than to look.
            "{}, o.case_number, o.added_on, o.retired_on, o.retired_reason,
             CASE WHEN EXISTS (SELECT 1 FROM objective_instrument WHERE objective = o.id) THEN
                 (SELECT group_concat(code, '|') FROM (SELECT i.code FROM objective_instrument l JOIN instrument i ON i.id = l.instrument
                                                       WHERE l.objective = o.id ORDER BY l.id)) END,
             CASE WHEN EXISTS (SELECT 1 FROM sdg WHERE objective = o.id) THEN
                 (SELECT group_concat(goal, '|') FROM (SELECT goal FROM sdg WHERE objective = o.id ORDER BY goal)) END,
             CASE WHEN EXISTS (SELECT 1 FROM tag WHERE objective = o.id) THEN
                 (SELECT group_concat(tag, '|') FROM (SELECT tag FROM tag WHERE objective = o.id ORDER BY id)) END",
            if before { "" } else { ", NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL" }.trim_start_matches(", ")
        ),
        _ => String::new(),
    };
    let (of_before, join_before) = match detail.of_before() {
        _ if !before => (String::new(), String::new()),
        Detail::Counts => (format!(", {COUNTED_BEFORE}"), String::new()),
        full => (format!(", {}", state_columns("b", full)), format!(" LEFT JOIN entry b ON b.id = {BEFORE}")),
    };
    let extra = if extra.is_empty() { extra } else { format!(", {}", extra.trim_start_matches(", ")) };
    format!(
        "SELECT o.id, p.code, o.number, o.title, o.title_da, o.area, o.interest, o.continuing, o.deadline_original, {}, o.basis,
                {source}, {GONE_ON}, o.audience, {}, {}{}{extra}
         FROM {from} LEFT JOIN entry e ON e.id = {STATE}{}
         WHERE {}{holds} ORDER BY p.code, o.sort, o.id",
        approved("o", "NULL", moved),
        roles("o.id", "0"),
        state_columns("e", detail),
        of_before,
        join_before,
        pieces.join(" AND "),
    )
}
