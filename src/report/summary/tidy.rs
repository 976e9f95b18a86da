//! A summary for programs: its counts as one table, or all of it as data.

use super::Content;
use super::sections::{shown_of, status_word};
use crate::document::{Block, Cell, Column, Document, Table};
use crate::i18n::{self, Word};
use crate::model::snapshot::Shown;
use crate::model::{Audience, Lang};

/// The counts as one table with a row for each, for programs and pivot tables.
pub fn tidy(content: &Content, lang: Lang) -> Document {
    let mut document = Document::new(lang, "");
    let word = |en: &'static str, da: &'static str| Word(en, da).owned(lang);
    let mut table = Table::new(
        "summary",
        vec![
            Column::tight("quarter", word("Quarter", "Kvartal")),
            Column::tight("as_of", i18n::AS_OF.to(lang)),
            Column::tight("scope", word("Scope", "Omfang")),
            Column::tight("section", word("Section", "Afsnit")),
            Column::tight("code", i18n::CODE.to(lang)),
            Column::wraps("name", i18n::NAME.to(lang)),
            Column::tight("measure", word("Measure", "Mål")),
            Column::tight("count", word("Count", "Antal")),
            Column::tight("before", i18n::BEFORE.to(lang)),
        ],
    );
    let frame = &content.frame;
    let scope = frame.scope.to(lang).to_string();
    let mut row = |section: &str, code: &str, name: &str, measure: &str, count: i64, before: Option<i64>| {
        table.rows.push(vec![
            Cell::id(frame.quarter.to_string()),
            Cell::Day(frame.as_of),
            Cell::text(&scope),
            Cell::id(section),
            Cell::id(code),
            Cell::text(name),
            Cell::id(measure),
            Cell::Count(count),
            Cell::maybe(before, Cell::Count),
        ]);
    };
    let total = i18n::TOTAL.to(lang);
    row("total", "", total, "objectives", content.objectives, None);
    row("total", "", total, "open", content.open, None);
    row("total", "", total, "due", content.due, None);
    row("total", "", total, "reported", content.reported, None);
    row("total", "", total, "illustrative", content.illustrative.entries, None);
    if frame.audience != Audience::Internal {
        row("total", "", total, "withheld", content.withheld.objectives, None);
    }
    for c in &content.by_status {
        row("status", &c.code, &status_word(&c.code, lang), "objectives", c.count, Some(c.before));
    }
    for c in &content.by_light {
        row("light", &c.code, &crate::document::shown(shown_of(&c.code), lang), "objectives", c.count, Some(c.before));
    }
    for (section, groups) in [
        ("plan", &content.by_plan),
        ("area", &content.by_area),
        ("authority", &content.by_authority),
        ("interest", &content.by_interest),
    ] {
        for g in groups {
            let name = lang.pick(&g.name, Some(&g.name_da));
            row(section, &g.code, name, "objectives", g.objectives, None);
            for (shown, count) in Shown::ALL.iter().zip(g.lights.all()) {
                row(section, &g.code, name, shown.code(), count, None);
            }
        }
    }
    document.add(Block::Table(table));
    document
}

/// All of a summary as data in no language, for programs (JSON).
pub fn data(content: &Content, lang: Lang) -> Document {
    let mut document = Document::new(lang, "");
    document.data = serde_json::to_value(content).ok();
    document
}
