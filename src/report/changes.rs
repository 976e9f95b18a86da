//! The changes of the file, and what one of them touched.

use super::coded;
use crate::document::{Block, Cell, Column, Document, Table};
use crate::model::change::Touch;
use crate::model::{Change, Lang};
use crate::words;

fn moment(change: &Change) -> String {
    change.at.format("%Y-%m-%d %H:%M UTC").to_string()
}

pub fn page(lang: Lang, changes: &[Change]) -> Document {
    let mut document = Document::new(lang, "");
    document.running = Some(words::CHANGES.owned(lang));
    let mut table = Table::new(
        "changes",
        vec![
            Column::tight("change", words::CHANGE.to(lang)),
            Column::tight("at", words::AT.to(lang)),
            Column::tight("author", words::AUTHOR.to(lang)),
            Column::wraps("what", words::WHAT.to(lang)),
            Column::wraps("reason", words::REASON.to(lang)),
        ],
    );
    for c in changes {
        table.rows.push(vec![
            Cell::Count(c.number),
            Cell::text(moment(c)),
            Cell::text(&c.author),
            coded::deed(&c.what, lang),
            Cell::text(c.reason.as_deref().unwrap_or_default()),
        ]);
    }
    document.add(Block::Table(table));
    document
}

/// One change, field by field.
pub fn one(lang: Lang, change: &Change, touches: &[Touch]) -> Document {
    let mut document = Document::new(lang, format!("{} {}", words::CHANGE.to(lang), change.number));
    let mut facts = vec![
        (words::WHAT.owned(lang), vec![coded::deed(&change.what, lang)]),
        (words::AT.owned(lang), vec![Cell::text(moment(change))]),
        (words::AUTHOR.owned(lang), vec![Cell::text(&change.author)]),
    ];
    if let Some(reason) = &change.reason {
        facts.push((words::REASON.owned(lang), vec![Cell::text(reason)]));
    }
    document.add(Block::Facts(facts));
    let mut table = Table::new(
        "touched",
        vec![
            Column::tight("reference", words::REFERENCE.to(lang)),
            Column::tight("field", words::FIELD.to(lang)),
            Column::wraps("before", words::BEFORE.to(lang)),
            Column::wraps("after", words::AFTER.to(lang)),
        ],
    );
    for t in touches {
        let mut row = vec![Cell::id(&t.name)];
        row.extend(super::history::cells(lang, "", t));
        table.rows.push(row);
    }
    document.add(Block::Table(table));
    document
}
