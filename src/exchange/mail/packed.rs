//! Attachments that are packed into one: archives, and the winmail.dat of Outlook ([MS-OXTNEF]).

use std::io::{Cursor, Read};

/// Of an archive so many parts are looked at, and so much of each, in bytes.
const PARTS: usize = 100;
const LARGEST: u64 = 64 << 20;

/// The files of an archive that is no workbook and no other document.
pub(super) fn archive(bytes: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
    if !bytes.starts_with(b"PK\x03\x04") {
        return None;
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let names: Vec<String> = archive.file_names().filter_map(|n| n.ok().map(|n| n.into_owned())).collect();
    if names.iter().any(|n| n == "[Content_Types].xml" || n == "mimetype") {
        return None;
    }
    let mut all = Vec::new();
    let mut left = LARGEST;
    for at in 0..archive.len().min(PARTS) {
        let Ok(part) = archive.by_index(at) else { continue };
        if !part.is_file() {
            continue;
        }
        let name = part.name().map(|n| n.into_owned()).unwrap_or_default();
        let name = name.rsplit(['/', '\\']).next().unwrap_or_default().to_string();
        let mut bytes = Vec::new();
        if part.take(left).read_to_end(&mut bytes).is_ok() {
            left = left.saturating_sub(bytes.len() as u64);
            all.push((name, bytes));
        }
    }
    Some(all)
}

pub(super) fn is_tnef(bytes: &[u8]) -> bool {
    bytes.starts_with(&0x223e_9f78_u32.to_le_bytes())
}

/// The attachments of a winmail.dat with their names.
pub(super) fn tnef(bytes: &[u8]) -> Vec<(String, &[u8])> {
    const TITLE: u32 = 0x0001_8010;
    const DATA: u32 = 0x0006_800f;
    const RENDERING: u32 = 0x0006_9002;
    let mut all: Vec<(String, &[u8])> = Vec::new();
    let mut at = 6;
    let number = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    // Level, attribute, length, the value itself, a sum.
    while let (Some(attribute), Some(length)) = (number(at + 1), number(at + 5)) {
        let begin = at + 9;
        let Some(value) = bytes.get(begin..begin.saturating_add(length as usize)) else { break };
        match attribute {
            RENDERING => all.push((String::new(), &[])),
            TITLE => {
                let name = encoding_rs::WINDOWS_1252.decode(value).0;
                if let Some(last) = all.last_mut() {
                    last.0 = name.trim_matches('\0').to_string();
                }
            }
            DATA => match all.last_mut() {
                Some(last) => last.1 = value,
                None => all.push((String::new(), value)),
            },
            _ => {}
        }
        at = begin + length as usize + 2;
    }
    all
}
