//! Tables of a Word file, and how wide their columns are.

use super::{DocxWriter, Look};
use crate::document::{Cell, Table, Width};
use crate::model::Lang;
use crate::render::parts::{number_columns, plain};
use unicode_width::UnicodeWidthStr;

/// Twentieths of a point that a letter of a cell takes, and that a cell has around its text.
const LETTER: i64 = 84;
const AROUND: i64 = 175;

impl DocxWriter<'_> {
    pub(super) fn facts(&mut self, facts: &[(String, Vec<Cell>)]) {
        let longest = facts.iter().map(|(name, _)| name.width()).max().unwrap_or(0) as i64;
        let first = (longest * LETTER + AROUND).min(self.package.width / 2);
        let name = self.under.clone();
        self.grid(&name, &[first, self.package.width - first], false, |f| {
            for (name, cells) in facts {
                f.row(false, &[first, f.package.width - first], |f, at| match at {
                    0 => f.paragraph("fremdrift cell", |f| f.run(name, &Look { bold: true, ..Look::default() })),
                    _ => f.paragraph("fremdrift cell", |f| {
                        for (at, cell) in cells.iter().filter(|c| **c != Cell::Empty).enumerate() {
                            if at > 0 {
                                f.run(", ", &Look::default());
                            }
                            f.beside(cell, false);
                        }
                    }),
                });
            }
        });
        self.apart();
    }

    /// Two tables without a paragraph between them would be one.
    pub(super) fn apart(&mut self) {
        self.xml.element("w:p", &[], |xml| {
            xml.element("w:pPr", &[], |xml| {
                xml.empty(
                    "w:spacing",
                    &[("w:before", "0"), ("w:after", "0"), ("w:line", "160"), ("w:lineRule", "exact")],
                );
            });
        });
    }

    pub(super) fn table(&mut self, table: &Table) {
        if table.rows.is_empty() && !table.empty.is_empty() {
            self.paragraph("normal", |f| f.run(&table.empty, &Look::default()));
            return;
        }
        if table.columns.is_empty() {
            return;
        }
        let widths = widths(table, self.lang, self.package.width);
        let numbers = number_columns(table);
        let side = |at: usize| if numbers[at] { [("w:jc", "right")].to_vec() } else { vec![] };
        let name = self.under.clone();
        self.grid(&name, &widths, true, |f| {
            f.row(true, &widths, |f, at| {
                let mut more = vec![("w:keepNext", "")];
                more.extend(side(at));
                let title = &table.columns[at].title;
                f.styled("fremdrift cell", &more, |f| f.run(title, &Look { bold: true, ..Look::default() }));
            });
            for row in &table.rows {
                f.row(false, &widths, |f, at| {
                    let cell = row.get(at).unwrap_or(&Cell::Empty);
                    f.styled("fremdrift cell", &side(at), |f| f.cell(cell, false));
                });
            }
        });
        self.apart();
    }

    pub(super) fn grid(&mut self, name: &str, widths: &[i64], headed: bool, rows: impl FnOnce(&mut Self)) {
        let style = self.package.style("fremdrift table").to_string();
        let total = widths.iter().sum::<i64>().to_string();
        self.xml.open("w:tbl", &[]);
        self.xml.element("w:tblPr", &[], |xml| {
            xml.empty("w:tblStyle", &[("w:val", &style)]);
            xml.empty("w:tblW", &[("w:w", &total), ("w:type", "dxa")]);
            xml.empty("w:tblLayout", &[("w:type", "fixed")]);
            let first = if headed { "1" } else { "0" };
            let look = [("w:val", if headed { "0020" } else { "0000" }), ("w:firstRow", first)];
            let rest = [
                ("w:lastRow", "0"),
                ("w:firstColumn", "0"),
                ("w:lastColumn", "0"),
                ("w:noHBand", "1"),
                ("w:noVBand", "1"),
            ];
            xml.empty("w:tblLook", &[look.as_slice(), rest.as_slice()].concat());
            xml.empty("w:tblCaption", &[("w:val", &plain(name))]);
        });
        self.xml.element("w:tblGrid", &[], |xml| {
            for width in widths {
                xml.empty("w:gridCol", &[("w:w", &width.to_string())]);
            }
        });
        rows(self);
        self.xml.close("w:tbl");
    }

    /// A row is never broken; one that heads a table stands on every page.
    fn row(&mut self, heads: bool, widths: &[i64], mut cell: impl FnMut(&mut Self, usize)) {
        self.xml.open("w:tr", &[]);
        self.xml.element("w:trPr", &[], |xml| {
            xml.empty("w:cantSplit", &[]);
            if heads {
                xml.empty("w:tblHeader", &[]);
            }
        });
        for (at, width) in widths.iter().enumerate() {
            self.xml.open("w:tc", &[]);
            self.xml
                .element("w:tcPr", &[], |xml| xml.empty("w:tcW", &[("w:w", &width.to_string()), ("w:type", "dxa")]));
            cell(self, at);
            self.xml.close("w:tc");
        }
        self.xml.close("w:tr");
    }
}

/// How wide the columns are: none narrower than its longest word, prose has what is left.
fn widths(table: &Table, lang: Lang, room: i64) -> Vec<i64> {
    let measured: Vec<(i64, i64, i64)> = (0..table.columns.len())
        .map(|at| {
            let column = &table.columns[at];
            let texts: Vec<String> = table.rows.iter().filter_map(|r| r.get(at)).map(|c| c.shown(lang)).collect();
            // Only a space breaks a line; headings are bold, and so a little wider.
            let word = |t: &str| t.split([' ', '\n']).map(UnicodeWidthStr::width).max().unwrap_or(0);
            let wide = |t: &str| t.split('\n').map(UnicodeWidthStr::width).max().unwrap_or(0);
            let words = texts.iter().map(|t| word(t)).max().unwrap_or(0).max(word(&column.title) + 1);
            let whole = texts.iter().map(|t| wide(t)).max().unwrap_or(0).max(wide(&column.title) + 2);
            let letters = |n: usize| n as i64 * LETTER + AROUND;
            let least = match column.width {
                Width::Tight => texts.iter().map(|t| wide(t)).max().unwrap_or(0).max(word(&column.title) + 1),
                Width::Words | Width::Wraps => words,
            };
            let sum: usize = texts.iter().map(|t| t.width()).sum();
            let wish = if column.width == Width::Wraps { 1 + sum / texts.len().max(1) } else { 0 };
            // Word breaks a code at its hyphen: what is never broken has room to spare.
            let spare = if column.width == Width::Tight { least.min(26) as i64 * LETTER / 6 } else { 0 };
            (letters(least.min(26)) + spare, letters(whole) + spare, wish as i64)
        })
        .collect();
    let mut widths: Vec<i64> = measured.iter().map(|m| m.0).collect();
    let least: i64 = widths.iter().sum();
    if least > room {
        return widths.iter().map(|w| w * room / least).collect();
    }
    let (mut left, wishes) = (room - least, measured.iter().map(|m| m.2).sum::<i64>());
    // Columns that wrap share the rest by how much they say; nothing becomes wider than its longest text.
    for (width, (_, whole, wish)) in widths.iter_mut().zip(&measured) {
        let more = if wishes > 0 { (room - least) * wish / wishes } else { 0 };
        let more = more.min((whole - *width).max(0)).min(left);
        *width += more;
        left -= more;
    }
    for (width, (_, whole, _)) in widths.iter_mut().zip(&measured) {
        let more = (whole - *width).clamp(0, left);
        *width += more;
        left -= more;
    }
    widths
}
