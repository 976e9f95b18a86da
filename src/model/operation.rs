//! Operations: the deed of a change as data, one value a command that writes. The file keeps it as JSON beside the change,
//! and `words/operations.rs` says it in the language of the page.

use super::field::{FieldType, field};
use super::{Bilingual, EntityKind, Light, Quarter, Reference, Status, Value, Worded, both, parse_day};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// The kind of command that wrote a change, as `change.verb` has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    Init,
    Log,
    Add,
    Edit,
    Retire,
    Undo,
    Import,
    Freeze,
    Restate,
    Reorganise,
    CarryForward,
    Setting,
    Words,
    Return,
    Merge,
    Decide,
    Restore,
}

impl Verb {
    const ALL: [Verb; 17] = [
        Verb::Init,
        Verb::Log,
        Verb::Add,
        Verb::Edit,
        Verb::Retire,
        Verb::Undo,
        Verb::Import,
        Verb::Freeze,
        Verb::Restate,
        Verb::Reorganise,
        Verb::CarryForward,
        Verb::Setting,
        Verb::Words,
        Verb::Return,
        Verb::Merge,
        Verb::Decide,
        Verb::Restore,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Verb::Init => "init",
            Verb::Log => "log",
            Verb::Add => "add",
            Verb::Edit => "edit",
            Verb::Retire => "retire",
            Verb::Undo => "undo",
            Verb::Import => "import",
            Verb::Freeze => "freeze",
            Verb::Restate => "restate",
            Verb::Reorganise => "reorganise",
            Verb::CarryForward => "carry-forward",
            Verb::Setting => "setting",
            Verb::Words => "words",
            Verb::Return => "return",
            Verb::Merge => "merge",
            Verb::Decide => "decide",
            Verb::Restore => "restore",
        }
    }

    pub fn from_code(code: &str) -> Option<Verb> {
        Verb::ALL.into_iter().find(|verb| verb.code() == code)
    }
}

/// The operation of one change. Files hold it: a variant or a field that was released keeps its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Operation {
    Init,
    LoadPortfolio {
        illustrated: bool,
    },
    Log {
        reference: Reference,
        status: Status,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        light: Option<Light>,
        as_of: NaiveDate,
    },
    LogSeveral {
        entries: usize,
    },
    Add {
        entity: EntityKind,
        name: String,
    },
    Edit {
        entity: EntityKind,
        name: String,
        fields: Vec<String>,
    },
    Retire {
        entity: EntityKind,
        name: String,
        from_day: NaiveDate,
    },
    /// The change that is taken back stands in `change.undoes`: its number is another in every copy.
    Undo,
    Import {
        /// Entries of the log where none is named.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        entity: Option<EntityKind>,
        file: String,
        added: usize,
        changed: usize,
    },
    /// Revision 0 of a quarter freezes it, a later one restates it.
    Freeze {
        quarters: Vec<FrozenQuarter>,
    },
    RenameAuthority {
        authority: String,
        /// The new code, where it has one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<String>,
        name: String,
        from_day: NaiveDate,
    },
    MergeAuthorities {
        authorities: Vec<String>,
        into: String,
        from_day: NaiveDate,
    },
    SplitAuthority {
        authority: String,
        into: Vec<String>,
        from_day: NaiveDate,
    },
    Transfer {
        giver: String,
        taker: String,
        from_day: NaiveDate,
    },
    CarryForward {
        old: String,
        new: String,
        objectives: usize,
    },
    Set {
        setting: String,
        to: u32,
        was: u32,
    },
    ForgetWord {
        word: String,
    },
    SendSheets {
        quarter: Quarter,
        authorities: Vec<String>,
    },
    ReadReturn {
        quarter: Quarter,
        authority: String,
        entries: usize,
    },
    AskAgain {
        quarter: Quarter,
        authorities: Vec<String>,
        reference: Reference,
    },
    AcceptReturns {
        quarter: Quarter,
        authorities: Vec<String>,
    },
    Merge {
        file: String,
        taken: usize,
        resolved: usize,
    },
    /// Conflicts between copies.
    Decide {
        conflicts: usize,
    },
    Restore {
        file: String,
        /// How many changes only the file that was put aside knows; nothing where it can't be read.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lost: Option<usize>,
        put_aside: String,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenQuarter {
    pub quarter: Quarter,
    pub plan: String,
    pub revision: i64,
}

/// A text of an operation, by the rule that it is held to.
enum Text<'a> {
    Code(&'a str),
    /// A name that no folder is in.
    File(&'a str),
    Prose(&'a str),
}

impl Operation {
    pub fn verb(&self) -> Verb {
        match self {
            Operation::Init | Operation::LoadPortfolio { .. } => Verb::Init,
            Operation::Log { .. } | Operation::LogSeveral { .. } => Verb::Log,
            Operation::Add { .. } => Verb::Add,
            Operation::Edit { .. } => Verb::Edit,
            Operation::Retire { .. } => Verb::Retire,
            Operation::Undo => Verb::Undo,
            Operation::Import { .. } => Verb::Import,
            Operation::Freeze { quarters } if quarters.iter().all(|q| q.revision == 0) => Verb::Freeze,
            Operation::Freeze { .. } => Verb::Restate,
            Operation::RenameAuthority { .. }
            | Operation::MergeAuthorities { .. }
            | Operation::SplitAuthority { .. }
            | Operation::Transfer { .. } => Verb::Reorganise,
            Operation::CarryForward { .. } => Verb::CarryForward,
            Operation::Set { .. } => Verb::Setting,
            Operation::ForgetWord { .. } => Verb::Words,
            Operation::SendSheets { .. }
            | Operation::ReadReturn { .. }
            | Operation::AskAgain { .. }
            | Operation::AcceptReturns { .. } => Verb::Return,
            Operation::Merge { .. } => Verb::Merge,
            Operation::Decide { .. } => Verb::Decide,
            Operation::Restore { .. } => Verb::Restore,
        }
    }

    /// As the file keeps it.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("its keys are texts")
    }

    /// Reads what [`Operation::to_json`] wrote. From another copy it is held to the rules of what is typed:
    /// nothing more and nothing else may stand in it than a command of this program writes.
    pub fn read(text: &str) -> Result<Operation, Bilingual> {
        let strange = || both!("«{text}» is not what a command does", "»{text}« er ikke noget, en kommando gør");
        let operation: Operation = serde_json::from_str(text).map_err(|_| strange())?;
        if serde_json::from_str::<Json>(text).ok() != serde_json::to_value(&operation).ok() {
            return Err(strange());
        }
        let (texts, days) = operation.parts();
        texts.into_iter().try_for_each(fits)?;
        for day in days {
            parse_day(&day.to_string(), None).map_err(|refusal| refusal.line())?;
        }
        match &operation {
            Operation::Log { status, light: Some(_), .. } if status.is_ended() => Err(strange()),
            Operation::Edit { entity, fields, .. } if fields.iter().any(|f| entity.field(f).is_none()) => {
                Err(strange())
            }
            _ => Ok(operation),
        }
    }

    /// Every text and every day of it.
    fn parts(&self) -> (Vec<Text<'_>>, Vec<NaiveDate>) {
        match self {
            Operation::Init
            | Operation::LoadPortfolio { .. }
            | Operation::LogSeveral { .. }
            | Operation::Undo
            | Operation::Decide { .. } => (vec![], vec![]),
            Operation::Log { reference, as_of, .. } => (path(reference), vec![*as_of]),
            Operation::Add { name, .. } | Operation::Edit { name, .. } => {
                (name.split('/').map(Text::Code).collect(), vec![])
            }
            Operation::Retire { name, from_day, .. } => (name.split('/').map(Text::Code).collect(), vec![*from_day]),
            Operation::Import { file, .. } | Operation::Merge { file, .. } => (vec![Text::File(file)], vec![]),
            Operation::Freeze { quarters } => (quarters.iter().map(|q| Text::Code(&q.plan)).collect(), vec![]),
            Operation::RenameAuthority { authority, to, name, from_day } => {
                let codes = [authority].into_iter().chain(to).map(|c| Text::Code(c));
                (codes.chain([Text::Prose(name)]).collect(), vec![*from_day])
            }
            Operation::MergeAuthorities { authorities: several, into: one, from_day }
            | Operation::SplitAuthority { authority: one, into: several, from_day } => {
                ([Text::Code(one)].into_iter().chain(codes(several)).collect(), vec![*from_day])
            }
            Operation::Transfer { giver, taker, from_day } => {
                (vec![Text::Code(giver), Text::Code(taker)], vec![*from_day])
            }
            Operation::CarryForward { old, new, .. } => (vec![Text::Code(old), Text::Code(new)], vec![]),
            Operation::Set { setting, .. } => (vec![Text::Code(setting)], vec![]),
            Operation::ForgetWord { word } => (vec![Text::Code(word)], vec![]),
            Operation::ReadReturn { authority, .. } => (vec![Text::Code(authority)], vec![]),
            Operation::AskAgain { authorities, reference, .. } => {
                (path(reference).into_iter().chain(codes(authorities)).collect(), vec![])
            }
            Operation::SendSheets { authorities, .. } | Operation::AcceptReturns { authorities, .. } => {
                (codes(authorities), vec![])
            }
            Operation::Restore { file, put_aside, .. } => (vec![Text::File(file), Text::File(put_aside)], vec![]),
        }
    }
}

fn codes(all: &[String]) -> Vec<Text<'_>> {
    all.iter().map(|code| Text::Code(code)).collect()
}

fn path(reference: &Reference) -> Vec<Text<'_>> {
    [&reference.plan, &reference.objective]
        .into_iter()
        .chain(&reference.activity)
        .map(|part| Text::Code(part))
        .collect()
}

/// The name of a file without its folders, which may say who somebody is.
pub fn file_name(path: &str) -> String {
    let name: String =
        path.rsplit(['/', '\\']).next().into_iter().flat_map(str::chars).filter(|c| !c.is_control()).collect();
    if name.is_empty() { "-".into() } else { name }
}

fn fits(text: Text) -> Result<(), Bilingual> {
    match text {
        Text::Code(code) => {
            match field("name", "", FieldType::Code, "").read(code).map_err(|refusal| refusal.line())? {
                Value::One(right) if right == code => Ok(()),
                _ => Err(both!("«{code}» is not a code", "»{code}« er ikke en kode")),
            }
        }
        Text::File(name) if name.is_empty() || name.contains(['/', '\\', '\n', '\r', '\0']) => {
            Err(both!("«{name}» is not a name", "»{name}« er ikke et navn"))
        }
        Text::Prose(text) if text.contains('\0') => {
            Err(both!("there is a NUL in it, so it is not text", "den indeholder et NUL og er derfor ikke tekst"))
        }
        Text::File(_) | Text::Prose(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn an_operation_is_kept_as_small_json() {
        let logged = Operation::Log {
            reference: Reference::of_objective("ID-2021", "4.1"),
            status: Status::Ongoing,
            light: Some(Light::Green),
            as_of: day("2026-11-25"),
        };
        let kept =
            r#"{"kind":"log","reference":"ID-2021/4.1","status":"ongoing","light":"green","as_of":"2026-11-25"}"#;
        assert_eq!(logged.to_json(), kept);
        assert_eq!(Operation::read(kept), Ok(logged));
        assert_eq!(Operation::Undo.to_json(), r#"{"kind":"undo"}"#);
    }

    #[test]
    fn no_more_is_taken_from_elsewhere_than_a_command_writes() {
        let edit = |name: &str, field: &str| {
            format!(r#"{{"kind":"edit","entity":"plan","name":"{name}","fields":["{field}"]}}"#)
        };
        assert!(Operation::read(&edit("ID-2021", "title")).is_ok());
        let log = |status: &str, day: &str| {
            format!(r#"{{"kind":"log","reference":"A/1","status":"{status}","light":"red","as_of":"{day}"}}"#)
        };
        assert!(Operation::read(&log("ongoing", "2026-01-01")).is_ok());
        for wrong in [
            "",
            "{}",
            "[]",
            "1",
            r#""undo""#,
            r#"{"kind":"format-disk"}"#,
            r#"{"kind":"undo","note":"a secret"}"#,
            r#"{"kind":"undo","kind":"init"}"#,
            r#"{"kind":"log-several","entries":-1}"#,
            r#"{"kind":"log-several","entries":2.0}"#,
            r#"{"kind":"import","file":"/srv/anna/a.csv","added":1,"changed":0}"#,
            r#"{"kind":"import","entity":"moon","file":"a.csv","added":1,"changed":0}"#,
            r#"{"kind":"set","setting":"a\r\nBcc: b@example.org","to":1,"was":2}"#,
            r#"{"kind":"freeze","quarters":[{"quarter":"2026-Q5","plan":"A","revision":0}]}"#,
            &edit("ID-2021\r\nBcc: b@example.org", "title"),
            &edit("ID-2021", "moon"),
            &log("completed", "2026-01-01"),
            &log("ongoing", "2026-1-1"),
            &log("ongoing", "+12026-01-01"),
        ] {
            assert!(Operation::read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_name_of_a_file_is_without_its_folders() {
        for (path, name) in
            [("/srv/anna/a.csv", "a.csv"), ("C:\\Users\\anna\\a.csv", "a.csv"), ("a\nb", "ab"), ("/", "-")]
        {
            assert_eq!(file_name(path), name);
        }
    }
}
