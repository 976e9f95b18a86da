//! An update: what somebody says of a subject, and the facts that it makes of those before.

use super::fields::{Carry, EntryFacts, EntryField, EntryFields, EntryUpdate};
use super::values::FieldUpdate;
use crate::model::record::Draft;
use crate::model::{EntryBasis, Refusal, Value};

impl EntryField {
    /// The field that is to blame for a refusal, where it is one.
    pub fn blamed_by(refusal: &Refusal) -> Option<EntryField> {
        match refusal {
            Refusal::FirstNeedsStatus { .. } | Refusal::Reopens { .. } => Some(EntryField::Status),
            Refusal::LightOnEnded { .. } => Some(EntryField::Light),
            Refusal::ExpectedNeedsReason | Refusal::BeforePlan { .. } => Some(EntryField::Expected),
            Refusal::OpenOnly { field, .. } => EntryField::named(field),
            _ => None,
        }
    }
}

impl EntryUpdate {
    /// The update that a draft of the fields of an entry makes. «(none)» says nothing of a field that can't be
    /// cleared.
    pub fn of(draft: &Draft) -> Result<EntryUpdate, Refusal> {
        let mut update = EntryUpdate::default();
        for field in EntryField::ALL.iter().copied() {
            match draft.get(field.field().name) {
                Some(Some(value)) => update.say(field, FieldUpdate::Set(&Value::cell(value)))?,
                Some(None) if field.is_clearable() => update.say(field, FieldUpdate::Clear)?,
                _ => {}
            }
        }
        Ok(update)
    }

    /// Says of some fields again what the facts are, where there is something.
    pub fn of_facts(facts: &EntryFacts, fields: impl IntoIterator<Item = EntryField>) -> EntryUpdate {
        let mut update = EntryUpdate::default();
        let there = fields.into_iter().filter(|f| facts.code(*f).is_some());
        there.for_each(|field| update.repeat(field, facts));
        update
    }

    /// The fields of the subject that are said something of: those that the file keeps as said.
    pub fn explicit(&self) -> EntryFields {
        EntryField::ALL.iter().copied().filter(|f| f.is_news() && self.says(*f)).collect()
    }

    pub fn is_empty(&self) -> bool {
        self.explicit().is_empty()
    }

    /// Takes back what an exported entry carried over and did not say: the fields that are not `explicit`,
    /// where they still are as in the entry before.
    pub fn forget_carried(&mut self, explicit: EntryFields, before: &EntryFacts) {
        for field in EntryField::ALL.iter().copied() {
            let may_be_carried = field.is_news() && field.carry() != Carry::Never;
            if may_be_carried && self.says(field) && !explicit.contains(field) && self.agrees(field, before) {
                self.keep(field);
                if field == EntryField::Expected {
                    self.expected_reason = FieldUpdate::Keep;
                }
            }
        }
    }

    /// Whether this says anything else of the subject than an entry does.
    pub fn differs_from(&self, facts: &EntryFacts) -> bool {
        self.explicit().iter().any(|field| !self.agrees(field, facts))
    }

    /// Whether an entry with these facts could be this update written down. What belongs to an entry alone is
    /// compared also where it is not said; of the audience nothing is decided by silence.
    pub fn is_written_in(&self, facts: &EntryFacts) -> bool {
        EntryField::ALL.iter().copied().all(|field| {
            let alone = field.carry() == Carry::Never && field != EntryField::Audience;
            if alone { self.code(field) == facts.code(field) } else { self.agrees(field, facts) }
        })
    }

    /// Whether this opens again what had ended with `before`. What was made up to show the program ends nothing
    /// of what somebody reports.
    pub fn reopens(&self, before: &EntryFacts) -> bool {
        let opens = self.status.value().is_some_and(|s| !s.is_ended());
        opens && before.status.is_ended() && !self.passes_over(before)
    }

    /// Nothing that was made up is a ground for what somebody reports.
    fn passes_over(&self, before: &EntryFacts) -> bool {
        before.is_illustrative() && self.basis != FieldUpdate::Set(EntryBasis::Illustrative)
    }

    /// The facts that this update makes of those before: of the newest entry on or before its day.
    ///
    /// Where nothing is said, a field follows its [`Carry`]: the status always; while the subject is open its
    /// light, its expected date and what blocks it; once it has ended the evidence. A note belongs to its own
    /// entry. Nothing is carried over from what is illustrative to what is not. Where an obstacle is cleared,
    /// so is who can take it away.
    ///
    /// Refused: a first entry without a status; a light, an expected date or an obstacle of what has ended; a
    /// moved expected date without a reason (the note is one). `name` is the subject in these refusals.
    ///
    /// ```
    /// use fremdrift::model::entry::{EntryFacts, EntryUpdate, FieldUpdate};
    /// use fremdrift::model::{Light, Status};
    ///
    /// let before = EntryFacts { light: Some(Light::Red), blocked_by: Some("money".into()), ..EntryFacts::of(Status::Ongoing) };
    /// let update = EntryUpdate { light: FieldUpdate::Set(Light::Green), blocked_by: FieldUpdate::Clear, ..EntryUpdate::default() };
    /// let after = update.apply_to(Some(&before), "ID-2021/4.1").unwrap();
    /// assert_eq!(after, EntryFacts { light: Some(Light::Green), ..EntryFacts::of(Status::Ongoing) });
    /// ```
    pub fn apply_to(&self, before: Option<&EntryFacts>, name: &str) -> Result<EntryFacts, Refusal> {
        let before = before.filter(|facts| !self.passes_over(facts));
        let status = self.status.value().copied().or(before.map(|b| b.status));
        let status = status.ok_or_else(|| Refusal::FirstNeedsStatus { reference: name.to_string() })?;
        let ended = status.is_ended();
        if ended {
            if let Some(light) = self.light.value().copied() {
                return Err(Refusal::LightOnEnded { status: status.coded(), light: light.coded() });
            }
            let of_open = |f: &EntryField| f.is_clearable() && self.code(*f).is_some();
            if let Some(field) = EntryField::ALL.iter().copied().find(of_open) {
                return Err(Refusal::OpenOnly { status: status.coded(), field: field.column() });
            }
        }
        let open_before = before.filter(|b| !ended && !b.status.is_ended());
        let same_end = before.filter(|b| ended && b.status == status);
        let carried = |field: EntryField| match field.carry() {
            Carry::Always => before,
            Carry::WhileOpen => open_before,
            Carry::SameEnd => same_end,
            Carry::Never => None,
        };
        let mut facts = self.over(carried).expect("there is a status");
        let expected_before = open_before.and_then(|b| b.expected);
        if facts.expected.is_none() {
            facts.expected_reason = None;
        } else if !self.expected.is_keep() && facts.expected != expected_before {
            let reason = self.expected_reason.value().or(self.note.value()).cloned();
            facts.expected_reason = Some(reason.ok_or(Refusal::ExpectedNeedsReason)?);
        }
        if self.blocked_by == FieldUpdate::Clear && self.ask.is_keep() {
            facts.ask = None;
        }
        Ok(facts)
    }
    /// The facts that an entry has after others that its author may not have known, where `recorded` is what it was
    /// written down with. Nothing is refused: of what has ended it keeps no light and no obstacle, and one that says
    /// nothing of its status, where no entry before it does either, is as it was written down.
    ///
    /// ```
    /// use fremdrift::model::entry::{EntryFacts, EntryUpdate, FieldUpdate};
    /// use fremdrift::model::{Light, Status};
    ///
    /// let yellow = EntryUpdate { light: FieldUpdate::Set(Light::Yellow), ..EntryUpdate::default() };
    /// let recorded = EntryFacts { light: Some(Light::Yellow), ..EntryFacts::of(Status::Ongoing) };
    /// let ended = EntryFacts::of(Status::Completed);
    /// assert_eq!(yellow.follow(Some(&ended), &recorded), ended);
    /// assert_eq!(yellow.follow(None, &recorded), recorded);
    /// ```
    pub fn follow(&self, before: Option<&EntryFacts>, recorded: &EntryFacts) -> EntryFacts {
        let before = before.filter(|facts| !self.passes_over(facts));
        let Some(status) = self.status.value().copied().or(before.map(|b| b.status)) else { return recorded.clone() };
        let mut update = self.clone();
        if status.is_ended() {
            EntryField::ALL.iter().copied().filter(|f| f.is_clearable()).for_each(|field| update.keep(field));
            update.light = FieldUpdate::Keep;
        }
        let followed = update.apply_to(before, "").or_else(|_| {
            // The date was no news when it was written down, so it needed no reason then.
            update.expected_reason = FieldUpdate::exactly(recorded.expected_reason.clone());
            update.apply_to(before, "")
        });
        followed.unwrap_or_else(|_| recorded.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::FieldUpdate::{Clear, Set};
    use super::*;
    use crate::model::{Audience, Light, PartialDate, Status};

    fn text(text: &str) -> FieldUpdate<String> {
        Set(text.to_string())
    }

    fn date(text: &str) -> PartialDate {
        PartialDate::parse(text).unwrap()
    }

    fn says() -> EntryUpdate {
        EntryUpdate::default()
    }

    /// An open subject of which everything is known.
    fn open() -> EntryFacts {
        EntryFacts {
            light: Some(Light::Red),
            note: Some("n".into()),
            evidence: Some("e".into()),
            expected: Some(date("2026")),
            expected_reason: Some("r".into()),
            blocked_by: Some("b".into()),
            ask: Some("ENS".into()),
            basis: Some(EntryBasis::Sourced),
            source: Some("s".into()),
            audience: Audience::Public,
            ..EntryFacts::of(Status::Ongoing)
        }
    }

    fn after(update: EntryUpdate) -> EntryFacts {
        update.apply_to(Some(&open()), "P/1").unwrap()
    }

    /// The facts that [`open`] leaves to an entry that says nothing.
    fn kept() -> EntryFacts {
        EntryFacts { note: None, evidence: None, basis: None, source: None, audience: Audience::Internal, ..open() }
    }

    #[test]
    fn what_is_not_said_is_carried_over_while_it_is_open() {
        assert_eq!(after(says()), kept());
    }

    #[test]
    fn what_is_said_is_so() {
        use EntryField::*;
        let said = [
            (Light, EntryUpdate { light: Set(crate::model::Light::Green), ..says() }, "green"),
            (Note, EntryUpdate { note: text("m"), ..says() }, "m"),
            (Evidence, EntryUpdate { evidence: text("f"), ..says() }, "f"),
            (ExpectedReason, EntryUpdate { expected_reason: text("q"), ..says() }, "q"),
            (BlockedBy, EntryUpdate { blocked_by: text("c"), ..says() }, "c"),
            (Ask, EntryUpdate { ask: text("UM"), ..says() }, "UM"),
            (Basis, EntryUpdate { basis: Set(EntryBasis::Illustrative), ..says() }, "illustrative"),
            (Source, EntryUpdate { source: text("t"), ..says() }, "t"),
            (Audience, EntryUpdate { audience: Set(crate::model::Audience::Partner), ..says() }, "partner"),
            (Status, EntryUpdate { status: Set(crate::model::Status::Suspended), ..says() }, "suspended"),
        ];
        for (field, update, code) in said {
            let facts = after(update);
            assert_eq!(facts.code(field).as_deref(), Some(code));
            let others = EntryField::ALL.iter().filter(|f| **f != field);
            others.for_each(|f| assert_eq!(facts.code(*f), kept().code(*f), "{f:?} beside {field:?}"));
        }
    }

    #[test]
    fn what_is_cleared_is_gone_with_what_hangs_on_it() {
        assert_eq!(after(EntryUpdate { light: Clear, ..says() }), EntryFacts { light: None, ..kept() });
        let without_date = EntryFacts { expected: None, expected_reason: None, ..kept() };
        assert_eq!(after(EntryUpdate { expected: Clear, ..says() }), without_date);
        let unblocked = EntryFacts { blocked_by: None, ask: None, ..kept() };
        assert_eq!(after(EntryUpdate { blocked_by: Clear, ..says() }), unblocked);
        let asked = EntryUpdate { blocked_by: Clear, ask: text("UM"), ..says() };
        assert_eq!(after(asked), EntryFacts { ask: Some("UM".into()), ..unblocked });
        assert_eq!(after(EntryUpdate { ask: Clear, ..says() }), EntryFacts { ask: None, ..kept() });
    }

    #[test]
    fn a_date_that_moves_has_a_reason_and_one_that_stays_keeps_its_own() {
        let moved = EntryUpdate { expected: Set(date("2027")), ..says() };
        assert!(matches!(moved.apply_to(Some(&open()), "P/1"), Err(Refusal::ExpectedNeedsReason)));
        let with_note = after(EntryUpdate { note: text("late"), ..moved.clone() });
        assert_eq!(with_note.expected_reason.as_deref(), Some("late"));
        let with_reason = after(EntryUpdate { note: text("late"), expected_reason: text("ice"), ..moved });
        assert_eq!((with_reason.expected, with_reason.expected_reason.as_deref()), (Some(date("2027")), Some("ice")));
        let again = after(EntryUpdate { expected: Set(date("2026")), note: text("m"), ..says() });
        assert_eq!(again.expected_reason.as_deref(), Some("r"));
    }

    #[test]
    fn what_ends_has_nothing_of_what_is_open() {
        let end = EntryUpdate { status: Set(Status::Completed), ..says() };
        assert_eq!(after(end.clone()), EntryFacts::of(Status::Completed));
        let proven = EntryFacts { evidence: Some("e".into()), ..EntryFacts::of(Status::Completed) };
        assert_eq!(says().apply_to(Some(&proven), "P/1").unwrap(), proven);
        let other = EntryUpdate { status: Set(Status::Cancelled), ..says() };
        assert_eq!(other.apply_to(Some(&proven), "P/1").unwrap().evidence, None);
        // And nothing of it comes back when it is opened again.
        let opened = EntryUpdate { status: Set(Status::Ongoing), ..says() };
        assert_eq!(opened.apply_to(Some(&proven), "P/1").unwrap(), EntryFacts::of(Status::Ongoing));
        for refused in [
            EntryUpdate { expected: Set(date("2027")), note: text("n"), ..end.clone() },
            EntryUpdate { blocked_by: text("b"), ..end.clone() },
            EntryUpdate { ask: text("ENS"), ..end.clone() },
        ] {
            assert!(matches!(refused.apply_to(Some(&open()), "P/1"), Err(Refusal::OpenOnly { .. })));
        }
        let lit = EntryUpdate { light: Set(Light::Green), ..end };
        assert!(matches!(lit.apply_to(Some(&open()), "P/1"), Err(Refusal::LightOnEnded { .. })));
    }

    #[test]
    fn the_first_entry_says_where_it_stands() {
        let note = EntryUpdate { note: text("n"), ..says() };
        assert!(
            matches!(note.apply_to(None, "P/1"), Err(Refusal::FirstNeedsStatus { reference }) if reference == "P/1")
        );
        // An entry that was made up is none that could be before.
        let made_up = EntryFacts { basis: Some(EntryBasis::Illustrative), ..open() };
        assert!(matches!(note.apply_to(Some(&made_up), "P/1"), Err(Refusal::FirstNeedsStatus { .. })));
        let also = EntryUpdate { basis: Set(EntryBasis::Illustrative), ..note };
        assert_eq!(also.apply_to(Some(&made_up), "P/1").unwrap().status, Status::Ongoing);
    }

    #[test]
    fn an_exported_entry_says_only_what_it_said() {
        let mut exported = EntryUpdate {
            status: Set(Status::Ongoing),
            light: Set(Light::Red),
            note: text("m"),
            expected: Set(date("2026")),
            expected_reason: text("r"),
            blocked_by: text("other"),
            ..says()
        };
        exported.forget_carried(EntryFields::read("light note"), &open());
        let own = EntryUpdate { light: Set(Light::Red), note: text("m"), blocked_by: text("other"), ..says() };
        assert_eq!(exported, own);
        assert!(own.differs_from(&open()) && !says().differs_from(&open()));
        assert_eq!(own.explicit().to_string(), "light note blocked_by");
    }
}
