//! CSV and workbooks: bytes in, rows out.

use super::desk;
use fremdrift::commands::import::{self, Options, What};
use fremdrift::exchange::{ReadError, Reader, Row, known, match_headings, required, workbook};
use fremdrift::model::EntityKind;
use fremdrift::model::Worded;
use fremdrift::render::csv::{Profile, Writer};
use std::io::Cursor;

fn open(bytes: &[u8]) -> Result<Reader, ReadError> {
    Reader::new(Box::new(Cursor::new(bytes.to_vec())))
}

/// Rows that were read survive being written in either profile, and in UTF-16.
pub fn csv(bytes: &[u8]) {
    let told = |e: &ReadError| {
        assert!(e.hint().is_some() || matches!(e, ReadError::NotCsv { .. }), "{e}");
    };
    let reader = match open(bytes) {
        Ok(reader) => reader,
        Err(e) => return told(&e),
    };
    let headings = reader.headings().to_vec();
    for entity in [EntityKind::Objective, EntityKind::Authority] {
        if let Err(problems) =
            match_headings(entity.name(), &known(entity.fields()), &required(entity.fields()), &headings)
        {
            problems.iter().for_each(|p| assert!(!p.to_string().is_empty()));
        }
    }
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut last = 0;
    for row in reader {
        match row {
            Ok(Row { line, mut cells, .. }) => {
                assert!(line > last, "line {line} comes after line {last}");
                last = line;
                assert_eq!(cells.len(), headings.len());
                // No row is blank.
                cells.push("x".into());
                rows.push(cells);
            }
            Err(e) => told(&e),
        }
    }
    if rows.is_empty() || headings.len() > 100 {
        return;
    }
    let names: Vec<String> = (0..=headings.len()).map(|n| format!("h{n}")).collect();
    for profile in Profile::ALL {
        let mut out = Writer::new(Vec::new(), profile).expect("memory");
        out.row(&names).expect("memory");
        rows.iter().for_each(|r| out.row(r).expect("memory"));
        let written = out.finish().expect("memory");
        assert_eq!(read_again(&written), rows, "{}", profile.name());
        let text = String::from_utf8(written).expect("UTF-8");
        let marked = format!("\u{feff}{}", text.trim_start_matches('\u{feff}'));
        let wide: Vec<u8> = marked.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read_again(&wide), rows, "{} in UTF-16", profile.name());
    }
}

fn read_again(bytes: &[u8]) -> Vec<Vec<String>> {
    let reader = open(bytes).unwrap_or_else(|e| panic!("what was written is not read: {e}"));
    reader.map(|row| row.unwrap_or_else(|e| panic!("what was written is not read: {e}")).cells).collect()
}

/// A file that is imported: the first letter says what it holds. Nothing of it is kept.
pub fn import(bytes: &[u8]) {
    let Some((first, rest)) = bytes.split_first() else { return };
    let what = match first {
        b'e' => What::Entries,
        n => What::EntityKind(EntityKind::ALL[usize::from(*n) % EntityKind::ALL.len()]),
    };
    let options = Options { plan: Some("ID-2021".into()), dry_run: true, add_areas: true, ..Options::default() };
    desk::with(|desk| {
        let source = Box::new(Cursor::new(rest.to_vec()));
        let done = import::import(&mut desk.store, &desk::moment(), what, "a.csv", source, &options, &mut |_| {});
        if let Err(e) = done {
            desk::tells(&e);
        }
    });
}

/// No more is taken from a workbook than it says it takes, and each refusal says what to do.
pub fn workbook(bytes: &[u8]) {
    let book = match workbook::read(bytes) {
        Ok(book) => book,
        Err(e) => return assert!(e.hint().is_some(), "{e}"),
    };
    let rows = || book.sheets.iter().flat_map(|s| &s.rows);
    assert!(rows().map(|r| r.cells.len()).sum::<usize>() <= 400_000);
    for cell in rows().flat_map(|r| &r.cells) {
        assert!(cell.column < 1000);
        if let workbook::CellValue::Number(n) = cell.value {
            assert!(!workbook::number_text(n).is_empty());
        }
    }
}
