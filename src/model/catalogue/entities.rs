//! The entities: what people add, edit and take out of use, with what they write of each. Flags of add and edit,
//! headings of CSV in both languages, lists and exports are made from here.

use super::table::{Table, TableKind::Entity};
use crate::model::RoleKind;
use crate::model::field::{Field, FieldType, column, field};

pub(super) const UID: Field = column("uid", "", FieldType::Uid);
const SORT: Field = column("sort", "", FieldType::Sort).local();
const RETIRED_ON: Field = field("retired_on", "Udgået", FieldType::Day, "first day on which it no longer counts")
    .also(&["taget ud"])
    .no_flag();
const RETIRED_REASON: Field =
    field("retired_reason", "Årsag til udtagning", FieldType::Text, "why it was taken out").no_flag();
const TITLE: Field = field("title", "Titel", FieldType::Text, "title in English").required().open();
const TITLE_DA: Field = field("title_da", "Dansk titel", FieldType::Text, "title in Danish").open();
const SOURCE: Field = field("source", "Kilde", FieldType::Text, "where the fact comes from");
const BASIS: Field =
    field("basis", "Grundlag", FieldType::Basis, "how the fact is known: official, covered, announced, cooperation");
const CASE: Field = field("case_number", "Sagsnummer", FieldType::Text, "number in the records system").also(&[
    "journalnummer",
    "sagsnr",
    "case",
]);
const NOTE: Field = field("note", "Bemærkning", FieldType::Text, "a remark").also(&["remark"]);
const OF_PLAN: Field = field("plan", "Plan", FieldType::Plan, "the plan").also(&["handlingsplan"]).no_flag().required();
const NUMBER: Field = field("number", "Nummer", FieldType::Number, "number in the plan")
    .also(&["nr", "no", "målsætning nr"])
    .no_flag()
    .required();
const CODE: Field =
    field("code", "Kode", FieldType::Code, "the short name").also(&["forkortelse"]).no_flag().required();
const LEAD: Field =
    field("lead", "Ansvarlig", FieldType::Authorities(RoleKind::Lead), "the authority that answers for it")
        .kept_in("role")
        .also(&["ansvarlig myndighed", "responsible", "lead authority"]);
const SUPPORTING: Field =
    field("supporting", "Medansvarlig", FieldType::Authorities(RoleKind::Supporting), "an authority that takes part")
        .kept_in("role")
        .also(&["medvirkende"]);
const COUNTERPART: Field = field(
    "counterpart",
    "Modpart",
    FieldType::Authorities(RoleKind::Counterpart),
    "an authority of the partner country",
)
.kept_in("role");
const ORIGINAL: Field =
    field("deadline_original", "Oprindelig frist", FieldType::PartialDate, "deadline as the plan was signed")
        .also(&["frist", "deadline"]);
const APPROVED: Field =
    field("deadline_approved", "Godkendt frist", FieldType::PartialDate, "the latest deadline that was agreed")
        .also(&["seneste godkendte frist"]);
const ADDED_ON: Field =
    field("added_on", "Optaget", FieldType::Day, "the day it was added to the plan, if later than the plan");

pub(super) const NAME: Field = field("name", "Navn", FieldType::Text, "name in its own language").required().open();
pub(super) const NAME_EN: Field = field("name_en", "Engelsk navn", FieldType::Text, "name in English").open();
pub(super) const NAME_DA: Field =
    field("name_da", "Dansk navn", FieldType::Text, "name in Danish, where its own language is not Danish").open();
pub(super) const NAME_FROM: Field =
    field("name_from", "Navn fra", FieldType::Day, "the first day of this name; left out: the name it has now");

pub static PARTNERSHIP: Table = Table::new(
    "partnership",
    Entity,
    &[
        CODE,
        field("country_code", "Landekode", FieldType::Country, "two letters: ID, CN").required(),
        field("country", "Land (engelsk)", FieldType::Text, "name of the country in English")
            .also(&["country_en", "land"])
            .required()
            .open(),
        field("country_da", "Land (dansk)", FieldType::Text, "name of the country in Danish").open(),
        field("kind", "Art", FieldType::Text, "strategic, green strategic ..."),
        field("year", "År", FieldType::Year, "the year it began"),
        field("established_on", "Indgået", FieldType::Day, "the day it was agreed"),
        field("established_at", "Indgået i", FieldType::Text, "the place where it was agreed"),
        NOTE,
        SOURCE,
        RETIRED_ON,
        RETIRED_REASON,
    ],
    &[&["code"]],
)
.word("partnership", "partnerskab")
.plural("partnerships", "partnerskaber")
.neuter()
.called(&["code"]);

pub static PLAN: Table = Table::new(
    "plan",
    Entity,
    &[
        CODE.also(&["plan"]),
        field("partnership", "Partnerskab", FieldType::Partnerships, "the partnership it serves; may be given twice")
            .kept_in("plan_partnership")
            .also(&["partnerships"]),
        TITLE,
        TITLE_DA,
        field("document", "Dokument", FieldType::Text, "action plan, work programme, joint statement"),
        field("period_start", "Periode fra", FieldType::PartialDate, "when its period begins").also(&["from", "fra"]),
        field("period_end", "Periode til", FieldType::PartialDate, "when its period ends").also(&["to", "til"]),
        field("signed_on", "Underskrevet", FieldType::Day, "the day it was signed"),
        field("signed_at", "Underskrevet i", FieldType::Text, "the place where it was signed"),
        field("state", "Tilstand", FieldType::PlanState, "in-preparation, in-force, expired, superseded"),
        field("caveat", "Forbehold (engelsk)", FieldType::Text, "what every view of its objectives must say").open(),
        field("caveat_da", "Forbehold (dansk)", FieldType::Text, "the same in Danish").open(),
        CASE,
        NOTE,
        SOURCE,
        RETIRED_ON,
        RETIRED_REASON,
    ],
    &[&["code"]],
)
.word("plan", "plan")
.plural("plans", "planer")
.called(&["code"]);

pub static AREA: Table = Table::new(
    "area",
    Entity,
    &[
        OF_PLAN,
        NUMBER,
        SORT,
        field("parent", "Overordnet", FieldType::Area, "the area that it lies in"),
        TITLE,
        TITLE_DA,
        RETIRED_ON,
        RETIRED_REASON,
    ],
    &[&["plan", "number"]],
)
.word("area", "indsatsområde")
.plural("areas", "indsatsområder")
.neuter()
.parent(&["plan"])
.called(&["number"]);

pub static AUTHORITY: Table = Table::new(
    "authority",
    Entity,
    &[
        CODE,
        field("country", "Land", FieldType::Country, "two letters: DK, ID")
            .also(&["country_code", "landekode"])
            .required(),
        NAME.kept_in("authority_name"),
        NAME_EN.kept_in("authority_name"),
        NAME_DA.kept_in("authority_name"),
        NAME_FROM.kept_in("authority_name"),
        field("email", "E-mail", FieldType::Email, "where its sheets are sent").also(&["mail", "mailadresse"]).added(4),
        NOTE,
        SOURCE,
        RETIRED_ON,
        RETIRED_REASON,
    ],
    &[&["code"]],
)
.word("authority", "myndighed")
.plural("authorities", "myndigheder")
.called(&["code"]);

pub static INSTRUMENT: Table = Table::new(
    "instrument",
    Entity,
    &[
        CODE,
        field("name", "Navn", FieldType::Text, "name in English").required().open(),
        field("name_da", "Dansk navn", FieldType::Text, "name in Danish").open(),
        field("kind", "Art", FieldType::InstrumentKind, "programme, fund, pool, initiative, agreement").required(),
        NOTE,
        RETIRED_ON,
        RETIRED_REASON,
    ],
    &[&["code"]],
)
.word("instrument", "instrument")
.plural("instruments", "instrumenter")
.neuter()
.called(&["code"]);

pub static OBJECTIVE: Table = Table::new(
    "objective",
    Entity,
    &[
        UID,
        OF_PLAN,
        NUMBER,
        SORT,
        field("area", "Indsatsområde", FieldType::Area, "the area of the plan: its number or its title")
            .also(&["område"]),
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
            .kept_in("objective_instrument")
            .also(&["instruments"]),
        field("sdg", "Verdensmål", FieldType::Goals, "numbers of the Sustainable Development Goals: 7|13")
            .kept_in("sdg")
            .also(&["sdgs"]),
        field("tag", "Mærke", FieldType::Tags, "free words").kept_in("tag").also(&["tags", "mærker"]),
        BASIS,
        SOURCE,
        CASE,
        field("audience", "Målgruppe", FieldType::Audience, "who may see it: internal, partner, public").added(3),
        ADDED_ON,
        RETIRED_ON,
        RETIRED_REASON,
    ],
    &[&["uid"], &["plan", "number"]],
)
.word("objective", "målsætning")
.plural("objectives", "målsætninger")
.parent(&["plan"])
.called(&["number"]);

pub static ACTIVITY: Table = Table::new(
    "activity",
    Entity,
    &[
        UID,
        OF_PLAN.kept_in("objective"),
        field("objective", "Målsætning", FieldType::Objective, "the number of its objective").no_flag().required(),
        NUMBER,
        SORT,
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
    ],
    &[&["uid"], &["objective", "number"]],
)
.word("activity", "aktivitet")
.plural("activities", "aktiviteter")
.parent(&["objective"])
.called(&["number"]);
