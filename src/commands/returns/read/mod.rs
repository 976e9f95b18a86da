//! Reading a sheet that came back. Three sides are compared field by field: what the sheet was made
//! from, what it says now, what the file says now. Where both have changed, somebody must decide.

use super::belongs::{keep_own_texts, wait_for_date};
use super::cells::{as_shown, field, folded, nil_cell, refusal, says_the_same, value};
use crate::commands::log;
use crate::exchange::sheet::{self, Returned, ReturnedRow};
use crate::model::operation::file_name;
use crate::model::returns::{
    Answer, Base, Became, Column, Decisions, Reading, Said, Sheet, SheetRow, Side, Unread, Verdict, three_way,
};
use crate::model::{
    Bilingual, Entry, EntryField, EntryUpdate, FieldUpdate, Moment, Operation, Refusal, Status, Worded, both,
};
use crate::queries;
use crate::queries::{Error, Result};
use crate::report::returns::{FieldRead, ReadSheet, RowRead};
use crate::store::{ChangeTx, Error as StoreError, Store};
use chrono::NaiveDate;
use std::collections::HashMap;

/// The first answer on an objective says where it stands.
fn needs_status() -> Bilingual {
    both!("choose one in the column «New status»", "vælg en i kolonnen »Ny status«")
}

/// A file that came back, and how to take it in.
pub struct ReadRequest<'a> {
    /// Its name, for messages.
    pub file: &'a str,
    pub bytes: &'a [u8],
    pub received_on: NaiveDate,
    pub decisions: &'a Decisions,
    /// Conflicting and refused fields stay out, and the others land.
    pub rest: bool,
    pub dry_run: bool,
}

/// Reads a sheet and takes it in as one change, or not at all.
pub fn read(store: &mut Store, moment: &Moment, ask: &ReadRequest) -> Result<ReadSheet> {
    let told = |source| Error::Sheet { file: ask.file.to_string(), source };
    let returned = sheet::read(ask.bytes).map_err(told)?;
    let Some(sheet) = store.sheet(&returned.code)? else {
        return Err(Refusal::UnknownSheet { code: returned.code }.into());
    };
    let digest = crate::model::revision::digest_bytes(ask.bytes);
    let readings = store.readings(sheet.id)?;
    let known = readings.iter().rfind(|r| r.digest == digest);
    // A file that was read before came on the day that was told then.
    let received_on = known.map_or(ask.received_on, |r| r.received_on);
    let newest = readings.last();
    // A file that was read before and answered anew since changes nothing any more.
    let is_past = known.is_some() && newest.is_some_and(|r| r.digest != digest);
    let is_older = match (returned.saved_at, readings.iter().filter_map(|r| r.saved_at).max()) {
        (Some(this), Some(last)) => this < last,
        _ => false,
    };
    let writing = store.begin(moment, None)?;
    let mut reader = Reader {
        writing: &writing,
        as_of: queries::day_of(sheet.quarter, moment.today),
        decisions: ask.decisions,
        returned: &returned,
        is_older,
        done: ReadSheet {
            file: ask.file.to_string(),
            sheet: sheet.clone(),
            received_on,
            filled_by: returned.filled_by.clone(),
            rows: Vec::new(),
            refused: returned.refused.iter().map(|r| (r.line(), r.hint.clone())).collect(),
            entries: 0,
            change: None,
            dry_run: ask.dry_run,
            before: None,
            frozen: Vec::new(),
            unread: returned.unread.clone(),
            unanswered: Vec::new(),
            is_past,
            is_known: known.is_some(),
            still_blocked: Vec::new(),
        },
    };
    for (row, place) in reader.matched(&sheet) {
        if !is_past {
            reader.row(row, place)?;
        }
    }
    let mut done = reader.done;
    let unanswered = done.sheet.rows.iter().filter(|r| r.asked && !r.answer.as_ref().is_some_and(|a| a.answers()));
    done.unanswered = unanswered.map(|r| r.reference.to_string()).collect();
    if let Some(known) = known.filter(|_| is_past) {
        done.before = Some(known.received_on);
        done.refused.clear();
        writing.abandon()?;
        return Ok(done);
    }
    let changed = done.sheet.rows.iter().zip(&sheet.rows).any(|(now, was)| now.answer != was.answer);
    let nothing = !changed && done.entries == 0;
    if nothing
        && done.is_clean()
        && let Some(known) = known
    {
        done.before = Some(known.received_on);
    }
    if ask.dry_run || (!done.is_clean() && !ask.rest) || (nothing && known.is_some()) {
        writing.abandon()?;
        if !ask.dry_run && !done.is_clean() {
            done.sheet.rows = sheet.rows;
        }
        return Ok(done);
    }
    for (row, was) in done.sheet.rows.iter().zip(&sheet.rows) {
        if let Some(answer) = row.answer.as_ref().filter(|_| row.answer != was.answer) {
            writing.set_answer(row.id, answer)?;
        }
    }
    let reading = Reading {
        file: file_name(ask.file),
        digest,
        received_on,
        filled_by: returned.filled_by.clone(),
        saved_at: returned.saved_at,
        since: 0,
    };
    writing.add_reading(sheet.id, &reading)?;
    if sheet.accepted_on.is_some() && changed {
        writing.accept(sheet.id, None)?;
        done.sheet.accepted_on = None;
    }
    let authority = sheet.authority.clone();
    let did = Operation::ReadReturn { quarter: sheet.quarter, authority, entries: done.entries };
    done.change = Some(writing.finish(&did)?);
    Ok(done)
}

struct Reader<'a> {
    writing: &'a ChangeTx<'a>,
    /// The day that the sheet asks about.
    as_of: NaiveDate,
    decisions: &'a Decisions,
    returned: &'a Returned,
    /// Another answer, that was read before, was saved later.
    is_older: bool,
    done: ReadSheet,
}

impl<'a> Reader<'a> {
    fn refuse(&mut self, row: &ReturnedRow, why: Bilingual, hint: Bilingual) {
        let (at, Bilingual { en, da }) = (row.place(), why);
        self.done.refused.push((Bilingual::new(format!("{}: {en}", at.en), format!("{}: {da}", at.da)), Some(hint)));
    }

    /// The rows that came back, each with its place among those that were sent.
    fn matched(&mut self, sheet: &Sheet) -> Vec<(&'a ReturnedRow, usize)> {
        let returned = self.returned;
        let mut found: Vec<(&ReturnedRow, usize)> = Vec::new();
        let mut seen: HashMap<usize, &ReturnedRow> = HashMap::new();
        let mut twice: Vec<usize> = Vec::new();
        for row in &returned.rows {
            let by_name = |r: &&SheetRow| r.reference.to_string().eq_ignore_ascii_case(&row.reference);
            let named = sheet.rows.iter().find(by_name);
            let sent = sheet.rows.iter().find(|r| r.version == row.version);
            let at = match (named, sent) {
                (Some(n), Some(s)) if n.place == s.place => n,
                // It has got another number in its plan since.
                (None, Some(s)) if returned.rows.iter().filter(|r| r.version == s.version).count() == 1 => s,
                (Some(n), _) => {
                    let (reference, version) = (&row.reference, &row.version);
                    let why = both!(
                        "{reference} stands beside the version of another row: «{version}»",
                        "{reference} står ved siden af en anden rækkes version: »{version}«"
                    );
                    let sent = &n.version;
                    let hint = both!(
                        "the version that was sent with it is {sent}",
                        "den version, der blev sendt med den, er {sent}"
                    );
                    self.refuse(row, why, hint);
                    continue;
                }
                (None, _) => {
                    let reference = &row.reference;
                    let why = both!(
                        "{reference} was not asked about in this sheet",
                        "der er ikke spurgt til {reference} i dette skema"
                    );
                    let hint = both!(
                        "log it by itself with: fremdrift log, or remove the row",
                        "registrer det for sig med: fremdrift log, eller slet rækken"
                    );
                    self.refuse(row, why, hint);
                    continue;
                }
            };
            self.over(row, at);
            let index = (at.place - 1) as usize;
            match seen.get(&index) {
                None => {
                    seen.insert(index, row);
                    found.push((row, index));
                }
                Some(first) if says_the_same(first, row) || row.cells.is_empty() => {}
                Some(first) if first.cells.is_empty() => {
                    seen.insert(index, row);
                    found.iter_mut().filter(|f| f.1 == index).for_each(|f| f.0 = row);
                }
                Some(first) => {
                    let (reference, Bilingual { en, da }) = (&row.reference, first.place());
                    let why = both!(
                        "{reference} stands here and in {en}, with other answers",
                        "{reference} står her og i {da} med andre svar",
                    );
                    self.refuse(row, why, both!("keep one of the two", "behold den ene af de to"));
                    twice.push(index);
                }
            }
        }
        found.retain(|(_, index)| !twice.contains(index));
        found
    }

    fn row(&mut self, row: &ReturnedRow, index: usize) -> Result<()> {
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
    fn over(&mut self, row: &ReturnedRow, place: &SheetRow) {
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
                "udfyld årsagen til den nye dato, eller en note"
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
