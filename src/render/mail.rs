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
    /// Tells the parts of the mail apart: something that stands in none of them.
    pub mark: &'a str,
}

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The same draft and the same moment give the same bytes.
pub fn eml(mail: &Mail, now: DateTime<Utc>) -> io::Result<Vec<u8>> {
    // The lines of a mail end as RFC 5322 says.
    let text = mail.text.replace("\r\n", "\n").replace('\n', "\r\n");
    let text = MimePart::new("text/plain", BodyPart::Text(text.into()));
    let body = match mail.attachment {
        None => text,
        Some(file) => {
            let kind = if file.is_csv { "text/csv" } else { XLSX };
            let part = MimePart::new(kind, BodyPart::Binary(file.bytes.as_slice().into()));
            let parts = vec![text, part.attachment(file.name.as_str())];
            let mixed = ContentType::new("multipart/mixed").attribute("boundary", format!("=_{}", mail.mark));
            MimePart::new(mixed, BodyPart::Multipart(parts))
        }
    };
    let mut message = MessageBuilder::new()
        .subject(mail.subject)
        .date(now.timestamp())
        .message_id(format!("{}@fremdrift.invalid", mail.mark))
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
