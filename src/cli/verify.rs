use super::context::Context;
use super::failure;
use super::output;
use anyhow::Result;
use fremdrift::i18n::answers;
use fremdrift::i18n::notices;
use fremdrift::model::both;
use fremdrift::queries::verify;
use fremdrift::report;
use fremdrift::store::Store;
use std::process::ExitCode;

/// So many findings are shown: where there are more, the file is damaged as a whole.
const SHOWN: usize = 100;

/// Look the file through: its guards, its pages, its references, its history, what was frozen
///
/// Tables and guards must be those that this program makes. Every digest is computed again, and for
/// every frozen quarter the history is taken back to the day that it was frozen: its objectives must
/// stand as was sent. The digest of the content is the same in every copy that says the same.
///
/// Exit code 3 where something does not fit.
#[derive(clap::Args)]
pub struct Verify {}

impl Verify {
    pub fn run(self, context: &mut Context) -> Result<ExitCode> {
        // A view in the place of a table is named, and not asked.
        let store = context.look()?;
        let health = verify::verify(&store)?;
        let path = store.path().display().to_string();
        beside(context, &store)?;
        let content = if health.findings.is_empty() { Some(store.contents()?.digest()) } else { None };
        for frozen in store.quarters_put_aside()? {
            context.say(&super::restore::told(context.lang, &frozen));
        }
        let uncovered = store.uncovered()?;
        if !uncovered.is_empty() {
            context.say(&answers::uncovered(context.lang, &uncovered));
        }
        store.leave()?;
        let counts = [health.changes, health.objectives, health.entries, health.versions];
        let said = match &content {
            None => Vec::new(),
            Some(digest) => {
                vec![answers::whole(context.lang, &path, counts), answers::content(context.lang, digest)]
            }
        };
        if context.global.output.is_some() || context.global.format.is_some() {
            let found: Vec<_> = health.findings.iter().map(|f| (f.check, f.detail.as_str())).collect();
            let page = report::verify::Looked { file: &path, counts, content: content.as_deref(), findings: &found };
            output::document(context, &page.page(context.lang, said))?;
        } else {
            said.iter().try_for_each(|line| output::line(line))?;
            for f in health.findings.iter().take(SHOWN) {
                output::line(&format!("{}: {}", f.check, f.detail))?;
            }
            if health.findings.len() > SHOWN {
                let more = health.findings.len() - SHOWN;
                output::line(both!("and {more} more", "og {more} til").to(context.lang))?;
            }
        }
        if health.findings.is_empty() {
            return Ok(ExitCode::SUCCESS);
        }
        let count = health.findings.len();
        let told = both!("{path}: {count} things do not fit", "{path}: {count} fejl fundet");
        let hint = both!(
            "take the last backup: fremdrift restore BACKUP.db (it keeps a copy of this file)",
            "tag den seneste sikkerhedskopi: fremdrift restore KOPI.db (den gemmer en kopi af denne fil)"
        );
        failure::say(context.lang, &[told], &[hint]);
        Ok(ExitCode::from(3))
    }
}

/// Notices about a file that is well in itself: copies that say something else, a file open to others.
fn beside(context: &Context, store: &Store) -> Result<()> {
    let quoted =
        |name: &str| if name.contains([' ', '\'', '(', '&']) { format!("\"{name}\"") } else { name.to_string() };
    for copy in store.conflict_copies()? {
        let name = copy.display().to_string();
        context.say(&notices::conflict_copy(context.lang, &name));
        context.hint(&both!(
            "look what it has: fremdrift merge {copy} --dry-run",
            "se, hvad den har: fremdrift merge {copy} --dry-run",
            copy = quoted(&name)
        ));
    }
    if let Some(mode) = store.wider_than_owner() {
        let name = store.path().display().to_string();
        context.say(&notices::wide(context.lang, &name, mode));
        context.hint(&both!("close it with: chmod 600 {own}", "luk den med: chmod 600 {own}", own = quoted(&name)));
    }
    Ok(())
}
