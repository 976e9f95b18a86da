//! Each refusal in one line, in English and in Danish.

use super::terms::{a_danish, danish, danish_field};
use crate::model::Refusal;
use crate::model::both;
use crate::model::{Bilingual, Worded};

/// A field of the log that only an open subject has, as it is called in a sentence.
fn open_only(field: &str) -> Bilingual {
    match field {
        "expected" => both!("an expected date", "en forventet dato"),
        "blocked_by" => both!("an obstacle", "en hindring"),
        "ask" => both!("somebody to ask", "en, der kan spørges"),
        other => Bilingual::new(other.to_string(), danish_field(other)),
    }
}

fn article(entity: &str) -> &'static str {
    if entity.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}

fn changes(by: &[i64]) -> String {
    let list = by.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
    if by.len() == 1 { format!("change {list}") } else { format!("changes {list}") }
}

pub(super) fn line(refusal: &Refusal) -> Bilingual {
    match refusal {
        Refusal::NotAChoice { what, value, .. } => {
            both!("«{value}» is not {en}", "»{value}« er ikke {da}", en = what.0, da = what.1)
        }
        Refusal::LateIsNoStatus { value } => both!(
            "«{value}» says that it is late, and that is no status",
            "»{value}« siger, at det er forsinket, og det er ingen status"
        ),
        Refusal::NotADate { value } => both!("«{value}» is not a date", "»{value}« er ikke en dato"),
        Refusal::NotADay { value } => both!("«{value}» is not a day", "»{value}« er ikke en dag"),
        Refusal::NotAnAlarm { value } => {
            both!("«{value}» does not say how long before a deadline", "»{value}« siger ikke, hvor længe før en frist")
        }
        Refusal::NotAQuarter { value } => both!("«{value}» is not a quarter", "»{value}« er ikke et kvartal"),
        Refusal::NotAReference { value } => both!("«{value}» is not a reference", "»{value}« er ikke en reference"),
        Refusal::NoPlan { value, .. } => {
            both!("«{value}» does not say which plan", "»{value}« siger ikke, hvilken plan det gælder")
        }
        Refusal::NotAYear { value } => both!("«{value}» is not a year", "»{value}« er ikke et årstal"),
        Refusal::NotYesNo { value } => both!("«{value}» is neither yes nor no", "»{value}« er hverken ja eller nej"),
        Refusal::NotAGoal { value } => both!("«{value}» is not a goal", "»{value}« er ikke et verdensmål"),
        Refusal::NotAMeaning { value } => {
            both!("«{value}» does not say what a word means", "»{value}« siger ikke, hvad et ord betyder")
        }
        Refusal::NotACountry { value, .. } => both!("«{value}» is not a country", "»{value}« er ikke et land"),
        Refusal::BeforePlan { value, plan, begins } => {
            both!("{value} lies before {plan} begins ({begins})", "{value} ligger, før {plan} begynder ({begins})")
        }
        Refusal::NotAnEmail { value } => {
            both!("«{value}» is not an e-mail address", "»{value}« er ikke en e-mailadresse")
        }
        Refusal::NotACode { what, value } => both!(
            "«{value}» cannot be a {what}: it must be on one line, of characters that are seen, without «/», «|» or «;», and not empty",
            "»{value}« kan ikke bruges som {da}: værdien skal stå på én linje, bestå af synlige tegn uden »/«, »|« og »;« og må ikke være tom",
            da = danish(what)
        ),
        Refusal::Unknown { entity, value, .. } => {
            both!("no {entity} «{value}»", "ukendt {da}: »{value}«", da = danish(entity))
        }
        Refusal::Ambiguous { entity, value, .. } => both!(
            "more than one {entity} is called «{value}»",
            "»{value}« er navnet på mere end én {da}",
            da = danish(entity)
        ),
        Refusal::MustStay { entity, field } => both!(
            "the {field} of the {entity} can't be empty",
            "{name} kan ikke være tom ({da})",
            name = danish_field(field),
            da = danish(entity)
        ),
        Refusal::Exists { entity, value } => both!(
            "there is already {an} {entity} «{value}»",
            "der er allerede {da} »{value}«",
            an = article(entity),
            da = a_danish(entity)
        ),
        Refusal::Missing { entity, name, field } => both!(
            "the {entity} «{name}» has no {field}",
            "{da} »{name}« mangler {missing}",
            da = danish(entity),
            missing = danish_field(field)
        ),
        Refusal::UnknownField { entity, value, .. } => {
            both!("the {entity} has no field «{value}»", "ukendt felt: »{value}« ({da})", da = danish(entity))
        }
        Refusal::LightOnEnded { status, .. } => both!(
            "{en} has a light: what has ended has none",
            "»{da}« har et trafiklys: det, der er afsluttet, har intet",
            en = status.0,
            da = status.1
        ),
        Refusal::OpenOnly { status, field } => both!(
            "{en} has {what}: what has ended has none",
            "»{da}« har {noget}: det, der er afsluttet, har ingen",
            en = status.0,
            da = status.1,
            what = open_only(field).en,
            noget = open_only(field).da
        ),
        Refusal::Reopens { reference, status, as_of } => both!(
            "{reference} is {en} as of {as_of}, and this would reopen it",
            "{reference} er {da} pr. {as_of}, og dette ville genåbne den",
            en = status.0,
            da = status.1
        ),
        Refusal::Future { day, today } => {
            both!("{day} is in the future: today is {today}", "{day} ligger i fremtiden: i dag er {today}")
        }
        Refusal::FirstNeedsStatus { reference } => both!(
            "nothing has been reported on {reference} by then, so a status is needed",
            "der er intet indberettet om {reference} på det tidspunkt, så der skal angives en status"
        ),
        Refusal::ExpectedNeedsReason => both!(
            "the expected date is moved, so a reason is needed",
            "den forventede dato flyttes, så der skal angives en årsag"
        ),
        Refusal::ApprovedNeedsReason { name, from, to } => both!(
            "the approved deadline of {name} would move from {from} to {to}, so a reason is needed",
            "den godkendte frist for {name} flyttes fra {from} til {to}, så der skal angives en årsag"
        ),
        Refusal::QuarterRuns { quarter, ends } => {
            both!("{quarter} has not ended: it runs until {ends}", "{quarter} er ikke slut: det løber til {ends}")
        }
        Refusal::OverBySaying { quarter, clock } => both!(
            "{quarter} has not ended by the clock, which says {clock}, whatever day --today gives",
            "{quarter} er ikke slut efter uret, der siger {clock}, uanset hvilken dag --today angiver"
        ),
        Refusal::QuarterAhead { quarter } => both!("{quarter} has not begun", "{quarter} er ikke begyndt"),
        Refusal::FrozenAlready { quarter, plan, number } => both!(
            "{quarter} of {plan} is frozen already, as revision {number}",
            "{quarter} for {plan} er allerede låst som udgave {number}"
        ),
        Refusal::ComparedWithLater { quarter, with } => both!(
            "{quarter} can't be compared with {with}, which is not before it",
            "{quarter} kan ikke sammenlignes med {with}, der ikke ligger før"
        ),
        Refusal::EarlierOpen { earlier, plan, .. } => {
            both!("{earlier} of {plan} is not frozen yet", "{earlier} for {plan} er endnu ikke låst")
        }
        Refusal::NotFrozen { quarter, plan } => {
            both!("{quarter} of {plan} is not frozen", "{quarter} for {plan} er ikke låst")
        }
        Refusal::NothingFrozen { quarter } => {
            both!("{quarter} is not frozen for any plan", "{quarter} er ikke låst for nogen plan")
        }
        Refusal::NoRevision { quarter, plan, number, newest } => both!(
            "{quarter} of {plan} has no revision {number}: the newest is {newest}",
            "{quarter} for {plan} har ingen udgave {number}: den nyeste er {newest}"
        ),
        Refusal::SeveralFrozen { quarter, plans } => both!(
            "{quarter} is frozen for several plans: {all}",
            "{quarter} er låst for flere planer: {all}",
            all = plans.join(", ")
        ),
        Refusal::NoPlanRuns { quarter } => {
            both!("no plan with objectives runs in {quarter}", "ingen plan med målsætninger løber i {quarter}")
        }
        Refusal::NothingToWaive { check } => both!(
            "{check} found nothing there, so there is nothing to waive",
            "kontrollen {check} fandt intet dér, så der er intet at fravige"
        ),
        Refusal::NotAWaiver { value } => both!("«{value}» is not a waiver", "»{value}« er ikke en undtagelse"),
        Refusal::NothingDiffers { quarter, plan, number } => both!(
            "nothing differs from revision {number} of {quarter} of {plan}",
            "intet afviger fra udgave {number} af {quarter} for {plan}"
        ),
        Refusal::NotKeptFor { quarter, number, audience } => both!(
            "revision {number} of {quarter} was not kept for {audience} eyes",
            "udgave {number} af {quarter} er ikke gemt til denne modtagerkreds: {da}",
            da = danish(audience)
        ),
        Refusal::WroteMeanwhile => {
            both!("somebody else wrote to the file at the same time", "en anden skrev i filen på samme tid")
        }
        Refusal::FreezeStays { number } => both!(
            "change {number} froze a quarter, and what was sent stays",
            "ændring {number} låste et kvartal, og det, der er sendt, bliver stående"
        ),
        Refusal::ApprovedNeedsAgreement { name, from, to } => both!(
            "the approved deadline of {name} would move from {from} to {to}, so somebody must have agreed",
            "den godkendte frist for {name} flyttes fra {from} til {to}, så nogen skal have godkendt det"
        ),
        Refusal::OriginalIsSigned { name, from, to, .. } => both!(
            "the original deadline of {name} is what was signed: {from}, and not {to}",
            "den oprindelige frist for {name} er den, der blev underskrevet: {from}, ikke {to}"
        ),
        Refusal::Thresholds { green, yellow } => both!(
            "green up to {green} months and yellow up to {yellow} can't be",
            "grønt indtil {green} måneder og gult indtil {yellow} kan ikke lade sig gøre"
        ),
        Refusal::RoleBeganLater { authority, reference, day } => both!(
            "{authority} has had its role for {reference} only since {day} or later",
            "{authority} har først haft sin rolle for {reference} siden {day} eller senere"
        ),
        Refusal::IntoItself { authority } => {
            both!("{authority} can't go into itself", "{authority} kan ikke lægges sammen med sig selv")
        }
        Refusal::NotInSplit { authority, into } => both!(
            "{authority} is not among those that it is split into: {all}",
            "{authority} er ikke blandt dem, som den deles i: {all}",
            all = into.join(", ")
        ),
        Refusal::SplitLeaves { authority, left, first } => both!(
            "{left} roles of {authority} go to nobody: {all}{more}",
            "{left} roller, som {authority} har, går ikke til nogen: {all}{more}",
            all = first.join(", "),
            more = if *left > first.len() { " ..." } else { "" }
        ),
        Refusal::HoldsNothing { authority, of } => {
            both!("{authority} has no role for {of}", "{authority} har ingen rolle for {of}")
        }
        Refusal::NotGiven { value } => {
            both!("«{value}» does not say who gets what", "»{value}« siger ikke, hvem der overtager hvad")
        }
        Refusal::PlanIntoItself { plan } => {
            both!("{plan} can't be carried forward into itself", "{plan} kan ikke videreføres i sig selv")
        }
        Refusal::NotAPair { value } => {
            both!("«{value}» does not say what becomes what", "»{value}« siger ikke, hvad der bliver til hvad")
        }
        Refusal::HasEnded { reference, status } => {
            both!("{reference} has ended: {en}", "{reference} er afsluttet: {da}", en = status.0, da = status.1)
        }
        Refusal::DroppedNeedsReason { reference } => both!(
            "{reference} is dropped, so a reason is needed",
            "{reference} videreføres ikke, så der skal angives en årsag"
        ),
        Refusal::UnknownSheet { code } => {
            both!("no sheet «{code}» was sent from this file", "skemaet »{code}« er ikke sendt fra denne fil")
        }
        Refusal::NotABundle => both!(
            "this is not a file of changes that fremdrift wrote",
            "dette er ikke en fil med ændringer, som fremdrift har skrevet"
        ),
        Refusal::BackupOfAnother { file } => both!(
            "{file} is a backup of another file: the two have never been the same",
            "{file} er en sikkerhedskopi af en anden fil: de to har aldrig været den samme"
        ),
        Refusal::RestoreStays { number } => both!(
            "change {number} put a backup in the place of the file, and what that put aside stays told",
            "ændring {number} satte en sikkerhedskopi ind i stedet for filen, og det står ved magt, hvad der blev lagt til side"
        ),
        Refusal::BundleAltered => both!(
            "the file of changes is not as it was written: its own digest is missing or does not fit",
            "filen med ændringer er ikke, som den blev skrevet: dens eget kontroltal mangler eller passer ikke"
        ),
        Refusal::OddChange { why } => why.line(),
        Refusal::NotFollowed { what, by, on, why } => {
            let why = why.line();
            both!(
                "«{did}», by {by} on {on}, can't be taken over: {en}",
                "»{udført}« af {by} den {on} kan ikke overtages: {da}",
                did = &what.en,
                udført = &what.da,
                en = why.en,
                da = why.da
            )
        }
        Refusal::TooManyChanges { most } => both!(
            "a file of changes with more than {most} values is too large to be read",
            "en fil med ændringer på mere end {most} værdier er for stor til at blive læst"
        ),
        Refusal::BreaksARule { what, rule } => both!(
            "«{did}» can't be taken over: it breaks a rule of the file ({rule})",
            "»{udført}« kan ikke overtages: det bryder en regel i filen ({place})",
            did = &what.en,
            udført = &what.da,
            // SQLite words a rule in English, and ends with the column or the expression.
            place = rule.rsplit(": ").next().unwrap_or(rule)
        ),
        Refusal::Unfit { detail } => both!(
            "what the other copy brings does not hold together: {detail}",
            "det, den anden kopi kommer med, hænger ikke sammen; fremdrift verify siger hvor"
        ),
        Refusal::UnfitHere { detail } => {
            both!(
                "this file does not hold together itself: {detail}",
                "denne fil hænger ikke selv sammen; fremdrift verify siger hvor"
            )
        }
        Refusal::NotACopy => both!(
            "this is a copy of another file: the two have never been the same",
            "dette er en kopi af en anden fil: de to har aldrig været den samme"
        ),
        Refusal::OtherFormat { found, known } => both!(
            "it was written by a fremdrift of format {found}, and this file has format {known}",
            "den er skrevet af en fremdrift med format {found}, og denne fil har format {known}"
        ),
        Refusal::ChangesLack { since, lacking, .. } => both!(
            "the changes begin after number {since}, and of those before it {lacking} are not here",
            "ændringerne begynder efter nummer {since}, og af dem før det mangler {lacking} her"
        ),
        Refusal::FrozenUnreadable => both!(
            "the content of the frozen quarter can't be read: a newer program wrote it, or it is damaged",
            "indholdet af det låste kvartal kan ikke læses: det er skrevet af et nyere program eller beskadiget"
        ),
        Refusal::NoSheet { quarter, authority } => both!(
            "no sheet of {quarter} was sent to {authority}",
            "der er ikke sendt noget skema for {quarter} til {authority}"
        ),
        Refusal::NoSheets { quarter } => {
            both!("no sheets were sent for {quarter}", "der er ikke sendt skemaer for {quarter}")
        }
        Refusal::NotBack { authority, quarter } => both!(
            "the sheet of {authority} for {quarter} has not come back",
            "skemaet for {quarter} er ikke kommet tilbage fra {authority}"
        ),
        Refusal::NotOnASheet { reference, quarter } => both!(
            "{reference} is not on a sheet of {quarter} that came back",
            "{reference} står ikke på et skema for {quarter}, der er kommet tilbage"
        ),
        Refusal::NotADecision { value } => {
            both!("«{value}» does not decide a conflict", "»{value}« afgør ikke en konflikt")
        }
        Refusal::NotAChoiceOfConflict { value } => {
            both!("«{value}» does not say how to decide", "»{value}« siger ikke, hvad der skal gælde")
        }
        Refusal::NotUndecided { value } => {
            both!("nothing is undecided under «{value}»", "der er ingen uafgjort konflikt under »{value}«")
        }
        Refusal::NotOfThese { value, name, .. } => both!(
            "«{value}» is none of the values of {name}, or several of them",
            "»{value}« er ikke én af værdierne for {name}"
        ),
        Refusal::NotChosen { name, .. } => both!(
            "which of the rows is {name} can't be chosen from a list",
            "hvilken af rækkerne der er {name}, kan ikke vælges på en liste"
        ),
        Refusal::NothingSaid { reference } => {
            both!("nothing is said about {reference}", "der er ikke angivet noget om {reference}")
        }
        Refusal::Backwards { start, end } => both!(
            "the period ends on {end}, before it starts on {start}",
            "perioden slutter den {end}, før den begynder den {start}"
        ),
        Refusal::AreaInItself { number } => {
            both!("the area «{number}» would lie inside itself", "indsatsområdet »{number}« ville ligge i sig selv")
        }
        Refusal::RetiredAlready { name, on } => {
            both!("{name} is retired already, from {on}", "{name} er allerede udgået fra {on}")
        }
        Refusal::Retired { name, on } => both!(
            "{name} is retired from {on}, so nothing is reported on it",
            "{name} er udgået fra {on}, så der indberettes ikke om det"
        ),
        Refusal::NoChange { number } => both!("there is no change {number}", "der er ingen ændring {number}"),
        Refusal::NothingToUndo => both!("there is nothing to undo", "der er intet at fortryde"),
        Refusal::FirstChange { number } => both!(
            "change {number} made the file and can't be undone",
            "ændring {number} oprettede filen og kan ikke fortrydes"
        ),
        Refusal::UndoneAlready { number, by } => both!(
            "change {number} is undone already, by change {by}",
            "ændring {number} er allerede fortrudt ved ændring {by}"
        ),
        Refusal::StandsOn { number, by } => both!(
            "change {number} can't be undone: {en} stands on it",
            "ændring {number} kan ikke fortrydes: ændring {da} bygger på den",
            en = changes(by),
            da = by.iter().map(i64::to_string).collect::<Vec<_>>().join(", ")
        ),
        Refusal::ReasonNeeded { .. } => both!("a reason is needed", "der skal angives en årsag"),
        Refusal::NotForOthers { what } => both!(
            "the export of {what} is for internal use only",
            "denne eksport er kun til intern brug: {da}",
            da = danish(what)
        ),
        Refusal::ReportedSince { name, from, reported } => both!(
            "{name} was reported on as of {reported}, so it is not retired from {from}",
            "{name} er indberettet pr. {reported} og kan ikke udgå fra {from}"
        ),
        Refusal::OutsidePeriod { quarter, plan, first, last } => {
            let period = period(first.as_deref(), last.as_deref());
            let (en, da) = (period.en, period.da);
            both!("{quarter} is outside the period of {plan}{en}", "{quarter} ligger uden for perioden for {plan}{da}")
        }
        Refusal::DayOutside { day, quarter } => {
            both!("{day} is not a day of {quarter}", "{day} er ikke en dag i {quarter}")
        }
        Refusal::NotFiltered { what, by_plan: true } => both!(
            "an export of {what} is filtered by plan and partnership alone",
            "en eksport af {da} kan kun filtreres på plan og partnerskab",
            da = danish(what)
        ),
        Refusal::NotFiltered { what, by_plan: false } => {
            both!("an export of {what} can't be filtered", "en eksport af {da} kan ikke filtreres", da = danish(what))
        }
        Refusal::FilterForOthers => both!(
            "an export for others can't be filtered by what may be withheld",
            "en eksport til andre kan ikke filtreres på noget, der kan være udeladt"
        ),
        Refusal::WasWithheld { value } => {
            both!("«{value}» stands where something was withheld", "»{value}« står, hvor noget er udeladt")
        }
        Refusal::NoAuthor => both!("no author is set", "der er ikke angivet nogen forfatter"),
    }
}

/// From when to when a plan runs, as far as that is known.
fn period(first: Option<&str>, last: Option<&str>) -> Bilingual {
    match (first, last) {
        (Some(first), Some(last)) => {
            both!(", which runs from {first} to {last}", ", der løber fra {first} til {last}")
        }
        (Some(first), None) => both!(", which begins in {first}", ", der begynder i {first}"),
        (None, Some(last)) => both!(", which ends in {last}", ", der slutter i {last}"),
        (None, None) => both!("", ""),
    }
}
