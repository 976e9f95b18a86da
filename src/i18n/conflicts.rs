//! Conflicts between copies that nobody has decided.

use super::Word;
use crate::model::{Lang, RoleKind, Word as Named};

pub const TITLE: Word = Word("Undecided between copies", "Uafgjort mellem kopier");
pub const NONE: Word = Word("Nothing is undecided between copies.", "Intet er uafgjort mellem kopier.");
pub const SUBJECT: Word = Word("About", "Vedrører");
pub const CHOICE: Word = Word("Choice", "Valg");
pub const VALUE: Word = Word("Value", "Værdi");
pub const TAKE: Word = Word("Take", "Vælg");
pub const CONFLICT: Word = Word("Conflict", "Konflikt");
pub const WHY: Word = Word("Why", "Begrundelse");
pub const AGREED_BY: Word = Word("Agreed by", "Aftalt af");
pub const SHOWN: Word = Word("Shown", "Vises");
pub const THERE: Word = Word("it is there", "findes");
pub const GONE: Word = Word("it was taken out", "er taget ud");
pub const WHETHER: Word = Word("whether it is there", "om den findes");
pub const WHICH_REPORT: Word = Word("which report counts", "hvilken rapport der gælder");
pub const EMPTY: Word = Word("(empty)", "(tom)");
pub const DRY: Word = Word("Nothing was written (--dry-run).", "Prøvekørsel: intet er gemt.");
pub const LIST_SHEET: Word = Word("Undecided", "Uafgjort");
pub const GUIDE_SHEET: Word = Word("How to decide", "Vejledning");

/// So many are undecided.
pub fn count(lang: Lang, n: usize) -> String {
    match (lang, n) {
        (Lang::En, 1) => "1 conflict is undecided. Until it is decided, its first value is shown everywhere.".into(),
        (Lang::En, n) => {
            format!("{n} conflicts are undecided. Until they are decided, the first value of each is shown everywhere.")
        }
        (Lang::Da, 1) => "1 konflikt er uafgjort. Indtil den er afgjort, vises den første værdi overalt.".into(),
        (Lang::Da, n) => {
            format!("{n} konflikter er uafgjorte. Indtil de er afgjort, vises den første værdi af hver overalt.")
        }
    }
}

/// The commands that decide, beneath the list.
pub fn how(lang: Lang, choice: &str, author: &str) -> String {
    match lang {
        Lang::En => format!(
            "Decide one with: fremdrift conflicts decide {choice}. All as one author has it: all=\"{author}\"; as shown: all=a. \
             In a workbook: fremdrift conflicts -o conflicts.xlsx, then conflicts decide --from conflicts.xlsx"
        ),
        Lang::Da => format!(
            "Afgør en enkelt med: fremdrift conflicts decide {choice}. Alle, som én forfatter har dem: alle=\"{author}\"; som vist: alle=a. \
             I en projektmappe: fremdrift conflicts -o konflikter.xlsx, derefter conflicts decide --from konflikter.xlsx"
        ),
    }
}

/// Rows that claim one name are told apart by hand.
pub fn rename(lang: Lang, command: &str) -> String {
    match lang {
        Lang::En => format!("Of rows that claim one name, give one another: {command}"),
        Lang::Da => format!("Flere rækker har samme betegnelse; giv en af dem en anden: {command}"),
    }
}

/// The page of the workbook that says how.
pub fn guide(lang: Lang) -> [&'static str; 3] {
    match lang {
        Lang::En => [
            "On the next sheet each conflict has one row for each value. Choose x in the last column of the row that is right.",
            "Where no row of a conflict is chosen, it stays undecided. The first row of each is what the file shows meanwhile.",
            "Then read the workbook back: fremdrift conflicts decide --from FILE",
        ],
        Lang::Da => [
            "På det næste ark har hver konflikt en række for hver værdi. Vælg x i den sidste kolonne ud for den rigtige.",
            "Hvor ingen række er valgt, forbliver konflikten uafgjort. Den første række er den, som filen viser imens.",
            "Læs derefter projektmappen ind igen: fremdrift conflicts decide --from FIL",
        ],
    }
}

pub fn decided(lang: Lang, decided: usize, left: usize) -> String {
    match (lang, decided) {
        (Lang::En, 1) => format!("decided 1 conflict, {left} left"),
        (Lang::En, n) => format!("decided {n} conflicts, {left} left"),
        (Lang::Da, 1) => format!("afgjorde 1 konflikt, {left} tilbage"),
        (Lang::Da, n) => format!("afgjorde {n} konflikter, {left} tilbage"),
    }
}

/// Rows of a workbook whose conflict is not undecided any more.
pub fn not_any_more(lang: Lang, codes: &[String]) -> String {
    let all = codes.join(", ");
    match lang {
        Lang::En => format!("Not undecided any more, or somebody has said something else since: {all}"),
        Lang::Da => format!("Ikke længere uafgjort, eller nogen har siden skrevet noget andet: {all}"),
    }
}

/// A field as checks keep it, in words: `objective.title`, `role lead ENS`, `objective`.
pub fn field(lang: Lang, coded: &str) -> String {
    match coded.split_once('.') {
        Some((table, column)) => super::history::field(table, column, lang),
        None => {
            let table = coded.split(' ').next().and_then(crate::model::catalogue::table).and_then(|t| t.word);
            part(lang, table, coded)
        }
    }
}

/// The words that tell the parts of one thing apart: `role lead ENS`, `rolle ansvarlig ENS`.
pub fn part(lang: Lang, table: Option<Named>, part: &str) -> String {
    let mut words = part.split(' ');
    let first = words.next().unwrap_or_default();
    let named = table.map_or_else(|| first.to_string(), |word| word.to(lang).to_string());
    let rest = words.map(|word| match RoleKind::from_code(word) {
        Some(role) => role.word(lang).to_lowercase(),
        None => word.to_string(),
    });
    [named].into_iter().chain(rest).collect::<Vec<_>>().join(" ")
}
