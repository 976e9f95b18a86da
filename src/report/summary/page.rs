//! The summary as a page in one language: what it says first and last, and which parts it has.

use super::{Content, RevisionInfo, Subject, SummaryHeader, WithheldCounts};
use crate::document::{Block, Cell, Document};
use crate::i18n::{self, Word, sentences};
use crate::model::{Audience, Lang};
use crate::report::titles::Titles;
use crate::report::trend::QuarterPoint;

/// A part of a summary, in the order in which they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    Headline,
    Time,
    Changes,
    Attention,
    Ended,
    Due,
    Activities,
    Plan,
    Area,
    Authority,
    Interest,
    Slips,
    Deadlines,
    Contradictions,
    Waivers,
    Late,
    Annex,
}

impl Section {
    pub const ALL: [Section; 17] = [
        Section::Headline,
        Section::Time,
        Section::Changes,
        Section::Attention,
        Section::Ended,
        Section::Due,
        Section::Activities,
        Section::Plan,
        Section::Area,
        Section::Authority,
        Section::Interest,
        Section::Slips,
        Section::Deadlines,
        Section::Contradictions,
        Section::Waivers,
        Section::Late,
        Section::Annex,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Section::Headline => "headline",
            Section::Time => "time",
            Section::Changes => "changes",
            Section::Attention => "attention",
            Section::Ended => "ended",
            Section::Due => "due",
            Section::Activities => "activities",
            Section::Plan => "plan",
            Section::Area => "area",
            Section::Authority => "authority",
            Section::Interest => "interest",
            Section::Slips => "slips",
            Section::Deadlines => "deadlines",
            Section::Contradictions => "contradictions",
            Section::Waivers => "waivers",
            Section::Late => "late",
            Section::Annex => "annex",
        }
    }

    pub fn parse(text: &str) -> Option<Section> {
        let text = text.trim().to_ascii_lowercase();
        Section::ALL.into_iter().find(|s| s.code() == text)
    }

    /// Rests on what is gathered for paper alone: the quarters before, every objective.
    pub fn is_for_paper(self) -> bool {
        matches!(self, Section::Time | Section::Deadlines | Section::Annex)
    }
}

/// How much of it is asked for.
#[derive(Clone, Debug, Default)]
pub struct Extent {
    /// To be sent and kept: with a block of facts at the head, pictures, and every objective.
    pub paper: bool,
    /// One page.
    pub brief: bool,
    /// Nothing but these parts.
    pub only: Vec<Section>,
}

impl Extent {
    pub fn paper() -> Extent {
        Extent { paper: true, ..Extent::default() }
    }

    fn has(&self, section: Section) -> bool {
        if !self.only.is_empty() {
            return self.only.contains(&section);
        }
        if self.brief {
            let short = [Section::Headline, Section::Changes, Section::Attention, Section::Plan, Section::Area];
            return short.contains(&section);
        }
        self.paper || !section.is_for_paper()
    }
}

/// The parts that are added to the content when it is shown.
#[derive(Clone, Debug, Default)]
pub struct View<'a> {
    /// That of the frozen content, where it is frozen.
    pub digest: Option<&'a str>,
    pub extent: Extent,
    /// The quarters up to this one.
    pub over_time: &'a [QuarterPoint],
}

/// A page while it is written.
pub(super) struct Draft<'a> {
    pub page: Document,
    pub content: &'a Content,
    pub lang: Lang,
    pub view: &'a View<'a>,
    titles: Titles,
}

/// The summary as a page.
pub fn page(content: &Content, lang: Lang, view: &View) -> Document {
    let frame = &content.frame;
    let scope = frame.scope.to(lang);
    let page = Document::new(lang, sentences::summary_title(lang, frame.quarter, scope));
    let mut draft = Draft::on(page, content, lang, view);
    draft.running_head();
    if view.extent.paper && !view.extent.brief {
        draft.title_block();
    }
    draft.opening();
    for section in Section::ALL.into_iter().filter(|s| view.extent.has(*s)) {
        // Contradictions that we find in our own data are not for others.
        if section != Section::Contradictions || frame.audience == Audience::Internal {
            draft.section(section);
        }
    }
    let issue = frame.revision.as_ref().zip(view.digest);
    let frozen = issue
        .map(|(i, digest)| sentences::frozen(lang, i.number, &i.at, &i.author, digest))
        .or_else(|| frame.say_what_was_sent(lang, content.plans.len() as i64));
    let foot = sentences::foot(lang, frame.as_of, frame.known_at, frozen.as_deref(), &frame.command);
    draft.page.add(Block::Foot(foot));
    draft.page
}

impl<'a> Draft<'a> {
    pub(super) fn on(page: Document, content: &'a Content, lang: Lang, view: &'a View<'a>) -> Draft<'a> {
        Draft { page, content, lang, view, titles: Titles::of(lang, content.titles()) }
    }
}

impl Draft<'_> {
    pub(super) fn heading(&mut self, word: Word) {
        self.page.add(Block::Heading(1, word.owned(self.lang)));
    }

    /// The warnings that must not be overlooked.
    fn opening(&mut self) {
        let (content, lang) = (self.content, self.lang);
        let frame = &content.frame;
        let page = &mut self.page;
        frame.say_when(page, lang);
        if let Some(issue) = &frame.revision {
            issued(page, issue, lang);
        }
        frame.say_for_whom(page, lang, content.withheld);
        for plan in &content.plans {
            if let Some(caveat) = &plan.caveat {
                let said = lang.pick(caveat, plan.caveat_da.as_deref());
                page.add(Block::Caveat(format!("{}: {said}", plan.code)));
            }
        }
        crate::report::illustrative(page, content.illustrative.entries, content.illustrative.of);
        for e in &content.expired {
            page.add(Block::Caveat(sentences::expired_open(lang, &e.plan, e.ended, e.open, e.late)));
        }
    }

    pub(super) fn subject(&self, subject: &Subject) -> [Cell; 2] {
        [self.reference(subject), self.title(subject)]
    }

    pub(super) fn reference(&self, subject: &Subject) -> Cell {
        Cell::id(&subject.reference).marked(subject.illustrative)
    }

    pub(super) fn title(&self, subject: &Subject) -> Cell {
        self.named(&subject.reference, &subject.title, &subject.title_da)
    }

    pub(super) fn named(&self, reference: &str, title: &str, title_da: &Option<String>) -> Cell {
        self.titles.cell(reference, title, title_da.as_deref())
    }
}

impl SummaryHeader {
    /// The head of each page, which says where it is not for others.
    pub(super) fn marked(&self, head: String, lang: Lang) -> String {
        match self.audience {
            Audience::Internal => format!("{head} · {}", i18n::INTERNAL_USE.to(lang)),
            _ => head,
        }
    }

    /// That the quarter has not ended, or not begun.
    pub(super) fn say_when(&self, page: &mut Document, lang: Lang) {
        match self.state.as_str() {
            "running" => page.add(Block::Caveat(sentences::running(lang, self.quarter, self.as_of))),
            "ahead" => page.add(Block::Caveat(sentences::ahead(lang, self.quarter, self.as_of))),
            _ => page,
        };
    }

    /// The revision that was sent for the quarter, where this is not it; nothing where no plan that takes part is frozen.
    pub(super) fn say_what_was_sent(&self, lang: Lang, plans: i64) -> Option<String> {
        let one = self.sent.map(|number| sentences::not_as_sent(lang, self.quarter, number));
        one.or_else(|| (self.frozen_plans > 0).then(|| sentences::plans_frozen(lang, self.frozen_plans, plans)))
    }

    /// For whom it is, and how much is kept from them; for us nothing is said.
    pub(super) fn say_for_whom(&self, page: &mut Document, lang: Lang, kept: WithheldCounts) {
        if self.audience != Audience::Internal {
            let word = self.audience.word(lang);
            page.add(Block::Caveat(sentences::for_audience(lang, word, kept.objectives, kept.notes)));
        }
    }
}

fn issued(page: &mut Document, issue: &RevisionInfo, lang: Lang) {
    let reason = issue.reason.as_deref().unwrap_or_default();
    if issue.number > 0 {
        page.add(Block::Caveat(sentences::restatement(lang, issue.number, reason)));
    } else if issue.early {
        page.add(Block::Caveat(sentences::frozen_early(lang, reason)));
    }
}
