//! Two frozen contents side by side, but for their objectives: what is named of plans, areas and
//! authorities, what the checks said, and in the end whatever else differs. Of an older content only the
//! fields that it had are compared.

use super::summary::ObjectiveRow;
use crate::i18n;
use crate::model::{Lang, Word};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// One value of a frozen content that is another one now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its subject: an objective, a plan, an area, an authority; nothing for the whole.
    pub reference: String,
    pub field: Word,
    pub before: String,
    pub after: String,
}

/// How and when it was made; and late lines, which are told again wherever they are waited for.
const FRAME: [&str; 9] = ["known_at", "revision", "command", "state", "schema", "late", "filters", "sent", "words"];

/// Figures that follow from the objectives; told where nothing else is.
const DERIVED: [&str; 26] = [
    "objectives",
    "not_yet",
    "to_decide",
    "silent",
    "joined",
    "left",
    "open",
    "due",
    "reported",
    "by_status",
    "by_light",
    "by_plan",
    "by_area",
    "by_authority",
    "by_interest",
    "comparison",
    "new",
    "changed",
    "retired",
    "attention",
    "ended",
    "falling_due",
    "slips",
    "illustrative",
    "scope",
    "withheld",
];

/// Do two contents say the same, but for how and when they were made? Where the older one was counted by
/// other rules, its objectives and what is named of them are compared, and not what follows from them.
pub fn same(before: &Value, after: &Value) -> bool {
    let (mut was, mut is) = (bare(before, before), bare(before, after));
    if before.get("schema") != after.get("schema") {
        for content in [&mut was, &mut is].into_iter().filter_map(Value::as_object_mut) {
            // Ends and their evidence are told alike by all rules.
            content.retain(|key, _| key == "ended" || !(DERIVED.contains(&key.as_str()) || key == "contradictions"));
        }
    }
    was == is
}

/// A content without its frame, and without the fields that the older one had not.
fn bare(older: &Value, content: &Value) -> Value {
    let mut seen = BTreeSet::new();
    paths(older, "", &mut seen);
    let mut content = content.clone();
    if let Some(object) = content.as_object_mut() {
        FRAME.iter().for_each(|frame| {
            object.remove(*frame);
        });
    }
    prune(&mut content, "", &seen);
    content
}

/// The fields of a value: `/rows/note`, whatever the number of rows.
fn paths(value: &Value, at: &str, seen: &mut BTreeSet<String>) {
    match value {
        Value::Array(all) => all.iter().for_each(|v| paths(v, at, seen)),
        Value::Object(all) => {
            seen.insert(format!("{at}/"));
            for (key, value) in all {
                let at = format!("{at}/{key}");
                paths(value, &at, seen);
                seen.insert(at);
            }
        }
        _ => {}
    }
}

fn prune(value: &mut Value, at: &str, seen: &BTreeSet<String>) {
    match value {
        Value::Array(all) => all.iter_mut().for_each(|v| prune(v, at, seen)),
        Value::Object(all) => {
            // Where the older content had no such object, it says nothing of its fields.
            if seen.contains(&format!("{at}/")) {
                all.retain(|key, _| seen.contains(&format!("{at}/{key}")));
            }
            all.iter_mut().for_each(|(key, value)| prune(value, &format!("{at}/{key}"), seen));
        }
        _ => {}
    }
}

/// The differences besides the objectives; `quiet`: nothing differs in them.
pub fn parts(before: &Value, after: &Value, quiet: bool) -> Vec<Part> {
    let (before, after) = (bare(before, before), bare(before, after));
    let (Some(was), Some(is)) = (before.as_object(), after.as_object()) else { return vec![] };
    let mut found = Vec::new();
    named(&by(was, "plans", "code"), &by(is, "plans", "code"), &PLAN, &mut found);
    named(&areas(was), &areas(is), &TITLES, &mut found);
    named(&by(was, "by_authority", "code"), &by(is, "by_authority", "code"), &NAMES, &mut found);
    let keys: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
    let differing: Vec<&str> = keys
        .into_iter()
        .map(String::as_str)
        .filter(|k| !["rows", "plans"].contains(k) && was.get(*k) != is.get(*k))
        .collect();
    let (derived, own): (Vec<&str>, Vec<&str>) = differing.into_iter().partition(|k| DERIVED.contains(k));
    for key in own {
        within(key, was.get(key), is.get(key), &mut found);
    }
    if quiet && found.is_empty() {
        derived.into_iter().for_each(|key| within(key, was.get(key), is.get(key), &mut found));
    }
    found
}

const PLAN: [&str; 6] = ["title", "title_da", "period_start", "period_end", "caveat", "caveat_da"];
const TITLES: [&str; 2] = ["title", "title_da"];
const NAMES: [&str; 2] = ["name", "name_da"];

type Named = BTreeMap<String, Map<String, Value>>;

/// The objects of a list, by one of their fields.
fn by(content: &Map<String, Value>, list: &str, key: &str) -> Named {
    let all = content.get(list).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object);
    all.filter_map(|o| Some((o.get(key)?.as_str()?.to_string(), o.clone()))).filter(|o| !o.0.is_empty()).collect()
}

/// The areas that objectives stand under, as `ID-2021/4`, with their titles.
fn areas(content: &Map<String, Value>) -> Named {
    let rows = content.get("rows").cloned().and_then(|r| serde_json::from_value::<Vec<ObjectiveRow>>(r).ok());
    let mut all = Named::new();
    for row in rows.unwrap_or_default() {
        let plan = row.reference.split('/').next().unwrap_or_default();
        if let (Some(area), Some(details)) = (&row.area, &row.details) {
            let titles = [("title", &details.area_title), ("title_da", &details.area_title_da)];
            let titles = titles.map(|(key, title)| (key.to_string(), Value::from(title.clone())));
            all.insert(format!("{plan}/{area}"), titles.into_iter().collect());
        }
    }
    all
}

/// The fields of what both have that differ.
fn named(was: &Named, is: &Named, fields: &[&str], found: &mut Vec<Part>) {
    for (reference, before) in was {
        let Some(after) = is.get(reference) else { continue };
        for key in fields.iter().filter(|k| before.get(**k) != after.get(**k)) {
            found.push(part(reference, key, before.get(*key), after.get(*key)));
        }
    }
}

fn part(reference: &str, key: &str, before: Option<&Value>, after: Option<&Value>) -> Part {
    Part { reference: reference.to_string(), field: word(key), before: shown(before), after: shown(after) }
}

/// The differences in one part of the content: field by field where its rows are of something with a
/// reference, else as a whole.
fn within(key: &str, before: Option<&Value>, after: Option<&Value>, found: &mut Vec<Part>) {
    let rows = |value: Option<&Value>| -> Option<Named> {
        let value = value?;
        let rows = value.get("rows").unwrap_or(value).as_array()?;
        rows.iter()
            .map(|r| {
                let check = r.get("check").and_then(Value::as_str).map(|c| format!(" {c}")).unwrap_or_default();
                Some((format!("{}{check}", r.get("reference")?.as_str()?), r.as_object()?.clone()))
            })
            .collect()
    };
    let (Some(was), Some(is)) = (rows(before), rows(after)) else {
        found.push(part("", key, before, after));
        return;
    };
    let start = found.len();
    for reference in was.keys().chain(is.keys().filter(|r| !was.contains_key(*r))) {
        match (was.get(reference), is.get(reference)) {
            (Some(before), Some(after)) => {
                let keys: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
                for field in keys.into_iter().filter(|k| before.get(*k) != after.get(*k)) {
                    found.push(part(reference, field, before.get(field), after.get(field)));
                }
            }
            (there, _) => {
                let mark = |there: bool| if there { "+".to_string() } else { String::new() };
                let (before, after) = (mark(there.is_some()), mark(there.is_none()));
                found.push(Part { reference: reference.clone(), field: word(key), before, after });
            }
        }
    }
    if found.len() == start {
        found.push(part("", key, before, after));
    }
}

/// A value in short: no reader goes through a whole list here.
fn shown(value: Option<&Value>) -> String {
    const LONGEST: usize = 200;
    let text = match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(all)) if all.iter().all(Value::is_string) => {
            all.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", ")
        }
        Some(other) => other.to_string(),
    };
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{} …", &text[..end]),
        None => text,
    }
}

/// The name of a field or part of a frozen content.
fn word(key: &str) -> Word {
    match key {
        "title" | "title_da" => i18n::TITLE,
        "name" | "name_da" => i18n::AUTHORITY,
        "period_start" | "period_end" => i18n::PERIOD,
        "caveat" | "caveat_da" => i18n::CAVEAT,
        "thresholds" => i18n::THRESHOLDS,
        "waivers" => i18n::WAIVERS,
        "contradictions" => i18n::CONTRADICTIONS,
        "evidence" => i18n::EVIDENCE,
        "blocked_by" => i18n::BLOCKED_BY,
        "ask" | "ask_name" => i18n::ASK,
        "reason" => i18n::REASON,
        "note" => i18n::NOTE,
        "lead" => i18n::LEAD,
        "status" => i18n::STATUS,
        "light" => i18n::LIGHT,
        "deadline" => i18n::DEADLINE,
        "expected" => i18n::EXPECTED,
        "approved" => i18n::APPROVED,
        "original" => i18n::ORIGINAL,
        "compared_with" => i18n::COMPARED_WITH,
        "as_of" => i18n::AS_OF,
        "attention" => i18n::ATTENTION,
        "ended" => i18n::ENDED_IN_QUARTER,
        "falling_due" => i18n::FALLING_DUE,
        "slips" => i18n::SLIPS,
        "by_area" => i18n::BY_AREA,
        "by_authority" => i18n::BY_AUTHORITY,
        "by_interest" => i18n::BY_INTEREST,
        "by_status" => i18n::BY_STATUS,
        "by_light" => i18n::BY_LIGHT,
        "retired" => i18n::TAKEN_OUT,
        "restated" => i18n::RESTATED,
        _ => i18n::OTHER_FIGURES,
    }
}

impl Part {
    pub fn field(&self, lang: Lang) -> &'static str {
        self.field.to(lang)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn of_an_older_content_only_what_it_had_is_compared() {
        let older =
            json!({"schema": "1", "rows": [{"id": 1, "note": "a"}], "waivers": [], "ended": {"rows": [], "more": 0}});
        let newer = json!({"schema": "2", "rows": [{"id": 1, "note": "a", "details": {"evidence": "x"}}], "waivers": [],
                           "ended": {"rows": [], "more": 0}, "new_part": 7});
        assert!(same(&older, &newer));
        assert!(parts(&older, &newer, true).is_empty());
        let other =
            json!({"rows": [{"id": 1, "note": "b", "details": {}}], "waivers": [], "ended": {"rows": [], "more": 0}});
        assert!(!same(&older, &other));
        let ended = json!({"rows": [{"id": 1, "note": "a"}], "waivers": [],
                           "ended": {"rows": [{"reference": "P/1", "evidence": "x"}], "more": 0}});
        assert!(!same(&older, &ended), "what came is no new field");
    }

    #[test]
    fn whatever_differs_is_named() {
        let of = |evidence: &str, reason: &str| {
            json!({"plans": [{"code": "P", "title": "T"}], "rows": [],
                   "waivers": [{"check": "no-lead", "references": ["P/1"], "reason": reason}],
                   "ended": {"rows": [{"reference": "P/1", "evidence": evidence}], "more": 0}})
        };
        let named = |before: &Value, after: &Value| {
            parts(before, after, true)
                .into_iter()
                .map(|p| (p.reference, p.field.0, p.before, p.after))
                .collect::<Vec<_>>()
        };
        let owned = |a: &str, b: &'static str, c: &str, d: &str| (a.to_string(), b, c.to_string(), d.to_string());
        assert_eq!(named(&of("x", "r"), &of("y", "r")), [owned("P/1", "Evidence", "x", "y")]);
        let waived = named(&of("x", "r"), &of("x", "s"));
        assert_eq!((waived.len(), waived[0].1), (1, "Waivers"));
        let renamed = json!({"plans": [{"code": "P", "title": "U"}], "rows": [], "waivers": of("x", "r")["waivers"], "ended": of("x", "r")["ended"]});
        assert_eq!(named(&of("x", "r"), &renamed), [owned("P", "Title", "T", "U")]);
    }
}
