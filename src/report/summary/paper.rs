//! The parts of a summary that are on paper and not on a terminal: a block of facts at its head, the quarters
//! before, the deadlines on a line, every objective.

use super::content::ANNEX;
use super::sections::shown_of;
use super::{Draft, ObjectiveRow};
use crate::document::chart::Dates;
use crate::document::{Block, Cell, Table, Timeline};
use crate::i18n::{self, sentences};
use crate::model::snapshot::Shown;
use crate::model::{Audience, PartialDate};
use crate::report::trend;

impl Draft<'_> {
    pub(super) fn title_block(&mut self) {
        let (content, lang) = (self.content, self.lang);
        let frame = &content.frame;
        let mut facts: Vec<(String, Vec<Cell>)> = Vec::new();
        let mut fact = |word: i18n::Word, cells: Vec<Cell>| facts.push((word.owned(lang), cells));
        if let [plan] = &content.plans[..] {
            fact(
                i18n::PLAN,
                vec![Cell::text(format!("{} {}", plan.code, lang.pick(&plan.title, plan.title_da.as_deref())))],
            );
            let date = |d: Option<PartialDate>| d.map_or("…".into(), |d| sentences::partial(lang, d));
            if plan.period_start.is_some() || plan.period_end.is_some() {
                fact(
                    i18n::PERIOD,
                    vec![Cell::text(format!("{} – {}", date(plan.period_start), date(plan.period_end)))],
                );
            }
        } else {
            let codes: Vec<&str> = content.plans.iter().map(|p| p.code.as_str()).collect();
            fact(i18n::PLANS, vec![Cell::text(codes.join(", "))]);
        }
        fact(i18n::QUARTER, vec![Cell::text(sentences::quarter(lang, frame.quarter))]);
        fact(i18n::AS_OF, vec![Cell::text(sentences::day(lang, frame.as_of))]);
        fact(i18n::COMPARED_WITH, vec![Cell::text(sentences::quarter(lang, frame.compared_with))]);
        fact(i18n::KNOWN_AT, vec![Cell::text(frame.known_at.to_string())]);
        // A page that holds internal notes says so itself.
        let audience = match frame.audience {
            Audience::Internal => i18n::INTERNAL_USE.to(lang),
            audience => audience.word(lang),
        };
        fact(i18n::AUDIENCE, vec![Cell::text(audience)]);
        let revision = match &frame.revision {
            Some(i) => sentences::revision(lang, i.number, &i.at, &i.author),
            None => frame
                .say_what_was_sent(lang, content.plans.len() as i64)
                .unwrap_or_else(|| i18n::NOT_FROZEN.owned(lang)),
        };
        fact(i18n::REVISION, vec![Cell::text(revision)]);
        if let Some(digest) = self.view.digest {
            fact(i18n::DIGEST, vec![Cell::id(digest)]);
        }
        self.page.add(Block::Facts(facts));
    }

    /// The head of each page of paper.
    pub(super) fn running_head(&mut self) {
        let (content, lang) = (self.content, self.lang);
        let frame = &content.frame;
        let plan = content.plans.first().filter(|_| content.plans.len() == 1);
        let scope = plan.map_or_else(|| frame.scope.to(lang), |p| p.code.as_str());
        self.page.running = Some(frame.marked(format!("{scope} · {}", sentences::quarter(lang, frame.quarter)), lang));
    }

    pub(super) fn over_time(&mut self) {
        let quarters = self.view.over_time;
        // One quarter alone is no course.
        if quarters.len() < 2 {
            return;
        }
        self.heading(i18n::OVER_TIME);
        self.page.add(Block::Bars(trend::lights(self.lang, quarters)));
        self.page.add(Block::Bars(trend::reported(self.lang, quarters)));
        if quarters.iter().any(|t| t.differs) {
            self.page.add(Block::Paragraph(i18n::RESTATED_SINCE.owned(self.lang)));
        }
    }

    pub(super) fn deadlines(&mut self) {
        let content = self.content;
        // Of a part of them the line would be a wrong one, and nobody reads the whole.
        if content.objectives > ANNEX as i64 {
            return;
        }
        let mut rows: Vec<Dates> = Vec::new();
        for row in &content.rows {
            let shown = shown_of(&row.shown);
            let dates = Dates {
                about: [
                    Cell::id(&row.reference).marked(row.illustrative),
                    self.named(&row.reference, &row.title, &row.title_da),
                ],
                original: row.deadline_original,
                approved: row.deadline_approved,
                expected: row.expected.filter(|_| shown != Shown::Ended),
                shown,
            };
            if dates.days().next().is_some() {
                rows.push(dates);
            }
        }
        if rows.is_empty() {
            return;
        }
        rows.sort_by_key(|d| d.approved.or(d.original).or(d.expected).map(|p| p.last_day()));
        self.heading(i18n::DEADLINES);
        let today = content.frame.as_of;
        let late = rows.iter().filter(|d| d.is_overdue(today)).count() as i64;
        let describes = sentences::deadlines(self.lang, rows.len() as i64, late, today);
        self.page.add(Block::Timeline(Timeline { key: "deadlines", describes, today, rows }));
    }

    pub(super) fn annex(&mut self) {
        let (content, lang) = (self.content, self.lang);
        self.heading(i18n::ALL_OBJECTIVES);
        let status = |r: &ObjectiveRow| r.status.map_or(Cell::text(i18n::NEVER_REPORTED.to(lang)), Cell::Status);
        let table = Table::of("objectives", lang, content.rows.iter().take(ANNEX))
            .tight("reference", i18n::REFERENCE, |r| Cell::id(&r.reference).marked(r.illustrative))
            .wraps("title", i18n::TITLE, |r| self.named(&r.reference, &r.title, &r.title_da))
            .words("lead", i18n::LEAD, |r| Cell::text(r.lead.join(", ")))
            .words("status", i18n::STATUS, |r| status(r))
            .words("light", i18n::LIGHT, |r| Cell::Shown(shown_of(&r.shown)))
            .tight("as_of", i18n::AS_OF, |r| Cell::maybe(r.as_of, Cell::Day))
            .wraps("note", i18n::NOTE, |r| Cell::text(r.note.as_deref().unwrap_or_default()))
            .or_say(self.nothing(i18n::NO_OBJECTIVES, i18n::NO_OBJECTIVES_SHOWN))
            .done();
        let more = content.objectives - table.rows.len() as i64;
        self.page.add(Block::Table(table));
        self.more(more, "fremdrift list");
    }
}
