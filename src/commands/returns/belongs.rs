//! Fields of an answer that belong together: a reason to its date, a text to the entry that it stands in.

use crate::commands::Result;
use crate::model::returns::Became;
use crate::model::{EntryField, EntryUpdate, FieldUpdate, both};
use crate::report::returns::FieldRead;
use crate::store::Error as StoreError;

/// A reason is kept with its date, so where the date is not taken in, the reason is not either: it waits,
/// gives way or is refused with it.
pub(super) fn wait_for_date(fields: &mut [FieldRead]) {
    let date = fields.iter().find(|f| f.field == Some(EntryField::Expected)).map(|f| f.became);
    let Some(became @ (Became::Refused | Became::Open | Became::Kept)) = date else { return };
    for reason in fields.iter_mut().filter(|f| f.field == Some(EntryField::ExpectedReason)) {
        if reason.became != Became::Taken {
            continue;
        }
        reason.became = became;
        if became == Became::Refused {
            reason.why = Some((
                both!("its new date is not taken in", "den nye dato, som den hører til, er ikke taget med"),
                Some(both!("correct the date; the reason comes with it", "ret datoen, så kommer årsagen med")),
            ));
        }
    }
}

/// A note and what proves an end stand in one entry and are not carried into the next. Where something else of
/// the row lands, the file's own texts that were kept, or wait for a decision, are said again beside it.
pub(super) fn keep_own_texts(update: &mut EntryUpdate, fields: &[FieldRead]) -> Result<()> {
    let moved = fields.iter().any(|f| f.field == Some(EntryField::Expected) && f.became == Became::Taken);
    for f in fields.iter().filter(|f| matches!(f.became, Became::Kept | Became::Open)) {
        let Some(field @ (EntryField::Note | EntryField::Evidence)) = f.field else { continue };
        // Our note is not the reason of their date.
        if field == EntryField::Note && moved && update.expected_reason.is_keep() {
            continue;
        }
        if let Some(own) = f.ours.as_deref() {
            update.say(field, FieldUpdate::Set(own)).map_err(StoreError::from)?;
        }
    }
    Ok(())
}
