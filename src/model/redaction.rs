//! What is withheld from whom. Pure: a line goes in, what the audience may see comes out.

use super::snapshot::Extra;
use super::{ActivitySnapshot, Audience, Entry, Lang, ObjectiveSnapshot, State};

/// How much was withheld.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Redaction {
    pub objectives: usize,
    pub notes: usize,
}

/// What stands in the place of a title or a note.
pub fn word(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "withheld",
        Lang::Da => "tilbageholdt",
    }
}

/// Whether a whole cell is the word of an export for others.
pub fn is_word(cell: &str) -> bool {
    [Lang::En, Lang::Da].iter().any(|l| cell.trim().eq_ignore_ascii_case(word(*l)))
}

impl Redaction {
    /// An objective with its state and the one before, as the audience may see them; `None`: not at all.
    pub fn line(
        &mut self,
        audience: Audience,
        lang: Lang,
        mut line: ObjectiveSnapshot,
        mut before: Option<State>,
    ) -> Option<(ObjectiveSnapshot, Option<State>)> {
        if audience == Audience::Internal {
            return Some((line, before));
        }
        if !audience.may_see(line.audience) {
            self.objectives += 1;
            return None;
        }
        line.source = None;
        line.extra = Extra {
            case_number: String::new(),
            tag: String::new(),
            retired_reason: String::new(),
            ..std::mem::take(&mut line.extra)
        };
        if let Some(state) = &mut line.state {
            self.state(audience, lang, state);
        }
        if let Some(state) = &mut before {
            Redaction::default().state(audience, lang, state);
        }
        Some((line, before))
    }

    /// An activity of an objective that is shown.
    pub fn activity(&mut self, audience: Audience, lang: Lang, mut line: ActivitySnapshot) -> ActivitySnapshot {
        if let Some(state) = &mut line.state {
            self.state(audience, lang, state);
        }
        line
    }

    fn state(&mut self, audience: Audience, lang: Lang, s: &mut State) {
        let said: Vec<String> = s.said.split_whitespace().map(str::to_string).collect();
        let texts = Texts {
            note: &mut s.note,
            evidence: &mut s.evidence,
            expected_reason: &mut s.expected_reason,
            blocked_by: &mut s.blocked_by,
            ask: &mut s.ask,
            source: &mut s.source,
        };
        self.notes += usize::from(texts.withhold(audience, s.audience, lang, &said));
    }

    /// The texts of a line of the log.
    pub fn entry(&mut self, audience: Audience, lang: Lang, e: &mut Entry) {
        let texts = Texts {
            note: &mut e.note,
            evidence: &mut e.evidence,
            expected_reason: &mut e.expected_reason,
            blocked_by: &mut e.blocked_by,
            ask: &mut e.ask,
            source: &mut e.source,
        };
        self.notes += usize::from(texts.withhold(audience, e.audience, lang, &e.said));
    }
}

struct Texts<'a> {
    note: &'a mut Option<String>,
    evidence: &'a mut Option<String>,
    expected_reason: &'a mut Option<String>,
    blocked_by: &'a mut Option<String>,
    ask: &'a mut Option<String>,
    source: &'a mut Option<String>,
}

impl Texts<'_> {
    /// Says whether the line was withheld. A text that was carried over belongs to the line that
    /// said it, so it is not shown here.
    fn withhold(self, audience: Audience, mark: Audience, lang: Lang, said: &[String]) -> bool {
        if audience == Audience::Internal {
            return false;
        }
        if !audience.may_see(mark) {
            let all =
                [&*self.note, &*self.evidence, &*self.expected_reason, &*self.blocked_by, &*self.ask, &*self.source];
            let any = all.iter().any(|t| t.is_some());
            *self.note = any.then(|| word(lang).to_string());
            for text in [self.evidence, self.expected_reason, self.blocked_by, self.ask, self.source] {
                *text = None;
            }
            return any;
        }
        let carried = |field: &str| !said.iter().any(|s| s == field);
        // An expected date that is said again keeps the reason of an earlier line.
        if self.expected_reason != self.note {
            *self.expected_reason = None;
        }
        for (field, text) in [("evidence", self.evidence), ("blocked_by", self.blocked_by), ("ask", self.ask)] {
            if carried(field) {
                *text = None;
            }
        }
        false
    }
}
