//! How lines and tables fit a width.

use crate::document::{Table, Width};
use unicode_width::UnicodeWidthStr;

pub(super) const GAP: usize = 2;
/// A word wider than this is cut when room is short.
const LONG_WORD: usize = 24;
/// How narrow a column that wraps may become, and how narrow before rows are shown as names and
/// values instead.
const LEGIBLE: usize = 16;
const NARROW: usize = 12;

pub(super) fn widest<S: AsRef<str>>(lines: &[S]) -> usize {
    lines.iter().map(|line| line.as_ref().width()).max().unwrap_or(0)
}

pub(super) fn height(cells: &[Vec<String>]) -> usize {
    cells.iter().map(Vec::len).max().unwrap_or(0)
}

/// Lines beside a name; the name has a column of its own. The lines may be painted already.
pub(super) fn beside(name: &[String], column: usize, lines: &[String]) -> Vec<String> {
    let line = |index: usize| {
        let name = name.get(index).map_or("", String::as_str);
        let text = lines.get(index).map_or("", String::as_str);
        let pad = " ".repeat(column - name.width() + GAP);
        format!("{name}{pad}{text}").trim_end().to_string()
    };
    (0..name.len().max(lines.len())).map(line).collect()
}

/// Breaks between words; a word wider than the width is cut.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
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

pub(super) fn byte_at(line: &str, column: usize) -> usize {
    let ends = line.char_indices().map(|(at, _)| at);
    ends.into_iter().find(|at| line[..*at].width() >= column).unwrap_or(line.len())
}

/// The texts of a table, before they are broken.
pub(super) struct Grid {
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
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
pub(super) fn widths(grid: &Grid, table: &Table, width: usize) -> Option<Vec<usize>> {
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
pub(super) fn drawn(head: &[Vec<String>], rows: &[Vec<Vec<String>>], numbers: &[bool]) -> Vec<String> {
    let widths = column_widths(head, rows);
    let line = |cells: &[Vec<String>], index: usize| {
        let mut line = String::new();
        for ((lines, width), number) in cells.iter().zip(&widths).zip(numbers) {
            let text = lines.get(index).map_or("", String::as_str);
            let pad = " ".repeat(width - text.width());
            line.push_str(&if *number { pad + text } else { text.to_string() + &pad });
            line.push_str(&" ".repeat(GAP));
        }
        line.truncate(line.trim_end().len());
        line
    };
    let row = |cells: &[Vec<String>]| (0..height(cells).max(1)).map(|index| line(cells, index)).collect::<Vec<_>>();
    let mut out = row(head);
    out.push("─".repeat(widths.iter().map(|width| width + GAP).sum::<usize>() - GAP));
    out.extend(rows.iter().flat_map(|cells| row(cells)));
    out
}

/// The widest line of each column.
fn column_widths(head: &[Vec<String>], rows: &[Vec<Vec<String>>]) -> Vec<usize> {
    let content = |index: usize| rows.iter().map(|row| widest(&row[index])).max().unwrap_or(0);
    head.iter().enumerate().map(|(index, title)| content(index).max(widest(title)).max(1)).collect()
}

/// Where each column begins.
pub(super) fn starts(head: &[Vec<String>], rows: &[Vec<Vec<String>>]) -> Vec<usize> {
    let mut start = 0;
    let widths = column_widths(head, rows).into_iter();
    widths
        .map(|width| {
            let from = start;
            start += width + GAP;
            from
        })
        .collect()
}
