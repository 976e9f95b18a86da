//! Rows that go back, as a workbook: every cell is text as it was written, so that 1.10 stays 1.10.

use crate::document::mended::{Mended, MendedSheet};
use crate::i18n;
use crate::model::Lang;
use chrono::{DateTime, Utc};
use rust_xlsxwriter::{
    Color, DataValidation, DocProperties, Format, FormatAlign, Note, Workbook, Worksheet, XlsxError,
};

const REFUSED: Color = Color::RGB(0xF8_D0_CC);
const HEAD: Color = Color::RGB(0x1F_3A_5F);
/// The sheet that holds what can be chosen; it is not shown.
const LISTS: &str = "fremdrift";
/// So many rows below the last have lists to choose from.
const MORE: u32 = 200;
/// Excel has cells of at most so many characters.
const LONGEST: usize = 32_767;

/// The same rows and the same moment give the same bytes.
pub fn workbook(mended: &Mended, lang: Lang, now: DateTime<Utc>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&DocProperties::new().set_creation_datetime(&now));
    let mut lists = Worksheet::new();
    lists.set_name(LISTS)?.set_very_hidden(true);
    let mut used = 0_u16;
    for sheet in &mended.sheets {
        let page = book.add_worksheet();
        page.set_name(sheet.name.as_deref().unwrap_or(i18n::MEND_SHEET.to(lang)))?;
        write(page, sheet, lang)?;
        let last = sheet.rows.len() as u32 + MORE;
        for (column, values) in &sheet.choices {
            for (row, value) in (0u32..).zip(values) {
                lists.write_string(row, used, value.to(lang))?;
            }
            let name = rust_xlsxwriter::utility::column_number_to_name(used);
            let range = format!("={LISTS}!${name}$1:${name}${}", values.len().max(1));
            let list = DataValidation::new()
                .allow_list_formula(range.as_str().into())
                .show_error_message(false)
                .ignore_blank(true);
            page.add_data_validation(1, *column as u16, last, *column as u16, &list)?;
            used += 1;
        }
    }
    if used > 0 {
        book.push_worksheet(lists);
    }
    book.save_to_buffer()
}

fn write(page: &mut Worksheet, sheet: &MendedSheet, lang: Lang) -> Result<(), XlsxError> {
    let base = || Format::new().set_text_wrap().set_align(FormatAlign::Top).set_num_format("@");
    let head = base().set_bold().set_font_color(Color::White).set_background_color(HEAD);
    let (plain, refused) = (base(), base().set_background_color(REFUSED));
    let width = sheet.headings.len() as u16;
    for (at, heading) in (0u16..).zip(&sheet.headings) {
        page.write_string_with_format(0, at, heading, &head)?;
        page.set_column_width(at, heading.chars().count().clamp(12, 40) as f64)?;
        if let Some(note) = sheet.notes.get(usize::from(at)).filter(|n| !n.en.is_empty()) {
            page.insert_note(0, at, &Note::new(note.to(lang)).add_author_prefix(false))?;
        }
    }
    let reasons = sheet.rows.iter().any(|row| !row.refused.is_empty());
    if reasons {
        page.write_string_with_format(0, width, i18n::MEND_WHY.to(lang), &head)?;
        page.set_column_width(width, 60)?;
    }
    for (line, row) in (1u32..).zip(&sheet.rows) {
        for (at, cell) in (0u16..width).zip(&row.cells) {
            let whys: Vec<&str> =
                row.refused.iter().filter(|r| r.0 == Some(usize::from(at))).map(|r| r.1.to(lang)).collect();
            let text: String = cell.chars().take(LONGEST).collect();
            page.write_string_with_format(line, at, text, if whys.is_empty() { &plain } else { &refused })?;
            if !whys.is_empty() {
                page.insert_note(line, at, &Note::new(whys.join("\n")).add_author_prefix(false))?;
            }
        }
        if !row.refused.is_empty() {
            let named = |(column, why): &(Option<usize>, crate::model::Bilingual)| match column {
                Some(at) => format!("{}: {}", sheet.headings[*at], why.to(lang)),
                None => why.to(lang).to_string(),
            };
            let all = row.refused.iter().map(named).collect::<Vec<_>>().join("\n");
            page.write_string_with_format(line, width, all, &refused)?;
        }
    }
    page.set_freeze_panes(1, 0)?;
    Ok(())
}
