//! The words to type instead of what was refused, in English and in Danish. Commands and flags are alike in both.

use super::terms::danish_field;
use crate::model::Bilingual;
use crate::model::Refusal;
use crate::model::both;
use crate::model::record::empties;

/// The forms of a partial date, wherever one is refused.
pub fn date_forms() -> Bilingual {
    both!("write 2026-02-28, 2026-02, 2026-Q1 or 2026", "skriv 28-02-2026, februar 2026, 1. kvartal 2026 eller 2026")
}

/// Names are the same in both languages.
fn near(nearest: &[String]) -> Option<Bilingual> {
    let all = nearest.join(", ");
    (!nearest.is_empty()).then(|| both!("did you mean {all}?", "mente du {all}?"))
}

pub(super) fn hint(refusal: &Refusal) -> Option<Bilingual> {
    Some(match refusal {
        Refusal::NotAChoice { nearest, all, .. } => {
            let (words, nearest) = (if nearest.is_empty() { all } else { nearest }, !nearest.is_empty());
            let en = words.iter().map(|w| w.0).collect::<Vec<_>>().join(", ");
            let mut da: Vec<&str> = words.iter().map(|w| w.1).collect();
            da.dedup();
            let da = da.join(", ");
            if nearest {
                both!("did you mean {en}?", "mente du {da}?")
            } else {
                both!("it is one of {en}", "skriv en af: {da}")
            }
        }
        Refusal::LateIsNoStatus { .. } => both!(
            "say where it stands, with a light and the date on which it is expected: ongoing, red, 2027-Q1",
            "skriv, hvor det står, med et trafiklys og den forventede dato: i gang, rød, 1. kvartal 2027"
        ),
        Refusal::NotADate { .. } => date_forms(),
        Refusal::NotADay { .. } => both!(
            "write 2026-02-28 (or 28-02-2026, today, yesterday)",
            "skriv 28-02-2026 (eller 2026-02-28, i dag, i går)"
        ),
        Refusal::NotAQuarter { .. } => {
            both!("write 2026-Q1 (or Q1 2026, 1. kvartal 2026)", "skriv 1. kvartal 2026 (eller 2026K1, 2026-Q1)")
        }
        Refusal::NotAReference { .. } => both!(
            "write ID-2021/4.1 for an objective, ID-2021/4.1/2 for an activity",
            "skriv ID-2021/4.1 for en målsætning, ID-2021/4.1/2 for en aktivitet"
        ),
        Refusal::NoPlan { value, nearest } => {
            return Some(near(nearest).unwrap_or_else(|| {
                both!(
                    "write it with its plan, as in ID-2021/{value}, or add --plan ID-2021",
                    "skriv planen foran, fx ID-2021/{value}, eller tilføj --plan ID-2021"
                )
            }));
        }
        Refusal::NotAnAlarm { .. } => both!(
            "write days or weeks, up to ten years: --alarm 14d, or --alarm 2w",
            "skriv dage eller uger, højst ti år: --alarm 14d eller --alarm 2w"
        ),
        Refusal::NotAYear { .. } => both!("write four digits, as in 2026", "skriv fire cifre, fx 2026"),
        Refusal::NotYesNo { .. } => both!("write yes or no (ja, nej)", "skriv ja eller nej"),
        Refusal::NotAGoal { .. } => {
            both!("write the numbers of the goals, 1 to 17, as in 7|13", "skriv målenes numre, 1 til 17, fx 7|13")
        }
        Refusal::BeforePlan { .. } => both!(
            "write a date within the plan: 2027-06-30, 2027-06, 2027-Q2 or 2027",
            "skriv en dato inden for planen: 30.06.2027, juni 2027, 2. kvartal 2027 eller 2027"
        ),
        Refusal::NotAnEmail { .. } => both!(
            "write one address, as in ens@ens.dk; a domain with æ, ø or å has another form, which begins with xn--",
            "skriv én adresse, fx ens@ens.dk; et domæne med æ, ø eller å har en anden form, der begynder med xn--"
        ),
        Refusal::NotAMeaning { .. } => both!(
            "write the word of the file, = and a field, a status, a light, a date or an authority: --map \"Slutdato=deadline\"",
            "skriv filens ord, = og et felt, en status, et trafiklys, en dato eller en myndighed: --map \"Slutdato=frist\""
        ),
        Refusal::NotACountry { nearest, .. } if !nearest.is_empty() => {
            both!("did you mean {all}?", "mente du {all}?", all = nearest.join(", "))
        }
        Refusal::NotACountry { .. } => both!(
            "write its name, or two letters as in DK or ID",
            "skriv navnet eller to bogstaver, f.eks. DK eller ID"
        ),
        Refusal::NotACode { .. } => return None,
        Refusal::Unknown { entity, nearest, value } => {
            return Some(near(nearest).unwrap_or_else(|| {
                let see = match *entity {
                    "objective" => {
                        let plan = value.split_once('/').map_or("PLAN", |(plan, _)| plan);
                        format!("list --plan {plan}")
                    }
                    "activity" => "show OBJECTIVE".into(),
                    entity => format!("{entity} list"),
                };
                both!("see them with: fremdrift {see}", "se dem med: fremdrift {see}")
            }));
        }
        Refusal::Ambiguous { which, .. } => {
            both!("say which: {all}", "angiv hvilken: {all}", all = which.join(", "))
        }
        Refusal::MustStay { field, .. } => {
            let flag = field.replace('_', "-");
            both!("give it another one: --{flag} ...", "angiv en anden: --{flag} ...")
        }
        Refusal::UnknownField { nearest, .. } => return near(nearest),
        Refusal::Exists { entity, value } => {
            both!("change it with: fremdrift {entity} edit {value}", "ret med: fremdrift {entity} edit {value}")
        }
        Refusal::Missing { entity, name, field } => {
            let flag = field.replace('_', "-");
            both!(
                "add it: fremdrift {entity} add {name} --{flag} ...",
                "tilføj {da}: fremdrift {entity} add {name} --{flag} ...",
                da = danish_field(field)
            )
        }
        Refusal::LightOnEnded { light, .. } => both!(
            "leave the light out, or keep the status open: -s ongoing -l {en}",
            "udelad trafiklyset, eller lad målsætningen være åben: -s \"i gang\" -l {da}",
            en = light.0,
            da = light.1
        ),
        Refusal::Reopens { .. } => {
            both!("if it is to be open again, add: --reopen", "hvis den skal være åben igen, så tilføj: --reopen")
        }
        Refusal::OpenOnly { .. } => both!(
            "leave it out, or keep the status open: -s ongoing",
            "udelad det, eller lad målsætningen være åben: -s \"i gang\""
        ),
        Refusal::Future { .. } => both!(
            "log what is true now, and say what is to come with --expect DATE",
            "indberet det, der gælder nu, og angiv det, der kommer, med --expect DATO"
        ),
        Refusal::FirstNeedsStatus { .. } => both!("add one, as in: -s ongoing", "tilføj en, fx: -s \"i gang\""),
        Refusal::ExpectedNeedsReason => {
            both!("say why: --because \"...\" (or -m \"...\")", "begrund det: --because \"...\" (eller -m \"...\")")
        }
        Refusal::ApprovedNeedsReason { .. } => both!(
            "say why and who agreed: --reason \"...\" --agreed-by \"...\"",
            "angiv årsagen, og hvem der har godkendt: --reason \"...\" --agreed-by \"...\""
        ),
        Refusal::QuarterRuns { quarter, .. } | Refusal::OverBySaying { quarter, .. } => both!(
            "wait for it, or say why not: fremdrift freeze {quarter} --early \"...\"",
            "vent, eller angiv, hvorfor det skal låses nu: fremdrift freeze {quarter} --early \"...\""
        ),
        Refusal::QuarterAhead { .. } => {
            both!("see the quarters with: fremdrift quarters", "se kvartalerne med: fremdrift quarters")
        }
        Refusal::FrozenAlready { quarter, plan, .. } => both!(
            "correct it with: fremdrift restate {quarter} --plan {plan} --reason \"...\"",
            "ret det med: fremdrift restate {quarter} --plan {plan} --reason \"...\""
        ),
        Refusal::ComparedWithLater { quarter, with } if with > quarter => both!(
            "turn it round: summary {with} --compare {quarter}",
            "vend det om: summary {with} --compare {quarter}"
        ),
        Refusal::ComparedWithLater { quarter, .. } => both!(
            "compare {quarter} with one that ended before it began",
            "sammenlign {quarter} med et kvartal, der sluttede, før det begyndte"
        ),
        Refusal::EarlierOpen { quarter, earlier, plan } => both!(
            "freeze it first: fremdrift freeze {earlier} --plan {plan}, or leave it out: fremdrift freeze {quarter} --plan {plan} --skip-earlier",
            "lås det først: fremdrift freeze {earlier} --plan {plan}, eller spring det over: fremdrift freeze {quarter} --plan {plan} --skip-earlier"
        ),
        Refusal::NotFrozen { quarter, plan } => both!(
            "what is known now: fremdrift summary {quarter} --plan {plan}; see what is frozen: fremdrift quarters",
            "det, der vides nu: fremdrift summary {quarter} --plan {plan}; se, hvad der er låst: fremdrift quarters"
        ),
        Refusal::NothingFrozen { quarter } => both!(
            "what is known now: fremdrift summary {quarter}; see what is frozen: fremdrift quarters",
            "det, der vides nu: fremdrift summary {quarter}; se, hvad der er låst: fremdrift quarters"
        ),
        Refusal::NoRevision { quarter, plan, newest, .. } => both!(
            "write: fremdrift summary --as-reported {quarter}.{newest} --plan {plan}",
            "skriv: fremdrift summary --as-reported {quarter}.{newest} --plan {plan}"
        ),
        Refusal::SeveralFrozen { plans, .. } => {
            let plan = plans.first()?;
            both!("say which: --plan {plan}", "angiv hvilken: --plan {plan}")
        }
        Refusal::NoPlanRuns { .. } => both!(
            "name the plan: --plan ID-2021 (see them with: fremdrift plan list)",
            "angiv planen: --plan ID-2021 (se dem med: fremdrift plan list)"
        ),
        Refusal::NothingToWaive { .. } => both!(
            "see what the checks say: fremdrift freeze QUARTER --dry-run",
            "se, hvad kontrollerne siger: fremdrift freeze KVARTAL --dry-run"
        ),
        Refusal::NotAWaiver { .. } => both!(
            "write the check and why: --waive no-lead=\"...\", or for one: --waive no-lead:ID-2021/4.1=\"...\"",
            "skriv kontrollen og begrundelsen: --waive no-lead=\"...\", eller for en enkelt: --waive no-lead:ID-2021/4.1=\"...\""
        ),
        Refusal::NothingDiffers { .. } => both!(
            "log or edit what was wrong first; late lines that change nothing in it need no restatement",
            "indberet eller ret først det, der var forkert; sene indberetninger, der ikke ændrer noget, kræver ingen rettelse"
        ),
        Refusal::NotKeptFor { .. } => both!(
            "leave --audience out for the internal one; a quarter keeps what there was to show to others on that day",
            "udelad --audience for at se den interne; et kvartal gemmer det, der kunne vises til andre den dag"
        ),
        Refusal::WroteMeanwhile => both!("try again", "prøv igen"),
        Refusal::FreezeStays { .. } => both!(
            "correct the quarter with: fremdrift restate QUARTER --reason \"...\"",
            "ret kvartalet med: fremdrift restate KVARTAL --reason \"...\""
        ),
        Refusal::OriginalIsSigned { name, entity, to, .. } => {
            let moved =
                if empties(to) { "--clear deadline_approved".to_string() } else { format!("--deadline-approved {to}") };
            both!(
                "if it was moved: fremdrift {entity} edit {name} {moved} --reason \"...\" --agreed-by \"...\"; if it was written down wrongly: --correction \"why\"",
                "hvis den er flyttet: fremdrift {entity} edit {name} {moved} --reason \"...\" --agreed-by \"...\"; hvis den er skrevet forkert: --correction \"hvorfor\""
            )
        }
        Refusal::ApprovedNeedsAgreement { .. } => {
            both!("say who: --agreed-by \"...\"", "angiv hvem: --agreed-by \"...\"")
        }
        Refusal::Thresholds { .. } => both!(
            "yellow reaches at least as far as green, and neither further than 120 months",
            "gult skal række mindst lige så langt som grønt, og ingen af dem længere end 120 måneder"
        ),
        Refusal::RoleBeganLater { .. } => both!("take a later day: --from DAY", "vælg en senere dag: --from DAG"),
        Refusal::IntoItself { .. } => both!(
            "to change its name, type: fremdrift authority rename CODE --name NAME --from DAY --reason \"...\"",
            "navnet ændres med: fremdrift authority rename KODE --name NAVN --from DAG --reason \"...\""
        ),
        Refusal::NotInSplit { authority, .. } => {
            both!("add it: --into {authority}", "tilføj den: --into {authority}")
        }
        Refusal::SplitLeaves { first, .. } => {
            let first = first.first()?;
            both!(
                "say who gets them: --give CODE={first}, or who gets all the rest: --rest CODE",
                "angiv, hvem der overtager dem: --give KODE={first}, eller hvem der overtager resten: --rest KODE"
            )
        }
        Refusal::HoldsNothing { authority, .. } => both!(
            "see what it has with: fremdrift list --authority {authority}",
            "se, hvad den har, med: fremdrift list --authority {authority}"
        ),
        Refusal::NotGiven { .. } => both!(
            "write the authority and the objective: --give MIM=ID-2021/4.1",
            "skriv myndigheden og målsætningen: --give MIM=ID-2021/4.1"
        ),
        Refusal::PlanIntoItself { .. } => {
            both!("name the old plan and then the new one", "angiv først den gamle plan og så den nye")
        }
        Refusal::NotAPair { .. } => both!(
            "write the number in the old plan and the one in the new: 4.1=1.3",
            "skriv nummeret i den gamle plan og i den nye: 4.1=1.3"
        ),
        Refusal::HasEnded { .. } => both!(
            "only what is open goes on or is dropped: leave it out",
            "kun det, der er åbent, kan videreføres eller bortfalde: udelad det"
        ),
        Refusal::DroppedNeedsReason { .. } => both!(
            "write it in the column note, or give it a number in the column to",
            "skriv den i kolonnen Bemærkning, eller giv målsætningen et nummer i kolonnen Til"
        ),
        Refusal::NotABundle => both!(
            "it is written by: fremdrift export changes --since 40 -o changes.json",
            "den skrives med: fremdrift export changes --since 40 -o aendringer.json"
        ),
        Refusal::BackupOfAnother { file } => both!(
            "look whether it is the right one; to put it here all the same: fremdrift restore {file} --yes",
            "se efter, om det er den rigtige; sæt den ind alligevel med: fremdrift restore {file} --yes"
        ),
        Refusal::RestoreStays { .. } => both!(
            "bring back what was put aside: fremdrift merge FILE.before-restore-...",
            "hent det tilbage, der blev lagt til side: fremdrift merge FIL.before-restore-..."
        ),
        Refusal::BundleAltered => both!(
            "ask for it once more: it was cut off, put together anew or damaged on the way",
            "bed om den igen: den er afkortet, sat sammen på ny eller beskadiget undervejs"
        ),
        Refusal::OddChange { .. } | Refusal::NotFollowed { .. } => both!(
            "nothing was taken over; ask for the changes once more, or for the other copy itself: fremdrift merge OTHER.db",
            "intet er overtaget; bed om ændringerne igen eller om den anden kopi selv: fremdrift merge ANDEN.db"
        ),
        Refusal::TooManyChanges { .. } => both!(
            "merge the other copy itself: fremdrift merge OTHER.db",
            "flet den anden kopi selv: fremdrift merge ANDEN.db"
        ),
        Refusal::BreaksARule { .. } => both!(
            "ask for the changes once more: they were altered on the way, or their file is damaged",
            "bed om ændringerne igen: de er ændret undervejs, eller filen er beskadiget"
        ),
        Refusal::Unfit { .. } => both!(
            "nothing was taken over; ask for another copy: this one is damaged, or was altered",
            "intet er overtaget; bed om en anden kopi: denne er beskadiget eller ændret"
        ),
        Refusal::UnfitHere { .. } => both!(
            "nothing was taken over; look it through: fremdrift verify",
            "intet er overtaget; gennemgå filen med: fremdrift verify"
        ),
        Refusal::NotACopy => both!(
            "only copies of one file can be merged: rows of another come in with fremdrift import",
            "kun kopier af samme fil kan flettes: rækker fra en anden hentes ind med fremdrift import"
        ),
        Refusal::OtherFormat { found, known } if found < known => both!(
            "open that file once with this program, as fremdrift verify does, and try again",
            "åbn den fil én gang med dette program, fx med fremdrift verify, og prøv igen"
        ),
        Refusal::OtherFormat { .. } => both!("install the newer program", "installer det nyere program"),
        Refusal::ChangesLack { from, .. } => both!(
            "ask for more of them: fremdrift export changes --since {from} -o changes.json",
            "bed om flere af dem: fremdrift export changes --since {from} -o aendringer.json"
        ),
        Refusal::FrozenUnreadable => both!("see which: fremdrift verify", "se hvilket: fremdrift verify"),
        Refusal::UnknownSheet { .. } => both!(
            "was it sent from another copy? Take that over first with fremdrift merge OTHER.db, or choose it with --db FILE",
            "er det sendt fra en anden kopi? Flet den først med fremdrift merge ANDEN.db, eller vælg den med --db FIL"
        ),
        Refusal::NoSheet { quarter, authority } => both!(
            "send one with: fremdrift return send {quarter} --authority {authority} --out FOLDER",
            "send et med: fremdrift return send {quarter} --authority {authority} --out MAPPE"
        ),
        Refusal::NoSheets { quarter } => both!(
            "send them with: fremdrift return send {quarter} --out FOLDER",
            "send dem med: fremdrift return send {quarter} --out MAPPE"
        ),
        Refusal::NotBack { quarter, .. } => both!(
            "see how all stand with: fremdrift return status {quarter}",
            "se, hvordan det står til med alle: fremdrift return status {quarter}"
        ),
        Refusal::NotOnASheet { .. } => both!(
            "say which quarter with --quarter, and see what came back with: fremdrift return status QUARTER",
            "angiv kvartalet med --quarter, og se, hvad der er kommet tilbage, med: fremdrift return status KVARTAL"
        ),
        Refusal::NotADecision { .. } => both!(
            "write theirs or ours, or for one field: --take ID-2021/4.1.status=theirs",
            "skriv deres eller vores, eller for et enkelt felt: --take ID-2021/4.1.status=deres"
        ),
        Refusal::NotAChoiceOfConflict { .. } => both!(
            "write 3f9a12=b as the list has it, or whose value counts: ID-2021/4.1=Anna, all=Anna",
            "skriv 3f9a12=b, som det står på listen, eller hvis værdi der gælder: ID-2021/4.1=Anna, alle=Anna"
        ),
        Refusal::NotUndecided { .. } => {
            both!("see what is with: fremdrift conflicts", "se, hvad der er uafgjort, med: fremdrift conflicts")
        }
        Refusal::NotOfThese { letters, .. } => {
            both!("write one of the letters: {all}", "skriv et af bogstaverne: {all}", all = letters.join(", "))
        }
        Refusal::NotChosen { name, entity, field } => both!(
            "give one of them another {field}: fremdrift {entity} edit \"{name}\" --{field} ...",
            "giv en af dem en anden værdi: fremdrift {entity} edit \"{name}\" --{field} ..."
        ),
        Refusal::NothingSaid { reference } => both!(
            "say at least one thing, as in: fremdrift log {reference} -l green -m \"...\"",
            "angiv mindst én ting, fx: fremdrift log {reference} -l grøn -m \"...\""
        ),
        Refusal::NoChange { .. } => both!("see them with: fremdrift changes", "se dem med: fremdrift changes"),
        Refusal::StandsOn { by, .. } => {
            let last = by.last()?;
            both!("undo the later one first: fremdrift undo {last}", "fortryd først den senere: fremdrift undo {last}")
        }
        Refusal::UndoneAlready { by, .. } => {
            both!("bring it back with: fremdrift undo {by}", "hent den tilbage med: fremdrift undo {by}")
        }
        Refusal::FirstChange { .. } => both!(
            "to begin afresh, make a new file: fremdrift init --db NEW.db",
            "begynd forfra med en ny fil: fremdrift init --db NY.db"
        ),
        Refusal::ReasonNeeded { hint } => Bilingual::new(hint.0, hint.1),
        Refusal::NotForOthers { .. } => both!(
            "leave --audience out, or export objectives, activities or entries",
            "udelad --audience, eller eksporter objectives, activities eller entries"
        ),
        Refusal::ReportedSince { reported, .. } => both!(
            "take a day after {reported}, or undo the lines that were reported later",
            "vælg en dag efter {reported}, eller fortryd de senere indberetninger"
        ),
        Refusal::OutsidePeriod { plan, .. } => both!(
            "take a quarter of its period, or change that first: fremdrift plan edit {plan} --from DATE --to DATE",
            "vælg et kvartal i perioden, eller ret den først: fremdrift plan edit {plan} --from DATO --to DATO"
        ),
        Refusal::DayOutside { day, .. } => both!(
            "take a day of the quarter, or leave the quarter out: --as-of {day}",
            "vælg en dag i kvartalet, eller udelad kvartalet: --as-of {day}"
        ),
        Refusal::NotFiltered { by_plan: true, .. } => both!("leave the other filters out", "udelad de andre filtre"),
        Refusal::NotFiltered { by_plan: false, .. } => both!("leave the filters out", "udelad filtrene"),
        Refusal::FilterForOthers => both!(
            "keep --plan and --partnership, and leave the other filters out",
            "behold --plan og --partnership, og udelad de andre filtre"
        ),
        Refusal::WasWithheld { .. } => both!(
            "this file was written for others: import one that was exported without --audience",
            "filen er skrevet til andre: importer en, der er eksporteret uden --audience"
        ),
        Refusal::NoAuthor => both!(
            "say who you are: --author NAME, or author = \"NAME\" in the configuration",
            "angiv, hvem du er: --author NAVN, eller author = \"NAVN\" i konfigurationen"
        ),
        Refusal::Backwards { .. }
        | Refusal::AreaInItself { .. }
        | Refusal::RetiredAlready { .. }
        | Refusal::Retired { .. }
        | Refusal::NothingToUndo => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::date_forms;
    use crate::model::PartialDate;

    #[test]
    fn every_form_of_a_date_that_is_offered_is_read() {
        let offered = date_forms();
        for text in [&offered.en, &offered.da] {
            let forms = text.split_once(' ').map_or("", |(_, forms)| forms);
            for form in forms.split(", ").flat_map(|f| f.split(" or ")).flat_map(|f| f.split(" eller ")) {
                assert!(PartialDate::parse(form).is_ok(), "{form}");
            }
        }
    }
}
