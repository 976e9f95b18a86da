//! Do the words of a frozen quarter belong to its figures? The content holds the digests of the words that
//! were made from it, so the one digest that is printed covers both.

use crate::model::RevisionId;
use crate::model::revision::{digest, digest_of_words, words_of};
use crate::store::rows::{self, Select, row};
use crate::store::{Result, Store};
use rusqlite::{Connection, named_params};
use serde_json::{Map, Value};
use std::collections::HashMap;

/// A kept text, and the digest that is kept beside it.
struct Kept {
    audience: String,
    lang: String,
    format: String,
    body: String,
    digest: String,
}

row! { Kept { audience, lang, format, body, digest } }

/// A kept content, and the digest that is kept beside it.
struct KeptContent {
    id: RevisionId,
    name: String,
    content: String,
    digest: String,
}

row! {
    KeptContent { id, name = "quarter || ' of ' || code || ', revision ' || number", content, digest }
}

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
pub(in crate::store) fn covers_words(content: &str) -> bool {
    covered(content).is_some()
}

/// The misfits of revisions in words, oldest first; of one, or of all.
pub(in crate::store) fn broken(conn: &Connection, of: Option<RevisionId>) -> Result<Vec<String>> {
    let mut broken = Vec::new();
    let sql = format!("SELECT {} FROM revision WHERE :id IS NULL OR id = :id ORDER BY id", KeptContent::COLUMNS);
    rows::each(conn, &sql, named_params! { ":id": of }, |kept: KeptContent| {
        let name = &kept.name;
        if digest(&kept.content) != kept.digest {
            broken.push(format!("{name}: the content is not the one that was frozen"));
        }
        let wrong = wrong_words(conn, kept.id, &kept.content)?;
        broken.extend(wrong.into_iter().map(|wrong| format!("{name}: {wrong}")));
        Ok(())
    })?;
    Ok(broken)
}

fn wrong_words(conn: &Connection, revision: RevisionId, content: &str) -> Result<Vec<String>> {
    let sql = format!("SELECT {} FROM rendering WHERE revision = ?1 ORDER BY id", Kept::COLUMNS);
    let kept: Vec<Kept> = rows::all(conn, &sql, [revision])?;
    // The report for others is made from a content of its own, which is kept as JSON.
    let mut contents: HashMap<&str, Figures> = HashMap::new();
    contents.insert("internal", (digest(content), covered(content)));
    for Kept { audience, format, body, .. } in &kept {
        if format == "json" {
            contents.insert(audience, (digest(body), covered(body)));
        }
    }
    let mut wrong = Vec::new();
    for Kept { audience, lang, format, body, digest: own } in &kept {
        if digest(body) != *own {
            wrong.push(format!("the {format} for {audience} in {lang} is not the one that was frozen"));
        }
    }
    if !wrong.is_empty() {
        return Ok(wrong);
    }
    for Kept { audience, lang, format, body, .. } in &kept {
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
        for name in named.filter(|n| !kept.iter().any(|k| words_of(&k.audience, &k.lang, &k.format) == **n)) {
            wrong.push(format!("the words {name} of the content for {audience} are not there"));
        }
    }
    wrong.sort();
    Ok(wrong)
}

impl Store {
    /// The first thing that does not fit in one revision.
    pub fn broken_revision(&self, revision: RevisionId) -> Result<Option<String>> {
        self.tell(broken(&self.conn, Some(revision))).map(|all| all.into_iter().next())
    }

    /// Whether the digest that was printed covers the words of a revision, and not only its figures.
    pub fn covers_its_words(&self, revision: RevisionId) -> Result<bool> {
        Ok(covers_words(&self.frozen_content(revision)?))
    }

    /// The revisions whose words their digest does not cover: 2023-Q2.0 of ID-2021.
    pub fn uncovered(&self) -> Result<Vec<String>> {
        let all: Vec<(String, String)> = self.all(
            "SELECT quarter || '.' || number || ' of ' || code, content FROM revision ORDER BY quarter, code, number",
            [],
        )?;
        Ok(all.into_iter().filter(|(_, content)| !covers_words(content)).map(|(name, _)| name).collect())
    }
}
