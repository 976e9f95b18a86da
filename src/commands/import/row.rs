//! An import while it runs, and the cells of one of its rows: read, or refused by line and column.

use super::headings::{COMPUTED, danish_heading};
use super::request::{Imported, Options, What};
use super::words;
use crate::commands::deadline;
use crate::document::mended::Mended;
use crate::exchange::csv_in::Odd;
use crate::exchange::excel::kept_number;
use crate::exchange::refused::Place;
use crate::exchange::table::Table;
use crate::exchange::{Row, RowError, excel_made_a_date};
use crate::model::both;
use crate::model::field::{Field, FieldType};
use crate::model::record::{Draft, empties};
use crate::model::text::seen;
use crate::model::word::{IGNORED, KnownWord, WordKind, meaning};
use crate::model::{
    Bilingual, EntityKind, Entry, EntryId, Lang, PartialDate, Refusal, Value, Word, Worded, nearest, parse_day,
};
use crate::queries::Error;
use crate::store::{self, ChangeTx, Subject};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::rc::Rc;

/// The cells of a row by their columns.
pub(super) struct Cells<'a>(Vec<(&'static str, &'a str)>);

impl<'a> Cells<'a> {
    pub fn of(row: &'a Row, columns: &[Option<&'static str>]) -> std::result::Result<Cells<'a>, RowFailure> {
        let mut cells = Cells(Vec::with_capacity(row.cells.len()));
        for (i, cell) in row.cells.iter().enumerate() {
            match columns.get(i).copied().flatten() {
                Some(column) => cells.0.push((column, kept_number(cell))),
                None if !cell.trim().is_empty() => {
                    return Err(one(RowError {
                        sheet: None,
                        line: row.line,
                        column: String::new(),
                        value: cell.clone(),
                        reason: both!("«{cell}» stands under no heading", "»{cell}« står ikke under nogen overskrift"),
                        hint: Some(both!(
                            "give the column a heading, or empty it",
                            "giv kolonnen en overskrift, eller tøm den"
                        )),
                    }));
                }
                None => {}
            }
        }
        Ok(cells)
    }

    pub fn iter(&self) -> impl Iterator<Item = &(&'static str, &'a str)> {
        self.0.iter()
    }

    /// Gives the row a cell that it does not have, or has empty.
    pub fn say(&mut self, column: &'static str, text: &'a str) {
        match self.0.iter_mut().find(|c| c.0 == column) {
            Some(cell) if cell.1.trim().is_empty() => cell.1 = text,
            Some(_) => {}
            None => self.0.push((column, text)),
        }
    }

    pub fn get(&self, column: &str) -> Option<&'a str> {
        self.0.iter().find(|c| c.0 == column).map(|c| c.1)
    }
}

/// An import while it runs.
pub(super) struct Import<'a> {
    pub w: &'a ChangeTx<'a>,
    pub what: What,
    pub options: &'a Options,
    pub headings: Vec<String>,
    pub columns: Vec<Option<&'static str>>,
    /// The sheet that is read.
    pub sheet: Option<String>,
    /// The area that stands in a row above.
    pub area_above: Option<String>,
    /// Numbers that were read with a point: how many, and the first.
    pub commas: (usize, String),
    /// Words that somebody has given a meaning.
    pub words: Vec<KnownWord>,
    /// Words and phrases that were read as another value, and how often.
    pub phrases: BTreeMap<String, (Bilingual, usize)>,
    /// Words in the place of a deadline that mean it never ends, and how often.
    pub endless: BTreeMap<String, usize>,
    /// The rows of the file that were met, and where first.
    pub lines: HashMap<i64, Place>,
    /// Lines of the log that a row was matched with.
    pub logged: HashSet<EntryId>,
    /// Lines of the log that this import has added.
    pub added: HashSet<EntryId>,
    /// The logs that rows without a day were held against, as they were before the import.
    pub known: HashMap<Subject, Rc<Vec<Entry>>>,
    pub done: Imported,
    /// The rows as they were, where they may have to go back.
    pub kept: Mended,
}

/// A row is refused with a reason, or everything stops because the file can't be used.
pub(super) type RowFailure = std::result::Result<Vec<RowError>, Box<Error>>;

/// A value as the file keeps it, and as a Danish desk reads it.
fn in_words(kind: FieldType, value: &str) -> Bilingual {
    Bilingual::new(value, kind.word(value, Lang::Da).unwrap_or(value))
}

/// So many phrases are told of.
const PHRASES: usize = 40;

/// Words in the place of a deadline for what by its nature never ends.
const ENDLESS: [&str; 16] = [
    "løbende",
    "fortløbende",
    "kontinuerligt",
    "kontinuerlig",
    "vedvarende",
    "permanent",
    "hvert år",
    "årligt",
    "årlig",
    "hvert kvartal",
    "continuous",
    "continuing",
    "ongoing",
    "annually",
    "every year",
    "yearly",
];

fn is_endless(text: &str) -> bool {
    let text = nearest::plain(text);
    ENDLESS.iter().any(|word| nearest::plain(word) == text)
}

/// 1,1 and 1,1,2: digits with commas between.
fn shows_decimal(number: &str) -> bool {
    number.contains(',') && number.split(',').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}

pub(super) fn made_a_date() -> Bilingual {
    both!(
        "Excel has made a date of the number: format the column as text, or use the column reference",
        "Excel har lavet et nummer om til en dato: formater kolonnen som tekst, og skriv nummeret igen"
    )
}

fn reopens() -> Bilingual {
    both!(
        "is the file older, say of which day it is: --as-of DAY, or a column as_of; is it to be open again, add: --reopen",
        "er filen ældre, så angiv, hvilken dag den gælder: --as-of DAG, eller en kolonne Gælder pr.; skal den være åben igen, så tilføj: --reopen"
    )
}

fn moved() -> Bilingual {
    both!(
        "say why and who agreed: --reason \"...\" --agreed-by \"...\", or in columns «Årsag til flytning» and «Aftalt af» (move_reason, agreed_by)",
        "angiv årsagen, og hvem der har godkendt: --reason \"...\" --agreed-by \"...\", eller i kolonnerne »Årsag til flytning« og »Aftalt af«"
    )
}

pub(super) fn one(refused: RowError) -> RowFailure {
    Ok(vec![refused])
}

fn first(refused: &mut RowFailure) -> Option<&mut RowError> {
    refused.as_mut().ok().and_then(|all| all.first_mut())
}

impl<'a> Import<'a> {
    pub fn new(w: &'a ChangeTx<'a>, what: What, options: &'a Options, words: Vec<KnownWord>) -> Import<'a> {
        Import {
            w,
            what,
            options,
            headings: Vec::new(),
            columns: Vec::new(),
            sheet: None,
            area_above: None,
            commas: (0, String::new()),
            words,
            phrases: BTreeMap::new(),
            endless: BTreeMap::new(),
            lines: HashMap::new(),
            logged: HashSet::new(),
            added: HashSet::new(),
            known: HashMap::new(),
            done: Imported::default(),
            kept: Mended::default(),
        }
    }
}

impl Import<'_> {
    /// Goes on with another table of the file.
    pub fn begin(&mut self, table: &Table) {
        self.headings.clone_from(&table.headings);
        self.columns = table.columns.as_ref().map(|c| c.columns.clone()).unwrap_or_default();
        for (heading, column) in self.headings.iter().zip(&mut self.columns) {
            if words::is_ignored(&self.words, heading) {
                *column = Some(IGNORED);
            }
        }
        self.sheet.clone_from(&table.sheet);
        self.area_above = None;
        for (heading, field) in self.headings.iter().zip(&self.columns) {
            let Some(field) = field else { continue };
            if COMPUTED.iter().any(|k| k.0 == *field) {
                if !self.done.not_taken.contains(heading) {
                    self.done.not_taken.push(heading.clone());
                }
                continue;
            }
            let read = match *field {
                IGNORED => both!("{heading} → passed over", "{heading} → springes over"),
                field => both!("{heading} → {field}", "{heading} → {da}", da = danish_heading(self.what, field)),
            };
            if !self.done.columns.contains(&read) {
                self.done.columns.push(read);
            }
        }
    }

    /// Tells what was understood of a sheet.
    pub fn tell(&mut self, told: Bilingual) {
        self.done.told.push(match &self.sheet {
            Some(sheet) => told.map(|text| format!("{sheet}: {text}")),
            None => told,
        });
    }

    /// A cell that holds no value, where its column is one that is read.
    pub fn odd(&self, line: u64, odd: &Odd) -> Option<RowError> {
        let field = self.columns.get(odd.column).copied().flatten()?;
        Some(RowError {
            sheet: None,
            line,
            column: self.heading(field),
            value: String::new(),
            reason: odd.reason.clone(),
            hint: Some(odd.hint.clone()),
        })
    }

    /// The columns that say what a row is about.
    pub fn keys(&self) -> &'static [&'static str] {
        match self.what {
            What::EntityKind(entity) => entity.key(),
            What::Entries => &["objective"],
        }
    }

    /// Tells which phrases were read as which dates, and of numbers whose comma was read as a point.
    pub fn tell_words(&mut self) {
        let cells = |n: &usize| if *n == 1 { Word("cell", "celle") } else { Word("cells", "celler") };
        for (phrase, (date, n)) in self.phrases.iter().take(PHRASES) {
            let Word(en, da) = cells(n);
            self.done.told.push(both!(
                "«{phrase}»: {n} {en}, read as {code}",
                "»{phrase}«: {n} {da}, læst som {word}",
                code = &date.en,
                word = &date.da
            ));
        }
        if self.phrases.len() > PHRASES {
            let n = self.phrases.len() - PHRASES;
            self.done.told.push(both!("{n} more phrases were read as dates", "{n} andre udtryk er læst som datoer"));
        }
        for (word, n) in &self.endless {
            let Word(en, da) = cells(n);
            self.done.told.push(both!(
                "«{word}» in the place of a deadline: {n} {en}, read as continuing",
                "»{word}« i stedet for en frist: {n} {da}, læst som løbende"
            ));
        }
        let (n, first) = &self.commas;
        if *n > 0 {
            let read = first.replace(',', ".");
            self.done.told.push(both!(
                "{n} numbers with a comma were read with a point, as in {first}: {read}",
                "{n} numre med komma er læst med punktum, f.eks. {first}: {read}"
            ));
        }
    }

    /// A number as a plan writes it: Excel shows the number 1.1 as 1,1 at a Danish desk. One that the file knows with
    /// its comma stays as it is.
    fn with_point(&mut self, names: &[&'static str], key: &mut [String]) -> std::result::Result<(), Box<Error>> {
        for (at, name) in names.iter().enumerate().take(key.len()) {
            let is_number = matches!(*name, "number" | "objective" | "activity") && shows_decimal(&key[at]);
            if !is_number {
                continue;
            }
            let entity = match (self.what, at) {
                (What::EntityKind(entity), at) if at + 1 == names.len() => entity,
                (_, 1) => EntityKind::Objective,
                _ => EntityKind::Activity,
            };
            let parts: Vec<&str> = key[..=at].iter().map(String::as_str).collect();
            if self.w.find(entity, &parts).is_ok_and(|found| found.is_some()) {
                continue;
            }
            let read = key[at].replace(',', ".");
            if self.commas.0 == 0 {
                self.commas.1.clone_from(&key[at]);
            }
            self.commas.0 += 1;
            key[at] = read;
        }
        Ok(())
    }

    /// The heading as the file writes it, for messages.
    pub fn heading(&self, field: &str) -> String {
        let column = |name: &str| self.columns.iter().position(|c| *c == Some(name));
        let plain = || column(deadline::PLAIN).filter(|_| matches!(field, deadline::ORIGINAL | deadline::APPROVED));
        let at = column(field).or_else(plain);
        at.map_or(field.to_string(), |i| self.headings[i].clone())
    }

    pub fn refuse(&self, line: u64, field: Option<&str>, value: &str, refusal: &Refusal) -> RowFailure {
        one(RowError {
            sheet: None,
            line,
            column: field.map(|f| self.heading(f)).unwrap_or_default(),
            value: value.to_string(),
            reason: refusal.line(),
            hint: refusal.hint(),
        })
    }

    pub fn blame(&self, line: u64, field: Option<&str>, cells: &Cells, e: store::Error) -> RowFailure {
        match e {
            store::Error::Refusal(refusal) => {
                let value = field.and_then(|f| cells.get(f)).unwrap_or_default();
                let new_area = self.what == What::EntityKind(EntityKind::Objective)
                    && matches!(&refusal, Refusal::Unknown { entity: "area", nearest, .. } if nearest.is_empty());
                let mut refused = self.refuse(line, field, value, &refusal);
                if let (true, Some(r)) = (new_area, first(&mut refused)) {
                    r.hint = Some(both!(
                        "to add the areas of the file to the plan: --add-areas",
                        "tilføj filens indsatsområder til planen med: --add-areas"
                    ));
                }
                if let (Refusal::Unknown { entity: "authority", nearest, .. }, Some(r), true) =
                    (&refusal, first(&mut refused), self.what != What::EntityKind(EntityKind::Authority))
                {
                    r.hint = Some(match nearest.first() {
                        Some(near) => both!(
                            "did you mean {near}? If it is another one, it is added with: --add-authorities",
                            "mente du {near}? Er det en anden, så opret den med: --add-authorities"
                        ),
                        None => both!(
                            "add the authorities of the file with: --add-authorities",
                            "opret filens myndigheder med: --add-authorities"
                        ),
                    });
                }
                if matches!(&refusal, Refusal::ApprovedNeedsReason { .. } | Refusal::ApprovedNeedsAgreement { .. })
                    && let Some(r) = first(&mut refused)
                {
                    r.hint = Some(moved());
                }
                if let (Refusal::Reopens { .. }, Some(r)) = (&refusal, first(&mut refused)) {
                    r.hint = Some(reopens());
                }
                if let Some(r) = first(&mut refused)
                    && matches!(field, Some("number" | "objective"))
                    && excel_made_a_date(value)
                {
                    r.hint = Some(made_a_date());
                }
                refused
            }
            e => Err(Box::new(e.into())),
        }
    }

    /// Reads the cells of the named fields: blank says nothing, the clearing word clears.
    pub fn draft(
        &mut self,
        line: u64,
        fields: &'static [Field],
        cells: &Cells,
    ) -> std::result::Result<Draft, RowFailure> {
        let (draft, refused) = self.drafted(line, fields, cells)?;
        if refused.is_empty() { Ok(draft) } else { Err(Ok(refused)) }
    }

    /// The same, with every cell that is refused.
    pub fn drafted(
        &mut self,
        line: u64,
        fields: &'static [Field],
        cells: &Cells,
    ) -> std::result::Result<(Draft, Vec<RowError>), RowFailure> {
        let mut draft = Draft::new();
        let mut refused = Vec::new();
        let may_be_endless = self.what == What::EntityKind(EntityKind::Objective);
        for field in fields {
            let Some(text) = cells.get(field.name) else { continue };
            if text.trim().is_empty() {
                // The first of several names of an authority is the one without a day.
                if field.name == "name_from" {
                    draft.insert(field.name, None);
                }
                continue;
            }
            if empties(text) {
                draft.insert(field.name, None);
                continue;
            }
            let is_deadline = matches!(field.name, deadline::ORIGINAL | deadline::APPROVED | deadline::PLAIN);
            if is_deadline && may_be_endless && is_endless(text) {
                draft.entry("continuing").or_insert_with(|| Some(Value::One("yes".into())));
                *self.endless.entry(seen(text).to_lowercase()).or_default() += 1;
                continue;
            }
            let kind = match field.kind {
                FieldType::Status => Some(WordKind::Status),
                FieldType::Light => Some(WordKind::Light),
                FieldType::PartialDate | FieldType::Day => Some(WordKind::Date),
                FieldType::Authorities(_) | FieldType::Authority => Some(WordKind::Authority),
                _ => None,
            };
            let means = kind.and_then(|kind| meaning(&self.words, kind, text)).map(str::to_string);
            if let Some(means) = &means {
                self.phrases.entry(seen(text).into_owned()).or_insert((in_words(field.kind, means), 0)).1 += 1;
            }
            let said = text;
            let text = means.as_deref().unwrap_or(text);
            let value = match (field.kind, field.name) {
                (FieldType::Day, "as_of") => {
                    parse_day(text, Some(self.w.moment().today)).map(|d| Value::One(d.to_string()))
                }
                _ => field.read(text),
            };
            match value {
                Ok(Value::Many(all)) if kind == Some(WordKind::Authority) => {
                    let one = |name: String| {
                        let code = meaning(&self.words, WordKind::Authority, &name).map(str::to_string);
                        code.unwrap_or(name)
                    };
                    draft.insert(field.name, Some(Value::Many(all.into_iter().map(one).collect())));
                }
                Ok(value) => {
                    if field.kind == FieldType::PartialDate && PartialDate::is_phrase(text) {
                        let date = in_words(field.kind, &value.cell());
                        self.phrases.entry(seen(text).to_lowercase()).or_insert((date, 0)).1 += 1;
                    }
                    draft.insert(field.name, Some(value));
                }
                Err(r) => {
                    let mut blames = self.refuse(line, Some(field.name), said, &r).map_err(Err)?;
                    let ask = kind.and_then(|kind| words::ask_value(kind, said));
                    if let (Some(ask), Some(blame)) = (ask, blames.first_mut()) {
                        blame.hint = Some(match blame.hint.take() {
                            Some(hint) => both!(
                                "{en}; {en2}",
                                "{da}; {da2}",
                                en = hint.en,
                                da = hint.da,
                                en2 = ask.en,
                                da2 = ask.da
                            ),
                            None => ask,
                        });
                    }
                    refused.extend(blames);
                }
            }
        }
        Ok((draft, refused))
    }

    /// The parts of the key, from their own columns or from a reference.
    pub fn key(
        &mut self,
        line: u64,
        names: &[&'static str],
        cells: &Cells,
    ) -> std::result::Result<Vec<String>, RowFailure> {
        let reference = cells.get("reference").map(seen).unwrap_or_default();
        let reference: Vec<&str> = match &*reference {
            "" => vec![],
            reference => reference.split('/').map(str::trim).collect(),
        };
        let mut key = Vec::new();
        for (i, name) in names.iter().enumerate() {
            let own = cells.get(name).map(seen).filter(|c| !c.is_empty());
            let part = match (reference.get(i).copied(), own.as_deref(), *name) {
                // A number that Excel has altered does not count beside a reference.
                (Some(part), _, _) => part,
                (None, Some(own), _) => own,
                (None, None, "plan") => match &self.options.plan {
                    Some(plan) => plan,
                    None => {
                        return Err(one(RowError {
                            sheet: None,
                            line,
                            column: String::new(),
                            value: String::new(),
                            reason: both!(
                                "the row does not say which plan",
                                "rækken siger ikke, hvilken plan den gælder"
                            ),
                            hint: Some(both!(
                                "say which plan all rows are about: --plan ID-2021",
                                "angiv, hvilken plan alle rækker gælder: --plan ID-2021"
                            )),
                        }));
                    }
                },
                (None, None, name) => {
                    let refusal = Refusal::NotACode { what: name, value: String::new() };
                    return Err(self.refuse(line, Some(name), "", &refusal));
                }
            };
            key.push(part.to_string());
        }
        self.with_point(names, &mut key).map_err(Err)?;
        Ok(key)
    }
}
