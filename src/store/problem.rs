//! Each problem with a file in words, and what to do about it, in English and in Danish.

use super::Problem;
use crate::model::both;
use crate::model::{Bilingual, Worded};
use std::time::Duration;

/// How long was waited, where it was long enough to be noticed.
fn so_long(waited: Duration) -> Bilingual {
    match waited.as_secs() {
        0 => Bilingual::default(),
        1 => both!("; it was waited for 1 second", "; der er ventet 1 sekund"),
        n => both!("; it was waited for {n} seconds", "; der er ventet {n} sekunder"),
    }
}

impl Worded for Problem {
    fn line(&self) -> Bilingual {
        match self {
            Problem::Missing | Problem::OtherMissing => both!("there is no such file", "filen findes ikke"),
            Problem::Folder | Problem::OtherFolder => {
                both!("is a directory", "er en mappe")
            }
            Problem::NoFolder => both!("there is no such folder", "mappen findes ikke"),
            Problem::NotADatabase => both!("this is not a database", "dette er ikke en database"),
            Problem::NotOurs => both!("this is another program's database", "dette er et andet programs database"),
            Problem::Newer { found, known } => both!(
                "this file was written by a newer fremdrift (format {found}, this program knows {known})",
                "filen er skrevet af en nyere fremdrift (format {found}, dette program kender {known})"
            ),
            Problem::Damaged { detail } => both!("the file is damaged ({detail})", "filen er beskadiget"),
            Problem::Rebuilt { detail } => both!(
                "the file is not built as this program builds it: {detail}",
                "filen er ikke bygget, som dette program bygger den: {detail}"
            ),
            Problem::Replaced => both!(
                "the file was replaced by another while it was open here",
                "filen blev erstattet af en anden, mens den var åben her"
            ),
            Problem::ReadOnly => both!("the file is read-only", "filen er skrivebeskyttet"),
            Problem::Locked { waited } => {
                let long = so_long(*waited);
                both!(
                    "the file is in use by somebody else{en}",
                    "filen er i brug af en anden{da}",
                    en = long.en,
                    da = long.da
                )
            }
            Problem::Full => both!("the disk is full", "disken er fuld"),
            Problem::Unwritten { detail } => {
                both!("the file could not be written ({detail})", "filen kunne ikke skrives ({detail})")
            }
            Problem::TooLarge => both!("a file may not become so large here", "en fil må ikke blive så stor her"),
            Problem::Denied { detail } => {
                both!("the file can't be opened ({detail})", "filen kan ikke åbnes ({detail})")
            }
            Problem::Exists => both!("file already exists", "filen findes allerede"),
            Problem::Disk { detail } => both!("the disk does not answer ({detail})", "disken svarer ikke ({detail})"),
            Problem::Dangling => {
                both!("this is a link to a file that is not there", "dette er et link til en fil, der ikke findes")
            }
            Problem::LongPath => both!("the path is too long", "stien er for lang"),
            Problem::NoPermission => both!("permission denied", "der er ikke adgang"),
            Problem::OpenElsewhere => {
                both!("another program has this file open", "et andet program har filen åben")
            }
            Problem::Interrupted => both!(
                "a change was interrupted while it was written, and can't be taken back here: the file or its folder is read-only",
                "en ændring blev afbrudt under skrivning og kan ikke tages tilbage her: filen eller dens mappe er skrivebeskyttet"
            ),
            Problem::WriteAheadReadOnly => both!(
                "the file is in WAL mode, which can't be read where nothing may be written",
                "filen er i WAL-tilstand og kan ikke læses, hvor der ikke må skrives"
            ),
            Problem::WriteAhead { by } if by.is_empty() => both!(
                "the file is in WAL mode, and somebody else has it open",
                "filen er i WAL-tilstand, og et andet program har den åben"
            ),
            Problem::WriteAhead { by } => both!(
                "the file is in WAL mode, and has been opened by {who}",
                "filen er i WAL-tilstand og er åbnet af {who}",
                who = by.join(", ")
            ),
            Problem::Leftover => both!(
                "this belongs to a file that is not there any more",
                "dette hører til en fil, der ikke findes længere"
            ),
            Problem::Device | Problem::NotAFile => {
                both!("this is not an ordinary file", "dette er ikke en almindelig fil")
            }
            Problem::NotAsFrozen { name } => {
                both!("{name} is not kept as it was frozen", "{name} er ikke gemt, som det blev låst")
            }
            Problem::HardLinked { names } => both!(
                "the file has {names} names (hard links), and may only be written where it has one",
                "filen har {names} navne (hårde links), og der må kun skrives i den, når den har ét"
            ),
            Problem::OldReadOnly => both!(
                "the file needs an upgrade, but can't be written to",
                "filen skal opgraderes, men der kan ikke skrives i den"
            ),
        }
    }

    fn hint(&self) -> Option<Bilingual> {
        Some(match self {
            Problem::Missing => both!(
                "make one with: fremdrift init --portfolio (or name yours with --db FILE)",
                "opret en med: fremdrift init --portfolio (eller angiv din med --db FIL)"
            ),
            Problem::Folder => {
                both!("name the file in it: --db FOLDER/fremdrift.db", "angiv filen i den: --db MAPPE/fremdrift.db")
            }
            Problem::OtherFolder => both!("name a file in it", "angiv en fil i den"),
            Problem::NoFolder => {
                both!("make the folder first, or choose another", "opret mappen først, eller vælg en anden")
            }
            Problem::OtherMissing => both!("look at the name and the folder", "se efter, om navn og mappe er rigtige"),
            Problem::NotADatabase | Problem::NotOurs => both!(
                "name a fremdrift file with --db FILE, or put your own back with: fremdrift restore BACKUP.db; this one was not touched",
                "angiv en fremdrift-fil med --db FIL, eller læg din egen tilbage med: fremdrift restore KOPI.db; denne er ikke rørt"
            ),
            Problem::Newer { .. } => {
                both!("use the newer program; the file was not touched", "brug det nyere program; filen er ikke rørt")
            }
            Problem::Damaged { .. } => both!(
                "take the last backup: fremdrift restore BACKUP.db (it keeps a copy of this file)",
                "tag den seneste sikkerhedskopi: fremdrift restore KOPI.db (den gemmer en kopi af denne fil)"
            ),
            Problem::Rebuilt { .. } => both!(
                "ask for another copy; what else is strange in this one: fremdrift verify --db FILE",
                "bed om en anden kopi; se, hvad der ellers er galt med denne: fremdrift verify --db FIL"
            ),
            Problem::Replaced => both!("nothing was written; try again", "intet er skrevet; prøv igen"),
            Problem::ReadOnly => both!(
                "make it writable, or work on a copy: fremdrift backup COPY.db",
                "gør den skrivbar, eller arbejd på en kopi: fremdrift backup KOPI.db"
            ),
            Problem::Locked { .. } => both!(
                "nothing was written; try again, or wait longer for it: --wait 60",
                "intet er skrevet; prøv igen, eller vent længere: --wait 60"
            ),
            Problem::Full => both!(
                "make room and try again; the file is as it was",
                "skaf plads, og prøv igen; filen er, som den var"
            ),
            Problem::Unwritten { .. } => both!(
                "look at your quota, at how large a file may become (ulimit -f) and at the disk; the file is as it was",
                "se på din kvote, på, hvor stor en fil må blive (ulimit -f), og på disken; filen er, som den var"
            ),
            Problem::TooLarge => {
                both!("look at how large a file may become (ulimit -f)", "se på, hvor stor en fil må blive (ulimit -f)")
            }
            Problem::Exists => {
                both!("choose another name; nothing was overwritten", "vælg et andet navn; intet er overskrevet")
            }
            Problem::Disk { .. } => both!(
                "look at the disk or the network share; the file is as it was",
                "se på disken eller netværksdrevet; filen er, som den var"
            ),
            Problem::Dangling => both!(
                "put the file back where the link points, or name it with --db FILE",
                "læg filen tilbage, hvor linket peger hen, eller angiv den med --db FIL"
            ),
            Problem::LongPath => both!(
                "choose a shorter name, or a folder nearer to the root: SQLite takes 500 bytes in all",
                "vælg et kortere navn eller en mappe nærmere roden: SQLite tager højst 500 bytes i alt"
            ),
            Problem::Denied { .. } | Problem::NoPermission if cfg!(windows) => both!(
                "look whether another program has it open, and at the permissions of the file and its folder",
                "se efter, om et andet program har den åben, og på adgangen til filen og dens mappe"
            ),
            Problem::Denied { .. } | Problem::NoPermission => {
                both!("look at the permissions of the file and its folder", "se på adgangen til filen og dens mappe")
            }
            Problem::OpenElsewhere => both!("close it there and try again", "luk den dér, og prøv igen"),
            Problem::Interrupted => both!(
                "make the file and its folder writable, or copy the file and its -journal together to where you may write, and use it there",
                "gør filen og dens mappe skrivbar, eller kopier filen og dens -journal sammen hen, hvor du må skrive, og brug den dér"
            ),
            Problem::WriteAheadReadOnly => both!(
                "copy the file and its -wal together to where you may write, and use it there",
                "kopier filen og dens -wal sammen hen, hvor du må skrive, og brug den dér"
            ),
            Problem::WriteAhead { .. } => both!(
                "close the other program (a database browser, a replicator), and try again: the file is switched back before it is written",
                "luk det andet program (et databaseprogram, en replikering), og prøv igen: filen skiftes tilbage, før der skrives"
            ),
            Problem::Leftover => both!(
                "move it to another folder, or choose another name",
                "flyt den til en anden mappe, eller vælg et andet navn"
            ),
            Problem::NotAFile => both!(
                "save it as a file first, and name that; a pipe is read where - stands for the file",
                "gem det som en fil først, og angiv den; et rør læses, hvor - står for filen"
            ),
            Problem::NotAsFrozen { .. } => both!(
                "nothing was printed; see what does not fit with: fremdrift verify",
                "intet er udskrevet; se, hvad der ikke passer, med: fremdrift verify"
            ),
            Problem::HardLinked { .. } => both!(
                "remove the other name, or work on a copy: fremdrift backup COPY.db",
                "fjern det andet navn, eller arbejd i en kopi: fremdrift backup KOPI.db"
            ),
            Problem::Device => {
                both!("leave -o out and send the output on: > FILE", "udelad -o, og send resultatet videre: > FIL")
            }
            Problem::OldReadOnly => both!(
                "make it writable once, so that it can be upgraded (a copy is kept)",
                "gør den skrivbar én gang, så den kan opgraderes (en kopi gemmes)"
            ),
        })
    }
}
