//! One row of a sheet that came back: compared with the file, and taken in.

use super::super::belongs::{keep_own_texts, wait_for_date};
use super::super::cells::{as_shown, field, folded, nil_cell, refusal, value};
use super::Reader;
use crate::commands::log;
use crate::exchange::sheet::ReturnedRow;
use crate::model::returns::{Answer, Base, Became, Column, Said, SheetRow, Side, Unread, Verdict, three_way};
use crate::model::{Bilingual, Entry, EntryField, EntryUpdate, FieldUpdate, Refusal, Status, Worded, both};
use crate::queries::{Error, Result};
use crate::report::returns::{FieldRead, RowRead};
use crate::store::Error as StoreError;

/// The first answer on an objective says where it stands.
fn needs_status() -> Bilingual {
    both!("choose one in the column «New status»", "vælg en i kolonnen »Ny status«")
}

impl Reader<'_> {
    pub(super) fn row(&mut self, row: &ReturnedRow, index: usize) -> Result<()> {
        let place = self.done.sheet.rows[index].clone();
        let reference = place.reference.to_string();
        let mut fields: Vec<FieldRead> = Vec::new();
        let mut nil = false;
        let (subject, _) = self.writing.subject(&place.reference)?;
        let log = self.writing.log(subject)?;
        let now = Base::of_entry(log.iter().rev().find(|e| e.as_of <= self.as_of));
        for cell in &row.cells {
            let Some(fact) = EntryField::named(cell.field) else {
                match Column::of("no_change").map(|c| c.field.read(&cell.typed.words())) {
                    Some(Err(refused)) => fields.push(field(cell, Err(refusal(&refused)))),
                    said => nil = said.is_some_and(|s| s.is_ok_and(|s| s.cell() == "yes")),
                }
                continue;
            };
            let value = value(cell, self.returned);
            let mut read = field(cell, value);
            if read.became != Became::Refused {
                self.compare(&mut read, fact, &reference, &place, (&now, &log))?;
            }
            fields.push(read);
        }
        wait_for_date(&mut fields);
        if nil && let Some(first) = fields.first_mut() {
            // Nobody knows which of the two is meant, so nothing of the row lands.
            first.why = Some((
                both!("the row says «no change» and something new", "rækken siger både »ingen ændring« og noget nyt"),
                Some(both!("take away the x, or empty the other cells", "fjern krydset, eller tøm de andre felter")),
            ));
            fields.iter_mut().for_each(|f| f.became = Became::Refused);
            nil = false;
        }
        let before = place.answer.as_ref().is_some_and(|a| a.nil);
        let in_quarter = now.as_of.is_some_and(|d| d >= self.done.sheet.quarter.first_day());
        let source = FieldUpdate::Set(self.done.sheet.code.clone());
        let mut update = EntryUpdate { source, ..EntryUpdate::default() };
        if nil && !before && !in_quarter {
            // The values that the sheet showed count where the file has no line of that day.
            let shown = place.shown.as_ref().map(|s| &s.last).unwrap_or(&place.base);
            let last = if now.known.status.is_keep() { &shown.known } else { &now.known };
            match last.status {
                FieldUpdate::Set(_) => (update.status, update.light) = (last.status, last.light),
                _ => {
                    nil = false;
                    let refused = Refusal::FirstNeedsStatus { reference: reference.clone() };
                    fields.push(FieldRead {
                        why: Some((refused.line(), Some(needs_status()))),
                        rests_on_file: true,
                        became: Became::Refused,
                        ..field(&nil_cell(row), Ok(None))
                    });
                }
            }
        }
        let lands = fields.iter().any(|f| f.became == Became::Taken);
        for f in &fields {
            // A value that the file had already is said again where it is the first word of this quarter. A note
            // belongs to its line, so it goes along with what is new beside it.
            let again =
                f.became == Became::Same && (!in_quarter && !f.before || lands && f.field == Some(EntryField::Note));
            if let Some(field) = f.field.filter(|_| f.became == Became::Taken || again) {
                let theirs = f.theirs.as_deref();
                update.say(field, FieldUpdate::exactly(theirs)).map_err(StoreError::from)?;
            }
        }
        if !update.expected_reason.is_keep() && update.expected.is_keep() {
            update.expected = now.known.expected;
        }
        if lands {
            keep_own_texts(&mut update, &fields)?;
        }
        if !update.is_empty() {
            self.land(&place, update, &mut fields, row)?;
        }
        if nil || !fields.is_empty() {
            self.keep(index, nil, &fields);
            self.done.rows.push(RowRead { line: row.line, reference, nil, fields });
        }
        Ok(())
    }

    /// Names what was typed over what the sheet showed.
    pub(super) fn over(&mut self, row: &ReturnedRow, place: &SheetRow) {
        let Some(seen) = &place.shown else { return };
        for cell in row.shown.iter().filter(|c| !["reference", "version", "sheet"].contains(&c.field)) {
            let shown = match cell.field {
                "asked" => Some(if place.asked { "yes" } else { "no" }.to_string()),
                "question" => place.question.clone(),
                field => seen.value(field),
            };
            if as_shown(cell, self.returned).as_deref() != shown.as_deref().map(folded).as_deref() {
                self.done.unread.push(Unread::Over {
                    place: cell.place.clone(),
                    field: cell.field.to_string(),
                    text: cell.typed.words(),
                    shown: shown.unwrap_or_default(),
                });
            }
        }
    }

    /// Decides what becomes of a field that can be read.
    fn compare(
        &self,
        read: &mut FieldRead,
        field: EntryField,
        reference: &str,
        place: &SheetRow,
        (now, log): (&Base, &[Entry]),
    ) -> Result<()> {
        let earlier = place.answer.as_ref().and_then(|a| a.of(field));
        let (base, ours) = (place.base.value(field), now.value(field));
        read.is_repeated = earlier.is_some_and(|s| s.became != Became::Refused && s.value == read.theirs);
        let settled = |s: &&Said| matches!(s.became, Became::Taken | Became::Same | Became::Kept);
        if let Some(said) = earlier.filter(settled).filter(|s| s.value == read.theirs) {
            read.became = if said.became == Became::Kept { Became::Kept } else { Became::Same };
            read.before = true;
        } else {
            // An older answer does not correct a newer one.
            let landed = earlier.filter(|s| s.became == Became::Taken && !self.is_older);
            let landed = landed.map(|s| s.value.as_deref());
            let verdict = three_way(base.as_deref(), read.theirs.as_deref(), ours.as_deref(), landed);
            // An answer alone opens nothing that has ended.
            let ended = |code: &Option<String>| code.as_deref().and_then(Status::from_code).map(Status::is_ended);
            let reopens =
                field == EntryField::Status && ended(&ours) == Some(true) && ended(&read.theirs) == Some(false);
            let verdict = if reopens && verdict == Verdict::Taken { Verdict::Conflict } else { verdict };
            read.became = match (verdict, self.decisions.of(reference, field.column())) {
                (Verdict::Same, _) => Became::Same,
                (Verdict::Taken, _) | (Verdict::Conflict, Some(Side::Theirs)) => Became::Taken,
                (Verdict::Conflict, Some(Side::Ours)) => Became::Kept,
                (Verdict::Conflict, None) => Became::Open,
            };
        }
        let wrote = log.iter().rev().filter(|e| e.as_of <= self.as_of);
        let wrote = wrote.into_iter().find(|e| e.explicit.contains(field));
        read.by = wrote.map(|e| self.writing.author_of(e.changed_in)).transpose()?;
        (read.base, read.ours) = (base, ours);
        Ok(())
    }

    /// Adds the line of the log. What the log refuses is refused in the cell that it is about.
    fn land(
        &mut self,
        place: &SheetRow,
        update: EntryUpdate,
        fields: &mut Vec<FieldRead>,
        row: &ReturnedRow,
    ) -> Result<()> {
        // A status that opens what has ended is taken where somebody decided so (see `compare`).
        let reopen = fields.iter().any(|f| f.field == Some(EntryField::Status) && f.became == Became::Taken);
        let item = log::Item {
            reference: place.reference.clone(),
            as_of: self.as_of,
            update,
            corrects: None,
            uid: None,
            is_shared: true,
            reopen,
        };
        let refused = match log::record(self.writing, &item) {
            Ok(recorded) => {
                self.done.entries += 1;
                for warning in recorded.warnings {
                    match warning {
                        log::Warning::Late { .. } if !self.done.frozen.contains(&place.reference.plan) => {
                            self.done.frozen.push(place.reference.plan.clone());
                        }
                        log::Warning::StillBlocked { by } => {
                            self.done.still_blocked.push((place.reference.to_string(), by));
                        }
                        _ => {}
                    }
                }
                return Ok(());
            }
            Err(Error::Store(StoreError::Refusal(refused))) => refused,
            Err(e) => return Err(e),
        };
        let blamed = EntryField::blamed_by(&refused).unwrap_or(EntryField::Status);
        let hint = match &refused {
            Refusal::ExpectedNeedsReason => Some(both!(
                "fill in the reason for the new date, or a note",
                "udfyld årsagen til den nye dato eller en bemærkning"
            )),
            Refusal::FirstNeedsStatus { .. } => Some(needs_status()),
            Refusal::LightOnEnded { .. } | Refusal::OpenOnly { .. } => Some(both!(
                "empty this cell, or choose a status that is open in the column «New status»",
                "tøm dette felt, eller vælg en åben status i kolonnen »Ny status«"
            )),
            other => other.hint(),
        };
        let at = fields.iter().position(|f| f.field == Some(blamed)).unwrap_or(0);
        // Nothing of the row landed; the reason stands in the cell that it is about.
        for f in fields.iter_mut().filter(|f| f.became == Became::Taken) {
            f.became = Became::Refused;
        }
        if fields.is_empty() {
            fields.push(field(&nil_cell(row), Ok(None)));
        }
        fields[at].became = Became::Refused;
        // A status that can't be read is why there is none.
        if fields[at].why.is_none() {
            fields[at].rests_on_file = !matches!(refused, Refusal::ExpectedNeedsReason);
            fields[at].why = Some((refused.line(), hint));
        }
        Ok(())
    }

    /// The answer to keep: the fields that came now, over those that came before.
    fn keep(&mut self, index: usize, nil: bool, fields: &[FieldRead]) {
        let place = &mut self.done.sheet.rows[index];
        let mut answer = place.answer.clone().unwrap_or_default();
        answer.nil = nil || (answer.nil && fields.is_empty());
        for f in fields.iter().filter(|f| !f.before) {
            let Some(field) = f.field else { continue };
            let said = Said { field, words: f.words.clone(), value: f.theirs.clone(), became: f.became };
            match answer.said.iter_mut().find(|s| s.field == field) {
                Some(old) => *old = said,
                None => answer.said.push(said),
            }
        }
        place.answer = Some(answer).filter(|a| *a != Answer::default());
    }
}
