//! The columns of a sheet: which are shown, which are filled in, and what they are called.

use crate::model::Lang;
use crate::model::field::{Field, FieldType, field};

/// The columns of a sheet, in their order. Those that are filled in are [`Column::Fill`].
pub static COLUMNS: &[Column] = &[
    Column::shown(field("reference", "Reference", FieldType::Text, "")),
    Column::shown(field("about", "Målsætning eller aktivitet", FieldType::Text, "").also(&["objective or activity"])),
    Column::shown(field("asked", "Skal besvares", FieldType::Flag, "").also(&["to be answered"])),
    Column::shown(field("deadline", "Godkendt frist", FieldType::PartialDate, "").also(&["approved deadline"])),
    Column::shown(field("last_day", "Sidst indberettet", FieldType::Day, "").also(&["last reported"])),
    Column::shown(field("last_status", "Sidste status", FieldType::Status, "").also(&["last status"])),
    Column::shown(field("last_light", "Sidste trafiklys", FieldType::Light, "").also(&["last light"])),
    Column::shown(field("last_note", "Sidste note", FieldType::Text, "").also(&["last note"])),
    Column::shown(field("last_expected", "Sidst forventet", FieldType::PartialDate, "").also(&["last expected"])),
    Column::shown(field("question", "Spørgsmål", FieldType::Text, "")),
    Column::fill(field("no_change", "Ingen ændring", FieldType::Flag, "").also(&["no change"])),
    Column::fill(field("status", "Ny status", FieldType::Status, "").also(&["new status"])),
    Column::fill(field("light", "Nyt trafiklys", FieldType::Light, "").also(&["new light"])),
    Column::fill(field("note", "Ny note", FieldType::Text, "").also(&["new note"])),
    Column::fill(field("expected", "Ny forventet dato", FieldType::PartialDate, "").also(&["new expected date"])),
    Column::fill(field("expected_reason", "Årsag til ny dato", FieldType::Text, "").also(&["reason for the new date"])),
    Column::fill(field("blocked_by", "Blokeret af", FieldType::Text, "").also(&["blocked by"])),
    Column::fill(field("evidence", "Dokumentation", FieldType::Text, "").also(&["proof"])),
    Column::shown(field("version", "Version", FieldType::Text, "")),
    Column::shown(field("sheet", "Skema", FieldType::Text, "")),
    Column::shown(field("last_blocked", "Sidst blokeret af", FieldType::Text, "").also(&["last blocked by"])),
];

/// The heading of a column in English, as a person reads it.
fn in_english(field: &Field) -> &'static str {
    match field.name {
        "reference" => "Reference",
        "about" => "Objective or activity",
        "asked" => "To be answered",
        "deadline" => "Approved deadline",
        "last_day" => "Last reported",
        "last_status" => "Last status",
        "last_light" => "Last light",
        "last_note" => "Last note",
        "last_expected" => "Last expected",
        "last_blocked" => "Last blocked by",
        "question" => "Question",
        "no_change" => "No change",
        "status" => "New status",
        "light" => "New light",
        "note" => "New note",
        "expected" => "New expected date",
        "expected_reason" => "Reason for the new date",
        "blocked_by" => "Blocked by",
        "evidence" => "Evidence",
        "version" => "Version",
        _ => "Sheet",
    }
}

pub struct Column {
    pub field: Field,
    /// To be filled in; the others are shown, and what is typed over them is not read.
    pub fill: bool,
}

impl Column {
    const fn shown(field: Field) -> Column {
        Column { field, fill: false }
    }

    const fn fill(field: Field) -> Column {
        Column { field, fill: true }
    }

    pub fn heading(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Da => self.field.da,
            Lang::En => in_english(&self.field),
        }
    }

    pub fn of(name: &str) -> Option<&'static Column> {
        COLUMNS.iter().find(|c| c.field.name == name)
    }

    /// The column that a heading names, in either language or both, on one line or two.
    pub fn called(heading: &str) -> Option<&'static Column> {
        // «Ny note:» is «Ny note».
        let heading = heading.trim_matches(|c: char| !c.is_alphanumeric());
        let parts: Vec<&str> = heading
            .split(['\n', '\r', '|'])
            .map(|p| p.trim_matches(|c: char| !c.is_alphanumeric()))
            .filter(|p| !p.is_empty())
            .collect();
        let whole = heading.replace(['\n', '\r'], " ");
        let named = |text: &str| {
            COLUMNS.iter().find(|c| c.field.is_called(text) || c.field.is_called_as(in_english(&c.field), text))
        };
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
