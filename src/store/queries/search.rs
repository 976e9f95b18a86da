//! Full-text search over titles and notes.

use crate::model::{EntryBasis, Reference};
use crate::store::rows;
use crate::store::{Result, Store};
use chrono::NaiveDate;
use rusqlite::named_params;

/// One place where the words were found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub reference: Reference,
    /// The day of the line of the log that says it; `None`: it is in a title.
    pub as_of: Option<NaiveDate>,
    /// The text around the first word.
    pub snippet: String,
    pub illustrative: bool,
}

/// Every word, or its beginning, must be there; several words in one argument must follow each other.
fn query(words: &[String]) -> String {
    let phrase =
        |w: &String| format!("\"{}\"{}", w.replace(['"', '\0'], " "), if w.trim().contains(' ') { "" } else { " *" });
    words.iter().filter(|w| w.chars().any(char::is_alphanumeric)).map(phrase).collect::<Vec<_>>().join(" ")
}

/// Where a text stands: what it is about, its day, the text, its basis.
type Found = (Reference, Option<NaiveDate>, String, Option<EntryBasis>);

impl Store {
    /// The best hits, at most `limit`, and how many there are in all.
    pub fn find(&self, words: &[String], limit: usize) -> Result<(Vec<Hit>, usize)> {
        let wanted = query(words);
        if wanted.is_empty() {
            return Ok((vec![], 0));
        }
        let read = || -> Result<(Vec<Hit>, usize)> {
            let count = "SELECT count(*) FROM search WHERE search MATCH ?1";
            let total: i64 = rows::one(&self.conn, count, [&wanted])?;
            let best: Vec<i64> = rows::all(
                &self.conn,
                "SELECT rowid FROM search WHERE search MATCH :words AND rank MATCH 'bm25(4.0, 1.0)' ORDER BY rank LIMIT :limit",
                named_params! { ":words": wanted, ":limit": limit as i64 },
            )?;
            let mut hits = Vec::new();
            for row in best {
                // The row says which table: see `search` in schema.sql.
                let sql = match row % 4 {
                    0 => {
                        "SELECT p.code, o.number, NULL, NULL, o.title || coalesce(' · ' || o.title_da, ''), NULL
                         FROM objective o JOIN plan p ON p.id = o.plan WHERE o.id = :id"
                    }
                    1 => {
                        "SELECT p.code, o.number, a.number, NULL, a.title || coalesce(' · ' || a.title_da, ''), NULL
                         FROM activity a JOIN objective o ON o.id = a.objective JOIN plan p ON p.id = o.plan WHERE a.id = :id"
                    }
                    _ => {
                        "SELECT p.code, o.number, a.number, e.as_of, coalesce(e.note, '') || coalesce(' · ' || e.blocked_by, ''), e.basis
                         FROM entry e JOIN objective o ON o.id = e.objective JOIN plan p ON p.id = o.plan
                         LEFT JOIN activity a ON a.id = e.activity WHERE e.id = :id"
                    }
                };
                let (reference, as_of, text, basis): Found =
                    rows::one(&self.conn, sql, named_params! { ":id": row / 4 })?;
                let illustrative = basis == Some(EntryBasis::Illustrative);
                hits.push(Hit { reference, as_of, snippet: around(&text, words), illustrative });
            }
            Ok((hits, usize::try_from(total).expect("a count")))
        };
        self.tell(read())
    }
}

/// How many characters are shown before and after the first word that was found.
const BEFORE: usize = 60;
const AFTER: usize = 140;

fn around(text: &str, words: &[String]) -> String {
    let lower: Vec<char> = text.chars().flat_map(|c| c.to_lowercase().next()).collect();
    let starts = words.iter().filter_map(|w| {
        let word: Vec<char> = w.to_lowercase().trim_matches('"').chars().collect();
        lower.windows(word.len().max(1)).position(|at| at == word)
    });
    let at = starts.min().unwrap_or(0);
    let (from, to) = (at.saturating_sub(BEFORE), (at + AFTER).min(lower.len()));
    let cut: String = text.chars().skip(from).take(to - from).collect();
    format!("{}{}{}", if from > 0 { "… " } else { "" }, cut.trim(), if to < lower.len() { " …" } else { "" })
}
