//! The form for a terminal: broken to a width, readable without colour.

mod bars;
mod columns;

use super::parts::{Page, note, noted, number_columns, safe, values};
use crate::document::{Bars, Block, Cell, Document, Part, Table};
use crate::model::snapshot::Shown;
use crate::model::{Lang, Light};
use anstyle::{AnsiColor, Style};
use bars::{counted, drawn_bar, total};
use columns::{GAP, Grid, beside, byte_at, drawn, height, starts, widest, widths, wrap};
use unicode_width::UnicodeWidthStr;

/// A bar shorter than this has its counts under it instead of beside it.
const SHORT_BAR: usize = 12;

pub fn render(document: &Document, page: &Page) -> String {
    let form = TextWriter {
        page: *page,
        lang: document.lang,
        // The upper bound is what the table's layout can count to, and wider than any screen.
        width: page.width.clamp(20, 10_000),
    };
    let mut out = form.underlined(&document.title, '=');
    let mut before: Option<&Block> = None;
    for block in &document.blocks {
        let lines = form.block(block);
        if lines.is_empty() {
            continue;
        }
        let close = match (before, block) {
            (None, _) => out.is_empty(),
            (Some(Block::Heading(..)), Block::Heading(..)) => false,
            (Some(Block::Heading(..)), _) | (Some(Block::Foot(_)), Block::Foot(_)) => true,
            _ => false,
        };
        if !close {
            out.push(String::new());
        }
        out.extend(lines);
        before = Some(block);
    }
    let mut text = out.join("\n");
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

struct TextWriter<'a> {
    page: Page<'a>,
    lang: Lang,
    width: usize,
}

impl TextWriter<'_> {
    fn block(&self, block: &Block) -> Vec<String> {
        match block {
            Block::Heading(1, text) => self.underlined(text, '-'),
            Block::Heading(_, text) => self.all(BOLD, self.wrapped(text, self.width)),
            Block::Paragraph(text) => self.wrapped(text, self.width),
            Block::Caveat(text) => self.caveat(text),
            Block::List(items) => items.iter().flat_map(|item| self.item(item)).collect(),
            Block::Notes(notes) => {
                notes.iter().flat_map(|note| self.item(&noted(note, self.lang, &self.page))).collect()
            }
            Block::Facts(facts) => self.facts(facts),
            Block::Table(table) => self.table(table),
            Block::Bars(bars) => self.bars(bars),
            Block::Timeline(line) => self.table(&line.table(self.lang)),
            Block::Foot(text) => self.all(DIM, self.wrapped(text, self.width)),
        }
    }

    /// No lines for a text of nothing but space.
    fn wrapped(&self, text: &str, width: usize) -> Vec<String> {
        let text = safe(text, &self.page);
        let text = text.trim();
        if text.is_empty() {
            return Vec::new();
        }
        wrap(text, width)
    }

    fn paint(&self, style: Style, text: &str) -> String {
        if !self.page.colour || text.is_empty() || style.is_plain() {
            return text.to_string();
        }
        format!("{}{text}{}", style.render(), style.render_reset())
    }

    fn all(&self, style: Style, lines: Vec<String>) -> Vec<String> {
        lines.iter().map(|line| self.paint(style, line)).collect()
    }

    fn underlined(&self, text: &str, with: char) -> Vec<String> {
        let lines = self.wrapped(text, self.width);
        let widest = widest(&lines);
        if widest == 0 {
            return Vec::new();
        }
        let mut lines = self.all(BOLD, lines);
        lines.push(with.to_string().repeat(widest));
        lines
    }

    fn caveat(&self, text: &str) -> Vec<String> {
        let word = note(self.lang);
        let mut lines = self.wrapped(&format!("{word} {text}"), self.width);
        if let Some(first) = lines.first_mut()
            && let Some(rest) = first.strip_prefix(word)
        {
            *first = format!("{}{rest}", self.paint(BOLD, word));
        }
        lines
    }

    fn item(&self, text: &str) -> Vec<String> {
        let mut lines = self.wrapped(text, self.width - 2);
        for (index, line) in lines.iter_mut().enumerate() {
            let lead = if index == 0 { "- " } else { "  " };
            *line = format!("{lead}{line}").trim_end().to_string();
        }
        lines
    }

    fn facts(&self, facts: &[(String, Vec<Cell>)]) -> Vec<String> {
        let names: Vec<Vec<String>> = facts.iter().map(|(name, _)| self.wrapped(name, self.width * 2 / 5)).collect();
        let column = names.iter().map(|lines| widest(lines)).max().unwrap_or(0);
        let room = self.width - column - GAP;
        let mut out = Vec::new();
        for (name, (_, cells)) in names.iter().zip(facts) {
            let mut lines = self.wrapped(&values(cells, self.lang, &self.page), room);
            for (style, shown) in cells.iter().filter_map(|cell| Some((light(cell)?, cell.shown(self.lang)))) {
                if let Some(line) = lines.iter_mut().find(|line| line.contains(&shown)) {
                    *line = line.replacen(&shown, &self.paint(style, &shown), 1);
                }
            }
            out.extend(beside(name, column, &lines));
        }
        out
    }

    fn table(&self, table: &Table) -> Vec<String> {
        if table.rows.is_empty() && !table.empty.is_empty() {
            return self.wrapped(&table.empty, self.width);
        }
        if table.columns.is_empty() {
            return Vec::new();
        }
        let grid = Grid {
            head: table.columns.iter().map(|c| safe(&c.title, &self.page).into_owned()).collect(),
            rows: table
                .rows
                .iter()
                .map(|row| {
                    let cell = |index| row.get(index).map_or(String::new(), |c: &Cell| c.shown(self.lang));
                    (0..table.columns.len()).map(|i| safe(&cell(i), &self.page).trim().to_string()).collect()
                })
                .collect(),
        };
        match widths(&grid, table, self.width) {
            Some(widths) => self.laid_out(table, &grid, &widths),
            None => self.stacked(table),
        }
    }

    fn laid_out(&self, table: &Table, grid: &Grid, widths: &[usize]) -> Vec<String> {
        let broken = |texts: &[String]| -> Vec<Vec<String>> {
            texts.iter().zip(widths).map(|(text, width)| wrap(text, *width)).collect()
        };
        let head = broken(&grid.head);
        let rows: Vec<Vec<Vec<String>>> = grid.rows.iter().map(|row| broken(row)).collect();
        let lines = drawn(&head, &rows, &number_columns(table));
        if !self.page.colour {
            return lines;
        }

        let starts = starts(&head, &rows);
        let mut lines = lines.into_iter();
        let heading: Vec<String> = lines.by_ref().take(height(&head)).collect();
        let mut out = self.all(BOLD, heading);
        out.extend(lines.by_ref().take(1).map(|rule| self.paint(DIM, &rule)));
        for (cells, pieces) in table.rows.iter().zip(&rows) {
            for index in 0..height(pieces) {
                let mut line = lines.next().unwrap_or_default();
                // From the right, so that what is painted does not move what is still to be found.
                for ((cell, piece), start) in cells.iter().zip(pieces).zip(&starts).rev() {
                    if let (Some(style), Some(text)) = (light(cell), piece.get(index)) {
                        let at = byte_at(&line, *start);
                        if line[at..].starts_with(text.as_str()) {
                            line.replace_range(at..at + text.len(), &self.paint(style, text));
                        }
                    }
                }
                out.push(line);
            }
        }
        out
    }

    /// For more columns than the page has room for: each row as names and values.
    fn stacked(&self, table: &Table) -> Vec<String> {
        let mut out = Vec::new();
        for row in &table.rows {
            let facts: Vec<(String, Vec<Cell>)> = table
                .columns
                .iter()
                .zip(row)
                .map(|(column, cell)| (column.title.clone(), vec![cell.clone()]))
                .collect();
            if !out.is_empty() {
                out.push(String::new());
            }
            out.extend(self.facts(&facts));
        }
        out
    }

    fn bars(&self, bars: &Bars) -> Vec<String> {
        let signs: Vec<char> = bars.legend.iter().map(|part| part.sign()).collect();
        let names: Vec<Vec<String>> =
            bars.rows.iter().map(|(name, _)| self.wrapped(&name.shown(self.lang), self.width * 2 / 5)).collect();
        let counts: Vec<String> = bars.rows.iter().map(|(_, parts)| counted(&signs, parts)).collect();
        let column = names.iter().map(|lines| widest(lines)).max().unwrap_or(0);
        let longest = bars.rows.iter().map(|(_, parts)| total(parts)).max().unwrap_or(0);

        let room = self.width - column - GAP;
        let beside_room = room.saturating_sub(GAP + widest(&counts));
        let under = (beside_room as u128) < longest.min(SHORT_BAR as u128);
        let room = if under { room } else { beside_room };
        let drawn: Vec<String> = bars.rows.iter().map(|(_, parts)| drawn_bar(&signs, parts, longest, room)).collect();
        let bar = widest(&drawn);

        let mut out = self.wrapped(&bars.describes, self.width);
        if longest > room as u128 {
            out.extend(self.wrapped(to_scale(self.lang), self.width));
        }
        out.extend(self.legend(bars));
        out.push(String::new());
        for ((name, drawn), counts) in names.iter().zip(&drawn).zip(&counts) {
            let painted = self.signs(drawn);
            let lines = if under {
                let counts = wrap(counts, room).into_iter().map(|line| self.signs(&line));
                let bar = (!painted.is_empty()).then_some(painted);
                bar.into_iter().chain(counts).collect()
            } else if bar == 0 {
                vec![counts.clone()]
            } else {
                let pad = " ".repeat(bar - drawn.width() + GAP);
                vec![format!("{painted}{pad}{}", self.signs(counts))]
            };
            out.extend(beside(name, column, &lines));
        }
        out
    }

    fn legend(&self, bars: &Bars) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for part in &bars.legend {
            let entry = format!("{} {}", part.sign(), part.word(self.lang));
            match lines.last_mut() {
                Some(line) if line.width() + 3 + entry.width() <= self.width => {
                    line.push_str("   ");
                    line.push_str(&entry);
                }
                _ => lines.extend(wrap(&entry, self.width)),
            }
        }
        lines.iter().map(|line| self.signs(line)).collect()
    }

    /// The signs of the lights in their colours; only for text of the program's own.
    fn signs(&self, line: &str) -> String {
        if !self.page.colour {
            return line.to_string();
        }
        let style = |c: char| {
            let light = Light::ALL.iter().find(|light| Part::Shown(Shown::Light(**light)).sign() == c);
            light.map_or(Style::new(), |light| colour(*light))
        };
        let mut out = String::new();
        let mut rest = line;
        while let Some(first) = rest.chars().next() {
            let end = rest.find(|c| c != first).unwrap_or(rest.len());
            out.push_str(&self.paint(style(first), &rest[..end]));
            rest = &rest[end..];
        }
        out
    }
}

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

fn colour(light: Light) -> Style {
    match light {
        Light::Green => AnsiColor::Green.on_default(),
        Light::Yellow => AnsiColor::Yellow.on_default(),
        Light::Red => AnsiColor::Red.on_default(),
    }
}

fn light(cell: &Cell) -> Option<Style> {
    match cell {
        Cell::Light(light) | Cell::Shown(Shown::Light(light)) => Some(colour(*light)),
        Cell::Marked(inner) => self::light(inner),
        _ => None,
    }
}

fn to_scale(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "The bars are drawn to scale; one sign stands for more than one.",
        Lang::Da => "Søjlerne er tegnet i målestok; ét tegn står for mere end én.",
    }
}

#[cfg(test)]
#[path = "text_tests.rs"]
mod tests;
