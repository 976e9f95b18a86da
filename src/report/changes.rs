//! The changes of the file, and what one of them touched.

use super::coded;
use crate::document::{Block, Cell, Column, Document, Table};
use crate::i18n;
use crate::model::change::Touch;
use crate::model::{Change, Lang};

fn moment(change: &Change) -> String {
    change.at.format("%Y-%m-%d %H:%M UTC").to_string()
}

pub fn page(lang: Lang, changes: &[Change]) -> Document {
    let mut document = Document::new(lang, "");
    document.running = Some(i18n::CHANGES.owned(lang));
    let mut table = Table::new(
        "changes",
        vec![
            Column::tight("change", i18n::CHANGE.to(lang)),
            Column::tight("at", i18n::AT.to(lang)),
            Column::tight("author", i18n::AUTHOR.to(lang)),
            Column::wraps("what", i18n::WHAT.to(lang)),
            Column::wraps("reason", i18n::REASON.to(lang)),
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
    let mut document = Document::new(lang, format!("{} {}", i18n::CHANGE.to(lang), change.number));
    let mut facts = vec![
        (i18n::WHAT.owned(lang), vec![coded::deed(&change.what, lang)]),
        (i18n::AT.owned(lang), vec![Cell::text(moment(change))]),
        (i18n::AUTHOR.owned(lang), vec![Cell::text(&change.author)]),
    ];
    if let Some(reason) = &change.reason {
        facts.push((i18n::REASON.owned(lang), vec![Cell::text(reason)]));
    }
    document.add(Block::Facts(facts));
    let mut table = Table::new(
        "touched",
        vec![
            Column::tight("reference", i18n::REFERENCE.to(lang)),
            Column::tight("field", i18n::FIELD.to(lang)),
            Column::wraps("before", i18n::BEFORE.to(lang)),
            Column::wraps("after", i18n::AFTER.to(lang)),
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
