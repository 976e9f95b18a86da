//! Sections of ended objectives, of those that fall due, and of activities.

use super::sections::{NOTE, lead, shown_of, status_word};
use super::{CountOf, Draft, Ended, Falling, Truncated};
use crate::document::{Block, Cell, Columns, Table};
use crate::i18n::{self, sentences};
use crate::model::Held;

impl Draft<'_> {
    pub(super) fn ended(&mut self) {
        self.heading(i18n::COMPLETED_IN_QUARTER);
        let table = self
            .ended_table("ended", &self.content.ended)
            .or_say(self.nothing(i18n::NOTHING_ENDED, i18n::NOTHING_SHOWN_ENDED));
        self.page.add(Block::Table(table.done()));
        self.more(self.content.ended.more, "fremdrift list");
    }

    fn ended_table<'r>(&self, key: &'static str, ended: &'r Truncated<Ended>) -> Columns<&'r Ended> {
        self.subjects(Table::of(key, self.lang, &ended.rows), |e| &e.subject)
            .tight("status", i18n::STATUS, |e| Cell::Status(e.status))
            .tight("as_of", i18n::AS_OF, |e| Cell::Day(e.as_of))
            .wraps("evidence", i18n::EVIDENCE, |e| Cell::text(e.evidence.as_deref().unwrap_or_default()))
    }

    pub(super) fn falling_due(&mut self) {
        self.heading(i18n::FALLING_DUE);
        let table = self
            .falling_table("falling_due", &self.content.falling_due)
            .or_say(self.nothing(i18n::NOTHING_DUE, i18n::NOTHING_SHOWN_DUE));
        self.page.add(Block::Table(table.done()));
        self.more(self.content.falling_due.more, "fremdrift due");
    }

    fn falling_table<'r>(&self, key: &'static str, falling: &'r Truncated<Falling>) -> Columns<&'r Falling> {
        let lang = self.lang;
        let falls = |f: &Falling| {
            // Before there were both kinds, the approved deadline was the only one.
            let falls = if f.falls.is_empty() { &[Held::Approved][..] } else { &f.falls };
            sentences::falls(lang, falls)
        };
        self.subjects(Table::of(key, lang, &falling.rows), |f| &f.subject)
            .with(|table| lead(table, |f| &f.subject))
            .tight("deadline", i18n::DEADLINE, |f| Cell::maybe(f.deadline, Cell::PartialDate))
            .tight("expected", i18n::EXPECTED, |f| Cell::maybe(f.expected, Cell::PartialDate))
            .words("falls", i18n::FALLS, |f| Cell::text(falls(f)))
    }

    /// The activities under the objectives: counted, and those that need attention, ended or fall due.
    pub(super) fn activities(&mut self) {
        let (content, lang) = (self.content, self.lang);
        let found = &content.activities;
        if found.count == 0 {
            return;
        }
        self.heading(i18n::ACTIVITIES);
        let told = sentences::activities(lang, found.count, found.open, found.reported, found.due);
        self.page.add(Block::Paragraph(told));
        let counted = |rows: &[CountOf], word: &dyn Fn(&str) -> String| -> Vec<(String, i64, i64)> {
            let there = rows.iter().filter(|c| c.count != 0 || c.before != 0);
            there.map(|c| (word(&c.code), c.count, c.count - c.before)).collect()
        };
        let statuses = counted(&found.by_status, &|c| status_word(c, lang));
        let lights = counted(&found.by_light, &|c| crate::document::shown(shown_of(c), lang));
        self.page.add(Block::Paragraph(sentences::counts(i18n::STATUS.to(lang), &statuses)));
        self.page.add(Block::Paragraph(sentences::counts(i18n::LIGHT.to(lang), &lights)));
        let attention = self.attention_table("activities_attention", &found.attention.rows, NOTE).done();
        let ended = self.ended_table("activities_ended", &found.ended).done();
        let falling = self.falling_table("activities_due", &found.falling_due).done();
        for (heading, table, more) in [
            (i18n::ACTIVITIES_ATTENTION, attention, found.attention.more),
            (i18n::ACTIVITIES_ENDED, ended, found.ended.more),
            (i18n::ACTIVITIES_DUE, falling, found.falling_due.more),
        ] {
            if !table.rows.is_empty() {
                self.page.add(Block::Heading(2, heading.owned(lang)));
                self.page.add(Block::Table(table));
                self.more(more, "fremdrift due");
            }
        }
    }
}
