//! Messages as they are sent (RFC 5322 and MIME).

use chrono::{DateTime, Utc};
use mail_parser::{Message, MessageParser, MimeHeaders, PartType};

/// Messages in messages.
const DEPTH: u8 = 5;

/// The head of an e-mail: lines such as `MIME-Version: 1.0` before the first that is empty.
pub(super) fn is_message(bytes: &[u8]) -> bool {
    crate::exchange::sheet::is_mail(bytes)
}

/// The sender, and when it was sent.
pub(super) fn head(bytes: &[u8]) -> (Option<String>, Option<DateTime<Utc>>) {
    let Some(message) = MessageParser::default().parse(bytes) else { return (None, None) };
    let from = message.from().and_then(|a| a.first()).and_then(|a| {
        let address = a.address()?;
        Some(match a.name() {
            Some(name) => format!("{name} <{address}>"),
            None => address.to_string(),
        })
    });
    (from, message.date().and_then(|d| DateTime::from_timestamp(d.to_timestamp(), 0)))
}

/// The attachments of a message and of messages in it, with its names.
pub(super) fn pieces(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    if let Some(message) = MessageParser::default().parse(bytes) {
        parts(&message, 0, &mut all);
    }
    all
}

fn parts(message: &Message, depth: u8, all: &mut Vec<(String, Vec<u8>)>) {
    for (at, part) in message.parts.iter().enumerate() {
        let name = part.attachment_name().map(str::to_string);
        match &part.body {
            PartType::Message(inner) if depth < DEPTH => parts(inner, depth + 1, all),
            PartType::Binary(bytes) | PartType::InlineBinary(bytes) => {
                all.push((name.unwrap_or_else(|| (at + 1).to_string()), bytes.to_vec()));
            }
            // A text with a name is attached; without one it is what was written.
            PartType::Text(text) | PartType::Html(text) => {
                all.extend(name.map(|name| (name, text.as_bytes().to_vec())));
            }
            PartType::Message(_) | PartType::Multipart(_) => {}
        }
    }
}
