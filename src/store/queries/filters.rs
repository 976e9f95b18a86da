//! The filters as pieces of SQL: for objectives, and for the activities under them. What an activity
//! says of itself counts for it (status, light, deadline, title); the rest is its objective's: the area,
//! the interest, the tags, and the authorities of a role in which it names none.

use crate::model::{PlanId, Quarter, Query, State, Status};
use crate::store::tables::lookup;
use crate::store::{Result, Store, rows};
use chrono::NaiveDate;
use rusqlite::Statement;

/// Of which the rows are: an objective `o` of a plan `p`, or an activity `t` under it; `e` is its state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) enum Of {
    Objective,
    Activity,
}

/// The conditions that hold for a row, but for the authorities (see [`holds`]).
pub(in crate::store) fn pieces(query: &Query, of: Of, moved: bool) -> Vec<&'static str> {
    let mut pieces = vec!["(o.added_on IS NULL OR o.added_on <= :day)"];
    let mut add = |wanted: bool, piece: &'static str| {
        if wanted {
            pieces.push(piece);
        }
    };
    let activity = of == Of::Activity;
    add(activity, "(t.added_on IS NULL OR t.added_on <= :day)");
    add(
        !query.retired,
        "(o.retired_on IS NULL OR o.retired_on > :day) AND (p.retired_on IS NULL OR p.retired_on > :day)",
    );
    add(!query.retired && activity, "(t.retired_on IS NULL OR t.retired_on > :day)");
    add(!query.plan.is_empty(), "p.code IN (SELECT value FROM json_each(:plan))");
    add(query.number.is_some(), "o.number = :number");
    add(
        !query.partnership.is_empty(),
        "p.id IN (SELECT l.plan FROM plan_partnership l JOIN partnership s ON s.id = l.partnership
                  WHERE s.code IN (SELECT value FROM json_each(:partnership)))",
    );
    add(!query.area.is_empty(), "o.area IN (SELECT value FROM json_each(:area))");
    add(!query.status.is_empty(), "coalesce(e.status, 'never-reported') IN (SELECT value FROM json_each(:status))");
    // As a light is shown (`Shown::of`): an old one is none of this quarter.
    add(
        !query.light.is_empty(),
        "CASE WHEN e.status NOT IN ('not-started', 'ongoing', 'suspended') THEN 'ended'
              WHEN e.as_of >= :quarter THEN coalesce(e.light, 'no-light') ELSE 'not-reported' END
         IN (SELECT value FROM json_each(:light))",
    );
    add(!query.interest.is_empty(), "o.interest IN (SELECT value FROM json_each(:interest))");
    add(
        !query.tag.is_empty(),
        "EXISTS (SELECT 1 FROM tag g WHERE g.objective = o.id AND g.tag IN (SELECT value FROM json_each(:tag)))",
    );
    let open = "(e.status IS NULL OR e.status IN ('not-started', 'ongoing', 'suspended'))";
    add(query.open || query.overdue || query.not_reported, open);
    // With moves taken back the deadline is another one, and an expected date has no day of its own in the
    // file: so the day is looked at afterwards.
    let due = if activity {
        "(t.due_on < :day OR e.expected IS NOT NULL)"
    } else {
        "(o.due_on < :day OR e.expected IS NOT NULL)"
    };
    add(query.overdue && !moved, due);
    add(query.not_reported, "(e.as_of IS NULL OR e.as_of < :quarter)");
    pieces
}

/// Whether one of the authorities that are asked for has a role, as a condition that follows others.
pub(in crate::store) fn holds(query: &Query, of: Of, reformed: bool) -> String {
    if query.authority.is_empty() {
        return String::new();
    }
    let role = |role: &str| {
        match of {
        Of::Objective => held(role, "0", reformed),
        Of::Activity => format!(
            "CASE WHEN EXISTS (SELECT 1 FROM role r WHERE r.objective = o.id AND r.activity = t.id AND r.role = '{role}' AND {ON_DAY})
             THEN {} ELSE {} END",
            held(role, "t.id", reformed),
            held(role, "0", reformed)
        ),
    }
    };
    // The index alone tells the candidates; the role itself is read for those that are left.
    format!(
        " AND o.id IN (SELECT objective FROM role WHERE authority IN (SELECT a.id FROM authority a JOIN json_each(:authority) j ON j.value = a.code)) AND ({})",
        ["lead", "supporting", "counterpart"].map(role).join(" OR ")
    )
}

const ON_DAY: &str = "(r.from_day IS NULL OR r.from_day <= :day) AND (r.until_day IS NULL OR r.until_day > :day)";

/// Whether one of the authorities that are asked for has a role on the day, for an objective (`0`) or for
/// an activity under it.
fn held(role: &str, activity: &str, reformed: bool) -> String {
    let asked = format!("SELECT a.id FROM authority a JOIN json_each(:{role}) j ON j.value = a.code");
    let now = format!(
        "EXISTS (SELECT 1 FROM role r WHERE r.objective = o.id AND coalesce(r.activity, 0) = {activity} AND r.role = '{role}' AND {ON_DAY}
                 AND r.authority IN ({asked}))"
    );
    if !reformed {
        return now;
    }
    // Roles that a predecessor held on the day, and that it took over later.
    format!(
        "({now} OR EXISTS (SELECT 1 FROM role n JOIN role r ON r.objective = n.objective AND r.role = n.role
                 AND coalesce(r.activity, 0) = {activity} AND {ON_DAY}
         WHERE n.objective = o.id AND n.authority IN ({asked}) AND n.role = '{role}' AND coalesce(n.activity, 0) = {activity} AND n.from_day > :day
                 AND r.authority IN (
                     WITH RECURSIVE before (id) AS ({asked} UNION SELECT s.authority FROM succession s JOIN before b ON s.successor = b.id)
                     SELECT id FROM before)))"
    )
}

/// Is the text in a title, the number or the newest note? `wanted` is in small letters.
pub(in crate::store) fn says(
    title: &str,
    title_da: Option<&str>,
    number: &str,
    state: Option<&State>,
    wanted: &str,
) -> bool {
    let has = |t: &str| t.to_lowercase().contains(wanted);
    has(title)
        || title_da.is_some_and(has)
        || has(number)
        || state.and_then(|s| s.facts.note.as_deref()).is_some_and(has)
}

pub(in crate::store) fn json(texts: &[String]) -> String {
    serde_json::Value::from(texts).to_string()
}

impl Store {
    /// Binds what the pieces name.
    pub(in crate::store) fn bind(
        &self,
        statement: &mut Statement,
        query: &Query,
        on: NaiveDate,
        before: Option<NaiveDate>,
    ) -> Result<()> {
        let area = if query.area.is_empty() { vec![] } else { self.area_rows(&query.area)? };
        let own = |codes: &mut dyn Iterator<Item = &str>| json(&codes.map(str::to_string).collect::<Vec<_>>());
        let by_role = |role: &str| {
            let asked = query.authority.iter().filter(|(r, _)| r.is_none_or(|r| r.code() == role));
            own(&mut asked.map(|(_, c)| c.as_str()))
        };
        let bound: Vec<(&str, String)> = vec![
            (":day", on.to_string()),
            (":before", before.unwrap_or_default().to_string()),
            (":quarter", Quarter::of(on).first_day().to_string()),
            (":plan", json(&query.plan)),
            (":number", query.number.clone().unwrap_or_default()),
            (":partnership", json(&query.partnership)),
            (":area", serde_json::Value::from(area).to_string()),
            (":authority", own(&mut query.authority.iter().map(|(_, c)| c.as_str()))),
            (":lead", by_role("lead")),
            (":supporting", by_role("supporting")),
            (":counterpart", by_role("counterpart")),
            (":status", own(&mut query.status.iter().map(|s| s.map_or("never-reported", Status::code)))),
            (":light", own(&mut query.light.iter().map(|l| l.code()))),
            (":interest", own(&mut query.interest.iter().map(|i| i.code()))),
            (":tag", json(&query.tag)),
        ];
        for (name, value) in &bound {
            if let Some(index) = statement.parameter_index(name)? {
                statement.raw_bind_parameter(index, value)?;
            }
        }
        Ok(())
    }

    /// The areas that a filter names, in each plan by its own numbers and titles, and all that lie inside
    /// them; as rows.
    fn area_rows(&self, wanted: &[String]) -> Result<Vec<i64>> {
        let plans: Vec<PlanId> = rows::all(&self.conn, "SELECT DISTINCT plan FROM area", [])?;
        let mut named = Vec::new();
        for plan in plans {
            let areas = lookup::areas(&self.conn, plan)?;
            named.extend(wanted.iter().flat_map(|text| lookup::named(&areas, text)).map(|a| a.id.0));
        }
        rows::all(
            &self.conn,
            "WITH RECURSIVE inside (id) AS (
                 SELECT value FROM json_each(?1) UNION SELECT a.id FROM area a JOIN inside i ON a.parent = i.id)
             SELECT id FROM inside",
            [serde_json::Value::from(named).to_string()],
        )
    }
}
