//! Every plan in one report: a row a plan, what has changed, what needs a decision.

use super::changes::change_sentence;
use super::page::Draft;
use super::sections::NOTE;
use super::subjects;
use super::{Attention, Changed, Content, Expired, View, WithheldCounts};
use crate::document::{Block, Cell, Document, Note, Part, Table, Width};
use crate::i18n::{self, sentences};
use crate::model::snapshot::Shown;
use crate::model::{Lang, Light, PlanInfo};

/// More than this of one plan is read in its own summary.
const SHORT: usize = 8;

/// A quarter of one plan.
pub struct OfPlan {
    pub plan: PlanInfo,
    pub content: Content,
}

/// The quarter of every plan; `command` gives it again.
pub struct Portfolio {
    pub plans: Vec<OfPlan>,
    /// A plan runs in the quarter, whether or not it has any of what is asked for.
    pub running: bool,
    /// Plans that are over and still have open objectives.
    pub expired: Vec<Expired>,
    pub command: String,
}

pub fn page(portfolio: &Portfolio, scope: &str, lang: Lang) -> Document {
    let Some(first) = portfolio.plans.first() else {
        let mut page = Document::new(lang, scope);
        for e in &portfolio.expired {
            page.add(Block::Caveat(sentences::expired_open(lang, &e.plan, e.ended, e.open, e.late)));
        }
        let nothing = if portfolio.running { i18n::NO_PLANS_OF_THESE } else { i18n::NO_PLANS };
        page.add(Block::Paragraph(nothing.owned(lang)));
        return page;
    };
    let frame = &first.content.frame;
    let mut page = Document::new(lang, sentences::portfolio_title(lang, frame.quarter, scope));
    frame.say_when(&mut page, lang);
    let kept = portfolio.plans.iter().map(|p| p.content.withheld).fold(WithheldCounts::default(), |sum, k| {
        WithheldCounts { objectives: sum.objectives + k.objectives, notes: sum.notes + k.notes }
    });
    frame.say_for_whom(&mut page, lang, kept);
    let plans: Vec<PlanInfo> = portfolio.plans.iter().map(|p| p.plan.clone()).collect();
    let counted = |code: &str| portfolio.plans.iter().any(|p| p.plan.code == code && p.content.objectives > 0);
    crate::report::caveats(&mut page, &plans, counted);
    let made_up = portfolio.plans.iter().map(|p| p.content.illustrative);
    let (entries, of) = made_up.fold((0, 0), |sum, i| (sum.0 + i.entries, sum.1 + i.of));
    crate::report::illustrative(&mut page, entries, of);
    for e in &portfolio.expired {
        page.add(Block::Caveat(sentences::expired_open(lang, &e.plan, e.ended, e.open, e.late)));
    }
    page.add(Block::Heading(1, i18n::PLANS.owned(lang)));
    page.add(Block::Paragraph(legend(lang)));
    page.add(Block::Table(table(portfolio, lang, false)));
    if portfolio.plans.iter().any(|p| p.content.objectives == 0) {
        let none = if kept.objectives > 0 { i18n::NO_FIGURES_SHOWN } else { i18n::NO_FIGURES };
        page.add(Block::Paragraph(none.owned(lang)));
    }
    let view = View::default();
    let told: Vec<&OfPlan> = portfolio.plans.iter().filter(|p| p.content.objectives > 0).collect();
    if !told.is_empty() {
        page.add(Block::Heading(1, i18n::WHAT_CHANGED.owned(lang)));
    }
    for one in &told {
        let mut draft = Draft::on(page, &one.content, lang, &view);
        draft.changes_of_plan(&one.plan);
        page = draft.page;
    }
    if !told.is_empty() {
        page.add(Block::Heading(1, i18n::DECISIONS.owned(lang)));
    }
    let before = page.blocks.len();
    for one in &told {
        let mut draft = Draft::on(page, &one.content, lang, &view);
        draft.decisions_of_plan(&one.plan);
        page = draft.page;
    }
    if !told.is_empty() && page.blocks.len() == before {
        let elsewhere = portfolio.expired.iter().any(|e| e.open > 0);
        let nothing = match () {
            () if elsewhere => i18n::NOTHING_ELSE_TO_ATTEND,
            () if kept.objectives > 0 => i18n::NOTHING_SHOWN_TO_DECIDE,
            () => i18n::NOTHING_TO_DECIDE,
        };
        page.add(Block::Paragraph(nothing.owned(lang)));
    }
    let sent = match &portfolio.plans[..] {
        [one] => one.content.frame.sent.map(|number| sentences::not_as_sent(lang, frame.quarter, number)),
        all => {
            let frozen = all.iter().filter(|p| p.content.frame.sent.is_some()).count() as i64;
            (frozen > 0).then(|| sentences::plans_frozen(lang, frozen, all.len() as i64))
        }
    };
    page.add(Block::Foot(sentences::foot(lang, frame.as_of, frame.known_at, sent.as_deref(), &portfolio.command)));
    let head = format!("{} · {}", i18n::PORTFOLIO.to(lang), sentences::quarter(lang, frame.quarter));
    page.running = Some(frame.marked(head, lang));
    page
}

/// The row a plan alone, for programs.
pub fn tidy(portfolio: &Portfolio, lang: Lang) -> Document {
    let mut document = Document::new(lang, "");
    document.add(Block::Table(table(portfolio, lang, true)));
    document
}

/// The meaning of the signs over the columns.
fn legend(lang: Lang) -> String {
    let told = Shown::ALL.map(|shown| {
        let part = Part::Shown(shown);
        format!("{} {}", part.sign(), part.word(lang))
    });
    format!("{}: {}.", i18n::LIGHT.to(lang), told.join(", "))
}

/// With the lights in words, for programs, or as signs, so that a column for each fits.
fn table(portfolio: &Portfolio, lang: Lang, in_words: bool) -> Table {
    let countries =
        |plan: &PlanInfo| plan.countries.iter().map(|(en, da)| lang.pick(en, Some(da))).collect::<Vec<_>>().join(", ");
    // Nothing was entered where no objective is, which is no zero.
    let count = |of: &OfPlan, count: i64| if of.content.objectives == 0 { Cell::Empty } else { Cell::Count(count) };
    let made_up = |of: &OfPlan| of.content.illustrative.entries > 0;
    let mut table = Table::of("portfolio", lang, &portfolio.plans)
        .tight("plan", i18n::PLAN, |of| Cell::id(&of.plan.code).marked(made_up(of)))
        .words("country", i18n::COUNTRY, |of| Cell::text(countries(&of.plan)))
        .tight("objectives", i18n::TOTAL, |of| count(of, of.content.objectives));
    // A column for every part, so that they add up to the total.
    for shown in Shown::ALL {
        let part = Part::Shown(shown);
        let (title, width) = match in_words {
            true => (format!("{} {}", part.sign(), part.word(lang)), Width::Words),
            false => (part.sign().to_string(), Width::Tight),
        };
        table = table.column(part.code(), title, width, |of| {
            let found = of.content.by_light.iter().find(|c| c.code == shown.code());
            count(of, found.map_or(0, |c| c.count))
        });
    }
    table
        .tight("changed", i18n::CHANGED, |of| count(of, of.content.comparison.changed))
        .words("decisions", i18n::TO_DECIDE, |of| count(of, of.content.to_decide))
        .done()
}

/// Red, late or blocked: it will not go away by itself.
fn needs_decision(a: &Attention) -> bool {
    a.why.iter().any(|w| subjects::needs_decision(w))
}

/// Ended, red by now, or its agreed deadline moved.
fn is_notable(c: &Changed) -> bool {
    let ended = c.status.as_ref().and_then(|p| p.after).is_some_and(|s| s.is_ended());
    let red = c.light.as_ref().is_some_and(|p| p.after == Some(Light::Red));
    ended || red || c.approved.is_some()
}

impl Draft<'_> {
    fn changes_of_plan(&mut self, plan: &PlanInfo) {
        let (content, lang) = (self.content, self.lang);
        self.plan_heading(plan);
        let c = &content.comparison;
        let with = content.frame.compared_with;
        let counted = sentences::comparison(lang, with, [c.new, c.changed, c.unchanged, c.retired], [c.joined, c.left]);
        self.page.add(Block::Paragraph(counted));
        let (mut told, others): (Vec<&Changed>, Vec<&Changed>) =
            content.changed.rows.iter().partition(|c| is_notable(c));
        // Few changes are told whole.
        if content.comparison.changed <= SHORT as i64 {
            told.extend(others);
        }
        told.truncate(SHORT);
        let notes: Vec<Note> = told
            .iter()
            .map(|c| Note { about: self.subject(&c.subject).to_vec(), says: change_sentence(c, with, lang) })
            .collect();
        if !notes.is_empty() {
            self.page.add(Block::Notes(notes));
        }
        let left = content.comparison.changed - told.len() as i64;
        self.rest_of_plan(left, plan, "changes");
    }

    fn decisions_of_plan(&mut self, plan: &PlanInfo) {
        let all: Vec<&Attention> = self.content.attention.rows.iter().filter(|a| needs_decision(a)).collect();
        if all.is_empty() {
            return;
        }
        self.plan_heading(plan);
        let table = self.attention_table("decisions", all.iter().copied().take(SHORT), NOTE);
        self.page.add(Block::Table(table.done()));
        let told = all.len().min(SHORT) as i64;
        self.rest_of_plan(self.content.to_decide - told, plan, "attention");
    }

    fn plan_heading(&mut self, plan: &PlanInfo) {
        let countries: Vec<&str> = plan.countries.iter().map(|(en, da)| self.lang.pick(en, Some(da))).collect();
        self.page.add(Block::Heading(2, format!("{} {}", plan.code, countries.join(", ")).trim().to_string()));
    }

    fn rest_of_plan(&mut self, left: i64, plan: &PlanInfo, part: &str) {
        if left > 0 {
            let frame = &self.content.frame;
            let filters = match frame.filters.contains("--plan ") {
                true => frame.filters.clone(),
                false => format!("--plan {} {}", plan.code, frame.filters),
            };
            let command = format!("fremdrift summary {} {} --only {part}", frame.quarter, filters.trim());
            self.page.add(Block::List(vec![sentences::and_more(self.lang, left, &command)]));
        }
    }
}
