//! Which field each column holds: headings in Danish or English, in any order, also mixed.

use crate::i18n::refusals::danish_field;
use crate::model::both;
use crate::model::{Bilingual, Field, Refusal, Worded, nearest};

use super::csv_in::Row;
use super::refused::RowError;

/// The name of a field and all the headings that are read as it.
pub type Known = (&'static str, Vec<&'static str>);

/// A file with more headings that are wrong is not one of ours, and for each the nearest is looked for.
const MOST_TOLD: usize = 100;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeadingError {
    Unknown(Refusal),
    Twice { field: &'static str, first: String, second: String },
    Missing { fields: Vec<&'static str> },
}

impl Worded for HeadingError {
    fn line(&self) -> Bilingual {
        match self {
            HeadingError::Unknown(refusal) => refusal.line(),
            HeadingError::Twice { field, first, second } => both!(
                "the columns «{first}» and «{second}» are the same field, {field}",
                "kolonnerne »{first}« og »{second}« er samme felt, {da}",
                da = danish_field(field)
            ),
            HeadingError::Missing { fields } => {
                let da: Vec<String> = fields.iter().map(|f| danish_field(f)).collect();
                both!(
                    "the file has no column for {en}",
                    "filen har ingen kolonne til {da}",
                    en = fields.join(", "),
                    da = da.join(", ")
                )
            }
        }
    }

    fn hint(&self) -> Option<Bilingual> {
        match self {
            HeadingError::Unknown(refusal) => refusal.hint(),
            HeadingError::Twice { .. } => Some(both!("rename or remove one of them", "omdøb eller fjern en af dem")),
            HeadingError::Missing { .. } => Some(both!(
                "the first line of the file must be its headings",
                "filens første linje skal være overskrifterne"
            )),
        }
    }
}

crate::model::worded!(HeadingError);

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matched {
    /// The field of each column of the file; none for a column without a heading.
    pub columns: Vec<Option<&'static str>>,
}

impl Matched {
    pub fn has(&self, field: &str) -> bool {
        self.columns.iter().flatten().any(|name| *name == field)
    }

    /// The cells of a row with their fields.
    pub fn cells<'a>(&'a self, row: &'a Row) -> impl Iterator<Item = (&'static str, &'a str)> {
        let pairs = self.columns.iter().zip(&row.cells);
        pairs.filter_map(|(field, cell)| field.map(|field| (field, cell.as_str())))
    }

    /// The first cell with something in it that stands under no heading.
    pub fn astray(&self, row: &Row) -> Option<RowError> {
        let mut pairs = self.columns.iter().zip(&row.cells);
        let (_, cell) = pairs.find(|(field, cell)| field.is_none() && !cell.trim().is_empty())?;
        Some(RowError {
            sheet: None,
            line: row.line,
            column: String::new(),
            value: cell.clone(),
            reason: both!("«{cell}» stands under no heading", "»{cell}« står ikke under nogen overskrift"),
            hint: Some(both!(
                "give its column a heading, or empty the cell",
                "giv kolonnen en overskrift, eller tøm cellen"
            )),
        })
    }
}

/// The fields of an entity as [`match_headings`] wants them.
pub fn known(fields: &'static [Field]) -> Vec<Known> {
    fields.iter().map(|field| (field.name, field.names().collect())).collect()
}

pub fn required(fields: &'static [Field]) -> Vec<&'static str> {
    fields.iter().filter(|field| field.required).map(|field| field.name).collect()
}

/// Finds the field of every heading, or tells all that is wrong with them at once.
pub fn match_headings(
    entity: &'static str,
    known: &[Known],
    required: &[&'static str],
    headings: &[String],
) -> Result<Matched, Vec<HeadingError>> {
    let mut errors = Vec::new();
    let mut columns: Vec<Option<&'static str>> = Vec::with_capacity(headings.len());
    for heading in headings {
        if errors.len() == MOST_TOLD {
            return Err(errors);
        }
        let found = find(known, heading);
        if found.is_none() && !heading.trim().is_empty() {
            errors.push(HeadingError::Unknown(unknown(entity, known, heading)));
        }
        if let Some(field) = found
            && let Some(at) = columns.iter().position(|column| *column == Some(field))
        {
            let (first, second) = (headings[at].clone(), heading.clone());
            errors.push(HeadingError::Twice { field, first, second });
        }
        columns.push(found);
    }
    let missing = required.iter().copied().filter(|field| !columns.contains(&Some(field)));
    let fields: Vec<_> = missing.collect();
    if !fields.is_empty() {
        errors.push(HeadingError::Missing { fields });
    }
    if errors.is_empty() { Ok(Matched { columns }) } else { Err(errors) }
}

/// A heading can be broken over several lines of its cell.
pub fn plain(heading: &str) -> String {
    nearest::plain(&heading.replace(['\r', '\n', '\t'], " "))
}

fn find(known: &[Known], heading: &str) -> Option<&'static str> {
    let heading = plain(heading);
    let is_it = |spelling: &&'static str| !heading.is_empty() && plain(spelling) == heading;
    known.iter().find(|(_, spellings)| spellings.iter().any(is_it)).map(|(field, _)| *field)
}

fn unknown(entity: &'static str, known: &[Known], heading: &str) -> Refusal {
    let spellings = known.iter().flat_map(|(_, spellings)| spellings.iter().copied());
    Refusal::UnknownField { entity, value: heading.into(), nearest: nearest::of(heading, spellings) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::EntityKind;

    fn objective(headings: &[&str]) -> Result<Matched, Vec<HeadingError>> {
        let fields = EntityKind::Objective.fields();
        let headings: Vec<String> = headings.iter().map(|h| h.to_string()).collect();
        match_headings("objective", &known(fields), &required(fields), &headings)
    }

    #[test]
    fn danish_and_english_are_mixed_in_any_order() {
        let matched = objective(&["FRIST", "lead", "", "Titel", "Indsats-område", "no.", "Plan", "Title\r\nDA"]);
        let columns = matched.expect("all known").columns;
        let wanted = ["deadline_original", "lead", "", "title", "area", "number", "plan", "title_da"];
        assert_eq!(columns, wanted.map(|name| (!name.is_empty()).then_some(name)));
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        let errors = objective(&["Titel", "Ansvarligg", "Målsætning", "."]).expect_err("four errors");
        let told: Vec<_> = errors.iter().map(HeadingError::to_string).collect();
        let wanted = [
            "the objective has no field «Ansvarligg»",
            "the columns «Titel» and «Målsætning» are the same field, title",
            "the objective has no field «.»",
            "the file has no column for plan, number",
        ];
        assert_eq!(told, wanted);
        assert!(errors[0].hint().is_some_and(|hint| hint.en.starts_with("did you mean Ansvarlig")));
        assert!(errors[1].hint().is_some() && errors[3].hint().is_some());
    }

    #[test]
    fn headings_without_end_are_not_all_told() {
        let many: Vec<String> = (0..16_000).map(|n| format!("x{n}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert_eq!(objective(&many).expect_err("none is known").len(), MOST_TOLD);
    }

    #[test]
    fn a_cell_under_no_heading_is_refused_only_when_it_holds_something() {
        let matched = Matched { columns: vec![Some("title"), None] };
        let row = |cell: &str| Row { line: 3, cells: vec!["a".into(), cell.into()], odd: vec![] };
        assert_eq!(matched.astray(&row(" ")), None);
        let told = matched.astray(&row("x")).map(|refused| refused.to_string());
        assert_eq!(told.as_deref(), Some("line 3: «x» stands under no heading"));
        assert_eq!(matched.cells(&row("x")).collect::<Vec<_>>(), [("title", "a")]);
        assert!(matched.has("title") && !matched.has("plan"));
    }

    #[test]
    fn no_heading_means_two_fields() {
        for entity in EntityKind::ALL {
            let known = known(entity.fields());
            for (field, spellings) in &known {
                for spelling in spellings {
                    assert_eq!(find(&known, spelling), Some(*field), "{} {spelling}", entity.name());
                }
            }
        }
    }
}
