//! The guard of the two deadlines of an objective or activity, on every way in: the original is what
//! was signed and is only ever corrected, the approved one is moved with a reason and an agreement.

use crate::model::record::{Draft, EMPTIES};
use crate::model::{Correction, EntityKind, Move, ObjectiveId, PartialDate, Record, Reference, Refusal, Value};
use crate::store::{ChangeTx, Error, Subject};
use chrono::NaiveDate;

pub const ORIGINAL: &str = "deadline_original";
pub const APPROVED: &str = "deadline_approved";

/// In a draft: a deadline of which nobody said whether it is the original or the approved one.
pub const PLAIN: &str = "deadline";

/// Why something was agreed, and by whom.
#[derive(Clone, Debug, Default)]
pub struct Because {
    pub reason: Option<String>,
    pub agreed_by: Option<String>,
    /// Why the original deadline was written down wrongly; without it, it can't be changed.
    pub correction: Option<String>,
    /// The first day on which roles are held by others than before; `None`: it was so from the beginning.
    pub from: Option<NaiveDate>,
}

/// A refusal, and the field that it is about where one is.
pub type FieldError = (Option<&'static str>, Error);

/// The reason and the agreement that are kept beside a deadline that changes.
#[derive(Debug, Default)]
pub struct Guarded {
    pub subject: Option<Subject>,
    pub moved: Option<Move>,
    pub corrected: Option<Correction>,
}

/// The original deadline that a row gives where another one is approved: nothing is done about it.
#[derive(Clone, Debug)]
pub struct Superseded {
    pub original: String,
    pub approved: String,
}

/// Decides which of the two a plain deadline is. A first one is the original, which the approved one
/// follows. Any other than the two that are known moves the approved one.
pub fn place(draft: &mut Draft, before: &Record, is_there: bool) -> Option<Superseded> {
    let value = draft.remove(PLAIN)?;
    let text = value.as_ref().map(Value::cell);
    let (original, approved) = (before.text(ORIGINAL), before.text(APPROVED));
    if !is_there || (original.is_none() && approved.is_none()) {
        draft.insert(ORIGINAL, value);
        return None;
    }
    if text.as_deref() == approved {
        return None;
    }
    if text.is_some() && text.as_deref() == original {
        let said = |d: Option<&str>| d.unwrap_or_default().to_string();
        return Some(Superseded { original: said(original), approved: said(approved) });
    }
    draft.insert(APPROVED, value);
    None
}

/// Lets the approved deadline follow the original until it is moved; refuses what nobody gave a reason for.
pub fn guard(
    w: &ChangeTx,
    entity: EntityKind,
    id: Option<i64>,
    before: &Record,
    after: &mut Record,
    draft: &Draft,
    because: &Because,
) -> std::result::Result<Guarded, FieldError> {
    if !matches!(entity, EntityKind::Objective | EntityKind::Activity) {
        return Ok(Guarded::default());
    }
    let Some(id) = id else {
        if !draft.contains_key(APPROVED)
            && let Some(date) = after.text(ORIGINAL).map(str::to_string)
        {
            after.set_text(APPROVED, date);
        }
        return Ok(Guarded::default());
    };
    if before.text(ORIGINAL) == after.text(ORIGINAL) && before.text(APPROVED) == after.text(APPROVED) {
        return Ok(Guarded::default());
    }
    let subject = subject(w, entity, id, before, after)?;
    let name = entity.key().iter().map(|k| before.cell(k)).collect::<Vec<_>>().join("/");
    let date = |r: &Record, field: &str| r.text(field).and_then(|d| PartialDate::parse(d).ok());
    let has_moves = w.has_moves(subject).map_err(|e| (None, e))?;
    let mut guarded = Guarded { subject: Some(subject), ..Guarded::default() };
    let differs = before.text(ORIGINAL) != after.text(ORIGINAL);
    if let (true, Some(old)) = (differs, date(before, ORIGINAL)) {
        let new = date(after, ORIGINAL);
        let Some(reason) = because.correction.clone() else {
            let original =
                Refusal::OriginalIsSigned { name, entity: entity.name(), from: old.to_string(), to: or_none(new) };
            return Err((Some(ORIGINAL), original.into()));
        };
        guarded.corrected = Some(Correction { before: Some(old), after: new, as_of: w.moment().today, reason });
    }
    let followed = differs && before.text(APPROVED) == before.text(ORIGINAL) && !has_moves;
    if followed && !draft.contains_key(APPROVED) {
        let date = after.text(ORIGINAL).map(|d| Value::One(d.to_string()));
        after.set(APPROVED, date);
    }
    let follows = followed && after.text(APPROVED) == after.text(ORIGINAL);
    let (old, new) = (date(before, APPROVED), date(after, APPROVED));
    if old == new || follows || (old.is_none() && !has_moves) {
        return Ok(guarded);
    }
    let Some(reason) = because.reason.clone() else {
        return Err((
            Some(APPROVED),
            Refusal::ApprovedNeedsReason { name, from: or_none(old), to: or_none(new) }.into(),
        ));
    };
    if because.agreed_by.is_none() {
        return Err((
            Some(APPROVED),
            Refusal::ApprovedNeedsAgreement { name, from: or_none(old), to: or_none(new) }.into(),
        ));
    }
    let (as_of, agreed_by) = (w.moment().today, because.agreed_by.clone());
    guarded.moved = Some(Move { before: old, after: new, as_of, reason, agreed_by });
    Ok(guarded)
}

fn or_none(date: Option<PartialDate>) -> String {
    date.map_or(EMPTIES[0].to_string(), |date| date.to_string())
}

fn subject(
    w: &ChangeTx,
    entity: EntityKind,
    id: i64,
    before: &Record,
    after: &Record,
) -> std::result::Result<Subject, FieldError> {
    if entity == EntityKind::Objective {
        return Ok(Subject { objective: ObjectiveId(id), activity: None });
    }
    let part = |field: &str| before.text(field).map_or_else(|| after.cell(field), str::to_string);
    let reference = Reference { plan: part("plan"), objective: part("objective"), activity: Some(part("number")) };
    Ok(w.subject(&reference).map_err(|e| (None, e))?.0)
}
