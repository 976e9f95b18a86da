//! Earlier reports as a sheet shows them. It goes to somebody else, so it shows what that
//! authority itself has said, and lines that are marked for others; nothing else of the log.

use super::{Answer, Base, Became, Sheet};
use crate::model::{Audience, Light, PartialDate, State, Status};
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

/// Whether the newest line has a note that is not shown.
pub fn keeps_back(shown: &Base, state: Option<&State>) -> bool {
    state.filter(|s| !s.is_illustrative()).is_some_and(|s| s.note.is_some() && s.note != shown.note)
}

/// The own facts of a line that is marked for others; those carried over belong to lines before it.
fn released(state: &State) -> Base {
    if state.is_illustrative() || !Audience::Partner.may_see(state.audience) {
        return Base::default();
    }
    let all = Base::of_state(Some(state));
    let says = |field: &str| state.said.split_whitespace().any(|s| s == field);
    Base {
        entry: None,
        as_of: all.as_of,
        status: all.status.filter(|_| says("status")),
        light: all.light.filter(|_| says("light")),
        note: all.note.filter(|_| says("note")),
        expected: all.expected.filter(|_| says("expected")),
        expected_reason: all.expected_reason.filter(|_| says("expected_reason")),
        blocked_by: all.blocked_by.filter(|_| says("blocked_by")),
        evidence: all.evidence.filter(|_| says("evidence")),
    }
}

impl Base {
    /// Takes in what an answer says, over what earlier ones did.
    fn hear(&mut self, day: NaiveDate, answer: &Answer) {
        self.as_of = Some(day);
        for said in answer.said.iter().filter(|s| s.became != Became::Refused) {
            let value = said.value.as_deref();
            let text = said.value.clone();
            match said.field.as_str() {
                "status" => self.status = value.and_then(Status::from_code),
                "light" => self.light = value.and_then(Light::from_code),
                "note" => self.note = text,
                "expected" => self.expected = value.and_then(|v| PartialDate::parse(v).ok()),
                "expected_reason" => self.expected_reason = text,
                "blocked_by" => self.blocked_by = text,
                "evidence" => self.evidence = text,
                _ => {}
            }
        }
        if self.status.is_some_and(|s| s.is_ended()) {
            (self.light, self.expected, self.blocked_by) = (None, None, None);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::EntryId;
    use crate::model::returns::Said;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn said(field: &str, value: Option<&str>, became: Became) -> Said {
        Said { field: field.into(), words: "w".into(), value: value.map(str::to_string), became }
    }

    fn state(audience: Audience, said: &str) -> State {
        State {
            entry: EntryId(7),
            as_of: day("2026-08-01"),
            status: Status::Ongoing,
            light: Some(Light::Red),
            note: Some("n".into()),
            evidence: None,
            expected: None,
            expected_reason: None,
            blocked_by: Some("b".into()),
            ask: None,
            basis: None,
            source: None,
            audience,
            said: said.into(),
        }
    }

    #[test]
    fn what_was_said_first_stays_until_it_is_said_anew_and_what_was_refused_was_not_said() {
        let mut heard = Base::default();
        let first = [said("status", Some("ongoing"), Became::Kept), said("note", Some("a"), Became::Taken)];
        heard.hear(day("2026-03-31"), &Answer { nil: false, said: first.into() });
        let second = [said("light", Some("red"), Became::Open), said("note", None, Became::Refused)];
        heard.hear(day("2026-06-30"), &Answer { nil: false, said: second.into() });
        heard.hear(day("2026-09-30"), &Answer { nil: true, said: vec![] });
        assert_eq!(heard.as_of, Some(day("2026-09-30")));
        assert_eq!((heard.status, heard.light), (Some(Status::Ongoing), Some(Light::Red)));
        assert_eq!(heard.note.as_deref(), Some("a"));
        let end = [said("status", Some("completed"), Became::Taken)];
        heard.hear(day("2026-12-31"), &Answer { nil: false, said: end.into() });
        assert_eq!(heard.light, None);
    }

    #[test]
    fn a_line_for_others_shows_what_it_says_itself() {
        let marked = state(Audience::Public, "status note");
        let seen = shown(None, Some(&marked));
        assert_eq!((seen.status, seen.light), (Some(Status::Ongoing), None));
        assert_eq!((seen.note.as_deref(), seen.blocked_by), (Some("n"), None));
        assert!(!keeps_back(&shown(None, Some(&marked)), Some(&marked)));
        let internal = state(Audience::Internal, "status light note blocked_by");
        assert_eq!(shown(None, Some(&internal)), Base::default());
        assert!(keeps_back(&Base::default(), Some(&internal)));
        let newer = Base { as_of: Some(day("2026-09-30")), ..Base::default() };
        assert_eq!(shown(Some(&newer), Some(&marked)), newer);
    }
}
