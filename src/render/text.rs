//! The form for a terminal: broken to a width, readable without colour.

use super::{Page, note, number_columns, safe, values};
use crate::document::{Bars, Block, Cell, Document, Part, Table, Width};
use crate::model::line::Shown;
use crate::model::{Lang, Light};
use anstyle::{AnsiColor, Style};
use comfy_table::{CellAlignment, LineStyle, TableStyle};
use unicode_width::UnicodeWidthStr;

const GAP: usize = 2;
/// A word wider than this is cut when room is short.
const LONG_WORD: usize = 24;
/// How narrow a column that wraps may become, and how narrow before rows are shown as names and
/// values instead.
const LEGIBLE: usize = 16;
const NARROW: usize = 12;
/// A bar shorter than this has its counts under it instead of beside it.
const SHORT_BAR: usize = 12;

pub fn render(document: &Document, page: &Page) -> String {
    let form = Form {
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

struct Form<'a> {
    page: Page<'a>,
    lang: Lang,
    width: usize,
}

impl Form<'_> {
    fn block(&self, block: &Block) -> Vec<String> {
        match block {
            Block::Heading(1, text) => self.underlined(text, '-'),
            Block::Heading(_, text) => self.all(BOLD, self.wrapped(text, self.width)),
            Block::Paragraph(text) => self.wrapped(text, self.width),
            Block::Caveat(text) => self.caveat(text),
            Block::List(items) => items.iter().flat_map(|item| self.item(item)).collect(),
            Block::Notes(notes) => notes.iter().flat_map(|note| self.item(&note.shown(self.lang))).collect(),
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
            let mut lines = self.wrapped(&values(cells, self.lang), room);
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

fn widest<S: AsRef<str>>(lines: &[S]) -> usize {
    lines.iter().map(|line| line.as_ref().width()).max().unwrap_or(0)
}

fn height(cells: &[Vec<String>]) -> usize {
    cells.iter().map(Vec::len).max().unwrap_or(0)
}

/// Lines beside a name; the name has a column of its own. The lines may be painted already.
fn beside(name: &[String], column: usize, lines: &[String]) -> Vec<String> {
    let line = |index: usize| {
        let name = name.get(index).map_or("", String::as_str);
        let text = lines.get(index).map_or("", String::as_str);
        let pad = " ".repeat(column - name.width() + GAP);
        format!("{name}{pad}{text}").trim_end().to_string()
    };
    (0..name.len().max(lines.len())).map(line).collect()
}

/// Breaks between words; a word wider than the width is cut.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        for word in paragraph.split([' ', '\t']).filter(|word| !word.is_empty()) {
            let before = line.len();
            if before > 0 {
                line.push(' ');
            }
            line.push_str(word);
            if line.width() <= width {
                continue;
            }
            line.truncate(before);
            if before > 0 {
                lines.push(std::mem::take(&mut line));
            }
            let mut rest = word;
            while rest.width() > width {
                let at = cut(rest, width);
                lines.push(rest[..at].to_string());
                rest = &rest[at..];
            }
            line = rest.to_string();
        }
        lines.push(line);
    }
    for line in &mut lines {
        line.truncate(line.trim_end().len());
    }
    lines
}

/// Where to cut a word that is too wide: behind a hyphen or the like, else where the room ends.
fn cut(word: &str, width: usize) -> usize {
    let mut end = 0;
    for (at, c) in word.char_indices() {
        let next = at + c.len_utf8();
        if end > 0 && word[..next].width() > width {
            break;
        }
        end = next;
    }
    match word[..end].rfind(['-', '/', '.', ',', '_']) {
        Some(at) if at + 1 > end / 2 => at + 1,
        _ => end,
    }
}

fn byte_at(line: &str, column: usize) -> usize {
    let ends = line.char_indices().map(|(at, _)| at);
    ends.into_iter().find(|at| line[..*at].width() >= column).unwrap_or(line.len())
}

/// The texts of a table, before they are broken.
struct Grid {
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Grid {
    fn content(&self, column: usize) -> impl Iterator<Item = &str> {
        self.rows.iter().map(move |row| row[column].as_str())
    }
}

fn widest_line(text: &str) -> usize {
    text.split('\n').map(|line| line.width()).max().unwrap_or(0)
}

fn widest_word(text: &str) -> usize {
    text.split([' ', '\t', '\n']).map(|word| word.width()).max().unwrap_or(0)
}

/// The width of each column, or nothing when there are more columns than room. What gives way
/// first: headings of columns that are never broken, then columns that wrap; only when those alone
/// leave no room, the others break too, between words.
fn widths(grid: &Grid, table: &Table, width: usize) -> Option<Vec<usize>> {
    let columns = &table.columns;
    let goal = width.checked_sub(GAP * (columns.len() - 1))?;
    let content = |measure: fn(&str) -> usize, i: usize| grid.content(i).map(measure).max().unwrap_or(0);
    let tight = |i: usize| columns[i].width == Width::Tight;
    let word = |i: usize| content(widest_word, i).max(widest_word(&grid.head[i])).min(LONG_WORD);
    let natural = |i: usize| content(widest_line, i).max(widest_line(&grid.head[i])).clamp(1, width);
    let natural: Vec<usize> = (0..columns.len()).map(natural).collect();

    let heading = |i: usize, now: usize| {
        let least = content(widest_line, i).max(widest_word(&grid.head[i]));
        if tight(i) { least } else { now }
    };
    let prose = |i: usize, now: usize, least: usize| match columns[i].width {
        Width::Tight => now,
        Width::Words => word(i),
        Width::Wraps => least,
    };
    let words_whole = |i: usize, now: usize| prose(i, now, word(i).max(LEGIBLE));
    let words_cut = |i: usize, now: usize| prose(i, now, LEGIBLE);
    let narrow = |i: usize, now: usize| prose(i, now, NARROW);
    let between_words = |i: usize, now: usize| if tight(i) { word(i) } else { now };

    type Least<'a> = &'a dyn Fn(usize, usize) -> usize;
    let attempts: [&[Least]; 4] = [
        &[&heading, &words_whole],
        &[&heading, &words_cut],
        &[&heading, &words_whole, &between_words],
        &[&heading, &narrow, &between_words],
    ];
    attempts.into_iter().find_map(|steps| {
        let mut widths = natural.clone();
        for least in steps {
            shrink(&mut widths, goal, least);
        }
        (widths.iter().sum::<usize>() <= goal).then_some(widths)
    })
}

/// Takes from the widest column until all fit, but from none below its least width.
fn shrink(widths: &mut [usize], goal: usize, least: impl Fn(usize, usize) -> usize) {
    let least: Vec<usize> = widths.iter().enumerate().map(|(i, now)| least(i, *now).max(1)).collect();
    while widths.iter().sum::<usize>() > goal {
        let able = widths.iter_mut().zip(&least).filter(|(now, least)| **now > **least);
        match able.max_by_key(|(now, _)| **now) {
            Some((widest, _)) => *widest -= 1,
            None => return,
        }
    }
}

/// The lines of a table whose texts are broken already: heading, rule, rows.
fn drawn(head: &[Vec<String>], rows: &[Vec<Vec<String>>], numbers: &[bool]) -> Vec<String> {
    let cell = |(lines, number): (&Vec<String>, &bool)| {
        let cell = comfy_table::Cell::new(lines.join("\n"));
        cell.set_alignment(if *number { CellAlignment::Right } else { CellAlignment::Left })
    };
    let row = |cells: &[Vec<String>]| cells.iter().zip(numbers).map(cell).collect::<Vec<_>>();
    let mut table = comfy_table::Table::new();
    // It would ask the terminal and the environment otherwise.
    table.force_no_tty();
    table.load_style(TableStyle::new().header_separator(LineStyle::none().fill('─')));
    table.set_header(row(head));
    for cells in rows {
        table.add_row(row(cells));
    }
    let last = numbers.len() - 1;
    for (index, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, if index == last { 0 } else { GAP as u16 }));
    }
    table.lines().map(|line| line.trim_end().to_string()).collect()
}

/// Where each column begins.
fn starts(head: &[Vec<String>], rows: &[Vec<Vec<String>>]) -> Vec<usize> {
    let mut start = 0;
    let mut starts = Vec::new();
    for (index, title) in head.iter().enumerate() {
        starts.push(start);
        let content = rows.iter().map(|row| widest(&row[index])).max().unwrap_or(0);
        start += content.max(widest(title)).max(1) + GAP;
    }
    starts
}

fn part(count: i64) -> u128 {
    u128::try_from(count).unwrap_or(0)
}

fn total(parts: &[i64]) -> u128 {
    parts.iter().map(|count| part(*count)).sum()
}

/// The counts that are not nothing, each with its sign.
fn counted(signs: &[char], parts: &[i64]) -> String {
    let counts: Vec<String> = parts
        .iter()
        .zip(signs)
        .filter(|(count, _)| **count != 0)
        .map(|(count, sign)| format!("{count}\u{a0}{sign}"))
        .collect();
    if counts.is_empty() { "0".to_string() } else { counts.join(" ") }
}

/// One sign for each, or to scale where the longest bar has no room for that. Every part that is
/// there is seen.
fn drawn_bar(signs: &[char], parts: &[i64], longest: u128, room: usize) -> String {
    let scale = |count: u128| {
        if longest <= room as u128 {
            count as usize
        } else {
            // Rounded at the ends of the parts, so that the errors do not add up.
            ((count * room as u128 + longest / 2) / longest) as usize
        }
    };
    let (mut sum, mut end) = (0, 0);
    let mut lengths = Vec::new();
    for count in parts.iter().take(signs.len()).map(|count| part(*count)) {
        sum += count;
        let next = scale(sum);
        lengths.push((next - end).max(usize::from(count > 0)));
        end = next;
    }
    while lengths.iter().sum::<usize>() > room {
        match lengths.iter_mut().max() {
            Some(longest) if *longest > 1 => *longest -= 1,
            _ => break,
        }
    }
    signs.iter().zip(lengths).map(|(sign, length)| sign.to_string().repeat(length)).collect()
}

#[cfg(test)]
#[path = "text_tests.rs"]
mod tests;
