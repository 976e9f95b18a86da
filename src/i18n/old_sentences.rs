//! Changes older than format 6 say what they did in an English sentence, and nothing else. Each shape that
//! was written stands here beside its Danish; a sentence of no such shape is told as it is.

use super::{answers, history};
use crate::model::{EntityKind, Lang, Light, Status};

/// English as actions write it, and Danish. `{}` is a text that stays as it is; what is told in Danish
/// too is named: an entity, its fields, a status with its light, what an import read, another line.
const SHAPES: &[(&str, &str)] = &[
    ("make the file", "opret filen"),
    ("load the shipped portfolio", "indlæs den medfølgende portefølje"),
    (
        "load the shipped portfolio, with illustrative entries",
        "indlæs den medfølgende portefølje med illustrative indberetninger",
    ),
    ("log {}: {state} as of {}", "indberet {}: {state} pr. {}"),
    ("log {} entries", "tilføj {} indberetninger"),
    ("add {noun} {}", "tilføj {noun} {}"),
    ("edit {noun} {}: {fields}", "ret {noun} {}: {fields}"),
    ("retire {noun} {} from {}", "tag {noun} {} ud fra {}"),
    ("undo change {}: {deed}", "fortryd ændring {}: {deed}"),
    ("import {things} from {}: {} added, {} changed", "indlæs {things} fra {}: {} tilføjet, {} ændret"),
    ("freeze {} of {} as revision 0", "lås {} for {}"),
    ("restate {} of {} as revision {}", "ret {} for {}: rettelse {}"),
    ("rename {} to {} from {}", "omdøb {} til {} fra {}"),
    ("merge {} into {} from {}", "læg {} sammen med {} fra {}"),
    ("split {} into {} from {}", "del {} i {} fra {}"),
    ("transfer from {} to {} from {}", "overdrag fra {} til {} fra {}"),
    ("carry {} forward to {}: {} objectives", "viderefør {} i {}, målsætninger: {}"),
    ("setting {}: {} (was {})", "indstilling {}: {} (før: {})"),
    ("send the sheets of {} to {}", "send skemaerne for {} til {}"),
    ("read the return of {} for {}: {} entries", "læs svaret fra {} for {}, indberetninger: {}"),
    ("ask {} about {} in {}", "spørg {} om {} i {}"),
    ("accept the returns of {} from {}", "godkend svarene for {} fra {}"),
    ("merge {}: {} taken over, {} decided", "flet {}: {} overtaget, {} afgjort"),
];

/// No change says more of itself, in bytes. What somebody wrote past the program is not taken apart.
const LONGEST: usize = 4000;

/// The sentence in Danish.
pub(super) fn danish(what: &str) -> String {
    if what.len() > LONGEST {
        return what.to_string();
    }
    // Several quarters that were frozen at once.
    let each = || what.split(", ").map(one).collect::<Option<Vec<String>>>().map(|all| all.join(", "));
    each().or_else(|| one(what)).unwrap_or_else(|| what.to_string())
}

fn one(what: &str) -> Option<String> {
    SHAPES.iter().find_map(|(english, danish)| {
        let open = taken(english, what)?;
        let entity = open.iter().find(|(kind, _)| *kind == "noun").and_then(|(_, name)| EntityKind::named(name));
        let mut words = open.into_iter().map(|(kind, text)| word(kind, text, entity));
        let mut line = String::new();
        // The text between braces is open, the text between those is fixed.
        for (at, part) in danish.split(['{', '}']).enumerate() {
            if at % 2 == 0 { line.push_str(part) } else { line.push_str(&words.next()??) }
        }
        Some(line)
    })
}

/// The words in the open places of a shape, each with its kind; nothing where the line has another shape.
fn taken<'a>(shape: &'a str, line: &'a str) -> Option<Vec<(&'a str, &'a str)>> {
    let mut parts = shape.split(['{', '}']);
    let mut rest = line.strip_prefix(parts.next()?)?;
    let mut open = Vec::new();
    while let (Some(kind), Some(fixed)) = (parts.next(), parts.next()) {
        let end = if fixed.is_empty() { rest.len() } else { rest.find(fixed)? };
        open.push((kind, &rest[..end]));
        rest = &rest[end + fixed.len()..];
    }
    rest.is_empty().then_some(open)
}

/// One open place in Danish.
fn word(kind: &str, text: &str, of: Option<EntityKind>) -> Option<String> {
    match kind {
        "noun" => EntityKind::named(text).map(|entity| entity.word(Lang::Da).to_string()),
        "fields" => {
            let each = text.split(", ").map(|field| history::danish(of?.name(), field).map(|da| da.to_lowercase()));
            Some(each.collect::<Option<Vec<String>>>()?.join(", "))
        }
        "state" => {
            let (status, light) = text.split_once(", ").map_or((text, None), |(status, light)| (status, Some(light)));
            let status = Status::from_code(status)?.word(Lang::Da);
            match light {
                None => Some(status.to_string()),
                Some(light) => Some(format!("{status}, {}", Light::from_code(light)?.word(Lang::Da))),
            }
        }
        "things" => Some(answers::things(Lang::Da, text)),
        "deed" => Some(self::danish(text)),
        _ => Some(text.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_the_program_writes_is_told_in_danish() {
        for (what, danish) in [
            ("log ID-2021/3.7: ongoing, green as of 2026-11-25", "indberet ID-2021/3.7: i gang, grøn pr. 2026-11-25"),
            ("log ID-2021/3.7: completed as of 2026-11-25", "indberet ID-2021/3.7: gennemført pr. 2026-11-25"),
            ("edit plan ID-2021: title, title_da", "ret plan ID-2021: titel, dansk titel"),
            (
                "undo change 9: undo change 8: retire area ID-2021/1A from 2026-01-01",
                "fortryd ændring 9: fortryd ændring 8: tag indsatsområde ID-2021/1A ud fra 2026-01-01",
            ),
            (
                "freeze 2023-Q2 of ID-2021 as revision 0, freeze 2023-Q2 of MX-2017 as revision 0",
                "lås 2023-Q2 for ID-2021, lås 2023-Q2 for MX-2017",
            ),
            ("merge MST, NST into ENS from 2026-06-01", "læg MST, NST sammen med ENS fra 2026-06-01"),
            ("merge embassy.db: 2 taken over, 1 decided", "flet embassy.db: 2 overtaget, 1 afgjort"),
            (
                "rename ENS to EST Energi, Forsyning og Klima from 2026-06-01",
                "omdøb ENS til EST Energi, Forsyning og Klima fra 2026-06-01",
            ),
        ] {
            assert_eq!(super::danish(what), danish);
        }
    }

    #[test]
    fn any_other_line_is_told_as_it_is() {
        for what in ["", "log", "edit moon 1: title", "edit plan X: moon", "log X: blue as of 2026-01-01", "{noun}, {}"]
        {
            assert_eq!(danish(what), what);
        }
        for depth in [LONGEST / 15, 100_000] {
            assert!(!danish(&"undo change 1: ".repeat(depth)).is_empty());
        }
    }

    proptest::proptest! {
        #[test]
        fn any_line_is_told(what in "(undo change |: |log |, | as of |merge | into | from |edit plan |title|green|ongoing|æ|\\PC){0,40}") {
            danish(&what);
        }
    }
}
