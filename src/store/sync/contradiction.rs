//! Lines of one log that contradict each other, since who wrote one did not know the other: two that say something
//! else of the same field on one day; and one that ended the subject, where another goes on reporting it as open.

use super::conflict::{self, Kind};
use super::folder::Folder;
use crate::model::entry::{Entry, EntryField, FieldUpdate};
use crate::model::fold::{Claim, newest};
use crate::model::{Status, catalogue};
use crate::store::{ChangeTx, Result, Subject};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// The fields about which lines can contradict each other.
const FIELDS: [EntryField; 4] = [EntryField::Status, EntryField::Light, EntryField::Expected, EntryField::BlockedBy];

/// A line with the place of the change that recorded it.
struct Line {
    entry: Entry,
    place: usize,
    /// The status that it records here, with what it carries over.
    stands: Status,
}

impl Line {
    fn says(&self, field: EntryField) -> bool {
        self.entry.explicit.contains(field)
    }

    fn claim(&self, field: EntryField) -> Claim {
        Claim { change: self.place, value: self.entry.facts.code(field).map(|c| c.into_owned()).into() }
    }

    /// Whether it reports that the subject is open.
    fn is_open(&self) -> bool {
        let update = self.entry.update();
        let goes_on = matches!(update.light, FieldUpdate::Set(_))
            || matches!(update.expected, FieldUpdate::Set(_))
            || matches!(update.blocked_by, FieldUpdate::Set(_));
        match update.status {
            FieldUpdate::Set(status) => !status.is_ended(),
            _ => goes_on,
        }
    }

    fn has_ended(&self) -> bool {
        self.says(EntryField::Status) && self.entry.facts.status.is_ended() && !self.entry.facts.is_illustrative()
    }
}

impl Folder {
    /// Keeps the contradictions of a log as they are now.
    pub fn contradictions(&mut self, w: &ChangeTx, subject: Subject) -> Result<()> {
        let conn = w.conn()?;
        let (table, id) = match subject.activity {
            Some(activity) => (&catalogue::ACTIVITY, activity.0),
            None => (&catalogue::OBJECTIVE, subject.objective.0),
        };
        let Some(identity) = self.ids.of(conn, table, id)? else { return Ok(()) };
        conflict::forget_kind(conn, table.name, &identity, Kind::Log)?;
        let mut lines = Vec::new();
        for entry in w.log(subject)? {
            if let Some((place, _)) = self.recorded(conn, &catalogue::ENTRY, &entry.uid)? {
                // As it was written down: what it says may be gone from what it records.
                let (stands, facts) = (entry.facts.status, w.recorded_facts(&entry)?);
                lines.push(Line { entry: Entry { facts, ..entry }, place, stands });
            }
        }
        let found = self.found(&lines);
        for (field, day, claims) in found {
            let told = conflict::claims(&self.lineage, &claims);
            conflict::add_day(conn, (table.name, id, &identity), (field.column(), day), &told, self.number)?;
        }
        Ok(())
    }

    /// The fields, days and values in which lines contradict each other.
    fn found(&self, lines: &[Line]) -> Vec<(EntryField, NaiveDate, Vec<Claim>)> {
        let mut all = Vec::new();
        let days: BTreeSet<NaiveDate> = lines.iter().map(|l| l.entry.as_of).collect();
        for day in days {
            for field in FIELDS {
                let said = lines.iter().filter(|l| l.entry.as_of == day && l.says(field));
                let claims = newest(&self.lineage, said.map(|l| l.claim(field)).collect());
                if claims.len() > 1 && !self.is_said_since(lines, field, day, &claims) {
                    all.push((field, day, claims));
                }
            }
        }
        let ended = lines.iter().filter(|l| l.has_ended());
        let pairs = ended.flat_map(|end| lines.iter().map(move |open| (end, open)));
        let unaware = |a: usize, b: usize| !self.lineage.happened_before(a, b) && !self.lineage.happened_before(b, a);
        let mut apart: Vec<(NaiveDate, Vec<Claim>)> = Vec::new();
        for (end, open) in pairs {
            let (day, of_end) = (open.entry.as_of, end.claim(EntryField::Status));
            if !open.is_open() || day < end.entry.as_of || !unaware(end.place, open.place) {
                continue;
            }
            let mut claims = vec![of_end, Claim { change: open.place, value: self.reported_status(lines, open) }];
            claims.sort_by(|a, b| self.lineage.order(b.change).cmp(&self.lineage.order(a.change)));
            // The line that reports it as open shows what has ended by then.
            let shown = serde_json::Value::from(open.stands.code());
            claims.sort_by_key(|c| c.value != shown);
            if claims[0].value != claims[1].value && !self.is_said_since(lines, EntryField::Status, day, &claims) {
                apart.push((day, claims));
            }
        }
        apart.sort_by_key(|(day, _)| *day);
        for (day, claims) in apart {
            if !all.iter().any(|(field, on, _)| *field == EntryField::Status && *on == day) {
                all.push((EntryField::Status, day, claims));
            }
        }
        all
    }

    /// The status that a line takes the subject to have: what it says, or what stood before it when it was written.
    fn reported_status(&self, lines: &[Line], open: &Line) -> serde_json::Value {
        if open.says(EntryField::Status) {
            return open.claim(EntryField::Status).value;
        }
        let mut known =
            lines.iter().filter(|l| l.says(EntryField::Status) && self.lineage.happened_before(l.place, open.place));
        let before = known.rfind(|l| l.entry.as_of <= open.entry.as_of);
        before.map_or_else(|| "ongoing".into(), |l| l.claim(EntryField::Status).value)
    }

    /// Whether somebody who knew all of these spoke of the field, for that day or a later one.
    fn is_said_since(&self, lines: &[Line], field: EntryField, day: NaiveDate, claims: &[Claim]) -> bool {
        let knew_all = |l: &Line| claims.iter().all(|c| self.lineage.happened_before(c.change, l.place));
        lines.iter().any(|l| l.entry.as_of >= day && l.says(field) && knew_all(l))
    }
}
