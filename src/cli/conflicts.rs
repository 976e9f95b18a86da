//! Deciding what conflicts: on the command line, or in a file that lists it.

use super::context::Context;
use super::{input, output};
use anyhow::Result;
use fremdrift::commands::conflicts::{self, Of};
use fremdrift::i18n::answers;
use fremdrift::model::returns::Decisions;
use fremdrift::report::returns::ConflictShown;
use fremdrift::store::Error;
use std::path::PathBuf;

#[derive(clap::Args, Clone, Debug, Default)]
pub struct Decide {
    /// Decide conflicts: theirs or ours for all, ID-2021/4.1.status=theirs for one field
    #[arg(long, value_name = "SIDE")]
    take: Vec<String>,
    /// Write the conflicts to this CSV file, to be decided in its column take
    #[arg(long, value_name = "FILE")]
    conflicts: Option<PathBuf>,
    /// Decide conflicts as the column take of this file says
    #[arg(long, value_name = "FILE")]
    settle: Option<PathBuf>,
}

impl Decide {
    pub fn is_said(&self) -> bool {
        !self.take.is_empty() || self.conflicts.is_some() || self.settle.is_some()
    }

    /// The decisions; the command line wins over the file.
    pub fn read(&self, of: Of) -> Result<Decisions> {
        let mut decisions = Decisions::default();
        if let Some(path) = &self.settle {
            let bytes = input::bytes(path)?;
            conflicts::decide_from(of, &path.display().to_string(), &bytes, &mut decisions)?;
        }
        for text in &self.take {
            conflicts::decide(of, text, &mut decisions)?;
        }
        Ok(decisions)
    }

    /// Writes what there was to decide, where a file was named for it.
    pub fn write(&self, context: &Context, listed: &[ConflictShown]) -> Result<()> {
        let Some(path) = self.conflicts.as_ref().filter(|_| !listed.is_empty()) else { return Ok(()) };
        let bytes = conflicts::file(listed, context.global.profile, context.lang)?;
        output::to_file(path, context.global.yes, |out| out.write_all(&bytes).map_err(|e| Error::io(path, e).into()))?;
        context.say(&answers::wrote(context.lang, &path.display().to_string(), Some(listed.len())));
        Ok(())
    }
}
