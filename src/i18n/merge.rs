//! Two copies that are merged.

use super::Word;
use crate::model::Lang;

pub const NOTHING_NEW: Word = Word("The other copy has nothing new.", "Den anden kopi har intet nyt.");
pub const TAKEN: Word = Word("Taken over", "Overtaget");
pub const CONFLICTS: Word = Word("Both copies changed", "Begge kopier har ændret");
pub const OURS: Word = Word("Ours", "Vores");
pub const THEIRS: Word = Word("Theirs", "Deres");
pub const TAKES: Word = Word("Takes", "Afgørelse");
pub const BY: Word = Word("By", "Af");
pub const UNDECIDED: Word = Word("undecided", "ikke truffet");
pub const ADDED_THERE: Word = Word("is there", "findes");
pub const TAKEN_OUT: Word = Word("was taken out", "er udgået");
pub const DRY: Word = Word("Nothing was written (--dry-run).", "Prøvekørsel: intet er gemt.");

/// One of several that were merged at once.
pub fn nothing_new_in(lang: Lang, from: &str) -> String {
    match lang {
        Lang::En => format!("{from} has nothing new"),
        Lang::Da => format!("{from} har intet nyt"),
    }
}

/// One of several can't be read; the reason follows.
pub fn not_merged(lang: Lang, from: &str) -> String {
    match lang {
        Lang::En => format!("{from} is not merged:"),
        Lang::Da => format!("{from} er ikke flettet:"),
    }
}

pub fn merged(lang: Lang, from: &str, changes: usize) -> String {
    match (lang, changes) {
        (Lang::En, 1) => format!("merged {from}: 1 change taken over"),
        (Lang::En, n) => format!("merged {from}: {n} changes taken over"),
        (Lang::Da, 1) => format!("flettede {from}: 1 ændring overtaget"),
        (Lang::Da, n) => format!("flettede {from}: {n} ændringer overtaget"),
    }
}

pub fn decided(lang: Lang, conflicts: usize) -> String {
    match (lang, conflicts) {
        (Lang::En, 1) => "1 conflict is decided".into(),
        (Lang::En, n) => format!("{n} conflicts are decided"),
        (Lang::Da, 1) => "1 konflikt er afgjort".into(),
        (Lang::Da, n) => format!("{n} konflikter er afgjort"),
    }
}

/// A deadline with why it was moved and who agreed.
pub fn moved(lang: Lang, to: &str, reason: &str, agreed_by: Option<&str>) -> String {
    match (lang, agreed_by) {
        (_, None) => format!("{to} ({reason})"),
        (Lang::En, Some(by)) => format!("{to} ({reason}; agreed by {by})"),
        (Lang::Da, Some(by)) => format!("{to} ({reason}; aftalt af {by})"),
    }
}

pub const DIFFER: Word = Word("The copies say different things", "Kopierne siger noget forskelligt");
pub const HERE: Word = Word("is here", "står her");
pub const NOT_HERE: Word = Word("is not here", "står her ikke");
pub const ORDER: Word =
    Word("its place among others of the day or list", "dens plads blandt dagens eller listens øvrige");

/// Both know the same changes, and say different things in so many places, of which so many are listed.
pub fn differ(lang: Lang, all: usize, listed: usize) -> String {
    let more = all.saturating_sub(listed);
    let told = match (lang, all) {
        (Lang::En, 1) => "Both copies know the same changes, and say different things in 1 place".to_string(),
        (Lang::En, n) => format!("Both copies know the same changes, and say different things in {n} places"),
        (Lang::Da, 1) => "Begge kopier kender de samme ændringer og siger noget forskelligt 1 sted".to_string(),
        (Lang::Da, n) => format!("Begge kopier kender de samme ændringer og siger noget forskelligt {n} steder"),
    };
    let rest = match (lang, more) {
        (_, 0) => ".".to_string(),
        (Lang::En, n) => format!("; {n} of them are not listed."),
        (Lang::Da, n) => format!("; {n} af dem er ikke på listen."),
    };
    let hint = match lang {
        Lang::En => {
            "hint: nothing is lost. Write what is right in one of the copies (log, edit; restate for a frozen quarter), and merge it into the other"
        }
        Lang::Da => {
            "tip: intet er tabt. Skriv det rigtige i den ene kopi (log, edit; restate for et låst kvartal), og flet den ind i den anden"
        }
    };
    format!("{told}{rest}\n{hint}")
}

/// The other copy can't be read to its end, though its changes were.
pub fn not_compared(lang: Lang, why: &str) -> String {
    match lang {
        Lang::En => format!(
            "The other copy could not be compared with this file: {why}\nhint: look it through: fremdrift verify --db OTHER.db"
        ),
        Lang::Da => format!(
            "Den anden kopi kunne ikke sammenlignes med denne fil: {why}\ntip: se den igennem: fremdrift verify --db ANDEN.db"
        ),
    }
}

/// The same, where only a file of the other copy is here.
pub const DIFFER_SOMEWHERE: Word = Word(
    "The copy that sent this knows the same changes as this file, and says something else somewhere.\nhint: see where with the copy itself: fremdrift merge OTHER.db",
    "Den kopi, der sendte dette, kender de samme ændringer som denne fil og siger noget andet et sted.\ntip: se hvor med selve kopien: fremdrift merge ANDEN.db",
);

/// Everything was taken over, and so much is undecided.
pub fn decide(lang: Lang, open: usize) -> String {
    match (lang, open) {
        (Lang::En, 1) => "1 conflict is undecided; the later value is shown until it is decided.\nhint: see it with: fremdrift conflicts".into(),
        (Lang::En, n) => format!("{n} conflicts are undecided; of each the later value is shown until it is decided.\nhint: see them with: fremdrift conflicts"),
        (Lang::Da, 1) => "1 konflikt er ikke afgjort; den seneste værdi vises, indtil den er afgjort.\ntip: se den med: fremdrift conflicts".into(),
        (Lang::Da, n) => format!("{n} konflikter er ikke afgjort; af hver vises den seneste værdi, indtil den er afgjort.\ntip: se dem med: fremdrift conflicts"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hint_is_called_so_in_the_language_of_the_desk() {
        for (lang, label) in [(Lang::En, "\nhint: "), (Lang::Da, "\ntip: ")] {
            let told = [
                differ(lang, 2, 1),
                not_compared(lang, "…"),
                DIFFER_SOMEWHERE.owned(lang),
                decide(lang, 1),
                decide(lang, 2),
            ];
            told.iter().for_each(|text| assert!(text.contains(label), "{text}"));
        }
    }
}
