//! The hits of a search, the best first.

use crate::document::{Block, Cell, Document, Table};
use crate::i18n::{self, Word};
use crate::model::{Lang, PlanInfo};
use chrono::NaiveDate;

/// One place where the words were found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub reference: String,
    pub plan: String,
    /// The line of the log that says it; else it is in a title.
    pub as_of: Option<NaiveDate>,
    /// The text around the words.
    pub snippet: String,
    pub illustrative: bool,
}

pub fn page(lang: Lang, hits: &[Hit], total: usize, plans: &[PlanInfo]) -> Document {
    let mut document = Document::new(lang, "");
    document.running = Some(i18n::FOUND_IN.owned(lang));
    super::caveats(&mut document, plans, |code| hits.iter().any(|h| h.plan == code));
    let table = Table::of("found", lang, hits)
        .tight("reference", i18n::REFERENCE, |h| Cell::id(&h.reference).marked(h.illustrative))
        .tight("found_in", i18n::FOUND_IN, |h| h.as_of.map_or(Cell::text(i18n::TITLE.to(lang)), Cell::Day))
        .wraps("text", Word("Text", "Tekst"), |h| Cell::text(&h.snippet))
        .or_say(i18n::NOTHING_FOUND);
    document.add(Block::Table(table.done()));
    let known = hits.iter().filter(|h| h.as_of.is_some()).count() as i64;
    super::illustrative(&mut document, hits.iter().filter(|h| h.illustrative).count() as i64, known);
    if total > hits.len() {
        document.add(Block::Foot(match lang {
            Lang::En => format!("The {} best of {total}; see more with --limit.", hits.len()),
            Lang::Da => format!("De {} bedste af {total}; se flere med --limit.", hits.len()),
        }));
    }
    document
}
