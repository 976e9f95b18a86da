use super::context::Context;
use super::output;
use anyhow::Result;
use fremdrift::commands::restore;
use fremdrift::i18n::answers;
use fremdrift::model::Lang;
use fremdrift::store::PutAside;
use std::path::PathBuf;
use std::process::ExitCode;

/// Put a backup in the place of the file; what was there is kept beside it
///
/// The file that results says in its changes what was put aside, and which frozen quarters are only
/// there. A backup of another file is refused, unless --yes is given.
#[derive(clap::Args)]
pub struct Restore {
    /// The backup
    file: PathBuf,
}

/// A frozen quarter that is only in a file that was put aside.
pub fn told(lang: Lang, q: &PutAside) -> String {
    let name = format!("{}.{} {}", q.quarter, q.number, q.code);
    answers::frozen_aside(lang, &name, &q.digest, &q.frozen_on, &q.frozen_by, &q.file)
}

impl Restore {
    pub fn run(self, context: &mut Context) -> Result<ExitCode> {
        let target = context.path()?;
        let done = restore::restore(&self.file, &target, &context.moment, context.global.yes)?;
        let shown = |p: &std::path::Path| p.display().to_string();
        output::line(&answers::restored(context.lang, &shown(&target), &shown(&self.file)))?;
        if let Some(kept) = &done.kept {
            output::line(&answers::kept(context.lang, &shown(kept)))?;
            if let Some(lost) = done.lost.filter(|n| *n > 0) {
                context.say(&answers::only_aside(context.lang, lost, &shown(kept)));
            }
            for frozen in &done.frozen {
                context.say(&told(context.lang, frozen));
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}
