//! A frozen content, read back: it may be of another version of the program, or from another copy of the file.

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

/// A part of a frozen content, whatever shape the rest of it had.
pub fn part<T: serde::de::DeserializeOwned + Default>(content: &str, key: &str) -> T {
    let mut whole = kept(content).unwrap_or_default();
    // It may be JSON and no object.
    let part = whole.get_mut(key).map(Value::take).unwrap_or_default();
    serde_json::from_value(part).unwrap_or_default()
}

/// A frozen content as a value; nothing if it is none that can be read.
pub fn value(content: &str) -> Value {
    kept(content).unwrap_or_default()
}
