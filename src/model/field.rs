//! Fields: their names, their values, and how a cell or a flag is read into them.

use super::choice::{InstrumentKind, PlanState};
use super::country;
use super::escaping::visible;
use super::succession::Reform;
use super::{
    Audience, Basis, EntryBasis, Interest, Lang, Light, PartialDate, Refusal, RoleKind, Status, Value, nearest,
    parse_day, text,
};
use std::borrow::Cow;

/// The type of a field: how it is read and stored.
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
    /// The role that an authority has.
    Role,
    /// How one authority took over from another.
    Reform,
    /// An identity, the same in every copy: a UUID.
    Uid,
    /// A SHA-256 in hexadecimal.
    Digest,
    /// Made from the number beside it, so that numbers are ordered as a person does.
    Sort,
    /// A name that no folder is in: of a file, of a command.
    Name,
    /// A whole number; the file has its bounds.
    Count,
    /// JSON, whose shape its reader knows.
    Json,
    /// The operation of a change, as JSON.
    Operation,
    Quarter,
    /// A moment in UTC: 2023-07-05T09:00:00Z.
    Moment,
    /// Names of fields of the log, with blanks between.
    FieldNames,
    /// A word of the program: one of these, where any are named.
    Word(&'static [&'static str]),
    /// A text that is held against a digest.
    Sealed,
    /// A row of a table; the number that it has in this copy.
    Row(&'static str),
    /// A row of the table that another column names.
    SomeRow,
}

impl FieldType {
    /// The word for a code of this type; nothing where the type has no codes, or not this one.
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

    /// The table whose row a column of this kind holds.
    pub const fn refers_to(self) -> Option<&'static str> {
        match self {
            FieldType::Plan => Some("plan"),
            FieldType::Objective => Some("objective"),
            FieldType::Area => Some("area"),
            FieldType::Authority => Some("authority"),
            FieldType::Row(table) => Some(table),
            _ => None,
        }
    }

    /// Whether a column of this kind holds a whole number.
    pub const fn is_number(self) -> bool {
        self.refers_to().is_some()
            || matches!(
                self,
                FieldType::SomeRow | FieldType::Count | FieldType::Flag | FieldType::Year | FieldType::Goals
            )
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
            FieldType::Role => each(RoleKind::ALL, RoleKind::code, RoleKind::word, lang),
            FieldType::Reform => Reform::ALL.iter().map(|r| r.code()).collect(),
            FieldType::Word(words) => words.to_vec(),
            _ => Vec::new(),
        }
    }
}

/// A column of a table, or what people write of an entity in another table than its own.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The CSV heading and, with hyphens, the flag.
    pub name: &'static str,
    /// The column; its name, but where the heading also says what it is a column of.
    pub column: &'static str,
    /// The heading in Danish; empty: nobody is told of it.
    pub da: &'static str,
    /// Other headings that are read.
    pub also: &'static [&'static str],
    pub kind: FieldType,
    pub help: &'static str,
    /// Written by people, in a cell or a flag; the others are written by the program.
    pub typed: bool,
    /// May be given to add and edit; the others are set by their own command.
    pub flag: bool,
    pub required: bool,
    /// The table that keeps it, where it is not the one that it is a field of.
    pub kept_in: Option<&'static str>,
    /// The format of the file that it came with; 0: as old as its table.
    pub added: u8,
    /// Whether its value is one of this copy alone, or follows from others.
    pub local: bool,
    /// Whether it may go to others who may see the row. Prose may not unless that is said.
    pub open: bool,
}

/// A field that people write.
pub const fn field(name: &'static str, da: &'static str, kind: FieldType, help: &'static str) -> Field {
    Field { help, typed: true, flag: true, ..column(name, da, kind) }
}

/// A column that the program writes.
pub const fn column(name: &'static str, da: &'static str, kind: FieldType) -> Field {
    let open = !matches!(kind, FieldType::Text | FieldType::Tags);
    Field {
        name,
        column: name,
        da,
        also: &[],
        kind,
        help: "",
        typed: false,
        flag: false,
        required: false,
        kept_in: None,
        added: 0,
        local: false,
        open,
    }
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
    pub const fn column(self, column: &'static str) -> Field {
        Field { column, ..self }
    }
    pub const fn kept_in(self, table: &'static str) -> Field {
        Field { kept_in: Some(table), ..self }
    }
    pub const fn added(self, format: u8) -> Field {
        Field { added: format, ..self }
    }
    pub const fn local(self) -> Field {
        Field { local: true, ..self }
    }
    pub const fn open(self) -> Field {
        Field { open: true, ..self }
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
                let nearest = || country::nearest(trimmed);
                let refused = || Refusal::NotACountry { value: value(), nearest: nearest() };
                country::parse(trimmed).map(Value::One).ok_or_else(refused)
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
            FieldType::Role => one(RoleKind::parse(trimmed)?.code()),
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
            // Prose, and what only the program writes.
            _ => Ok(Value::One(text.trim_matches([' ', '\n', '\r']).to_string())),
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
