//! A page in one file: no script, nothing from elsewhere, readable in light and dark, by ear, at any
//! size and on paper. The rules are those of WCAG 2.1, level AA.

mod chart;

use super::parts::{Page, is_number, note, number_columns, plain, title};
use crate::document::{Block, Cell, Document, MARK, Note, Table, Width};
use crate::i18n;
use crate::model::Lang;
use crate::model::escaping::is_right_to_left;
use crate::model::snapshot::Shown;
use base64::Engine;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};
use std::collections::HashMap;

const STYLE: &str = include_str!("style.css");

pub fn render(document: &Document, _: &Page) -> Vec<u8> {
    let lang = document.lang;
    let style = format!("{STYLE}{}", running(document));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        base64::engine::general_purpose::STANDARD.encode(Sha256::digest(style.as_bytes()))
    );
    let mut form = HtmlWriter { lang, under: title(document).to_string(), names: HashMap::new(), headings: 0 };
    let (small, main): (Vec<&Block>, Vec<&Block>) = document.blocks.iter().partition(|b| matches!(b, Block::Foot(_)));
    let (head, body) = opening(&main);
    let headings: Vec<(usize, &str)> = (1..).zip(main.iter().filter_map(|b| heading(b))).collect();
    let page = html! {
        (DOCTYPE)
        html lang=(lang.code()) {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="generator" content=(concat!("fremdrift ", env!("CARGO_PKG_VERSION")));
                title { (plain(title(document))) }
                style { (PreEscaped(&style)) }
            }
            body {
                a .skip href="#main" { (i18n::TO_THE_CONTENT.to(lang)) }
                (chart::patterns())
                header {
                    h1 { (plain(title(document))) }
                    @for block in head { (form.block(block)) }
                }
                @if headings.len() > 2 {
                    nav aria-label=(i18n::CONTENTS.to(lang)) {
                        ul {
                            @for (at, text) in &headings { li { a href={ "#part-" (at) } { (plain(text)) } } }
                        }
                    }
                }
                main #main {
                    @for block in body { (form.block(block)) }
                }
                @if !small.is_empty() {
                    footer { @for block in small { (form.block(block)) } }
                }
            }
        }
    };
    let mut text = page.into_string();
    text.push('\n');
    text.into_bytes()
}

/// What stands before the first heading, and the rest.
fn opening<'a>(blocks: &'a [&'a Block]) -> (&'a [&'a Block], &'a [&'a Block]) {
    let first = blocks.iter().position(|b| matches!(b, Block::Heading(..))).unwrap_or(0);
    blocks.split_at(first)
}

fn heading(block: &Block) -> Option<&str> {
    match block {
        Block::Heading(1, text) => Some(text),
        _ => None,
    }
}

/// The head and the foot of each page of paper. Every character of a text is written by its number, so
/// that none can end the text that it stands in (CSS Syntax, 4.3.7).
fn running(document: &Document) -> String {
    let text = document.running.as_deref().unwrap_or(title(document));
    let quoted: String = text.chars().filter(|c| !c.is_control()).map(|c| format!("\\{:06x}", c as u32)).collect();
    format!(
        "@page {{ size: A4; margin: 18mm 15mm 16mm; @top-left {{ content: \"{quoted}\"; font-size: 8pt; }} \
         @bottom-right {{ content: counter(page) \" / \" counter(pages); font-size: 8pt; }} }}\n"
    )
}

struct HtmlWriter {
    lang: Lang,
    /// The heading that stands above.
    under: String,
    /// How often a name was given to a table already.
    names: HashMap<String, usize>,
    headings: usize,
}

impl HtmlWriter {
    fn block(&mut self, block: &Block) -> Markup {
        match block {
            Block::Heading(1, text) => {
                self.headings += 1;
                self.under.clone_from(text);
                html! { h2 id={ "part-" (self.headings) } { (plain(text)) } }
            }
            Block::Heading(_, text) => {
                self.under.clone_from(text);
                html! { h3 { (plain(text)) } }
            }
            Block::Paragraph(text) => html! { p { (lines(text)) } },
            Block::Caveat(text) => html! { p .caveat { strong { (note(self.lang)) } " " (lines(text)) } },
            Block::List(items) => html! { ul { @for item in items { li { (lines(item)) } } } },
            Block::Notes(notes) => html! { ul .notes { @for note in notes { li { (self.note(note)) } } } },
            Block::Facts(facts) => html! {
                dl {
                    @for (name, cells) in facts {
                        dt { (plain(name)) }
                        dd {
                            @for (at, cell) in cells.iter().filter(|c| **c != Cell::Empty).enumerate() {
                                @if at > 0 { ", " }
                                (self.cell(cell))
                            }
                        }
                    }
                }
            },
            Block::Table(table) => self.table(table),
            Block::Bars(bars) => chart::bars(self, bars),
            Block::Timeline(line) => chart::timeline(self, line),
            Block::Foot(text) => html! { p { (lines(text)) } },
        }
    }

    fn note(&self, note: &Note) -> Markup {
        html! {
            span .about {
                @for (at, cell) in note.about.iter().enumerate() {
                    @if at > 0 { " " }
                    (self.cell(cell))
                }
            }
            @if !note.says.is_empty() { br; (lines(&note.says)) }
        }
    }

    fn cell(&self, cell: &Cell) -> Markup {
        match cell {
            Cell::Foreign(text, other) => html! {
                span lang=(other.code()) { (lines(text)) } " " span .in { "[" (other.code()) "]" }
            },
            Cell::Id(text) => html! { span .id { (plain(text)) } },
            Cell::Day(_) | Cell::PartialDate(_) => html! { span .id { (cell.shown(self.lang)) } },
            Cell::Light(light) => html! { span class={ "light " (light.code()) } { (cell.shown(self.lang)) } },
            Cell::Shown(shown @ Shown::Light(_)) => {
                html! { span class={ "light " (shown.code()) } { (cell.shown(self.lang)) } }
            }
            Cell::Marked(inner) => html! { (self.cell(inner)) "\u{a0}" (MARK) },
            cell => lines(&cell.shown(self.lang)),
        }
    }

    /// A name for a region that no other on the page has.
    fn name(&mut self) -> String {
        let times = self.names.entry(self.under.clone()).or_default();
        *times += 1;
        if *times == 1 { self.under.clone() } else { format!("{} ({times})", self.under) }
    }

    fn table(&mut self, table: &Table) -> Markup {
        if table.rows.is_empty() && !table.empty.is_empty() {
            return html! { p { (lines(&table.empty)) } };
        }
        let numbers = number_columns(table);
        let class = |at: usize| match (numbers[at], table.columns[at].width) {
            (true, _) => "n",
            (false, Width::Wraps) => "wraps",
            (false, Width::Tight) if table.key != "objectives" => "tight",
            (false, _) => "",
        };
        let class = |at: usize| Some(class(at)).filter(|c| !c.is_empty());
        html! {
            div .scroll role="region" tabindex="0" aria-label=(plain(&self.name())) {
                table {
                    thead { tr {
                        @for (at, column) in table.columns.iter().enumerate() {
                            th scope="col" class=[class(at)] { (plain(&column.title)) }
                        }
                    } }
                    tbody {
                        @for row in &table.rows {
                            tr {
                                @for (at, cell) in row.iter().take(table.columns.len()).enumerate() {
                                    @if at == 0 && !is_number(cell) {
                                        th scope="row" { (self.cell(cell)) }
                                    } @else {
                                        td class=[class(at)] { (self.cell(cell)) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A text with its line breaks. One from right to left is set apart from what stands beside it.
fn lines(text: &str) -> Markup {
    let text = plain(text);
    if is_right_to_left(&text) {
        return html! { bdi { (broken(&text)) } };
    }
    broken(&text)
}

fn broken(text: &str) -> Markup {
    html! {
        @for (at, line) in text.split('\n').enumerate() {
            @if at > 0 { br; }
            (line)
        }
    }
}
