//! Which rows are rows of the table, and which are headings between them, totals or remarks.

use crate::exchange::csv_in::Row;

/// A row by its shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowKind {
    Full,
    /// One text that stands alone.
    Lone(String),
    /// A total, or a remark of several cells: it names nothing that a row is about.
    Loose(String),
}

/// Where the columns stand that say what a row is about.
#[derive(Clone, Debug, Default)]
pub struct Shape {
    pub keys: Vec<usize>,
    pub reference: Option<usize>,
    pub title: Option<usize>,
    /// How many columns are known.
    pub known: usize,
}

/// A row that waits for what comes after it.
#[derive(Clone, Debug)]
pub struct Held {
    pub row: Row,
    pub text: String,
    pub is_lone: bool,
}

const TOTALS: [&str; 9] = ["i alt", "ialt", "total", "subtotal", "sum", "antal", "hovedtotal", "grand total", "count"];

impl Shape {
    pub fn new(columns: &[Option<&'static str>], keys: &[&'static str]) -> Shape {
        let at = |name: &str| columns.iter().position(|c| *c == Some(name));
        Shape {
            keys: keys.iter().filter(|k| **k != "plan").filter_map(|k| at(k)).collect(),
            reference: at("reference"),
            title: at("title").or(at("title_da")),
            known: columns.iter().flatten().count(),
        }
    }

    pub fn of(&self, row: &Row) -> RowKind {
        if !row.odd.is_empty() || self.known < 3 {
            return RowKind::Full;
        }
        let cell = |at: usize| row.cells.get(at).map_or("", |c| c.trim());
        let filled: Vec<&str> = row.cells.iter().map(|c| c.trim()).filter(|c| !c.is_empty()).collect();
        let Some(first) = filled.first() else { return RowKind::Full };
        let names = self.reference.is_some_and(|at| !cell(at).is_empty());
        let keyed = names || !self.keys.is_empty() && self.keys.iter().all(|at| !cell(*at).is_empty());
        let titled = self.title.is_some_and(|at| !cell(at).is_empty());
        let numbered = self.keys.iter().all(|at| cell(*at).chars().any(|c| c.is_ascii_digit()));
        let begins = first.trim_end_matches([':', '.']).to_lowercase();
        let is_total = TOTALS.iter().any(|t| begins == *t || begins.starts_with(&format!("{t} ")));
        let is_words = !numbered || first.contains(' ');
        if filled.len() == 1 && (!keyed || self.title.is_some() && !titled && !names && is_words) {
            return RowKind::Lone(first.to_string());
        }
        let says = || RowKind::Loose(filled.join(" "));
        if names || titled && (keyed || !is_total) {
            return RowKind::Full;
        }
        let is_none = self.title.is_some() && (is_total || !numbered);
        if is_none || !keyed { says() } else { RowKind::Full }
    }

    /// Whether the row is a sum, wherever it stands.
    pub fn is_total(text: &str) -> bool {
        let text = text.to_lowercase();
        TOTALS.iter().any(|t| text.strip_prefix(t).is_some_and(|rest| !rest.starts_with(char::is_alphabetic)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_known_by_what_it_names() {
        let columns = [Some("area"), Some("number"), Some("title"), Some("lead"), Some("status")];
        let shape = Shape::new(&columns, &["plan", "number"]);
        let of = |cells: &[&str]| {
            let mut cells: Vec<String> = cells.iter().map(|c| c.to_string()).collect();
            cells.resize(5, String::new());
            shape.of(&Row { line: 5, cells, odd: vec![] })
        };
        assert_eq!(of(&["Energi", "1.1", "Titel"]), RowKind::Full);
        assert_eq!(of(&["", "1.1", "", "ENS"]), RowKind::Full);
        assert_eq!(of(&["", "1.2"]), RowKind::Full);
        // A row that lacks its number is no remark.
        assert_eq!(of(&["Energi", "", "Titel"]), RowKind::Full);
        assert_eq!(of(&["Energi"]), RowKind::Lone("Energi".into()));
        assert_eq!(of(&["", "1. Energi"]), RowKind::Lone("1. Energi".into()));
        assert_eq!(of(&["", "Opdateret af: mbj"]), RowKind::Lone("Opdateret af: mbj".into()));
        assert_eq!(of(&["I alt", "12"]), RowKind::Loose("I alt 12".into()));
        assert_eq!(of(&["", "", "", "12", "7"]), RowKind::Loose("12 7".into()));
        assert_eq!(of(&["", "Opdateret", "", "", "1.10.2026"]), RowKind::Loose("Opdateret 1.10.2026".into()));
        // A code may be a word for a sum.
        let codes = Shape::new(&[Some("code"), Some("country"), Some("name")], &["code"]);
        let sum = Row { line: 5, cells: ["SUM", "DK", "Sundhedsministeriet"].map(String::from).to_vec(), odd: vec![] };
        assert_eq!(codes.of(&sum), RowKind::Full);
        assert!(Shape::is_total("I alt: 12") && Shape::is_total("Total") && !Shape::is_total("Totalforsvar"));
    }
}
