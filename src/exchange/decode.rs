//! Bytes of a file in any of the usual encodings, as characters, one buffer at a time.

use std::io::{self, Read};
use std::str;

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::read_error::{FileKind, ReadError};

const BUFFER: usize = 64 * 1024;

pub struct Text {
    source: Box<dyn Read>,
    raw: Vec<u8>,
    /// None as long as nothing but ASCII has been seen.
    decoder: Option<Decoder>,
    text: String,
    at: usize,
    line: u64,
    after_return: bool,
    ended: bool,
    undecodable: bool,
    /// Whether it began with a byte order mark, or is in UTF-16.
    marked: bool,
}

impl Text {
    pub fn open(source: Box<dyn Read>) -> Result<Text, ReadError> {
        let mut text = Text {
            source,
            raw: Vec::new(),
            decoder: None,
            text: String::new(),
            at: 0,
            line: 1,
            after_return: false,
            ended: false,
            undecodable: false,
            marked: false,
        };
        text.fill()?;
        refuse_other_formats(&text.raw)?;
        if let Some((encoding, mark)) = marked(&text.raw).or_else(|| unmarked_utf16(&text.raw)) {
            text.raw.drain(..mark);
            text.marked = true;
            text.decoder = Some(encoding.new_decoder_without_bom_handling());
        }
        text.decode();
        // Programs that add a mark to a file that has one leave two.
        text.at = text.text.len() - text.text.trim_start_matches('\u{feff}').len();
        Ok(text)
    }

    pub fn encoding(&self) -> &'static str {
        match self.decoder.as_ref().map(Decoder::encoding) {
            Some(encoding) if encoding == WINDOWS_1252 => "Windows-1252",
            Some(encoding) if encoding != UTF_8 => "UTF-16",
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
        Ok(true)
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
        if self.decoder.is_none() {
            let encoding = encoding_of(&self.raw, self.ended);
            self.decoder = encoding.map(Encoding::new_decoder_without_bom_handling);
        }
        match self.decoder.as_mut() {
            Some(decoder) => {
                let whole = decode_with(decoder, &self.raw, self.ended, &mut self.text);
                self.undecodable = !whole;
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
fn marked(raw: &[u8]) -> Option<(&'static Encoding, usize)> {
    Encoding::for_bom(raw)
}

/// Text with many ASCII characters has NUL in every second byte of UTF-16. A few NULs elsewhere
/// are no encoding at all, and are refused when they are met.
fn unmarked_utf16(raw: &[u8]) -> Option<(&'static Encoding, usize)> {
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
fn encoding_of(raw: &[u8], ended: bool) -> Option<&'static Encoding> {
    let chunks = || raw.utf8_chunks();
    let is_cut = |bytes| str::from_utf8(bytes).err().is_some_and(|e| e.error_len().is_none());
    let cut = chunks().last().is_some_and(|c| is_cut(c.invalid()));
    let good: usize = chunks().map(|c| c.valid().chars().filter(|c| !c.is_ascii()).count()).sum();
    let bad = chunks().filter(|c| !c.invalid().is_empty()).count() - usize::from(cut && !ended);
    match (good, bad) {
        (0, 0) => None,
        (good, bad) if good > bad => Some(UTF_8),
        _ => Some(WINDOWS_1252),
    }
}
