//! Reading CSV into the file: any entity, or entries of the log. It lands whole or not at all, every
//! refused row is told, and the second time nothing changes.

mod areas;
mod entity;
mod entry;
mod headings;
mod mend;
mod request;
mod row;
mod words;

pub use headings::in_danish as field_in_danish;
pub use mend::template;
pub use request::{AreaFrom, Changed, Imported, Kept, Options, What};

use crate::exchange::excel::excel_left;
use crate::exchange::refused::{Place, shortened};
use crate::exchange::table::{self, Held, RowKind, Shape, Table, Tables, Wanted};
use crate::exchange::{HeadingError, ReadError, Row, RowError};
use crate::model::Bilingual;
use crate::model::both;
use crate::model::operation::file_name;
use crate::model::{EntityKind, Moment, Operation, Refusal, redaction};
use crate::queries::{Error, Result};
use crate::store::{ChangeTx, Store};
use headings::Vocabulary;
use row::{Cells, Import, RowFailure, one};
use std::collections::HashSet;
use std::io::Read;

/// More refused rows than this are counted and not listed.
const LISTED: usize = 1000;

/// Rows that may be headings, sums or remarks wait until what follows shows it; so many at most.
const HELD: usize = 1000;
/// Of rows that are passed over so many are named.
const TOLD: usize = 10;
/// The memory that rows may take while they wait for others, in bytes.
const WAITING: usize = 16 << 20;

/// Imports a file as one change.
pub fn import(
    store: &mut Store,
    moment: &Moment,
    what: What,
    file: &str,
    source: Box<dyn Read>,
    options: &Options,
    progress: &mut dyn FnMut(usize),
) -> Result<Imported> {
    let mut seen = HashSet::new();
    let writing = store.begin(moment, options.because.reason.as_deref())?;
    let mut done = rows(&writing, what, file, source, options, &mut seen, progress)?;
    let nothing = done.added.is_empty()
        && done.changed.is_empty()
        && done.reported == 0
        && done.areas_added.is_empty()
        && done.learned == 0;
    if options.dry_run || nothing {
        missing(&writing, what, options, &seen, &mut done)?;
        writing.abandon()?;
        return Ok(done);
    }
    missing(&writing, what, options, &seen, &mut done)?;
    let entity = match what {
        What::EntityKind(entity) => Some(entity),
        What::Entries => None,
    };
    let (added, changed) = (done.added.len(), done.changed.len());
    done.change = Some(writing.finish(&Operation::Import { entity, file: file_name(file), added, changed })?);
    Ok(done)
}

/// The rows of the named plan that the file has and the imported one has not.
fn missing(w: &ChangeTx, what: What, options: &Options, seen: &HashSet<i64>, done: &mut Imported) -> Result<()> {
    if let What::EntityKind(entity) = what {
        let plans: Vec<String> = options.plan.iter().cloned().collect();
        let of_plan = matches!(entity, EntityKind::Area | EntityKind::Objective | EntityKind::Activity);
        if !of_plan || !plans.is_empty() {
            done.missing = w.names_without(entity, &plans, seen)?;
        }
    }
    Ok(())
}

/// Reads all rows inside a change that is open already. `seen` gets the rows of the file.
pub fn rows(
    w: &ChangeTx,
    what: What,
    file: &str,
    source: Box<dyn Read>,
    options: &Options,
    seen: &mut HashSet<i64>,
    progress: &mut dyn FnMut(usize),
) -> Result<Imported> {
    let unreadable = |source| Error::Read { file: file.to_string(), source };
    let vocabulary = Vocabulary::of(what);
    let said = words::said(w, &vocabulary, options)?;
    let mut known = said.clone();
    known.extend(w.words()?);
    let vocabulary = vocabulary.with(&known);
    let wanted = Wanted {
        headings: &|found| vocabulary.matched(found),
        known: &|found| vocabulary.count(found),
        kind: &|name| vocabulary.kind(name),
        sheets: &options.sheets,
        asks_day: options.as_of.is_none(),
    };
    let Tables { mut tables, mut told } = table::open(source, options.encoding, &wanted).map_err(unreadable)?;
    if tables.iter().any(|t| t.columns.is_err()) {
        let hint = unknown(&mut tables, &mut told)
            .and_then(|headings| words::ask(&vocabulary, &headings.iter().collect::<Vec<_>>()));
        let place = |t: &Table| Place { sheet: t.sheet.clone(), line: t.line };
        let problems = tables.iter().filter_map(|t| Some((place(t), t.columns.as_ref().err()?)));
        let problems = problems.flat_map(|(place, all)| all.iter().map(move |e| (place.clone(), e.clone())));
        return Err(Error::Headings {
            file: file.to_string(),
            problems: problems.collect(),
            told,
            hint: hint.map(Box::new),
        });
    }
    let mut import = Import::new(w, what, options, known);
    import.done.profile = tables.first().and_then(Table::profile);
    import.done.told = told;
    let mut refused = Refused::default();
    let is_objective = what == What::EntityKind(EntityKind::Objective);
    let has_area = tables.iter().any(|t| t.columns.as_ref().is_ok_and(|c| c.has("area")));
    if let (true, [first, _, ..], false, None) = (is_objective, &tables[..], has_area, options.area_from) {
        refused.listed.push(RowError {
            sheet: first.sheet.clone(),
            line: first.line,
            column: String::new(),
            value: String::new(),
            reason: both!(
                "the rows stand on {n} sheets, {all}: are these the areas?",
                "rækkerne står på {n} ark, {all}: er det indsatsområderne?",
                n = tables.len(),
                all = tables.iter().filter_map(|t| t.sheet.clone()).collect::<Vec<_>>().join(", ")
            ),
            hint: Some(both!(
                "if they are: --area-from sheet --add-areas; if not: --area-from column",
                "hvis ja: --area-from sheet --add-areas; hvis nej: --area-from column"
            )),
        });
    }
    for table in tables {
        import.table(table, &vocabulary, &mut refused, progress).map_err(|e| match e {
            Failed::Read(e) => unreadable(e),
            Failed::Other(e) => *e,
        })?;
    }
    import.tell_words();
    for word in &said {
        import.done.learned += usize::from(w.keep_word(word)?);
    }
    let total = import.done.rows;
    if !refused.listed.is_empty() {
        let mend = import.mended(&refused.listed);
        let told = import.done.told;
        return Err(Error::Rows {
            file: file.to_string(),
            rows: refused.listed,
            unlisted: refused.unlisted,
            total,
            told,
            mend,
        });
    }
    seen.extend(import.lines.keys());
    Ok(import.done)
}

/// The headings that are not known; their first cells are told.
fn unknown(tables: &mut [Table], told: &mut Vec<Bilingual>) -> Option<Vec<String>> {
    let mut headings: Vec<String> = Vec::new();
    for table in tables {
        let Err(problems) = &table.columns else { continue };
        let is_unknown = |heading: &String| {
            let named = |e: &HeadingError| matches!(e, HeadingError::Unknown(Refusal::UnknownField { value, .. }) if words::is_alike(value, heading));
            problems.iter().any(named)
        };
        let at: Vec<usize> = (0..table.headings.len()).filter(|i| is_unknown(&table.headings[*i])).collect();
        let rows: Vec<Row> = table.by_ref().take(TOLD).filter_map(std::result::Result::ok).collect();
        for i in at.into_iter().take(TOLD) {
            let heading = table.headings[i].clone();
            let cells = rows.iter().filter_map(|r| r.cells.get(i)).map(|c| c.trim()).filter(|c| !c.is_empty());
            let mut first: Vec<String> = cells.map(|c| shortened(c).into_owned()).collect();
            first.dedup();
            first.truncate(3);
            let line = if first.is_empty() {
                both!("{heading}: its first cells are empty", "{heading}: de første celler er tomme")
            } else {
                let cells = first.join(" | ");
                both!("{heading}: its first cells are {cells}", "{heading}: de første celler er {cells}")
            };
            if !headings.contains(&heading) {
                told.push(line);
                headings.push(heading);
            }
        }
    }
    Some(headings).filter(|all| !all.is_empty())
}

/// The cells that were refused, and how many rows more.
#[derive(Default)]
struct Refused {
    listed: Vec<RowError>,
    unlisted: usize,
}

/// The file can't be read on, or the import can't go on.
enum Failed {
    Read(ReadError),
    Other(Box<Error>),
}

impl Refused {
    fn add(&mut self, sheet: Option<&String>, blames: RowFailure) -> std::result::Result<(), Failed> {
        let blames = blames.map_err(Failed::Other)?;
        if self.listed.len() < LISTED {
            let on = |r: RowError| RowError { sheet: sheet.cloned(), ..r.shortened() };
            self.listed.extend(blames.into_iter().map(on));
        } else {
            self.unlisted += 1;
        }
        Ok(())
    }
}

impl Import<'_> {
    /// Reads the rows of one table.
    fn table(
        &mut self,
        mut table: Table,
        vocabulary: &Vocabulary,
        refused: &mut Refused,
        progress: &mut dyn FnMut(usize),
    ) -> std::result::Result<(), Failed> {
        self.begin(&table);
        self.keep_table(&table, vocabulary).map_err(|e| Failed::Other(Box::new(e)))?;
        let shape = Shape::new(&self.columns, self.keys());
        let from = refused.listed.len();
        let mut again: Vec<Row> = Vec::new();
        let mut held: Vec<Held> = Vec::new();
        let mut waiting = 0;
        for row in table.by_ref() {
            let row = match row {
                Ok(row) => row,
                // One row with a cell too many does not keep the others from being looked at.
                Err(ReadError::Extra { line, headings, value }) => {
                    self.done.rows += 1;
                    refused.add(self.sheet.as_ref(), one(too_many_cells(line, headings, value)))?;
                    continue;
                }
                Err(ReadError::NoRows) => break,
                Err(e) => return Err(Failed::Read(e)),
            };
            if self.options.mend {
                self.keep_row(&row);
            }
            match shape.of(&row) {
                RowKind::Lone(text) if held.len() < HELD => {
                    held.push(Held { row, text, is_lone: true });
                    continue;
                }
                RowKind::Loose(text) if held.len() < HELD => {
                    held.push(Held { row, text, is_lone: false });
                    continue;
                }
                _ => {}
            }
            for between in held.drain(..) {
                self.between(between, refused)?;
            }
            self.done.rows += 1;
            if self.done.rows.is_multiple_of(500) {
                progress(self.done.rows);
            }
            // An area may lie in one that comes further down.
            if self.what == What::EntityKind(EntityKind::Area) && waiting < WAITING {
                waiting += row.cells.iter().map(|cell| cell.len() + 64).sum::<usize>();
                again.push(row);
                continue;
            }
            if let Err(blames) = self.row(&row) {
                refused.add(self.sheet.as_ref(), blames)?;
            }
        }
        self.below(&held);
        self.areas(again, refused)?;
        self.done.short.extend(table.short_rows());
        refused.listed[from..].sort_by_key(|r| r.line);
        Ok(())
    }

    /// Rows of areas, until no more of them can be placed.
    fn areas(&mut self, rows: Vec<Row>, refused: &mut Refused) -> std::result::Result<(), Failed> {
        let mut again = areas::outermost_first(rows, &self.columns);
        while !again.is_empty() {
            let before = again.len();
            let mut last = Refused::default();
            let mut left = Vec::new();
            for row in again {
                let Err(blames) = self.row(&row) else { continue };
                last.add(self.sheet.as_ref(), blames)?;
                left.push(row);
            }
            again = left;
            if again.len() == before {
                refused.listed.append(&mut last.listed);
                refused.unlisted += last.unlisted;
                break;
            }
        }
        Ok(())
    }

    /// A row between others that names nothing: the heading of an area, a sum, or a row that lacks its number.
    fn between(&mut self, held: Held, refused: &mut Refused) -> std::result::Result<(), Failed> {
        let Held { row, text, is_lone } = held;
        let line = row.line;
        if Shape::is_total(&text) || is_lone && self.options.area_from == Some(AreaFrom::Column) {
            self.passed_over(line, &text);
            return Ok(());
        }
        self.done.rows += 1;
        if !is_lone {
            return self.row(&row).or_else(|blames| refused.add(self.sheet.as_ref(), blames));
        }
        if self.what != What::EntityKind(EntityKind::Objective) {
            return self.row(&row).or_else(|blames| refused.add(self.sheet.as_ref(), blames));
        }
        self.done.rows -= 1;
        if self.options.area_from == Some(AreaFrom::Row) {
            self.area_above = Some(without_number(&text).to_string());
            return Ok(());
        }
        let alone = RowError {
            sheet: None,
            line,
            column: String::new(),
            reason: both!("«{text}» stands alone in its row", "»{text}« står alene i sin række"),
            hint: Some(both!(
                "is it the area of the rows below it: --area-from row --add-areas; is it to be passed over: --area-from column",
                "er det indsatsområdet for rækkerne under den: --area-from row --add-areas; skal den springes over: --area-from column"
            )),
            value: text,
        };
        refused.add(self.sheet.as_ref(), one(alone))
    }

    /// Tells of rows below the last one.
    fn below(&mut self, held: &[Held]) {
        for Held { row, text, .. } in held.iter().take(TOLD) {
            self.passed_over(row.line, text);
        }
        if held.len() > TOLD {
            let n = held.len() - TOLD;
            self.done.told.push(both!("{n} more rows of that kind", "{n} rækker mere af den slags"));
        }
    }

    fn passed_over(&mut self, line: u64, text: &str) {
        let text = shortened(text);
        let told = both!(
            "line {line} is no row of the table and was passed over: {text}",
            "linje {line} er ingen række i tabellen og er sprunget over: {text}"
        );
        self.tell(told);
    }
}

fn too_many_cells(line: u64, headings: usize, value: String) -> RowError {
    RowError {
        sheet: None,
        line,
        column: String::new(),
        reason: both!(
            "there are more cells than the {headings} headings: «{value}»",
            "der er flere celler end de {headings} overskrifter: »{value}«"
        ),
        hint: Some(both!(
            "a text with the delimiter in it belongs in quotation marks",
            "en tekst med skilletegnet i skal stå i anførselstegn"
        )),
        value,
    }
}

/// «1. Energi» and «1 Energi» are the area Energi.
fn without_number(text: &str) -> &str {
    let rest =
        text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').trim_start_matches([')', ':', ' ', '-', '–']);
    if rest.is_empty() || !text.starts_with(|c: char| c.is_ascii_digit()) { text } else { rest }
}

impl Import<'_> {
    fn row(&mut self, row: &Row) -> std::result::Result<(), RowFailure> {
        let mut cells = Cells::of(row, &self.columns)?;
        let odd: Vec<RowError> = row.odd.iter().filter_map(|odd| self.odd(row.line, odd)).collect();
        if !odd.is_empty() {
            return Err(Ok(odd));
        }
        let above = match self.options.area_from {
            Some(AreaFrom::Sheet) => self.sheet.clone(),
            Some(AreaFrom::Row) => self.area_above.clone(),
            _ => None,
        };
        if let Some(area) = above.as_deref().filter(|_| self.what == What::EntityKind(EntityKind::Objective)) {
            cells.say("area", area);
        }
        if let Some((field, cell)) = cells.iter().find(|(_, cell)| redaction::is_word(cell)) {
            let refusal = Refusal::WasWithheld { value: cell.trim().to_string() };
            return Err(self.refuse(row.line, Some(field), cell, &refusal));
        }
        if let Some((field, cell, debris)) = cells.iter().find_map(|(f, cell)| Some((f, cell, excel_left(cell)?))) {
            return Err(one(RowError {
                sheet: None,
                line: row.line,
                column: self.heading(field),
                value: cell.trim().to_string(),
                reason: debris.reason(cell.trim()),
                hint: Some(debris.hint()),
            }));
        }
        match self.what {
            What::EntityKind(entity) => self.entity(entity, row.line, &cells),
            What::Entries => self.entry(row.line, &cells),
        }
    }
}
