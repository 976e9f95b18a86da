//! The page about one thing as data: each field by its name, with codes, the same in both languages.

use crate::document::{Cell, Table};
use crate::i18n::{self, Word};
use crate::model::computed::Thresholds;
use crate::model::{
    ActivitySnapshot, EntityKind, Entry, EntryFacts, EntryField, EntryId, Field, FieldType, Lang, Move, PartialDate,
    Record, Reference, State, computed,
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
    let open = !page.state.is_some_and(|s| s.facts.status.is_ended());
    let expected = page.state.and_then(|s| s.facts.expected);
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

/// The facts of an entry as of a day, a field a key.
fn facts(as_of: NaiveDate, facts: &EntryFacts) -> Map<String, Value> {
    let fields = EntryField::ALL.iter().map(|f| (f.column().to_string(), json!(facts.code(*f))));
    std::iter::once(("as_of".to_string(), json!(as_of.to_string()))).chain(fields).collect()
}

fn state(s: &State) -> Value {
    facts(s.as_of, &s.facts).into()
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
    let mut all = facts(e.as_of, &e.facts);
    let of = page.earlier.get(&e.id).unwrap_or(page.reference).to_string();
    let said: Vec<&str> = e.explicit.iter().map(EntryField::column).collect();
    all.extend([
        ("entry".to_string(), json!(e.uid)),
        ("of".into(), json!(of)),
        ("said".into(), json!(said)),
        ("supersedes".into(), json!(e.supersedes)),
        ("change".into(), json!(e.changed_in)),
        ("late".into(), json!(page.late.contains(&e.id))),
    ]);
    all.into()
}
