//! The life of one thing: which change wrote which field, and what it said before.

use super::coded;
use crate::document::{Block, Cell, Column, Document, Table};
use crate::i18n;
use crate::model::change::Touch;
use crate::model::{Change, EntityKind, FieldType, Lang, PlanInfo};
use std::collections::HashMap;

/// The field that was written, with what it said before and says since.
pub fn cells(lang: Lang, below: &str, touch: &Touch) -> [Cell; 3] {
    let called = |lang| format!("{below}{}", i18n::history::field(&touch.entity, &touch.field, lang));
    let value = |text: &Option<String>| text.as_deref().map_or(Cell::Empty, |t| value(lang, touch, t));
    [Cell::Named { code: called(Lang::En), word: called(lang) }, value(&touch.before), value(&touch.after)]
}

/// What a field says, in the words of the page where the file keeps a code.
fn value(lang: Lang, touch: &Touch, text: &str) -> Cell {
    let coded = match (touch.entity.as_str(), touch.field.as_str()) {
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
    let mut table = Table::new(
        "history",
        vec![
            Column::tight("change", i18n::CHANGE.to(lang)),
            Column::tight("day", i18n::AT.to(lang)),
            Column::tight("author", i18n::AUTHOR.to(lang)),
            Column::tight("field", i18n::FIELD.to(lang)),
            Column::wraps("before", i18n::BEFORE.to(lang)),
            Column::wraps("after", i18n::AFTER.to(lang)),
        ],
    )
    .or_say(i18n::NOTHING_FOUND.to(lang));
    for t in touches.iter().rev() {
        let change = changes.get(&t.change);
        let below = if t.name == name { String::new() } else { format!("{} ", t.name) };
        let mut row = vec![
            Cell::Count(t.change),
            Cell::maybe(change, |c| Cell::Day(c.at.date_naive())),
            Cell::text(change.map(|c| c.author.as_str()).unwrap_or_default()),
        ];
        row.extend(cells(lang, &below, t));
        table.rows.push(row);
    }
    document.add(Block::Table(table));
    document
}
