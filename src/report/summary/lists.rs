//! Sections of ended objectives, of those that fall due, and of activities.

use super::sections::{NOTE, shown_of, status_word, subject_columns, why};
use super::{CountOf, Draft, Ended, Falling, Truncated};
use crate::document::{Block, Cell, Column, Table};
use crate::i18n::{self, sentences};
use crate::model::Held;

impl Draft<'_> {
    pub(super) fn ended(&mut self) {
        self.heading(i18n::COMPLETED_IN_QUARTER);
        let table = self.ended_table("ended", &self.content.ended).or_say(i18n::NOTHING_ENDED.to(self.lang));
        self.page.add(Block::Table(table));
        self.more(self.content.ended.more, "fremdrift list");
    }

    fn ended_table(&self, key: &'static str, ended: &Truncated<Ended>) -> Table {
        let lang = self.lang;
        let [reference, title] = subject_columns(lang);
        let columns = vec![
            reference,
            title,
            Column::tight("status", i18n::STATUS.to(lang)),
            Column::tight("as_of", i18n::AS_OF.to(lang)),
            Column::wraps("evidence", i18n::EVIDENCE.to(lang)),
        ];
        let mut table = Table::new(key, columns);
        for e in &ended.rows {
            let [reference, title] = self.subject(&e.subject);
            let evidence = Cell::text(e.evidence.as_deref().unwrap_or_default());
            table.rows.push(vec![reference, title, Cell::Status(e.status), Cell::Day(e.as_of), evidence]);
        }
        table
    }

    pub(super) fn falling_due(&mut self) {
        self.heading(i18n::FALLING_DUE);
        let table = self.falling_table("falling_due", &self.content.falling_due);
        self.page.add(Block::Table(table.or_say(i18n::NOTHING_DUE.to(self.lang))));
        self.more(self.content.falling_due.more, "fremdrift due");
    }

    fn falling_table(&self, key: &'static str, falling: &Truncated<Falling>) -> Table {
        let lang = self.lang;
        let [reference, title] = subject_columns(lang);
        let columns = vec![
            reference,
            title,
            Column::tight("lead", i18n::LEAD.to(lang)),
            Column::tight("deadline", i18n::DEADLINE.to(lang)),
            Column::tight("expected", i18n::EXPECTED.to(lang)),
            Column::words("falls", i18n::DATE.to(lang)),
        ];
        let mut table = Table::new(key, columns);
        for f in &falling.rows {
            let [reference, title] = self.subject(&f.subject);
            let expected = Cell::maybe(f.expected, Cell::PartialDate);
            let lead = Cell::text(f.subject.lead.join(", "));
            let deadline = Cell::maybe(f.deadline, Cell::PartialDate);
            // Before there were both kinds, the approved deadline was the only one.
            let falls = if f.falls.is_empty() { &[Held::Approved][..] } else { &f.falls };
            let falls: Vec<&str> = falls.iter().map(|h| sentences::held(lang, *h)).collect();
            table.rows.push(vec![reference, title, lead, deadline, expected, Cell::text(falls.join(", "))]);
        }
        table
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
        let [reference, title] = subject_columns(lang);
        let lead = Column::tight("lead", i18n::LEAD.to(lang));
        let columns = vec![reference, title, lead, Column::wraps("why", i18n::WHY.to(lang))];
        let mut table = Table::new("activities_attention", columns);
        for a in &found.attention.rows {
            let [reference, title] = self.subject(&a.subject);
            table.rows.push(vec![
                reference,
                title,
                Cell::text(a.subject.lead.join(", ")),
                Cell::text(why(a, lang, NOTE)),
            ]);
        }
        let ended = self.ended_table("activities_ended", &found.ended);
        let falling = self.falling_table("activities_due", &found.falling_due);
        for (heading, table, more) in [
            (i18n::ACTIVITIES_ATTENTION, table, found.attention.more),
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
