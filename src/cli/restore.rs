use super::context::Context;
use super::output;
use anyhow::Result;
use fremdrift::actions::restore;
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
        output::line(&format!("restored {} from {}", target.display(), self.file.display()))?;
        if let Some(kept) = kept {
            output::line(&format!("what was there is kept as {}", kept.display()))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}
