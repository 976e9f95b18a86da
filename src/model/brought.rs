//! Rules for changes of another copy, the same as for what is typed: column by column, for every table.

use super::bundle::{Columns, Odd};
use super::catalogue::Table;
use super::field::{FieldType, field};
use super::{Bilingual, Operation, PartialDate, Quarter, Refusal, Value, Worded, both, entry, parse_day, sort_key};
use serde_json::Value as Json;

/// Holds every column of a row to the rule of its kind.
pub fn check(table: &Table, columns: &Columns) -> Result<(), Odd> {
    for (name, value) in columns {
        let column =
            table.column(name).ok_or_else(|| Odd::Column { table: table.to_string(), column: name.clone() })?;
        fits(column.kind, name, value, columns).map_err(|why| Odd::Value {
            table: table.to_string(),
            column: name.clone(),
            why,
        })?;
    }
    // A light, an obstacle and a date to come are of what is open.
    let text = |column: &str| columns.get(column).and_then(Json::as_str);
    if table.name == "entry"
        && let Some(status) = text("status").and_then(super::Status::from_code).filter(|s| s.is_ended())
    {
        let open = ["light", "blocked_by", "ask"].into_iter().find(|c| columns.get(*c).is_some_and(|v| !v.is_null()));
        if let Some(column) = open {
            let (en, da) = (status.code(), status.word(super::Lang::Da));
            let why = both!("{en} has none: it has ended", "»{da}« har ingen: det er afsluttet");
            return Err(Odd::Value { table: table.to_string(), column: column.into(), why });
        }
    }
    Ok(())
}

fn fits(kind: FieldType, column: &str, value: &Json, row: &Columns) -> Result<(), Bilingual> {
    let is_row = kind == FieldType::SomeRow || kind.refers_to().is_some();
    let text = match value {
        Json::Null => return Ok(()),
        Json::Number(n) if is_row && n.is_u64() || kind == FieldType::Count && n.is_i64() => return Ok(()),
        // A stored number is typed as a text.
        Json::Number(n) if matches!(kind, FieldType::Flag | FieldType::Year | FieldType::Goals) && n.is_i64() => {
            n.to_string()
        }
        _ if kind.is_number() => {
            return Err(both!("{value} is no whole number", "{value} er ikke et helt tal"));
        }
        Json::String(text) => text.clone(),
        _ => return Err(both!("{value} is no text", "{value} er ikke tekst")),
    };
    let refused = |en: &str, da: &str| Err(both!("«{text}» is not {en}", "»{text}« er ikke {da}"));
    let hexadecimal = |t: &str| t.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    if text.contains('\0') {
        return Err(both!("there is a NUL in it, so it is not text", "den indeholder et NUL og er derfor ikke tekst"));
    }
    match kind {
        FieldType::Sort if row.get("number").and_then(Json::as_str).is_some_and(|n| sort_key(n) != text) => {
            refused("made from the number beside it", "dannet af nummeret ved siden af")
        }
        FieldType::Uid if uuid::Uuid::parse_str(&text).is_ok_and(|u| u.to_string() == text) => Ok(()),
        FieldType::Uid => refused("an identity", "en identitet"),
        FieldType::Digest if text.len() == 64 && hexadecimal(&text) => Ok(()),
        FieldType::Digest => refused("a SHA-256 in hexadecimal", "en SHA-256 i hexadecimal"),
        FieldType::Quarter if Quarter::parse(&text).is_ok_and(|q| q.to_string() == text) => Ok(()),
        FieldType::Quarter => refused("a quarter", "et kvartal"),
        FieldType::Moment => match chrono::NaiveDateTime::parse_from_str(&text, "%Y-%m-%dT%H:%M:%SZ") {
            // A leap second is none that SQLite knows.
            Ok(at) if at.and_utc().timestamp_subsec_nanos() < 1_000_000_000 => Ok(()),
            _ => refused("an instant", "et tidspunkt"),
        },
        FieldType::FieldNames => {
            let known = |word: &str| entry::fields().iter().any(|f| f.column == word);
            if text.split(' ').filter(|w| !w.is_empty()).all(known) {
                Ok(())
            } else {
                refused("a list of fields", "en liste over felter")
            }
        }
        FieldType::Json if serde_json::from_str::<Json>(&text).is_ok() => Ok(()),
        FieldType::Json => refused("JSON", "JSON"),
        FieldType::Operation => {
            let operation = Operation::read(&text)?;
            let own = row.get("verb").and_then(Json::as_str) == Some(operation.verb().code());
            let sentence = row.get("what").and_then(Json::as_str).unwrap_or_default();
            if own && sentence.is_empty() {
                Ok(())
            } else {
                refused("what its command does", "det, dens kommando gør")
            }
        }
        FieldType::Name if text.is_empty() || text.contains(['/', '\\', '\n', '\r']) => refused("a name", "et navn"),
        FieldType::Word(_) if text.contains(char::is_whitespace) => refused("a word", "et ord"),
        FieldType::Word(known) if !known.is_empty() && !known.contains(&text.as_str()) => {
            refused("one of the words of the file", "et af filens ord")
        }
        FieldType::Reform if !kind.words(None).contains(&text.as_str()) => {
            refused("one of the words of the file", "et af filens ord")
        }
        kind => typed(kind, column, &text),
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
        FieldType::Text
        | FieldType::Name
        | FieldType::Sort
        | FieldType::Word(_)
        | FieldType::Sealed
        | FieldType::Reform => Ok(()),
        FieldType::Flag if matches!(text, "0" | "1") => Ok(()),
        FieldType::Flag => Err(both!("«{text}» is neither 0 nor 1", "»{text}« er hverken 0 eller 1")),
        FieldType::Tags | FieldType::Goals if text.is_empty() => Err(both!("it is empty", "den er tom")),
        kind => {
            let name = NAMES.iter().find(|n| **n == column).copied().unwrap_or("value");
            match field(name, "", kind, "").read(text).map_err(told)? {
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
    use crate::model::catalogue;
    use serde_json::json;

    fn one(table: &str, column: &str, value: Json) -> Result<(), Odd> {
        check(catalogue::table(table).expect(table), &Columns::from_iter([(column.to_string(), value)]))
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
        assert_eq!(check(&catalogue::OBJECTIVE, &row(&sort_key("1.10"))), Ok(()));
        assert!(check(&catalogue::OBJECTIVE, &row("0")).is_err());
    }

    #[test]
    fn what_has_ended_is_not_red() {
        let row = |light: Json| Columns::from_iter([("status".into(), json!("completed")), ("light".into(), light)]);
        assert_eq!(check(&catalogue::ENTRY, &row(Json::Null)), Ok(()));
        assert!(check(&catalogue::ENTRY, &row(json!("red"))).is_err());
    }
}
