use super::context::{Context, may_write};
use super::output;
use anyhow::Result;
use fremdrift::i18n::answers;
use std::path::PathBuf;
use std::process::ExitCode;

/// Copy the file to another, while it may be in use, and read the copy through
#[derive(clap::Args)]
pub struct Backup {
    /// Where to; never over a file that is there
    file: PathBuf,
}

impl Backup {
    pub fn run(self, context: &mut Context) -> Result<ExitCode> {
        may_write(&self.file, true)?;
        let store = context.open()?;
        let bytes = store.backup(&self.file)?;
        output::line(&answers::backed_up(context.lang, &self.file.display().to_string(), bytes.div_ceil(1024)))?;
        Ok(ExitCode::SUCCESS)
    }
}
