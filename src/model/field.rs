//! What a field is: its names, what it may hold, and how a cell or a flag is read into it.

use super::choice::{InstrumentKind, PlanState};
use super::escaping::visible;
use super::{
    Audience, Basis, EntryBasis, Interest, Lang, Light, PartialDate, Refusal, RoleKind, Status, Value, nearest,
    parse_day, text,
};
use std::borrow::Cow;

/// What a field holds, and so how it is read and stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldType {
    Text,
    /// A short name that others refer to.
    Code,
    /// A number of a plan: a text.
    Number,
    Year,
    Day,
    PartialDate,
    Flag,
    Country,
    /// An address of e-mail.
    Email,
    Interest,
    PlanState,
    InstrumentKind,
    Basis,
    EntryBasis,
    Audience,
    /// The plan that it belongs to.
    Plan,
    /// The objective that it belongs to.
    Objective,
    /// An area of the same plan.
    Area,
    Partnerships,
    Authorities(RoleKind),
    Instruments,
    Goals,
    Tags,
    Status,
    Light,
    /// One authority.
    Authority,
}

impl FieldType {
    /// What a code of this kind is called; nothing where the kind has no codes, or not this one.
    pub fn word(self, code: &str, lang: Lang) -> Option<&'static str> {
        match self {
            FieldType::Status => Status::from_code(code).map(|w| w.word(lang)),
            FieldType::Light => Light::from_code(code).map(|w| w.word(lang)),
            FieldType::Interest => Interest::from_code(code).map(|w| w.word(lang)),
            FieldType::PlanState => PlanState::from_code(code).map(|w| w.word(lang)),
            FieldType::InstrumentKind => InstrumentKind::from_code(code).map(|w| w.word(lang)),
            FieldType::Basis => Basis::from_code(code).map(|w| w.word(lang)),
            FieldType::EntryBasis => EntryBasis::from_code(code).map(|w| w.word(lang)),
            FieldType::Audience => Audience::from_code(code).map(|w| w.word(lang)),
            _ => None,
        }
    }

    /// The codes that there are of this kind, or their words in a language; none where it has no codes.
    pub fn words(self, lang: Option<Lang>) -> Vec<&'static str> {
        fn each<T: Copy>(
            all: &[T],
            code: fn(T) -> &'static str,
            word: fn(T, Lang) -> &'static str,
            lang: Option<Lang>,
        ) -> Vec<&'static str> {
            all.iter().map(|one| lang.map_or_else(|| code(*one), |lang| word(*one, lang))).collect()
        }
        match self {
            FieldType::Status => each(Status::ALL, Status::code, Status::word, lang),
            FieldType::Light => each(Light::ALL, Light::code, Light::word, lang),
            FieldType::Interest => each(Interest::ALL, Interest::code, Interest::word, lang),
            FieldType::PlanState => each(PlanState::ALL, PlanState::code, PlanState::word, lang),
            FieldType::InstrumentKind => each(InstrumentKind::ALL, InstrumentKind::code, InstrumentKind::word, lang),
            FieldType::Basis => each(Basis::ALL, Basis::code, Basis::word, lang),
            FieldType::EntryBasis => each(EntryBasis::ALL, EntryBasis::code, EntryBasis::word, lang),
            FieldType::Audience => each(Audience::ALL, Audience::code, Audience::word, lang),
            _ => Vec::new(),
        }
    }
}

pub struct Field {
    /// The column, the CSV heading and, with hyphens, the flag.
    pub name: &'static str,
    pub da: &'static str,
    /// Other headings that are read.
    pub also: &'static [&'static str],
    pub kind: FieldType,
    pub help: &'static str,
    /// May be given to add and edit; the others are set by their own command.
    pub flag: bool,
    pub required: bool,
}

pub const fn field(name: &'static str, da: &'static str, kind: FieldType, help: &'static str) -> Field {
    Field { name, da, also: &[], kind, help, flag: true, required: false }
}

impl Field {
    pub const fn also(self, also: &'static [&'static str]) -> Field {
        Field { also, ..self }
    }
    pub const fn required(self) -> Field {
        Field { required: true, ..self }
    }
    pub const fn no_flag(self) -> Field {
        Field { flag: false, ..self }
    }

    /// The heading in a language.
    pub fn called(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.name,
            Lang::Da => self.da,
        }
    }

    /// Is this the heading? Case, spaces, hyphens and underscores are alike.
    pub fn is_called(&self, heading: &str) -> bool {
        let heading = nearest::plain(heading);
        self.names().any(|n| nearest::plain(n) == heading)
    }

    /// Is this another spelling of a name that it has?
    pub fn is_called_as(&self, name: &str, heading: &str) -> bool {
        nearest::plain(name) == nearest::plain(heading)
    }

    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        [self.name, self.da].into_iter().chain(self.also.iter().copied())
    }

    /// Whether several values stand in one cell, joined by `|`.
    pub fn is_many(&self) -> bool {
        matches!(
            self.kind,
            FieldType::Partnerships
                | FieldType::Authorities(_)
                | FieldType::Instruments
                | FieldType::Goals
                | FieldType::Tags
        )
    }

    /// Reads the text of a cell or a flag. Codes of other entities are looked up later, by the store.
    pub fn read(&self, text: &str) -> Result<Value, Refusal> {
        let text = &*text::composed(text);
        let trimmed = text.trim();
        let value = || trimmed.to_string();
        let one = |text: &str| Ok(Value::One(text.to_string()));
        let split = |seps: &[char]| -> Vec<String> {
            trimmed.split(seps).map(|t| text::seen(t).into_owned()).filter(|t| !t.is_empty()).collect()
        };
        match self.kind {
            FieldType::Text | FieldType::Authority => Ok(Value::One(text.trim_matches([' ', '\n', '\r']).to_string())),
            FieldType::Code | FieldType::Number | FieldType::Plan | FieldType::Objective | FieldType::Area => {
                // A code names files and is written into sheets: what acts instead of being seen gets lost there.
                let lines = trimmed.contains(['\n', '\r']);
                let trimmed = &*text::seen(trimmed);
                let is_seen = matches!(visible(trimmed, true), Cow::Borrowed(_));
                if trimmed.is_empty() || !is_seen || lines || trimmed.contains(['/', '|', ';']) {
                    return Err(Refusal::NotACode { what: self.name, value: value() });
                }
                one(trimmed)
            }
            FieldType::Year => match trimmed.parse::<i32>() {
                Ok(1000..=2999) if trimmed.len() == 4 => one(trimmed),
                _ => Err(Refusal::NotAYear { value: value() }),
            },
            FieldType::Day => Ok(Value::One(parse_day(trimmed, None)?.to_string())),
            FieldType::PartialDate => Ok(Value::One(PartialDate::parse(trimmed)?.to_string())),
            FieldType::Flag => match trimmed.to_lowercase().as_str() {
                "yes" | "ja" | "true" | "sand" | "1" | "x" => one("yes"),
                "no" | "nej" | "false" | "falsk" | "0" => one("no"),
                _ => Err(Refusal::NotYesNo { value: value() }),
            },
            FieldType::Country => {
                let upper = trimmed.to_uppercase();
                if upper.len() == 2 && upper.bytes().all(|b| b.is_ascii_uppercase()) {
                    Ok(Value::One(upper))
                } else {
                    Err(Refusal::NotACountry { value: value() })
                }
            }
            FieldType::Email => {
                if is_address(trimmed) {
                    one(trimmed)
                } else {
                    Err(Refusal::NotAnEmail { value: value() })
                }
            }
            FieldType::Interest => one(Interest::parse(trimmed)?.code()),
            FieldType::Status => one(Status::parse(trimmed)?.code()),
            FieldType::Light => one(Light::parse(trimmed)?.code()),
            FieldType::PlanState => one(PlanState::parse(trimmed)?.code()),
            FieldType::InstrumentKind => one(InstrumentKind::parse(trimmed)?.code()),
            FieldType::Basis => one(Basis::parse(trimmed)?.code()),
            FieldType::EntryBasis => one(EntryBasis::parse(trimmed)?.code()),
            FieldType::Audience => one(Audience::parse(trimmed)?.code()),
            FieldType::Partnerships | FieldType::Authorities(_) | FieldType::Instruments => {
                Ok(Value::Many(split(&['|', ';', '\n'])))
            }
            FieldType::Tags => Ok(Value::Many(split(&['|', ';', ',', '\n']))),
            FieldType::Goals => {
                let mut goals = Vec::new();
                for goal in split(&['|', ';', ',', ' ', '\n']) {
                    match goal.parse::<u8>() {
                        Ok(n @ 1..=17) => goals.push(n),
                        _ => return Err(Refusal::NotAGoal { value: goal }),
                    }
                }
                goals.sort_unstable();
                goals.dedup();
                Ok(Value::Many(goals.iter().map(u8::to_string).collect()))
            }
        }
    }
}

/// One address that every mail program can be given: a dot-atom and a domain, in ASCII (RFC 5321).
fn is_address(text: &str) -> bool {
    let atom = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&b))
    };
    let label = |part: &str| {
        let edge = part.starts_with('-') || part.ends_with('-');
        (1..=63).contains(&part.len()) && !edge && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    match text.split_once('@') {
        Some((name, domain)) => {
            text.len() <= 254 && name.len() <= 64 && name.split('.').all(atom) && domain.split('.').all(label)
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_address;

    #[test]
    fn an_address_is_one_that_every_mail_program_takes() {
        for good in ["ens@ens.dk", "a.b+c@um.dk", "x@xn--konomi-5xa.dk", "o'neil@example.org", "root@localhost"] {
            assert!(is_address(good), "{good}");
        }
        let bad = [
            "",
            "@",
            "ens",
            "ens@",
            "@ens.dk",
            "a@b@c.dk",
            "a b@ens.dk",
            ".a@ens.dk",
            "a..b@ens.dk",
            "a@ens..dk",
            "a@-ens.dk",
            "søren@ens.dk",
            "ens@økonomi.dk",
            "a@ens.dk\nBcc: b@c.dk",
            "a,b@ens.dk",
            "<a@ens.dk>",
            "\"a b\"@ens.dk",
            "a@[127.0.0.1]",
        ];
        for bad in bad {
            assert!(!is_address(bad), "{bad}");
        }
    }
}
