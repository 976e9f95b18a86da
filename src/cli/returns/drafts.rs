//! Drafts of e-mails: to whom, with what, under which name.

use super::super::context::Context;
use super::super::failure::Usage;
use anyhow::Result;
use fremdrift::model::both;
use fremdrift::model::{EntityKind, Quarter};
use fremdrift::render::mail::{Attachment, Mail, eml};
use fremdrift::render::{Format, form};
use fremdrift::report::returns::{self as report, Draft, Made};

/// An address that may stand in the head of an e-mail.
pub fn address(text: &str) -> Result<String> {
    let field = EntityKind::Authority.field("email");
    Ok(field.map_or(Ok(text.to_string()), |f| f.read(text).map(|v| v.cell()))?)
}

/// The names of the files of one command, so that no two are alike.
#[derive(Default)]
pub struct Stems(std::collections::HashSet<String>);

impl Stems {
    /// `2024-Q3-ENS`: letters and digits of any language, the rest as a hyphen, and no more than fits
    /// into the name of a file. Codes that would be alike get a number, also where upper and lower case are.
    pub fn of(&mut self, quarter: Quarter, authority: &str) -> String {
        let safe = authority.chars().map(|c| if c.is_alphanumeric() { c } else { '-' });
        let mut length = 0;
        let short: String = safe.take_while(|c| (length += c.len_utf8(), length <= 50).1).collect();
        let stem = format!("{quarter}-{short}");
        let mut names = std::iter::once(stem.clone()).chain((2..).map(|n: u32| format!("{stem}-{n}")));
        names.find(|n| self.0.insert(n.to_lowercase())).unwrap_or(stem)
    }
}

pub fn draft(
    context: &Context,
    from: Option<&str>,
    draft: &Draft,
    mark: &str,
    file: Option<&Attachment>,
) -> Result<Vec<u8>> {
    let mail =
        Mail { from, to: draft.to.as_deref(), subject: &draft.subject, text: &draft.text, attachment: file, mark };
    Ok(eml(&mail, context.moment.now)?)
}

/// Whether the sheets are to be CSV files and not workbooks.
pub fn is_csv(context: &Context) -> Result<bool> {
    match context.global.format {
        None => Ok(false),
        Some(Format::Csv) => Ok(true),
        Some(other) => {
            let what = both!("a sheet can't be {name}", "et skema kan ikke være {name}", name = other.name());
            let hint = both!(
                "leave --format out for Excel files, or write --format csv",
                "udelad --format for Excel-filer, eller skriv --format csv"
            );
            Err(Usage { what, hint }.into())
        }
    }
}

pub fn form(context: &Context, made: &Made, reply_to: Option<&str>, is_csv: bool, stem: &str) -> Result<Attachment> {
    let form = report::form(made, reply_to);
    let (name, bytes) = if is_csv {
        (format!("{stem}.csv"), form::csv(&form, context.global.profile)?)
    } else {
        (format!("{stem}.xlsx"), form::workbook(&form, context.moment.now)?)
    };
    Ok(Attachment { name, is_csv, bytes })
}
