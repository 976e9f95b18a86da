//! A message with what is attached to it, and which of it are sheets.

use super::{message, outlook, packed};
use crate::exchange::sheet;
use crate::exchange::workbook::is_workbook;
use chrono::{DateTime, Utc};

/// A message that came.
#[derive(Clone, Debug, Default)]
pub struct Letter {
    /// The sender: an address, with the name where there is one.
    pub from: Option<String>,
    pub sent: Option<DateTime<Utc>>,
    pub sheets: Vec<Sheet>,
    /// Names of what is attached and is no sheet, but for pictures and signatures.
    pub others: Vec<String>,
}

/// A sheet that was attached, as it came.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// As many attachments are looked at, and as many bytes of them.
const MOST: usize = 1000;
const BYTES: usize = 256 << 20;
/// Messages in messages, archives in archives.
const DEPTH: u8 = 5;

/// No more messages are read of one file.
const MESSAGES: usize = 10_000;

/// The messages of a file; nothing where it is none.
pub fn letters(bytes: &[u8]) -> Option<Vec<Letter>> {
    if bytes.starts_with(b"From ") {
        let all = mail_parser::mailbox::mbox::MessageIterator::new(bytes).filter_map(Result::ok).take(MESSAGES);
        return Some(all.filter_map(|m| letter(m.contents())).collect());
    }
    letter(bytes).map(|one| vec![one])
}

fn letter(bytes: &[u8]) -> Option<Letter> {
    let (from, sent) = if outlook::is_message(bytes) {
        outlook::head(bytes)
    } else if message::is_message(bytes) {
        message::head(bytes)
    } else {
        return None;
    };
    let mut found = Found::default();
    found.within(bytes, 0);
    Some(Letter { from, sent, sheets: found.sheets, others: found.others })
}

/// The things found in a message while it is read.
#[derive(Default)]
struct Found {
    sheets: Vec<Sheet>,
    others: Vec<String>,
    looked_at: usize,
    bytes: usize,
}

impl Found {
    /// Looks at all that is attached to a message.
    fn within(&mut self, bytes: &[u8], depth: u8) {
        let pieces = if outlook::is_message(bytes) { outlook::pieces(bytes) } else { message::pieces(bytes) };
        for (name, bytes) in pieces {
            self.add(&name, &bytes, depth);
        }
    }

    /// Looks at something that is attached. `depth` counts what it is packed in.
    fn add(&mut self, name: &str, bytes: &[u8], depth: u8) {
        self.looked_at += 1;
        self.bytes += bytes.len();
        if self.looked_at > MOST || self.bytes > BYTES || depth > DEPTH {
            return;
        }
        if packed::is_tnef(bytes) {
            for (name, bytes) in packed::tnef(bytes) {
                self.add(&name, bytes, depth + 1);
            }
        } else if let Some(parts) = packed::archive(bytes) {
            for (name, bytes) in parts {
                self.add(&name, &bytes, depth + 1);
            }
        } else if outlook::is_message(bytes) || !is_sheet(name, bytes) && message::is_message(bytes) {
            self.within(bytes, depth + 1);
        } else if is_sheet(name, bytes) {
            self.sheets.push(Sheet { name: name.to_string(), bytes: bytes.to_vec() });
        } else if !is_passed_over(name, bytes) {
            self.others.push(name.to_string());
        }
    }
}

/// Whether it can be read as a sheet; a workbook is one, even where it can't be, so that it is told why.
fn is_sheet(name: &str, bytes: &[u8]) -> bool {
    if is_workbook(bytes) {
        return true;
    }
    let ends = name.to_lowercase();
    (ends.ends_with(".csv") || ends.ends_with(".txt")) && sheet::read(bytes).is_ok()
}

/// Pictures in a signature, and what a mail program signs with.
fn is_passed_over(name: &str, bytes: &[u8]) -> bool {
    let pictures: [&[u8]; 5] = [b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"RIFF"];
    let ends = [".p7s", ".asc", ".ics", ".vcf", ".htm", ".html", ".emz", ".wmz"];
    let name = name.to_lowercase();
    bytes.is_empty() || pictures.iter().any(|p| bytes.starts_with(p)) || ends.iter().any(|e| name.ends_with(e))
}
