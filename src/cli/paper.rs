//! What belongs to files that are sent: the template of a Word file, and the page that is shown.

use super::context::Context;
use super::failure::Usage;
use super::input;
use anyhow::Result;
use fremdrift::render::Format;
use fremdrift::store::Error;
use std::path::{Path, PathBuf};

/// Reads the template of a Word file.
pub fn template(context: &Context, path: Option<&Path>) -> Result<Option<Vec<u8>>> {
    let Some(path) = path else { return Ok(None) };
    if context.format() != Format::Docx {
        let what = "only a Word file has a template".to_string();
        return Err(Usage { what, hint: "name one: -o report.docx".into() }.into());
    }
    let same = |output: &PathBuf| output.canonicalize().ok().is_some_and(|o| path.canonicalize().is_ok_and(|p| p == o));
    if context.global.output.as_ref().is_some_and(same) {
        let what = format!("{}: the report would be written over its template", path.display());
        return Err(Usage { what, hint: "choose another name for the report".into() }.into());
    }
    input::bytes(path).map(Some)
}

/// The page that will be shown: the file that was named, else a new one that is its owner's alone.
pub fn shown(context: &mut Context) -> Result<PathBuf> {
    if let Some(path) = context.global.output.clone() {
        if context.format() == Format::Html {
            return Ok(path);
        }
        let what = "only a page can be shown in the browser".to_string();
        return Err(Usage { what, hint: "leave -o out, or name a page: -o report.html".into() }.into());
    }
    if let Some(format) = context.global.format.filter(|f| *f != Format::Html) {
        let what = format!("{} is not shown in the browser", format.name());
        return Err(Usage { what, hint: "leave --format out, or leave --open out".into() }.into());
    }
    let folder = std::env::temp_dir();
    let told = |e| Error::io(&folder, e);
    let file = tempfile::Builder::new().prefix("fremdrift-").suffix(".html").tempfile_in(&folder).map_err(told)?;
    let (_, path) = file.keep().map_err(|e| Error::io(&folder, e.error))?;
    context.global.output = Some(path.clone());
    context.global.format = Some(Format::Html);
    context.global.yes = true;
    Ok(path)
}

/// Shows a page in the browser.
pub fn show(page: &Path) -> Result<()> {
    open::that_detached(page).map_err(|_| anyhow::anyhow!("no browser was found; open it yourself: {}", page.display()))
}
