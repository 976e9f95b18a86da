use super::context::Context;
use super::output;
use super::writes::Writes;
use anyhow::Result;
use fremdrift::commands::setting;
use fremdrift::document::{Block, Cell, Document, Table};
use fremdrift::i18n;
use fremdrift::model::computed::Thresholds;
use fremdrift::model::{Lang, Refusal, Word};
use std::process::ExitCode;

/// Show or set what the file itself decides: the thresholds of the computed light
///
/// green-months and yellow-months: up to how many months late the computed light is green, and yellow.
/// A frozen quarter keeps the values of its day.
#[derive(clap::Args)]
pub struct Setting {
    /// Which [else all are shown]
    #[arg(value_name = "NAME", requires = "value")]
    name: Option<String>,
    /// The new value
    #[arg(value_name = "VALUE")]
    value: Option<u32>,
    /// Why
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    reason: Option<String>,
}

impl Setting {
    pub fn writes(&self) -> Writes {
        if self.value.is_none() { Writes::Page } else { Writes::Nothing }
    }

    pub fn run(self, context: &mut Context) -> Result<ExitCode> {
        let mut store = context.open()?;
        let lang = context.lang;
        let (Some(name), Some(value)) = (&self.name, self.value) else {
            let (now, set) = (store.thresholds()?, store.settings()?);
            let since = |name: &str| set.iter().find(|s| s.name == name).map(|s| s.since);
            let value = |of: Thresholds, name: &str| Cell::Count(setting::value(of, name).into());
            let table = Table::of("settings", lang, setting::NAMES)
                .tight("name", i18n::NAME, |name| Cell::id(*name))
                .tight("value", Word("Value", "Værdi"), |name| value(now, name))
                .tight("default", Word("Default", "Standard"), |name| value(Thresholds::default(), name))
                .tight("change", i18n::CHANGE, |name| Cell::maybe(since(name), Cell::Count));
            let mut page = Document::new(lang, "");
            page.add(Block::Table(table.done()));
            output::document(context, &page)?;
            return Ok(ExitCode::SUCCESS);
        };
        let name = setting::named(name)?;
        let hint = Word("say why: --reason \"...\"", "begrund det: --reason \"...\"");
        let reason = self.reason.filter(|r| !r.trim().is_empty()).ok_or(Refusal::ReasonNeeded { hint })?;
        let (before, change) = setting::set(&mut store, &context.moment, name, value, reason.trim())?;
        output::line(&match (lang, change) {
            (Lang::En, Some(n)) => format!("{name}: {value} (was {before})  [change {n}]"),
            (Lang::Da, Some(n)) => format!("{name}: {value} (før {before})  [ændring {n}]"),
            (Lang::En, None) => format!("{name} is {value} already"),
            (Lang::Da, None) => format!("{name} er allerede {value}"),
        })?;
        Ok(ExitCode::SUCCESS)
    }
}
