//! Findings of a file that was looked through.

use crate::document::{Block, Cell, Document, Table};
use crate::i18n;
use crate::model::Lang;
use serde_json::json;

pub struct Looked<'a> {
    pub file: &'a str,
    /// Changes, objectives, entries, versions in history.
    pub counts: [i64; 4],
    /// The digest of what it holds, where it is whole.
    pub content: Option<&'a str>,
    /// The counts of a look through the file, and the misfits.
    pub findings: &'a [(&'a str, &'a str)],
}

impl Looked<'_> {
    /// With the sentences that are said of a file that is whole.
    pub fn page(&self, lang: Lang, said: Vec<String>) -> Document {
        let mut page = Document::new(lang, self.file);
        said.into_iter().for_each(|sentence| _ = page.add(Block::Paragraph(sentence)));
        let table = Table::of("findings", lang, self.findings)
            .tight("check", i18n::CHECK, |(check, _)| Cell::id(*check))
            .wraps("detail", i18n::FINDING, |(_, detail)| Cell::text(*detail))
            .done();
        if table.rows.is_empty() {
            page.rows = Some(table);
        } else {
            page.add(Block::Table(table));
        }
        let findings: Vec<_> =
            self.findings.iter().map(|(check, detail)| json!({ "check": check, "detail": detail })).collect();
        let [changes, objectives, entries, versions] = self.counts;
        page.data = Some(json!({
            "file": self.file, "whole": self.findings.is_empty(), "content": self.content, "changes": changes,
            "objectives": objectives, "entries": entries, "versions": versions, "findings": findings,
        }));
        page
    }
}
