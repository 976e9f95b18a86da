//! Files that are read: what is missing, a folder or too large is said in words.

use super::failure::Usage;
use anyhow::Result;
use fremdrift::store::{Error, Problem};
use std::io::Read;
use std::path::Path;

/// No sheet, list of conflicts, file of changes or template is larger than this, in bytes.
const LARGEST: u64 = 64 << 20;

/// A file, or the pipe where its name is -; with the name that it is called by.
pub fn open(file: &str) -> Result<(&str, Box<dyn Read>)> {
    if file == "-" {
        return Ok(("stdin", Box::new(std::io::stdin())));
    }
    Ok((file, Box::new(opened(Path::new(file))?)))
}

/// All of a file of changes, or of the pipe.
pub fn changes(file: &str) -> Result<Vec<u8>> {
    let (name, source) = open(file)?;
    whole(name, source, "merge the other copy itself: fremdrift merge OTHER.db")
}

/// All of a file that somebody made by hand or sent; larger ones are none of these.
pub fn bytes(path: &Path) -> Result<Vec<u8>> {
    whole(&path.display().to_string(), Box::new(opened(path)?), "look whether it is the right file")
}

/// No more is read than may be: what a file says of its size, and how long a pipe goes on, nobody knows.
fn whole(name: &str, source: Box<dyn Read>, hint: &str) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|e| Error::io(Path::new(name), e))?;
    if bytes.len() as u64 > LARGEST {
        let what = format!("{name}: more than {} MiB is too large for what is read here", LARGEST >> 20);
        return Err(Usage { what, hint: hint.to_string() }.into());
    }
    Ok(bytes)
}

fn opened(path: &Path) -> Result<std::fs::File> {
    if path.is_dir() {
        let what = format!("{}: this is a folder, not a file", path.display());
        return Err(Usage { what, hint: "name the file in it".into() }.into());
    }
    std::fs::File::open(path).map_err(|e| match Error::io(path, e) {
        Error::File { problem: Problem::Missing, .. } => {
            let what = format!("{}: there is no such file", path.display());
            Usage { what, hint: "look at the name and the folder".into() }.into()
        }
        e => e.into(),
    })
}
