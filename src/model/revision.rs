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
    /// Whether another copy made one of the same name.
    pub has_twin: bool,
}

impl Revision {
    /// Its number, as no other of its quarter has it: where two copies made one, with the beginning of its digest.
    /// `0`, `0 (ab12cd)`.
    pub fn edition(&self) -> String {
        match self.digest.get(..MARK).filter(|_| self.has_twin) {
            Some(mark) => format!("{} ({mark})", self.number),
            None => self.number.to_string(),
        }
    }

    /// `2023-Q2.0`, `2023-Q2.0 (ab12cd)`.
    pub fn name(&self) -> String {
        format!("{}.{}", self.quarter, self.edition())
    }
}

/// So much of a digest tells two revisions of one name apart.
const MARK: usize = 6;

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

/// Which revision is asked for: `2023-Q2` (the newest), `2023-Q2.0`, `2023-Q2.0 (ab12cd)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub quarter: Quarter,
    pub number: Option<i64>,
    /// The beginning of its digest.
    pub mark: Option<String>,
}

impl Asked {
    pub fn parse(text: &str) -> Result<Asked, Refusal> {
        if let Ok(quarter) = Quarter::parse(text) {
            return Ok(Asked { quarter, number: None, mark: None });
        }
        let refused = || Refusal::NotAQuarter { value: text.to_string() };
        let (name, mark) = match text.trim().strip_suffix(')').and_then(|t| t.rsplit_once('(')) {
            Some((name, mark)) => (name.trim_end(), Some(mark.trim().to_lowercase())),
            None => (text.trim(), None),
        };
        let (quarter, number) = name.rsplit_once('.').ok_or_else(refused)?;
        let number = number.trim_start_matches(['r', 'R']).parse::<i64>().map_err(|_| refused())?;
        Ok(Asked { quarter: Quarter::parse(quarter)?, number: Some(number), mark })
    }

    /// Whether a revision of the quarter is the one that is asked for; any where no number is said.
    pub fn is(&self, revision: &Revision) -> bool {
        self.number.is_none_or(|number| revision.number == number)
            && self.mark.as_ref().is_none_or(|mark| revision.digest.starts_with(mark))
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
            assert_eq!(Asked::parse(text), Ok(Asked { quarter: q, number: Some(1), mark: None }), "{text}");
        }
        assert_eq!(Asked::parse("2. kvartal 2023"), Ok(Asked { quarter: q, number: None, mark: None }));
        let marked = Asked { quarter: q, number: Some(0), mark: Some("ab12cd".into()) };
        assert_eq!(Asked::parse("2023-Q2.0 (AB12cd)"), Ok(marked));
        for text in ["2023-Q2.x", "2023.1", ".1", ""] {
            assert!(Asked::parse(text).is_err(), "{text}");
        }
    }
}
