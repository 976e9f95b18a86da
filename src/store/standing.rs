//! How everything stands as of a day: the one query behind lists, checks, summaries and exports.
//!
//! The state of an objective is found by a seek into the index entry_state: its newest line on or
//! before the day. The SQL is put together from fixed pieces; every value is bound.

use super::entries::{audience, basis, day, light, partial, status, word};
use super::{Result, Store, Subject};
use crate::model::line::{AreaName, Extra};
use crate::model::{
    ActivityLine, Audience, Authorities, AuthorityName, Basis, EntryBasis, Interest, Light, Line, Partial, PlanInfo,
    Quarter, Query, Reference, RoleKind, State, Status, parse_day,
};
use chrono::NaiveDate;
use rusqlite::{Row, named_params};
use std::collections::HashMap;
use std::rc::Rc;

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
    fn of_before(self) -> Detail {
        if self == Detail::Now { Detail::Counts } else { self }
    }
}

const STATE: &str = "(SELECT id FROM entry WHERE objective = o.id AND activity IS NULL AND as_of <= :day
    ORDER BY as_of DESC, id DESC LIMIT 1)";
const BEFORE: &str = "(SELECT id FROM entry WHERE objective = o.id AND activity IS NULL AND as_of <= :before
    ORDER BY as_of DESC, id DESC LIMIT 1)";
/// What counts need of the state before, in one text: all of it stands in the index entry_state, so
/// that the line itself is not looked up.
const COUNTED_BEFORE: &str = "(SELECT id || '|' || as_of || '|' || status || '|' || coalesce(light, '') || '|' || coalesce(expected, '') || '|' || coalesce(basis, '')
    FROM entry WHERE objective = o.id AND activity IS NULL AND as_of <= :before ORDER BY as_of DESC, id DESC LIMIT 1)";

fn state_columns(table: &str, detail: Detail) -> String {
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
fn roles(subject: &str, activity: &str) -> String {
    format!(
        "(SELECT group_concat(r.role || ':' || r.place || ':' || a.code, '|') FROM role r JOIN authority a ON a.id = r.authority
          WHERE r.objective = {subject} AND coalesce(r.activity, 0) = {activity}
          AND (r.from_day IS NULL OR r.from_day <= :day) AND (r.until_day IS NULL OR r.until_day > :day))"
    )
}

/// Lead, supporting and counterpart, each in the order in which they are named.
fn holders(r: &Row, column: usize) -> rusqlite::Result<[Vec<String>; 3]> {
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
fn approved(table: &str, activity: &str, moved: bool) -> String {
    if !moved {
        return format!("{table}.deadline_approved");
    }
    let later = format!(
        "FROM deadline_move m WHERE m.objective = {} AND m.activity IS {activity} AND m.as_of > :day ORDER BY m.as_of, m.id LIMIT 1",
        if table == "o" { "o.id" } else { "t.objective" }
    );
    format!("CASE WHEN EXISTS (SELECT 1 {later}) THEN (SELECT m.before {later}) ELSE {table}.deadline_approved END")
}

fn state(r: &Row, at: usize, detail: Detail) -> rusqlite::Result<Option<State>> {
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
fn counted(r: &Row, column: usize) -> rusqlite::Result<Option<State>> {
    let Some(text) = r.get_ref(column)?.as_str_or_null()? else { return Ok(None) };
    let mut parts = text.split('|');
    let mut part = || parts.next().unwrap_or_default();
    let broken = || rusqlite::Error::InvalidColumnType(column, "entry".into(), rusqlite::types::Type::Text);
    Ok(Some(State {
        entry: part().parse().map_err(|_| broken())?,
        as_of: parse_day(part(), None).map_err(|_| broken())?,
        status: Status::from_code(part()).ok_or_else(broken)?,
        light: Light::from_code(part()),
        expected: Some(part()).filter(|t| !t.is_empty()).and_then(|t| Partial::parse(t).ok()),
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

/// The areas of the file: each with the outermost one around it.
type Areas = HashMap<i64, (Rc<AreaName>, i64)>;

impl Store {
    fn areas(&self) -> Result<Areas> {
        let mut statement = self.conn.prepare_cached("SELECT id, number, sort, title, title_da, parent FROM area")?;
        let mut parents = HashMap::new();
        let mut names = HashMap::new();
        let mut rows = statement.query([])?;
        while let Some(r) = rows.next()? {
            let id: i64 = r.get(0)?;
            names.insert(
                id,
                Rc::new(AreaName { number: r.get(1)?, sort: r.get(2)?, title: r.get(3)?, title_da: r.get(4)? }),
            );
            if let Some(parent) = r.get::<_, Option<i64>>(5)? {
                parents.insert(id, parent);
            }
        }
        Ok(names
            .into_iter()
            .map(|(id, name)| {
                let mut root = id;
                for _ in 0..50 {
                    root = parents.get(&root).copied().unwrap_or(root);
                }
                (id, (name, root))
            })
            .collect())
    }

    /// The areas that a filter names and all that lie inside them, as rows.
    fn area_rows(&self, numbers: &[String]) -> Result<Vec<i64>> {
        let mut statement = self.conn.prepare_cached(
            "WITH RECURSIVE inside (id) AS (
                 SELECT id FROM area WHERE number IN (SELECT value FROM json_each(:numbers))
                 UNION SELECT a.id FROM area a JOIN inside i ON a.parent = i.id)
             SELECT id FROM inside",
        )?;
        Ok(statement
            .query_map(named_params! { ":numbers": json(numbers) }, |r| r.get(0))?
            .collect::<rusqlite::Result<_>>()?)
    }

    /// Every objective that the query asks for, with its state as of `on` and, where `before` is
    /// given, as of that day too; in the order of the plans, one by one.
    pub fn lines(
        &self,
        query: &Query,
        on: NaiveDate,
        before: Option<NaiveDate>,
        detail: Detail,
        mut each: impl FnMut(Line, Option<State>) -> Result<()>,
    ) -> Result<()> {
        let done = self.walk(query, on, before, detail, &mut each);
        self.tell(done)
    }

    /// [`Store::lines`], built once and not anew for each who asks.
    fn walk(
        &self,
        query: &Query,
        on: NaiveDate,
        before: Option<NaiveDate>,
        detail: Detail,
        each: &mut dyn FnMut(Line, Option<State>) -> Result<()>,
    ) -> Result<()> {
        let areas = self.areas()?;
        let area_filter = if query.area.is_empty() { vec![] } else { self.area_rows(&query.area)? };
        let moved: bool = self.conn.query_row(
            "SELECT EXISTS (SELECT 1 FROM deadline_move WHERE as_of > :day)",
            named_params! { ":day": on.to_string() },
            |r| r.get(0),
        )?;
        let detail = if query.text.is_some() && detail == Detail::Counts { Detail::Full } else { detail };
        let reformed = self.successions()?;
        let sql = assemble(query, before.is_some(), detail, moved, !reformed.is_empty());
        let mut statement = self.conn.prepare_cached(&sql)?;
        let own = |codes: &mut dyn Iterator<Item = &str>| json(&codes.map(str::to_string).collect::<Vec<_>>());
        let by_role = |role: &str| {
            own(&mut query
                .authority
                .iter()
                .filter(|(r, _)| r.is_none_or(|r| r.code() == role))
                .map(|(_, c)| c.as_str()))
        };
        let bound: Vec<(&str, String)> = vec![
            (":day", on.to_string()),
            (":before", before.unwrap_or_default().to_string()),
            (":quarter", Quarter::of(on).first_day().to_string()),
            (":plan", json(&query.plan)),
            (":number", query.number.clone().unwrap_or_default()),
            (":partnership", json(&query.partnership)),
            (":area", serde_json::to_string(&area_filter).unwrap_or_default()),
            (":authority", own(&mut query.authority.iter().map(|(_, c)| c.as_str()))),
            (":lead", by_role("lead")),
            (":supporting", by_role("supporting")),
            (":counterpart", by_role("counterpart")),
            (":status", own(&mut query.status.iter().map(|s| s.code()))),
            (":light", own(&mut query.light.iter().map(|l| l.code()))),
            (":interest", own(&mut query.interest.iter().map(|i| i.code()))),
            (":tag", json(&query.tag)),
        ];
        for (name, value) in &bound {
            if let Some(index) = statement.parameter_index(name)? {
                statement.raw_bind_parameter(index, value)?;
            }
        }
        let of_before = detail.of_before();
        let wanted = query.text.as_ref().map(|t| t.to_lowercase());
        let mut rows = statement.raw_query();
        while let Some(r) = rows.next()? {
            let area = r.get::<_, Option<i64>>(5)?.and_then(|id| areas.get(&id));
            let [lead, supporting, counterpart] = holders(r, 14)?;
            let line = Line {
                id: r.get(0)?,
                plan: r.get(1)?,
                number: r.get(2)?,
                title: r.get(3)?,
                title_da: r.get(4)?,
                area: area.map(|a| a.0.clone()),
                root: area.and_then(|a| areas.get(&a.1)).map(|a| a.0.clone()),
                interest: r.get_ref(6)?.as_str_or_null().unwrap_or_default().and_then(Interest::from_code),
                continuing: r.get(7)?,
                deadline_original: partial(r, 8)?,
                deadline_approved: partial(r, 9)?,
                basis: word(r, 10, Basis::from_code)?,
                source: r.get(11)?,
                retired_on: day(r, 12)?,
                audience: audience(r, 13)?,
                lead,
                supporting,
                counterpart,
                extra: if detail == Detail::Export { extra(r)? } else { Extra::default() },
                state: state(r, 15, detail)?.map(|mut s| {
                    s.ask = s.ask.map(|code| reformed.current(&code, on));
                    s
                }),
            };
            if wanted.as_ref().is_some_and(|w| !says(&line, w)) || (query.overdue && !line.is_overdue(on)) {
                continue;
            }
            let before = match (before, of_before) {
                (None, _) => None,
                (Some(_), Detail::Counts) => counted(r, 29)?,
                (Some(_), detail) => state(r, 29, detail)?,
            };
            each(line, before)?;
        }
        Ok(())
    }

    /// The activities under one objective, or all of those under `plans`, with their state.
    pub fn activities(&self, of: Option<i64>, plans: &[String], on: NaiveDate) -> Result<Vec<ActivityLine>> {
        self.activities_of(of, plans, on, false)
    }

    /// All activities under `plans`, those that were taken out too.
    pub fn all_activities(&self, plans: &[String], on: NaiveDate) -> Result<Vec<ActivityLine>> {
        self.activities_of(None, plans, on, true)
    }

    fn activities_of(
        &self,
        of: Option<i64>,
        plans: &[String],
        on: NaiveDate,
        retired: bool,
    ) -> Result<Vec<ActivityLine>> {
        let read = || -> Result<Vec<ActivityLine>> {
            // Most objectives have none, and to ask for all of it costs more than to show the rest.
            let some = "SELECT EXISTS (SELECT 1 FROM activity WHERE objective = :of)";
            if of.is_some() && !self.conn.query_row(some, named_params! { ":of": of }, |r| r.get::<_, bool>(0))? {
                return Ok(vec![]);
            }
            let moved: bool = self.conn.query_row(
                "SELECT EXISTS (SELECT 1 FROM deadline_move WHERE as_of > :day)",
                named_params! { ":day": on.to_string() },
                |r| r.get(0),
            )?;
            let sql = format!(
                "SELECT p.code, o.number, t.number, t.title, t.title_da, t.objective, t.deadline_original, {}, {}, {}
                 FROM activity t CROSS JOIN objective o ON o.id = t.objective JOIN plan p ON p.id = o.plan
                 LEFT JOIN entry e ON e.id = (SELECT id FROM entry WHERE objective = t.objective AND activity = t.id
                                              AND as_of <= :day ORDER BY as_of DESC, id DESC LIMIT 1)
                 WHERE {} AND {} ORDER BY p.code, o.sort, o.id, t.sort",
                approved("t", "t.id", moved),
                roles("t.objective", "t.id"),
                state_columns("e", Detail::Full),
                if retired {
                    "1"
                } else {
                    "(t.retired_on IS NULL OR t.retired_on > :day) AND (o.retired_on IS NULL OR o.retired_on > :day)"
                },
                if of.is_some() {
                    "t.objective = :of"
                } else {
                    "(:of IS NULL AND (:plans = '[]' OR p.code IN (SELECT value FROM json_each(:plans))))"
                },
            );
            let mut statement = self.conn.prepare_cached(&sql)?;
            if let Some(i) = statement.parameter_index(":day")? {
                statement.raw_bind_parameter(i, on.to_string())?;
            }
            if let Some(i) = statement.parameter_index(":of")? {
                statement.raw_bind_parameter(i, of)?;
            }
            if let Some(i) = statement.parameter_index(":plans")? {
                statement.raw_bind_parameter(i, json(plans))?;
            }
            let mut all = Vec::new();
            let mut rows = statement.raw_query();
            while let Some(r) = rows.next()? {
                all.push(ActivityLine {
                    reference: Reference { plan: r.get(0)?, objective: r.get(1)?, activity: Some(r.get(2)?) },
                    title: r.get(3)?,
                    title_da: r.get(4)?,
                    objective: r.get(5)?,
                    deadline_original: partial(r, 6)?,
                    deadline_approved: partial(r, 7)?,
                    lead: holders(r, 8)?[0].clone(),
                    state: state(r, 9, Detail::Full)?,
                });
            }
            Ok(all)
        };
        self.tell(read())
    }

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
                    retired: r.get::<_, Option<String>>(8)?.is_some(),
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

    /// When something was last reported on a subject before a day; for «not reported since».
    pub fn last_report(&self, subject: Subject, on: NaiveDate) -> Result<Option<NaiveDate>> {
        Ok(self.latest(subject, on)?.map(|e| e.as_of))
    }
}

fn extra(r: &Row) -> rusqlite::Result<Extra> {
    let text = |column: usize| Ok::<_, rusqlite::Error>(r.get::<_, Option<String>>(column)?.unwrap_or_default());
    Ok(Extra {
        case_number: text(43)?,
        added_on: text(44)?,
        retired_reason: text(45)?,
        instrument: text(46)?,
        sdg: text(47)?,
        tag: text(48)?,
    })
}

fn json(texts: &[String]) -> String {
    serde_json::to_string(texts).unwrap_or_default()
}

fn says(line: &Line, wanted: &str) -> bool {
    let has = |t: &str| t.to_lowercase().contains(wanted);
    has(&line.title)
        || line.title_da.as_deref().is_some_and(has)
        || has(&line.number)
        || line.state.as_ref().and_then(|s| s.note.as_deref()).is_some_and(has)
}

fn assemble(query: &Query, before: bool, detail: Detail, moved: bool, reformed: bool) -> String {
    let mut pieces: Vec<&str> = vec!["(o.added_on IS NULL OR o.added_on <= :day)"];
    let mut add = |wanted: bool, piece: &'static str| {
        if wanted {
            pieces.push(piece);
        }
    };
    add(!query.retired, "(o.retired_on IS NULL OR o.retired_on > :day)");
    add(!query.plan.is_empty(), "p.code IN (SELECT value FROM json_each(:plan))");
    add(query.number.is_some(), "o.number = :number");
    add(
        !query.partnership.is_empty(),
        "p.id IN (SELECT l.plan FROM plan_partnership l JOIN partnership s ON s.id = l.partnership
                  WHERE s.code IN (SELECT value FROM json_each(:partnership)))",
    );
    add(!query.area.is_empty(), "o.area IN (SELECT value FROM json_each(:area))");
    add(!query.status.is_empty(), "e.status IN (SELECT value FROM json_each(:status))");
    // An old light is no light of this quarter.
    add(!query.light.is_empty(), "e.light IN (SELECT value FROM json_each(:light)) AND e.as_of >= :quarter");
    add(!query.interest.is_empty(), "o.interest IN (SELECT value FROM json_each(:interest))");
    add(
        !query.tag.is_empty(),
        "EXISTS (SELECT 1 FROM tag g WHERE g.objective = o.id AND g.tag IN (SELECT value FROM json_each(:tag)))",
    );
    let open = "(e.status IS NULL OR e.status IN ('not-started', 'ongoing', 'suspended'))";
    add(query.open || query.overdue || query.not_reported, open);
    // With moves taken back the deadline is another one, so the day is looked at afterwards.
    add(query.overdue && !moved, "o.due_on < :day");
    add(query.not_reported, "(e.as_of IS NULL OR e.as_of < :quarter)");
    // Few objectives are an authority's: begin with them. Else follow the order of the plans.
    let from = if query.authority.is_empty() {
        "plan p CROSS JOIN objective o ON o.plan = p.id"
    } else {
        "objective o CROSS JOIN plan p ON p.id = o.plan"
    };
    let mut holds = String::new();
    if !query.authority.is_empty() {
        // What it ever had to do with is in the index alone; the role itself is looked at for what is left.
        holds = format!(
            " AND o.id IN (SELECT objective FROM role WHERE authority IN (SELECT a.id FROM authority a JOIN json_each(:authority) j ON j.value = a.code)) AND ({})",
            ["lead", "supporting", "counterpart"].map(|role| held(role, reformed)).join(" OR ")
        );
    }
    let source = if detail == Detail::Counts { "NULL" } else { "o.source" };
    let extra = match detail {
        Detail::Export => format!(
            // Most have none, and to make ready for sorting them costs more than to look.
            "{}, o.case_number, o.added_on, o.retired_reason,
             CASE WHEN EXISTS (SELECT 1 FROM objective_instrument WHERE objective = o.id) THEN
                 (SELECT group_concat(code, '|') FROM (SELECT i.code FROM objective_instrument l JOIN instrument i ON i.id = l.instrument
                                                       WHERE l.objective = o.id ORDER BY l.id)) END,
             (SELECT group_concat(goal, '|') FROM (SELECT goal FROM sdg WHERE objective = o.id ORDER BY goal)),
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
                {source}, o.retired_on, o.audience, {}, {}{}{extra}
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

/// Whether one of the authorities that are asked for has a role for the objective on the day.
fn held(role: &str, reformed: bool) -> String {
    let asked = format!("SELECT a.id FROM authority a JOIN json_each(:{role}) j ON j.value = a.code");
    let on_day = "(r.from_day IS NULL OR r.from_day <= :day) AND (r.until_day IS NULL OR r.until_day > :day)";
    let now = format!(
        "EXISTS (SELECT 1 FROM role r WHERE r.objective = o.id AND coalesce(r.activity, 0) = 0 AND r.role = '{role}' AND {on_day}
                 AND r.authority IN ({asked}))"
    );
    if !reformed {
        return now;
    }
    // What one before it held on the day, and it took over later.
    format!(
        "{now} OR EXISTS (SELECT 1 FROM role n JOIN role r ON r.objective = n.objective AND r.role = n.role
                 AND r.activity IS NULL AND {on_day}
         WHERE n.objective = o.id AND n.authority IN ({asked}) AND n.role = '{role}' AND n.activity IS NULL AND n.from_day > :day
                 AND r.authority IN (
                     WITH RECURSIVE before (id) AS ({asked} UNION SELECT s.authority FROM succession s JOIN before b ON s.successor = b.id)
                     SELECT id FROM before))"
    )
}
