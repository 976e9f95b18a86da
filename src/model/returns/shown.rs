//! Earlier reports as a sheet shows them. It goes to somebody else, so it shows what that
//! authority itself has said, and lines that are marked for others; nothing else of the log.

use super::base::FIELDS;
use super::{Answer, Base, Became, Sheet};
use crate::model::{Audience, EntryUpdate, FieldUpdate, State};
use chrono::NaiveDate;
use std::collections::HashMap;

/// The reports of an authority, by reference, from its sheets, oldest first. `today` is the last
/// day that an answer can be about.
pub fn reported(sheets: &[Sheet], today: NaiveDate) -> HashMap<String, Base> {
    let mut all: HashMap<String, Base> = HashMap::new();
    for sheet in sheets {
        let day = sheet.quarter.last_day().min(today);
        for row in &sheet.rows {
            if let Some(answer) = row.answer.as_ref().filter(|a| a.answers()) {
                all.entry(row.reference.to_string()).or_default().hear(day, answer);
            }
        }
    }
    all
}

/// The values shown of a row: those that the authority reported, or the newest line where that is marked for others
/// and newer.
pub fn shown(own: Option<&Base>, state: Option<&State>) -> Base {
    let own = own.cloned().unwrap_or_default();
    match state.map(released).filter(|r| *r != Base::default()) {
        Some(released) if released.as_of > own.as_of => released,
        _ => own,
    }
}

/// Whether the newest entry has a note that is not shown.
pub fn keeps_back(shown: &Base, state: Option<&State>) -> bool {
    let note = state.filter(|s| !s.facts.is_illustrative()).and_then(|s| s.facts.note.as_ref());
    note.is_some() && note != shown.known.note.value()
}

/// The own facts of an entry that is marked for others; those carried over belong to entries before it.
fn released(state: &State) -> Base {
    if state.facts.is_illustrative() || !Audience::Partner.may_see(state.facts.audience) {
        return Base::default();
    }
    let own = FIELDS.into_iter().filter(|f| state.explicit.contains(*f));
    Base { entry: None, as_of: Some(state.as_of), known: EntryUpdate::of_facts(&state.facts, own) }
}

impl Base {
    /// Takes in what an answer says, over what earlier ones did.
    fn hear(&mut self, day: NaiveDate, answer: &Answer) {
        self.as_of = Some(day);
        for said in answer.said.iter().filter(|s| s.became != Became::Refused) {
            // A value that can't be read is nothing that is known.
            let read = said.value.as_deref().map(|value| self.known.say(said.field, FieldUpdate::Set(value)));
            if read.is_none_or(|read| read.is_err()) {
                self.known.keep(said.field);
            }
        }
        if self.known.status.value().is_some_and(|s| s.is_ended()) {
            FIELDS.into_iter().filter(|f| f.is_clearable()).for_each(|f| self.known.keep(f));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::entry::EntryFields;
    use crate::model::returns::Said;
    use crate::model::{EntryFacts, EntryField, EntryId, Light, Status};

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn said(field: EntryField, value: Option<&str>, became: Became) -> Said {
        Said { field, words: "w".into(), value: value.map(str::to_string), became }
    }

    fn state(audience: Audience, said: &str) -> State {
        let facts = EntryFacts {
            light: Some(Light::Red),
            note: Some("n".into()),
            blocked_by: Some("b".into()),
            audience,
            ..EntryFacts::of(Status::Ongoing)
        };
        State { entry: EntryId(7), as_of: day("2026-08-01"), facts, explicit: EntryFields::read(said) }
    }

    #[test]
    fn what_was_said_first_stays_until_it_is_said_anew_and_what_was_refused_was_not_said() {
        let mut heard = Base::default();
        let first =
            [said(EntryField::Status, Some("ongoing"), Became::Kept), said(EntryField::Note, Some("a"), Became::Taken)];
        heard.hear(day("2026-03-31"), &Answer { nil: false, said: first.into() });
        let second =
            [said(EntryField::Light, Some("red"), Became::Open), said(EntryField::Note, None, Became::Refused)];
        heard.hear(day("2026-06-30"), &Answer { nil: false, said: second.into() });
        heard.hear(day("2026-09-30"), &Answer { nil: true, said: vec![] });
        assert_eq!(heard.as_of, Some(day("2026-09-30")));
        let known = EntryUpdate {
            status: FieldUpdate::Set(Status::Ongoing),
            light: FieldUpdate::Set(Light::Red),
            note: FieldUpdate::Set("a".into()),
            ..EntryUpdate::default()
        };
        assert_eq!(heard.known, known);
        let end = [said(EntryField::Status, Some("completed"), Became::Taken)];
        heard.hear(day("2026-12-31"), &Answer { nil: false, said: end.into() });
        assert!(heard.known.light.is_keep());
    }

    #[test]
    fn a_line_for_others_shows_what_it_says_itself() {
        let marked = state(Audience::Public, "status note");
        let seen = shown(None, Some(&marked));
        let known = EntryUpdate {
            status: FieldUpdate::Set(Status::Ongoing),
            note: FieldUpdate::Set("n".into()),
            ..EntryUpdate::default()
        };
        assert_eq!(seen.known, known);
        assert!(!keeps_back(&shown(None, Some(&marked)), Some(&marked)));
        let internal = state(Audience::Internal, "status light note blocked_by");
        assert_eq!(shown(None, Some(&internal)), Base::default());
        assert!(keeps_back(&Base::default(), Some(&internal)));
        let newer = Base { as_of: Some(day("2026-09-30")), ..Base::default() };
        assert_eq!(shown(Some(&newer), Some(&marked)), newer);
    }
}
