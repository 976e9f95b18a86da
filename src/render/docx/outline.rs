//! The parts that are read of a template: its styles, and the outline of its document.

use super::error::Error;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Elements that stand in one another; Word writes a few dozen at most.
const DEEPEST: usize = 1_000;

/// The highest number that stands behind these words.
pub(super) fn highest(text: &str, before: &str) -> i64 {
    let numbers = text.split(before).skip(1).filter_map(|rest| rest.split('"').next()?.parse().ok());
    // Word counts in 32 bits.
    numbers.filter(|n| *n < i64::from(i32::MAX)).max().unwrap_or(0)
}

pub(super) struct Style {
    /// In lower case.
    pub name: String,
    pub id: String,
    pub xml: String,
}

fn attribute(element: &BytesStart, name: &str) -> Option<String> {
    let found = element.attributes().flatten().find(|a| a.key.as_ref() == name)?;
    Some(found.value.into_owned())
}

/// The styles of a styles.xml.
pub(super) fn styles(text: &str) -> Vec<Style> {
    let mut reader = Reader::from_str(text);
    let mut all = Vec::new();
    let (mut begun, mut id, mut name) = (0, None, None);
    loop {
        let at = reader.buffer_position() as usize;
        match reader.read_event() {
            Ok(Event::Start(e)) if e.name().as_ref() == "w:style" => {
                (begun, id, name) = (at, attribute(&e, "w:styleId"), None);
            }
            Ok(Event::Empty(e)) if e.name().as_ref() == "w:name" && id.is_some() => name = attribute(&e, "w:val"),
            Ok(Event::End(e)) if e.name().as_ref() == "w:style" => {
                let end = reader.buffer_position() as usize;
                if let (Some(id), Some(name)) = (id.take(), name.take()) {
                    all.push(Style { name: name.to_lowercase(), id, xml: text[begun..end].to_string() });
                }
            }
            Ok(Event::Eof) | Err(_) => return all,
            Ok(_) => {}
        }
    }
}

/// The parts of a template's document that are kept: its namespaces and its page.
#[derive(Default)]
pub(super) struct Outline {
    pub root: String,
    pub section: Option<String>,
    pub width: Option<i64>,
}

impl Outline {
    pub fn of(text: &str) -> Result<Outline, Error> {
        let mut reader = Reader::from_str(text);
        let mut outline = Outline::default();
        let mut above: Vec<String> = Vec::new();
        let mut begun = 0;
        let mut page: (Option<i64>, i64) = (None, 0);
        loop {
            let event = reader.read_event().map_err(|_| Error::NotWord)?;
            let in_section = above.len() == 3 && above[2] == "w:sectPr" && above[1] == "w:body";
            match &event {
                Event::Start(e) | Event::Empty(e) if above.is_empty() => {
                    if e.name().as_ref() != "w:document" {
                        return Err(Error::NotWord);
                    }
                    outline.root = e.attributes_raw().trim().to_string();
                }
                Event::Start(e) | Event::Empty(e) if in_section => {
                    let number = |name| attribute(e, name).and_then(|v| v.parse::<i32>().ok()).map(i64::from);
                    match e.name().as_ref() {
                        "w:pgSz" => page.0 = number("w:w"),
                        "w:pgMar" => page.1 = number("w:left").unwrap_or(0) + number("w:right").unwrap_or(0),
                        _ => {}
                    }
                }
                _ => {}
            }
            match event {
                Event::Start(e) => {
                    if above.len() > DEEPEST {
                        return Err(Error::NotWord);
                    }
                    above.push(e.name().as_ref().to_string());
                    if above.len() == 3 {
                        begun = reader.buffer_position() as usize;
                    }
                }
                Event::End(_) => {
                    if in_section {
                        let end = reader.buffer_position() as usize - "</w:sectPr>".len();
                        outline.section = text.get(begun..end).map(str::to_string);
                    }
                    above.pop();
                }
                Event::Eof => break,
                _ => {}
            }
        }
        outline.width = page.0.map(|w| w - page.1).filter(|w| *w > 2_000);
        if outline.root.is_empty() { Err(Error::NotWord) } else { Ok(outline) }
    }
}
