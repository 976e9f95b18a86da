//! The columns of a sheet: which are shown, which are filled in, and what they are called.

use crate::model::field::{Field, FieldType, field};
use crate::model::{EntryField, Lang};

/// The columns of a sheet, in their order.
pub static COLUMNS: &[Column] = &[
    Column::shown("Reference", field("reference", "Reference", FieldType::Text, "")),
    Column::shown("Objective or activity", field("about", "Målsætning eller aktivitet", FieldType::Text, "")),
    Column::shown("To be answered", field("asked", "Skal besvares", FieldType::Flag, "")),
    Column::shown("Approved deadline", field("deadline", "Godkendt frist", FieldType::PartialDate, "")),
    Column::shown("Last reported", field("last_day", "Sidst indberettet", FieldType::Day, "")),
    Column::shown("Last status", field("last_status", "Sidste status", FieldType::Status, "")),
    Column::shown("Last light", field("last_light", "Sidste trafiklys", FieldType::Light, "")),
    Column::shown("Last note", field("last_note", "Seneste bemærkning", FieldType::Text, "").also(&["sidste note"])),
    Column::shown("Last expected", field("last_expected", "Sidst forventet", FieldType::PartialDate, "")),
    Column::shown("Question", field("question", "Spørgsmål", FieldType::Text, "")),
    Column::fill("No change", field("no_change", "Ingen ændring", FieldType::Flag, "")),
    Column::fill("New status", field("status", "Ny status", FieldType::Status, "")),
    Column::fill("New light", field("light", "Nyt trafiklys", FieldType::Light, "")),
    Column::fill("New note", field("note", "Ny bemærkning", FieldType::Text, "").also(&["ny note"])),
    Column::fill("New expected date", field("expected", "Ny forventet dato", FieldType::PartialDate, "")),
    Column::fill("Reason for the new date", field("expected_reason", "Årsag til ny dato", FieldType::Text, "")),
    Column::fill("Blocked by", field("blocked_by", "Afventer", FieldType::Text, "").also(&["blokeret af"])),
    Column::fill("Evidence", field("evidence", "Dokumentation", FieldType::Text, "").also(&["proof"])),
    Column::shown("Version", field("version", "Version", FieldType::Text, "")),
    Column::shown("Sheet", field("sheet", "Skema", FieldType::Text, "")),
    Column::shown(
        "Last blocked by",
        field("last_blocked", "Afventede sidst", FieldType::Text, "").also(&["sidst blokeret af"]),
    ),
];

pub struct Column {
    pub field: Field,
    /// The heading in English; the field's name is for programs.
    en: &'static str,
    /// To be filled in; the others are shown, and what is typed over them is not read.
    pub is_filled: bool,
}

impl Column {
    const fn shown(en: &'static str, field: Field) -> Column {
        Column { field, en, is_filled: false }
    }

    const fn fill(en: &'static str, field: Field) -> Column {
        Column { field, en, is_filled: true }
    }

    pub fn heading(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Da => self.field.da,
            Lang::En => self.en,
        }
    }

    pub fn of(name: &str) -> Option<&'static Column> {
        COLUMNS.iter().find(|c| c.field.name == name)
    }

    /// The column in which a field of the log is filled in; of none, the one for «no change».
    pub fn filled(field: Option<EntryField>) -> &'static Column {
        let name = field.map_or("no_change", EntryField::column);
        Column::of(name).expect("every field that is compared has a column")
    }

    /// The column that a heading names, in either language or both, on one line or two.
    pub fn called(heading: &str) -> Option<&'static Column> {
        // «Ny bemærkning:» is «Ny bemærkning».
        let heading = heading.trim_matches(|c: char| !c.is_alphanumeric());
        let parts: Vec<&str> = heading
            .split(['\n', '\r', '|'])
            .map(|p| p.trim_matches(|c: char| !c.is_alphanumeric()))
            .filter(|p| !p.is_empty())
            .collect();
        let whole = heading.replace(['\n', '\r'], " ");
        let named = |text: &str| COLUMNS.iter().find(|c| c.field.is_called(text) || c.field.is_called_as(c.en, text));
        named(&whole).or_else(|| parts.iter().find_map(|p| named(p)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_heading_means_its_own_column() {
        for column in COLUMNS {
            for heading in [
                column.heading(Lang::Da).to_string(),
                column.heading(Lang::En).to_string(),
                format!("{}\n{}", column.heading(Lang::Da), column.heading(Lang::En)),
                format!("{}\r\n{}", column.heading(Lang::En).to_uppercase(), column.heading(Lang::Da)),
            ] {
                let found = Column::called(&heading).map(|c| c.field.name);
                assert_eq!(found, Some(column.field.name), "{heading}");
            }
        }
        assert!(Column::called("").is_none());
    }
}
