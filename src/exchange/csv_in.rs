//! Reading a CSV file in whatever form Excel, LibreOffice or a program left it.
//!
//! Cells come back as they were written, white space and line breaks included; only headings are
//! trimmed. Rows with nothing but white space are skipped. The csv crate is not used for reading:
//! it counts only `\n` as a line and takes a quotation mark without its partner as text, so a
//! spoilt file would be read with rows missing instead of being refused.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::io::Read;

use super::decode::{Encoding, Text};
use super::read_error::ReadError;
use super::refused::shortened;
use crate::model::Bilingual;
use crate::model::escaping::unguard;
use crate::model::text::composed;

/// As many columns as Excel has.
const MOST_CELLS: usize = 16_384;
/// The memory that one row may take, far above what Excel can hold in twenty cells: the rest of a
/// file that follows a lost quotation mark is not gathered into one cell.
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// The memory that all rows of a file may take where it is kept whole, and that of a cell beside its text.
const MOST_HELD: usize = 64 * 1024 * 1024;
const CELL: usize = 64;

/// The headings stand among so many rows at the top.
pub const TOP: usize = 30;

/// Of more rows that lack cells the lines are not kept.
const MOST_SHORT: usize = 21;

/// The form of the file as it was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    pub encoding: &'static str,
    pub delimiter: char,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The physical line on which the row begins, from 1.
    pub line: u64,
    /// As many as there are headings.
    pub cells: Vec<String>,
    /// Cells of a workbook that hold no value.
    pub odd: Vec<Odd>,
}

/// A cell that holds no value, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Odd {
    /// From 0.
    pub column: usize,
    pub reason: Bilingual,
    pub hint: Bilingual,
}

/// The rows of a CSV file. After an error it ends, except after [`ReadError::Extra`], which
/// leaves the following rows readable.
pub struct Reader {
    text: Text,
    delimiter: char,
    headings: Vec<String>,
    /// The line of the headings.
    heading: u64,
    /// Records that were read while the headings were looked for.
    ahead: VecDeque<Result<Record, ReadError>>,
    any_row: bool,
    short: Vec<u64>,
    ended: bool,
    /// How many bytes the rows may still take together, where they are kept.
    left: Option<usize>,
}

impl Reader {
    pub fn new(source: Box<dyn Read>) -> Result<Reader, ReadError> {
        Reader::encoded(source, None)
    }

    /// The same for a file of which somebody says how it is encoded.
    pub fn encoded(source: Box<dyn Read>, encoding: Option<Encoding>) -> Result<Reader, ReadError> {
        let mut text = Text::open(source, encoding)?;
        let named = named_delimiter(text.head());
        if named.is_some() {
            skip_line(&mut text)?;
        }
        let delimiter = named.unwrap_or_else(|| likely_delimiter(text.head()));
        let headings = Vec::new();
        let (heading, ahead) = (1, VecDeque::new());
        let mut reader = Reader {
            text,
            delimiter,
            headings,
            heading,
            ahead,
            any_row: false,
            short: Vec::new(),
            ended: false,
            left: None,
        };
        (reader.heading, reader.headings) = reader.read_headings()?;
        Ok(reader)
    }

    /// The line on which the headings stand.
    pub fn heading_line(&self) -> u64 {
        self.heading
    }

    /// Takes as headings the first of the rows at the top of which most cells are headings, as `known` counts them,
    /// if at least two are. Gives the rows before it: they are none of the table.
    pub fn look_for_headings(&mut self, known: &dyn Fn(&[String]) -> usize) -> Vec<Row> {
        while self.ahead.len() < TOP && self.ahead.back().is_none_or(Result::is_ok) {
            match self.filled_record_of(MOST_CELLS) {
                Ok(Some(record)) => self.ahead.push_back(Ok(record)),
                Ok(None) => break,
                Err(e) => self.ahead.push_back(Err(e)),
            }
        }
        let trimmed = |r: &Record| r.cells.iter().map(|cell| trim(cell)).collect::<Vec<_>>();
        let mut best = (known(&self.headings).max(1), None);
        for (at, record) in self.ahead.iter().enumerate() {
            let found = record.as_ref().map_or(0, |r| known(&trimmed(r)));
            if found > best.0 {
                best = (found, Some(at));
            }
        }
        let Some(at) = best.1 else { return vec![] };
        let row = |line, cells| Row { line, cells, odd: Vec::new() };
        let mut before = vec![row(self.heading, std::mem::take(&mut self.headings))];
        for record in self.ahead.drain(..=at).flatten() {
            before.push(row(record.line, trimmed(&record)));
        }
        let headings = before.pop().expect("the row that was found");
        (self.heading, self.headings) = (headings.line, headings.cells);
        while self.headings.last().is_some_and(String::is_empty) {
            self.headings.pop();
        }
        before
    }

    /// The same for a file whose rows are all kept at once: it ends with an error where they would take
    /// more memory than is given to one file.
    pub fn held(self) -> Reader {
        Reader { left: Some(MOST_HELD), ..self }
    }

    /// A file of nothing but ASCII so far counts as UTF-8, so this can change while it is read.
    pub fn profile(&self) -> Profile {
        Profile { encoding: self.text.encoding(), delimiter: self.delimiter }
    }

    /// The lines of rows with fewer cells than there are headings; of many, the first.
    pub fn short_rows(&self) -> &[u64] {
        &self.short
    }

    pub fn headings(&self) -> &[String] {
        &self.headings
    }

    /// Only files for spreadsheets carry an apostrophe before what one would run. Commas without
    /// a byte order mark are the profile for programs, where every text stands as it is.
    fn is_for_spreadsheets(&self) -> bool {
        self.delimiter != ',' || self.text.is_marked()
    }

    fn read_headings(&mut self) -> Result<(u64, Vec<String>), ReadError> {
        let record = self.filled_record(MOST_CELLS)?.ok_or(ReadError::Empty)?;
        if record.extra.is_some() {
            return Err(ReadError::TooMany { line: record.line, most: MOST_CELLS });
        }
        Ok((record.line, record.cells.iter().map(|cell| trim(cell)).collect()))
    }

    fn row(&mut self) -> Result<Option<Row>, ReadError> {
        let headings = self.headings.len();
        let Some(record) = self.filled_record(headings)? else {
            return if self.any_row { Ok(None) } else { Err(ReadError::NoRows) };
        };
        self.any_row = true;
        let Record { line, mut cells, extra } = record;
        if let Some(value) = extra {
            return Err(ReadError::Extra { line, headings, value });
        }
        let guarded = self.is_for_spreadsheets();
        for cell in cells.iter_mut().filter(|_| guarded) {
            if let inner = unguard(cell)
                && inner.len() < cell.len()
            {
                *cell = inner.to_string();
            }
        }
        for cell in &mut cells {
            if let Cow::Owned(composed) = composed(cell) {
                *cell = composed;
            }
        }
        if cells.len() < headings && self.short.len() < MOST_SHORT {
            self.short.push(line);
        }
        cells.resize(headings, String::new());
        if let Some(left) = self.left {
            let takes = cells.iter().map(|cell| cell.len() + CELL).sum();
            self.left = Some(left.checked_sub(takes).ok_or(ReadError::TooMuch { line })?);
        }
        Ok(Some(Row { line, cells, odd: Vec::new() }))
    }

    /// The next record with something in it, of those that were read already too.
    fn filled_record(&mut self, most: usize) -> Result<Option<Record>, ReadError> {
        let Some(record) = self.ahead.pop_front() else { return self.filled_record_of(most) };
        let mut record = record?;
        if record.cells.len() > most {
            let beyond = record.cells.split_off(most);
            let filled = beyond.iter().find(|cell| !is_blank(cell));
            record.extra = record.extra.or(filled.map(|cell| shortened(cell).into_owned()));
        }
        Ok(Some(record))
    }

    fn filled_record_of(&mut self, most: usize) -> Result<Option<Record>, ReadError> {
        while self.text.peek()?.is_some() {
            let record = self.record(most)?;
            if record.extra.is_some() || !record.cells.iter().all(|cell| is_blank(cell)) {
                return Ok(Some(record));
            }
        }
        Ok(None)
    }

    fn record(&mut self, most: usize) -> Result<Record, ReadError> {
        let mut record = Record { line: self.text.line(), cells: Vec::new(), extra: None };
        let mut room = MOST_BYTES;
        for _ in 0..=MOST_CELLS {
            let mut cell = Cell { text: String::new(), line: record.line, room };
            let end = self.cell(&mut cell)?;
            room = cell.room;
            if record.cells.len() < most {
                record.cells.push(cell.text);
            } else if record.extra.is_none() && !is_blank(&cell.text) {
                record.extra = Some(shortened(&cell.text).into_owned());
            }
            if end == End::Record {
                return Ok(record);
            }
        }
        Err(ReadError::TooMany { line: record.line, most: MOST_CELLS })
    }

    fn cell(&mut self, cell: &mut Cell) -> Result<End, ReadError> {
        if self.text.peek()? == Some('"') {
            return self.quoted(cell);
        }
        loop {
            let next = self.text.next()?;
            match self.end(next)? {
                Some(end) => return Ok(end),
                None => cell.push(next)?,
            }
        }
    }

    fn quoted(&mut self, cell: &mut Cell) -> Result<End, ReadError> {
        let line = self.text.line();
        self.text.next()?;
        loop {
            match self.text.next()? {
                None => return Err(ReadError::Unclosed { line }),
                Some('"') if self.text.peek()? == Some('"') => cell.push(self.text.next()?)?,
                Some('"') => break,
                next => cell.push(next)?,
            }
        }
        let next = self.text.next()?;
        self.end(next)?.ok_or(ReadError::AfterQuote { line })
    }

    /// Whether the character ends a cell; the second half of a Windows line end is taken along.
    fn end(&mut self, next: Option<char>) -> Result<Option<End>, ReadError> {
        Ok(match next {
            Some(c) if c == self.delimiter => Some(End::Cell),
            Some('\r') => {
                if self.text.peek()? == Some('\n') {
                    self.text.next()?;
                }
                Some(End::Record)
            }
            Some('\n') | None => Some(End::Record),
            Some(_) => None,
        })
    }
}

impl Iterator for Reader {
    type Item = Result<Row, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let row = self.row();
        self.ended = !matches!(row, Ok(Some(_)) | Err(ReadError::Extra { .. }));
        row.transpose()
    }
}

struct Record {
    line: u64,
    cells: Vec<String>,
    /// The first filled cell beyond those that were wanted.
    extra: Option<String>,
}

#[derive(PartialEq, Eq)]
enum End {
    Cell,
    Record,
}

struct Cell {
    text: String,
    line: u64,
    /// How many bytes the row may still take.
    room: usize,
}

impl Cell {
    fn push(&mut self, next: Option<char>) -> Result<(), ReadError> {
        let Some(c) = next else { return Ok(()) };
        let room = self.room.checked_sub(c.len_utf8());
        self.room = room.ok_or(ReadError::TooLong { line: self.line })?;
        self.text.push(c);
        Ok(())
    }
}

fn trim(cell: &str) -> String {
    cell.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').to_string()
}

fn is_blank(cell: &str) -> bool {
    cell.trim().is_empty()
}

/// The delimiter of a first line such as `sep=;`, which is how a file tells Excel.
fn named_delimiter(head: &str) -> Option<char> {
    let line = head.split(['\r', '\n']).next()?;
    let line = line.strip_prefix('"').and_then(|l| l.strip_suffix('"')).unwrap_or(line);
    let (name, rest) = line.split_at_checked(4)?;
    let mut rest = rest.chars();
    match (rest.next(), rest.next()) {
        (Some(c), None) if name.eq_ignore_ascii_case("sep=") && c != '"' => Some(c),
        _ => None,
    }
}

fn skip_line(text: &mut Text) -> Result<(), ReadError> {
    let line = text.line();
    while text.line() == line && text.next()?.is_some() {}
    if text.peek()? == Some('\n') && text.is_after_return() {
        text.next()?;
    }
    Ok(())
}

const CANDIDATES: [char; 3] = [';', '\t', ','];

/// The delimiter that stands most often outside quotes in the first line that holds anything. When
/// none does there is one column, and a semicolon is what a Danish Excel would have written. Below a title that
/// has hardly any, a table counts in whose lines another stands equally often.
fn likely_delimiter(head: &str) -> char {
    let first = of_first_line(head);
    let counts = |line: &str, c: char| line.chars().filter(|found| *found == c).count();
    let lines: Vec<&str> = head.lines().filter(|line| !line.trim().is_empty()).take(TOP).collect();
    let is_alike = |n: usize| n > 0 && lines.iter().all(|line| counts(line, first) == n);
    let kept = |line: &&str| counts(line, first) > 1 || is_alike(counts(line, first));
    if lines.first().is_none_or(kept) || lines.iter().any(|line| line.contains('"')) {
        return first;
    }
    let alike = |c: char| {
        let mut found: Vec<usize> = lines.iter().skip(1).map(|line| counts(line, c)).filter(|n| *n > 1).collect();
        found.sort_unstable();
        let runs = found.chunk_by(|a, b| a == b).map(<[usize]>::len);
        runs.max().filter(|n| *n > 2)
    };
    let most = CANDIDATES.into_iter().filter_map(|c| Some((alike(c)?, c)));
    most.rev().max_by_key(|(n, _)| *n).map_or(first, |(_, c)| c)
}

fn of_first_line(head: &str) -> char {
    let mut counts = [0_usize; 3];
    let mut quoted = false;
    let mut filled = false;
    let mut before = '\n';
    for c in head.chars() {
        let at = CANDIDATES.iter().position(|candidate| *candidate == c);
        match (c, at) {
            // A doubled quotation mark closes and opens again.
            ('"', _) if quoted => quoted = false,
            ('"', _) => quoted = matches!(before, '\r' | '\n' | '"') || CANDIDATES.contains(&before),
            ('\r' | '\n', _) if !quoted && filled => break,
            ('\r' | '\n', _) if !quoted => counts = [0; 3],
            (_, Some(at)) if !quoted => counts[at] += 1,
            (c, None) if !c.is_whitespace() => filled = true,
            _ => {}
        }
        before = c;
    }
    let most = counts.into_iter().max().unwrap_or(0);
    let found = counts.iter().position(|count| *count == most);
    found.map_or(';', |at| CANDIDATES[at])
}

#[cfg(test)]
#[path = "csv_in_tests.rs"]
mod tests;
