//! The files that a Word file is made of: our own, or those of a template, whose styles, page and
//! headers are kept (ECMA-376, parts 1 and 2).

use super::error::Error;
use super::outline::{Outline, highest, styles};
use super::xml::Xml;
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

const STYLES: &str = include_str!("styles.xml");
const MAIN: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const NAMESPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
     xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";

/// More than this no template unpacks to, in bytes, and more parts it does not have.
const LARGEST: u64 = 64 << 20;
const PARTS: usize = 2_000;

/// A4 in twentieths of a point, with margins of 2 cm.
const PAGE: &str = "<w:pgSz w:w=\"11906\" w:h=\"16838\"/>\
     <w:pgMar w:top=\"1304\" w:right=\"1134\" w:bottom=\"1134\" w:left=\"1134\" w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/>";

pub(super) struct Package {
    parts: BTreeMap<String, Vec<u8>>,
    /// Style ids by the lower-case name that Word gives them in every language.
    styles: BTreeMap<String, String>,
    /// The attributes of the document's root beside our namespaces.
    root: String,
    /// The page and its headers.
    section: String,
    /// Between the margins, in twentieths of a point.
    pub width: i64,
}

impl Package {
    /// Our own: A4, Calibri.
    pub fn own(language: &str) -> Package {
        let mut parts = BTreeMap::new();
        let types = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
             <Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
             <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
             <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
             <Override PartName=\"/word/document.xml\" ContentType=\"{MAIN}\"/>\
             <Override PartName=\"/word/styles.xml\" ContentType=\"{WORD}.styles+xml\"/>\
             <Override PartName=\"/word/settings.xml\" ContentType=\"{WORD}.settings+xml\"/></Types>"
        );
        let relations = |inside: &str| {
            format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
                 <Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{inside}</Relationships>"
            )
        };
        let settings = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:settings {NAMESPACES}>\
             <w:defaultTabStop w:val=\"709\"/><w:compat><w:compatSetting w:name=\"compatibilityMode\" \
             w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>\
             <w:themeFontLang w:val=\"{language}\"/></w:settings>"
        );
        let first =
            format!("<Relationship Id=\"rId1\" Type=\"{RELATIONS}/officeDocument\" Target=\"word/document.xml\"/>");
        let of_document = format!(
            "<Relationship Id=\"rId1\" Type=\"{RELATIONS}/styles\" Target=\"styles.xml\"/>\
             <Relationship Id=\"rId2\" Type=\"{RELATIONS}/settings\" Target=\"settings.xml\"/>"
        );
        for (name, text) in [
            ("[Content_Types].xml", types),
            ("_rels/.rels", relations(&first)),
            ("word/_rels/document.xml.rels", relations(&of_document)),
            ("word/settings.xml", settings),
            ("word/styles.xml", STYLES.replace("LANGUAGE", language)),
        ] {
            parts.insert(name.to_string(), text.into_bytes());
        }
        let styles = styles(STYLES).into_iter().map(|s| (s.name, s.id)).collect();
        let mut own =
            Package { parts, styles, root: String::new(), section: PAGE.to_string(), width: 11906 - 2 * 1134 };
        own.add_bullets();
        own
    }

    /// That of a template.
    pub fn of(template: &[u8], language: &str) -> Result<Package, Error> {
        let mut parts = BTreeMap::new();
        let mut archive = ZipArchive::new(Cursor::new(template)).map_err(|_| Error::NotWord)?;
        if archive.len() > PARTS {
            return Err(Error::TooLarge);
        }
        let mut left = LARGEST;
        for at in 0..archive.len() {
            let file = archive.by_index(at).map_err(|_| Error::NotWord)?;
            if file.is_dir() {
                continue;
            }
            let name = file.name().map_err(|_| Error::NotWord)?.trim_start_matches('/').to_string();
            let mut bytes = Vec::new();
            file.take(left + 1).read_to_end(&mut bytes).map_err(|_| Error::NotWord)?;
            left = left.checked_sub(bytes.len() as u64).ok_or(Error::TooLarge)?;
            parts.insert(name, bytes);
        }
        if parts.keys().any(|name| name.to_lowercase().contains("vbaproject")) {
            return Err(Error::Macros);
        }
        let text = |name: &str| {
            let bytes = parts.get(name).ok_or(Error::NotWord)?;
            String::from_utf8(bytes.clone()).map_err(|_| Error::NotWord)
        };
        // The strict kind has names of its own for everything; a file of both kinds opens nowhere.
        if text("word/document.xml")?.contains("http://purl.oclc.org/ooxml/") {
            return Err(Error::Strict);
        }
        let document = Outline::of(&text("word/document.xml")?)?;
        let theirs = text("word/styles.xml")?;
        text("[Content_Types].xml")?;
        text("word/_rels/document.xml.rels")?;
        let mut package = Package {
            styles: styles(&theirs).into_iter().map(|s| (s.name, s.id)).collect(),
            parts,
            root: document.root,
            section: document.section.unwrap_or_else(|| PAGE.to_string()),
            width: document.width.unwrap_or(11906 - 2 * 1134),
        };
        package.as_document();
        package.add_missing_styles(language);
        Ok(package)
    }

    /// The id of a style by its name.
    pub fn style(&self, name: &str) -> &str {
        self.styles.get(&name.to_lowercase()).map_or("Normal", String::as_str)
    }

    fn part(&self, name: &str) -> String {
        self.parts.get(name).map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default()
    }

    /// Puts XML in front of the end of an element that closes a part.
    fn append(&mut self, name: &str, end: &str, xml: &str) {
        let mut text = self.part(name);
        if let Some(at) = text.rfind(end) {
            text.insert_str(at, xml);
        }
        self.parts.insert(name.to_string(), text.into_bytes());
    }

    /// A template (.dotx) is a document from now on.
    fn as_document(&mut self) {
        let types = self.part("[Content_Types].xml").replace(&format!("{WORD}.template.main+xml"), MAIN);
        self.parts.insert("[Content_Types].xml".into(), types.into_bytes());
    }

    fn add_missing_styles(&mut self, language: &str) {
        let mut needs_bullets = false;
        for style in styles(STYLES) {
            if self.styles.contains_key(&style.name) || style.name == "normal" || style.xml.contains("w:default=") {
                continue;
            }
            needs_bullets |= style.name == "list bullet";
            // Another style may have this id.
            let id = format!("{}Fremdrift", style.id);
            let normal = self.style("normal").to_string();
            let xml = style
                .xml
                .replace(&format!("w:styleId=\"{}\"", style.id), &format!("w:styleId=\"{id}\""))
                .replace("w:basedOn w:val=\"Normal\"", &format!("w:basedOn w:val=\"{normal}\""))
                .replace("w:next w:val=\"Normal\"", &format!("w:next w:val=\"{normal}\""))
                .replace("<w:basedOn w:val=\"TableNormal\"/>", "")
                .replace("LANGUAGE", language);
            self.append("word/styles.xml", "</w:styles>", &xml);
            self.styles.insert(style.name, id);
        }
        if needs_bullets {
            self.add_bullets();
        }
    }

    /// The numbering that our bullets refer to, beside those that are there.
    fn add_bullets(&mut self) {
        let name = "word/numbering.xml";
        if !self.parts.contains_key(name) {
            let empty = format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:numbering {NAMESPACES}></w:numbering>"
            );
            self.add_part(name, empty.into_bytes(), &format!("{WORD}.numbering+xml"), "numbering");
        }
        let text = self.part(name);
        let (kind, number) = (1 + highest(&text, "w:abstractNumId=\""), 1 + highest(&text, "w:num w:numId=\""));
        let level = "<w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"bullet\"/><w:lvlText w:val=\"•\"/>\
             <w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"284\" w:hanging=\"284\"/></w:pPr></w:lvl>";
        let bullets = format!(
            "<w:abstractNum w:abstractNumId=\"{kind}\"><w:multiLevelType w:val=\"singleLevel\"/>{level}</w:abstractNum>"
        );
        let num = format!("<w:num w:numId=\"{number}\"><w:abstractNumId w:val=\"{kind}\"/></w:num>");
        // All kinds stand before all numbers.
        let at = text.find("<w:num ").or_else(|| text.rfind("</w:numbering>")).unwrap_or(text.len());
        let text = format!("{}{bullets}{}", &text[..at], &text[at..]);
        self.parts.insert(name.into(), text.into_bytes());
        self.append(name, "</w:numbering>", &num);
        let styles = self.part("word/styles.xml").replace("w:val=\"NUMBERING\"", &format!("w:val=\"{number}\""));
        self.parts.insert("word/styles.xml".into(), styles.into_bytes());
    }

    /// Adds a part that the document refers to; gives the id of the reference.
    fn add_part(&mut self, name: &str, bytes: Vec<u8>, kind: &str, relation: &str) -> String {
        self.parts.insert(name.to_string(), bytes);
        let id = format!("fremdrift{}", relation);
        let target = name.trim_start_matches("word/");
        self.append(
            "word/_rels/document.xml.rels",
            "</Relationships>",
            &format!("<Relationship Id=\"{id}\" Type=\"{RELATIONS}/{relation}\" Target=\"{target}\"/>"),
        );
        self.add_type(name, kind);
        id
    }

    fn add_type(&mut self, name: &str, kind: &str) {
        if !self.part("[Content_Types].xml").contains(&format!("PartName=\"/{name}\"")) {
            let text = format!("<Override PartName=\"/{name}\" ContentType=\"{kind}\"/>");
            self.append("[Content_Types].xml", "</Types>", &text);
        }
    }

    /// Adds the head and the foot of each page, where the template has nothing there.
    pub fn add_running(&mut self, head: Vec<u8>, foot: Vec<u8>) {
        let mut references = String::new();
        for (kind, bytes) in [("header", head), ("footer", foot)] {
            if self.section.contains(&format!("w:{kind}Reference")) {
                continue;
            }
            let id = self.add_part(&format!("word/fremdrift-{kind}.xml"), bytes, &format!("{WORD}.{kind}+xml"), kind);
            references.push_str(&format!("<w:{kind}Reference w:type=\"default\" r:id=\"{id}\"/>"));
        }
        self.section.insert_str(0, &references);
    }

    /// A part that stands at the head or foot of pages.
    pub fn running(kind: &str, inside: &str) -> Vec<u8> {
        let mut xml = Xml::new();
        xml.raw(&format!("<w:{kind} {NAMESPACES}>{inside}</w:{kind}>"));
        xml.finish()
    }

    /// Title, language and day of the file. `made` stands for both days.
    pub fn describe(&mut self, title: &str, language: &str, made: DateTime<Utc>) {
        let mut xml = Xml::new();
        let day = crate::model::change::stamp(made);
        let namespaces: [(&str, &str); 4] = [
            ("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
            ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
            ("xmlns:dcterms", "http://purl.org/dc/terms/"),
            ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
        ];
        xml.element("cp:coreProperties", &namespaces, |xml| {
            xml.element("dc:title", &[], |xml| xml.text(title));
            xml.element("dc:creator", &[], |xml| xml.text("fremdrift"));
            xml.element("dc:language", &[], |xml| xml.text(language));
            for name in ["dcterms:created", "dcterms:modified"] {
                xml.element(name, &[("xsi:type", "dcterms:W3CDTF")], |xml| xml.text(&day));
            }
        });
        let name = "docProps/core.xml";
        self.parts.insert(name.into(), xml.finish());
        self.add_type(name, "application/vnd.openxmlformats-package.core-properties+xml");
        let relation = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
        if !self.part("_rels/.rels").contains(relation) {
            let text = format!("<Relationship Id=\"fremdriftCore\" Type=\"{relation}\" Target=\"{name}\"/>");
            self.append("_rels/.rels", "</Relationships>", &text);
        }
    }

    /// The file, with this as the body of its document. The same parts give the same bytes.
    pub fn close(mut self, body: &str) -> Result<Vec<u8>, Error> {
        let root = if self.root.is_empty() { NAMESPACES.to_string() } else { std::mem::take(&mut self.root) };
        let document = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
             <w:document {root}><w:body>{body}<w:sectPr>{}</w:sectPr></w:body></w:document>",
            self.section
        );
        self.parts.insert("word/document.xml".into(), document.into_bytes());
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(zip::DateTime::default());
        // Readers look at the list of types first.
        let types = self.parts.remove_entry("[Content_Types].xml");
        for (name, bytes) in types.into_iter().chain(self.parts) {
            zip.start_file(name, options).map_err(|_| Error::NotWord)?;
            zip.write_all(&bytes).map_err(|_| Error::NotWord)?;
        }
        Ok(zip.finish().map_err(|_| Error::NotWord)?.into_inner())
    }
}
