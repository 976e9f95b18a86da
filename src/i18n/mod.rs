//! Danish and English: every fixed word and sentence of the output, both languages side by side, so
//! that a missing one does not compile.

pub mod answers;
pub mod calendar;
pub mod conflicts;
pub mod history;
pub mod merge;
pub mod notices;
mod old_sentences;
pub mod operations;
pub mod refusals;
pub mod returns;
pub mod sentences;

pub use crate::model::Word;
pub use crate::model::snapshot::{ENDED, NEVER_REPORTED, NO_LIGHT, NOT_REPORTED};

/// The kind of rows of an export, by its name.
pub fn rows_of(name: &str) -> Word {
    match name {
        "partnerships" => Word("Partnerships", "Partnerskaber"),
        "plans" => Word("Plans", "Handlingsplaner"),
        "areas" => Word("Areas", "Indsatsområder"),
        "authorities" => Word("Authorities", "Myndigheder"),
        "instruments" => Word("Instruments", "Instrumenter"),
        "activities" => ACTIVITIES,
        "entries" => Word("Entries", "Indberetninger"),
        "changes" => CHANGES,
        _ => OBJECTIVES,
    }
}

pub const ACTIVITIES: Word = Word("Activities", "Aktiviteter");
pub const ACTIVITIES_ATTENTION: Word = Word("Activities that need attention", "Aktiviteter, der kræver opmærksomhed");
pub const ACTIVITIES_DUE: Word =
    Word("Activities falling due or expected to end", "Aktiviteter med frist eller forventet afslutning");
pub const ACTIVITIES_ENDED: Word = Word("Activities ended in the quarter", "Aktiviteter afsluttet i kvartalet");
pub const ACTIVITY: Word = Word("Activity", "Aktivitet");
pub const AFTER: Word = Word("After", "Efter");
pub const APPROVED: Word = Word("Approved", "Godkendt");
pub const AREA: Word = Word("Area", "Indsatsområde");
pub const AS_OF: Word = Word("As of", "Gælder pr.");
pub const ASK: Word = Word("Can be solved by", "Kan løses af");
pub const AT: Word = Word("When", "Hvornår");
pub const ATTENTION: Word = Word("What needs attention", "Kræver opmærksomhed");
pub const AUTHOR: Word = Word("Author", "Forfatter");
pub const AUTHORITY: Word = Word("Authority", "Myndighed");
pub const BASIS: Word = Word("Basis", "Grundlag");
pub const BEFORE: Word = Word("Before", "Før");
pub const BLOCKED_BY: Word = Word("Blocked by", "Afventer");
pub const BY_AREA: Word = Word("By area", "Fordelt på indsatsområde");
pub const BY_AUTHORITY: Word = Word("By responsible authority", "Fordelt på ansvarlig myndighed");
pub const BY_INTEREST: Word = Word("By interest", "Fordelt på interesse");
pub const BY_LIGHT: Word = Word("By light", "Fordelt på trafiklys");
pub const BY_PLAN: Word = Word("By plan", "Fordelt på plan");
pub const BY_STATUS: Word = Word("By status", "Fordelt på status");
pub const CASE_NUMBER: Word = Word("Case number", "Sagsnummer");
pub const CHANGE: Word = Word("Change", "Ændring");
pub const CHANGES: Word = Word("Changes", "Ændringer");
pub const CHECK: Word = Word("Check", "Kontrol");
pub const CODE: Word = Word("Code", "Kode");
pub const COMPLETED_IN_QUARTER: Word = Word("Ended in the quarter", "Afsluttet i kvartalet");
pub const CONTINUING: Word = Word("Continuing", "Løbende");
pub const CONTRADICTIONS: Word = Word("Contradictions", "Uoverensstemmelser");
pub const COUNT: Word = Word("Objectives", "Målsætninger");
pub const COUNTERPART: Word = Word("Counterpart", "Modpart");
pub const DAYS: Word = Word("Days", "Dage");
pub const DEADLINE: Word = Word("Deadline", "Frist");
pub const DUE: Word = Word("Due", "Frister");
pub const ERROR: Word = Word("error", "fejl");
pub const EVIDENCE: Word = Word("Evidence", "Dokumentation");
pub const EXPECTED: Word = Word("Expected", "Forventet");
pub const FALLING_DUE: Word = Word(
    "Falling due or expected to end by the end of the next quarter",
    "Frist eller forventet afslutning inden udgangen af næste kvartal",
);
pub const FIELD: Word = Word("Field", "Felt");
pub const FINDING: Word = Word("Finding", "Bemærkning");
pub const FOUND_IN: Word = Word("Found in", "Fundet i");
pub const HINT: Word = Word("hint", "tip");
pub const HEADLINE: Word = Word("Headline", "Overblik");
pub const HISTORY: Word = Word("History", "Historik");
pub const INSTRUMENT: Word = Word("Instrument", "Instrument");
pub const INTEREST: Word = Word("Interest", "Interesse");
pub const LEAD: Word = Word("Lead", "Ansvarlig");
pub const LIGHT: Word = Word("Light", "Trafiklys");
pub const LOG: Word = Word("Progress log, newest first", "Indberetninger, nyeste først");
pub const CORRECTIONS: Word = Word("Corrections of the original deadline", "Rettelser af den oprindelige frist");
pub const MOVES: Word = Word("Moves of the approved deadline", "Udskydelser af den godkendte frist");
pub const NAME: Word = Word("Name", "Navn");
pub const NO_AREA: Word = Word("(no area)", "(intet indsatsområde)");
pub const NO_INTEREST: Word = Word("(no interest given)", "(ingen interesse angivet)");
pub const NO_LEAD: Word = Word("(no lead)", "(ingen ansvarlig)");
pub const TO_THE_CONTENT: Word = Word("To the content", "Til indholdet");
pub const CONTENTS: Word = Word("Contents", "Indhold");
pub const NOTHING: Word = Word("nothing", "intet");
pub const SHARES: Word = Word("Shares", "Fordeling");
pub const DATES: Word = Word("Dates", "Datoer");
pub const COUNTRY: Word = Word("Country", "Land");
pub const PORTFOLIO: Word = Word("Portfolio", "Portefølje");
pub const DECISIONS: Word = Word("What needs a decision", "Kræver en beslutning");
pub const TO_DECIDE: Word = Word("To decide", "Til beslutning");
pub const NOTHING_TO_DECIDE: Word = Word("Nothing is red, late or blocked.", "Intet er rødt, for sent eller blokeret.");
pub const NO_FIGURES: Word = Word(
    "A plan without figures has no objectives in this file.",
    "En plan uden tal har ingen målsætninger i denne fil.",
);
pub const NO_FIGURES_SHOWN: Word = Word(
    "A plan without figures has no objectives that may be shown here.",
    "En plan uden tal har ingen målsætninger, der må vises her.",
);
pub const INTERNAL_USE: Word = Word("internal use", "internt brug");
pub const NO_OBJECTIVES_SHOWN: Word =
    Word("No objectives that may be shown here.", "Ingen målsætninger, der må vises her.");
pub const NO_PLANS_OF_THESE: Word = Word(
    "Nothing of what is asked for is in a plan that runs in the quarter.",
    "Intet af det udvalgte hører til en plan, der løber i kvartalet.",
);
pub const NO_PLANS: Word = Word("No plan runs in the quarter.", "Ingen plan løber i kvartalet.");
pub const PAGE: Word = Word("Page", "Side");
pub const IS_ILLUSTRATIVE: Word = Word("Illustrative", "Illustrativ");
pub const OPEN: Word = Word("Open", "Åbne");
pub const OF: Word = Word("of", "af");
pub const WERE_DUE: Word = Word("Were due", "Skulle indberettes");
pub const RESTATED: Word = Word("Restated", "Rettet");
pub const NO_QUARTERS: Word = Word(
    "There is no objective, or no quarter that has begun.",
    "Der er ingen målsætning eller intet kvartal, der er begyndt.",
);
pub const STATUSES_BY_QUARTER: Word =
    Word("Which status the objectives had at the end of each quarter", "Status ved kvartalets udgang");
pub const RESTATED_SINCE: Word = Word(
    "r: restated, or no longer as first sent: what is shown is what is now known.",
    "r: rettet eller ikke længere som først afsendt: her vises det, der nu vides.",
);
pub const LIGHTS_BY_QUARTER: Word =
    Word("What the objectives showed at the end of each quarter", "Trafiklys ved kvartalets udgang");
pub const REPORTED_BY_QUARTER: Word = Word(
    "How many of the objectives that were due were reported in each quarter",
    "Indberettede af de målsætninger, der skulle indberettes i kvartalet",
);
pub const OVER_TIME: Word = Word("Over time", "Udvikling over tid");
pub const DEADLINES: Word = Word("Deadlines", "Frister");
pub const ALL_OBJECTIVES: Word = Word("Annex: every objective", "Bilag: alle målsætninger");
pub const PERIOD: Word = Word("Period", "Periode");
pub const KNOWN_AT: Word = Word("Known at change", "Opgjort efter ændring nr.");
pub const COMPARED_WITH: Word = Word("Compared with", "Sammenlignet med");
pub const DIGEST: Word = Word("Digest (SHA-256)", "Kontroltal (SHA-256)");
pub const AUDIENCE: Word = Word("For", "Til");
pub const MADE_WITH: Word = Word("Made with", "Dannet med");
pub const NOT_REPORTED_SINCE: Word = Word("Not reported since", "Ikke indberettet siden");
pub const WAS_REPORTED: Word = Word("reported", "indberettet");
pub const NOTE: Word = Word("Note", "Bemærkning");
pub const NOTHING_DUE: Word =
    Word("Nothing falls due, nor is expected to end.", "Intet har frist eller ventes afsluttet.");
pub const NOTHING_ENDED: Word = Word("Nothing ended in the quarter.", "Intet er afsluttet i kvartalet.");
pub const NOTHING_ELSE_TO_ATTEND: Word = Word(
    "Nothing that is counted here needs attention; see above what is not counted.",
    "Intet af det, der er talt med, kræver opmærksomhed; se ovenfor, hvad der ikke er talt med.",
);
/// Where something is kept from the reader, «nothing» is said of what is shown alone.
pub const NOTHING_SHOWN_TO_ATTEND: Word =
    Word("Nothing that is shown here needs attention.", "Intet af det, der vises her, kræver opmærksomhed.");
pub const NOTHING_SHOWN_ENDED: Word =
    Word("Nothing that is shown here ended in the quarter.", "Intet af det, der vises her, er afsluttet i kvartalet.");
pub const NOTHING_SHOWN_DUE: Word = Word(
    "Nothing that is shown here falls due, nor is expected to end.",
    "Intet af det, der vises her, har frist eller ventes afsluttet.",
);
pub const NOTHING_SHOWN_TO_DECIDE: Word = Word(
    "Nothing that is shown here is red, late or blocked.",
    "Intet af det, der vises her, er rødt, for sent eller blokeret.",
);
pub const NOTHING_TO_ATTEND: Word = Word("Nothing needs attention.", "Intet kræver opmærksomhed.");
pub const NOTHING_FOUND: Word = Word("Nothing was found.", "Intet blev fundet.");
pub const NO_OBJECTIVES: Word = Word("No objectives.", "Ingen målsætninger.");
pub const NO_CONTRADICTIONS: Word =
    Word("The checks found no contradictions.", "Der er ikke fundet uoverensstemmelser.");
pub const NUMBER: Word = Word("Number", "Nummer");
pub const OBJECTIVE: Word = Word("Objective", "Målsætning");
pub const OBJECTIVES: Word = Word("Objectives", "Målsætninger");
pub const ORIGINAL: Word = Word("Original", "Oprindelig");
pub const OVERDUE: Word = Word("Overdue", "Overskredet");
pub const PLAN: Word = Word("Plan", "Plan");
pub const PLANS: Word = Word("Plans", "Planer");
pub const REASON: Word = Word("Reason", "Årsag");
pub const REFERENCE: Word = Word("Reference", "Reference");
pub const REPORTED: Word = Word("Reported", "Indberettet");
pub const RETIRED: Word = Word("Retired", "Udgået");
pub const SDG: Word = Word("Sustainable Development Goals", "Verdensmål");
pub const SEVERITY: Word = Word("Severity", "Type");
pub const SINCE_BEFORE: Word = Word("Since then", "Ændring");
pub const SLIPS: Word = Word("Slips of what is open", "Udskudte frister");
pub const SOURCE: Word = Word("Source", "Kilde");
pub const STATE: Word = Word("State", "Tilstand");
pub const STATUS: Word = Word("Status", "Status");
pub const SUMMARY: Word = Word("Summary", "Sammenfatning");
pub const SUPPORTING: Word = Word("Supporting", "Medansvarlig");
pub const TAG: Word = Word("Tags", "Mærker");
pub const TITLE: Word = Word("Title", "Titel");
pub const TOTAL: Word = Word("Total", "I alt");
pub const WARNING: Word = Word("warning", "advarsel");
pub const WAIVERS: Word = Word("Waivers", "Undtagelser");
pub const SLIPPED_BY: Word = Word("Later by", "Senere med");
pub const UNIT: Word = Word("Unit", "Enhed");
pub const MONTHS: Word = Word("Months", "Måneder");
pub const DAYS_LATE: Word = Word("Days late", "Dage overskredet");
pub const FALLS: Word = Word("Falls", "Gælder");
pub const MOVES_COUNT: Word = Word("Moves", "Udskydelser");
pub const JUDGED: Word = Word("Judged", "Vurderet");
pub const COMPUTED: Word = Word("Computed", "Beregnet");
pub const COMPUTED_LIGHT: Word = Word("Computed light", "Beregnet trafiklys");
pub const DATE: Word = Word("Date", "Dato");
pub const LATE_LINES: Word = Word("Late lines of the log", "Indberetninger, der kom efter låsningen");
pub const NEW: Word = Word("New", "Ny");
pub const CAVEAT: Word = Word("Caveat", "Forbehold");
pub const ENDED_IN_QUARTER: Word = Word("Ended in the quarter", "Afsluttet i kvartalet");
pub const OTHER_FIGURES: Word = Word("Other figures", "Andre tal");
pub const THRESHOLDS: Word = Word("Limits of the computed light", "Grænser for det beregnede trafiklys");
pub const CHANGED: Word = Word("Changed", "Ændret");
pub const TAKEN_OUT: Word = Word("Retired", "Udgået");
pub const QUARTER: Word = Word("Quarter", "Kvartal");
pub const REVISION: Word = Word("Revision", "Udgave");
pub const REVISION_NUMBER: Word = Word("Revision", "Rettelse nr.");
pub const LATE_WAITING: Word = Word("Late", "Sene");
pub const WHAT: Word = Word("What", "Hvad");
pub const FROM: Word = Word("From", "Fra");
pub const TO: Word = Word("To", "Til");
pub const RUNNING: Word = Word("running", "i gang");
pub const NOT_FROZEN: Word = Word("not frozen", "foreløbig");
pub const FROZEN: Word = Word("frozen", "låst");
pub const FROZEN_ON: Word = Word("Frozen on", "Låst den");
pub const IS_WORSE: Word = Word("worse", "forværret");
pub const FELL_SILENT: Word = Word("fell silent", "ikke længere indberettet");
pub const IS_BETTER: Word = Word("better", "forbedret");
pub const PUT_ON_HOLD: Word = Word("put on hold", "sat i bero");
pub const HAS_ENDED: Word = Word("ended", "afsluttet");
pub const CHANGED_OTHERWISE: Word = Word("otherwise", "på anden måde");
pub const NEW_ONE: Word = Word("new", "ny");
pub const CAME_NEW: Word = Word("new", "nye");
pub const CAME_IN: Word = Word("came in", "kommet til");
pub const WENT_OUT: Word = Word("left", "gået ud");
pub const WENT_RETIRED: Word = Word("retired", "udgået");
pub const WHAT_CHANGED: Word = Word("What changed", "Hvad er ændret");
pub const WHY: Word = Word("Why", "Begrundelse");

/// The heads of the lists that an import prints under its counts.
pub const IMPORT_ADDED: Word = Word("added", "tilføjet");
pub const IMPORT_AREAS: Word = Word("areas added", "indsatsområder tilføjet");
pub const IMPORT_CHANGED: Word = Word("changed", "ændret");
pub const IMPORT_AUTHORITIES: Word = Word("authorities added", "myndigheder oprettet");
pub const IMPORT_LEARNED: Word = Word("words remembered", "ord husket");
pub const MEND_SHEET: Word = Word("Table", "Tabel");
pub const MEND_WHY: Word = Word("Refused because", "Afvist fordi");
pub const IMPORT_COLUMNS: Word = Word("columns", "kolonner");
pub const IMPORT_COMPUTED: Word = Word("not taken, because computed", "ikke overtaget, fordi det beregnes");
pub const IMPORT_DRY: Word = Word("nothing was written: this was a dry run", "Prøvekørsel: intet er gemt");
pub const IMPORT_ENTRY: Word = Word("a new entry", "en ny indberetning");
pub const IMPORT_KEPT: Word = Word("kept", "beholdt");
pub const IMPORT_REOPENED: Word = Word("reopened", "genåbnet");
pub const IMPORT_SHORT: Word = Word(
    "lines with fewer cells than headings, of which the last count as empty",
    "linjer med færre celler end overskrifter, hvor de sidste regnes for tomme",
);
pub const IMPORT_MISSING: Word = Word("missing", "mangler");
pub const IMPORT_MORE: Word = Word("more", "til");
