//! The only writer to the terminal: data to stdout, everything else to stderr.

use anyhow::Result;
use fremdrift::model::guard::visible;
use fremdrift::store::Error;
use indicatif::{ProgressBar, ProgressFinish};
use std::io::Write;
use std::path::Path;

/// Something beside the result. If nobody listens any more, so be it.
pub fn aside(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{}", visible(text, false));
}

/// A sign of life while something long is made; nothing where nobody looks.
pub fn working(quiet: bool, what: String) -> ProgressBar {
    if quiet {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new_spinner().with_message(what).with_finish(ProgressFinish::AndClear);
    bar.enable_steady_tick(std::time::Duration::from_millis(120));
    bar
}

/// Data, and nothing else.
pub fn print(bytes: &[u8]) -> Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(bytes).and_then(|()| out.flush()).map_err(|e| Error::io(Path::new("output"), e))?;
    Ok(())
}

/// A line of words. Names of files and what was typed stand in it: a terminal obeys none of them.
pub fn line(text: &str) -> Result<()> {
    print(format!("{}\n", visible(text, false)).as_bytes())
}
