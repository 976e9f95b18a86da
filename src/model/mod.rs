//! Plain values and the rules about them: no file, no clock, no environment.

pub mod bilingual;
pub mod brought;
pub mod bundle;
pub mod calendar;
pub mod catalogue;
pub mod change;
pub mod choice;
pub mod clock;
pub mod column;
pub mod computed;
pub mod country;
pub mod day;
pub mod deadline;
pub mod entity;
pub mod entry;
pub mod escaping;
pub mod field;
pub mod fold;
pub mod id;
pub mod lang;
pub mod lineage;
pub mod names;
pub mod nearest;
pub mod number;
pub mod operation;
mod phrase;
pub mod quarter;
pub mod query;
pub mod record;
pub mod redaction;
pub mod reference;
pub mod refusal;
pub mod returns;
pub mod revision;
pub mod snapshot;
pub mod started;
pub mod succession;
pub mod text;
pub mod word;

pub use bilingual::{Bilingual, Word, Worded, both, worded};
pub use change::{Change, Did};
pub use choice::{Audience, Basis, EntryBasis, Interest, Light, RoleKind, Status};
pub use clock::{Author, Moment};
pub use day::{PartialDate, parse_day};
pub use deadline::{Correction, Held, Move};
pub use entity::EntityKind;
pub use entry::{Entry, EntryFacts, EntryField, EntryUpdate, FieldUpdate, NewEntry};
pub use field::{Field, FieldType};
pub use id::{
    ActivityId, AreaId, AuthorityId, EntryId, InstrumentId, ObjectiveId, PartnershipId, PlanId, RevisionId, RoleId,
    SheetId, SheetRowId,
};
pub use lang::Lang;
pub use names::{Authorities, AuthorityName, PlanInfo};
pub use number::sort_key;
pub use operation::Operation;
pub use quarter::Quarter;
pub use query::Query;
pub use record::{Draft, Record, Value};
pub use redaction::Redaction;
pub use reference::Reference;
pub use refusal::Refusal;
pub use revision::Revision;
pub use snapshot::{ActivitySnapshot, ObjectiveSnapshot, State};
pub use started::Started;
