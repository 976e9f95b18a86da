//! The entities and their fields, each described once: the flags of add and edit, the headings of
//! CSV in both languages, the columns of lists and exports, and the SQL are all made from here.

use super::field::{Field, FieldType, field};
use super::{Lang, RoleKind};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EntityKind {
    Partnership,
    Plan,
    Area,
    Authority,
    Instrument,
    Objective,
    Activity,
}

const RETIRED_ON: Field =
    field("retired_on", "Taget ud", FieldType::Day, "first day on which it no longer counts").no_flag();
const RETIRED_REASON: Field =
    field("retired_reason", "Årsag til udtagning", FieldType::Text, "why it was taken out").no_flag();
const TITLE: Field = field("title", "Titel", FieldType::Text, "title in English").required();
const TITLE_DA: Field = field("title_da", "Dansk titel", FieldType::Text, "title in Danish");
const SOURCE: Field = field("source", "Kilde", FieldType::Text, "where the fact comes from");
const BASIS: Field =
    field("basis", "Grundlag", FieldType::Basis, "how the fact is known: official, covered, announced, cooperation");
const CASE: Field = field("case_number", "Sagsnummer", FieldType::Text, "number in the records system").also(&[
    "journalnummer",
    "sagsnr",
    "case",
]);
const NOTE: Field = field("note", "Note", FieldType::Text, "a remark").also(&["bemærkning", "remark"]);
const PLAN: Field = field("plan", "Plan", FieldType::Plan, "the plan").also(&["handlingsplan"]).no_flag().required();
const NUMBER: Field = field("number", "Nummer", FieldType::Number, "number in the plan")
    .also(&["nr", "no", "målsætning nr"])
    .no_flag()
    .required();
const CODE: Field =
    field("code", "Kode", FieldType::Code, "the short name").also(&["forkortelse"]).no_flag().required();
const LEAD: Field =
    field("lead", "Ansvarlig", FieldType::Authorities(RoleKind::Lead), "the authority that answers for it").also(&[
        "ansvarlig myndighed",
        "responsible",
        "lead authority",
    ]);
const SUPPORTING: Field =
    field("supporting", "Medvirkende", FieldType::Authorities(RoleKind::Supporting), "an authority that takes part");
const COUNTERPART: Field = field(
    "counterpart",
    "Modpart",
    FieldType::Authorities(RoleKind::Counterpart),
    "an authority of the partner country",
);
const ORIGINAL: Field =
    field("deadline_original", "Oprindelig frist", FieldType::PartialDate, "deadline as the plan was signed")
        .also(&["frist", "deadline"]);
const APPROVED: Field =
    field("deadline_approved", "Godkendt frist", FieldType::PartialDate, "the latest deadline that was agreed")
        .also(&["seneste godkendte frist"]);
const ADDED_ON: Field =
    field("added_on", "Optaget", FieldType::Day, "the day it was added to the plan, if later than the plan");

static PARTNERSHIP: &[Field] = &[
    CODE,
    field("country_code", "Landekode", FieldType::Country, "two letters: ID, CN").required(),
    field("country", "Land (engelsk)", FieldType::Text, "name of the country in English")
        .also(&["country_en", "land"])
        .required(),
    field("country_da", "Land (dansk)", FieldType::Text, "name of the country in Danish"),
    field("kind", "Art", FieldType::Text, "strategic, green strategic ..."),
    field("year", "År", FieldType::Year, "the year it began"),
    field("established_on", "Indgået", FieldType::Day, "the day it was agreed"),
    field("established_at", "Indgået i", FieldType::Text, "the place where it was agreed"),
    NOTE,
    SOURCE,
    RETIRED_ON,
    RETIRED_REASON,
];

static PLAN_FIELDS: &[Field] = &[
    CODE.also(&["plan"]),
    field("partnership", "Partnerskab", FieldType::Partnerships, "the partnership it serves; may be given twice")
        .also(&["partnerships"]),
    TITLE,
    TITLE_DA,
    field("document", "Dokument", FieldType::Text, "action plan, work programme, joint statement"),
    field("period_start", "Periode fra", FieldType::PartialDate, "when its period begins").also(&["from", "fra"]),
    field("period_end", "Periode til", FieldType::PartialDate, "when its period ends").also(&["to", "til"]),
    field("signed_on", "Underskrevet", FieldType::Day, "the day it was signed"),
    field("signed_at", "Underskrevet i", FieldType::Text, "the place where it was signed"),
    field("state", "Tilstand", FieldType::PlanState, "in-preparation, in-force, expired, superseded"),
    field("caveat", "Forbehold (engelsk)", FieldType::Text, "what every view of its objectives must say"),
    field("caveat_da", "Forbehold (dansk)", FieldType::Text, "the same in Danish"),
    CASE,
    NOTE,
    SOURCE,
    RETIRED_ON,
    RETIRED_REASON,
];

static AREA: &[Field] = &[
    PLAN,
    NUMBER,
    field("parent", "Overordnet", FieldType::Area, "the area that it lies in"),
    TITLE,
    TITLE_DA,
    RETIRED_ON,
    RETIRED_REASON,
];

static AUTHORITY: &[Field] = &[
    CODE,
    field("country", "Land", FieldType::Country, "two letters: DK, ID").also(&["country_code", "landekode"]).required(),
    field("name", "Navn", FieldType::Text, "name in its own language").required(),
    field("name_en", "Engelsk navn", FieldType::Text, "name in English"),
    field("name_da", "Dansk navn", FieldType::Text, "name in Danish, where its own language is not Danish"),
    field("name_from", "Navn fra", FieldType::Day, "the first day of this name; left out: the name it has now"),
    field("email", "E-mail", FieldType::Email, "where its sheets are sent").also(&["mail", "mailadresse"]),
    NOTE,
    SOURCE,
    RETIRED_ON,
    RETIRED_REASON,
];

static INSTRUMENT: &[Field] = &[
    CODE,
    field("name", "Navn", FieldType::Text, "name in English").required(),
    field("name_da", "Dansk navn", FieldType::Text, "name in Danish"),
    field("kind", "Art", FieldType::InstrumentKind, "programme, fund, pool, initiative, agreement").required(),
    NOTE,
    RETIRED_ON,
    RETIRED_REASON,
];

static OBJECTIVE: &[Field] = &[
    PLAN,
    NUMBER,
    field("area", "Indsatsområde", FieldType::Area, "the area of the plan: its number or its title").also(&["område"]),
    TITLE.also(&["målsætning", "objective"]),
    TITLE_DA,
    field("interest", "Interesse", FieldType::Interest, "political, commercial, sectoral"),
    field("continuing", "Løbende", FieldType::Flag, "by its nature it never ends: yes or no"),
    LEAD,
    SUPPORTING,
    COUNTERPART,
    ORIGINAL,
    APPROVED,
    field("instrument", "Instrument", FieldType::Instruments, "a programme, fund, pool, initiative or agreement")
        .also(&["instruments"]),
    field("sdg", "Verdensmål", FieldType::Goals, "numbers of the Sustainable Development Goals: 7|13").also(&["sdgs"]),
    field("tag", "Mærke", FieldType::Tags, "free words").also(&["tags", "mærker"]),
    BASIS,
    SOURCE,
    CASE,
    field("audience", "Målgruppe", FieldType::Audience, "who may see it: internal, partner, public"),
    ADDED_ON,
    RETIRED_ON,
    RETIRED_REASON,
];

static ACTIVITY: &[Field] = &[
    PLAN,
    field("objective", "Målsætning", FieldType::Objective, "the number of its objective").no_flag().required(),
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

impl EntityKind {
    pub const ALL: [EntityKind; 7] = [
        EntityKind::Partnership,
        EntityKind::Plan,
        EntityKind::Area,
        EntityKind::Authority,
        EntityKind::Instrument,
        EntityKind::Objective,
        EntityKind::Activity,
    ];

    /// The command, the table and, in messages, the word.
    pub fn name(self) -> &'static str {
        match self {
            EntityKind::Partnership => "partnership",
            EntityKind::Plan => "plan",
            EntityKind::Area => "area",
            EntityKind::Authority => "authority",
            EntityKind::Instrument => "instrument",
            EntityKind::Objective => "objective",
            EntityKind::Activity => "activity",
        }
    }

    /// The word in a language.
    pub fn word(self, lang: Lang) -> &'static str {
        match (lang, self) {
            (Lang::En, entity) => entity.name(),
            (_, EntityKind::Partnership) => "partnerskab",
            (_, EntityKind::Plan) => "plan",
            (_, EntityKind::Area) => "indsatsområde",
            (_, EntityKind::Authority) => "myndighed",
            (_, EntityKind::Instrument) => "instrument",
            (_, EntityKind::Objective) => "målsætning",
            (_, EntityKind::Activity) => "aktivitet",
        }
    }

    pub fn plural(self) -> &'static str {
        match self {
            EntityKind::Partnership => "partnerships",
            EntityKind::Plan => "plans",
            EntityKind::Area => "areas",
            EntityKind::Authority => "authorities",
            EntityKind::Instrument => "instruments",
            EntityKind::Objective => "objectives",
            EntityKind::Activity => "activities",
        }
    }

    pub fn fields(self) -> &'static [Field] {
        match self {
            EntityKind::Partnership => PARTNERSHIP,
            EntityKind::Plan => PLAN_FIELDS,
            EntityKind::Area => AREA,
            EntityKind::Authority => AUTHORITY,
            EntityKind::Instrument => INSTRUMENT,
            EntityKind::Objective => OBJECTIVE,
            EntityKind::Activity => ACTIVITY,
        }
    }

    /// By its name, as a table or a command has it.
    pub fn named(name: &str) -> Option<EntityKind> {
        EntityKind::ALL.into_iter().find(|entity| entity.name() == name)
    }

    pub fn field(self, name: &str) -> Option<&'static Field> {
        self.fields().iter().find(|f| f.name == name)
    }

    /// The fields that tell one from another, outermost first.
    pub fn key(self) -> &'static [&'static str] {
        match self {
            EntityKind::Area | EntityKind::Objective => &["plan", "number"],
            EntityKind::Activity => &["plan", "objective", "number"],
            _ => &["code"],
        }
    }
}
