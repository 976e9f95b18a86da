use super::context::Context;
use super::output;
use anyhow::Result;
use fremdrift::actions::restore;
use fremdrift::words::answers;
use std::path::PathBuf;
use std::process::ExitCode;

/// Put a backup in the place of the file; what was there is kept beside it
#[derive(clap::Args)]
pub struct Restore {
    /// The backup
    file: PathBuf,
}

impl Restore {
    pub fn run(self, context: &mut Context) -> Result<ExitCode> {
        let target = context.path();
        let kept = restore::restore(&self.file, &target, &context.moment)?;
        let shown = |p: &std::path::Path| p.display().to_string();
        output::line(&answers::restored(context.lang, &shown(&target), &shown(&self.file)))?;
        if let Some(kept) = kept {
            output::line(&answers::kept(context.lang, &shown(&kept)))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}
