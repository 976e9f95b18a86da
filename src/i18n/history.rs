//! What the fields of the file are called where its history is told.

use crate::model::{EntityKind, Lang, entry};

/// The things that belong to another, by their table.
const PARTS: &[(&str, &str)] = &[
    ("carried", "Videreførelse"),
    ("deadline_correction", "Rettelse af oprindelig frist"),
    ("deadline_move", "Flytning af frist"),
    ("entry", "Indberetning"),
    ("put_aside", "Lagt til side"),
    ("question", "Spørgsmål"),
    ("reading", "Svar"),
    ("role", "Rolle"),
    ("setting", "Indstilling"),
    ("settled", "Afgørelse"),
    ("sheet", "Skema"),
    ("sheet_row", "Linje i skema"),
    ("succession", "Efterfølger"),
];

/// Columns that are no field of an entity.
const COLUMNS: &[(&str, &str)] = &[
    ("accepted_on", "godkendt"),
    ("activity", "aktivitet"),
    ("after", "efter"),
    ("agreed_by", "aftalt af"),
    ("answer", "svar"),
    ("shown", "vist"),
    ("as_of", "gælder pr."),
    ("asked", "spurgt"),
    ("authority", "myndighed"),
    ("base", "udgangspunkt"),
    ("before", "før"),
    ("code", "kode"),
    ("digest", "SHA-256"),
    ("dropped", "fravalgt"),
    ("due", "svarfrist"),
    ("field", "felt"),
    ("file", "fil"),
    ("filled_by", "udfyldt af"),
    ("saved_at", "gemt"),
    ("from_day", "fra"),
    ("frozen_by", "fastfrosset af"),
    ("frozen_on", "fastfrosset"),
    ("goal", "Verdensmål"),
    ("instrument", "Instrument"),
    ("kind", "art"),
    ("lang", "sprog"),
    ("name", "navn"),
    ("noun", "art"),
    ("number", "udgave"),
    ("objective", "målsætning"),
    ("partnership", "Partnerskab"),
    ("plan", "plan"),
    ("predecessor", "går videre med"),
    ("quarter", "kvartal"),
    ("question", "spørgsmål"),
    ("reason", "årsag"),
    ("received_on", "modtaget"),
    ("role", "rolle"),
    ("row", "række"),
    ("sheet", "skema"),
    ("successor", "efterfølger"),
    ("tag", "Mærke"),
    ("taken", "valgt"),
    ("text", "tekst"),
    ("uid", "identitet"),
    ("until_day", "til"),
    ("value", "værdi"),
    ("version", "udgave"),
];

fn of<'a>(all: &[(&'a str, &'a str)], name: &str) -> Option<&'a str> {
    all.iter().find(|(n, _)| *n == name).map(|(_, da)| *da)
}

/// A column of a table in Danish: «Indberetning: trafiklys».
pub fn danish(table: &str, column: &str) -> Option<String> {
    let owner = if table == "authority_name" { "authority" } else { table };
    if let Some(field) = EntityKind::named(owner).and_then(|n| n.field(column)) {
        return Some(field.da.to_string());
    }
    let logged = |name: &str| entry::FIELDS.iter().find(|f| f.name == name).map(|f| f.da);
    let own = match (table, column) {
        // In a table of their own the three need no longer name.
        ("entry", "basis") => Some("grundlag"),
        ("entry", "source") => Some("kilde"),
        ("entry", "audience") => Some("målgruppe"),
        ("entry", column) => logged(column).or_else(|| of(COLUMNS, column)),
        (_, column) => of(COLUMNS, column),
    }?;
    let Some(part) = of(PARTS, table) else { return Some(own.to_string()) };
    let mut letters = own.chars();
    let first = letters.next().map(|c| c.to_lowercase().to_string()).unwrap_or_default();
    let own = if own == "SHA-256" { own.to_string() } else { first + letters.as_str() };
    Some(format!("{part}: {own}"))
}

/// The field, with its table where that is not plain: `entry status`.
pub fn field(table: &str, column: &str, lang: Lang) -> String {
    let english = || match table {
        "entry" => format!("entry {column}"),
        "role" | "deadline_move" | "deadline_correction" => format!("{} {column}", table.replace('_', " ")),
        _ => column.to_string(),
    };
    match lang {
        Lang::En => english(),
        Lang::Da => danish(table, column).unwrap_or_else(english),
    }
}
