//! A frozen content, read back: it may be of another version of the program, or from another copy of the file.

use crate::model::Refusal;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// No count and no number of days is larger, and none of their sums runs over.
const MOST: i64 = 1_000_000_000_000;

/// A frozen value; nothing if it is no JSON, or has a number that counts nothing. It may have
/// come from another copy of the file, and nobody knows what was done to it on the way.
pub fn kept(text: &str) -> Option<Value> {
    fn counts(value: &Value) -> bool {
        match value {
            Value::Number(n) => n.as_i64().is_some_and(|n| (-MOST..=MOST).contains(&n)),
            Value::Array(all) => all.iter().all(counts),
            Value::Object(all) => all.values().all(counts),
            _ => true,
        }
    }
    serde_json::from_str(text).ok().filter(counts)
}

/// A part of a frozen content, whatever shape the rest of it had; empty where an older program kept no such
/// part. One that is there and can't be read is refused: as nothing it would say that nothing was sent.
pub fn part<T: DeserializeOwned + Default>(content: &str, key: &str) -> Result<T, Refusal> {
    let mut whole = kept(content).ok_or(Refusal::FrozenUnreadable)?;
    match whole.get_mut(key).map(Value::take) {
        None => Ok(T::default()),
        Some(part) => serde_json::from_value(part).map_err(|_| Refusal::FrozenUnreadable),
    }
}

/// A frozen content as a value; nothing if it is none that can be read.
pub fn value(content: &str) -> Value {
    kept(content).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_read_is_not_there_or_is_refused() {
        let rows = |content: &str| part::<Vec<i64>>(content, "rows");
        assert_eq!(rows(r#"{"rows": [1, 2], "else": {}}"#), Ok(vec![1, 2]));
        assert_eq!(rows(r#"{"else": {}}"#), Ok(vec![]));
        for spoilt in ["", "{", "{\"rows\": 5}", "{\"rows\": [\"a\"]}", "{\"rows\": [1], \"n\": 1e300}"] {
            assert_eq!(rows(spoilt), Err(Refusal::FrozenUnreadable), "{spoilt}");
        }
    }
}
