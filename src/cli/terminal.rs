//! The only writer to the terminal: data to stdout, everything else to stderr.

use anyhow::Result;
use fremdrift::model::escaping::visible;
use fremdrift::store::{Error, Store};
use indicatif::{ProgressBar, ProgressFinish};
use std::io::{BufRead, BufReader, BufWriter, IsTerminal, Seek, Write};
use std::path::Path;
use tempfile::SpooledTempFile;

/// Rows are written in pieces of so many bytes.
const PIECE: usize = 64 << 10;
/// So many bytes of rows wait in memory; more wait in a file.
const IN_MEMORY: usize = 4 << 20;

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

/// Rows as they are read from the file, which is held for them: who reads from a pipe or a terminal may
/// take all day. So they wait until all are read, in memory, and many of them in a file without a name.
pub fn rows<T>(store: Store, write: impl FnOnce(&Store, &mut dyn Write) -> Result<T>) -> Result<T> {
    let told = |e| Error::io(Path::new("output"), e);
    if !is_read_slowly() {
        let mut out = BufWriter::with_capacity(PIECE, std::io::stdout().lock());
        let done = write(&store, &mut out)?;
        out.flush().map_err(told)?;
        return Ok(done);
    }
    let aside = |e| Error::io(&std::env::temp_dir(), e);
    let mut waiting = BufWriter::with_capacity(PIECE, SpooledTempFile::new(IN_MEMORY));
    let done = write(&store, &mut waiting)?;
    store.leave()?;
    let mut waiting = waiting.into_inner().map_err(|e| aside(e.into_error()))?;
    waiting.rewind().map_err(aside)?;
    let mut out = std::io::stdout().lock();
    if out.is_terminal() {
        // A terminal would obey what stands in a cell.
        for line in BufReader::new(waiting).split(b'\n') {
            let line = line.map_err(aside)?;
            writeln!(out, "{}", visible(String::from_utf8_lossy(&line).trim_end_matches('\r'), false)).map_err(told)?;
        }
    } else {
        std::io::copy(&mut waiting, &mut out).map_err(told)?;
    }
    out.flush().map_err(told)?;
    Ok(done)
}

/// Whether somebody reads along: a file and /dev/null keep nobody waiting.
fn is_read_slowly() -> bool {
    #[cfg(unix)]
    {
        use std::fs::File;
        use std::os::fd::AsFd;
        use std::os::unix::fs::FileTypeExt;
        let out = std::io::stdout();
        let kind = out.as_fd().try_clone_to_owned().and_then(|out| File::from(out).metadata()).map(|m| m.file_type());
        out.is_terminal() || kind.is_ok_and(|k| k.is_fifo() || k.is_socket())
    }
    #[cfg(not(unix))]
    true
}

/// A line of words. Names of files and what was typed stand in it: a terminal obeys none of them.
pub fn line(text: &str) -> Result<()> {
    print(format!("{}\n", visible(text, false)).as_bytes())
}
