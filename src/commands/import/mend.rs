//! The rows of a file with what was refused in them, to be mended and imported again; and an empty table to begin with.

use super::headings::Vocabulary;
use super::request::What;
use super::row::Import;
use crate::document::mended::{Mended, MendedRow, MendedSheet};
use crate::exchange::table::Table;
use crate::exchange::{Row, RowError};
use crate::model::field::FieldType;
use crate::model::{Bilingual, EntityKind, Lang, both};
use crate::queries::Result;
use crate::store::Store;
use std::collections::HashSet;

/// The values that a column may have, where they are few.
fn choices(kind: FieldType, authorities: &[String]) -> Option<Vec<Bilingual>> {
    let each = |all: &[String]| all.iter().map(|one| Bilingual::new(one.clone(), one.clone())).collect();
    match kind {
        FieldType::Authorities(_) | FieldType::Authority => Some(each(authorities)),
        FieldType::Flag => Some(vec![both!("yes", "ja"), both!("no", "nej")]),
        kind => {
            let (en, da) = (kind.words(Some(Lang::En)), kind.words(Some(Lang::Da)));
            Some(en.into_iter().zip(da).map(|(en, da)| Bilingual::new(en, da)).collect())
        }
    }
    .filter(|all: &Vec<Bilingual>| !all.is_empty())
}

impl Import<'_> {
    /// Keeps the table for whoever mends it, where that is asked for.
    pub(super) fn keep_table(&mut self, table: &Table, vocabulary: &Vocabulary) -> Result<()> {
        if !self.options.mend {
            return Ok(());
        }
        let authorities = self.w.names_without(EntityKind::Authority, &[], &HashSet::new())?;
        let of = |(at, field): (usize, &Option<&'static str>)| {
            Some((at, choices(vocabulary.kind((*field)?)?, &authorities)?))
        };
        self.kept.sheets.push(MendedSheet {
            name: table.sheet.clone(),
            headings: table.headings.clone(),
            notes: vec![],
            choices: self.columns.iter().enumerate().filter_map(of).collect(),
            rows: vec![],
        });
        Ok(())
    }

    pub(super) fn keep_row(&mut self, row: &Row) {
        if let Some(sheet) = self.kept.sheets.last_mut() {
            sheet.rows.push(MendedRow { line: row.line, cells: row.cells.clone(), refused: vec![] });
        }
    }

    /// The rows with what is refused in them; nothing where nobody asked for them.
    pub(super) fn mended(&mut self, refused: &[RowError]) -> Option<Box<Mended>> {
        let mut kept = std::mem::take(&mut self.kept);
        for blame in refused {
            let Some(sheet) = kept.sheets.iter_mut().find(|s| s.name == blame.sheet) else { continue };
            let column = sheet.headings.iter().position(|h| *h == blame.column);
            let Ok(at) = sheet.rows.binary_search_by_key(&blame.line, |row| row.line) else { continue };
            let why = match &blame.hint {
                Some(hint) => Bilingual::new(
                    format!("{} ({})", blame.reason.en, hint.en),
                    format!("{} ({})", blame.reason.da, hint.da),
                ),
                None => blame.reason.clone(),
            };
            sheet.rows[at].refused.push((column, why));
        }
        Some(Box::new(kept)).filter(|kept| !kept.sheets.is_empty())
    }
}

/// An empty table with the headings that an import reads, what each holds, and lists to choose from.
pub fn template(store: &Store, what: What, lang: Lang) -> Result<Mended> {
    let mut authorities = Vec::new();
    store.each(EntityKind::Authority, &[], |found| {
        authorities.extend(found.record.text("code").map(str::to_string));
        Ok(())
    })?;
    authorities.dedup();
    let vocabulary = Vocabulary::of(what);
    let mut sheet = MendedSheet::default();
    for name in vocabulary.main() {
        let Some(field) = vocabulary.described(name) else { continue };
        if let Some(all) = choices(field.kind, &authorities) {
            sheet.choices.push((sheet.headings.len(), all));
        }
        sheet.headings.push(match lang {
            Lang::En => name.to_string(),
            Lang::Da => field.da.to_string(),
        });
        sheet.notes.push(example(field.kind));
    }
    Ok(Mended { sheets: vec![sheet] })
}

fn example(kind: FieldType) -> Bilingual {
    match kind {
        FieldType::Number => both!("as the plan has it: 1.10", "som i planen: 1.10"),
        FieldType::PartialDate => {
            both!(
                "a day, month, quarter or year: 2027-06-30, 2027-Q2",
                "dag, måned, kvartal eller år: 30.6.2027, ultimo 2027"
            )
        }
        FieldType::Day => both!("a day: 2027-06-30", "en dag: 30.6.2027"),
        FieldType::Authorities(_) => {
            both!("codes or names; several with | between", "koder eller navne; flere adskilt af |")
        }
        FieldType::Area => both!("number or title of the area", "indsatsområdets nummer eller titel"),
        FieldType::Country => both!("DK or Denmark", "DK eller Danmark"),
        _ => Bilingual::default(),
    }
}
