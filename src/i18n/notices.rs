//! Notices beside the result, in both languages: neither answers nor errors.

use crate::model::Lang;

fn seconds(lang: Lang, n: u64) -> String {
    match (lang, n) {
        (Lang::En, 1) => "1 second".into(),
        (Lang::Da, 1) => "1 sekund".into(),
        (Lang::En, n) => format!("{n} seconds"),
        (Lang::Da, n) => format!("{n} sekunder"),
    }
}

/// Somebody else holds the file.
pub fn waiting(lang: Lang, file: &str, waited: u64, limit: u64) -> String {
    let (most, so_far) = (seconds(lang, limit), seconds(lang, waited));
    match (lang, waited) {
        (Lang::En, 0) => format!("{file} is in use by somebody else; it is waited for up to {most}"),
        (Lang::Da, 0) => format!("{file} er i brug af en anden; der ventes op til {most}"),
        (Lang::En, _) => format!("{file} is still in use after {so_far}; it is waited for up to {most}"),
        (Lang::Da, _) => format!("{file} er stadig i brug efter {so_far}; der ventes op til {most}"),
    }
}

/// The file is written on a share.
pub fn share(lang: Lang, file: &str, kind: &str) -> String {
    match lang {
        Lang::En => format!(
            "warning: {file} is on a share ({kind}); not all of them keep two programs from writing at once: \
             write one after the other, and keep backups"
        ),
        Lang::Da => format!(
            "advarsel: {file} ligger på et netværksdrev ({kind}); ikke alle holder to programmer fra at skrive på \
             samme tid: skriv én ad gangen, og gem sikkerhedskopier"
        ),
    }
}

/// The file had been switched to WAL.
pub fn write_ahead(lang: Lang, file: &str) -> String {
    match lang {
        Lang::En => {
            format!("{file} had been switched to WAL mode, which shares and copies can't bear; it is switched back")
        }
        Lang::Da => format!("{file} var sat til WAL, som netværksdrev og kopier ikke tåler; den er sat tilbage"),
    }
}

/// The newest change is of a later day than today.
pub fn clock(lang: Lang, newest: &str, today: &str) -> String {
    match lang {
        Lang::En => format!("warning: today is {today}, but the newest change is of {newest}: look at the clock"),
        Lang::Da => format!("advarsel: i dag er {today}, men den nyeste ændring er fra {newest}: se på uret"),
    }
}

/// Another copy beside the file knows something that it does not.
pub fn conflict_copy(lang: Lang, copy: &str) -> String {
    match lang {
        Lang::En => format!("warning: {copy} is another copy of the file, with changes that are not in this one"),
        Lang::Da => format!("advarsel: {copy} er en anden kopi af filen, med ændringer som ikke er i denne"),
    }
}

/// Others than the owner may read the file.
pub fn wide(lang: Lang, file: &str, mode: u32) -> String {
    match lang {
        Lang::En => format!("warning: {file} is not its owner's alone (mode {mode:o})"),
        Lang::Da => format!("advarsel: {file} er ikke kun til ejeren (rettigheder {mode:o})"),
    }
}
