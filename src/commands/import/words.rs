//! Words that somebody gives a meaning: said on the command line, or known from an earlier import.

use super::headings::Vocabulary;
use super::request::Options;
use crate::exchange::headings::plain;
use crate::model::word::{IGNORED, KnownWord, WordKind, meaning};
use crate::model::{Bilingual, Light, PartialDate, Refusal, Status, Word, both};
use crate::queries::Result;
use crate::store::ChangeTx;

/// The words that are said with an import, for headings and for values.
pub(super) fn said(w: &ChangeTx, vocabulary: &Vocabulary, options: &Options) -> Result<Vec<KnownWord>> {
    let mut all = Vec::new();
    let one = |kind, word: &str, means: String| KnownWord { kind, word: word.trim().to_string(), means, since: 0 };
    for pair in &options.map {
        let (word, means) = match pair.rsplit_once('=') {
            Some((word, means)) if !word.trim().is_empty() && !means.trim().is_empty() => (word, means.trim()),
            _ => return Err(Refusal::NotAMeaning { value: pair.clone() }.into()),
        };
        all.push(if let Some(field) = vocabulary.field(means) {
            one(WordKind::Heading, word, field.to_string())
        } else if let Ok(status) = Status::parse(means) {
            one(WordKind::Status, word, status.code().to_string())
        } else if let Ok(light) = Light::parse(means) {
            one(WordKind::Light, word, light.code().to_string())
        } else if let Ok(date) = PartialDate::parse(means) {
            one(WordKind::Date, word, date.to_string())
        } else if let Ok(code) = w.authority_code(means) {
            one(WordKind::Authority, word, code)
        } else {
            return Err(Refusal::NotAMeaning { value: pair.clone() }.into());
        });
    }
    for heading in options.ignore.iter().filter(|h| !h.trim().is_empty()) {
        all.push(one(WordKind::Heading, heading, IGNORED.to_string()));
    }
    Ok(all)
}

/// Whether the column of a heading is passed over.
pub(super) fn is_ignored(words: &[KnownWord], heading: &str) -> bool {
    meaning(words, WordKind::Heading, heading) == Some(IGNORED)
}

/// The line that says what an unknown heading means, and all that can be chosen.
pub(super) fn ask(vocabulary: &Vocabulary, headings: &[&String]) -> Option<Bilingual> {
    let first = plain_text(headings.first()?);
    let (en, da) = vocabulary.choices();
    let has_deadline = vocabulary.field("deadline").is_some();
    let one = |all: &str| all.split(", ").nth(1).unwrap_or_default().to_string();
    let (field, felt) = if has_deadline { ("deadline".into(), "frist".into()) } else { (one(&en), one(&da)) };
    Some(both!(
        "say once what a column is, and the file knows it from then on: --map \"{first}={field}\", or pass it over: --ignore \"{first}\"; there are: {en}",
        "sig én gang, hvad en kolonne er, så husker filen det: --map \"{first}={felt}\", eller spring den over: --ignore \"{first}\"; der er: {da}"
    ))
}

fn plain_text(heading: &str) -> String {
    heading.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The line that says what an unknown word of a cell means.
pub(super) fn ask_value(kind: WordKind, value: &str) -> Option<Bilingual> {
    let value = plain_text(value);
    let is_word = kind != WordKind::Date || value.contains(char::is_alphabetic);
    if !is_word || value.chars().count() > 60 || value.contains(['"', '=']) {
        return None;
    }
    let Word(en, da) = match kind {
        WordKind::Status => Word("ongoing", "i gang"),
        WordKind::Light => Word("yellow", "gul"),
        WordKind::Date => Word("2027-06", "juni 2027"),
        WordKind::Authority => Word("CODE", "KODE"),
        WordKind::Heading => return None,
    };
    Some(both!(
        "to say once what it means: --map \"{value}={en}\"",
        "sig én gang, hvad det betyder: --map \"{value}={da}\""
    ))
}

/// Whether two headings are alike.
pub(super) fn is_alike(one: &str, other: &str) -> bool {
    plain(one) == plain(other)
}
