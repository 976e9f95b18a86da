//! Reports: values in, a neutral document out. None knows how a page looks, or where values come from.

pub mod changes;
pub mod check;
mod coded;
pub mod compare;
pub mod conflicts;
mod data;
pub mod due;
pub mod entities;
pub mod find;
pub mod history;
pub mod list;
pub mod merge;
pub mod parts;
pub mod promises;
pub mod quarters;
pub mod returns;
pub mod rows;
pub mod scope;
pub mod show;
pub mod slips;
pub mod summary;
pub mod tally;
mod titles;
pub mod trend;
pub mod verify;

use crate::document::{Block, Document};
use crate::i18n::{self, sentences};
use crate::model::{Lang, PlanInfo};

/// The warnings that every view of these plans' objectives must carry, once each.
pub fn caveats(document: &mut Document, plans: &[PlanInfo], shown: impl Fn(&str) -> bool) {
    let lang: Lang = document.lang;
    let mut said: Vec<&str> = Vec::new();
    for plan in plans.iter().filter(|p| shown(&p.code)) {
        if let Some(caveat) = plan.caveat(lang)
            && !said.contains(&caveat)
        {
            said.push(caveat);
            document.blocks.push(Block::Caveat(format!("{}: {caveat}", plan.code)));
        }
    }
}

/// A title, and from when it is taken out of the plan.
fn taken_out(lang: Lang, title: &str, on: Option<chrono::NaiveDate>) -> String {
    match on {
        Some(on) => format!("{title} [{} {on}]", i18n::RETIRED.to(lang).to_lowercase()),
        None => title.to_string(),
    }
}

/// Says what the mark means, where anything carries it.
fn illustrative(document: &mut Document, marked: i64, of: i64) {
    if marked > 0 {
        let lang = document.lang;
        document.blocks.push(Block::Caveat(sentences::illustrative(lang, marked, of)));
    }
}

#[cfg(test)]
mod pages_tests;
#[cfg(test)]
mod sample;
