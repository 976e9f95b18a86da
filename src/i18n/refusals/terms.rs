//! The words of entities and fields that refusals name, in Danish.

use crate::model::{Audience, EntityKind, Lang, Word, catalogue};

/// An entity with its article: «en plan», «et indsatsområde».
pub(super) fn a_danish(entity: &str) -> String {
    let neuter = entity == "quarter" || catalogue::table(entity).is_some_and(|t| t.neuter);
    format!("{} {}", if neuter { "et" } else { "en" }, danish(entity))
}

/// An entity, a field or an audience as a Danish desk calls it.
pub(super) fn danish(name: &str) -> String {
    let of_tables = || catalogue::TABLES.iter().flat_map(|t| [t.word, t.plural]).flatten();
    let others = [Word("row", "række"), Word("quarter", "kvartal"), Word("summary", "sammenfatning")];
    if let Some(Word(_, da)) = others.into_iter().chain(of_tables()).find(|Word(en, _)| *en == name) {
        return da.to_string();
    }
    Audience::from_code(name).map_or_else(|| danish_field(name), |audience| audience.word(Lang::Da).to_string())
}

/// The heading of a field in Danish, in the middle of a sentence.
pub fn danish_field(name: &str) -> String {
    let fields = EntityKind::ALL.iter().flat_map(|n| n.fields()).chain(catalogue::ENTRY.typed());
    let named = fields.filter(|f| f.name == name).map(|f| f.da).next();
    named.map_or_else(|| name.to_string(), |da| da.to_lowercase())
}
