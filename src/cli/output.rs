//! Results go to the terminal or to the file that was named; a file is whole or not there.

use super::context::{Context, may_write};
pub use super::terminal::{line, print, rows};
use anyhow::Result;
use fremdrift::document::{Block, Cell, Document, Table};
use fremdrift::i18n::answers;
use fremdrift::model::both;
use fremdrift::render::{self, Format, Page};
use fremdrift::store::{Error, Problem, sync_folder};
use indicatif::ProgressBar;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Prints a document in the format that was asked for, or writes it to the file that was named.
pub fn document(context: &Context, document: &Document) -> Result<()> {
    made(context, document, None, working(context))
}

/// The same, with a Word file whose styles are used; `bar` moves until the file is made.
pub fn made(context: &Context, document: &Document, template: Option<&[u8]>, bar: ProgressBar) -> Result<()> {
    known_ending(context)?;
    let page = Page { template, ..context.page() };
    let made = render::render(document, context.format(), &page, context.global.profile)?;
    bar.finish_and_clear();
    bytes(context, &made)?;
    let left_out = render::csv::left_out(document);
    if context.format() == Format::Csv && !left_out.is_empty() {
        context.say(&answers::one_table(context.lang, &left_out.join(", ")));
    }
    Ok(())
}

/// A sentence that is the whole answer: a line, or a page where one was asked for.
pub fn sentence(context: &Context, text: &str) -> Result<()> {
    if context.global.output.is_none() && context.global.format.is_none() {
        return line(text);
    }
    let mut page = Document::new(context.lang, text);
    page.rows = Some(Table::of("answer", context.lang, [text]).wraps("answer", "", |text| Cell::text(*text)).done());
    document(context, &page)
}

/// Several documents: one after the other as text; in any other form one, with a part for each.
pub fn documents(context: &Context, mut all: Vec<Document>) -> Result<()> {
    let apart = context.global.output.is_none() && context.format() == Format::Text;
    if apart || all.len() < 2 {
        return all.iter().try_for_each(|one| document(context, one));
    }
    let mut whole = Document::new(context.lang, all.iter().map(|d| d.title.trim()).collect::<Vec<_>>().join("; "));
    let data: Option<Vec<_>> = all.iter_mut().map(|d| d.data.take()).collect();
    whole.data = data.map(Into::into);
    for one in all {
        whole.add(Block::Heading(1, one.title));
        whole.blocks.extend(one.blocks.into_iter().map(|block| match block {
            Block::Heading(level, text) => Block::Heading(level + 1, text),
            block => block,
        }));
    }
    document(context, &whole)
}

/// A sign of life while a file is made that is sent.
pub fn working(context: &Context) -> ProgressBar {
    match &context.global.output {
        Some(path) if context.format().is_paper() => {
            super::terminal::working(context.quiet, path.display().to_string())
        }
        _ => ProgressBar::hidden(),
    }
}

/// The ending of an output file names its format; one that names none is refused, unless the format
/// was said.
pub fn known_ending(context: &Context) -> Result<()> {
    let ending = context.global.output.as_deref().and_then(|p| p.extension()).map(|e| e.to_string_lossy().into_owned());
    match (ending, &context.global.output) {
        (Some(ending), Some(path)) if context.global.format.is_none() && Format::of_ending(path).is_none() => {
            let what = both!("no format is called «{ending}»", "intet format hedder »{ending}«");
            let hint = match ending.to_ascii_lowercase().as_str() {
                "pdf" => both!(
                    "write a page, open it and print it to PDF: -o report.html",
                    "skriv en side, åbn den, og udskriv den til PDF: -o rapport.html"
                ),
                "doc" | "odt" | "rtf" => both!(
                    "write a Word file, which LibreOffice reads too: -o report.docx",
                    "skriv en Word-fil, som LibreOffice også læser: -o rapport.docx"
                ),
                "xls" | "ods" => both!(
                    "write a workbook, which LibreOffice reads too: -o report.xlsx",
                    "skriv en projektmappe, som LibreOffice også læser: -o rapport.xlsx"
                ),
                _ => both!(
                    "end the name in .txt, .md, .csv, .json, .html, .docx or .xlsx, or say the format: --format csv",
                    "lad navnet ende på .txt, .md, .csv, .json, .html, .docx eller .xlsx, eller angiv formatet: --format csv"
                ),
            };
            Err(super::failure::Usage { what, hint }.into())
        }
        _ => for_terminal(context, context.format()),
    }
}

/// A binary format is not for a terminal.
pub fn for_terminal(context: &Context, format: Format) -> Result<()> {
    if !format.is_binary() || !context.is_on_terminal() {
        return Ok(());
    }
    let name = format.name();
    let what = both!("a {name} file can't be shown on a terminal", "en {name}-fil kan ikke vises i en terminal");
    let hint = both!("name a file: -o report.{name}", "angiv en fil: -o rapport.{name}");
    Err(super::failure::Usage { what, hint }.into())
}

pub fn bytes(context: &Context, bytes: &[u8]) -> Result<()> {
    write(context, bytes)?;
    if let Some(path) = &context.global.output {
        context.say(&answers::wrote(context.lang, &path.display().to_string(), None));
    }
    Ok(())
}

/// The same, and says nothing of it.
pub fn write(context: &Context, bytes: &[u8]) -> Result<()> {
    match &context.global.output {
        Some(path) => {
            to_file(path, context.global.yes, |out| out.write_all(bytes).map_err(|e| Error::io(path, e).into()))
        }
        None => print(bytes),
    }
}

/// Writes a file beside its place and then puts it there, so that nobody ever sees half of it.
pub fn to_file(path: &Path, yes: bool, write: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
    may_write(path, yes)?;
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !folder.is_dir() {
        return Err(Error::file(path, Problem::NoFolder).into());
    }
    let told = |e| Error::io(path, e);
    let file = beside(folder, path)?;
    let mut out = std::io::BufWriter::new(file);
    write(&mut out)?;
    let file = out.into_inner().map_err(|e| told(e.into_error()))?;
    file.as_file().sync_all().map_err(told)?;
    keep_mode(&file, path);
    if yes {
        file.persist(path).map_err(|e| told(e.error))?;
    } else {
        file.persist_noclobber(path).map_err(|e| told(e.error))?;
    }
    // A file that is said to be written is there after a power cut too, and so is its name.
    Ok(sync_folder(path).map_err(told)?)
}

/// A new file in the folder of the one that it becomes. Its owner's alone, as tempfile makes it: notes
/// may be internal.
fn beside(folder: &Path, path: &Path) -> Result<tempfile::NamedTempFile> {
    let made = tempfile::Builder::new().prefix(".fremdrift-").tempfile_in(folder);
    Ok(made.map_err(|e| match e.kind() {
        std::io::ErrorKind::NotFound => Error::file(path, Problem::NoFolder),
        kind => Error::io(path, kind.into()),
    })?)
}

/// A file that is written over stays open to those that it was open to. A link is replaced, and what
/// it points to is left alone, its mode too.
fn keep_mode(file: &tempfile::NamedTempFile, path: &Path) {
    if let Ok(before) = std::fs::symlink_metadata(path)
        && before.is_file()
    {
        let _ = file.as_file().set_permissions(before.permissions());
    }
}

/// Several files in one folder: all are written beside their places first, and then put there.
pub struct Batch {
    folder: PathBuf,
    yes: bool,
    files: Vec<(PathBuf, tempfile::NamedTempFile)>,
}

impl Batch {
    /// The folder is made where it is missing.
    pub fn new(folder: &Path, yes: bool) -> Result<Batch> {
        if folder.is_file() {
            return Err(Error::file(folder, Problem::NoFolder).into());
        }
        let told = |e| Error::io(folder, e);
        let missing: Vec<&Path> = folder.ancestors().take_while(|f| !f.as_os_str().is_empty() && !f.exists()).collect();
        std::fs::create_dir_all(folder).map_err(told)?;
        // The files in it are there after a power cut only if the folder is.
        missing.into_iter().try_for_each(sync_folder).map_err(told)?;
        Ok(Batch { folder: folder.to_path_buf(), yes, files: Vec::new() })
    }

    pub fn add(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        let path = self.folder.join(name);
        may_write(&path, self.yes)?;
        let told = |e| Error::io(&path, e);
        let mut file = beside(&self.folder, &path)?;
        file.write_all(bytes).map_err(told)?;
        file.as_file().sync_all().map_err(told)?;
        self.files.push((path, file));
        Ok(())
    }

    pub fn keep(self) -> Result<()> {
        for (path, file) in self.files {
            keep_mode(&file, &path);
            let told = |e: tempfile::PersistError| Error::io(&path, e.error);
            if self.yes {
                file.persist(&path).map_err(told)?;
            } else {
                file.persist_noclobber(&path).map_err(told)?;
            }
        }
        Ok(sync_folder(&self.folder.join("name")).map_err(|e| Error::io(&self.folder, e))?)
    }
}
