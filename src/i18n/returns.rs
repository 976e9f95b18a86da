//! The words of returns: on the sheet, in the e-mail beside it, in what is read and told.

use super::{Word, sentences};
use crate::model::returns::{Became, Column, ReturnStatus, Unread};
use crate::model::{Lang, PlanInfo, Quarter};
use chrono::NaiveDate;

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

/// A file in a folder of answers that is no sheet.
pub fn passed_over(lang: Lang, name: &str) -> String {
    match lang {
        Lang::En => format!(
            "not read: {name} (sheets end in .xlsx or .csv; save what is attached to an e-mail or packed in an archive)"
        ),
        Lang::Da => format!(
            "ikke læst: {name} (skemaer ender på .xlsx eller .csv; gem det, der er vedhæftet en mail eller pakket i et arkiv)"
        ),
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
