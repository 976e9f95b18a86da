//! The formats of each command where `-o` or `--format` is said: held against both before anything is done,
//! so that no file holds anything else than its name says.

use super::context::Context;
use super::failure::Usage;
use super::output::known_ending;
use anyhow::Result;
use fremdrift::i18n::Word;
use fremdrift::model::{Bilingual, both};
use fremdrift::render::Format;

/// The formats that a command can write to a file named with `-o`.
#[derive(Clone, Copy, Debug)]
pub enum Writes {
    /// A page, in every format.
    Page,
    /// Something in these formats alone.
    Only(Only),
    /// Files with names of their own, in the folder that `--out` names; their format is the command's matter.
    Folder,
    /// No file.
    Nothing,
}

#[derive(Clone, Copy, Debug)]
pub struct Only {
    /// As the subject of a sentence: an export, a calendar.
    pub what: Word,
    pub formats: &'static [Format],
    /// Endings that are written besides those of the formats.
    pub endings: &'static [&'static str],
    pub hint: Word,
}

pub const MANUAL: Only = Only {
    what: Word("a page of the manual", "en side af manualen"),
    formats: &[Format::Text],
    endings: &["1", "man", "roff"],
    hint: Word("write: fremdrift man list -o fremdrift-list.1", "skriv: fremdrift man list -o fremdrift-list.1"),
};

pub const COMPLETIONS: Only = Only {
    what: Word("a script of a shell", "et shellscript"),
    formats: &[Format::Text],
    endings: &["bash", "zsh", "fish", "ps1", "elv", "sh"],
    hint: Word(
        "write: fremdrift completions bash -o fremdrift.bash",
        "skriv: fremdrift completions bash -o fremdrift.bash",
    ),
};

impl Only {
    fn refused(self, as_what: &str) -> Result<()> {
        let what = both!(
            "{en} can't be written as {as_what}",
            "{da} kan ikke skrives som {as_what}",
            en = self.what.0,
            da = self.what.1
        );
        refused(what, Bilingual { en: self.hint.0.into(), da: self.hint.1.into() })
    }
}

fn refused(what: Bilingual, hint: Bilingual) -> Result<()> {
    Err(Usage { what, hint }.into())
}

/// Refuses a name or a format that what is written can't have.
pub fn agree(context: &Context, writes: Writes) -> Result<()> {
    let (output, format) = (context.global.output.as_deref(), context.global.format);
    let ending = output.and_then(|o| o.extension()).map(|e| e.to_string_lossy().to_ascii_lowercase());
    let of_ending = output.and_then(Format::of_ending);
    match writes {
        Writes::Nothing if output.is_some() => refused(
            both!("this command writes no file", "denne kommando skriver ingen fil"),
            both!("leave -o out", "udelad -o"),
        ),
        Writes::Nothing if format.is_some() => refused(
            both!("this command answers in a line of text", "denne kommando svarer med en linje tekst"),
            both!("leave --format out", "udelad --format"),
        ),
        Writes::Folder if output.is_some() => refused(
            both!("the files get names of their own", "filerne får deres egne navne"),
            both!("leave -o out, and name the folder with --out", "udelad -o, og angiv mappen med --out"),
        ),
        Writes::Nothing | Writes::Folder => Ok(()),
        Writes::Only(only) => {
            let is_known = ending.as_deref().is_none_or(|e| only.endings.contains(&e))
                || of_ending.is_some_and(|f| only.formats.contains(&f));
            match format {
                Some(format) if !only.formats.contains(&format) => only.refused(format.name()),
                _ if !is_known => only.refused(&format!(".{}", ending.unwrap_or_default())),
                _ => one_format(context),
            }
        }
        Writes::Page => one_format(context).and_then(|()| known_ending(context)),
    }
}

/// A name that says one format, and a format that is another.
fn one_format(context: &Context) -> Result<()> {
    let (Some(path), Some(format)) = (&context.global.output, context.global.format) else { return Ok(()) };
    match Format::of_ending(path) {
        Some(other) if other != format => refused(
            both!(
                "{path} is the name of a {other} file, and --format says {format}",
                "{path} er navnet på en {other}-fil, og --format siger {format}",
                path = path.display(),
                other = other.name(),
                format = format.name()
            ),
            both!(
                "say one of them: leave --format out, or end the name as it says",
                "angiv kun det ene: udelad --format, eller lad navnet ende derefter"
            ),
        ),
        _ => Ok(()),
    }
}
