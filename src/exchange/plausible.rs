//! Which encoding of one byte a letter a text was written in: Windows-1252, the code pages of MS-DOS or
//! that of the Macintosh. The same bytes are text in each of them; told apart is what makes words in
//! Danish and English from what does not.

use encoding_rs::{MACINTOSH, WINDOWS_1252};
use oem_cp::code_table::{DECODING_TABLE_CP437, DECODING_TABLE_CP850, DECODING_TABLE_CP865};

/// An encoding of one byte a letter, of which the lower half is ASCII.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    Windows1252,
    Dos850,
    Dos865,
    Dos437,
    Macintosh,
}

/// How much more a reading must say than the next one, in letters that fit.
const MARGIN: i64 = 2;

impl Page {
    /// The likelier first: what is said by none more than another is read as the first.
    pub const ALL: [Page; 5] = [Page::Windows1252, Page::Dos850, Page::Dos865, Page::Dos437, Page::Macintosh];

    /// The evidence for an encoding before anything is read.
    fn prior(self) -> i64 {
        match self {
            Page::Windows1252 => 2,
            Page::Dos850 | Page::Dos865 | Page::Dos437 => 1,
            Page::Macintosh => 0,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Page::Windows1252 => "Windows-1252",
            Page::Dos850 => "MS-DOS 850",
            Page::Dos865 => "MS-DOS 865",
            Page::Dos437 => "MS-DOS 437",
            Page::Macintosh => "Macintosh",
        }
    }

    /// The characters of the bytes from 0x80; a control character where there is none.
    pub fn upper(self) -> [char; 128] {
        let standard = |encoding: &'static encoding_rs::Encoding| {
            let bytes: Vec<u8> = (0x80..=0xff).collect();
            let (text, _) = encoding.decode_without_bom_handling(&bytes);
            let mut all = ['\u{80}'; 128];
            all.iter_mut().zip(text.chars()).for_each(|(to, c)| *to = c);
            all
        };
        match self {
            Page::Windows1252 => standard(WINDOWS_1252),
            Page::Macintosh => standard(MACINTOSH),
            Page::Dos850 => DECODING_TABLE_CP850,
            Page::Dos865 => DECODING_TABLE_CP865,
            Page::Dos437 => DECODING_TABLE_CP437,
        }
    }
}

/// Two readings of the same bytes that are as plausible as each other: the encoding, and a word as it
/// reads in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    pub one: (&'static str, String),
    pub other: (&'static str, String),
}

/// The page in which the bytes are most plausible, where no reading that differs comes near.
pub fn page_of(raw: &[u8]) -> Result<Page, Doubt> {
    let mut readings: Vec<(i64, Page, Vec<char>)> = Page::ALL
        .into_iter()
        .map(|page| {
            let upper = page.upper();
            let read = |b: &u8| if b.is_ascii() { char::from(*b) } else { upper[usize::from(*b - 0x80)] };
            let text: Vec<char> = raw.iter().map(read).collect();
            let score: i64 = (0..text.len()).filter(|at| !text[*at].is_ascii()).map(|at| fits(&text, at)).sum();
            (score + page.prior(), page, text)
        })
        .collect();
    readings.sort_by_key(|r| -r.0);
    let (score, page, text) = &readings[0];
    let letters = text.iter().filter(|c| !c.is_ascii()).count();
    let enough = i64::try_from(letters).unwrap_or(MARGIN).min(MARGIN);
    let Some(next) = readings.iter().find(|r| r.2 != *text) else { return Ok(*page) };
    if *score >= enough && score - next.0 >= MARGIN {
        return Ok(*page);
    }
    let at = text.iter().zip(&next.2).position(|(one, other)| one != other).unwrap_or_default();
    Err(Doubt { one: (page.name(), word(text, at)), other: (next.1.name(), word(&next.2, at)) })
}

/// The word around a character.
fn word(text: &[char], at: usize) -> String {
    let ends = |c: &char| c.is_whitespace() || matches!(c, ';' | ',' | '"');
    let from = text[..at].iter().rposition(ends).map_or(0, |i| i + 1);
    let to = text[at..].iter().position(ends).map_or(text.len(), |i| at + i);
    text[from..to].iter().take(40).collect()
}

/// How well a character beyond ASCII fits between its neighbours: more than 0 where it makes sense.
fn fits(text: &[char], at: usize) -> i64 {
    let c = text[at];
    let before = at.checked_sub(1).map_or(' ', |i| text[i]);
    let after = text.get(at + 1).copied().unwrap_or(' ');
    let opens = |b: char| b.is_whitespace() || matches!(b, '(' | '[' | '"' | ';' | ',' | '-' | '/' | '«' | '»' | '“');
    if c.is_alphabetic() && c <= '\u{17f}' && c != 'ª' && c != 'º' {
        let (lone, inside) = (!before.is_alphabetic() && !after.is_alphabetic(), before.is_alphabetic());
        // A capital after a small letter, or a small one between capitals, makes no word.
        let odd = c.is_uppercase() && before.is_lowercase()
            || c.is_uppercase() && inside && after.is_lowercase()
            || c.is_lowercase() && !inside && after.is_uppercase()
            || c.is_lowercase() && inside && before.is_uppercase() && after.is_uppercase();
        return match c {
            _ if odd => -4,
            _ if before.is_ascii_digit() || after.is_ascii_digit() => -1,
            'æ' | 'ø' | 'å' | 'Æ' | 'Ø' | 'Å' => 4,
            _ if lone => -3,
            'é' | 'É' | 'ü' | 'ö' | 'ä' | 'Ü' | 'Ö' | 'Ä' | 'è' | 'à' | 'ó' | 'í' | 'á' | 'ñ' | 'ç' | 'ê' | 'ë'
            | 'ã' => 2,
            _ => 0,
        };
    }
    let (letters, digit) =
        (before.is_alphabetic() && after.is_alphabetic(), before.is_ascii_digit() || after.is_ascii_digit());
    match c {
        '’' if before.is_alphanumeric() => 3,
        '‘' | '“' | '„' if opens(before) && !after.is_whitespace() => 3,
        '”' | '“' | '’' | '‘' if !before.is_whitespace() && !after.is_alphanumeric() => 2,
        '«' | '»' if opens(before) != opens(after) || !after.is_alphanumeric() || opens(before) => 2,
        '–' | '—' if letters => 1,
        '–' | '—' if before.is_whitespace() == after.is_whitespace() => 3,
        '…' if !after.is_alphanumeric() || opens(before) => 2,
        '•' | '·' if opens(before) && !letters => 2,
        '°' if !digit && after != 'C' => -2,
        '§' | '€' | '£' | '°' | '½' | '¼' | '¾' | '±' | '²' | '³' | '‰' if !letters || matches!(c, '²' | '³') => {
            if digit || opens(before) {
                3
            } else {
                1
            }
        }
        '®' | '™' | '©' | '´' if !letters => 1,
        '\u{a0}' => 1,
        c if c.is_control() => -12,
        _ => -5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(page: Page, text: &str) -> Option<Vec<u8>> {
        let upper = page.upper();
        let byte = |c: char| match u8::try_from(c) {
            Ok(c) if c.is_ascii() => Some(c),
            _ => upper.iter().position(|u| *u == c).and_then(|at| u8::try_from(at + 0x80).ok()),
        };
        text.chars().map(byte).collect()
    }

    fn read(page: Page, raw: &[u8]) -> String {
        let upper = page.upper();
        raw.iter().map(|b| if b.is_ascii() { char::from(*b) } else { upper[usize::from(*b - 0x80)] }).collect()
    }

    const TEXTS: [&str; 24] = [
        "Fælles køreplan",
        "Nummer;Indsatsområde;Titel\r\n1;Økonomi;Å",
        "Grøn vækst på Ærø",
        "Målsætning;Område;Ansvarlig",
        "ENERGI OG MILJØ I KØBENHAVN",
        "It’s the agency’s “quoted” text – really",
        "Båd og ræs på Ærø",
        "Café og Région à la crème",
        "Müller fra København",
        "§ 5 om 20 °C og ½ år for øl",
        "»Det er godt«, sagde årets bådfører",
        "São Paulo og Århus",
        "2026–2030: Årlig dialog",
        "øl",
        "på",
        "Mål",
        "5 €",
        "Energy agency’s plan",
        "Yucatán",
        "naïve",
        "ØM",
        "’90’erne",
        "Mæ",
        "• punkt",
    ];

    #[test]
    fn a_text_is_read_as_it_was_written_or_not_at_all() {
        let mut told = 0;
        for page in Page::ALL {
            for text in TEXTS {
                let Some(raw) = written(page, text) else { continue };
                match page_of(&raw) {
                    Ok(found) => assert_eq!(read(found, &raw), text, "{page:?} read as {found:?}"),
                    Err(doubt) => {
                        assert!(text.chars().count() < 13 && doubt.one.1 != doubt.other.1, "{page:?} {text}: {doubt:?}")
                    }
                }
                told += 1;
            }
        }
        assert!(told > 80, "{told}");
    }
}
