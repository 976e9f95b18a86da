//! A form as a workbook or as CSV.

use super::csv::{Profile, Writer};
use super::parts::plain;
use crate::document::Cell;
use crate::document::form::{Asked, Form, FormRow, Guide, Holds};
use chrono::{DateTime, Utc};
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DocProperties, Format, FormatAlign, FormatBorder,
    ProtectionOptions, Workbook, Worksheet, XlsxError,
};

/// Cells that are filled in, cells that are shown, rows of which nothing is asked.
const FILL: Color = Color::RGB(0xFF_F8_D6);
const SHOWN: Color = Color::RGB(0xF2_F2_F2);
const HEAD: Color = Color::RGB(0x1F_3A_5F);
const HEAD_FILL: Color = Color::RGB(0x7A_5C_00);
const LINE: Color = Color::RGB(0xBF_BF_BF);

/// In per cent: both halves of a sheet are as wide as a page.
const SCALE: u16 = 48;

/// The number of A4 in a workbook.
const A4: u8 = 9;

/// The same form and the same moment give the same bytes.
pub fn workbook(form: &Form, now: DateTime<Utc>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let properties = DocProperties::new()
        .set_title(&form.title)
        .set_creation_datetime(&now)
        .set_custom_property("fremdrift-sheet", form.code.as_str());
    book.set_properties(&properties);
    guide(book.add_worksheet(), form)?;
    table(book.add_worksheet(), form)?;
    book.save_to_buffer()
}

fn base() -> Format {
    Format::new().set_text_wrap().set_align(FormatAlign::Top).set_border(FormatBorder::Thin).set_border_color(LINE)
}

/// In the header and footer of a page & begins a command.
fn footer(form: &Form) -> String {
    format!("&L{}&R&P / &N", form.code.replace('&', "&&"))
}

fn guide(sheet: &mut Worksheet, form: &Form) -> Result<(), XlsxError> {
    sheet.set_name(&form.names[0])?;
    sheet.set_column_width(0, 30)?;
    sheet.set_column_width(1, 78)?;
    sheet.set_screen_gridlines(false);
    let heading = Format::new().set_bold().set_font_size(13).set_font_color(HEAD).set_text_wrap();
    let text = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let name = Format::new().set_bold().set_align(FormatAlign::Top).set_text_wrap();
    let value = Format::new().set_align(FormatAlign::Left).set_text_wrap().set_num_format("@");
    let fill = base().set_background_color(FILL).set_unlocked().set_num_format("@");
    for (row, line) in (0u32..).zip(&form.guide) {
        match line {
            Guide::Heading(words) => {
                sheet.merge_range(row, 0, row, 1, words, &heading)?;
                sheet.set_row_height(row, 22)?;
            }
            Guide::Text(words) => {
                sheet.merge_range(row, 0, row, 1, words, &text)?;
                // A merged cell does not grow by itself: about 105 letters a line.
                sheet.set_row_height(row, 15 * words.chars().count().div_ceil(105).max(1) as u16 + 2)?;
            }
            Guide::Fact(title, words) => {
                sheet.write_string_with_format(row, 0, title, &name)?;
                sheet.write_string_with_format(row, 1, words, &value)?;
            }
            Guide::Fill(title) => {
                sheet.write_string_with_format(row, 0, title, &name)?;
                sheet.write_blank(row, 1, &fill)?;
            }
            Guide::Space => {}
        }
    }
    sheet.set_paper_size(A4).set_print_fit_to_pages(1, 0).set_footer(footer(form));
    sheet.protect();
    Ok(())
}

fn table(sheet: &mut Worksheet, form: &Form) -> Result<(), XlsxError> {
    sheet.set_name(&form.names[1])?;
    let heading = |c: &Asked| {
        base().set_bold().set_font_color(Color::White).set_background_color(if c.fill { HEAD_FILL } else { HEAD })
    };
    for (at, column) in (0u16..).zip(&form.columns) {
        sheet.set_column_width(at, column.width)?;
        sheet.write_string_with_format(0, at, &column.heading, &heading(column))?;
    }
    sheet.set_row_height(0, 62)?;
    for (line, row) in (1u32..).zip(&form.rows) {
        sheet.set_row_height(line, height(form, row))?;
        for (at, (column, cell)) in (0u16..).zip(form.columns.iter().zip(&row.cells)) {
            write(sheet, line, at, form, (column, cell, row))?;
        }
    }
    let last = form.rows.len().max(1) as u32;
    for (at, column) in (0u16..).zip(&form.columns).filter(|(_, c)| c.fill) {
        sheet.add_data_validation(1, at, last, at, &validation(form, column)?)?;
    }
    sheet.set_freeze_panes(1, 2)?;
    let first = form.columns.iter().position(|c| c.fill).unwrap_or(0) as u16;
    // On paper: what is shown on one page, what is filled in on the next, with the first two columns again.
    sheet.set_paper_size(A4).set_landscape().set_print_scale(SCALE).set_vertical_page_breaks(&[u32::from(first)])?;
    sheet.set_repeat_rows(0, 0)?.set_repeat_columns(0, 1)?;
    sheet.set_footer(footer(form)).set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3);
    sheet.set_selection(1, first, 1, first)?;
    // Without a password: against slips, not against people.
    sheet.protect_with_options(&ProtectionOptions {
        select_locked_cells: true,
        select_unlocked_cells: true,
        format_columns: true,
        format_rows: true,
        ..ProtectionOptions::new()
    });
    sheet.set_active(true);
    Ok(())
}

/// In points: as many lines as the longest text takes, and room to write in. Not every program makes a
/// row as high as its text.
fn height(form: &Form, row: &FormRow) -> f64 {
    let lines = form.columns.iter().zip(&row.cells).map(|(column, cell)| {
        let lines = |l: &str| l.chars().count().div_ceil(usize::from(column.width).saturating_sub(2).max(1)).max(1);
        cell.shown(form.lang).lines().map(lines).sum::<usize>()
    });
    // Excel has rows of at most 409 points.
    (lines.max().unwrap_or(1).max(2) * 15 + 3).min(409) as f64
}

fn write(
    sheet: &mut Worksheet,
    line: u32,
    at: u16,
    form: &Form,
    (column, cell, row): (&Asked, &Cell, &FormRow),
) -> Result<(), XlsxError> {
    let mut format = base();
    format = match (column.fill, row.quiet) {
        (true, _) => format.set_unlocked().set_background_color(FILL),
        (false, true) => format.set_background_color(SHOWN).set_font_color(Color::RGB(0x59_59_59)),
        (false, false) => format.set_background_color(SHOWN),
    };
    let day = match cell {
        Cell::Day(day) => Some(*day),
        // A date that names a day is a day; one that names a month or a year is text.
        Cell::PartialDate(date) if date.first_day() == date.last_day() => Some(date.first_day()),
        _ => None,
    };
    // A cell to be filled in stays as it is typed: in a cell for dates 2028 would become a day in 1905.
    let is_date = column.holds == Holds::Date && !column.fill && day.is_some();
    format = format.set_num_format(if is_date { "yyyy-mm-dd" } else { "@" });
    match (day, cell) {
        (Some(day), _) => sheet.write_date_with_format(line, at, day, &format)?,
        (None, Cell::Empty) => sheet.write_blank(line, at, &format)?,
        (None, cell) => sheet.write_string_with_format(line, at, safe(&cell.shown(form.lang)), &format)?,
    };
    Ok(())
}

/// The most that a cell of a workbook holds, in UTF-16 units.
const CELL: usize = 32_767;

/// Nothing that acts, and no more than a cell can hold.
fn safe(text: &str) -> String {
    let mut units = 0;
    plain(text)
        .chars()
        .take_while(|c| {
            units += c.len_utf16();
            units <= CELL
        })
        .collect()
}

fn validation(form: &Form, column: &Asked) -> Result<DataValidation, XlsxError> {
    let rule = match &column.holds {
        Holds::Choice(words) => DataValidation::new()
            .allow_list_strings(words)?
            .set_error_style(DataValidationErrorStyle::Stop)
            .set_error_message(crate::i18n::returns::only_from_list(form.lang))?,
        _ => DataValidation::new().allow_any_value(),
    };
    rule.ignore_blank(true).set_input_message(&column.hint)
}

/// The table alone, one heading a column.
pub fn csv(form: &Form, profile: Profile) -> std::io::Result<Vec<u8>> {
    let mut out = Writer::new(Vec::new(), profile)?;
    let headings: Vec<String> =
        form.columns.iter().map(|c| c.heading.lines().next().unwrap_or_default().to_string()).collect();
    out.row(&headings)?;
    for row in &form.rows {
        let cells: Vec<String> = row.cells.iter().map(|c| c.shown(form.lang)).collect();
        out.row(&cells)?;
    }
    out.finish()
}
