//! Conflicts between copies, as they are listed.

use super::Result;
use crate::model::{EntityKind, sort_key};
use crate::report::conflicts::{About, Stated, Undecided};
use crate::store::{Conflict, ConflictKind, Store};
use std::collections::HashMap;

/// The letter of a value, by its place: a, b, c.
pub fn letter(place: usize) -> String {
    let at = u8::try_from(place).ok().filter(|at| *at < 26).map(|at| char::from(b'a' + at).to_string());
    at.unwrap_or_else(|| (place + 1).to_string())
}

/// Everything that is undecided, or what is about some subjects: an objective with its activities, an authority.
pub fn conflicts(store: &Store, subjects: &[String]) -> Result<Vec<Undecided>> {
    let mut all: Vec<Undecided> = listed(&store.conflicts()?);
    all.retain(|c| subjects.is_empty() || subjects.iter().any(|s| is_about(c, s)));
    Ok(all)
}

fn is_about(conflict: &Undecided, subject: &str) -> bool {
    let (of, subject) = (conflict.subject.to_lowercase(), subject.to_lowercase());
    of == subject
        || conflict.code == subject
        || of.strip_prefix(&subject).is_some_and(|rest| rest.starts_with(['/', '@', ' ']))
}

/// The undecided fields of each objective, in no language.
pub fn of_objectives(store: &Store) -> Result<HashMap<String, Vec<String>>> {
    let mut all: HashMap<String, Vec<String>> = HashMap::new();
    for conflict in conflicts(store, &[])? {
        if let Some(objective) = conflict.objective() {
            all.entry(objective).or_default().push(conflict.coded());
        }
    }
    Ok(all)
}

/// Conflicts as they are listed, those about one name as one.
pub fn listed(all: &[Conflict]) -> Vec<Undecided> {
    let mut listed: Vec<Undecided> = Vec::new();
    for (at, conflict) in all.iter().enumerate() {
        if conflict.kind != ConflictKind::Name {
            listed.push(one(conflict));
        } else if !all[..at].iter().any(|c| is_same_name(c, conflict)) {
            let rows: Vec<&Conflict> = all.iter().filter(|c| is_same_name(c, conflict)).collect();
            listed.push(name(rows));
        }
    }
    listed.sort_by_cached_key(|c| (sort_key(&c.subject), c.column.clone(), c.part.clone()));
    listed
}

fn is_same_name(a: &Conflict, b: &Conflict) -> bool {
    let changes = |c: &Conflict| -> Vec<Option<String>> {
        c.values.iter().map(|v| v.by.as_ref().map(|by| by.uid.clone())).collect()
    };
    let is_name = |c: &Conflict| c.kind == ConflictKind::Name;
    is_name(a) && is_name(b) && (a.table.name, &a.column) == (b.table.name, &b.column) && changes(a) == changes(b)
}

fn one(conflict: &Conflict) -> Undecided {
    let about = match conflict.kind {
        ConflictKind::Presence | ConflictKind::Needed => About::Row,
        ConflictKind::Log => About::Log,
        ConflictKind::Frozen => About::Report,
        ConflictKind::Value | ConflictKind::Name | ConflictKind::Circle => About::Field,
    };
    let values = conflict.values.iter().enumerate().map(|(at, value)| Stated {
        letter: letter(at),
        value: match about {
            // A report is known by the beginning of its digest.
            About::Report => value.words.as_ref().map(|d| format!("{} ({})", conflict.field, d.get(..6).unwrap_or(d))),
            _ => value.words.clone(),
        },
        by: value.by.clone(),
        reason: value.why.as_ref().map(|w| w.reason.clone()),
        agreed_by: value.why.as_ref().and_then(|w| w.agreed_by.clone()),
    });
    let part = match about {
        About::Report | About::Log => "",
        _ => conflict.field.strip_suffix(&conflict.column).unwrap_or(&conflict.field).trim(),
    };
    let part = if part == conflict.table.name { "" } else { part };
    Undecided {
        code: conflict.code(),
        subject: conflict.subject(),
        about,
        table: conflict.table.name,
        column: conflict.column.clone(),
        part: part.to_string(),
        by_hand: (!conflict.is_decidable()).then(|| edit(conflict, &conflict.name)),
        values: values.collect(),
    }
}

/// Rows that claim one name: who claimed it first is shown under it.
fn name(mut rows: Vec<&Conflict>) -> Undecided {
    rows.sort_by_key(|c| (c.name.len(), c.name.clone()));
    let mut listed = one(rows[0]);
    listed.code = rows.iter().map(|c| c.code()).min().unwrap_or_default();
    listed.values = rows
        .iter()
        .zip(&rows[0].values)
        .enumerate()
        .map(|(at, (row, value))| Stated {
            letter: letter(at),
            value: Some(row.name.clone()),
            by: value.by.clone(),
            reason: None,
            agreed_by: None,
        })
        .collect();
    listed.by_hand = rows.last().map(|c| edit(c, &c.name));
    listed
}

fn edit(conflict: &Conflict, name: &str) -> String {
    let entity = EntityKind::named(conflict.table.name).map_or(conflict.table.name, EntityKind::name);
    format!("fremdrift {entity} edit \"{name}\" --{} ...", conflict.column)
}
