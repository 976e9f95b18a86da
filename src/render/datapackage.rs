//! The description of exported CSV files as a Frictionless data package (specs.frictionlessdata.io,
//! version 1): how each file is written, and what each column holds. Numbers of objectives are text.

use super::Profile;
use crate::model::Lang;
use crate::model::column::{Column, Holds};
use crate::model::field::FieldType;
use crate::model::record::EMPTIES;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::io::{self, Write};

/// The name of the file, beside those that it describes.
pub const NAME: &str = "datapackage.json";

/// Of a package that this program made.
const MADE: &str = "fremdrift";

/// A partial date: 2023, 2023-Q2, 2023-06, 2023-06-30.
const PARTIAL: &str = "^[0-9]{4}(-(Q[1-4]|[0-9]{2}(-[0-9]{2})?))?$";

/// A file as it was written.
pub struct Resource<'a> {
    /// objectives, entries ...
    pub name: &'a str,
    /// The name of the file, in the folder of the package.
    pub path: &'a str,
    pub profile: Profile,
    /// In whose words it is written.
    pub lang: Lang,
    pub columns: &'a [Column],
    /// The columns that tell one row from another, by their keys.
    pub key: &'a [&'a str],
    pub written: Written,
}

/// How long a file is, and its SHA-256.
#[derive(Clone, Debug, Default)]
pub struct Written {
    pub bytes: u64,
    pub sha256: String,
}

/// Counts what is written, and takes its digest.
pub struct Counting<W> {
    to: W,
    bytes: u64,
    digest: Sha256,
}

impl<W: Write> Counting<W> {
    pub fn new(to: W) -> Counting<W> {
        Counting { to, bytes: 0, digest: Sha256::new() }
    }

    pub fn done(self) -> Written {
        let sha256 = self.digest.finalize().iter().map(|b| format!("{b:02x}")).collect();
        Written { bytes: self.bytes, sha256 }
    }
}

impl<W: Write> Write for Counting<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = self.to.write(bytes)?;
        self.bytes += n as u64;
        self.digest.update(&bytes[..n]);
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// Whether a package was made by this program.
pub fn is_ours(package: &[u8]) -> bool {
    resources_of(package).is_some()
}

fn resources_of(package: &[u8]) -> Option<Vec<Value>> {
    let package: Value = serde_json::from_slice(package).ok()?;
    package["resources"].as_array().filter(|_| package["name"] == MADE).cloned()
}

/// The package with this file in it, beside those that it describes already. One that is not ours is
/// begun anew.
pub fn with(before: Option<&[u8]>, resource: &Resource) -> Vec<u8> {
    let mut resources = before.and_then(resources_of).unwrap_or_default();
    resources.retain(|r| r["name"] != resource.name && r["path"] != resource.path);
    resources.push(described(resource));
    resources.sort_by_key(|r| r["name"].to_string());
    let package = json!({ "profile": "tabular-data-package", "name": MADE, "resources": resources });
    let mut bytes = format!("{package:#}").into_bytes();
    bytes.push(b'\n');
    bytes
}

fn described(resource: &Resource) -> Value {
    let danish = resource.profile == Profile::ExcelDa && resource.lang == Lang::Da;
    let heading = |c: &Column| if danish { c.da } else { c.key };
    let fields: Vec<Value> = resource.columns.iter().map(|c| field(c, heading(c), danish)).collect();
    let keys = resource.columns.iter().filter(|c| resource.key.contains(&c.key)).map(heading);
    let delimiter = if resource.profile == Profile::ExcelDa { ";" } else { "," };
    let mut schema = json!({
        "fields": fields,
        // A cleared cell says so, where it is imported again.
        "missingValues": ["", EMPTIES[usize::from(danish)]],
    });
    if !resource.key.is_empty() {
        schema["primaryKey"] = json!(keys.collect::<Vec<_>>());
    }
    json!({
        "profile": "tabular-data-resource",
        "name": resource.name,
        "path": resource.path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": resource.written.bytes,
        "hash": format!("sha256:{}", resource.written.sha256),
        "dialect": { "delimiter": delimiter, "lineTerminator": "\r\n", "quoteChar": "\"", "doubleQuote": true, "header": true },
        "schema": schema,
    })
}

fn field(column: &Column, heading: &str, danish: bool) -> Value {
    let mut field = Map::new();
    field.insert("name".into(), json!(heading));
    if !column.help.is_empty() {
        field.insert("description".into(), json!(column.help));
    }
    let (kind, more) = match column.holds {
        Holds::Number => ("integer", Value::Null),
        Holds::Moment => ("datetime", Value::Null),
        Holds::Bilingual => ("string", Value::Null),
        Holds::Field(FieldType::Day) => ("date", Value::Null),
        Holds::Field(FieldType::Year) => ("year", Value::Null),
        Holds::Field(FieldType::Flag) => {
            let [yes, no] = if danish { ["ja", "nej"] } else { ["yes", "no"] };
            field.insert("trueValues".into(), json!([yes]));
            field.insert("falseValues".into(), json!([no]));
            ("boolean", Value::Null)
        }
        Holds::Field(FieldType::PartialDate) => ("string", json!({ "pattern": PARTIAL })),
        Holds::Field(kind) => match kind.words(danish.then_some(Lang::Da)) {
            words if words.is_empty() => ("string", Value::Null),
            words => ("string", json!({ "enum": words })),
        },
    };
    field.insert("type".into(), json!(kind));
    if !more.is_null() {
        field.insert("constraints".into(), more);
    }
    Value::Object(field)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resource<'a>(name: &'a str, path: &'a str) -> Resource<'a> {
        const COLUMNS: &[Column] =
            &[Column::new("number", "Nummer", FieldType::Number), Column::new("light", "Trafiklys", FieldType::Light)];
        let written = Written { bytes: 3, sha256: "ab".into() };
        Resource { name, path, profile: Profile::ExcelDa, lang: Lang::Da, columns: COLUMNS, key: &["number"], written }
    }

    #[test]
    fn a_package_grows_and_knows_what_is_not_its_own() {
        let one = with(None, &resource("objectives", "o.csv"));
        let two = with(Some(&one), &resource("entries", "e.csv"));
        let again = with(Some(&two), &resource("objectives", "o.csv"));
        assert_eq!(two, again);
        let value: Value = serde_json::from_slice(&two).unwrap();
        assert_eq!(value["resources"][1]["schema"]["fields"][0], json!({"name": "Nummer", "type": "string"}));
        assert_eq!(value["resources"][0]["schema"]["fields"][1]["constraints"]["enum"], json!(["grøn", "gul", "rød"]));
        assert_eq!(value["resources"][0]["schema"]["primaryKey"], json!(["Nummer"]));
        assert!(is_ours(&two) && !is_ours(b"{\"name\": \"other\", \"resources\": []}") && !is_ours(b"no json"));
        assert_eq!(with(Some(b"no json"), &resource("objectives", "o.csv")), one);
    }

    #[test]
    fn what_is_written_is_counted() {
        let mut out = Counting::new(Vec::new());
        out.write_all(b"abc").unwrap();
        let done = out.done();
        assert_eq!(done.bytes, 3);
        assert_eq!(done.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
