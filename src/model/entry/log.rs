//! The entries of a subject one after the other: how those behind follow when one before them has changed.

use super::fields::{Carry, EntryFacts, EntryField, EntryFields, EntryUpdate};
use super::values::FieldUpdate;
use crate::model::{Audience, EntryId};
use chrono::NaiveDate;

/// An entry to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEntry {
    /// The identity that it has in another copy of the file; `None`: it gets one.
    pub uid: Option<String>,
    pub as_of: NaiveDate,
    pub facts: EntryFacts,
    /// The fields that were said; the others are carried over.
    pub explicit: EntryFields,
    /// The identity of the entry that this one corrects.
    pub supersedes: Option<String>,
}

impl NewEntry {
    /// The same entry, to be written behind the others of its day.
    pub fn again(entry: &Entry) -> NewEntry {
        let Entry { uid, as_of, facts, explicit, supersedes, .. } = entry.clone();
        NewEntry { uid: Some(uid), as_of, facts, explicit, supersedes }
    }
}

/// An entry that is in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub id: EntryId,
    pub uid: String,
    pub as_of: NaiveDate,
    /// The whole state as of its day.
    pub facts: EntryFacts,
    /// The fields that were said; the others are carried over.
    pub explicit: EntryFields,
    pub supersedes: Option<String>,
    /// The change that recorded it.
    pub changed_in: i64,
}

impl Entry {
    /// The fields that were said with this entry itself, without those that it carries over.
    pub fn update(&self) -> EntryUpdate {
        let mut update = EntryUpdate::default();
        for field in EntryField::ALL.iter().copied() {
            let own = field.carry() == Carry::Never && self.facts.code(field).is_some();
            if own || self.explicit.contains(field) {
                update.repeat(field, &self.facts);
            }
        }
        // A reason that was taken from the note is said by the note.
        let reason = &self.facts.expected_reason;
        if self.explicit.contains(EntryField::Expected) && reason.is_some() && *reason != self.facts.note {
            update.repeat(EntryField::ExpectedReason, &self.facts);
        }
        if self.facts.audience == Audience::Internal {
            update.audience = FieldUpdate::Keep;
        }
        update
    }

    /// The fields in which this entry says something else than the one before it: before and after, as codes. A
    /// note belongs to its own entry, so it is told where there is one.
    pub fn changes_from(&self, before: Option<&EntryFacts>) -> Vec<(EntryField, String, String)> {
        let news = EntryField::ALL.iter().copied().filter(|f| f.is_news());
        let told = news.filter_map(|field| {
            let (old, new) = (before.and_then(|b| b.code(field)), self.facts.code(field));
            let nothing = field == EntryField::Note && new.is_none();
            let text = |code: Option<std::borrow::Cow<str>>| code.map(|c| c.into_owned()).unwrap_or_default();
            (old != new && !nothing).then(|| (field, text(old), text(new)))
        });
        told.collect()
    }
}

/// Entries as they follow from what stands before them now.
#[derive(Debug, PartialEq, Eq)]
pub struct Rebased {
    /// Those that record something else than they did.
    pub rewritten: Vec<Entry>,
    /// Nothing behind them can have changed.
    pub is_end: bool,
}

/// Works out how later entries follow from the one before them, `before`, when an entry was put in, corrected or
/// withdrawn on a day up to `last`. `later`: in their order.
///
/// An entry carries the whole state, and so says again what it did not say itself:
///
/// ```text
///            March               June                September
/// said       ongoing, red        «signed»            green
/// recorded   ongoing, red        ongoing, red        ongoing, green
///
///                      in April: suspended, yellow
///                                ▼
/// recorded   ongoing, red        suspended, yellow   suspended, green
/// ```
///
/// Behind `last`, the first entry that records what it did ends it: those behind it follow from it as they did.
/// Each follows by what was written down with it (`recorded`: at first, whatever stood before it then), so what it records is
/// a matter of the entries before it, and not of the way in which they came ([`EntryUpdate::follow`]).
///
/// ```
/// use fremdrift::model::entry::{Entry, EntryFacts, EntryFields, rebase_later_entries};
/// use fremdrift::model::{EntryId, Light, Status};
///
/// let day = |day: &str| day.parse().unwrap();
/// let facts = |status, light| EntryFacts { light: Some(light), ..EntryFacts::of(status) };
/// let entry = |id, as_of, facts: &EntryFacts, said| Entry {
///     id: EntryId(id), uid: String::new(), as_of, facts: facts.clone(), explicit: EntryFields::read(said), supersedes: None, changed_in: 1,
/// };
/// let later = [
///     entry(2, day("2026-06-30"), &facts(Status::Ongoing, Light::Red), "note"),
///     entry(3, day("2026-09-30"), &facts(Status::Ongoing, Light::Green), "light"),
/// ];
/// let april = facts(Status::Suspended, Light::Yellow);
/// let rebased = rebase_later_entries(Some(&april), &later, day("2026-04-30"), |entry| entry.facts.clone());
/// let recorded: Vec<_> = rebased.rewritten.iter().map(|e| (e.id.0, e.facts.status, e.facts.light)).collect();
/// assert_eq!(recorded, [(2, Status::Suspended, Some(Light::Yellow)), (3, Status::Suspended, Some(Light::Green))]);
/// ```
pub fn rebase_later_entries(
    before: Option<&EntryFacts>,
    later: &[Entry],
    last: NaiveDate,
    recorded: impl Fn(&Entry) -> EntryFacts,
) -> Rebased {
    let mut rewritten: Vec<Entry> = Vec::new();
    let mut before = before.cloned();
    for entry in later {
        let recorded = Entry { facts: recorded(entry), ..entry.clone() };
        let follows = recorded.update().follow(before.as_ref(), &recorded.facts);
        if follows != entry.facts {
            rewritten.push(Entry { facts: follows.clone(), ..entry.clone() });
        } else if entry.as_of > last {
            return Rebased { rewritten, is_end: true };
        }
        before = Some(follows);
    }
    Rebased { rewritten, is_end: false }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{EntryBasis, Light, PartialDate, Status};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn entry(id: i64, as_of: &str, facts: &EntryFacts, said: &str) -> Entry {
        let explicit = EntryFields::read(said);
        let facts = facts.clone();
        Entry {
            id: EntryId(id),
            uid: format!("u{id}"),
            as_of: day(as_of),
            facts,
            explicit,
            supersedes: None,
            changed_in: id,
        }
    }

    fn as_it_is(entry: &Entry) -> EntryFacts {
        entry.facts.clone()
    }

    fn is(status: Status, light: Light) -> EntryFacts {
        EntryFacts { light: Some(light), ..EntryFacts::of(status) }
    }

    #[test]
    fn an_entry_that_said_nothing_of_it_follows_and_one_that_did_does_not() {
        let later = [
            entry(2, "2026-06-30", &is(Status::Ongoing, Light::Red), "note"),
            entry(3, "2026-09-30", &is(Status::Ongoing, Light::Green), "status light"),
            entry(4, "2026-12-31", &is(Status::Ongoing, Light::Green), "note"),
        ];
        let rebased =
            rebase_later_entries(Some(&is(Status::Suspended, Light::Yellow)), &later, day("2026-04-30"), as_it_is);
        let second = entry(2, "2026-06-30", &is(Status::Suspended, Light::Yellow), "note");
        assert_eq!(rebased, Rebased { rewritten: vec![second], is_end: true });
    }

    #[test]
    fn up_to_the_last_day_that_was_written_nothing_ends_it() {
        let later = [
            entry(2, "2026-06-30", &is(Status::Ongoing, Light::Red), "status light"),
            entry(3, "2026-09-30", &is(Status::Ongoing, Light::Red), "note"),
        ];
        // The correction of an entry of September stands in March: June is as it was, September is not.
        let march = EntryFacts { blocked_by: Some("ice".into()), ..is(Status::Ongoing, Light::Green) };
        let rebased = rebase_later_entries(Some(&march), &later, day("2026-09-30"), as_it_is);
        let blocked = EntryFacts { blocked_by: Some("ice".into()), ..is(Status::Ongoing, Light::Red) };
        let follow: Vec<_> = rebased.rewritten.iter().map(|e| (e.id.0, &e.facts)).collect();
        assert_eq!(follow, [(2, &blocked), (3, &blocked)]);
        assert!(!rebased.is_end);
    }

    #[test]
    fn an_entry_whose_status_is_gone_keeps_what_it_records() {
        let later = [entry(2, "2026-06-30", &is(Status::Ongoing, Light::Red), "note")];
        let rebased = rebase_later_entries(None, &later, day("2026-03-31"), as_it_is);
        assert_eq!(rebased, Rebased { rewritten: vec![], is_end: true });
    }

    #[test]
    fn what_ended_before_takes_the_light_of_those_behind_and_gives_it_back() {
        let later = [entry(2, "2026-06-30", &is(Status::Ongoing, Light::Red), "note")];
        let ended = rebase_later_entries(Some(&EntryFacts::of(Status::Completed)), &later, day("2026-04-30"), as_it_is);
        assert_eq!(ended.rewritten[0].facts, EntryFacts::of(Status::Completed));
        let back =
            rebase_later_entries(Some(&is(Status::Ongoing, Light::Red)), &ended.rewritten, day("2026-04-30"), as_it_is);
        assert_eq!(back.rewritten, later);
    }

    #[test]
    fn an_entry_tells_what_it_said_itself() {
        let facts = EntryFacts {
            note: Some("late".into()),
            expected: PartialDate::parse("2027").ok(),
            expected_reason: Some("late".into()),
            blocked_by: Some("ice".into()),
            basis: Some(EntryBasis::Sourced),
            ..is(Status::Ongoing, Light::Red)
        };
        let said = EntryUpdate {
            light: FieldUpdate::Set(Light::Red),
            note: FieldUpdate::Set("late".into()),
            expected: FieldUpdate::exactly(PartialDate::parse("2027").ok()),
            ask: FieldUpdate::Clear,
            basis: FieldUpdate::Set(EntryBasis::Sourced),
            ..EntryUpdate::default()
        };
        assert_eq!(entry(2, "2026-06-30", &facts, "light note expected ask").update(), said);
        let told = entry(2, "2026-06-30", &facts, "").changes_from(Some(&is(Status::Ongoing, Light::Green)));
        let text = |f, old: &str, new: &str| (f, old.to_string(), new.to_string());
        assert_eq!(
            told,
            [
                text(EntryField::Light, "green", "red"),
                text(EntryField::Note, "", "late"),
                text(EntryField::Expected, "", "2027"),
                text(EntryField::BlockedBy, "", "ice"),
            ]
        );
    }
}
