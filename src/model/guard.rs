//! Text that a spreadsheet would run is guarded with an apostrophe when it is written, and the
//! same apostrophe is taken away when it is read, so every text comes back as it was.
//!
//! Which cells a spreadsheet runs: OWASP, «CSV Injection» (= + - @ tab, carriage return, and their
//! full-width forms).

use std::borrow::Cow;

fn runs(text: &str) -> bool {
    let inner = text.trim_start_matches('\'');
    matches!(inner.chars().next(), Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠'))
}

/// The text as it is written into a cell.
pub fn guard<'a>(text: impl Into<Cow<'a, str>>) -> Cow<'a, str> {
    let text = text.into();
    if runs(&text) { Cow::Owned(format!("'{text}")) } else { text }
}

/// The text as it was before [`guard`].
pub fn unguard(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(inner) if runs(inner) => inner,
        _ => cell,
    }
}

/// Control characters, bidirectional marks and other characters that act instead of being seen are
/// written as their number: `\u{1b}`. Line breaks and tabs become spaces when `one_line`.
///
/// The bidirectional ones are those of Unicode Technical Report 36, section 2. The noncharacters (Unicode
/// 23.7) may stand in no XML and no HTML.
pub fn visible(text: &str, one_line: bool) -> Cow<'_, str> {
    let acts = |c: char| {
        (c.is_control() && !matches!(c, '\n' | '\t'))
            || matches!(c as u32 & 0xffff, 0xfffe | 0xffff)
            || matches!(c, '\u{fdd0}'..='\u{fdef}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{61c}')
    };
    let breaks = |c: char| one_line && matches!(c, '\n' | '\t');
    if !text.chars().any(|c| acts(c) || breaks(c)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            // Windows line ends are ordinary text.
            '\r' => out.push_str(if one_line { "" } else { "\\r" }),
            c if breaks(c) => out.push(' '),
            c if acts(c) => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_guarded_comes_back_as_it_was() {
        for text in ["=1+1", "'=1", "''=1", "'", "'hello", "-5 pct", "", "@x", "\t=1", "＝1", "plain", "'-"] {
            assert_eq!(unguard(&guard(text)), text);
            assert!(!matches!(guard(text).chars().next(), Some('=' | '+' | '-' | '@')));
        }
    }

    #[test]
    fn escapes_are_shown_and_not_obeyed() {
        assert_eq!(visible("a\u{1b}[31mb", true), "a\\u{1b}[31mb");
        assert_eq!(visible("æøå\u{202e}", true), "æøå\\u{202e}");
    }
}
