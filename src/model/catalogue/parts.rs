//! Parts of the entities: links, the log, dated facts, sheets that were sent; and the bookkeeping of the file.

use super::entities::{NAME, NAME_DA, NAME_EN, NAME_FROM, UID};
use super::table::Table;
use super::table::TableKind::{Bookkeeping, Derived, Frozen, Link, Log, Record};
use crate::model::field::{Field, FieldType, column, field};

const OBJECTIVE: Field = column("objective", "målsætning", FieldType::Objective);
const ACTIVITY: Field = column("activity", "aktivitet", FieldType::Row("activity"));
const AUTHORITY: Field = column("authority", "myndighed", FieldType::Authority);
const PLAN: Field = column("plan", "plan", FieldType::Plan);
const OF_SHEET: Field = column("sheet", "skema", FieldType::Row("sheet"));
const AS_OF: Field = column("as_of", "gælder pr.", FieldType::Day);
const FROM_DAY: Field = column("from_day", "fra", FieldType::Day);
const REASON: Field = column("reason", "årsag", FieldType::Text);
const CODE: Field = column("code", "kode", FieldType::Code);
const QUARTER: Field = column("quarter", "kvartal", FieldType::Quarter);
const DIGEST: Field = column("digest", "SHA-256", FieldType::Digest);
const PLACE: Field = column("place", "", FieldType::Count);
const REVISION_NUMBER: Field = column("number", "udgave", FieldType::Count);
const BEFORE: Field = column("before", "før", FieldType::PartialDate);
const AFTER: Field = column("after", "efter", FieldType::PartialDate);
const OF_TABLE: Field = column("noun", "", FieldType::Word(&[]));
const OF_ROW: Field = column("uid", "", FieldType::Text);
const LANG: Field = column("lang", "sprog", FieldType::Word(&["da", "en"]));

pub static PLAN_PARTNERSHIP: Table = Table::new(
    "plan_partnership",
    Link,
    &[PLAN, column("partnership", "Partnerskab", FieldType::Row("partnership"))],
    &[&["plan", "partnership"]],
)
.parent(&["plan"])
.called(&["partnership"]);

pub static AUTHORITY_NAME: Table = Table::new(
    "authority_name",
    Record,
    &[AUTHORITY, NAME_FROM, NAME, NAME_EN, NAME_DA],
    &[&["authority", "name_from"]],
)
.parent(&["authority"])
.called(&["name_from"]);

pub static ROLE: Table = Table::new(
    "role",
    Link,
    &[
        OBJECTIVE,
        ACTIVITY,
        column("role", "rolle", FieldType::Role),
        AUTHORITY,
        PLACE.local(),
        FROM_DAY,
        column("until_day", "til", FieldType::Day),
    ],
    &[&["objective", "activity", "role", "authority", "from_day"]],
)
.word("role", "rolle")
.parent(&["objective", "activity"])
.called(&["role", "authority", "from_day"]);

pub static SDG: Table =
    Table::new("sdg", Link, &[OBJECTIVE, column("goal", "Verdensmål", FieldType::Goals)], &[&["objective", "goal"]])
        .parent(&["objective"])
        .called(&["goal"]);

pub static TAG: Table =
    Table::new("tag", Link, &[OBJECTIVE, column("tag", "Mærke", FieldType::Tags)], &[&["objective", "tag"]])
        .parent(&["objective"])
        .called(&["tag"]);

pub static OBJECTIVE_INSTRUMENT: Table = Table::new(
    "objective_instrument",
    Link,
    &[OBJECTIVE, column("instrument", "Instrument", FieldType::Row("instrument"))],
    &[&["objective", "instrument"]],
)
.parent(&["objective"])
.called(&["instrument"]);

pub static ENTRY: Table = Table::new(
    "entry",
    Log,
    &[
        UID,
        OBJECTIVE,
        ACTIVITY,
        field("as_of", "Gælder pr.", FieldType::Day, "the day when it was true").also(&["pr dato", "dato", "date"]),
        field("status", "Status", FieldType::Status, "where it stands"),
        field("light", "Trafiklys", FieldType::Light, "the officer's judgement").also(&["lys", "rag"]),
        field("note", "Bemærkning", FieldType::Text, "what happened").also(&[
            "bemærkninger",
            "statusbemærkning",
            "kommentar",
            "comment",
        ]),
        field("evidence", "Dokumentation", FieldType::Text, "what proves it"),
        field("expected", "Forventet", FieldType::PartialDate, "when it is now expected to end").also(&[
            "deadline_expected",
            "forventet frist",
            "forventet afslutning",
        ]),
        field("expected_reason", "Årsag til ny forventning", FieldType::Text, "why the expected date moved")
            .also(&["årsag", "reason"]),
        field("blocked_by", "Afventer", FieldType::Text, "what stands in the way").also(&["blokeret af"]),
        field("ask", "Kan løses af", FieldType::Authority, "the authority that can take it away"),
        column("said", "", FieldType::FieldNames),
        field(
            "entry_basis",
            "Indberetningens grundlag",
            FieldType::EntryBasis,
            "how the line is known: sourced, illustrative",
        )
        .column("basis"),
        field("entry_source", "Indberetningens kilde", FieldType::Text, "where the line comes from").column("source"),
        column("supersedes", "", FieldType::Uid),
        field("entry_audience", "Indberetningens målgruppe", FieldType::Audience, "who may read the texts of the line")
            .column("audience")
            .added(3),
    ],
    &[&["uid"]],
)
.word("entry", "indberetning")
.plural("entries", "indberetninger")
.parent(&["objective", "activity"]);

pub static DEADLINE_MOVE: Table = Table::new(
    "deadline_move",
    Log,
    &[UID, OBJECTIVE, ACTIVITY, BEFORE, AFTER, AS_OF, REASON, column("agreed_by", "aftalt af", FieldType::Text)],
    &[&["uid"]],
)
.word("deadline move", "flytning af frist")
.parent(&["objective", "activity"]);

pub static DEADLINE_CORRECTION: Table =
    Table::new("deadline_correction", Log, &[UID, OBJECTIVE, ACTIVITY, BEFORE, AFTER, AS_OF, REASON], &[&["uid"]])
        .word("deadline correction", "rettelse af oprindelig frist")
        .parent(&["objective", "activity"]);

pub static SUCCESSION: Table = Table::new(
    "succession",
    Record,
    &[
        AUTHORITY,
        column("successor", "efterfølger", FieldType::Authority),
        column("kind", "art", FieldType::Reform),
        FROM_DAY,
        REASON,
    ],
    &[&["authority", "successor", "from_day"]],
)
.word("succession", "efterfølger")
.parent(&["authority"])
.called(&["successor", "from_day"]);

pub static CARRIED: Table = Table::new(
    "carried",
    Record,
    &[OBJECTIVE, column("predecessor", "går videre med", FieldType::Objective), AS_OF],
    &[&["objective", "predecessor"]],
)
.word("carried", "videreførelse")
.parent(&["objective"])
.called(&["predecessor"]);

pub static SETTING: Table = Table::new(
    "setting",
    Record,
    &[
        column("name", "navn", FieldType::Word(&["green-months", "yellow-months"])),
        column("value", "værdi", FieldType::Count),
    ],
    &[&["name"]],
)
.word("setting", "indstilling")
.called(&["name"]);

pub static WORD: Table = Table::new(
    "word",
    Record,
    &[
        column("kind", "slags", FieldType::Word(&["heading", "status", "light", "date", "authority"])),
        column("word", "ord", FieldType::Name),
        column("means", "betyder", FieldType::Name),
    ],
    &[&["kind", "word"]],
)
.word("word", "ord")
.neuter()
.called(&["word"]);

pub static SHEET: Table = Table::new(
    "sheet",
    Record,
    &[
        CODE,
        QUARTER,
        AUTHORITY,
        column("due", "svarfrist", FieldType::Day),
        LANG,
        column("accepted_on", "godkendt", FieldType::Day),
    ],
    &[&["code"]],
)
.word("sheet", "skema")
.neuter()
.called(&["code"]);

pub static SHEET_ROW: Table = Table::new(
    "sheet_row",
    Record,
    &[
        OF_SHEET,
        PLACE,
        OBJECTIVE,
        ACTIVITY,
        column("asked", "spurgt", FieldType::Count),
        column("version", "udgave", FieldType::Word(&[])),
        column("base", "udgangspunkt", FieldType::Json),
        column("question", "spørgsmål", FieldType::Text),
        column("answer", "svar", FieldType::Json),
        column("shown", "vist", FieldType::Json).added(6),
    ],
    &[&["sheet", "place"]],
)
.word("sheet row", "linje i skema")
.parent(&["objective", "activity"])
.called(&["version"]);

pub static READING: Table = Table::new(
    "reading",
    Record,
    &[
        OF_SHEET,
        column("file", "fil", FieldType::Name),
        DIGEST,
        column("received_on", "modtaget", FieldType::Day),
        column("filled_by", "udfyldt af", FieldType::Text),
        column("saved_at", "gemt", FieldType::Word(&[])).added(6),
    ],
    &[&["sheet", "digest", "received_on"]],
)
.word("reading", "svar")
.parent(&["sheet"])
.called(&["received_on"]);

pub static QUESTION: Table = Table::new(
    "question",
    Record,
    &[OF_SHEET, OBJECTIVE, ACTIVITY, column("text", "tekst", FieldType::Text)],
    &[&["sheet", "objective", "activity", "text"]],
)
.word("question", "spørgsmål")
.parent(&["objective", "activity"]);

pub static SETTLED: Table = Table::new(
    "settled",
    Record,
    &[
        column("noun", "art", FieldType::Word(&[])),
        column("row", "række", FieldType::SomeRow),
        column("field", "felt", FieldType::Word(&[])),
        column("taken", "valgt", FieldType::Text),
        column("dropped", "fravalgt", FieldType::Text),
        OF_ROW.added(6),
        column("value", "værdi", FieldType::Json).added(6),
    ],
    &[],
)
.word("conflict resolution", "afgørelse")
.called(&["noun"])
.of_one_copy();

/// The writes of changes that other copies made, as they came.
pub static FOREIGN_WRITE: Table = Table::new(
    "foreign_write",
    Frozen,
    &[OF_TABLE, OF_ROW, column("added", "", FieldType::Flag), column("data", "", FieldType::Json)],
    &[],
)
.of_one_copy();

/// The identities of rows that came from another copy, where their own columns do not say it.
pub static ROW_IDENTITY: Table =
    Table::new("row_identity", Frozen, &[OF_TABLE, column("row", "", FieldType::SomeRow), OF_ROW], &[]).of_one_copy();

/// The fields that a change which was made here did not write itself, but computed.
pub static DERIVED_WRITE: Table = Table::new(
    "derived_write",
    Frozen,
    &[OF_TABLE, column("row", "", FieldType::SomeRow), column("field", "", FieldType::Word(&[]))],
    &[],
)
.of_one_copy();

/// Conflicts that nobody has decided.
pub static CONFLICT: Table = Table::new(
    "conflict",
    Derived,
    &[
        OF_TABLE,
        column("row", "", FieldType::SomeRow),
        OF_ROW,
        column("field", "", FieldType::Word(&[])),
        column("kind", "", FieldType::Word(&["value", "presence", "needed", "name", "circle", "log", "frozen"])),
        column("day", "", FieldType::Day),
        column("within", "", FieldType::SomeRow),
        column("name", "", FieldType::Text),
        column("claims", "", FieldType::Json),
    ],
    &[],
)
.of_one_copy();

pub static PUT_ASIDE: Table = Table::new(
    "put_aside",
    Record,
    &[
        UID,
        CODE,
        QUARTER,
        REVISION_NUMBER,
        DIGEST,
        column("frozen_on", "låst", FieldType::Day),
        column("frozen_by", "låst af", FieldType::Text),
        column("file", "fil", FieldType::Name),
    ],
    &[&["uid", "file"]],
)
.word("put aside", "lagt til side")
.called(&["quarter", "code"]);

pub static REVISION: Table = Table::new(
    "revision",
    Frozen,
    &[
        UID,
        PLAN,
        CODE,
        QUARTER,
        REVISION_NUMBER,
        AS_OF,
        column("known_at", "", FieldType::Count).local(),
        REASON,
        column("content", "indhold", FieldType::Json).local(),
        DIGEST,
    ],
    &[&["uid"]],
)
.word("revision", "udgave")
.called(&["quarter", "number", "code"]);

pub static RENDERING: Table = Table::new(
    "rendering",
    Frozen,
    &[
        column("revision", "udgave", FieldType::Row("revision")),
        column("audience", "målgruppe", FieldType::Word(&["internal", "partner", "public"])),
        LANG,
        column("format", "format", FieldType::Word(&["text", "markdown", "csv-excel-da", "csv-rfc4180", "json"])),
        column("body", "ordlyd", FieldType::Sealed).local(),
        DIGEST,
    ],
    &[&["revision", "audience", "lang", "format"]],
)
.parent(&["revision"]);

pub static UNSEEN: Table = Table::new(
    "unseen",
    Frozen,
    &[column("revision", "udgave", FieldType::Row("revision")), column("change", "ændring", FieldType::Row("change"))],
    &[&["revision", "change"]],
)
.parent(&["revision"])
.of_one_copy();

pub static CHANGE: Table = Table::new(
    "change",
    Bookkeeping,
    &[
        column("number", "", FieldType::Count).local(),
        UID,
        column("at", "tidspunkt", FieldType::Moment),
        column("author", "forfatter", FieldType::Text),
        column("verb", "kommando", FieldType::Name),
        column("what", "hvad", FieldType::Text),
        REASON,
        column("undoes", "fortryder", FieldType::Row("change")),
        column("program", "program", FieldType::Name),
        column("open", "", FieldType::Count).local(),
        column("day", "dag", FieldType::Day).added(6),
        column("operation", "handling", FieldType::Operation).added(6),
        column("knew", "kendte", FieldType::Json).local().added(6),
    ],
    &[&["uid"]],
)
.plural("changes", "ændringer")
.called(&["verb"]);

pub static HISTORY: Table = Table::new(
    "history",
    Bookkeeping,
    &[
        column("noun", "", FieldType::Word(&[])),
        column("row", "", FieldType::SomeRow),
        column("until", "", FieldType::Row("change")),
        column("was", "", FieldType::Json),
    ],
    &[],
)
.of_one_copy();
