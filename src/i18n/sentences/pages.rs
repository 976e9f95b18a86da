//! The frame of a page: its title, its first sentence, its small print.

use super::counts::{count, days, objectives};
use super::dates::{day, quarter};
use crate::i18n::Word;
use crate::model::{Held, Lang, Quarter};
use chrono::NaiveDate;

/// The sign of what was made up to show the program.
pub const MARK: &str = "◊";

/// The plural of what needs attention: «not reported since 31 March 2023».
pub fn not_reported_since(lang: Lang, since: Option<NaiveDate>) -> String {
    match (lang, since) {
        (Lang::En, Some(since)) => format!("not reported since {}", day(lang, since)),
        (Lang::Da, Some(since)) => format!("ikke indberettet siden {}", day(lang, since)),
        (Lang::En, None) => "never reported".into(),
        (Lang::Da, None) => "aldrig indberettet".into(),
    }
}

pub fn overdue_by(lang: Lang, late: i64, held: Held) -> String {
    match (lang, held) {
        (Lang::En, Held::Approved) => format!("overdue by {}", days(lang, late)),
        (Lang::Da, Held::Approved) => format!("frist overskredet med {}", days(lang, late)),
        (Lang::En, Held::Expected) => format!("past its expected end by {}", days(lang, late)),
        (Lang::Da, Held::Expected) => format!("forventet afslutning overskredet med {}", days(lang, late)),
    }
}

/// The light on the newest line, where nothing has been reported since.
pub fn was(lang: Lang, light: &str) -> String {
    match lang {
        Lang::En => format!("{light} when last reported"),
        Lang::Da => format!("{light} ved seneste indberetning"),
    }
}

/// A note, as much of it as a row of a table holds; with its day where it is older than the rest.
pub fn wrote(lang: Lang, note: &str, holds: usize, as_of: Option<NaiveDate>) -> String {
    let note = note.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut = note.char_indices().nth(holds).map(|(at, _)| &note[..at]);
    let note = cut.map_or(note.clone(), |c| format!("{} …", c.rsplit_once(' ').map_or(c, |(words, _)| words)));
    let day = as_of.map(|d| format!(" ({})", day(lang, d))).unwrap_or_default();
    format!("«{note}»{day}")
}

pub fn summary_title(lang: Lang, q: Quarter, scope: &str) -> String {
    match lang {
        Lang::En => format!("Status for the {}: {scope}", quarter(lang, q)),
        Lang::Da => format!("Status for {}: {scope}", quarter(lang, q)),
    }
}

pub fn all_plans(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "all plans",
        Lang::Da => "alle planer",
    }
}

/// Said under the title while the quarter has not ended.
pub fn running(lang: Lang, q: Quarter, today: NaiveDate) -> String {
    match lang {
        Lang::En => format!(
            "The {} is still running: this is how it stands as of today, {}.",
            quarter(lang, q),
            day(lang, today)
        ),
        Lang::Da => format!("{} er ikke slut: dette er status pr. i dag, {}.", quarter(lang, q), day(lang, today)),
    }
}

pub fn ahead(lang: Lang, q: Quarter, today: NaiveDate) -> String {
    match lang {
        Lang::En => {
            format!("The {} has not begun: this is how it stands as of today, {}.", quarter(lang, q), day(lang, today))
        }
        Lang::Da => format!("{} er ikke begyndt: dette er status pr. i dag, {}.", quarter(lang, q), day(lang, today)),
    }
}

/// How many were reported, and of how many what.
fn were_reported(lang: Lang, reported: i64, due: i64) -> String {
    match lang {
        Lang::En => {
            let (was, were) = if due == 1 { ("was", "was") } else { ("were", "were") };
            format!("In the quarter {reported} of the {due} that {was} open in it {were} reported.")
        }
        Lang::Da => match (reported, due) {
            (_, 0) => "Ingen var åbne i kvartalet.".into(),
            (0, 1) => "Der er ikke indberettet om den ene, der var åben i kvartalet.".into(),
            (1, 1) => "Der er indberettet om den ene, der var åben i kvartalet.".into(),
            (all, due) if all == due => format!("Der er indberettet om alle {due}, der var åbne i kvartalet."),
            (some, due) => format!("Der er indberettet om {some} af de {due}, der var åbne i kvartalet."),
        },
    }
}

/// How many objectives are in the file and not counted, because they came later.
pub fn not_yet(lang: Lang, n: i64, on: NaiveDate) -> String {
    let (n, on) = (objectives(lang, n), day(lang, on));
    match lang {
        Lang::En => format!("Not counted: {n} that came after {on}, or whose plan was signed after it."),
        Lang::Da => {
            format!("Ikke talt med: {n}, der er kommet til efter {on}, eller hvis plan er underskrevet senere.")
        }
    }
}

/// How many activities there are, how many open, how many of those were reported.
pub fn activities(lang: Lang, total: i64, open: i64, reported: i64, due: i64) -> String {
    let all = count(lang, total, Word("activity", "aktivitet"), Word("activities", "aktiviteter"));
    let told = were_reported(lang, reported, due);
    match lang {
        Lang::En => format!("{all}, of which {open} {} open. {told}", if open == 1 { "is" } else { "are" }),
        Lang::Da => format!("{all}, heraf {open} {}. {told}", if open == 1 { "åben" } else { "åbne" }),
    }
}

/// The first sentence of a summary: how many, how many open, how many of those were reported.
pub fn headline(lang: Lang, total: i64, open: i64, reported: i64, due: i64, illustrative: bool) -> String {
    let mark = if illustrative { format!(" {MARK}") } else { String::new() };
    match lang {
        Lang::En => format!(
            "{}, of which {open} {} open. {}{mark}",
            objectives(lang, total),
            if open == 1 { "is" } else { "are" },
            were_reported(lang, reported, due),
        ),
        Lang::Da => format!(
            "{}, heraf {open} {}. {}{mark}",
            objectives(lang, total),
            if open == 1 { "åben" } else { "åbne" },
            were_reported(lang, reported, due),
        ),
    }
}

pub fn illustrative(lang: Lang, n: i64, of: i64) -> String {
    match lang {
        Lang::En => format!(
            "{MARK} marks what is illustrative: made up to show the program, and reported by no authority. \
             {}",
            match of {
                1 => "The one entry behind this page is.".to_string(),
                of => format!("{n} of the {of} entries behind this page {}.", if n == 1 { "is" } else { "are" }),
            }
        ),
        Lang::Da => format!(
            "{MARK} markerer det, der er illustrativt: opdigtet for at vise programmet og ikke indberettet af nogen myndighed. \
             {}",
            match of {
                1 => "Det gælder den ene indberetning bag denne side.".to_string(),
                of => format!("Det gælder {n} af de {of} indberetninger bag denne side."),
            }
        ),
    }
}

/// How the objectives of an expired plan are pointed to.
pub fn expired_open(lang: Lang, plan: &str, ended: NaiveDate, open: i64, late: i64) -> String {
    let (day, late) = (
        day(lang, ended),
        match (lang, late) {
            (_, 0) => String::new(),
            (Lang::En, n) => format!(", {n} of them late"),
            (Lang::Da, n) => format!(", heraf {n} forsinket"),
        },
    );
    match lang {
        Lang::En => format!(
            "Not counted: {plan}, whose period ended on {day}, still has {} open{late}. See them with: fremdrift list --plan {plan} --not-ended",
            objectives(lang, open)
        ),
        Lang::Da => {
            let open = count(
                lang,
                open,
                Word("åben målsætning", "åben målsætning"),
                Word("åbne målsætninger", "åbne målsætninger"),
            );
            format!(
                "Ikke talt med: {plan}, hvis periode sluttede {day}, har stadig {open}{late}. Se dem med: fremdrift list --plan {plan} --not-ended"
            )
        }
    }
}

/// The small print: as of which day, known at which change, how to get it again.
pub fn foot(lang: Lang, as_of: NaiveDate, known_at: i64, frozen: Option<&str>, command: &str) -> String {
    let frozen = frozen.map(str::to_string);
    match lang {
        Lang::En => {
            let frozen = frozen.unwrap_or_else(|| "Not frozen.".into());
            format!("As of {}; known at change {known_at}. {frozen} Made with: {command}", day(lang, as_of))
        }
        Lang::Da => {
            let frozen = frozen.unwrap_or_else(|| "Foreløbig.".into());
            format!(
                "Gælder pr. {}; opgjort efter ændring nr. {known_at}. {frozen} Dannet med: {command}",
                day(lang, as_of)
            )
        }
    }
}

pub fn checks_title(lang: Lang, q: Quarter) -> String {
    match lang {
        Lang::En => format!("Checks for the {}", quarter(lang, q)),
        Lang::Da => format!("Kontroller for {}", quarter(lang, q)),
    }
}

/// Over the errors alone that nobody waived.
pub fn stops_freezing(lang: Lang, q: Quarter) -> String {
    match lang {
        Lang::En => format!("Errors that stop the {} from being frozen", quarter(lang, q)),
        Lang::Da => format!("Fejl, der skal rettes eller fraviges, før {} kan låses", quarter(lang, q)),
    }
}

pub fn portfolio_title(lang: Lang, q: Quarter, scope: &str) -> String {
    match lang {
        Lang::En => format!("Portfolio in the {}: {scope}", quarter(lang, q)),
        Lang::Da => format!("Porteføljen i {}: {scope}", quarter(lang, q)),
    }
}

pub fn trend_title(lang: Lang, scope: &str) -> String {
    match lang {
        Lang::En => format!("Over time: {scope}"),
        Lang::Da => format!("Udvikling over tid: {scope}"),
    }
}

pub fn made_with(lang: Lang, command: &str) -> String {
    format!("{}: {command}", crate::i18n::MADE_WITH.to(lang))
}

/// A list that was cut because no reader takes in so much.
pub fn and_more(lang: Lang, n: i64, command: &str) -> String {
    match lang {
        Lang::En => format!("... and {n} more: {command}"),
        Lang::Da => format!("... og {n} til: {command}"),
    }
}

pub fn not_counted_light(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "Objectives that have ended have no light.",
        Lang::Da => "Afsluttede målsætninger har intet trafiklys.",
    }
}
