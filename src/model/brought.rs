//! Rules for changes of another copy, the same as for what is typed: column by column, for every table.

use super::bundle::{Columns, Odd};
use super::entry;
use super::field::{Field, FieldType};
use super::{Bilingual, EntityKind, PartialDate, Quarter, Refusal, Value, Worded, both, parse_day, sort_key};
use serde_json::Value as Json;

/// The values that a column of a table may hold.
#[derive(Clone, Copy, Debug)]
pub enum Rule {
    /// As its field is typed.
    Typed(FieldType),
    /// A text of a person, on any number of lines.
    Prose,
    /// A name that no folder is in: of a file, of a command.
    Name,
    /// Made from the number beside it.
    Sort,
    Uid,
    Digest,
    /// A row of another table, found by what it is called.
    Row,
    /// A whole number; the file has its bounds.
    Count,
    /// JSON, whose shape its reader knows.
    Json,
    Quarter,
    /// An instant, in UTC: 2023-07-05T09:00:00Z.
    Instant,
    /// Fields of the log, one after the other.
    Said,
    /// One of a few words; the file names them.
    Word,
    /// Held against a digest.
    Kept,
}

/// The rule of a column; nothing where the table has no such column.
pub fn rule(table: &str, column: &str) -> Option<Rule> {
    let field = |fields: &[Field]| fields.iter().find(|f| f.name == column).map(|f| Rule::Typed(f.kind));
    let own = match (table, column) {
        (_, "sort") => Rule::Sort,
        (_, "uid" | "supersedes") => Rule::Uid,
        (_, "digest") => Rule::Digest,
        ("area" | "objective" | "plan_partnership" | "revision", "plan")
        | ("area", "parent")
        | ("objective", "area")
        | ("plan_partnership", "partnership")
        | ("authority_name" | "role" | "sheet", "authority")
        | ("objective_instrument", "instrument")
        | ("entry", "ask")
        | ("succession", "authority" | "successor")
        | ("carried", "predecessor")
        | ("sheet_row" | "reading" | "question", "sheet")
        | ("settled", "row")
        | ("rendering", "revision")
        | ("change", "undoes")
        | ("unseen", "revision" | "change") => Rule::Row,
        (
            "activity"
            | "role"
            | "sdg"
            | "tag"
            | "objective_instrument"
            | "entry"
            | "deadline_move"
            | "deadline_correction"
            | "carried"
            | "sheet_row"
            | "question",
            "objective" | "activity",
        ) => Rule::Row,
        (_, "as_of" | "from_day" | "until_day" | "due" | "accepted_on" | "received_on" | "frozen_on" | "day") => {
            Rule::Typed(FieldType::Day)
        }
        ("deadline_move" | "deadline_correction", "before" | "after") => Rule::Typed(FieldType::PartialDate),
        ("entry", "basis") => Rule::Typed(FieldType::EntryBasis),
        ("entry" | "objective", "audience") => Rule::Typed(FieldType::Audience),
        ("entry", "said") => Rule::Said,
        ("entry", "source") => Rule::Prose,
        ("entry", _) => return field(entry::FIELDS),
        ("authority_name", "name" | "name_en" | "name_da" | "name_from") => {
            return field(EntityKind::Authority.fields());
        }
        ("tag", "tag") => Rule::Typed(FieldType::Tags),
        ("sdg", "goal") => Rule::Typed(FieldType::Goals),
        ("sheet" | "put_aside" | "revision", "code") => Rule::Typed(FieldType::Code),
        ("sheet" | "put_aside" | "revision", "quarter") => Rule::Quarter,
        ("sheet_row", "base" | "answer" | "shown") | ("revision", "content") => Rule::Json,
        ("role" | "sheet_row", "place")
        | ("sheet_row", "asked")
        | ("setting", "value")
        | ("revision" | "put_aside", "number")
        | ("revision", "known_at") => Rule::Count,
        ("rendering", "body") => Rule::Kept,
        ("reading", "saved_at")
        | ("role", "role")
        | ("succession", "kind")
        | ("setting", "name")
        | ("sheet" | "rendering", "lang")
        | ("rendering", "audience" | "format")
        | ("settled", "noun" | "field") => Rule::Word,
        ("change", "at") => Rule::Instant,
        ("change", "verb" | "program") | ("reading" | "put_aside", "file") => Rule::Name,
        ("change", "author" | "what" | "reason")
        | ("deadline_move", "reason" | "agreed_by")
        | ("deadline_correction" | "succession" | "revision", "reason")
        | ("sheet_row", "version" | "question")
        | ("question", "text")
        | ("reading", "filled_by")
        | ("settled", "taken" | "dropped")
        | ("put_aside", "frozen_by") => Rule::Prose,
        _ => return EntityKind::named(table).and_then(|entity| field(entity.fields())),
    };
    Some(own)
}

/// Holds every column of a row to its rule.
pub fn check(table: &str, columns: &Columns) -> Result<(), Odd> {
    for (column, value) in columns {
        let rule = rule(table, column).ok_or_else(|| Odd::Column { table: table.into(), column: column.clone() })?;
        fits(rule, column, value, columns).map_err(|why| Odd::Value {
            table: table.into(),
            column: column.clone(),
            why,
        })?;
    }
    // A light, an obstacle and a date to come are of what is open.
    let text = |column: &str| columns.get(column).and_then(Json::as_str);
    if table == "entry"
        && let Some(status) = text("status").and_then(super::Status::from_code).filter(|s| s.is_ended())
    {
        let open = ["light", "blocked_by", "ask"].into_iter().find(|c| columns.get(*c).is_some_and(|v| !v.is_null()));
        if let Some(column) = open {
            let (en, da) = (status.code(), status.word(super::Lang::Da));
            let why = both!("{en} has none: it has ended", "»{da}« har ingen: det er afsluttet");
            return Err(Odd::Value { table: table.into(), column: column.into(), why });
        }
    }
    Ok(())
}

fn fits(rule: Rule, column: &str, value: &Json, row: &Columns) -> Result<(), Bilingual> {
    let text = match (rule, value) {
        (_, Json::Null) => return Ok(()),
        (Rule::Row, Json::Number(n)) if n.is_u64() => return Ok(()),
        (Rule::Count, Json::Number(n)) if n.is_i64() => return Ok(()),
        // A stored number is typed as a text.
        (Rule::Typed(FieldType::Flag | FieldType::Year | FieldType::Goals), Json::Number(n)) if n.is_i64() => {
            n.to_string()
        }
        (Rule::Row | Rule::Count | Rule::Typed(FieldType::Flag | FieldType::Year | FieldType::Goals), _) => {
            return Err(both!("{value} is no whole number", "{value} er ikke et helt tal"));
        }
        (_, Json::String(text)) => text.clone(),
        (_, _) => return Err(both!("{value} is no text", "{value} er ikke tekst")),
    };
    let refused = |en: &str, da: &str| Err(both!("«{text}» is not {en}", "»{text}« er ikke {da}"));
    let hexadecimal = |t: &str| t.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    if text.contains('\0') {
        return Err(both!("there is a NUL in it, so it is not text", "den indeholder et NUL og er derfor ikke tekst"));
    }
    match rule {
        Rule::Typed(kind) => typed(kind, column, &text),
        Rule::Sort if row.get("number").and_then(Json::as_str).is_some_and(|n| sort_key(n) != text) => {
            refused("made from the number beside it", "dannet af nummeret ved siden af")
        }
        Rule::Uid if uuid::Uuid::parse_str(&text).is_ok_and(|u| u.to_string() == text) => Ok(()),
        Rule::Uid => refused("an identity", "en identitet"),
        Rule::Digest if text.len() == 64 && hexadecimal(&text) => Ok(()),
        Rule::Digest => refused("a SHA-256 in hexadecimal", "en SHA-256 i hexadecimal"),
        Rule::Quarter if Quarter::parse(&text).is_ok_and(|q| q.to_string() == text) => Ok(()),
        Rule::Quarter => refused("a quarter", "et kvartal"),
        Rule::Instant => match chrono::NaiveDateTime::parse_from_str(&text, "%Y-%m-%dT%H:%M:%SZ") {
            // A leap second is none that SQLite knows.
            Ok(at) if at.and_utc().timestamp_subsec_nanos() < 1_000_000_000 => Ok(()),
            _ => refused("an instant", "et tidspunkt"),
        },
        Rule::Said => {
            let known = |word: &str| entry::FIELDS.iter().any(|f| f.name.trim_start_matches("entry_") == word);
            if text.split(' ').filter(|w| !w.is_empty()).all(known) {
                Ok(())
            } else {
                refused("a list of fields", "en liste over felter")
            }
        }
        Rule::Json if serde_json::from_str::<Json>(&text).is_ok() => Ok(()),
        Rule::Json => refused("JSON", "JSON"),
        Rule::Name if text.is_empty() || text.contains(['/', '\\', '\n', '\r']) => refused("a name", "et navn"),
        Rule::Word if text.contains(char::is_whitespace) => refused("a word", "et ord"),
        Rule::Prose | Rule::Name | Rule::Sort | Rule::Word | Rule::Kept => Ok(()),
        Rule::Row | Rule::Count => Ok(()),
    }
}

/// As it is typed, and as it is kept when it was typed.
fn typed(kind: FieldType, column: &str, text: &str) -> Result<(), Bilingual> {
    let told = |refusal: Refusal| refusal.line();
    let other = |right: String| Err(both!("«{text}» is written {right}", "»{text}« skrives {right}"));
    match kind {
        FieldType::Day => match parse_day(text, None).map_err(told)?.to_string() {
            right if right == text => Ok(()),
            right => other(right),
        },
        FieldType::PartialDate => match PartialDate::parse(text).map_err(told)?.to_string() {
            right if right == text => Ok(()),
            right => other(right),
        },
        // Names of rows are texts elsewhere; a flag is 0 or 1.
        FieldType::Text | FieldType::Authority => Ok(()),
        FieldType::Flag if matches!(text, "0" | "1") => Ok(()),
        FieldType::Flag => Err(both!("«{text}» is neither 0 nor 1", "»{text}« er hverken 0 eller 1")),
        FieldType::Tags | FieldType::Goals if text.is_empty() => Err(both!("it is empty", "den er tom")),
        kind => {
            let field =
                super::field::field(NAMES.iter().find(|n| **n == column).copied().unwrap_or("value"), "", kind, "");
            match field.read(text).map_err(told)? {
                Value::One(right) if right == text => Ok(()),
                Value::Many(parts) if matches!(&parts[..], [one] if one == text) => Ok(()),
                right => other(right.cell()),
            }
        }
    }
}

/// The names of columns where they are refused.
const NAMES: [&str; 4] = ["code", "number", "tag", "email"];

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn one(table: &str, column: &str, value: Json) -> Result<(), Odd> {
        check(table, &Columns::from_iter([(column.to_string(), value)]))
    }

    #[test]
    fn a_code_cannot_carry_a_head_of_an_e_mail() {
        let evil = "ENS\r\nBcc: somebody@example.org";
        let columns = [
            ("authority", "code"),
            ("authority", "email"),
            ("plan", "code"),
            ("partnership", "code"),
            ("instrument", "code"),
            ("objective", "number"),
            ("activity", "number"),
            ("area", "number"),
            ("sheet", "code"),
            ("tag", "tag"),
            ("reading", "file"),
        ];
        for (table, column) in columns {
            assert!(one(table, column, json!(evil)).is_err(), "{table}.{column}");
        }
        assert_eq!(
            one("authority", "code", json!("A/B")).unwrap_err().to_string(),
            "the code of authority can't be so: «A/B» cannot be a code: it must be on one line, of characters that are \
             seen, without «/», «|» or «;», and not empty"
        );
    }

    #[test]
    fn values_are_as_they_are_kept_when_they_are_typed() {
        for (table, column, right, wrong) in [
            ("entry", "as_of", json!("2026-02-28"), json!("28-02-2026")),
            ("entry", "expected", json!("2026-Q1"), json!("Q1 2026")),
            ("entry", "status", json!("ongoing"), json!("i gang")),
            ("entry", "said", json!("status light"), json!("status; moon")),
            ("objective", "continuing", json!(1), json!(2)),
            ("objective", "uid", json!("019b9292-e8a0-786c-8fd3-8b75c111f7d7"), json!("1")),
            ("partnership", "year", json!(2021), json!(99)),
            ("partnership", "country_code", json!("ID"), json!("id")),
            ("sdg", "goal", json!(17), json!(18)),
            ("tag", "tag", json!("vand og is"), json!("vand|is")),
            ("authority", "email", json!("ens@ens.dk"), json!("ens@ens.dk\r\n")),
            ("change", "at", json!("2026-11-23T09:00:00Z"), json!("2016-12-31T23:59:60Z")),
            ("sheet", "quarter", json!("2026-Q3"), json!("2026-Q5")),
            ("revision", "digest", json!("a".repeat(64)), json!("A".repeat(64))),
            ("plan", "title", json!("To\nlinjer"), json!("a\0b")),
            ("sheet_row", "base", json!("{}"), json!("{")),
        ] {
            assert_eq!(one(table, column, right), Ok(()), "{table}.{column}");
            assert!(one(table, column, wrong.clone()).is_err(), "{table}.{column}: {wrong}");
            assert_eq!(one(table, column, Json::Null), Ok(()));
        }
    }

    #[test]
    fn a_number_sorts_where_it_stands() {
        let row = |sort: &str| Columns::from_iter([("number".into(), json!("1.10")), ("sort".into(), json!(sort))]);
        assert_eq!(check("objective", &row(&sort_key("1.10"))), Ok(()));
        assert!(check("objective", &row("0")).is_err());
    }

    #[test]
    fn what_has_ended_is_not_red() {
        let row = |light: Json| Columns::from_iter([("status".into(), json!("completed")), ("light".into(), light)]);
        assert_eq!(check("entry", &row(Json::Null)), Ok(()));
        assert!(check("entry", &row(json!("red"))).is_err());
    }
}
