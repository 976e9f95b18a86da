//! A report as a workbook: a page with the words and the pictures, and a sheet a table, ready to be
//! filtered. Nothing that a user typed is a formula.

use super::parts::{Page, note, plain, title, values};
use crate::document::{Bars, Block, Cell, Document, MARK, Note, Part, Table, Width};
use crate::i18n;
use crate::model::snapshot::Shown;
use crate::model::{Lang, Light};
use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{
    Chart, ChartType, Color, DocProperties, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use std::collections::HashSet;
use unicode_width::UnicodeWidthStr;

const HEAD: Color = Color::RGB(0x1F3A5F);
const LINE: Color = Color::RGB(0xC4CCD4);

/// The number of A4 in a workbook.
const A4: u8 = 9;

/// Excel keeps this name for itself.
const RESERVED: &str = "history";

/// Excel takes no longer text into a cell (its specifications and limits).
const LONGEST: usize = 32_767;

pub fn render(document: &Document, page: &Page) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&DocProperties::new().set_title(plain(title(document))).set_creation_datetime(&page.made));
    let mut form = WorkbookWriter { lang: document.lang, names: HashSet::from([RESERVED.to_string()]), base: base() };
    let front = form.sheet_name(i18n::SUMMARY.to(document.lang), "");
    book.add_worksheet().set_name(&front)?;
    let mut charts = Vec::new();
    let mut under = title(document).to_string();
    for block in &document.blocks {
        match block {
            Block::Heading(_, text) => under.clone_from(text),
            Block::Table(table) if !table.rows.is_empty() => {
                form.table(&mut book, &under, table.columns.first().map_or("", |c| &c.title), table)?;
            }
            Block::Bars(bars) if !bars.rows.is_empty() => {
                let name = form.table(&mut book, &under, kind(bars, form.lang), &bars.table(form.lang))?;
                charts.push((name, under.clone(), bars));
            }
            Block::Timeline(line) if !line.rows.is_empty() => {
                form.table(&mut book, &under, i18n::DATES.to(form.lang), &line.table(form.lang))?;
            }
            Block::Notes(notes) if !notes.is_empty() => {
                form.table(&mut book, &under, i18n::NOTE.to(form.lang), &of_notes(notes, form.lang))?;
            }
            _ => {}
        }
    }
    let sheet = book.worksheet_from_index(0)?;
    form.front(sheet, document, page, &charts)?;
    book.save_to_buffer()
}

/// Notes as rows: what each is about, and what it says.
fn of_notes(notes: &[Note], lang: Lang) -> Table {
    let reference = |note: &Note| note.about.iter().find(|c| is_id(c)).cloned().unwrap_or(Cell::Empty);
    let title = |note: &Note| {
        let rest: Vec<String> = note.about.iter().filter(|c| !is_id(c)).map(|c| c.shown(lang)).collect();
        Cell::text(rest.join(" "))
    };
    Table::of("notes", lang, notes)
        .tight("about", i18n::REFERENCE, |note| reference(note))
        .wraps("title", i18n::TITLE, |note| title(note))
        .wraps("says", i18n::WHAT, |note| Cell::text(&note.says))
        .done()
}

/// The unit that bars count.
fn kind(bars: &Bars, lang: Lang) -> &'static str {
    match bars.legend.first() {
        Some(Part::Status(_)) => i18n::STATUS.to(lang),
        Some(Part::Reported(_)) => i18n::REPORTED.to(lang),
        _ => i18n::LIGHT.to(lang),
    }
}

fn is_id(cell: &Cell) -> bool {
    match cell {
        Cell::Id(_) => true,
        Cell::Marked(inner) => is_id(inner),
        _ => false,
    }
}

fn base() -> Format {
    Format::new().set_align(FormatAlign::Top).set_border_bottom(FormatBorder::Thin).set_border_color(LINE)
}

fn colour(part: Part) -> Color {
    Color::RGB(match part.code() {
        "green" => 0x1A7F37,
        "completed" => 0x10434F,
        "yellow" => 0xE0A800,
        "red" => 0xB3261E,
        "reported" | "ongoing" => 0x2F6FB5,
        "partly-completed" => 0x5B53A7,
        "suspended" => 0x8A5A00,
        "cancelled" => 0x7A3B52,
        "carried-over" => 0x14707A,
        "not-started" => 0x7B8794,
        "no-light" => 0x9AA5B1,
        "ended" => 0x5B6B7A,
        _ => 0xE3E7EB,
    })
}

fn tint(light: Light) -> (Color, Color) {
    match light {
        Light::Green => (Color::RGB(0x14652B), Color::RGB(0xE3F4E7)),
        Light::Yellow => (Color::RGB(0x6F5300), Color::RGB(0xFDF2CF)),
        Light::Red => (Color::RGB(0xA01D16), Color::RGB(0xFDE7E5)),
    }
}

struct WorkbookWriter {
    lang: Lang,
    /// In lower case: Excel takes names for the same that differ in case alone.
    names: HashSet<String>,
    base: Format,
}

impl WorkbookWriter {
    /// At most 31 characters, none of those that Excel refuses, and no name twice: the second one under a
    /// heading says what it counts.
    fn sheet_name(&mut self, text: &str, kind: &str) -> String {
        let clean: String = plain(text).chars().filter(|c| !"[]:*?/\\\n\t".contains(*c)).collect();
        let edge = |c: char| c == '\'' || c.is_whitespace();
        let clean = clean.trim_matches(edge).to_string();
        // The room is for the word that tells one sheet from the next.
        let mut by = clean.strip_prefix("Fordelt på ").unwrap_or_default().chars();
        let clean = by.next().map_or(clean.clone(), |first| first.to_uppercase().chain(by).collect());
        let clean = if clean.is_empty() { i18n::SUMMARY.owned(self.lang) } else { clean };
        let with = |behind: &str| {
            let room = 31usize.saturating_sub(behind.encode_utf16().count());
            let front = cut_to(&clean, room);
            let front = front.trim_matches(edge);
            format!("{}{behind}", if front.is_empty() { i18n::SUMMARY.to(self.lang) } else { front })
        };
        let kind = [String::new(), format!(", {}", kind.to_lowercase().trim_end_matches(edge))];
        let numbered = (2..).map(|n| format!(" ({n})"));
        for behind in kind.into_iter().filter(|k| k.chars().count() < 20).chain(numbered) {
            let name = with(&behind);
            if self.names.insert(name.to_lowercase()) {
                return name;
            }
        }
        clean
    }

    /// A sheet with a table, under the name of the heading that it stands under.
    fn table(&mut self, book: &mut Workbook, under: &str, kind: &str, table: &Table) -> Result<String, XlsxError> {
        let name = self.sheet_name(under, kind);
        let sheet = book.add_worksheet();
        sheet.set_name(&name)?;
        let heading = Format::new()
            .set_bold()
            .set_font_color(Color::White)
            .set_background_color(HEAD)
            .set_text_wrap()
            .set_align(FormatAlign::Top);
        // The mark of what is made up must not get lost when the rows are filtered or copied.
        let marked = |row: &[Cell]| row.iter().any(|c| matches!(c, Cell::Marked(_)));
        let told = table.rows.iter().any(|row| marked(row));
        let mut columns: Vec<(String, Width)> = table.columns.iter().map(|c| (c.title.clone(), c.width)).collect();
        if told {
            columns.push((i18n::IS_ILLUSTRATIVE.owned(self.lang), Width::Tight));
        }
        let mut rooms: Vec<usize> = Vec::new();
        for (at, (title, width)) in (0u16..).zip(&columns) {
            let texts = table.rows.iter().filter_map(|r| r.get(usize::from(at))).map(|c| c.shown(self.lang).width());
            let longest = texts.max().unwrap_or(0).max(title.width().min(14));
            let room = if *width == Width::Wraps { longest.min(60) } else { longest.min(30) };
            sheet.set_column_width(at, room as f64 + 3.0)?;
            rooms.push(room);
            sheet.write_string_with_format(0, at, cut(&plain(title)), &heading)?;
        }
        for (line, row) in (1u32..).zip(&table.rows) {
            let lines = row.iter().zip(&rooms).map(|(c, room)| lines(&c.shown(self.lang), *room)).max().unwrap_or(1);
            sheet.set_row_height(line, height(lines))?;
            for (at, cell) in (0u16..).zip(row.iter().take(table.columns.len())) {
                self.cell(sheet, line, at, cell)?;
            }
            if told {
                let yes = Cell::YesNo(marked(row)).shown(self.lang);
                sheet.write_string_with_format(line, table.columns.len() as u16, yes, &self.base)?;
            }
        }
        let (rows, last) = (table.rows.len() as u32, columns.len().max(1) as u16 - 1);
        sheet.autofilter(0, 0, rows, last)?;
        sheet.set_freeze_panes(1, 1)?;
        sheet.set_repeat_rows(0, 0)?;
        sheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0).set_footer("&R&P / &N");
        Ok(name)
    }

    fn cell(&self, sheet: &mut Worksheet, line: u32, at: u16, cell: &Cell) -> Result<(), XlsxError> {
        let base = &self.base;
        match cell {
            Cell::Empty | Cell::Delta(0) => sheet.write_blank(line, at, base)?,
            Cell::Count(n) => sheet.write_number_with_format(line, at, *n as f64, base)?,
            Cell::Delta(n) => {
                let format = base.clone().set_num_format("+0;-0;0");
                sheet.write_number_with_format(line, at, *n as f64, &format)?
            }
            Cell::Day(day) => self.day(sheet, line, at, *day)?,
            // A date that names a day is a day; one that names a month or a year is text.
            Cell::PartialDate(date) if date.first_day() == date.last_day() => {
                self.day(sheet, line, at, date.first_day())?
            }
            Cell::Light(light) | Cell::Shown(Shown::Light(light)) => {
                let (ink, fill) = tint(*light);
                let format = base.clone().set_font_color(ink).set_background_color(fill);
                sheet.write_string_with_format(line, at, cell.shown(self.lang), &format)?
            }
            Cell::Marked(inner) => match **inner {
                Cell::Id(_) | Cell::Day(_) | Cell::PartialDate(_) | Cell::Count(_) => {
                    return self.cell(sheet, line, at, inner);
                }
                _ => {
                    let text = format!("{} {MARK}", inner.shown(self.lang));
                    sheet.write_string_with_format(line, at, cut(&plain(&text)), &base.clone().set_text_wrap())?
                }
            },
            Cell::Id(_) => {
                let format = base.clone().set_num_format("@");
                sheet.write_string_with_format(line, at, cut(&plain(&cell.shown(self.lang))), &format)?
            }
            cell => {
                let format = base.clone().set_text_wrap();
                sheet.write_string_with_format(line, at, cut(&plain(&cell.shown(self.lang))), &format)?
            }
        };
        Ok(())
    }

    /// A workbook has no day before 1900; such a one is text.
    fn day<'s>(
        &self,
        sheet: &'s mut Worksheet,
        line: u32,
        at: u16,
        day: NaiveDate,
    ) -> Result<&'s mut Worksheet, XlsxError> {
        if day.year() < 1900 {
            return sheet.write_string_with_format(line, at, day.to_string(), &self.base);
        }
        sheet.write_date_with_format(line, at, day, &self.base.clone().set_num_format("yyyy-mm-dd"))
    }

    /// The page with the words and the pictures.
    fn front(
        &self,
        sheet: &mut Worksheet,
        document: &Document,
        page: &Page,
        charts: &[(String, String, &Bars)],
    ) -> Result<(), XlsxError> {
        sheet.set_column_width(0, 26)?;
        sheet.set_column_width(1, 84)?;
        sheet.set_screen_gridlines(false);
        let large = Format::new().set_bold().set_font_size(16).set_font_color(HEAD);
        let heading = Format::new().set_bold().set_font_size(12).set_font_color(HEAD);
        let name = Format::new().set_bold().set_align(FormatAlign::Top).set_text_wrap();
        let text = Format::new().set_align(FormatAlign::Top).set_text_wrap();
        let mut line = 0u32;
        sheet.write_string_with_format(line, 0, cut(&plain(title(document))), &large)?;
        line += 2;
        let mut write = |sheet: &mut Worksheet, left: &str, right: &str| -> Result<(), XlsxError> {
            sheet.write_string_with_format(line, 0, cut(&plain(left)), &name)?;
            sheet.write_string_with_format(line, 1, cut(&plain(right)), &text)?;
            sheet.set_row_height(line, height(lines(left, 22).max(lines(right, 84))))?;
            line += 1;
            Ok(())
        };
        let mut under: Option<&str> = None;
        for block in &document.blocks {
            match block {
                Block::Heading(_, words) => under = Some(words),
                Block::Facts(facts) => {
                    for (name, cells) in facts {
                        write(sheet, name, &values(cells, self.lang, page))?;
                    }
                }
                Block::Caveat(words) => write(sheet, note(self.lang), words)?,
                Block::Paragraph(words) => write(sheet, under.take().unwrap_or_default(), words)?,
                Block::Foot(words) => write(sheet, "", words)?,
                Block::List(items) => {
                    for item in items {
                        write(sheet, under.take().unwrap_or_default(), item)?;
                    }
                }
                Block::Table(table) if table.rows.is_empty() && !table.empty.is_empty() => {
                    write(sheet, under.take().unwrap_or_default(), &table.empty)?;
                }
                _ => under = None,
            }
        }
        line += 1;
        for (name, under, bars) in charts {
            // Excel takes no chart without a part that is somewhere.
            if !(0..bars.legend.len()).any(|part| bars.is_somewhere(part)) {
                continue;
            }
            sheet.write_string_with_format(line, 0, cut(&plain(under)), &heading)?;
            let chart = self.chart(name, bars);
            let height = chart_height(bars);
            sheet.insert_chart(line + 1, 0, &chart)?;
            line += 3 + height.div_ceil(20);
        }
        sheet.set_paper_size(A4).set_print_fit_to_pages(1, 0).set_footer("&R&P / &N");
        sheet.set_active(true);
        Ok(())
    }

    /// Drawn by Excel from the sheet with the same rows.
    fn chart(&self, name: &str, bars: &Bars) -> Chart {
        let quarters = bars.key.ends_with("by_quarter");
        let mut chart = Chart::new(if quarters { ChartType::ColumnStacked } else { ChartType::BarStacked });
        let rows = bars.rows.len() as u32;
        let shown = (0..bars.legend.len()).filter(|i| bars.is_somewhere(*i));
        for (column, index) in (1u16..).zip(shown) {
            let part = bars.legend[index];
            let series = chart.add_series();
            series
                .set_name((name, 0, column))
                .set_categories((name, 1, 0, rows, 0))
                .set_values((name, 1, column, rows, column))
                .set_gap(60);
            let mut format = rust_xlsxwriter::ChartFormat::new();
            format.set_solid_fill(rust_xlsxwriter::ChartSolidFill::new().set_color(colour(part)));
            format.set_border(rust_xlsxwriter::ChartLine::new().set_color(Color::RGB(0x5B6B7A)).set_width(0.5));
            series.set_format(&mut format);
        }
        chart
            .title()
            .set_name(plain(&bars.describes).as_ref())
            .set_font(rust_xlsxwriter::ChartFont::new().set_size(12).set_bold());
        chart.legend().set_position(rust_xlsxwriter::ChartLegendPosition::Bottom);
        if !quarters {
            // The first row on top, as in the table.
            chart.y_axis().set_reverse();
        }
        chart.set_width(820).set_height(chart_height(bars));
        // Excel takes 255 characters.
        chart.set_alt_text(cut_to(&plain(&bars.describes), 255));
        chart
    }
}

/// How many lines a text takes in a column so many letters wide.
fn lines(text: &str, room: usize) -> usize {
    text.lines().map(|l| l.width().div_ceil(room.max(1)).max(1)).sum::<usize>().max(1)
}

/// In points. Not every program makes a row as high as its text; Excel has rows of at most 409.
fn height(lines: usize) -> f64 {
    (lines * 15).min(405) as f64
}

/// In pixels.
fn chart_height(bars: &Bars) -> u32 {
    if bars.key.ends_with("by_quarter") { 340 } else { (bars.rows.len() as u32 * 26 + 130).clamp(200, 1600) }
}

/// The beginning of a text, as Excel counts: in units of UTF-16, and never half a character.
fn cut_to(text: &str, room: usize) -> String {
    let mut left = room;
    text.chars().take_while(|c| left.checked_sub(c.len_utf16()).inspect(|l| left = *l).is_some()).collect()
}

fn cut(text: &str) -> String {
    match text.encode_utf16().count() > LONGEST {
        true => cut_to(text, LONGEST - 1) + "…",
        false => text.to_string(),
    }
}
