//! The life of one thing: which change wrote which field, and what it said before.

use crate::document::{Block, Cell, Column, Document, Table};
use crate::model::change::Touch;
use crate::model::{Change, Lang, PlanInfo};
use crate::words;
use std::collections::HashMap;

/// The field, with its table where that is not plain: `entry status`.
pub fn field(touch: &Touch) -> String {
    match touch.noun.as_str() {
        "entry" => format!("entry {}", touch.field),
        "role" | "deadline_move" => format!("{} {}", touch.noun.replace('_', " "), touch.field),
        _ => touch.field.clone(),
    }
}

pub fn page(lang: Lang, name: &str, touches: &[Touch], changes: &HashMap<i64, Change>, plans: &[PlanInfo]) -> Document {
    let mut document = Document::new(lang, format!("{}: {name}", words::HISTORY.to(lang)));
    super::caveats(&mut document, plans, |code| name.starts_with(&format!("{code}/")));
    let mut table = Table::new(
        "history",
        vec![
            Column::tight("change", words::CHANGE.to(lang)),
            Column::tight("day", words::AT.to(lang)),
            Column::tight("author", words::AUTHOR.to(lang)),
            Column::tight("field", words::FIELD.to(lang)),
            Column::wraps("before", words::BEFORE.to(lang)),
            Column::wraps("after", words::AFTER.to(lang)),
        ],
    )
    .or_say(words::NOTHING_FOUND.to(lang));
    for t in touches.iter().rev() {
        let change = changes.get(&t.change);
        let below = if t.name == name { String::new() } else { format!("{} ", t.name) };
        table.rows.push(vec![
            Cell::Count(t.change),
            Cell::maybe(change, |c| Cell::Day(c.at.date_naive())),
            Cell::text(change.map(|c| c.author.as_str()).unwrap_or_default()),
            Cell::id(format!("{below}{}", field(t))),
            Cell::text(t.before.as_deref().unwrap_or_default()),
            Cell::text(t.after.as_deref().unwrap_or_default()),
        ]);
    }
    document.add(Block::Table(table));
    document
}
