//! Sheets that came back and lists of conflicts, as people fill them in.

use super::desk;
use fremdrift::commands::conflicts::{self, Of};
use fremdrift::commands::returns::read::{self, ReadRequest};
use fremdrift::exchange::sheet;
use fremdrift::model::returns::Decisions;

/// A sheet is compared with what went out, cell by cell; nothing of it is kept.
pub fn returns(bytes: &[u8]) {
    match sheet::read(bytes) {
        Ok(returned) => assert!(!returned.code.is_empty()),
        Err(e) => return assert!(!e.to_string().is_empty()),
    }
    entries(bytes);
}

/// The sheets of an e-mail; no more is taken from it than may be.
pub fn mail(bytes: &[u8]) {
    let letters = fremdrift::exchange::mail::letters(bytes).unwrap_or_default();
    for sheet in letters.iter().flat_map(|letter| &letter.sheets) {
        assert!(sheet.bytes.len() <= 256 << 20);
        if let Err(e) = sheet::read(&sheet.bytes) {
            assert!(!e.to_string().is_empty());
        }
    }
}

/// How many lines of the log it would give; nothing if the sheet is refused.
pub fn entries(bytes: &[u8]) -> Option<usize> {
    let decisions = Decisions::default();
    let ask = ReadRequest {
        file: "a.xlsx",
        bytes,
        received_on: desk::today(),
        sender: None,
        decisions: &decisions,
        rest: true,
        dry_run: true,
    };
    desk::with(|desk| match read::read(&mut desk.store, &desk::moment(), &ask) {
        Ok(done) => Some(done.entries),
        Err(e) => {
            desk::tells(&e);
            None
        }
    })
}

pub fn conflicts(bytes: &[u8]) {
    for of in [Of::Sheet, Of::Copy] {
        let mut decisions = Decisions::default();
        if let Err(e) = conflicts::decide_from(of, "a.csv", bytes, &mut decisions) {
            desk::tells(&e);
        }
    }
}
