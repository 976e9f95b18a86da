//! Do the words of a frozen quarter belong to its figures? The content holds the digests of the words that
//! were made from it, so the one digest that is printed covers both.

use super::{Result, Store};
use crate::model::revision::{digest, digest_of_words, words_of};
use rusqlite::{Connection, named_params};
use serde_json::{Map, Value};
use std::collections::HashMap;

/// A kept text: audience, language, format, body, the digest kept beside it.
type Kept = (String, String, String, String, String);

/// The digest of a content, and the digests of the words in it.
type Figures = (String, Option<Map<String, Value>>);

/// The digests of the words in a content; nothing if it is older than format 6, when they were not there yet.
fn covered(content: &str) -> Option<Map<String, Value>> {
    match serde_json::from_str::<Value>(content).ok()?.get_mut("words")?.take() {
        Value::Object(words) => Some(words),
        _ => None,
    }
}

/// Whether the digest of a content covers the words that were made from it.
pub(super) fn covers_words(content: &str) -> bool {
    covered(content).is_some()
}

/// The misfits of revisions in words, oldest first; of one, or of all.
pub(super) fn broken(conn: &Connection, of: Option<i64>) -> Result<Vec<String>> {
    let mut broken = Vec::new();
    let mut all = conn.prepare(
        "SELECT id, code, quarter, number, content, digest FROM revision WHERE :id IS NULL OR id = :id ORDER BY id",
    )?;
    let mut rows = all.query(named_params! { ":id": of })?;
    while let Some(r) = rows.next()? {
        let (id, content, kept): (i64, String, String) = (r.get(0)?, r.get(4)?, r.get(5)?);
        let name =
            format!("{} of {}, revision {}", r.get::<_, String>(2)?, r.get::<_, String>(1)?, r.get::<_, i64>(3)?);
        if digest(&content) != kept {
            broken.push(format!("{name}: the content is not the one that was frozen"));
        }
        broken.extend(wrong_words(conn, id, &content)?.into_iter().map(|wrong| format!("{name}: {wrong}")));
    }
    Ok(broken)
}

fn wrong_words(conn: &Connection, revision: i64, content: &str) -> Result<Vec<String>> {
    let mut all = conn
        .prepare_cached("SELECT audience, lang, format, body, digest FROM rendering WHERE revision = ?1 ORDER BY id")?;
    let kept: Vec<Kept> = all
        .query_map([revision], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?)))?
        .collect::<rusqlite::Result<_>>()?;
    // The report for others is made from a content of its own, which is kept as JSON.
    let mut contents: HashMap<&str, Figures> = HashMap::new();
    contents.insert("internal", (digest(content), covered(content)));
    for (audience, _, format, body, _) in &kept {
        if format == "json" {
            contents.insert(audience, (digest(body), covered(body)));
        }
    }
    let mut wrong = Vec::new();
    for (audience, lang, format, body, own) in &kept {
        if digest(body) != *own {
            wrong.push(format!("the {format} for {audience} in {lang} is not the one that was frozen"));
        }
    }
    if !wrong.is_empty() {
        return Ok(wrong);
    }
    for (audience, lang, format, body, _) in &kept {
        let told = |what: &str| format!("the {format} for {audience} in {lang} {what}");
        // The content for others is covered by the one that the printed digest is of.
        let of = if format == "json" { "internal" } else { audience };
        match contents.get(of) {
            Some((of_content, Some(words))) => {
                let right = words.get(&words_of(audience, lang, format)).and_then(Value::as_str);
                let found = if format == "json" { digest(body) } else { digest_of_words(body, of_content) };
                if right != Some(&found) {
                    wrong.push(told("does not belong to its figures: their digest is of other words"));
                }
            }
            // A content that covers its words covers those of others too.
            _ if !matches!(contents.get("internal"), Some((_, None))) => {
                wrong.push(told("does not belong to its figures: they name no words"));
            }
            _ => {}
        }
    }
    for (audience, (_, words)) in &contents {
        let named = words.iter().flat_map(Map::keys);
        for name in named.filter(|n| !kept.iter().any(|k| words_of(&k.0, &k.1, &k.2) == **n)) {
            wrong.push(format!("the words {name} of the content for {audience} are not there"));
        }
    }
    wrong.sort();
    Ok(wrong)
}

impl Store {
    /// The first thing that does not fit in one revision.
    pub fn broken_revision(&self, revision: i64) -> Result<Option<String>> {
        self.tell(broken(&self.conn, Some(revision))).map(|all| all.into_iter().next())
    }

    /// Whether the digest that was printed covers the words of a revision, and not only its figures.
    pub fn covers_its_words(&self, revision: i64) -> Result<bool> {
        Ok(covers_words(&self.frozen_content(revision)?))
    }

    /// The revisions whose words their digest does not cover: 2023-Q2.0 of ID-2021.
    pub fn uncovered(&self) -> Result<Vec<String>> {
        let read = || -> Result<Vec<String>> {
            let mut all = self.conn.prepare_cached(
                "SELECT quarter || '.' || number || ' of ' || code, content FROM revision ORDER BY quarter, code, number",
            )?;
            let rows = all.query_map([], |r| Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?)))?;
            let rows: Vec<(String, String)> = rows.collect::<rusqlite::Result<_>>()?;
            Ok(rows.into_iter().filter(|(_, content)| !covers_words(content)).map(|r| r.0).collect())
        };
        self.tell(read())
    }
}
