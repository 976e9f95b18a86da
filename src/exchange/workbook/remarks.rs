//! Parts of a workbook beside its cells: comments, and when it was last saved (ECMA-376, part 1). What
//! can't be read of it is passed over: the cells have been read by then.

use super::error::COLUMNS;
use chrono::{DateTime, NaiveDateTime, Utc};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::HashMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// More of a part is not read, in bytes.
const LARGEST: u64 = 64 << 20;

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

fn part(archive: &mut Archive, name: &str) -> Option<String> {
    let mut text = String::new();
    archive.by_name(name).ok()?.take(LARGEST).read_to_string(&mut text).ok()?;
    Some(text)
}

fn attribute(element: &BytesStart, name: &str) -> Option<String> {
    let found = element.attributes().flatten().find(|a| a.key.local_name().as_ref() == name)?;
    Some(found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok()?.into_owned())
}

/// Calls for every element that begins, with its local name.
fn elements(text: &str, mut each: impl FnMut(&str, &BytesStart)) {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event() {
            Ok(Event::Start(e) | Event::Empty(e)) => each(e.local_name().as_ref(), &e),
            Ok(Event::Eof) | Err(_) => return,
            _ => {}
        }
    }
}

/// The targets of a part by their id, with their kind; paths from the root of the archive.
fn relations(archive: &mut Archive, of: &str) -> Vec<(String, String, String)> {
    let (folder, file) = of.rsplit_once('/').unwrap_or(("", of));
    let Some(text) = part(archive, &format!("{folder}/_rels/{file}.rels")) else { return vec![] };
    let mut all = Vec::new();
    elements(&text, |name, e| {
        if name == "Relationship"
            && let (Some(id), Some(kind), Some(target)) =
                (attribute(e, "Id"), attribute(e, "Type"), attribute(e, "Target"))
        {
            all.push((id, kind, path(folder, &target)));
        }
    });
    all
}

/// A target as it stands in a part of this folder.
fn path(folder: &str, target: &str) -> String {
    if let Some(whole) = target.strip_prefix('/') {
        return whole.to_string();
    }
    let mut steps: Vec<&str> = folder.split('/').collect();
    for step in target.split('/') {
        match step {
            ".." => drop(steps.pop()),
            "." => {}
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// Parts of a sheet that stand beside its cells.
#[derive(Default)]
pub struct Beside {
    /// The cell as `N3`, and the words.
    pub comments: Vec<(String, String)>,
    /// Lines from 1, columns from 0.
    pub hidden_rows: Vec<usize>,
    pub hidden_columns: Vec<usize>,
}

/// The lines and columns of a sheet that are hidden.
fn hidden(archive: &mut Archive, sheet: &str) -> (Vec<usize>, Vec<usize>) {
    let (mut rows, mut columns) = (Vec::new(), Vec::new());
    let text = part(archive, sheet).filter(|text| text.contains("hidden=")).unwrap_or_default();
    elements(&text, |name, e| {
        let number = |of: &str| attribute(e, of).and_then(|n| n.parse::<usize>().ok());
        if !matches!(name, "row" | "col") || !attribute(e, "hidden").is_some_and(|h| h == "1" || h == "true") {
            return;
        }
        match (name, number("r"), number("min"), number("max")) {
            ("row", Some(line), ..) => rows.push(line),
            ("col", _, Some(first), Some(last)) if first >= 1 => columns.extend(first - 1..last.min(COLUMNS as usize)),
            _ => {}
        }
    });
    (rows, columns)
}

/// Parts of every sheet beside its cells, by its name.
pub fn beside(bytes: &[u8]) -> HashMap<String, Beside> {
    let mut found = HashMap::new();
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return found };
    let Some(book) = part(&mut archive, "xl/workbook.xml") else { return found };
    let mut sheets: Vec<(String, String)> = Vec::new();
    elements(&book, |name, e| {
        if name == "sheet"
            && let (Some(title), Some(id)) = (attribute(e, "name"), attribute(e, "id"))
        {
            sheets.push((title, id));
        }
    });
    let parts = relations(&mut archive, "xl/workbook.xml");
    for (title, id) in sheets {
        let Some((_, _, sheet)) = parts.iter().find(|r| r.0 == id) else { continue };
        let beside = relations(&mut archive, sheet);
        let mut all = Vec::new();
        // A thread stands in both; the old kind only says there that it can't show it.
        for (kind, element) in [("/threadedComment", "threadedComment"), ("/comments", "comment")] {
            for (_, _, at) in beside.iter().filter(|r| r.1.ends_with(kind)) {
                let known: Vec<String> = all.iter().map(|(cell, _): &(String, String)| cell.clone()).collect();
                let said = part(&mut archive, at).map(|text| remarks(&text, element)).unwrap_or_default();
                all.extend(said.into_iter().filter(|(cell, _)| !known.contains(cell)));
            }
        }
        let (hidden_rows, hidden_columns) = hidden(&mut archive, sheet);
        found.insert(title, Beside { comments: all, hidden_rows, hidden_columns });
    }
    found
}

/// The words of each element that is about a cell.
fn remarks(text: &str, element: &str) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    let mut reader = Reader::from_str(text);
    let mut inside = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(e)) if e.local_name().as_ref() == element => {
                inside = true;
                all.push((attribute(&e, "ref").unwrap_or_default(), String::new()));
            }
            Ok(Event::End(e)) if e.local_name().as_ref() == element => inside = false,
            Ok(Event::Text(words)) if inside => {
                if let Some((_, said)) = all.last_mut() {
                    said.push_str(&words.xml10_content());
                }
            }
            Ok(Event::GeneralRef(name)) if inside => {
                let known = match &*name {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => name.resolve_char_ref().ok().flatten(),
                };
                if let Some((_, said)) = all.last_mut() {
                    said.extend(known);
                }
            }
            Ok(Event::Eof) | Err(_) => break,
            _ => {}
        }
    }
    all.into_iter().map(|(cell, said)| (cell, said.trim().to_string())).filter(|(_, said)| !said.is_empty()).collect()
}

/// When the workbook was last saved, as its properties say.
pub fn saved_at(bytes: &[u8]) -> Option<DateTime<Utc>> {
    let text = part(&mut ZipArchive::new(Cursor::new(bytes)).ok()?, "docProps/core.xml")?;
    let begin = text.find("modified")?;
    let begin = begin + text[begin..].find('>')? + 1;
    let said = text[begin..].split('<').next()?.trim();
    let whole = DateTime::parse_from_rfc3339(said).map(|d| d.with_timezone(&Utc));
    whole.or_else(|_| NaiveDateTime::parse_from_str(said, "%Y-%m-%dT%H:%M:%S").map(|d| d.and_utc())).ok()
}
