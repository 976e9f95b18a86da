//! The scope of a page, in words: «ID-2021 Plan of Action, ENS Danish Energy Agency, open».

use crate::document::Part;
use crate::i18n::{Word, sentences};
use crate::model::names::{Authorities, authority};
use crate::model::{Bilingual, Lang, PlanInfo, Query};

pub fn scope(query: &Query, plans: &[PlanInfo], names: &Authorities) -> Bilingual {
    let [en, da] = [Lang::En, Lang::Da].map(|lang| in_lang(query, plans, names, lang));
    Bilingual { en, da }
}

fn in_lang(query: &Query, plans: &[PlanInfo], names: &Authorities, lang: Lang) -> String {
    let mut parts: Vec<String> = Vec::new();
    match &query.plan[..] {
        [] => {}
        [one] => {
            let title = plans.iter().find(|p| p.code == *one).map_or("", |p| p.title(lang));
            parts.push(format!("{one} {title}"));
        }
        many => parts.push(many.join(", ")),
    }
    for code in &query.partnership {
        let country = plans.iter().find_map(|p| {
            let at = p.partnerships.iter().position(|c| c == code)?;
            p.countries.get(at).map(|(en, da)| lang.pick(en, Some(da)).to_string())
        });
        parts.push(country.unwrap_or_else(|| code.clone()));
    }
    for (role, code) in &query.authority {
        let role = role.map(|r| format!("{}: ", r.word(lang))).unwrap_or_default();
        parts.push(format!("{role}{}", authority(names, code, lang)));
    }
    parts.extend(query.area.iter().map(|a| format!("{} {a}", Word("area", "indsatsområde").to(lang))));
    parts.extend(query.interest.iter().map(|i| i.word(lang).to_string()));
    parts.extend(query.status.iter().map(|s| Part::Status(*s).word(lang).to_string()));
    parts.extend(query.light.iter().map(|l| Part::Shown(*l).word(lang).to_string()));
    parts.extend(query.tag.iter().cloned());
    for (said, word) in [
        (query.overdue, Word("overdue", "frist overskredet")),
        (query.not_reported, Word("not reported", "ikke indberettet")),
        (query.open, Word("open", "åbne")),
    ] {
        parts.extend(said.then(|| word.owned(lang)));
    }
    parts.extend(query.text.iter().map(|t| format!("«{t}»")));
    if parts.is_empty() {
        parts.push(sentences::all_plans(lang).to_string());
    }
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{RoleKind, Status};
    use crate::report::sample;

    #[test]
    fn everything_that_was_asked_for_is_named() {
        let of = |query: Query| scope(&query, &[sample::plan()], &sample::authorities());
        assert_eq!(of(Query::default()), Bilingual::new("all plans", "alle planer"));
        let query = Query {
            plan: vec!["P".into()],
            authority: vec![(Some(RoleKind::Lead), "ENS".into())],
            area: vec!["1".into()],
            status: vec![None, Some(Status::Ongoing)],
            open: true,
            text: Some("harbour".into()),
            ..Query::default()
        };
        assert_eq!(
            of(query),
            Bilingual::new(
                "P Clean water, lead: ENS Danish Energy Agency, area 1, never reported, ongoing, open, «harbour»",
                "P Rent vand, ansvarlig: ENS Energistyrelsen, indsatsområde 1, aldrig indberettet, i gang, åbne, «harbour»"
            )
        );
    }
}
