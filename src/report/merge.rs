//! What a merge of two copies takes over, and what it leaves to be decided.

use super::coded;
use super::returns::ConflictShown;
use crate::document::{Block, Cell, Column, Document, Table};
use crate::i18n::{self, merge as said};
use crate::model::Lang;

/// A change that is taken over: when, by whom, what.
pub type Taken = (String, String, String);

/// One thing that two copies say differently: about what, which field, ours, theirs.
pub type Differs = (String, String, String, String);

/// Where two copies say different things.
pub fn differences(lang: Lang, found: &[Differs]) -> Document {
    let mut document = Document::new(lang, "");
    document.add(Block::Heading(2, said::DIFFER.owned(lang)));
    let columns = vec![
        Column::wraps("reference", i18n::REFERENCE.to(lang)),
        Column::wraps("field", i18n::FIELD.to(lang)),
        Column::wraps("ours", said::OURS.to(lang)),
        Column::wraps("theirs", said::THEIRS.to(lang)),
    ];
    let mut table = Table::new("differences", columns);
    for (name, field, ours, theirs) in found {
        table.rows.push(vec![Cell::text(name), Cell::text(field), Cell::text(ours), Cell::text(theirs)]);
    }
    document.add(Block::Table(table));
    document
}

/// The changes that are taken over, and the conflicts with what was decided about each.
pub fn page(lang: Lang, taken: &[Taken], conflicts: &[(ConflictShown, Option<bool>)]) -> Document {
    let mut document = Document::new(lang, "");
    document.running = Some(i18n::CHANGES.owned(lang));
    if !taken.is_empty() {
        let columns = vec![
            Column::tight("at", i18n::AT.to(lang)),
            Column::tight("author", i18n::AUTHOR.to(lang)),
            Column::wraps("what", said::TAKEN.to(lang)),
        ];
        let mut table = Table::new("taken", columns);
        for (at, author, what) in taken {
            table.rows.push(vec![
                Cell::text(at.replace('T', " ").trim_end_matches('Z')),
                Cell::text(author),
                coded::deed(what, lang),
            ]);
        }
        document.add(Block::Table(table));
    }
    if conflicts.is_empty() {
        return document;
    }
    document.add(Block::Heading(2, said::CONFLICTS.owned(lang)));
    let columns = vec![
        Column::tight("reference", i18n::REFERENCE.to(lang)),
        Column::tight("field", i18n::FIELD.to(lang)),
        Column::wraps("before", i18n::BEFORE.to(lang)),
        Column::wraps("ours", said::OURS.to(lang)),
        Column::wraps("ours_by", said::BY.to(lang)),
        Column::wraps("theirs", said::THEIRS.to(lang)),
        Column::wraps("theirs_by", said::BY.to(lang)),
        Column::tight("takes", said::TAKES.to(lang)),
    ];
    let mut table = Table::new("conflicts", columns);
    for (c, take) in conflicts {
        let takes = match take {
            Some(true) => said::THEIRS.to(lang).to_lowercase(),
            Some(false) => said::OURS.to(lang).to_lowercase(),
            None => said::UNDECIDED.owned(lang),
        };
        table.rows.push(vec![
            Cell::id(&c.reference),
            Cell::id(&c.field),
            Cell::text(&c.was),
            Cell::text(&c.ours),
            Cell::text(&c.ours_by),
            Cell::text(&c.theirs),
            Cell::text(&c.theirs_by),
            Cell::text(takes),
        ]);
    }
    document.add(Block::Table(table));
    document
}
