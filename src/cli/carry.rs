//! plan carry-forward.

use super::context::Context;
use super::{input, output};
use anyhow::Result;
use clap::{FromArgMatches, Subcommand};
use fremdrift::commands::carry::{self, CarryRequest, Listing};
use fremdrift::document::{Block, Cell, Document, Table};
use fremdrift::i18n::{self, Word, answers};
use fremdrift::model::{Lang, Reference, parse_day};
use fremdrift::store::Store;
use std::process::ExitCode;

#[derive(Subcommand)]
pub enum Carry {
    /// Carry objectives of an old plan over into a new one; without pairs, list what became of them
    CarryForward {
        #[arg(value_name = "OLD")]
        old: String,
        #[arg(value_name = "NEW")]
        new: String,
        /// A number of the old plan and one of the new: 4.1=1.3
        #[arg(value_name = "FROM=TO")]
        pairs: Vec<String>,
        /// A CSV file with from and to, and if wanted title, title_da, area, deadline, note; an empty `to` drops
        #[arg(long, value_name = "FILE", conflicts_with = "pairs")]
        map: Option<String>,
        /// The day it goes over [else today]
        #[arg(long, value_name = "DAY")]
        as_of: Option<String>,
        /// Why; kept with the change
        #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
        reason: Option<String>,
        /// Say what would be refused; write nothing
        #[arg(long)]
        dry_run: bool,
    },
}

pub fn augment(command: clap::Command) -> clap::Command {
    Carry::augment_subcommands(command)
}

pub fn run(context: &Context, store: &mut Store, matches: &clap::ArgMatches) -> Result<ExitCode> {
    let Carry::CarryForward { old, new, pairs, map, as_of, reason, dry_run } = Carry::from_arg_matches(matches)?;
    let (old, new) = (store.plan_code(&old)?, store.plan_code(&new)?);
    let today = context.moment.today;
    let as_of = as_of.map(|d| parse_day(&d, Some(today))).transpose()?.unwrap_or(today);
    let pairs = match &map {
        Some(file) => carry::map(file, Box::new(input::opened(std::path::Path::new(file))?))?,
        None => pairs.iter().map(|p| Ok(carry::pair(p)?)).collect::<Result<_>>()?,
    };
    if !pairs.is_empty() {
        let (file, reason) = (map.as_deref(), reason.as_deref());
        let ask =
            CarryRequest { old: &old, new: &new, pairs: &pairs, file, as_of, lang: context.lang, reason, dry_run };
        let change = carry::forward(store, &context.moment, &ask)?;
        context.say(&match (change, context.lang) {
            (Some(n), Lang::En) => format!("{} objectives settled  [change {n}]", pairs.len()),
            (Some(n), Lang::Da) => format!("{} målsætninger er afgjort  [ændring {n}]", pairs.len()),
            (None, lang) => answers::nothing_written(lang).to_string(),
        });
    }
    output::document(context, &page(context.lang, &old, &new, &carry::listing(store, &old, &new, today)?))?;
    Ok(ExitCode::SUCCESS)
}

fn page(lang: Lang, old: &str, new: &str, list: &Listing) -> Document {
    let title = match lang {
        Lang::En => format!("From {old} to {new}"),
        Lang::Da => format!("Fra {old} til {new}"),
    };
    let mut page = Document::new(lang, title);
    type Listed<'a> = (Word, Option<&'a Reference>, Option<&'a Reference>, Cell);
    let mut rows: Vec<Listed> = Vec::new();
    for c in &list.carried {
        rows.push((Word("carried over", "videreført"), Some(&c.from), Some(&c.to), Cell::Day(c.as_of)));
    }
    for (kind, found, is_new) in [
        (Word("dropped", "bortfaldet"), &list.dropped, false),
        (Word("still open", "stadig åben"), &list.open, false),
        (Word("new", "ny"), &list.new, true),
    ] {
        for (reference, title, title_da) in found {
            let (from, to) = if is_new { (None, Some(reference)) } else { (Some(reference), None) };
            rows.push((kind, from, to, Cell::text(lang.pick(title, title_da.as_deref()))));
        }
    }
    let id = |reference: &Option<&Reference>| Cell::maybe(*reference, |r| Cell::id(r.to_string()));
    let table = Table::of("carried", lang, rows)
        .tight("kind", i18n::WHAT, |(kind, ..)| Cell::text(kind.to(lang)))
        .tight("from", i18n::FROM, |(_, from, ..)| id(from))
        .tight("to", i18n::TO, |(_, _, to, _)| id(to))
        .wraps("title", i18n::TITLE, |(.., title)| title.clone())
        .or_say(Word("Nothing.", "Intet."));
    page.add(Block::Table(table.done()));
    page
}
