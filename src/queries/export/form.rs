//! How the cells of an export are written: as CSV for a person's Excel in her language, or for a program; or
//! as codes that are read into typed cells.

use crate::model::field::FieldType;
use crate::model::record::EMPTIES;
use crate::model::{Bilingual, Entry, EntryField, Lang};
use crate::render::csv::Profile;
use chrono::NaiveDate;
use std::borrow::Cow;

#[derive(Clone, Copy, Debug)]
pub(super) struct ExportForm {
    profile: Option<Profile>,
    lang: Lang,
    /// The day that the state of objectives is of.
    pub on: NaiveDate,
}

impl ExportForm {
    pub fn csv(profile: Profile, lang: Lang, on: NaiveDate) -> ExportForm {
        ExportForm { profile: Some(profile), lang, on }
    }

    pub fn cells(lang: Lang, on: NaiveDate) -> ExportForm {
        ExportForm { profile: None, lang, on }
    }

    /// Danish words only where a Danish reader opens the file; programs get the same codes always.
    pub fn danish(self) -> bool {
        self.profile == Some(Profile::ExcelDa) && self.lang == Lang::Da
    }

    /// The language of sentences: programs get theirs in English.
    pub fn told_in(self) -> Lang {
        if self.profile == Some(Profile::Rfc4180) { Lang::En } else { self.lang }
    }

    /// Typed cells get codes, and turn them into words themselves.
    pub fn coded_in(self) -> Lang {
        if self.danish() { Lang::Da } else { Lang::En }
    }

    /// A text in both languages; typed cells get both, as JSON.
    pub fn bilingual(self, text: &Bilingual) -> Cow<'static, str> {
        Cow::Owned(match self.profile {
            None => serde_json::to_string(text).expect("two texts"),
            Some(_) => text.to(self.coded_in()).to_string(),
        })
    }

    pub fn word<'a>(self, kind: FieldType, code: &'a str) -> Cow<'a, str> {
        let word = match kind {
            _ if !self.danish() => None,
            FieldType::Flag => Some(if code == "yes" { "ja" } else { "nej" }),
            kind => kind.word(code, Lang::Da),
        };
        Cow::Borrowed(word.unwrap_or(code))
    }

    pub fn yes(self, yes: bool) -> Cow<'static, str> {
        self.word(FieldType::Flag, if yes { "yes" } else { "no" })
    }

    /// A blank cell means unchanged, so a field that an entry of the log cleared says so.
    pub fn or_cleared<'a>(self, entry: &Entry, field: EntryField, cell: Cow<'a, str>) -> Cow<'a, str> {
        let said = field.is_clearable() && entry.explicit.contains(field);
        let is_cleared = self.profile.is_some() && cell.is_empty() && said;
        if is_cleared { Cow::Borrowed(EMPTIES[usize::from(self.danish())]) } else { cell }
    }
}
