//! The headings of a file, and the fields that they mean.

use super::request::What;
use crate::commands::deadline;
use crate::exchange::headings;
use crate::exchange::shipped;
use crate::exchange::{HeadingError, Known, Matched, match_headings};
use crate::i18n::refusals::danish_field;
use crate::model::field::{Field, FieldType, field};
use crate::model::word::{IGNORED, KnownWord, WordKind, meaning};
use crate::model::{EntityKind, entry as log_line, nearest};
use std::collections::HashSet;

/// So many cells of a row are looked at for headings.
const LOOKED_AT: usize = 300;

/// A deadline of which the heading does not say whether it is the original or the approved one; and for
/// a row that moves it, why and who agreed.
pub(super) static MOVES: &[Field] = &[
    field("deadline", "Frist", FieldType::PartialDate, "the deadline"),
    field("move_reason", "Årsag til flytning", FieldType::Text, "why the approved deadline moves"),
    field("agreed_by", "Aftalt af", FieldType::Text, "who agreed to move the approved deadline").also(&["godkendt af"]),
];

/// Headings that exports carry and that are computed, so they are read past.
pub(super) const COMPUTED: &[(&str, &[&str])] = &[
    ("overdue", &["overdue", "Overskredet"]),
    ("area_title", &["area_title", "Indsatsområdets titel"]),
    ("recorded", &["recorded", "Registreret"]),
    ("author", &["author", "Forfatter"]),
    ("refused", &["Refused because", "Afvist fordi"]),
];

/// The headings that are known of one kind of file.
pub(super) struct Vocabulary {
    what: What,
    words: Vec<KnownWord>,
    /// All spellings, in their plain form.
    spellings: HashSet<String>,
}

impl Vocabulary {
    pub fn of(what: What) -> Vocabulary {
        let (known, _) = words(what, &[]);
        let spellings = known.iter().flat_map(|(_, all)| all.iter().map(|s| headings::plain(s))).collect();
        Vocabulary { what, words: Vec::new(), spellings }
    }

    /// The same with the words that somebody has given a meaning.
    pub fn with(mut self, words: &[KnownWord]) -> Vocabulary {
        let headings = words.iter().filter(|w| w.kind == WordKind::Heading);
        self.spellings.extend(headings.map(|w| headings::plain(&w.word)));
        self.words = words.to_vec();
        self
    }

    /// The field that a word names, by its name or one of its headings.
    pub fn field(&self, text: &str) -> Option<&'static str> {
        let text = headings::plain(text);
        let (known, _) = words(self.what, &[]);
        let is_it = |all: &[&str]| all.iter().any(|name| headings::plain(name) == text);
        let found = known.iter().find(|(name, all)| is_it(&[name]) || is_it(all)).map(|(name, _)| *name);
        found.filter(|name| !COMPUTED.iter().any(|k| k.0 == *name))
    }

    /// All fields that a column can be, in English and in Danish.
    pub fn choices(&self) -> (String, String) {
        let (known, _) = words(self.what, &[]);
        let fields: Vec<&str> =
            known.iter().map(|k| k.0).filter(|name| !COMPUTED.iter().any(|k| k.0 == *name)).collect();
        let danish: Vec<String> = fields.iter().map(|name| danish_heading(self.what, name)).collect();
        (fields.join(", "), danish.join(", "))
    }

    /// How many of the first cells of a row are different headings.
    pub fn count(&self, found: &[String]) -> usize {
        let cells: HashSet<String> = found.iter().take(LOOKED_AT).map(|h| headings::plain(h)).collect();
        cells.iter().filter(|h| self.spellings.contains(*h)).count()
    }

    pub fn matched(&self, found: &[String]) -> std::result::Result<Matched, Vec<HeadingError>> {
        let found = translated(&self.words, found);
        let (known, required) = words(self.what, &found);
        let entity = match self.what {
            What::EntityKind(entity) => entity.name(),
            What::Entries => "entry",
        };
        match_headings(entity, &known, &required, &found)
    }

    pub fn kind(&self, name: &'static str) -> Option<FieldType> {
        self.described(name).map(|f| f.kind)
    }

    /// The fields that a file mostly holds.
    pub fn main(&self) -> Vec<&'static str> {
        let all: &[&'static str] = match self.what {
            What::EntityKind(EntityKind::Objective) => &[
                "area",
                "number",
                "title",
                "lead",
                "supporting",
                "counterpart",
                "deadline",
                "status",
                "light",
                "note",
                "expected",
                "expected_reason",
                "blocked_by",
            ],
            What::EntityKind(EntityKind::Activity) => {
                &["objective", "number", "title", "lead", "supporting", "deadline", "status", "light", "note"]
            }
            What::EntityKind(entity) => {
                let fields = entity.fields().iter().filter(|f| f.flag || f.required);
                return fields.map(|f| f.name).filter(|name| *name != "plan").collect();
            }
            What::Entries => &["reference", "as_of", "status", "light", "note", "expected", "expected_reason"],
        };
        all.to_vec()
    }

    /// A field as the catalogue has it.
    pub fn described(&self, name: &str) -> Option<&'static Field> {
        described(self.what, name)
    }
}

/// A lone «Frist» may be either deadline; beside the approved one it is the original.
fn plain_deadline(known: &mut Vec<(&'static str, Vec<&'static str>)>, found: &[String]) {
    let Some(at) = known.iter().position(|k| k.0 == deadline::ORIGINAL) else { return };
    let approved = known.iter().filter(|k| k.0 == deadline::APPROVED).flat_map(|k| k.1.clone()).collect::<Vec<_>>();
    let is = |names: &[&str], heading: &String| names.iter().any(|n| nearest::plain(n) == nearest::plain(heading));
    if !found.iter().any(|h| is(&approved, h)) {
        let (own, plain) =
            known[at].1.iter().partition(|n| MOVES[0].names().all(|m| nearest::plain(m) != nearest::plain(n)));
        known[at].1 = own;
        known.push((deadline::PLAIN, plain));
    } else if !found.iter().any(|h| is(&known[at].1, h)) {
        known[at].1.extend(shipped::headings(deadline::PLAIN));
    }
    known.extend(MOVES[1..].iter().map(|f| (f.name, f.names().collect())));
}

/// The fields that a file may hold with all their headings, and those that it must have.
fn words(what: What, found: &[String]) -> (Vec<Known>, Vec<&'static str>) {
    let mut known: Vec<(&'static str, Vec<&'static str>)> = Vec::new();
    let mut required: Vec<&'static str> = Vec::new();
    let add = |known: &mut Vec<(&'static str, Vec<&'static str>)>, field: &Field| {
        // The log's own words come after the entity's: a heading means the first that it fits.
        known.push((field.name, field.names().collect()));
    };
    // A word of an office counts where the field has no heading of its own in the file.
    let has_own = |names: &[&str]| found.iter().any(|h| names.iter().any(|n| headings::plain(n) == headings::plain(h)));
    match what {
        What::EntityKind(entity) => {
            entity.fields().iter().for_each(|f| add(&mut known, f));
            plain_deadline(&mut known, found);
            if matches!(entity, EntityKind::Objective | EntityKind::Activity) {
                log_line::fields().iter().for_each(|f| add(&mut known, f));
                known.push(("reference", vec!["reference", "Reference", "ref"]));
                let has_reference = found.iter().any(|h| nearest::plain(h) == "reference");
                if !has_reference {
                    required.extend(entity.key().iter().filter(|k| **k != "plan"));
                }
            } else {
                required.extend(entity.key().iter().filter(|k| **k != "plan"));
            }
        }
        What::Entries => {
            known.push(("plan", vec!["plan", "Handlingsplan"]));
            known.push(("objective", vec!["objective", "Målsætning", "number", "Nummer", "nr"]));
            known.push(("activity", vec!["activity", "Aktivitet"]));
            known.push(("reference", vec!["reference", "Reference", "ref"]));
            known.push(("entry", vec!["entry", "Indberetning"]));
            known.push(("supersedes", vec!["supersedes", "Retter"]));
            known.push(("said", vec!["said", "Skrevet"]));
            log_line::fields().iter().for_each(|f| {
                let mut names: Vec<_> = f.names().collect();
                match f.name {
                    "entry_basis" => names.extend(["basis", "Grundlag"]),
                    "entry_audience" => names.extend(["audience", "Målgruppe"]),
                    "entry_source" => names.extend(["source", "Kilde"]),
                    _ => {}
                }
                known.push((f.name, names));
            });
        }
    }
    for (name, names) in &mut known {
        if !has_own(names) {
            names.extend(shipped::headings(name));
        }
    }
    known.extend(COMPUTED.iter().map(|(name, all)| (*name, all.to_vec())));
    (known, required)
}

/// A field of one kind of file.
fn described(what: What, name: &str) -> Option<&'static Field> {
    let of_noun = match what {
        What::EntityKind(entity) => entity.field(name),
        What::Entries => None,
    };
    let log = || log_line::fields().iter().find(|f| f.name == name);
    let moves = || MOVES.iter().find(|f| f.name == name);
    of_noun.or_else(log).or_else(moves)
}

/// The heading of a field at a Danish desk, in one kind of file.
pub(super) fn danish_heading(what: What, name: &str) -> String {
    described(what, name).map_or_else(|| in_danish(name), |f| f.da.to_lowercase())
}

/// The name of a field at a Danish desk.
pub fn in_danish(name: &str) -> String {
    let own = MOVES.iter().find(|f| f.name == name).map(|f| f.da.to_lowercase());
    own.unwrap_or_else(|| danish_field(name))
}

/// Headings in the words of the program: those that are known are the names of their fields, and those that are
/// passed over are empty.
fn translated(words: &[KnownWord], found: &[String]) -> Vec<String> {
    let one = |heading: &String| match meaning(words, WordKind::Heading, &heading.replace(['\r', '\n', '\t'], " ")) {
        Some(IGNORED) => String::new(),
        Some(field) => field.to_string(),
        None => heading.clone(),
    };
    found.iter().map(one).collect()
}
