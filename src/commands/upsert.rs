//! Adding and changing the entities, and taking them out of use. Imports go through the same rules.

use super::deadline;
pub use super::deadline::{Because, FieldError, Superseded};
use crate::model::record::Draft;
use crate::model::{EntityKind, Moment, Operation, PartialDate, Record, Refusal, Value};
use crate::queries::Result;
use crate::store::{ChangeTx, Error, Name, Saved, Store};
use chrono::NaiveDate;

/// Whether the thing must be new, must be there, or may be either (imports).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Add,
    Edit,
    Either,
}

/// The outcome: added, changed or unchanged, and of which entity.
#[derive(Clone, Debug)]
pub struct Upserted {
    pub saved: Saved,
    pub id: i64,
    /// As a person writes it: ID-2021/4.1, ENS.
    pub name: String,
    /// Field, before, after; nothing for what an import adds.
    pub differs: Vec<(&'static str, String, String)>,
    /// The deadline that was given is the original one, and another is approved.
    pub superseded: Option<Superseded>,
    /// The change that it was done in; `None` where nothing differed.
    pub change: Option<i64>,
}

/// Adds or edits one entity as a change of its own.
pub fn upsert(
    store: &mut Store,
    moment: &Moment,
    entity: EntityKind,
    key: &[String],
    draft: &Draft,
    mode: Mode,
    because: &Because,
) -> Result<Upserted> {
    let writing = store.begin(moment, because.reason.as_deref())?;
    let mut done = write(&writing, entity, key, draft, mode, because).map_err(|(_, e)| e)?;
    if done.saved == Saved::Unchanged {
        writing.abandon()?;
        return Ok(done);
    }
    let name = done.name.clone();
    let did = match done.saved {
        Saved::Added => Operation::Add { entity, name },
        _ => Operation::Edit { entity, name, fields: done.differs.iter().map(|d| d.0.to_string()).collect() },
    };
    done.change = Some(writing.finish(&did)?);
    Ok(done)
}

/// Takes an entity out of use from a day; its history and its entries stay.
pub fn retire(
    store: &mut Store,
    moment: &Moment,
    entity: EntityKind,
    key: &[String],
    from: NaiveDate,
    reason: &str,
) -> Result<Upserted> {
    let writing = store.begin(moment, Some(reason))?;
    let parts: Vec<&str> = key.iter().map(String::as_str).collect();
    if let Some(id) = writing.find(entity, &parts)? {
        let found = writing.load(entity, id, &Name::Current)?;
        if let Some(on) = found.record.text("retired_on").and_then(|d| d.parse().ok()) {
            return Err(Refusal::RetiredAlready { name: key.join("/"), on }.into());
        }
    }
    let mut draft = Draft::new();
    draft.insert("retired_on", Some(Value::One(from.to_string())));
    draft.insert("retired_reason", Some(Value::One(reason.to_string())));
    let mut done = write(&writing, entity, key, &draft, Mode::Edit, &Because::default()).map_err(|(_, e)| e)?;
    let did = Operation::Retire { entity, name: done.name.clone(), from_day: from };
    done.change = Some(writing.finish(&did)?);
    Ok(done)
}

/// The rules for one entity, inside a change that is open already.
pub fn write(
    w: &ChangeTx,
    entity: EntityKind,
    key: &[String],
    draft: &Draft,
    mode: Mode,
    because: &Because,
) -> std::result::Result<Upserted, FieldError> {
    let bare = |e: Error| (None, e);
    let parts: Vec<&str> = key.iter().map(String::as_str).collect();
    let id = w.find(entity, &parts).map_err(|e| (key_field(entity, &e), e))?;
    let name = key.join("/");
    let before = match (id, mode) {
        (Some(_), Mode::Add) => return Err(bare(Refusal::Exists { entity: entity.name(), value: name }.into())),
        (None, Mode::Edit) => {
            return Err(bare(Refusal::Unknown { entity: entity.name(), value: name, nearest: vec![] }.into()));
        }
        (Some(id), _) => {
            let from = draft.get("name_from").map(|v| v.as_ref().map(Value::cell));
            let which = match &from {
                None => Name::Current,
                Some(day) => Name::From(day.as_deref()),
            };
            w.load(entity, id, &which).map_err(bare)?.record
        }
        (None, _) => Record::default(),
    };

    let mut draft = draft.clone();
    let superseded = deadline::place(&mut draft, &before, id.is_some());
    let draft = &draft;

    // The named fields are spelled as the file does, then laid over those that were there.
    let mut said = Record::default();
    for (field, value) in draft {
        said.set(field, value.clone());
    }
    if id.is_none() {
        for (field, part) in entity.key().iter().zip(key) {
            said.set_text(field, part.clone());
        }
    }
    if entity.key()[0] == "plan" && said.text("plan").is_none() {
        said.set_text("plan", key[0].clone());
    }
    w.resolve(entity, &mut said).map_err(|(field, e)| (Some(field), e))?;
    let mut after = before.clone();
    for field in draft.keys().filter(|f| matches!(draft.get(*f), Some(None))) {
        after.set(field, None);
    }
    for (field, value) in said.0 {
        after.set(field, Some(value));
    }
    defaults(entity, id.is_none(), &mut after);
    let guarded = deadline::guard(w, entity, id, &before, &mut after, draft, because)?;
    rules(w, entity, &before, &after, &name, id.is_some())?;

    let name = entity.key().iter().map(|k| after.cell(k)).collect::<Vec<_>>().join("/");
    let adds_many = id.is_none() && mode == Mode::Either;
    let written = if adds_many { &[] } else { entity.fields() };
    let differs: Vec<_> = written
        .iter()
        .filter(|f| before.0.get(f.name) != after.0.get(f.name))
        .map(|f| (f.name, before.cell(f.name), after.cell(f.name)))
        .collect();
    let (saved, id) = match id {
        Some(id) if differs.is_empty() => (Saved::Unchanged, id),
        Some(id) => {
            w.update(entity, id, &before, &after, because.from).map_err(bare)?;
            (Saved::Changed, id)
        }
        None if entity == EntityKind::Objective && adds_many => {
            (Saved::Added, w.insert_deferred(&after).map_err(bare)?)
        }
        None => (Saved::Added, w.insert(entity, &after).map_err(bare)?),
    };
    if entity == EntityKind::Area && after.text("parent").is_some() {
        let around = w
            .areas_around(after.text("plan").unwrap_or_default(), after.text("number").unwrap_or_default())
            .map_err(bare)?;
        if around.iter().skip(1).any(|a| Some(a.as_str()) == after.text("number")) {
            let number = after.cell("number");
            return Err((Some("parent"), Refusal::AreaInItself { number }.into()));
        }
    }
    if let Some(subject) = guarded.subject {
        guarded.moved.map_or(Ok(()), |m| w.add_move(subject, &m)).map_err(bare)?;
        guarded.corrected.map_or(Ok(()), |c| w.add_correction(subject, &c)).map_err(bare)?;
    }
    Ok(Upserted { saved, id, name, differs, superseded, change: None })
}

/// Which part of the key a failed look-up was about.
fn key_field(entity: EntityKind, e: &Error) -> Option<&'static str> {
    match e {
        Error::Refusal(Refusal::Unknown { entity: unknown, .. }) => entity.key().iter().copied().find(|k| k == unknown),
        _ => None,
    }
}

fn defaults(entity: EntityKind, new: bool, after: &mut Record) {
    if new && entity == EntityKind::Plan && after.text("state").is_none() {
        after.set_text("state", "in-force");
    }
    if entity == EntityKind::Objective && after.text("continuing").is_none() {
        after.set_text("continuing", "no");
    }
    if entity == EntityKind::Objective && after.text("audience").is_none() {
        after.set_text("audience", "internal");
    }
}

fn rules(
    w: &ChangeTx,
    entity: EntityKind,
    before: &Record,
    after: &Record,
    name: &str,
    is_there: bool,
) -> std::result::Result<(), FieldError> {
    if let Some(field) = entity.fields().iter().find(|f| f.required && after.text(f.name).is_none()) {
        if is_there {
            let kept = Refusal::MustStay { entity: entity.name(), field: field.name };
            return Err((Some(field.name), kept.into()));
        }
        let missing = Refusal::Missing { entity: entity.name(), name: name.to_string(), field: field.name };
        return Err((Some(field.name), missing.into()));
    }
    if entity == EntityKind::Area && after.text("parent") == after.text("number") {
        return Err((Some("parent"), Refusal::AreaInItself { number: after.cell("number") }.into()));
    }
    if entity == EntityKind::Plan {
        let date = |f: &str| after.text(f).and_then(|d| PartialDate::parse(d).ok());
        if let (Some(start), Some(end)) = (date("period_start"), date("period_end"))
            && start.first_day() > end.last_day()
        {
            let backwards = Refusal::Backwards { start: start.first_day(), end: end.last_day() };
            return Err((Some("period_end"), backwards.into()));
        }
    }
    // Nothing is reported on what is out of use: from its day there is no line.
    let day = |r: &Record| r.text("retired_on").and_then(|d| d.parse::<NaiveDate>().ok());
    if is_there
        && let Some(from) = day(after)
        && day(before) != Some(from)
        && let Some(reported) = w.reported_since(entity, before, from).map_err(|e| (Some("retired_on"), e))?
    {
        let refusal = Refusal::ReportedSince { name: name.to_string(), from, reported };
        return Err((Some("retired_on"), refusal.into()));
    }
    // A new number or code must be free.
    let own = *entity.key().last().unwrap_or(&"code");
    if is_there && before.text(own) != after.text(own) {
        let key: Vec<&str> = entity.key().iter().map(|k| after.text(k).unwrap_or_default()).collect();
        let same_letters = before.text(own).map(str::to_lowercase) == after.text(own).map(str::to_lowercase);
        if !same_letters && w.find(entity, &key).map_err(|e| (Some(own), e))?.is_some() {
            return Err((Some(own), Refusal::Exists { entity: entity.name(), value: key.join("/") }.into()));
        }
    }
    Ok(())
}
