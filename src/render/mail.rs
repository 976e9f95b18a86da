//! A draft of an e-mail as a file (RFC 5322) that Outlook and Thunderbird open to be sent.

use chrono::{DateTime, Utc};
use mail_builder::MessageBuilder;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::raw::Raw;
use mail_builder::mime::{BodyPart, MimePart};
use std::io;

/// A file that goes along.
pub struct Attachment {
    pub name: String,
    pub is_csv: bool,
    pub bytes: Vec<u8>,
}

pub struct Mail<'a> {
    pub from: Option<&'a str>,
    pub to: Option<&'a str>,
    pub subject: &'a str,
    pub text: &'a str,
    pub attachment: Option<&'a Attachment>,
    /// Tells this mail from all others.
    pub mark: &'a str,
}

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A name in letters that every program reads: `2024-Q3-OEM.xlsx`.
fn in_ascii(name: &str) -> String {
    let mut ascii = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            'æ' | 'ä' => ascii.push_str("ae"),
            'ø' | 'ö' => ascii.push_str("oe"),
            'å' => ascii.push_str("aa"),
            'Æ' | 'Ä' => ascii.push_str("AE"),
            'Ø' | 'Ö' => ascii.push_str("OE"),
            'Å' => ascii.push_str("AA"),
            c if c.is_ascii() => ascii.push(c),
            _ => ascii.push('_'),
        }
    }
    ascii
}

/// Under both forms of its name where it has letters beyond ASCII: Outlook knows only the first.
fn attached(file: &Attachment) -> MimePart<'_> {
    let kind = if file.is_csv { "text/csv" } else { XLSX };
    let ascii = in_ascii(&file.name);
    let is_ascii = ascii == file.name;
    let mut disposition = ContentType::new("attachment").attribute("filename", ascii.clone());
    if !is_ascii {
        disposition = disposition.attribute("filename", file.name.as_str());
    }
    MimePart::new(ContentType::new(kind).attribute("name", ascii), BodyPart::Binary(file.bytes.as_slice().into()))
        .header("Content-Disposition", disposition)
}

/// The same draft and the same moment give the same bytes.
pub fn eml(mail: &Mail, now: DateTime<Utc>) -> io::Result<Vec<u8>> {
    // A code may have any letters, a boundary and an identity may not.
    let digest = crate::model::revision::digest(mail.mark);
    let mark = &digest[..32];
    // The lines of a mail end as RFC 5322 says.
    let text = mail.text.replace("\r\n", "\n").replace('\n', "\r\n");
    let text = MimePart::new("text/plain", BodyPart::Text(text.into()));
    let body = match mail.attachment {
        None => text,
        Some(file) => {
            let mixed = ContentType::new("multipart/mixed").attribute("boundary", format!("=_{mark}"));
            MimePart::new(mixed, BodyPart::Multipart(vec![text, attached(file)]))
        }
    };
    let mut message = MessageBuilder::new()
        .subject(mail.subject)
        .date(now.timestamp())
        .message_id(format!("{mark}@fremdrift.invalid"))
        // Outlook opens it as something to be sent and not as something that came.
        .header("X-Unsent", Raw::new("1"));
    if let Some(from) = mail.from {
        message = message.from(from);
    }
    if let Some(to) = mail.to {
        message = message.to(to);
    }
    message.body(body).write_to_vec()
}
