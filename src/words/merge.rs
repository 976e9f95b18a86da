//! Two copies that are merged.

use super::Word;
use crate::model::Lang;

pub const NOTHING_NEW: Word = Word("The other copy has nothing new.", "Den anden kopi har intet nyt.");
pub const TAKEN: Word = Word("Taken over", "Overtaget");
pub const CONFLICTS: Word = Word("Both copies changed", "Begge kopier har ændret");
pub const OURS: Word = Word("Ours", "Vores");
pub const THEIRS: Word = Word("Theirs", "Deres");
pub const TAKES: Word = Word("Takes", "Tager");
pub const BY: Word = Word("By", "Af");
pub const UNDECIDED: Word = Word("undecided", "uafgjort");
pub const ADDED_THERE: Word = Word("is there", "findes");
pub const TAKEN_OUT: Word = Word("was taken out", "er taget ud");
pub const DRY: Word = Word("Nothing was written (--dry-run).", "Intet er skrevet (--dry-run).");

pub fn merged(lang: Lang, from: &str, changes: usize) -> String {
    match (lang, changes) {
        (Lang::En, 1) => format!("merged {from}: 1 change taken over"),
        (Lang::En, n) => format!("merged {from}: {n} changes taken over"),
        (Lang::Da, 1) => format!("flettede {from}: 1 ændring overtaget"),
        (Lang::Da, n) => format!("flettede {from}: {n} ændringer overtaget"),
    }
}

/// Nothing was written, because something is undecided.
pub fn decide(lang: Lang, open: usize) -> String {
    match (lang, open) {
        (Lang::En, 1) => "Nothing was written: 1 conflict is undecided.\nhint: decide it with --take theirs or --take ours, or write it to a file with --conflicts FILE and take that with --settle FILE".into(),
        (Lang::En, n) => format!("Nothing was written: {n} conflicts are undecided.\nhint: decide them with --take theirs or --take ours, one by one with --take ID-2021/4.1.title=ours, or in a file with --conflicts FILE, then --settle FILE"),
        (Lang::Da, 1) => "Intet er skrevet: 1 konflikt er uafgjort.\nhint: afgør den med --take theirs eller --take ours, eller skriv den til en fil med --conflicts FIL og tag den med --settle FIL".into(),
        (Lang::Da, n) => format!("Intet er skrevet: {n} konflikter er uafgjort.\nhint: afgør dem med --take theirs eller --take ours, én ad gangen med --take ID-2021/4.1.title=ours, eller i en fil med --conflicts FIL, derefter --settle FIL"),
    }
}
