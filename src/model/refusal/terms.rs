//! The words of entities and fields that refusals name, in Danish.

use crate::model::EntityKind;

/// An entity with its article: «en plan», «et indsatsområde».
pub(super) fn a_danish(entity: &str) -> String {
    let word = danish(entity);
    let neuter = matches!(entity, "partnership" | "area" | "instrument" | "sheet" | "quarter");
    format!("{} {word}", if neuter { "et" } else { "en" })
}

/// An entity, a field or an audience as a Danish desk calls it.
pub(super) fn danish(name: &str) -> String {
    let word = match name {
        "partnership" => "partnerskab",
        "partnerships" => "partnerskaber",
        "plan" => "plan",
        "plans" => "planer",
        "area" => "indsatsområde",
        "areas" => "indsatsområder",
        "objective" => "målsætning",
        "activity" => "aktivitet",
        "authority" => "myndighed",
        "authorities" => "myndigheder",
        "instrument" => "instrument",
        "instruments" => "instrumenter",
        "revision" => "udgave",
        "row" => "række",
        "entry" => "indberetning",
        "entries" => "indberetninger",
        "sheet" => "skema",
        "quarter" => "kvartal",
        "changes" => "ændringer",
        "summary" => "sammenfatning",
        "internal" => "intern",
        "partner" => "partner",
        "public" => "offentlig",
        name => return danish_field(name),
    };
    word.to_string()
}

/// The heading of a field in Danish, in the middle of a sentence.
pub fn danish_field(name: &str) -> String {
    let fields = EntityKind::ALL.iter().flat_map(|n| n.fields()).chain(crate::model::entry::FIELDS);
    let named = fields.filter(|f| f.name == name).map(|f| f.da).next();
    named.map_or_else(|| name.to_string(), |da| da.to_lowercase())
}
