//! Redaction for an audience. Pure: a line goes in, the part that the audience may see comes out.

use super::entry::{Carry, EntryFields};
use super::{
    ActivitySnapshot, Audience, EntityKind, Entry, EntryFacts, EntryField, Lang, ObjectiveSnapshot, Record, State,
};

/// How much was withheld.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Redaction {
    pub objectives: usize,
    pub notes: usize,
}

/// The word in the place of a title or a note.
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

/// Takes out of a record what is of the house alone.
pub fn redact(entity: EntityKind, record: &mut Record) {
    for field in entity.fields().iter().filter(|f| !f.open) {
        record.set(field.name, None);
    }
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
        redact(EntityKind::Objective, &mut line.more);
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
        self.notes += usize::from(withhold(&mut s.facts, s.explicit, audience, lang));
    }

    /// The texts of an entry of the log.
    pub fn entry(&mut self, audience: Audience, lang: Lang, e: &mut Entry) {
        self.notes += usize::from(withhold(&mut e.facts, e.explicit, audience, lang));
    }
}

/// Says whether the entry was withheld. A text that was carried over belongs to the entry that said it, so it is
/// not shown here.
fn withhold(facts: &mut EntryFacts, explicit: EntryFields, audience: Audience, lang: Lang) -> bool {
    if audience == Audience::Internal {
        return false;
    }
    let texts = || EntryField::ALL.iter().copied().filter(|f| f.is_text());
    if !audience.may_see(facts.audience) {
        let any = texts().any(|f| facts.code(f).is_some());
        texts().for_each(|f| facts.clear(f));
        facts.note = any.then(|| word(lang).to_string());
        return any;
    }
    // An expected date that is said again keeps the reason of an earlier entry.
    if facts.expected_reason != facts.note {
        facts.expected_reason = None;
    }
    let may_be_carried = |f: &EntryField| f.is_news() && f.carry() != Carry::Never;
    texts().filter(may_be_carried).filter(|f| !explicit.contains(*f)).for_each(|f| facts.clear(f));
    false
}
