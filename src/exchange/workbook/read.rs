//! Opening a workbook, by its content and not by its name.

use super::error::WorkbookError;
use super::unpacked::{Kind, unpacks};
use super::values::Workbook;
use super::{ods, other, remarks, xlsx};
use crate::model::Word;
use chrono::{DateTime, Utc};

/// A zip archive or an OLE file, by its first bytes.
pub fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") || bytes.starts_with(OLE)
}

const OLE: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|w| w == part)
}

/// When a workbook was last saved, as it says itself.
pub fn saved_at(bytes: &[u8]) -> Option<DateTime<Utc>> {
    is_workbook(bytes).then(|| remarks::saved_at(bytes)).flatten()
}

/// Reads every sheet, hidden ones too, of XLSX, XLSM, XLSB, XLS and ODS.
pub fn read(bytes: &[u8]) -> Result<Workbook, WorkbookError> {
    if bytes.starts_with(OLE) {
        return if holds(bytes, &utf16("EncryptedPackage")) {
            Err(WorkbookError::Password)
        } else if holds(bytes, &utf16("__properties_version1.0")) {
            Err(WorkbookError::Other { what: Word("an e-mail of Outlook (.msg)", "en mail fra Outlook (.msg)") })
        } else {
            other::xls(bytes)
        };
    }
    match unpacks(bytes)? {
        (Kind::Xlsx, largest) => xlsx::read(bytes, largest),
        (Kind::Xlsb, largest) => other::xlsb(bytes, largest),
        (Kind::Ods, _) => ods::read(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Write};

    /// A workbook whose sheets all lie in one part of this many megabytes.
    fn all_in_one(sheets: usize, megabytes: usize) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let of = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        let names: String = (1..=sheets).map(|n| format!("<sheet name=\"{n}\" sheetId=\"{n}\" r:id=\"r\"/>")).collect();
        let rows = "<row r=\"1\"><c r=\"A1\"><v>7</v></c></row>";
        let parts = [
            ("[Content_Types].xml", "<Types/>".to_string()),
            (
                "_rels/.rels",
                format!(
                    "<Relationships><Relationship Id=\"r\" Type=\"{of}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
                ),
            ),
            (
                "xl/workbook.xml",
                format!("<workbook xmlns=\"{main}\" xmlns:r=\"{of}\"><sheets>{names}</sheets></workbook>"),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                format!(
                    "<Relationships><Relationship Id=\"r\" Type=\"{of}/worksheet\" Target=\"worksheets/1.xml\"/></Relationships>"
                ),
            ),
            (
                "xl/worksheets/1.xml",
                format!(
                    "<worksheet xmlns=\"{main}\">{}<sheetData>{rows}</sheetData></worksheet>",
                    " ".repeat(megabytes << 20)
                ),
            ),
        ];
        for (name, text) in parts {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("memory");
            zip.write_all(text.as_bytes()).expect("memory");
        }
        zip.finish().expect("memory").into_inner()
    }

    #[test]
    fn sheets_that_are_all_one_part_are_not_read_for_ever() {
        assert_eq!(read(&all_in_one(3, 0)).expect("three sheets").sheets.len(), 3);
        let told = read(&all_in_one(1000, 2)).expect_err("too many").to_string();
        assert_eq!(told, "it is damaged or cut short: it has 1000 sheets");
    }
}
