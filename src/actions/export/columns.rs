//! The columns of each export, in their order.

use super::What;
use crate::model::column::{Column, Holds};
use crate::model::field::Kind;
use crate::model::{Noun, entry};

/// The columns of an export.
pub fn columns(what: What) -> Vec<Column> {
    match what {
        What::Noun(Noun::Objective) => OBJECTIVE.to_vec(),
        What::Noun(noun) => {
            let mut all: Vec<Column> = noun.fields().iter().map(Column::from).collect();
            if noun == Noun::Activity {
                all.push(REFERENCE);
            }
            all
        }
        What::Entries => {
            let mut all = vec![
                Column::new("plan", "Plan", Kind::Plan),
                Column::new("objective", "Målsætning", Kind::Objective),
                Column::new("activity", "Aktivitet", Kind::Number),
            ];
            all.extend(entry::FIELDS.iter().map(Column::from));
            all.extend([
                Column::new("said", "Skrevet", Kind::Text),
                Column::new("recorded", "Registreret", Kind::Text).holds(Holds::Number),
                Column::new("supersedes", "Retter", Kind::Code),
                Column::new("entry", "Indberetning", Kind::Code),
                REFERENCE,
            ]);
            all
        }
        What::Changes => vec![
            Column::new("change", "Ændring", Kind::Text).holds(Holds::Number),
            Column::new("at", "Tidspunkt", Kind::Text).holds(Holds::Moment),
            Column::new("author", "Forfatter", Kind::Text),
            Column::new("verb", "Kommando", Kind::Text),
            Column::new("what", "Hvad", Kind::Text).holds(Holds::Deed),
            Column::new("reason", "Årsag", Kind::Text),
            Column::new("undoes", "Fortryder", Kind::Text).holds(Holds::Number),
            Column::new("uid", "Identitet", Kind::Code),
        ],
    }
}

/// The columns that tell one row from another; none where it takes more than what is written down.
pub fn key(what: What) -> Vec<&'static str> {
    match what {
        // A row for each name that an authority has had, and the first name need not have a day.
        What::Noun(Noun::Authority) => Vec::new(),
        What::Noun(noun) => noun.key().to_vec(),
        What::Entries => vec!["entry"],
        What::Changes => vec!["change"],
    }
}

const REFERENCE: Column = Column::new("reference", "Reference", Kind::Code);

static OBJECTIVE: &[Column] = &[
    Column::new("plan", "Plan", Kind::Plan),
    Column::new("number", "Nummer", Kind::Number),
    Column::new("area", "Indsatsområde", Kind::Area),
    Column::new("area_title", "Indsatsområdets titel", Kind::Text),
    Column::new("title", "Titel", Kind::Text),
    Column::new("title_da", "Dansk titel", Kind::Text),
    Column::new("interest", "Interesse", Kind::Interest),
    Column::new("continuing", "Løbende", Kind::Flag),
    Column::new("lead", "Ansvarlig", Kind::Text),
    Column::new("supporting", "Medvirkende", Kind::Text),
    Column::new("counterpart", "Modpart", Kind::Text),
    Column::new("status", "Status", Kind::Status),
    Column::new("light", "Trafiklys", Kind::Light),
    Column::new("as_of", "Gælder pr.", Kind::Day),
    Column::new("note", "Note", Kind::Text),
    Column::new("deadline_original", "Oprindelig frist", Kind::PartialDate),
    Column::new("deadline_approved", "Godkendt frist", Kind::PartialDate),
    Column::new("deadline_expected", "Forventet", Kind::PartialDate),
    Column::new("overdue", "Overskredet", Kind::Flag),
    Column::new("expected_reason", "Årsag til ny forventning", Kind::Text),
    Column::new("blocked_by", "Blokeret af", Kind::Text),
    Column::new("ask", "Kan løses af", Kind::Authority),
    Column::new("evidence", "Dokumentation", Kind::Text),
    Column::new("instrument", "Instrument", Kind::Text),
    Column::new("sdg", "Verdensmål", Kind::Goals),
    Column::new("tag", "Mærke", Kind::Tags),
    Column::new("case_number", "Sagsnummer", Kind::Text),
    Column::new("basis", "Grundlag", Kind::Basis),
    Column::new("source", "Kilde", Kind::Text),
    Column::new("entry_basis", "Indberetningens grundlag", Kind::EntryBasis),
    Column::new("entry_source", "Indberetningens kilde", Kind::Text),
    Column::new("audience", "Målgruppe", Kind::Audience),
    Column::new("entry_audience", "Indberetningens målgruppe", Kind::Audience),
    Column::new("added_on", "Optaget", Kind::Day),
    Column::new("retired_on", "Taget ud", Kind::Day),
    Column::new("retired_reason", "Årsag til udtagning", Kind::Text),
    REFERENCE,
];
