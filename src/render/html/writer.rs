//! Texts, cells and tables of a page.

use super::super::parts::{is_number, number_columns, plain};
use crate::document::{Cell, MARK, Note, Table, Width};
use crate::model::Lang;
use crate::model::escaping::is_right_to_left;
use crate::model::snapshot::Shown;
use maud::{Markup, html};
use std::collections::HashMap;

pub(super) struct HtmlWriter {
    pub lang: Lang,
    /// The heading that stands above.
    pub under: String,
    /// How often a name was given to a table already.
    pub names: HashMap<String, usize>,
    pub headings: usize,
}

impl HtmlWriter {
    pub fn note(&self, note: &Note) -> Markup {
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

    pub fn cell(&self, cell: &Cell) -> Markup {
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
    pub fn name(&mut self) -> String {
        let times = self.names.entry(self.under.clone()).or_default();
        *times += 1;
        if *times == 1 { self.under.clone() } else { format!("{} ({times})", self.under) }
    }

    pub fn table(&mut self, table: &Table) -> Markup {
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
pub(super) fn lines(text: &str) -> Markup {
    let text = plain(text);
    if is_right_to_left(&text) {
        return html! { bdi { (broken(&text)) } };
    }
    broken(&text)
}

pub(super) fn broken(text: &str) -> Markup {
    html! {
        @for (at, line) in text.split('\n').enumerate() {
            @if at > 0 { br; }
            (line)
        }
    }
}
