//! Conflicts are decided on the command line, or in a file that lists them.

use crate::exchange::refused::Place;
use crate::exchange::{ReadError, Reader, RowError};
use crate::model::both;
use crate::model::returns::{Column, Decisions, FIELDS, Side};
use crate::model::{EntityKind, Lang, Refusal, Worded, nearest};
use crate::queries::{Error, Result};
use crate::render::csv::{Profile, Writer};
use crate::report::returns::ConflictShown;
use std::io::Cursor;

/// The columns of a conflict file, in English and Danish; the last is filled in.
const COLUMNS: [(&str, &str); 8] = [
    ("reference", "Reference"),
    ("field", "Felt"),
    ("before", "Før"),
    ("theirs", "Deres"),
    ("theirs by", "Deres af"),
    ("ours", "Vores"),
    ("ours by", "Vores af"),
    ("take", "Vælg"),
];

/// More refused rows than this are counted and not listed.
const LISTED: usize = 1000;

/// Where conflicts come from; it knows which fields there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    Sheet,
    Copy,
}

impl Of {
    fn field(self, text: &str) -> Option<&'static str> {
        let text = text.trim();
        let log = FIELDS.iter().map(|f| f.column()).find(|f| nearest::plain(f) == nearest::plain(text));
        match self {
            Of::Sheet => log.or_else(|| Column::called(text).filter(|c| c.is_filled).map(|c| c.field.name)),
            Of::Copy => {
                EntityKind::ALL.iter().find_map(|n| n.fields().iter().find(|f| f.is_called(text))).map(|f| f.name)
            }
        }
    }

    /// The field of a row in a conflict file: of a copy it may be a part, which is written as it was.
    fn listed(self, text: &str) -> Option<&str> {
        match self {
            Of::Sheet => self.field(text),
            Of::Copy => Some(text.trim()),
        }
    }
}

/// Reads `theirs`, `ID-2021/4.1=ours`, `ID-2021/4.1.status=theirs`.
pub fn decide(of: Of, text: &str, decisions: &mut Decisions) -> std::result::Result<(), Refusal> {
    let refused = || Refusal::NotADecision { value: text.to_string() };
    match text.rsplit_once('=') {
        None => decisions.all = Some(Side::parse(text).ok_or_else(refused)?),
        Some((what, side)) => {
            let side = Side::parse(side).ok_or_else(refused)?;
            let split = what.rsplit_once('.').and_then(|(reference, name)| Some((reference, of.field(name)?)));
            let (reference, field) = split.unwrap_or((what, ""));
            if reference.trim().is_empty() {
                return Err(refused());
            }
            decisions.add(reference.trim(), field, side);
        }
    }
    Ok(())
}

/// Reads a conflict file; a row whose last column is empty decides nothing.
pub fn decide_from(of: Of, file: &str, bytes: &[u8], decisions: &mut Decisions) -> Result<()> {
    let told = |source| Error::Read { file: file.to_string(), source };
    let reader = Reader::new(Box::new(Cursor::new(bytes.to_vec()))).map_err(told)?.held();
    let headings = reader.headings().to_vec();
    let at = |name: &str| {
        let spelled = COLUMNS.iter().find(|c| c.0 == name);
        let named =
            |h: &String| spelled.is_some_and(|s| [s.0, s.1].iter().any(|n| nearest::plain(n) == nearest::plain(h)));
        headings.iter().position(named)
    };
    let (Some(reference), Some(named), Some(take)) = (at("reference"), at("field"), at("take")) else {
        let problem = crate::exchange::HeadingError::Missing { fields: vec!["reference", "field", "take"] };
        return Err(Error::Headings {
            file: file.to_string(),
            problems: vec![(Place { sheet: None, line: 1 }, problem)],
            told: vec![],
            hint: None,
        });
    };
    let (mut refused, mut unlisted, mut total) = (Vec::new(), 0, 0);
    for row in reader {
        let row = match row {
            Ok(row) => row,
            Err(ReadError::NoRows) => break,
            Err(e) => return Err(told(e)),
        };
        total += 1;
        let cell = |i: usize| row.cells.get(i).map(|c| c.trim()).unwrap_or_default();
        if cell(take).is_empty() {
            continue;
        }
        match (Side::parse(cell(take)), of.listed(cell(named))) {
            (Some(side), Some(field)) => decisions.add(cell(reference), field, side),
            _ if refused.len() >= LISTED => unlisted += 1,
            (side, _) => {
                let (column, value) = if side.is_none() { (take, cell(take)) } else { (named, cell(named)) };
                let refusal = Refusal::NotADecision { value: value.to_string() };
                let refused_row = RowError {
                    sheet: None,
                    line: row.line,
                    column: headings[column].clone(),
                    value: value.to_string(),
                    reason: refusal.line(),
                    hint: Some(both!(
                        "write theirs or ours (deres, vores), or leave it empty",
                        "skriv deres eller vores, eller lad cellen være tom"
                    )),
                };
                refused.push(refused_row.shortened());
            }
        }
    }
    if refused.is_empty() {
        Ok(())
    } else {
        Err(Error::Rows { file: file.to_string(), rows: refused, unlisted, total, told: vec![], mend: None })
    }
}

/// The conflicts as a file, to be decided in its last column.
pub fn file(conflicts: &[ConflictShown], profile: Profile, lang: Lang) -> Result<Vec<u8>> {
    let told = |source| Error::Write { path: "conflicts".into(), source };
    let danish = lang == Lang::Da && profile == Profile::ExcelDa;
    let write = || -> std::io::Result<Vec<u8>> {
        let mut out = Writer::new(Vec::new(), profile)?;
        out.row(&COLUMNS.map(|(en, da)| if danish { da } else { en }))?;
        for c in conflicts {
            out.row(&[&c.reference, &c.field, &c.was, &c.theirs, &c.theirs_by, &c.ours, &c.ours_by, ""])?;
        }
        out.finish()
    };
    write().map_err(told)
}
