//! The life of one thing: which change wrote which field, and what it said before.

use super::coded;
use crate::document::{Block, Cell, Columns, Document, Table};
use crate::i18n;
use crate::model::change::Touch;
use crate::model::{Change, EntityKind, FieldType, Lang, PlanInfo};
use std::collections::HashMap;

/// The columns of the field that was written, and of what it said before and says since.
pub fn fields(table: Columns<&Touch>, lang: Lang, below: impl Fn(&Touch) -> String) -> Columns<&Touch> {
    let called = |t: &Touch, lang| format!("{}{}", below(t), i18n::history::field(&t.entity, &t.field, lang));
    let value = |t: &Touch, text: &Option<String>| {
        text.as_deref().map_or(Cell::Empty, |text| value(lang, (&t.entity, &t.field), text))
    };
    table
        .tight("field", i18n::FIELD, |t| Cell::Named { code: called(t, Lang::En), word: called(t, lang) })
        .wraps("before", i18n::BEFORE, |t| value(t, &t.before))
        .wraps("after", i18n::AFTER, |t| value(t, &t.after))
}

/// The value of a field, in the words of the page where the file keeps a code.
pub fn value(lang: Lang, (entity, field): (&str, &str), text: &str) -> Cell {
    let coded = match (entity, field) {
        (_, "continuing") => return Cell::YesNo(text == "1"),
        (_, "role") => coded::role(text, lang),
        (_, "status") => coded::cell(FieldType::Status, text, lang),
        (_, "light") => coded::cell(FieldType::Light, text, lang),
        ("entry", "basis") => coded::cell(FieldType::EntryBasis, text, lang),
        ("entry", "audience") => coded::cell(FieldType::Audience, text, lang),
        (entity, field) => {
            let field = EntityKind::named(entity).and_then(|entity| entity.field(field));
            field.and_then(|field| coded::cell(field.kind, text, lang))
        }
    };
    coded.unwrap_or_else(|| Cell::text(text))
}

pub fn page(lang: Lang, name: &str, touches: &[Touch], changes: &HashMap<i64, Change>, plans: &[PlanInfo]) -> Document {
    let mut document = Document::new(lang, format!("{}: {name}", i18n::HISTORY.to(lang)));
    super::caveats(&mut document, plans, |code| name.starts_with(&format!("{code}/")));
    let change = |t: &Touch| changes.get(&t.change);
    let below = |t: &Touch| if t.name == name { String::new() } else { format!("{} ", t.name) };
    let table = Table::of("history", lang, touches.iter().rev())
        .tight("change", i18n::CHANGE, |t| Cell::Count(t.change))
        .tight("day", i18n::AT, |t| Cell::maybe(change(t), |c| Cell::Day(c.at.date_naive())))
        .tight("author", i18n::AUTHOR, |t| Cell::maybe(change(t), |c| Cell::text(&c.author)))
        .with(|table| fields(table, lang, below))
        .or_say(i18n::NOTHING_FOUND);
    document.add(Block::Table(table.done()));
    document
}
