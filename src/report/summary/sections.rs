//! The parts of a summary, each under its heading.

use super::{Attention, CountOf, Draft, Group, Late, Section, Slip, Subject};
use crate::document::{Bars, Block, Cell, Columns, Note, Part, Table};
use crate::i18n::{self, Word, sentences};
use crate::model::deadline::{Shift, Unit};
use crate::model::redaction;
use crate::model::snapshot::Shown;
use crate::model::{Held, Lang, Light, PartialDate, Status};

/// On one page no list is longer.
const SHORT: usize = 5;

pub(super) fn status_word(code: &str, lang: Lang) -> String {
    Status::from_code(code).map_or_else(|| i18n::NEVER_REPORTED.owned(lang), |s| s.word(lang).to_string())
}

pub(super) fn shown_of(code: &str) -> Shown {
    Shown::ALL.into_iter().find(|s| s.code() == code).unwrap_or(Shown::NoLight)
}

impl Draft<'_> {
    pub(super) fn section(&mut self, section: Section) {
        match section {
            Section::Headline => self.headline(),
            Section::Changes => self.changes(),
            Section::Attention => self.attention(),
            Section::Ended => self.ended(),
            Section::Due => self.falling_due(),
            Section::Activities => self.activities(),
            Section::Plan => self.groups(i18n::BY_PLAN, i18n::PLAN, "by_plan"),
            Section::Area => self.groups(i18n::BY_AREA, i18n::AREA, "by_area"),
            Section::Authority => self.groups(i18n::BY_AUTHORITY, i18n::LEAD, "by_authority"),
            Section::Interest => self.groups(i18n::BY_INTEREST, i18n::INTEREST, "by_interest"),
            Section::Slips => self.slips(),
            Section::Contradictions => self.contradictions(),
            Section::Waivers => self.waivers(),
            Section::Late => self.late(),
            Section::Time => self.over_time(),
            Section::Deadlines => self.deadlines(),
            Section::Annex => self.annex(),
        }
    }

    fn headline(&mut self) {
        let (content, lang) = (self.content, self.lang);
        self.heading(i18n::HEADLINE);
        let marked = content.illustrative.entries > 0;
        let (objectives, open) = (content.objectives, content.open);
        let told = sentences::headline(lang, objectives, open, content.reported, content.due, marked);
        self.page.add(Block::Paragraph(told));
        if content.not_yet > 0 {
            let told = sentences::not_yet(lang, content.not_yet, content.frame.as_of);
            self.page.add(Block::Paragraph(told));
        }
        if self.view.extent.brief {
            let counted = |rows: &[CountOf], word: &dyn Fn(&str) -> String| -> Vec<(String, i64, i64)> {
                let there = rows.iter().filter(|c| c.count != 0 || c.before != 0);
                there.map(|c| (word(&c.code), c.count, c.count - c.before)).collect()
            };
            let statuses = counted(&content.by_status, &|c| status_word(c, lang));
            let lights = counted(&content.by_light, &|c| crate::document::shown(shown_of(c), lang));
            self.page.add(Block::Paragraph(sentences::counts(i18n::STATUS.to(lang), &statuses)));
            self.page.add(Block::Paragraph(sentences::counts(i18n::LIGHT.to(lang), &lights)));
        } else {
            self.counts("status", i18n::STATUS, &content.by_status, |c| Cell::text(status_word(c, lang)));
            self.counts("light", i18n::LIGHT, &content.by_light, |c| Cell::Shown(shown_of(c)));
        }
        if let Some(restated) = &content.restated {
            let reason = restated.reason.as_deref();
            let told = sentences::restated(lang, restated.quarter, restated.revision, reason);
            self.page.add(Block::Paragraph(told));
        }
    }

    fn counts(&mut self, key: &'static str, word: Word, rows: &[CountOf], cell: impl Fn(&str) -> Cell) {
        let lang = self.lang;
        let then = sentences::quarter(lang, self.content.frame.compared_with);
        let now = sentences::quarter(lang, self.content.frame.quarter);
        // A figure that is no longer the one that was sent carries an r, as in statistics.
        let restated = rows.iter().any(|r| r.sent.is_some());
        let rows = rows.iter().filter(|r| r.count != 0 || r.before != 0 || r.sent.is_some());
        let mut table = Table::of(if key == "status" { "by_status" } else { "by_light" }, lang, rows)
            .tight(key, word, |r| cell(&r.code))
            .tight("count", now, |r| Cell::Count(r.count))
            .tight("before", then, |r| Cell::Count(r.before));
        if restated {
            table = table.tight("restated", "r", |r| Cell::text(if r.sent.is_some() { "r" } else { "" }));
        }
        let table = table.tight("change", i18n::SINCE_BEFORE, |r| Cell::Delta(r.count - r.before));
        self.page.add(Block::Table(table.done()));
    }

    fn attention(&mut self) {
        let (content, lang) = (self.content, self.lang);
        self.heading(i18n::ATTENTION);
        // Those that are not counted may need it all the same.
        let elsewhere = content.expired.iter().any(|e| e.open > 0);
        let nothing = match elsewhere {
            true => i18n::NOTHING_ELSE_TO_ATTEND,
            false => self.nothing(i18n::NOTHING_TO_ATTEND, i18n::NOTHING_SHOWN_TO_ATTEND),
        };
        // Silence alone is told shortly, after what needs a decision.
        let (silent, loud): (Vec<&Attention>, Vec<&Attention>) =
            content.attention.rows.iter().partition(|a| a.why == ["not-reported"]);
        let beside = loud.iter().any(|a| a.why.iter().any(|w| w == "not-reported"));
        let brief = self.view.extent.brief;
        let shown = if brief { SHORT.min(loud.len()) } else { loud.len() };
        let note = if brief { 0 } else { NOTE };
        if !loud.is_empty() || silent.is_empty() {
            let table = self.attention_table("attention", loud[..shown].iter().copied(), note).or_say(nothing);
            self.page.add(Block::Table(table.done()));
        }
        // A content of before these were counted has no more than it lists.
        let quiet = content.silent.max(silent.len() as i64);
        if brief {
            let left = content.attention.rows.len() as i64 + content.attention.more - quiet - shown as i64;
            if left > 0 {
                let all = format!("fremdrift summary {} --only attention", content.frame.quarter);
                self.more(left, &all);
            }
            if quiet > 0 {
                self.page.add(Block::Paragraph(sentences::silent(lang, quiet, beside)));
            }
            return;
        }
        if !silent.is_empty() {
            self.page.add(Block::Heading(2, sentences::silent(lang, quiet, beside)));
            let since = |a: &Attention| a.since.map_or(Cell::text(i18n::NEVER_REPORTED.to(lang)), Cell::Day);
            let table = self
                .subjects(Table::of("not_reported", lang, silent), |a| &a.subject)
                .with(|table| lead(table, |a| &a.subject))
                .tight("status", i18n::STATUS, |a| Cell::maybe(a.status, Cell::Status))
                .tight("since", i18n::NOT_REPORTED_SINCE, |a| since(a));
            self.page.add(Block::Table(table.done()));
        }
        self.more(content.attention.more, "fremdrift list");
    }

    /// Those that need attention, each with why; `note`: as many letters of its note.
    pub(super) fn attention_table<'r>(
        &self,
        key: &'static str,
        rows: impl IntoIterator<Item = &'r Attention>,
        note: usize,
    ) -> Columns<&'r Attention> {
        let lang = self.lang;
        self.subjects(Table::of(key, lang, rows), |a| &a.subject).with(|table| lead(table, |a| &a.subject)).wraps(
            "why",
            i18n::WHY,
            |a| Cell::text(why(a, lang, note)),
        )
    }

    fn groups(&mut self, heading: Word, of: Word, key: &'static str) {
        let (content, lang) = (self.content, self.lang);
        let groups = match key {
            "by_plan" => &content.by_plan,
            "by_area" => &content.by_area,
            "by_authority" => &content.by_authority,
            _ => &content.by_interest,
        };
        if groups.is_empty() && key == "by_plan" {
            return;
        }
        self.heading(heading);
        let name = |g: &Group| {
            // The code of an interest is its name already.
            let code = if key == "by_interest" { "" } else { g.code.as_str() };
            let name = format!("{code} {}", lang.pick(&g.name, Some(&g.name_da)));
            Cell::text(name.trim())
        };
        let of = of.owned(lang);
        self.page.add(Block::Bars(Bars {
            key,
            of: of.clone(),
            describes: sentences::by_light(lang, content.objectives),
            legend: Part::lights(),
            rows: groups.iter().map(|g| (name(g), g.lights.all().to_vec())).collect(),
        }));
        let status_key = match key {
            "by_area" => "status_by_area",
            "by_authority" => "status_by_authority",
            _ => return,
        };
        let whole = self.view.extent.paper && !self.view.extent.brief;
        if whole && groups.iter().any(|g| !g.statuses.is_empty()) {
            self.page.add(Block::Bars(Bars {
                key: status_key,
                of,
                describes: sentences::by_status(lang, content.objectives),
                legend: Part::statuses(),
                rows: groups.iter().map(|g| (name(g), g.statuses.clone())).collect(),
            }));
        }
    }

    fn slips(&mut self) {
        let (content, lang) = (self.content, self.lang);
        if content.slips.rows.is_empty() {
            return;
        }
        self.heading(i18n::SLIPS);
        let date = |d: Option<PartialDate>| Cell::maybe(d, Cell::PartialDate);
        // Before slips had a unit they were counted in days.
        let shift =
            |s: &Slip| s.by.zip(s.unit).map_or(Shift { by: s.days, unit: Unit::Days }, |(by, unit)| Shift { by, unit });
        let table = self
            .subjects(Table::of("slips", lang, &content.slips.rows), |s| &s.subject)
            .tight("original", i18n::ORIGINAL, |s| date(s.original))
            .tight("approved", i18n::APPROVED, |s| date(s.approved))
            .tight("expected", i18n::EXPECTED, |s| date(s.expected))
            .tight("by", i18n::SLIPPED_BY, |s| Cell::Delta(shift(s).by))
            .tight("unit", i18n::UNIT, |s| Cell::text(sentences::unit(lang, shift(s))))
            .tight("computed", i18n::COMPUTED, |s| Cell::maybe(s.computed, Cell::Light))
            .wraps("reason", i18n::REASON, |s| Cell::text(reasons(s, lang)));
        self.page.add(Block::Table(table.done()));
    }

    fn contradictions(&mut self) {
        let (content, lang) = (self.content, self.lang);
        self.heading(i18n::CONTRADICTIONS);
        if content.contradictions.rows.is_empty() {
            self.page.add(Block::Paragraph(i18n::NO_CONTRADICTIONS.owned(lang)));
            return;
        }
        let rows = content.contradictions.rows.iter();
        let rows = rows.map(|f| f.note(lang, self.named(&f.reference, &f.title, &f.title_da))).collect();
        self.page.add(Block::Notes(rows));
        self.more(content.contradictions.more, "fremdrift check");
    }

    fn waivers(&mut self) {
        let content = self.content;
        if content.waivers.is_empty() {
            return;
        }
        self.heading(i18n::WAIVERS);
        let waived = |w: &super::Waiver| format!("{} ({}): {}", w.check, w.references.join(", "), w.reason);
        self.page.add(Block::List(content.waivers.iter().map(waived).collect()));
    }

    fn late(&mut self) {
        let content = self.content;
        if content.late.rows.is_empty() {
            return;
        }
        self.heading(i18n::LATE_LINES);
        let rows = content.late.rows.iter().map(|l| self.about(&l.subject, late(l, self.lang))).collect();
        self.page.add(Block::Notes(rows));
        self.more(content.late.more, "fremdrift quarters");
    }

    /// Of nothing at all, or where something is kept from the reader, of nothing that is shown.
    pub(super) fn nothing(&self, at_all: Word, shown: Word) -> Word {
        if self.content.withheld.objectives > 0 { shown } else { at_all }
    }

    /// Says what a list leaves out, and how to see it.
    pub(super) fn more(&mut self, more: i64, command: &str) {
        if more > 0 {
            let command = format!("{command} {}", self.content.frame.filters);
            self.page.add(Block::List(vec![sentences::and_more(self.lang, more, command.trim())]));
        }
    }

    /// The columns that say what a row is about.
    pub(super) fn subjects<R>(&self, table: Columns<R>, of: impl Fn(&R) -> &Subject) -> Columns<R> {
        table
            .tight("reference", i18n::REFERENCE, |r| self.reference(of(r)))
            .wraps("title", i18n::TITLE, |r| self.title(of(r)))
    }

    pub(super) fn about(&self, subject: &Subject, says: String) -> Note {
        Note { about: self.subject(subject).to_vec(), says }
    }
}

/// The authorities that lead what a row is about.
pub(super) fn lead<R>(table: Columns<R>, of: impl Fn(&R) -> &Subject) -> Columns<R> {
    table.tight("lead", i18n::LEAD, |r| Cell::text(of(r).lead.join(", ")))
}

fn late(l: &Late, lang: Lang) -> String {
    sentences::late(lang, l.as_of, l.quarter, l.recorded, &l.author, l.withdrawn, l.waiting)
}

/// As many letters of a note stand in a row of a table; on a single page there is no place for any.
pub(super) const NOTE: usize = 240;

pub(super) fn why(a: &Attention, lang: Lang, holds: usize) -> String {
    let mut reasons: Vec<String> = Vec::new();
    for word in &a.why {
        reasons.push(match word.as_str() {
            "red" => crate::document::shown(Shown::Light(Light::Red), lang),
            "yellow" => crate::document::shown(Shown::Light(Light::Yellow), lang),
            "was-red" => sentences::was(lang, &crate::document::shown(Shown::Light(Light::Red), lang)),
            "was-yellow" => sentences::was(lang, &crate::document::shown(Shown::Light(Light::Yellow), lang)),
            "overdue" => {
                let held = a.late_by.unwrap_or(Held::Approved);
                sentences::overdue_by(lang, a.days_late.unwrap_or_default(), held)
            }
            "blocked" => {
                let what = a.blocked_by.as_deref().unwrap_or_default().trim_end_matches('.');
                let who = a.ask.as_deref().map(|code| match &a.ask_name {
                    Some(name) => format!("{code} {}", name.to(lang)),
                    None => code.to_string(),
                });
                match (lang, who) {
                    (Lang::En, Some(who)) => format!("blocked by: {what} (can be solved by {who})"),
                    (Lang::Da, Some(who)) => format!("afventer: {what} (kan løses af {who})"),
                    (Lang::En, None) => format!("blocked by: {what}"),
                    (Lang::Da, None) => format!("afventer: {what}"),
                }
            }
            _ => sentences::not_reported_since(lang, a.since),
        });
    }
    let mut why = reasons.join("; ");
    if let Some(note) = a.note.as_ref().filter(|_| holds > 0) {
        let note = if redaction::is_word(note) { redaction::word(lang) } else { note };
        why = format!("{why}. {}", sentences::wrote(lang, note, holds, a.note_as_of));
    }
    why
}

/// Why something is expected on another day than was promised, and why that was moved.
fn reasons(s: &Slip, lang: Lang) -> String {
    let agreed = s.agreed.iter().map(|a| match &a.by {
        Some(by) => format!("{} ({})", a.reason.trim_end_matches('.'), sentences::agreed_by(lang, by)),
        None => a.reason.clone(),
    });
    agreed.chain(s.reason.clone()).collect::<Vec<_>>().join("; ")
}
