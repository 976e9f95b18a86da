//! The words of returns: on the sheet (here), in the letters around it, in the answers of the commands.

mod answers;
mod letters;

use super::{Word, sentences};
use crate::model::returns::{Became, ReturnStatus};
use crate::model::{Lang, Quarter};
use chrono::NaiveDate;

pub use answers::*;
pub use letters::*;

pub const GUIDE_SHEET: Word = Word("Guide", "Vejledning");
pub const RETURN_SHEET: Word = Word("Return", "Indberetning");
pub const HOW: Word = Word("How to fill it in", "Sådan udfyldes arket");
pub const SHEET: Word = Word("Sheet", "Skema");
pub const QUARTER: Word = Word("Quarter", "Kvartal");
pub const AUTHORITY: Word = Word("Authority", "Myndighed");
pub const PLANS: Word = Word("Plans", "Planer");
pub const DUE: Word = Word("To be sent by", "Sendes senest");
pub const DUE_SHORT: Word = Word("Due", "Frist");
pub const TO: Word = Word("To be sent to", "Sendes til");
pub const MADE: Word = Word("Made on", "Dannet");
pub const ROWS: Word = Word("To be answered", "Skal besvares");
pub const OF_FILE: Word = Word("From the file", "Fra filen");
pub const FILLED_BY: Word = Word("Filled in by", "Udfyldt af");
pub const FILE: Word = Word("File", "Fil");
pub const ANSWERED: Word = Word("Answered", "Besvaret");
pub const STANDING: Word = Word("State", "Tilstand");
pub const ON_TIME: Word = Word("On time", "Rettidigt");
pub const BY: Word = Word("By", "Af");
pub const RECEIVED: Word = Word("Received", "Modtaget");
pub const FIELD: Word = Word("Field", "Felt");
pub const THEIRS: Word = Word("The sheet says", "Skemaet siger");
pub const OURS: Word = Word("The file says", "Filen siger");
pub const WRITTEN_BY: Word = Word("Who wrote it in the file", "Hvem skrev det i filen");
pub const CONFLICTS: Word = Word("Both sides have changed", "Begge sider har ændret");
pub const UNREAD: Word = Word("Not taken in", "Ikke taget med");
pub const REFUSED: Word = Word("Refused", "Afvist");
pub const NOTHING_SENT: Word =
    Word("No authority answers for anything in this quarter.", "Ingen myndighed har noget i dette kvartal.");
/// In a receipt: their answer before this one said the same.
pub const AS_BEFORE: Word = Word("as in your earlier answer", "som i jeres tidligere svar");
pub const DRY: Word = Word("dry run: nothing was written", "prøvekørsel: intet er skrevet");

/// The fate of a cell that was filled in.
pub fn became(lang: Lang, became: Became) -> &'static str {
    match became {
        Became::Taken => Word("new", "nyt"),
        Became::Same => Word("unchanged", "uændret"),
        Became::Kept => Word("the file's own was kept", "filens eget er beholdt"),
        Became::Open => Word("conflict", "konflikt"),
        Became::Refused => Word("refused", "afvist"),
    }
    .to(lang)
}

pub fn standing(lang: Lang, standing: ReturnStatus) -> &'static str {
    match standing {
        ReturnStatus::NotSent => Word("not sent", "ikke sendt"),
        ReturnStatus::Sent => Word("sent", "sendt"),
        ReturnStatus::Missing => Word("missing", "mangler"),
        ReturnStatus::Questioned => Word("returned with questions", "sendt tilbage med spørgsmål"),
        ReturnStatus::ToAsk => Word("question not sent", "spørgsmål ikke sendt"),
        ReturnStatus::Received => Word("received", "modtaget"),
        ReturnStatus::Nil => Word("nil return", "intet nyt"),
        ReturnStatus::Accepted => Word("accepted", "godkendt"),
    }
    .to(lang)
}

/// `Indberetning for 3. kvartal 2024: ENS Energistyrelsen`.
pub fn title(lang: Lang, q: Quarter, authority: &str) -> String {
    let quarter = sentences::quarter(lang, q);
    match lang {
        Lang::En => format!("Return for the {quarter}: {authority}"),
        Lang::Da => format!("Indberetning for {quarter}: {authority}"),
    }
}

/// The request, its day and its receiver, in one sentence each.
pub fn request(lang: Lang, q: Quarter, as_of: NaiveDate, due: Option<NaiveDate>, to: Option<&str>, n: i64) -> String {
    let (quarter, as_of) = (sentences::quarter(lang, q), sentences::day(lang, as_of));
    let due = due.map(|d| sentences::day(lang, d));
    match lang {
        Lang::En => {
            let rows = if n == 1 { "1 objective or activity".into() } else { format!("{n} objectives and activities") };
            let by = due.map(|d| format!(" by {d}")).unwrap_or_default();
            let to = to.map_or(" in reply to the e-mail that it came with".into(), |t| format!(" to {t}"));
            format!(
                "Please say how {rows} stood on {as_of}, for the summary of the {quarter}. Fill in the sheet «{}» and send this file{to}{by}.",
                RETURN_SHEET.0
            )
        }
        Lang::Da => {
            let rows = if n == 1 {
                "1 målsætning eller aktivitet".into()
            } else {
                format!("{n} målsætninger og aktiviteter")
            };
            let by = due.map(|d| format!(" senest den {d}")).unwrap_or_default();
            let to = to.map_or(" som svar på den mail, den kom med".into(), |t| format!(" til {t}"));
            format!(
                "I bedes oplyse, hvordan det stod til med {rows} pr. {as_of}, til opfølgningen på {quarter}. Udfyld arket «{}», og send denne fil{to}{by}.",
                RETURN_SHEET.1
            )
        }
    }
}

/// How a sheet is filled in, a line each.
pub fn how(lang: Lang) -> [&'static str; 6] {
    match lang {
        Lang::En => [
            "Fill in the yellow cells only. A cell that is left empty means: unchanged.",
            "Is there nothing new in a row? Put an x under «No change». A row with neither an x nor an answer counts as not answered.",
            "Choose status and light from their lists. What has ended has no light.",
            "A new expected date needs its reason. Write a day, or a month, quarter or year: 2025-03-31, 2025-03, 2025-Q1, 2025.",
            "To empty something that the file still holds, write (none).",
            "Columns can be made wider and hidden. The sheet is protected against slips, without a password: where the protection is taken off, columns may be moved, rows sorted or deleted. Leave the columns Reference, Version and Sheet as they are. Comments on cells are not answers.",
        ],
        Lang::Da => [
            "Udfyld kun de gule felter. Et felt, der står tomt, betyder: uændret.",
            "Er der intet nyt i en række? Sæt x under «Ingen ændring». En række uden både kryds og svar tæller som ubesvaret.",
            "Vælg status og trafiklys fra listerne. Det, der er afsluttet, har intet trafiklys.",
            "En ny forventet dato kræver sin årsag. Skriv en dag, en måned, et kvartal eller et år: 2025-03-31, 2025-03, 2025-Q1, 2025.",
            "Skriv (ingen) for at tømme noget, som filen stadig har.",
            "Kolonner kan gøres bredere og skjules. Arket er beskyttet mod fejl, uden adgangskode: ophæves beskyttelsen, må kolonner flyttes og rækker sorteres eller slettes. Lad kolonnerne Reference, Version og Skema være, som de er. Kommentarer til felter er ikke svar.",
        ],
    }
}

/// Earlier reports as a sheet shows them, and how many notes it leaves out.
pub fn left_out(lang: Lang, notes: i64) -> String {
    match (lang, notes) {
        (Lang::En, 0) => "Shown is what you have reported yourselves.".into(),
        (Lang::En, 1) => "Shown is what you have reported yourselves; 1 other note is left out.".into(),
        (Lang::En, n) => format!("Shown is what you have reported yourselves; {n} other notes are left out."),
        (Lang::Da, 0) => "Skemaet viser, hvad I selv har indberettet.".into(),
        (Lang::Da, 1) => "Skemaet viser, hvad I selv har indberettet; 1 anden bemærkning er udeladt.".into(),
        (Lang::Da, n) => format!("Skemaet viser, hvad I selv har indberettet; {n} andre bemærkninger er udeladt."),
    }
}

/// Objectives that another country's authority leads and is not asked about.
pub fn internal_rows(lang: Lang, authority: &str, n: usize, first: &str) -> String {
    match lang {
        Lang::En => format!(
            "{authority} is not asked about what is for internal use, {}: {first} (fremdrift objective edit REF --audience partner)",
            sentences::objectives(lang, n as i64)
        ),
        Lang::Da => format!(
            "{authority} bliver ikke spurgt om det, der er internt, {}: {first} (fremdrift objective edit REF --audience partner)",
            sentences::objectives(lang, n as i64)
        ),
    }
}

/// The words to type in a column, shown when its cell is chosen.
pub fn hint(lang: Lang, field: &str) -> &'static str {
    match field {
        "no_change" => Word("x where there is nothing new", "x, hvor der intet nyt er"),
        "status" => Word("Choose from the list; empty: unchanged", "Vælg fra listen; tom: uændret"),
        "light" => Word("Your own judgement; choose from the list", "Jeres egen vurdering; vælg fra listen"),
        "note" => Word("What happened in the quarter", "Hvad der er sket i kvartalet"),
        "expected" => Word("2025-03-31, 2025-03, 2025-Q1 or 2025", "2025-03-31, 2025-03, 2025-Q1 eller 2025"),
        "expected_reason" => Word("Why the expected date moved", "Hvorfor den forventede dato er flyttet"),
        "blocked_by" => Word(
            "What stands in the way; (none): what blocked it last time does no more",
            "Hvad der er i vejen; (ingen): det, der blokerede sidst, gør det ikke længere",
        ),
        "evidence" => Word("A link or a document that shows it", "Et link eller dokument, der viser det"),
        _ => Word("", ""),
    }
    .to(lang)
}

/// Said under a list where a cell takes only its words.
pub fn only_from_list(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "Choose from the list, or leave the cell empty.",
        Lang::Da => "Vælg fra listen, eller lad feltet være tomt.",
    }
}
