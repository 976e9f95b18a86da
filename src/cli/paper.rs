//! The parts of files that are sent: the template of a Word file, and the page that is shown.

use super::context::Context;
use super::failure::Usage;
use super::input;
use anyhow::Result;
use etcetera::BaseStrategy;
use fremdrift::model::both;
use fremdrift::render::Format;
use fremdrift::store::Error;
use std::path::{Path, PathBuf};

/// Reads the template of a Word file.
pub fn template(context: &Context, path: Option<&Path>) -> Result<Option<Vec<u8>>> {
    let Some(path) = path else { return Ok(None) };
    if context.format() != Format::Docx {
        let what = both!("only a Word file has a template", "kun en Word-fil har en skabelon");
        return Err(Usage { what, hint: both!("name one: -o report.docx", "angiv en: -o rapport.docx") }.into());
    }
    let same = |output: &PathBuf| output.canonicalize().ok().is_some_and(|o| path.canonicalize().is_ok_and(|p| p == o));
    if context.global.output.as_ref().is_some_and(same) {
        let what = both!(
            "{name}: the report would be written over its template",
            "{name}: rapporten ville blive skrevet oven i sin skabelon",
            name = path.display()
        );
        return Err(Usage {
            what,
            hint: both!("choose another name for the report", "vælg et andet navn til rapporten"),
        }
        .into());
    }
    input::bytes(path).map(Some)
}

/// The page that will be shown: the file that was named, else a new one that is its owner's alone.
pub fn shown(context: &mut Context) -> Result<PathBuf> {
    if let Some(path) = context.global.output.clone() {
        if context.format() == Format::Html {
            return Ok(path);
        }
        let what = both!("only a page can be shown in the browser", "kun en side kan vises i browseren");
        return Err(Usage {
            what,
            hint: both!(
                "leave -o out, or name a page: -o report.html",
                "udelad -o, eller angiv en side: -o rapport.html"
            ),
        }
        .into());
    }
    if let Some(format) = context.global.format.filter(|f| *f != Format::Html) {
        let what = both!("{name} is not shown in the browser", "{name} vises ikke i browseren", name = format.name());
        return Err(Usage {
            what,
            hint: both!("leave --format out, or leave --open out", "udelad --format, eller udelad --open"),
        }
        .into());
    }
    let folder = etcetera::choose_base_strategy()?.cache_dir().join("fremdrift").join("shown");
    let told = |e| Error::io(&folder, e);
    std::fs::create_dir_all(&folder).map_err(told)?;
    // The browser has read the one before; only the newest stays.
    for before in std::fs::read_dir(&folder).map_err(told)?.flatten() {
        if before.path().extension().is_some_and(|e| e == "html") {
            std::fs::remove_file(before.path()).map_err(told)?;
        }
    }
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
