//! How large a workbook is when it is unpacked, before anything of it is read.

use super::cells::damaged as told;
use super::error::WorkbookError;
use crate::model::{Word, both};
use std::io::{Cursor, Read};

/// How large one part may unpack, and all of them together.
const PART: u64 = 64 * 1024 * 1024;
const ALL: u64 = 128 * 1024 * 1024;
const PARTS: usize = 2000;

/// The kinds of workbook that are archives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Xlsx,
    Xlsb,
    Ods,
}

/// Unpacks every part once, counting: what an archive says of its sizes may be a lie. Gives the kind of workbook
/// and the size of the largest part.
pub(super) fn unpacks(bytes: &[u8]) -> Result<(Kind, u64), WorkbookError> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|e| told(&e))?;
    if archive.len() > PARTS {
        return Err(WorkbookError::Damaged { why: both!("it has {n} parts", "den har {n} dele", n = archive.len()) });
    }
    let names: Vec<String> = archive.file_names().filter_map(|n| n.ok().map(|n| n.into_owned())).collect();
    let has = |name: &str| names.iter().any(|n| n.eq_ignore_ascii_case(name));
    if has("word/document.xml") {
        return Err(WorkbookError::Other { what: Word("a Word document", "et Word-dokument") });
    }
    let kind = if has("xl/workbook.bin") {
        Kind::Xlsb
    } else if has("xl/workbook.xml") || has("[Content_Types].xml") {
        Kind::Xlsx
    } else if has("mimetype") && has("content.xml") {
        let mut mark = String::new();
        let read = archive.by_name("mimetype").map(|part| part.take(200).read_to_string(&mut mark));
        if matches!(read, Ok(Ok(_))) && !mark.contains("spreadsheet") {
            return Err(WorkbookError::Other {
                what: Word("an OpenDocument text or drawing", "et OpenDocument-dokument"),
            });
        }
        Kind::Ods
    } else {
        return Err(WorkbookError::Other { what: Word("an archive (.zip)", "et arkiv (.zip)") });
    };
    let (mut all, mut largest) = (0, 0);
    let mut buffer = vec![0; 64 * 1024];
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(|e| told(&e))?;
        let mut size = 0u64;
        loop {
            let n = part.read(&mut buffer).map_err(|e| told(&e))? as u64;
            if n == 0 {
                break;
            }
            (size, all) = (size + n, all + n);
            if size > PART {
                return Err(WorkbookError::TooLarge { most: PART });
            }
            if all > ALL {
                return Err(WorkbookError::TooLarge { most: ALL });
            }
        }
        largest = largest.max(size);
    }
    Ok((kind, largest))
}
