//! The line that says what a change did, in both languages.

use super::{answers, old_sentences};
use crate::model::operation::FrozenQuarter;
use crate::model::{Bilingual, Change, Did, EntityKind, Lang, Operation, both};

/// The line of a change that is there, with the one that it takes back.
pub fn change(change: &Change) -> Bilingual {
    match (&change.did, change.undoes, &change.undone) {
        (Did::Operation(Operation::Undo), Some(number), Some(undone)) => {
            let of = self::change(undone);
            both!("undo change {number}: {en}", "fortryd ændring {number}: {da}", en = of.en, da = of.da)
        }
        (Did::Operation(Operation::Undo), Some(number), None) => {
            both!("undo change {number}", "fortryd ændring {number}")
        }
        (did, ..) => self::did(did),
    }
}

pub fn did(did: &Did) -> Bilingual {
    match did {
        Did::Operation(operation) => self::operation(operation),
        Did::Sentence(text) => Bilingual::new(text, old_sentences::danish(text)),
    }
}

/// The line of an operation alone.
pub fn operation(operation: &Operation) -> Bilingual {
    match operation {
        Operation::Init => both!("make the file", "opret filen"),
        Operation::LoadPortfolio { illustrated: false } => {
            both!("load the shipped portfolio", "indlæs den medfølgende portefølje")
        }
        Operation::LoadPortfolio { illustrated: true } => both!(
            "load the shipped portfolio, with illustrative entries",
            "indlæs den medfølgende portefølje med illustrative indberetninger"
        ),
        Operation::Log { reference, status, light: None, as_of } => both!(
            "log {reference}: {en} as of {as_of}",
            "indberet {reference}: {da} pr. {as_of}",
            en = status.code(),
            da = status.word(Lang::Da)
        ),
        Operation::Log { reference, status, light: Some(light), as_of } => both!(
            "log {reference}: {en}, {light_en} as of {as_of}",
            "indberet {reference}: {da}, {light_da} pr. {as_of}",
            en = status.code(),
            da = status.word(Lang::Da),
            light_en = light.code(),
            light_da = light.word(Lang::Da)
        ),
        Operation::LogSeveral { entries } => both!("log {entries} entries", "tilføj {entries} indberetninger"),
        Operation::Add { entity, name } => {
            both!("add {en} {name}", "tilføj {da} {name}", en = entity.word(Lang::En), da = entity.word(Lang::Da))
        }
        Operation::Edit { entity, name, fields } => {
            let danish =
                |field: &String| entity.field(field).map_or_else(|| field.clone(), |field| field.da.to_lowercase());
            both!(
                "edit {en} {name}: {fields_en}",
                "ret {da} {name}: {fields_da}",
                en = entity.word(Lang::En),
                da = entity.word(Lang::Da),
                fields_en = fields.join(", "),
                fields_da = fields.iter().map(danish).collect::<Vec<_>>().join(", ")
            )
        }
        Operation::Retire { entity, name, from_day } => both!(
            "retire {en} {name} from {from_day}",
            "tag {da} {name} ud fra {from_day}",
            en = entity.word(Lang::En),
            da = entity.word(Lang::Da)
        ),
        Operation::Undo => both!("undo a change", "fortryd en ændring"),
        Operation::Import { entity, file, added, changed } => {
            let rows = entity.map_or("entries", EntityKind::plural);
            both!(
                "import {en} from {file}: {added} added, {changed} changed",
                "indlæs {da} fra {file}: {added} tilføjet, {changed} ændret",
                en = answers::things(Lang::En, rows),
                da = answers::things(Lang::Da, rows)
            )
        }
        Operation::Freeze { quarters } => {
            let each: Vec<Bilingual> = quarters.iter().map(frozen).collect();
            let joined = |lang| each.iter().map(|line| line.to(lang)).collect::<Vec<_>>().join(", ");
            Bilingual::new(joined(Lang::En), joined(Lang::Da))
        }
        Operation::RenameAuthority { authority, to, name, from_day } => {
            let code = to.as_ref().map(|code| format!("{code} ")).unwrap_or_default();
            both!(
                "rename {authority} to {code}{name} from {from_day}",
                "omdøb {authority} til {code}{name} fra {from_day}"
            )
        }
        Operation::MergeAuthorities { authorities, into, from_day } => both!(
            "merge {all} into {into} from {from_day}",
            "læg {all} sammen med {into} fra {from_day}",
            all = authorities.join(", ")
        ),
        Operation::SplitAuthority { authority, into, from_day } => both!(
            "split {authority} into {all} from {from_day}",
            "del {authority} i {all} fra {from_day}",
            all = into.join(", ")
        ),
        Operation::Transfer { giver, taker, from_day } => {
            both!("transfer from {giver} to {taker} from {from_day}", "overdrag fra {giver} til {taker} fra {from_day}")
        }
        Operation::CarryForward { old, new, objectives } => both!(
            "carry {old} forward to {new}: {objectives} objectives",
            "viderefør {old} i {new}, målsætninger: {objectives}"
        ),
        Operation::Set { setting, to, was } => {
            both!("setting {setting}: {to} (was {was})", "indstilling {setting}: {to} (før: {was})")
        }
        Operation::ForgetWord { word } => both!("forget the word {word}", "glem ordet {word}"),
        Operation::SendSheets { quarter, authorities } => both!(
            "send the sheets of {quarter} to {all}",
            "send skemaerne for {quarter} til {all}",
            all = authorities.join(", ")
        ),
        Operation::ReadReturn { quarter, authority, entries } => both!(
            "read the return of {authority} for {quarter}: {entries} entries",
            "læs svaret fra {authority} for {quarter}, indberetninger: {entries}"
        ),
        Operation::AskAgain { quarter, authorities, reference } => both!(
            "ask {all} about {reference} in {quarter}",
            "spørg {all} om {reference} i {quarter}",
            all = authorities.join(", ")
        ),
        Operation::AcceptReturns { quarter, authorities } => both!(
            "accept the returns of {quarter} from {all}",
            "godkend svarene for {quarter} fra {all}",
            all = authorities.join(", ")
        ),
        Operation::Merge { file, taken, resolved } => both!(
            "merge {file}: {taken} taken over, {resolved} decided",
            "flet {file}: {taken} overtaget, {resolved} afgjort"
        ),
        Operation::Decide { conflicts } => {
            both!("decide {conflicts} conflicts between copies", "afgør {conflicts} konflikter mellem kopier")
        }
        Operation::Restore { file, lost: Some(lost), put_aside } => both!(
            "restore {file}: {lost} changes put aside in {put_aside}",
            "gendan {file}: {lost} ændringer lagt til side i {put_aside}"
        ),
        Operation::Restore { file, lost: None, put_aside } => both!(
            "restore {file}: what was there is put aside in {put_aside}",
            "gendan {file}: det, der var der, er lagt til side i {put_aside}"
        ),
    }
}

fn frozen(FrozenQuarter { quarter, plan, revision }: &FrozenQuarter) -> Bilingual {
    match revision {
        0 => both!("freeze {quarter} of {plan} as revision 0", "lås {quarter} for {plan}"),
        _ => {
            both!("restate {quarter} of {plan} as revision {revision}", "ret {quarter} for {plan}: rettelse {revision}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Reference, Status};
    use chrono::{DateTime, NaiveDate};

    fn made(number: i64, did: Did, undone: Option<Change>) -> Change {
        Change {
            number,
            uid: String::new(),
            at: DateTime::UNIX_EPOCH,
            author: "Anna".into(),
            verb: "edit".into(),
            did,
            reason: None,
            undoes: undone.as_ref().map(|change| change.number),
            undone: undone.map(Box::new),
        }
    }

    #[test]
    fn a_change_is_told_in_the_language_of_the_page() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 25).unwrap();
        let logged = Operation::Log {
            reference: Reference::of_objective("ID-2021", "3.7"),
            status: Status::Completed,
            light: None,
            as_of: day,
        };
        assert_eq!(operation(&logged).en, "log ID-2021/3.7: completed as of 2026-11-25");
        assert_eq!(operation(&logged).da, "indberet ID-2021/3.7: gennemført pr. 2026-11-25");
        let fields = vec!["title".into(), "title_da".into()];
        let edited = Operation::Edit { entity: EntityKind::Plan, name: "ID-2021".into(), fields };
        assert_eq!(operation(&edited).da, "ret plan ID-2021: titel, dansk titel");
    }

    #[test]
    fn an_undo_tells_what_it_takes_back() {
        let retired = Did::Sentence("retire area ID-2021/1A from 2026-01-01".into());
        let undo = Did::Operation(Operation::Undo);
        let first = made(9, undo.clone(), Some(made(8, retired, None)));
        let again = made(10, undo, Some(first));
        let told = change(&again);
        assert_eq!(told.en, "undo change 9: undo change 8: retire area ID-2021/1A from 2026-01-01");
        assert_eq!(told.da, "fortryd ændring 9: fortryd ændring 8: tag indsatsområde ID-2021/1A ud fra 2026-01-01");
    }
}
