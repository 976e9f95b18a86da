//! Bytes of a file in any of the usual encodings, as characters, one buffer at a time.

use std::io::{self, Read};
use std::str;

use encoding_rs::{Decoder, DecoderResult, MACINTOSH, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::plausible::{Doubt, Page, page_of};
use super::read_error::{FileKind, ReadError};

const BUFFER: usize = 64 * 1024;

/// An encoding that somebody knows a file to be in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf16,
    Page(Page),
}

impl Encoding {
    /// As it is named in answers and typed with `--encoding`.
    pub const NAMES: [&'static str; 7] = ["utf-8", "utf-16", "windows-1252", "850", "865", "437", "macintosh"];

    pub fn parse(text: &str) -> Option<Encoding> {
        let plain: String = text.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
        Some(match plain.trim_start_matches("msdos").trim_start_matches("cp").trim_start_matches("ibm") {
            "utf8" => Encoding::Utf8,
            "utf16" => Encoding::Utf16,
            "windows1252" | "1252" | "ansi" => Encoding::Page(Page::Windows1252),
            "850" => Encoding::Page(Page::Dos850),
            "865" => Encoding::Page(Page::Dos865),
            "437" => Encoding::Page(Page::Dos437),
            "macintosh" | "mac" | "macroman" => Encoding::Page(Page::Macintosh),
            _ => return None,
        })
    }

    fn decoding(self) -> Decoding {
        let standard = |e: &'static encoding_rs::Encoding| Decoding::Standard(e.new_decoder_without_bom_handling());
        match self {
            Encoding::Utf8 => standard(UTF_8),
            Encoding::Utf16 => standard(UTF_16LE),
            Encoding::Page(Page::Windows1252) => standard(WINDOWS_1252),
            Encoding::Page(Page::Macintosh) => standard(MACINTOSH),
            Encoding::Page(page) => Decoding::Dos(page, Box::new(page.upper())),
        }
    }
}

enum Decoding {
    Standard(Decoder),
    /// A code page of MS-DOS, and the characters of its bytes from 0x80.
    Dos(Page, Box<[char; 128]>),
}

pub struct Text {
    source: Box<dyn Read>,
    raw: Vec<u8>,
    /// None as long as nothing but ASCII has been seen.
    decoding: Option<Decoding>,
    text: String,
    at: usize,
    line: u64,
    after_return: bool,
    ended: bool,
    undecodable: bool,
    /// Whether it began with a byte order mark, or is in UTF-16.
    marked: bool,
    doubt: Option<Doubt>,
}

impl Text {
    /// `said`: the encoding, where somebody knows it.
    pub fn open(source: Box<dyn Read>, said: Option<Encoding>) -> Result<Text, ReadError> {
        let mut text = Text {
            source,
            raw: Vec::new(),
            decoding: None,
            text: String::new(),
            at: 0,
            line: 1,
            after_return: false,
            ended: false,
            undecodable: false,
            marked: false,
            doubt: None,
        };
        text.fill()?;
        refuse_other_formats(&text.raw)?;
        let unmarked = |raw: &[u8]| if said.is_none() { unmarked_utf16(raw) } else { None };
        if let Some((encoding, mark)) = marked(&text.raw).or_else(|| unmarked(&text.raw)) {
            text.raw.drain(..mark);
            text.marked = true;
            text.decoding = Some(Decoding::Standard(encoding.new_decoder_without_bom_handling()));
        } else {
            text.decoding = said.map(Encoding::decoding);
        }
        text.decode();
        text.doubted()?;
        // Programs that add a mark to a file that has one leave two.
        text.at = text.text.len() - text.text.trim_start_matches('\u{feff}').len();
        Ok(text)
    }

    pub fn encoding(&self) -> &'static str {
        match &self.decoding {
            Some(Decoding::Dos(page, _)) => page.name(),
            Some(Decoding::Standard(d)) if d.encoding() == WINDOWS_1252 => Page::Windows1252.name(),
            Some(Decoding::Standard(d)) if d.encoding() == MACINTOSH => Page::Macintosh.name(),
            Some(Decoding::Standard(d)) if d.encoding() != UTF_8 => "UTF-16",
            _ => "UTF-8",
        }
    }

    pub fn is_marked(&self) -> bool {
        self.marked
    }

    #[cfg(test)]
    pub fn capacity(&self) -> usize {
        self.raw.capacity() + self.text.capacity()
    }

    /// The beginning of what has not been read yet.
    pub fn head(&self) -> &str {
        &self.text[self.at..]
    }

    /// The physical line of the next character, from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Whether the last character was a carriage return.
    pub fn is_after_return(&self) -> bool {
        self.after_return
    }

    pub fn peek(&mut self) -> Result<Option<char>, ReadError> {
        while self.at == self.text.len() {
            if !self.more()? {
                return Ok(None);
            }
        }
        match self.text[self.at..].chars().next() {
            Some('\0') => Err(ReadError::Nul { line: self.line }),
            next => Ok(next),
        }
    }

    pub fn next(&mut self) -> Result<Option<char>, ReadError> {
        let next = self.peek()?;
        if let Some(c) = next {
            self.at += c.len_utf8();
            if c == '\r' || (c == '\n' && !self.after_return) {
                self.line += 1;
            }
            self.after_return = c == '\r';
        }
        Ok(next)
    }

    /// Decodes the next buffer; false at the end. It can be empty though there is more.
    fn more(&mut self) -> Result<bool, ReadError> {
        if self.undecodable {
            return Err(ReadError::Undecodable { line: self.line, encoding: self.encoding() });
        }
        if self.ended {
            return Ok(false);
        }
        self.fill()?;
        self.decode();
        self.doubted()?;
        Ok(true)
    }

    fn doubted(&mut self) -> Result<(), ReadError> {
        self.doubt.take().map_or(Ok(()), |doubt| Err(ReadError::Doubtful(doubt)))
    }

    fn fill(&mut self) -> Result<(), ReadError> {
        let mut filled = self.raw.len();
        self.raw.resize(BUFFER, 0);
        while filled < BUFFER && !self.ended {
            match self.source.read(&mut self.raw[filled..]) {
                Ok(0) => self.ended = true,
                Ok(n) => filled += n,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => return Err(ReadError::Io(e)),
            }
        }
        self.raw.truncate(filled);
        Ok(())
    }

    fn decode(&mut self) {
        self.text.clear();
        self.at = 0;
        if self.decoding.is_none() {
            match encoding_of(&self.raw, self.ended) {
                Ok(encoding) => self.decoding = encoding.map(Encoding::decoding),
                Err(doubt) => {
                    self.doubt = Some(doubt);
                    return;
                }
            }
        }
        match self.decoding.as_mut() {
            Some(Decoding::Standard(decoder)) => {
                let whole = decode_with(decoder, &self.raw, self.ended, &mut self.text);
                self.undecodable = !whole;
                self.raw.clear();
            }
            Some(Decoding::Dos(_, upper)) => {
                let read = |b: &u8| if b.is_ascii() { char::from(*b) } else { upper[usize::from(*b - 0x80)] };
                self.text.extend(self.raw.iter().map(read));
                self.raw.clear();
            }
            None => self.take_ascii(),
        }
    }

    /// Leaves the beginning of a character that the buffer cut in two for the next buffer.
    fn take_ascii(&mut self) {
        let ascii = self.raw.iter().take_while(|b| b.is_ascii()).count();
        self.text.extend(self.raw.drain(..ascii).map(char::from));
    }
}

/// Appends what can be decoded, and tells whether that was all.
fn decode_with(decoder: &mut Decoder, mut raw: &[u8], last: bool, text: &mut String) -> bool {
    loop {
        let room = decoder.max_utf8_buffer_length_without_replacement(raw.len());
        text.reserve(room.unwrap_or(4 * BUFFER));
        let (result, read) = decoder.decode_to_string_without_replacement(raw, text, last);
        raw = &raw[read..];
        match result {
            DecoderResult::InputEmpty => break,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => return false,
        }
    }
    // The standard decoder lets the five bytes that Windows-1252 does not define pass.
    let undefined = |c: char| matches!(c, '\u{81}' | '\u{8d}' | '\u{8f}' | '\u{90}' | '\u{9d}');
    match text.find(undefined).filter(|_| decoder.encoding() == WINDOWS_1252) {
        Some(at) => {
            text.truncate(at);
            false
        }
        None => true,
    }
}

fn refuse_other_formats(raw: &[u8]) -> Result<(), ReadError> {
    let begins = |magic: &[u8]| raw.starts_with(magic);
    let is_open_document = || {
        let mark = b"mimetypeapplication/vnd.oasis.opendocument";
        raw.get(30..30 + mark.len()) == Some(mark)
    };
    let what = if begins(b"PK\x03\x04") && is_open_document() {
        FileKind::LibreOffice
    } else if begins(b"PK\x03\x04") || begins(b"\xd0\xcf\x11\xe0") {
        FileKind::Excel
    } else if begins(b"%PDF-") {
        FileKind::Pdf
    } else if begins(b"SQLite format 3\0") {
        FileKind::Database
    } else {
        return Ok(());
    };
    Err(ReadError::NotCsv { what })
}

/// The encoding that a byte order mark tells, and the length of the mark.
fn marked(raw: &[u8]) -> Option<(&'static encoding_rs::Encoding, usize)> {
    encoding_rs::Encoding::for_bom(raw)
}

/// Text with many ASCII characters has NUL in every second byte of UTF-16. A few NULs elsewhere
/// are no encoding at all, and are refused when they are met.
fn unmarked_utf16(raw: &[u8]) -> Option<(&'static encoding_rs::Encoding, usize)> {
    let nuls = |offset: usize| raw.iter().skip(offset).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (nuls(0), nuls(1));
    let many = |nuls: usize, others: usize| nuls * 4 >= raw.len() && nuls > 4 * others;
    if many(odd, even) {
        Some((UTF_16LE, 0))
    } else if many(even, odd) {
        Some((UTF_16BE, 0))
    } else {
        None
    }
}

/// UTF-8 when more of the characters beyond ASCII are valid in it than not, so that one spoilt
/// byte in a UTF-8 file is refused instead of making every «æ» of it «Ã¦».
fn encoding_of(raw: &[u8], ended: bool) -> Result<Option<Encoding>, Doubt> {
    let chunks = || raw.utf8_chunks();
    let is_cut = |bytes| str::from_utf8(bytes).err().is_some_and(|e| e.error_len().is_none());
    let cut = chunks().last().is_some_and(|c| is_cut(c.invalid()));
    let good: usize = chunks().map(|c| c.valid().chars().filter(|c| !c.is_ascii()).count()).sum();
    let bad = chunks().filter(|c| !c.invalid().is_empty()).count() - usize::from(cut && !ended);
    match (good, bad) {
        (0, 0) => Ok(None),
        (good, bad) if good > bad => Ok(Some(Encoding::Utf8)),
        _ => page_of(raw).map(|page| Some(Encoding::Page(page))),
    }
}
