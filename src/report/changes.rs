//! The changes of the file, and what one of them touched.

use super::coded;
use crate::document::{Block, Cell, Document, Table};
use crate::i18n;
use crate::model::change::Touch;
use crate::model::{Change, Lang};

fn moment(change: &Change) -> String {
    change.at.format("%Y-%m-%d %H:%M UTC").to_string()
}

pub fn page(lang: Lang, changes: &[Change]) -> Document {
    let mut document = Document::new(lang, "");
    document.running = Some(i18n::CHANGES.owned(lang));
    let table = Table::of("changes", lang, changes)
        .tight("change", i18n::CHANGE, |c| Cell::Count(c.number))
        .tight("at", i18n::AT, |c| Cell::text(moment(c)))
        .tight("author", i18n::AUTHOR, |c| Cell::text(&c.author))
        .wraps("what", i18n::WHAT, |c| coded::change(c, lang))
        .wraps("reason", i18n::REASON, |c| Cell::text(c.reason.as_deref().unwrap_or_default()));
    document.add(Block::Table(table.done()));
    document
}

/// One change, field by field.
pub fn one(lang: Lang, change: &Change, touches: &[Touch]) -> Document {
    let mut document = Document::new(lang, format!("{} {}", i18n::CHANGE.to(lang), change.number));
    let mut facts = vec![
        (i18n::WHAT.owned(lang), vec![coded::change(change, lang)]),
        (i18n::AT.owned(lang), vec![Cell::text(moment(change))]),
        (i18n::AUTHOR.owned(lang), vec![Cell::text(&change.author)]),
    ];
    if let Some(reason) = &change.reason {
        facts.push((i18n::REASON.owned(lang), vec![Cell::text(reason)]));
    }
    document.add(Block::Facts(facts));
    let table = Table::of("touched", lang, touches)
        .tight("reference", i18n::REFERENCE, |t| Cell::id(&t.name))
        .with(|table| super::history::fields(table, lang, |_| String::new()));
    document.add(Block::Table(table.done()));
    document
}
