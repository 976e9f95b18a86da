//! Changes since the quarter that is compared with: counted, accounted for, and told one by one.

use super::sections::shown_of;
use super::{Changed, Draft, Pair, Subject, Way};
use crate::document::{Block, Cell, Note};
use crate::i18n::{self, Word, sentences};
use crate::model::redaction;
use crate::model::snapshot::Shown;
use crate::model::{Lang, Light, PartialDate, Quarter};

impl Draft<'_> {
    pub(super) fn changes(&mut self) {
        let (content, lang) = (self.content, self.lang);
        let with = content.frame.compared_with;
        self.heading(i18n::WHAT_CHANGED);
        let c = &content.comparison;
        let told = sentences::comparison(lang, with, [c.new, c.changed, c.unchanged, c.retired], [c.joined, c.left]);
        self.page.add(Block::Paragraph(told));
        if self.view.extent.brief {
            return;
        }
        if !c.ways.is_empty() {
            let ways: Vec<(Word, i64)> = c.ways.iter().map(|w| (way(w.way), w.count)).collect();
            self.page.add(Block::Paragraph(sentences::ways(lang, c.changed, &ways)));
        }
        self.accounts();
        self.came_and_went();
        if content.changed.rows.is_empty() {
            // Where nothing was there before, nothing can have stayed as it was.
            if c.before > 0 {
                self.page.add(Block::Paragraph(sentences::nothing_changed(lang, with, c.new + c.joined > 0)));
            }
            return;
        }
        let notes = content.changed.rows.iter().map(|c| self.about(&c.subject, change_sentence(c, with, lang)));
        let notes = notes.collect();
        self.page.add(Block::Notes(notes));
        self.more(content.changed.more, "fremdrift list");
    }

    /// How each light came from its count before to its count now.
    fn accounts(&mut self) {
        let (content, lang) = (self.content, self.lang);
        let moves = &content.comparison.moves;
        let word = |code: &str| match Shown::ALL.iter().find(|s| s.code() == code) {
            Some(shown) => crate::document::shown(*shown, lang),
            None => String::new(),
        };
        let mut told = Vec::new();
        for row in &content.by_light {
            let went = moves.iter().filter(|m| m.from == row.code).map(|m| {
                let to = match m.to.as_str() {
                    "retired" => i18n::WENT_RETIRED.owned(lang),
                    "left" => i18n::WENT_OUT.owned(lang),
                    shown => sentences::to(lang, &word(shown)),
                };
                (to, m.count)
            });
            let came = moves.iter().filter(|m| m.to == row.code).map(|m| {
                let from = match m.from.as_str() {
                    "new" => if m.count == 1 { i18n::NEW_ONE } else { i18n::CAME_NEW }.owned(lang),
                    "joined" => i18n::CAME_IN.owned(lang),
                    shown => sentences::from(lang, &word(shown)),
                };
                (from, m.count)
            });
            let (went, came): (Vec<_>, Vec<_>) = (went.collect(), came.collect());
            if !went.is_empty() || !came.is_empty() {
                told.push(sentences::account(lang, &word(&row.code), row.before, [&went, &came], row.count));
            }
        }
        // In the first quarter of a plan everything is new, and the table says it.
        if !told.is_empty() && content.comparison.before > 0 {
            self.page.add(Block::List(told));
        }
    }

    fn came_and_went(&mut self) {
        let (content, lang) = (self.content, self.lang);
        let named = |s: &Subject, word: Word, reason: Option<&str>| {
            let mut about = vec![Cell::text(format!("{}:", word.to(lang))), Cell::id(&s.reference), self.title(s)];
            about.extend(reason.map(|r| Cell::text(format!("({r})"))));
            Note { about, says: String::new() }
        };
        let mut told = Vec::new();
        // In the first quarter of a plan everything is new, and a list of everything says nothing.
        if content.comparison.new < content.objectives {
            told.extend(content.new.rows.iter().map(|s| named(s, i18n::NEW, None)));
        }
        let gone = content.retired.rows.iter();
        told.extend(gone.map(|r| named(&r.subject, i18n::TAKEN_OUT, r.reason.as_deref())));
        if !told.is_empty() {
            self.page.add(Block::Notes(told));
        }
    }
}

fn way(way: Way) -> Word {
    match way {
        Way::Worse => i18n::IS_WORSE,
        Way::FellSilent => i18n::FELL_SILENT,
        Way::Better => i18n::IS_BETTER,
        Way::OnHold => i18n::PUT_ON_HOLD,
        Way::Ended => i18n::HAS_ENDED,
        Way::Other => i18n::CHANGED_OTHERWISE,
    }
}

pub(super) fn change_sentence(c: &Changed, before: Quarter, lang: Lang) -> String {
    let pair = |p: &Pair<PartialDate>| sentences::Shifted {
        before: p.before.map(|d| sentences::partial(lang, d)),
        after: p.after.map(|d| sentences::partial(lang, d)),
        earlier: p.before.zip(p.after).is_some_and(|(before, after)| after.last_day() < before.last_day()),
    };
    let light = |l: Light| sentences::light(lang, l).to_string();
    let last = c.last.as_ref().map(|l| {
        let light = l.light.map_or(i18n::NO_LIGHT.to(lang), |l| l.word(lang));
        (light.to_string(), sentences::day(lang, l.as_of))
    });
    let silence = c.shown.as_ref().and_then(|p| match (p.before.as_deref()?, p.after.as_deref()?) {
        ("ended", _) | (_, "ended") => None,
        (_, "not-reported") => Some(sentences::Silence::Began(last)),
        // A first report is told by its status.
        ("not-reported", now) if last.is_some() => {
            let now = match shown_of(now) {
                Shown::Light(light) => light.word(lang),
                _ => i18n::NO_LIGHT.to(lang),
            };
            Some(sentences::Silence::Ended(now.to_string(), last))
        }
        _ => None,
    });
    let moved = sentences::Moved {
        status: c.status.as_ref().and_then(|p| {
            let after = p.after?;
            Some((p.before.map(|s| s.word(lang).to_string()), after.word(lang).to_string()))
        }),
        light: c.light.as_ref().filter(|_| silence.is_none()).map(|p| (p.before.map(light), p.after.map(light))),
        expected: c.expected.as_ref().map(pair),
        approved: c.approved.as_ref().map(pair),
        silence,
        reason: c.reason.clone(),
        agreed: c.agreed.iter().map(|a| (a.reason.clone(), a.by.clone())).collect(),
        note: c.note.clone().map(|n| if redaction::is_word(&n) { redaction::word(lang).to_string() } else { n }),
    };
    sentences::moved(lang, before, &moved)
}
