//! A frozen quarter of a plan: which revision, when, by whom, and how it is told from another.

use super::{PlanId, Quarter, Refusal, RevisionId};
use chrono::{DateTime, NaiveDate, Utc};
use sha2::{Digest, Sha256};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    pub id: RevisionId,
    /// The row of its plan.
    pub plan: PlanId,
    /// The code that the plan had.
    pub code: String,
    pub quarter: Quarter,
    /// 0: the freeze; 1, 2 ...: restatements.
    pub number: i64,
    pub as_of: NaiveDate,
    /// The newest change that it knows.
    pub known_at: i64,
    pub reason: Option<String>,
    /// SHA-256 of the content, in hexadecimal.
    pub digest: String,
    /// The change that it was frozen in, its moment and its author.
    pub change: i64,
    pub at: DateTime<Utc>,
    pub author: String,
}

/// The words of a revision in one format and language, for one audience.
#[derive(Clone, Debug)]
pub struct Rendering {
    pub audience: &'static str,
    pub lang: &'static str,
    pub format: &'static str,
    pub body: String,
}

/// SHA-256 (FIPS 180-4) of a text, in hexadecimal: 64 letters.
pub fn digest(text: &str) -> String {
    digest_bytes(text.as_bytes())
}

/// The same, of a file.
pub fn digest_bytes(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Stands in words for the digest of the content that they are made from, while that is not known yet: it
/// covers their digests. As long as a digest, so that lines break where they will.
pub fn to_come() -> String {
    digest("the digest of the content")
}

/// The digest of words that name the digest of their content, with that left open.
pub fn digest_of_words(body: &str, of_content: &str) -> String {
    digest(&body.replace(of_content, &to_come()))
}

/// The name under which the digest of words stands in the content that they are made from.
pub fn words_of(audience: &str, lang: &str, format: &str) -> String {
    format!("{audience}.{lang}.{format}")
}

/// Which revision is asked for: `2023-Q2` (the newest), `2023-Q2.0`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    pub quarter: Quarter,
    pub number: Option<i64>,
}

impl Asked {
    pub fn parse(text: &str) -> Result<Asked, Refusal> {
        if let Ok(quarter) = Quarter::parse(text) {
            return Ok(Asked { quarter, number: None });
        }
        let refused = || Refusal::NotAQuarter { value: text.to_string() };
        let (quarter, number) = text.trim().rsplit_once('.').ok_or_else(refused)?;
        let number = number.trim_start_matches(['r', 'R']).parse::<i64>().map_err(|_| refused())?;
        Ok(Asked { quarter: Quarter::parse(quarter)?, number: Some(number) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_is_that_of_the_standard() {
        assert_eq!(digest("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn a_revision_is_a_quarter_and_a_number() {
        let q = Quarter { year: 2023, number: 2 };
        for text in ["2023-Q2.1", "2023Q2.1", "2. kvartal 2023.1", "2023-Q2.r1"] {
            assert_eq!(Asked::parse(text), Ok(Asked { quarter: q, number: Some(1) }), "{text}");
        }
        assert_eq!(Asked::parse("2. kvartal 2023"), Ok(Asked { quarter: q, number: None }));
        for text in ["2023-Q2.x", "2023.1", ".1", ""] {
            assert!(Asked::parse(text).is_err(), "{text}");
        }
    }
}
