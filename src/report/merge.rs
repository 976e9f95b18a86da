//! The changes that a merge of two copies takes over, and those that it leaves to be decided.

use super::coded;
use super::returns::ConflictShown;
use crate::document::{Block, Cell, Document, Table};
use crate::i18n::{self, merge as said};
use crate::model::{Change, Lang};

/// One thing that two copies say differently: about what, which field, ours, theirs.
pub type Differs = (String, String, String, String);

/// Where two copies say different things.
pub fn differences(lang: Lang, found: &[Differs]) -> Document {
    let mut document = Document::new(lang, "");
    document.add(Block::Heading(2, said::DIFFER.owned(lang)));
    let table = Table::of("differences", lang, found)
        .wraps("reference", i18n::REFERENCE, |(name, ..)| Cell::text(name))
        .wraps("field", i18n::FIELD, |(_, field, ..)| Cell::text(field))
        .wraps("ours", said::OURS, |(_, _, ours, _)| Cell::text(ours))
        .wraps("theirs", said::THEIRS, |(.., theirs)| Cell::text(theirs));
    document.add(Block::Table(table.done()));
    document
}

/// The changes that are taken over, and the conflicts with what was decided about each.
pub fn page(lang: Lang, taken: &[Change], conflicts: &[(ConflictShown, Option<bool>)]) -> Document {
    let mut document = Document::new(lang, "");
    document.running = Some(i18n::CHANGES.owned(lang));
    if !taken.is_empty() {
        let table = Table::of("taken", lang, taken)
            .tight("at", i18n::AT, |c| Cell::text(c.at.format("%Y-%m-%d %H:%M:%S").to_string()))
            .tight("author", i18n::AUTHOR, |c| Cell::text(&c.author))
            .wraps("what", said::TAKEN, |c| coded::change(c, lang));
        document.add(Block::Table(table.done()));
    }
    if conflicts.is_empty() {
        return document;
    }
    document.add(Block::Heading(2, said::CONFLICTS.owned(lang)));
    let takes = |take: &Option<bool>| match take {
        Some(true) => said::THEIRS.to(lang).to_lowercase(),
        Some(false) => said::OURS.to(lang).to_lowercase(),
        None => said::UNDECIDED.owned(lang),
    };
    let table = Table::of("conflicts", lang, conflicts)
        .tight("reference", i18n::REFERENCE, |(c, _)| Cell::id(&c.reference))
        .tight("field", i18n::FIELD, |(c, _)| Cell::id(&c.field))
        .wraps("before", i18n::BEFORE, |(c, _)| Cell::text(&c.was))
        .wraps("ours", said::OURS, |(c, _)| Cell::text(&c.ours))
        .wraps("ours_by", said::BY, |(c, _)| Cell::text(&c.ours_by))
        .wraps("theirs", said::THEIRS, |(c, _)| Cell::text(&c.theirs))
        .wraps("theirs_by", said::BY, |(c, _)| Cell::text(&c.theirs_by))
        .tight("takes", said::TAKES, |(_, take)| Cell::text(takes(take)));
    document.add(Block::Table(table.done()));
    document
}
