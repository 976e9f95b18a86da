//! Headings that offices use beside those of the program, for fields of imports. Words that may mean two fields are
//! not among them: those are asked about.

/// The other headings of a field, in Danish and English.
pub fn headings(field: &str) -> &'static [&'static str] {
    SHIPPED.iter().find(|(name, _)| *name == field).map_or(&[], |(_, all)| all)
}

pub(super) const SHIPPED: &[(&str, &[&str])] = &[
    (
        "area",
        &[
            "Emne",
            "Emneområde",
            "Tema",
            "Spor",
            "Arbejdsområde",
            "Fokusområde",
            "Samarbejdsområde",
            "Temaområde",
            "Topic",
            "Theme",
            "Workstream",
            "Focus area",
            "Priority area",
            "Thematic area",
        ],
    ),
    ("number", &["Nummer i planen", "Løbenummer", "Løbenr", "Mål nr", "Id", "#", "Initiativ nr"]),
    ("title", &["Initiativ", "Tiltag", "Mål", "Opgave", "Action", "Commitment", "Initiative", "Deliverable"]),
    (
        "lead",
        &[
            "Hovedansvarlig",
            "Ansvarlig part",
            "Ansvarlig enhed",
            "Ansvarlig styrelse",
            "Ansvarligt ministerium",
            "Tovholder",
            "Ansvar",
            "Owner",
            "Lead agency",
            "Lead organisation",
            "Responsible authority",
            "Responsible party",
        ],
    ),
    (
        "supporting",
        &[
            "Medansvarlig",
            "Medansvarlige",
            "Medansvarlig myndighed",
            "Bidragyder",
            "Bidragydere",
            "Bidragende",
            "Øvrige myndigheder",
            "Involverede myndigheder",
            "Deltagere",
            "Supporting agency",
            "Supporting agencies",
            "Contributors",
        ],
    ),
    ("counterpart", &["Partnerlandets myndighed", "Lokal myndighed", "Counterpart agency"]),
    (
        "deadline",
        &[
            "Slutdato",
            "Tidsfrist",
            "Frist for gennemførelse",
            "Gennemføres senest",
            "End date",
            "Due date",
            "Due",
            "Target date",
            "Completion date",
        ],
    ),
    ("status", &["Stade", "Fremdrift", "Status på målsætning", "Progress"]),
    ("light", &["Lys", "Farve", "Trafiklysvurdering", "RAG", "RAG status"]),
    ("expected", &["Forventet slutdato", "Ny frist", "Ny dato", "Forventet frist", "Forecast date"]),
    ("as_of", &["Statusdato", "Dato for status", "Status pr.", "Opdateret den", "Status date", "Last updated"]),
    (
        "note",
        &[
            "Bemærkninger",
            "Kommentar",
            "Kommentarer",
            "Statusbeskrivelse",
            "Noter",
            "Comment",
            "Comments",
            "Remarks",
            "Notes",
        ],
    ),
    ("sdg", &["FN-mål", "FNs verdensmål", "SDG"]),
    ("tag", &["Nøgleord", "Keywords"]),
    ("case_number", &["Sag", "Sagsnr.", "Journalnr"]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{EntityKind, entry};

    #[test]
    fn each_is_about_a_field_that_there_is() {
        for (name, all) in SHIPPED {
            let of_entity = EntityKind::ALL.iter().any(|e| e.field(name).is_some());
            let of_log = entry::fields().iter().any(|f| f.name == *name);
            assert!(of_entity || of_log || *name == "deadline", "{name}");
            assert!(!all.is_empty());
        }
    }

    #[test]
    fn no_heading_means_two_fields() {
        let plain = |text: &str| crate::exchange::headings::plain(text);
        let mut seen = std::collections::HashMap::new();
        for (name, all) in SHIPPED {
            for heading in *all {
                assert_eq!(seen.insert(plain(heading), *name), None, "{heading}");
            }
        }
    }
}
