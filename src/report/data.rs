//! The page about one thing as data: each field by its name, with codes, the same in both languages.

use crate::document::{Cell, Table};
use crate::i18n::{self, Word};
use crate::model::computed::Thresholds;
use crate::model::{
    ActivitySnapshot, EntityKind, Entry, EntryId, Field, FieldType, Lang, Move, PartialDate, Record, Reference, State,
    computed,
};
use chrono::NaiveDate;
use serde_json::{Map, Value, json};
use std::collections::{HashMap, HashSet};

/// Every field of an entity; what is empty is null, and what may be several is a list.
pub fn record(entity: EntityKind, record: &Record) -> Map<String, Value> {
    let value = |kind: FieldType, name: &str| match (kind, record.text(name)) {
        (FieldType::Flag, text) => json!(text == Some("yes")),
        (_, None) if !record.many(name).is_empty() => json!(record.many(name)),
        (
            FieldType::Partnerships
            | FieldType::Authorities(_)
            | FieldType::Instruments
            | FieldType::Goals
            | FieldType::Tags,
            None,
        ) => json!([]),
        (_, text) => json!(text),
    };
    entity.fields().iter().map(|f| (f.name.to_string(), value(f.kind, f.name))).collect()
}

/// The same for a format that has one table: a row a field.
pub fn rows(entity: EntityKind, record: &Record, lang: Lang) -> Table {
    let value = |f: &Field| match f.kind.word(&record.cell(f.name), lang) {
        Some(word) => Cell::Named { code: record.cell(f.name), word: word.to_string() },
        None if f.kind == FieldType::Flag => Cell::YesNo(record.cell(f.name) == "yes"),
        None => Cell::id(record.cell(f.name)),
    };
    let field = |f: &Field| Cell::Named { code: f.name.to_string(), word: f.called(lang).to_string() };
    Table::of("fields", lang, entity.fields().iter().filter(|f| !record.cell(f.name).is_empty()))
        .tight("field", i18n::FIELD, |f| field(f))
        .wraps("value", Word("Value", "Værdi"), |f| value(f))
        .done()
}

/// The content of the page about an objective or an activity.
pub struct Page<'a> {
    pub entity: EntityKind,
    pub reference: &'a Reference,
    pub record: &'a Record,
    pub state: Option<&'a State>,
    pub approved: Option<PartialDate>,
    pub carried: [&'a [Reference]; 2],
    pub activities: &'a [ActivitySnapshot],
    pub log: &'a [Entry],
    pub late: &'a HashSet<EntryId>,
    pub earlier: &'a HashMap<EntryId, Reference>,
    pub moves: &'a [Move],
    pub thresholds: Thresholds,
    pub on: NaiveDate,
}

/// As an object: its fields, how it stands, and its life.
pub fn page(page: &Page, caveats: Vec<&str>) -> Value {
    let mut all = Map::new();
    all.insert("reference".into(), json!(page.reference.to_string()));
    all.append(&mut record(page.entity, page.record));
    all.insert("state".into(), json!(page.state.map(state)));
    let open = !page.state.is_some_and(|s| s.status.is_ended());
    let expected = page.state.and_then(|s| s.expected);
    let dates = computed::light(page.thresholds, page.approved, expected, open, page.on);
    all.insert("computed_light".into(), json!(dates.map(|l| l.code())));
    all.insert("overdue".into(), json!(open && page.approved.is_some_and(|d| d.last_day() < page.on)));
    if page.entity == EntityKind::Objective {
        let texts = |all: &[Reference]| all.iter().map(ToString::to_string).collect::<Vec<_>>();
        all.insert("carried_from".into(), json!(texts(page.carried[0])));
        all.insert("carried_to".into(), json!(texts(page.carried[1])));
        let activities: Vec<Value> = page.activities.iter().map(activity).collect();
        all.insert("activities".into(), json!(activities));
    }
    let moves: Vec<Value> = page.moves.iter().map(moved).collect();
    all.insert("moves".into(), json!(moves));
    let log: Vec<Value> = page.log.iter().rev().map(|e| line(e, page)).collect();
    all.insert("log".into(), json!(log));
    all.insert("caveats".into(), json!(caveats));
    Value::Object(all)
}

fn text<T: ToString>(value: Option<T>) -> Value {
    value.map_or(Value::Null, |v| json!(v.to_string()))
}

fn state(s: &State) -> Value {
    json!({
        "as_of": s.as_of.to_string(), "status": s.status.code(), "light": s.light.map(|l| l.code()),
        "note": s.note, "evidence": s.evidence, "expected": text(s.expected), "expected_reason": s.expected_reason,
        "blocked_by": s.blocked_by, "ask": s.ask, "basis": s.basis.map(|b| b.code()), "source": s.source,
        "audience": s.audience.code(),
    })
}

fn activity(a: &ActivitySnapshot) -> Value {
    json!({
        "reference": a.reference.to_string(), "title": a.title, "title_da": a.title_da, "lead": a.lead,
        "deadline_approved": text(a.deadline_approved), "state": a.state.as_ref().map(state),
    })
}

fn moved(m: &Move) -> Value {
    json!({
        "as_of": m.as_of.to_string(), "before": text(m.before), "after": text(m.after), "reason": m.reason,
        "agreed_by": m.agreed_by,
    })
}

fn line(e: &Entry, page: &Page) -> Value {
    json!({
        "entry": e.uid, "of": page.earlier.get(&e.id).unwrap_or(page.reference).to_string(),
        "as_of": e.as_of.to_string(), "status": e.status.code(), "light": e.light.map(|l| l.code()),
        "note": e.note, "evidence": e.evidence, "expected": text(e.expected), "expected_reason": e.expected_reason,
        "blocked_by": e.blocked_by, "ask": e.ask, "said": e.said, "basis": e.basis.map(|b| b.code()),
        "source": e.source, "audience": e.audience.code(), "supersedes": e.supersedes, "change": e.since,
        "late": page.late.contains(&e.id),
    })
}
