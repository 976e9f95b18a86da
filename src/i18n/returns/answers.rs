//! The answers of the commands that send sheets and read them.

use crate::i18n::Word;
use crate::model::returns::{Column, Unread};
use crate::model::{Lang, Quarter};
use chrono::NaiveDate;

pub fn after_freeze(lang: Lang, q: Quarter, plans: &str) -> String {
    match lang {
        Lang::En => {
            format!("{q} was frozen already ({plans}): the lines are kept as late, and the next summary names them")
        }
        Lang::Da => format!("{q} er låst ({plans}): indberetningerne er gemt som sene, og næste opfølgning nævner dem"),
    }
}

/// Objectives that turned green and were blocked the last time: references, with the obstacle.
pub fn still_blocked(lang: Lang, rows: &[(String, String)]) -> String {
    let all: Vec<String> = rows.iter().map(|(reference, by)| format!("{reference} («{by}»)")).collect();
    let all = all.join(", ");
    match lang {
        Lang::En => format!("green now, still blocked? {all}. If not: fremdrift log REF --blocked-by none"),
        Lang::Da => format!("nu grøn, stadig blokeret? {all}. Hvis ikke: fremdrift log REF --blocked-by ingen"),
    }
}

pub fn nobody_asked(lang: Lang, n: usize, first: &str) -> String {
    match (lang, n) {
        (Lang::En, 1) => format!("{first} has no responsible authority: nobody is asked about it"),
        (Lang::En, n) => {
            format!("{n} objectives have no responsible authority, so nobody is asked about them: {first}")
        }
        (Lang::Da, 1) => format!("{first} har ingen ansvarlig myndighed: ingen bliver spurgt"),
        (Lang::Da, n) => format!("{n} målsætninger har ingen ansvarlig myndighed, så ingen bliver spurgt: {first}"),
    }
}

/// `14 of 16`.
pub fn of(lang: Lang, n: usize, of: usize) -> String {
    match lang {
        Lang::En => format!("{n} of {of}"),
        Lang::Da => format!("{n} af {of}"),
    }
}

pub fn all_back(lang: Lang, back: usize, of: usize) -> String {
    match lang {
        Lang::En => format!("{back} of {of} have answered."),
        Lang::Da => format!("{back} af {of} har svaret."),
    }
}

pub fn open_conflicts(lang: Lang, n: i64) -> String {
    match lang {
        Lang::En => format!("Conflicts that nobody has decided: {n}. Read the sheet again to see them."),
        Lang::Da => format!("Konflikter, som ingen har afgjort: {n}. Læs skemaet igen for at se dem."),
    }
}

/// `14 of 16 rows to be answered`.
pub fn asked_of(lang: Lang, asked: usize, rows: usize) -> String {
    match lang {
        Lang::En => format!("{asked} of {rows} {} to be answered", if rows == 1 { "row" } else { "rows" }),
        Lang::Da => format!("{asked} af {rows} {} skal besvares", if rows == 1 { "række" } else { "rækker" }),
    }
}

pub fn no_address(lang: Lang, codes: &str) -> String {
    match lang {
        Lang::En => format!(
            "no e-mail address is known for {codes}: their drafts have no recipient (fremdrift authority edit CODE --email ...)"
        ),
        Lang::Da => format!(
            "ingen mailadresse kendes for {codes}: deres kladder har ingen modtager (fremdrift authority edit KODE --email ...)"
        ),
    }
}

/// `fields: 5 new, 9 unchanged, 2 in conflict, 1 refused; rows with no change: 3`.
pub fn read(lang: Lang, [new, same, conflicts, refused, nil]: [usize; 5]) -> String {
    match lang {
        Lang::En => format!(
            "fields: {new} new, {same} unchanged, {conflicts} in conflict, {refused} refused; rows with no change: {nil}"
        ),
        Lang::Da => format!(
            "felter: {new} nye, {same} uændrede, {conflicts} i konflikt, {refused} afviste; rækker uden ændring: {nil}"
        ),
    }
}

pub fn read_before(lang: Lang, day: NaiveDate) -> String {
    match lang {
        Lang::En => format!("everything in it was read before ({day}): nothing changes"),
        Lang::Da => format!("alt i det er læst før ({day}): intet ændres"),
    }
}

/// Something attached to an e-mail that is no sheet.
pub fn not_a_sheet(lang: Lang, file: &str, name: &str) -> String {
    match lang {
        Lang::En => format!("{file}: not read: {name}"),
        Lang::Da => format!("{file}: ikke læst: {name}"),
    }
}

/// A file in a folder of answers that is no sheet.
pub fn passed_over(lang: Lang, name: &str) -> String {
    match lang {
        Lang::En => format!("not read: {name} (sheets end in .xlsx or .csv, e-mails in .eml or .msg)"),
        Lang::Da => format!("ikke læst: {name} (skemaer ender på .xlsx eller .csv, mails på .eml eller .msg)"),
    }
}

pub fn read_before_newer(lang: Lang, day: NaiveDate) -> String {
    match lang {
        Lang::En => format!("it was read before ({day}), and a newer answer since: nothing changes"),
        Lang::Da => format!("det er læst før ({day}), og et nyere svar siden: intet ændres"),
    }
}

/// Text in a sheet that is no answer to it.
pub fn unread(lang: Lang, unread: &Unread) -> String {
    let heading = |field: &str| Column::of(field).map_or(field.to_string(), |c| c.heading(lang).to_string());
    match (lang, unread) {
        (Lang::En, Unread::Tab { name, cells }) => {
            format!("the sheet «{name}» has no headings of ours ({} filled in)", cells_of(lang, *cells))
        }
        (Lang::Da, Unread::Tab { name, cells }) => {
            format!("arket »{name}« har ikke skemaets overskrifter ({} udfyldt)", cells_of(lang, *cells))
        }
        (Lang::En, Unread::Column { place, heading, cells, first }) => {
            format!("{place}: the column «{heading}» is their own ({}: «{first}»)", cells_of(lang, *cells))
        }
        (Lang::Da, Unread::Column { place, heading, cells, first }) => {
            format!("{place}: kolonnen »{heading}« er myndighedens egen ({}: »{first}«)", cells_of(lang, *cells))
        }
        (Lang::En, Unread::Cell { place, text }) => format!("{place}: «{text}» stands where no answer is read"),
        (Lang::Da, Unread::Cell { place, text }) => format!("{place}: »{text}« står, hvor der ikke læses svar"),
        (Lang::En, Unread::Comment { place, text }) => format!("{place}, comment: «{text}»"),
        (Lang::Da, Unread::Comment { place, text }) => format!("{place}, kommentar: »{text}«"),
        (Lang::En, Unread::Over { place, field, text, shown }) if shown.is_empty() => {
            format!("{place}, {}: «{text}» is typed where nothing was shown", heading(field))
        }
        (Lang::Da, Unread::Over { place, field, text, shown }) if shown.is_empty() => {
            format!("{place}, {}: »{text}« er skrevet, hvor der intet var vist", heading(field))
        }
        (Lang::En, Unread::Over { place, field, text, shown }) => {
            format!("{place}, {}: «{text}» is typed over what was shown («{shown}»)", heading(field))
        }
        (Lang::Da, Unread::Over { place, field, text, shown }) => {
            format!("{place}, {}: »{text}« er skrevet oven i det viste (»{shown}«)", heading(field))
        }
    }
}

fn cells_of(lang: Lang, n: usize) -> String {
    match (lang, n) {
        (Lang::En, 1) => "1 cell".into(),
        (Lang::En, n) => format!("{n} cells"),
        (Lang::Da, 1) => "1 felt".into(),
        (Lang::Da, n) => format!("{n} felter"),
    }
}

/// Advice about the rows that did not land.
pub fn settle(lang: Lang, conflicts: usize, refused: usize) -> String {
    match (lang, conflicts, refused) {
        (Lang::En, 0, _) => "nothing was written: correct the refused cells and read the file again, or take in the rest with --rest".into(),
        (Lang::En, ..) => "nothing was written: decide with --take theirs or --take ours, for one field with --take REF.FIELD=theirs, in a file with --conflicts FILE; or take in the rest with --rest".into(),
        (Lang::Da, 0, _) => "intet er skrevet: ret de afviste felter, og læs filen igen, eller tag resten ind med --rest".into(),
        (Lang::Da, ..) => "intet er skrevet: afgør det med --take theirs eller --take ours, for ét felt med --take REF.FELT=theirs, i en fil med --conflicts FIL; eller tag resten ind med --rest".into(),
    }
}

pub const NOBODY_WAITED_FOR: Word = Word("Nobody is waited for.", "Ingen mangler at svare.");

pub fn asked_back(lang: Lang, authorities: &[String], reference: &str, q: Quarter) -> String {
    let to = authorities.join(", ");
    let named: String = authorities.iter().map(|a| format!(" --authority {a}")).collect();
    match lang {
        Lang::En => format!(
            "{reference} of {q} is sent back to {to} with a question; it goes out with: fremdrift return send {q}{named} --out FOLDER"
        ),
        Lang::Da => format!(
            "{reference} for {q} er sendt tilbage til {to} med et spørgsmål; det går ud med: fremdrift return send {q}{named} --out MAPPE"
        ),
    }
}

pub fn accepted(lang: Lang, q: Quarter, codes: &[String]) -> String {
    match (lang, codes.is_empty()) {
        (Lang::En, true) => format!("{q}: there is nothing to accept"),
        (Lang::Da, true) => format!("{q}: der er intet at godkende"),
        (Lang::En, false) => format!("accepted the returns of {q}: {}", codes.join(", ")),
        (Lang::Da, false) => format!("godkendt for {q}: {}", codes.join(", ")),
    }
}

pub fn frozen_without(lang: Lang, q: Quarter, codes: &str) -> String {
    match lang {
        Lang::En => format!("warning: returns of {q} are still to come: {codes}"),
        Lang::Da => format!("advarsel: indberetninger for {q} mangler endnu: {codes}"),
    }
}
