//! The stream of an old workbook (XLS), looked through before it is read ([MS-XLS] 2.1): its reader takes the lengths
//! in it at their word.

use super::cells::damaged;
use super::error::{CELLS, WorkbookError};
use crate::model::both;
use cfb::{CompoundFile as Ole, Version};
use std::collections::HashSet;
use std::io::{Cursor, Read, Write};

const FORMULA: u16 = 0x0006;
const EXTERN_SHEET: u16 = 0x0017;
const NAME: u16 = 0x0018;
const DATE_MODE: u16 = 0x0022;
const PASSWORD: u16 = 0x002f;
const CONTINUE: u16 = 0x003c;
const CODE_PAGE: u16 = 0x0042;
const SHEET: u16 = 0x0085;
const MANY_NUMBERS: u16 = 0x00bd;
const MERGED: u16 = 0x00e5;
const STRINGS: u16 = 0x00fc;
const DIMENSIONS: u16 = 0x0200;
const BEGIN: u16 = 0x0809;
/// Records of cells begin with their row and their column.
const CELLS_AT: [u16; 8] = [FORMULA, MANY_NUMBERS, 0x00be, 0x00d6, 0x00fd, 0x0203, 0x0204, 0x027e];
/// The letters of a stream are Unicode.
const UNICODE: u16 = 1200;

fn broken() -> WorkbookError {
    WorkbookError::Damaged { why: both!("its records don't fit each other", "dens dele passer ikke sammen") }
}

/// The workbook with its one stream as its reader can take it: formulas are their values, names and what it says
/// of its own size are gone. Refused where a record is not as long as it says, or cells lie so far apart that the
/// table between them would fill the memory.
pub(super) fn sound(bytes: &[u8]) -> Result<Vec<u8>, WorkbookError> {
    let mut file = Ole::open(Cursor::new(bytes)).map_err(|e| damaged(&e))?;
    let name = ["/Workbook", "/Book"].into_iter().find(|name| file.is_stream(name));
    let Some(name) = name else {
        return Err(WorkbookError::Damaged {
            why: both!("there is no workbook in it", "der er ingen projektmappe i den"),
        });
    };
    let mut stream = Vec::new();
    let opened = file.open_stream(name).map_err(|e| damaged(&e))?;
    opened.take(bytes.len() as u64 + 1).read_to_end(&mut stream).map_err(|e| damaged(&e))?;
    look_through(&mut stream)?;
    let mut whole = Ole::create_with_version(Version::V3, Cursor::new(Vec::new())).map_err(|e| damaged(&e))?;
    let mut written = whole.create_stream(name).map_err(|e| damaged(&e))?;
    written.write_all(&stream).map_err(|e| damaged(&e))?;
    written.flush().map_err(|e| damaged(&e))?;
    drop(written);
    whole.flush().map_err(|e| damaged(&e))?;
    Ok(whole.into_inner().into_inner())
}

fn word(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2).map(|b| u16::from_le_bytes([b[0], b[1]]))
}

/// How many cells the table from the first to the last has.
#[derive(Default)]
struct Area(Option<[u64; 4]>);

impl Area {
    fn add(&mut self, row: u16, column: u16) {
        let (row, column) = (u64::from(row), u64::from(column));
        let [top, left, bottom, right] = self.0.unwrap_or([row, column, row, column]);
        self.0 = Some([top.min(row), left.min(column), bottom.max(row), right.max(column)]);
    }

    fn cells(&self) -> u64 {
        self.0.map_or(0, |[top, left, bottom, right]| (bottom - top + 1) * (right - left + 1))
    }
}

fn look_through(stream: &mut [u8]) -> Result<(), WorkbookError> {
    let (mut at, mut all, mut area) = (0, 0_u64, Area::default());
    let (mut begun, mut sheets) = (HashSet::new(), Vec::new());
    while let (Some(kind), Some(length)) = (word(stream, at), word(stream, at + 2)) {
        let (begin, length) = (at + 4, usize::from(length));
        let Some(data) = stream.get(begin..begin + length) else { return Err(broken()) };
        let number = |at: usize| word(data, at).ok_or_else(broken);
        match kind {
            BEGIN => {
                number(0)?;
                begun.insert(at);
                all += area.cells();
                area = Area::default();
            }
            PASSWORD | DATE_MODE => drop(number(0)?),
            CODE_PAGE => {
                number(0)?;
                stream[begin..begin + 2].copy_from_slice(&UNICODE.to_le_bytes());
            }
            SHEET => {
                let from = usize::from(number(0)?) | usize::from(number(2)?) << 16;
                if length < 8 {
                    return Err(broken());
                }
                sheets.push(from);
            }
            NAME | EXTERN_SHEET | DIMENSIONS => stream[at..at + 2].fill(0),
            MERGED => {
                let n = usize::from(number(0)?);
                if n > 8000 || length < 2 + 8 * n {
                    return Err(broken());
                }
            }
            STRINGS => strings(stream, at)?,
            CONTINUE if length == 0 => return Err(broken()),
            kind if CELLS_AT.contains(&kind) => {
                let (row, column) = (number(0)?, number(2)?);
                area.add(row, column);
                if kind == MANY_NUMBERS {
                    let last = number(length.saturating_sub(2))?;
                    let n = usize::from(last.checked_sub(column).ok_or_else(broken)?) + 1;
                    if length != 6 + 6 * n {
                        return Err(broken());
                    }
                    area.add(row, last);
                }
                if kind == FORMULA {
                    // The formula itself; its value stands before it.
                    number(20)?;
                    stream[begin + 20..begin + 22].fill(0);
                }
            }
            _ => {}
        }
        at = begin + length;
    }
    // A sheet is read from where it is said to begin.
    if !sheets.iter().all(|from| begun.contains(from)) {
        return Err(broken());
    }
    all += area.cells();
    if all > 4 * CELLS as u64 {
        return Err(WorkbookError::Damaged {
            why: both!("its cells lie too far apart", "cellerne ligger for langt fra hinanden"),
        });
    }
    Ok(())
}

/// The texts of all cells, as they go on over several records (2.4.265, 2.5.293).
fn strings(stream: &[u8], at: usize) -> Result<(), WorkbookError> {
    let mut parts: Vec<&[u8]> = Vec::new();
    let mut next = at;
    while let (Some(kind), Some(length)) = (word(stream, next), word(stream, next + 2)) {
        if next > at && kind != CONTINUE {
            break;
        }
        let begin = next + 4;
        let Some(data) = stream.get(begin..begin + usize::from(length)) else { return Err(broken()) };
        if next > at && data.is_empty() {
            return Err(broken());
        }
        parts.push(data);
        next = begin + data.len();
    }
    let mut parts = parts.into_iter();
    let mut data = parts.next().and_then(|first| first.get(8..)).ok_or_else(broken)?;
    loop {
        if data.is_empty() {
            match parts.next() {
                Some(more) => data = more,
                None => return Ok(()),
            }
        }
        let (letters, flags) = (word(data, 0).ok_or_else(broken)?, *data.get(2).ok_or_else(broken)?);
        data = &data[3..];
        let mut skip = 0;
        if flags & 0x8 != 0 {
            skip += 4 * usize::from(word(data, 0).ok_or_else(broken)?);
            data = &data[2..];
        }
        if flags & 0x4 != 0 {
            let more = data.get(..4).ok_or_else(broken)?;
            skip += u32::from_le_bytes([more[0], more[1], more[2], more[3]]) as usize;
            data = &data[4..];
        }
        let (mut left, mut wide) = (usize::from(letters), flags & 1 != 0);
        loop {
            let each = if wide { 2 } else { 1 };
            let n = (data.len() / each).min(left);
            (data, left) = (&data[n * each..], left - n);
            if left == 0 {
                break;
            }
            data = parts.next().ok_or_else(broken)?;
            wide = data[0] & 1 != 0;
            data = &data[1..];
        }
        while skip > 0 {
            if data.is_empty() {
                data = parts.next().ok_or_else(broken)?;
            }
            let n = skip.min(data.len());
            (data, skip) = (&data[n..], skip - n);
        }
    }
}
