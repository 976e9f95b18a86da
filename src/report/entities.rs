//! Lists and single pages of partnerships, plans, areas, authorities, instruments, activities.

use super::{coded, data};
use crate::document::{Block, Cell, Document, Table, Width};
use crate::i18n::Word;
use crate::model::{EntityKind, Field, FieldType, Lang, Record};

/// The fields that a list shows; the page about one thing shows all.
fn listed(entity: EntityKind) -> &'static [&'static str] {
    match entity {
        EntityKind::Partnership => &["code", "country", "kind", "year"],
        EntityKind::Plan => &["code", "title", "period_start", "period_end", "state"],
        EntityKind::Area => &["plan", "number", "parent", "title"],
        EntityKind::Authority => &["code", "country", "name", "name_en", "name_from"],
        EntityKind::Instrument => &["code", "name", "kind"],
        EntityKind::Objective => &["plan", "number", "title", "lead", "deadline_approved"],
        EntityKind::Activity => &["plan", "objective", "number", "title", "lead", "deadline_approved"],
    }
}

fn cell(field: &Field, record: &Record, lang: Lang) -> Cell {
    let text = record.cell(field.name);
    if text.is_empty() {
        return Cell::Empty;
    }
    let in_danish = match field.name {
        "title" => record.text("title_da"),
        "country" => record.text("country_da"),
        "name" if record.text("country").is_none() => record.text("name_da"),
        _ => None,
    };
    if let (Lang::Da, Some(da)) = (lang, in_danish) {
        return Cell::text(da);
    }
    match field.kind {
        FieldType::Code
        | FieldType::Number
        | FieldType::Plan
        | FieldType::Objective
        | FieldType::Area
        | FieldType::Country => Cell::Id(text),
        FieldType::Flag => Cell::YesNo(text == "yes"),
        kind => match coded::cell(kind, &text, lang) {
            Some(cell) => cell,
            None => Cell::text(text.replace('|', ", ")),
        },
    }
}

/// The cell of a list; the title or name also says from when it is out of use.
fn listed_cell(field: &Field, record: &Record, lang: Lang) -> Cell {
    let on = record.text("retired_on").and_then(|d| d.parse().ok());
    match (cell(field, record, lang), on) {
        (Cell::Text(text), on @ Some(_)) if matches!(field.name, "title" | "name" | "country") => {
            Cell::text(super::taken_out(lang, &text, on))
        }
        (cell, _) => cell,
    }
}

fn title(field: &Field, lang: Lang) -> String {
    match lang {
        Lang::Da => field.da.to_string(),
        Lang::En => {
            let mut name = field.name.replace('_', " ");
            if let Some(first) = name.get_mut(0..1) {
                first.make_ascii_uppercase();
            }
            name
        }
    }
}

pub fn list(lang: Lang, entity: EntityKind, records: &[Record]) -> Document {
    let mut table = Table::of(entity.plural(), lang, records).or_say(Word("There are none.", "Der er ingen."));
    for f in listed(entity).iter().filter_map(|name| entity.field(name)) {
        let width = if f.kind == FieldType::Text && f.name != "country" { Width::Wraps } else { Width::Tight };
        table = table.column(f.name, title(f, lang), width, |record| listed_cell(f, record, lang));
    }
    let mut document = Document::new(lang, "");
    document.add(Block::Table(table.done()));
    document
}

pub fn one(lang: Lang, entity: EntityKind, record: &Record) -> Document {
    let key: Vec<String> = entity.key().iter().map(|k| record.cell(k)).collect();
    let mut document = Document::new(lang, key.join("/"));
    let facts = entity
        .fields()
        .iter()
        .filter(|f| !record.cell(f.name).is_empty() && !entity.key().contains(&f.name))
        .map(|f| {
            // On the page about one thing each language has its own line.
            let both = if matches!(f.name, "title" | "country" | "name") { Lang::En } else { lang };
            (title(f, lang), vec![cell(f, record, both)])
        })
        .collect();
    document.add(Block::Facts(facts));
    document.data = Some(data::record(entity, record).into());
    document.rows = Some(data::rows(entity, record, lang));
    document
}
