use super::context::Context;
use super::output;
use super::writes::Writes;
use anyhow::Result;
use clap::Subcommand;
use fremdrift::commands::words;
use fremdrift::document::{Block, Cell, Document, Table};
use fremdrift::i18n;
use fremdrift::model::word::{IGNORED, KnownWord, WordKind};
use fremdrift::model::{Bilingual, Light, Status, Word, both};
use std::process::ExitCode;

/// Words of imported files that were given a meaning: headings, states, lights, dates, authorities
///
/// import --map \"Slutdato=deadline\" gives a word its meaning, and the file knows it from then on.
#[derive(clap::Args)]
pub struct Words {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Forget a word; the next import asks again
    Forget {
        #[arg(value_name = "WORD")]
        word: String,
    },
}

impl Words {
    pub fn writes(&self) -> Writes {
        if self.command.is_none() { Writes::Page } else { Writes::Nothing }
    }

    pub fn run(self, context: &mut Context) -> Result<ExitCode> {
        let mut store = context.open()?;
        let lang = context.lang;
        if let Some(Command::Forget { word }) = self.command {
            let (word, change) = words::forget(&mut store, &context.moment, &word)?;
            let told = both!("forgot «{word}»  [change {change}]", "glemt: »{word}«  [ændring {change}]");
            output::line(told.to(lang))?;
            return Ok(ExitCode::SUCCESS);
        }
        let all = store.words()?;
        let mut page = Document::new(lang, "");
        let table = Table::of("words", lang, all)
            .or_say(Word("There are none.", "Der er ingen."))
            .tight("kind", Word("Kind", "Slags"), move |w: &KnownWord| Cell::text(w.kind.word().to(lang)))
            .wraps("word", Word("Word", "Ord"), |w: &KnownWord| Cell::text(w.word.clone()))
            .tight("means", Word("Means", "Betyder"), move |w: &KnownWord| Cell::text(means(w).to(lang)))
            .tight("change", i18n::CHANGE, |w: &KnownWord| Cell::Count(w.since));
        page.add(Block::Table(table.done()));
        output::document(context, &page)?;
        Ok(ExitCode::SUCCESS)
    }
}

/// The meaning in the words of a desk.
fn means(word: &KnownWord) -> Bilingual {
    let code = word.means.as_str();
    let coded = match word.kind {
        WordKind::Status => Status::from_code(code).map(Status::coded),
        WordKind::Light => Light::from_code(code).map(Light::coded),
        WordKind::Heading if code == IGNORED => Some(Word("passed over", "springes over")),
        _ => None,
    };
    match (coded, word.kind) {
        (Some(Word(en, da)), _) => Bilingual::new(en, da),
        (None, WordKind::Heading) => Bilingual::new(code, fremdrift::commands::import::field_in_danish(code)),
        _ => Bilingual::new(code, code),
    }
}
