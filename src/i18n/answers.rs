//! The answers of commands when they are done, in both languages.

use super::{Word, sentences};
use crate::model::{Lang, Quarter};

/// `[change 4]`, at the end of an answer.
pub fn change(lang: Lang, number: Option<i64>) -> String {
    match (number, lang) {
        (None, _) => String::new(),
        (Some(n), Lang::En) => format!("  [change {n}]"),
        (Some(n), Lang::Da) => format!("  [ændring {n}]"),
    }
}

/// Before what is now recorded, where it had ended before.
pub fn reopened(lang: Lang, is_so: bool) -> String {
    match (is_so, lang) {
        (false, _) => String::new(),
        (true, Lang::En) => "reopened: ".into(),
        (true, Lang::Da) => "genåbnet: ".into(),
    }
}

/// A row that gave the original deadline, where another one is approved.
pub fn superseded(lang: Lang, name: &str, original: &str, approved: &str) -> String {
    match lang {
        Lang::En => format!("{name}: {original} is the original deadline; {approved} is approved, and stays"),
        Lang::Da => format!("{name}: {original} er den oprindelige frist; {approved} er godkendt og gælder fortsat"),
    }
}

/// The word in the place of an empty field.
pub fn or_empty(lang: Lang, text: &str) -> String {
    match (text, lang) {
        ("", Lang::En) => "(empty)".into(),
        ("", Lang::Da) => "(tom)".into(),
        (text, _) => text.into(),
    }
}

/// `title New (was Old)`.
pub fn differs(lang: Lang, field: &str, old: &str, new: &str) -> String {
    let (old, new) = (or_empty(lang, old), or_empty(lang, new));
    match lang {
        Lang::En => format!("{} {new} (was {old})", field.replace('_', " ")),
        Lang::Da => format!("{}: {new} (før: {old})", field.to_lowercase()),
    }
}

pub fn added(lang: Lang, entity: &str, name: &str) -> String {
    match lang {
        Lang::En => format!("added {entity} {name}"),
        Lang::Da => format!("tilføjet: {entity} {name}"),
    }
}

pub fn unchanged(lang: Lang, entity: &str, name: &str) -> String {
    match lang {
        Lang::En => format!("{entity} {name} is unchanged"),
        Lang::Da => format!("{entity} {name} er uændret"),
    }
}

pub fn retired(lang: Lang, entity: &str, name: &str, from: &str) -> String {
    match lang {
        Lang::En => format!("{entity} {name} is retired from {from}"),
        Lang::Da => format!("{entity} {name} er udgået fra {from}"),
    }
}

/// The rows of a file, by its name: `illustrative entries`.
pub fn things(lang: Lang, file: &str) -> String {
    match (lang, file) {
        (Lang::En, file) => file.replace('-', " "),
        (Lang::Da, "partnerships") => "partnerskaber".into(),
        (Lang::Da, "plans") => "planer".into(),
        (Lang::Da, "authorities") => "myndigheder".into(),
        (Lang::Da, "instruments") => "instrumenter".into(),
        (Lang::Da, "areas") => "indsatsområder".into(),
        (Lang::Da, "objectives") => "målsætninger".into(),
        (Lang::Da, "activities") => "aktiviteter".into(),
        (Lang::Da, "entries") => "indberetninger".into(),
        (Lang::Da, "illustrative-entries") => "illustrative indberetninger".into(),
        (Lang::Da, other) => other.to_string(),
    }
}

/// `86 objectives`: how many rows of a shipped file were taken.
pub fn part(lang: Lang, file: &str, count: usize) -> String {
    format!("{count} {}", things(lang, file))
}

pub fn made(lang: Lang, file: &str, parts: &[String]) -> String {
    let with = |w: &str| if parts.is_empty() { String::new() } else { format!(" {w} {}", parts.join(", ")) };
    match lang {
        Lang::En => format!("made {file}{}", with("with")),
        Lang::Da => format!("oprettet: {file}{}", with("med")),
    }
}

pub fn backed_up(lang: Lang, file: &str, kib: u64) -> String {
    match lang {
        Lang::En => format!("wrote {file} ({kib} KiB), and read it through: it is whole"),
        Lang::Da => format!("{file} er skrevet ({kib} KiB) og læst igennem: filen er hel"),
    }
}

pub fn restored(lang: Lang, target: &str, source: &str) -> String {
    match lang {
        Lang::En => format!("restored {target} from {source}"),
        Lang::Da => format!("gendannet: {target} fra {source}"),
    }
}

pub fn kept(lang: Lang, copy: &str) -> String {
    match lang {
        Lang::En => format!("what was there is kept as {copy}"),
        Lang::Da => format!("det, der var der, er gemt som {copy}"),
    }
}

/// Changes that only a file knows that was put aside.
pub fn only_aside(lang: Lang, changes: usize, file: &str) -> String {
    match (lang, changes) {
        (Lang::En, 1) => format!("1 change is only there; bring it back with: fremdrift merge {file}"),
        (Lang::En, n) => format!("{n} changes are only there; bring them back with: fremdrift merge {file}"),
        (Lang::Da, 1) => format!("1 ændring er kun dér; hent den tilbage med: fremdrift merge {file}"),
        (Lang::Da, n) => format!("{n} ændringer er kun dér; hent dem tilbage med: fremdrift merge {file}"),
    }
}

/// A frozen quarter that only a file holds that was put aside.
pub fn frozen_aside(lang: Lang, name: &str, digest: &str, on: &str, by: &str, file: &str) -> String {
    match lang {
        Lang::En => format!(
            "{name} was frozen on {on} by {by} (SHA-256 {digest}) and is only in {file}, which a backup took the place of; bring it back with: fremdrift merge {file}"
        ),
        Lang::Da => format!(
            "{name} blev låst {on} af {by} (SHA-256 {digest}) og findes kun i {file}, som en sikkerhedskopi blev sat ind i stedet for; hent det tilbage med: fremdrift merge {file}"
        ),
    }
}

pub fn whole(lang: Lang, file: &str, [changes, objectives, entries, versions]: [i64; 4]) -> String {
    match lang {
        Lang::En => {
            format!(
                "{file} is whole: {changes} changes, {objectives} objectives, {entries} entries, {versions} earlier versions"
            )
        }
        Lang::Da => format!(
            "{file} er hel: {changes} ændringer, {objectives} målsætninger, {entries} indberetninger, {versions} tidligere versioner"
        ),
    }
}

/// Frozen quarters from before their digest covered their words.
pub fn uncovered(lang: Lang, names: &[String]) -> String {
    let named = names.iter().take(5).cloned().collect::<Vec<_>>().join(", ");
    let more = if names.len() > 5 { " ..." } else { "" };
    match lang {
        Lang::En => format!(
            "Frozen before format 6, so the printed SHA-256 covers the figures, and not the words: {named}{more}. Hold the words against what was sent."
        ),
        Lang::Da => format!(
            "Låst før format 6, så den trykte SHA-256 dækker tallene, men ikke ordene: {named}{more}. Hold ordene op mod det, der blev sendt."
        ),
    }
}

/// The digest of all that a file says.
pub fn content(lang: Lang, digest: &str) -> String {
    match lang {
        Lang::En => format!("content: SHA-256 {digest}"),
        Lang::Da => format!("indhold: SHA-256 {digest}"),
    }
}

/// CSV has one table; `others` are the headings of those that are not in it.
pub fn one_table(lang: Lang, others: &str) -> String {
    match lang {
        Lang::En => format!("CSV holds one table; not in it: {others} (a workbook and JSON hold all: -o x.xlsx)"),
        Lang::Da => format!("CSV rummer én tabel; ikke med: {others} (en projektmappe og JSON rummer alle: -o x.xlsx)"),
    }
}

pub fn wrote(lang: Lang, file: &str, rows: Option<usize>) -> String {
    match (lang, rows) {
        (Lang::En, None) => format!("wrote {file}"),
        (Lang::Da, None) => format!("{file} er skrevet"),
        (Lang::En, Some(1)) => format!("wrote 1 row to {file}"),
        (Lang::Da, Some(1)) => format!("1 række skrevet til {file}"),
        (Lang::En, Some(n)) => format!("wrote {n} rows to {file}"),
        (Lang::Da, Some(n)) => format!("{n} rækker skrevet til {file}"),
    }
}

pub fn wrote_deadlines(lang: Lang, file: &str, n: usize) -> String {
    match (lang, n) {
        (Lang::En, 1) => format!("wrote 1 deadline to {file}"),
        (Lang::En, n) => format!("wrote {n} deadlines to {file}"),
        (Lang::Da, 1) => format!("1 frist skrevet til {file}"),
        (Lang::Da, n) => format!("{n} frister skrevet til {file}"),
    }
}

pub fn withheld(lang: Lang, objectives: usize, notes: usize) -> String {
    match lang {
        Lang::En => format!("withheld: objectives {objectives}, notes {notes}"),
        Lang::Da => format!("tilbageholdt: målsætninger {objectives}, bemærkninger {notes}"),
    }
}

/// The counts of an import.
pub struct Counts {
    pub rows: usize,
    pub added: usize,
    pub changed: usize,
    pub unchanged: usize,
    pub missing: usize,
    pub reported: usize,
}

/// The first lines of what an import answers: what was read, in which form (delimiter and encoding, or a
/// workbook), and what came of it.
pub fn imported(lang: Lang, c: &Counts, form: Option<(char, &str)>, dry: bool) -> Vec<String> {
    let (added, changed, unchanged) = (c.added, c.changed, c.unchanged);
    let form = match (lang, form) {
        (Lang::En, None) => "workbook".to_string(),
        (Lang::Da, None) => "regneark".to_string(),
        (Lang::En, Some(('\t', encoding))) => format!("tab and {encoding}"),
        (Lang::Da, Some(('\t', encoding))) => format!("tabulator og {encoding}"),
        (Lang::En, Some((other, encoding))) => format!("«{other}» and {encoding}"),
        (Lang::Da, Some((other, encoding))) => format!("»{other}« og {encoding}"),
    };
    let rows = sentences::count(lang, c.rows as i64, Word("row", "række"), Word("rows", "rækker"));
    let mut lines = vec![match (lang, dry) {
        (Lang::En, false) => {
            format!("{rows} read ({form}): {added} added, {changed} changed, {unchanged} unchanged")
        }
        (Lang::En, true) => {
            format!("{rows} read ({form}): {added} would be added, {changed} would be changed, {unchanged} unchanged")
        }
        (Lang::Da, false) => {
            format!("{rows} læst ({form}): {added} tilføjet, {changed} ændret, {unchanged} uændret")
        }
        (Lang::Da, true) => {
            format!("{rows} læst ({form}): {added} ville blive tilføjet, {changed} ændret, {unchanged} uændret")
        }
    }];
    if c.missing > 0 {
        lines[0].push_str(&match lang {
            Lang::En => format!(", {} missing in the file and kept", c.missing),
            Lang::Da => format!(", {} mangler i filen og er beholdt", c.missing),
        });
    }
    if c.reported > 0 {
        let (one, many) = (Word("entry", "indberetning"), Word("entries", "indberetninger"));
        let entries = sentences::count(lang, c.reported as i64, one, many);
        lines.push(match (lang, dry) {
            (Lang::En, false) => format!("  {entries} added to the log"),
            (Lang::En, true) => format!("  {entries} would be added to the log"),
            (Lang::Da, false) => format!("  {entries} tilføjet"),
            (Lang::Da, true) => format!("  {entries} ville blive tilføjet"),
        });
    }
    lines
}

/// A quarter was frozen or restated; the counts are objectives, reported, due.
pub fn frozen(
    lang: Lang,
    quarter: Quarter,
    plan: &str,
    number: i64,
    [all, reported, due]: [i64; 3],
    change: i64,
) -> String {
    match lang {
        Lang::En => format!(
            "{quarter} of {plan} is frozen as revision {number}: {}, {reported} of {due} reported  [change {change}]",
            sentences::objectives(lang, all)
        ),
        Lang::Da => format!(
            "{quarter} for {plan} er låst som {}: {}, {reported} af {due} indberettet  [ændring {change}]",
            sentences::edition(lang, number),
            sentences::objectives(lang, all)
        ),
    }
}

/// A change that `undo` walked past.
pub fn passed_over(lang: Lang, number: i64, what: &str) -> String {
    match lang {
        Lang::En => format!("passed over, since it stays: change {number}, {what}"),
        Lang::Da => format!("sprunget over, fordi den bliver stående: ændring {number}, {what}"),
    }
}

pub fn print_it(lang: Lang, command: &str) -> String {
    match lang {
        Lang::En => format!("print it with: {command}"),
        Lang::Da => format!("vis den med: {command}"),
    }
}

pub fn nothing_written(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "dry run: nothing was written",
        Lang::Da => "Prøvekørsel: intet er gemt",
    }
}

/// A later quarter was frozen with what has now been corrected.
pub fn later_rests_on_it(lang: Lang, quarter: Quarter, plan: &str) -> String {
    match lang {
        Lang::En => format!(
            "{quarter} is frozen too and may rest on what was corrected: fremdrift restate {quarter} --plan {plan} --reason \"...\" --dry-run"
        ),
        Lang::Da => format!(
            "{quarter} er også låst og kan bygge på det rettede: fremdrift restate {quarter} --plan {plan} --reason \"...\" --dry-run"
        ),
    }
}
