//! Text that a spreadsheet would run is guarded with an apostrophe when it is written, and the
//! same apostrophe is taken away when it is read, so every text comes back as it was.
//!
//! Which cells a spreadsheet runs: OWASP, «CSV Injection» (= + - @ tab, carriage return, and their
//! full-width forms).
//!
//! A terminal obeys some characters, so there they are shown by their numbers ([`visible`]). What is sent to
//! somebody keeps its letters ([`sent`]).

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

/// For a terminal: control characters, bidirectional marks and other characters that act instead of being
/// seen are written as their number: `\u{1b}`. Line breaks and tabs become spaces when `one_line`.
///
/// The bidirectional ones are those of Unicode Technical Report 36, section 2.
pub fn visible(text: &str, one_line: bool) -> Cow<'_, str> {
    let acts = |c: char| {
        is_no_text(c)
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{61c}')
    };
    let breaks = |c: char| one_line && matches!(c, '\n' | '\t');
    if !text.chars().any(|c| acts(c) || breaks(c)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            // Windows line ends are ordinary text, and a lone carriage return is a line end too.
            '\r' if rest.peek() == Some(&'\n') => {}
            '\r' => out.push(if one_line { ' ' } else { '\n' }),
            c if breaks(c) => out.push(' '),
            c if acts(c) => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Control characters, and noncharacters (Unicode 23.7), which may stand in no XML and no HTML.
fn is_no_text(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t'))
        || matches!(c as u32 & 0xffff, 0xfffe | 0xffff)
        || matches!(c, '\u{fdd0}'..='\u{fdef}')
}

/// Opens a stretch of text with a direction of its own; what closes it.
fn closer(c: char) -> Option<char> {
    match c {
        '\u{202a}' | '\u{202b}' => Some('\u{202c}'),
        '\u{2066}'..='\u{2068}' => Some('\u{2069}'),
        _ => None,
    }
}

/// For what is sent: every letter stays, with the joiners, soft hyphens, variation selectors and tags
/// that belong to it. Every kind of line end (Unicode Standard Annex 14, class BK, CR and NL) is `\n`.
///
/// No text turns the direction of another: what is opened in a line is closed in it, and what closes
/// nothing is left out. Characters that force a direction (U+202D, U+202E) make a text read otherwise
/// than it is written; they and what is no text are shown by their numbers.
pub fn sent(text: &str) -> Cow<'_, str> {
    let is_plain = |c: char| {
        !is_no_text(c) && !matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut open: Vec<char> = Vec::new();
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\r' if rest.peek() == Some(&'\n') => {}
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                out.extend(open.drain(..).rev());
                out.push('\n');
            }
            '\u{202c}' | '\u{2069}' => {
                // An isolate closes what was opened in it; the end of an embedding closes no isolate.
                let at = match c {
                    '\u{2069}' => open.iter().rposition(|o| *o == c),
                    _ => open.len().checked_sub(1).filter(|at| open[*at] == c),
                };
                if let Some(at) = at {
                    out.extend(open.drain(at..).rev());
                }
            }
            '\u{202d}' | '\u{202e}' => out.extend(c.escape_unicode()),
            c if is_no_text(c) => out.extend(c.escape_unicode()),
            c => {
                open.extend(closer(c));
                out.push(c);
            }
        }
    }
    out.extend(open.into_iter().rev());
    Cow::Owned(out)
}

/// The same on one line; lines without text leave no gap.
pub fn sent_in_line(text: &str) -> String {
    let sent = sent(text);
    sent.split('\n').filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ").replace('\t', " ")
}

/// Whether the text is written from right to left somewhere: Hebrew, Arabic and the scripts beside them
/// (Unicode, blocks of bidirectional class R and AL).
pub fn is_right_to_left(text: &str) -> bool {
    text.chars().any(|c| {
        matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'
            | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
    })
}

/// For what is sent, and stands in a line with other texts: one from right to left is set apart, so that
/// it does not reorder what stands beside it.
pub fn apart(text: String) -> String {
    if is_right_to_left(&text) { format!("\u{2068}{text}\u{2069}") } else { text }
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
        assert_eq!(visible("a\r\nb\rc", false), "a\nb\nc");
        assert_eq!(visible("a\r\nb\rc", true), "a b c");
    }

    #[test]
    fn what_is_sent_keeps_its_letters() {
        for text in [
            "می\u{200c}خواهم",
            "क\u{94d}\u{200d}ष क\u{94d}\u{200c}ष",
            "👩\u{200d}👩\u{200d}👧 ❤\u{fe0f}",
            "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
            "sam\u{ad}arbejde",
            "ไทย\u{200b}คำ \u{2060}",
            "עברית\u{200f}, English\u{200e}",
            "one\ntwo\tthree",
            "a \u{2067}עברית\u{2069} b",
        ] {
            assert_eq!(sent(text), text);
        }
    }

    #[test]
    fn what_is_sent_turns_no_other_text() {
        assert_eq!(sent("a\u{202e}gnirts\u{202c}b"), "a\\u{202e}gnirtsb");
        assert_eq!(sent("a\u{202b}b"), "a\u{202b}b\u{202c}");
        assert_eq!(sent("a\u{2067}b\nc\u{2069}"), "a\u{2067}b\u{2069}\nc");
        assert_eq!(sent("\u{2067}a\u{202a}b\u{2069}c"), "\u{2067}a\u{202a}b\u{202c}\u{2069}c");
        assert_eq!(sent("\u{202a}\u{2066}a\u{202c}"), "\u{202a}\u{2066}a\u{2069}\u{202c}");
        assert_eq!(sent("a\u{1b}[31m\u{0}\u{fffe}"), "a\\u{1b}[31m\\u{0}\\u{fffe}");
        assert_eq!(sent("a\r\nb\rc\u{2028}d\u{85}e\u{b}f"), "a\nb\nc\nd\ne\nf");
        assert_eq!(apart("שלום".into()), "\u{2068}שלום\u{2069}");
        assert_eq!(apart("hej".into()), "hej");
        assert_eq!(sent_in_line("a\r\n\nb\tc\u{85}"), "a b c");
    }
}
