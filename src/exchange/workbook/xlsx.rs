//! Workbooks of Excel (XLSX), cell by cell.

use super::cells::{Cells, not_too_many, value};
use super::error::{CELLS, WorkbookError};
use super::remarks;
use super::values::{CellValue, Merged, Sheet, SheetRow, Shown, Workbook, number_text};
use crate::model::Light;
use calamine::{Reader as _, SheetVisible, Xlsx, XlsxError};
use std::collections::{HashMap, HashSet};
use std::io::Cursor;

pub(super) fn read(bytes: &[u8], largest: u64) -> Result<Workbook, WorkbookError> {
    let mut found = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let is_1904 = found.has_1904_epoch();
    let names: Vec<(String, bool)> = found
        .sheets_metadata()
        .iter()
        .filter(|s| s.typ == calamine::SheetType::WorkSheet && s.visible != SheetVisible::VeryHidden)
        .map(|s| (s.name.clone(), s.visible == SheetVisible::Hidden))
        .collect();
    not_too_many(names.len(), largest)?;
    let mut book = Workbook { sheets: Vec::new(), is_1904, saved_at: remarks::saved_at(bytes) };
    let mut beside = remarks::beside(bytes);
    let mut cells = 0;
    for (name, is_hidden) in names {
        let merged = found.merge_cells_by_sheet_name(&name).map_err(damaged)?;
        let merged = merged.iter().map(Merged::of).collect();
        let mut rows = rows(&mut found, &name, is_1904, &mut cells)?;
        let coloured = as_shown(&mut found, &name, &mut rows)?;
        let remarks::Beside { comments, hidden_rows, hidden_columns } = beside.remove(&name).unwrap_or_default();
        book.sheets.push(Sheet { name, rows, merged, comments, is_hidden, hidden_rows, hidden_columns, coloured });
    }
    Ok(book)
}

fn damaged(e: XlsxError) -> WorkbookError {
    match e {
        XlsxError::Password => WorkbookError::Password,
        e => super::cells::damaged(&e),
    }
}

fn rows(
    book: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    is_1904: bool,
    cells: &mut usize,
) -> Result<Vec<SheetRow>, WorkbookError> {
    let mut reader = book.worksheet_cells_reader(name).map_err(damaged)?;
    let mut all = Cells { rows: Vec::new(), count: cells };
    while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(damaged)? {
        all.add(cell.pos, value(cell.value, is_1904), cell.formula.is_some())?;
    }
    Ok(all.rows)
}

/// A share is shown in per cent, a number with its decimals, a day perhaps as a month, and a link has its address
/// behind its words. Gives the cells that are filled with a colour of a light.
fn as_shown(
    book: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    rows: &mut [SheetRow],
) -> Result<Vec<(usize, usize, Light)>, WorkbookError> {
    let links = book.hyperlinks_by_sheet_name(name).map_err(damaged)?;
    let mut reader = book.worksheet_cells_reader(name).map_err(damaged)?;
    let styles: Vec<(bool, Shown, Option<Light>)> = reader
        .styles()
        .iter()
        .map(|s| {
            let code = s.number_format.as_ref().map_or("", |f| f.format_code.as_str());
            let colour = s.fill.as_ref().and_then(|f| f.foreground_color.as_ref());
            (code.contains('%'), shown(code), colour.and_then(|c| light_of(c.red, c.green, c.blue)))
        })
        .collect();
    let (mut shares, mut formats, mut coloured) = (HashSet::new(), HashMap::new(), Vec::new());
    if styles.iter().any(|s| *s != (false, Shown::Plain, None)) {
        while let Some((line, column, style)) = reader.next_style_id().map_err(damaged)? {
            let Some((is_share, shown, light)) = styles.get(style) else { continue };
            let at = (line as usize + 1, column as usize);
            if *is_share {
                shares.insert(at);
            }
            if *shown != Shown::Plain {
                formats.insert(at, *shown);
            }
            if let Some(light) = light
                && coloured.len() < CELLS
            {
                coloured.push((at.0, at.1, *light));
            }
        }
    }
    for row in rows {
        for cell in &mut row.cells {
            let at = (row.line, cell.column);
            cell.shown = formats.get(&at).copied().unwrap_or_default();
            match &mut cell.value {
                CellValue::Number(n) if shares.contains(&at) => {
                    cell.value = CellValue::Text(format!("{} %", number_text(*n * 100.0)));
                }
                CellValue::Text(text) => {
                    let link = links.iter().find(|l| l.contains(row.line as u32 - 1, cell.column as u32));
                    let target = link.and_then(|l| l.target.as_deref()).map(|t| t.trim_start_matches("mailto:"));
                    let says = |target: &str| text.contains(target.trim_end_matches('/'));
                    if let Some(target) = target.filter(|t| !says(t)) {
                        text.push_str(&format!(" ({target})"));
                    }
                }
                _ => {}
            }
        }
    }
    Ok(coloured)
}

/// The part of a number or a day that a format code shows (ECMA-376, part 1, 18.8.31): its first section counts.
fn shown(code: &str) -> Shown {
    let mut plain = String::new();
    let (mut quoted, mut bracketed) = (false, false);
    for c in code.chars() {
        match c {
            '"' => quoted = !quoted,
            '[' if !quoted => bracketed = true,
            ']' if bracketed => bracketed = false,
            ';' if !quoted && !bracketed => break,
            c if !quoted && !bracketed => plain.extend(c.to_lowercase()),
            _ => {}
        }
    }
    let has = |c: char| plain.contains(c);
    match plain.split_once('.') {
        _ if has('y') && !has('d') && !has('h') => {
            if has('m') {
                Shown::Month
            } else {
                Shown::Year
            }
        }
        Some((whole, rest)) if whole.ends_with('0') && !plain.contains(['y', 'd', 'h', 's', 'e']) => {
            Shown::Decimals(rest.chars().take_while(|c| *c == '0').count() as u8)
        }
        _ => Shown::Plain,
    }
}

/// The light of a colour, by its hue; none for what is grey, pale or of another colour.
pub(super) fn light_of(red: u8, green: u8, blue: u8) -> Option<Light> {
    let (r, g, b) = (f64::from(red), f64::from(green), f64::from(blue));
    let (most, least) = (r.max(g).max(b), r.min(g).min(b));
    let range = most - least;
    if range < 40.0 || most < 90.0 {
        return None;
    }
    let hue = if most == r {
        60.0 * ((g - b) / range).rem_euclid(6.0)
    } else if most == g {
        60.0 * ((b - r) / range + 2.0)
    } else {
        60.0 * ((r - g) / range + 4.0)
    };
    match hue {
        h if !(20.0..340.0).contains(&h) => Some(Light::Red),
        h if (32.0..66.0).contains(&h) => Some(Light::Yellow),
        h if (78.0..165.0).contains(&h) => Some(Light::Green),
        _ => None,
    }
}
