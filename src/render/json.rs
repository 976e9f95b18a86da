//! JSON: the data of the report where it has a shape of its own, else its tables by their keys.

use crate::document::{Block, Cell, Column, Document, Table};
use crate::model::{Lang, escaping};
use serde_json::{Map, Value, json};
use std::io::{self, Write};

pub fn render(document: &Document) -> String {
    let tables;
    let value = match &document.data {
        Some(data) => data,
        None => {
            tables = of_tables(document);
            &tables
        }
    };
    let mut text = escaped(&format!("{value:#}"));
    text.push('\n');
    text
}

/// Characters that act stand only inside strings, where a number means the same.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut units = [0; 2];
    for c in text.chars() {
        if c == '\n' || escaping::visible(c.encode_utf8(&mut [0; 4]), false).len() == c.len_utf8() {
            out.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut units) {
            out.push_str(&format!("\\u{unit:04x}"));
        }
    }
    out
}

/// A document with one table, whose rows are written one by one, so that memory does not grow with them.
pub struct Rows<W: Write> {
    out: W,
    columns: Vec<Column>,
    begun: bool,
}

impl<W: Write> Rows<W> {
    /// `table` has the key and the columns.
    pub fn new(mut out: W, title: &str, lang: Lang, table: &Table) -> io::Result<Rows<W>> {
        let [title, lang, key] = [title, lang.code(), table.key].map(|text| escaped(&json!(text).to_string()));
        write!(out, "{{\n  \"title\": {title},\n  \"lang\": {lang},\n  \"tables\": {{\n    {key}: [")?;
        Ok(Rows { out, columns: table.columns.clone(), begun: false })
    }

    pub fn row(&mut self, row: &[Cell]) -> io::Result<()> {
        let end = if self.begun { "," } else { "" };
        self.begun = true;
        write!(self.out, "{end}\n      {}", escaped(&of_row(&self.columns, row).to_string()))
    }

    /// With what must be said of the rows, which is known when all are written.
    pub fn finish(mut self, caveats: &[String]) -> io::Result<()> {
        let end = if self.begun { "\n    " } else { "" };
        writeln!(self.out, "{end}]\n  }},\n  \"caveats\": {}\n}}", escaped(&json!(caveats).to_string()))
    }
}

fn of_tables(document: &Document) -> Value {
    let caveats = document.blocks.iter().filter_map(|block| match block {
        Block::Caveat(text) => Some(text.as_str()),
        _ => None,
    });
    let mut tables: Map<String, Value> = Map::new();
    for table in document.tables() {
        // The same kind of table may stand under several headings.
        let rows = tables.entry(table.key).or_insert_with(|| json!([]));
        if let Value::Array(rows) = rows {
            rows.extend(table.rows.iter().map(|row| of_row(&table.columns, row)));
        }
    }
    json!({
        "title": document.title,
        "lang": document.lang.code(),
        "caveats": caveats.collect::<Vec<_>>(),
        "tables": tables,
    })
}

fn of_row(columns: &[Column], row: &[Cell]) -> Value {
    let mut object = Map::new();
    for (index, column) in columns.iter().enumerate() {
        let cell = row.get(index).unwrap_or(&Cell::Empty);
        object.insert(column.key.to_string(), of_cell(cell));
        if let Cell::Marked(_) = cell {
            object.insert(format!("{}_illustrative", column.key), Value::Bool(true));
        }
    }
    Value::Object(object)
}

fn of_cell(cell: &Cell) -> Value {
    match cell {
        Cell::Empty => Value::Null,
        Cell::Count(n) | Cell::Delta(n) => json!(n),
        Cell::YesNo(yes) => json!(yes),
        Cell::Marked(inner) => of_cell(inner),
        cell => json!(cell.data()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn tables_by_their_keys() {
        let text = render(&sample::document());
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["lang"], "da");
        assert_eq!(value["caveats"].as_array().unwrap().len(), 1);
        let rows = &value["tables"]["objectives"];
        assert_eq!(rows[0]["days"], 91);
        assert_eq!(rows[1]["days"], Value::Null);
        assert_eq!(rows[1]["light"], "not-reported");
        assert_eq!(rows[2]["status"], "partly-completed");
        assert_eq!(rows[2]["status_illustrative"], true);
        assert_eq!(rows[1].get("status_illustrative"), None);
    }

    #[test]
    fn numbers_and_answers_have_their_types() {
        let mut table = Table::new("t", vec![Column::tight("a", "A"), Column::tight("b", "B")]);
        table.rows = vec![vec![Cell::Delta(0), Cell::YesNo(true)], vec![Cell::Delta(-3).marked(true)]];
        let mut document = Document::new(Lang::En, "T");
        document.add(Block::Table(table.clone())).add(Block::Table(table));
        let value: Value = serde_json::from_str(&render(&document)).unwrap();
        let rows = value["tables"]["t"].as_array().unwrap();
        assert_eq!(rows.len(), 4);
        assert_eq!(rows[0], json!({"a": 0, "b": true}));
        assert_eq!(rows[1], json!({"a": -3, "a_illustrative": true, "b": null}));
    }

    #[test]
    fn rows_one_by_one_are_those_of_a_document() {
        for rows in [0, 1, 3] {
            let mut table = sample::table();
            table.rows.truncate(rows);
            let mut document = Document::new(Lang::Da, "T\u{202e}");
            document.add(Block::Caveat("c".into())).add(Block::Table(table.clone()));
            let mut out = Vec::new();
            let mut one_by_one = Rows::new(&mut out, "T\u{202e}", Lang::Da, &table).unwrap();
            table.rows.iter().for_each(|row| one_by_one.row(row).unwrap());
            one_by_one.finish(&["c".into()]).unwrap();
            let read = |text: &[u8]| serde_json::from_slice::<Value>(text).unwrap();
            assert_eq!(read(&out), read(render(&document).as_bytes()));
            assert!(!String::from_utf8(out).unwrap().contains('\u{202e}'));
        }
    }

    #[test]
    fn the_shape_of_the_report_comes_first() {
        let mut document = sample::document();
        document.data = Some(json!({"z": "a\u{202e}\u{1b}\u{9b}\r\n😀", "a": [1]}));
        let text = render(&document);
        assert!(text.ends_with("\n}\n"));
        assert!(text.contains(r"\u202e\u001b\u009b\r\n😀"), "{text}");
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), document.data.unwrap());
    }
}
