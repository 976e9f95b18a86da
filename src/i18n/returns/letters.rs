//! The letters around a sheet: the request, the reminder, the receipt.

use crate::i18n::{Word, sentences};
use crate::model::{Lang, PlanInfo, Quarter};
use chrono::NaiveDate;

/// `Indberetning for 3. kvartal 2026, MX-2030 (Mexico): ENS, senest 30. november 2026`.
pub fn mail_subject(lang: Lang, q: Quarter, plans: &str, authority: &str, due: Option<NaiveDate>) -> String {
    let q = sentences::quarter(lang, q);
    let due = due.map(|d| sentences::day(lang, d));
    match (lang, due) {
        (Lang::En, None) => format!("Return for the {q}, {plans}: {authority}"),
        (Lang::En, Some(d)) => format!("Return for the {q}, {plans}: {authority}, by {d}"),
        (Lang::Da, None) => format!("Indberetning for {q}, {plans}: {authority}"),
        (Lang::Da, Some(d)) => format!("Indberetning for {q}, {plans}: {authority}, senest {d}"),
    }
}

/// In a subject: `MX-2030 (Mexico)`, and how many more.
pub fn plans_in_short(lang: Lang, plans: &[PlanInfo]) -> String {
    let named: Vec<String> = plans.iter().take(2).map(|p| of_country(lang, p.code.clone(), p)).collect();
    let more = plans.len().saturating_sub(2);
    match (lang, more) {
        (_, 0) => named.join(", "),
        (Lang::En, n) => format!("{} and {n} more", named.join(", ")),
        (Lang::Da, n) => format!("{} og {n} til", named.join(", ")),
    }
}

/// The first lines of a letter: the plans, each with its country.
pub fn concerning(lang: Lang, plans: &[PlanInfo]) -> String {
    let of = Word("Concerning", "Vedrørende").to(lang);
    let named = plans.iter().map(|p| of_country(lang, format!("{} {}", p.code, p.title(lang)), p));
    match plans.len() {
        1 => format!("{of}: {}", named.collect::<String>()),
        _ => named.fold(format!("{of}:"), |text, plan| format!("{text}\n- {plan}")),
    }
}

fn of_country(lang: Lang, plan: String, info: &PlanInfo) -> String {
    let countries: Vec<&str> = info.countries.iter().map(|(en, da)| lang.pick(en, Some(da))).collect();
    if countries.is_empty() { plan } else { format!("{plan} ({})", countries.join(", ")) }
}

pub fn mail_questions(lang: Lang, n: usize) -> String {
    match (lang, n) {
        (Lang::En, 1) => "There is 1 question on your earlier answer; it stands in the column «Question».".into(),
        (Lang::En, n) => {
            format!("There are {n} questions on your earlier answer; they stand in the column «Question».")
        }
        (Lang::Da, 1) => "Der er 1 spørgsmål til jeres tidligere svar; det står i kolonnen «Spørgsmål».".into(),
        (Lang::Da, n) => format!("Der er {n} spørgsmål til jeres tidligere svar; de står i kolonnen «Spørgsmål»."),
    }
}

pub fn greeting(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "Dear colleagues,",
        Lang::Da => "Kære kolleger",
    }
}

pub fn regards(lang: Lang, by: &str) -> String {
    match lang {
        Lang::En => format!("Kind regards,\n{by}"),
        Lang::Da => format!("Venlig hilsen\n{by}"),
    }
}

pub fn reminder_subject(lang: Lang, q: Quarter, plans: &str, authority: &str) -> String {
    let q = sentences::quarter(lang, q);
    match lang {
        Lang::En => format!("Reminder: return for the {q}, {plans}: {authority}"),
        Lang::Da => format!("Påmindelse: indberetning for {q}, {plans}: {authority}"),
    }
}

/// The day has gone by, or is still to come.
pub fn reminder(lang: Lang, q: Quarter, due: Option<NaiveDate>, late: bool, code: &str) -> String {
    let quarter = sentences::quarter(lang, q);
    let due = due.map(|d| sentences::day(lang, d));
    match lang {
        Lang::En => {
            let when = match (due, late) {
                (Some(d), true) => format!(" It was to come by {d}."),
                (Some(d), false) => format!(" It is to come by {d}."),
                (None, _) => String::new(),
            };
            format!(
                "We have not had your return for the {quarter} yet (sheet {code}).{when} The sheet is attached once more. If there is nothing new, an x under «No change» in each row is enough."
            )
        }
        Lang::Da => {
            let when = match (due, late) {
                (Some(d), true) => format!(" Den skulle være her senest den {d}."),
                (Some(d), false) => format!(" Den skal være her senest den {d}."),
                (None, _) => String::new(),
            };
            format!(
                "Vi har endnu ikke modtaget jeres indberetning for {quarter} (skema {code}).{when} Skemaet er vedlagt igen. Er der intet nyt, er et x under «Ingen ændring» i hver række nok."
            )
        }
    }
}

/// They have answered, and were asked about some of it once more.
pub fn question_reminder(lang: Lang, q: Quarter, due: Option<NaiveDate>, code: &str, references: &str) -> String {
    let quarter = sentences::quarter(lang, q);
    let due = due.map(|d| sentences::day(lang, d));
    match lang {
        Lang::En => {
            let when = due.map(|d| format!(" The answer was asked for by {d}.")).unwrap_or_default();
            format!(
                "Thank you for your return for the {quarter}. We have not had your answer to our question on {references} yet (sheet {code}).{when} The sheet is attached once more; the question stands in the column «Question»."
            )
        }
        Lang::Da => {
            let when = due.map(|d| format!(" Vi bad om svar senest den {d}.")).unwrap_or_default();
            format!(
                "Tak for jeres indberetning for {quarter}. Vi mangler endnu jeres svar på vores spørgsmål til {references} (skema {code}).{when} Skemaet er vedlagt igen; spørgsmålet står i kolonnen «Spørgsmål»."
            )
        }
    }
}

pub fn receipt_subject(lang: Lang, q: Quarter, plans: &str, authority: &str) -> String {
    let q = sentences::quarter(lang, q);
    match lang {
        Lang::En => format!("Received: return for the {q}, {plans}: {authority}"),
        Lang::Da => format!("Modtaget: indberetning for {q}, {plans}: {authority}"),
    }
}

pub fn receipt(lang: Lang, q: Quarter, received: NaiveDate, answered: usize, asked: usize) -> String {
    let (quarter, day) = (sentences::quarter(lang, q), sentences::day(lang, received));
    match lang {
        Lang::En => format!(
            "Thank you for your return for the {quarter}, received on {day}. {answered} of {asked} rows are answered. This is what we read, in your words:"
        ),
        Lang::Da => format!(
            "Tak for jeres indberetning for {quarter}, modtaget den {day}. {answered} af {asked} rækker er besvaret. Dette har vi læst, med jeres ord:"
        ),
    }
}

pub fn not_answered(lang: Lang, references: &str) -> String {
    match lang {
        Lang::En => format!("Not answered: {references}"),
        Lang::Da => format!("Ikke besvaret: {references}"),
    }
}

/// How far from the day that was set.
pub fn days_late(lang: Lang, days: i64) -> String {
    match (lang, days) {
        (Lang::En, ..=0) => "yes".into(),
        (Lang::Da, ..=0) => "ja".into(),
        (Lang::En, n) => format!("no, {n} d"),
        (Lang::Da, n) => format!("nej, {n} d"),
    }
}

/// After the day that was set, after the quarter was frozen.
pub fn came_late(lang: Lang, days: i64) -> String {
    match lang {
        Lang::En => format!("came {} after the day that was set", sentences::days(lang, days)),
        Lang::Da => format!("kom {} efter fristen", sentences::days(lang, days)),
    }
}
