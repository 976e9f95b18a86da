//! What is told on the side, in both languages: it is no answer and no error.

use crate::model::Lang;

fn seconds(lang: Lang, n: u64) -> String {
    match (lang, n) {
        (Lang::En, 1) => "1 second".into(),
        (Lang::Da, 1) => "1 sekund".into(),
        (Lang::En, n) => format!("{n} seconds"),
        (Lang::Da, n) => format!("{n} sekunder"),
    }
}

/// Somebody else holds the file.
pub fn waiting(lang: Lang, file: &str, waited: u64, limit: u64) -> String {
    let (most, so_far) = (seconds(lang, limit), seconds(lang, waited));
    match (lang, waited) {
        (Lang::En, 0) => format!("{file} is in use by somebody else; it is waited for up to {most}"),
        (Lang::Da, 0) => format!("{file} er i brug af en anden; der ventes op til {most}"),
        (Lang::En, _) => format!("{file} is still in use after {so_far}; it is waited for up to {most}"),
        (Lang::Da, _) => format!("{file} er stadig i brug efter {so_far}; der ventes op til {most}"),
    }
}
