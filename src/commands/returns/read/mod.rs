//! Reading a sheet that came back. Three sides are compared field by field: what the sheet was made
//! from, what it says now, what the file says now. Where both have changed, somebody must decide.

mod row;

use super::cells::says_the_same;
use crate::exchange::sheet::{self, Returned, ReturnedRow};
use crate::model::operation::file_name;
use crate::model::returns::{Decisions, Reading, Sheet, SheetRow};
use crate::model::{Bilingual, Moment, Operation, Refusal, Worded, both};
use crate::queries::{self, Error, Result};
use crate::report::returns::ReadSheet;
use crate::store::{ChangeTx, Store};
use chrono::NaiveDate;
use std::collections::HashMap;

/// A file that came back, and how to take it in.
pub struct ReadRequest<'a> {
    /// Its name, for messages.
    pub file: &'a str,
    pub bytes: &'a [u8],
    pub received_on: NaiveDate,
    /// The sender of the e-mail that it came with.
    pub sender: Option<&'a str>,
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
    let filled_by = returned.filled_by.clone().or_else(|| ask.sender.map(str::to_string));
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
            filled_by: filled_by.clone(),
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
        filled_by: filled_by.clone(),
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
}
