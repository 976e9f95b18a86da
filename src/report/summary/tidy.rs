//! A summary for programs: its counts as one table, or all of it as data.

use super::sections::{shown_of, status_word};
use super::{Content, CountOf};
use crate::document::{Block, Cell, Document, Table};
use crate::i18n::{self, Word};
use crate::model::snapshot::Shown;
use crate::model::{Audience, Lang};

/// The counts as one table with a row for each, for programs and pivot tables.
pub fn tidy(content: &Content, lang: Lang) -> Document {
    let mut document = Document::new(lang, "");
    let frame = &content.frame;
    let mut counts: Vec<Counted> = Vec::new();
    let total = i18n::TOTAL.to(lang);
    for (measure, count) in [
        ("objectives", content.objectives),
        ("open", content.open),
        ("due", content.due),
        ("reported", content.reported),
        ("illustrative", content.illustrative.entries),
    ] {
        counts.push(Counted { section: "total", code: "", name: total.into(), measure, count, before: None });
    }
    if frame.audience != Audience::Internal {
        let count = content.withheld.objectives;
        counts.push(Counted {
            section: "total",
            code: "",
            name: total.into(),
            measure: "withheld",
            count,
            before: None,
        });
    }
    let light_word = |code: &str| crate::document::shown(shown_of(code), lang);
    for c in &content.by_status {
        counts.push(Counted::of("status", c, status_word(&c.code, lang)));
    }
    for c in &content.by_light {
        counts.push(Counted::of("light", c, light_word(&c.code)));
    }
    for (section, groups) in [
        ("plan", &content.by_plan),
        ("area", &content.by_area),
        ("authority", &content.by_authority),
        ("interest", &content.by_interest),
    ] {
        for g in groups {
            let name = lang.pick(&g.name, Some(&g.name_da));
            let lights = Shown::ALL.iter().map(|s| s.code()).zip(g.lights.all());
            for (measure, count) in [("objectives", g.objectives)].into_iter().chain(lights) {
                counts.push(Counted { section, code: &g.code, name: name.into(), measure, count, before: None });
            }
        }
    }
    let table = Table::of("summary", lang, counts)
        .tight("quarter", Word("Quarter", "Kvartal"), |_| Cell::id(frame.quarter.to_string()))
        .tight("as_of", i18n::AS_OF, |_| Cell::Day(frame.as_of))
        .tight("scope", Word("Scope", "Omfang"), |_| Cell::text(frame.scope.to(lang)))
        .tight("section", Word("Section", "Afsnit"), |c| Cell::id(c.section))
        .tight("code", i18n::CODE, |c| Cell::id(c.code))
        .wraps("name", i18n::NAME, |c| Cell::text(&c.name))
        .tight("measure", Word("Measure", "Mål"), |c| Cell::id(c.measure))
        .tight("count", Word("Count", "Antal"), |c| Cell::Count(c.count))
        .tight("before", i18n::BEFORE, |c| Cell::maybe(c.before, Cell::Count));
    document.add(Block::Table(table.done()));
    document
}

/// One count of a summary.
struct Counted<'a> {
    section: &'static str,
    code: &'a str,
    name: String,
    measure: &'static str,
    count: i64,
    before: Option<i64>,
}

impl<'a> Counted<'a> {
    fn of(section: &'static str, of: &'a CountOf, name: String) -> Counted<'a> {
        let (count, before) = (of.count, Some(of.before));
        Counted { section, code: &of.code, name, measure: "objectives", count, before }
    }
}

/// All of a summary as data in no language, for programs (JSON).
pub fn data(content: &Content, lang: Lang) -> Document {
    let mut document = Document::new(lang, "");
    document.data = serde_json::to_value(content).ok();
    document
}
