//! The order in which areas are imported: each after the one that it lies in, wherever that stands in the
//! file.

use crate::exchange::csv_in::Row;
use crate::model::nearest::plain;
use std::collections::HashMap;

/// The rows in their order, but each behind the one that it names as its parent.
pub fn outermost_first(rows: Vec<Row>, columns: &[Option<&'static str>]) -> Vec<Row> {
    let cell = |row: &Row, field: &str| {
        let at = columns.iter().position(|c| *c == Some(field))?;
        Some(plain(row.cells.get(at)?)).filter(|text| !text.is_empty())
    };
    let mut by_name: HashMap<(Option<String>, String), usize> = HashMap::new();
    for (at, row) in rows.iter().enumerate() {
        for name in ["number", "title", "title_da"].into_iter().filter_map(|field| cell(row, field)) {
            by_name.entry((cell(row, "plan"), name)).or_insert(at);
        }
    }
    let around = |at: usize| {
        let row: &Row = &rows[at];
        by_name.get(&(cell(row, "plan"), cell(row, "parent")?)).copied()
    };
    let mut placed = vec![false; rows.len()];
    let mut order = Vec::with_capacity(rows.len());
    for first in 0..rows.len() {
        let mut chain = Vec::new();
        let mut at = Some(first);
        // Of areas that lie in each other in a circle each is placed once; they are refused when they are read.
        while let Some(here) = at.filter(|here| !placed[*here]) {
            placed[here] = true;
            chain.push(here);
            at = around(here);
        }
        order.extend(chain.into_iter().rev());
    }
    let mut rows: Vec<Option<Row>> = rows.into_iter().map(Some).collect();
    order.into_iter().filter_map(|at| rows[at].take()).collect()
}
