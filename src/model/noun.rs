//! The nouns and their fields, each described once: the flags of add and edit, the headings of
//! CSV in both languages, the columns of lists and exports, and the SQL are all made from here.

use super::choice::{InstrumentKind, PlanState};
use super::guard::visible;
use super::{
    Audience, Basis, EntryBasis, Interest, Lang, Light, Partial, Refusal, RoleKind, Status, Value, nearest, parse_day,
};
use std::borrow::Cow;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Noun {
    Partnership,
    Plan,
    Area,
    Authority,
    Instrument,
    Objective,
    Activity,
}

/// What a field holds, and so how it is read and stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    /// A short name that others refer to.
    Code,
    /// A number of a plan: a text.
    Number,
    Year,
    Day,
    Partial,
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

impl Kind {
    /// What a code of this kind is called; nothing where the kind has no codes, or not this one.
    pub fn word(self, code: &str, lang: Lang) -> Option<&'static str> {
        match self {
            Kind::Status => Status::from_code(code).map(|w| w.word(lang)),
            Kind::Light => Light::from_code(code).map(|w| w.word(lang)),
            Kind::Interest => Interest::from_code(code).map(|w| w.word(lang)),
            Kind::PlanState => PlanState::from_code(code).map(|w| w.word(lang)),
            Kind::InstrumentKind => InstrumentKind::from_code(code).map(|w| w.word(lang)),
            Kind::Basis => Basis::from_code(code).map(|w| w.word(lang)),
            Kind::EntryBasis => EntryBasis::from_code(code).map(|w| w.word(lang)),
            Kind::Audience => Audience::from_code(code).map(|w| w.word(lang)),
            _ => None,
        }
    }
}

pub struct Field {
    /// The column, the CSV heading and, with hyphens, the flag.
    pub name: &'static str,
    pub da: &'static str,
    /// Other headings that are read.
    pub also: &'static [&'static str],
    pub kind: Kind,
    pub help: &'static str,
    /// May be given to add and edit; the others are set by their own command.
    pub flag: bool,
    pub required: bool,
}

pub const fn field(name: &'static str, da: &'static str, kind: Kind, help: &'static str) -> Field {
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
        matches!(self.kind, Kind::Partnerships | Kind::Authorities(_) | Kind::Instruments | Kind::Goals | Kind::Tags)
    }

    /// Reads the text of a cell or a flag. Codes of other nouns are looked up later, by the store.
    pub fn read(&self, text: &str) -> Result<Value, Refusal> {
        let trimmed = text.trim();
        let value = || trimmed.to_string();
        let one = |text: &str| Ok(Value::One(text.to_string()));
        let split = |seps: &[char]| -> Vec<String> {
            trimmed.split(seps).map(str::trim).filter(|t| !t.is_empty()).map(str::to_string).collect()
        };
        match self.kind {
            Kind::Text | Kind::Authority => Ok(Value::One(text.trim_matches([' ', '\n', '\r']).to_string())),
            Kind::Code | Kind::Number | Kind::Plan | Kind::Objective | Kind::Area => {
                // A code names files and is written into sheets: what acts instead of being seen gets lost there.
                let is_seen = matches!(visible(trimmed, true), Cow::Borrowed(_));
                if trimmed.is_empty() || !is_seen || trimmed.contains(['/', '|', ';', '\n', '\r']) {
                    return Err(Refusal::NotACode { what: self.name, value: value() });
                }
                one(trimmed)
            }
            Kind::Year => match trimmed.parse::<i32>() {
                Ok(1000..=2999) if trimmed.len() == 4 => one(trimmed),
                _ => Err(Refusal::NotAYear { value: value() }),
            },
            Kind::Day => Ok(Value::One(parse_day(trimmed, None)?.to_string())),
            Kind::Partial => Ok(Value::One(Partial::parse(trimmed)?.to_string())),
            Kind::Flag => match trimmed.to_lowercase().as_str() {
                "yes" | "ja" | "true" | "sand" | "1" | "x" => one("yes"),
                "no" | "nej" | "false" | "falsk" | "0" => one("no"),
                _ => Err(Refusal::NotYesNo { value: value() }),
            },
            Kind::Country => {
                let upper = trimmed.to_uppercase();
                if upper.len() == 2 && upper.bytes().all(|b| b.is_ascii_uppercase()) {
                    Ok(Value::One(upper))
                } else {
                    Err(Refusal::NotACountry { value: value() })
                }
            }
            Kind::Email => {
                let whole = |part: &str| !part.is_empty() && !part.contains(char::is_whitespace);
                match trimmed.rsplit_once('@') {
                    Some((name, at)) if whole(name) && whole(at) && !trimmed.contains([',', ';', '<', '>']) => {
                        one(trimmed)
                    }
                    _ => Err(Refusal::NotAnEmail { value: value() }),
                }
            }
            Kind::Interest => one(Interest::parse(trimmed)?.code()),
            Kind::Status => one(Status::parse(trimmed)?.code()),
            Kind::Light => one(Light::parse(trimmed)?.code()),
            Kind::PlanState => one(PlanState::parse(trimmed)?.code()),
            Kind::InstrumentKind => one(InstrumentKind::parse(trimmed)?.code()),
            Kind::Basis => one(Basis::parse(trimmed)?.code()),
            Kind::EntryBasis => one(EntryBasis::parse(trimmed)?.code()),
            Kind::Audience => one(Audience::parse(trimmed)?.code()),
            Kind::Partnerships | Kind::Authorities(_) | Kind::Instruments => Ok(Value::Many(split(&['|', ';', '\n']))),
            Kind::Tags => Ok(Value::Many(split(&['|', ';', ',', '\n']))),
            Kind::Goals => {
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

const RETIRED_ON: Field =
    field("retired_on", "Taget ud", Kind::Day, "first day on which it no longer counts").no_flag();
const RETIRED_REASON: Field =
    field("retired_reason", "Årsag til udtagning", Kind::Text, "why it was taken out").no_flag();
const TITLE: Field = field("title", "Titel", Kind::Text, "title in English").required();
const TITLE_DA: Field = field("title_da", "Dansk titel", Kind::Text, "title in Danish");
const SOURCE: Field = field("source", "Kilde", Kind::Text, "where the fact comes from");
const BASIS: Field =
    field("basis", "Grundlag", Kind::Basis, "how the fact is known: official, covered, announced, cooperation");
const CASE: Field = field("case_number", "Sagsnummer", Kind::Text, "number in the records system").also(&[
    "journalnummer",
    "sagsnr",
    "case",
]);
const NOTE: Field = field("note", "Note", Kind::Text, "a remark").also(&["bemærkning", "remark"]);
const PLAN: Field = field("plan", "Plan", Kind::Plan, "the plan").also(&["handlingsplan"]).no_flag().required();
const NUMBER: Field = field("number", "Nummer", Kind::Number, "number in the plan")
    .also(&["nr", "no", "målsætning nr"])
    .no_flag()
    .required();
const CODE: Field = field("code", "Kode", Kind::Code, "the short name").also(&["forkortelse"]).no_flag().required();
const LEAD: Field = field("lead", "Ansvarlig", Kind::Authorities(RoleKind::Lead), "the authority that answers for it")
    .also(&["ansvarlig myndighed", "responsible", "lead authority"]);
const SUPPORTING: Field =
    field("supporting", "Medvirkende", Kind::Authorities(RoleKind::Supporting), "an authority that takes part");
const COUNTERPART: Field =
    field("counterpart", "Modpart", Kind::Authorities(RoleKind::Counterpart), "an authority of the partner country");
const ORIGINAL: Field =
    field("deadline_original", "Oprindelig frist", Kind::Partial, "deadline as the plan was signed")
        .also(&["frist", "deadline"]);
const APPROVED: Field =
    field("deadline_approved", "Godkendt frist", Kind::Partial, "the latest deadline that was agreed")
        .also(&["seneste godkendte frist"]);
const ADDED_ON: Field =
    field("added_on", "Optaget", Kind::Day, "the day it was added to the plan, if later than the plan");

static PARTNERSHIP: &[Field] = &[
    CODE,
    field("country_code", "Landekode", Kind::Country, "two letters: ID, CN").required(),
    field("country", "Land (engelsk)", Kind::Text, "name of the country in English")
        .also(&["country_en", "land"])
        .required(),
    field("country_da", "Land (dansk)", Kind::Text, "name of the country in Danish"),
    field("kind", "Art", Kind::Text, "strategic, green strategic ..."),
    field("year", "År", Kind::Year, "the year it began"),
    field("established_on", "Indgået", Kind::Day, "the day it was agreed"),
    field("established_at", "Indgået i", Kind::Text, "the place where it was agreed"),
    NOTE,
    SOURCE,
    RETIRED_ON,
    RETIRED_REASON,
];

static PLAN_FIELDS: &[Field] = &[
    CODE.also(&["plan"]),
    field("partnership", "Partnerskab", Kind::Partnerships, "the partnership it serves; may be given twice")
        .also(&["partnerships"]),
    TITLE,
    TITLE_DA,
    field("document", "Dokument", Kind::Text, "action plan, work programme, joint statement"),
    field("period_start", "Periode fra", Kind::Partial, "when its period begins").also(&["from", "fra"]),
    field("period_end", "Periode til", Kind::Partial, "when its period ends").also(&["to", "til"]),
    field("signed_on", "Underskrevet", Kind::Day, "the day it was signed"),
    field("signed_at", "Underskrevet i", Kind::Text, "the place where it was signed"),
    field("state", "Tilstand", Kind::PlanState, "in-preparation, in-force, expired, superseded"),
    field("caveat", "Forbehold (engelsk)", Kind::Text, "what every view of its objectives must say"),
    field("caveat_da", "Forbehold (dansk)", Kind::Text, "the same in Danish"),
    CASE,
    NOTE,
    SOURCE,
    RETIRED_ON,
    RETIRED_REASON,
];

static AREA: &[Field] = &[
    PLAN,
    NUMBER,
    field("parent", "Overordnet", Kind::Area, "the area that it lies in"),
    TITLE,
    TITLE_DA,
    RETIRED_ON,
    RETIRED_REASON,
];

static AUTHORITY: &[Field] = &[
    CODE,
    field("country", "Land", Kind::Country, "two letters: DK, ID").also(&["country_code", "landekode"]).required(),
    field("name", "Navn", Kind::Text, "name in its own language").required(),
    field("name_en", "Engelsk navn", Kind::Text, "name in English"),
    field("name_da", "Dansk navn", Kind::Text, "name in Danish, where its own language is not Danish"),
    field("name_from", "Navn fra", Kind::Day, "the first day of this name; left out: the name it has now"),
    field("email", "E-mail", Kind::Email, "where its sheets are sent").also(&["mail", "mailadresse"]),
    NOTE,
    SOURCE,
    RETIRED_ON,
    RETIRED_REASON,
];

static INSTRUMENT: &[Field] = &[
    CODE,
    field("name", "Navn", Kind::Text, "name in English").required(),
    field("name_da", "Dansk navn", Kind::Text, "name in Danish"),
    field("kind", "Art", Kind::InstrumentKind, "programme, fund, pool, initiative, agreement").required(),
    NOTE,
    RETIRED_ON,
    RETIRED_REASON,
];

static OBJECTIVE: &[Field] = &[
    PLAN,
    NUMBER,
    field("area", "Indsatsområde", Kind::Area, "the area of the plan: its number or its title").also(&["område"]),
    TITLE.also(&["målsætning", "objective"]),
    TITLE_DA,
    field("interest", "Interesse", Kind::Interest, "political, commercial, sectoral"),
    field("continuing", "Løbende", Kind::Flag, "by its nature it never ends: yes or no"),
    LEAD,
    SUPPORTING,
    COUNTERPART,
    ORIGINAL,
    APPROVED,
    field("instrument", "Instrument", Kind::Instruments, "a programme, fund, pool, initiative or agreement")
        .also(&["instruments"]),
    field("sdg", "Verdensmål", Kind::Goals, "numbers of the Sustainable Development Goals: 7|13").also(&["sdgs"]),
    field("tag", "Mærke", Kind::Tags, "free words").also(&["tags", "mærker"]),
    BASIS,
    SOURCE,
    CASE,
    field("audience", "Målgruppe", Kind::Audience, "who may see it: internal, partner, public"),
    ADDED_ON,
    RETIRED_ON,
    RETIRED_REASON,
];

static ACTIVITY: &[Field] = &[
    PLAN,
    field("objective", "Målsætning", Kind::Objective, "the number of its objective").no_flag().required(),
    NUMBER,
    TITLE.also(&["aktivitet", "activity"]),
    TITLE_DA,
    LEAD,
    SUPPORTING,
    COUNTERPART,
    ORIGINAL,
    APPROVED,
    BASIS,
    SOURCE,
    CASE,
    ADDED_ON,
    RETIRED_ON,
    RETIRED_REASON,
];

impl Noun {
    pub const ALL: [Noun; 7] =
        [Noun::Partnership, Noun::Plan, Noun::Area, Noun::Authority, Noun::Instrument, Noun::Objective, Noun::Activity];

    /// The command, the table and, in messages, the word.
    pub fn name(self) -> &'static str {
        match self {
            Noun::Partnership => "partnership",
            Noun::Plan => "plan",
            Noun::Area => "area",
            Noun::Authority => "authority",
            Noun::Instrument => "instrument",
            Noun::Objective => "objective",
            Noun::Activity => "activity",
        }
    }

    /// The word in a language.
    pub fn word(self, lang: Lang) -> &'static str {
        match (lang, self) {
            (Lang::En, noun) => noun.name(),
            (_, Noun::Partnership) => "partnerskab",
            (_, Noun::Plan) => "plan",
            (_, Noun::Area) => "indsatsområde",
            (_, Noun::Authority) => "myndighed",
            (_, Noun::Instrument) => "instrument",
            (_, Noun::Objective) => "målsætning",
            (_, Noun::Activity) => "aktivitet",
        }
    }

    pub fn plural(self) -> &'static str {
        match self {
            Noun::Partnership => "partnerships",
            Noun::Plan => "plans",
            Noun::Area => "areas",
            Noun::Authority => "authorities",
            Noun::Instrument => "instruments",
            Noun::Objective => "objectives",
            Noun::Activity => "activities",
        }
    }

    pub fn fields(self) -> &'static [Field] {
        match self {
            Noun::Partnership => PARTNERSHIP,
            Noun::Plan => PLAN_FIELDS,
            Noun::Area => AREA,
            Noun::Authority => AUTHORITY,
            Noun::Instrument => INSTRUMENT,
            Noun::Objective => OBJECTIVE,
            Noun::Activity => ACTIVITY,
        }
    }

    pub fn field(self, name: &str) -> Option<&'static Field> {
        self.fields().iter().find(|f| f.name == name)
    }

    /// The fields that tell one from another, outermost first.
    pub fn key(self) -> &'static [&'static str] {
        match self {
            Noun::Area | Noun::Objective => &["plan", "number"],
            Noun::Activity => &["plan", "objective", "number"],
            _ => &["code"],
        }
    }
}
