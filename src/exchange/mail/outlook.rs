//! Messages of Outlook (MSG), which are files of their own: [MS-OXMSG].

use cfb::CompoundFile as Ole;
use chrono::{DateTime, Utc};
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

const OLE: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
/// No property is read further, in bytes.
const LARGEST: u64 = 64 << 20;
/// Messages in messages.
const DEPTH: u8 = 5;

type File<'a> = Ole<Cursor<&'a [u8]>>;

pub(super) fn is_message(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "__properties_version1.0".encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.starts_with(OLE) && bytes.windows(name.len()).any(|w| w == name)
}

fn stream(file: &mut File, path: &Path) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    file.open_stream(path).ok()?.take(LARGEST).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// A property that is a text, in Unicode or in the letters of the sender's computer.
fn text(file: &mut File, within: &Path, tag: &str) -> Option<String> {
    let wide = stream(file, &within.join(format!("__substg1.0_{tag}001F"))).map(|bytes| {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|c| u16::from_le_bytes([c[0], c[1]])).collect();
        String::from_utf16_lossy(&units)
    });
    let narrow = || {
        let bytes = stream(file, &within.join(format!("__substg1.0_{tag}001E")))?;
        Some(encoding_rs::WINDOWS_1252.decode(&bytes).0.into_owned())
    };
    wide.or_else(narrow).map(|t| t.trim_matches(['\0', ' ']).to_string()).filter(|t| !t.is_empty())
}

/// When it was sent, else when it was delivered: days since 1601, in tenths of microseconds.
fn sent(file: &mut File) -> Option<DateTime<Utc>> {
    let all = stream(file, Path::new("/__properties_version1.0"))?;
    let of = |wanted: u32| {
        let found = all.get(32..)?.chunks_exact(16).find(|p| u32::from_le_bytes([p[0], p[1], p[2], p[3]]) == wanted)?;
        let ticks = u64::from_le_bytes(found[8..16].try_into().ok()?);
        let seconds = i64::try_from(ticks / 10_000_000).ok()?.checked_sub(11_644_473_600)?;
        DateTime::from_timestamp(seconds, 0).filter(|d| d.timestamp() > 0)
    };
    of(0x0039_0040).or_else(|| of(0x0e06_0040))
}

/// The sender, and when it was sent.
pub(super) fn head(bytes: &[u8]) -> (Option<String>, Option<DateTime<Utc>>) {
    let Ok(mut file) = Ole::open(Cursor::new(bytes)) else { return (None, None) };
    let root = Path::new("/");
    let address = text(&mut file, root, "5D01").or_else(|| text(&mut file, root, "0C1F"));
    let from = match (text(&mut file, root, "0C1A"), address.filter(|a| a.contains('@'))) {
        (Some(name), Some(address)) if name != address => Some(format!("{name} <{address}>")),
        (name, address) => address.or(name),
    };
    (from, sent(&mut file))
}

/// The attachments of a message and of messages in it, with their names.
pub(super) fn pieces(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    if let Ok(mut file) = Ole::open(Cursor::new(bytes)) {
        within(&mut file, Path::new("/"), 0, &mut all);
    }
    all
}

fn within(file: &mut File, at: &Path, depth: u8, all: &mut Vec<(String, Vec<u8>)>) {
    if depth > DEPTH {
        return;
    }
    let Ok(entries) = file.read_storage(at) else { return };
    let mut paths: Vec<PathBuf> =
        entries.filter(|e| e.name().starts_with("__attach_version1.0")).map(|e| e.path().to_path_buf()).collect();
    paths.sort();
    for (n, path) in paths.iter().enumerate() {
        let name = text(file, path, "3707").or_else(|| text(file, path, "3704")).or_else(|| text(file, path, "3001"));
        let name = name.unwrap_or_else(|| format!("{}", n + 1));
        let inner = path.join("__substg1.0_3701000D");
        if file.is_storage(&inner) {
            within(file, &inner, depth + 1, all);
        } else if let Some(bytes) = stream(file, &path.join("__substg1.0_37010102")) {
            all.push((name, bytes));
        }
    }
}
