//! The nearest known words to one that is not known.

use super::{Word, text};

/// Case, spaces, hyphens, underscores and dots do not tell two words apart.
pub fn plain(text: &str) -> String {
    text::seen(text)
        .chars()
        .filter(|c| !matches!(c, ' ' | '-' | '_' | '.' | '\u{a0}'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether a word says that something is not so.
fn denies(text: &str) -> bool {
    let text = text.to_lowercase();
    let mut words = text.split([' ', '-', '_', '\u{a0}']);
    words.any(|w| matches!(w, "ikke" | "ej" | "ingen" | "intet" | "aldrig" | "not" | "no" | "never"))
}

/// No word that is known comes near this length, in bytes.
const LONGEST: usize = 1000;

/// The three nearest of words that are known by their English spelling.
pub fn words(text: &str, known: &[Word]) -> Vec<Word> {
    let found = of(text, known.iter().map(|w| w.0));
    found.iter().filter_map(|f| known.iter().copied().find(|w| w.0 == f)).collect()
}

/// The three nearest of `known`, the best first; none that is far away.
pub fn of<'a>(text: &str, known: impl Iterator<Item = &'a str>) -> Vec<String> {
    let wanted = plain(text);
    // That is no slip of a pen, and comparing it takes long.
    if wanted.len() > LONGEST {
        return vec![];
    }
    // Half a word is near its opposite in letters alone.
    let denied = denies(text);
    let mut found: Vec<(f64, &str)> = known
        .filter(|k| denies(k) == denied)
        .map(|k| {
            let near = plain(k);
            let begins = !wanted.is_empty() && (near.starts_with(&wanted) || wanted.starts_with(&near));
            // Two letters that changed places are one slip, not two.
            let swapped = strsim::osa_distance(&wanted, &near) == 1 && strsim::levenshtein(&wanted, &near) == 2;
            (if swapped { 1.5 } else { strsim::jaro_winkler(&wanted, &near) + if begins { 0.2 } else { 0.0 } }, k)
        })
        .filter(|(score, _)| *score >= 0.72)
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    found.dedup_by(|a, b| a.1 == b.1);
    found.into_iter().take(3).map(|(_, k)| k.to_string()).collect()
}
