//! The closed lists: status, light, interest, role, basis. Each word is written once, with its
//! code (file, CSV, flags), English, Danish, and the other spellings that are read.

use super::{Lang, Refusal, Word, nearest};
use serde::{Deserialize, Serialize};

/// Words that stand where a status is asked for and say that something is late.
const LATE: [&str; 8] =
    ["forsinket", "udskudt", "overskredet", "forsinkelse", "delayed", "late", "overdue", "behindschedule"];

macro_rules! choice {
    ($(#[$doc:meta])* $name:ident, $what:literal, $what_da:literal, { $($variant:ident: $code:literal, $en:literal, $da:literal $(, $also:literal)*;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum $name { $(#[serde(rename = $code)] $variant),+ }

        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The word in the file, in CSV and in flags.
            pub fn code(self) -> &'static str {
                match self { $($name::$variant => $code),+ }
            }

            pub fn word(self, lang: Lang) -> &'static str {
                match (self, lang) { $(($name::$variant, Lang::En) => $en, ($name::$variant, Lang::Da) => $da),+ }
            }

            /// The code, and the word of a Danish desk: as a message names a value that can be typed.
            pub fn coded(self) -> Word {
                Word(self.code(), self.word(Lang::Da))
            }

            /// Reads exactly the code, as the file holds it.
            pub fn from_code(code: &str) -> Option<$name> {
                match code { $($code => Some($name::$variant),)+ _ => None }
            }

            /// Reads a code, or the word in either language; case, spaces, hyphens and underscores are alike.
            pub fn parse(text: &str) -> Result<$name, Refusal> {
                if let Some(found) = $name::from_code(text) {
                    return Ok(found);
                }
                // A word may be copied with the sign beside it.
                let plain = nearest::plain(text.trim_start_matches(|c: char| !c.is_alphanumeric()));
                if $what == "a status" && LATE.contains(&plain.as_str()) {
                    return Err(Refusal::LateIsNoStatus { value: text.to_string() });
                }
                $(if [$code, $en, $da $(, $also)*].iter().any(|w| nearest::plain(w) == plain) { return Ok($name::$variant); })+
                Err(Refusal::NotAChoice {
                    what: Word($what, $what_da),
                    value: text.to_string(),
                    nearest: nearest::words(text, &[$(Word($code, $da), Word($en, $da), Word($da, $da) $(, Word($also, $da))*),+]),
                    all: vec![$(Word($code, $da)),+],
                })
            }
        }
    };
}

choice! {
    /// Where an objective or activity stands in its life.
    Status, "a status", "en status", {
        NotStarted: "not-started", "not started", "ikke påbegyndt", "ikke startet", "ikke begyndt", "ikke igangsat",
            "ikke i gang", "ej startet", "ej påbegyndt", "afventer opstart", "not begun";
        Ongoing: "ongoing", "ongoing", "i gang", "igangværende", "in progress", "påbegyndt", "igangsat", "kører",
            "i proces", "undervejs", "startet", "begyndt", "started", "under way";
        Suspended: "suspended", "suspended", "sat i bero", "i bero", "på hold", "stillet i bero", "på pause", "sat på pause",
            "suspenderet", "on hold";
        Completed: "completed", "completed", "gennemført", "done", "afsluttet", "færdig", "fuldført", "opfyldt", "nået",
            "finished", "fulfilled";
        PartlyCompleted: "partly-completed", "partly completed", "delvist gennemført", "delvist opfyldt",
            "delvis gennemført", "delvis opfyldt", "partially completed";
        Cancelled: "cancelled", "cancelled", "bortfaldet", "canceled", "udgår", "udgået", "opgivet", "annulleret", "aflyst",
            "dropped", "abandoned";
        CarriedOver: "carried-over", "carried over", "videreført";
    }
}

impl Status {
    /// Ended objectives have no light, are never overdue and need no report.
    pub fn is_ended(self) -> bool {
        !matches!(self, Status::NotStarted | Status::Ongoing | Status::Suspended)
    }
}

choice! {
    /// The officer's judgement of something that is still open.
    Light, "a light", "et trafiklys", {
        Green: "green", "green", "grøn", "grønt";
        Yellow: "yellow", "yellow", "gul", "amber", "gult";
        Red: "red", "red", "rød", "rødt";
    }
}

impl Light {
    /// The symbol that always stands beside the word, so that colour is never alone.
    pub fn symbol(self) -> &'static str {
        match self {
            Light::Green => "●",
            Light::Yellow => "▲",
            Light::Red => "■",
        }
    }
}

choice! {
    Interest, "an interest", "en interesse", {
        Political: "political", "political", "politisk";
        Commercial: "commercial", "commercial", "kommerciel";
        Sectoral: "sectoral", "sectoral", "sektor";
    }
}

choice! {
    /// The role that an authority has for an objective.
    RoleKind, "a role", "en rolle", {
        Lead: "lead", "lead", "ansvarlig";
        Supporting: "supporting", "supporting", "medansvarlig";
        Counterpart: "counterpart", "counterpart", "modpart";
    }
}

choice! {
    /// How a fact about a plan's parts is known.
    Basis, "a basis", "et grundlag", {
        Official: "official", "official", "officiel";
        Covered: "covered", "covered", "dækket";
        Announced: "announced", "announced", "bebudet";
        Cooperation: "cooperation", "cooperation", "samarbejde";
        Illustrative: "illustrative", "illustrative", "illustrativ";
    }
}

choice! {
    /// How a line of the log is known; nothing means: reported by an officer.
    EntryBasis, "the basis of an entry", "grundlaget for en indberetning", {
        Sourced: "sourced", "sourced", "fra kilde";
        Illustrative: "illustrative", "illustrative", "illustrativ";
    }
}

choice! {
    /// The audience that may see an objective or the texts of a line; nothing means: internal.
    Audience, "an audience", "en modtagerkreds", {
        Internal: "internal", "internal", "intern";
        Partner: "partner", "partner", "partner";
        Public: "public", "public", "offentlig";
    }
}

impl Audience {
    /// Whether somebody of this audience may see what carries the mark.
    pub fn may_see(self, mark: Audience) -> bool {
        mark >= self
    }
}

choice! {
    PlanState, "a state", "en tilstand", {
        InPreparation: "in-preparation", "in preparation", "under udarbejdelse";
        InForce: "in-force", "in force", "i kraft", "gældende";
        Expired: "expired", "expired", "udløbet";
        Superseded: "superseded", "superseded", "afløst";
    }
}

choice! {
    InstrumentKind, "a kind of instrument", "en type instrument", {
        Programme: "programme", "programme", "program";
        Fund: "fund", "fund", "fond";
        Pool: "pool", "pool", "pulje";
        Initiative: "initiative", "initiative", "initiativ";
        Agreement: "agreement", "agreement", "aftale";
    }
}
