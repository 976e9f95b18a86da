//! A page in one file: no script, nothing from elsewhere, readable in light and dark, by ear, at any
//! size and on paper. The rules are those of WCAG 2.1, level AA.

mod chart;
mod writer;

use super::parts::{Page, note, plain, title};
use crate::document::{Block, Cell, Document};
use crate::i18n;
use base64::Engine;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use writer::{HtmlWriter, lines};

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
                    @for block in head { (drawn(&mut form, block)) }
                }
                @if headings.len() > 2 {
                    nav aria-label=(i18n::CONTENTS.to(lang)) {
                        ul {
                            @for (at, text) in &headings { li { a href={ "#part-" (at) } { (plain(text)) } } }
                        }
                    }
                }
                main #main {
                    @for block in body { (drawn(&mut form, block)) }
                }
                @if !small.is_empty() {
                    footer { @for block in small { (drawn(&mut form, block)) } }
                }
            }
        }
    };
    let mut text = page.into_string();
    text.push('\n');
    text.into_bytes()
}

/// The blocks before the first heading, and the rest.
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

fn drawn(form: &mut HtmlWriter, block: &Block) -> Markup {
    match block {
        Block::Heading(1, text) => {
            form.headings += 1;
            form.under.clone_from(text);
            html! { h2 id={ "part-" (form.headings) } { (plain(text)) } }
        }
        Block::Heading(_, text) => {
            form.under.clone_from(text);
            html! { h3 { (plain(text)) } }
        }
        Block::Paragraph(text) => html! { p { (lines(text)) } },
        Block::Caveat(text) => html! { p .caveat { strong { (note(form.lang)) } " " (lines(text)) } },
        Block::List(items) => html! { ul { @for item in items { li { (lines(item)) } } } },
        Block::Notes(notes) => html! { ul .notes { @for note in notes { li { (form.note(note)) } } } },
        Block::Facts(facts) => html! {
            dl {
                @for (name, cells) in facts {
                    dt { (plain(name)) }
                    dd {
                        @for (at, cell) in cells.iter().filter(|c| **c != Cell::Empty).enumerate() {
                            @if at > 0 { ", " }
                            (form.cell(cell))
                        }
                    }
                }
            }
        },
        Block::Table(table) => form.table(table),
        Block::Bars(bars) => chart::bars(form, bars),
        Block::Timeline(line) => chart::timeline(form, line),
        Block::Foot(text) => html! { p { (lines(text)) } },
    }
}
