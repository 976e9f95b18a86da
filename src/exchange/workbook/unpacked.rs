//! How large a workbook is when it is unpacked, before anything of it is read.

use super::error::WorkbookError;
use crate::model::{Bilingual, Word, both};
use std::io::{Cursor, Read};

/// How large one part may unpack, and all of them together.
const PART: u64 = 64 * 1024 * 1024;
const ALL: u64 = 128 * 1024 * 1024;
const PARTS: usize = 2000;

/// Unpacks every part once, counting: what an archive says of its sizes may be a lie. Gives the size of the
/// largest.
pub(super) fn unpacks(bytes: &[u8]) -> Result<u64, WorkbookError> {
    let told = |e: &dyn std::fmt::Display| WorkbookError::Damaged { why: Bilingual::new(e.to_string(), e.to_string()) };
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|e| told(&e))?;
    if archive.len() > PARTS {
        return Err(WorkbookError::Damaged { why: both!("it has {n} parts", "den har {n} dele", n = archive.len()) });
    }
    let names: Vec<String> = archive.file_names().filter_map(|n| n.ok().map(|n| n.into_owned())).collect();
    let has = |name: &str| names.iter().any(|n| n.eq_ignore_ascii_case(name));
    if has("mimetype") && has("content.xml") {
        return Err(WorkbookError::Other {
            what: Word("an OpenDocument sheet (.ods)", "et OpenDocument-regneark (.ods)"),
        });
    }
    if has("xl/workbook.bin") {
        return Err(WorkbookError::Other { what: Word("a binary workbook (.xlsb)", "en binær projektmappe (.xlsb)") });
    }
    if has("word/document.xml") {
        return Err(WorkbookError::Other { what: Word("a Word document", "et Word-dokument") });
    }
    if !has("[Content_Types].xml") {
        return Err(WorkbookError::Other { what: Word("an archive (.zip)", "et arkiv (.zip)") });
    }
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
    Ok(largest)
}
