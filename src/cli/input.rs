//! Files that are read: what is missing, a folder or too large is said in words.

use super::failure::Usage;
use anyhow::Result;
use fremdrift::store::{Error, Problem};
use std::io::Read;
use std::path::Path;

/// No sheet, list of conflicts or template is larger than this, in bytes.
const LARGEST: u64 = 64 << 20;

/// A file, or the pipe where its name is -; with the name that it is called by.
pub fn open(file: &str) -> Result<(&str, Box<dyn Read>)> {
    if file == "-" {
        return Ok(("stdin", Box::new(std::io::stdin())));
    }
    Ok((file, Box::new(opened(Path::new(file))?)))
}

/// All of a file, or of the pipe.
pub fn all(file: &str) -> Result<Vec<u8>> {
    let (name, mut source) = open(file)?;
    let mut bytes = Vec::new();
    source.read_to_end(&mut bytes).map_err(|e| Error::io(Path::new(name), e))?;
    Ok(bytes)
}

/// All of a file that somebody made by hand or sent; larger ones are none of these.
pub fn bytes(path: &Path) -> Result<Vec<u8>> {
    let told = |e| Error::io(path, e);
    let file = opened(path)?;
    let size = file.metadata().map_err(told)?.len();
    if size > LARGEST {
        let what = format!("{}: {} MiB is too large for what is read here", path.display(), size >> 20);
        return Err(Usage { what, hint: "look whether it is the right file".into() }.into());
    }
    let mut bytes = Vec::new();
    file.take(LARGEST).read_to_end(&mut bytes).map_err(told)?;
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
