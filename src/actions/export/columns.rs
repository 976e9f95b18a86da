//! The columns of each export, in their order.

use super::What;
use crate::model::column::{Column, Holds};
use crate::model::field::FieldType;
use crate::model::{EntityKind, entry};

/// The columns of an export.
pub fn columns(what: What) -> Vec<Column> {
    match what {
        What::EntityKind(EntityKind::Objective) => OBJECTIVE.to_vec(),
        What::EntityKind(entity) => {
            let mut all: Vec<Column> = entity.fields().iter().map(Column::from).collect();
            if entity == EntityKind::Activity {
                all.push(REFERENCE);
            }
            all
        }
        What::Entries => {
            let mut all = vec![
                Column::new("plan", "Plan", FieldType::Plan),
                Column::new("objective", "Målsætning", FieldType::Objective),
                Column::new("activity", "Aktivitet", FieldType::Number),
            ];
            all.extend(entry::fields().iter().map(Column::from));
            all.extend([
                Column::new("said", "Skrevet", FieldType::Text),
                Column::new("recorded", "Registreret", FieldType::Text).holds(Holds::Number),
                Column::new("supersedes", "Retter", FieldType::Code),
                Column::new("entry", "Indberetning", FieldType::Code),
                REFERENCE,
            ]);
            all
        }
        What::Changes => vec![
            Column::new("change", "Ændring", FieldType::Text).holds(Holds::Number),
            Column::new("at", "Tidspunkt", FieldType::Text).holds(Holds::Moment),
            Column::new("author", "Forfatter", FieldType::Text),
            Column::new("verb", "Kommando", FieldType::Text),
            Column::new("what", "Hvad", FieldType::Text).holds(Holds::Deed),
            Column::new("reason", "Årsag", FieldType::Text),
            Column::new("undoes", "Fortryder", FieldType::Text).holds(Holds::Number),
            Column::new("uid", "Identitet", FieldType::Code),
        ],
    }
}

/// The columns that tell one row from another; none where it takes more than what is written down.
pub fn key(what: What) -> Vec<&'static str> {
    match what {
        // A row for each name that an authority has had, and the first name need not have a day.
        What::EntityKind(EntityKind::Authority) => Vec::new(),
        What::EntityKind(entity) => entity.key().to_vec(),
        What::Entries => vec!["entry"],
        What::Changes => vec!["change"],
    }
}

const REFERENCE: Column = Column::new("reference", "Reference", FieldType::Code);

static OBJECTIVE: &[Column] = &[
    Column::new("plan", "Plan", FieldType::Plan),
    Column::new("number", "Nummer", FieldType::Number),
    Column::new("area", "Indsatsområde", FieldType::Area),
    Column::new("area_title", "Indsatsområdets titel", FieldType::Text),
    Column::new("title", "Titel", FieldType::Text),
    Column::new("title_da", "Dansk titel", FieldType::Text),
    Column::new("interest", "Interesse", FieldType::Interest),
    Column::new("continuing", "Løbende", FieldType::Flag),
    Column::new("lead", "Ansvarlig", FieldType::Text),
    Column::new("supporting", "Medvirkende", FieldType::Text),
    Column::new("counterpart", "Modpart", FieldType::Text),
    Column::new("status", "Status", FieldType::Status),
    Column::new("light", "Trafiklys", FieldType::Light),
    Column::new("as_of", "Gælder pr.", FieldType::Day),
    Column::new("note", "Note", FieldType::Text),
    Column::new("deadline_original", "Oprindelig frist", FieldType::PartialDate),
    Column::new("deadline_approved", "Godkendt frist", FieldType::PartialDate),
    Column::new("deadline_expected", "Forventet", FieldType::PartialDate),
    Column::new("overdue", "Overskredet", FieldType::Flag),
    Column::new("expected_reason", "Årsag til ny forventning", FieldType::Text),
    Column::new("blocked_by", "Blokeret af", FieldType::Text),
    Column::new("ask", "Kan løses af", FieldType::Authority),
    Column::new("evidence", "Dokumentation", FieldType::Text),
    Column::new("instrument", "Instrument", FieldType::Text),
    Column::new("sdg", "Verdensmål", FieldType::Goals),
    Column::new("tag", "Mærke", FieldType::Tags),
    Column::new("case_number", "Sagsnummer", FieldType::Text),
    Column::new("basis", "Grundlag", FieldType::Basis),
    Column::new("source", "Kilde", FieldType::Text),
    Column::new("entry_basis", "Indberetningens grundlag", FieldType::EntryBasis),
    Column::new("entry_source", "Indberetningens kilde", FieldType::Text),
    Column::new("audience", "Målgruppe", FieldType::Audience),
    Column::new("entry_audience", "Indberetningens målgruppe", FieldType::Audience),
    Column::new("added_on", "Optaget", FieldType::Day),
    Column::new("retired_on", "Taget ud", FieldType::Day),
    Column::new("retired_reason", "Årsag til udtagning", FieldType::Text),
    REFERENCE,
];
