//! The only writer to the terminal: data to stdout, everything else to stderr.

use anyhow::Result;
use fremdrift::store::Error;
use std::io::Write;
use std::path::Path;

/// Something beside the result. If nobody listens any more, so be it.
pub fn aside(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// Data, and nothing else.
pub fn print(bytes: &[u8]) -> Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(bytes).and_then(|()| out.flush()).map_err(|e| Error::io(Path::new("output"), e))?;
    Ok(())
}

pub fn line(text: &str) -> Result<()> {
    print(format!("{text}\n").as_bytes())
}
