//! Files that are read: what is missing, a folder or too large is said in words.

use super::failure::Usage;
use anyhow::Result;
use fremdrift::model::Bilingual;
use fremdrift::model::both;
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
    let hint = both!(
        "merge the other copy itself: fremdrift merge OTHER.db",
        "flet den anden kopi selv: fremdrift merge ANDEN.db"
    );
    whole(name, source, hint)
}

/// All of a file that somebody made by hand or sent; larger ones are none of these.
pub fn bytes(path: &Path) -> Result<Vec<u8>> {
    let hint = both!("look whether it is the right file", "se efter, om det er den rigtige fil");
    whole(&path.display().to_string(), Box::new(opened(path)?), hint)
}

/// No more is read than may be: what a file says of its size, and how long a pipe goes on, nobody knows.
fn whole(name: &str, source: Box<dyn Read>, hint: Bilingual) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|e| Error::io(Path::new(name), e))?;
    if bytes.len() as u64 > LARGEST {
        let what = both!(
            "{name}: more than {most} MiB is too large for what is read here",
            "{name}: mere end {most} MiB er for stort til at blive læst her",
            most = LARGEST >> 20
        );
        return Err(Usage { what, hint }.into());
    }
    Ok(bytes)
}

pub fn opened(path: &Path) -> Result<std::fs::File> {
    if path.is_dir() {
        let what = both!("{name}: is a directory", "{name}: er en mappe", name = path.display());
        return Err(Usage { what, hint: both!("name the file in it", "angiv filen i den") }.into());
    }
    // To open a pipe or a device may wait for ever, and reading it need not end.
    if std::fs::metadata(path).is_ok_and(|m| !m.is_file()) {
        return Err(Error::file(path, Problem::NotAFile).into());
    }
    std::fs::File::open(path).map_err(|e| match Error::io(path, e) {
        Error::File { problem: Problem::Missing, .. } => {
            let what = both!("{name}: there is no such file", "{name}: filen findes ikke", name = path.display());
            Usage { what, hint: both!("look at the name and the folder", "se efter, om navn og mappe er rigtige") }
                .into()
        }
        e => e.into(),
    })
}
