//! One form of a text, in which it is kept and compared. A Mac types å as a letter and a ring, and a
//! table brings blanks and hyphens that nobody sees.

use std::borrow::Cow;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// The same text with its letters composed (Unicode normalization form C): every text is kept so.
pub fn composed(text: &str) -> Cow<'_, str> {
    if is_nfc_quick(text.chars()) == IsNormalized::Yes { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) }
}

/// A code, number or name as it is seen: composed, without characters that show nothing, with one blank
/// where there are several or other ones.
pub fn seen(text: &str) -> Cow<'_, str> {
    let plain = |c: char| !c.is_whitespace() && !shows_nothing(c);
    let blanks = |t: &str| t.starts_with(' ') || t.ends_with(' ') || t.contains("  ");
    let text = composed(text);
    if text.chars().all(|c| c == ' ' || plain(c)) && !blanks(&text) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let word: String = word.chars().filter(|c| !shows_nothing(*c)).collect();
        if !word.is_empty() {
            out.push_str(if out.is_empty() { "" } else { " " });
            out.push_str(&word);
        }
    }
    Cow::Owned(composed(&out).into_owned())
}

/// One text for all that a reader takes for the same: as it is seen, in lower case.
pub fn folded(text: &str) -> String {
    seen(text).to_lowercase()
}

/// Characters that a font shows as nothing (Unicode `Default_Ignorable_Code_Point`, without the marks
/// that turn a direction: those act, and are refused where it matters).
fn shows_nothing(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2064}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{ffa0}' | '\u{e0100}'..='\u{e01ef}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_composed_and_all_else_stays() {
        assert_eq!(composed("Re\u{301}gion A\u{30a}rhus"), "Région Århus");
        assert_eq!(composed("می\u{200c}خواهم 👩\u{200d}🔬  x"), "می\u{200c}خواهم 👩\u{200d}🔬  x");
    }

    #[test]
    fn what_looks_alike_is_alike() {
        for text in
            ["Grøn vækst", "Grøn  vækst", " Grøn\u{a0}vækst", "Grøn væ\u{ad}kst", "Grøn\r\nvækst\u{feff}", "GRØN VÆKST"]
        {
            assert_eq!(folded(text), "grøn vækst", "{text:?}");
        }
        for text in ["1.1", "1\u{ad}.1", "1.\u{34f}1", " 1.1\t"] {
            assert_eq!(seen(text), "1.1", "{text:?}");
        }
        assert_eq!(seen("\u{202e}1.1"), "\u{202e}1.1");
    }
}
